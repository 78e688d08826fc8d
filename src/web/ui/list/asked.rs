//! What a list was asked for, as its address has it: a list keeps its place in its address.

use crate::web::ui::answer::part;
use serde::Deserialize;

/// Rows on one page of a list.
pub const PAGE: usize = 50;

/// Words, chip, order and page of a list. What is no page or no column is passed over: an old
/// address still opens.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// The words that were typed.
    #[serde(default)]
    pub q: String,
    /// The chosen chip; empty: all.
    #[serde(default)]
    pub only: String,
    /// The column by which it is sorted, after `-` from the end; empty: the list's own order.
    #[serde(default)]
    pub sort: String,
    /// Which page, from 1.
    #[serde(default)]
    pub(super) page: String,
}

impl Asked {
    /// Which page of `rows` is meant, from 0; the last one where there are fewer.
    pub fn page(&self, rows: usize) -> usize {
        let last = rows.saturating_sub(1) / PAGE;
        self.page.parse::<usize>().unwrap_or(1).saturating_sub(1).min(last)
    }

    /// The column and whether it runs from its end.
    pub fn order(&self) -> (&str, bool) {
        match self.sort.strip_prefix('-') {
            Some(key) => (key, true),
            None => (&self.sort, false),
        }
    }

    /// The same list at `path`.
    pub fn address(&self, path: &str) -> String {
        let parts =
            [("q", &self.q), ("only", &self.only), ("sort", &self.sort), ("page", &self.page)];
        let named = parts.iter().filter(|(_, value)| !value.is_empty());
        let named: Vec<_> = named.map(|(name, value)| format!("{name}={}", part(value))).collect();
        if named.is_empty() { path.to_owned() } else { format!("{path}?{}", named.join("&")) }
    }

    /// The same words under another chip, from the first page.
    pub fn under(&self, only: &str) -> Asked {
        Asked { only: only.to_owned(), page: String::new(), ..self.clone() }
    }

    /// The same rows sorted by a column: from its beginning, or where they are, from its end.
    pub fn sorted(&self, key: &str) -> Asked {
        let sort = if self.sort == key { format!("-{key}") } else { key.to_owned() };
        Asked { sort, page: String::new(), ..self.clone() }
    }

    /// Another page of the same, from 0.
    pub fn at(&self, page: usize) -> Asked {
        let page = if page == 0 { String::new() } else { (page + 1).to_string() };
        Asked { page, ..self.clone() }
    }
}
