//! What a report's file says about itself: which report of which state of the book it is. With it
//! `chophien verify --report` makes the same report again out of the journal.

use super::query::Query;
use crate::base::lang::Lang;

/// How a stamp begins, in whatever kind of file.
const BEGIN: &str = "chophien:report;";
/// Moves on whenever a report's tables, columns or words do: what an older layout wrote cannot be
/// made again by a newer one.
const LAYOUT: u32 = 5;

/// Which report, of which state of the book, by which program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Which report.
    pub query: Query,
    /// In which language it is written.
    pub lang: Lang,
    /// How far the journal reached.
    pub pos: i64,
    /// The hash at that position, hexadecimal; empty in an empty book.
    pub head: String,
    /// The program's version and its layout's: another one may lay out a report otherwise.
    pub version: String,
}

impl Stamp {
    /// Of this program.
    pub fn new(query: Query, lang: Lang, (pos, head): (i64, &str)) -> Stamp {
        let version = Stamp::version_now();
        Stamp { query, lang, pos, head: head.to_owned(), version }
    }

    /// The version that this program's files name: its own, and that of its layout.
    pub fn version_now() -> String {
        format!("{}-{LAYOUT}", env!("CARGO_PKG_VERSION"))
    }

    /// As a property of a file holds it: one word without a letter that any format would escape,
    /// and under the 255 letters of a workbook's property.
    pub fn text(&self) -> String {
        let mut words =
            vec![self.version.clone(), self.lang.tag().to_owned(), self.pos.to_string()];
        words.push(if self.head.is_empty() { "-".to_owned() } else { self.head.clone() });
        words.extend(self.query.words());
        format!("{BEGIN}{};", words.join(";"))
    }

    /// Finds a stamp among bytes.
    pub fn find(bytes: &[u8]) -> Option<Stamp> {
        let at = bytes.windows(BEGIN.len()).position(|it| it == BEGIN.as_bytes())?;
        let rest = &bytes[at + BEGIN.len()..];
        let of_stamp = |it: &u8| it.is_ascii_alphanumeric() || b"-._~%;".contains(it);
        let length = rest.iter().take_while(|it| of_stamp(it)).count();
        let text = std::str::from_utf8(&rest[..length]).ok()?;
        let words: Vec<&str> = text.split_terminator(';').collect();
        let [version, lang, pos, head, query @ ..] = words.as_slice() else { return None };
        Some(Stamp {
            query: Query::of_words(query)?,
            lang: Lang::of_tag(lang),
            pos: pos.parse().ok()?,
            head: if *head == "-" { String::new() } else { (*head).to_owned() },
            version: (*version).to_owned(),
        })
    }

    /// `Sổ cái đến dòng 418.204, mã đầu chuỗi 7c1e…`, whole: what a signed paper names.
    pub fn said(&self) -> String {
        let (line, head) = (crate::base::money::group(self.pos), &self.head);
        match self.lang {
            Lang::Vi => format!("Lập từ sổ cái đến dòng {line}, mã đầu chuỗi {head}"),
            Lang::En => format!("Made from the journal to entry {line}, head {head}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_found_again_among_bytes_of_any_kind() {
        let query = Query::Booth { fair: "HÈ 2024".into(), code: "A01".into() };
        let stamp = Stamp::new(query, Lang::En, (418_204, &"7c".repeat(32)));
        let text = stamp.text();
        assert!(text.len() < 255 && text.bytes().all(|it| !b"()<>&\"'\\ ".contains(&it)), "{text}");
        let around = [b"\xff\x00<x>".as_slice(), text.as_bytes(), b"</x>"].concat();
        assert_eq!(Stamp::find(&around), Some(stamp));
        let empty = Stamp::new(Query::Fair { code: "QN1".into() }, Lang::Vi, (0, ""));
        assert_eq!(Stamp::find(empty.text().as_bytes()), Some(empty));
        assert_eq!(Stamp::find(b"chophien:report;"), None);
    }
}
