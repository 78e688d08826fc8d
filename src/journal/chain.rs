//! The chain: each entry's hash covers its stored bytes and the hash before it.

use super::Entry;
use sha2::{Digest, Sha256};

/// SHA-256 over hash version, previous hash and the stored bytes of the row, each field behind
/// its length so that no two rows share a byte string. `pos` is local and left out.
pub fn hash(entry: &Entry) -> Vec<u8> {
    let mut sum = Sha256::new();
    let mut field = |bytes: &[u8]| {
        sum.update((bytes.len() as u64).to_be_bytes());
        sum.update(bytes);
    };
    field(&entry.hash_version.to_be_bytes());
    field(&entry.prev_hash);
    field(&entry.origin);
    field(&entry.seq.to_be_bytes());
    field(&entry.uid);
    field(&entry.at_ms.to_be_bytes());
    field(entry.kind.as_bytes());
    field(entry.subject.as_bytes());
    field(entry.actor.as_bytes());
    field(entry.device.as_bytes());
    field(&entry.input_hash);
    field(&entry.body_version.to_be_bytes());
    field(entry.body.as_bytes());
    sum.finalize().to_vec()
}

/// What is wrong with an entry's place in its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Break {
    /// The sequence does not follow: one was removed, added or doubled.
    Gap {
        /// The sequence that should stand here.
        expected: i64,
    },
    /// The previous hash is not the hash of the entry before.
    Unlinked,
    /// The row's own bytes do not give its hash: it was altered.
    Altered,
}

/// Checks `entry` against the sequence and hash before it in its chain.
pub fn check(entry: &Entry, last_seq: i64, last_hash: &[u8]) -> Result<(), Break> {
    if entry.seq != last_seq + 1 {
        return Err(Break::Gap { expected: last_seq + 1 });
    }
    if hash(entry) != entry.hash {
        return Err(Break::Altered);
    }
    if entry.prev_hash != last_hash {
        return Err(Break::Unlinked);
    }
    Ok(())
}
