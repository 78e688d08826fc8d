//! A book that is rebuilt to be compared, and thrown away.

use super::{OpenError, migrate};
use crate::folder;
use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{
    fs::Metadata,
    io,
    path::{Path, PathBuf},
    process,
    time::Duration,
};

/// Makes an empty file in a folder for a book that soon loses its name. What a check that was
/// killed in that moment left there goes first: it holds all that the book holds.
pub fn file(within: &Path) -> io::Result<Named> {
    sweep(within);
    for number in 0.. {
        let file = within.join(format!("{BEGIN}{}-{number}{END}", process::id()));
        match folder::create(&file) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error),
            Ok(_) => return Ok(Named(file)),
        }
    }
    unreachable!("numbers do not end before a folder is full")
}

/// How the names of such files begin; the number of the process that made one follows, and its own.
const BEGIN: &str = ".chophien-check-";
/// How they end.
const END: &str = ".db";
/// No check takes this long. A process that is still there may be another one of the same number.
const LONG: Duration = Duration::from_secs(24 * 3600);

/// Removes what killed checks left in a folder.
pub fn sweep(within: &Path) {
    for entry in std::fs::read_dir(within).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_file = entry.file_type().is_ok_and(|it| it.is_file());
        let old = || entry.metadata().is_ok_and(|it| age(&it).is_some_and(|age| age > LONG));
        let over = |process| !folder::process::is_there(process) || old();
        if is_file && maker(&name).is_some_and(over) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The process that made the file of this name; none when it is no such file.
fn maker(name: &str) -> Option<i32> {
    let (process, number) = name.strip_prefix(BEGIN)?.strip_suffix(END)?.split_once('-')?;
    number.parse::<u32>().ok()?;
    process.parse().ok()
}

fn age(file: &Metadata) -> Option<Duration> {
    file.modified().ok()?.elapsed().ok()
}

/// An empty book with the whole schema. Another connection has it open too, as `rebuilt`.
pub struct Scratch {
    /// What writes into it.
    pub db: SqliteConnection,
    file: Named,
}

impl Scratch {
    /// Makes it in `folder`, and opens it beside `book`. As soon as both have it open it loses its
    /// name where the system allows that, so that nothing of it is left however the program ends.
    pub async fn beside(book: &mut SqliteConnection, folder: &Path) -> Result<Scratch, OpenError> {
        let file = file(folder)?;
        let mut db = empty(file.path()).await?;
        migrate(&mut db).await?;
        let name = file.path().to_string_lossy();
        sqlx::query("attach database ? as rebuilt").bind(name).execute(book).await?;
        file.lose();
        Ok(Scratch { db, file })
    }

    /// Closes it on both sides.
    pub async fn detach(self, book: &mut SqliteConnection) -> sqlx::Result<()> {
        sqlx::query("detach database rebuilt").execute(book).await?;
        self.db.close().await?;
        drop(self.file);
        Ok(())
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

    /// Takes its name away while it is open. Windows does not; there it goes with this.
    pub fn lose(&self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        self.lose();
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
        let (left, own) = (at(".chophien-check-2147483647-0.db"), process::id());
        std::fs::write(&left, "x").unwrap();
        let taken = at(&format!(".chophien-check-{own}-0.db"));
        std::fs::write(&taken, "another check of this moment").unwrap();
        let people = ["verify-2026-11-29.txt", "verify-2147483647-0.db", ".chophien-check-7.txt"];
        people.iter().for_each(|name| std::fs::write(at(name), "own").unwrap());
        let made = file(folder.path()).unwrap();
        assert!(made.path().exists() && !left.exists() && taken.exists());
        people.iter().for_each(|name| assert!(at(name).exists(), "{name}"));
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
