//! What stands in the journal: a kind and a body for each sort of fact.

use crate::{
    base::{
        money::Money,
        sums::{self, Wrong, is_instant, is_money},
    },
    catalog, fair, node,
    payment::event::Stepped,
    sale::{Sold, drawer_opening::DrawerOpening, set_aside::Aside, shift},
    staff, stock,
    visitor::Counted,
};

/// The shape of bodies that new entries are written with.
pub const BODY_VERSION: i64 = 1;

crate::entries! {
    /// A decided command: the contents of a journal entry.
    #[derive(Debug, Clone)]
    Fact {
        /// People and devices.
        Staff(it: staff::Change) = "staff.changed", it.subject();
        /// The catalogue.
        Catalog(it: catalog::Change) = "catalog.changed", it.subject();
        /// Fairs and booths.
        Fair(it: fair::Change) = "fair.changed", it.subject();
        /// A store room.
        Room(it: stock::Room) = "stock.room", it.uid;
        /// What was said of a lot.
        Said(it: stock::Word) = "lot.blocked" | "lot.freed" by it.kind(), it.product;
        /// A document that moved goods.
        Posted(it: Box<stock::Posted>) = "stock.posted", it.uid;
        /// Visits.
        Counted(it: Counted) = "visit.counted", it.gate;
        /// A step of a transfer.
        Stepped(it: Stepped) = "payment.stepped", it.step.request;
        /// A sale or its reversal.
        Sold(it: Box<Sold>) = "sale.made" | "sale.voided" | "sale.refunded" by it.kind(), it.id;
        /// A refused row that a manager put aside.
        SetAside(it: Aside) = "row.set_aside", it.row;
        /// A cash drawer that was opened by hand.
        DrawerOpened(it: DrawerOpening) = "drawer.opened", it.booth;
    } with {
        /// What happened to a shift.
        Shift(shift::Event);
        /// A node began, or took over.
        Node(node::Event);
        /// A fair was given to another machine, or taken by it.
        Charge(fair::charge::Event);
    }
}

impl Fact {
    /// What of its figures does not add up, or cannot be at a fair.
    pub fn wrong(&self) -> Option<Wrong> {
        match self {
            Fact::Sold(it) => it.wrong(),
            Fact::Posted(it) => it.wrong(),
            Fact::Shift(it) => it.wrong(),
            Fact::Counted(it) => it.wrong(),
            Fact::Stepped(it) => sums::first(&[
                (is_money(it.step.amount) && it.step.amount >= Money::ZERO, Wrong::Amount),
                (is_instant(it.step.at), Wrong::Day),
            ]),
            Fact::SetAside(it) => sums::first(&[(it.amount.is_none_or(is_money), Wrong::Amount)]),
            Fact::Catalog(catalog::Change::Price(it)) => {
                let fits = |it: Money| is_money(it) && it >= Money::ZERO;
                sums::first(&[(it.amount.is_none_or(fits), Wrong::Amount)])
            }
            Fact::Catalog(catalog::Change::Rule(it)) => {
                let fits = is_money(it.amount) && it.amount >= Money::ZERO;
                sums::first(&[(fits, Wrong::Amount)])
            }
            Fact::Catalog(catalog::Change::Paid(it)) => {
                let fits = |it: Money| is_money(it) && it >= Money::ZERO;
                sums::first(&[(it.amount.is_none_or(fits), Wrong::Amount)])
            }
            Fact::Catalog(catalog::Change::Quality(it)) => {
                sums::first(&[(it.has_land(), Wrong::Quantity)])
            }
            Fact::Catalog(catalog::Change::Online(it)) => {
                let month = it.month.day() == 1;
                sums::first(&[(it.has_sums(), Wrong::Amount), (month, Wrong::Day)])
            }
            Fact::DrawerOpened(it) => sums::first(&[(is_instant(it.at), Wrong::Day)]),
            Fact::Said(it) => sums::first(&[(is_instant(it.at), Wrong::Day)]),
            Fact::Staff(_)
            | Fact::Catalog(_)
            | Fact::Fair(_)
            | Fact::Room(_)
            | Fact::Node(_)
            | Fact::Charge(_) => None,
        }
    }

    /// Reads an entry. None for a kind or version that this program does not know, or for a body
    /// that does not fit its kind.
    pub fn parse(kind: &str, version: i64, body: &str) -> Option<Fact> {
        let fact = if version == BODY_VERSION { Fact::read(kind, body) } else { None };
        fact.filter(|fact| !matches!(fact, Fact::Sold(it) if !it.is_whole()))
    }
}
