//! SQL of lots.

use super::plain;
use crate::{
    base::id::{ProducerId, ProductId, SaleId},
    catalog::pack::Packs,
};
use serde::Serialize;
use sqlx::{FromRow, SqliteConnection};

/// A product by name.
#[derive(Debug, Clone, Serialize, FromRow)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its packs, for people; files have figures of the unit.
    #[serde(skip)]
    pub packs: Packs,
    /// Who makes it.
    pub producer: String,
}

/// A product; none where there is no such one.
pub async fn named(db: &mut SqliteConnection, product: ProductId) -> sqlx::Result<Option<Named>> {
    sqlx::query_as(
        "select p.name, p.unit, p.packs, r.name as producer from product p \
         join producer r on r.id = p.producer where p.uid = ?",
    )
    .bind(product.bytes())
    .fetch_optional(db)
    .await
}

/// A place that holds a lot, or held it; each figure in thousandths, in JSON as decimal text.
#[derive(Debug, Clone, Serialize, FromRow)]
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
    /// Left; below zero where more was taken than came.
    #[serde(serialize_with = "plain")]
    pub quantity: i64,
    /// From the producer and from other places.
    #[serde(serialize_with = "plain")]
    pub came: i64,
    /// To customers, less what they brought back.
    #[serde(serialize_with = "plain")]
    pub sold: i64,
    /// By counts and openings.
    #[serde(serialize_with = "plain")]
    pub adjusted: i64,
    /// Samples, gifts, own use and losses.
    #[serde(serialize_with = "plain")]
    pub gone: i64,
    /// To other places and to the producer.
    #[serde(serialize_with = "plain")]
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

/// A sale or a refund that carried a lot.
#[derive(Debug, Clone, Serialize, FromRow)]
pub struct SaleRow {
    /// Which.
    pub sale: SaleId,
    /// Its number as printed.
    pub receipt_no: String,
    /// The fair's code.
    pub fair: String,
    /// The fair's name.
    pub fair_name: String,
    /// The booth's code.
    pub booth: String,
    /// The business date, yyyy-mm-dd.
    pub day: String,
    /// When the money was taken or given back, epoch ms.
    pub paid_ms: i64,
    /// Whether goods came back by it.
    pub back: bool,
    /// Thousandths that the customer took with him; below zero what he brought back. Decimal text
    /// in JSON.
    #[serde(serialize_with = "plain")]
    pub quantity: i64,
}

/// The sales and refunds that carried a lot, samples among them, in the order of the journal.
pub async fn sales(
    db: &mut SqliteConnection,
    product: ProductId,
    lot: &str,
) -> sqlx::Result<Vec<SaleRow>> {
    sqlx::query_as(
        "select s.uid as sale, s.receipt_no, f.code as fair, f.name as fair_name, \
         b.code as booth, s.day, s.paid_ms, s.reverses is not null as back, \
         sum(iif(m.from_place > 0, m.quantity, -m.quantity)) as quantity \
         from movement m indexed by movement_by_lot join sale s on s.id = m.entry \
         join booth b on b.id = s.booth join fair f on f.id = s.fair \
         where m.product = (select id from product where uid = ?) and m.lot = ? and m.lot <> '' \
         and m.cause in ('sold', 'sampled', 'returned') group by m.entry order by m.entry",
    )
    .bind(product.bytes())
    .bind(lot)
    .fetch_all(db)
    .await
}

/// A lot at a fair.
#[derive(Debug, Clone, FromRow)]
pub struct FairLot {
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its packs.
    pub packs: Packs,
    /// The lot's code.
    pub lot: String,
    /// Its nearest last day here, yyyy-mm-dd.
    pub expires_on: Option<String>,
    /// Thousandths left at all places of the fair.
    pub left: i64,
    /// Thousandths sold there, less what customers brought back.
    pub sold: i64,
    /// The codes of the places that hold some of it, with commas; none: nowhere.
    pub places: Option<String>,
    /// Whether it is not to be sold.
    pub blocked: bool,
}

/// The lots that a fair has had, what is blocked first, then by last day.
pub async fn of_fair(db: &mut SqliteConnection, fair: &str) -> sqlx::Result<Vec<FairLot>> {
    sqlx::query_as(
        "select p.uid as product, p.name, p.unit, p.packs, l.lot, \
         min(l.expires_on) as expires_on, sum(max(l.quantity, 0)) as left, sum(l.sold) as sold, \
         group_concat(iif(l.quantity > 0, a.code, null), ', ') as places, \
         exists (select 1 from blocked_lot b where b.product = l.product and b.lot = l.lot) \
         as blocked from held_place a join level l on l.place = a.place and l.lot <> '' \
         join product p on p.id = l.product where a.fair = ? group by l.product, l.lot \
         order by blocked desc, min(l.expires_on) is null, min(l.expires_on), p.folded, l.lot",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}

/// The lots of a product that the book knows of, by name.
pub async fn codes(db: &mut SqliteConnection, product: ProductId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "select distinct lot from level where product = (select id from product where uid = ?) \
         and lot <> '' order by lot",
    )
    .bind(product.bytes())
    .fetch_all(db)
    .await
}
