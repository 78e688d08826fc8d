//! The table of what entries hold: kind, contents and subject of each, once for a room.

/// Makes an enum of the contents of entries: for each variant its type, the kinds of entry that
/// hold it (where there are several, `by` says which), and whose uid is the entry's subject. What
/// stands after `with` are such enums of other rooms.
#[macro_export]
macro_rules! entries {
    ($(#[$doc:meta])* $name:ident {
        $(
            $(#[$on:meta])*
            $variant:ident($it:ident: $held:ty) = $($kind:literal)|+ $(by $of:expr)?, $subject:expr;
        )*
    } $(with { $($(#[$with_on:meta])* $with:ident($of_room:ty);)* })?) => {
        $(#[$doc])*
        pub enum $name {
            $($(#[$on])* $variant($held),)*
            $($($(#[$with_on])* $with($of_room),)*)?
        }

        impl $name {
            /// The kind as the journal names it.
            pub fn kind(&self) -> &'static str {
                match self {
                    $($name::$variant(_it) => $crate::entries!(
                        @kind $it _it [$($kind)|+] $($of)?
                    ),)*
                    $($($name::$with(it) => it.kind(),)*)?
                }
            }

            /// The uid of what it happened to.
            pub fn subject(&self) -> String {
                match self {
                    $($name::$variant($it) => $subject.to_string(),)*
                    $($($name::$with(it) => it.subject(),)*)?
                }
            }

            /// The contents as JSON.
            pub fn body(&self) -> serde_json::Result<String> {
                match self {
                    $($name::$variant(it) => serde_json::to_string(it),)*
                    $($($name::$with(it) => it.body(),)*)?
                }
            }

            /// Reads an entry's body; none for another kind, or for a body that does not fit it.
            pub fn read(kind: &str, body: &str) -> Option<$name> {
                match kind {
                    $($($kind)|+ => serde_json::from_str(body).ok().map($name::$variant),)*
                    _ => {
                        let found = None;
                        $($(let found = found.or_else(|| {
                            <$of_room>::read(kind, body).map($name::$with)
                        });)*)?
                        found
                    }
                }
            }
        }
    };
    (@kind $it:ident $held:ident [$kind:literal]) => { $kind };
    (@kind $it:ident $held:ident [$($kind:literal)|+] $of:expr) => {{
        let $it = $held;
        $of
    }};
}
