//! Secrets and sign-in: local to this laptop, never in the journal.

pub mod store;

use crate::base::{
    clock::{DAY, HOUR, MINUTE, Ms},
    id::Chance,
    lang::Say,
    refusal::Refusal,
};
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier, password_hash::SaltString};
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

/// Wrong tries before a person is locked out on a device.
pub const TRIES: i64 = 5;
/// How long a lock-out lasts.
pub const LOCKED: i64 = 5 * MINUTE;
/// A wrong try is forgotten after this long.
pub const FORGOTTEN: i64 = HOUR;
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

/// Argon2id of a PIN or password. Takes tens of milliseconds: call it off the async threads.
pub fn hash_secret(secret: &str, chance: &Chance) -> Result<String, Refusal> {
    let mut random = [0u8; 16];
    chance.fill(&mut random);
    let failed = |error: argon2::password_hash::Error| Refusal::Failed(error.to_string());
    let salt = SaltString::encode_b64(&random).map_err(failed)?;
    Argon2::default()
        .hash_password(secret.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(failed)
}

/// Whether `secret` is the one that was hashed.
pub fn fits(secret: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
}

/// Checks a new PIN: four to eight digits, not all the same.
pub fn check_pin(pin: &str) -> Result<(), Say> {
    let digits = (4..=8).contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit());
    let varied = pin.bytes().any(|byte| Some(byte) != pin.bytes().next());
    if digits && varied {
        return Ok(());
    }
    Err(Say::new(
        "Mã PIN gồm 4–8 chữ số, không trùng nhau cả",
        "A PIN has 4–8 digits, not all the same",
    ))
}

/// Checks a new password: at least eight characters.
pub fn check_password(password: &str) -> Result<(), Say> {
    if (8..=200).contains(&password.chars().count()) {
        return Ok(());
    }
    Err(Say::new("Mật khẩu cần ít nhất 8 ký tự", "A password has at least 8 characters"))
}

/// What wrong tries so far mean for one more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attempts {
    /// Wrong tries in a row.
    pub failures: i64,
    /// Locked until this instant.
    pub locked_until: Ms,
}

impl Attempts {
    /// Refuses while locked out.
    pub fn check(&self, now: Ms) -> Result<(), Refusal> {
        if now >= self.locked_until {
            return Ok(());
        }
        let minutes = (self.locked_until.0 - now.0 + MINUTE - 1) / MINUTE;
        Err(Refusal::Locked(Say::new(
            format!("Nhập sai quá nhiều lần. Thử lại sau {minutes} phút, hoặc nhờ đặt lại mã"),
            format!("Too many wrong tries. Try again in {minutes} min, or ask for a reset"),
        )))
    }

    /// After one more wrong try at `now`.
    pub fn wrong(self, now: Ms) -> Attempts {
        let failures = self.failures + 1;
        if failures < TRIES {
            return Attempts { failures, ..self };
        }
        Attempts { failures: 0, locked_until: Ms(now.0 + LOCKED) }
    }

    /// How many tries are left before a lock-out.
    pub fn left(&self) -> i64 {
        TRIES - self.failures
    }
}

/// Counts one try of a person at a place before its secret is looked at, so that of many at once
/// each is counted; refused while locked out. The right secret takes the count back.
pub async fn count_try(
    db: &mut SqliteConnection,
    person: &[u8],
    place: &str,
    now: Ms,
) -> sqlx::Result<Result<Attempts, Refusal>> {
    store::prune_attempts(db, Ms(now.0 - FORGOTTEN)).await?;
    let before = store::attempts(db, person, place).await?;
    if let Err(locked) = before.check(now) {
        return Ok(Err(locked));
    }
    let after = before.wrong(now);
    store::set_attempts(db, person, place, after, now).await?;
    Ok(Ok(after))
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

    #[test]
    fn the_fifth_wrong_pin_locks_for_five_minutes() {
        let now = Ms(1_000_000);
        let mut tries = Attempts::default();
        for _ in 0..4 {
            tries = tries.wrong(now);
            assert!(tries.check(now).is_ok());
        }
        tries = tries.wrong(now);
        assert!(tries.check(now).is_err());
        assert!(tries.check(Ms(now.0 + LOCKED)).is_ok());
    }

    #[test]
    fn only_the_right_pin_fits() {
        let hash = hash_secret("2468", &Chance::seeded(1)).unwrap();
        assert!(fits("2468", &hash));
        assert!(!fits("2469", &hash));
        assert!(check_pin("1111").is_err() && check_pin("12a4").is_err());
        assert!(check_pin("1357").is_ok());
    }
}
