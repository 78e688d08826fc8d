//! SQL that writes documents, movements and levels.

use super::Moves;
use crate::{
    db::several::{Several, Statement},
    stock::place::{Place, Room},
};
use serde_json::{Value, json};

/// A row of `store_room`.
pub fn room_row(pos: i64, it: &Room) -> Value {
    json!([pos, it.uid.hex(), it.fair.hex(), it.code, it.name, i64::from(it.active)])
}

/// Writes store rooms; a known uid is brought up to date.
pub fn write_rooms(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into store_room (id, uid, fair, code, name, active) \
         select value ->> 0, unhex(value ->> 1), \
         (select id from fair where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5 from json_each(?) where true on conflict (uid) do update set \
         code = excluded.code, name = excluded.name, active = excluded.active",
    )
    .bind(json!(rows).to_string())
}

/// A row of `place`.
pub fn place_row(pos: i64, place: Place) -> Value {
    json!([pos, place.hex(), place.kind()])
}

/// Writes the places of booths, store rooms and transfers: position, uid, kind. A known one stays.
pub fn write_places(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into place (id, uid, kind) select value ->> 0, unhex(value ->> 1), value ->> 2 \
         from json_each(?) where true on conflict (uid) do nothing",
    )
    .bind(json!(rows).to_string())
}

/// Adds what writes these rows to a hand-over.
pub fn write(moves: &Moves, all: &mut Several) {
    if !moves.documents.is_empty() {
        all.add(write_places(&moves.transits()));
        all.add(write_documents(&moves.documents));
        all.add(write_lines(&moves.lines));
    }
    if !moves.counted.is_empty() {
        all.add(write_counted(&moves.counted));
    }
    if !moves.movements.is_empty() {
        all.add(write_movements(&moves.movements));
    }
    if !moves.supplements.is_empty() {
        all.add(write_supplements(&moves.supplements));
    }
    if !moves.levels.is_empty() {
        all.add(write_levels(&moves.level_rows()));
    }
}

/// What a document is about may stand in the same batch. No row has the id 0: what is not known,
/// or neither was posted here nor sent here, is refused.
fn write_documents(rows: &[Value]) -> Statement {
    Statement::new(
        "with entry as materialized (select value from json_each(?)) \
         insert into document (id, uid, place, kind, origin, number, doc_no, provisional_no, \
         at_ms, day, by, reason, paper_kind, paper_no, paper_on, other, follows, reverses, writer) \
         select value ->> 0, unhex(value ->> 1), \
         (select id from place where uid = unhex(value ->> 2)), value ->> 3, \
         unhex(value ->> 4), value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, \
         value ->> 10, value ->> 11, value ->> 12, value ->> 13, value ->> 14, \
         case when value ->> 15 is not null then \
         coalesce((select id from place where uid = unhex(value ->> 15)), 0) end, \
         case when value ->> 16 is not null then \
         coalesce((select id from document where uid = unhex(value ->> 16) \
         and (select id from place where uid = unhex(k.value ->> 2)) in (place, other)), \
         (select e.value ->> 0 from entry e where e.value ->> 1 = k.value ->> 16 \
         and k.value ->> 2 in (e.value ->> 2, e.value ->> 15)), 0) end, \
         case when value ->> 17 is not null then \
         coalesce((select id from document where uid = unhex(value ->> 17) \
         and (select id from place where uid = unhex(k.value ->> 2)) in (place, other)), \
         (select e.value ->> 0 from entry e where e.value ->> 1 = k.value ->> 17 \
         and k.value ->> 2 in (e.value ->> 2, e.value ->> 15)), 0) end, unhex(value ->> 18) \
         from entry k",
    )
    .bind(json!(rows).to_string())
}

fn write_lines(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into document_line (document, n, product, owner, lot, quantity, expected, made_on, \
         expires_on, soft, area, counted_ms, first, book) select value ->> 0, value ->> 1, \
         (select id from product where uid = unhex(value ->> 2)), \
         (select id from producer where uid = unhex(value ->> 3)), value ->> 4, value ->> 5, \
         value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11, \
         value ->> 12, value ->> 13 from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

fn write_counted(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into counted (document, n, place, product, owner, lot, at_ms) \
         select value ->> 0, value ->> 1, (select id from place where uid = unhex(value ->> 2)), \
         (select id from product where uid = unhex(value ->> 3)), \
         case when value ->> 4 is not null then \
         coalesce((select id from producer where uid = unhex(value ->> 4)), 0) end, \
         value ->> 5, value ->> 6 from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// What is on the way is moved where it was sent and where it was sent to: a movement of it by a
/// document of another place is refused, and so is one of a place that is of another kind than it
/// says.
fn write_movements(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into movement (entry, n, product, owner, lot, expires_on, from_place, to_place, \
         quantity, cause, at_ms) select value ->> 0, value ->> 1, \
         (select id from product where uid = unhex(value ->> 2)), \
         (select id from producer where uid = unhex(value ->> 3)), value ->> 4, value ->> 5, \
         (select id from place p where uid = unhex(value ->> 6) and kind = value ->> 11 \
         and (kind <> 'transit' or exists \
         (select 1 from document d join document sent on d.place in (sent.place, sent.other) \
         where d.id = value ->> 0 and sent.id = p.id))), \
         (select id from place p where uid = unhex(value ->> 7) and kind = value ->> 12 \
         and (kind <> 'transit' or exists \
         (select 1 from document d join document sent on d.place in (sent.place, sent.other) \
         where d.id = value ->> 0 and sent.id = p.id))), value ->> 8, value ->> 9, \
         value ->> 10 from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// A movement is a supplement of a count at one of its ends alone.
fn write_supplements(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into supplement (count, n, entry, moved) \
         select (select d.id from document d join movement m on d.place in (from_place, to_place) \
         where d.uid = unhex(value ->> 0) and m.entry = value ->> 2 and m.n = value ->> 3), \
         value ->> 1, value ->> 2, value ->> 3 from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

fn write_levels(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into level (place, product, owner, lot, expires_on, soft, said_ms, since_ms, \
         tracked, quantity, brought, received, adjusted, sold, given, lost, sent, returned) \
         select (select id from place where uid = unhex(value ->> 0)), \
         (select id from product where uid = unhex(value ->> 1)), \
         (select id from producer where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, \
         value ->> 11, value ->> 12, value ->> 13, value ->> 14, value ->> 15, value ->> 16, \
         value ->> 17 from json_each(?) where true \
         on conflict (place, product, owner, lot) do update set \
         expires_on = iif(excluded.said_ms is null or (said_ms, expires_on, soft) > \
         (excluded.said_ms, excluded.expires_on, excluded.soft), expires_on, excluded.expires_on), \
         soft = iif(excluded.said_ms is null or (said_ms, expires_on, soft) > \
         (excluded.said_ms, excluded.expires_on, excluded.soft), soft, excluded.soft), \
         said_ms = coalesce(max(said_ms, excluded.said_ms), said_ms, excluded.said_ms), \
         since_ms = coalesce(min(since_ms, excluded.since_ms), since_ms, excluded.since_ms), \
         tracked = max(tracked, excluded.tracked), quantity = quantity + excluded.quantity, \
         brought = brought + excluded.brought, received = received + excluded.received, \
         adjusted = adjusted + excluded.adjusted, sold = sold + excluded.sold, \
         given = given + excluded.given, lost = lost + excluded.lost, \
         sent = sent + excluded.sent, returned = returned + excluded.returned",
    )
    .bind(json!(rows).to_string())
}
