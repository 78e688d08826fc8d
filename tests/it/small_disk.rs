//! A disk of a few mebibytes that can be filled: a file system in memory, where the machine lets
//! this user mount one. In CI it has to; elsewhere these stories say that they were not told.

use std::{
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

/// The disk; it is taken away with the last of this.
pub struct SmallDisk {
    at: TempDir,
}

impl SmallDisk {
    /// A disk of so many mebibytes; none where this user may not mount.
    pub fn mount(mib: u32) -> Option<SmallDisk> {
        let at = tempfile::tempdir().unwrap();
        let size = format!("size={mib}m");
        let mounted =
            run(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at.path()));
        assert!(mounted || std::env::var_os("CI").is_none(), "CI has to mount a tmpfs");
        if !mounted {
            eprintln!("not told: this machine does not let this user mount a tmpfs");
        }
        mounted.then_some(SmallDisk { at })
    }

    /// The folder for a book.
    pub fn folder(&self) -> PathBuf {
        self.at.path().join("data")
    }

    /// Takes up what is left, to the last byte.
    pub fn fill(&self) {
        let mut file =
            std::fs::File::options().create(true).append(true).open(self.filler()).unwrap();
        for size in [1 << 16, 1 << 12, 1] {
            let bytes = vec![0u8; size];
            loop {
                match file.write_all(&bytes) {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }

    /// Gives back what `fill` took.
    pub fn make_room(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }

    /// From now on nothing can be written; no file may be open for writing.
    pub fn read_only(&self) {
        assert!(run(Command::new("mount").args(["-o", "remount,ro"]).arg(self.at.path())));
    }

    fn filler(&self) -> PathBuf {
        self.at.path().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        run(Command::new("umount").arg("-l").arg(self.at.path() as &Path));
    }
}

/// Whether a command did its work.
fn run(command: &mut Command) -> bool {
    command.output().is_ok_and(|ended| ended.status.success())
}
