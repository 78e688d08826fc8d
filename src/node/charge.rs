//! Whose charge a fair is in, by all gifts and takings together: a pure function, to which the
//! order in which they arrived is nothing.
//!
//! A fair begins in the charge of whoever named it. Each gift of the machine in charge ends its
//! term, and the next one begins with the entry by which it was taken. Heirs go on in the term of
//! the machine that they took over from.

use super::family::{Family, Place};
use crate::base::id::NodeId;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// What was given and taken of one fair.
#[derive(Debug, Clone, Default)]
struct Moves {
    /// To whom each gift goes, by its place.
    gifts: BTreeMap<Place, NodeId>,
    /// Which gift each taking is of, by the place of the taking.
    takings: BTreeMap<Place, Place>,
}

/// All gifts and takings of a book, by the fair's uid.
#[derive(Debug, Clone, Default)]
pub struct Charges(HashMap<Uuid, Moves>);

/// A fair, and the place in which it was named first.
pub type Named = (Uuid, Place);

/// A time in which one machine, and who took over from it, is in charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The entry with which it begins.
    pub since: Place,
    /// The gift with which it ends, and to whom that goes.
    pub until: Option<(Place, NodeId)>,
}

impl Charges {
    /// A fair is given.
    pub fn give(&mut self, fair: Uuid, at: Place, to: NodeId) {
        self.0.entry(fair).or_default().gifts.insert(at, to);
    }

    /// A fair is taken.
    pub fn take(&mut self, fair: Uuid, at: Place, gift: Place) {
        self.0.entry(fair).or_default().takings.insert(at, gift);
    }

    /// Whether no fair was ever given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a fair was ever given.
    pub fn moved(&self, fair: Uuid) -> bool {
        self.0.contains_key(&fair)
    }

    /// To whom the gift in a place goes.
    pub fn gift(&self, fair: Uuid, at: Place) -> Option<NodeId> {
        self.0.get(&fair)?.gifts.get(&at).copied()
    }

    /// The gift by which whoever wrote an entry had taken a fair before it, the last of several.
    pub fn took(&self, family: &Family, fair: Uuid, by: Place) -> Option<Place> {
        let takings = self.0.get(&fair)?.takings.iter();
        let before = takings.filter(|(at, _)| family.knows(by, **at));
        before.max_by_key(|(at, _)| (family.rank(at.0).len(), at.1)).map(|(_, gift)| *gift)
    }

    /// The gifts by which a fair was taken.
    pub fn gifts_taken(&self, fair: Uuid) -> impl Iterator<Item = Place> {
        self.0.get(&fair).into_iter().flat_map(|it| it.takings.values().copied())
    }

    /// Whether a gift was taken in another place than this.
    pub fn taken_elsewhere(&self, fair: Uuid, gift: Place, at: Place) -> bool {
        let moves = self.0.get(&fair);
        moves.is_some_and(|it| it.takings.iter().any(|(by, of)| *of == gift && *by != at))
    }

    /// The terms of a fair, one after another.
    pub fn terms(&self, family: &Family, (fair, named): Named) -> Vec<Term> {
        let (mut terms, mut since) = (Vec::new(), named);
        let moves = self.0.get(&fair).cloned().unwrap_or_default();
        // Each further term takes a taking of its own.
        for _ in 0..=moves.takings.len() {
            let after = |at: Place| family.along(at, since).filter(|it| *it > (0, since.1));
            let ends = moves.gifts.iter().filter_map(|(at, to)| Some((after(*at)?, (*at, *to))));
            let until = ends.min().map(|(_, gift)| gift);
            terms.push(Term { since, until });
            let Some((gift, to)) = until else { break };
            // Of a machine and its heir that did not know of its taking, the heir has it.
            let by = |at: Place| family.along((at.0, 0), (to, 0)).map(|(heirs, _)| heirs);
            let taken = moves.takings.iter().filter(|(_, of)| **of == gift);
            let Some((_, at)) = taken.filter_map(|(at, _)| Some((by(*at)?, *at))).max() else {
                break;
            };
            since = at;
        }
        terms
    }

    /// Whether an entry stands in a term of a fair: its node was in charge.
    pub fn in_charge(&self, family: &Family, fair: Named, by: Place) -> bool {
        self.terms(family, fair).iter().any(|term| {
            let Some(at) = family.along(by, term.since) else { return false };
            let until = term.until.and_then(|(gift, _)| family.along(gift, term.since));
            at >= (0, term.since.1) && until.is_none_or(|until| at <= until)
        })
    }

    /// Where a fair was taken by a machine that it was given to. What happens there is a fact, also
    /// when it turns out later that the giver was no longer in charge.
    pub fn takers(&self, family: &Family, (fair, named): Named) -> Vec<Place> {
        let mut takers: Vec<Place> = Vec::new();
        let Some(moves) = self.0.get(&fair) else { return takers };
        let root = family.root(named.0);
        loop {
            let mut more = takers.clone();
            for (at, gift) in &moves.takings {
                let Some(to) = moves.gifts.get(gift) else { continue };
                let kin = family.root(gift.0) == root;
                let gave = kin || takers.iter().any(|it| family.knows(*gift, *it));
                if gave && family.knows(*at, (*to, 0)) && !more.contains(at) {
                    more.push(*at);
                }
            }
            if more.len() == takers.len() {
                return takers;
            }
            takers = more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> NodeId {
        NodeId(Uuid::from_u128(n))
    }

    const FAIR: Uuid = Uuid::from_u128(77);

    /// The hub 1 named a fair at its entry 3, gave it to laptop 2 at 9, which took it at its own 5,
    /// gave it back at 12; the hub took it at 20 and gave it again at 25.
    fn charges() -> Charges {
        let mut charges = Charges::default();
        charges.take(FAIR, (id(1), 20), (id(2), 12));
        charges.give(FAIR, (id(2), 12), id(1));
        charges.give(FAIR, (id(1), 25), id(2));
        charges.take(FAIR, (id(2), 5), (id(1), 9));
        charges.give(FAIR, (id(1), 9), id(2));
        charges
    }

    #[test]
    fn each_machine_is_in_charge_from_its_taking_to_its_gift() {
        let (charges, family, named) = (charges(), Family::default(), (FAIR, (id(1), 3)));
        let now = |by: (u128, i64)| charges.in_charge(&family, named, (id(by.0), by.1));
        for (by, holds) in [
            ((1, 3), true),
            ((1, 9), true),
            ((1, 10), false),
            ((2, 4), false),
            ((2, 5), true),
            ((2, 12), true),
            ((2, 13), false),
            ((1, 19), false),
            ((1, 20), true),
            ((1, 25), true),
            ((1, 26), false),
            ((2, 400), false),
            ((3, 9), false),
        ] {
            assert_eq!(now(by), holds, "{by:?}");
        }
        let last = charges.terms(&family, named).pop();
        let until = Some(((id(1), 25), id(2)));
        assert_eq!(last, Some(Term { since: (id(1), 20), until }), "given, and not taken yet");
        assert_eq!(charges.takers(&family, named), [(id(2), 5), (id(1), 20)]);
    }

    #[test]
    fn an_heir_goes_on_in_the_term_of_the_machine_that_it_took_over_from() {
        let mut charges = charges();
        // 7 goes on from laptop 2 after its entry 8: it does not know that the fair was given back.
        let family = Family::of(vec![(id(7), id(2), 8)], vec![id(7)]);
        let named = (FAIR, (id(1), 3));
        let now = |by: Place| charges.in_charge(&family, named, by);
        assert!(now((id(2), 8)) && !now((id(2), 9)) && now((id(7), 100)));
        assert!(!now((id(1), 21)), "what the older machine gave back was no longer its own");
        // 8 goes on after entry 4, before the fair was taken, and takes it itself.
        let family = Family::of(vec![(id(8), id(2), 4)], vec![id(8)]);
        charges.take(FAIR, (id(8), 6), (id(1), 9));
        let now = |by: Place| charges.in_charge(&family, named, by);
        assert!(now((id(8), 6)) && !now((id(8), 5)) && !now((id(2), 6)));
        assert!(charges.takers(&family, named).contains(&(id(2), 5)), "what it sold are facts");
    }

    #[test]
    fn who_was_never_given_a_fair_does_not_take_it() {
        let (mut charges, family) = (Charges::default(), Family::default());
        let named = (FAIR, (id(1), 3));
        charges.give(FAIR, (id(4), 1), id(5));
        charges.take(FAIR, (id(5), 2), (id(4), 1));
        charges.take(FAIR, (id(6), 2), (id(1), 9));
        assert!(charges.takers(&family, named).is_empty());
        assert!(!charges.in_charge(&family, named, (id(5), 9)));
        assert!(charges.in_charge(&family, named, (id(1), 9)));
    }
}
