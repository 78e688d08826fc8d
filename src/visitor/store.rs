//! SQL of visits.

use super::{Counted, GateState};
use crate::{
    base::{
        clock::Ms,
        id::{FairId, GateId},
    },
    db::several::Statement,
};
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, HashMap};

/// A gate: its uid, its fair's, its name.
pub type GateRow = (GateId, FairId, String);

/// Asks for gates.
pub fn ask_gates(gates: &[GateId]) -> Statement {
    let gates: Vec<String> = gates.iter().map(GateId::hex).collect();
    Statement::new(
        "select g.uid, f.uid, g.name from gate g join fair f on f.id = g.fair \
         where g.uid in (select unhex(value) from json_each(?))",
    )
    .bind(json!(gates).to_string())
}

/// The gates of these rows.
pub fn gates_of(rows: Vec<GateRow>) -> HashMap<GateId, GateState> {
    rows.into_iter().map(|(gate, fair, name)| (gate, GateState { fair, name })).collect()
}

/// A row of `visit`.
#[derive(Debug, Serialize)]
pub struct VisitRow {
    id: i64,
    uid: String,
    gate: String,
    at_ms: Ms,
    count: i64,
}

/// The row of a count whose entry stands at `pos`.
pub fn visit_row(pos: i64, it: &Counted) -> VisitRow {
    VisitRow { id: pos, uid: it.uid.hex(), gate: it.gate.hex(), at_ms: it.at, count: it.count }
}

/// Writes counts.
pub fn write_visits(rows: &[VisitRow]) -> Statement {
    Statement::new(
        "insert into visit (id, uid, gate, at_ms, count) \
         select value ->> 'id', unhex(value ->> 'uid'), \
         (select id from gate where uid = unhex(value ->> 'gate')), value ->> 'at_ms', \
         value ->> 'count' from json_each(?)",
    )
    .bind(json!(rows).to_string())
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

    /// Takes off what a worse twin had added.
    pub fn take_off(&mut self, gone: &Rollup) {
        for (key, visits) in &gone.0 {
            *self.0.entry(key.clone()).or_default() -= visits;
        }
    }

    /// Rows of `rollup_visit`.
    pub fn rows(&self) -> Vec<Value> {
        let row = |(key, visits): (&(String, String, i64, String), &i64)| {
            let (fair, day, hour, gate) = key;
            json!({"fair": fair, "day": day, "hour": hour, "gate": gate, "visits": visits})
        };
        self.0.iter().map(row).collect()
    }
}

/// Adds to the roll-up of visits.
pub fn write_rollup(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into rollup_visit (fair, day, hour, gate, visits) \
         select (select id from fair where uid = unhex(value ->> 'fair')), value ->> 'day', \
         value ->> 'hour', (select id from gate where uid = unhex(value ->> 'gate')), \
         value ->> 'visits' \
         from json_each(?) where true \
         on conflict (fair, day, hour, gate) do update set visits = visits + excluded.visits",
    )
    .bind(json!(rows).to_string())
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
