//! SQL of makers' papers, listings, and online sales.

use super::{Listing, OnlineSales, Quality};
use crate::{
    base::{
        id::{CertificateId, ProducerId},
        money::Money,
        quantity::Quantity,
    },
    db::several::Statement,
};
use jiff::civil::Date;
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection, error::BoxDynError};

/// The row of a paper whose entry stands at `pos`.
pub fn quality_row(pos: i64, it: &Quality) -> Value {
    json!([
        pos,
        it.uid.hex(),
        it.producer.hex(),
        it.kind,
        it.number,
        it.area_code,
        it.hectares,
        it.issued_by,
        it.holds_from,
        it.expires_on,
        i64::from(it.withdrawn)
    ])
}

/// Writes papers; a known uid is brought up to date.
pub fn write_quality(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into quality_certificate (id, uid, producer, kind, number, area_code, hectares, \
         issued_by, holds_from, expires_on, withdrawn) \
         select value ->> 0, unhex(value ->> 1), \
         (select id from producer where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10 \
         from json_each(?) where true \
         on conflict (uid) do update set kind = excluded.kind, number = excluded.number, \
         area_code = excluded.area_code, hectares = excluded.hectares, \
         issued_by = excluded.issued_by, holds_from = excluded.holds_from, \
         expires_on = excluded.expires_on, withdrawn = excluded.withdrawn",
    )
    .bind(json!(rows).to_string())
}

/// The row of a listing whose entry stands at `pos`.
pub fn listing_row(pos: i64, it: &Listing) -> Value {
    let gone = i64::from(it.withdrawn);
    json!([pos, it.product.hex(), it.platform, it.since, it.until, it.link, gone])
}

/// Writes listings; a known one is brought up to date.
pub fn write_listings(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into listing (id, product, platform, since, until, link, withdrawn) \
         select value ->> 0, (select id from product where uid = unhex(value ->> 1)), \
         value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 \
         from json_each(?) where true \
         on conflict (product, platform, since) do update set until = excluded.until, \
         link = excluded.link, withdrawn = excluded.withdrawn",
    )
    .bind(json!(rows).to_string())
}

/// The row of a month's online sales whose entry stands at `pos`.
pub fn online_row(pos: i64, it: &OnlineSales) -> Value {
    json!([pos, it.month, it.platform, it.revenue, it.orders, it.source])
}

/// Writes months' online sales; a known one is brought up to date.
pub fn write_online(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into online_sales (id, month, platform, revenue, orders, source) \
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 \
         from json_each(?) where true \
         on conflict (month, platform) do update set revenue = excluded.revenue, \
         orders = excluded.orders, source = excluded.source",
    )
    .bind(json!(rows).to_string())
}

/// A day or a word as stored.
fn word<T: std::str::FromStr>(text: &str) -> sqlx::Result<T> {
    let unreadable = || -> BoxDynError { format!("unreadable word in the book: {text}").into() };
    text.parse().map_err(|_| sqlx::Error::Decode(unreadable()))
}

fn maybe_day(text: Option<&String>) -> sqlx::Result<Option<Date>> {
    text.map(|it| word(it)).transpose()
}

#[derive(FromRow)]
struct QualityRow {
    uid: CertificateId,
    producer: ProducerId,
    kind: String,
    number: String,
    area_code: String,
    hectares: Option<i64>,
    issued_by: String,
    holds_from: String,
    expires_on: Option<String>,
    withdrawn: bool,
}

/// Papers in the order in which they were entered, those taken back too; of one maker, or of all
/// but those of rehearsals.
pub async fn quality(
    db: &mut SqliteConnection,
    producer: Option<&[u8]>,
) -> sqlx::Result<Vec<Quality>> {
    let rows: Vec<QualityRow> = sqlx::query_as(
        "select q.uid, r.uid as producer, q.kind, q.number, q.area_code, q.hectares, q.issued_by, \
         q.holds_from, q.expires_on, q.withdrawn from quality_certificate q \
         join producer r on r.id = q.producer \
         where r.rehearsal = 0 and (?1 is null or r.uid = ?1) order by q.id",
    )
    .bind(producer)
    .fetch_all(db)
    .await?;
    let paper = |it: QualityRow| {
        Ok(Quality {
            uid: it.uid,
            producer: it.producer,
            kind: word(&it.kind)?,
            number: it.number,
            area_code: it.area_code,
            hectares: it.hectares.map(Quantity),
            issued_by: it.issued_by,
            holds_from: word(&it.holds_from)?,
            expires_on: maybe_day(it.expires_on.as_ref())?,
            withdrawn: it.withdrawn,
        })
    };
    rows.into_iter().map(paper).collect()
}

/// A listing as stored: product, platform, since, until, link, taken back.
type ListingRow = (crate::base::id::ProductId, String, String, Option<String>, String, bool);

/// Listings in the order in which they were entered, those taken back too; of one product, or of
/// all but those of rehearsals.
pub async fn listings(
    db: &mut SqliteConnection,
    product: Option<&[u8]>,
) -> sqlx::Result<Vec<Listing>> {
    let rows: Vec<ListingRow> = sqlx::query_as(
        "select p.uid, l.platform, l.since, l.until, l.link, l.withdrawn from listing l \
         join product p on p.id = l.product join producer r on r.id = p.producer \
         where r.rehearsal = 0 and (?1 is null or p.uid = ?1) order by l.id",
    )
    .bind(product)
    .fetch_all(db)
    .await?;
    let listing = |(product, platform, since, until, link, withdrawn): ListingRow| {
        let (platform, since) = (word(&platform)?, word(&since)?);
        let until = maybe_day(until.as_ref())?;
        Ok(Listing { product, platform, since, until, link, withdrawn })
    };
    rows.into_iter().map(listing).collect()
}

/// Months' online sales, the earliest month first, those taken back too.
pub async fn online(db: &mut SqliteConnection) -> sqlx::Result<Vec<OnlineSales>> {
    let rows: Vec<(String, String, Option<i64>, i64, String)> = sqlx::query_as(
        "select month, platform, revenue, orders, source from online_sales \
         order by month, platform",
    )
    .fetch_all(db)
    .await?;
    let month = |(month, platform, revenue, orders, source): (String, String, _, i64, String)| {
        let revenue: Option<i64> = revenue;
        let (month, platform) = (word(&month)?, word(&platform)?);
        Ok(OnlineSales { month, platform, revenue: revenue.map(Money), orders, source })
    };
    rows.into_iter().map(month).collect()
}
