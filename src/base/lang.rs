//! The two languages of the screens. A text is always written as a pair, so a missing
//! translation cannot compile.

use serde::{Deserialize, Serialize};

/// A language of the screens and of printed paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, the first language.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Picks the sentence of this language.
    pub fn say<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    /// The language of a tag such as `vi`, `en_US.UTF-8` or `en-GB,en;q=0.9`; Vietnamese unless
    /// it begins with `en`.
    pub fn of_tag(tag: &str) -> Lang {
        if tag.trim().to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::Vi }
    }

    /// The tag for `<html lang>` and cookies.
    pub fn tag(self) -> &'static str {
        self.say("vi", "en")
    }
}

/// The English word for so many: `1 sale`, `2 sales`. Vietnamese words have one form.
pub fn plural<'a>(count: i64, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// A sentence in both languages, for errors that are made far from where they are spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Say {
    /// Both sentences.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Say {
        Say { vi: vi.into(), en: en.into() }
    }

    /// The sentence in `lang`.
    pub fn in_lang(&self, lang: Lang) -> &str {
        lang.say(&self.vi, &self.en)
    }
}
