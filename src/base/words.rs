//! Small closed vocabularies: a word in the book, a label in both languages.

/// Makes an enum of words: stored as `snake_case` text, shown by a label in both languages.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal, $vi:literal, $en:literal;)* }) => {
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
            type Err = ();
            /// Accepts the stored word and both labels, whatever their case and marks.
            fn from_str(text: &str) -> Result<$name, ()> {
                let folded = $crate::base::fold::fold(text.trim());
                $name::ALL
                    .iter()
                    .copied()
                    .find(|word| {
                        use $crate::base::{fold::fold, lang::Lang};
                        folded == word.as_str()
                            || folded == fold(word.label(Lang::Vi))
                            || folded == fold(word.label(Lang::En))
                    })
                    .ok_or(())
            }
        }
    };
}
