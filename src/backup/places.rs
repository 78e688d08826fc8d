//! Where copies may go: sticks that are plugged in, and whether a folder takes copies. A disk that
//! hangs keeps a thread, and nobody waiting.

use super::{Trouble, same_disk};
use crate::folder;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

/// For a disk to answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// Folders that are named at most.
const MOST: usize = 8;
/// Threads that disks may keep at once.
static LOOKS: Semaphore = Semaphore::const_new(4);

/// Folders of sticks that are plugged in; none while a disk does not answer.
pub async fn sticks() -> Vec<String> {
    aside(plugged_in).await.unwrap_or_default()
}

/// Whether copies of the book in `data` can be written into `folder`: it is tried. Answers whether
/// they lie on another disk than the book.
pub async fn fit(data: &Path, folder: &Path) -> Result<bool, Trouble> {
    let (data, tried) = (data.to_owned(), folder.to_owned());
    let fit = aside(move || try_out(&data, &tried).map(|()| !same_disk(&data, &tried)));
    fit.await.unwrap_or_else(|| Err(Trouble::Silent(folder.to_owned())))
}

/// Does it on a thread of its own; none where that takes too long.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let done = async {
        let look = LOOKS.acquire().await.ok()?;
        let work = move || {
            let _look = look;
            work()
        };
        spawn_blocking(work).await.ok()
    };
    timeout(PATIENCE, done).await.ok()?
}

/// Where systems put what is plugged in.
fn plugged_in() -> Vec<String> {
    let within = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
    };
    let users = ["/media", "/run/media"].map(Path::new).into_iter().flat_map(within);
    let mut found: Vec<PathBuf> = users.flat_map(|user| within(&user)).collect();
    found.extend(within(Path::new("/Volumes")));
    found.iter().take(MOST).map(|path| path.display().to_string()).collect()
}

fn try_out(data: &Path, folder: &Path) -> Result<(), Trouble> {
    if !folder.is_absolute() || !folder.is_dir() {
        return Err(Trouble::NoFolder(folder.to_owned()));
    }
    if folder.canonicalize()?.starts_with(data.canonicalize()?) {
        return Err(Trouble::WithinBook);
    }
    let tried = folder.join(".chophien-backup");
    drop(folder::append(&tried)?);
    Ok(fs::remove_file(tried)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_disk_that_hangs_keeps_nobody_waiting() {
        let (end, hung) = std::sync::mpsc::channel::<()>();
        let began = tokio::time::Instant::now();
        assert_eq!(aside(move || hung.recv().is_err()).await, None);
        assert!(began.elapsed() < PATIENCE * 2);
        drop(end);
        assert_eq!(aside(|| 1).await, Some(1));
    }
}
