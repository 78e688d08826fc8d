//! SQL of imports: everything that stands in the book of one kind, to compare a sheet with.

use crate::{
    base::{
        id::{BoothId, CertificateId, ProductId},
        money::Money,
    },
    catalog::{Producer, Product},
    fair::{Booth, Fair, Limits},
};
use serde_json::json;
use sqlx::{FromRow, Row, SqliteConnection, sqlite::SqliteRow};
use std::{collections::BTreeSet, str::FromStr};

/// A word or date as stored.
fn word<T: FromStr>(row: &SqliteRow, column: &str) -> sqlx::Result<T> {
    let text: String = row.try_get(column)?;
    text.parse().map_err(|_| unreadable(&text))
}

fn unreadable(text: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("the book holds an unreadable word: {text}").into())
}

/// All producers but those of rehearsals.
pub async fn producers(db: &mut SqliteConnection) -> sqlx::Result<Vec<Producer>> {
    let rows = sqlx::query(
        "select uid, name, subject_type, unit_code, commune, tax_code, phone from producer \
         where rehearsal = 0 order by id",
    )
    .fetch_all(db)
    .await?;
    let producer = |row: &SqliteRow| {
        Ok(Producer {
            uid: row.try_get("uid")?,
            name: row.try_get("name")?,
            subject_type: word(row, "subject_type")?,
            unit_code: row.try_get("unit_code")?,
            commune: row.try_get("commune")?,
            tax_code: row.try_get("tax_code")?,
            phone: row.try_get("phone")?,
            rehearsal: false,
        })
    };
    rows.iter().map(producer).collect()
}

/// All products but those of rehearsals, each with the price that holds everywhere.
pub async fn products(db: &mut SqliteConnection) -> sqlx::Result<Vec<(Product, Option<Money>)>> {
    let rows = sqlx::query(
        "select p.uid, p.name, p.unit, r.uid as producer, p.star, p.ocop_group, \
         p.province_2024, p.province_now, p.barcode, p.sku, p.vat, p.lot, p.evidence, p.active, \
         p.free_amount, p.packs, (select amount from price where product = p.id \
         and booth is null and fair is null order by id desc limit 1) as price \
         from product p join producer r on r.id = p.producer where r.rehearsal = 0 order by p.id",
    )
    .fetch_all(db)
    .await?;
    let product = |row: &SqliteRow| {
        let product = Product {
            uid: row.try_get("uid")?,
            name: row.try_get("name")?,
            unit: row.try_get("unit")?,
            producer: row.try_get("producer")?,
            star: row.try_get("star")?,
            ocop_group: row.try_get("ocop_group")?,
            province_2024: row.try_get("province_2024")?,
            province_now: row.try_get("province_now")?,
            barcode: row.try_get("barcode")?,
            sku: row.try_get("sku")?,
            vat: row.try_get("vat")?,
            lot: row.try_get("lot")?,
            evidence: row.try_get("evidence")?,
            active: row.try_get("active")?,
            free_amount: row.try_get("free_amount")?,
            packs: row.try_get("packs")?,
        };
        Ok((product, row.try_get::<Option<i64>, _>("price")?.map(Money)))
    };
    rows.iter().map(product).collect()
}

/// A certificate as stored: its uid, its product's, number, star, signed on.
#[derive(Debug, Clone, FromRow)]
pub struct CertificateRow {
    /// Uid.
    pub uid: CertificateId,
    /// The product's uid.
    pub product: ProductId,
    /// Number, or empty.
    pub number: String,
    /// 3 to 5.
    pub star: u8,
    /// yyyy-mm-dd.
    pub signed_on: String,
}

/// All certificates.
pub async fn certificates(db: &mut SqliteConnection) -> sqlx::Result<Vec<CertificateRow>> {
    sqlx::query_as(
        "select c.uid, p.uid as product, c.number, c.star, c.signed_on from certificate c \
         join product p on p.id = c.product order by c.id",
    )
    .fetch_all(db)
    .await
}

/// All fairs and sales points.
pub async fn fairs(db: &mut SqliteConnection) -> sqlx::Result<Vec<Fair>> {
    let rows = sqlx::query(
        "select uid, code, name, level, kind, starts_on, ends_on, place, cash_rounding, \
         published_visits, published_revenue, published_revenue_local_zone, closed from fair \
         order by id",
    )
    .fetch_all(db)
    .await?;
    let money = |row: &SqliteRow, column: &str| {
        Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(column)?.map(Money))
    };
    let fair = |row: &SqliteRow| {
        let ends_on: Option<String> = row.try_get("ends_on")?;
        Ok(Fair {
            uid: row.try_get("uid")?,
            code: row.try_get("code")?,
            name: row.try_get("name")?,
            level: word(row, "level")?,
            kind: word(row, "kind")?,
            starts_on: word(row, "starts_on")?,
            ends_on: ends_on.map(|day| day.parse().map_err(|_| unreadable(&day))).transpose()?,
            place: row.try_get("place")?,
            cash_rounding: row.try_get("cash_rounding")?,
            published_visits: row.try_get("published_visits")?,
            published_revenue: money(row, "published_revenue")?,
            published_revenue_local_zone: money(row, "published_revenue_local_zone")?,
            closed: row.try_get("closed")?,
        })
    };
    rows.iter().map(fair).collect()
}

/// All booths.
pub async fn booths(db: &mut SqliteConnection) -> sqlx::Result<Vec<Booth>> {
    let rows = sqlx::query(
        "select b.uid, f.uid as fair, b.code, b.name, b.zone, b.origin_unit, b.seller, \
         b.address, b.phone, b.tax_code, b.bank_bin, b.account, b.discount_percent, \
         b.refund_limit, b.offline_refund_limit, b.methods, b.pictures, b.closed from booth b \
         join fair f on f.id = b.fair order by b.id",
    )
    .fetch_all(db)
    .await?;
    let booth = |row: &SqliteRow| {
        Ok(Booth {
            uid: row.try_get("uid")?,
            fair: row.try_get("fair")?,
            code: row.try_get("code")?,
            name: row.try_get("name")?,
            zone: word(row, "zone")?,
            origin_unit: row.try_get("origin_unit")?,
            seller: row.try_get("seller")?,
            address: row.try_get("address")?,
            phone: row.try_get("phone")?,
            tax_code: row.try_get("tax_code")?,
            bank_bin: row.try_get("bank_bin")?,
            account: row.try_get("account")?,
            limits: Limits {
                discount_percent: row.try_get("discount_percent")?,
                refund: Money(row.try_get("refund_limit")?),
                offline_refund: Money(row.try_get("offline_refund_limit")?),
            },
            methods: word(row, "methods")?,
            pictures: row.try_get("pictures")?,
            closed: row.try_get("closed")?,
        })
    };
    rows.iter().map(booth).collect()
}

/// What every booth sells: the booth's uid and the product's.
pub async fn ranges(db: &mut SqliteConnection) -> sqlx::Result<Vec<(BoothId, ProductId)>> {
    sqlx::query_as(
        "select b.uid, p.uid from booth_product bp join booth b on b.id = bp.booth \
         join product p on p.id = bp.product where bp.active = 1",
    )
    .fetch_all(db)
    .await
}

/// Goods that a booth received.
#[derive(Debug, Clone, FromRow)]
pub struct Received {
    /// Which booth.
    pub booth: BoothId,
    /// Which product.
    pub product: ProductId,
    /// Lot, or empty.
    pub lot: String,
    /// The last day, yyyy-mm-dd.
    pub expires_on: Option<String>,
    /// Thousandths; negative corrects an earlier receipt.
    pub quantity: i64,
    /// False: its document was taken back.
    pub stands: bool,
}

/// Everything that was delivered to these booths, a row for each line of a document.
pub async fn received(
    db: &mut SqliteConnection,
    booths: &BTreeSet<BoothId>,
) -> sqlx::Result<Vec<Received>> {
    let booths: Vec<String> = booths.iter().map(|booth| booth.hex()).collect();
    sqlx::query_as(
        "select b.uid as booth, p.uid as product, l.lot, l.expires_on, l.quantity, \
         not exists (select 1 from document r where r.reverses = d.id) as stands \
         from json_each(?) join booth b on b.uid = unhex(value) \
         join document d on d.place = b.id and d.kind = 'delivery' \
         join document_line l on l.document = d.id join product p on p.id = l.product",
    )
    .bind(json!(booths).to_string())
    .fetch_all(db)
    .await
}
