//! SQL of what booths sell.

use crate::{base::id::ProductId, catalog::pack::Packs, db::several::Statement, fair::Range};
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The rows of a range: one for each product.
pub fn range_rows(it: &Range) -> Vec<Value> {
    let row = |product: &ProductId| json!([it.booth.hex(), product.hex(), i64::from(it.active)]);
    it.products.iter().map(row).collect()
}

/// Writes what booths sell.
pub fn write_ranges(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into booth_product (booth, product, active) \
         select (select id from booth where uid = unhex(value ->> 0)), \
         (select id from product where uid = unhex(value ->> 1)), value ->> 2 \
         from json_each(?) where true \
         on conflict (booth, product) do update set active = excluded.active",
    )
    .bind(json!(rows).to_string())
}

/// A product as a booth sells it.
#[derive(Debug, Clone, FromRow)]
pub struct RangeItem {
    /// The product's uid.
    pub uid: Vec<u8>,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Packs.
    pub packs: Packs,
    /// Star as listed.
    pub star: Option<i64>,
    /// OCOP group.
    pub ocop_group: i64,
    /// Barcode.
    pub barcode: String,
    /// 1 when its amount is typed at the till.
    pub free_amount: i64,
    /// Item code, as scales print it; or empty.
    pub sku: String,
    /// Đồng for one unit here; none before a first price.
    pub price: Option<i64>,
    /// Thousandths left; none where stock is not kept.
    pub stock: Option<i64>,
    /// Certificates as JSON: [star, signed on, expires on], ….
    pub certificates: String,
    /// In how many of this booth's last 300 sales it was, for the order on the till: what is sold
    /// often is tapped often, whatever it costs.
    pub sold: i64,
    /// The SHA-256 of its photo's tile, where it has one.
    pub tile: Option<String>,
}

/// What a booth sells, what it sells most often first.
pub async fn range(db: &mut SqliteConnection, booth: i64) -> sqlx::Result<Vec<RangeItem>> {
    ranged(db, booth, None).await
}

/// The same for these products only; one that it no longer sells is left out.
pub async fn range_of(
    db: &mut SqliteConnection,
    booth: i64,
    products: &[Vec<u8>],
) -> sqlx::Result<Vec<RangeItem>> {
    let uids: Vec<String> = products.iter().map(hex::encode).collect();
    ranged(db, booth, Some(json!(uids).to_string())).await
}

async fn ranged(
    db: &mut SqliteConnection,
    booth: i64,
    only: Option<String>,
) -> sqlx::Result<Vec<RangeItem>> {
    sqlx::query_as(
        "select p.uid, p.name, p.unit, p.packs, p.star, p.ocop_group, p.barcode, p.sku, \
         p.free_amount, \
         coalesce((select amount from price where product = p.id and booth = bp.booth \
         order by id desc limit 1), (select amount from price where product = p.id \
         and booth is null and fair = (select fair from booth where id = bp.booth) \
         order by id desc limit 1), (select amount from price where product = p.id \
         and booth is null and fair is null order by id desc limit 1)) as price, \
         (select case when max(tracked) = 1 then sum(quantity) end from level \
         where place = bp.booth and product = p.id) as stock, \
         coalesce((select json_group_array(json_array(star, signed_on, expires_on)) \
         from certificate where product = p.id), '[]') as certificates, \
         coalesce(often.times, 0) as sold, x.tile \
         from booth_product bp join product p on p.id = bp.product \
         left join product_photo x on x.product = p.id \
         left join (select product, count(*) as times from sale_line where sale in \
         (select id from sale where booth = ?1 and reverses is null order by id desc limit 300) \
         group by product) often on often.product = p.id \
         where bp.booth = ?1 and bp.active = 1 and p.active = 1 and (?2 is null \
         or p.uid in (select unhex(value) from json_each(?2))) order by sold desc, p.folded",
    )
    .bind(booth)
    .bind(only)
    .fetch_all(db)
    .await
}
