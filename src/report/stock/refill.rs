//! What a store room should bring to the booths so that nothing runs out until the fair next
//! closes, if it goes on selling as it did today: read from levels and roll-ups alone.

mod share;
pub mod store;
#[cfg(test)]
mod tests;

pub use share::{Bring, Lot, Part, Want, share};

use super::{
    foresight::Hours,
    held::{Held, Spot, held},
};
use crate::{
    base::{clock::Ms, id::ProductId, quantity::Quantity},
    catalog::pack::Packs,
    fair::{shelf::store::opening_days, store::FairRow},
    stock::read::store::{LotRow, RoomRow, lots},
};
use jiff::civil::Date;
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, HashMap};

/// What a store room brings.
#[derive(Debug, Clone)]
pub struct Refill {
    /// Until when it should last; none where the fair tells no opening hours.
    pub until: Option<Ms>,
    /// Booths by code, each with what it should be brought.
    pub booths: BTreeMap<String, Vec<Line>>,
}

/// A product that a booth should be brought.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its packs.
    pub packs: Packs,
    /// How much, out of which lots, and what is missing.
    pub bring: Bring,
    /// The code of another place that has most of it, and how much, where this room has too little.
    pub elsewhere: Option<(String, Quantity)>,
}

/// What a store room of a fair should bring to its booths at `now`. Only what the room keeps is its
/// concern.
pub async fn refill(
    db: &mut SqliteConnection,
    (fair, room): (&FairRow, &RoomRow),
    now: Ms,
) -> sqlx::Result<Refill> {
    let mut reading = db.begin().await?;
    let days = opening_days(&mut reading, fair.id).await?;
    let all = held(&mut reading, fair, now).await?;
    let stored = lots(&mut reading, room.uid.0).await?;
    let rows = store::coming(&mut reading, fair.id).await?.into_iter();
    let coming: Coming =
        rows.map(|(booth, product, much)| ((booth, product), Quantity(much))).collect();
    reading.commit().await?;
    let mut booths: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for it in all.iter().filter(|it| it.kept().any(|spot| is_here(spot, room))) {
        let lots = usable(&stored, it.product, now.date());
        let booths_of = it.kept().filter(|spot| spot.kind == "booth" && !spot.closed);
        let wants: Vec<Want> = booths_of.map(|spot| want(spot, it.product, &coming)).collect();
        for bring in share(&wants, &lots, it.packs.least()) {
            let missing = bring.missing > Quantity::ZERO;
            let elsewhere = if missing { more(it, &bring.booth, room) } else { None };
            booths.entry(bring.booth.clone()).or_default().push(Line {
                product: it.product,
                name: it.name.clone(),
                unit: it.unit.clone(),
                packs: it.packs.clone(),
                bring,
                elsewhere,
            });
        }
    }
    for lines in booths.values_mut() {
        lines.sort_by_key(|line| line.bring.urgency());
    }
    Ok(Refill { until: Hours::of(&days, now).closes(), booths })
}

fn is_here(spot: &Spot, room: &RoomRow) -> bool {
    spot.kind == "store" && spot.code == room.code
}

/// What is on the way to booths, by code and product.
type Coming = HashMap<(String, ProductId), Quantity>;

fn want(spot: &Spot, product: ProductId, coming: &Coming) -> Want {
    Want {
        booth: spot.code.clone(),
        held: spot.quantity,
        coming: coming.get(&(spot.code.clone(), product)).copied().unwrap_or_default(),
        needs: spot.outlook.map(|it| it.needs).unwrap_or_default(),
        empty_at: spot.outlook.and_then(|it| it.empty_at),
    }
}

/// Lots that may be handed out, what is to be sold first before the rest: none that is recalled or
/// past its use-by day.
fn usable(stored: &[LotRow], product: ProductId, today: Date) -> Vec<Lot> {
    let past = |row: &LotRow| {
        let day = row.expires_on.as_deref().and_then(|day| day.parse::<Date>().ok());
        row.soft != Some(1) && day.is_some_and(|day| day < today)
    };
    let mine = stored.iter().filter(|row| row.product == product && !row.blocked && !past(row));
    let lot = |row: &LotRow| Lot {
        owner: row.owner,
        code: row.lot.clone(),
        quantity: Quantity(row.quantity),
    };
    mine.filter(|row| row.quantity > 0).map(lot).collect()
}

/// Where most of it lies besides a booth and the room: store rooms before booths.
fn more(it: &Held, booth: &str, room: &RoomRow) -> Option<(String, Quantity)> {
    let others = it.spots.iter().filter(|spot| spot.code != booth && spot.code != room.code);
    Held::most(others).map(|spot| (spot.code.clone(), spot.quantity))
}
