//! Loading what a batch needs of shifts: nothing at all where nobody sells.

pub mod store;

use super::{
    Ask,
    drawer::{Drawers, Known},
    figures::Figures,
};
use crate::base::{
    clock::Ms,
    id::{BoothId, NodeId, ShiftId},
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
}

impl Need {
    /// Money changes hands at an instant, in a shift that may be named.
    pub fn moment(&mut self, at: Ms, named: Option<ShiftId>) {
        self.since = Some(self.since.map_or(at, |since| since.min(at)));
        self.named.extend(named);
    }

    /// Something is asked of a shift at `now`.
    pub fn ask(&mut self, ask: &Ask, now: Ms) {
        self.moment(now, Some(ask.shift()));
        self.drawers.insert(ask.booth());
        if let Some(at) = ask.counted_at(now) {
            let first = self.counted.entry(ask.booth()).or_insert(at);
            *first = at.min(*first);
        }
    }
}

/// Loads the drawers of these booths. `origin` is the node whose Z numbers are counted.
pub async fn load(
    db: &mut SqliteConnection,
    need: &Need,
    booths: &BTreeSet<BoothId>,
    origin: NodeId,
) -> sqlx::Result<Drawers> {
    let mut drawers = Drawers::new();
    let Some(since) = need.since else { return Ok(drawers) };
    if !need.drawers.is_empty() {
        drawers = store::drawers(db, &need.drawers, origin).await?;
    }
    for (booth, known) in store::shifts(db, booths, since, &need.named).await? {
        drawers.entry(booth).or_default().shifts.push(known);
    }
    if !need.counted.is_empty() {
        count(db, &need.counted, &mut drawers).await?;
    }
    Ok(drawers)
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

/// What was sold and moved in these shifts, supplements not among it.
pub async fn figures(
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
