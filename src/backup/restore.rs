//! Restoring a copy: into an empty folder, checked whole first, as the book of a new node.

use super::{Trouble, Whose, store};
use crate::{
    base::{
        clock::{Clock, Ms},
        id::{Chance, NodeId},
    },
    db,
    desk::{
        chains::branch,
        rebuild,
        succession::{self, Leader},
    },
    disk::Disk,
    folder::{self, lock},
    node::family::Place,
    print::job,
};
use sqlx::{Connection, SqliteConnection};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// Where a copy is made ready, within the folder; what a cut leaves there is thrown away.
const READY: &str = ".restoring";

/// What a standby keeps of the copy that it gets, until it is checked.
pub const RECEIVED: &str = ".received.db";

/// Whose book a copy becomes.
#[derive(Debug, Clone)]
pub enum Becomes {
    /// A new node's, which goes on from the copy.
    New,
    /// That of a standby, which follows the machine whose copy it is.
    Standby(Leader),
}

/// A copy that was found good and waits in its folder for what is left to decide.
pub struct Restored {
    folder: PathBuf,
    book: SqliteConnection,
    /// Held until all is in place: nobody else begins a book here meanwhile.
    _lock: lock::Lock,
    own: lock::Lock,
    /// The node that it is the book of from now on.
    pub node: NodeId,
    /// Entries that were checked.
    pub entries: i64,
}

/// Reads the copy `file` into the folder `into`, which must be empty or not there, and checks it:
/// its pages, its chains, every figure. `progress` is told the entries done. Nothing is left in the
/// folder when it is refused.
pub async fn open(
    file: &Path,
    (into, becomes): (&Path, Becomes),
    (clock, chance): (&Clock, &Chance),
    progress: impl FnMut(i64),
) -> Result<Restored, Trouble> {
    if !File::open(file)?.metadata()?.is_file() {
        return Err(Trouble::NotACopy("not a file".to_owned()));
    }
    let stood = into.exists();
    empty(into)?;
    let lock = lock::Lock::take(into).map_err(db::OpenError::from)?;
    let _ = fs::remove_dir_all(into.join(READY));
    let opened = ready(file, (into, becomes), lock, (clock, chance), progress).await;
    if opened.is_err() {
        let _ = fs::remove_dir_all(into.join(READY));
        let _ = fs::remove_file(into.join(lock::FILE));
        if !stood {
            let _ = fs::remove_dir(into);
        }
    }
    opened
}

/// Refuses a folder that holds anything but what a try that was cut off left there.
pub fn empty(folder: &Path) -> Result<(), Trouble> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let known = [READY, RECEIVED, lock::FILE, "lost+found"];
    for entry in entries {
        if !known.contains(&&*entry?.file_name().to_string_lossy()) {
            return Err(Trouble::NotEmpty(folder.to_owned()));
        }
    }
    Ok(())
}

async fn ready(
    file: &Path,
    (into, becomes): (&Path, Becomes),
    lock: lock::Lock,
    (clock, chance): (&Clock, &Chance),
    progress: impl FnMut(i64),
) -> Result<Restored, Trouble> {
    let folder = into.join(READY);
    folder::make(&folder)?;
    copy(file, &folder.join(db::FILE))?;
    sound(&folder.join(db::FILE)).await?;
    let own = lock::Lock::take(&folder).map_err(db::OpenError::from)?;
    let mut book = db::writer(&own).await?;
    let disk = Disk::system();
    let place = rebuild::Place { folder: &folder, disk: &disk, spare: 0 };
    let report = rebuild::verify(&mut book, place, progress).await?;
    if !report.differences.is_empty() {
        return Err(Trouble::Differs(report.differences));
    }
    let node = become_of(&mut book, becomes, (clock, chance)).await?;
    tidy(&mut book, &folder, clock.now()).await?;
    beside(file, &folder)?;
    let (folder, entries) = (into.to_owned(), report.entries);
    Ok(Restored { folder, book, _lock: lock, own, node, entries })
}

async fn become_of(
    book: &mut SqliteConnection,
    becomes: Becomes,
    (clock, chance): (&Clock, &Chance),
) -> Result<NodeId, Trouble> {
    match becomes {
        Becomes::New => {
            let began = succession::begin(book, clock, chance).await.map_err(Trouble::Refused)?;
            Ok(began.node)
        }
        Becomes::Standby(leader) => {
            succession::stand_by(&mut *book, &leader).await?;
            store::forget_choices(book).await?;
            Ok(leader.own)
        }
    }
}

/// Copies the file, and the log of changes beside it where there is one: what a laptop sold before
/// its power was cut may stand there alone. A copy has none. Neither file is changed.
fn copy(from: &Path, to: &Path) -> Result<(), Trouble> {
    let log = |file: &Path| {
        let mut name = file.as_os_str().to_owned();
        name.push("-wal");
        PathBuf::from(name)
    };
    pour(from, to)?;
    match log(from).metadata() {
        Ok(it) if it.len() > 0 => pour(&log(from), &log(to)),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn pour(from: &Path, to: &Path) -> Result<(), Trouble> {
    let mut out = folder::append(to)?;
    std::io::copy(&mut File::open(from)?, &mut out)?;
    Ok(out.sync_all()?)
}

/// A book that is read out of its own data folder has what a copy carries lying beside it:
/// the authority behind HTTPS, without which phones would not know the laptop, and the photos.
fn beside(file: &Path, folder: &Path) -> Result<(), Trouble> {
    let (Some(data), true) = (file.parent(), file.ends_with(db::FILE)) else { return Ok(()) };
    for path in super::travelling(data, Whose::Own)? {
        let to = folder.join(&path);
        if let Some(parent) = to.parent() {
            folder::make(parent)?;
        }
        folder::replace(&to, &fs::read(data.join(&path))?)?;
    }
    Ok(())
}

/// Looks at every page, before anything else reads them. What the log has is in the file then.
async fn sound(file: &Path) -> Result<(), Trouble> {
    let looked = async {
        let mut copy = db::copied(file).await?;
        let wrong = db::wrong_pages(&mut copy, true).await?;
        // A file without a journal is a database, and not a book.
        store::origin(&mut copy).await?;
        copy.close().await?;
        Ok::<_, sqlx::Error>(wrong)
    };
    match looked.await {
        Ok(wrong) if wrong.is_empty() => Ok(()),
        Ok(wrong) => Err(Trouble::Damaged(wrong[0].clone())),
        Err(error) => Err(Trouble::NotACopy(error.to_string())),
    }
}

/// What came along is put in its place, papers that were on their way wait for a person, and what
/// the old machine remembered of its own copies is forgotten.
async fn tidy(book: &mut SqliteConnection, folder: &Path, now: Ms) -> Result<(), Trouble> {
    for name in store::files(book).await? {
        let bytes = store::bytes(book, &name).await?;
        let path = Path::new(&name);
        let plain = |part: std::path::Component| matches!(part, std::path::Component::Normal(_));
        if !path.components().all(plain) {
            return Err(Trouble::NotACopy(path.display().to_string()));
        }
        if let Some(parent) = path.parent() {
            folder::make(&folder.join(parent))?;
        }
        folder::replace(&folder.join(path), &bytes)?;
    }
    store::drop_files(book).await?;
    store::forget_standbys(book).await?;
    store::become_book(book).await?;
    job::store::doubt(book, now).await?;
    Ok(job::store::shelve(book, Ms(now.0 + 1), now).await?)
}

impl Restored {
    /// The codes of which one is typed by whoever says that the old machine is gone: of the fairs
    /// that are open, else of all. None where the book has no fair.
    pub async fn codes(&mut self, now: Ms) -> Result<Vec<String>, Trouble> {
        let open = store::open_fairs(&mut self.book, now.date()).await?;
        Ok(if open.is_empty() { store::fairs(&mut self.book).await? } else { open })
    }

    /// The old machine is gone: this one sells from now on.
    pub async fn take_over(&mut self, clock: &Clock, chance: &Chance) -> Result<(), Trouble> {
        succession::take_over(&mut self.book, clock, chance).await.map_err(Trouble::Refused)
    }

    /// The copy's book.
    pub fn book(&mut self) -> &mut SqliteConnection {
        &mut self.book
    }

    /// This machine sells from now on, after the last entry that its book shares with another
    /// under its name; what follows there is written down again, and all is checked anew. Tells
    /// how many entries that were.
    pub async fn part(
        &mut self,
        (clock, chance): (&Clock, &Chance),
        point: Place,
    ) -> Result<i64, Trouble> {
        let parted = branch::part(&mut self.book, (clock, chance), point).await;
        let parted = parted.map_err(Trouble::Refused)?;
        self.node = parted.node;
        let (folder, disk) = (self.folder.join(READY), Disk::system());
        let place = rebuild::Place { folder: &folder, disk: &disk, spare: 0 };
        let report = rebuild::verify(&mut self.book, place, |_| {}).await?;
        match report.differences.is_empty() {
            true => Ok(parted.again),
            false => Err(Trouble::Differs(report.differences)),
        }
    }

    /// Leaves nothing in the folder.
    pub async fn give_up(self) -> Result<(), Trouble> {
        self.book.close().await?;
        drop(self.own);
        fs::remove_dir_all(self.folder.join(READY))?;
        Ok(fs::remove_file(self.folder.join(lock::FILE))?)
    }

    /// Puts the book into its folder. Until then nothing is there.
    pub async fn finish(mut self) -> Result<NodeId, Trouble> {
        db::empty_log(&mut self.book).await?;
        self.book.close().await?;
        drop(self.own);
        let ready = self.folder.join(READY);
        for entry in fs::read_dir(&ready)? {
            let entry = entry?;
            let name = entry.file_name();
            // The book comes last: with it the folder is whole.
            if entry.file_type()?.is_dir() {
                fs::rename(entry.path(), self.folder.join(name))?;
            }
        }
        File::open(ready.join(db::FILE))?.sync_all()?;
        folder::settle(&self.folder)?;
        fs::rename(ready.join(db::FILE), self.folder.join(db::FILE))?;
        folder::settle(&self.folder)?;
        fs::remove_dir_all(ready)?;
        Ok(self.node)
    }
}
