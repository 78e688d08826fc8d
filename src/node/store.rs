//! SQL of the nodes of a book.

use super::{Began, Signs, Standing, TookOver, family::Place};
use crate::{
    base::{clock::Ms, id::NodeId},
    db::several::Statement,
};
use serde::Serialize;
use serde_json::json;
use sqlx::SqliteConnection;

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

/// Asks where a node stands: whether it wrote, began from a copy, took over, was followed by
/// another, takes in the books of others, and was enrolled as a standby. Whether it was followed is
/// the journal's word: a take-over that waits until the book is projected anew ends its sales too.
pub fn ask_standing(node: NodeId) -> Statement {
    let node = node.bytes();
    Statement::new(
        "select exists (select 1 from journal where origin = ? limit 1), \
         exists (select 1 from node where origin = ?), \
         exists (select 1 from takeover where origin = ?), \
         exists (select 1 from node n join journal j indexed by journal_of_nodes \
         on j.origin = n.origin and j.kind = 'node.took_over' \
         and j.kind in ('node.began', 'node.took_over', 'fair.given', 'fair.taken') \
         where n.parent = ? and n.parent_seq > 0), \
         exists (select 1 from setting where name = 'receives'), \
         exists (select 1 from leader where own = ?)",
    )
    .bind_bytes(&node)
    .bind_bytes(&node)
    .bind_bytes(&node)
    .bind_bytes(&node)
    .bind_bytes(&node)
}

/// An answer to [`ask_standing`].
pub type StandingRow = (bool, bool, bool, bool, bool, bool);

impl From<StandingRow> for Standing {
    fn from((wrote, restored, took_over, followed, collects, enrolled): StandingRow) -> Standing {
        let follows = enrolled && !wrote;
        Standing { wrote, restored, took_over, followed, collects, follows }
    }
}

/// Where a node stands.
pub async fn standing(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<Standing> {
    let row = ask_standing(node).fetch::<StandingRow>(db).await?.pop();
    row.map(Standing::from).ok_or(sqlx::Error::RowNotFound)
}

/// Whose book it is that the node `own` keeps: its own, or while it follows another machine that
/// one's.
pub async fn keeper(db: &mut SqliteConnection, own: NodeId) -> sqlx::Result<NodeId> {
    let leader: Option<NodeId> = sqlx::query_scalar(
        "select node from leader where own = ?1 \
         and not exists (select 1 from journal j where j.origin = ?1)",
    )
    .bind(own.bytes())
    .fetch_optional(db)
    .await?;
    Ok(leader.unwrap_or(own))
}

/// The nodes that went on from another: which, from which, and after what of its chain.
pub async fn births(db: &mut SqliteConnection) -> sqlx::Result<Vec<(NodeId, NodeId, i64)>> {
    sqlx::query_as("select origin, parent, parent_seq from node").fetch_all(db).await
}

/// The chains that this book goes on from, the first machine's before its heirs', its own last, and
/// how far it goes on from each.
pub async fn own_line(db: &mut SqliteConnection) -> sqlx::Result<Vec<Place>> {
    sqlx::query_as(
        "select l.origin, l.until from own_line l left join chain_depth d on d.origin = l.origin \
         order by coalesce(d.depth, 0)",
    )
    .fetch_all(db)
    .await
}

/// The nodes that took over.
pub async fn took_over(db: &mut SqliteConnection) -> sqlx::Result<Vec<NodeId>> {
    sqlx::query_scalar("select origin from takeover").fetch_all(db).await
}

/// Asks for the nodes that began from a copy, and those that may take over one day, with their
/// signs.
pub fn ask_signs() -> Statement {
    Statement::new(
        "select origin, parent, sign from node union all select node, parent, sign from standby",
    )
}

/// The nodes with their signs.
pub async fn signs(db: &mut SqliteConnection) -> sqlx::Result<Signs> {
    Ok(Signs::of(ask_signs().fetch(db).await?))
}

/// The codes of all booths there ever were.
pub async fn booth_codes(db: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("select distinct code from booth").fetch_all(db).await
}
