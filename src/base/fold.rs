//! Folding Vietnamese text for search, and normalising it at the door.

use super::lang::Say;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Letters of a name that entries repeat, such as a product's on every line of a sale.
pub const NAME: usize = 200;

/// Refuses texts of more than `limit` letters.
pub fn within(limit: usize, texts: &[&str]) -> Result<(), Say> {
    if texts.iter().all(|text| text.chars().count() <= limit) {
        return Ok(());
    }
    let vi = format!("Dài quá {limit} ký tự");
    Err(Say::new(vi, format!("Longer than {limit} letters")))
}

/// Letters of what was typed that a sentence about it repeats.
const ECHO: usize = 40;

/// What somebody typed, for a sentence about it: whole when it is short, else its beginning.
pub fn brief(text: &str) -> String {
    cut(text, ECHO)
}

/// At most `limit` letters of a text; one that is longer ends in `…`.
pub fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Composed form (NFC), trimmed, inner white space single. Phones and macOS send decomposed
/// letters; everything stored and compared is composed.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// Lower case without marks, đ as d: what search compares. `Mật ong` → `mat ong`.
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .map(|letter| if letter == 'đ' { 'd' } else { letter })
        .collect()
}

/// ASCII letters, digits and spaces only, case kept: what a bank leaves of a text.
pub fn ascii(text: &str) -> String {
    text.nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .map(|letter| match letter {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == ' ')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_repeated_in_part_only() {
        assert_eq!(brief("Mật ong"), "Mật ong");
        assert_eq!(brief(&"ộ".repeat(1_000_000)), format!("{}…", "ộ".repeat(40)));
        assert_eq!(cut("Mật ong", 3), "Mật…");
    }

    #[test]
    fn marks_and_case_do_not_matter_to_search() {
        assert_eq!(fold("Mật ong"), "mat ong");
        assert_eq!(fold("Đường"), "duong");
        assert_eq!(fold("Đu\u{31b}o\u{31b}\u{300}ng"), "duong");
        assert_eq!(ascii("Thanh toán đơn hàng!"), "Thanh toan don hang");
        assert_eq!(tidy("  Trà   hoa  va\u{300}ng "), "Trà hoa vàng");
    }
}
