//! SQL of what a hub knows of the machines that send it their books.

use crate::base::{clock::Ms, id::NodeId};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};

/// Keeps a code's digest.
pub async fn add_invite(db: &mut SqliteConnection, digest: &[u8], expires: Ms) -> sqlx::Result<()> {
    sqlx::query("insert into invite (digest, expires_ms) values (?, ?)")
        .bind(digest)
        .bind(expires.0)
        .execute(db)
        .await
        .map(drop)
}

/// Forgets codes that hold no longer.
pub async fn prune_invites(db: &mut SqliteConnection, now: Ms) -> sqlx::Result<()> {
    sqlx::query("delete from invite where expires_ms <= ?").bind(now.0).execute(db).await.map(drop)
}

/// Whether a code holds.
pub async fn invites(db: &mut SqliteConnection, digest: &[u8], now: Ms) -> sqlx::Result<bool> {
    sqlx::query_scalar("select exists (select 1 from invite where digest = ? and expires_ms > ?)")
        .bind(digest)
        .bind(now.0)
        .fetch_one(db)
        .await
}

/// Uses a code up; whether it held.
pub async fn use_invite(db: &mut SqliteConnection, digest: &[u8], now: Ms) -> sqlx::Result<bool> {
    let used = sqlx::query("delete from invite where digest = ? and expires_ms > ?")
        .bind(digest)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(used.rows_affected() > 0)
}

/// A machine that joined.
#[derive(Debug, Clone, FromRow)]
pub struct JoinedRow {
    /// Its id.
    pub node: NodeId,
    /// What its people call it.
    pub name: String,
    /// The computer it runs on; empty: whichever comes next.
    pub machine: String,
    /// The version of its program.
    pub version: String,
    /// When it joined, epoch ms.
    pub joined_ms: i64,
    /// Last contact, epoch ms.
    pub seen_ms: i64,
    /// Its clock less ours at the last contact, ms.
    pub skew_ms: i64,
    /// Entries that it holds.
    pub rows: i64,
    /// Of these not here yet, at the last contact.
    pub rows_left: i64,
    /// Đồng of its sales not here yet, at the last contact.
    pub money_left: i64,
    /// What it was refused for, in a word; empty: nothing.
    pub trouble: String,
}

/// The machine of a token.
pub async fn of_token(db: &mut SqliteConnection, digest: &[u8]) -> sqlx::Result<Option<JoinedRow>> {
    sqlx::query_as(
        "select node, name, machine, version, joined_ms, seen_ms, skew_ms, rows, rows_left, \
         money_left, trouble from joined where token = ?",
    )
    .bind(digest)
    .fetch_optional(db)
    .await
}

/// A machine by its id.
pub async fn joined(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<Option<JoinedRow>> {
    sqlx::query_as(
        "select node, name, machine, version, joined_ms, seen_ms, skew_ms, rows, rows_left, \
         money_left, trouble from joined where node = ?",
    )
    .bind(node.bytes())
    .fetch_optional(db)
    .await
}

/// Writes down that a machine joined, for the first time or anew.
pub async fn join(
    db: &mut SqliteConnection,
    node: NodeId,
    (name, machine, version): (&str, &str, &str),
    (token, now): (&[u8], Ms),
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into joined (node, name, machine, token, version, joined_ms, seen_ms, skew_ms, \
         rows, rows_left, money_left, trouble) values (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, '') \
         on conflict (node) do update set name = excluded.name, machine = excluded.machine, \
         token = excluded.token, version = excluded.version, joined_ms = excluded.joined_ms, \
         seen_ms = excluded.seen_ms, trouble = ''",
    )
    .bind(node.bytes())
    .bind(name)
    .bind(machine)
    .bind(token)
    .bind(version)
    .bind(now.0)
    .bind(now.0)
    .execute(db)
    .await
    .map(drop)
}

/// What is noted of a contact.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Who.
    pub node: NodeId,
    /// When, epoch ms.
    pub at: Ms,
    /// Its clock less ours, ms.
    pub skew: i64,
    /// The version of its program.
    pub version: String,
    /// Entries that it holds, and how many are not here.
    pub rows: (i64, i64),
}

/// Notes a contact.
pub async fn seen(db: &mut SqliteConnection, it: &Seen) -> sqlx::Result<()> {
    sqlx::query(
        "update joined set seen_ms = ?, skew_ms = ?, version = ?, rows = ?, rows_left = ?, \
         money_left = iif(? = 0, 0, money_left), trouble = '' where node = ?",
    )
    .bind(it.at.0)
    .bind(it.skew)
    .bind(&it.version)
    .bind(it.rows.0)
    .bind(it.rows.1)
    .bind(it.rows.1)
    .bind(it.node.bytes())
    .execute(db)
    .await
    .map(drop)
}

/// Notes what a machine says it still has to send: entries and đồng.
pub async fn left(
    db: &mut SqliteConnection,
    (node, at): (NodeId, Ms),
    (rows, money): (i64, i64),
) -> sqlx::Result<()> {
    sqlx::query("update joined set seen_ms = ?, rows_left = ?, money_left = ? where node = ?")
        .bind(at.0)
        .bind(rows)
        .bind(money)
        .bind(node.bytes())
        .execute(db)
        .await
        .map(drop)
}

/// Notes what a machine was refused for.
pub async fn refuse(db: &mut SqliteConnection, node: NodeId, word: &str) -> sqlx::Result<()> {
    sqlx::query("update joined set trouble = ? where node = ? and trouble <> ?")
        .bind(word)
        .bind(node.bytes())
        .bind(word)
        .execute(db)
        .await
        .map(drop)
}

/// Notes by which machine chains came.
pub async fn carry(db: &mut SqliteConnection, node: NodeId, chains: &[NodeId]) -> sqlx::Result<()> {
    let chains: Vec<String> = chains.iter().map(NodeId::hex).collect();
    sqlx::query(
        "insert into carried (node, origin) select ?, unhex(value) from json_each(?) \
         where true on conflict do nothing",
    )
    .bind(node.bytes())
    .bind(json!(chains).to_string())
    .execute(db)
    .await
    .map(drop)
}

/// The chains that came by a machine.
pub async fn carried(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<Vec<NodeId>> {
    sqlx::query_scalar("select origin from carried where node = ?")
        .bind(node.bytes())
        .fetch_all(db)
        .await
}

/// The chains that a machine goes on from, as far as this book knows, and its own.
pub async fn line_of(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<Vec<NodeId>> {
    sqlx::query_scalar(
        "with recursive line (origin) as (select ?1 union select n.parent from node n \
         join line l on l.origin = n.origin where n.parent_seq > 0) select origin from line",
    )
    .bind(node.bytes())
    .fetch_all(db)
    .await
}

/// The end of a chain: whose, its last sequence, that entry's hash.
pub type EndRow = (NodeId, i64, Vec<u8>);

/// The ends of these chains, of which there is something.
pub async fn ends(db: &mut SqliteConnection, chains: &[NodeId]) -> sqlx::Result<Vec<EndRow>> {
    let chains: Vec<String> = chains.iter().map(NodeId::hex).collect();
    sqlx::query_as(
        "select j.origin, j.seq, j.hash from json_each(?) c join journal j \
         on j.origin = unhex(c.value) and j.seq = (select max(l.seq) from journal l \
         where l.origin = unhex(c.value))",
    )
    .bind(json!(chains).to_string())
    .fetch_all(db)
    .await
}

/// A chain that stopped.
#[derive(Debug, Clone, FromRow)]
pub struct StoppedRow {
    /// Whose.
    pub origin: NodeId,
    /// At which sequence.
    pub seq: i64,
    /// Why, in a word.
    pub why: String,
    /// More for a person, or empty.
    pub detail: String,
    /// The machine that brought it.
    pub node: NodeId,
    /// The entry as it travels.
    pub line: String,
    /// When it came last, epoch ms.
    pub at_ms: i64,
}

/// Notes where a chain stopped, of a hundred that one machine brings. Of a fork the earliest place
/// is kept.
pub async fn stop(db: &mut SqliteConnection, it: &StoppedRow) -> sqlx::Result<()> {
    sqlx::query(
        "insert into stopped_chain (origin, seq, why, detail, node, line, at_ms) \
         select ?1, ?2, ?3, ?4, ?5, ?6, ?7 where (select count(*) from stopped_chain s \
         where s.node = ?5 and s.origin <> ?1) < 100 \
         on conflict (origin, node) do update set seq = excluded.seq, \
         why = excluded.why, detail = excluded.detail, \
         line = excluded.line, at_ms = excluded.at_ms \
         where stopped_chain.why <> 'fork' or excluded.seq < stopped_chain.seq",
    )
    .bind(it.origin.bytes())
    .bind(it.seq)
    .bind(&it.why)
    .bind(&it.detail)
    .bind(it.node.bytes())
    .bind(&it.line)
    .bind(it.at_ms)
    .execute(db)
    .await
    .map(drop)
}

/// Forgets that chains stopped which have gone on since.
pub async fn went_on(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query(
        "delete from stopped_chain where why <> 'fork' and seq <= (select max(j.seq) \
         from journal j where j.origin = stopped_chain.origin)",
    )
    .execute(db)
    .await
    .map(drop)
}

/// The chains that stopped, the latest first.
pub async fn stopped(db: &mut SqliteConnection) -> sqlx::Result<Vec<StoppedRow>> {
    sqlx::query_as(
        "select origin, seq, why, detail, node, line, at_ms from stopped_chain \
         order by at_ms desc, origin",
    )
    .fetch_all(db)
    .await
}

/// Of these chains those that stopped when this machine brought them, without the entry at which
/// they did.
pub async fn stopped_of(
    db: &mut SqliteConnection,
    node: NodeId,
    chains: &[NodeId],
) -> sqlx::Result<Vec<StoppedRow>> {
    let chains: Vec<String> = chains.iter().map(NodeId::hex).collect();
    sqlx::query_as(
        "select s.origin, s.seq, s.why, s.detail, s.node, '' as line, s.at_ms \
         from json_each(?) c join stopped_chain s on s.origin = unhex(c.value) \
         and s.node = ?",
    )
    .bind(json!(chains).to_string())
    .bind(node.bytes())
    .fetch_all(db)
    .await
}

/// The machines that joined, by name.
pub async fn all_joined(db: &mut SqliteConnection) -> sqlx::Result<Vec<JoinedRow>> {
    sqlx::query_as(
        "select node, name, machine, version, joined_ms, seen_ms, skew_ms, rows, rows_left, \
         money_left, trouble from joined order by name, node",
    )
    .fetch_all(db)
    .await
}

/// Lets a machine go: its token opens nothing any more. What it sent stays.
pub async fn let_go(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<()> {
    sqlx::query("delete from joined where node = ?").bind(node.bytes()).execute(db).await.map(drop)
}

/// Takes a machine from whichever computer it comes next.
pub async fn release(db: &mut SqliteConnection, node: NodeId) -> sqlx::Result<()> {
    sqlx::query("update joined set machine = '', trouble = '' where node = ?")
        .bind(node.bytes())
        .execute(db)
        .await
        .map(drop)
}

/// Takes a machine from this computer alone, from now on.
pub async fn bind(db: &mut SqliteConnection, node: NodeId, machine: &str) -> sqlx::Result<()> {
    sqlx::query("update joined set machine = ? where node = ? and machine = ''")
        .bind(machine)
        .bind(node.bytes())
        .execute(db)
        .await
        .map(drop)
}

/// Forgets that a chain stopped; should it stop again, it is told again.
pub async fn forget_stop(db: &mut SqliteConnection, chain: NodeId) -> sqlx::Result<()> {
    sqlx::query("delete from stopped_chain where origin = ?")
        .bind(chain.bytes())
        .execute(db)
        .await
        .map(drop)
}

/// A fair as a hub's page names it.
#[derive(Debug, Clone, FromRow)]
pub struct FairRow {
    /// Its row.
    pub id: i64,
    /// The machine that it was given to, else the one that brought its chain; none: it came in a
    /// bundle, or was planned here.
    pub node: Option<NodeId>,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind, in a word.
    pub kind: String,
    /// Its last day; none: it stays.
    pub ends_on: Option<String>,
    /// Its first day.
    pub starts_on: String,
    /// 1: it was closed.
    pub closed: i64,
    /// Đồng of a day.
    pub revenue: i64,
    /// Visits of that day.
    pub visits: i64,
}

/// The fairs, each with the machine that brought the chain which first named it, and a day's sums;
/// rehearsals are none.
pub async fn fairs(db: &mut SqliteConnection, day: &str) -> sqlx::Result<Vec<FairRow>> {
    sqlx::query_as(
        "select f.id, coalesce((select x.taker from fair_gift x where x.fair = f.id \
         order by x.id desc limit 1), c.node) as node, f.code, f.name, f.kind, f.ends_on, \
         f.starts_on, f.closed, \
         (select coalesce(sum(r.revenue), 0) from rollup_hour r where r.fair = f.id \
         and r.day = ?1) as revenue, \
         (select coalesce(sum(v.visits), 0) from rollup_visit v where v.fair = f.id \
         and v.day = ?1) as visits \
         from fair f join journal j on j.pos = f.id left join carried c on c.origin = j.origin \
         where f.kind <> 'rehearsal' order by f.starts_on desc, f.id desc",
    )
    .bind(day)
    .fetch_all(db)
    .await
}
