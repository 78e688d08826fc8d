//! The order in which a book of several chains is projected, and projecting it: by arrival, but
//! within a family (machines that went on from each other) a parent before its child, and of two
//! children the one with the smaller id. So whatever came first, the same chains give the same
//! book. An entry that names what stands in another family's later entry makes its chain wait.

use super::{
    admit::{self, Elsewhere, Judge, Judged, Name, Verdict},
    beyond,
    books::Books,
};
use crate::{
    base::{id::NodeId, outage::Outage},
    desk::{fact::Fact, project::Rows},
    journal::{self, Entry},
    node::{self, family::Place},
};
use serde_json::json;
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Entries projected at a time.
pub const STEP: i64 = 500;

/// Why a chain cannot go on.
struct Waits {
    /// The position of the entry that it waits at; none: one that goes before it waits.
    at: Option<i64>,
    /// Why.
    why: String,
}

/// Projects a whole book.
pub struct Replay {
    judge: Judge,
    /// How far each chain is projected.
    through: HashMap<NodeId, i64>,
    /// Chains whose next entry cannot be projected yet, or those before which are such: it names
    /// what stands in a chain that comes later.
    waiting: BTreeMap<NodeId, Waits>,
    /// The highest position of what was projected.
    reached: i64,
    /// Positions of entries that stand in no table, since they were refused.
    refused: HashSet<i64>,
    /// Nothing after this position is projected.
    until: i64,
}

impl Replay {
    /// For the journal in `book` up to a position, before anything of the book is emptied.
    pub async fn of(book: &mut SqliteConnection, own: NodeId, until: i64) -> sqlx::Result<Replay> {
        let mut nodes = journal::store::of_nodes(&mut *book).await?;
        nodes.retain(|entry| entry.pos <= until);
        let told = admit::family(&nodes);
        let doubled = journal::store::doubled(&mut *book).await?.into_iter().map(|uid| uid.0);
        let own = node::store::keeper(&mut *book, own).await?;
        let judge = Judge::of_all(own, told, doubled.collect());
        let (through, waiting, refused) = (HashMap::new(), BTreeMap::new(), HashSet::new());
        Ok(Replay { judge, through, waiting, reached: 0, refused, until })
    }

    /// Projects entries that follow in order of arrival, and before them what goes before them.
    /// What cannot be judged is named.
    pub async fn feed(
        &mut self,
        books: &mut Books<'_>,
        entries: &[Entry],
        differences: &mut Vec<String>,
    ) -> sqlx::Result<()> {
        let mut run: Vec<&Entry> = Vec::new();
        for entry in entries {
            let node = NodeId::of_bytes(&entry.origin);
            let through = self.through(node);
            if entry.seq <= through || self.waiting.contains_key(&node) {
                continue;
            }
            if through == 0 && self.judge.family.parent(node).is_some() {
                self.project(books, &std::mem::take(&mut run), differences).await?;
                if !self.begin(books, node, differences).await? {
                    continue;
                }
            }
            self.through.insert(node, entry.seq);
            run.push(entry);
        }
        self.project(books, &run, differences).await?;
        self.go_on(books, differences).await
    }

    /// Ends the projection. Entries that wait for each other in a circle, as no honest machines
    /// write them: of these the one is left out that arrived first, before what it names, and the
    /// chains go on. Whoever waits for one of them arrived later. Where the book does not say so
    /// already it is named, and the comparison shows what hangs on it.
    pub async fn end(
        &mut self,
        books: &mut Books<'_>,
        differences: &mut Vec<String>,
    ) -> sqlx::Result<()> {
        while let Some((node, pos, why)) = self.first_waiting() {
            self.waiting.remove(&node);
            self.refuse(books, pos, why, differences).await?;
            self.through.insert(node, self.through(node) + 1);
            self.finish(books, node, differences).await?;
            self.go_on(books, differences).await?;
        }
        Ok(())
    }

    /// The entry at `pos` stands in no table. A book that is projected anew in its own place says
    /// so from now on; beside it, it is compared with what the book says.
    async fn refuse(
        &mut self,
        books: &mut Books<'_>,
        pos: i64,
        why: String,
        differences: &mut Vec<String>,
    ) -> sqlx::Result<()> {
        if !self.refused.insert(pos) {
            return Ok(());
        }
        let said = match books {
            Books::One(_) => true,
            Books::Two(book, _) => admit::store::is_refused(book, pos).await?,
        };
        if said {
            let row = json!([pos, Verdict::Refused.word()]);
            admit::store::write_verdicts(&[row]).run(books.rows()).await?;
        }
        if !said || matches!(books, Books::One(_)) {
            differences.push(why);
        }
        Ok(())
    }

    fn through(&self, chain: NodeId) -> i64 {
        self.through.get(&chain).copied().unwrap_or(0)
    }

    /// Of the entries that chains wait at the one that arrived first.
    fn first_waiting(&self) -> Option<(NodeId, i64, String)> {
        let at = self.waiting.iter().filter_map(|(node, it)| Some((*node, it.at?, it)));
        let first = at.min_by_key(|(_, pos, _)| *pos);
        first.map(|(node, pos, it)| (node, pos, it.why.clone()))
    }

    /// Projects what goes before a chain. Whether it can begin.
    async fn begin(
        &mut self,
        books: &mut Books<'_>,
        chain: NodeId,
        differences: &mut Vec<String>,
    ) -> sqlx::Result<bool> {
        for before in self.judge.family.before(chain) {
            if !self.waiting.contains_key(&before) {
                self.finish(books, before, differences).await?;
            }
            if let Some(before) = self.waiting.get(&before) {
                let waits = Waits { at: None, why: before.why.clone() };
                self.waiting.insert(chain, waits);
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Goes on with chains that waited, for as long as one comes further.
    async fn go_on(
        &mut self,
        books: &mut Books<'_>,
        differences: &mut Vec<String>,
    ) -> sqlx::Result<()> {
        // A chain that is alone waits for nothing. One that has not begun yet is a chain too.
        let begun = |chain: &NodeId| self.through.contains_key(chain);
        let mut further = self.through.len() > 1 || !self.waiting.keys().all(begun);
        while further && !self.waiting.is_empty() {
            further = false;
            let mut chains: Vec<NodeId> = self.waiting.keys().copied().collect();
            chains.sort_by_key(|chain| self.judge.family.rank(*chain));
            for chain in chains {
                let through = self.through(chain);
                self.waiting.remove(&chain);
                let begins = match through {
                    0 => self.begin(books, chain, differences).await?,
                    _ => true,
                };
                if begins {
                    self.finish(books, chain, differences).await?;
                }
                further |= self.through(chain) > through;
            }
        }
        Ok(())
    }

    /// Projects what is left of a chain.
    async fn finish(
        &mut self,
        books: &mut Books<'_>,
        chain: NodeId,
        differences: &mut Vec<String>,
    ) -> sqlx::Result<()> {
        while !self.waiting.contains_key(&chain) {
            let through = self.through(chain);
            let mut entries = journal::store::chain(books.journal(), chain, through, STEP).await?;
            entries.retain(|entry| entry.pos <= self.until);
            let Some(last) = entries.last() else { return Ok(()) };
            self.through.insert(chain, last.seq);
            self.project(books, &entries.iter().collect::<Vec<_>>(), differences).await?;
        }
        Ok(())
    }

    /// Projects entries. One that cannot stand yet makes its chain wait; one that never will is
    /// left out, where it plans.
    async fn project(
        &mut self,
        books: &mut Books<'_>,
        entries: &[&Entry],
        differences: &mut Vec<String>,
    ) -> sqlx::Result<()> {
        if self.project_all(books, entries).await? {
            return Ok(());
        }
        for entry in entries {
            let node = NodeId::of_bytes(&entry.origin);
            if self.waiting.contains_key(&node) {
                continue;
            }
            let Some(fact) = Fact::parse(&entry.kind, entry.body_version, &entry.body) else {
                once(differences, format!("journal entry {}: unreadable body", entry.seq));
                continue;
            };
            if self.came_too_late(books, entry, &fact).await? {
                let why = named(entry, "the same stands in another's");
                self.refuse(books, entry.pos, why, differences).await?;
                continue;
            }
            match self.judge.judge(entry, &fact) {
                Ok(Judged::Is(verdict)) => {
                    self.project_one(books, (entry, fact, verdict)).await?;
                }
                Ok(Judged::Lacks(lacks)) => {
                    let (lost, why) =
                        (self.is_lost(books, entry, &lacks).await?, "it names what is not here");
                    match admit::plans(&fact) && lost {
                        true => self.project_one(books, (entry, fact, Verdict::Beyond)).await?,
                        false => self.wait(entry, why),
                    }
                }
                Err(Elsewhere(other)) => {
                    let why = named(entry, &format!("the same stands in {other}"));
                    self.refuse(books, entry.pos, why, differences).await?;
                }
            }
        }
        Ok(())
    }

    /// Projects entries all at once. False: one of them cannot stand yet, and none is projected.
    async fn project_all(
        &mut self,
        books: &mut Books<'_>,
        entries: &[&Entry],
    ) -> sqlx::Result<bool> {
        let (mut read, reached) = (Vec::with_capacity(entries.len()), self.reached);
        for entry in entries {
            let fact = Fact::parse(&entry.kind, entry.body_version, &entry.body);
            let Some(fact) = fact else { break };
            if self.came_too_late(books, entry, &fact).await? {
                break;
            }
            let verdict = match self.judge.judge(entry, &fact) {
                Ok(Judged::Is(verdict)) => verdict,
                Ok(Judged::Lacks(lacks))
                    if admit::plans(&fact) && self.is_lost(books, entry, &lacks).await? =>
                {
                    Verdict::Beyond
                }
                _ => break,
            };
            self.reached = self.reached.max(entry.pos);
            read.push((*entry, fact, verdict));
        }
        let whole = read.len() == entries.len();
        let stand = whole && write(books.rows(), &read).await?.is_none();
        if !stand {
            self.judge.forget(&entries.iter().map(|it| place(it)).collect());
            self.reached = reached;
        }
        Ok(stand)
    }

    async fn project_one(
        &mut self,
        books: &mut Books<'_>,
        one: (&Entry, Fact, Verdict),
    ) -> sqlx::Result<()> {
        match write(books.rows(), std::slice::from_ref(&one)).await? {
            None => self.reached = self.reached.max(one.0.pos),
            Some(why) => {
                self.judge.unsay(one.0, &one.1);
                self.wait(one.0, &why.to_string());
            }
        }
        Ok(())
    }

    /// Its chain waits at an entry.
    fn wait(&mut self, entry: &Entry, why: &str) {
        let (node, seq) = place(entry);
        self.through.insert(node, seq - 1);
        let waits = Waits { at: Some(entry.pos), why: named(entry, why) };
        self.waiting.insert(node, waits);
    }

    async fn is_lost(
        &self,
        books: &mut Books<'_>,
        entry: &Entry,
        lacks: &BTreeSet<Name>,
    ) -> sqlx::Result<bool> {
        let family = &self.judge.family;
        beyond::is_lost(books, family, (place(entry), lacks), self.until).await
    }

    /// Whether an entry had to wait for what it names, and another family brought the same
    /// meanwhile. Asked only where an entry is projected after one that arrived later.
    async fn came_too_late(
        &self,
        books: &mut Books<'_>,
        entry: &Entry,
        fact: &Fact,
    ) -> sqlx::Result<bool> {
        let by = place(entry);
        let (Some(brings @ Name::Thing(uid)), true) =
            (admit::brings(fact, by), entry.pos < self.reached)
        else {
            return Ok(false);
        };
        if self.judge.knows(uid) {
            return Ok(false);
        }
        let (names, family) = (self.judge.names(by, fact), &self.judge.family);
        beyond::came_too_late(
            books.journal(),
            family,
            (by, brings),
            (entry.pos, self.until),
            &names,
        )
        .await
    }
}

fn place(entry: &Entry) -> Place {
    (NodeId::of_bytes(&entry.origin), entry.seq)
}

fn named(entry: &Entry, what: &str) -> String {
    format!("journal entry {} ({}): {what}", entry.seq, entry.kind)
}

/// Names what is wrong with an entry, which may be met with again when its chain goes on.
fn once(differences: &mut Vec<String>, what: String) {
    if !differences.contains(&what) {
        differences.push(what);
    }
}

/// Writes the rows of entries, all of them or none. Gives why the schema refuses them; that the
/// disk fails is no fault of theirs.
pub async fn write(
    book: &mut SqliteConnection,
    entries: &[(&Entry, Fact, Verdict)],
) -> sqlx::Result<Option<sqlx::Error>> {
    let mut rows = Rows::default();
    for (entry, fact, verdict) in entries {
        rows.admit(entry, fact, *verdict);
    }
    let mut transaction = book.begin().await?;
    match rows.write(&mut transaction).await {
        Ok(()) => transaction.commit().await.map(|()| None),
        Err(error) if Outage::of(&error).is_some() => Err(error),
        Err(error) => transaction.rollback().await.map(|()| Some(error)),
    }
}
