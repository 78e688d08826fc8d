//! What entries name and nothing brings that stands before them, and what a judge takes back of an
//! entry that does not stand.

use super::{About, Judge, Name, about, names, uid};
use crate::{base::id::NodeId, desk::fact::Fact, journal::Entry, node::family::Place, sale::shift};
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

impl Judge {
    /// Whether a thing was named.
    pub fn knows(&self, thing: Uuid) -> bool {
        self.things.contains_key(&thing)
    }

    /// What an entry names.
    pub fn names(&self, by: Place, fact: &Fact) -> BTreeSet<Name> {
        names(fact, |fair| self.charges.took(&self.family, fair, by))
    }

    /// What an entry names and no entry brings that stands before it.
    pub fn lacks(&self, by: Place, fact: &Fact) -> BTreeSet<Name> {
        let mut names = self.names(by, fact);
        names.retain(|it| match it {
            Name::Thing(uid) => !self.knows(*uid),
            Name::Gift(fair, place) => !self.gifts.contains(&(*fair, *place)),
        });
        names
    }

    /// An entry that was judged does not stand: what it said is as if it had not been said.
    pub fn unsay(&mut self, entry: &Entry, fact: &Fact) {
        let by = (NodeId::of_bytes(&entry.origin), entry.seq);
        match about(uid(entry), fact) {
            About::Thing(uid, true, _) if self.things.get(&uid) == Some(&by) => {
                self.things.remove(&uid);
                self.fairs.remove(&uid);
            }
            About::Given(fair, _) => drop(self.gifts.remove(&(fair, by))),
            About::Fact(once) => {
                for one in self.by_shift(once) {
                    if self.once.get(&one).is_some_and(|(place, _)| *place == by) {
                        self.once.remove(&one);
                    }
                }
                if let Fact::Shift(shift::Event::Joined(it)) = fact {
                    self.shifts.remove(&it.id.0);
                }
            }
            _ => {}
        }
    }

    /// The same of several.
    pub fn forget(&mut self, by: &HashSet<Place>) {
        self.once.retain(|_, (place, _)| !by.contains(place));
        let things = self.things.iter().filter(|(_, place)| by.contains(place));
        let things: HashSet<Uuid> = things.map(|(uid, _)| *uid).collect();
        self.things.retain(|uid, _| !things.contains(uid));
        self.fairs.retain(|uid, _| !things.contains(uid));
        self.shifts.retain(|_, (_, place)| !by.contains(place));
        self.gifts.retain(|(_, place)| !by.contains(place));
    }
}
