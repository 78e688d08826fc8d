//! What becomes of an entry in a book of several chains: nothing else stands between a chain's
//! check and its rows. A pure function of the entry, of who took over from whom, and of what stands
//! before it in the order in which a book is projected (`replay.rs`).
//!
//! A fact (a sale, a visit, a document) stands whichever machine of its booth's family wrote it
//! down; of two chains' entries of one fact the first stands. A thing (a fair, a product, a price)
//! is changed by its owner alone.

mod essence;
pub mod store;

use super::fact::Fact;
use crate::{
    base::{
        id::{FairId, NodeId},
        lang::Say,
        refusal::Refusal,
    },
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
use essence::Essence;
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Its rows stand in the book.
    Stands,
    /// Another chain holds the same fact, and that one stands.
    Twin,
    /// The same, but the two do not agree in money or goods: a person looks at both.
    Differs,
    /// Its node does not own what it changes.
    Foreign,
    /// It goes before what stands: it is taken up when the book is projected anew, and meanwhile
    /// what it overtakes stands.
    Waits,
    /// The schema refuses its rows, which was found only when the book was projected anew.
    Refused,
}

impl Verdict {
    /// The word in the book; none where the entry's rows stand there.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Verdict::Stands => None,
            Verdict::Twin => Some("twin"),
            Verdict::Differs => Some("differs"),
            Verdict::Foreign => Some("foreign"),
            Verdict::Waits => Some("waits"),
            Verdict::Refused => Some("refused"),
        }
    }
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
    /// A shift is closed, by whichever of the shift's ids.
    Closed(Uuid),
    /// A document is taken back, by the document's id.
    TakenBack(Uuid),
}

/// The thing that another one is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// A booth, a gate or a room of a fair: sales and goods hang on it, so whoever of the fair's
    /// family names it, it stands; and what happened there.
    Family(Uuid),
    /// A certificate of a product, a promotion of a fair: by the owner of that alone.
    Owner(Uuid),
}

/// What an entry is about.
#[derive(Debug)]
pub enum About {
    /// A node begins or takes over.
    Node,
    /// A thing; true: this entry may be the one that names it first. And of what it is a part.
    Thing(Uuid, bool, Option<Inside>),
    /// What a source says of a period: it stays in the family in which it was entered.
    Figure,
    /// Something that happened.
    Fact(Vec<Once>),
}

/// What the entry of a fact is about.
pub fn about(uid: Uuid, fact: &Fact) -> About {
    let done =
        |also: Option<Once>| About::Fact([Once::Done(uid)].into_iter().chain(also).collect());
    let named = |uid: Uuid| About::Thing(uid, true, None);
    let of_fair = |uid: Uuid, fair: FairId| About::Thing(uid, true, Some(Inside::Family(fair.0)));
    let changed = |uid: Uuid| About::Thing(uid, false, None);
    match fact {
        Fact::Node(_) => About::Node,
        Fact::Staff(staff::Change::Person(it)) => named(it.uid.0),
        Fact::Staff(staff::Change::Device(it)) => named(it.uid.0),
        Fact::Catalog(change) => match change {
            catalog::Change::Producer(it) => named(it.uid.0),
            catalog::Change::Product(it) => named(it.uid.0),
            catalog::Change::Certificate(it) => {
                About::Thing(it.uid.0, true, Some(Inside::Owner(it.product.0)))
            }
            catalog::Change::Price(it) => {
                let place = it.booth.map(|it| it.0).or(it.fair.map(|it| it.0));
                changed(place.unwrap_or(it.product.0))
            }
        },
        Fact::Fair(change) => match change {
            fair::Change::Fair(it) => named(it.uid.0),
            fair::Change::Booth(it) => of_fair(it.uid.0, it.fair),
            fair::Change::Gate(it) => of_fair(it.uid.0, it.fair),
            fair::Change::Range(it) => changed(it.booth.0),
            fair::Change::OpeningDay(it) => changed(it.fair.0),
            fair::Change::Promotion(it) => {
                About::Thing(it.uid.0, true, Some(Inside::Owner(it.fair.0)))
            }
            fair::Change::ScaleLabel(it) => changed(it.fair.0),
            fair::Change::Figure(_) => About::Figure,
        },
        Fact::Room(it) => of_fair(it.uid.0, it.fair),
        Fact::Shift(shift::Event::Closed(it)) => done(Some(Once::Closed(it.shift.0))),
        Fact::Posted(it) if it.kind == Kind::Reversal => {
            done(it.about.as_ref().map(|about| Once::TakenBack(about.uid.0)))
        }
        Fact::Shift(_) | Fact::Posted(_) | Fact::Counted(_) | Fact::Stepped(_) => done(None),
        Fact::Sold(_) | Fact::SetAside(_) | Fact::DrawerOpened(_) => done(None),
        Fact::Said(_) => done(None),
    }
}

/// The booth, gate or room where something happened, as far as the entry names it.
fn place(fact: &Fact) -> Option<Uuid> {
    match fact {
        Fact::Sold(it) => Some(it.booth.uid.0),
        Fact::Posted(it) => Some(it.place.place.uid()),
        Fact::Counted(it) => Some(it.gate.0),
        Fact::Stepped(it) => Some(it.step.booth.0),
        Fact::SetAside(it) => Some(it.booth.0),
        Fact::DrawerOpened(it) => Some(it.booth.0),
        Fact::Shift(shift::Event::Opened(it)) => Some(it.booth.uid.0),
        Fact::Shift(shift::Event::Closed(it)) => Some(it.booth.uid.0),
        _ => None,
    }
}

/// What stands in a book already of what entries are about.
#[derive(Debug, Default)]
pub struct Known {
    /// Where each thing was named first.
    pub things: HashMap<Uuid, Place>,
    /// Which entry stands for what happens once, and what it comes to.
    pub once: HashMap<Once, (Place, Essence)>,
    /// Shifts by their other names.
    pub shifts: HashMap<Uuid, Uuid>,
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
    /// Which entry stands for what happens once, and what it comes to.
    once: HashMap<Once, (Place, Essence)>,
    /// Shifts by the other names that devices which joined them gave.
    shifts: HashMap<Uuid, Uuid>,
    /// A whole book is judged in its order, and these commands need to be kept in mind: those of
    /// several chains. None: entries are judged after a book, and what goes before it waits.
    doubled: Option<HashSet<Uuid>>,
}

impl Judge {
    /// For a whole book from its first entry on.
    pub fn of_all(own: NodeId, family: Family, doubled: HashSet<Uuid>) -> Judge {
        Judge { own, family, doubled: Some(doubled), ..Judge::default() }
    }

    /// For entries after what stands in a book already: where the things that they are about were
    /// named, and what of theirs has happened.
    pub fn after(own: NodeId, family: Family, known: Known) -> Judge {
        let Known { things, once, shifts } = known;
        Judge { own, family, things, once, shifts, ..Judge::default() }
    }

    /// What becomes of an entry.
    pub fn judge(&mut self, entry: &Entry, fact: &Fact) -> Result<Verdict, Elsewhere> {
        let by = (NodeId::of_bytes(&entry.origin), entry.seq);
        match about(Uuid::from_slice(&entry.uid).unwrap_or_default(), fact) {
            About::Fact(once) => {
                if place(fact).is_some_and(|place| !self.within(by, Inside::Family(place))) {
                    return Ok(Verdict::Foreign);
                }
                let verdict = self.fact(by, once, || Essence::of(entry, fact))?;
                if let (Verdict::Stands, Fact::Shift(shift::Event::Joined(it))) = (verdict, fact) {
                    let shift = self.shift(it.shift.0);
                    self.shifts.insert(it.id.0, shift);
                }
                Ok(verdict)
            }
            other => self.of(by, other),
        }
    }

    /// Whether this book's own node may change what a change is about. What another machine owns is
    /// changed there: here it would hold, and nowhere else.
    pub fn may(&mut self, fact: &Fact) -> Result<(), Refusal> {
        match self.of((self.own, i64::MAX), about(Uuid::nil(), fact)) {
            Ok(Verdict::Stands) => Ok(()),
            _ => Err(Refusal::Conflict(Say::new(
                "Mục này thuộc sổ của máy khác: hãy sửa ở máy đó",
                "This belongs to another machine's book: change it there",
            ))),
        }
    }

    /// What becomes of a change of things; facts stand.
    fn of(&mut self, by: Place, about: About) -> Result<Verdict, Elsewhere> {
        match about {
            About::Node | About::Fact(_) => Ok(Verdict::Stands),
            About::Figure => {
                let root = self.family.root(by.0);
                let ours = root == self.family.root(self.own) && self.family.owns(by, (root, 0));
                Ok(if ours { Verdict::Stands } else { Verdict::Foreign })
            }
            About::Thing(uid, names, inside) => match inside {
                Some(inside) if !self.within(by, inside) => Ok(Verdict::Foreign),
                _ => self.thing(by, uid, names),
            },
        }
    }

    /// Whether an entry may name or change a part of a thing. One of a thing that nobody named is
    /// refused by its row.
    fn within(&self, by: Place, inside: Inside) -> bool {
        let (Inside::Family(uid) | Inside::Owner(uid)) = inside;
        let Some(named) = self.things.get(&uid).copied() else { return true };
        match inside {
            Inside::Family(_) => self.family.root(by.0) == self.family.root(named.0),
            Inside::Owner(_) => self.family.owns(by, named),
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
        if names && self.overtakes(by.0, named.0) {
            return Ok(Verdict::Waits);
        }
        Ok(if self.family.owns(by, named) { Verdict::Stands } else { Verdict::Foreign })
    }

    /// A shift by whichever of its names.
    fn shift(&self, name: Uuid) -> Uuid {
        self.shifts.get(&name).copied().unwrap_or(name)
    }

    fn fact(
        &mut self,
        by: Place,
        once: Vec<Once>,
        essence: impl Fn() -> Essence,
    ) -> Result<Verdict, Elsewhere> {
        let shift = |one: Once| match one {
            Once::Closed(name) => Once::Closed(self.shift(name)),
            other => other,
        };
        let once: Vec<Once> = once.into_iter().map(shift).collect();
        for one in &once {
            match self.once.get(one) {
                Some((first, stands)) if *first != by => {
                    self.kin(by.0, first.0)?;
                    if self.overtakes(by.0, first.0) {
                        return Ok(Verdict::Waits);
                    }
                    let agrees = essence().agrees(stands, *one);
                    return Ok(if agrees { Verdict::Twin } else { Verdict::Differs });
                }
                _ => {}
            }
        }
        for one in once {
            let kept = match (&one, &self.doubled) {
                (Once::Done(uid), Some(doubled)) => doubled.contains(uid),
                _ => true,
            };
            if kept {
                self.once.insert(one, (by, essence()));
            }
        }
        Ok(Verdict::Stands)
    }

    /// An entry that was judged and cannot stand: what it said is as if it had not been said.
    pub fn forget(&mut self, by: Place) {
        self.once.retain(|_, (place, _)| *place != by);
        self.things.retain(|_, place| *place != by);
    }

    fn kin(&self, by: NodeId, other: NodeId) -> Result<(), Elsewhere> {
        let same = by == other || self.family.root(by) == self.family.root(other);
        if same { Ok(()) } else { Err(Elsewhere(other)) }
    }

    /// Whether an entry that is judged after a book goes before what stands in it. Of a whole book
    /// each comes in its turn.
    fn overtakes(&self, by: NodeId, other: NodeId) -> bool {
        let after = self.doubled.is_none() && by != other;
        after && self.family.rank(by) < self.family.rank(other)
    }
}

/// What entries are about, to be looked up in a book.
#[derive(Debug, Default)]
pub struct Sought {
    /// Things, and what they are parts of.
    pub things: BTreeSet<Uuid>,
    /// What happens once.
    pub once: BTreeSet<Once>,
    /// Shifts, by any of their names.
    pub shifts: BTreeSet<Uuid>,
}

/// What is to be looked up for entries.
pub fn sought<'a>(entries: impl IntoIterator<Item = (Uuid, &'a Fact)>) -> Sought {
    let mut sought = Sought::default();
    for (uid, fact) in entries {
        match fact {
            Fact::Shift(shift::Event::Closed(it)) => drop(sought.shifts.insert(it.shift.0)),
            Fact::Shift(shift::Event::Joined(it)) => drop(sought.shifts.insert(it.shift.0)),
            _ => {}
        }
        sought.things.extend(place(fact));
        match about(uid, fact) {
            About::Thing(uid, _, inside) => {
                sought.things.insert(uid);
                let inside = inside.map(|(Inside::Family(uid) | Inside::Owner(uid))| uid);
                sought.things.extend(inside);
            }
            About::Fact(once) => sought.once.extend(once),
            About::Node | About::Figure => {}
        }
    }
    sought
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
