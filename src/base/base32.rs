//! Crockford's base 32: letters that people do not mistake for each other when they read a code out
//! or type it, all of them within the dense letters of a QR symbol (ISO/IEC 18004, 7.4.4).

/// The letters by their values: no I, L, O or U.
pub const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Bytes in letters, five bits each; what is missing in the last letter is zero.
pub fn encode(bytes: &[u8]) -> String {
    let bits = bytes.len() * 8;
    let bit = |n: usize| match bytes.get(n / 8) {
        Some(byte) => usize::from(byte >> (7 - n % 8) & 1),
        None => 0,
    };
    let letter = |first: usize| (first..first + 5).fold(0, |value, n| value << 1 | bit(n));
    (0..bits).step_by(5).map(|first| char::from(LETTERS[letter(first)])).collect()
}

/// The bytes that were written in letters, small ones too; none where a letter is not of them, or
/// where no bytes give so many letters.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let values: Option<Vec<usize>> =
        text.bytes().map(|it| value(it.to_ascii_uppercase())).collect();
    let values = values?;
    let bit = |n: usize| (values[n / 5] >> (4 - n % 5) & 1) as u8;
    let whole = values.len() * 5 / 8;
    let byte = |at: usize| (at * 8..at * 8 + 8).fold(0, |byte, n| byte << 1 | bit(n));
    let bytes: Vec<u8> = (0..whole).map(byte).collect();
    // The bits left over are zero, and fewer than a letter has.
    (encode(&bytes).len() == values.len() && (whole * 8..values.len() * 5).all(|n| bit(n) == 0))
        .then_some(bytes)
}

/// The value of a capital letter.
pub fn value(letter: u8) -> Option<usize> {
    LETTERS.iter().position(|known| *known == letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bytes_are_written_by_five_bits_from_the_left() {
        assert_eq!(encode(&[]), "");
        assert_eq!(encode(&[0xff]), "ZW");
        assert_eq!(encode(b"hello"), "D1JPRV3F");
        assert_eq!(decode("d1jprv3f").unwrap(), b"hello");
    }

    #[test]
    fn what_no_bytes_give_is_none() {
        for text in ["Z", "ZZ", "ZWU", "ZW0", "Z W", "ZWÉ", "D1JPRV3FZ"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn letters_bring_back_the_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
    }
}
