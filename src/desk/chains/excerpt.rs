//! The book of one machine out of a book that takes in those of several: its chains alone,
//! projected as that machine's own. A laptop that is lost with its backups goes on from it.

use super::{anew, replay::STEP};
use crate::{base::id::NodeId, desk::book::NODE, journal};
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeSet;

/// Writes the entries of these chains in `from` into the empty book `into`, as the book of `node`.
pub async fn excerpt(
    from: &mut SqliteConnection,
    into: &mut SqliteConnection,
    (node, chains): (NodeId, &BTreeSet<NodeId>),
) -> sqlx::Result<()> {
    let mut whole = into.begin().await?;
    journal::store::set_setting(&mut whole, NODE, &node.to_string()).await?;
    let (mut after, mut pos) = (0, 0);
    loop {
        let mut entries = journal::store::after(&mut *from, after, STEP).await?;
        let Some(last) = entries.last() else { break };
        after = last.pos;
        entries.retain(|entry| chains.contains(&NodeId::of_bytes(&entry.origin)));
        for entry in &mut entries {
            pos += 1;
            entry.pos = pos;
        }
        journal::store::append(&entries).run(&mut whole).await?;
    }
    anew::project(&mut whole, node).await?;
    whole.commit().await
}
