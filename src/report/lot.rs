//! A lot: every place that holds it or held it, and what was said of it. Lots of one product and
//! one code are one, whoever owns them and wherever they came from.

pub mod store;

use crate::{
    base::{id::ProductId, quantity::Quantity},
    stock::block::store::{WordRow, words},
};
use sqlx::{Connection, SqliteConnection};
use store::{Named, PlaceRow};

/// A lot as its page tells it.
#[derive(Debug, Clone)]
pub struct Lot {
    /// Which product.
    pub product: ProductId,
    /// The product's name and unit, and who makes it.
    pub named: Named,
    /// The lot's code.
    pub code: String,
    /// The places that have had some of it, by fair.
    pub places: Vec<PlaceRow>,
    /// What was said of it, the last first.
    pub words: Vec<WordRow>,
}

impl Lot {
    /// Whether it is not to be sold: what was said last.
    pub fn blocked(&self) -> bool {
        self.words.first().is_some_and(|it| it.blocked)
    }

    /// Thousandths left in all places; what is missing somewhere fills no other place.
    pub fn left(&self) -> Quantity {
        self.places.iter().map(|it| Quantity(it.quantity.max(0))).sum()
    }

    /// Thousandths sold, less what customers brought back.
    pub fn sold(&self) -> Quantity {
        self.places.iter().map(|it| Quantity(it.sold)).sum()
    }
}

/// A lot of a product; none where there is no such product.
pub async fn lot(
    db: &mut SqliteConnection,
    product: ProductId,
    code: &str,
) -> sqlx::Result<Option<Lot>> {
    let mut reading = db.begin().await?;
    let Some(named) = store::named(&mut reading, product).await? else { return Ok(None) };
    let places = store::places(&mut reading, product, code).await?;
    let words = words(&mut reading, product, code).await?;
    reading.commit().await?;
    Ok(Some(Lot { product, named, code: code.to_owned(), places, words }))
}
