//! Who may change what. Each thing belongs to the node whose entry named it first; only its owner
//! gives it into other hands, and a node that took over from a dead one inherits what that owned.
//! Pure: what holds is told from beginnings, take-overs and handovers alone, in whatever order they
//! arrived.

use crate::base::id::{FairId, NodeId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What is given into other hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", content = "fair", rename_all = "snake_case")]
pub enum Share {
    /// A fair with its booths, gates, ranges, prices, promotions and opening days.
    Fair(FairId),
    /// Products, producers, certificates and the prices of everywhere.
    Catalog,
    /// People and their roles.
    Staff,
}

/// An owner gives something into the hands of another node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// What.
    pub share: Share,
    /// The node that may take it.
    pub to: NodeId,
}

/// A node takes what was handed to it: its changes hold from this entry on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The node that gave it.
    pub from: NodeId,
    /// The sequence of the handover in that node's chain.
    pub seq: i64,
}

/// What a thing is, as far as it matters to whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A fair, or what belongs to one.
    Fair(FairId),
    /// Of the catalogue.
    Catalog,
    /// A person.
    Staff,
    /// A device: it belongs where it is used, and is never handed over.
    Device,
    /// What a source published about a period.
    Published,
}

impl Kind {
    fn goes_with(self, share: Share) -> bool {
        match share {
            Share::Fair(fair) => self == Kind::Fair(fair),
            Share::Catalog => self == Kind::Catalog,
            Share::Staff => self == Kind::Staff,
        }
    }
}

/// A thing: what it is, and the entry that named it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thing {
    /// What it is.
    pub kind: Kind,
    /// The node that named it.
    pub origin: NodeId,
    /// The place of that entry in its chain.
    pub seq: i64,
}

/// A part of a chain in which its node owns a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    origin: NodeId,
    from: i64,
    to: i64,
}

/// How a node's chain began, where it was made from a copy.
#[derive(Debug, Clone, Copy)]
struct Descent {
    parent: NodeId,
    /// The parent's last sequence in the copy.
    seq: i64,
    took_over: bool,
}

/// Handovers of one chain, by their place in it.
type Given = BTreeMap<i64, Handed>;

/// A line of owners is followed this far: no thing changes hands so often.
const HANDS: usize = 256;

/// All that ownership is told from.
#[derive(Debug, Clone, Default)]
pub struct Ownership {
    own: NodeId,
    descents: HashMap<NodeId, Descent>,
    given: HashMap<NodeId, Given>,
    /// Where a handover, by giver and place, was taken: the place in the receiver's chain.
    taken: HashMap<(NodeId, i64), (NodeId, i64)>,
}

impl Ownership {
    /// Nothing known yet, in the book of the node `own`.
    pub fn of(own: NodeId) -> Ownership {
        Ownership { own, ..Ownership::default() }
    }

    /// A chain began that goes on from its parent's entry at `seq`.
    pub fn began(&mut self, node: NodeId, parent: NodeId, seq: i64) {
        self.descents.entry(node).or_insert(Descent { parent, seq, took_over: false });
    }

    /// That node took over.
    pub fn took_over(&mut self, node: NodeId) {
        if let Some(descent) = self.descents.get_mut(&node) {
            descent.took_over = true;
        }
    }

    /// The entry at `seq` of `origin`'s chain hands something over.
    pub fn handed(&mut self, origin: NodeId, seq: i64, it: Handed) {
        self.given.entry(origin).or_default().insert(seq, it);
    }

    /// The entry at `seq` of `origin`'s chain takes what was handed over. Only the receiver does,
    /// and once.
    pub fn taken(&mut self, origin: NodeId, seq: i64, it: &Taken) {
        if self.hands(it.from, it.seq).is_some_and(|handed| handed.to == origin) {
            self.taken.entry((it.from, it.seq)).or_insert((origin, seq));
        }
    }

    /// The handover at `seq` of a chain.
    pub fn hands(&self, origin: NodeId, seq: i64) -> Option<&Handed> {
        self.given.get(&origin)?.get(&seq)
    }

    /// Whether an entry is of this book's own chain, or of what that goes on from: what was changed
    /// here holds here.
    pub fn is_own(&self, origin: NodeId, seq: i64) -> bool {
        let (mut at, mut until) = (self.own, i64::MAX);
        for _ in 0..HANDS {
            if at == origin {
                return seq <= until;
            }
            let Some(descent) = self.descents.get(&at) else { return false };
            (at, until) = (descent.parent, descent.seq);
        }
        false
    }

    /// The rank of a chain among those that hold the same thing: a parent's before its child's,
    /// else the smaller id first. A whole order, so the best of many does not depend on arrival.
    pub fn rank(&self, origin: NodeId) -> Vec<NodeId> {
        let mut line = vec![origin];
        while let Some(descent) = line.last().and_then(|last| self.descents.get(last)) {
            if line.contains(&descent.parent) || line.len() == HANDS {
                break;
            }
            line.push(descent.parent);
        }
        line.reverse();
        line
    }

    /// Whether the node of an entry owns the thing at that place of its chain.
    pub fn holds(&self, thing: &Thing, origin: NodeId, seq: i64) -> bool {
        let holds = |it: &Span| it.origin == origin && (it.from..=it.to).contains(&seq);
        self.line(thing).iter().any(holds)
    }

    /// Of the entries that first named a thing, each in its chain, the one whose node owns it: none
    /// of those that came by it from another's hands, and of what is left the first by rank.
    pub fn root(&self, kind: Kind, named: &[(NodeId, i64)]) -> Option<Thing> {
        let thing = |(origin, seq): (NodeId, i64)| Thing { kind, origin, seq };
        let came_by = |it: &(NodeId, i64)| {
            let others = named.iter().filter(|other| *other != it);
            others.into_iter().any(|other| self.holds(&thing(*other), it.0, it.1))
        };
        let roots = named.iter().filter(|it| !came_by(it));
        roots.copied().min_by_key(|it| self.rank(it.0)).map(thing)
    }

    /// From hand to hand, since it was named.
    fn line(&self, thing: &Thing) -> Vec<Span> {
        let mut line = vec![Span { origin: thing.origin, from: thing.seq, to: i64::MAX }];
        while line.len() < HANDS {
            let Some(last) = line.last_mut() else { break };
            let handed = self.gives(thing.kind, last);
            let heir = self.heir(last);
            let next = match (handed, heir) {
                (Some(at), Some((_, until))) if at <= until => self.hand(last, at),
                (_, Some((child, until))) => {
                    last.to = until;
                    Some(Span { origin: child, from: 1, to: i64::MAX })
                }
                (Some(at), None) => self.hand(last, at),
                (None, None) => None,
            };
            match next {
                Some(next) => line.push(next),
                None => break,
            }
        }
        line
    }

    /// Ends a span at its handover; whoever took it goes on.
    fn hand(&self, last: &mut Span, at: i64) -> Option<Span> {
        last.to = at;
        let (origin, from) = *self.taken.get(&(last.origin, at))?;
        Some(Span { origin, from, to: i64::MAX })
    }

    /// Where in its chain the holder first gives the thing away.
    fn gives(&self, kind: Kind, span: &Span) -> Option<i64> {
        let given = self.given.get(&span.origin)?;
        let mut later = given.range(span.from..);
        later.find(|(_, it)| kind.goes_with(it.share)).map(|(seq, _)| *seq)
    }

    /// The node that took over from the holder while that owned the thing: of several the one that
    /// knew most of it, then the smaller id.
    fn heir(&self, span: &Span) -> Option<(NodeId, i64)> {
        let heirs = self
            .descents
            .iter()
            .filter(|(_, it)| it.took_over && it.parent == span.origin && it.seq >= span.from);
        let best = heirs.min_by_key(|(child, it)| (-it.seq, **child));
        best.map(|(child, it)| (*child, it.seq))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn node(n: u128) -> NodeId {
        NodeId(Uuid::from_u128(n))
    }

    fn catalog(share: Share, to: u128) -> Handed {
        Handed { share, to: node(to) }
    }

    #[test]
    fn a_thing_belongs_to_whoever_named_it_until_it_is_handed_over_and_taken() {
        let mut who = Ownership::of(node(9));
        let thing = Thing { kind: Kind::Catalog, origin: node(1), seq: 5 };
        assert!(who.holds(&thing, node(1), 5) && who.holds(&thing, node(1), 500));
        assert!(!who.holds(&thing, node(2), 1));
        who.handed(node(1), 20, catalog(Share::Staff, 2));
        assert!(who.holds(&thing, node(1), 21), "people were handed over, not the catalogue");
        who.handed(node(1), 30, catalog(Share::Catalog, 2));
        assert!(!who.holds(&thing, node(1), 31) && !who.holds(&thing, node(2), 7));
        who.taken(node(3), 8, &Taken { from: node(1), seq: 30 });
        assert!(!who.holds(&thing, node(3), 9), "it was not given to this node");
        who.taken(node(2), 8, &Taken { from: node(1), seq: 30 });
        assert!(!who.holds(&thing, node(2), 7) && who.holds(&thing, node(2), 9));
        let later = Thing { seq: 40, ..thing };
        assert!(who.holds(&later, node(1), 41), "what it names afterwards is its own again");
        let device = Thing { kind: Kind::Device, ..thing };
        assert!(who.holds(&device, node(1), 99), "a device stays where it is used");
    }

    #[test]
    fn of_two_laptops_made_from_copies_the_one_that_knew_more_inherits() {
        let mut who = Ownership::of(node(9));
        let thing = Thing { kind: Kind::Catalog, origin: node(1), seq: 5 };
        who.began(node(3), node(1), 90);
        assert!(who.holds(&thing, node(1), 95), "it shows its copy, and took over nothing");
        who.took_over(node(3));
        assert!(who.holds(&thing, node(1), 90) && !who.holds(&thing, node(1), 91));
        assert!(who.holds(&thing, node(3), 2));
        who.began(node(4), node(1), 95);
        who.took_over(node(4));
        assert!(who.holds(&thing, node(1), 95) && who.holds(&thing, node(4), 2));
        assert!(!who.holds(&thing, node(3), 2));
        who.began(node(2), node(1), 95);
        who.took_over(node(2));
        assert!(who.holds(&thing, node(2), 2), "of two that knew as much the smaller id");
        let new = Thing { seq: 97, ..thing };
        assert!(who.holds(&new, node(1), 98), "the copy knew nothing of it");
        who.handed(node(1), 93, catalog(Share::Catalog, 7));
        assert!(!who.holds(&thing, node(2), 2), "it was handed over before the copy was made");
    }

    #[test]
    fn the_first_of_two_chains_is_the_parents_else_the_smaller_ids_family() {
        let mut who = Ownership::of(node(9));
        who.began(node(2), node(5), 90);
        assert!(who.rank(node(5)) < who.rank(node(2)), "parent before child");
        assert!(who.rank(node(4)) < who.rank(node(2)), "the child stands where its parent does");
        let root = who.root(Kind::Staff, &[(node(2), 4), (node(4), 1)]).unwrap();
        assert_eq!(root.origin, node(4));
        who.handed(node(8), 3, catalog(Share::Catalog, 6));
        who.taken(node(6), 2, &Taken { from: node(8), seq: 3 });
        let root = who.root(Kind::Catalog, &[(node(6), 4), (node(8), 1)]).unwrap();
        assert_eq!(root.origin, node(8), "6 came by it from 8");
    }

    #[test]
    fn what_a_machine_and_those_before_it_wrote_is_its_own() {
        let mut who = Ownership::of(node(2));
        who.began(node(2), node(1), 90);
        assert!(who.is_own(node(2), 1) && who.is_own(node(1), 90));
        assert!(!who.is_own(node(1), 91), "it did not know of that");
        assert!(!who.is_own(node(3), 1));
    }
}
