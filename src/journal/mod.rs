//! The journal: append-only, chained by hash, one entry for each command that changed the book.
//! Architecture invariant: this room knows nothing of what an entry means.

pub mod chain;
pub mod clock_check;
mod entries;
pub mod store;

use crate::base::{
    clock::Ms,
    id::{CommandId, NodeId},
};

/// The version of the hash's shape that new entries are written with.
pub const HASH_VERSION: i64 = 1;

/// Bytes of an entry's contents: a sale of a hundred lines with the longest names, notes and lots
/// fits (`tests/it/largest.rs`), so that money already taken is never refused for its words.
pub const BODY: usize = 1 << 20;

/// Bytes of each of an entry's short texts: its kind, what it happened to, who did it, on which
/// device. The longest name with its role is a quarter of it.
const WORDS: usize = 4_000;
/// The end of the year 9999, epoch ms.
const LAST: i64 = 253_402_300_799_999;

/// An entry before it has its place in a chain.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The command's id.
    pub uid: CommandId,
    /// When the node received the command.
    pub at: Ms,
    /// What happened, such as `sale.made`.
    pub kind: &'static str,
    /// The uid of the thing it happened to.
    pub subject: String,
    /// Who did it, as it stood: name and role.
    pub actor: String,
    /// The device's uid, or empty.
    pub device: String,
    /// SHA-256 of the parsed command.
    pub input_hash: Vec<u8>,
    /// The shape of the body.
    pub body_version: i64,
    /// Contents as JSON, at most [`BODY`].
    pub body: String,
}

/// An entry as it stands in the journal.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Entry {
    /// Order of arrival on this machine, 1 and up; not hashed.
    pub pos: i64,
    /// The node whose chain it belongs to.
    pub origin: Vec<u8>,
    /// Its place in that chain, 1 and up.
    pub seq: i64,
    /// The command's uid.
    pub uid: Vec<u8>,
    /// Epoch ms.
    pub at_ms: i64,
    /// What happened.
    pub kind: String,
    /// To what.
    pub subject: String,
    /// By whom.
    pub actor: String,
    /// On which device, or empty.
    pub device: String,
    /// SHA-256 of the parsed command.
    pub input_hash: Vec<u8>,
    /// The shape of the body.
    pub body_version: i64,
    /// Contents as JSON.
    pub body: String,
    /// The shape of the hash.
    pub hash_version: i64,
    /// The hash before it.
    pub prev_hash: Vec<u8>,
    /// Its own hash.
    pub hash: Vec<u8>,
}

impl Entry {
    /// Whether it has the form of one that a node writes: ids and hashes of their length, texts
    /// within their limits, an instant that there is. What is hashed is bytes; the book's tables
    /// and pages need these.
    pub fn is_formed(&self) -> bool {
        let is_id = |bytes: &[u8]| bytes.len() == 16 && bytes.iter().any(|byte| *byte != 0);
        let texts = [&self.kind, &self.subject, &self.actor, &self.device];
        is_id(&self.origin)
            && is_id(&self.uid)
            && [&self.input_hash, &self.prev_hash, &self.hash].iter().all(|sum| sum.len() == 32)
            && texts.iter().all(|text| text.len() <= WORDS && !text.contains('\0'))
            && self.body.len() <= BODY
            && (0..=LAST).contains(&self.at_ms)
    }
}

/// The end of a chain: where the next entry goes.
#[derive(Debug, Clone)]
pub struct Head {
    /// The last local position, 0 in an empty journal.
    pub pos: i64,
    /// The last sequence of this origin, 0 at the beginning.
    pub seq: i64,
    /// The last hash of this origin; thirty-two zero bytes at the beginning.
    pub hash: Vec<u8>,
}

impl Head {
    /// Before the first entry of a chain, in a journal without entries.
    pub fn of_nothing() -> Head {
        Head { pos: 0, seq: 0, hash: vec![0; 32] }
    }

    /// Writes an entry of another chain down as the next of this one.
    pub fn again(&mut self, origin: NodeId, entry: Entry) -> Entry {
        let place = (self.pos + 1, self.seq + 1, self.hash.clone());
        let (pos, seq, prev_hash) = place;
        let mut entry = Entry { pos, origin: origin.bytes(), seq, prev_hash, ..entry };
        entry.hash = chain::hash(&entry);
        *self = Head { pos: entry.pos, seq: entry.seq, hash: entry.hash.clone() };
        entry
    }

    /// Places a draft after this head and moves the head onto it.
    pub fn place(&mut self, origin: NodeId, draft: Draft) -> Entry {
        let mut entry = Entry {
            pos: self.pos + 1,
            origin: origin.bytes(),
            seq: self.seq + 1,
            uid: draft.uid.bytes(),
            at_ms: draft.at.0,
            kind: draft.kind.to_owned(),
            subject: draft.subject,
            actor: draft.actor,
            device: draft.device,
            input_hash: draft.input_hash,
            body_version: draft.body_version,
            body: draft.body,
            hash_version: HASH_VERSION,
            prev_hash: self.hash.clone(),
            hash: Vec::new(),
        };
        entry.hash = chain::hash(&entry);
        *self = Head { pos: entry.pos, seq: entry.seq, hash: entry.hash.clone() };
        entry
    }
}
