//! A book projected anew in its own place, when what arrived changes what an earlier entry means:
//! the older machine's entry of a sale after its heir's, a take-over that was not known. It takes
//! as long as `verify`, and nobody else writes meanwhile (`settle.rs`).

mod store;

use super::{
    books::Books,
    replay::{Replay, STEP},
};
use crate::{
    base::id::NodeId,
    desk::rebuild::compare::{LOCAL, SOURCE},
    journal,
};
use sqlx::SqliteConnection;

/// Empties every table that is told by the journal, and fills it again, in the caller's
/// transaction. What contradicts the rest is left out, and the book says so.
pub async fn project(db: &mut SqliteConnection, own: NodeId) -> sqlx::Result<()> {
    let mut replay = Replay::of(&mut *db, own, i64::MAX).await?;
    let guards = unguard(&mut *db).await?;
    for table in leaves_first(store::tables(&mut *db).await?, &store::references(&mut *db).await?) {
        if table != SOURCE && !LOCAL.contains(&table.as_str()) {
            store::empty(&mut *db, &table).await?;
        }
    }
    let (mut pos, mut wrong) = (0, Vec::new());
    loop {
        let entries = journal::store::after(&mut *db, pos, STEP).await?;
        let Some(last) = entries.last() else { break };
        pos = last.pos;
        replay.feed(&mut Books::One(&mut *db), &entries, &mut wrong).await?;
    }
    replay.end(&mut Books::One(&mut *db), &mut wrong).await?;
    for wrong in wrong {
        tracing::warn!(wrong, "left out of the book that was projected anew");
    }
    guard(db, guards).await
}

/// The triggers by which rows are kept as they are, while they are away.
pub struct Guards(Vec<(String, String)>);

/// Takes the triggers away, in the caller's transaction.
pub async fn unguard(db: &mut SqliteConnection) -> sqlx::Result<Guards> {
    let triggers = store::triggers(&mut *db).await?;
    for (name, _) in &triggers {
        store::drop_trigger(&mut *db, name).await?;
    }
    Ok(Guards(triggers))
}

/// Puts them back as they were.
pub async fn guard(db: &mut SqliteConnection, guards: Guards) -> sqlx::Result<()> {
    for (_, sql) in guards.0 {
        store::make_trigger(&mut *db, sql).await?;
    }
    Ok(())
}

/// Tables in an order in which none is emptied while another names its rows. `references`: which
/// table names which.
fn leaves_first(mut tables: Vec<String>, references: &[(String, String)]) -> Vec<String> {
    let mut order = Vec::with_capacity(tables.len());
    while !tables.is_empty() {
        let named = |table: &String| {
            let by = references.iter().filter(|(child, parent)| parent == table && child != table);
            by.into_iter().any(|(child, _)| tables.contains(child))
        };
        let leaf = tables.iter().position(|table| !named(table)).unwrap_or_default();
        order.push(tables.remove(leaf));
    }
    order
}
