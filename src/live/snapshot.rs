//! A fair's totals with what they look like: drawn once in each language, however many watch.

use super::Totals;
use crate::base::lang::Lang;
use std::{
    ops::Deref,
    sync::{Arc, OnceLock},
};

/// Totals that are drawn when the first viewer of a language comes, and shared by all after.
#[derive(Debug, Default)]
pub struct Snapshot {
    totals: Totals,
    vi: OnceLock<Arc<str>>,
    en: OnceLock<Arc<str>>,
}

impl Snapshot {
    /// Totals that nobody has drawn yet.
    pub fn new(totals: Totals) -> Snapshot {
        Snapshot { totals, ..Snapshot::default() }
    }

    /// What `draw` makes of the totals in a language. All viewers draw alike: it is called once.
    pub fn draw_once(&self, lang: Lang, draw: impl FnOnce(&Totals, Lang) -> String) -> Arc<str> {
        let place = match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        };
        place.get_or_init(|| draw(&self.totals, lang).into()).clone()
    }
}

impl Deref for Snapshot {
    type Target = Totals;

    fn deref(&self) -> &Totals {
        &self.totals
    }
}
