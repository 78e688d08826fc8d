//! SQL of the journal.

use super::{Entry, Head};
use crate::{
    base::{
        clock::Ms,
        id::{CommandId, NodeId},
    },
    db::several::Statement,
};
use serde_json::json;
use sqlx::SqliteConnection;

/// Asks for the end of `origin`'s chain and the last position of all.
pub fn ask_head(origin: NodeId) -> Statement {
    Statement::new(
        "select coalesce((select max(pos) from journal), 0), seq, hash from (select 1) \
         left join (select seq, hash from journal where origin = ? order by seq desc limit 1)",
    )
    .bind_bytes(&origin.bytes())
}

/// A chain's end as [`ask_head`] gives it: the last position of all, then sequence and hash, which
/// a chain without entries has not.
pub type HeadRow = (i64, Option<i64>, Option<Vec<u8>>);

impl From<HeadRow> for Head {
    fn from((pos, seq, hash): HeadRow) -> Head {
        Head { pos, seq: seq.unwrap_or(0), hash: hash.unwrap_or_else(|| vec![0; 32]) }
    }
}

/// The end of `origin`'s chain and the last position of all.
pub async fn head(db: &mut SqliteConnection, origin: NodeId) -> sqlx::Result<Head> {
    let row = ask_head(origin).fetch::<HeadRow>(db).await?.pop();
    row.map(Head::from).ok_or(sqlx::Error::RowNotFound)
}

/// Writes a batch of placed entries.
pub fn append(entries: &[Entry]) -> Statement {
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
    Statement::new(
        "insert into journal (pos, origin, seq, uid, at_ms, kind, subject, actor, device, \
         input_hash, body_version, body, hash_version, prev_hash, hash) \
         select value ->> 0, unhex(value ->> 1), value ->> 2, unhex(value ->> 3), value ->> 4, \
         value ->> 5, value ->> 6, value ->> 7, value ->> 8, unhex(value ->> 9), value ->> 10, \
         value ->> 11, value ->> 12, unhex(value ->> 13), unhex(value ->> 14) from json_each(?)",
    )
    .bind(serde_json::Value::from(rows).to_string())
}

/// Asks for the entries that stand under any of these uids (hexadecimal): of twins the one that is
/// projected.
pub fn ask_by_uids(uids: &[String]) -> Statement {
    Statement::new(
        "select * from journal where uid in (select unhex(value) from json_each(?)) \
         and not exists (select 1 from verdict v where v.id = pos \
         and v.verdict in ('twin', 'differs'))",
    )
    .bind(json!(uids).to_string())
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

/// The entries at these positions, in order.
pub async fn at_all(db: &mut SqliteConnection, positions: &[i64]) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as(
        "select * from journal where pos in (select value from json_each(?)) order by pos",
    )
    .bind(json!(positions).to_string())
    .fetch_all(db)
    .await
}

/// Up to `limit` entries of one chain after a sequence, in order.
pub async fn chain(
    db: &mut SqliteConnection,
    origin: NodeId,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as("select * from journal where origin = ? and seq > ? order by seq limit ?")
        .bind(origin.bytes())
        .bind(after)
        .bind(limit)
        .fetch_all(db)
        .await
}

/// Whether entries of other nodes than this stand in it.
pub async fn holds_others(db: &mut SqliteConnection, own: NodeId) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "select coalesce((select min(origin) from journal) <> ?1, 0) \
         or coalesce((select max(origin) from journal) <> ?1, 0)",
    )
    .bind(own.bytes())
    .fetch_one(db)
    .await
}

/// The ids of commands that stand in more than one chain.
pub async fn doubled(db: &mut SqliteConnection) -> sqlx::Result<Vec<CommandId>> {
    sqlx::query_scalar("select uid from journal group by uid having count(*) > 1")
        .fetch_all(db)
        .await
}

/// The entries by which nodes began and took over, and fairs were given and taken, in order of
/// arrival.
pub async fn of_nodes(db: &mut SqliteConnection) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as(
        "select * from journal indexed by journal_of_nodes \
         where kind in ('node.began', 'node.took_over', 'fair.given', 'fair.taken') \
         order by pos",
    )
    .fetch_all(db)
    .await
}

/// Whether a chain changed a thing after a sequence.
pub async fn changed_after(
    db: &mut SqliteConnection,
    origin: NodeId,
    seq: i64,
) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "select exists (select 1 from journal where origin = ? and seq > ? and kind in \
         ('staff.changed', 'catalog.changed', 'fair.changed', 'stock.room', 'fair.given', \
         'fair.taken'))",
    )
    .bind(origin.bytes())
    .bind(seq)
    .fetch_one(db)
    .await
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

/// Asks when the newest entry of this machine was written, as far as the clock was not said to be
/// right since: at most one number, epoch ms. A restored copy goes on from what the machine before
/// it wrote; the clocks of other machines say nothing of this one's.
pub fn ask_newest() -> Statement {
    Statement::new(
        "with recursive mine (origin) as (\
         select unhex(replace(value, '-', '')) from setting where name = 'node' \
         union select n.parent from node n join mine m on n.origin = m.origin) \
         select newest from (select max((select j.at_ms from journal j \
         indexed by journal_by_time where j.origin = mine.origin and j.pos > coalesce(\
         (select cast(value as integer) from setting where name = ?), 0) \
         order by j.at_ms desc limit 1)) as newest from mine) where newest is not null",
    )
    .bind(TRUSTED.to_owned())
}

/// When the newest entry was written, as far as the clock was not said to be right since; long ago
/// when there is none.
pub async fn newest(db: &mut SqliteConnection) -> sqlx::Result<Ms> {
    let newest = ask_newest().fetch::<(i64,)>(db).await?.pop();
    Ok(newest.map(|(at,)| Ms(at)).unwrap_or_default())
}

/// How many entries of all chains were written after an instant.
pub async fn count_since(db: &mut SqliteConnection, since: Ms) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "with recursive chain (origin) as (select min(origin) from journal union all \
         select (select min(j.origin) from journal j where j.origin > c.origin) from chain c \
         where c.origin is not null) \
         select count(*) from chain c join journal j indexed by journal_by_time \
         on j.origin = c.origin and j.at_ms > ?",
    )
    .bind(since.0)
    .fetch_one(db)
    .await
}

/// The last entry of each chain: origin, sequence, hash. Steps from chain to chain.
pub async fn heads(db: &mut SqliteConnection) -> sqlx::Result<Vec<(NodeId, i64, Vec<u8>)>> {
    sqlx::query_as(
        "with recursive chain (origin) as (select min(origin) from journal union all \
         select (select min(j.origin) from journal j where j.origin > c.origin) from chain c \
         where c.origin is not null) \
         select j.origin, j.seq, j.hash from chain c join journal j on j.origin = c.origin \
         and j.seq = (select max(seq) from journal where origin = c.origin)",
    )
    .fetch_all(db)
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

/// The settings whose names begin with a text, as what stands behind it and the value.
pub async fn settings_of(
    db: &mut SqliteConnection,
    begin: &str,
) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query_as(
        "select substr(name, length(?1) + 1), value from setting \
         where name >= ?1 and name < ?1 || char(1114111) order by name",
    )
    .bind(begin)
    .fetch_all(db)
    .await
}

/// Takes a setting of this machine back.
pub async fn clear_setting(db: &mut SqliteConnection, name: &str) -> sqlx::Result<()> {
    sqlx::query("delete from setting where name = ?").bind(name).execute(db).await.map(drop)
}
