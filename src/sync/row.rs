//! An entry as it travels: its stored values, one line of JSON, so that the receiver checks the
//! same bytes. Its local position stays behind.

use crate::journal::Entry;
use serde::{Deserialize, Serialize};

/// The longest line, in bytes: an entry's contents may be twice as long in JSON, with all that
/// stands beside them.
pub const LINE: u64 = 3 << 20;

#[derive(Serialize, Deserialize)]
struct Row(
    String,
    i64,
    String,
    i64,
    String,
    String,
    String,
    String,
    String,
    i64,
    String,
    i64,
    String,
    String,
);

/// The line of an entry, without its end.
pub fn write(entry: &Entry) -> serde_json::Result<String> {
    serde_json::to_string(&Row(
        hex::encode(&entry.origin),
        entry.seq,
        hex::encode(&entry.uid),
        entry.at_ms,
        entry.kind.clone(),
        entry.subject.clone(),
        entry.actor.clone(),
        entry.device.clone(),
        hex::encode(&entry.input_hash),
        entry.body_version,
        entry.body.clone(),
        entry.hash_version,
        hex::encode(&entry.prev_hash),
        hex::encode(&entry.hash),
    ))
}

/// The entry of a line; none where it is no entry.
pub fn read(line: &str) -> Option<Entry> {
    let row: Row = serde_json::from_str(line).ok()?;
    let id = |text: &str| hex::decode(text).ok().filter(|bytes| bytes.len() == 16);
    let sum = |text: &str| hex::decode(text).ok().filter(|bytes| bytes.len() == 32);
    Some(Entry {
        pos: 0,
        origin: id(&row.0)?,
        seq: row.1,
        uid: id(&row.2)?,
        at_ms: row.3,
        kind: row.4,
        subject: row.5,
        actor: row.6,
        device: row.7,
        input_hash: sum(&row.8)?,
        body_version: row.9,
        body: row.10,
        hash_version: row.11,
        prev_hash: sum(&row.12)?,
        hash: sum(&row.13)?,
    })
}
