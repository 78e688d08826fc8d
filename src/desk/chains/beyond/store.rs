//! SQL of what names things that are not here.

use super::{Name, brings};
use crate::{
    base::id::NodeId,
    desk::fact::Fact,
    journal::{self, Entry},
    node::family::Place,
};
use serde_json::json;
use sqlx::SqliteConnection;
use std::collections::BTreeSet;

/// Which entries bring these, each by its position, whether they stand or not.
pub async fn bring(
    db: &mut SqliteConnection,
    names: &BTreeSet<Name>,
) -> sqlx::Result<Vec<(Name, i64)>> {
    let (mut things, mut gifts) = (Vec::new(), Vec::new());
    for name in names {
        match name {
            Name::Thing(uid) => things.push(uid.to_string()),
            Name::Gift(place) => gifts.push(*place),
        }
    }
    let mut entries = of_things(&mut *db, &json!(things).to_string()).await?;
    for place in gifts {
        entries.extend(in_place(&mut *db, place).await?);
    }
    let place = |it: &Entry| (NodeId::of_bytes(&it.origin), it.seq);
    let brought = |it: &Entry| Some((brings(&read(it)?, place(it))?, it.pos));
    Ok(entries.iter().filter_map(brought).collect())
}

fn read(entry: &Entry) -> Option<Fact> {
    Fact::parse(&entry.kind, entry.body_version, &entry.body)
}

/// The planning entries of these subjects.
async fn of_things(db: &mut SqliteConnection, subjects: &str) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as(
        "select j.* from json_each(?) join journal j indexed by journal_of_things \
         on j.subject = value and j.kind in \
         ('staff.changed', 'catalog.changed', 'fair.changed', 'stock.room')",
    )
    .bind(subjects)
    .fetch_all(db)
    .await
}

/// The entry in a place.
async fn in_place(db: &mut SqliteConnection, place: Place) -> sqlx::Result<Option<Entry>> {
    Ok(journal::store::chain(db, place.0, place.1 - 1, 1).await?.pop())
}

/// Of these positions those of entries that stand in no table.
pub async fn judged(db: &mut SqliteConnection, positions: &[i64]) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar("select id from verdict where id in (select value from json_each(?))")
        .bind(json!(positions).to_string())
        .fetch_all(db)
        .await
}

/// Of these positions those of entries that stand in no table, and do not wait to.
pub async fn left_out(db: &mut SqliteConnection, positions: &[i64]) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "select id from verdict where id in (select value from json_each(?)) \
         and verdict <> 'waits'",
    )
    .bind(json!(positions).to_string())
    .fetch_all(db)
    .await
}

/// The entries that are beyond, by position.
pub async fn all(db: &mut SqliteConnection) -> sqlx::Result<Vec<(i64, Fact)>> {
    let entries: Vec<Entry> = sqlx::query_as(
        "select j.* from verdict v join journal j on j.pos = v.id where v.verdict = 'beyond'",
    )
    .fetch_all(db)
    .await?;
    Ok(entries.iter().filter_map(|it| Some((it.pos, read(it)?))).collect())
}

/// These wait until the book is projected anew.
pub async fn wait(db: &mut SqliteConnection, positions: &[i64]) -> sqlx::Result<()> {
    sqlx::query("update verdict set verdict = 'waits' where id in (select value from json_each(?))")
        .bind(json!(positions).to_string())
        .execute(db)
        .await
        .map(drop)
}
