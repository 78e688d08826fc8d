//! SQL of what names things that are not here.

use super::admit::{Name, brings};
use crate::{
    base::id::NodeId,
    desk::fact::Fact,
    journal::{self, Entry},
    node::family::Place,
};
use serde_json::json;
use sqlx::SqliteConnection;
use std::collections::BTreeSet;

/// An entry that brings something.
#[derive(Debug)]
pub struct Brought {
    /// What.
    pub name: Name,
    /// Where the entry stands in its chain.
    pub place: Place,
    /// Its position.
    pub pos: i64,
}

/// Which entries bring these, whether they stand or not.
pub async fn bring(
    db: &mut SqliteConnection,
    names: &BTreeSet<Name>,
) -> sqlx::Result<Vec<Brought>> {
    let (mut things, mut gifts) = (Vec::new(), Vec::new());
    for name in names {
        match name {
            Name::Thing(uid) => things.push(uid.to_string()),
            Name::Gift(_, place) => gifts.push(*place),
        }
    }
    let mut entries = match things.is_empty() {
        true => Vec::new(),
        false => of_things(&mut *db, &json!(things).to_string()).await?,
    };
    for place in gifts {
        entries.extend(in_place(&mut *db, place).await?);
    }
    let brought = |it: &Entry| {
        let (place, pos) = (place(it), it.pos);
        brings(&read(it)?, place).map(|name| Brought { name, place, pos })
    };
    Ok(entries.iter().filter_map(brought).collect())
}

fn place(entry: &Entry) -> Place {
    (NodeId::of_bytes(&entry.origin), entry.seq)
}

fn read(entry: &Entry) -> Option<Fact> {
    Fact::parse(&entry.kind, entry.body_version, &entry.body)
}

/// The entries that bring these things.
async fn of_things(db: &mut SqliteConnection, subjects: &str) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as(
        "select j.* from json_each(?) join journal j indexed by journal_of_things \
         on j.subject = value and j.kind in \
         ('staff.changed', 'catalog.changed', 'fair.changed', 'stock.room') \
         and coalesce(j.body ->> '$.what', '') not in \
         ('price', 'certificate', 'quality', 'listing', 'online', 'paid', 'range', 'opening_day', \
         'promotion', 'scale_label', 'figure', 'view')",
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

/// The entries that are beyond and may name one of these: each with its position and place.
pub async fn naming(
    db: &mut SqliteConnection,
    names: &BTreeSet<Name>,
) -> sqlx::Result<Vec<(i64, Place, Fact)>> {
    // A gift is named with its fair.
    let uid = |name: &Name| match name {
        Name::Thing(uid) | Name::Gift(uid, _) => uid.to_string(),
    };
    let uids: BTreeSet<String> = names.iter().map(uid).collect();
    let entries: Vec<Entry> = sqlx::query_as(
        "select j.* from verdict v join journal j on j.pos = v.id where v.verdict = 'beyond' \
         and exists (select 1 from json_each(?) where instr(j.body, value) > 0)",
    )
    .bind(json!(uids).to_string())
    .fetch_all(db)
    .await?;
    Ok(entries.iter().filter_map(|it| Some((it.pos, place(it), read(it)?))).collect())
}

/// These wait until the book is projected anew.
pub async fn wait(db: &mut SqliteConnection, positions: &[i64]) -> sqlx::Result<()> {
    sqlx::query("update verdict set verdict = 'waits' where id in (select value from json_each(?))")
        .bind(json!(positions).to_string())
        .execute(db)
        .await
        .map(drop)
}
