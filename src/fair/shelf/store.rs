//! SQL of a booth's shelf and of a fair's days.

use crate::{
    base::{code, id::ProductId},
    catalog::pack::Packs,
};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};

/// The uid of a booth by its fair's code and its own.
pub async fn booth_by_code(
    db: &mut SqliteConnection,
    fair: &str,
    booth: &str,
) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar(
        "select b.uid from booth b join fair f on f.id = b.fair where f.code = ? and b.code = ?",
    )
    .bind(fair)
    .bind(booth)
    .fetch_optional(db)
    .await
}

/// An opening day: the day, when it opens, when it closes.
pub type OpeningRow = (String, String, String);

/// The opening days of a fair, in order.
pub async fn opening_days(db: &mut SqliteConnection, fair: i64) -> sqlx::Result<Vec<OpeningRow>> {
    sqlx::query_as("select day, opens, closes from opening_day where fair = ? order by day")
        .bind(fair)
        .fetch_all(db)
        .await
}

/// A product as a booth may choose it.
#[derive(Debug, Clone, FromRow)]
pub struct ShelfItem {
    /// The product's uid.
    pub uid: Vec<u8>,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Producer's name.
    pub producer: String,
    /// Đồng for one unit at the fair, else everywhere; none before a first price.
    pub price: Option<i64>,
    /// Đồng for one unit at this booth, none where the fair's price holds.
    pub booth_price: Option<i64>,
    /// 1: this booth sells it.
    pub sold_here: i64,
}

/// Products that answer a question (folded words, as in the catalogue's search), those the booth
/// sells first. An empty question lists all. At most `limit`.
pub async fn shelf(
    db: &mut SqliteConnection,
    booth: i64,
    question: &str,
    limit: i64,
) -> sqlx::Result<Vec<ShelfItem>> {
    let words = code::sought(question);
    sqlx::query_as(
        "select p.uid, p.name, p.unit, r.name as producer, \
         coalesce((select amount from price where product = p.id and booth is null \
         and fair = (select fair from booth where id = ?1) order by id desc limit 1), \
         (select amount from price where product = p.id and booth is null and fair is null \
         order by id desc limit 1)) as price, \
         (select amount from price where product = p.id and booth = ?1 \
         order by id desc limit 1) as booth_price, coalesce(bp.active, 0) as sold_here \
         from product p join producer r on r.id = p.producer \
         left join booth_product bp on bp.booth = ?1 and bp.product = p.id \
         where p.active = 1 and (r.rehearsal = 0 or bp.active = 1) \
         and not exists (select 1 from json_each(?2) w \
         where not exists (select 1 from json_each(w.value) \
         where instr(' ' || p.folded, value) > 0)) \
         order by sold_here desc, p.folded limit ?3",
    )
    .bind(booth)
    .bind(json!(words).to_string())
    .bind(limit)
    .fetch_all(db)
    .await
}

/// A product that is sold at a fair.
#[derive(Debug, Clone, FromRow)]
pub struct FairProduct {
    /// The product's uid.
    pub uid: Vec<u8>,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Packs.
    pub packs: Packs,
    /// Đồng for one unit everywhere, none before a first price.
    pub price: Option<i64>,
    /// Đồng for one unit at the fair, none where the price of everywhere holds.
    pub fair_price: Option<i64>,
}

/// What the booths of a fair sell, by name: at most `limit` products.
pub async fn offered(
    db: &mut SqliteConnection,
    fair: i64,
    limit: i64,
) -> sqlx::Result<Vec<FairProduct>> {
    sqlx::query_as(
        "select p.uid, p.name, p.unit, p.packs, \
         (select amount from price where product = p.id and booth is null and fair is null \
         order by id desc limit 1) as price, \
         (select amount from price where product = p.id and booth is null and fair = ?1 \
         order by id desc limit 1) as fair_price \
         from product p where p.active = 1 and p.id in (select bp.product from booth_product bp \
         join booth b on b.id = bp.booth where b.fair = ?1 and bp.active = 1) \
         order by p.folded limit ?2",
    )
    .bind(fair)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// A product of a booth as its labels and signs say it.
#[derive(Debug, Clone, FromRow)]
pub struct SignRow {
    /// Which.
    pub uid: ProductId,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Star as listed.
    pub star: Option<i64>,
    /// Certificates as JSON: [star, signed on, expires on], ….
    pub certificates: String,
    /// Barcode, or empty.
    pub barcode: String,
    /// Who makes it.
    pub producer: String,
    /// The producer's commune, or empty.
    pub commune: String,
    /// The province now, or empty.
    pub province: String,
    /// Đồng for one unit at this booth; none before a first price.
    pub price: Option<i64>,
}

/// What a booth sells, by name, with its price there.
pub async fn signs(db: &mut SqliteConnection, booth: i64) -> sqlx::Result<Vec<SignRow>> {
    sqlx::query_as(
        "select p.uid, p.name, p.unit, p.star, p.barcode, r.name as producer, r.commune, \
         p.province_now as province, \
         coalesce((select json_group_array(json_array(star, signed_on, expires_on)) \
         from certificate where product = p.id), '[]') as certificates, \
         coalesce((select amount from price where product = p.id and booth = bp.booth \
         order by id desc limit 1), (select amount from price where product = p.id \
         and booth is null and fair = (select fair from booth where id = bp.booth) \
         order by id desc limit 1), (select amount from price where product = p.id \
         and booth is null and fair is null order by id desc limit 1)) as price \
         from booth_product bp join product p on p.id = bp.product \
         join producer r on r.id = p.producer \
         where bp.booth = ? and bp.active = 1 and p.active = 1 order by p.folded",
    )
    .bind(booth)
    .fetch_all(db)
    .await
}
