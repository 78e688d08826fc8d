//! Codes and areas of makers' papers, by place.

use crate::{
    base::{fold::fold, id::ProducerId},
    catalog::papers::{Quality, QualityKind},
    report::products::store::MakerPlace,
};
use jiff::civil::Date;

/// Makers' papers, and where makers are.
pub(super) struct Land<'a> {
    pub papers: &'a [Quality],
    pub makers: &'a [MakerPlace],
}

impl Land<'_> {
    /// Thousandths of a hectare that papers of a kind hold for on a day, in a province (empty:
    /// all); none where nobody ever entered such a paper.
    pub fn hectares(&self, kind: QualityKind, area: &str, day: Date) -> Option<i64> {
        let sum = || self.holding(kind, area, day).filter_map(|it| it.hectares).map(|it| it.0);
        self.knows(kind).then(|| sum().sum())
    }

    /// How many papers of a kind hold on a day, in a province (empty: all).
    pub fn codes(&self, kind: QualityKind, area: &str, day: Date) -> Option<i64> {
        self.knows(kind).then(|| self.holding(kind, area, day).count() as i64)
    }

    fn knows(&self, kind: QualityKind) -> bool {
        self.papers.iter().any(|it| it.kind == kind && !it.withdrawn)
    }

    fn holding(&self, kind: QualityKind, area: &str, day: Date) -> impl Iterator<Item = &Quality> {
        let area = fold(area);
        let own = self.papers.iter().filter(move |it| it.kind == kind && it.holds(day));
        own.filter(move |it| area.is_empty() || self.is_in(it.producer, &area))
    }

    fn is_in(&self, producer: ProducerId, area: &str) -> bool {
        let there = |(maker, old, now): &MakerPlace| {
            *maker == producer && (fold(old) == area || fold(now) == area)
        };
        self.makers.iter().any(there)
    }
}
