//! A book that is rebuilt to be compared, and thrown away.

use super::{OpenError, migrate};
use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// How many were made by this process; each has a name of its own for the moment it has one.
static MADE: AtomicU32 = AtomicU32::new(0);

/// An empty book with the whole schema. Another connection has it open too, as `rebuilt`.
pub struct Scratch {
    /// What writes into it.
    pub db: SqliteConnection,
}

impl Scratch {
    /// Makes it in `folder`, and opens it beside `book`. As soon as both have it open it loses its
    /// name, so that nothing of it is left however the program ends.
    pub async fn beside(book: &mut SqliteConnection, folder: &Path) -> Result<Scratch, OpenError> {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let file = Named(folder.join(format!("verify-{}-{number}.db", process::id())));
        crate::folder::append(&file.0)?;
        let mut db = empty(&file.0).await?;
        migrate(&mut db).await?;
        let name = file.0.to_string_lossy();
        sqlx::query("attach database ? as rebuilt").bind(name).execute(book).await?;
        Ok(Scratch { db })
    }

    /// Closes it on both sides.
    pub async fn detach(self, book: &mut SqliteConnection) -> sqlx::Result<()> {
        sqlx::query("detach database rebuilt").execute(book).await?;
        self.db.close().await
    }
}

/// A power cut may take all of it: nothing waits for the disk.
async fn empty(file: &Path) -> sqlx::Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Memory)
        .synchronous(SqliteSynchronous::Off)
        .pragma("cache_size", "-16384")
        .disable_statement_logging();
    SqliteConnection::connect_with(&options).await
}

/// A file that loses its name with this.
struct Named(PathBuf);

impl Drop for Named {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
