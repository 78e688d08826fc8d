//! Planning that names what no entry here does: a price at a booth of a laptop whose chain never
//! came, the taking of a gift that its giver lost. It is kept, stands in no table, and holds back
//! nothing: the sales after it in its chain count. Once what it names arrives, the book is
//! projected anew and it takes its place.
//!
//! Whether an entry is beyond is told by which entries there are, never by the order in which they
//! came: one that names what still comes later in the order of a projection waits for it.

pub mod store;

use super::{
    admit::{About, about, needs},
    replay::Books,
};
use crate::{desk::fact::Fact, fair::charge, node::family::Place};
use sqlx::SqliteConnection;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What an entry names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// A thing, by its uid.
    Thing(Uuid),
    /// The gift of a fair, by its place.
    Gift(Place),
}

/// What an entry of planning names. None of what happened (a sale, a visit, a document): that is
/// never kept without counting; its chain stops, and somebody sees it.
pub fn names(fact: &Fact) -> BTreeSet<Name> {
    let things = match fact {
        Fact::Staff(_) | Fact::Catalog(_) | Fact::Fair(_) | Fact::Room(_) | Fact::Charge(_) => {
            needs(fact)
        }
        _ => Vec::new(),
    };
    let gift = match fact {
        Fact::Charge(charge::Event::Taken(it)) => Some(Name::Gift(it.gift())),
        _ => None,
    };
    things.into_iter().map(Name::Thing).chain(gift).collect()
}

/// What an entry brings that others may name.
pub fn brings(fact: &Fact, at: Place) -> Option<Name> {
    match about(Uuid::nil(), fact) {
        About::Thing(uid, true, _) => Some(Name::Thing(uid)),
        About::Given(..) => Some(Name::Gift(at)),
        _ => None,
    }
}

/// Whether an entry that cannot stand never will: of what it `lacks` nothing is brought by an entry
/// up to a position, but for such as stand in no table themselves.
pub async fn is_lost(
    books: &mut Books<'_>,
    lacks: &BTreeSet<Name>,
    until: i64,
) -> sqlx::Result<bool> {
    if lacks.is_empty() {
        return Ok(false);
    }
    let mut brought = store::bring(books.journal(), lacks).await?;
    brought.retain(|(_, pos)| *pos <= until);
    let positions: Vec<i64> = brought.iter().map(|(_, pos)| *pos).collect();
    let out = store::left_out(books.rows(), &positions).await?;
    Ok(brought.iter().all(|(_, pos)| out.contains(pos)))
}

/// Whether an entry that cannot stand in this book, where all that is kept was judged, is beyond.
pub async fn is_beyond(db: &mut SqliteConnection, fact: &Fact) -> sqlx::Result<bool> {
    let lacks = lacking(&mut *db, fact).await?;
    is_lost(&mut Books::One(db), &lacks, i64::MAX).await
}

/// What it names and no entry brings that stands here.
async fn lacking(db: &mut SqliteConnection, fact: &Fact) -> sqlx::Result<BTreeSet<Name>> {
    let mut lacks = names(fact);
    let brought = store::bring(&mut *db, &lacks).await?;
    let positions: Vec<i64> = brought.iter().map(|(_, pos)| *pos).collect();
    let judged = store::judged(db, &positions).await?;
    for (name, _) in brought.iter().filter(|(_, pos)| !judged.contains(pos)) {
        lacks.remove(name);
    }
    Ok(lacks)
}

/// What was beyond and can stand now that all of this came waits from here on.
pub async fn revive(db: &mut SqliteConnection, came: &BTreeSet<Name>) -> sqlx::Result<()> {
    let mut stand = Vec::new();
    for (pos, fact) in store::all(&mut *db).await? {
        let touched = names(&fact).iter().any(|it| came.contains(it));
        if touched && !is_beyond(&mut *db, &fact).await? {
            stand.push(pos);
        }
    }
    if stand.is_empty() { Ok(()) } else { store::wait(db, &stand).await }
}
