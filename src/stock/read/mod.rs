//! What places hold and which documents they have, as pages, papers and devices read it.

pub mod store;

use crate::{base::id::ProductId, catalog::pack::Packs};
use store::LotRow;

/// A product at a place with its lots.
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
    /// Whether stock is kept of it there.
    pub tracked: bool,
    /// Thousandths left in all lots.
    pub quantity: i64,
    /// Its lots, what expires first before the rest.
    pub lots: Vec<LotRow>,
}

impl Held {
    /// Lots of which something is left, or is missing.
    pub fn stocked(&self) -> impl Iterator<Item = &LotRow> {
        self.lots.iter().filter(|lot| lot.quantity != 0)
    }

    /// The nearest last day among lots of which something is left.
    pub fn expires_on(&self) -> Option<&str> {
        let left = self.lots.iter().filter(|lot| lot.quantity > 0);
        left.filter_map(|lot| lot.expires_on.as_deref()).min()
    }
}

/// Rows of lots, which follow each other by product, as products.
pub fn by_product(rows: Vec<LotRow>) -> Vec<Held> {
    let mut all: Vec<Held> = Vec::new();
    for lot in rows {
        if all.last().is_none_or(|it| it.product != lot.product) {
            all.push(Held {
                product: lot.product,
                name: lot.name.clone(),
                unit: lot.unit.clone(),
                packs: lot.packs.clone(),
                tracked: false,
                quantity: 0,
                lots: Vec::new(),
            });
        }
        let Some(held) = all.last_mut() else { continue };
        held.tracked |= lot.tracked == 1;
        held.quantity += lot.quantity;
        held.lots.push(lot);
    }
    all
}
