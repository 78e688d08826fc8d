//! A book that is rebuilt to be compared, and thrown away.

use super::{OpenError, migrate};
use crate::folder;
use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{
    io,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// How many were made by this process; each has a name of its own for the moment it has one.
static MADE: AtomicU32 = AtomicU32::new(0);

/// Makes an empty file in a folder for a book that soon loses its name. What a check that was
/// killed in that moment left there goes first: it holds all that the book holds.
pub fn file(within: &Path) -> io::Result<Named> {
    sweep(within);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let file = within.join(format!("{NAME}{}-{number}.db", process::id()));
    folder::create(&file)?;
    Ok(Named(file))
}

/// How the names of such files begin; the process that made them follows.
const NAME: &str = "verify-";

fn sweep(within: &Path) {
    for entry in std::fs::read_dir(within).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix(NAME).and_then(|it| it.split_once('-'));
        let process = process.and_then(|(process, _)| process.parse().ok());
        if process.is_some_and(|process| !folder::process::is_there(process)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// An empty book with the whole schema. Another connection has it open too, as `rebuilt`.
pub struct Scratch {
    /// What writes into it.
    pub db: SqliteConnection,
}

impl Scratch {
    /// Makes it in `folder`, and opens it beside `book`. As soon as both have it open it loses its
    /// name, so that nothing of it is left however the program ends.
    pub async fn beside(book: &mut SqliteConnection, folder: &Path) -> Result<Scratch, OpenError> {
        let file = file(folder)?;
        let mut db = empty(file.path()).await?;
        migrate(&mut db).await?;
        let name = file.path().to_string_lossy();
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
pub struct Named(PathBuf);

impl Named {
    /// Where it lies until then.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_new_and_goes_by_itself_and_what_a_killed_check_left_goes_with_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        // No process has the number that the system never gives.
        std::fs::write(at("verify-2147483647-0.db"), "x").unwrap();
        std::fs::write(at("verify-report.db"), "a person's own").unwrap();
        let made = file(folder.path()).unwrap();
        assert!(made.path().exists() && !at("verify-2147483647-0.db").exists());
        assert!(at("verify-report.db").exists());
        let gone = made.path().to_owned();
        drop(made);
        assert!(!gone.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_somebody_laid_in_its_place_is_not_written_through() {
        let within = tempfile::tempdir().unwrap();
        let theirs = within.path().join("theirs");
        std::fs::write(&theirs, "").unwrap();
        let link = within.path().join("verify.db");
        std::os::unix::fs::symlink(&theirs, &link).unwrap();
        assert!(folder::create(&link).is_err());
    }
}
