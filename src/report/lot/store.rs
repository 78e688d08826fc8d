//! SQL of lots.

use crate::base::id::{ProducerId, ProductId};
use sqlx::{FromRow, SqliteConnection};

/// A product by name.
#[derive(Debug, Clone, FromRow)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Who makes it.
    pub producer: String,
}

/// A product; none where there is no such one.
pub async fn named(db: &mut SqliteConnection, product: ProductId) -> sqlx::Result<Option<Named>> {
    sqlx::query_as(
        "select p.name, p.unit, r.name as producer from product p \
         join producer r on r.id = p.producer where p.uid = ?",
    )
    .bind(product.bytes())
    .fetch_optional(db)
    .await
}

/// A place that holds a lot, or held it, each figure in thousandths.
#[derive(Debug, Clone, FromRow)]
pub struct PlaceRow {
    /// The fair's code.
    pub fair: String,
    /// The fair's name.
    pub fair_name: String,
    /// booth, store or transit.
    pub kind: String,
    /// The place's code; of a transfer its number.
    pub code: String,
    /// Whose goods.
    pub owner: ProducerId,
    /// The owner's name.
    pub owner_name: String,
    /// Its last day there, yyyy-mm-dd.
    pub expires_on: Option<String>,
    /// Left.
    pub quantity: i64,
    /// From the producer and from other places.
    pub came: i64,
    /// To customers, less what they brought back.
    pub sold: i64,
    /// By counts and openings.
    pub adjusted: i64,
    /// Samples, gifts, own use and losses.
    pub gone: i64,
    /// To other places and to the producer.
    pub left_for: i64,
}

/// The places that have had some of a lot, those that still hold it first.
pub async fn places(
    db: &mut SqliteConnection,
    product: ProductId,
    lot: &str,
) -> sqlx::Result<Vec<PlaceRow>> {
    sqlx::query_as(
        "select a.fair, f.name as fair_name, a.kind, a.code, o.uid as owner, \
         o.name as owner_name, l.expires_on, l.quantity, l.brought + l.received as came, l.sold, \
         l.adjusted, l.given + l.lost as gone, l.sent + l.returned as left_for from product p \
         join level l on l.product = p.id join held_place a on a.place = l.place \
         join fair f on f.code = a.fair join producer o on o.id = l.owner \
         where p.uid = ? and l.lot = ? \
         order by l.quantity <= 0, f.starts_on desc, a.kind, a.code, o.name",
    )
    .bind(product.bytes())
    .bind(lot)
    .fetch_all(db)
    .await
}
