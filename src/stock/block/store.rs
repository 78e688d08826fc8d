//! SQL of blocked lots.

use super::{Lot, Word};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, CommandId, ProductId},
    },
    db::several::Statement,
};
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};
use std::collections::BTreeSet;

/// A row of `lot_word`.
pub fn word_row(pos: i64, it: &Word) -> Value {
    let blocked = i64::from(it.blocked);
    json!([pos, it.uid.hex(), it.product.hex(), it.lot, blocked, it.reason, it.by, it.at])
}

/// Writes what was said of lots.
pub fn write_words(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into lot_word (id, uid, product, lot, blocked, reason, by, at_ms) \
         select value ->> 0, unhex(value ->> 1), \
         (select id from product where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7 from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// What was said of a lot.
#[derive(Debug, FromRow)]
pub struct SaidRow {
    /// Of which product.
    pub product: ProductId,
    /// The word's id.
    pub uid: CommandId,
    /// Which lot.
    pub lot: String,
    /// False: it may be sold again.
    pub blocked: bool,
    /// When, epoch ms.
    pub at_ms: i64,
}

/// Asks what was said of lots of these products.
pub fn ask_said(products: &BTreeSet<ProductId>) -> Statement {
    let products: Vec<String> = products.iter().map(ProductId::hex).collect();
    Statement::new(
        "select p.uid as product, w.uid, w.lot, w.blocked, w.at_ms from json_each(?) \
         join product p on p.uid = unhex(value) join lot_word w on w.product = p.id",
    )
    .bind(json!(products).to_string())
}

/// A lot as it stands; none where there is no such product.
pub async fn lot(
    db: &mut SqliteConnection,
    product: ProductId,
    lot: &str,
) -> sqlx::Result<Option<Lot>> {
    let found: Option<(String, bool, Option<i64>)> = sqlx::query_as(
        "select p.name, exists (select 1 from blocked_lot b where b.product = p.id \
         and b.lot = ?2), (select max(w.at_ms) from lot_word w where w.product = p.id \
         and w.lot = ?2) from product p where p.uid = ?1",
    )
    .bind(product.bytes())
    .bind(lot)
    .fetch_optional(db)
    .await?;
    Ok(found.map(|(name, blocked, last)| Lot { name, blocked, last: last.map(Ms) }))
}

/// What was said of a lot, as its page tells it.
#[derive(Debug, Clone, Serialize, FromRow)]
pub struct WordRow {
    /// False: it may be sold again.
    pub blocked: bool,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub by: String,
    /// When, epoch ms.
    pub at_ms: i64,
}

/// What was said of a lot, the last first.
pub async fn words(
    db: &mut SqliteConnection,
    product: ProductId,
    lot: &str,
) -> sqlx::Result<Vec<WordRow>> {
    sqlx::query_as(
        "select blocked, reason, by, at_ms from lot_word \
         where product = (select id from product where uid = ?) and lot = ? \
         order by at_ms desc, uid desc",
    )
    .bind(product.bytes())
    .bind(lot)
    .fetch_all(db)
    .await
}

/// The blocked lots of what a booth sells.
pub async fn of_range(
    db: &mut SqliteConnection,
    booth: BoothId,
) -> sqlx::Result<Vec<(ProductId, String)>> {
    sqlx::query_as(
        "select p.uid, b.lot from blocked_lot b cross join booth_product s \
         on s.product = b.product and s.active = 1 \
         and s.booth = (select id from booth where uid = ?) \
         join product p on p.id = b.product order by b.product, b.lot",
    )
    .bind(booth.bytes())
    .fetch_all(db)
    .await
}
