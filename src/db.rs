//! Opening the data folder: one write connection, the readers, the schema.

pub mod readers;

use crate::{
    base::lang::Say,
    folder::{
        self,
        lock::{Lock, LockError, unwritable},
    },
};
use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    migrate::{Migrate, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

static SCHEMA: Migrator = sqlx::migrate!("./migrations");

pub use crate::folder::BOOK as FILE;

/// To this many bytes the log of changes is cut when it begins anew; a reader that goes on for
/// long may let it grow beyond.
const LOG_BYTES: &str = "16777216";

/// Why a data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be had for writing.
    #[error("{0}")]
    Lock(#[from] LockError),
    /// The book's file could not be made.
    #[error("cannot make the book: {0}")]
    File(#[from] std::io::Error),
    /// SQLite refused.
    #[error("cannot open the book: {0}")]
    Book(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("cannot bring the book up to date: {0}")]
    Schema(#[from] sqlx::migrate::MigrateError),
    /// A newer version of the program made it.
    #[error("the book was made by a newer version of the program")]
    Newer,
}

impl OpenError {
    /// What to do about it, for whoever asked for the book in `folder`.
    pub fn say(&self, folder: &Path) -> Say {
        if let OpenError::Lock(error) = self {
            return error.say(folder);
        }
        let folder = folder.display();
        let code = self.sqlite_code().unwrap_or_default();
        match code & 0xff {
            // SQLITE_BUSY, SQLITE_LOCKED
            5 | 6 => Say::new(
                format!(
                    "Sổ trong {folder} do bản cũ hơn của chương trình tạo và đang mở ở chương \
                     trình khác. Hãy dừng chương trình đó rồi chạy lại"
                ),
                format!(
                    "The book in {folder} was made by an older version and is open in another \
                     program. Stop that program and run this again"
                ),
            ),
            // SQLITE_PERM, SQLITE_READONLY, SQLITE_FULL, SQLITE_CANTOPEN
            3 | 8 | 13 | 14 => unwritable(&folder.to_string(), &self.to_string()),
            _ if matches!(self, OpenError::File(_)) => {
                unwritable(&folder.to_string(), &self.to_string())
            }
            _ if matches!(self, OpenError::Newer) => Say::new(
                format!("Sổ trong {folder} do bản mới hơn của chương trình tạo; hãy dùng bản đó"),
                format!("The book in {folder} was made by a newer version: use that one"),
            ),
            _ => Say::new(self.to_string(), self.to_string()),
        }
    }

    fn sqlite_code(&self) -> Option<i64> {
        use sqlx::migrate::MigrateError::{Execute, ExecuteMigration};
        let error = match self {
            OpenError::Book(error) => error,
            OpenError::Schema(Execute(error) | ExecuteMigration(error, _)) => error,
            _ => return None,
        };
        error.as_database_error()?.code()?.parse().ok()
    }
}

/// Opens (or makes) the book in the folder of this lock for writing, and brings its schema up to
/// date. Commits are on disk before they return (`synchronous = full`).
pub async fn writer(lock: &Lock) -> Result<SqliteConnection, OpenError> {
    let file = lock.folder().join(FILE);
    match file.exists() {
        true => renew(lock).await?,
        // SQLite gives the files beside the book the book's rights.
        false => drop(folder::append(&file)?),
    }
    let options = options(&file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("journal_size_limit", LOG_BYTES);
    let mut db = SqliteConnection::connect_with(&options).await?;
    migrate(&mut db).await?;
    Ok(db)
}

/// Brings a book that an older version of the program left up to date for somebody who only reads,
/// and holds the folder's lock meanwhile. A book that is up to date is only looked at.
pub async fn renewed(folder: &Path) -> Result<(), OpenError> {
    match behind(&folder.join(FILE)).await? {
        true => renew(&Lock::take(folder)?).await,
        false => Ok(()),
    }
}

/// Brings an older book up to date, alone: while another program has it open nothing is changed.
async fn renew(lock: &Lock) -> Result<(), OpenError> {
    let file = lock.folder().join(FILE);
    if !behind(&file).await? {
        return Ok(());
    }
    // A book of years may take a few seconds, of which nobody need be warned.
    let alone = options(&file)
        .disable_statement_logging()
        .locking_mode(SqliteLockingMode::Exclusive)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(1));
    let mut db = SqliteConnection::connect_with(&alone).await?;
    migrate(&mut db).await?;
    Ok(db.close().await?)
}

/// Whether changes of the schema are still to be made.
async fn behind(file: &Path) -> Result<bool, OpenError> {
    let mut db = SqliteConnection::connect_with(&options(file).read_only(true)).await?;
    // A file in which the program never got as far as its list of changes has none of them.
    let done = db.list_applied_migrations(&SCHEMA.table_name).await.unwrap_or_default();
    db.close().await?;
    if done.iter().any(|one| !SCHEMA.version_exists(one.version)) {
        return Err(OpenError::Newer);
    }
    Ok(done.len() < SCHEMA.iter().count())
}

/// Brings the schema up to date. Foreign keys sleep meanwhile: SQLite changes a table's constraints
/// only by making it anew and dropping the old one (sqlite.org/lang_altertable.html, section 7).
pub async fn migrate(db: &mut SqliteConnection) -> Result<(), OpenError> {
    sqlx::query("pragma foreign_keys = off").execute(&mut *db).await?;
    SCHEMA.run(&mut *db).await?;
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
    empty_log(db).await?;
    sqlx::query("pragma wal_autocheckpoint = 1000").execute(&mut *db).await?;
    sqlx::query("pragma cache_size = -16384").execute(db).await?;
    // The checkpoint has little left to copy; what was copied before it was not yet synced.
    std::fs::File::open(folder.join(FILE))?.sync_all()?;
    Ok(())
}

/// Writes what stands in the log of changes (`chophien.db-wal`) into the book's own file, as far as
/// readers allow, and keeps nobody waiting. Answers whether all of it stands there now: then a copy
/// of that file alone lacks nothing.
pub async fn copy_log(db: &mut SqliteConnection) -> sqlx::Result<bool> {
    let (_, pages, copied) = checkpoint(db, "pragma wal_checkpoint(passive)").await?;
    Ok(pages == copied)
}

/// The same, but waits for readers, at most as long as the connection waits for locks, and leaves
/// the log empty.
pub async fn empty_log(db: &mut SqliteConnection) -> sqlx::Result<bool> {
    let (busy, _, _) = checkpoint(db, "pragma wal_checkpoint(truncate)").await?;
    Ok(busy == 0)
}

/// Writes the whole book, as this connection sees it, into a new file in `folder`, and answers its
/// path. For a book whose own file is gone from there.
pub async fn rescue(db: &mut SqliteConnection, folder: &Path) -> Result<PathBuf, OpenError> {
    let names = (1..).map(|n| folder.join(format!("chophien-rescued-{n}.db")));
    let mut free = names.filter(|file| !file.exists());
    let file = free.next().unwrap_or_default();
    // SQLite fills an empty file, and leaves its rights as they are.
    drop(folder::append(&file)?);
    sqlx::query("vacuum into ?").bind(file.to_string_lossy()).execute(db).await?;
    std::fs::File::open(&file)?.sync_all()?;
    Ok(file)
}

/// Whether somebody was in the way, the pages in the log, and those of them that were copied.
async fn checkpoint(
    db: &mut SqliteConnection,
    statement: &'static str,
) -> sqlx::Result<(i64, i64, i64)> {
    sqlx::query_as(statement).fetch_one(db).await
}

/// One reader of the book in `folder`, for a command that only looks. It cannot write.
pub async fn reader(folder: &Path) -> Result<SqliteConnection, OpenError> {
    let options = options(&folder.join(FILE)).read_only(true);
    Ok(SqliteConnection::connect_with(&options).await?)
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
