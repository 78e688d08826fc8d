//! The data folder on the machine's disk: who may look into it, who alone writes into it, and
//! whether its files are still those that were opened.
//!
//! Architecture invariant: every file of the folder is made here, or by SQLite, which gives the
//! book's neighbours the book's own rights. On Windows the folder's own rights hold.

pub mod lock;
pub mod log;
pub mod process;
pub mod watch;

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The file in the data folder that holds everything.
pub const BOOK: &str = "chophien.db";

/// Folders within folders that are looked at; ours are two deep.
const DEPTH: u32 = 8;

/// Makes a folder for its owner alone; one that is there is closed to others.
pub fn make(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    close(folder);
    Ok(())
}

/// Opens a file to write at its end; made for its owner alone where there is none.
pub fn append(file: &Path) -> io::Result<File> {
    private(OpenOptions::new().append(true).create(true), file)
}

/// Makes a file of its owner alone that was not there. In a folder where others write too, such as
/// the machine's temporary one, nobody can have laid a file or a link of his own in its place.
pub fn create(file: &Path) -> io::Result<File> {
    private(OpenOptions::new().write(true).create_new(true), file)
}

/// Writes a file of its owner alone. It is on disk when this returns, and never stands there half:
/// a power cut leaves the old contents or the new.
pub fn replace(file: &Path, contents: &[u8]) -> io::Result<()> {
    let mut name = file.as_os_str().to_owned();
    name.push(".new");
    let new = PathBuf::from(name);
    let mut out = private(OpenOptions::new().write(true).create(true).truncate(true), &new)?;
    out.write_all(contents)?;
    out.sync_all()?;
    std::fs::rename(&new, file)?;
    let within = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    settle(within.unwrap_or(Path::new(".")))
}

/// Waits until a folder's names are on disk. Windows does it by itself.
pub fn settle(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// A file with the rights of its owner alone, whatever the umask, also if it was there before.
fn private(options: &mut OpenOptions, file: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    let open = options.open(file)?;
    close(file);
    Ok(open)
}

/// Closes a folder and all that lies in it to everybody but its owner. Answers whether others are
/// kept out of the folder, and so of what lies in it: some disks (FAT, exFAT) keep no rights.
pub fn close_all(folder: &Path) -> bool {
    // The folder itself may be named by a link; what lies in it may not lead out of it.
    let folder = folder.canonicalize().unwrap_or(folder.to_owned());
    close_within(&folder, DEPTH);
    close(&folder)
}

fn close_within(path: &Path, depth: u32) {
    // What a link leads to lies elsewhere, and is somebody else's.
    let Ok(it) = path.symlink_metadata() else { return };
    if it.is_symlink() {
        return;
    }
    close(path);
    if !it.is_dir() || depth == 0 {
        return;
    }
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        close_within(&entry.path(), depth - 1);
    }
}

/// Takes every right from the group and from others; whether they have none now. What its owner
/// may do stays as it is.
#[cfg(unix)]
pub fn close(path: &Path) -> bool {
    use std::{fs::Permissions, os::unix::fs::PermissionsExt};
    const OTHERS: u32 = 0o077;
    let mode = || path.metadata().map(|it| it.permissions().mode());
    let Ok(now) = mode() else { return true };
    if now & OTHERS == 0 {
        return true;
    }
    // Where the disk or the owner does not allow it, the look after it says so.
    let _ = std::fs::set_permissions(path, Permissions::from_mode(now & 0o7700));
    mode().is_ok_and(|now| now & OTHERS == 0)
}

/// Windows: the data folder's own rights hold.
#[cfg(not(unix))]
pub fn close(_path: &Path) -> bool {
    true
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs::Permissions, os::unix::fs::PermissionsExt};

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_was_open_to_others_is_closed_and_links_are_not_followed() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("paper")).unwrap();
        for file in [at("chophien.db"), at("paper/a.bin"), elsewhere.path().join("theirs")] {
            std::fs::write(&file, "x").unwrap();
            std::fs::set_permissions(&file, Permissions::from_mode(0o666)).unwrap();
        }
        std::os::unix::fs::symlink(elsewhere.path().join("theirs"), at("link")).unwrap();
        assert!(close_all(folder.path()));
        assert_eq!(mode(&at("chophien.db")), 0o600);
        assert_eq!(mode(&at("paper")), 0o700);
        assert_eq!(mode(&at("paper/a.bin")), 0o600);
        assert_eq!(mode(&elsewhere.path().join("theirs")), 0o666);
    }

    #[test]
    fn a_file_is_replaced_whole_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("access.json");
        std::fs::write(&file, "a longer text that stood there").unwrap();
        replace(&file, b"new").unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(mode(&file), 0o600);
        append(&file).unwrap().write_all(b" and more").unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new and more");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
