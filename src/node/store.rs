//! SQL of the nodes of a book.

use super::{Began, Signs, Standing, TookOver};
use crate::base::{clock::Ms, id::NodeId};
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
pub async fn write_began(db: &mut SqliteConnection, rows: &[NodeRow]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into node (id, origin, parent, parent_seq, parent_hash, sign) \
         select value ->> 'id', unhex(value ->> 'origin'), unhex(value ->> 'parent'), \
         value ->> 'parent_seq', unhex(value ->> 'parent_hash'), value ->> 'sign' \
         from json_each(?)",
    )
    .bind(json!(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
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
pub async fn write_takeovers(db: &mut SqliteConnection, rows: &[TakeoverRow]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into takeover (id, origin, at_ms, actor) select value ->> 'id', \
         unhex(value ->> 'origin'), value ->> 'at_ms', value ->> 'actor' from json_each(?)",
    )
    .bind(json!(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// Where a node stands.
pub async fn standing(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<Standing> {
    let (wrote, restored, took_over): (bool, bool, bool) = sqlx::query_as(
        "select exists (select 1 from journal where origin = ?1 limit 1), \
         exists (select 1 from node where origin = ?1), \
         exists (select 1 from takeover where origin = ?1)",
    )
    .bind(node.bytes())
    .fetch_one(db)
    .await?;
    Ok(Standing { wrote, restored, took_over })
}

/// The nodes with their signs.
pub async fn signs(db: &mut SqliteConnection) -> sqlx::Result<Signs> {
    let rows =
        sqlx::query_as("select origin, parent, sign from node order by id").fetch_all(db).await?;
    Ok(Signs::of(rows))
}

/// The codes of all booths there ever were.
pub async fn booth_codes(db: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("select distinct code from booth").fetch_all(db).await
}
