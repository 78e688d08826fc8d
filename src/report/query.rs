//! What a report is asked for; its address among all reports of a book.

use super::{pivot::Ask, trace::encode};
use crate::base::{
    fold::fold,
    id::{ProducerId, ProductId},
};
use jiff::civil::Date;

/// A report of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// All fairs of some days.
    Season {
        /// First business date.
        from: Date,
        /// Last business date.
        to: Date,
    },
    /// One fair.
    Fair {
        /// Its code.
        code: String,
    },
    /// A draft of form 14 for a fair.
    Draft {
        /// Its code.
        code: String,
    },
    /// One booth's statement.
    Booth {
        /// The fair's code.
        fair: String,
        /// The booth's code.
        code: String,
    },
    /// A goods account at the end of a day.
    Account {
        /// The fair's code.
        fair: String,
        /// The code of one place; none: of all.
        place: Option<String>,
        /// The day.
        on: Date,
    },
    /// A lot: where it is and which sales carried it.
    Lot {
        /// Which product.
        product: ProductId,
        /// The lot's code.
        code: String,
    },
    /// A goods account of one owner's goods at all places of a fair.
    Owner {
        /// The fair's code.
        fair: String,
        /// Whose goods.
        owner: ProducerId,
        /// At the end of this day.
        on: Date,
    },
    /// The catalogue's indicators.
    Products {
        /// On this day.
        on: Date,
    },
    /// Certificates of products and makers.
    Papers {
        /// On this day.
        on: Date,
    },
    /// Online sales, month by month.
    Online {
        /// The first month's first day.
        from: Date,
        /// The last month's last day.
        to: Date,
    },
    /// A table that somebody chose.
    Table(Ask),
    /// Rewards and support for certificates signed in a period.
    Rewards {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// What sources published and plans aim at.
    Figures {
        /// On this day.
        on: Date,
    },
}

impl Query {
    /// Its parts, percent-encoded, as a stamp names it.
    pub fn words(&self) -> Vec<String> {
        match self {
            Query::Season { from, to } => {
                vec!["season".to_owned(), from.to_string(), to.to_string()]
            }
            Query::Fair { code } => vec!["fair".to_owned(), encode(code)],
            Query::Draft { code } => vec!["form14".to_owned(), encode(code)],
            Query::Booth { fair, code } => {
                vec!["booth".to_owned(), encode(fair), encode(code)]
            }
            Query::Account { fair, place, on } => {
                let mut words = vec!["account".to_owned(), encode(fair), on.to_string()];
                words.extend(place.as_deref().map(encode));
                words
            }
            Query::Lot { product, code } => {
                vec!["lot".to_owned(), product.to_string(), encode(code)]
            }
            Query::Owner { fair, owner, on } => {
                vec!["owner".to_owned(), encode(fair), owner.hex(), on.to_string()]
            }
            Query::Products { on } => vec!["products".to_owned(), on.to_string()],
            Query::Figures { on } => vec!["figures".to_owned(), on.to_string()],
            Query::Table(ask) => {
                let part = |(name, value): (String, String)| format!("{name}~{}", packed(&value));
                let parts = ask.parts().into_iter().map(part);
                ["table".to_owned()].into_iter().chain(parts).collect()
            }
            Query::Papers { on } => vec!["papers".to_owned(), on.to_string()],
            Query::Rewards { from, to } => {
                vec!["rewards".to_owned(), from.to_string(), to.to_string()]
            }
            Query::Online { from, to } => {
                vec!["online".to_owned(), from.to_string(), to.to_string()]
            }
        }
    }

    /// Reads what `words` wrote.
    pub fn of_words(words: &[&str]) -> Option<Query> {
        match words {
            ["season", from, to] => {
                Some(Query::Season { from: from.parse().ok()?, to: to.parse().ok()? })
            }
            ["form14", code] => Some(Query::Draft { code: decode(code)? }),
            ["fair", code] => Some(Query::Fair { code: decode(code)? }),
            ["booth", fair, code] => {
                Some(Query::Booth { fair: decode(fair)?, code: decode(code)? })
            }
            ["account", fair, on, place @ ..] => {
                let place = match place {
                    [] => None,
                    [place] => Some(decode(place)?),
                    _ => return None,
                };
                Some(Query::Account { fair: decode(fair)?, place, on: on.parse().ok()? })
            }
            ["lot", product, code] => {
                Some(Query::Lot { product: product.parse().ok()?, code: decode(code)? })
            }
            ["owner", fair, owner, on] => Some(Query::Owner {
                fair: decode(fair)?,
                owner: owner.parse().ok()?,
                on: on.parse().ok()?,
            }),
            ["products", on] => Some(Query::Products { on: on.parse().ok()? }),
            ["figures", on] => Some(Query::Figures { on: on.parse().ok()? }),
            ["table", parts @ ..] => {
                let part = |word: &&str| {
                    let (name, value) = word.split_once('~')?;
                    Some((name.to_owned(), unpacked(value)?))
                };
                Ask::of_parts(&parts.iter().map(part).collect::<Option<Vec<_>>>()?)
                    .map(Query::Table)
            }
            ["papers", on] => Some(Query::Papers { on: on.parse().ok()? }),
            ["rewards", from, to] => {
                Some(Query::Rewards { from: from.parse().ok()?, to: to.parse().ok()? })
            }
            ["online", from, to] => {
                Some(Query::Online { from: from.parse().ok()?, to: to.parse().ok()? })
            }
            _ => None,
        }
    }

    /// A name for a file of it, without ending: `bao-cao-mua-2024-01-01-2024-06-30`.
    pub fn file_name(&self) -> String {
        let name = match self {
            Query::Season { from, to } => format!("bao-cao-mua-{from}-{to}"),
            Query::Draft { code } => format!("du-thao-mau-14-{}", fold(code)),
            Query::Fair { code } => format!("bao-cao-hoi-cho-{}", fold(code)),
            Query::Booth { fair, code } => format!("bang-ke-gian-{}-{}", fold(fair), fold(code)),
            Query::Account { fair, place, on } => {
                let place = place.as_deref().map(|it| format!("{}-", fold(it)));
                format!("bang-ke-hang-{}-{}{on}", fold(fair), place.unwrap_or_default())
            }
            Query::Lot { code, .. } => format!("lo-hang-{}", fold(code)),
            Query::Owner { fair, owner, on } => {
                format!("bang-ke-hang-{}-{}-{on}", fold(fair), owner.hex())
            }
            Query::Products { on } => format!("danh-muc-san-pham-{on}"),
            Query::Figures { on } => format!("cong-bo-va-chi-tieu-{on}"),
            Query::Table(ask) => {
                format!("bang-theo-{}-{}-{}", ask.by.as_str(), ask.from, ask.to)
            }
            Query::Papers { on } => format!("giay-chung-nhan-{on}"),
            Query::Rewards { from, to } => format!("thuong-va-ho-tro-{from}-{to}"),
            Query::Online { from, to } => format!("ban-truc-tuyen-{from}-{to}"),
        };
        let plain = |it: char| if it.is_ascii_alphanumeric() { it } else { '-' };
        name.chars().map(plain).collect()
    }
}

/// A value in few letters: a stamp has room for 255, and percent-encoding takes nine for many a
/// Vietnamese one.
fn packed(value: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    match value.chars().all(plain) {
        true => value.to_owned(),
        false => format!("~{}", hex::encode(value)),
    }
}

/// Undoes `packed`.
fn unpacked(word: &str) -> Option<String> {
    match word.strip_prefix('~') {
        Some(packed) => String::from_utf8(hex::decode(packed).ok()?).ok(),
        None => Some(word.to_owned()),
    }
}

/// Undoes `encode`.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digits = [0];
        hex::decode_to_slice([rest.next()?, rest.next()?], &mut digits).ok()?;
        out.push(digits[0]);
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_words_say_is_read_again() {
        let (from, to) = (date(2024, 1, 1), date(2024, 6, 30));
        let all = [
            Query::Season { from, to },
            Query::Fair { code: "HẠ LONG;2024".into() },
            Query::Booth { fair: "QN%1".into(), code: "Gian A/01".into() },
            Query::Lot { product: ProductId::default(), code: "LÔ 26/11;A".into() },
            Query::Account { fair: "HL26".into(), place: Some("A/03".into()), on: to },
            Query::Owner { fair: "HL26".into(), owner: ProducerId::default(), on: to },
            Query::Draft { code: "HẠ LONG".into() },
            Query::Products { on: to },
            Query::Figures { on: to },
            Query::Papers { on: to },
            Query::Online { from, to },
            Query::Rewards { from, to },
            Query::Table(
                Ask::of_parts(&Ask::parts_of(
                    "from=2024-01-01&to=2024-06-30&by=booth&unit=B%C3%ACnh+Li%C3%AAu&vs_fair=H24",
                ))
                .unwrap(),
            ),
        ];
        for query in all {
            let words = query.words();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            assert!(words.iter().all(|word| !word.contains(';')), "{words:?}");
            assert_eq!(Query::of_words(&words), Some(query));
        }
        assert_eq!(Query::of_words(&["season", "2024-01-01"]), None);
        assert_eq!(Query::of_words(&["fair", "%zz"]), None);
    }

    #[test]
    fn a_file_of_a_report_has_a_name_that_every_system_takes() {
        let fair = Query::Fair { code: "Hạ Long/2024".into() };
        assert_eq!(fair.file_name(), "bao-cao-hoi-cho-ha-long-2024");
    }
}
