//! Opening the data folder: one write connection, a pool of readers, the schema.

use sqlx::{
    Connection, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{path::Path, time::Duration};

/// The file in the data folder that holds everything.
pub const FILE: &str = "chophien.db";

/// Readers that may be open at once; a laptop has few cores and queries are short.
const READERS: u32 = 4;

/// Why a data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder could not be made.
    #[error("cannot make the data folder: {0}")]
    Folder(#[from] std::io::Error),
    /// SQLite refused.
    #[error("cannot open the book: {0}")]
    Book(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("cannot bring the book up to date: {0}")]
    Schema(#[from] sqlx::migrate::MigrateError),
}

/// Opens (or makes) the book in `folder` for writing, and brings its schema up to date. Commits
/// are on disk before they return (`synchronous = full`).
pub async fn writer(folder: &Path) -> Result<SqliteConnection, OpenError> {
    std::fs::create_dir_all(folder)?;
    let options = options(&folder.join(FILE))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut db = SqliteConnection::connect_with(&options).await?;
    migrate(&mut db).await?;
    Ok(db)
}

/// Brings the schema up to date. Foreign keys sleep meanwhile: SQLite changes a table's constraints
/// only by making it anew and dropping the old one (sqlite.org/lang_altertable.html, section 7).
pub async fn migrate(db: &mut SqliteConnection) -> Result<(), OpenError> {
    sqlx::query("pragma foreign_keys = off").execute(&mut *db).await?;
    sqlx::migrate!("./migrations").run(&mut *db).await?;
    sqlx::query("pragma foreign_keys = on").execute(db).await?;
    Ok(())
}

/// For filling an empty folder only: commits no longer wait for the disk. `settle` must follow;
/// should the machine stop before it, the folder is to be thrown away.
pub async fn hurry(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("pragma synchronous = off").execute(&mut *db).await?;
    sqlx::query("pragma wal_autocheckpoint = 20000").execute(&mut *db).await?;
    sqlx::query("pragma cache_size = -262144").execute(db).await?;
    Ok(())
}

/// Ends `hurry`: everything is on disk when it returns, and commits wait for the disk again.
pub async fn settle(db: &mut SqliteConnection, folder: &Path) -> Result<(), OpenError> {
    sqlx::query("pragma synchronous = full").execute(&mut *db).await?;
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut *db).await?;
    sqlx::query("pragma wal_autocheckpoint = 1000").execute(&mut *db).await?;
    sqlx::query("pragma cache_size = -16384").execute(db).await?;
    // The checkpoint has little left to copy; what was copied before it was not yet synced.
    std::fs::File::open(folder.join(FILE))?.sync_all()?;
    Ok(())
}

/// Readers of the book in `folder`. They cannot write.
pub async fn readers(folder: &Path) -> Result<SqlitePool, OpenError> {
    let options = options(&folder.join(FILE)).read_only(true);
    Ok(SqlitePoolOptions::new().max_connections(READERS).connect_with(options).await?)
}

/// An empty book in memory with the whole schema, for rebuilding.
pub async fn scratch() -> Result<SqliteConnection, OpenError> {
    let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
    let mut db = SqliteConnection::connect_with(&options).await?;
    migrate(&mut db).await?;
    Ok(db)
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("cache_size", "-16384")
}
