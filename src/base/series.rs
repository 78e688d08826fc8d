//! Series of printed numbers. Each booth counts its receipts and its Z reports from 1, anew at each
//! node; a node that was made by restoring a copy prints its sign behind the booth's code, so that
//! no number is given twice.

use super::id::NodeId;
use sha2::{Digest, Sha256};

/// Letters that nobody takes for another or for a digit: no B, D, G, I, L, O, Q, S, V, Z. (Z
/// reports have a Z before their number.)
const LETTERS: &[u8; 16] = b"ACEFHJKMNPRTUWXY";

/// The two letters of a node, drawn from its id. The first node of a book prints none.
pub fn sign(node: NodeId) -> String {
    let sum = Sha256::digest(node.0.as_bytes());
    let letter = |at: u8| char::from(LETTERS[usize::from(at)]);
    [letter(sum[0] >> 4), letter(sum[0] & 15)].iter().collect()
}

/// Whether a booth's code ends like this sign: its plain numbers would look like another booth's
/// numbers under the sign (`A03KT-0001`).
pub fn misread(booth: &str, sign: &str) -> bool {
    booth.to_uppercase().ends_with(sign)
}

/// `A03-0142`; under the sign KT `A03KT-0142`.
pub fn receipt_no(booth: &str, sign: &str, number: i64) -> String {
    format!("{booth}{sign}-{number:04}")
}

/// `A03-Z0001`; under the sign KT `A03KT-Z0001`.
pub fn z_no(booth: &str, sign: &str, number: i64) -> String {
    format!("{booth}{sign}-Z{number:04}")
}

/// `A03-NK0007`: the seventh document of the kind with these letters; under the sign KT
/// `A03KT-NK0007`.
pub fn document_no(place: &str, sign: &str, letters: &str, number: i64) -> String {
    format!("{place}{sign}-{letters}{number:04}")
}

/// The highest number that is taken at its word.
const MOST: i64 = 10_000_000;

/// The number in `text`, if it is exactly what `write` (`receipt_no`, `z_no`) makes of it for this
/// booth under this sign.
pub fn number(
    text: &str,
    (booth, sign): (&str, &str),
    write: fn(&str, &str, i64) -> String,
) -> Option<i64> {
    let digits = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let number = text[text.len() - digits..].parse().ok()?;
    let fits = (1..=MOST).contains(&number) && write(booth, sign, number) == text;
    fits.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sign_is_two_letters_that_nobody_misreads_and_stays_the_same() {
        let node: NodeId = "0197c1b2-0000-7000-8000-000000000001".parse().unwrap();
        assert_eq!(sign(node), sign(node));
        for n in 0..2000 {
            let sign = sign(NodeId(uuid::Uuid::from_u128(n)));
            assert_eq!(sign.len(), 2);
            assert!(!sign.contains(|c| "BDGILOQSVZ0123456789".contains(c)), "{sign}");
        }
    }

    #[test]
    fn a_number_is_read_only_as_it_is_written() {
        let read = |text| number(text, ("A03", "KT"), receipt_no);
        assert_eq!((read("A03KT-0142"), read("A03KT-12345")), (Some(142), Some(12_345)));
        for other in ["A03-0142", "A03KT-142", "A03KT-0000", "A03KT-Z0142", "", "A03KT-", "-1"] {
            assert_eq!(read(other), None, "{other}");
        }
        assert_eq!(number("A03KT-Z0007", ("A03", "KT"), z_no), Some(7));
        assert_eq!(number("A03-Z0007", ("A03", ""), z_no), Some(7));
    }

    proptest! {
        /// Two numbers of one book look alike only if they are of the same booth, node and count,
        /// as long as no booth's code ends like a sign.
        #[test]
        fn no_two_numbers_look_alike(
            one in "[A-Z]{1,3}[0-9]{1,3}[A-Z]{0,3}", other in "[A-Z]{1,3}[0-9]{1,3}[A-Z]{0,3}",
            nodes in (any::<u128>(), any::<u128>()), plain in (any::<bool>(), any::<bool>()),
            counts in (1i64..20_000, 1i64..20_000), z in (any::<bool>(), any::<bool>()),
        ) {
            let of = |node: u128, plain| match plain {
                true => String::new(),
                false => sign(NodeId(uuid::Uuid::from_u128(node))),
            };
            let signs = (of(nodes.0, plain.0), of(nodes.1, plain.1));
            for booth in [&one, &other] {
                for sign in [&signs.0, &signs.1] {
                    prop_assume!(sign.is_empty() || !misread(booth, sign));
                }
            }
            let write = |z| if z { z_no } else { receipt_no };
            let first = write(z.0)(&one, &signs.0, counts.0);
            let second = write(z.1)(&other, &signs.1, counts.1);
            let same = (one, signs.0, counts.0, z.0) == (other, signs.1, counts.1, z.1);
            prop_assert_eq!(first == second, same);
        }
    }
}
