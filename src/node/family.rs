//! Which machine went on from which, and so who owns what can be changed.
//!
//! A thing (a fair, a product, a price) is owned by the node that named it first. When that machine
//! dies, whoever took over from it owns what it knew of: of several the one that knew most of the
//! older chain, then the one with the smaller id. Nothing here depends on what arrived first.

use crate::base::id::NodeId;
use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

/// An entry's place: its node, and its sequence in that chain.
pub type Place = (NodeId, i64);

/// The nodes of a book, as far as one went on from another.
#[derive(Debug, Clone, Default)]
pub struct Family {
    births: HashMap<NodeId, Place>,
    took_over: HashSet<NodeId>,
}

impl Family {
    /// From what stands in the book: each node with its parent and the last sequence of it that it
    /// knew, and those that took over.
    pub fn of(births: Vec<(NodeId, NodeId, i64)>, took_over: Vec<NodeId>) -> Family {
        let births = births.into_iter().map(|(node, parent, seq)| (node, (parent, seq)));
        Family { births: births.collect(), took_over: took_over.into_iter().collect() }
    }

    /// A node goes on from another's chain.
    pub fn begin(&mut self, node: NodeId, parent: Place) {
        self.births.insert(node, parent);
    }

    /// A node takes over.
    pub fn take_over(&mut self, node: NodeId) {
        self.took_over.insert(node);
    }

    /// From whose chain it went on, and after what; none: it is the first of its family. A copy of
    /// a book without entries goes on from nothing: it inherits nothing, and is nobody's kin.
    pub fn parent(&self, node: NodeId) -> Option<Place> {
        self.births.get(&node).copied().filter(|(_, seq)| *seq > 0)
    }

    /// Whether it began from a copy, be it of an empty book.
    pub fn began(&self, node: NodeId) -> bool {
        self.births.contains_key(&node)
    }

    /// Whether it took over.
    pub fn took_over(&self, node: NodeId) -> bool {
        self.took_over.contains(&node)
    }

    /// Its forebears from the first on, and itself. Of two in a family the smaller goes first: a
    /// parent before its child, else the one with the smaller id.
    pub fn rank(&self, node: NodeId) -> Vec<NodeId> {
        let mut line = vec![node];
        let mut at = node;
        // No chain of births is longer than there are; a damaged book may hold a circle.
        for _ in 0..self.births.len() {
            let Some((parent, _)) = self.parent(at) else { break };
            line.push(parent);
            at = parent;
        }
        line.reverse();
        line
    }

    /// The first node of its family.
    pub fn root(&self, node: NodeId) -> NodeId {
        self.rank(node).first().copied().unwrap_or(node)
    }

    /// The nodes of its family that go before it, in order.
    pub fn before(&self, node: NodeId) -> Vec<NodeId> {
        let own = self.rank(node);
        let all = self.births.iter().flat_map(|(child, (parent, _))| [*child, *parent]);
        let mut ranks: Vec<_> = all.map(|it| self.rank(it)).collect();
        ranks.retain(|rank| rank.first() == own.first() && *rank < own);
        ranks.sort();
        ranks.dedup();
        ranks.into_iter().filter_map(|rank| rank.last().copied()).collect()
    }

    /// Who took over from a node, and after what of its chain.
    pub fn heir(&self, node: NodeId) -> Option<Place> {
        let took = self.took_over.iter().filter_map(|child| Some((*child, self.parent(*child)?)));
        took.filter(|(_, parent)| parent.0 == node)
            .map(|(child, (_, seq))| (child, seq))
            .max_by_key(|(child, seq)| (*seq, Reverse(*child)))
    }

    /// Who took over last from a node, one heir after another; itself where nobody did.
    pub fn last_heir(&self, node: NodeId) -> NodeId {
        let mut at = node;
        for _ in 0..=self.births.len() {
            let Some((heir, _)) = self.heir(at) else { break };
            at = heir;
        }
        at
    }

    /// Whether an entry in the place `by` may change what was named first in the place `named`.
    pub fn owns(&self, by: Place, named: Place) -> bool {
        self.along(by, named).is_some()
    }

    /// How far an entry stands along those that own what was named in a place, one heir after
    /// another: how many heirs down, and its place in that one's chain. None: its node owns it not,
    /// or no longer.
    pub fn along(&self, by: Place, named: Place) -> Option<(usize, i64)> {
        let (mut holder, mut since) = named;
        for heirs in 0..=self.births.len() {
            // What an heir did not know of stays with the older machine.
            let heir = self.heir(holder).filter(|(_, seq)| *seq >= since);
            match heir {
                _ if by.0 == holder => {
                    let owns = heir.is_none_or(|(_, seq)| by.1 <= seq);
                    return owns.then_some((heirs, by.1));
                }
                Some((next, _)) => (holder, since) = (next, 0),
                None => return None,
            }
        }
        None
    }

    /// Whether whoever wrote an entry had another before it: in its own chain, or in those that it
    /// goes on from.
    pub fn knows(&self, by: Place, other: Place) -> bool {
        let mut at = by;
        for _ in 0..=self.births.len() {
            if at.0 == other.0 {
                return other.1 <= at.1;
            }
            let Some(parent) = self.parent(at.0) else { return false };
            at = parent;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(n: u128) -> NodeId {
        NodeId(Uuid::from_u128(n))
    }

    /// Laptop 5; copies 7 and 3 of it at its entries 10 and 20, and 4 at 20 which never took over;
    /// and 9 from 3.
    fn family() -> Family {
        let births =
            vec![(id(7), id(5), 10), (id(3), id(5), 20), (id(4), id(5), 20), (id(9), id(3), 6)];
        Family::of(births, vec![id(7), id(3), id(9)])
    }

    #[test]
    fn the_one_that_knew_most_inherits_and_the_older_machine_keeps_what_it_named_later() {
        let family = family();
        assert_eq!(family.heir(id(5)), Some((id(3), 20)));
        let named = (id(5), 2);
        assert!(family.owns((id(5), 20), named), "before the copy");
        assert!(!family.owns((id(5), 21), named), "after it");
        assert!(!family.owns((id(7), 3), named), "the other copy knew less");
        assert!(family.owns((id(3), 6), named) && !family.owns((id(3), 7), named));
        assert!(family.owns((id(9), 400), named), "and so from heir to heir");
        assert!(family.owns((id(5), 30), (id(5), 25)), "nobody else knows it");
        assert!(family.owns((id(7), 3), (id(7), 3)) && !family.owns((id(1), 1), named));
        assert_eq!(family.along((id(9), 4), named), Some((2, 4)), "two heirs down");
        assert!(family.knows((id(9), 1), (id(5), 20)) && !family.knows((id(9), 1), (id(5), 21)));
        assert!(!family.knows((id(5), 20), (id(3), 1)));
    }

    #[test]
    fn a_parent_goes_before_its_child_and_a_smaller_id_before_a_larger() {
        let family = family();
        assert_eq!(family.before(id(5)), []);
        assert_eq!(family.before(id(7)), [id(5), id(3), id(9), id(4)]);
        assert_eq!((family.root(id(9)), family.root(id(1))), (id(5), id(1)));
        assert_eq!(family.before(id(1)), []);
    }
}
