//! What a standby and the machine that it follows say to each other, as JSON. Fields are only ever
//! added.

use super::tables::Tables;
use crate::{
    base::{clock::Ms, id::NodeId},
    sync::talk::End,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A laptop asks to become a standby.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Enrolling {
    /// The code that the first laptop shows.
    pub code: String,
    /// What its people call it.
    pub name: String,
    /// Its public key, hexadecimal.
    pub key: String,
}

/// It is one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Enrolled {
    /// Its id from now on. Its sign is free in the book: the first laptop drew it.
    pub node: NodeId,
    /// Whom it follows.
    pub leader: NodeId,
    /// By which it is known from now on.
    pub token: String,
    /// What the first laptop is called.
    pub name: String,
}

/// A standby asks what there is after what it has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asking {
    /// The ends of its chains.
    pub chains: BTreeMap<NodeId, End>,
    /// Digest of the local tables that it took last.
    pub taken: String,
    /// The origins at which phones would reach it.
    pub addresses: Vec<String>,
    /// The answer may wait until there is something.
    pub wait: bool,
}

/// What there is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    /// Whose book it is.
    pub node: NodeId,
    /// Its clock.
    pub at_ms: Ms,
    /// A batch of entries, hexadecimal; empty: there is none.
    pub batch: String,
    /// Entries that are left after it.
    pub left: i64,
    /// The local tables, where they are other than those taken last.
    pub tables: Option<Tables>,
    /// It knows that another machine took over from it.
    pub followed: bool,
}

/// A laptop that was followed is back, and asks whether somebody took over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Returning {
    /// Of this question.
    pub nonce: String,
    /// Where it is found now.
    pub addresses: Vec<String>,
    /// That it knows the standby's token ([`crate::staff::access::proof`] of nonce and addresses).
    pub proof: String,
}

/// Somebody did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Heir {
    /// The first entries of its chain, gzipped, hexadecimal.
    pub batch: String,
    /// Its signature of them, hexadecimal.
    pub signature: String,
}
