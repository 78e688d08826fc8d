//! Entries that are kept and not projected, and why. The room does not decide it: it keeps what was
//! decided, so that reading an entry by its position gives the one that stands.

pub mod store;

use serde::Serialize;

/// A row of `verdict`.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pos: i64,
    verdict: &'static str,
    standing: Option<i64>,
}

/// Another chain holds the same fact, in the entry at position `standing`.
pub fn twin(pos: i64, standing: i64) -> Row {
    Row { pos, verdict: "twin", standing: Some(standing) }
}

/// Its node does not own what it changes.
pub fn foreign(pos: i64) -> Row {
    Row { pos, verdict: "foreign", standing: None }
}
