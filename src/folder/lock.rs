//! The folder's lock: who holds it writes, and nobody else does. It falls with its process, however
//! that ends.

use super::BOOK;
use crate::base::{lang::Say, outage::Outage};
use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// The file that is locked. It stays; whether somebody holds it is the system's to say.
pub const FILE: &str = "chophien.lock";

/// Far longer than it takes to ask whether a lock is held.
const ASKING: Duration = Duration::from_millis(50);

/// The lock of a data folder. Dropping it gives the folder free.
#[derive(Debug)]
pub struct Lock {
    folder: PathBuf,
    closed: bool,
    file: Mutex<File>,
}

/// Who holds a lock, as the holder wrote it down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holder {
    /// The process; none in the instant before it has written it.
    pub process: Option<u32>,
    /// The address at which it serves; none for a command that only works for a while.
    pub address: Option<String>,
}

/// Why a folder cannot be written into.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process writes into it.
    #[error("the data folder is in use by another process")]
    Held(Holder),
    /// It holds files, but no book.
    #[error("there are files in the data folder, but no {BOOK}")]
    NoBook,
    /// Its disk knows no locks.
    #[error("the disk has no file locks: {0}")]
    NoLocks(io::Error),
    /// It cannot be made or written.
    #[error("cannot write into the data folder: {0}")]
    Folder(#[from] io::Error),
}

impl LockError {
    /// What to do about it, for whoever wanted to write into `folder`.
    pub fn say(&self, folder: &Path) -> Say {
        let folder = folder.display();
        match self {
            LockError::Held(holder) => holder.say(&folder.to_string()),
            LockError::NoBook => Say::new(
                format!(
                    "Trong {folder} có tệp nhưng không có sổ {BOOK}. Nếu sổ bị chuyển hay bị xoá, \
                     hãy đặt lại vào đó, hoặc khôi phục bản sao lưu vào một thư mục trống: \
                     chophien restore TỆP --data THƯ_MỤC. Nếu chưa có sổ, hãy chọn một thư mục \
                     trống bằng --data"
                ),
                format!(
                    "There are files in {folder}, but no book {BOOK}. If the book was moved or \
                     removed, put it back, or restore a backup into an empty folder: chophien \
                     restore FILE --data FOLDER. If there is no book yet, choose an empty folder \
                     with --data"
                ),
            ),
            LockError::NoLocks(error) => Say::new(
                format!(
                    "Ổ đĩa của {folder} không khoá được tệp ({error}), nên hai chương trình có thể \
                     cùng ghi vào sổ. Hãy dùng một thư mục trên ổ của chính máy này bằng --data"
                ),
                format!(
                    "The disk of {folder} cannot lock files ({error}), so two programs could write \
                     into the book at once. Use a folder on this machine's own disk with --data"
                ),
            ),
            LockError::Folder(error) => {
                let outage = Outage::of_file(error);
                let ((vi, en), todo) = (outage.words(), outage.at_start());
                Say::new(
                    format!("Không ghi được vào thư mục {folder}: {vi} ({error}). {}", todo.vi),
                    format!("Cannot write into {folder}: {en} ({error}). {}", todo.en),
                )
            }
        }
    }
}

impl Holder {
    fn say(&self, folder: &str) -> Say {
        let number = self.process.map(|process| process.to_string()).unwrap_or("?".to_owned());
        match &self.address {
            Some(address) => Say::new(
                format!(
                    "Thư mục {folder} đang mở ở máy chủ {address} (tiến trình {number}), và chỉ \
                     máy chủ đó được ghi. Hãy mở địa chỉ ấy; hoặc dừng máy chủ bằng Ctrl-C ở cửa \
                     sổ của nó (kill {number}) rồi chạy lại"
                ),
                format!(
                    "{folder} is open in the server at {address} (process {number}), which alone \
                     may write. Open that address; or stop the server with Ctrl-C in its window \
                     (kill {number}) and run this again"
                ),
            ),
            None => Say::new(
                format!(
                    "Một lệnh khác (tiến trình {number}) đang mở thư mục {folder}, và chỉ lệnh đó \
                     được ghi. Hãy đợi lệnh đó xong rồi chạy lại"
                ),
                format!(
                    "Another command (process {number}) has {folder} open and alone may write. \
                     Wait until it is done and run this again"
                ),
            ),
        }
    }

    fn parse(text: &str) -> Holder {
        let mut lines = text.lines().map(str::trim);
        let process = lines.next().and_then(|line| line.parse().ok());
        let address = lines.next().filter(|line| !line.is_empty()).map(str::to_owned);
        Holder { process, address }
    }
}

impl Lock {
    /// Takes the lock of a data folder, which is made if there is none, and closes it and all that
    /// lies in it to others. A folder of other things is left alone.
    pub fn take(folder: &Path) -> Result<Lock, LockError> {
        if !folder.join(BOOK).exists() && holds_more(folder)? {
            return Err(LockError::NoBook);
        }
        super::make(folder)?;
        let file = lock_file(&folder.join(FILE))?;
        let closed = super::close_all(folder);
        let lock = Lock { folder: folder.to_owned(), closed, file: Mutex::new(file) };
        lock.write(None)?;
        Ok(lock)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether others on this machine are kept out of the folder.
    pub fn is_closed_to_others(&self) -> bool {
        self.closed
    }

    /// Writes down at which address the holder serves, for whoever finds the folder locked.
    pub fn serves_at(&self, address: &str) -> io::Result<()> {
        self.write(Some(address))
    }

    fn write(&self, address: Option<&str>) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let text = format!("{}\n{}\n", std::process::id(), address.unwrap_or_default());
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(text.as_bytes())
    }
}

impl Drop for Lock {
    /// Nobody holds it any more, so nobody is named.
    fn drop(&mut self) {
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = file.set_len(0);
    }
}

/// Whether somebody holds the lock of a folder; nothing is written. A lock that cannot be asked is
/// held by nobody whom we would know.
pub fn is_held(folder: &Path) -> bool {
    let Ok(file) = File::open(folder.join(FILE)) else { return false };
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

/// The lock file, locked. Should it be removed and made anew at this very moment, the lock on the
/// file that is there counts.
fn lock_file(path: &Path) -> Result<File, LockError> {
    let mut asked = false;
    loop {
        let options = &mut OpenOptions::new();
        let mut file = super::private(options.read(true).write(true).create(true), path)?;
        match file.try_lock() {
            Ok(()) if same(&file, path) => return Ok(file),
            Ok(()) => continue,
            // Whoever only asks whether it is held (`is_held`) holds it for that instant.
            Err(TryLockError::WouldBlock) if !asked => {
                asked = true;
                std::thread::sleep(ASKING);
            }
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // Windows does not let others read what is locked: then nobody is named.
                let _ = file.read_to_string(&mut text);
                return Err(LockError::Held(Holder::parse(&text)));
            }
            Err(TryLockError::Error(error)) => return Err(LockError::NoLocks(error)),
        }
    }
}

#[cfg(unix)]
fn same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |it: io::Result<std::fs::Metadata>| it.map(|it| (it.dev(), it.ino())).ok();
    id(file.metadata()) == id(path.metadata())
}

/// Windows removes no file that is open.
#[cfg(not(unix))]
fn same(_file: &File, _path: &Path) -> bool {
    true
}

/// Whether a folder holds anything but what a lock leaves there, and what the system keeps.
fn holds_more(folder: &Path) -> io::Result<bool> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let systems = ["lost+found", "System Volume Information"];
    let mut ours = names.filter(|name| !name.starts_with('.') && !systems.contains(&&**name));
    Ok(ours.any(|name| name != FILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_asks_hears_whether_it_is_held_and_does_not_hold_it_then() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_held(folder.path()));
        let lock = Lock::take(folder.path()).unwrap();
        assert!(is_held(folder.path()));
        drop(lock);
        assert!(!is_held(folder.path()));
        Lock::take(folder.path()).unwrap();
    }

    #[test]
    fn who_finds_the_folder_locked_learns_where_it_is_served_until_it_is_free_again() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Lock::take(folder.path()).unwrap();
        let process = Some(std::process::id());
        let found = || match Lock::take(folder.path()) {
            Err(LockError::Held(holder)) => holder,
            other => panic!("{other:?}"),
        };
        assert_eq!(found(), Holder { process, address: None });
        lock.serves_at("http://192.168.1.5:8080").unwrap();
        let address = Some("http://192.168.1.5:8080".to_owned());
        assert_eq!(found(), Holder { process, address });
        drop(lock);
        Lock::take(folder.path()).unwrap();
    }

    #[test]
    fn a_lock_file_that_was_removed_locks_nobody_out_and_a_folder_of_other_things_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Lock::take(folder.path()).unwrap();
        std::fs::remove_file(folder.path().join(FILE)).unwrap();
        let second = Lock::take(folder.path()).unwrap();
        drop((lock, second));
        std::fs::write(folder.path().join("ghi-chu.txt"), "x").unwrap();
        assert!(matches!(Lock::take(folder.path()), Err(LockError::NoBook)));
        std::fs::write(folder.path().join(BOOK), "").unwrap();
        assert!(Lock::take(folder.path()).is_ok());
    }
}
