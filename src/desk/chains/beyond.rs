//! Planning that names what no entry here does: a price at a booth of a laptop whose chain never
//! came, the taking of a gift that its giver lost. It is kept, stands in no table, and holds back
//! nothing: the sales after it in its chain count. Once what it names arrives, the book is
//! projected anew and it takes its place.
//!
//! Whether an entry is beyond is told by which entries there are, never by the order in which they
//! came: one that names what still comes later in the order of a projection waits for it. What
//! comes behind it in its own chain, or in one that goes on from it, can never come before it.

pub mod store;

use super::{
    admit::{self, Name},
    books::Books,
};
use crate::{
    journal,
    node::family::{Family, Place},
};
use sqlx::SqliteConnection;
use std::collections::{BTreeSet, HashSet};
use store::Brought;

/// Whether an entry may be projected before another.
fn comes_before(family: &Family, it: Place, other: Place) -> bool {
    match family.root(it.0) == family.root(other.0) {
        true if it.0 == other.0 => it.1 < other.1,
        true => family.rank(it.0) < family.rank(other.0),
        false => true,
    }
}

/// What some entry brings of these and may come before the one in the place `by`.
async fn brought(
    db: &mut SqliteConnection,
    family: &Family,
    by: Place,
    names: &BTreeSet<Name>,
) -> sqlx::Result<Vec<Brought>> {
    let mut brought = store::bring(db, names).await?;
    brought.retain(|it| names.contains(&it.name) && comes_before(family, it.place, by));
    Ok(brought)
}

/// Whether an entry of planning that cannot stand never will: one thing that it `lacks` is brought
/// by no entry up to a position, but for such as stand in no table themselves.
pub async fn is_lost(
    books: &mut Books<'_>,
    family: &Family,
    (by, lacks): (Place, &BTreeSet<Name>),
    until: i64,
) -> sqlx::Result<bool> {
    let mut bring = brought(books.journal(), family, by, lacks).await?;
    bring.retain(|it| it.pos <= until);
    let positions: Vec<i64> = bring.iter().map(|it| it.pos).collect();
    let out = store::left_out(books.rows(), &positions).await?;
    let may_come = |name: &Name| bring.iter().any(|it| it.name == *name && !out.contains(&it.pos));
    Ok(!lacks.iter().all(may_come))
}

/// Whether an entry that brings something was kept before what it names came, and another family's
/// entry brought the same meanwhile: that one was first. `pos`: where it stands; nothing after
/// `until` is seen. `names`: what it names.
pub async fn came_too_late(
    db: &mut SqliteConnection,
    family: &Family,
    (by, brings): (Place, Name),
    (pos, until): (i64, i64),
    names: &BTreeSet<Name>,
) -> sqlx::Result<bool> {
    let mut bring = store::bring(&mut *db, names).await?;
    bring.retain(|it| it.pos <= until);
    let first = |name: &Name| bring.iter().filter(|it| it.name == *name).map(|it| it.pos).min();
    let since = names.iter().filter_map(first).max().unwrap_or(pos);
    if since <= pos {
        return Ok(false);
    }
    let root = family.root(by.0);
    let same = store::bring(db, &BTreeSet::from([brings])).await?;
    let strangers = same.iter().filter(|it| it.name == brings && family.root(it.place.0) != root);
    Ok(strangers.into_iter().any(|it| it.pos < since))
}

/// What was beyond and can stand now that all of this came waits from here on.
pub async fn revive(db: &mut SqliteConnection, came: &BTreeSet<Name>) -> sqlx::Result<()> {
    let beyond = store::naming(&mut *db, came).await?;
    if beyond.is_empty() {
        return Ok(());
    }
    let (family, charges) = admit::family(&journal::store::of_nodes(&mut *db).await?);
    let mut stand = Vec::new();
    for (pos, by, fact) in beyond {
        let names = admit::names(&fact, |fair| charges.took(&family, fair, by));
        if names.is_disjoint(came) {
            continue;
        }
        let lacks = lacking(&mut *db, &family, by, names).await?;
        if !is_lost(&mut Books::One(&mut *db), &family, (by, &lacks), i64::MAX).await? {
            stand.push(pos);
        }
    }
    if stand.is_empty() { Ok(()) } else { store::wait(db, &stand).await }
}

/// Of these names those that no entry brings which stands here and may come before.
async fn lacking(
    db: &mut SqliteConnection,
    family: &Family,
    by: Place,
    mut names: BTreeSet<Name>,
) -> sqlx::Result<BTreeSet<Name>> {
    let brought = brought(&mut *db, family, by, &names).await?;
    let positions: Vec<i64> = brought.iter().map(|it| it.pos).collect();
    let judged: HashSet<i64> = store::judged(db, &positions).await?.into_iter().collect();
    for it in brought.iter().filter(|it| !judged.contains(&it.pos)) {
        names.remove(&it.name);
    }
    Ok(names)
}
