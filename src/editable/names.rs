//! What things are called in files, so that people can read references and write them.

use super::Part;
use crate::base::{fold::tidy, id::FairId};
use std::collections::HashMap;
use uuid::Uuid;

/// What a thing is called.
#[derive(Debug, Clone, Default)]
pub struct Called {
    /// As other files write it: a fair's or a booth's code, a product's name.
    pub name: String,
    /// The fair within which it is called so.
    pub fair: Option<FairId>,
    /// What else finds it: a product's item code and barcode.
    pub also: Vec<String>,
}

impl Called {
    /// All that finds it.
    fn words(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.also).filter(|word| !word.is_empty())
    }
}

/// Things by their ids and names.
#[derive(Debug, Default)]
pub struct Names {
    called: HashMap<Uuid, Called>,
    /// What ids of files mean in this folder.
    ids: HashMap<(Part, Uuid), Uuid>,
    found: HashMap<(Part, Option<FairId>, String), Vec<Uuid>>,
}

impl Names {
    /// Notes a thing as it stands, or will; what it was called before is forgotten.
    pub fn know(&mut self, part: Part, uid: Uuid, called: Called) {
        if let Some(was) = self.called.remove(&uid) {
            for word in was.words() {
                let found = self.found.entry((part, was.fair, key(word))).or_default();
                found.retain(|it| *it != uid);
            }
        }
        for word in called.words() {
            let found = self.found.entry((part, called.fair, key(word))).or_default();
            if !found.contains(&uid) {
                found.push(uid);
            }
        }
        self.ids.insert((part, uid), uid);
        self.called.insert(uid, called);
    }

    /// Notes what an id of a file means in this folder.
    pub fn mean(&mut self, part: Part, file: Uuid, here: Uuid) {
        self.ids.insert((part, file), here);
    }

    /// The thing of this folder that an id means.
    pub fn of_id(&self, part: Part, id: Uuid) -> Option<Uuid> {
        self.ids.get(&(part, id)).copied()
    }

    /// The things that are called so.
    pub fn find(&self, part: Part, fair: Option<FairId>, name: &str) -> &[Uuid] {
        self.found.get(&(part, fair, key(name))).map_or(&[], Vec::as_slice)
    }

    /// What a thing is called; nothing where it is unknown.
    pub fn name(&self, uid: impl Into<Uuid>) -> &str {
        self.called.get(&uid.into()).map_or("", |it| it.name.as_str())
    }

    /// The fair within which a thing has its name; none: it has it everywhere.
    pub fn within(&self, uid: Uuid) -> Option<FairId> {
        self.called.get(&uid).and_then(|it| it.fair)
    }

    /// The code of the fair that a booth belongs to.
    pub fn fair(&self, booth: impl Into<Uuid>) -> &str {
        let fair = self.within(booth.into());
        fair.map_or("", |fair| self.name(fair.0))
    }
}

/// What tells names apart: case does not, marks do.
pub fn key(name: &str) -> String {
    tidy(name).to_lowercase()
}
