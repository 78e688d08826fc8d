//! Goods whose unit the hub put right while they lay here: nobody here was asked whether twelve
//! crates are twelve bottles now, so somebody has to count them.

pub mod store;

use crate::{
    base::id::ProductId,
    catalog::counted_in::store::{UnitSaid, units_said},
};
use sqlx::SqliteConnection;

/// A product to be counted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recount {
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// What it was counted in.
    pub before: String,
    /// What it is counted in now.
    pub unit: String,
    /// The codes of the places where it was not counted since, with commas.
    pub places: String,
    /// Thousandths of either unit that the book has there.
    pub quantity: i64,
}

/// A change of a product's unit by the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The product's uid as the journal writes it.
    pub product: String,
    /// The unit before.
    pub before: String,
    /// The position at which it came here.
    pub pos: i64,
}

/// Of each product the last change of its unit, where the hub made it.
pub fn from_above(said: &[UnitSaid]) -> Vec<Change> {
    let last = |all: &[UnitSaid]| {
        let changed = |pair: &&[UnitSaid]| pair[0].unit != pair[1].unit;
        let pair = all.windows(2).rfind(changed)?;
        pair[1].from_above.then(|| Change {
            product: pair[1].product.clone(),
            before: pair[0].unit.clone(),
            pos: pair[1].pos,
        })
    };
    said.chunk_by(|one, next| one.product == next.product).filter_map(last).collect()
}

/// What is to be counted again at a fair, or at one booth of it.
pub async fn recounts(
    db: &mut SqliteConnection,
    fair: i64,
    booth: Option<i64>,
) -> sqlx::Result<Vec<Recount>> {
    let mut found = Vec::new();
    let held = store::held_under_a_hub(&mut *db, fair, booth).await?;
    for change in from_above(&units_said(db, &held).await?) {
        let Ok(product) = change.product.parse::<ProductId>() else { continue };
        let Some(held) = store::not_counted(db, product, (fair, booth), change.pos).await? else {
            continue;
        };
        found.push(Recount {
            product,
            name: held.name,
            before: change.before,
            unit: held.unit,
            places: held.places,
            quantity: held.quantity,
        });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(product: &str, unit: &str, own: bool, at: i64) -> UnitSaid {
        UnitSaid { product: product.to_owned(), unit: unit.to_owned(), from_above: !own, pos: at }
    }

    #[test]
    fn the_last_change_of_a_unit_counts_where_the_hub_made_it() {
        let all = [
            said("a", "thùng", false, 1),
            said("a", "chai", false, 2),
            said("a", "chai", true, 3),
            said("b", "kg", false, 1),
            said("b", "gói", true, 4),
            said("c", "túi", true, 1),
            said("c", "gói", true, 2),
            said("c", "túi", false, 5),
        ];
        let change = |product: &str, before: &str, at| Change {
            product: product.to_owned(),
            before: before.to_owned(),
            pos: at,
        };
        assert_eq!(from_above(&all), [change("a", "thùng", 2), change("c", "gói", 5)]);
    }
}
