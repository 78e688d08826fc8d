//! Files that were sent and are looked at before they are imported: kept in memory for a while, so
//! that nobody has to choose a file a second time; then what came of them, for who presses twice.

use crate::{
    base::clock::Ms,
    desk::import::{File, Imported},
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// Files that are kept at a time; a further one takes the place of the oldest.
const MOST: usize = 4;
/// How long one is kept.
const AGE_MS: i64 = 30 * 60 * 1000;

/// A kept file.
struct Kept {
    token: String,
    owner: String,
    at: Ms,
    name: String,
    bytes: Arc<[u8]>,
    /// What came of it, once it was imported; its bytes are gone then.
    done: Option<Imported>,
}

/// The files of everybody; clones share them.
#[derive(Clone, Default)]
pub struct Uploads(Arc<Mutex<VecDeque<Kept>>>);

impl Uploads {
    /// Keeps a file that `owner` sent, under a token that nobody guesses.
    pub fn keep(&self, owner: &str, token: String, at: Ms, file: &File) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while kept.len() >= MOST {
            kept.pop_front();
        }
        let (owner, name, bytes) = (owner.to_owned(), file.name.clone(), file.bytes.clone().into());
        kept.push_back(Kept { token, owner, at, name, bytes, done: None });
    }

    /// The file that `owner` sent under a token; none when it is gone, or imported.
    pub fn find(&self, owner: &str, token: &str, now: Ms) -> Option<File> {
        self.look(owner, token, now, |it| {
            it.done.is_none().then(|| File::new(it.name.clone(), it.bytes.to_vec()))
        })
    }

    /// What came of a file that `owner` had imported.
    pub fn done(&self, owner: &str, token: &str, now: Ms) -> Option<Imported> {
        self.look(owner, token, now, |it| it.done.clone())
    }

    fn look<T>(
        &self,
        owner: &str,
        token: &str,
        now: Ms,
        what: impl FnOnce(&Kept) -> Option<T>,
    ) -> Option<T> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|it| now.0 - it.at.0 < AGE_MS);
        kept.iter().find(|it| it.owner == owner && it.token == token).and_then(what)
    }

    /// Lets go of a file that was imported; what came of it is still told for a while.
    pub fn finish(&self, token: &str, done: &Imported) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(it) = kept.iter_mut().find(|it| it.token == token && it.done.is_none()) {
            (it.bytes, it.done) = (Arc::default(), Some(done.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_for_its_owner_for_a_while_and_not_without_end() {
        let uploads = Uploads::default();
        let file = |name: &str| File::new(name, "x");
        uploads.keep("Lan", "a".into(), Ms(0), &file("a.csv"));
        let name =
            |owner: &str, token: &str, at| uploads.find(owner, token, Ms(at)).map(|file| file.name);
        assert_eq!(name("Lan", "a", 1).as_deref(), Some("a.csv"));
        assert_eq!(name("Hoa", "a", 1), None, "another's file");
        for n in 0..4 {
            uploads.keep("Lan", format!("b{n}"), Ms(2), &file("b.csv"));
        }
        assert_eq!(name("Lan", "a", 3), None, "the oldest went first");
        assert_eq!(name("Lan", "b0", AGE_MS + 2), None);
    }

    #[test]
    fn what_came_of_a_file_first_is_told_to_its_owner_for_a_while() {
        let uploads = Uploads::default();
        uploads.keep("Lan", "a".into(), Ms(0), &File::new("a.csv", "x"));
        let came = |entries| Imported {
            rows: 7,
            entries,
            written: true,
            notes: Vec::new(),
            changes: Vec::new(),
            asked: Vec::new(),
            heads: Vec::new(),
            first: Vec::new(),
        };
        let told = |owner: &str, at| uploads.done(owner, "a", Ms(at)).map(|done| done.entries);
        assert_eq!(told("Lan", 1), None, "not yet");
        uploads.finish("a", &came(9));
        uploads.finish("a", &came(0));
        assert_eq!((told("Lan", 1), told("Hoa", 1)), (Some(9), None));
        assert!(uploads.find("Lan", "a", Ms(1)).is_none(), "its bytes are gone");
        assert_eq!(told("Lan", AGE_MS), None);
    }
}
