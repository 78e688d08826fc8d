//! SQL of what places hold.

pub mod rows;

pub use rows::Moves;

use sqlx::{FromRow, SqliteConnection};

/// A level as lists show it.
#[derive(Debug, Clone, FromRow)]
pub struct LevelRow {
    /// The product's uid.
    pub product: Vec<u8>,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Lot, or empty.
    pub lot: String,
    /// Its last day, yyyy-mm-dd.
    pub expires_on: Option<String>,
    /// Thousandths left.
    pub quantity: i64,
    /// Thousandths that were brought or came from another place.
    pub received: i64,
}

/// The stock of a booth, by product and lot, where stock is kept: what was received, and what was
/// sold before its lot was entered, which stands below zero.
pub async fn levels(db: &mut SqliteConnection, booth: i64) -> sqlx::Result<Vec<LevelRow>> {
    sqlx::query_as(
        "select p.uid as product, p.name, p.unit, l.lot, l.expires_on, l.quantity, \
         l.brought + l.received as received from level l join product p on p.id = l.product \
         where l.place = ? and (l.tracked = 1 or l.quantity <> 0) \
         and exists (select 1 from level x where x.place = l.place and x.product = l.product \
         and x.tracked = 1) order by p.folded, l.expires_on, l.lot",
    )
    .bind(booth)
    .fetch_all(db)
    .await
}
