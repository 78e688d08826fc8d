//! SQL of codes.

use serde_json::json;
use sqlx::{FromRow, SqliteConnection};

/// A product with its codes.
#[derive(Debug, FromRow)]
pub struct CodedRow {
    /// Its uid, hexadecimal.
    pub uid: String,
    /// Name.
    pub name: String,
    /// Its producer's uid, hexadecimal.
    pub producer: String,
    /// Its producer's name.
    pub maker: String,
    /// Barcode, or empty.
    pub barcode: String,
    /// Item code, or empty.
    pub sku: String,
}

/// Active products of this book's own line that have a code, but those of rehearsals.
pub async fn coded(db: &mut SqliteConnection) -> sqlx::Result<Vec<CodedRow>> {
    sqlx::query_as(
        "select lower(hex(p.uid)) as uid, p.name, lower(hex(r.uid)) as producer, r.name as maker, \
         p.barcode, p.sku from product p join producer r on r.id = p.producer \
         where p.active = 1 and r.rehearsal = 0 and (p.barcode <> '' or p.sku <> '') \
         and exists (select 1 from journal j join own_line l on l.origin = j.origin \
         and j.seq <= l.until where j.pos = p.id)",
    )
    .fetch_all(db)
    .await
}

/// What these booths sell, and the booths that sell one of these products: uids of booth and
/// product, hexadecimal.
pub async fn sold(
    db: &mut SqliteConnection,
    booths: &[String],
    products: &[String],
) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query_as(
        "select lower(hex(b.uid)), lower(hex(p.uid)) from booth_product bp \
         join booth b on b.id = bp.booth join product p on p.id = bp.product \
         where bp.active = 1 and bp.booth in (\
         select id from booth where uid in (select unhex(value) from json_each(?1)) \
         union select booth from booth_product where product in (\
         select id from product where uid in (select unhex(value) from json_each(?2))))",
    )
    .bind(json!(booths).to_string())
    .bind(json!(products).to_string())
    .fetch_all(db)
    .await
}
