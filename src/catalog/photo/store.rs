//! SQL of photos.

use super::{Hash, Shown};
use crate::db::several::Statement;
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of a product's photo.
pub fn photo_row(it: &Shown) -> Value {
    let (page, tile) = (it.photo.map(|it| it.page), it.photo.map(|it| it.tile));
    json!([
        it.product.hex(),
        page.map(|it| it.sha256),
        page.map(|it| it.width),
        page.map(|it| it.height),
        page.map(|it| it.bytes),
        tile.map(|it| it.sha256),
        tile.map(|it| it.width),
        tile.map(|it| it.bytes)
    ])
}

/// Writes photos; of a product the last one holds.
pub fn write_photos(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into product_photo (product, page, width, height, bytes, tile, tile_side, \
         tile_bytes) select (select id from product where uid = unhex(value ->> 0)), value ->> 1, \
         value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7 \
         from json_each(?) where true \
         on conflict (product) do update set page = excluded.page, width = excluded.width, \
         height = excluded.height, bytes = excluded.bytes, tile = excluded.tile, \
         tile_side = excluded.tile_side, tile_bytes = excluded.tile_bytes",
    )
    .bind(json!(rows).to_string())
}

/// A product's photo, as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PhotoRow {
    /// The SHA-256 of the page's file.
    pub page: String,
    /// Its pixels.
    pub width: i64,
    /// Its pixels.
    pub height: i64,
    /// The SHA-256 of the tile's file.
    pub tile: String,
}

/// The photo of a product, where it has one.
pub async fn photo(db: &mut SqliteConnection, product: &[u8]) -> sqlx::Result<Option<PhotoRow>> {
    sqlx::query_as(
        "select page, width, height, tile from product_photo \
         where product = (select id from product where uid = ?) and page is not null",
    )
    .bind(product)
    .fetch_optional(db)
    .await
}

/// Every file that a product shows, with the product's name.
pub async fn named(db: &mut SqliteConnection) -> sqlx::Result<Vec<(Hash, String)>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select x.page, p.name from product_photo x join product p on p.id = x.product \
         where x.page is not null union all \
         select x.tile, p.name from product_photo x join product p on p.id = x.product \
         where x.tile is not null",
    )
    .fetch_all(db)
    .await?;
    let read = |(hash, name): (String, String)| Some((hash.parse().ok()?, name));
    Ok(rows.into_iter().filter_map(read).collect())
}
