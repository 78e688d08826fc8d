//! SQL of visits.

use super::{Counted, GateState};
use crate::base::id::{FairId, GateId};
use serde_json::{Value, json};
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, HashMap};

/// Loads the gates that a batch needs.
pub async fn load_gates(
    db: &mut SqliteConnection,
    gates: &[GateId],
) -> sqlx::Result<HashMap<GateId, GateState>> {
    let wanted: Vec<String> = gates.iter().map(GateId::hex).collect();
    let rows: Vec<(GateId, FairId, String)> = sqlx::query_as(
        "select g.uid, f.uid, g.name from gate g join fair f on f.id = g.fair \
         where g.uid in (select unhex(value) from json_each(?))",
    )
    .bind(json!(wanted).to_string())
    .fetch_all(db)
    .await?;
    let state = |(gate, fair, name)| (gate, GateState { fair, name });
    Ok(rows.into_iter().map(state).collect())
}

/// The row of a count whose entry stands at `pos`.
pub fn visit_row(pos: i64, it: &Counted) -> Value {
    json!([pos, it.uid.hex(), it.gate.hex(), it.at, it.count])
}

/// Writes counts.
pub async fn write_visits(db: &mut SqliteConnection, rows: &[Value]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into visit (id, uid, gate, at_ms, count) \
         select value ->> 0, unhex(value ->> 1), \
         (select id from gate where uid = unhex(value ->> 2)), value ->> 3, value ->> 4 \
         from json_each(?)",
    )
    .bind(json!(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// Counts netted per fair, day, hour and gate.
#[derive(Debug, Default)]
pub struct Rollup(BTreeMap<(String, String, i64, String), i64>);

impl Rollup {
    /// Adds a count.
    pub fn add(&mut self, it: &Counted) {
        let key = (it.fair.hex(), it.day.to_string(), it.hour, it.gate.hex());
        *self.0.entry(key).or_default() += it.count;
    }

    /// Rows of `rollup_visit`.
    pub fn rows(&self) -> Vec<Value> {
        let row = |((fair, day, hour, gate), visits): (&(String, String, i64, String), &i64)| {
            json!([fair, day, hour, gate, visits])
        };
        self.0.iter().map(row).collect()
    }
}

/// Adds to the roll-up of visits.
pub async fn write_rollup(db: &mut SqliteConnection, rows: &[Value]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into rollup_visit (fair, day, hour, gate, visits) \
         select (select id from fair where uid = unhex(value ->> 0)), value ->> 1, value ->> 2, \
         (select id from gate where uid = unhex(value ->> 3)), value ->> 4 \
         from json_each(?) where true \
         on conflict (fair, day, hour, gate) do update set visits = visits + excluded.visits",
    )
    .bind(json!(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// Visits of a gate on a day (yyyy-mm-dd).
pub async fn today(db: &mut SqliteConnection, gate: i64, day: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "select coalesce(sum(visits), 0) from rollup_visit where gate = ? and day = ?",
    )
    .bind(gate)
    .bind(day)
    .fetch_one(db)
    .await
}
