//! In whose charge fairs are, as a judge sees it: what may be changed, given and taken here.

use super::{Inside, Judge};
use crate::{
    base::{id::NodeId, lang::Say, refusal::Refusal},
    node::{charge::Named, family::Place},
};
use uuid::Uuid;

/// In whose charge a fair is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The machine that is in charge, or that it was given to.
    pub holder: NodeId,
    /// What people call that machine, where this one knows.
    pub name: Option<String>,
    /// It has not taken it yet.
    pub waits: bool,
    /// This machine is in charge.
    pub ours: bool,
    /// Who gave it to this machine.
    pub from: Option<NodeId>,
    /// It was given at least once.
    pub moved: bool,
}

impl Judge {
    /// In whose charge a fair is; none: no such fair was looked up.
    pub fn charge(&self, fair: Uuid) -> Option<Charge> {
        let named = (fair, *self.things.get(&fair)?);
        let terms = self.charges.terms(&self.family, named);
        let last = terms.last()?;
        let holder = match last.until {
            Some((_, to)) => to,
            None => self.family.last_heir(last.since.0),
        };
        let ours = self.charges.in_charge(&self.family, named, (self.own, i64::MAX));
        let given = terms.iter().rev().nth(1).and_then(|term| term.until);
        Some(Charge {
            holder,
            name: self.names.get(&holder).cloned(),
            waits: last.until.is_some(),
            ours,
            from: given.filter(|_| ours).map(|((giver, _), _)| giver),
            moved: self.charges.moved(fair),
        })
    }

    /// Whether something may happen at a booth, gate or room here. What is not here is refused by
    /// its own words.
    pub fn may_happen(&self, place: Uuid) -> Result<(), Refusal> {
        let ours = self.within((self.own, i64::MAX), Inside::Family(place));
        if ours { Ok(()) } else { Err(self.refusal(Some(place))) }
    }

    /// Whether a fair is this node's to give, and can be used where it goes: a machine has what the
    /// hub above it named, and not what another laptop did.
    pub(super) fn may_give(&self, by: Place, fair: Uuid, to: NodeId) -> bool {
        let Some(named) = self.things.get(&fair).copied() else { return false };
        let root = |node: NodeId| self.family.root(node);
        let takers = self.charges.takers(&self.family, (fair, named));
        let had = |node: NodeId| root(to) == root(node);
        let above = |node: NodeId| [root(by.0), root(named.0)].contains(&root(node));
        let fits = had(named.0)
            || takers.iter().any(|it| had(it.0))
            || self.collects && takers.iter().all(|it| above(it.0));
        fits && root(to) != root(by.0) && self.changes(by, fair, named)
    }

    /// Whether a gift waits to be taken by this node.
    pub(super) fn may_take(&self, fair: Uuid, gift: Place) -> bool {
        let Some(named) = self.things.get(&fair).copied() else { return false };
        let last = self.charges.terms(&self.family, (fair, named)).pop();
        let until = last.and_then(|term| term.until);
        let ours = |to: NodeId| self.family.along((self.own, 0), (to, 0)).is_some();
        until.is_some_and(|(at, to)| at == gift && ours(to))
    }

    /// Why this node may not change something, with whoever is in charge of the fair that it is at.
    pub(super) fn refusal(&self, thing: Option<Uuid>) -> Refusal {
        let charge = thing.and_then(|it| self.moved(it)).and_then(|fair| {
            let term = self.charges.terms(&self.family, fair).pop()?;
            let holder = term.until.map_or(term.since.0, |(_, to)| to);
            self.names.get(&holder)
        });
        Refusal::Conflict(match charge {
            Some(name) => Say::new(
                format!("Phiên này do “{name}” phụ trách: hãy sửa ở máy đó"),
                format!("“{name}” is in charge of this fair: change it there"),
            ),
            None => Say::new(
                "Mục này thuộc sổ của máy khác: hãy sửa ở máy đó",
                "This belongs to another machine's book: change it there",
            ),
        })
    }

    /// The fair of a thing, where it was ever given to another machine.
    pub(super) fn moved(&self, thing: Uuid) -> Option<Named> {
        let fair = self.fairs.get(&thing).copied().unwrap_or(thing);
        let moved = self.charges.moved(fair);
        if moved { Some((fair, *self.things.get(&fair)?)) } else { None }
    }

    /// Whether an entry is of the family that named a thing, or of a line that took its fair.
    pub(super) fn kindred(&self, by: Place, thing: Uuid, named: Place) -> bool {
        let root = self.family.root(by.0);
        match self.moved(thing) {
            Some(fair) => {
                let takers = || self.charges.takers(&self.family, fair);
                root == self.family.root(fair.1.0)
                    || takers().iter().any(|it| self.family.knows(by, *it))
            }
            None => root == self.family.root(named.0),
        }
    }

    /// Whether an entry may change a thing: at a fair that was given whoever was in charge then,
    /// but for what a machine named that no longer was.
    pub(super) fn changes(&self, by: Place, thing: Uuid, named: Place) -> bool {
        match self.moved(thing) {
            Some(fair) if self.charges.in_charge(&self.family, fair, named) => {
                self.charges.in_charge(&self.family, fair, by)
            }
            _ => self.family.owns(by, named),
        }
    }
}
