//! Things went into other hands: who owned what is told anew over the whole journal, and what can
//! be changed is projected from it once more. Facts stay as they are.

use super::{Books, store, touch::touch};
use crate::{
    base::id::NodeId,
    db::several::Several,
    desk::{fact::Fact, project::Rows},
    journal::{Entry, verdict},
    node::{
        self,
        owner::{Kind, Ownership, Thing},
        store::ThingRow,
    },
};
use std::collections::HashMap;

/// Entries read at a time.
const STEP: i64 = 1_000;

/// A thing with the entries that first named it, one of each chain.
type Named = HashMap<String, (Kind, Vec<(NodeId, i64)>)>;

/// Projects everything that can be changed anew, from the entries up to position `until`.
pub async fn project_anew(books: &mut Books<'_>, who: &Ownership, until: i64) -> sqlx::Result<()> {
    let mut named = Named::new();
    let mut pos = 0;
    while let Some(entries) = read(books, &mut pos, until).await? {
        entries.iter().for_each(|(entry, fact)| name(&mut named, entry, fact));
    }
    let root = |(key, (kind, by)): (String, (Kind, Vec<(NodeId, i64)>))| {
        who.root(kind, &by).map(|thing| (key, thing))
    };
    let things: HashMap<String, Thing> = named.into_iter().filter_map(root).collect();
    let (mut foreign, mut pos) = (Vec::new(), 0);
    while let Some(entries) = read(books, &mut pos, until).await? {
        let strange = entries.iter().filter(|(entry, fact)| !holds(who, &things, entry, fact));
        foreign.extend(strange.map(|(entry, _)| entry.pos));
    }
    clear(books, &things, &foreign).await?;
    let mut pos = 0;
    while let Some(entries) = read(books, &mut pos, until).await? {
        let mut rows = Rows::over();
        for (entry, fact) in &entries {
            if foreign.binary_search(&entry.pos).is_err() {
                rows.add(entry, fact);
            }
        }
        rows.write(books.rows).await?;
    }
    Ok(())
}

/// The next entries that change things, and none at the end.
async fn read(
    books: &mut Books<'_>,
    pos: &mut i64,
    until: i64,
) -> sqlx::Result<Option<Vec<(Entry, Fact)>>> {
    let entries = verdict::store::of_things(books.journal(), *pos, until, STEP).await?;
    let Some(last) = entries.last() else { return Ok(None) };
    *pos = last.pos;
    let fact = |entry: Entry| {
        let fact = Fact::parse(&entry.kind, entry.body_version, &entry.body)?;
        Some((entry, fact))
    };
    Ok(Some(entries.into_iter().filter_map(fact).collect()))
}

fn name(named: &mut Named, entry: &Entry, fact: &Fact) {
    let Some((key, kind)) = super::named(fact) else { return };
    let origin = NodeId::of_bytes(&entry.origin);
    let by = &mut named.entry(key).or_insert((kind, Vec::new())).1;
    if by.iter().all(|first| first.0 != origin) {
        by.push((origin, entry.seq));
    }
}

fn holds(who: &Ownership, things: &HashMap<String, Thing>, entry: &Entry, fact: &Fact) -> bool {
    let origin = NodeId::of_bytes(&entry.origin);
    let thing = touch(fact).and_then(|touch| things.get(&touch.key));
    let Some(thing) = thing else { return true };
    who.is_own(origin, entry.seq) || who.holds(thing, origin, entry.seq)
}

async fn clear(
    books: &mut Books<'_>,
    things: &HashMap<String, Thing>,
    foreign: &[i64],
) -> sqlx::Result<()> {
    let mut several = Several::default();
    several.add(verdict::store::forget_foreign());
    let rows: Vec<_> = foreign.iter().map(|pos| verdict::foreign(*pos)).collect();
    several.add(verdict::store::write(&rows));
    several.add(node::store::forget_things());
    let rows: Vec<_> = things.iter().map(|(key, thing)| ThingRow::of(key.clone(), thing)).collect();
    several.add(node::store::write_things(&rows));
    for clearing in store::clear_things() {
        several.add(clearing);
    }
    several.run(books.rows).await
}
