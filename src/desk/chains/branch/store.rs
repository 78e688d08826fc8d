//! SQL of a book that parts from another under its name: its rows after the last common entry are
//! lifted off the journal and put back.

use crate::{base::id::NodeId, journal::Entry, node::family::Place};
use sqlx::SqliteConnection;

/// The chains that this book goes on from, its own among them.
pub async fn own_line(db: &mut SqliteConnection) -> sqlx::Result<Vec<NodeId>> {
    sqlx::query_scalar("select origin from own_line").fetch_all(db).await
}

/// Where an entry stands in the journal.
pub async fn position(db: &mut SqliteConnection, at: Place) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("select pos from journal where origin = ? and seq = ?")
        .bind(at.0.bytes())
        .bind(at.1)
        .fetch_optional(db)
        .await
}

/// Takes every row after a position off the journal.
pub async fn lift(db: &mut SqliteConnection, pos: i64) -> sqlx::Result<()> {
    sqlx::query("create temp table lifted as select * from journal where pos > ?")
        .bind(pos)
        .execute(&mut *db)
        .await?;
    sqlx::query("delete from journal where pos > ?").bind(pos).execute(db).await?;
    Ok(())
}

/// What was lifted, in its order.
pub async fn lifted(db: &mut SqliteConnection, pos: i64, limit: i64) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as("select * from temp.lifted where pos > ? order by pos limit ?")
        .bind(pos)
        .bind(limit)
        .fetch_all(db)
        .await
}

/// All of it was put back.
pub async fn forget_lifted(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("drop table temp.lifted").execute(db).await?;
    Ok(())
}

/// Who follows the journal, and how far each has read it.
pub async fn followers(db: &mut SqliteConnection) -> sqlx::Result<Vec<(String, i64)>> {
    sqlx::query_as("select name, pos from follower").fetch_all(db).await
}

/// The first entry of a chain whose rows do not stand in the book.
pub async fn left_out(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar(
        "select j.seq from verdict v join journal j on j.pos = v.id where j.origin = ? \
         and v.verdict <> 'twin' order by j.seq limit 1",
    )
    .bind(node.bytes())
    .fetch_optional(db)
    .await
}
