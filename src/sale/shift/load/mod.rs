//! Loading what a batch needs of shifts: nothing at all where nobody sells.

pub mod store;

use super::{
    Ask,
    ask::counted_at,
    drawer::{self, Drawers, Known},
    figures::Figures,
};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, NodeId, ShiftId},
    },
    db::several::{Fetched, Several, Slot},
};
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The keys that a batch needs.
#[derive(Debug, Default)]
pub struct Need {
    /// The earliest moment that money was taken or given back: shifts closed before it matter only
    /// when they are named.
    since: Option<Ms>,
    /// Shifts that are named.
    named: BTreeSet<ShiftId>,
    /// Booths whose drawer is opened or closed.
    drawers: BTreeSet<BoothId>,
    /// Booths whose open shift is counted, and the earliest moment at which it was.
    counted: BTreeMap<BoothId, Ms>,
    /// Booths whose shift is opened, and the earliest moment at which it was.
    opened: BTreeMap<BoothId, Ms>,
}

impl Need {
    /// Money changes hands at an instant, in a shift that may be named.
    pub fn moment(&mut self, at: Ms, named: Option<ShiftId>) {
        self.since = Some(self.since.map_or(at, |since| since.min(at)));
        self.named.extend(named);
    }

    /// Something is asked of a shift at `now`.
    pub fn ask(&mut self, ask: &Ask, now: Ms) {
        self.moment(ask.moved_at(now).unwrap_or(now), Some(ask.shift()));
        self.drawers.insert(ask.booth());
        if let Some(at) = ask.counted_at(now) {
            let first = self.counted.entry(ask.booth()).or_insert(at);
            *first = at.min(*first);
        }
        if let Ask::Open(open) = ask {
            let at = counted_at(open.at, open.offline, now);
            let first = self.opened.entry(open.booth).or_insert(at);
            *first = at.min(*first);
        }
    }

    /// The booths whose sales in no shift matter, and since when: from the opening of the shift
    /// that is opened or counted.
    fn loose(&self, drawers: &Drawers) -> Vec<(BoothId, Ms)> {
        let open = |booth: &BoothId| {
            let shifts = drawers.get(booth).map(|drawer| drawer.shifts.as_slice());
            let mut open = shifts.unwrap_or_default().iter().filter(|it| it.closed.is_none());
            open.next_back().map(|it| (*booth, it.opened_at))
        };
        let mut since = self.opened.clone();
        for (booth, at) in self.counted.keys().filter_map(open) {
            let first = since.entry(booth).or_insert(at);
            *first = at.min(*first);
        }
        since.into_iter().collect()
    }
}

/// What is asked for drawers and shifts, on its way.
#[derive(Debug)]
pub struct Load {
    drawers: Slot<store::DrawerRow>,
    shifts: Slot<store::ShiftRow>,
}

impl Load {
    /// Asks for the drawers of these booths; for nothing where no money changes hands. `origin` is
    /// the node whose Z numbers are counted.
    pub fn ask(
        several: &mut Several,
        need: &Need,
        booths: &BTreeSet<BoothId>,
        origin: NodeId,
    ) -> Option<Load> {
        let since = need.since?;
        Some(Load {
            drawers: several.ask(store::ask_drawers(&need.drawers, origin)),
            shifts: several.ask(store::ask_shifts(booths, since, &need.named)),
        })
    }

    /// Reads the answer. Where a shift is opened or counted, its figures are loaded too.
    pub async fn read(
        self,
        rows: &mut Fetched,
        need: &Need,
        db: &mut SqliteConnection,
    ) -> sqlx::Result<Drawers> {
        let mut drawers = store::drawers_of(&rows.take(self.drawers)?);
        for row in rows.take(self.shifts)? {
            let (booth, known) = row.shift()?;
            drawers.entry(booth).or_default().shifts.push(known);
        }
        if !need.counted.is_empty() {
            count(db, &need.counted, &mut drawers).await?;
        }
        let since = need.loose(&drawers);
        if !since.is_empty() {
            for (booth, one) in store::loose(db, &since).await? {
                drawers.entry(booth).or_default().loose.push(one);
            }
        }
        Ok(drawers)
    }
}

/// Loads the figures of the open shifts that are counted, with the cash that came after the count.
async fn count(
    db: &mut SqliteConnection,
    counted: &BTreeMap<BoothId, Ms>,
    drawers: &mut Drawers,
) -> sqlx::Result<()> {
    let mut open: BTreeMap<ShiftId, (Ms, &mut Known)> = BTreeMap::new();
    for (booth, drawer) in drawers {
        let Some(at) = counted.get(booth) else { continue };
        let shifts = drawer.shifts.iter_mut().filter(|known| known.closed.is_none());
        open.extend(shifts.map(|known| (known.id, (*at, known))));
    }
    let mut figures = figures(db, &open.keys().copied().collect()).await?;
    let since = open.iter().map(|(id, (at, _))| (*id, *at)).collect::<Vec<_>>();
    let mut cash = store::cash_after(db, &since).await?;
    for (id, (_, known)) in open {
        known.figures = figures.remove(&id).unwrap_or_default();
        known.cash = cash.remove(&id).unwrap_or_default();
    }
    Ok(())
}

/// The figures of an open shift as they stand, with what was sold in no shift since it was
/// opened.
pub async fn standing(
    db: &mut SqliteConnection,
    (shift, booth): (ShiftId, BoothId),
    opened_at: Ms,
) -> sqlx::Result<Figures> {
    let loose = store::loose(db, &[(booth, opened_at)]).await?;
    let loose: Vec<_> = loose.into_iter().map(|(_, one)| one).collect();
    let mut sum = drawer::sum(&loose, opened_at, Ms(i64::MAX));
    let named = figures(db, &BTreeSet::from([shift])).await?.remove(&shift);
    sum.add(named.unwrap_or_default());
    Ok(sum)
}

/// What was sold in the name of these shifts and moved, supplements not among it.
async fn figures(
    db: &mut SqliteConnection,
    shifts: &BTreeSet<ShiftId>,
) -> sqlx::Result<HashMap<ShiftId, Figures>> {
    let mut all: HashMap<ShiftId, Figures> = HashMap::new();
    for (shift, figures) in store::sales(db, shifts).await? {
        all.insert(shift, figures);
    }
    for (shift, method, count, amount) in store::tenders(db, shifts).await? {
        all.entry(shift).or_default().paid(method, count, amount);
    }
    for (shift, amount) in store::moves(db, shifts).await? {
        all.entry(shift).or_default().moved(amount);
    }
    Ok(all)
}
