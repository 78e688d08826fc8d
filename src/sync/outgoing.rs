//! What of a book goes out next to somebody who has its chains up to some ends.

use super::upward::store;
use crate::{
    base::id::NodeId,
    journal::{self, Entry},
};
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet};

use super::batch::ROWS;

/// Bytes of contents that are read for one batch.
const HELD: i64 = 6 << 20;

/// What goes out next: entries, and what is left with them.
#[derive(Debug)]
pub struct Next {
    /// In the order in which they arrived here; one at least.
    pub entries: Vec<Entry>,
    /// Entries of all chains that the other has not, these among them.
    pub left: i64,
}

/// The next entries, at most so many, of chains that are not `halted` beyond their `ends` there.
pub async fn next(
    db: &mut SqliteConnection,
    (ends, halted): (&BTreeMap<NodeId, i64>, &BTreeSet<NodeId>),
    most: usize,
) -> sqlx::Result<Option<Next>> {
    let chains = store::chains(&mut *db).await?;
    let end = |node: &NodeId| ends.get(node).copied().unwrap_or(0);
    let open = chains.iter().filter(|it| !halted.contains(&it.0) && it.1 > end(&it.0));
    let open: Vec<_> = open.map(|it| (it.0, end(&it.0))).collect();
    let Some(first) = store::first_after(&mut *db, &open).await? else { return Ok(None) };
    let waiting = store::waiting(&mut *db, first, ROWS as i64).await?;
    let (mut positions, mut held) = (Vec::new(), 0);
    for it in waiting {
        let sent = it.seq <= end(&it.origin) || halted.contains(&it.origin);
        held += if sent { 0 } else { it.size };
        if held > HELD && !positions.is_empty() || positions.len() >= most {
            break;
        }
        if !sent {
            positions.push(it.pos);
        }
    }
    let entries = journal::store::at_all(db, &positions).await?;
    let left = chains.iter().map(|(node, last)| (last - end(node)).max(0)).sum();
    Ok(Some(Next { entries, left }))
}
