//! Commands as they reach the desk, and what it answers.

use crate::{
    base::{
        clock::Ms,
        id::{CommandId, NodeId},
    },
    catalog, fair, node,
    payment::event::Step,
    sale::{
        Checkout, Sold, drawer_opening::DrawerOpening, refund::Refund, set_aside::Aside, shift,
    },
    staff, stock, visitor,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A command that changes the book.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "command", content = "input", rename_all = "snake_case")]
pub enum Command {
    /// People and devices.
    Staff(staff::Change),
    /// Products, producers, certificates, prices.
    Catalog(catalog::Change),
    /// Fairs, booths, gates, ranges, opening days.
    Fair(fair::Change),
    /// A fair's store room.
    Room(stock::Room),
    /// A document that moves goods.
    Stock(Box<stock::Ask>),
    /// A lot is blocked, or may be sold again.
    Say(stock::block::Ask),
    /// Visits at a gate.
    Count(visitor::Count),
    /// A step of a transfer.
    Payment(Step),
    /// A sale.
    Checkout(Checkout),
    /// Goods of a sale come back, or all of it.
    Refund(Refund),
    /// A shift is opened, moved, handed over or closed.
    Shift(shift::Ask),
    /// A row of a device that was refused is put aside by a manager.
    SetAside(Aside),
    /// A booth's cash drawer is opened by hand.
    OpenDrawer(DrawerOpening),
    /// A node begins its chain, or takes over.
    Node(node::Event),
    /// A fair is given to another machine, or taken by this one.
    Charge(fair::charge::Event),
}

/// What a command has to do with the others of its batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// Changes master data, which is shown to later commands by its row alone; it is decided by
    /// names and things (`store::Taken`) that each decision of the batch moves on.
    Master,
    /// Is decided by all of this, and moves on all that others are decided by: it is loaded for
    /// itself, after what was before it and before what comes after it.
    Alone,
    /// Is decided by what was loaded of master data, and moves on what was loaded beside it: stock,
    /// numbers, shifts, references, visits.
    Moves,
}

impl Command {
    /// SHA-256 of the parsed command: the same words in another order are the same command.
    pub fn input_hash(&self) -> sqlx::Result<Vec<u8>> {
        let text = serde_json::to_vec(self).map_err(|error| sqlx::Error::Encode(error.into()))?;
        Ok(Sha256::digest(text).to_vec())
    }

    /// The booth, gate or room at which something happens, or is to.
    pub fn place(&self) -> Option<Uuid> {
        match self {
            Command::Stock(it) => Some(it.place.uid()),
            Command::Count(it) => Some(it.gate.0),
            Command::Payment(it) => Some(it.booth.0),
            Command::Checkout(it) => Some(it.booth.0),
            Command::SetAside(it) => Some(it.booth.0),
            Command::OpenDrawer(it) => Some(it.booth.0),
            Command::Shift(shift::Ask::Open(it)) => Some(it.booth.0),
            // A till where nothing may happen would take money for nothing.
            Command::Staff(staff::Change::Device(it)) if !it.revoked => {
                it.booth.map(|it| it.0).or(it.gate.map(|it| it.0))
            }
            _ => None,
        }
    }

    /// Whether it is about something that happens at a fair, not about what can be changed.
    pub fn is_fact(&self) -> bool {
        self.bearing() != Bearing::Master && !matches!(self, Command::Charge(_))
    }

    /// How it bears on the others of its batch.
    pub fn bearing(&self) -> Bearing {
        match self {
            Command::Staff(_) | Command::Catalog(_) | Command::Fair(_) => Bearing::Master,
            Command::Room(_) => Bearing::Master,
            Command::Stock(_) | Command::Say(_) | Command::Charge(_) => Bearing::Alone,
            Command::Count(_) | Command::Payment(_) | Command::Checkout(_) => Bearing::Moves,
            Command::Refund(_) | Command::Shift(_) | Command::SetAside(_) => Bearing::Moves,
            Command::OpenDrawer(_) | Command::Node(_) => Bearing::Moves,
        }
    }
}

/// A command with who sent it, and when it was received.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The command's id, made by whoever asked. Sent twice, it is done once.
    pub uid: CommandId,
    /// When this node received it.
    pub at: Ms,
    /// By whom: name and role, as it stands.
    pub actor: String,
    /// On which device, or empty.
    pub device: String,
    /// What.
    pub command: Command,
}

/// What the desk did.
#[derive(Debug, Clone)]
pub enum Answer {
    /// The book was changed by the entry at this position.
    Done {
        /// Position of the entry.
        pos: i64,
        /// True: it had been done before, nothing changed now.
        replay: bool,
    },
    /// A document stands in the book.
    Posted {
        /// Its entry.
        posted: Box<stock::Posted>,
        /// True: it had been done before, nothing changed now.
        replay: bool,
    },
    /// A sale or reversal stands in the book.
    Sold {
        /// Its entry.
        sold: Box<Sold>,
        /// The node that gave its number.
        node: NodeId,
        /// True: it had been done before, nothing changed now.
        replay: bool,
    },
}

impl Answer {
    /// Whether the command had been done before.
    pub fn replay(&self) -> bool {
        match self {
            Answer::Done { replay, .. }
            | Answer::Posted { replay, .. }
            | Answer::Sold { replay, .. } => *replay,
        }
    }
}
