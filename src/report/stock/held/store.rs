//! SQL of what a fair holds.

use crate::{base::id::ProductId, catalog::pack::Packs};
use sqlx::{FromRow, SqliteConnection};

/// A product at a place.
#[derive(Debug, Clone, FromRow)]
pub struct PlaceRow {
    /// Row id of the place.
    pub place: i64,
    /// Row id of the product.
    pub product: i64,
    /// Its id.
    pub uid: ProductId,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its packs.
    pub packs: Packs,
    /// booth, store or transit.
    pub kind: String,
    /// The place's code; of a transfer its number.
    pub code: String,
    /// Thousandths left in all lots.
    pub quantity: i64,
    /// 1: stock is kept of it there.
    pub tracked: i64,
    /// 1: a booth that was closed, or whose fair was.
    pub closed: i64,
}

/// Products at the places of a fair, by product; those on the way only while something is.
pub async fn places(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<Vec<PlaceRow>> {
    sqlx::query_as(
        "select l.place, l.product, p.uid, p.name, p.unit, p.packs, a.kind, a.code, \
         sum(l.quantity) as quantity, max(l.tracked) as tracked, \
         coalesce((select max(b.closed, f.closed) from booth b join fair f on f.id = b.fair \
         where b.id = l.place), 0) as closed \
         from held_place a join level l on l.place = a.place join product p on p.id = l.product \
         where a.fair = (select code from fair where id = ?) group by l.product, l.place \
         having a.kind <> 'transit' or sum(l.quantity) <> 0 \
         order by p.folded, p.id, a.kind, a.code",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}

/// Place, product, last day and thousandths of the lots of a fair that are to be sold until a day.
pub async fn ending(
    db: &mut SqliteConnection,
    fair: i64,
    until: &str,
) -> sqlx::Result<Vec<(i64, i64, String, i64)>> {
    sqlx::query_as(
        "select l.place, l.product, l.expires_on, l.quantity from held_place a \
         join level l on l.place = a.place where a.fair = (select code from fair where id = ?) \
         and l.expires_on <= ? and l.quantity > 0",
    )
    .bind(fair)
    .bind(until)
    .fetch_all(db)
    .await
}

/// Booth, product and thousandths that left it on a day, samples among them.
pub async fn sold(
    db: &mut SqliteConnection,
    fair: i64,
    day: &str,
) -> sqlx::Result<Vec<(i64, i64, i64)>> {
    sqlx::query_as(
        "select booth, product, sum(quantity) from rollup_line where fair = ? and day = ? \
         group by booth, product",
    )
    .bind(fair)
    .bind(day)
    .fetch_all(db)
    .await
}
