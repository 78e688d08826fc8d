//! The program's own log in the data folder, for who looks after the machine: bounded, and only its
//! owner reads it. What a person can act on is said on the terminal instead.

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// The log's folder in the data folder.
pub const FOLDER: &str = "logs";
/// The file that is written; older ones have a number behind it, the oldest the largest.
pub const FILE: &str = "chophien.log";

/// A file's length, in bytes, and how many there are at most.
const BYTES: u64 = 1 << 20;
const FILES: usize = 5;

/// The log. What is written before a folder is named goes nowhere; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Option<Open>>>);

#[derive(Debug)]
struct Open {
    path: PathBuf,
    file: File,
    length: u64,
    most: u64,
}

impl Log {
    /// Writes into the data folder `data` from now on: of the process that holds its lock, so that
    /// no other turns the files over meanwhile.
    pub fn open(&self, data: &Path) -> io::Result<()> {
        self.open_with(data, BYTES)
    }

    fn open_with(&self, data: &Path, most: u64) -> io::Result<()> {
        let folder = data.join(FOLDER);
        super::make(&folder)?;
        let path = folder.join(FILE);
        let file = super::append(&path)?;
        let length = file.metadata()?.len();
        let open = Open { path, file, length, most };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(open);
        Ok(())
    }
}

impl Open {
    /// Begins another file; the oldest goes.
    fn turn(&mut self) -> io::Result<()> {
        let numbered = |n: usize| match n {
            0 => self.path.clone(),
            n => self.path.with_extension(format!("log.{n}")),
        };
        for n in (1..FILES).rev() {
            // The first times there are not so many yet.
            let _ = std::fs::rename(numbered(n - 1), numbered(n));
        }
        self.file = super::append(&self.path)?;
        self.length = 0;
        Ok(())
    }
}

impl Write for Log {
    /// Writes a line. A full disk ends the log and nothing else.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = log.as_mut() {
            let length = line.len() as u64;
            if open.length > 0 && open.length + length > open.most {
                open.turn()?;
            }
            open.file.write_all(line)?;
            open.length += length;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_of_any_length_keeps_to_five_files_of_its_size_and_the_newest_lines() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::default();
        log.write_all(b"nowhere yet\n").unwrap();
        log.open_with(folder.path(), 100).unwrap();
        for n in 0..99 {
            log.write_all(format!("line {n} of the log\n").as_bytes()).unwrap();
        }
        // The program is started again, and goes on in the same file.
        let mut again = Log::default();
        again.open_with(folder.path(), 100).unwrap();
        again.write_all(b"the last line\n").unwrap();
        let files: Vec<_> = std::fs::read_dir(folder.path().join(FOLDER)).unwrap().collect();
        assert_eq!(files.len(), FILES);
        for file in files {
            assert!(file.unwrap().metadata().unwrap().len() <= 100);
        }
        let newest = std::fs::read_to_string(folder.path().join(FOLDER).join(FILE)).unwrap();
        assert!(newest.ends_with("line 98 of the log\nthe last line\n"), "{newest}");
    }
}
