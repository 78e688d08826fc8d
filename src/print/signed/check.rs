//! What a book knows of a receipt's code: whose key signed it, and whether the sale stands here.

use super::{Code, Said};
use crate::{
    base::id::{NodeId, SaleId},
    journal,
    node::key::{self, NodeKey},
    print::paper::sold,
};
use sqlx::SqliteConnection;

/// What became of checking a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// No key that is known here is the one that it names.
    Unknown,
    /// It names a known key, which did not sign this.
    Forged,
    /// That machine signed it.
    Holds(NodeId, Standing),
}

/// Where the sale is that a genuine code speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In this book, as the code says.
    Here(SaleId),
    /// The machine has not sent it yet.
    NotYet,
    /// Another entry stands in its place.
    Differs,
}

/// Checks a code against the keys that this book met, and its own.
pub async fn check(
    db: &mut SqliteConnection,
    code: &Code,
    own: Option<&NodeKey>,
) -> sqlx::Result<Verdict> {
    let mut known = key::all(&mut *db).await?;
    known.extend(own.map(|key| (key.node(), key.public())));
    known.retain(|(_, public)| code.names(public));
    let Some((node, _)) = known.iter().find(|(_, public)| code.is_signed(public)) else {
        return Ok(if known.is_empty() { Verdict::Unknown } else { Verdict::Forged });
    };
    Ok(Verdict::Holds(*node, standing(db, *node, &code.said).await?))
}

async fn standing(db: &mut SqliteConnection, node: NodeId, said: &Said) -> sqlx::Result<Standing> {
    let entries = journal::store::chain(db, node, said.seq - 1, 1).await?;
    let Some(entry) = entries.first().filter(|entry| entry.seq == said.seq) else {
        return Ok(Standing::NotYet);
    };
    let sold = sold(entry).filter(|sold| Said::of(entry, sold) == *said);
    Ok(sold.map_or(Standing::Differs, |sold| Standing::Here(sold.id)))
}
