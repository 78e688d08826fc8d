//! What becomes of an entry in a book of several chains: nothing else stands between a chain's
//! check and its rows. A pure function of the entry, of who took over from whom, and of what stands
//! before it in the order in which a book is projected (`replay.rs`).
//!
//! A fact (a sale, a visit, a document) stands whoever wrote it down; of two chains' entries of one
//! fact the first stands. A thing (a fair, a product, a price) is changed by its owner alone.

pub mod store;

use super::fact::Fact;
use crate::{
    base::{id::NodeId, lang::Say, refusal::Refusal},
    catalog, fair,
    journal::Entry,
    node::{
        self,
        family::{Family, Place},
    },
    sale::shift,
    staff,
    stock::ask::Kind,
};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Its rows stand in the book.
    Stands,
    /// Another chain holds the same fact, and that one stands.
    Twin,
    /// Its node does not own what it changes.
    Foreign,
}

/// Machines that do not come from each other hold the same: they were made alike, as two
/// demonstrations are, or somebody copied rows. Nobody can tell which one is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere(pub NodeId);

/// What happens once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Once {
    /// A command is done, by its id.
    Done(Uuid),
    /// A shift is closed, by the shift's id.
    Closed(Uuid),
    /// A document is taken back, by the document's id.
    TakenBack(Uuid),
}

/// What an entry is about.
#[derive(Debug)]
pub enum About {
    /// A node begins or takes over.
    Node,
    /// A thing; true: this entry may be the one that names it first.
    Thing(Uuid, bool),
    /// What a source says of a period: it stays in the family in which it was entered.
    Figure,
    /// Something that happened.
    Fact(Vec<Once>),
}

/// What the entry of a fact is about.
pub fn about(uid: Uuid, fact: &Fact) -> About {
    let done =
        |also: Option<Once>| About::Fact(also.into_iter().chain([Once::Done(uid)]).collect());
    match fact {
        Fact::Node(_) => About::Node,
        Fact::Staff(staff::Change::Person(it)) => About::Thing(it.uid.0, true),
        Fact::Staff(staff::Change::Device(it)) => About::Thing(it.uid.0, true),
        Fact::Catalog(change) => match change {
            catalog::Change::Producer(it) => About::Thing(it.uid.0, true),
            catalog::Change::Product(it) => About::Thing(it.uid.0, true),
            catalog::Change::Certificate(it) => About::Thing(it.uid.0, true),
            catalog::Change::Price(it) => {
                let place = it.booth.map(|it| it.0).or(it.fair.map(|it| it.0));
                About::Thing(place.unwrap_or(it.product.0), false)
            }
        },
        Fact::Fair(change) => match change {
            fair::Change::Fair(it) => About::Thing(it.uid.0, true),
            fair::Change::Booth(it) => About::Thing(it.uid.0, true),
            fair::Change::Gate(it) => About::Thing(it.uid.0, true),
            fair::Change::Range(it) => About::Thing(it.booth.0, false),
            fair::Change::OpeningDay(it) => About::Thing(it.fair.0, false),
            fair::Change::Promotion(it) => About::Thing(it.fair.0, false),
            fair::Change::ScaleLabel(it) => About::Thing(it.fair.0, false),
            fair::Change::Figure(_) => About::Figure,
        },
        Fact::Room(it) => About::Thing(it.uid.0, true),
        Fact::Shift(shift::Event::Closed(it)) => done(Some(Once::Closed(it.shift.0))),
        Fact::Posted(it) if it.kind == Kind::Reversal => {
            done(it.about.as_ref().map(|about| Once::TakenBack(about.uid.0)))
        }
        Fact::Shift(_) | Fact::Posted(_) | Fact::Counted(_) | Fact::Stepped(_) => done(None),
        Fact::Sold(_) | Fact::SetAside(_) | Fact::DrawerOpened(_) => done(None),
    }
}

/// Judges entries one after another.
#[derive(Debug, Default)]
pub struct Judge {
    /// Who went on from whom.
    pub family: Family,
    /// This book's own node.
    pub own: NodeId,
    /// Where each thing was named first.
    things: HashMap<Uuid, Place>,
    /// Whose entry stands for what happens once.
    once: HashMap<Once, NodeId>,
    /// The commands that need to be kept in mind, where it is known: those of several chains.
    doubled: Option<HashSet<Uuid>>,
    /// An entry goes before one that was projected already: what stands in the book is not what
    /// the chains say, until all is projected anew.
    pub overtakes: bool,
}

impl Judge {
    /// For a whole book from its first entry on.
    pub fn of_all(own: NodeId, family: Family, doubled: HashSet<Uuid>) -> Judge {
        Judge { own, family, doubled: Some(doubled), ..Judge::default() }
    }

    /// For entries after what stands in a book already: where the things that they are about were
    /// named, and what of theirs has happened.
    pub fn after(
        own: NodeId,
        family: Family,
        things: HashMap<Uuid, Place>,
        once: HashMap<Once, NodeId>,
    ) -> Judge {
        Judge { own, family, things, once, ..Judge::default() }
    }

    /// What becomes of an entry.
    pub fn judge(&mut self, entry: &Entry, fact: &Fact) -> Result<Verdict, Elsewhere> {
        let by = (NodeId::of_bytes(&entry.origin), entry.seq);
        self.of(by, Uuid::from_slice(&entry.uid).unwrap_or_default(), fact)
    }

    /// Whether this book's own node may change what a change is about. What another machine owns is
    /// changed there: here it would hold, and nowhere else.
    pub fn may(&mut self, fact: &Fact) -> Result<(), Refusal> {
        match self.of((self.own, i64::MAX), Uuid::nil(), fact) {
            Ok(Verdict::Stands) => Ok(()),
            _ => Err(Refusal::Conflict(Say::new(
                "Mục này thuộc sổ của máy khác: hãy sửa ở máy đó",
                "This belongs to another machine's book: change it there",
            ))),
        }
    }

    fn of(&mut self, by: Place, uid: Uuid, fact: &Fact) -> Result<Verdict, Elsewhere> {
        match about(uid, fact) {
            About::Node => Ok(Verdict::Stands),
            About::Figure => {
                let root = self.family.root(by.0);
                let ours = root == self.family.root(self.own) && self.family.owns(by, (root, 0));
                Ok(if ours { Verdict::Stands } else { Verdict::Foreign })
            }
            About::Thing(uid, names) => self.thing(by, uid, names),
            About::Fact(once) => self.fact(by.0, &once),
        }
    }

    fn thing(&mut self, by: Place, uid: Uuid, names: bool) -> Result<Verdict, Elsewhere> {
        let Some(named) = self.things.get(&uid).copied() else {
            if names {
                self.things.insert(uid, by);
            }
            return Ok(Verdict::Stands);
        };
        self.kin(by.0, named.0)?;
        if names && self.goes_before(by.0, named.0) {
            self.overtakes = true;
            self.things.insert(uid, by);
        }
        let owns = self.family.owns(by, self.things.get(&uid).copied().unwrap_or(named));
        Ok(if owns { Verdict::Stands } else { Verdict::Foreign })
    }

    fn fact(&mut self, by: NodeId, once: &[Once]) -> Result<Verdict, Elsewhere> {
        for one in once {
            match self.once.get(one).copied() {
                None => {}
                Some(first) => {
                    self.kin(by, first)?;
                    if !self.goes_before(by, first) {
                        return Ok(Verdict::Twin);
                    }
                    self.overtakes = true;
                }
            }
        }
        for one in once {
            let kept = match (one, &self.doubled) {
                (Once::Done(uid), Some(doubled)) => doubled.contains(uid),
                _ => true,
            };
            if kept {
                self.once.insert(*one, by);
            }
        }
        Ok(Verdict::Stands)
    }

    fn kin(&self, by: NodeId, other: NodeId) -> Result<(), Elsewhere> {
        let same = by == other || self.family.root(by) == self.family.root(other);
        if same { Ok(()) } else { Err(Elsewhere(other)) }
    }

    fn goes_before(&self, by: NodeId, other: NodeId) -> bool {
        by != other && self.family.rank(by) < self.family.rank(other)
    }
}

/// The things and the happenings of entries, to be looked up in a book.
pub fn sought<'a>(
    entries: impl IntoIterator<Item = (Uuid, &'a Fact)>,
) -> (BTreeSet<Uuid>, BTreeSet<Once>) {
    let (mut things, mut once) = (BTreeSet::new(), BTreeSet::new());
    for (uid, fact) in entries {
        match about(uid, fact) {
            About::Thing(uid, _) => drop(things.insert(uid)),
            About::Fact(all) => once.extend(all),
            About::Node | About::Figure => {}
        }
    }
    (things, once)
}

/// Which chains there are, as the entries of nodes tell.
pub fn family(entries: &[Entry]) -> Family {
    let mut family = Family::default();
    for entry in entries {
        match Fact::parse(&entry.kind, entry.body_version, &entry.body) {
            Some(Fact::Node(node::Event::Began(it))) => {
                family.begin(it.node, (it.parent, it.seq));
            }
            Some(Fact::Node(node::Event::TookOver(it))) => family.take_over(it.node),
            _ => {}
        }
    }
    family
}
