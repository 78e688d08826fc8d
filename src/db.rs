//! Opening the data folder: one write connection, the readers, the schema.

pub mod halt;
mod open_error;
pub mod readers;
pub mod rescue;
pub mod scratch;
pub mod several;

use crate::{
    base::{lang::Say, outage::Outage},
    folder::{self, lock::Lock},
};
use halt::Halt;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, SqliteConnection,
    migrate::{AppliedMigration, Migrate, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous},
};
use std::{path::Path, time::Duration};

static SCHEMA: Migrator = sqlx::migrate!("./migrations");

pub use crate::folder::BOOK as FILE;
pub use open_error::OpenError;

/// To this many bytes the log of changes is cut when it begins anew; a reader that goes on for
/// long may let it grow beyond.
const LOG_BYTES: &str = "16777216";

/// How long a statement waits for another program's lock.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// What a person does about a damaged book; `found` is what is wrong with it.
pub fn damaged(folder: &Path, found: &str) -> Say {
    let folder = folder.display();
    Say::new(
        format!(
            "Sổ trong {folder} bị hỏng ({found}), có thể do ổ đĩa. Đừng bán tiếp trên sổ này: hãy \
             dừng máy chủ, giữ nguyên thư mục, khôi phục bản sao lưu mới nhất vào một thư mục \
             trống (chophien restore TỆP --data THƯ_MỤC) rồi chạy chophien serve với thư mục đó; \
             các máy bán hàng sẽ tự gửi lại những giao dịch sau bản sao lưu"
        ),
        format!(
            "The book in {folder} is damaged ({found}), perhaps by the disk. Do not go on selling \
             with it: stop the server, keep the folder as it is, restore the newest backup into an \
             empty folder (chophien restore FILE --data FOLDER) and run chophien serve with that; \
             the tills send again what was sold after the backup"
        ),
    )
}

/// SQLite's own check of every table and index, those of this laptop alone included, and of what
/// refers to what: a line for each fault.
pub async fn damage(db: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    let mut found = wrong_pages(&mut *db, true).await?;
    let orphans: Vec<(String, Option<i64>, String)> =
        sqlx::query_as("select \"table\", rowid, parent from pragma_foreign_key_check limit 100")
            .fetch_all(db)
            .await?;
    found.extend(orphans.into_iter().map(|(table, row, parent)| {
        let row = row.map(|row| row.to_string()).unwrap_or_default();
        format!("{table} {row}: no such row in {parent}")
    }));
    Ok(found)
}

/// The part of that check which takes no longer than to read the file once, and ends at `halt`.
pub async fn quick_damage(folder: &Path, halt: &Halt) -> Result<Vec<String>, OpenError> {
    let mut db = reader(folder).await?;
    halt.ends(&mut db).await?;
    let found = wrong_pages(&mut db, false).await?;
    db.close().await?;
    Ok(found)
}

/// What SQLite finds wrong with the pages of a file, a line each; `whole`: whether its indexes hold
/// what its tables do, too.
pub async fn wrong_pages(db: &mut SqliteConnection, whole: bool) -> sqlx::Result<Vec<String>> {
    let look = if whole { "pragma integrity_check" } else { "pragma quick_check" };
    let lines: Vec<String> = sqlx::query_scalar(look).fetch_all(db).await?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
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
    let options = writing(&file);
    let mut db = SqliteConnection::connect_with(&options).await?;
    migrate(&mut db).await?;
    Ok(db)
}

/// Opens the book in `folder` for writing once more: it is there and up to date. Whoever holds it
/// is waited for as long as `patience`.
pub async fn reopen(folder: &Path, patience: Duration) -> sqlx::Result<SqliteConnection> {
    let options = writing(&folder.join(FILE)).busy_timeout(patience);
    SqliteConnection::connect_with(&options).await
}

/// Sets how long a connection's statements wait for locks from now on.
pub async fn wait_for_locks(db: &mut SqliteConnection, patience: Duration) -> sqlx::Result<()> {
    let pragma = format!("pragma busy_timeout = {}", patience.as_millis());
    sqlx::query(AssertSqlSafe(pragma)).execute(db).await?;
    Ok(())
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
    let alone = writing(&file)
        .disable_statement_logging()
        .locking_mode(SqliteLockingMode::Exclusive)
        .busy_timeout(Duration::from_secs(1));
    let renewed = async {
        let mut db = SqliteConnection::connect_with(&alone).await?;
        // A damaged book must not be changed any more.
        if let Some(found) = wrong_pages(&mut db, false).await?.into_iter().next() {
            return Err(OpenError::Damaged(found));
        }
        migrate(&mut db).await?;
        Ok(db.close().await?)
    };
    renewed.await.map_err(|error: OpenError| match error.outage() {
        Some(Outage::Locked) => OpenError::Held,
        _ => error,
    })
}

/// Whether changes of the schema are still to be made.
async fn behind(file: &Path) -> Result<bool, OpenError> {
    let mut db = SqliteConnection::connect_with(&options(file).read_only(true)).await?;
    // A file in which the program never got as far as its list of changes has none of them.
    let done = match db.list_applied_migrations(&SCHEMA.table_name).await.map_err(OpenError::from) {
        Err(error) if error.is_damage() => return Err(error),
        done => done.unwrap_or_default(),
    };
    db.close().await?;
    let known = |one: &AppliedMigration| {
        SCHEMA.iter().any(|it| it.version == one.version && it.checksum == one.checksum)
    };
    if !done.iter().all(known) {
        return Err(OpenError::Unknown);
    }
    Ok(done.len() < SCHEMA.iter().count())
}

/// Brings the schema up to date.
pub async fn migrate(db: &mut SqliteConnection) -> Result<(), OpenError> {
    Ok(SCHEMA.run(db).await?)
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
    sqlx::query("pragma cache_size = -8192").execute(db).await?;
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

/// Writes the book of a folder, as it stands at this moment, into `file`, which is empty. Others
/// read and write meanwhile and wait for nothing. At `halt` it ends, and the file is none.
pub async fn copy(folder: &Path, file: &Path, halt: &Halt) -> sqlx::Result<()> {
    let mut book = reader(folder).await?;
    halt.ends(&mut book).await?;
    sqlx::query("vacuum into ?").bind(file.to_string_lossy()).execute(&mut book).await?;
    book.close().await
}

/// One connection to the book of a folder that can only read, and is nobody else's.
pub async fn reader(folder: &Path) -> sqlx::Result<SqliteConnection> {
    // A copy of a large book takes minutes, of which nobody need be warned.
    let options = options(&folder.join(FILE)).read_only(true).disable_statement_logging();
    SqliteConnection::connect_with(&options).await
}

/// A copy of a book, opened: one file, and no log beside it.
pub async fn copied(file: &Path) -> sqlx::Result<SqliteConnection> {
    let options = options(file).journal_mode(SqliteJournalMode::Delete);
    SqliteConnection::connect_with(&options.disable_statement_logging()).await
}

/// Whether somebody was in the way, the pages in the log, and those of them that were copied.
async fn checkpoint(
    db: &mut SqliteConnection,
    statement: &'static str,
) -> sqlx::Result<(i64, i64, i64)> {
    sqlx::query_as(statement).fetch_one(db).await
}

/// Reads once, so that the files beside the book are open too: SQLite opens them when it first
/// needs them.
async fn opened(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("pragma schema_version").execute(db).await?;
    Ok(())
}

/// An empty book in memory with the whole schema.
pub async fn scratch() -> Result<SqliteConnection, OpenError> {
    let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
    let mut db = SqliteConnection::connect_with(&options).await?;
    migrate(&mut db).await?;
    Ok(db)
}

/// Bytes of the book that a connection has open.
pub async fn size(db: &mut SqliteConnection) -> sqlx::Result<u64> {
    let sql = "select page_count * page_size from pragma_page_count(), pragma_page_size()";
    let bytes: i64 = sqlx::query_scalar(sql).fetch_one(db).await?;
    Ok(bytes.unsigned_abs())
}

/// Every connection that writes: what it commits is on disk when it returns.
fn writing(file: &Path) -> SqliteConnectOptions {
    options(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("journal_size_limit", LOG_BYTES)
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("cache_size", "-8192")
}
