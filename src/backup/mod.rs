//! Copies of the book: made while it is in use, looked at before they count as good, kept in a
//! second place, and restored on another machine.
//!
//! A copy is one SQLite file with everything a machine needs to go on: the book, and of what never
//! leaves a laptop otherwise the hashes of PINs and passwords, the digests of devices' tokens,
//! printers, settings, the authority behind HTTPS, and the photos of goods. Who has the file can
//! try PINs against it.
//!
//! Architecture invariant: no file of the book itself is opened here but by SQLite, whose locks
//! would fall with it.

pub mod download;
pub mod keeper;
mod lost;
pub mod notes;
pub mod places;
pub mod restore;
pub mod rotation;
pub mod store;
mod trouble;

pub use trouble::Trouble;

use crate::{
    base::{clock::Ms, id::NodeId},
    catalog::photo,
    db::{self, halt::Halt},
    desk::{book::COPY, succession},
    folder, journal,
    print::address,
};
use serde::{Deserialize, Serialize};
use sqlx::{Connection, SqliteConnection};
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// Folders of the data folder whose files travel in a copy.
const TRAVEL: [&str; 2] = ["tls", photo::folder::FOLDER];

/// A copy that was made and looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Where it lies.
    pub file: PathBuf,
    /// When it was made.
    pub at: Ms,
    /// Its bytes.
    pub size: u64,
    /// The journal's last position in it.
    pub pos: i64,
    /// The node whose book it is.
    pub origin: NodeId,
    /// The last sequence of that node in it.
    pub seq: i64,
    /// The hash of that entry, hexadecimal.
    pub head: String,
    /// It lies on another disk than the book.
    pub elsewhere: bool,
    /// Only its owner may read it; false on disks that keep no rights, such as FAT.
    pub private: bool,
    /// When every figure in it was checked against its journal, if it was.
    pub verified: Option<Ms>,
}

/// Whose book a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The folder's own, whole.
    Own,
    /// That of a laptop which sent its book to the hub in this folder.
    Lost(NodeId),
}

/// Makes a copy of the book in `data` as `file`, which must not be there yet. It is written beside
/// its place, looked at, and moved there when it is good and on disk: a cut leaves no half copy.
/// At `halt` it ends and leaves nothing.
pub async fn make(
    (data, whose): (&Path, Whose),
    file: &Path,
    at: Ms,
    halt: &Halt,
) -> Result<Made, Trouble> {
    let folder = target(data, file)?;
    write((data, whose, halt), &folder, file, at).await
}

/// The folder in which `file` may be made: it is there, is not the book's own, and has no such
/// file.
fn target(data: &Path, file: &Path) -> Result<PathBuf, Trouble> {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let folder = parent.canonicalize().map_err(|_| Trouble::NoFolder(parent.to_owned()))?;
    if data.canonicalize().is_ok_and(|data| folder.starts_with(data)) {
        return Err(Trouble::WithinBook);
    }
    match file.exists() {
        true => Err(Trouble::Taken(file.to_owned())),
        false => Ok(folder),
    }
}

/// The file beside a copy's place into which it is written.
pub fn part(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}.part"))
}

/// A file that does not stay: it goes with this, and so does what SQLite has beside it.
struct Passing(PathBuf);

impl Passing {
    fn remove(&self) {
        let mut journal = self.0.as_os_str().to_owned();
        journal.push("-journal");
        let _ = fs::remove_file(&self.0);
        let _ = fs::remove_file(journal);
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        self.remove();
    }
}

async fn write(
    source: (&Path, Whose, &Halt),
    folder: &Path,
    file: &Path,
    at: Ms,
) -> Result<Made, Trouble> {
    let part = Passing(part(file));
    // What an earlier try left, cut off.
    part.remove();
    let made = fill(source, &part.0, file, at).await?;
    File::open(&part.0)?.sync_all()?;
    fs::rename(&part.0, file)?;
    folder::settle(folder)?;
    Ok(made)
}

async fn fill(
    (data, whose, halt): (&Path, Whose, &Halt),
    part: &Path,
    file: &Path,
    at: Ms,
) -> Result<Made, Trouble> {
    // SQLite fills an empty file, and leaves its rights as they are.
    drop(folder::append(part)?);
    let private = folder::close(part);
    match whose {
        Whose::Own => db::copy(data, part, halt).await?,
        Whose::Lost(node) => lost::fill(data, part, node, halt).await?,
    }
    let mut copy = db::copied(part).await?;
    halt.ends(&mut copy).await?;
    journal::store::set_setting(&mut copy, COPY, &at.0.to_string()).await?;
    store::forget_hub(&mut copy).await?;
    store::forget_standbys(&mut copy).await?;
    succession::of_leader(&mut copy).await?;
    // No hub knows yet what a restored laptop signs.
    address::keep_signed(&mut copy, false).await?;
    // One after the other: photos are many.
    for path in travelling(data, whose)? {
        match fs::read(data.join(&path)) {
            // A photo that was taken back meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            bytes => store::add_file(&mut copy, &path, &bytes?).await?,
        }
    }
    let wrong = db::wrong_pages(&mut copy, false).await?;
    if let Some(first) = wrong.into_iter().next() {
        return Err(Trouble::Damaged(first));
    }
    same_heads(data, &mut copy).await?;
    let origin = store::origin(&mut copy).await?;
    let head = journal::store::head(&mut copy, origin).await?;
    copy.close().await?;
    Ok(Made {
        file: file.to_owned(),
        at,
        size: fs::metadata(part)?.len(),
        pos: head.pos,
        origin,
        seq: head.seq,
        head: hex::encode(head.hash),
        elsewhere: !same_disk(data, part),
        private,
        verified: None,
    })
}

/// Whether the last entry of each chain in the copy stands in the book under the same hash.
async fn same_heads(data: &Path, copy: &mut SqliteConnection) -> Result<(), Trouble> {
    let mut book = db::reader(data).await?;
    for (origin, seq, hash) in journal::store::heads(copy).await? {
        let stands = journal::store::hash_at(&mut book, &origin.bytes(), seq).await?;
        if stands.as_ref() != Some(&hash) {
            return Err(Trouble::OtherHead(seq));
        }
    }
    Ok(book.close().await?)
}

/// The files that travel along, by their path within the data folder. A hub's authority is its own.
fn travelling(data: &Path, whose: Whose) -> Result<Vec<String>, Trouble> {
    let folders = match whose {
        Whose::Own => &TRAVEL[..],
        Whose::Lost(_) => &[photo::folder::FOLDER],
    };
    let mut files = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(data.join(folder)).into_iter().flatten() {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                let name = entry.file_name().to_string_lossy().into_owned();
                files.push(format!("{folder}/{name}"));
            }
        }
    }
    Ok(files)
}

/// Whether two paths lie on one disk.
#[cfg(unix)]
pub fn same_disk(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| path.metadata().map(|it| it.dev()).ok();
    disk(one) == disk(other)
}

/// Windows: by the drive's letter.
#[cfg(not(unix))]
pub fn same_disk(one: &Path, other: &Path) -> bool {
    let drive =
        |path: &Path| path.canonicalize().ok()?.components().next().map(|it| format!("{it:?}"));
    drive(one) == drive(other)
}
