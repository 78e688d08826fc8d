//! What an entry is about: a thing that its owner changes, or something that happened once.

use crate::{
    base::id::{FairId, NodeId},
    catalog,
    desk::fact::Fact,
    fair,
    node::family::Place,
    sale::shift,
    staff,
    stock::{self, Kind, Posted},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What an entry names or brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// A thing, by its uid.
    Thing(Uuid),
    /// The gift of a fair, by the fair's uid and the gift's place.
    Gift(Uuid, Place),
}

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
    /// What a source says of a period, or a platform sold in a month: it stays in the family in
    /// which it was entered.
    Figure,
    /// Something that happened.
    Fact(Vec<Once>),
    /// A fair is given to another machine.
    Given(Uuid, NodeId),
    /// A fair that was given in this place is taken.
    Taken(Uuid, Place),
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
            catalog::Change::Photo(it) => changed(it.product.0),
            catalog::Change::Quality(it) => {
                About::Thing(it.uid.0, true, Some(Inside::Owner(it.producer.0)))
            }
            catalog::Change::Listing(it) => changed(it.product.0),
            catalog::Change::Online(_) => About::Figure,
            catalog::Change::Rule(it) => named(it.uid.0),
            catalog::Change::Paid(it) => changed(it.rule.0),
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
            fair::Change::Figure(_) | fair::Change::View(_) => About::Figure,
        },
        Fact::Room(it) => of_fair(it.uid.0, it.fair),
        Fact::Charge(fair::charge::Event::Given(it)) => About::Given(it.fair.0, it.to),
        Fact::Charge(fair::charge::Event::Taken(it)) => About::Taken(it.fair.0, it.gift()),
        Fact::Shift(shift::Event::Closed(it)) => done(Some(Once::Closed(it.shift.0))),
        Fact::Posted(it) if it.kind == Kind::Reversal => {
            done(it.about.as_ref().map(|about| Once::TakenBack(about.uid.0)))
        }
        Fact::Shift(_) | Fact::Posted(_) | Fact::Counted(_) | Fact::Stepped(_) => done(None),
        Fact::Sold(_) | Fact::SetAside(_) | Fact::DrawerOpened(_) => done(None),
        Fact::Said(_) => done(None),
    }
}

/// Where something happened: each booth, gate and room that the entry names, and the fair if it
/// does. They are of one fair; an entry that names others' goods, visits or figures does not stand.
/// What is named by its number (the shift of a sale, what a refund takes back) is looked for there
/// alone when the rows are written.
pub fn places(fact: &Fact) -> BTreeSet<Uuid> {
    let places = match fact {
        Fact::Sold(it) => vec![it.booth.uid.0, it.fair.uid.0],
        Fact::Posted(it) => posted_at(it),
        Fact::Counted(it) => vec![it.gate.0, it.fair.0],
        Fact::Stepped(it) => vec![it.step.booth.0],
        Fact::SetAside(it) => vec![it.booth.0],
        Fact::DrawerOpened(it) => vec![it.booth.0],
        Fact::Shift(it) => shift_at(it),
        _ => Vec::new(),
    };
    places.into_iter().collect()
}

fn posted_at(it: &Posted) -> Vec<Uuid> {
    let then = [Some(&it.place), it.to.as_ref()].into_iter().flatten();
    let then = then.flat_map(|it| [it.place.uid(), it.fair.0]);
    let ends = it.moves.iter().flat_map(|it| [it.from, it.to]);
    then.chain(ends.filter(|it| it.posts()).map(stock::Place::uid)).collect()
}

fn shift_at(it: &shift::Event) -> Vec<Uuid> {
    use shift::Event;
    match it {
        Event::Opened(it) => vec![it.booth.uid.0, it.fair.uid.0],
        Event::Joined(it) => vec![it.booth.0],
        Event::Moved(it) => vec![it.booth.0],
        Event::HandedOver(it) => vec![it.booth.0],
        Event::Closed(it) => vec![it.booth.uid.0, it.fair.uid.0],
        Event::Recounted(it) => vec![it.booth.0],
    }
}

/// Whether an entry plans; else something happened.
pub fn plans(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Staff(_) | Fact::Catalog(_) | Fact::Fair(_) | Fact::Room(_) | Fact::Charge(_)
    )
}

/// What has to be here before an entry: of planning what it names, of what happened the place.
/// `took`: the gift by which its writer has taken this fair. Whoever has did not name the fair, and
/// names that gift with each of its edits.
pub fn names(fact: &Fact, took: impl Fn(Uuid) -> Option<Place>) -> BTreeSet<Name> {
    let gift = |fair: Uuid, place: Place| Name::Gift(fair, place);
    let also = match fact {
        Fact::Charge(fair::charge::Event::Taken(it)) => Some(gift(it.fair.0, it.gift())),
        Fact::Fair(fair::Change::Fair(it)) => took(it.uid.0).map(|place| gift(it.uid.0, place)),
        _ => None,
    };
    needs(fact).into_iter().map(Name::Thing).chain(also).collect()
}

/// What an entry brings that others may name.
pub fn brings(fact: &Fact, at: Place) -> Option<Name> {
    match about(Uuid::nil(), fact) {
        About::Thing(uid, true, _) => Some(Name::Thing(uid)),
        About::Given(fair, _) => Some(Name::Gift(fair, at)),
        _ => None,
    }
}

/// The things that it names.
fn needs(fact: &Fact) -> Vec<Uuid> {
    match fact {
        Fact::Staff(it) => it.refers(),
        Fact::Catalog(it) => it.refers(),
        Fact::Fair(it) => it.refers(),
        Fact::Room(it) => vec![it.fair.0],
        Fact::Charge(it) => vec![it.fair().0],
        _ => places(fact).into_iter().collect(),
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
    /// Gifts of fairs, by the fair and their places.
    pub gifts: BTreeSet<(Uuid, Place)>,
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
        sought.things.extend(needs(fact));
        match about(uid, fact) {
            About::Thing(uid, _, inside) => {
                sought.things.insert(uid);
                let inside = inside.map(|(Inside::Family(uid) | Inside::Owner(uid))| uid);
                sought.things.extend(inside);
            }
            About::Fact(once) => sought.once.extend(once),
            About::Taken(fair, gift) => drop(sought.gifts.insert((fair, gift))),
            About::Given(..) | About::Node | About::Figure => {}
        }
    }
    sought
}
