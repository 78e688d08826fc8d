//! SQL of the journal.

use super::{Entry, Head};
use crate::base::{clock::Ms, id::NodeId};
use serde_json::json;
use sqlx::{Row, SqliteConnection};

/// The end of `origin`'s chain and the last position of all.
pub async fn head(db: &mut SqliteConnection, origin: NodeId) -> sqlx::Result<Head> {
    let pos = sqlx::query("select coalesce(max(pos), 0) from journal").fetch_one(&mut *db).await?;
    let last = last_of(db, origin).await?;
    let (seq, hash) = last.unwrap_or((0, vec![0; 32]));
    Ok(Head { pos: pos.get(0), seq, hash })
}

async fn last_of(
    db: &mut SqliteConnection,
    origin: NodeId,
) -> sqlx::Result<Option<(i64, Vec<u8>)>> {
    sqlx::query_as("select seq, hash from journal where origin = ? order by seq desc limit 1")
        .bind(origin.bytes())
        .fetch_optional(db)
        .await
}

/// Writes a batch of placed entries in one statement.
pub async fn append(db: &mut SqliteConnection, entries: &[Entry]) -> sqlx::Result<()> {
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            json!([
                entry.pos,
                hex::encode(&entry.origin),
                entry.seq,
                hex::encode(&entry.uid),
                entry.at_ms,
                entry.kind,
                entry.subject,
                entry.actor,
                entry.device,
                hex::encode(&entry.input_hash),
                entry.body_version,
                entry.body,
                entry.hash_version,
                hex::encode(&entry.prev_hash),
                hex::encode(&entry.hash),
            ])
        })
        .collect();
    sqlx::query(
        "insert into journal (pos, origin, seq, uid, at_ms, kind, subject, actor, device, \
         input_hash, body_version, body, hash_version, prev_hash, hash) \
         select value ->> 0, unhex(value ->> 1), value ->> 2, unhex(value ->> 3), value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8, unhex(value ->> 9), value ->> 10, \
         value ->> 11, value ->> 12, unhex(value ->> 13), unhex(value ->> 14) from json_each(?)",
    )
    .bind(serde_json::Value::from(rows).to_string())
    .execute(db)
    .await?;
    Ok(())
}

/// The entries that stand under any of these uids (hexadecimal).
pub async fn by_uids(db: &mut SqliteConnection, uids: &[String]) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as("select * from journal where uid in (select unhex(value) from json_each(?))")
        .bind(json!(uids).to_string())
        .fetch_all(db)
        .await
}

/// Up to `limit` entries after position `pos`, in order of arrival.
pub async fn after(db: &mut SqliteConnection, pos: i64, limit: i64) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as("select * from journal where pos > ? order by pos limit ?")
        .bind(pos)
        .bind(limit)
        .fetch_all(db)
        .await
}

/// Up to `limit` positions after `pos`, in order.
pub async fn positions(db: &mut SqliteConnection, pos: i64, limit: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar("select pos from journal where pos > ? order by pos limit ?")
        .bind(pos)
        .bind(limit)
        .fetch_all(db)
        .await
}

/// The entry at a position.
pub async fn at(db: &mut SqliteConnection, pos: i64) -> sqlx::Result<Option<Entry>> {
    sqlx::query_as("select * from journal where pos = ?").bind(pos).fetch_optional(db).await
}

/// The stored hash of an entry of `origin`'s chain.
pub async fn hash_at(
    db: &mut SqliteConnection,
    origin: &[u8],
    seq: i64,
) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar("select hash from journal where origin = ? and seq = ?")
        .bind(origin)
        .bind(seq)
        .fetch_optional(db)
        .await
}

/// The last position, 0 when the journal is empty.
pub async fn last_pos(db: &mut SqliteConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("select coalesce(max(pos), 0) from journal").fetch_one(db).await
}

const TRUSTED: &str = "clock_right_after";

/// When the newest entry was written, as far as the clock was not said to be right since; long ago
/// when there is none.
pub async fn newest(db: &mut SqliteConnection) -> sqlx::Result<Ms> {
    let newest: Option<i64> = sqlx::query_scalar(
        "select at_ms from journal indexed by journal_by_time where pos > coalesce(\
         (select cast(value as integer) from setting where name = ?), 0) \
         order by at_ms desc limit 1",
    )
    .bind(TRUSTED)
    .fetch_optional(db)
    .await?;
    Ok(newest.map(Ms).unwrap_or_default())
}

/// How many entries were written after an instant.
pub async fn count_since(db: &mut SqliteConnection, since: Ms) -> sqlx::Result<i64> {
    sqlx::query_scalar("select count(*) from journal indexed by journal_by_time where at_ms > ?")
        .bind(since.0)
        .fetch_one(db)
        .await
}

/// Keeps that the clock is right now: what was written until now says nothing against it.
pub async fn trust_clock(db: &mut SqliteConnection) -> sqlx::Result<()> {
    let pos = last_pos(db).await?;
    set_setting(db, TRUSTED, &pos.to_string()).await
}

/// How far a follower has read.
pub async fn follower(db: &mut SqliteConnection, name: &str) -> sqlx::Result<i64> {
    let pos: Option<i64> = sqlx::query_scalar("select pos from follower where name = ?")
        .bind(name)
        .fetch_optional(db)
        .await?;
    Ok(pos.unwrap_or(0))
}

/// Remembers how far a follower has read.
pub async fn follow_to(db: &mut SqliteConnection, name: &str, pos: i64) -> sqlx::Result<()> {
    sqlx::query(
        "insert into follower (name, pos) values (?, ?) \
         on conflict (name) do update set pos = excluded.pos",
    )
    .bind(name)
    .bind(pos)
    .execute(db)
    .await?;
    Ok(())
}

/// A setting of this machine.
pub async fn setting(db: &mut SqliteConnection, name: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("select value from setting where name = ?")
        .bind(name)
        .fetch_optional(db)
        .await
}

/// Sets a setting of this machine.
pub async fn set_setting(db: &mut SqliteConnection, name: &str, value: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into setting (name, value) values (?, ?) \
         on conflict (name) do update set value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(db)
    .await?;
    Ok(())
}
