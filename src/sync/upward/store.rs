//! SQL of what a machine sends to its hub.

use crate::base::{clock::Ms, id::NodeId};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};

/// This machine's hub.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct HubRow {
    /// Who joined it.
    pub node: NodeId,
    /// Its address.
    pub address: String,
    /// By which it knows this machine.
    pub token: String,
    /// Its id.
    pub hub: NodeId,
    /// Its name.
    pub name: String,
    /// When it was joined, epoch ms.
    pub joined_ms: i64,
    /// Last contact, to some minutes, epoch ms.
    pub seen_ms: i64,
}

/// The hub that this node joined.
pub async fn hub(db: &mut SqliteConnection, own: NodeId) -> sqlx::Result<Option<HubRow>> {
    sqlx::query_as(
        "select node, address, token, hub, name, joined_ms, seen_ms from hub where node = ?",
    )
    .bind(own.bytes())
    .fetch_optional(db)
    .await
}

/// The hub that the machine of a copy's book joined, whoever's the copy is by now.
pub async fn any_hub(db: &mut SqliteConnection) -> sqlx::Result<Option<HubRow>> {
    sqlx::query_as("select node, address, token, hub, name, joined_ms, seen_ms from hub")
        .fetch_optional(db)
        .await
}

/// Writes down which hub was joined, instead of any other.
pub async fn set_hub(db: &mut SqliteConnection, it: &HubRow) -> sqlx::Result<()> {
    sqlx::query(
        "insert or replace into hub (id, node, address, token, hub, name, joined_ms, seen_ms) \
         values (1, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(it.node.bytes())
    .bind(&it.address)
    .bind(&it.token)
    .bind(it.hub.bytes())
    .bind(&it.name)
    .bind(it.joined_ms)
    .bind(it.seen_ms)
    .execute(db)
    .await
    .map(drop)
}

/// Notes the last contact.
pub async fn note_seen(db: &mut SqliteConnection, at: Ms) -> sqlx::Result<()> {
    sqlx::query("update hub set seen_ms = ?").bind(at.0).execute(db).await.map(drop)
}

/// The chains of the book, each with its last sequence and that entry's position.
pub async fn chains(db: &mut SqliteConnection) -> sqlx::Result<Vec<(NodeId, i64)>> {
    sqlx::query_as(
        "with recursive chain (origin) as (select min(origin) from journal \
         union all select (select min(j.origin) from journal j where j.origin > chain.origin) \
         from chain where chain.origin is not null) \
         select c.origin, (select max(j.seq) from journal j where j.origin = c.origin) \
         from chain c where c.origin is not null",
    )
    .fetch_all(db)
    .await
}

/// The first position of what follows these ends, chain by chain; none: nothing does.
pub async fn first_after(
    db: &mut SqliteConnection,
    ends: &[(NodeId, i64)],
) -> sqlx::Result<Option<i64>> {
    let ends: Vec<_> = ends.iter().map(|(node, seq)| json!([node.hex(), seq])).collect();
    sqlx::query_scalar(
        "select min(j.pos) from json_each(?) c join journal j \
         on j.origin = unhex(c.value ->> 0) and j.seq = (c.value ->> 1) + 1",
    )
    .bind(json!(ends).to_string())
    .fetch_one(db)
    .await
}

/// An entry that may be sent.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct Waiting {
    /// Its position.
    pub pos: i64,
    /// Whose it is.
    pub origin: NodeId,
    /// Its place in its chain.
    pub seq: i64,
    /// The length of its contents, in bytes.
    pub size: i64,
}

/// What follows in a chain after a sequence.
pub async fn sizes(
    db: &mut SqliteConnection,
    chain: NodeId,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<Waiting>> {
    sqlx::query_as(
        "select pos, origin, seq, octet_length(body) as size from journal \
         where origin = ? and seq > ? order by seq limit ?",
    )
    .bind(chain.bytes())
    .bind(after)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Notes that chains came down from a hub.
pub async fn note_drawn(db: &mut SqliteConnection, chains: &[NodeId]) -> sqlx::Result<()> {
    let chains: Vec<String> = chains.iter().map(NodeId::hex).collect();
    sqlx::query(
        "insert into drawn (origin) select unhex(value) from json_each(?) where true \
         on conflict do nothing",
    )
    .bind(json!(chains).to_string())
    .execute(db)
    .await
    .map(drop)
}

/// What stands from a position on.
pub async fn waiting(
    db: &mut SqliteConnection,
    from: i64,
    limit: i64,
) -> sqlx::Result<Vec<Waiting>> {
    sqlx::query_as(
        "select pos, origin, seq, octet_length(body) as size from journal where pos >= ? \
         order by pos limit ?",
    )
    .bind(from)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Đồng of the sales from a position on.
pub async fn money_from(db: &mut SqliteConnection, pos: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar("select coalesce(sum(total), 0) from sale where id >= ?")
        .bind(pos)
        .fetch_one(db)
        .await
}
