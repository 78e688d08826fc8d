//! What a fair holds, product by product over all its places, with what becomes of it: read from
//! levels and roll-ups alone, never from movements or sales.

pub mod store;

use super::foresight::{Hours, Lot, Outlook, outlook};
use crate::{
    base::{
        clock::{DAY, Ms},
        id::ProductId,
        quantity::Quantity,
    },
    catalog::pack::Packs,
    fair::{shelf::store::opening_days, store::FairRow},
};
use jiff::civil::Date;
use sqlx::{Connection, SqliteConnection};
use std::collections::HashMap;
use store::PlaceRow;

/// A lot is near its last day when it has so many days left.
const NEAR: i64 = 3;

/// A product at a place.
#[derive(Debug, Clone)]
pub struct Spot {
    /// The place's code; of a transfer its number.
    pub code: String,
    /// booth, store or transit.
    pub kind: String,
    /// Thousandths left; may be below zero.
    pub quantity: Quantity,
    /// Whether stock is kept of it there.
    pub tracked: bool,
    /// A booth that was closed: what lies there counts, and nothing more is brought.
    pub closed: bool,
    /// What becomes of it at a booth where stock is kept; none where the day says too little.
    pub outlook: Option<Outlook>,
}

impl Spot {
    /// A booth in use that keeps stock of it and has none left.
    pub fn short(&self) -> bool {
        let sells = self.kind == "booth" && !self.closed;
        sells && self.tracked && self.quantity <= Quantity::ZERO
    }
}

/// A product of a fair.
#[derive(Debug, Clone)]
pub struct Held {
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its packs.
    pub packs: Packs,
    /// Its places, booths first.
    pub spots: Vec<Spot>,
    /// The nearest last day among lots that end before the fair does, or within days.
    pub nearest: Option<Date>,
    /// Thousandths past their last day.
    pub past: Quantity,
    /// Thousandths within days of their last day.
    pub near: Quantity,
}

impl Held {
    /// A quantity of it as it is shown, in packs where it has them.
    pub fn shown(&self, quantity: Quantity) -> String {
        self.packs.shown(quantity, &self.unit)
    }

    /// Thousandths left in all places where stock is kept.
    pub fn left(&self) -> Quantity {
        self.kept().map(|it| it.quantity).sum()
    }

    /// Places where stock is kept of it.
    pub fn kept(&self) -> impl Iterator<Item = &Spot> {
        self.spots.iter().filter(|it| it.tracked)
    }

    /// Whether a booth has none left.
    pub fn short(&self) -> bool {
        self.spots.iter().any(Spot::short)
    }

    /// The booth that runs out first, and when.
    pub fn runs_out(&self) -> Option<(&Spot, Ms)> {
        let booths = self.kept().filter(|it| !it.short());
        let each = booths.filter_map(|it| Some((it, it.outlook?.empty_at?)));
        each.min_by_key(|it| it.1)
    }

    /// Thousandths sold in an hour at all its booths today.
    pub fn per_hour(&self) -> Quantity {
        self.kept().filter_map(|it| it.outlook).map(|it| it.per_hour).sum()
    }

    /// Thousandths that pass their last day unsold, at booths.
    pub fn unsold(&self) -> Quantity {
        self.kept().filter_map(|it| it.outlook).map(|it| it.unsold).sum()
    }

    /// Of these places the one that has most, store rooms before booths.
    pub fn most<'a>(spots: impl Iterator<Item = &'a Spot>) -> Option<&'a Spot> {
        let some = |it: &&Spot| it.tracked && it.kind != "transit" && it.quantity > Quantity::ZERO;
        spots.filter(some).max_by_key(|it| (it.kind == "store", it.quantity))
    }

    /// How soon somebody should look at it, the soonest first.
    fn order(&self) -> impl Ord + use<> {
        let quiet = !(self.short() || self.past > Quantity::ZERO);
        let soon = self.runs_out().map(|it| it.1);
        let near = self.near == Quantity::ZERO;
        (quiet, near, soon.is_none(), soon)
    }
}

/// Lots with a last day that a place has of a product.
type Lots = HashMap<(i64, i64), Vec<Lot>>;

/// What a fair holds at `now`: what is short, past or near its last day first, then by name.
pub async fn held(db: &mut SqliteConnection, fair: &FairRow, now: Ms) -> sqlx::Result<Vec<Held>> {
    let mut reading = db.begin().await?;
    let days = opening_days(&mut reading, fair.id).await?;
    let today = now.date();
    let until = days.last().map_or(today.to_string(), |it| it.0.clone());
    let near = Ms(now.0 + NEAR * DAY).date().to_string();
    let rows = store::places(&mut reading, fair.id).await?;
    let ending = store::ending(&mut reading, fair.id, &until.max(near)).await?;
    let sold = store::sold(&mut reading, fair.id, &today.to_string()).await?;
    reading.commit().await?;
    let mut lots: Lots = HashMap::new();
    for (place, product, day, quantity) in ending {
        let Ok(expires_on) = day.parse() else { continue };
        let lot = Lot { expires_on, quantity: Quantity(quantity) };
        lots.entry((place, product)).or_default().push(lot);
    }
    let sold = sold.into_iter().map(|it| ((it.0, it.1), Quantity(it.2))).collect();
    let mut all = joined(rows, (&lots, &sold), (&Hours::of(&days, now), today));
    all.sort_by_cached_key(Held::order);
    Ok(all)
}

/// Rows, which follow each other by product, as products.
fn joined(
    rows: Vec<PlaceRow>,
    (lots, sold): (&Lots, &HashMap<(i64, i64), Quantity>),
    (hours, today): (&Hours, Date),
) -> Vec<Held> {
    let soon = Ms(Ms::start_of(today).0 + NEAR * DAY).date();
    let mut all: Vec<Held> = Vec::new();
    for row in rows {
        if all.last().is_none_or(|it| it.product != row.uid) {
            all.push(Held {
                product: row.uid,
                name: row.name.clone(),
                unit: row.unit.clone(),
                packs: row.packs.clone(),
                spots: Vec::new(),
                nearest: None,
                past: Quantity::ZERO,
                near: Quantity::ZERO,
            });
        }
        let Some(held) = all.last_mut() else { continue };
        let key = (row.place, row.product);
        let (lots, quantity) =
            (lots.get(&key).map_or(&[][..], Vec::as_slice), Quantity(row.quantity));
        for lot in lots.iter().filter(|it| it.quantity > Quantity::ZERO) {
            held.nearest = Some(held.nearest.map_or(lot.expires_on, |it| it.min(lot.expires_on)));
            match lot.expires_on {
                day if day < today => held.past += lot.quantity,
                day if day <= soon => held.near += lot.quantity,
                _ => {}
            }
        }
        let (tracked, closed) = (row.tracked == 1, row.closed == 1);
        let gone = sold.get(&key).copied().unwrap_or_default();
        let outlook = (tracked && row.kind == "booth" && !closed)
            .then(|| outlook(hours, gone, quantity, lots))
            .flatten();
        let (code, kind) = (row.code, row.kind);
        held.spots.push(Spot { code, kind, quantity, tracked, closed, outlook });
    }
    all
}
