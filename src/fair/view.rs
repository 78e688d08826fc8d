//! Tables that people saved under a name.

pub mod store;

use crate::base::{fold::within, lang::Say};
use serde::{Deserialize, Serialize};

/// The most letters of a view's name.
pub const NAME: usize = 80;
/// The most letters of what it asks.
const QUERY: usize = 600;

/// A table that somebody saved. A later one of the same name goes before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// What people call it.
    pub name: String,
    /// What it asks, as the query of an address; empty: the name is free again.
    pub query: String,
}

/// Why a view cannot be kept.
pub fn check(it: &View) -> Result<(), Say> {
    within(NAME, &[&it.name])?;
    within(QUERY, &[&it.query])?;
    if it.name.is_empty() {
        return Err(Say::new("Hãy đặt tên cho bảng", "Name the table"));
    }
    Ok(())
}
