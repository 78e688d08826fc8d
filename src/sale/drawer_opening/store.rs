//! SQL of drawers that were opened by hand.

use super::DrawerOpening;
use crate::db::several::Statement;
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of an entry.
pub fn opening_row(pos: i64, it: &DrawerOpening) -> Value {
    json!([
        pos,
        it.uid.hex(),
        it.booth.hex(),
        it.device.map(|device| device.hex()),
        it.at,
        it.by,
        it.reason
    ])
}

/// Writes openings.
pub fn write_openings(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into drawer_opening (id, uid, booth, device, at_ms, actor, reason) \
         select value ->> 0, unhex(value ->> 1), \
         (select id from booth where uid = unhex(value ->> 2)), unhex(value ->> 3), \
         value ->> 4, value ->> 5, value ->> 6 from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// An opening, as a list shows it.
#[derive(Debug, Clone, FromRow)]
pub struct OpeningRow {
    /// When, epoch ms.
    pub at_ms: i64,
    /// By whom, as printed.
    pub actor: String,
    /// What for.
    pub reason: String,
}

/// The last openings of a booth's drawer from an instant up to another, the newest first, at most
/// `limit`.
pub async fn openings(
    db: &mut SqliteConnection,
    booth: &[u8],
    (from, until): (i64, i64),
    limit: i64,
) -> sqlx::Result<Vec<OpeningRow>> {
    sqlx::query_as(
        "select d.at_ms, d.actor, d.reason from drawer_opening d \
         join booth b on b.id = d.booth where b.uid = ? and d.at_ms >= ? and d.at_ms < ? \
         order by d.at_ms desc, d.id desc limit ?",
    )
    .bind(booth)
    .bind(from)
    .bind(until)
    .bind(limit)
    .fetch_all(db)
    .await
}
