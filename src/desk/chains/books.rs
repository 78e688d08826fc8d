//! The book, or the two, that a projection works on.

use sqlx::SqliteConnection;

/// Where entries are read and rows are written: one book, or two.
pub enum Books<'a> {
    /// A book is projected anew in its own place.
    One(&'a mut SqliteConnection),
    /// A book is projected beside it: read from the first, written to the second.
    Two(&'a mut SqliteConnection, &'a mut SqliteConnection),
}

impl Books<'_> {
    /// Where the journal is read.
    pub fn journal(&mut self) -> &mut SqliteConnection {
        match self {
            Books::One(book) | Books::Two(book, _) => book,
        }
    }

    /// Where rows are written.
    pub fn rows(&mut self) -> &mut SqliteConnection {
        match self {
            Books::One(book) | Books::Two(_, book) => book,
        }
    }
}
