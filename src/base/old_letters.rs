//! Texts in the letters of old fonts (TCVN3, VNI), and texts whose bytes were read as another
//! encoding: they look like `Hµ Néi`. What they say is read by the shape of Vietnamese syllables,
//! so that a foreign word (`Nestlé`, `Müller`) is left alone.

use super::{
    fold::{brief, tidy},
    lang::Say,
};
use unicode_normalization::UnicodeNormalization;

/// A text in old letters: whose they are, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// `TCVN3`, `VNI` or `UTF-8`.
    pub letters: &'static str,
    /// In today's letters.
    pub text: String,
}

impl Reading {
    /// What is told of the text, as it came.
    pub fn say(&self, text: &str) -> Say {
        let (text, letters, read) = (tidy(text), self.letters, brief(&self.text));
        let text = brief(&text);
        Say::new(
            format!("“{text}” là chữ {letters} cũ, có lẽ là “{read}”; hãy chuyển sang Unicode"),
            format!("“{text}” is in {letters} letters, perhaps “{read}”; convert it to Unicode"),
        )
    }
}

/// TCVN 5712 VN3 (the fonts `.Vn…`), as its bytes look in Latin-1, and the letters they stand for.
const TCVN3: (&str, &str) = (
    "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u{ad}øõö÷ùýúûüþ¡¢§£¤¥¦",
    "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ",
);

/// Units whose µ is no old à.
const UNITS: [&str; 3] = ["µm", "µg", "µl"];

/// VNI letters that stand alone.
const VNI: (&str, &str) = ("ñÑöÖôÔíÍìÌæÆóÓòÒîÎ", "đĐưƯơƠíÍìÌỉỈĩĨịỊỵỴ");

/// VNI letters that mark the vowel before them, in lower case, and the marks.
const VNI_MARKS: [(char, &str); 17] = [
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

/// What a text says if it is in old letters. It is to be asked of the text as it came: tidying
/// takes the soft hyphen away, which is the ư of TCVN3.
pub fn reading(text: &str) -> Option<Reading> {
    if text.is_ascii() {
        return None;
    }
    if let Some(text) = misread(text) {
        return Some(Reading { letters: "UTF-8", text });
    }
    // Letters that no old font has say that the text is in today's.
    if text.chars().any(|it| u32::from(it) > 0xff && !matches!(it, '\u{2000}'..='\u{2122}')) {
        return None;
    }
    let ways: [(&str, Way); 2] = [("TCVN3", tcvn3), ("VNI", vni)];
    ways.into_iter().find_map(|(letters, way)| {
        let text = decode(text, way)?;
        Some(Reading { letters, text })
    })
}

/// A way of reading a word; none where it has a letter that the font has not.
type Way = fn(&str) -> Option<String>;

/// The text by one way of reading, where every word that it changes becomes a Vietnamese syllable,
/// and one of them was none.
fn decode(text: &str, way: Way) -> Option<String> {
    let ends = |it: char| it.is_whitespace() || it.is_ascii_punctuation() || it.is_ascii_digit();
    let (mut out, mut mended) = (String::new(), false);
    for piece in text.split_inclusive(ends) {
        let word = piece.trim_end_matches(ends);
        let plain = word.is_ascii() || UNITS.contains(&word);
        let read = if plain { word.to_owned() } else { way(word)? };
        if !plain {
            if !is_syllable(&read) {
                return None;
            }
            mended |= !is_syllable(word) && word.chars().any(|it| it.is_ascii_alphabetic());
        }
        out.push_str(&read);
        out.push_str(&piece[word.len()..]);
    }
    mended.then_some(out)
}

fn swap(table: (&str, &str), letter: char) -> Option<char> {
    let at = table.0.chars().position(|it| it == letter)?;
    table.1.chars().nth(at)
}

fn tcvn3(word: &str) -> Option<String> {
    let letter = |it: char| if it.is_ascii() { Some(it) } else { swap(TCVN3, it) };
    word.chars().map(letter).collect()
}

fn vni(word: &str) -> Option<String> {
    let mut out = String::new();
    for letter in word.chars() {
        let small = letter.to_lowercase().next().unwrap_or(letter);
        let vowel = out.chars().last().is_some_and(|it| "aeiouyAEIOUYơưƠƯ".contains(it));
        let mark = VNI_MARKS.iter().find(|(it, _)| *it == small).filter(|_| vowel);
        match (letter.is_ascii(), mark) {
            (true, _) => out.push(letter),
            (_, Some((_, mark))) => out.push_str(mark),
            _ => out.push(swap(VNI, letter)?),
        }
    }
    Some(out.nfc().collect())
}

/// The text whose UTF-8 was read as Windows-1252.
fn misread(text: &str) -> Option<String> {
    const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let byte = |it: char| match u32::from(it) {
        value @ 0..=0xff => u8::try_from(value).ok(),
        _ => WINDOWS.chars().position(|known| known == it).map(|at| 0x80 + at as u8),
    };
    let bytes: Vec<u8> = text.chars().map(byte).collect::<Option<_>>()?;
    String::from_utf8(bytes).ok().filter(|read| read != text)
}

const ONSETS: &str = "ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x";
const NUCLEI: &str = "a e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iu oa oe oi ôi ơi ua uê ui \
                      uơ uy ưa ưi ưu iêu oai oay oeo uây uôi uya uyu ươi ươu yêu uai uao";
/// Nuclei that never end a syllable.
const CLOSED: &str = "ă â iê yê oă oo uâ uô ươ uyê";
const CODAS: &str = "ch ng nh c m n p t";

/// Whether a word has the shape of a Vietnamese syllable, its tone included.
fn is_syllable(word: &str) -> bool {
    let is_tone =
        |it: &char| matches!(it, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let apart: Vec<char> = word.to_lowercase().nfd().collect();
    let tones: Vec<char> = apart.iter().copied().filter(is_tone).collect();
    let bare: String = apart.into_iter().filter(|it| !is_tone(it)).nfc().collect();
    let short = matches!(tones[..], ['\u{301}' | '\u{323}']);
    let onsets = ONSETS.split(' ').filter_map(|onset| bare.strip_prefix(onset));
    tones.len() <= 1 && onsets.chain([bare.as_str()]).any(|rest| is_rhyme(rest, short))
}

/// A nucleus with or without a coda; a stopped one has one of two tones (`short`).
fn is_rhyme(rest: &str, short: bool) -> bool {
    let open = NUCLEI.split_whitespace();
    if open.clone().any(|nucleus| nucleus == rest) {
        return true;
    }
    let closed = open.chain(CLOSED.split(' '));
    CODAS.split(' ').any(|coda| {
        let stopped = matches!(coda, "ch" | "c" | "p" | "t");
        let nucleus = rest.strip_suffix(coda).filter(|_| short || !stopped);
        nucleus.is_some_and(|nucleus| closed.clone().any(|known| known == nucleus))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&'static str, String)> {
        reading(text).map(|it| (it.letters, it.text))
    }

    #[test]
    fn old_letters_are_recognised_and_what_they_say_is_read() {
        for (old, letters, says) in [
            ("§\u{ad}êng phÌn", "TCVN3", "Đường phèn"),
            ("Hµ Néi", "TCVN3", "Hà Nội"),
            ("MËt ong rõng (500 ml)", "TCVN3", "Mật ong rừng (500 ml)"),
            ("Ñöôøng pheøn", "VNI", "Đường phèn"),
            ("Baùnh ñaäu xanh", "VNI", "Bánh đậu xanh"),
            ("Mieán dong Bình Lieâu", "VNI", "Miến dong Bình Liêu"),
            ("Máº\u{ad}t ong", "UTF-8", "Mật ong"),
        ] {
            assert_eq!(read(old), Some((letters, says.to_owned())), "{old}");
        }
    }

    #[test]
    fn todays_letters_and_foreign_names_are_left_alone() {
        for text in [
            "Mật ong",
            "Trà sen",
            "CÀ PHÊ",
            "Sô-cô-la",
            "Sài Gòn",
            "Xúc xích",
            "Nestlé",
            "Müller",
            "Häagen-Dazs",
            "Crème brûlée",
            "Señorita",
            "Coca-Cola®",
            "500 µm",
            "10 m²",
            "½ kg",
            "Krông Pắc",
            "Ðông Tháp",
            "Qúy",
            "Thúy",
            "Hmông",
            "Pâté",
            "Café",
            "Möve",
            "Gía",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
