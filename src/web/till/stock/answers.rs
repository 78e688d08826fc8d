//! Stock and its documents as devices read them: quantities are decimal text, as in a sale.

use crate::{
    base::{lang::Lang, quantity::Quantity},
    catalog::pack::Packs,
    stock::{
        Kind, Posted,
        document::{Counted, PostedLine},
        place::PlaceThen,
        read::{
            Held,
            store::{DocumentRow, FollowerRow, LotRow, UnderWayRow},
        },
    },
};
use serde_json::{Value, json};

/// Packs, the largest first.
pub fn packs_json(packs: &Packs) -> Value {
    packs.iter().map(|it| json!({"name": it.name, "holds": it.holds.plain()})).collect()
}

/// A product with its lots.
pub fn held_json(it: &Held) -> Value {
    json!({
        "product": it.product, "name": it.name, "unit": it.unit, "tracked": it.tracked,
        "packs": packs_json(&it.packs), "quantity": Quantity(it.quantity).plain(),
        "lots": it.lots.iter().map(lot_json).collect::<Vec<_>>(),
    })
}

fn lot_json(it: &LotRow) -> Value {
    json!({
        "lot": it.lot, "owner": it.owner, "owner_name": it.owner_name,
        "expires_on": it.expires_on, "soft": it.soft == Some(1), "tracked": it.tracked == 1,
        "quantity": Quantity(it.quantity).plain(),
    })
}

/// A transfer of which something is on the way.
pub fn way_json(it: &UnderWayRow) -> Value {
    json!({
        "id": it.uid, "doc_no": it.doc_no, "at_ms": it.at_ms, "from": it.from_code,
        "to": it.to_code, "comes": it.comes,
    })
}

/// A document in a list.
pub fn row_json(it: &DocumentRow, lang: Lang) -> Value {
    let label = it.kind.parse::<Kind>().map(|kind| kind.label(lang)).unwrap_or_default();
    json!({
        "id": it.uid, "doc_no": it.doc_no, "kind": it.kind, "label": label, "at_ms": it.at_ms,
        "by": it.by, "reason": it.reason, "lines": it.lines, "reversed": it.reversed,
    })
}

/// What received, ended or took a document back.
pub fn follower_json(it: &FollowerRow) -> Value {
    json!({"id": it.uid, "kind": it.kind, "doc_no": it.doc_no, "reversed": it.reversed})
}

fn place_json(it: &PlaceThen) -> Value {
    json!({"kind": it.place.kind(), "id": it.place.uid(), "code": it.code, "name": it.name})
}

/// A whole document.
pub fn document_json(it: &Posted) -> Value {
    json!({
        "id": it.uid, "kind": it.kind, "doc_no": it.doc_no, "provisional_no": it.provisional_no,
        "place": place_json(&it.place), "to": it.to.as_ref().map(place_json), "at_ms": it.at,
        "day": it.day, "by": it.by, "reason": it.reason, "paper": it.paper, "about": it.about,
        "lines": it.lines.iter().map(line_json).collect::<Vec<_>>(),
    })
}

fn line_json(it: &PostedLine) -> Value {
    json!({
        "product": it.product, "name": it.name, "unit": it.unit, "owner": it.owner,
        "owner_name": it.owner_name, "lot": it.lot, "made_on": it.made_on,
        "expires_on": it.expires_on, "soft": it.soft, "area": it.area,
        "quantity": it.quantity.plain(), "expected": it.expected.map(Quantity::plain),
        "count": it.count.as_ref().map(count_json),
    })
}

fn count_json(it: &Counted) -> Value {
    json!({
        "at_ms": it.at, "by": it.by, "book": it.book.plain(),
        "first": it.first.map(Quantity::plain), "holds": it.holds, "busy": it.busy,
    })
}
