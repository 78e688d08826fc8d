//! Entries that no program wrote.

use super::NOW;
use crate::{
    base::id::{CommandId, NodeId},
    desk::{
        command::Command,
        fact::{BODY_VERSION, Fact},
    },
    journal::{Draft, Entry, Head},
};
use uuid::Uuid;

/// The next entry of a chain, as a machine would write it that holds nothing against it.
pub fn forge(node: NodeId, chain: &[Entry], fact: &Fact) -> Entry {
    let (seq, hash) = chain.last().map_or((0, vec![0; 32]), |last| (last.seq, last.hash.clone()));
    let uid = Uuid::from_u64_pair(node.0.as_u64_pair().1, u64::MAX - seq.unsigned_abs());
    let draft = Draft {
        uid: CommandId(uid),
        at: NOW,
        kind: fact.kind(),
        subject: fact.subject(),
        actor: "HTX".to_owned(),
        device: String::new(),
        input_hash: vec![7; 32],
        body_version: BODY_VERSION,
        body: fact.body().unwrap(),
    };
    Head { pos: 0, seq, hash }.place(node, draft)
}

/// The chain of a machine that holds nothing against these changes.
pub fn strange(n: u128, changes: &[Command]) -> Vec<Entry> {
    let (node, mut chain) = (NodeId(Uuid::from_u128(n)), Vec::new());
    for change in changes {
        let fact = match change {
            Command::Fair(it) => Fact::Fair(it.clone()),
            Command::Catalog(it) => Fact::Catalog(it.clone()),
            other => panic!("{other:?} changes no thing"),
        };
        chain.push(forge(node, &chain, &fact));
    }
    chain
}
