//! SQL of admitting entries: where things were named first, and what has happened.

use super::{Judge, Once};
use crate::{
    base::id::{CommandId, NodeId},
    db::several::Statement,
    node::{self, family::Family, family::Place},
};
use serde_json::{Value, json};
use sqlx::SqliteConnection;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A row of `verdict`: the position of an entry, and why it is not projected.
pub fn write_verdicts(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into verdict (id, verdict) select value ->> 0, value ->> 1 from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// Makes a judge of entries about these things and happenings, after all that stands in the book.
pub async fn judge(
    db: &mut SqliteConnection,
    own: NodeId,
    (things, once): (BTreeSet<Uuid>, BTreeSet<Once>),
) -> sqlx::Result<Judge> {
    let births = node::store::births(&mut *db).await?;
    let family = Family::of(births, node::store::took_over(&mut *db).await?);
    let named = if things.is_empty() { Vec::new() } else { named(&mut *db, &things).await? };
    let named = named.into_iter().map(|(uid, node, seq)| (uid.0, (node, seq)));
    let (mut uids, mut closed, mut back) = (Vec::new(), Vec::new(), Vec::new());
    for it in once {
        match it {
            Once::Done(uid) => uids.push(uid.simple().to_string()),
            Once::Closed(uid) => closed.push(uid.simple().to_string()),
            Once::TakenBack(uid) => back.push(uid.simple().to_string()),
        }
    }
    let mut happened = HashMap::new();
    let mut add = |rows: Vec<(CommandId, NodeId)>, kind: fn(Uuid) -> Once| {
        happened.extend(rows.into_iter().map(|(uid, node)| (kind(uid.0), node)));
    };
    add(done(&mut *db, &uids).await?, Once::Done);
    if !closed.is_empty() {
        add(closings(&mut *db, &closed).await?, Once::Closed);
    }
    if !back.is_empty() {
        add(reversals(db, &back).await?, Once::TakenBack);
    }
    let named: HashMap<Uuid, Place> = named.collect();
    Ok(Judge::after(own, family, named, happened))
}

/// Where these things were named first: uid, node, sequence.
async fn named(
    db: &mut SqliteConnection,
    things: &BTreeSet<Uuid>,
) -> sqlx::Result<Vec<(CommandId, NodeId, i64)>> {
    let uids: Vec<String> = things.iter().map(|uid| uid.simple().to_string()).collect();
    sqlx::query_as(
        "with wanted as (select unhex(value) as uid from json_each(?)), \
         thing as (select uid, id from wanted join fair using (uid) \
         union all select uid, id from wanted join booth using (uid) \
         union all select uid, id from wanted join gate using (uid) \
         union all select uid, id from wanted join store_room using (uid) \
         union all select uid, id from wanted join producer using (uid) \
         union all select uid, id from wanted join product using (uid) \
         union all select uid, id from wanted join certificate using (uid) \
         union all select uid, id from wanted join person using (uid) \
         union all select uid, id from wanted join device using (uid)) \
         select thing.uid, j.origin, j.seq from thing join journal j on j.pos = thing.id",
    )
    .bind(json!(uids).to_string())
    .fetch_all(db)
    .await
}

/// Whose entries stand for commands of these ids.
async fn done(
    db: &mut SqliteConnection,
    uids: &[String],
) -> sqlx::Result<Vec<(CommandId, NodeId)>> {
    sqlx::query_as(
        "select j.uid, j.origin from json_each(?) join journal j on j.uid = unhex(value) \
         where not exists (select 1 from verdict where id = j.pos)",
    )
    .bind(json!(uids).to_string())
    .fetch_all(db)
    .await
}

/// Whose entries closed these shifts.
async fn closings(
    db: &mut SqliteConnection,
    shifts: &[String],
) -> sqlx::Result<Vec<(CommandId, NodeId)>> {
    sqlx::query_as(
        "select s.uid, j.origin from json_each(?) join shift s on s.uid = unhex(value) \
         join shift_closing c on c.shift = s.id join journal j on j.pos = c.id",
    )
    .bind(json!(shifts).to_string())
    .fetch_all(db)
    .await
}

/// Whose entries took these documents back.
async fn reversals(
    db: &mut SqliteConnection,
    documents: &[String],
) -> sqlx::Result<Vec<(CommandId, NodeId)>> {
    sqlx::query_as(
        "select d.uid, j.origin from json_each(?) join document d on d.uid = unhex(value) \
         join document r on r.reverses = d.id join journal j on j.pos = r.id",
    )
    .bind(json!(documents).to_string())
    .fetch_all(db)
    .await
}
