//! Secrets and sign-in: local to this laptop, never in the journal.

pub mod hashing;
pub mod store;
pub mod strength;
pub mod tries;

use super::Role;
use crate::base::{
    base32,
    clock::{DAY, HOUR, MINUTE},
    id::Chance,
};
use hashing::Hashing;
use sha2::{Digest, Sha256};
use tries::Tries;

/// A session ends after this long without a request.
pub const IDLE: i64 = 12 * HOUR;
/// A session ends after this long in any case.
pub const SESSION: i64 = 7 * DAY;
/// A manager's approval is kept this long: a phone without network sends its sale that late.
pub const APPROVAL: i64 = 60 * DAY;
/// A pairing code holds this long.
pub const PAIRING: i64 = DAY;
/// A code by which a device moves to another address holds this long: it is used at once, on the
/// same device.
pub const HANDOVER: i64 = 10 * MINUTE;

/// SHA-256 of a token: only this is stored.
pub fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// What a laptop answers a device that asks at `origin` whether it is the one that knows its token;
/// `digest` is that of the token.
pub fn proof(nonce: &str, origin: &str, digest: &[u8]) -> String {
    hex::encode(Sha256::digest(format!("{nonce} {origin} {}", hex::encode(digest))))
}

/// A code of so many letters and digits that are not mistaken for each other (Crockford's base32):
/// five bits each.
pub fn spell(chance: &Chance, letters: usize) -> String {
    (0..letters).map(|_| char::from(base32::LETTERS[chance.below(32) as usize])).collect()
}

/// A pairing code as it was minted, from what a person typed: capitals, without the blanks and
/// dashes people put between groups, and with the letters that Crockford's base32 leaves out
/// read as the digits they look like.
pub fn pairing_code(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric);
    letters
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        })
        .collect()
}

/// What a person signs in with. One is never taken for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A PIN, on a paired device.
    Pin,
    /// A password, in a browser.
    Password,
}

impl Kind {
    /// What people of this role sign in with.
    pub fn of(role: Role) -> Kind {
        if role.uses_pin() { Kind::Pin } else { Kind::Password }
    }

    /// The word in the book.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Pin => "pin",
            Kind::Password => "password",
        }
    }
}

/// What every check of a secret goes through: the count of wrong tries, and the lanes in which
/// secrets are hashed. Clones share them.
#[derive(Clone, Default)]
pub struct Checks {
    /// Wrong tries.
    pub tries: Tries,
    /// The work of hashing.
    pub hashing: Hashing,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pairing_code_is_read_as_people_type_it() {
        for typed in ["7K3M9QX21B", "7k3m9 qx21b", " 7k3m9-qx2lb ", "7K3M9.QX2IB"] {
            assert_eq!(pairing_code(typed), "7K3M9QX21B", "{typed}");
        }
        assert_eq!(pairing_code("o0 O"), "000");
    }
}
