//! Small closed vocabularies: a word in the book, a label in both languages.

use super::{fold::brief, lang::Say};

/// The error for a word that is none of these (word, label).
pub fn none_of(text: &str, words: &[(&str, &str)]) -> Say {
    let list =
        |pick: fn(&(&str, &str)) -> String| words.iter().map(pick).collect::<Vec<_>>().join(", ");
    let vi = list(|(word, label)| format!("{word} ({label})"));
    let en = list(|(word, _)| (*word).to_owned());
    Say::new(
        format!("“{}” không phải là một trong: {vi}", brief(text)),
        format!("“{}” is not one of: {en}", brief(text)),
    )
}

/// Makes an enum of words: stored as `snake_case` text, shown by a label in both languages.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $(
        $(#[$vdoc:meta])*
        $variant:ident = $word:literal, $vi:literal, $en:literal $(, $alias:literal)*;
    )* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// Every word, in the order people expect them.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The word as stored and imported.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// The label people read.
            pub fn label(self, lang: $crate::base::lang::Lang) -> &'static str {
                match self { $($name::$variant => lang.say($vi, $en),)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::base::lang::Say;
            /// Accepts the stored word, both labels and what else people call it, whatever the
            /// case and marks.
            fn from_str(text: &str) -> Result<$name, $crate::base::lang::Say> {
                let folded = $crate::base::fold::fold(text.trim());
                let said = |names: &[&str]| {
                    names.iter().any(|name| $crate::base::fold::fold(name) == folded)
                };
                [$(($name::$variant, &[$word, $vi, $en $(, $alias)*] as &[&str]),)*]
                    .into_iter()
                    .find(|(_, names)| said(names))
                    .map(|(word, _)| word)
                    .ok_or_else(|| $crate::base::words::none_of(text, &[$(($word, $vi)),*]))
            }
        }
    };
}
