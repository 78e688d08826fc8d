//! SQL of the rules for scales' labels.

use super::ScaleLabel;
use crate::db::several::Statement;
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of a rule.
pub fn label_row(it: &ScaleLabel) -> Value {
    let (active, verifier) = (i64::from(it.active), i64::from(it.verifier));
    json!([it.fair.hex(), it.prefix, it.kind, it.item_digits, it.step, active, verifier])
}

/// Writes rules; a fair has one for each prefix.
pub fn write_labels(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into scale_label (fair, prefix, kind, item_digits, step, active, verifier) \
         select (select id from fair where uid = unhex(value ->> 0)), value ->> 1, value ->> 2, \
         value ->> 3, value ->> 4, value ->> 5, value ->> 6 from json_each(?) where true \
         on conflict (fair, prefix) do update set kind = excluded.kind, \
         item_digits = excluded.item_digits, step = excluded.step, active = excluded.active, \
         verifier = excluded.verifier",
    )
    .bind(json!(rows).to_string())
}

/// A rule as it holds, in the words of the till's API.
#[derive(Debug, Clone, FromRow, Serialize)]
pub struct LabelRow {
    /// The first two digits.
    pub prefix: String,
    /// `weight` or `price`.
    pub kind: String,
    /// Digits of the item code.
    pub item_digits: i64,
    /// Thousandths or đồng that one of the value is worth.
    pub step: i64,
    /// Whether a digit between item code and value checks the value.
    pub verifier: bool,
}

/// The rules that hold at a fair, by prefix.
pub async fn labels(db: &mut SqliteConnection, fair: &[u8]) -> sqlx::Result<Vec<LabelRow>> {
    sqlx::query_as(
        "select l.prefix, l.kind, l.item_digits, l.step, l.verifier from scale_label l \
         join fair f on f.id = l.fair where f.uid = ? and l.active = 1 order by l.prefix",
    )
    .bind(fair)
    .fetch_all(db)
    .await
}

/// The first digits of all rules of all fairs, in use or not: goods are sold at many.
pub async fn prefixes(db: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("select distinct prefix from scale_label").fetch_all(db).await
}
