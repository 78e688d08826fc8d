//! SQL of standbys: local tables.

use crate::base::{clock::Ms, id::NodeId};
use sqlx::{FromRow, SqliteConnection};

/// Keeps a code's digest.
pub async fn add_code(
    db: &mut SqliteConnection,
    digest: &[u8],
    plain: bool,
    expires: Ms,
) -> sqlx::Result<()> {
    sqlx::query("insert into standby_code (digest, plain, expires_ms) values (?, ?, ?)")
        .bind(digest)
        .bind(plain)
        .bind(expires.0)
        .execute(db)
        .await
        .map(drop)
}

/// Forgets codes that hold no longer.
pub async fn prune_codes(db: &mut SqliteConnection, now: Ms) -> sqlx::Result<()> {
    sqlx::query("delete from standby_code where expires_ms <= ?")
        .bind(now.0)
        .execute(db)
        .await
        .map(drop)
}

/// Whether a code holds, and then whether without encryption too.
pub async fn code(db: &mut SqliteConnection, digest: &[u8], now: Ms) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar("select plain from standby_code where digest = ? and expires_ms > ?")
        .bind(digest)
        .bind(now.0)
        .fetch_optional(db)
        .await
}

/// Uses a code up; whether it held.
pub async fn use_code(db: &mut SqliteConnection, digest: &[u8], now: Ms) -> sqlx::Result<bool> {
    let used = sqlx::query("delete from standby_code where digest = ? and expires_ms > ?")
        .bind(digest)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(used.rows_affected() > 0)
}

/// A standby as the machine that it follows knows it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StandbyRow {
    /// Its id.
    pub node: NodeId,
    /// What its people call it.
    pub name: String,
    /// What it will print on its numbers.
    pub sign: String,
    /// It may come without encryption.
    pub plain: bool,
    /// JSON: the origins at which phones would reach it.
    pub addresses: String,
    /// Since when, epoch ms.
    pub enrolled_ms: i64,
    /// Last contact, to a minute, epoch ms.
    pub seen_ms: i64,
    /// When it was taken off the list, epoch ms; 0: it stands there.
    pub gone_ms: i64,
}

/// Writes a new standby down, of the machine `parent`.
pub async fn add(
    db: &mut SqliteConnection,
    (it, parent): (&StandbyRow, NodeId),
    token: &[u8],
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into standby (node, parent, name, sign, token, plain, addresses, enrolled_ms, \
         seen_ms, gone_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
    )
    .bind(it.node.bytes())
    .bind(parent.bytes())
    .bind(&it.name)
    .bind(&it.sign)
    .bind(token)
    .bind(it.plain)
    .bind(&it.addresses)
    .bind(it.enrolled_ms)
    .bind(it.seen_ms)
    .execute(db)
    .await
    .map(drop)
}

/// The standbys, the newest first.
pub async fn all(db: &mut SqliteConnection) -> sqlx::Result<Vec<StandbyRow>> {
    sqlx::query_as(
        "select node, name, sign, plain, addresses, enrolled_ms, seen_ms, gone_ms from standby \
         where gone_ms = 0 order by enrolled_ms desc, node",
    )
    .fetch_all(db)
    .await
}

#[derive(FromRow)]
struct Digested {
    #[sqlx(flatten)]
    row: StandbyRow,
    token: Vec<u8>,
}

/// The standbys, each with the digest of its token, and after them those that were taken off the
/// list and were heard `since` then: whoever took one off may not have known that it took over.
pub async fn with_digests(
    db: &mut SqliteConnection,
    since: Ms,
) -> sqlx::Result<Vec<(StandbyRow, Vec<u8>)>> {
    let rows: Vec<Digested> = sqlx::query_as(
        "select node, name, sign, plain, addresses, enrolled_ms, seen_ms, gone_ms, token \
         from standby where gone_ms = 0 or seen_ms >= ? \
         order by gone_ms > 0, enrolled_ms desc, node",
    )
    .bind(since.0)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|it| (it.row, it.token)).collect())
}

/// The standby of a token, also where it was taken off the list.
pub async fn of_token(
    db: &mut SqliteConnection,
    digest: &[u8],
) -> sqlx::Result<Option<StandbyRow>> {
    sqlx::query_as(
        "select node, name, sign, plain, addresses, enrolled_ms, seen_ms, gone_ms from standby \
         where token = ?",
    )
    .bind(digest)
    .fetch_optional(db)
    .await
}

/// Notes a contact, and where phones would reach it.
pub async fn seen(
    db: &mut SqliteConnection,
    node: NodeId,
    (at, addresses): (Ms, &str),
) -> sqlx::Result<()> {
    sqlx::query("update standby set seen_ms = ?, addresses = ? where node = ?")
        .bind(at.0)
        .bind(addresses)
        .bind(node.bytes())
        .execute(db)
        .await
        .map(drop)
}

/// Takes a standby off the list at an instant; at 0 it is put back.
pub async fn set_gone(db: &mut SqliteConnection, node: NodeId, at: Ms) -> sqlx::Result<()> {
    sqlx::query("update standby set gone_ms = ? where node = ?")
        .bind(at.0)
        .bind(node.bytes())
        .execute(db)
        .await
        .map(drop)
}

/// The hashes of PINs and passwords.
pub async fn secrets(db: &mut SqliteConnection) -> sqlx::Result<String> {
    sqlx::query_scalar(
        "select json_group_array(json_array(hex(person), kind, hash)) \
         from (select person, kind, hash from secret order by person)",
    )
    .fetch_one(db)
    .await
}

/// Forgets them.
pub async fn clear_secrets(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("delete from secret").execute(db).await.map(drop)
}

/// Writes them.
pub async fn add_secrets(db: &mut SqliteConnection, rows: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into secret (person, kind, hash) \
         select unhex(value ->> 0), value ->> 1, value ->> 2 from json_each(?)",
    )
    .bind(rows)
    .execute(db)
    .await
    .map(drop)
}

/// The digests of devices' tokens.
pub async fn tokens(db: &mut SqliteConnection) -> sqlx::Result<String> {
    sqlx::query_scalar(
        "select json_group_array(json_array(hex(digest), hex(device), created_ms)) \
         from (select digest, device, created_ms from token order by digest)",
    )
    .fetch_one(db)
    .await
}

/// Forgets them.
pub async fn clear_tokens(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("delete from token").execute(db).await.map(drop)
}

/// Writes them.
pub async fn add_tokens(db: &mut SqliteConnection, rows: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into token (digest, device, created_ms) \
         select unhex(value ->> 0), unhex(value ->> 1), value ->> 2 from json_each(?)",
    )
    .bind(rows)
    .execute(db)
    .await
    .map(drop)
}

/// Managers' words for sales still to come.
pub async fn approvals(db: &mut SqliteConnection) -> sqlx::Result<String> {
    sqlx::query_scalar(
        "select json_group_array(json_array(hex(subject), what, hex(booth), hex(person), most, \
         at_ms)) from (select subject, what, booth, person, most, at_ms from approval \
         order by subject, what, booth)",
    )
    .fetch_one(db)
    .await
}

/// Forgets them.
pub async fn clear_approvals(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("delete from approval").execute(db).await.map(drop)
}

/// Writes them.
pub async fn add_approvals(db: &mut SqliteConnection, rows: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into approval (subject, what, booth, person, most, at_ms) \
         select unhex(value ->> 0), value ->> 1, unhex(value ->> 2), unhex(value ->> 3), \
         value ->> 4, value ->> 5 from json_each(?)",
    )
    .bind(rows)
    .execute(db)
    .await
    .map(drop)
}

/// The printers. What one answers and how fast it is, each machine finds out by itself.
pub async fn printers(db: &mut SqliteConnection) -> sqlx::Result<String> {
    sqlx::query_scalar(
        "select json_group_array(json_array(id, hex(uid), name, target, width, margin, raster, \
         drawer, band, gone)) from (select id, uid, name, target, width, margin, raster, drawer, \
         band, gone from printer order by id)",
    )
    .fetch_one(db)
    .await
}

/// Writes them in the place of those that have their numbers.
pub async fn set_printers(db: &mut SqliteConnection, rows: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into printer (id, uid, name, target, width, margin, raster, drawer, band, \
         answers, gone) select value ->> 0, unhex(value ->> 1), value ->> 2, value ->> 3, \
         value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, 'unknown', value ->> 9 \
         from json_each(?) where true on conflict (id) do update set uid = excluded.uid, \
         name = excluded.name, target = excluded.target, width = excluded.width, \
         margin = excluded.margin, raster = excluded.raster, drawer = excluded.drawer, \
         band = excluded.band, gone = excluded.gone",
    )
    .bind(rows)
    .execute(db)
    .await
    .map(drop)
}

/// Which booth prints where.
pub async fn booth_printers(db: &mut SqliteConnection) -> sqlx::Result<String> {
    sqlx::query_scalar(
        "select json_group_array(json_array(hex(booth), printer)) \
         from (select booth, printer from booth_printer order by booth)",
    )
    .fetch_one(db)
    .await
}

/// Forgets it.
pub async fn clear_booth_printers(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("delete from booth_printer").execute(db).await.map(drop)
}

/// Writes it.
pub async fn add_booth_printers(db: &mut SqliteConnection, rows: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into booth_printer (booth, printer) \
         select unhex(value ->> 0), value ->> 1 from json_each(?)",
    )
    .bind(rows)
    .execute(db)
    .await
    .map(drop)
}

/// The settings that hold on any machine: not who it is, nor what it knows of its own disk, clock
/// and copies.
pub async fn settings(db: &mut SqliteConnection) -> sqlx::Result<String> {
    sqlx::query_scalar(
        "select json_group_array(json_array(name, value)) from (select name, value from setting \
         where name not in ('node', 'receives', 'copy', 'backup', 'backup_last', 'probed', \
         'clock_right_after', 'receipt_signed') and name not like 'key of %' order by name)",
    )
    .fetch_one(db)
    .await
}

/// Forgets these.
pub async fn clear_settings(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query(
        "delete from setting where name not in ('node', 'receives', 'copy', 'backup', \
         'backup_last', 'probed', 'clock_right_after', 'receipt_signed') \
         and name not like 'key of %'",
    )
    .execute(db)
    .await
    .map(drop)
}

/// Writes these.
pub async fn add_settings(db: &mut SqliteConnection, rows: &str) -> sqlx::Result<()> {
    sqlx::query(
        "insert into setting (name, value) select value ->> 0, value ->> 1 from json_each(?) \
         where value ->> 0 not in ('node', 'receives', 'copy', 'backup', 'backup_last', 'probed', \
         'clock_right_after', 'receipt_signed') and value ->> 0 not like 'key of %'",
    )
    .bind(rows)
    .execute(db)
    .await
    .map(drop)
}
