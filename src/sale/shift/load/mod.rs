//! Loading what a batch needs of shifts: nothing at all where nobody sells.

pub mod store;

use super::{Ask, drawer::Drawers, figures::Figures};
use crate::base::{
    clock::Ms,
    id::{BoothId, NodeId, ShiftId},
};
use sqlx::SqliteConnection;
use std::collections::{BTreeSet, HashMap};

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
    /// Shifts whose cash is to be known.
    counted: BTreeSet<ShiftId>,
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
        if ask.counts() {
            self.counted.insert(ask.shift());
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
    let mut counted = match need.counted.is_empty() {
        true => HashMap::new(),
        false => figures(db, &need.counted).await?,
    };
    for (booth, mut known) in store::shifts(db, booths, since, &need.named).await? {
        known.figures = counted.remove(&known.id).unwrap_or_default();
        drawers.entry(booth).or_default().shifts.push(known);
    }
    Ok(drawers)
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
