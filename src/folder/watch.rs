//! Whether the files that a process has open are still those that stand in the folder. A file that
//! was removed or replaced takes writes all the same, and nobody finds them again.

use crate::base::lang::Say;
#[cfg(unix)]
use std::io::{self, ErrorKind};
use std::{
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Files as they were when the watch began.
#[derive(Debug)]
pub struct Watch(Vec<(PathBuf, Option<Id>)>);

/// A file that is no longer the one that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Which.
    pub file: PathBuf,
    /// Whether another stands in its place.
    pub replaced: bool,
}

impl Gone {
    /// What happened.
    pub fn say(&self) -> Say {
        let file = self.file.display();
        match self.replaced {
            true => Say::new(
                format!("Tệp {file} đã bị thay bằng tệp khác khi đang bán hàng"),
                format!("{file} was replaced by another file while it was in use"),
            ),
            false => Say::new(
                format!("Tệp {file} đã bị xoá hoặc chuyển đi khi đang bán hàng"),
                format!("{file} was removed or moved while it was in use"),
            ),
        }
    }
}

impl Watch {
    /// Remembers these files, those that are there.
    pub fn on(files: impl IntoIterator<Item = PathBuf>) -> Watch {
        let with_id = |file: PathBuf| {
            let id = id(&file).unwrap_or_default();
            (file, id)
        };
        Watch(files.into_iter().map(with_id).collect())
    }

    /// Whether this one of the files is the same, as far as the system says.
    pub fn same(&self, file: &Path) -> bool {
        self.0
            .iter()
            .all(|(watched, was)| watched != file || id(watched).is_none_or(|now| now == *was))
    }

    /// The first file that is not the same any more. Asks the system for each file's name once;
    /// no file is opened, since closing it would end SQLite's locks on it. A disk that does not say
    /// is no proof that a file is gone: such an outage is waited out.
    pub fn gone(&self) -> Option<Gone> {
        self.0.iter().find_map(|(file, was)| {
            let now = id(file)?;
            let gone = was.is_some() && now != *was;
            gone.then(|| Gone { file: file.clone(), replaced: now.is_some() })
        })
    }
}

/// How long files are and when they were last written, as far as the system says.
#[derive(Debug, PartialEq, Eq)]
pub struct Stamps(Vec<Option<Stamp>>);

/// Bytes, and when they were last written.
type Stamp = (u64, Option<SystemTime>);

impl Stamps {
    /// Of these files as they are now.
    pub fn of(files: &[PathBuf]) -> Stamps {
        let stamp = |file: &PathBuf| {
            let it = file.metadata().ok()?;
            // Windows says a file's time for sure only once whoever writes it has closed it.
            let written = if cfg!(unix) { it.modified().ok() } else { None };
            Some((it.len(), written))
        };
        Stamps(files.iter().map(stamp).collect())
    }

    /// Whether one of the files was surely written since.
    pub fn differ(&self, now: &Stamps) -> bool {
        self.pairs(now).any(|(then, now)| then != now)
    }

    /// Whether the first of the files has become shorter.
    pub fn cut(&self, now: &Stamps) -> bool {
        let first = self.0.first().zip(now.0.first());
        first.is_some_and(|pair| matches!(pair, (Some(then), Some(now)) if now.0 < then.0))
    }

    fn pairs(&self, now: &Stamps) -> impl Iterator<Item = (Stamp, Stamp)> {
        self.0.iter().zip(&now.0).filter_map(|(then, now)| (*then).zip(*now))
    }
}

/// The disk and the file's number on it, which stays taken for as long as the file is open.
#[cfg(unix)]
type Id = (u64, u64);

/// None while the system does not say; within it none where there is no such file.
#[cfg(unix)]
fn id(file: &Path) -> Option<Option<Id>> {
    use std::os::unix::fs::MetadataExt;
    answer(file.metadata().map(|it| (it.dev(), it.ino())))
}

#[cfg(unix)]
fn answer(looked: io::Result<Id>) -> Option<Option<Id>> {
    match looked {
        Ok(id) => Some(Some(id)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Some(None)
        }
        Err(_) => None,
    }
}

/// Windows removes and replaces no file that is open.
#[cfg(not(unix))]
type Id = ();

#[cfg(not(unix))]
fn id(_file: &Path) -> Option<Option<Id>> {
    Some(None)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_written_is_the_same_and_one_that_was_removed_or_replaced_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["one", "two", "new"] {
            std::fs::write(at(name), name).unwrap();
        }
        let watch = Watch::on([at("one"), at("two"), at("never")]);
        std::fs::write(at("one"), "written again").unwrap();
        assert_eq!(watch.gone(), None);
        std::fs::rename(at("new"), at("two")).unwrap();
        assert_eq!(watch.gone(), Some(Gone { file: at("two"), replaced: true }));
        std::fs::remove_file(at("one")).unwrap();
        assert_eq!(watch.gone(), Some(Gone { file: at("one"), replaced: false }));
    }

    #[test]
    fn a_file_that_somebody_wrote_into_has_another_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let (file, none) = (folder.path().join("one"), folder.path().join("none"));
        std::fs::write(&file, "one").unwrap();
        let files = [file.clone(), none.clone()];
        let then = Stamps::of(&files);
        assert!(!then.differ(&Stamps::of(&files)));
        std::fs::write(&file, "longer").unwrap();
        let longer = Stamps::of(&files);
        assert!(then.differ(&longer) && !then.cut(&longer) && longer.cut(&then));
        std::fs::remove_file(&file).unwrap();
        assert!(!then.differ(&Stamps::of(&files)), "a file that is gone is another matter");
    }

    #[test]
    fn only_a_file_that_is_surely_not_there_is_gone() {
        let error = |kind: ErrorKind| answer(Err(io::Error::from(kind)));
        assert_eq!(answer(Ok((1, 2))), Some(Some((1, 2))));
        assert_eq!(error(ErrorKind::NotFound), Some(None));
        for kind in [ErrorKind::PermissionDenied, ErrorKind::TimedOut, ErrorKind::Other] {
            assert_eq!(error(kind), None, "{kind}: the disk does not say");
        }
    }
}
