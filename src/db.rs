//! Opening the data folder: one write connection, a pool of readers, the schema.

use crate::base::lang::Say;
use sqlx::{
    ConnectOptions, Connection, SqliteConnection, SqlitePool,
    migrate::{Migrate, Migrator},
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqlitePoolOptions,
        SqliteSynchronous,
    },
};
use std::{path::Path, time::Duration};

static SCHEMA: Migrator = sqlx::migrate!("./migrations");

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
    /// A newer version of the program made it.
    #[error("the book was made by a newer version of the program")]
    Newer,
}

impl OpenError {
    /// What to do about it, for whoever asked for the book in `folder`.
    pub fn say(&self, folder: &Path) -> Say {
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
            3 | 8 | 13 | 14 => Say::new(
                format!(
                    "Không ghi được vào thư mục {folder} ({self}). Hãy chép cả thư mục đến nơi \
                     ghi được rồi chạy lại với --data"
                ),
                format!(
                    "Cannot write into {folder} ({self}). Copy the whole folder to a place that \
                     can be written, and name it with --data"
                ),
            ),
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

/// Opens (or makes) the book in `folder` for writing, and brings its schema up to date. Commits
/// are on disk before they return (`synchronous = full`).
pub async fn writer(folder: &Path) -> Result<SqliteConnection, OpenError> {
    std::fs::create_dir_all(folder)?;
    if folder.join(FILE).exists() {
        renew(folder).await?;
    }
    let options = options(&folder.join(FILE))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut db = SqliteConnection::connect_with(&options).await?;
    migrate(&mut db).await?;
    Ok(db)
}

/// Brings a book that an older version of the program left up to date. That is done alone: an older
/// program that serves the book would go on without filling what is new in it, so while anybody has
/// it open nothing is changed. A book that is up to date is only looked at.
pub async fn renew(folder: &Path) -> Result<(), OpenError> {
    let file = folder.join(FILE);
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
