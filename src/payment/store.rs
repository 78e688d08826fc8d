//! SQL of transfers.

use super::event::{Known, State, Stepped};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, RequestId},
        money::Money,
    },
    db::several::Statement,
};
use serde::Serialize;
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};
use std::{
    collections::{BTreeSet, HashMap},
    str::FromStr,
};

/// The last step of a transfer, and whether a sale claims it.
#[derive(Debug, FromRow)]
pub struct LastRow {
    booth: BoothId,
    account: String,
    reference: String,
    request: Option<RequestId>,
    state: String,
    amount: i64,
    claimed: bool,
}

/// Asks for the last known state of each reference that a batch needs.
pub fn ask_references(references: &BTreeSet<String>) -> Statement {
    Statement::new(
        "select b.uid as booth, e.account, e.reference, e.request, e.state, e.amount, \
         exists (select 1 from payment_event c where c.reference = e.reference \
         and +c.booth = e.booth and c.request is null) as claimed \
         from payment_event e join booth b on b.id = e.booth where e.id in \
         (select max(id) from payment_event where reference in (select value from json_each(?)) \
         group by reference, booth)",
    )
    .bind(json!(references).to_string())
}

/// The transfers of these rows, by booth and reference.
pub fn references_of(rows: Vec<LastRow>) -> sqlx::Result<HashMap<(BoothId, String), Known>> {
    let known = |last: LastRow| {
        let bad = |_| sqlx::Error::Decode("the book holds an unreadable transfer".into());
        let known = Known {
            state: State::from_str(&last.state).map_err(bad)?,
            account: last.account,
            claimed: last.claimed,
            request: last.request,
            amount: Money(last.amount),
        };
        Ok(((last.booth, last.reference), known))
    };
    rows.into_iter().map(known).collect()
}

/// A row of `payment_event`.
#[derive(Debug, Serialize)]
pub struct EventRow {
    /// Eight times the position of its entry, and which payment of it.
    pub id: i64,
    /// The request's uid, hexadecimal; none: a sale alone claims it.
    pub request: Option<String>,
    /// The booth's uid, hexadecimal.
    pub booth: String,
    /// Bank BIN, slash, account.
    pub account: String,
    /// The reference.
    pub reference: String,
    /// Where the transfer stands by it.
    pub state: State,
    /// Đồng.
    pub amount: Money,
    /// When.
    pub at_ms: Ms,
    /// Who.
    pub actor: String,
    /// The node in whose chain it stands, hexadecimal.
    pub origin: String,
}

/// The row of a step whose entry stands at `pos` of the book and in the chain of `origin`.
pub fn step_row((pos, origin): (i64, &str), it: &Stepped, actor: &str) -> EventRow {
    EventRow {
        origin: origin.to_owned(),
        id: pos * 8,
        request: Some(it.step.request.hex()),
        booth: it.step.booth.hex(),
        account: it.account.clone(),
        reference: it.step.reference.clone(),
        state: it.step.state,
        amount: it.step.amount,
        at_ms: it.step.at,
        actor: actor.to_owned(),
    }
}

/// Writes steps.
pub fn write_events(rows: &[EventRow]) -> Statement {
    Statement::new(
        "insert into payment_event (id, request, booth, account, reference, state, amount, \
         at_ms, actor, origin) select value ->> 'id', unhex(value ->> 'request'), \
         (select id from booth where uid = unhex(value ->> 'booth')), value ->> 'account', \
         value ->> 'reference', value ->> 'state', value ->> 'amount', value ->> 'at_ms', \
         value ->> 'actor', unhex(value ->> 'origin') from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// The last step of a transfer, as lists show it.
#[derive(Debug, Clone, FromRow)]
pub struct Transfer {
    /// The step's row id, by which lists are paged.
    pub id: i64,
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
    /// Whether a sale has claimed it.
    pub claimed: bool,
}

/// Which transfers are wanted.
#[derive(Debug, Clone, Copy)]
pub struct TransferFilter<'a> {
    /// Of this fair (row id).
    pub fair: i64,
    /// Of this booth (uid) alone.
    pub booth: Option<&'a [u8]>,
    /// In this state (its word) alone.
    pub state: Option<&'a str>,
    /// Only money that no sale has claimed.
    pub unsold: bool,
    /// With a last step before this row id.
    pub before: i64,
}

/// Transfers by their last step, the newest first, at most `limit`.
pub async fn transfers(
    db: &mut SqliteConnection,
    wanted: TransferFilter<'_>,
    limit: i64,
) -> sqlx::Result<Vec<Transfer>> {
    sqlx::query_as(
        "select * from transfer_listed where fair = ?1 and (?2 is null or booth = ?2) \
         and (?3 is null or state = ?3) and (not ?6 or not claimed) and id < ?4 and last \
         order by id desc limit ?5",
    )
    .bind(wanted.fair)
    .bind(wanted.booth)
    .bind(wanted.state)
    .bind(wanted.before)
    .bind(limit)
    .bind(wanted.unsold)
    .fetch_all(db)
    .await
}

/// Transfers that the bank has still to confirm.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromRow)]
pub struct Waiting {
    /// How many.
    pub count: i64,
    /// Đồng.
    pub amount: i64,
    /// The newest of them; 0 where there are none.
    pub newest: i64,
}

/// What waits for the bank at a fair, or at one booth of it, up to a step.
pub async fn waiting(
    db: &mut SqliteConnection,
    fair: i64,
    booth: Option<&[u8]>,
    upto: i64,
) -> sqlx::Result<Waiting> {
    sqlx::query_as(
        "select count(*) as count, coalesce(sum(amount), 0) as amount, \
         coalesce(max(id), 0) as newest from transfer_listed where fair = ?1 \
         and (?2 is null or booth = ?2) and id <= ?3 and state = 'claimed' and last",
    )
    .bind(fair)
    .bind(booth)
    .bind(upto)
    .fetch_one(db)
    .await
}

/// A request by its uid: its last step.
pub async fn request(db: &mut SqliteConnection, uid: &[u8]) -> sqlx::Result<Option<Transfer>> {
    sqlx::query_as(
        "select * from transfer_listed where request = ? order by last desc, id desc limit 1",
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

/// The steps of a reference at a booth, in order.
pub async fn steps(
    db: &mut SqliteConnection,
    booth: &[u8],
    reference: &str,
) -> sqlx::Result<Vec<Transfer>> {
    sqlx::query_as(
        "select * from transfer_listed where booth = ? and reference = ? order by id limit 20",
    )
    .bind(booth)
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
        "select * from transfer_listed where booth = ? and reference = ? and last limit 1",
    )
    .bind(booth)
    .bind(reference)
    .fetch_optional(db)
    .await
}
