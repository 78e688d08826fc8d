//! The reference that ties a bank transfer to a sale: `OC`, six letters of Crockford's base 32,
//! and a check letter. Nine characters without separators fit every bank's transfer content.

use crate::base::{base32, id::Chance};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

const PREFIX: &str = "OC";
/// The random letters: 2³⁰ references, ample for the open requests of one account.
const BODY: usize = 6;

/// A well-formed reference, upper-case, whose check letter agrees.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// The text is not a reference: wrong shape, or a letter was mistaken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a payment reference")]
pub struct NotAReference;

impl Reference {
    /// A new reference. Whoever keeps the account's open requests sees to it that it is unique.
    pub fn mint(chance: &Chance) -> Reference {
        let mut values: Vec<u32> = (0..BODY).map(|_| chance.below(32) as u32).collect();
        values.push(check_of(&values));
        let letters = values.into_iter().map(letter);
        Reference(PREFIX.chars().chain(letters).collect())
    }

    /// The nine characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Reference, NotAReference> {
        let text = text.trim().to_ascii_uppercase();
        let letters = text.strip_prefix(PREFIX).ok_or(NotAReference)?;
        let values: Option<Vec<u32>> = letters.bytes().map(value).collect();
        let values = values.filter(|values| values.len() == BODY + 1).ok_or(NotAReference)?;
        if check_of(&values[..BODY]) != values[BODY] {
            return Err(NotAReference);
        }
        Ok(Reference(text))
    }
}

impl TryFrom<String> for Reference {
    type Error = NotAReference;

    fn try_from(text: String) -> Result<Reference, NotAReference> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> String {
        reference.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

fn letter(value: u32) -> char {
    char::from(base32::LETTERS[value as usize % base32::LETTERS.len()])
}

fn value(letter: u8) -> Option<u32> {
    base32::value(letter).map(|at| at as u32)
}

/// Luhn mod 32 over the six letters (the prefix is constant and O is not of the alphabet). Every
/// second value from the right is doubled and its base-32 digits added. Notices any single wrong
/// letter, and any adjacent swap but that of `0` with `Z`: doubling moves both by nothing.
fn check_of(values: &[u32]) -> u32 {
    let sum: u32 = values
        .iter()
        .rev()
        .enumerate()
        .map(|(n, value)| if n % 2 == 0 { value * 2 / 32 + value * 2 % 32 } else { *value })
        .sum();
    (32 - sum % 32) % 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same references stand in the till's own tests, which must compute the same letter.
    #[test]
    fn the_check_letter_is_the_one_the_till_computes() {
        for (body, check) in [("000000", '0'), ("ZZZZZZ", '6'), ("7K3M9Q", 'E'), ("2B8HTW", 'A')] {
            let values: Vec<u32> = body.bytes().filter_map(value).collect();
            assert_eq!(letter(check_of(&values)), check, "{body}");
        }
    }

    #[test]
    fn a_minted_reference_is_nine_letters_and_reads_back() {
        let reference = Reference::mint(&Chance::seeded(7));
        assert_eq!(reference.as_str().len(), 9);
        assert!(reference.as_str().starts_with("OC"));
        assert_eq!(reference.as_str().to_lowercase().parse(), Ok(reference));
    }

    #[test]
    fn the_swap_of_0_and_z_is_the_one_that_goes_unnoticed() {
        let seen = |x: u32, y: u32| check_of(&[0, 0, 0, 0, x, y]) != check_of(&[0, 0, 0, 0, y, x]);
        let unseen: Vec<(char, char)> = (0..32)
            .flat_map(|x| (x + 1..32).map(move |y| (x, y)))
            .filter(|&(x, y)| !seen(x, y))
            .map(|(x, y)| (letter(x), letter(y)))
            .collect();
        assert_eq!(unseen, [('0', 'Z')]);
    }

    proptest! {
        #[test]
        fn any_single_wrong_letter_is_noticed(seed: u64, at in 2usize..9, by in 1u32..32) {
            let mut letters = Reference::mint(&Chance::seeded(seed)).0.into_bytes();
            let right = value(letters[at]).unwrap();
            letters[at] = letter((right + by) % 32) as u8;
            let wrong = String::from_utf8(letters).unwrap();
            prop_assert_eq!(wrong.parse::<Reference>(), Err(NotAReference));
        }

        #[test]
        fn adjacent_letters_swapped_are_noticed(seed: u64, at in 2usize..8) {
            let mut letters = Reference::mint(&Chance::seeded(seed)).0.into_bytes();
            letters.swap(at, at + 1);
            let pair = [letters[at].min(letters[at + 1]), letters[at].max(letters[at + 1])];
            prop_assume!(pair[0] != pair[1] && pair != *b"0Z");
            let wrong = String::from_utf8(letters).unwrap();
            prop_assert_eq!(wrong.parse::<Reference>(), Err(NotAReference));
        }
    }
}
