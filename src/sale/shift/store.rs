//! SQL that writes shifts.

use super::{Closed, HandedOver, Joined, Moved, Opened, Recounted};
use serde_json::{Value, json};
use sqlx::SqliteConnection;

/// The row of a shift opened by the entry at `pos`.
pub fn shift_row(pos: i64, it: &Opened) -> Value {
    let notes = json!(it.notes).to_string();
    json!([pos, it.id.hex(), it.booth.uid.hex(), it.at, it.by, it.float, notes])
}

/// Writes opened shifts.
pub async fn write_shifts(db: &mut SqliteConnection, rows: &[Value]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into shift (id, uid, booth, opened_ms, opened_by, float_amount, float_notes) \
         select value ->> 0, unhex(value ->> 1), \
         (select id from booth where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6 from json_each(?)",
    )
    .bind(json!(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// The row of a device that joined by the entry at `pos`.
pub fn joined_row(pos: i64, it: &Joined) -> Value {
    json!([pos, it.id.hex(), it.shift.hex(), it.at, it.by, it.counted])
}

/// Writes devices that joined.
pub async fn write_joins(db: &mut SqliteConnection, rows: &[Value]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into shift_join (id, uid, shift, at_ms, actor, counted) \
         select value ->> 0, unhex(value ->> 1), \
         (select id from shift where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5 from json_each(?)",
    )
    .bind(json!(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// The row of money put in or taken out.
pub fn moved_row(pos: i64, it: &Moved) -> Value {
    let supplement = it.supplement.map(|supplement| supplement.number);
    json!([
        pos,
        it.id.hex(),
        it.shift.hex(),
        "moved",
        it.at,
        it.by,
        it.amount,
        it.reason,
        Value::Null,
        Value::Null,
        Value::Null,
        supplement
    ])
}

/// The row of a handover.
pub fn handed_row(pos: i64, it: &HandedOver) -> Value {
    let counted = it.counted.as_ref();
    json!([
        pos,
        it.id.hex(),
        it.shift.hex(),
        "handed_over",
        it.at,
        it.from,
        Value::Null,
        "",
        it.to_name,
        counted.map(|it| it.counted),
        counted.map(|it| it.expected),
        Value::Null
    ])
}

/// The row of a count that came after its shift was closed.
pub fn recounted_row(pos: i64, it: &Recounted) -> Value {
    json!([
        pos,
        it.id.hex(),
        it.shift.hex(),
        "recounted",
        it.at,
        it.by,
        Value::Null,
        "",
        it.to_name,
        it.counted,
        Value::Null,
        Value::Null
    ])
}

/// Writes movements, handovers and late counts.
pub async fn write_events(db: &mut SqliteConnection, rows: &[Value]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into shift_event (id, uid, shift, kind, at_ms, actor, amount, reason, holder, \
         counted, expected, supplement) select value ->> 0, unhex(value ->> 1), \
         (select id from shift where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, \
         value ->> 11 from json_each(?)",
    )
    .bind(json!(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// The row of a Z report made by node `origin`.
pub fn closing_row(pos: i64, origin: &str, it: &Closed) -> Value {
    json!([
        pos,
        it.shift.hex(),
        it.booth.uid.hex(),
        origin,
        it.number,
        it.z_no,
        it.closed_at,
        it.by,
        it.figures.sales,
        it.figures.revenue,
        it.expected,
        it.counted,
        it.taken_until.unwrap_or(it.counted_at)
    ])
}

/// Writes Z reports.
pub async fn write_closings(db: &mut SqliteConnection, rows: &[Value]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into shift_closing (id, shift, booth, origin, number, z_no, closed_ms, closed_by, \
         sales, revenue, expected, counted, counted_ms) select value ->> 0, \
         (select id from shift where uid = unhex(value ->> 1)), \
         (select id from booth where uid = unhex(value ->> 2)), unhex(value ->> 3), \
         value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, \
         value ->> 10, value ->> 11, value ->> 12 from json_each(?)",
    )
    .bind(json!(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}
