//! SQL of numbers that stand in the book.

use super::{Need, Place};
use serde_json::json;
use sqlx::SqliteConnection;
use std::collections::HashSet;

fn asked(need: &Need) -> String {
    let row = |(booth, node, number): &Place| json!([booth.hex(), node.hex(), number]);
    json!(need.0.iter().map(row).collect::<Vec<_>>()).to_string()
}

/// Which of these numbers a sale has.
pub async fn of_sales(db: &mut SqliteConnection, need: &Need) -> sqlx::Result<HashSet<Place>> {
    if need.0.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<Place> = sqlx::query_as(
        "select b.uid, s.origin, s.number from json_each(?) join booth b \
         on b.uid = unhex(value ->> 0) join sale s on s.booth = b.id \
         and s.origin = unhex(value ->> 1) and s.number = value ->> 2",
    )
    .bind(asked(need))
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Which of these numbers a Z report has.
pub async fn of_closings(db: &mut SqliteConnection, need: &Need) -> sqlx::Result<HashSet<Place>> {
    if need.0.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<Place> = sqlx::query_as(
        "select b.uid, c.origin, c.number from json_each(?) join booth b \
         on b.uid = unhex(value ->> 0) join shift_closing c on c.booth = b.id \
         and c.origin = unhex(value ->> 1) and c.number = value ->> 2",
    )
    .bind(asked(need))
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}
