//! The kinds of producers. Stored and exchanged by `as_str`, shown by `label`.

use crate::base::{
    fold::{fold, tidy},
    lang::{Lang, Say},
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Who makes a product: the kinds of subject (chủ thể) that the OCOP programme counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    /// A company of any form.
    Enterprise,
    /// A co-operative (HTX).
    Cooperative,
    /// A co-operative group (THT), without legal personality.
    CooperativeGroup,
    /// A business household.
    BusinessHousehold,
}

impl SubjectType {
    /// All of them, in the order reports show.
    pub const ALL: [SubjectType; 4] = [
        SubjectType::Enterprise,
        SubjectType::Cooperative,
        SubjectType::CooperativeGroup,
        SubjectType::BusinessHousehold,
    ];

    /// The word in files and in the book.
    pub fn as_str(self) -> &'static str {
        match self {
            SubjectType::Enterprise => "enterprise",
            SubjectType::Cooperative => "cooperative",
            SubjectType::CooperativeGroup => "cooperative_group",
            SubjectType::BusinessHousehold => "business_household",
        }
    }

    /// The words on the screen.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            SubjectType::Enterprise => lang.say("Doanh nghiệp", "Enterprise"),
            SubjectType::Cooperative => lang.say("Hợp tác xã", "Co-operative"),
            SubjectType::CooperativeGroup => lang.say("Tổ hợp tác", "Co-operative group"),
            SubjectType::BusinessHousehold => lang.say("Hộ kinh doanh", "Business household"),
        }
    }
}

impl FromStr for SubjectType {
    type Err = Say;

    /// The word of files, either label, or what people write for short.
    fn from_str(text: &str) -> Result<SubjectType, Say> {
        let short = match fold(&tidy(text)).as_str() {
            "cong ty" => Some(SubjectType::Enterprise),
            "htx" => Some(SubjectType::Cooperative),
            "tht" => Some(SubjectType::CooperativeGroup),
            "ho san xuat" | "hkd" => Some(SubjectType::BusinessHousehold),
            _ => None,
        };
        match short {
            Some(kind) => Ok(kind),
            None => pick(text, &SubjectType::ALL, SubjectType::as_str, SubjectType::label),
        }
    }
}

/// The kind whose word or label, in either language, is `text`, whatever its case and marks.
pub(crate) fn pick<T: Copy>(
    text: &str,
    all: &[T],
    word: fn(T) -> &'static str,
    label: fn(T, Lang) -> &'static str,
) -> Result<T, Say> {
    let asked = fold(&tidy(text));
    let names = |kind: T| [word(kind), label(kind, Lang::Vi), label(kind, Lang::En)];
    let found = all.iter().copied().find(|&kind| names(kind).iter().any(|n| fold(n) == asked));
    found.ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|&kind| word(kind)).collect();
        let words = words.join(", ");
        Say::new(
            format!("“{text}” không hợp lệ; chỉ nhận: {words}"),
            format!("“{text}” is not one of: {words}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_producer_is_understood_in_both_languages() {
        for kind in SubjectType::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(kind.label(Lang::Vi).parse(), Ok(kind));
            assert_eq!(kind.label(Lang::En).to_uppercase().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!("HTX".parse(), Ok(SubjectType::Cooperative));
        assert_eq!("hộ sản xuất".parse(), Ok(SubjectType::BusinessHousehold));
        let said = "trang trại".parse::<SubjectType>().unwrap_err();
        assert!(said.en.contains("business_household"), "{said:?}");
    }
}
