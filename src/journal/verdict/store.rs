//! SQL of verdicts.

use super::Row;
use crate::{db::several::Statement, journal::Entry};
use serde_json::json;
use sqlx::SqliteConnection;

/// Writes verdicts.
pub fn write(rows: &[Row]) -> Statement {
    Statement::new(
        "insert into verdict (pos, verdict, standing) select value ->> 'pos', \
         value ->> 'verdict', value ->> 'standing' from json_each(?) where true \
         on conflict (pos) do update set verdict = excluded.verdict, standing = excluded.standing",
    )
    .bind(json!(rows).to_string())
}

/// The twin at `better` stands from now on in the place of the one at `worse`.
pub fn stand_by(worse: i64, better: i64) -> Statement {
    Statement::new("update verdict set standing = ? where standing = ?")
        .bind_number(better)
        .bind_number(worse)
}

/// Forgets which changes are foreign, to be told anew.
pub fn forget_foreign() -> Statement {
    Statement::new("delete from verdict where verdict = 'foreign'")
}

/// The entries under any of these uids (hexadecimal) that stand before a position.
pub async fn under_uids(
    db: &mut SqliteConnection,
    uids: &[String],
    before: i64,
) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as(
        "select * from journal where uid in (select unhex(value) from json_each(?)) and pos < ?",
    )
    .bind(json!(uids).to_string())
    .bind(before)
    .fetch_all(db)
    .await
}

/// The entries that closed any of these shifts, as far as they stand before a position.
pub async fn closings(
    db: &mut SqliteConnection,
    shifts: &[String],
    before: i64,
) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as(
        "select * from journal indexed by journal_by_closed_shift where kind = 'shift.closed' \
         and subject in (select value from json_each(?)) and pos < ?",
    )
    .bind(json!(shifts).to_string())
    .bind(before)
    .fetch_all(db)
    .await
}

/// Up to `limit` entries that change things, after position `pos` and up to `until`, in order.
pub async fn of_things(
    db: &mut SqliteConnection,
    pos: i64,
    until: i64,
    limit: i64,
) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as(
        "select * from journal indexed by journal_of_things \
         where kind in ('staff.changed', 'catalog.changed', 'fair.changed') \
         and pos > ? and pos <= ? order by pos limit ?",
    )
    .bind(pos)
    .bind(until)
    .bind(limit)
    .fetch_all(db)
    .await
}
