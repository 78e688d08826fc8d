//! What a book knows of a receipt's code: whose key signed it, and whether the sale stands here.

use super::{Code, Said};
use crate::{
    base::{
        id::{NodeId, SaleId},
        lang::Say,
    },
    desk::{chains::branch::came_from, receipt_proof},
    journal::{self, Entry},
    node::{
        self,
        key::{self, NodeKey},
    },
    print::paper::sold,
    sale::store,
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

/// Where the sale is that a signed code speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// In this book, as the code says, with the numbers of the receipts that took it back.
    Here(SaleId, Vec<String>),
    /// Its entry is here and counts in no figure: the same sale came twice, say.
    Aside,
    /// The machine has not sent it, or never wrote it.
    NotYet,
    /// Another entry stands in its place, or none where there should be one.
    Differs,
}

impl Verdict {
    /// Whether the receipt may be believed.
    pub fn holds(&self) -> bool {
        matches!(self, Verdict::Holds(_, Standing::Here(..)))
    }

    /// In a few words.
    pub fn say(&self) -> Say {
        match self {
            Verdict::Unknown => {
                Say::new("Không rõ máy nào đã in", "It is not known which machine printed it")
            }
            Verdict::Forged => {
                Say::new("Phiếu KHÔNG đúng, hoặc mã bị gõ sai", "NOT genuine, or mistyped")
            }
            Verdict::Holds(_, Standing::Here(_, back)) if back.is_empty() => {
                Say::new("Phiếu đúng, có trong sổ", "Genuine, and in the book")
            }
            Verdict::Holds(_, Standing::Here(..)) => {
                Say::new("Phiếu đúng, nhưng đã trả hàng", "Genuine, but taken back")
            }
            Verdict::Holds(_, Standing::Aside) => Say::new(
                "Chữ ký đúng, sổ có nhưng chưa tính",
                "Signed; it is in the book and not counted",
            ),
            Verdict::Holds(_, Standing::NotYet) => Say::new(
                "Chữ ký đúng, chưa có trong sổ",
                "Signed; the sale is not in this book yet",
            ),
            Verdict::Holds(_, Standing::Differs) => {
                Say::new("Chữ ký đúng, nhưng KHÔNG khớp sổ", "Signed, but NOT as the book says")
            }
        }
    }
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
    let standing = match standing(db, *node, &code.said).await? {
        // Nobody else will ever send what this machine itself does not have.
        Standing::NotYet if own.is_some_and(|key| key.node() == *node) => Standing::Differs,
        standing => standing,
    };
    Ok(Verdict::Holds(*node, standing))
}

async fn standing(db: &mut SqliteConnection, node: NodeId, said: &Said) -> sqlx::Result<Standing> {
    let entries = journal::store::chain(&mut *db, node, said.seq - 1, 1).await?;
    let mut found = entries.into_iter().find(|entry| entry.seq == said.seq);
    let fits = |entry: &Entry| sold(entry).is_some_and(|sold| said.is_of(entry, &sold));
    if !found.as_ref().is_some_and(fits) {
        // Of two machines under one name one wrote its rows down again.
        let again = written_again(&mut *db, node, said).await?;
        found = again.or(found);
    }
    let Some(entry) = found else { return Ok(Standing::NotYet) };
    let sold = sold(&entry).filter(|sold| said.is_of(&entry, sold));
    let seal = receipt_proof::seal(&mut *db, entry.pos).await?;
    let (Some(sold), Some(seal)) = (sold, seal) else { return Ok(Standing::Differs) };
    if store::pos_of(&mut *db, &sold.id.bytes()).await? != Some(entry.pos) {
        return Ok(Standing::Aside);
    }
    if seal.broken.is_some() {
        return Ok(Standing::Differs);
    }
    let back = store::refunds(db, &sold.id.bytes()).await?;
    Ok(Standing::Here(sold.id, back.into_iter().map(|(_, number)| number).collect()))
}

/// The entry that a chain wrote down again for the one that is spoken of.
async fn written_again(
    db: &mut SqliteConnection,
    node: NodeId,
    said: &Said,
) -> sqlx::Result<Option<Entry>> {
    for (heir, parent, seq) in node::store::births(&mut *db).await? {
        if parent != node || seq >= said.seq {
            continue;
        }
        // After the two entries by which its chain begins, in their order.
        let before = said.seq - seq + 1;
        let entries = journal::store::chain(&mut *db, heir, before, 1).await?;
        let is_it = |entry: &Entry| {
            came_from(entry).is_some_and(|from| (from.node, from.seq) == (node, said.seq))
        };
        if let Some(entry) = entries.into_iter().find(is_it) {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}
