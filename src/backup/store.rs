//! SQL of copies: the files that travel in them, what is remembered of them, and who may take over.

use crate::base::id::NodeId;
use jiff::civil::Date;
use sqlx::SqliteConnection;

/// Puts a file of the data folder into a copy.
pub async fn add_file(db: &mut SqliteConnection, path: &str, bytes: &[u8]) -> sqlx::Result<()> {
    sqlx::query("insert or replace into copied_file (path, bytes) values (?, ?)")
        .bind(path)
        .bind(bytes)
        .execute(db)
        .await?;
    Ok(())
}

/// A copy knows no hub: whoever holds it could speak there as this machine. A restored laptop is
/// another one, and joins anew.
pub async fn forget_hub(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("delete from hub").execute(db).await?;
    Ok(())
}

/// A copy lets no standby in: those that follow this machine follow the machine, not the copy. What
/// they will print on their numbers stays theirs.
pub async fn forget_standbys(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("update standby set gone_ms = 1, token = node").execute(&mut *db).await?;
    forget_codes(db).await
}

async fn forget_codes(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("delete from standby_code").execute(db).await?;
    Ok(())
}

/// Where the first machine's copies go is a place of that machine: a standby chooses its own.
pub async fn forget_choices(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("delete from setting where name = 'backup'").execute(db).await?;
    Ok(())
}

/// The files that came along in a copy, by their path within the data folder.
pub async fn files(db: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("select path from copied_file order by path").fetch_all(db).await
}

/// What stands in one of them.
pub async fn bytes(db: &mut SqliteConnection, path: &str) -> sqlx::Result<Vec<u8>> {
    sqlx::query_scalar("select bytes from copied_file where path = ?")
        .bind(path)
        .fetch_one(db)
        .await
}

/// They lie in the data folder now.
pub async fn drop_files(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("delete from copied_file").execute(db).await?;
    Ok(())
}

/// The node whose book it is; nil where none is named.
pub async fn origin(db: &mut SqliteConnection) -> sqlx::Result<NodeId> {
    let known: Option<String> = sqlx::query_scalar("select value from setting where name = 'node'")
        .fetch_optional(db)
        .await?;
    Ok(known.and_then(|id| id.parse().ok()).unwrap_or_default())
}

/// The codes of the fairs that are open on a day; a rehearsal is none, nor one that was closed and
/// sells no more.
pub async fn open_fairs(db: &mut SqliteConnection, day: Date) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "select code from fair where kind <> 'rehearsal' and starts_on <= ?1 \
         and (ends_on is null or ends_on >= ?1) and (closed = 0 or exists \
         (select 1 from rollup_booth r where r.fair = fair.id and r.day = ?1)) \
         order by ends_on is null, starts_on desc",
    )
    .bind(day.to_string())
    .fetch_all(db)
    .await
}

/// The codes of all fairs but rehearsals, the latest first.
pub async fn fairs(db: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "select code from fair where kind <> 'rehearsal' order by starts_on desc limit 50",
    )
    .fetch_all(db)
    .await
}

/// From now on it is a book and no copy, and the copies that were made of it before are forgotten:
/// they are of another node.
pub async fn become_book(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("delete from setting where name in ('copy', 'backup_last')").execute(db).await?;
    Ok(())
}
