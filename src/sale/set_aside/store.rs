//! SQL of rows that were put aside.

use super::Aside;
use crate::db::several::Statement;
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};

/// The row of an entry.
pub fn aside_row(pos: i64, at_ms: i64, it: &Aside) -> Value {
    json!([
        pos,
        it.uid.hex(),
        it.booth.hex(),
        it.device.map(|device| device.hex()),
        it.row.hex(),
        it.kind,
        it.number,
        it.amount,
        it.made,
        it.refusal,
        it.reason,
        it.by,
        at_ms
    ])
}

/// Writes rows that were put aside.
pub fn write_asides(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into set_aside (id, uid, booth, device, row_uid, kind, number, amount, made_ms, \
         refusal, reason, actor, at_ms) select value ->> 0, unhex(value ->> 1), \
         (select id from booth where uid = unhex(value ->> 2)), unhex(value ->> 3), \
         unhex(value ->> 4), value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, \
         value ->> 10, value ->> 11, value ->> 12 from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// A row that was put aside, as a list shows it.
#[derive(Debug, Clone, FromRow)]
pub struct AsideRow {
    /// What it was.
    pub kind: String,
    /// The number that its device gave it, or empty.
    pub number: String,
    /// Đồng, if it was about money.
    pub amount: Option<i64>,
    /// When it was made, epoch ms.
    pub made_ms: i64,
    /// What this laptop had said.
    pub refusal: String,
    /// Why it was put aside.
    pub reason: String,
    /// By whom.
    pub actor: String,
    /// When, epoch ms.
    pub at_ms: i64,
}

/// What was put aside of a booth, the newest first, each row once, at most `limit`.
pub async fn asides(
    db: &mut SqliteConnection,
    booth: i64,
    limit: i64,
) -> sqlx::Result<Vec<AsideRow>> {
    sqlx::query_as(
        "select kind, number, amount, made_ms, refusal, reason, actor, at_ms from set_aside a \
         where booth = ? and not exists (select 1 from set_aside x where x.booth = a.booth \
         and x.row_uid = a.row_uid and x.id > a.id) order by id desc limit ?",
    )
    .bind(booth)
    .bind(limit)
    .fetch_all(db)
    .await
}
