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

/// Text as it is kept and compared: composed (NFC), trimmed, inner white space single, without
/// letters that nobody sees, and each letter the one it looks like. Phones and macOS send
/// decomposed letters; pages and old files bring soft hyphens, marks of direction and the Icelandic
/// `Ð`.
pub fn tidy(text: &str) -> String {
    let seen: String = text.chars().filter(|it| !is_unseen(*it)).map(lookalike).collect();
    let seen = seen.replace("d\u{335}", "đ").replace("D\u{335}", "Đ");
    let words: Vec<String> = seen.split_whitespace().map(latin).collect();
    words.join(" ").nfc().collect()
}

/// Letters that take no room: control letters, joiners, marks of direction, soft hyphens, fillers.
fn is_unseen(letter: char) -> bool {
    let control = letter.is_control() && !letter.is_whitespace();
    control
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e01ef}')
}

/// The Vietnamese letter or plain sign that a foreign one looks like, whatever stands around it.
fn lookalike(letter: char) -> char {
    match letter {
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' => 'đ',
        '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => '-',
        // The same in double width, as keyboards of other languages type it.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    }
}

/// Greek and Cyrillic letters, and the Latin ones they cannot be told from.
const TWINS: [(&str, &str); 2] =
    [("АВЕКМНОРСТХаеорсухіј", "ABEKMHOPCTXaeopcyxij"), ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")];

/// A word with a Latin letter in it is Latin throughout.
fn latin(word: &str) -> String {
    if word.is_ascii() || !word.chars().any(|it| it.is_ascii_alphabetic()) {
        return word.to_owned();
    }
    let twin = |letter: char| {
        TWINS.iter().find_map(|(foreign, latin)| {
            let at = foreign.chars().position(|it| it == letter)?;
            latin.chars().nth(at)
        })
    };
    word.chars().map(|letter| twin(letter).unwrap_or(letter)).collect()
}

/// Tidy, in lower case, without marks, đ as d: what search compares. `Mật ong` → `mat ong`.
pub fn fold(text: &str) -> String {
    tidy(text)
        .nfd()
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
    fn what_looks_the_same_is_the_same() {
        assert_eq!(tidy("Ðường phèn"), "Đường phèn");
        assert_eq!(fold("ÐƯỜNG phèn"), "duong phen");
        assert_eq!(tidy("Trà \u{200b} sen\u{202c}"), "Trà sen");
        assert_eq!(tidy("Miến\u{ad} do\u{200d}ng\u{7}"), "Miến dong");
        assert_eq!(tidy("Trà\u{a0}sen"), "Trà sen");
        assert_eq!(tidy("ОCOP"), "OCOP", "a Cyrillic О among Latin letters");
        assert_eq!(tidy("Чай"), "Чай", "a Russian word stays one");
        assert_eq!(tidy("ＡＢ－１２"), "AB-12");
        assert_eq!(tidy("a\u{302}\u{323}"), tidy("a\u{323}\u{302}"));
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
