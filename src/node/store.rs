//! SQL of the nodes of a book.

use super::{Began, Signs, Standing, TookOver};
use crate::base::id::NodeId;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

/// The row of a chain that began with the entry at `pos`.
pub fn began_row(pos: i64, it: &Began) -> Value {
    json!([pos, it.node.hex(), it.parent.hex(), it.seq, it.hash, it.sign])
}

/// Writes the beginnings of chains.
pub async fn write_began(db: &mut SqliteConnection, rows: &[Value]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into node (id, origin, parent, parent_seq, parent_hash, sign) \
         select value ->> 0, unhex(value ->> 1), unhex(value ->> 2), value ->> 3, \
         unhex(value ->> 4), value ->> 5 from json_each(?)",
    )
    .bind(json!(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// The row of a take-over whose entry stands at `pos`.
pub fn takeover_row(pos: i64, actor: &str, it: &TookOver) -> Value {
    json!([pos, it.node.hex(), it.at, actor])
}

/// Writes take-overs.
pub async fn write_takeovers(db: &mut SqliteConnection, rows: &[Value]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into takeover (id, origin, at_ms, actor) select value ->> 0, unhex(value ->> 1), \
         value ->> 2, value ->> 3 from json_each(?)",
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
