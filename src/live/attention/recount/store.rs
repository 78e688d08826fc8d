//! SQL of goods whose unit was put right.

use crate::base::id::ProductId;
use sqlx::{FromRow, SqliteConnection};

/// The products of which something lies at a fair, or at one booth of it; none where nothing ever
/// came down from a hub.
pub async fn held_under_a_hub(
    db: &mut SqliteConnection,
    fair: i64,
    booth: Option<i64>,
) -> sqlx::Result<Vec<ProductId>> {
    sqlx::query_scalar(
        "select distinct p.uid from held_place a join level l on l.place = a.place \
         join product p on p.id = l.product where exists (select 1 from drawn) \
         and a.fair = (select code from fair where id = ?1) \
         and (?2 is null or a.place = ?2) and l.quantity <> 0",
    )
    .bind(fair)
    .bind(booth)
    .fetch_all(db)
    .await
}

/// What lies at a fair of a product that was not counted for a while.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct NotCounted {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// The codes of the places that hold it, with commas.
    pub places: String,
    /// Thousandths that the book has there.
    pub quantity: i64,
}

/// What places of a fair, or one booth of it, hold of a product since before position `pos` and
/// have not counted after it; none where nothing. By positions here: it may have come hours after
/// it was said.
pub async fn not_counted(
    db: &mut SqliteConnection,
    product: ProductId,
    (fair, booth): (i64, Option<i64>),
    pos: i64,
) -> sqlx::Result<Option<NotCounted>> {
    sqlx::query_as(
        "select p.name, p.unit, group_concat(h.code, ', ') as places, sum(h.quantity) as quantity \
         from product p join (select l.product, a.code, sum(l.quantity) as quantity from level l \
         join held_place a on a.place = l.place \
         and a.fair = (select code from fair where id = ?2) and (?3 is null or a.place = ?3) \
         where l.product = (select id from product where uid = ?1) \
         and exists (select 1 from movement m where m.to_place = l.place \
         and m.product = l.product and m.to_place > 0 and m.entry < ?4) \
         and not exists (select 1 from counted c where c.place = l.place \
         and c.product = l.product and c.owner is not null and c.document > ?4 \
         and not exists (select 1 from document r where r.reverses = c.document)) \
         group by l.place having sum(l.quantity) <> 0) as h on h.product = p.id group by p.id",
    )
    .bind(product.bytes())
    .bind(fair)
    .bind(booth)
    .bind(pos)
    .fetch_optional(db)
    .await
}
