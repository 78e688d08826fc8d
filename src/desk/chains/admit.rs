//! What becomes of an entry in a book of several chains: nothing else stands between a chain's
//! check and its rows. A pure function of the entry, of who took over from whom, and of what stands
//! before it in the order in which a book is projected (`replay.rs`).
//!
//! A fact (a sale, a visit, a document) stands whichever machine of its booth's family wrote it
//! down; of two chains' entries of one fact the first stands. A thing (a fair, a product, a price)
//! is changed by its owner alone.

mod about;
mod charge;
mod essence;
mod lacks;
pub mod store;

pub use about::{About, Inside, Name, Once, Sought, about, brings, names, plans, sought};
pub use charge::Charge;

use crate::{
    base::{id::NodeId, refusal::Refusal},
    desk::fact::Fact,
    fair::charge::Event,
    journal::Entry,
    node::{
        self,
        charge::Charges,
        family::{Family, Place},
    },
    sale::shift,
};
use about::places;
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
    /// It plans, and names what no entry here does.
    Beyond,
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
            Verdict::Beyond => Some("beyond"),
        }
    }
}

/// What a judge says of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// This becomes of it.
    Is(Verdict),
    /// It names these, which no entry brings that stands before it.
    Lacks(BTreeSet<Name>),
}

/// Machines that do not come from each other hold the same: they were made alike, as two
/// demonstrations are, or somebody copied rows. Nobody can tell which one is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere(pub NodeId);

/// What stands in a book already of what entries are about.
#[derive(Debug, Default)]
pub struct Known {
    /// Where each thing was named first.
    pub things: HashMap<Uuid, Place>,
    /// At which fair each of them is; a fair at itself.
    pub fairs: HashMap<Uuid, Uuid>,
    /// Which entry stands for what happens once, and what it comes to.
    pub once: HashMap<Once, (Place, Essence)>,
    /// Shifts by their other names.
    pub shifts: HashMap<Uuid, Uuid>,
    /// Gifts that stand, each with its fair.
    pub gifts: HashSet<(Uuid, Place)>,
}

/// Judges entries one after another.
#[derive(Debug, Default)]
pub struct Judge {
    /// Who went on from whom.
    pub family: Family,
    /// Which fairs were given to which machines.
    pub charges: Charges,
    /// This book's own node.
    pub own: NodeId,
    /// At which fair things are; a fair at itself.
    fairs: HashMap<Uuid, Uuid>,
    /// What people call machines, for words.
    names: HashMap<NodeId, String>,
    /// This node is a hub, whose chain its machines have.
    collects: bool,
    /// Where each thing was named first.
    things: HashMap<Uuid, Place>,
    /// Which entry stands for what happens once, and what it comes to.
    once: HashMap<Once, (Place, Essence)>,
    /// Shifts by the other names that devices which joined them gave, and by which entries.
    shifts: HashMap<Uuid, (Uuid, Place)>,
    /// Gifts that stand, each with its fair.
    gifts: HashSet<(Uuid, Place)>,
    /// A whole book is judged in its order, and these commands need to be kept in mind: those of
    /// several chains. None: entries are judged after a book, and what goes before it waits.
    doubled: Option<HashSet<Uuid>>,
}

impl Judge {
    /// For a whole book from its first entry on.
    pub fn of_all(
        own: NodeId,
        (family, charges): (Family, Charges),
        doubled: HashSet<Uuid>,
    ) -> Judge {
        Judge { own, family, charges, doubled: Some(doubled), ..Judge::default() }
    }

    /// For entries after what stands in a book already: where the things that they are about were
    /// named, and what of theirs has happened.
    pub fn after(own: NodeId, (family, charges): (Family, Charges), known: Known) -> Judge {
        let Known { things, fairs, once, shifts, gifts } = known;
        let shifts = shifts.into_iter().map(|(name, it)| (name, (it, Place::default()))).collect();
        Judge { own, family, charges, things, fairs, once, shifts, gifts, ..Judge::default() }
    }

    /// Calls machines by these names where it refuses, at a hub or not.
    pub fn called(self, names: HashMap<NodeId, String>, collects: bool) -> Judge {
        Judge { names, collects, ..self }
    }

    /// What becomes of an entry, as far as it can be told here.
    pub fn judge(&mut self, entry: &Entry, fact: &Fact) -> Result<Judged, Elsewhere> {
        let lacks = self.lacks((NodeId::of_bytes(&entry.origin), entry.seq), fact);
        match self.verdict(entry, fact) {
            // Planning that lacks something is not foreign yet: nobody knows whose that is.
            Ok(Verdict::Foreign) if plans(fact) && !lacks.is_empty() => {}
            Ok(Verdict::Stands) if !lacks.is_empty() => {}
            // What was taken by a gift that is not here seems to be another's.
            Err(_) if lacks.iter().any(|it| matches!(it, Name::Gift(..))) => {}
            verdict => return verdict.map(Judged::Is),
        }
        self.unsay(entry, fact);
        Ok(Judged::Lacks(lacks))
    }

    fn verdict(&mut self, entry: &Entry, fact: &Fact) -> Result<Verdict, Elsewhere> {
        let by = (NodeId::of_bytes(&entry.origin), entry.seq);
        match about(uid(entry), fact) {
            About::Fact(once) => {
                if !self.at_home(by, &places(fact)) {
                    return Ok(Verdict::Foreign);
                }
                let verdict = self.fact(by, once, || Essence::of(entry, fact))?;
                if let (Verdict::Stands, Fact::Shift(shift::Event::Joined(it))) = (verdict, fact) {
                    let shift = self.shift(it.shift.0);
                    self.shifts.insert(it.id.0, (shift, by));
                }
                Ok(verdict)
            }
            other => self.of(by, other),
        }
    }

    /// Whether this book's own node may change what a change is about. What another machine owns is
    /// changed there: here it would hold, and nowhere else.
    pub fn may(&mut self, fact: &Fact) -> Result<(), Refusal> {
        let (by, about) = ((self.own, i64::MAX), about(Uuid::nil(), fact));
        let fair = match &about {
            About::Thing(uid, _, None) => Some(*uid),
            About::Thing(_, _, Some(Inside::Family(uid) | Inside::Owner(uid))) => Some(*uid),
            About::Given(uid, _) | About::Taken(uid, _) => Some(*uid),
            About::Node | About::Figure | About::Fact(_) => None,
        };
        let may = match about {
            About::Given(fair, to) => self.may_give(by, fair, to),
            About::Taken(fair, gift) => self.may_take(fair, gift),
            // What is named anew at a fair stands for its sales, but is for who is in charge.
            About::Thing(uid, true, Some(Inside::Family(fair))) => {
                self.of(by, About::Thing(uid, true, Some(Inside::Owner(fair))))
                    == Ok(Verdict::Stands)
            }
            other => self.of(by, other) == Ok(Verdict::Stands),
        };
        if may { Ok(()) } else { Err(self.refusal(fair)) }
    }

    /// What becomes of a change of things; facts stand.
    fn of(&mut self, by: Place, about: About) -> Result<Verdict, Elsewhere> {
        match about {
            About::Node | About::Fact(_) => Ok(Verdict::Stands),
            About::Given(fair, to) => {
                self.charges.give(fair, by, to);
                Ok(match self.within(by, Inside::Family(fair)) {
                    false => Verdict::Foreign,
                    // What its taker changed came before it.
                    true if self.doubled.is_none()
                        && self.charges.taken_elsewhere(fair, by, by) =>
                    {
                        Verdict::Waits
                    }
                    true => {
                        self.gifts.insert((fair, by));
                        Verdict::Stands
                    }
                })
            }
            About::Taken(fair, gift) => {
                let known = self.charges.gift(fair, gift);
                self.charges.take(fair, by, gift);
                let again = self.charges.taken_elsewhere(fair, gift, by);
                Ok(match known {
                    Some(to) if !self.family.knows(by, (to, 0)) => Verdict::Foreign,
                    // An heir takes what the machine before it took too.
                    _ if again && self.doubled.is_none() => Verdict::Waits,
                    _ => Verdict::Stands,
                })
            }
            About::Figure => {
                let root = self.family.root(by.0);
                let ours = root == self.family.root(self.own) && self.family.owns(by, (root, 0));
                Ok(if ours { Verdict::Stands } else { Verdict::Foreign })
            }
            About::Thing(uid, names, inside) => match inside {
                Some(inside) if !self.within(by, inside) => Ok(Verdict::Foreign),
                _ => {
                    let new = names && !self.knows(uid);
                    if let (true, Some(Inside::Family(fair) | Inside::Owner(fair))) = (new, inside)
                    {
                        self.fairs.insert(uid, fair);
                    }
                    self.thing(by, uid, names)
                }
            },
        }
    }

    /// Whether an entry may name or change a part of a thing. One of a thing that nobody named is
    /// refused by its row.
    fn within(&self, by: Place, inside: Inside) -> bool {
        let (Inside::Family(uid) | Inside::Owner(uid)) = inside;
        let Some(named) = self.things.get(&uid).copied() else { return true };
        match inside {
            Inside::Family(_) => self.kindred(by, uid, named),
            Inside::Owner(_) => self.changes(by, uid, named),
        }
    }

    /// Whether these places are of one fair, as far as they are here, at which an entry's machine
    /// may write down what happened.
    fn at_home(&self, by: Place, places: &BTreeSet<Uuid>) -> bool {
        let fair = |place: &Uuid| self.fairs.get(place).copied().unwrap_or(*place);
        let mut fairs = places.iter().filter(|it| self.knows(**it)).map(fair);
        let first = fairs.next();
        fairs.all(|it| Some(it) == first)
            && places.iter().all(|it| self.within(by, Inside::Family(*it)))
    }

    fn thing(&mut self, by: Place, uid: Uuid, names: bool) -> Result<Verdict, Elsewhere> {
        let Some(named) = self.things.get(&uid).copied() else {
            if names {
                self.things.insert(uid, by);
            }
            return Ok(Verdict::Stands);
        };
        // What two families name alike was made alike; a part that a stranger changes is foreign.
        if names && !self.kindred(by, uid, named) {
            self.kin(by.0, named.0)?;
        }
        let kin = self.kin(by.0, named.0).is_ok();
        if names && kin && self.overtakes(by.0, named.0) {
            return Ok(Verdict::Waits);
        }
        Ok(if self.changes(by, uid, named) { Verdict::Stands } else { Verdict::Foreign })
    }

    /// A shift by whichever of its names.
    fn shift(&self, name: Uuid) -> Uuid {
        self.shifts.get(&name).map_or(name, |(shift, _)| *shift)
    }

    /// What happens once, of a shift by its own id.
    fn by_shift(&self, once: Vec<Once>) -> Vec<Once> {
        let shift = |one: Once| match one {
            Once::Closed(name) => Once::Closed(self.shift(name)),
            other => other,
        };
        once.into_iter().map(shift).collect()
    }

    fn fact(
        &mut self,
        by: Place,
        once: Vec<Once>,
        essence: impl Fn() -> Essence,
    ) -> Result<Verdict, Elsewhere> {
        let once = self.by_shift(once);
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

fn uid(entry: &Entry) -> Uuid {
    Uuid::from_slice(&entry.uid).unwrap_or_default()
}

/// Which chains there are, and which fairs moved, as the entries of these tell.
pub fn family(entries: &[Entry]) -> (Family, Charges) {
    let (mut family, mut charges) = (Family::default(), Charges::default());
    for entry in entries {
        let by = (NodeId::of_bytes(&entry.origin), entry.seq);
        match Fact::parse(&entry.kind, entry.body_version, &entry.body) {
            Some(Fact::Node(node::Event::Began(it))) => {
                family.begin(it.node, (it.parent, it.seq));
            }
            Some(Fact::Node(node::Event::TookOver(it))) => family.take_over(it.node),
            Some(Fact::Charge(Event::Given(it))) => charges.give(it.fair.0, by, it.to),
            Some(Fact::Charge(Event::Taken(it))) => {
                charges.take(it.fair.0, by, it.gift());
            }
            _ => {}
        }
    }
    (family, charges)
}
