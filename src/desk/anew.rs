//! A book projected anew in its own place, when what arrived changes what an earlier entry means:
//! the older machine's entry of a sale after its heir's, a take-over that was not known. It is
//! rare, and takes as long as `verify`.

mod store;

use super::{
    rebuild::compare::{LOCAL, SOURCE},
    replay::{Books, Replay, STEP},
};
use crate::{base::id::NodeId, journal};
use sqlx::SqliteConnection;

/// Empties every table that is told by the journal, and fills it again. In the caller's
/// transaction; an error says that the chains contradict each other, and nothing is kept.
pub async fn project(db: &mut SqliteConnection, own: NodeId) -> sqlx::Result<()> {
    let triggers = store::triggers(&mut *db).await?;
    for (name, _) in &triggers {
        store::drop_trigger(&mut *db, name).await?;
    }
    // Most tables that name another come after it in the schema; a few come before.
    store::defer_keys(&mut *db, true).await?;
    for table in store::tables(&mut *db).await?.into_iter().rev() {
        if table != SOURCE && !LOCAL.contains(&table.as_str()) {
            store::empty(&mut *db, &table).await?;
        }
    }
    store::defer_keys(&mut *db, false).await?;
    let mut replay = Replay::of(&mut *db, own, i64::MAX).await?;
    let (mut pos, mut wrong) = (0, Vec::new());
    loop {
        let entries = journal::store::after(&mut *db, pos, STEP).await?;
        let Some(last) = entries.last() else { break };
        pos = last.pos;
        replay.feed(&mut Books::One(&mut *db), &entries, &mut wrong).await?;
        if let Some(wrong) = wrong.first() {
            return Err(sqlx::Error::Protocol(wrong.clone()));
        }
    }
    replay.end(&mut Books::One(&mut *db), &mut wrong).await?;
    if let Some(wrong) = wrong.first() {
        return Err(sqlx::Error::Protocol(wrong.clone()));
    }
    for (_, sql) in triggers {
        store::make_trigger(&mut *db, sql).await?;
    }
    Ok(())
}
