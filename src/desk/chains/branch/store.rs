//! SQL of a book that parts from another under its name: its rows after the last common entry are
//! lifted off the journal and put back.

use crate::{journal::Entry, node::family::Place};
use sqlx::SqliteConnection;

/// Where an entry stands in the journal.
pub async fn position(db: &mut SqliteConnection, at: Place) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("select pos from journal where origin = ? and seq = ?")
        .bind(at.0.bytes())
        .bind(at.1)
        .fetch_optional(db)
        .await
}

/// Lifts every row after a position off the order: it waits below zero.
pub async fn lift(db: &mut SqliteConnection, pos: i64) -> sqlx::Result<()> {
    sqlx::query("update journal set pos = -pos where pos > ?").bind(pos).execute(db).await?;
    Ok(())
}

/// The first of what was lifted, in its order.
pub async fn lifted(db: &mut SqliteConnection, limit: i64) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as("select * from journal where pos < 0 order by pos desc limit ?")
        .bind(limit)
        .fetch_all(db)
        .await
}

/// Takes away what was lifted, down to this position.
pub async fn take(db: &mut SqliteConnection, pos: i64) -> sqlx::Result<()> {
    sqlx::query("delete from journal where pos < 0 and pos >= ?").bind(pos).execute(db).await?;
    Ok(())
}

/// Who follows the journal, and how far each has read it.
pub async fn followers(db: &mut SqliteConnection) -> sqlx::Result<Vec<(String, i64)>> {
    sqlx::query_as("select name, pos from follower").fetch_all(db).await
}

/// How many entries are in no figure, but for those that stand in another chain.
pub async fn left_out(db: &mut SqliteConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("select count(*) from verdict where verdict not in ('twin', 'differs')")
        .fetch_one(db)
        .await
}
