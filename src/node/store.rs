//! SQL of the nodes of a book.

use super::{
    Began, Signs, Standing, TookOver,
    owner::{Handed, Kind, Ownership, Share, Taken, Thing},
};
use crate::{
    base::{
        clock::Ms,
        id::{FairId, NodeId},
    },
    db::several::Statement,
};
use serde::Serialize;
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};
use std::collections::HashMap;

/// A row of `node`.
#[derive(Debug, Serialize)]
pub struct NodeRow {
    id: i64,
    origin: String,
    parent: String,
    parent_seq: i64,
    parent_hash: String,
    sign: String,
}

/// The row of a chain that began with the entry at `pos`.
pub fn began_row(pos: i64, it: &Began) -> NodeRow {
    NodeRow {
        id: pos,
        origin: it.node.hex(),
        parent: it.parent.hex(),
        parent_seq: it.seq,
        parent_hash: it.hash.clone(),
        sign: it.sign.clone(),
    }
}

/// Writes the beginnings of chains.
pub fn write_began(rows: &[NodeRow]) -> Statement {
    Statement::new(
        "insert into node (id, origin, parent, parent_seq, parent_hash, sign) \
         select value ->> 'id', unhex(value ->> 'origin'), unhex(value ->> 'parent'), \
         value ->> 'parent_seq', unhex(value ->> 'parent_hash'), value ->> 'sign' \
         from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// A row of `takeover`.
#[derive(Debug, Serialize)]
pub struct TakeoverRow {
    id: i64,
    origin: String,
    at_ms: Ms,
    actor: String,
}

/// The row of a take-over whose entry stands at `pos`.
pub fn takeover_row(pos: i64, actor: &str, it: &TookOver) -> TakeoverRow {
    TakeoverRow { id: pos, origin: it.node.hex(), at_ms: it.at, actor: actor.to_owned() }
}

/// Writes take-overs.
pub fn write_takeovers(rows: &[TakeoverRow]) -> Statement {
    Statement::new(
        "insert into takeover (id, origin, at_ms, actor) select value ->> 'id', \
         unhex(value ->> 'origin'), value ->> 'at_ms', value ->> 'actor' from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// Asks where a node stands: whether it wrote, began from a copy, and took over.
pub fn ask_standing(node: NodeId) -> Statement {
    let node = node.bytes();
    Statement::new(
        "select exists (select 1 from journal where origin = ? limit 1), \
         exists (select 1 from node where origin = ?), \
         exists (select 1 from takeover where origin = ?)",
    )
    .bind_bytes(&node)
    .bind_bytes(&node)
    .bind_bytes(&node)
}

/// An answer to [`ask_standing`].
pub type StandingRow = (bool, bool, bool);

impl From<StandingRow> for Standing {
    fn from((wrote, restored, took_over): StandingRow) -> Standing {
        Standing { wrote, restored, took_over }
    }
}

/// Where a node stands.
pub async fn standing(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<Standing> {
    let row = ask_standing(node).fetch::<StandingRow>(db).await?.pop();
    row.map(Standing::from).ok_or(sqlx::Error::RowNotFound)
}

/// Asks for the nodes that began from a copy, with their signs.
pub fn ask_signs() -> Statement {
    Statement::new("select origin, parent, sign from node order by id")
}

/// The nodes with their signs.
pub async fn signs(db: &mut SqliteConnection) -> sqlx::Result<Signs> {
    Ok(Signs::of(ask_signs().fetch(db).await?))
}

/// The codes of all booths there ever were.
pub async fn booth_codes(db: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("select distinct code from booth").fetch_all(db).await
}

/// A row of `handover`.
#[derive(Debug, Serialize)]
pub struct HandoverRow {
    id: i64,
    origin: String,
    seq: i64,
    kind: &'static str,
    fair: Option<String>,
    receiver: String,
}

/// The row of a handover whose entry stands at `pos`, and at `place` (origin, sequence) of its
/// chain.
pub fn handover_row(pos: i64, (origin, seq): (&[u8], i64), it: &Handed) -> HandoverRow {
    let (kind, fair) = match it.share {
        Share::Fair(fair) => ("fair", Some(fair.hex())),
        Share::Catalog => ("catalog", None),
        Share::Staff => ("staff", None),
    };
    HandoverRow { id: pos, origin: hex::encode(origin), seq, kind, fair, receiver: it.to.hex() }
}

/// Writes handovers.
pub fn write_handovers(rows: &[HandoverRow]) -> Statement {
    Statement::new(
        "insert into handover (id, origin, seq, kind, fair, receiver) select value ->> 'id', \
         unhex(value ->> 'origin'), value ->> 'seq', value ->> 'kind', unhex(value ->> 'fair'), \
         unhex(value ->> 'receiver') from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// A row of `handover_taken`.
#[derive(Debug, Serialize)]
pub struct TakenRow {
    id: i64,
    origin: String,
    seq: i64,
    giver: String,
    giver_seq: i64,
}

/// The row of a node that took what was handed to it.
pub fn taken_row(pos: i64, (origin, seq): (&[u8], i64), it: &Taken) -> TakenRow {
    let (origin, giver) = (hex::encode(origin), it.from.hex());
    TakenRow { id: pos, origin, seq, giver, giver_seq: it.seq }
}

/// Writes what was taken.
pub fn write_taken(rows: &[TakenRow]) -> Statement {
    Statement::new(
        "insert into handover_taken (id, origin, seq, giver, giver_seq) select value ->> 'id', \
         unhex(value ->> 'origin'), value ->> 'seq', unhex(value ->> 'giver'), \
         value ->> 'giver_seq' from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// A row of `thing`.
#[derive(Debug, Clone, Serialize, FromRow)]
pub struct ThingRow {
    key: String,
    origin: String,
    seq: i64,
    kind: String,
    fair: Option<String>,
}

impl ThingRow {
    /// The row of a thing under its key.
    pub fn of(key: String, thing: &Thing) -> ThingRow {
        let (kind, fair) = match thing.kind {
            Kind::Fair(fair) => ("fair", Some(fair.hex())),
            Kind::Catalog => ("catalog", None),
            Kind::Staff => ("staff", None),
            Kind::Device => ("device", None),
            Kind::Published => ("published", None),
        };
        let (origin, kind) = (thing.origin.hex(), kind.to_owned());
        ThingRow { key, origin, seq: thing.seq, kind, fair }
    }

    fn thing(self) -> Option<(String, Thing)> {
        let fair = || self.fair.as_deref().and_then(|fair| fair.parse::<FairId>().ok());
        let kind = match self.kind.as_str() {
            "fair" => Kind::Fair(fair()?),
            "catalog" => Kind::Catalog,
            "staff" => Kind::Staff,
            "device" => Kind::Device,
            _ => Kind::Published,
        };
        let origin = self.origin.parse().ok()?;
        Some((self.key, Thing { kind, origin, seq: self.seq }))
    }
}

/// Writes things that nobody named before.
pub fn write_things(rows: &[ThingRow]) -> Statement {
    Statement::new(
        "insert into thing (key, origin, seq, kind, fair) select value ->> 'key', \
         unhex(value ->> 'origin'), value ->> 'seq', value ->> 'kind', unhex(value ->> 'fair') \
         from json_each(?) where true on conflict (key) do nothing",
    )
    .bind(json!(rows).to_string())
}

/// Things by their keys.
pub async fn things(
    db: &mut SqliteConnection,
    keys: &[String],
) -> sqlx::Result<HashMap<String, Thing>> {
    let rows: Vec<ThingRow> = sqlx::query_as(
        "select key, lower(hex(origin)) as origin, seq, kind, lower(hex(fair)) as fair from thing \
         where key in (select value from json_each(?))",
    )
    .bind(json!(keys).to_string())
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().filter_map(ThingRow::thing).collect())
}

/// Forgets every thing, to be named anew.
pub fn forget_things() -> Statement {
    Statement::new("delete from thing")
}

/// The chains that go on from others: node, parent, the parent's last sequence, whether it took
/// over.
async fn descents(db: &mut SqliteConnection) -> sqlx::Result<Vec<(NodeId, NodeId, i64, bool)>> {
    sqlx::query_as(
        "select n.origin, n.parent, n.parent_seq, \
         exists (select 1 from takeover t where t.origin = n.origin) from node n order by n.id",
    )
    .fetch_all(db)
    .await
}

/// A handover as stored: origin, sequence, kind, fair, receiver.
type Given = (NodeId, i64, String, Option<FairId>, NodeId);

async fn handovers(db: &mut SqliteConnection) -> sqlx::Result<Vec<Given>> {
    sqlx::query_as("select origin, seq, kind, fair, receiver from handover order by id")
        .fetch_all(db)
        .await
}

async fn taken(db: &mut SqliteConnection) -> sqlx::Result<Vec<(NodeId, i64, NodeId, i64)>> {
    sqlx::query_as("select origin, seq, giver, giver_seq from handover_taken order by id")
        .fetch_all(db)
        .await
}

/// All that ownership is told from, in the book of the node `own`.
pub async fn ownership(db: &mut SqliteConnection, own: NodeId) -> sqlx::Result<Ownership> {
    let mut who = Ownership::of(own);
    for (node, parent, seq, took_over) in descents(db).await? {
        who.began(node, parent, seq);
        if took_over {
            who.took_over(node);
        }
    }
    for (origin, seq, kind, fair, to) in handovers(db).await? {
        let share = match (kind.as_str(), fair) {
            ("fair", Some(fair)) => Share::Fair(fair),
            ("catalog", _) => Share::Catalog,
            _ => Share::Staff,
        };
        who.handed(origin, seq, Handed { share, to });
    }
    for (origin, seq, from, at) in taken(db).await? {
        who.taken(origin, seq, &Taken { from, seq: at });
    }
    Ok(who)
}
