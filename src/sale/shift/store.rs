//! SQL that writes shifts.

use super::{Closed, HandedOver, Joined, Moved, Opened, Recounted};
use crate::{
    base::{clock::Ms, money::Money},
    db::several::Statement,
};
use serde::Serialize;
use serde_json::json;

/// A row of `shift`.
#[derive(Debug, Serialize)]
pub struct ShiftRow {
    id: i64,
    uid: String,
    booth: String,
    opened_ms: Ms,
    opened_by: String,
    float_amount: Money,
    float_notes: String,
}

/// The row of a shift opened by the entry at `pos`.
pub fn shift_row(pos: i64, it: &Opened) -> ShiftRow {
    ShiftRow {
        id: pos,
        uid: it.id.hex(),
        booth: it.booth.uid.hex(),
        opened_ms: it.at,
        opened_by: it.by.clone(),
        float_amount: it.float,
        float_notes: json!(it.notes).to_string(),
    }
}

/// Writes opened shifts.
pub fn write_shifts(rows: &[ShiftRow]) -> Statement {
    Statement::new(
        "insert into shift (id, uid, booth, opened_ms, opened_by, float_amount, float_notes) \
         select value ->> 'id', unhex(value ->> 'uid'), \
         (select id from booth where uid = unhex(value ->> 'booth')), value ->> 'opened_ms', \
         value ->> 'opened_by', value ->> 'float_amount', value ->> 'float_notes' \
         from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// A row of `shift_join`.
#[derive(Debug, Serialize)]
pub struct JoinRow {
    id: i64,
    uid: String,
    shift: String,
    booth: String,
    at_ms: Ms,
    actor: String,
    counted: Money,
}

/// The row of a device that joined by the entry at `pos`.
pub fn joined_row(pos: i64, it: &Joined) -> JoinRow {
    JoinRow {
        id: pos,
        uid: it.id.hex(),
        shift: it.shift.hex(),
        booth: it.booth.hex(),
        at_ms: it.at,
        actor: it.by.clone(),
        counted: it.counted,
    }
}

/// Writes devices that joined.
pub fn write_joins(rows: &[JoinRow]) -> Statement {
    Statement::new(
        "insert into shift_join (id, uid, shift, at_ms, actor, counted) \
         select value ->> 'id', unhex(value ->> 'uid'), \
         (select shift from shift_named where uid = unhex(value ->> 'shift') \
         and booth = (select id from booth where uid = unhex(value ->> 'booth'))), \
         value ->> 'at_ms', value ->> 'actor', value ->> 'counted' from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// A row of `shift_event`.
#[derive(Debug, Default, Serialize)]
pub struct EventRow {
    id: i64,
    uid: String,
    shift: String,
    booth: String,
    kind: &'static str,
    at_ms: Ms,
    actor: String,
    amount: Option<Money>,
    reason: String,
    holder: Option<String>,
    counted: Option<Money>,
    expected: Option<Money>,
    supplement: Option<i64>,
    origin: String,
}

impl EventRow {
    /// The same in the chain of this node (hexadecimal).
    pub fn of(self, origin: &str) -> EventRow {
        EventRow { origin: origin.to_owned(), ..self }
    }
}

/// The row of money put in or taken out.
pub fn moved_row(pos: i64, it: &Moved) -> EventRow {
    EventRow {
        id: pos,
        uid: it.id.hex(),
        shift: it.shift.hex(),
        booth: it.booth.hex(),
        kind: "moved",
        at_ms: it.at,
        actor: it.by.clone(),
        amount: Some(it.amount),
        reason: it.reason.clone(),
        supplement: it.supplement.map(|supplement| supplement.number),
        ..EventRow::default()
    }
}

/// The row of a handover.
pub fn handed_row(pos: i64, it: &HandedOver) -> EventRow {
    let counted = it.counted.as_ref();
    EventRow {
        id: pos,
        uid: it.id.hex(),
        shift: it.shift.hex(),
        booth: it.booth.hex(),
        kind: "handed_over",
        at_ms: it.at,
        actor: it.from.clone(),
        holder: Some(it.to_name.clone()),
        counted: counted.map(|it| it.counted),
        expected: counted.map(|it| it.expected),
        ..EventRow::default()
    }
}

/// The row of a count that came after its shift was closed.
pub fn recounted_row(pos: i64, it: &Recounted) -> EventRow {
    EventRow {
        id: pos,
        uid: it.id.hex(),
        shift: it.shift.hex(),
        booth: it.booth.hex(),
        kind: "recounted",
        at_ms: it.at,
        actor: it.by.clone(),
        holder: it.to_name.clone(),
        counted: it.counted,
        ..EventRow::default()
    }
}

/// The row of a Z that another machine made of a shift which one had closed already: what was
/// counted stands beside the Z that holds, under the number that was printed.
pub fn second_row(pos: i64, it: &Closed) -> EventRow {
    EventRow {
        id: pos,
        uid: it.id.hex(),
        shift: it.shift.hex(),
        booth: it.booth.uid.hex(),
        kind: "recounted",
        at_ms: it.counted_at,
        actor: it.by.clone(),
        reason: it.z_no.clone(),
        counted: Some(it.counted),
        expected: Some(it.expected),
        ..EventRow::default()
    }
}

/// Writes movements, handovers and late counts.
pub fn write_events(rows: &[EventRow]) -> Statement {
    Statement::new(
        "insert into shift_event (id, uid, shift, kind, at_ms, actor, amount, reason, holder, \
         counted, expected, supplement, origin) select value ->> 'id', unhex(value ->> 'uid'), \
         (select shift from shift_named where uid = unhex(value ->> 'shift') \
         and booth = (select id from booth where uid = unhex(value ->> 'booth'))), \
         value ->> 'kind', value ->> 'at_ms', value ->> 'actor', value ->> 'amount', \
         value ->> 'reason', value ->> 'holder', value ->> 'counted', value ->> 'expected', \
         value ->> 'supplement', unhex(value ->> 'origin') from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// A row of `shift_closing`.
#[derive(Debug, Serialize)]
pub struct ClosingRow {
    id: i64,
    shift: String,
    booth: String,
    origin: String,
    number: i64,
    z_no: String,
    closed_ms: Ms,
    closed_by: String,
    sales: i64,
    revenue: Money,
    expected: Money,
    counted: Money,
    counted_ms: Ms,
    writer: String,
}

/// The row of a Z report in the chain of node `writer`, of its own series or another's.
pub fn closing_row(pos: i64, writer: &str, it: &Closed) -> ClosingRow {
    ClosingRow {
        id: pos,
        shift: it.shift.hex(),
        booth: it.booth.uid.hex(),
        origin: it.series.map_or(writer.to_owned(), |node| node.hex()),
        number: it.number,
        z_no: it.z_no.clone(),
        closed_ms: it.closed_at,
        closed_by: it.by.clone(),
        sales: it.figures.sales,
        revenue: it.figures.revenue,
        expected: it.expected,
        counted: it.counted,
        counted_ms: it.taken_until.unwrap_or(it.counted_at),
        writer: writer.to_owned(),
    }
}

/// Writes Z reports.
pub fn write_closings(rows: &[ClosingRow]) -> Statement {
    Statement::new(
        "insert into shift_closing (id, shift, booth, origin, number, z_no, closed_ms, closed_by, \
         sales, revenue, expected, counted, counted_ms, writer) select value ->> 'id', \
         (select shift from shift_named where uid = unhex(value ->> 'shift') \
         and booth = (select id from booth where uid = unhex(value ->> 'booth'))), \
         (select id from booth where uid = unhex(value ->> 'booth')), \
         unhex(value ->> 'origin'), value ->> 'number', value ->> 'z_no', value ->> 'closed_ms', \
         value ->> 'closed_by', value ->> 'sales', value ->> 'revenue', value ->> 'expected', \
         value ->> 'counted', value ->> 'counted_ms', unhex(value ->> 'writer') from json_each(?)",
    )
    .bind(json!(rows).to_string())
}
