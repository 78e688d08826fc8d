//! SQL of admitting entries: where things were named first, and what has happened.

use super::{Charge, Essence, Judge, Known, Once, Sought};
use crate::{
    base::id::{CommandId, FairId, NodeId},
    db::several::Statement,
    desk::fact::Fact,
    journal::{self, Entry},
    node::{
        self,
        family::{Family, Place},
    },
};
use serde_json::{Value, json};
use sqlx::{FromRow, SqliteConnection};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A row of `verdict`: the position of an entry, and why it is not projected.
pub fn write_verdicts(rows: &[Value]) -> Statement {
    Statement::new(
        "insert into verdict (id, verdict) select value ->> 0, value ->> 1 from json_each(?)",
    )
    .bind(json!(rows).to_string())
}

/// An id, and the entry that stands for it.
#[derive(FromRow)]
struct Found {
    /// The id by which it was looked for.
    sought: CommandId,
    #[sqlx(flatten)]
    entry: Entry,
}

impl Found {
    fn stands(&self) -> (Place, Essence) {
        let (entry, place) = (&self.entry, (NodeId::of_bytes(&self.entry.origin), self.entry.seq));
        let fact = Fact::parse(&entry.kind, entry.body_version, &entry.body);
        (place, fact.map(|fact| Essence::of(entry, &fact)).unwrap_or_default())
    }
}

/// Makes a judge of entries about these things and happenings, after all that stands in the book.
pub async fn judge(db: &mut SqliteConnection, own: NodeId, sought: Sought) -> sqlx::Result<Judge> {
    let own = node::store::keeper(&mut *db, own).await?;
    let births = node::store::births(&mut *db).await?;
    let family = Family::of(births, node::store::took_over(&mut *db).await?);
    let (_, charges) = super::family(&journal::store::of_nodes(&mut *db).await?);
    let mut known = Known::default();
    know(&mut *db, &sought.things, &mut known).await?;
    // The fairs of what is at a fair.
    let fairs: BTreeSet<Uuid> = known.fairs.values().copied().collect();
    know(&mut *db, &(&fairs - &sought.things), &mut known).await?;
    let (mut uids, mut back) = (BTreeSet::new(), BTreeSet::new());
    for it in &sought.once {
        match it {
            Once::Done(uid) => drop(uids.insert(*uid)),
            Once::TakenBack(uid) => drop(back.insert(*uid)),
            // By the names of shifts.
            Once::Closed(_) => {}
        }
    }
    let mut add = |rows: Vec<Found>, kind: fn(Uuid) -> Once| {
        known.once.extend(rows.into_iter().map(|it| (kind(it.sought.0), it.stands())));
    };
    if !uids.is_empty() {
        add(done(&mut *db, &hex(&uids)).await?, Once::Done);
    }
    if !back.is_empty() {
        add(reversals(&mut *db, &hex(&back)).await?, Once::TakenBack);
    }
    let mut gifts = sought.gifts;
    let taken =
        |fair: &Uuid| charges.gifts_taken(*fair).map(|gift| (*fair, gift)).collect::<Vec<_>>();
    gifts.extend(sought.things.iter().flat_map(taken));
    for gift in gifts {
        if given(&mut *db, gift).await? {
            known.gifts.insert(gift);
        }
    }
    if !sought.shifts.is_empty() {
        let shifts = hex(&sought.shifts);
        add(closings(&mut *db, &shifts).await?, Once::Closed);
        let names = names(db, &shifts).await?;
        known.shifts = names.into_iter().map(|(name, shift)| (name.0, shift.0)).collect();
    }
    Ok(Judge::after(own, (family, charges), known))
}

/// Looks up where things were named first, and at which fair they are.
async fn know(
    db: &mut SqliteConnection,
    things: &BTreeSet<Uuid>,
    known: &mut Known,
) -> sqlx::Result<()> {
    if things.is_empty() {
        return Ok(());
    }
    for (uid, node, seq, fair) in named(db, &hex(things)).await? {
        known.things.insert(uid.0, (node, seq));
        if let Some(fair) = fair {
            known.fairs.insert(uid.0, fair.0);
        }
    }
    Ok(())
}

/// Whether the gift of a fair in a place stands.
async fn given(db: &mut SqliteConnection, (fair, at): (Uuid, Place)) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "select exists (select 1 from fair_gift g join fair f on f.id = g.fair \
         where g.origin = ? and g.seq = ? and f.uid = ?)",
    )
    .bind(at.0.bytes())
    .bind(at.1)
    .bind(FairId(fair).bytes())
    .fetch_one(db)
    .await
}

/// Whether a fair was ever given to another machine.
pub async fn moved(db: &mut SqliteConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar("select exists (select 1 from fair_gift)").fetch_one(db).await
}

/// In whose charge these fairs are, as this node sees it.
pub async fn charges(
    db: &mut SqliteConnection,
    own: NodeId,
    fairs: impl IntoIterator<Item = FairId>,
) -> sqlx::Result<HashMap<FairId, Charge>> {
    let things: BTreeSet<Uuid> = fairs.into_iter().map(|it| it.0).collect();
    let sought = Sought { things: things.clone(), ..Sought::default() };
    let judge = judge(&mut *db, own, sought).await?.called(called(db).await?, false);
    let of = |fair: Uuid| Some((FairId(fair), judge.charge(fair)?));
    Ok(things.into_iter().filter_map(of).collect())
}

/// What people call the machines that a hub and its laptops know of.
pub async fn called(db: &mut SqliteConnection) -> sqlx::Result<HashMap<NodeId, String>> {
    let names: Vec<(NodeId, String)> =
        sqlx::query_as("select node, name from joined union all select hub, name from hub")
            .fetch_all(db)
            .await?;
    Ok(names.into_iter().collect())
}

/// As statements read ids.
fn hex(uids: &BTreeSet<Uuid>) -> String {
    json!(uids.iter().map(|uid| uid.simple().to_string()).collect::<Vec<_>>()).to_string()
}

/// Where these things were named first: uid, node, sequence; and the fair that they are at.
async fn named(
    db: &mut SqliteConnection,
    things: &str,
) -> sqlx::Result<Vec<(CommandId, NodeId, i64, Option<CommandId>)>> {
    sqlx::query_as(
        "with wanted as (select unhex(value) as uid from json_each(?)), \
         thing as (select uid, id, id as fair from wanted join fair using (uid) \
         union all select uid, id, fair from wanted join booth using (uid) \
         union all select uid, id, fair from wanted join gate using (uid) \
         union all select uid, id, fair from wanted join store_room using (uid) \
         union all select uid, id, null from wanted join producer using (uid) \
         union all select uid, id, null from wanted join product using (uid) \
         union all select uid, id, null from wanted join certificate using (uid) \
         union all select uid, id, null from wanted join quality_certificate using (uid) \
         union all select uid, id, null from wanted join reward_rule using (uid) \
         union all select uid, id, null from wanted join person using (uid) \
         union all select uid, id, null from wanted join device using (uid) \
         union all select uid, \
         (select min(p.id) from promotion_version p where p.uid = wanted.uid), \
         (select min(p.fair) from promotion_version p where p.uid = wanted.uid) from wanted) \
         select thing.uid, j.origin, j.seq, f.uid from thing join journal j on j.pos = thing.id \
         left join fair f on f.id = thing.fair",
    )
    .bind(things)
    .fetch_all(db)
    .await
}

/// Which entries stand for commands of these ids.
async fn done(db: &mut SqliteConnection, uids: &str) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as(
        "select j.uid as sought, j.* from json_each(?) join journal j on j.uid = unhex(value) \
         where not exists (select 1 from verdict where id = j.pos)",
    )
    .bind(uids)
    .fetch_all(db)
    .await
}

/// Which entries closed the shifts that have these names, by the shifts' own ids.
async fn closings(db: &mut SqliteConnection, names: &str) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as(
        "select s.uid as sought, j.* from json_each(?) \
         join shift_named n on n.uid = unhex(value) join shift s on s.id = n.shift \
         join shift_closing c on c.shift = s.id join journal j on j.pos = c.id",
    )
    .bind(names)
    .fetch_all(db)
    .await
}

/// The shifts that have these names, each with its own id.
async fn names(
    db: &mut SqliteConnection,
    names: &str,
) -> sqlx::Result<Vec<(CommandId, CommandId)>> {
    sqlx::query_as(
        "select n.uid, s.uid from json_each(?) join shift_named n on n.uid = unhex(value) \
         join shift s on s.id = n.shift",
    )
    .bind(names)
    .fetch_all(db)
    .await
}

/// Which entries took these documents back.
async fn reversals(db: &mut SqliteConnection, documents: &str) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as(
        "select d.uid as sought, j.* from json_each(?) join document d on d.uid = unhex(value) \
         join document r on r.reverses = d.id join journal j on j.pos = r.id",
    )
    .bind(documents)
    .fetch_all(db)
    .await
}

/// How many entries wait until the book is projected anew.
pub async fn waiting(db: &mut SqliteConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("select count(*) from verdict where verdict = 'waits'").fetch_one(db).await
}

/// Whether the rows of the entry at a position were refused when the book was projected anew.
pub async fn is_refused(db: &mut SqliteConnection, pos: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar("select exists (select 1 from verdict where id = ? and verdict = 'refused')")
        .bind(pos)
        .fetch_one(db)
        .await
}
