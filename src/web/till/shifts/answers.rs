//! What answers say of a shift: of an entry just written, and of one that stands.

use crate::{
    base::{
        id::{NodeId, hex_uid},
        lang::Lang,
        money::Money,
        refusal::Refusal,
    },
    desk::fact::Fact,
    journal::Entry,
    payment::event::Method,
    sale::shift::{Closed, Event, figures::Figures, read::store::ShiftRow},
    staff::actor::spoken,
    web::till::shifts::figures,
};
use serde_json::{Value, json};
use sqlx::SqliteConnection;

/// What an entry of a shift says, for the device that asked for it.
pub fn event(entry: &Entry, lang: Lang) -> Result<Value, Refusal> {
    let by = |actor: &str| spoken(actor, lang);
    let fact = Fact::parse(&entry.kind, entry.body_version, &entry.body);
    Ok(match fact {
        Some(Fact::Shift(Event::Opened(it))) => json!({
            "id": it.id, "opened_at_ms": it.at, "opened_by": by(&it.by), "holder": by(&it.by),
            "float": it.float,
        }),
        // Its row is in the book under its own id; which shift that means now, it is told.
        Some(Fact::Shift(Event::Joined(it))) => json!({
            "id": it.id, "counted": it.counted, "joined": {
                "id": it.shift, "opened_at_ms": it.opened_at, "opened_by": by(&it.opened_by),
                "holder": by(&it.holder), "float": it.float,
            },
        }),
        Some(Fact::Shift(Event::Moved(it))) => json!({
            "id": it.id, "shift": it.shift, "amount": it.amount, "reason": it.reason,
            "supplement": it.supplement,
        }),
        Some(Fact::Shift(Event::HandedOver(it))) => json!({
            "id": it.id, "shift": it.shift, "from": by(&it.from), "holder": it.to_name,
        }),
        Some(Fact::Shift(Event::Closed(it))) => closing(entry, &it, lang),
        // Another device had closed it: its Z stands, and the count beside it.
        Some(Fact::Shift(Event::Recounted(it))) => json!({
            "id": it.id, "shift": it.shift, "recounted": {"z_no": it.z_no, "counted": it.counted},
        }),
        _ => return Err(Refusal::Failed(format!("entry {} is of no shift", entry.pos))),
    })
}

fn closing(entry: &Entry, it: &Closed, lang: Lang) -> Value {
    json!({
        "id": it.id, "shift": it.shift, "z_no": it.z_no, "number": it.number,
        "node": it.series.unwrap_or(NodeId::of_bytes(&entry.origin)),
        "opened_at_ms": it.opened_at, "closed_at_ms": it.closed_at,
        "closed_by": spoken(&it.by, lang),
        "float": it.float, "figures": it.figures, "expected": it.expected,
        "after_count": it.after_count, "counted": it.counted, "difference": it.difference,
        "seq": entry.seq, "head": hex::encode(&entry.hash),
    })
}

/// What a till shows of a shift that is open, before anything is asked of it.
pub fn brief(row: &ShiftRow, lang: Lang) -> Value {
    json!({
        "id": hex_uid(&row.uid), "opened_at_ms": row.opened_ms,
        "opened_by": spoken(&row.opened_by, lang), "holder": spoken(&row.holder, lang),
        "float": row.float_amount,
    })
}

/// A shift with its figures: those of its Z once it is closed. While it is open `told` adds what
/// should be in the drawer; without it the cash is left out.
pub async fn standing(
    db: &mut SqliteConnection,
    row: &ShiftRow,
    told: bool,
    lang: Lang,
) -> Result<Value, Refusal> {
    let mut said = brief(row, lang);
    said["supplements"] = json!(row.supplements);
    let figures = figures(db, row).await?;
    said["figures"] = json!(figures);
    if let Some(z_no) = &row.z_no {
        said["z_no"] = json!(z_no);
        said["closed_at_ms"] = json!(row.closed_ms);
        said["closed_by"] = json!(row.closed_by.as_deref().map(|by| spoken(by, lang)));
        said["expected"] = json!(row.expected);
        said["counted"] = json!(row.counted);
        said["difference"] = json!(row.counted.zip(row.expected).map(|(is, was)| is - was));
        let should = figures.expected(Money(row.float_amount));
        said["after_count"] = json!(row.expected.map(|was| should - Money(was)));
    } else if told {
        said["expected"] = json!(figures.expected(Money(row.float_amount)));
    } else {
        said["figures"] = blind(&figures);
    }
    Ok(said)
}

/// What who is to count an open drawer may see: neither the cash nor the revenue that leads to it.
fn blind(figures: &Figures) -> Value {
    let methods = figures.methods.iter().filter(|sum| sum.method != Method::Cash);
    json!({
        "sales": figures.sales, "reversals": figures.reversals, "flagged": figures.flagged,
        "methods": methods.collect::<Vec<_>>(), "paid_in": figures.paid_in,
        "paid_out": figures.paid_out,
    })
}
