//! Who writes a report and who signs it: what the official form of a letter (Decree 30/2020,
//! annex I) leaves to the office. Local to a machine; a file carries it with it, so that it can be
//! made again.

pub mod store;

use serde::{Deserialize, Serialize};

/// How a letterhead begins in a file.
const BEGIN: &str = "chophien:letterhead;";
/// The most letters of one of its lines.
pub const LINE: usize = 120;

/// The words of one office. Empty where it is to be filled in by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Letterhead {
    /// The body above the one that writes.
    pub parent: String,
    /// The one that writes.
    pub office: String,
    /// The letters behind the number: `BC-SCT`.
    pub symbol: String,
    /// Where it is written: `Quảng Ninh`.
    pub place: String,
    /// Who gets it.
    pub receiver: String,
    /// The unit that drafted it, for the archive.
    pub drafter: String,
    /// The rank of who signs.
    pub rank: String,
    /// Who signs.
    pub signer: String,
}

impl Letterhead {
    /// As a file's properties hold it; empty where nothing was said.
    pub fn text(&self) -> String {
        match serde_json::to_vec(self) {
            Ok(words) if *self != Letterhead::default() => {
                format!("{BEGIN}{};", hex::encode(words))
            }
            _ => String::new(),
        }
    }

    fn lines(&self) -> [&str; 8] {
        let it = self;
        [
            &it.parent,
            &it.office,
            &it.symbol,
            &it.place,
            &it.receiver,
            &it.drafter,
            &it.rank,
            &it.signer,
        ]
        .map(String::as_str)
    }

    /// The one that a file's bytes hold; an empty one where there is none.
    pub fn find(bytes: &[u8]) -> Letterhead {
        let at = bytes.windows(BEGIN.len()).position(|it| it == BEGIN.as_bytes());
        let words = at.map(|at| &bytes[at + BEGIN.len()..]).unwrap_or_default();
        let length = words.iter().take_while(|it| it.is_ascii_hexdigit()).count();
        let words = hex::decode(&words[..length]).unwrap_or_default();
        let it: Letterhead = serde_json::from_slice(&words).unwrap_or_default();
        // What no form would have taken was put into the file by somebody else.
        if it.lines().iter().all(|line| line.chars().count() <= LINE) {
            it
        } else {
            Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letterhead_is_found_again_in_a_file_and_none_where_there_is_none() {
        let it = Letterhead {
            office: "SỞ CÔNG THƯƠNG".into(),
            signer: "Nguyễn Văn A".into(),
            ..Letterhead::default()
        };
        let around = [b"\xff<x>".as_slice(), it.text().as_bytes(), b"</x>"].concat();
        assert_eq!(Letterhead::find(&around), it);
        assert_eq!(Letterhead::default().text(), "");
        assert_eq!(Letterhead::find(b"%PDF-1.7"), Letterhead::default());
    }
}
