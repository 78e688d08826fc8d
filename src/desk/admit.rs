//! Which entries are projected. Each chain that a book holds was checked by its hashes; here stands
//! what the chains are to each other. A fact is counted once, whoever wrote it down; what can be
//! changed is changed by its owner alone. Nothing else stands between a chain's check and its rows,
//! and the same books come of the same chains in whatever order they arrived.

mod anew;
mod store;
mod touch;

use super::{fact::Fact, project::Rows};
use crate::{
    base::id::NodeId,
    db::several::Several,
    journal::{self, Entry, verdict},
    node::{
        self,
        owner::{Ownership, Thing},
    },
    sale::shift,
};
use sqlx::SqliteConnection;
use std::collections::HashMap;
use touch::{Touch, touch};

pub use anew::project_anew;
pub(super) use touch::named;

/// Where the journal is read and where the rows are written: two books while one is rebuilt from
/// the other.
pub struct Books<'a> {
    /// The book whose journal is read; none: the same.
    pub journal: Option<&'a mut SqliteConnection>,
    /// The book that gets the rows.
    pub rows: &'a mut SqliteConnection,
}

impl Books<'_> {
    fn journal(&mut self) -> &mut SqliteConnection {
        match &mut self.journal {
            Some(journal) => journal,
            None => self.rows,
        }
    }
}

/// What becomes of an entry.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// Its rows are written.
    Projected,
    /// Its rows take the place of a worse twin's, under the id that the first of them got.
    Better(i64, Box<(Entry, Fact)>),
    /// The twin at this position stands.
    Twin(i64),
    /// Its node does not own what it changes.
    Foreign,
}

/// An entry with what becomes of it.
pub struct Judged {
    /// The entry, at its position.
    pub entry: Entry,
    /// Its contents.
    pub fact: Fact,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// Why an entry can be neither projected nor left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It names what the book does not know yet.
    Parent,
    /// Another kind of entry stands under its id.
    OtherKind,
}

/// What makes two entries the same fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Group {
    Uid(Vec<u8>),
    /// A shift is closed once.
    Closed(String),
}

/// The entries of one fact so far.
#[derive(Debug, Clone)]
struct Twins {
    first: i64,
    best: Entry,
}

/// Judges entries one after another.
pub struct Judge {
    who: Ownership,
    things: HashMap<String, Thing>,
    twins: HashMap<Group, Twins>,
    /// Things went into other hands.
    anew: bool,
}

impl Judge {
    /// Loads what judging these entries needs, as the book stood before position `before`.
    pub async fn load(
        books: &mut Books<'_>,
        own: NodeId,
        entries: &[(Entry, Fact)],
        before: i64,
    ) -> sqlx::Result<Judge> {
        let who = node::store::ownership(books.rows, own).await?;
        let touches = entries.iter().filter_map(|(_, fact)| touch(fact));
        let keys: Vec<String> = touches.map(|touch| touch.key).collect();
        let things = node::store::things(books.rows, &keys).await?;
        let (mut uids, mut shifts) = (Vec::new(), Vec::new());
        for group in entries.iter().filter_map(|(entry, fact)| group(entry, fact)) {
            match group {
                Group::Uid(uid) => uids.push(hex::encode(uid)),
                Group::Closed(shift) => shifts.push(shift),
            }
        }
        let mut judge = Judge { who, things, twins: HashMap::new(), anew: false };
        let mut known = verdict::store::under_uids(books.journal(), &uids, before).await?;
        known.extend(verdict::store::closings(books.journal(), &shifts, before).await?);
        known.sort_by_key(|entry| entry.pos);
        for entry in known {
            if let Some(fact) = Fact::parse(&entry.kind, entry.body_version, &entry.body) {
                judge.remember(&entry, &fact);
            }
        }
        Ok(judge)
    }

    /// Whether what can be changed has to be projected anew: it went into other hands.
    pub fn anew(&self) -> Option<&Ownership> {
        self.anew.then_some(&self.who)
    }

    /// What becomes of an entry.
    pub fn judge(&mut self, entry: &Entry, fact: &Fact) -> Result<Verdict, Unfit> {
        if let Fact::Node(event) = fact {
            return self.judge_node(entry, event);
        }
        match touch(fact) {
            Some(touch) => self.judge_thing(entry, touch),
            None => self.judge_fact(entry, fact),
        }
    }

    fn judge_node(&mut self, entry: &Entry, event: &node::Event) -> Result<Verdict, Unfit> {
        let origin = NodeId::of_bytes(&entry.origin);
        match event {
            node::Event::Began(it) => self.who.began(origin, it.parent, it.seq),
            node::Event::TookOver(_) => {
                self.who.took_over(origin);
                self.anew |= !self.who.is_own(origin, entry.seq);
            }
            node::Event::Handed(it) => self.who.handed(origin, entry.seq, it.clone()),
            node::Event::Taken(it) => {
                self.who.hands(it.from, it.seq).ok_or(Unfit::Parent)?;
                self.who.taken(origin, entry.seq, it);
            }
        }
        Ok(Verdict::Projected)
    }

    fn judge_thing(&mut self, entry: &Entry, touch: Touch) -> Result<Verdict, Unfit> {
        let (origin, seq) = (NodeId::of_bytes(&entry.origin), entry.seq);
        let Some(thing) = self.things.get(&touch.key) else {
            let kind = touch.names.ok_or(Unfit::Parent)?;
            self.things.insert(touch.key, Thing { kind, origin, seq });
            return Ok(Verdict::Projected);
        };
        if self.who.is_own(origin, seq) || self.who.holds(thing, origin, seq) {
            return Ok(Verdict::Projected);
        }
        // Two that knew nothing of each other named it.
        self.anew |= touch.names.is_some() && self.who.rank(origin) < self.who.rank(thing.origin);
        Ok(Verdict::Foreign)
    }

    fn judge_fact(&mut self, entry: &Entry, fact: &Fact) -> Result<Verdict, Unfit> {
        let twins = group(entry, fact).and_then(|group| self.twins.get(&group)).cloned();
        let verdict = match twins {
            None => Verdict::Projected,
            Some(twins) if family(&twins.best.kind) != family(&entry.kind) => {
                return Err(Unfit::OtherKind);
            }
            Some(twins) if self.rank(entry) < self.rank(&twins.best) => {
                let worse = twins.best;
                let fact = Fact::parse(&worse.kind, worse.body_version, &worse.body);
                let fact = fact.ok_or(Unfit::OtherKind)?;
                Verdict::Better(twins.first, Box::new((worse, fact)))
            }
            Some(twins) => Verdict::Twin(twins.best.pos),
        };
        self.remember(entry, fact);
        Ok(verdict)
    }

    /// Notes an entry among those of its fact.
    fn remember(&mut self, entry: &Entry, fact: &Fact) {
        let Some(group) = group(entry, fact) else { return };
        let better = match self.twins.get(&group) {
            Some(twins) => self.rank(entry) < self.rank(&twins.best),
            None => true,
        };
        if better {
            let first = self.twins.get(&group).map_or(entry.pos, |twins| twins.first);
            self.twins.insert(group, Twins { first, best: entry.clone() });
        }
    }

    /// The first of those that hold the same fact stands. A shift that one chain opened and another
    /// only joined was opened: sales name it.
    fn rank(&self, entry: &Entry) -> (bool, Vec<NodeId>) {
        let origin = NodeId::of_bytes(&entry.origin);
        (entry.kind != "shift.opened", self.who.rank(origin))
    }
}

fn group(entry: &Entry, fact: &Fact) -> Option<Group> {
    match fact {
        Fact::Node(_) => None,
        Fact::Shift(shift::Event::Closed(_)) => Some(Group::Closed(entry.subject.clone())),
        _ if touch(fact).is_some() => None,
        _ => Some(Group::Uid(entry.uid.clone())),
    }
}

fn family(kind: &str) -> &str {
    kind.split('.').next().unwrap_or(kind)
}

/// Writes the rows of judged entries. Where things went into other hands, `project_anew` has to
/// follow.
pub async fn write(rows_of: &mut SqliteConnection, judged: &[Judged]) -> sqlx::Result<()> {
    let mut several = Several::default();
    let (mut rows, mut left_out) = (Rows::default(), Vec::new());
    for Judged { entry, fact, verdict } in judged {
        match verdict {
            Verdict::Projected => rows.add(entry, fact),
            Verdict::Twin(standing) => left_out.push(verdict::twin(entry.pos, *standing)),
            Verdict::Foreign => left_out.push(verdict::foreign(entry.pos)),
            Verdict::Better(id, worse) => {
                rows.add_to(&mut several);
                rows = Rows::default();
                left_out.push(verdict::twin(worse.0.pos, entry.pos));
                several.add(verdict::store::write(&std::mem::take(&mut left_out)));
                several.add(verdict::store::stand_by(worse.0.pos, entry.pos));
                for clearing in store::clear(*id) {
                    several.add(clearing);
                }
                Rows::better(*id, (entry, fact), (&worse.0, &worse.1)).add_to(&mut several);
            }
        }
    }
    rows.add_to(&mut several);
    if !left_out.is_empty() {
        several.add(verdict::store::write(&left_out));
    }
    several.run(rows_of).await
}

/// Whether the book of this journal holds more chains than one.
pub async fn has_many(journal: &mut SqliteConnection) -> sqlx::Result<bool> {
    Ok(journal::store::heads(journal).await?.len() > 1)
}
