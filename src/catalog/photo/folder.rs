//! Where the bytes of photos lie: a folder of the data folder, each file under its SHA-256.
//!
//! Architecture invariant: a file is whole before an entry names it, and goes only when no product
//! shows it any more. What comes between the two is a file that nobody names, and is swept.

use super::{Clean, Hash, PAGE, Photo, jpeg::clean, look};
use crate::{base::lang::Say, folder};
use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::{
    sync::{Mutex, OwnedMutexGuard},
    task::spawn_blocking,
};

/// The folder within the data folder.
pub const FOLDER: &str = "photos";
const ENDING: &str = ".jpg";

/// The folder of photos. Clones share it.
#[derive(Debug, Clone)]
pub struct Photos {
    folder: PathBuf,
    turn: Arc<Mutex<()>>,
}

/// A photo whose files are on disk. Nobody sweeps before this is gone: until then its entry is
/// written.
#[derive(Debug)]
pub struct Kept {
    /// What the entry holds.
    pub photo: Photo,
    _turn: Turn,
}

/// Whose turn it is to write or sweep.
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "it is held, not read")] OwnedMutexGuard<()>);

impl Photos {
    /// Those of a data folder.
    pub fn of(data: &Path) -> Photos {
        Photos { folder: data.join(FOLDER), turn: Arc::default() }
    }

    /// Looks at the two files of a photo and writes them.
    pub async fn keep(&self, page: Vec<u8>, tile: Vec<u8>) -> Result<Kept, Say> {
        let turn = self.turn().await;
        let folder = self.folder.clone();
        let kept = spawn_blocking(move || {
            let clean = look(&page, &tile)?;
            write(&folder, &clean).map_err(|error| unwritten(&error))?;
            Ok(clean.photo)
        });
        let photo = kept.await.map_err(|error| unwritten(&error.into()))??;
        Ok(Kept { photo, _turn: turn })
    }

    /// The bytes of a file, where they are here.
    pub async fn read(&self, hash: Hash) -> Option<Vec<u8>> {
        let file = path(&self.folder, hash);
        spawn_blocking(move || fs::read(file).ok()).await.ok().flatten()
    }

    /// The products of which a file is not here, by name, each once.
    pub async fn absent(&self, named: Vec<(Hash, String)>) -> Vec<String> {
        let folder = self.folder.clone();
        let there = move |hash| path(&folder, hash).exists();
        spawn_blocking(move || lacking(&named, there)).await.unwrap_or_default()
    }

    /// The turn to sweep: until it is given back nobody writes a photo whose entry is to come.
    pub async fn turn(&self) -> Turn {
        Turn(self.turn.clone().lock_owned().await)
    }

    /// Removes all files but those that products show, as they were read in this turn. A photo that
    /// was taken back is gone with this.
    pub async fn sweep(&self, turn: Turn, named: Vec<(Hash, String)>) {
        let named: HashSet<Hash> = named.into_iter().map(|(hash, _)| hash).collect();
        let folder = self.folder.clone();
        let swept = spawn_blocking(move || sweep(&folder, &named)).await;
        if let Err(error) = swept.map_err(io::Error::from).flatten() {
            tracing::warn!(%error, "photos that nothing shows were not removed");
        }
        drop(turn);
    }
}

fn path(folder: &Path, hash: Hash) -> PathBuf {
    folder.join(format!("{hash}{ENDING}"))
}

/// Writes both files, each whole or not at all. One that is there already is the same.
pub fn write(folder: &Path, clean: &Clean) -> io::Result<()> {
    folder::make(folder)?;
    for (image, bytes) in [(clean.photo.page, &clean.page), (clean.photo.tile, &clean.tile)] {
        let file = path(folder, image.sha256);
        if fs::read(&file).is_ok_and(|there| there == *bytes) {
            continue;
        }
        folder::replace(&file, bytes)?;
    }
    Ok(())
}

fn sweep(folder: &Path, named: &HashSet<Hash>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let hash = name.to_str().and_then(|name| name.strip_suffix(ENDING)?.parse().ok());
        if !hash.is_some_and(|hash: Hash| named.contains(&hash)) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The products of which a file is not here, or is another than its name says: by name, each once.
pub fn missing(data: &Path, named: &[(Hash, String)]) -> Vec<String> {
    let folder = data.join(FOLDER);
    lacking(named, |hash| fs::read(path(&folder, hash)).is_ok_and(|it| Hash::of(&it) == hash))
}

/// Copies the files that products show into another folder, beside what else goes there; those that
/// are not here stay behind.
pub fn take_along(data: &Path, to: &Path, named: &[(Hash, String)]) -> io::Result<()> {
    carry(&data.join(FOLDER), &to.join(FOLDER), named)
}

/// Takes the files in that products show and that are not here, from a folder that they were taken
/// to. Whatever is no photo of ours, or another than its name says, stays out.
pub fn bring(from: &Path, data: &Path, named: &[(Hash, String)]) -> io::Result<()> {
    carry(&from.join(FOLDER), &data.join(FOLDER), named)
}

fn carry(from: &Path, to: &Path, named: &[(Hash, String)]) -> io::Result<()> {
    for (hash, _) in named {
        let bytes = match fs::read(path(from, *hash)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            bytes => bytes?,
        };
        let file = path(to, *hash);
        let ours = clean(&bytes, PAGE).is_ok_and(|(cleaned, _)| cleaned == bytes);
        if ours && Hash::of(&bytes) == *hash && !file.exists() {
            folder::make(to)?;
            folder::replace(&file, &bytes)?;
        }
    }
    Ok(())
}

fn lacking(named: &[(Hash, String)], there: impl Fn(Hash) -> bool) -> Vec<String> {
    let lacking = named.iter().filter(|(hash, _)| !there(*hash));
    let mut names: Vec<String> = lacking.map(|(_, name)| name.clone()).collect();
    names.sort();
    names.dedup();
    names
}

fn unwritten(error: &io::Error) -> Say {
    Say::new(
        format!("Máy không ghi được ảnh: {error}"),
        format!("The photo could not be written: {error}"),
    )
}
