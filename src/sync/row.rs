//! An entry as it travels: its stored values, one line of JSON, so that the receiver checks the
//! same bytes. Its local position stays behind.

use crate::journal::Entry;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{IgnoredAny, SeqAccess, Visitor, value::SeqAccessDeserializer},
};
use std::fmt;

/// The longest line, in bytes: an entry's contents may be twice as long in JSON, with all that
/// stands beside them.
pub const LINE: u64 = 3 << 20;

/// The values in their order. A line may have more of them: a newer program's, which are not kept.
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

/// A row, and whatever stands behind it.
struct Line(Row);

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Line, D::Error> {
        struct Values;
        impl<'de> Visitor<'de> for Values {
            type Value = Line;

            fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
                to.write_str("the values of an entry")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Line, A::Error> {
                let row = Row::deserialize(SeqAccessDeserializer::new(&mut values))?;
                while values.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Line(row))
            }
        }
        from.deserialize_seq(Values)
    }
}

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
    let Line(row) = serde_json::from_str(line).ok()?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_newer_program_is_read_and_a_shorter_one_is_none() {
        let entry = Entry {
            pos: 0,
            origin: vec![1; 16],
            seq: 7,
            uid: vec![2; 16],
            at_ms: 3,
            kind: "sale.made".into(),
            subject: "s".into(),
            actor: "Hoa".into(),
            device: String::new(),
            input_hash: vec![4; 32],
            body_version: 1,
            body: "{}".into(),
            hash_version: 1,
            prev_hash: vec![5; 32],
            hash: vec![6; 32],
        };
        let line = write(&entry).unwrap();
        let longer = line.replace(']', ",\"00ff\",{\"later\":[1]}]");
        for line in [&line, &longer] {
            let again = read(line).unwrap();
            assert_eq!((again.seq, again.hash, again.body), (7, vec![6; 32], "{}".into()));
        }
        let (shorter, _) = line.rsplit_once(',').unwrap();
        assert!(read(&format!("{shorter}]")).is_none());
    }
}
