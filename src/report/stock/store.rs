//! SQL of the stock report.

use crate::{
    base::{
        clock::Ms,
        id::{DocumentId, ProducerId, ProductId, SaleId},
    },
    catalog::pack::Packs,
};
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
    /// Its packs.
    pub packs: Packs,
    /// Row id of the owner.
    pub owner_id: i64,
    /// Whose goods.
    pub owner_uid: ProducerId,
    /// The owner's name.
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
         p.unit, p.packs, o.id as owner_id, o.uid as owner_uid, o.name as owner, l.lot, \
         l.expires_on, \
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

/// A movement that a figure of the account is summed from.
#[derive(Debug, Clone, FromRow)]
pub struct MovedRow {
    /// When, as counts see it.
    pub at_ms: i64,
    /// Why.
    pub cause: String,
    /// Lot, or empty.
    pub lot: String,
    /// Its last day, yyyy-mm-dd.
    pub expires_on: Option<String>,
    /// Thousandths that the place gained.
    pub quantity: i64,
    /// The sale or refund that moved it.
    pub sale: Option<SaleId>,
    /// Its receipt's number.
    pub receipt_no: Option<String>,
    /// The document that moved it.
    pub document: Option<DocumentId>,
    /// Its number.
    pub doc_no: Option<String>,
}

impl MovedRow {
    /// The number of its receipt or document.
    pub fn number(&self) -> &str {
        self.receipt_no.as_deref().or(self.doc_no.as_deref()).unwrap_or_default()
    }
}

/// An owner's product at a place.
#[derive(Debug, Clone, FromRow)]
pub struct KeptRow {
    /// booth, store or transit.
    pub kind: String,
    /// The product's name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its packs.
    pub packs: Packs,
    /// The owner's name.
    pub owner: String,
}

/// What an owner's product at a place of a fair is called; none where no such goods ever were.
pub async fn kept(
    db: &mut SqliteConnection,
    (fair, place): (&str, &str),
    (product, owner): (ProductId, ProducerId),
) -> sqlx::Result<Option<KeptRow>> {
    sqlx::query_as(
        "select a.kind, p.name, p.unit, p.packs, o.name as owner from held_place a \
         join product p on p.uid = ?3 join producer o on o.uid = ?4 \
         where a.fair = ?1 and a.code = ?2 and exists (select 1 from level l \
         where l.place = a.place and l.product = p.id and l.owner = o.id)",
    )
    .bind(fair)
    .bind(place)
    .bind(product.bytes())
    .bind(owner.bytes())
    .fetch_optional(db)
    .await
}

/// What moved an owner's product into a place of a fair and out of it, newest first.
pub async fn moved(
    db: &mut SqliteConnection,
    (fair, place): (&str, &str),
    (product, owner): (ProductId, ProducerId),
) -> sqlx::Result<Vec<MovedRow>> {
    sqlx::query_as(
        "with asked as materialized (select a.place, p.id as product, o.id as owner \
         from held_place a join product p on p.uid = ?3 join producer o on o.uid = ?4 \
         where a.fair = ?1 and a.code = ?2), moved as (\
         select m.entry, m.n, m.at_ms, m.cause, m.lot, m.expires_on, m.quantity from asked k \
         join movement m indexed by movement_in on m.to_place = k.place and m.to_place > 0 \
         and m.product = k.product and m.owner = k.owner \
         union all select m.entry, m.n, m.at_ms, m.cause, m.lot, m.expires_on, -m.quantity \
         from asked k join movement m indexed by movement_out on m.from_place = k.place \
         and m.from_place > 0 and m.product = k.product and m.owner = k.owner) \
         select v.at_ms, v.cause, v.lot, v.expires_on, v.quantity, s.uid as sale, s.receipt_no, \
         w.uid as document, w.doc_no from moved v left join sale s on s.id = v.entry \
         left join document w on w.id = v.entry order by v.at_ms desc, v.entry desc, v.n desc",
    )
    .bind(fair)
    .bind(place)
    .bind(product.bytes())
    .bind(owner.bytes())
    .fetch_all(db)
    .await
}
