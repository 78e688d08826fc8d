//! SQL of numbers that stand in the book.

use super::{Need, Place};
use crate::db::several::Statement;
use serde_json::json;

fn places(need: &Need) -> String {
    let row = |(booth, node, number): &Place| json!([booth.hex(), node.hex(), number]);
    json!(need.0.iter().map(row).collect::<Vec<_>>()).to_string()
}

/// Asks which of these numbers a sale has.
pub fn of_sales(need: &Need) -> Statement {
    Statement::new(
        "select b.uid, s.origin, s.number from json_each(?) join booth b \
         on b.uid = unhex(value ->> 0) join sale s on s.booth = b.id \
         and s.origin = unhex(value ->> 1) and s.number = value ->> 2",
    )
    .bind(places(need))
}

/// Asks which of these numbers a Z report has.
pub fn of_closings(need: &Need) -> Statement {
    Statement::new(
        "select b.uid, c.origin, c.number from json_each(?) join booth b \
         on b.uid = unhex(value ->> 0) join shift_closing c on c.booth = b.id \
         and c.origin = unhex(value ->> 1) and c.number = value ->> 2",
    )
    .bind(places(need))
}
