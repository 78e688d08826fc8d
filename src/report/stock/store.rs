//! SQL of the stock report.

use crate::base::{clock::Ms, id::ProductId};
use sqlx::{FromRow, SqliteConnection};

/// A lot at a place with its account, each figure in thousandths.
#[derive(Debug, Clone, FromRow)]
pub struct HeldRow {
    /// Row id of the place.
    pub place: i64,
    /// booth, store or transit.
    pub kind: String,
    /// The fair's code.
    pub fair: String,
    /// The place's code; of a transfer its number.
    pub code: String,
    /// Row id of the product.
    pub product_id: i64,
    /// The product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Row id of the owner.
    pub owner_id: i64,
    /// Whose goods.
    pub owner: String,
    /// Lot, or empty.
    pub lot: String,
    /// Its last day, yyyy-mm-dd.
    pub expires_on: Option<String>,
    /// 1: stock is kept of the product there.
    pub tracked: i64,
    /// Left.
    pub quantity: i64,
    /// From the producer.
    pub brought: i64,
    /// From another place.
    pub received: i64,
    /// By counts and openings.
    pub adjusted: i64,
    /// To customers.
    pub sold: i64,
    /// Given away.
    pub given: i64,
    /// Lost.
    pub lost: i64,
    /// To another place.
    pub sent: i64,
    /// To the producer.
    pub returned: i64,
}

/// Every lot at the places of a fair (none: of all), or at one of them.
pub async fn held(
    db: &mut SqliteConnection,
    fair: Option<&str>,
    booth: Option<&str>,
) -> sqlx::Result<Vec<HeldRow>> {
    sqlx::query_as(
        "select a.place, a.kind, a.fair, a.code, p.id as product_id, p.uid as product, p.name, \
         p.unit, o.id as owner_id, o.name as owner, l.lot, l.expires_on, \
         (select max(x.tracked) from level x where x.place = l.place and x.product = l.product) \
         as tracked, l.quantity, l.brought, l.received, l.adjusted, l.sold, l.given, l.lost, \
         l.sent, l.returned from held_place a join level l on l.place = a.place \
         join product p on p.id = l.product join producer o on o.id = l.owner \
         where (?1 is null or a.fair = ?1) and (?2 is null or a.code = ?2) \
         order by a.fair, a.kind, a.code, p.folded, p.id, o.name, l.expires_on, l.lot",
    )
    .bind(fair)
    .bind(booth)
    .fetch_all(db)
    .await
}

/// What a place gained of a lot after a day.
#[derive(Debug, Clone, FromRow)]
pub struct LaterRow {
    /// Row id of the place.
    pub place: i64,
    /// Row id of the product.
    pub product: i64,
    /// Row id of the owner.
    pub owner: i64,
    /// Lot, or empty.
    pub lot: String,
    /// Why.
    pub cause: String,
    /// Thousandths, summed.
    pub quantity: i64,
}

/// What the same places gained after an instant, by lot and cause.
pub async fn later(
    db: &mut SqliteConnection,
    fair: Option<&str>,
    booth: Option<&str>,
    until: Ms,
) -> sqlx::Result<Vec<LaterRow>> {
    sqlx::query_as(
        "with asked as materialized (select distinct l.place, l.product from held_place a \
         join level l on l.place = a.place where (?1 is null or a.fair = ?1) \
         and (?2 is null or a.code = ?2)), moved as (\
         select k.place, k.product, m.owner, m.lot, m.cause, m.quantity from asked k \
         join movement m indexed by movement_in on m.to_place = k.place and m.to_place > 0 \
         and m.product = k.product and m.at_ms > ?3 \
         union all select k.place, k.product, m.owner, m.lot, m.cause, -m.quantity from asked k \
         join movement m indexed by movement_out on m.from_place = k.place and m.from_place > 0 \
         and m.product = k.product and m.at_ms > ?3) \
         select place, product, owner, lot, cause, sum(quantity) as quantity from moved \
         group by place, product, owner, lot, cause",
    )
    .bind(fair)
    .bind(booth)
    .bind(until.0)
    .fetch_all(db)
    .await
}
