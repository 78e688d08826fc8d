//! SQL of secrets, tokens, sessions, pairings and attempts: local tables.

use crate::{base::clock::Ms, db::several::Statement};
use serde_json::json;
use sqlx::{FromRow, SqliteConnection};

/// Sets a person's PIN or password hash.
pub async fn set_secret(
    db: &mut SqliteConnection,
    person: &[u8],
    kind: &str,
    hash: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into secret (person, kind, hash) values (?, ?, ?) on conflict (person) \
         do update set kind = excluded.kind, hash = excluded.hash",
    )
    .bind(person)
    .bind(kind)
    .bind(hash)
    .execute(db)
    .await?;
    Ok(())
}

/// The hash of a person's secret of this kind.
pub async fn secret(
    db: &mut SqliteConnection,
    person: &[u8],
    kind: &str,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("select hash from secret where person = ? and kind = ?")
        .bind(person)
        .bind(kind)
        .fetch_optional(db)
        .await
}

/// Remembers a device's token.
pub async fn add_token(
    db: &mut SqliteConnection,
    digest: &[u8],
    device: &[u8],
    now: Ms,
) -> sqlx::Result<()> {
    sqlx::query("insert into token (digest, device, created_ms) values (?, ?, ?)")
        .bind(digest)
        .bind(device)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The digests of all tokens.
pub async fn tokens(db: &mut SqliteConnection) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar("select digest from token").fetch_all(db).await
}

/// Asks for the device of a token.
pub fn ask_device_of_token(digest: &[u8]) -> Statement {
    Statement::new(
        "select d.* from token t join device_listed d on d.uid = t.device where t.digest = ?",
    )
    .bind_bytes(digest)
}

/// The devices of many tokens, whose digests are given in hexadecimal: digest and device.
pub async fn devices_of(
    db: &mut SqliteConnection,
    digests: &[String],
) -> sqlx::Result<Vec<(Vec<u8>, Vec<u8>)>> {
    sqlx::query_as(
        "select digest, device from token \
         where digest in (select unhex(value) from json_each(?))",
    )
    .bind(json!(digests).to_string())
    .fetch_all(db)
    .await
}

/// The digest of a device's newest token.
pub async fn token_of(db: &mut SqliteConnection, device: &[u8]) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar("select digest from token where device = ? order by created_ms desc limit 1")
        .bind(device)
        .fetch_optional(db)
        .await
}

/// Forgets a device's tokens.
pub async fn drop_tokens(db: &mut SqliteConnection, device: &[u8]) -> sqlx::Result<()> {
    sqlx::query("delete from token where device = ?").bind(device).execute(db).await?;
    Ok(())
}

/// Opens a session.
pub async fn add_session(
    db: &mut SqliteConnection,
    digest: &[u8],
    person: &[u8],
    device: Option<&[u8]>,
    now: Ms,
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into session (digest, person, device, created_ms, seen_ms) values (?, ?, ?, ?, ?)",
    )
    .bind(digest)
    .bind(person)
    .bind(device)
    .bind(now.0)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// A session: person, device, opened at, last seen at.
pub type Session = (Vec<u8>, Option<Vec<u8>>, i64, i64);

/// Asks for a session by its cookie's digest.
pub fn ask_session(digest: &[u8]) -> Statement {
    Statement::new("select person, device, created_ms, seen_ms from session where digest = ?")
        .bind_bytes(digest)
}

/// Asks for the person of a session.
pub fn ask_person_of_session(digest: &[u8]) -> Statement {
    Statement::new(
        "select p.* from session s join person_listed p on p.uid = s.person where s.digest = ?",
    )
    .bind_bytes(digest)
}

/// Asks for the device that a session was opened on.
pub fn ask_device_of_session(digest: &[u8]) -> Statement {
    Statement::new(
        "select d.* from session s join device_listed d on d.uid = s.device where s.digest = ?",
    )
    .bind_bytes(digest)
}

/// A cookie's digest before its session.
type Digested = (Vec<u8>, Vec<u8>, Option<Vec<u8>>, i64, i64);

/// The sessions of many cookies, whose digests are given in hexadecimal: digest and session.
pub async fn sessions(
    db: &mut SqliteConnection,
    digests: &[String],
) -> sqlx::Result<Vec<(Vec<u8>, Session)>> {
    let rows: Vec<Digested> = sqlx::query_as(
        "select digest, person, device, created_ms, seen_ms from session \
         where digest in (select unhex(value) from json_each(?))",
    )
    .bind(json!(digests).to_string())
    .fetch_all(db)
    .await?;
    let apart = |(digest, person, device, opened, seen)| (digest, (person, device, opened, seen));
    Ok(rows.into_iter().map(apart).collect())
}

/// Notes that a session was used.
pub async fn touch_session(db: &mut SqliteConnection, digest: &[u8], now: Ms) -> sqlx::Result<()> {
    sqlx::query("update session set seen_ms = ? where digest = ?")
        .bind(now.0)
        .bind(digest)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends a session.
pub async fn drop_session(db: &mut SqliteConnection, digest: &[u8]) -> sqlx::Result<()> {
    sqlx::query("delete from session where digest = ?").bind(digest).execute(db).await?;
    Ok(())
}

/// Forgets sessions that hold no longer: opened before one instant, or last used before another.
pub async fn prune_sessions(db: &mut SqliteConnection, opened: Ms, seen: Ms) -> sqlx::Result<()> {
    sqlx::query("delete from session where created_ms < ? or seen_ms < ?")
        .bind(opened.0)
        .bind(seen.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets pairing codes that expired before an instant.
pub async fn prune_pairings(db: &mut SqliteConnection, before: Ms) -> sqlx::Result<()> {
    sqlx::query("delete from pairing where expires_ms < ?").bind(before.0).execute(db).await?;
    Ok(())
}

/// Forgets approvals given before an instant.
pub async fn prune_approvals(db: &mut SqliteConnection, before: Ms) -> sqlx::Result<()> {
    sqlx::query("delete from approval where at_ms < ?").bind(before.0).execute(db).await?;
    Ok(())
}

/// Ends every session of a person, as after a reset.
pub async fn drop_sessions_of(db: &mut SqliteConnection, person: &[u8]) -> sqlx::Result<()> {
    sqlx::query("delete from session where person = ?").bind(person).execute(db).await?;
    Ok(())
}

/// Ends every session of a person but one, given by its digest.
pub async fn drop_other_sessions(
    db: &mut SqliteConnection,
    person: &[u8],
    but: &[u8],
) -> sqlx::Result<()> {
    sqlx::query("delete from session where person = ? and digest <> ?")
        .bind(person)
        .bind(but)
        .execute(db)
        .await?;
    Ok(())
}

/// How many sessions of a person hold beside one, given by its digest: opened after one instant
/// and last used after another.
pub async fn other_sessions(
    db: &mut SqliteConnection,
    (person, but): (&[u8], &[u8]),
    (opened, seen): (Ms, Ms),
) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "select count(*) from session \
         where person = ? and digest <> ? and created_ms > ? and seen_ms > ?",
    )
    .bind(person)
    .bind(but)
    .bind(opened.0)
    .bind(seen.0)
    .fetch_one(db)
    .await
}

/// Remembers a single-use pairing code for a booth or a gate.
pub async fn add_pairing(
    db: &mut SqliteConnection,
    digest: &[u8],
    booth: Option<&[u8]>,
    gate: Option<&[u8]>,
    expires: Ms,
) -> sqlx::Result<()> {
    sqlx::query("insert into pairing (digest, booth, gate, expires_ms) values (?, ?, ?, ?)")
        .bind(digest)
        .bind(booth)
        .bind(gate)
        .bind(expires.0)
        .execute(db)
        .await?;
    Ok(())
}

/// What a pairing code leads to: a booth or a gate for a new device, or the device that moves.
pub type Pairing = (Option<Vec<u8>>, Option<Vec<u8>>, Option<Vec<u8>>);

/// Whether a pairing code leads anywhere at this instant.
pub async fn pairs(db: &mut SqliteConnection, digest: &[u8], now: Ms) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "select exists (select 1 from pairing \
         where digest = ? and used_ms is null and expires_ms > ?)",
    )
    .bind(digest)
    .bind(now.0)
    .fetch_one(db)
    .await
}

/// A pairing code as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct PairingRow {
    /// The booth that it leads to.
    pub booth: Option<Vec<u8>>,
    /// The gate that it leads to.
    pub gate: Option<Vec<u8>>,
    /// When a device came by it, epoch ms.
    pub used_ms: Option<i64>,
    /// Until when it leads there, epoch ms.
    pub expires_ms: i64,
}

/// A pairing code that was made; none when it is unknown.
pub async fn pairing(db: &mut SqliteConnection, digest: &[u8]) -> sqlx::Result<Option<PairingRow>> {
    sqlx::query_as("select booth, gate, used_ms, expires_ms from pairing where digest = ?")
        .bind(digest)
        .fetch_optional(db)
        .await
}

/// Uses up a pairing code: what it leads to, none when it is unknown, used or expired.
pub async fn use_pairing(
    db: &mut SqliteConnection,
    digest: &[u8],
    now: Ms,
) -> sqlx::Result<Option<Pairing>> {
    sqlx::query_as(
        "update pairing set used_ms = ?1 where digest = ?2 and used_ms is null \
         and expires_ms > ?1 returning booth, gate, device",
    )
    .bind(now.0)
    .bind(digest)
    .fetch_optional(db)
    .await
}

/// Remembers a single-use code by which a device moves to another address of this server.
pub async fn add_handover(
    db: &mut SqliteConnection,
    digest: &[u8],
    device: &[u8],
    expires: Ms,
) -> sqlx::Result<()> {
    sqlx::query("insert into pairing (digest, device, expires_ms) values (?, ?, ?)")
        .bind(digest)
        .bind(device)
        .bind(expires.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets a device's codes, so that only its last one leads anywhere.
pub async fn drop_handovers(db: &mut SqliteConnection, device: &[u8]) -> sqlx::Result<()> {
    sqlx::query("delete from pairing where device = ?").bind(device).execute(db).await?;
    Ok(())
}

/// Whether anyone at all has a password here: false on a fresh folder.
pub async fn anyone(db: &mut SqliteConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar("select exists (select 1 from secret where kind = 'password')")
        .fetch_one(db)
        .await
}

/// The uids of everyone who has a PIN or password here.
pub async fn with_secret(db: &mut SqliteConnection) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar("select person from secret").fetch_all(db).await
}

/// Ends every session that was opened on a device, as after its revocation.
pub async fn drop_sessions_on(db: &mut SqliteConnection, device: &[u8]) -> sqlx::Result<()> {
    sqlx::query("delete from session where device = ?").bind(device).execute(db).await?;
    Ok(())
}

/// Remembers that a person approved `what` of a sale or refund still to come at a booth, up to so
/// many đồng.
pub async fn add_approval(
    db: &mut SqliteConnection,
    (subject, what, booth): (&[u8], &str, &[u8]),
    (person, most): (&[u8], Option<i64>),
    now: Ms,
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into approval (subject, what, booth, person, most, at_ms) \
         values (?, ?, ?, ?, ?, ?) on conflict (subject, what, booth) do update set \
         person = excluded.person, most = excluded.most, at_ms = excluded.at_ms",
    )
    .bind(subject)
    .bind(what)
    .bind(booth)
    .bind(person)
    .bind(most)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// The name of who approved `what` of a sale or refund at a booth, and how many đồng at most.
pub async fn approval(
    db: &mut SqliteConnection,
    subject: &[u8],
    what: &str,
    booth: &[u8],
) -> sqlx::Result<Option<(String, Option<i64>)>> {
    sqlx::query_as(
        "select p.name, a.most from approval a join person p on p.uid = a.person \
         where a.subject = ? and a.what = ? and a.booth = ?",
    )
    .bind(subject)
    .bind(what)
    .bind(booth)
    .fetch_optional(db)
    .await
}
