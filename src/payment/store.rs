//! SQL of transfers.

use super::event::{Known, State, Stepped};
use crate::base::{id::RequestId, money::Money};
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};
use std::{collections::HashMap, str::FromStr};

#[derive(FromRow)]
struct Last {
    account: String,
    reference: String,
    request: Option<Vec<u8>>,
    state: String,
    amount: i64,
}

/// The last known state of each reference that a batch needs, by account and reference.
pub async fn load_references(
    db: &mut SqliteConnection,
    references: &[String],
) -> sqlx::Result<HashMap<(String, String), Known>> {
    let rows: Vec<Last> = sqlx::query_as(
        "select account, reference, request, state, amount from payment_event where id in \
         (select max(id) from payment_event where reference in (select value from json_each(?)) \
         group by reference, account)",
    )
    .bind(json!(references).to_string())
    .fetch_all(db)
    .await?;
    let known = |last: Last| {
        let state = State::from_str(&last.state).ok()?;
        let request = last.request.map(|uid| RequestId::of_bytes(&uid));
        let known = Known { request, state, amount: Money(last.amount) };
        Some(((last.account, last.reference), known))
    };
    Ok(rows.into_iter().filter_map(known).collect())
}

/// The row of a step whose entry stands at `pos`.
pub fn step_row(pos: i64, it: &Stepped, actor: &str) -> Value {
    json!([
        pos * 8,
        it.step.request.hex(),
        it.step.booth.hex(),
        it.account,
        it.step.reference,
        it.step.state,
        it.step.amount,
        it.step.at,
        actor
    ])
}

/// Writes steps.
pub async fn write_events(db: &mut SqliteConnection, rows: &[Value]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into payment_event (id, request, booth, account, reference, state, amount, \
         at_ms, actor) select value ->> 0, unhex(value ->> 1), \
         (select id from booth where uid = unhex(value ->> 2)), value ->> 3, value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8 from json_each(?)",
    )
    .bind(json!(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// The last step of a transfer, as lists show it.
#[derive(Debug, Clone, FromRow)]
pub struct Transfer {
    /// The request's uid.
    pub request: Option<Vec<u8>>,
    /// The booth's uid.
    pub booth: Vec<u8>,
    /// The booth's code.
    pub booth_code: String,
    /// Bank BIN, slash, account.
    pub account: String,
    /// The reference.
    pub reference: String,
    /// The state word.
    pub state: String,
    /// Đồng.
    pub amount: i64,
    /// Epoch ms.
    pub at_ms: i64,
    /// Who.
    pub actor: String,
}

/// Transfers of a fair with their last state, the newest first, at most `limit`.
pub async fn transfers(
    db: &mut SqliteConnection,
    fair: i64,
    limit: i64,
) -> sqlx::Result<Vec<Transfer>> {
    sqlx::query_as(
        "select e.request, b.uid as booth, b.code as booth_code, e.account, e.reference, \
         e.state, e.amount, e.at_ms, e.actor from payment_event e join booth b on b.id = e.booth \
         where b.fair = ? and e.id = (select max(id) from payment_event x where \
         x.reference = e.reference and x.account = e.account) order by e.id desc limit ?",
    )
    .bind(fair)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// A request by its uid: its last step.
pub async fn request(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<Transfer>> {
    sqlx::query_as(
        "select e.request, b.uid as booth, b.code as booth_code, e.account, e.reference, \
         e.state, e.amount, e.at_ms, e.actor from payment_event e join booth b on b.id = e.booth \
         where e.request = ? order by e.id desc limit 1",
    )
    .bind(uid)
    .fetch_optional(db)
    .await
}

/// The state word of a request: of the last step of its reference on its account, as the seller's
/// claim is part of a sale and names the reference alone.
pub async fn standing(db: &mut SqliteConnection, request: &[u8]) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "select e.state from payment_event e join (select account, reference from payment_event \
         where request = ? limit 1) x on x.account = e.account and x.reference = e.reference \
         order by e.id desc limit 1",
    )
    .bind(request)
    .fetch_optional(db)
    .await
}

/// The steps of a reference on an account, in order.
pub async fn steps(
    db: &mut SqliteConnection,
    account: &str,
    reference: &str,
) -> sqlx::Result<Vec<Transfer>> {
    sqlx::query_as(
        "select e.request, b.uid as booth, b.code as booth_code, e.account, e.reference, \
         e.state, e.amount, e.at_ms, e.actor from payment_event e join booth b on b.id = e.booth \
         where e.account = ? and e.reference = ? order by e.id limit 20",
    )
    .bind(account)
    .bind(reference)
    .fetch_all(db)
    .await
}

/// The last step of a reference at a booth.
pub async fn by_reference(
    db: &mut SqliteConnection,
    booth: &[u8],
    reference: &str,
) -> sqlx::Result<Option<Transfer>> {
    sqlx::query_as(
        "select e.request, b.uid as booth, b.code as booth_code, e.account, e.reference, \
         e.state, e.amount, e.at_ms, e.actor from payment_event e join booth b on b.id = e.booth \
         where b.uid = ? and e.reference = ? order by e.id desc limit 1",
    )
    .bind(booth)
    .bind(reference)
    .fetch_optional(db)
    .await
}
