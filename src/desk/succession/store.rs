//! SQL of whom this machine follows: a local table.

use super::Leader;
use crate::base::{clock::Ms, id::NodeId};
use sqlx::{FromRow, SqliteConnection};

/// Whom this machine follows, or followed until it took over.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct LeaderRow {
    /// Who follows.
    pub own: NodeId,
    /// Whom.
    pub node: NodeId,
    /// Its address.
    pub address: String,
    /// By which it knows this machine.
    pub token: String,
    /// Its name.
    pub name: String,
    /// Digest of its local tables as they were last taken; empty: not since the copy.
    pub taken: String,
    /// Last contact, to a minute, epoch ms.
    pub heard_ms: i64,
    /// When it knew that this one took over, and all that it has was here, epoch ms.
    pub settled_ms: Option<i64>,
}

/// Whom this node follows, or followed.
pub async fn leader(db: &mut SqliteConnection, own: NodeId) -> sqlx::Result<Option<LeaderRow>> {
    sqlx::query_as(
        "select own, node, address, token, name, taken, heard_ms, settled_ms from leader \
         where own = ?",
    )
    .bind(own.bytes())
    .fetch_optional(db)
    .await
}

/// Writes down whom it follows, instead of any other.
pub async fn follow(db: &mut SqliteConnection, it: &Leader) -> sqlx::Result<()> {
    sqlx::query(
        "insert or replace into leader (id, own, node, address, token, name, taken, heard_ms) \
         values (1, ?, ?, ?, ?, ?, '', 0)",
    )
    .bind(it.own.bytes())
    .bind(it.node.bytes())
    .bind(&it.address)
    .bind(&it.token)
    .bind(&it.name)
    .execute(db)
    .await
    .map(drop)
}

/// It follows nobody.
pub async fn follow_nobody(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("delete from leader").execute(db).await.map(drop)
}

/// Notes the last contact.
pub async fn heard(db: &mut SqliteConnection, at: Ms) -> sqlx::Result<()> {
    sqlx::query("update leader set heard_ms = ?").bind(at.0).execute(db).await.map(drop)
}

/// Notes where the old machine is found now; it is looked for anew.
pub async fn found(db: &mut SqliteConnection, address: &str) -> sqlx::Result<()> {
    sqlx::query("update leader set address = ?, settled_ms = null")
        .bind(address)
        .execute(db)
        .await
        .map(drop)
}

/// Notes which of the leader's local tables were taken.
pub async fn took(db: &mut SqliteConnection, digest: &str) -> sqlx::Result<()> {
    sqlx::query("update leader set taken = ?").bind(digest).execute(db).await.map(drop)
}

/// Notes that the old machine knows, and that all it has is here.
pub async fn settled(db: &mut SqliteConnection, at: Ms) -> sqlx::Result<()> {
    sqlx::query("update leader set settled_ms = ?").bind(at.0).execute(db).await.map(drop)
}
