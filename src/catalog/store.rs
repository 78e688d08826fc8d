//! SQL of the catalogue.

use super::{Certificate, Producer, Product, pack::Packs};
use crate::{
    base::{
        code,
        fold::fold,
        id::{ProducerId, ProductId},
    },
    db::several::Statement,
};
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of a producer whose entry stands at `pos`.
pub fn producer_row(pos: i64, it: &Producer) -> Value {
    json!([
        pos,
        it.uid.hex(),
        it.name,
        it.subject_type,
        it.unit_code,
        it.commune,
        it.tax_code,
        it.phone,
        i64::from(it.rehearsal)
    ])
}

/// Writes producers; a known uid is brought up to date.
pub fn write_producers(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into producer (id, uid, name, subject_type, unit_code, commune, tax_code, phone, \
         rehearsal) select value ->> 0, unhex(value ->> 1), value ->> 2, value ->> 3, \
         value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8 \
         from json_each(?) where true \
         on conflict (uid) do update set name = excluded.name, \
         subject_type = excluded.subject_type, unit_code = excluded.unit_code, \
         commune = excluded.commune, tax_code = excluded.tax_code, phone = excluded.phone, \
         rehearsal = excluded.rehearsal",
    )
    .bind(json!(rows).to_string())
}

/// The row of a product whose entry stands at `pos`.
pub fn product_row(pos: i64, it: &Product) -> Value {
    json!([
        pos,
        it.uid.hex(),
        it.name,
        fold(&format!("{} {} {}", it.name, it.sku, it.barcode)).trim(),
        it.unit,
        it.producer.hex(),
        it.star,
        it.ocop_group,
        it.province_2024,
        it.province_now,
        it.barcode,
        it.sku,
        it.vat,
        it.lot,
        it.evidence,
        i64::from(it.active),
        i64::from(it.free_amount),
        it.packs
    ])
}

/// Writes products; a known uid is brought up to date.
pub fn write_products(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into product (id, uid, name, folded, unit, producer, star, ocop_group, \
         province_2024, province_now, barcode, sku, vat, lot, evidence, active, free_amount, \
         packs) select value ->> 0, unhex(value ->> 1), value ->> 2, value ->> 3, value ->> 4, \
         (select id from producer where uid = unhex(value ->> 5)), value ->> 6, value ->> 7, \
         value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, \
         value ->> 14, value ->> 15, value ->> 16, value ->> 17 from json_each(?) where true \
         on conflict (uid) do update set name = excluded.name, folded = excluded.folded, \
         unit = excluded.unit, producer = excluded.producer, star = excluded.star, \
         ocop_group = excluded.ocop_group, province_2024 = excluded.province_2024, \
         province_now = excluded.province_now, barcode = excluded.barcode, sku = excluded.sku, \
         vat = excluded.vat, lot = excluded.lot, evidence = excluded.evidence, \
         active = excluded.active, free_amount = excluded.free_amount, packs = excluded.packs",
    )
    .bind(json!(rows).to_string())
}

/// The row of a certificate whose entry stands at `pos`.
pub fn certificate_row(pos: i64, it: &Certificate) -> Value {
    json!([pos, it.uid.hex(), it.product.hex(), it.number, it.star, it.signed_on, it.expires_on])
}

/// Writes certificates; a known uid is brought up to date.
pub fn write_certificates(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into certificate (id, uid, product, number, star, signed_on, expires_on) \
         select value ->> 0, unhex(value ->> 1), \
         (select id from product where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6 from json_each(?) where true \
         on conflict (uid) do update set number = excluded.number, star = excluded.star, \
         signed_on = excluded.signed_on, expires_on = excluded.expires_on",
    )
    .bind(json!(rows).to_string())
}

/// A product as lists show it, with the price of everywhere.
#[derive(Debug, Clone, FromRow)]
pub struct Listing {
    /// The product's uid.
    pub uid: Vec<u8>,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Star as listed.
    pub star: Option<i64>,
    /// OCOP group.
    pub ocop_group: i64,
    /// Barcode, or empty.
    pub barcode: String,
    /// Producer's name.
    pub producer: String,
    /// Producer's legal form.
    pub subject_type: String,
    /// Province now.
    pub province_now: String,
    /// Đồng for one unit, none before a first price.
    pub price: Option<i64>,
    /// 0 when no longer sold.
    pub active: i64,
    /// The SHA-256 of its photo's tile, where it has one.
    pub tile: Option<String>,
}

/// Products whose words begin with the words asked for (folded; a code in any way it is written),
/// exact spelling first.
/// An empty question lists all. At most `limit`.
pub async fn search(
    db: &mut SqliteConnection,
    question: &str,
    limit: i64,
) -> sqlx::Result<Vec<Listing>> {
    let words = code::sought(question);
    sqlx::query_as(
        "select p.uid, p.name, p.unit, p.star, p.ocop_group, p.barcode, r.name as producer, \
         r.subject_type, p.province_now, (select amount from price where product = p.id and \
         booth is null and fair is null order by id desc limit 1) as price, p.active, x.tile \
         from product p join producer r on r.id = p.producer \
         left join product_photo x on x.product = p.id \
         where r.rehearsal = 0 and not exists (select 1 from json_each(?1) w \
         where not exists (select 1 from json_each(w.value) \
         where instr(' ' || p.folded, value) > 0)) \
         order by p.active desc, instr(lower(p.name), lower(?2)) = 0, p.folded limit ?3",
    )
    .bind(json!(words).to_string())
    .bind(question.trim())
    .bind(limit)
    .fetch_all(db)
    .await
}

/// A product by its uid, as lists show it.
pub async fn listed(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<Listing>> {
    sqlx::query_as(
        "select p.uid, p.name, p.unit, p.star, p.ocop_group, p.barcode, r.name as producer, \
         r.subject_type, p.province_now, (select amount from price where product = p.id and \
         booth is null and fair is null order by id desc limit 1) as price, p.active, x.tile \
         from product p join producer r on r.id = p.producer \
         left join product_photo x on x.product = p.id where p.uid = ?",
    )
    .bind(uid)
    .fetch_optional(db)
    .await
}

/// Producers by name: uid and name.
pub async fn producers(db: &mut SqliteConnection) -> sqlx::Result<Vec<(Vec<u8>, String)>> {
    sqlx::query_as("select uid, name from producer where rehearsal = 0 order by name")
        .fetch_all(db)
        .await
}

/// Every product's uid, name, unit and producer's name: what an import compares with.
pub async fn known(
    db: &mut SqliteConnection,
) -> sqlx::Result<Vec<(Vec<u8>, String, String, String)>> {
    sqlx::query_as(
        "select p.uid, p.name, p.unit, r.name from product p join producer r on r.id = p.producer \
         where r.rehearsal = 0",
    )
    .fetch_all(db)
    .await
}

/// A certificate: product uid, product name, number, star, signed on, expires on.
pub type CertificateRow = (Vec<u8>, String, String, i64, String, String);

/// Certificates, the next to expire first.
pub async fn certificates(db: &mut SqliteConnection) -> sqlx::Result<Vec<CertificateRow>> {
    sqlx::query_as(
        "select p.uid, p.name, c.number, c.star, c.signed_on, c.expires_on from certificate c \
         join product p on p.id = c.product order by c.expires_on, p.name",
    )
    .fetch_all(db)
    .await
}

/// A product with every column, as its form shows it.
#[derive(Debug, Clone, FromRow)]
pub struct Full {
    /// Uid.
    pub uid: ProductId,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// The producer's uid.
    pub producer: ProducerId,
    /// Star as listed.
    pub star: Option<u8>,
    /// OCOP group.
    pub ocop_group: u8,
    /// Province before 1 July 2025.
    pub province_2024: String,
    /// Province now.
    pub province_now: String,
    /// Barcode, or empty.
    pub barcode: String,
    /// Item code, or empty.
    pub sku: String,
    /// VAT treatment, or empty.
    pub vat: String,
    /// Default lot, or empty.
    pub lot: String,
    /// Evidence, or empty.
    pub evidence: String,
    /// 0 when no longer sold.
    pub active: i64,
    /// 1 when its amount is typed at the till.
    pub free_amount: i64,
    /// Its packs.
    pub packs: Packs,
    /// Đồng for one unit everywhere, none before a first price.
    pub price: Option<i64>,
}

impl Full {
    /// The product as it stands, to be changed and written again.
    pub fn product(self) -> Product {
        Product {
            uid: self.uid,
            name: self.name,
            unit: self.unit,
            producer: self.producer,
            star: self.star,
            ocop_group: self.ocop_group,
            province_2024: self.province_2024,
            province_now: self.province_now,
            barcode: self.barcode,
            sku: self.sku,
            vat: self.vat,
            lot: self.lot,
            evidence: self.evidence,
            active: self.active == 1,
            free_amount: self.free_amount == 1,
            packs: self.packs,
        }
    }
}

/// A product by its uid, with every column.
pub async fn full(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<Full>> {
    sqlx::query_as(
        "select p.uid, p.name, p.unit, r.uid as producer, p.star, p.ocop_group, p.province_2024, \
         p.province_now, p.barcode, p.sku, p.vat, p.lot, p.evidence, p.active, \
         p.free_amount, p.packs, \
         (select amount from price where product = p.id and booth is null and fair is null \
         order by id desc limit 1) as price from product p join producer r on r.id = p.producer \
         where p.uid = ? and r.rehearsal = 0",
    )
    .bind(uid)
    .fetch_optional(db)
    .await
}

/// A price at a fair or a booth that is not that of everywhere.
#[derive(Debug, Clone, FromRow)]
pub struct OtherPrice {
    /// The fair's code.
    pub fair: String,
    /// The fair's name.
    pub fair_name: String,
    /// The booth's code; none: at the whole fair.
    pub booth: Option<String>,
    /// The booth's name.
    pub booth_name: Option<String>,
    /// Đồng for one unit.
    pub amount: i64,
}

/// Where fairs that are not over by `today` (yyyy-mm-dd) sell a product at another price than
/// everywhere, by themselves or at a booth: at most 100.
pub async fn other_prices(
    db: &mut SqliteConnection,
    product: &[u8],
    today: &str,
) -> sqlx::Result<Vec<OtherPrice>> {
    sqlx::query_as(
        "select f.code as fair, f.name as fair_name, b.code as booth, b.name as booth_name, \
         x.amount from product p join price x on x.product = p.id \
         left join booth b on b.id = x.booth join fair f on f.id = coalesce(b.fair, x.fair) \
         where p.uid = ?1 and x.amount is not null and f.kind <> 'rehearsal' \
         and coalesce(f.ends_on, '9999-12-31') >= ?2 \
         and x.id = (select max(id) from price where product = p.id and booth is x.booth \
         and fair is x.fair) \
         and x.amount is not (select amount from price where product = p.id and booth is null \
         and fair is null order by id desc limit 1) \
         order by f.starts_on, f.code, b.code limit 100",
    )
    .bind(product)
    .bind(today)
    .fetch_all(db)
    .await
}

/// A rating's certificate: number, star, signed on, expires on.
pub type Rating = (String, i64, String, String);

/// The certificates of a product, the latest signed first.
pub async fn ratings(db: &mut SqliteConnection, product: &[u8]) -> sqlx::Result<Vec<Rating>> {
    sqlx::query_as(
        "select c.number, c.star, c.signed_on, c.expires_on from certificate c \
         join product p on p.id = c.product where p.uid = ? order by c.signed_on desc, c.id desc",
    )
    .bind(product)
    .fetch_all(db)
    .await
}
