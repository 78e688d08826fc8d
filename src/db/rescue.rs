//! The book that is saved when the folder's own is taken away while it is served.

use super::{FILE, OpenError, folder};
use sqlx::SqliteConnection;
use std::path::{Path, PathBuf};

/// How the names of rescued books begin; a number follows.
const RESCUED: &str = "chophien-rescued-";

/// The newest book that `rescue` left in a folder and nobody has put in its place, or elsewhere.
pub fn find(folder: &Path) -> Option<PathBuf> {
    let names = (1..).map(|n| folder.join(format!("{RESCUED}{n}.db")));
    names.take_while(|file| file.exists()).last()
}

/// Writes the whole book, as this connection sees it, into a new file in `folder`, and answers its
/// path. For a book whose own file is gone from there.
pub async fn rescue(db: &mut SqliteConnection, folder: &Path) -> Result<PathBuf, OpenError> {
    let names = (1..).map(|n| folder.join(format!("{RESCUED}{n}.db")));
    let mut free = names.filter(|file| !file.exists());
    let file = free.next().unwrap_or_default();
    // SQLite fills an empty file, and leaves its rights as they are.
    drop(folder::append(&file)?);
    sqlx::query("vacuum into ?").bind(file.to_string_lossy()).execute(db).await?;
    std::fs::File::open(&file)?.sync_all()?;
    // SQLite would take the lost book's log for the log of whatever book is put in its place.
    for ending in ["-wal", "-shm"] {
        let left = folder.join(format!("{FILE}{ending}"));
        if left.exists() && !folder.join(FILE).exists() {
            std::fs::rename(&left, folder.join(format!("{FILE}{ending}.left")))?;
        }
    }
    Ok(file)
}
