//! The order in which a book of several chains is projected, and projecting it: by arrival, but
//! within a family (machines that went on from each other) a parent before its child, and of two
//! children the one with the smaller id. So whatever came first, the same chains give the same
//! book. An entry that names what stands in another family's later entry makes its chain wait.

use super::{
    admit::{self, Elsewhere, Judge, Verdict},
    beyond::{self, Name},
};
use crate::{
    base::{id::NodeId, outage::Outage},
    desk::{fact::Fact, project::Rows},
    journal::{self, Entry},
    node,
};
use serde_json::json;
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Entries projected at a time.
pub const STEP: i64 = 500;

/// Where entries are read and rows are written: one book, or two.
pub enum Books<'a> {
    /// A book is projected anew in its own place.
    One(&'a mut SqliteConnection),
    /// A book is projected beside it: read from the first, written to the second.
    Two(&'a mut SqliteConnection, &'a mut SqliteConnection),
}

impl Books<'_> {
    /// Where the journal is read.
    pub fn journal(&mut self) -> &mut SqliteConnection {
        match self {
            Books::One(book) | Books::Two(book, _) => book,
        }
    }

    /// Where rows are written.
    pub fn rows(&mut self) -> &mut SqliteConnection {
        match self {
            Books::One(book) | Books::Two(_, book) => book,
        }
    }
}

/// Projects a whole book.
pub struct Replay {
    judge: Judge,
    /// How far each chain is projected.
    through: HashMap<NodeId, i64>,
    /// Chains whose next entry cannot be projected yet, or those before which are such: it names
    /// what stands in a chain that comes later. With why it cannot.
    waiting: BTreeMap<NodeId, String>,
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
        Ok(Replay { judge, through, waiting, refused, until })
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

    /// Ends the projection. The entry that a chain still waits at is left out, and the chain goes
    /// on; where the book does not say so already it is named, and the comparison shows what hangs
    /// on it.
    pub async fn end(
        &mut self,
        books: &mut Books<'_>,
        differences: &mut Vec<String>,
    ) -> sqlx::Result<()> {
        while let Some((node, why)) = self.first_waiting() {
            self.waiting.remove(&node);
            let through = self.through(node);
            let refused = journal::store::chain(books.journal(), node, through, 1).await?.pop();
            if let Some(entry) = refused {
                self.judge.forget(&HashSet::from([(node, entry.seq)]));
                self.refuse(books, entry.pos, why, differences).await?;
            }
            self.through.insert(node, through + 1);
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

    /// Of the chains that wait the one that goes before the others.
    fn first_waiting(&self) -> Option<(NodeId, String)> {
        let first = self.waiting.iter().min_by_key(|(node, _)| self.judge.family.rank(**node));
        first.map(|(node, why)| (*node, why.clone()))
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
            if let Some(why) = self.waiting.get(&before).cloned() {
                self.waiting.insert(chain, why);
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
            match self.judge.judge(entry, &fact) {
                Ok(verdict) => self.project_one(books, (entry, fact, verdict)).await?,
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
        let mut read = Vec::with_capacity(entries.len());
        for entry in entries {
            let fact = Fact::parse(&entry.kind, entry.body_version, &entry.body);
            let Some(fact) = fact else { break };
            let Ok(verdict) = self.judge.judge(entry, &fact) else { break };
            if verdict == Verdict::Stands && !self.judge.has_all(&fact) {
                break;
            }
            read.push((*entry, fact, verdict));
        }
        let whole = read.len() == entries.len();
        let stand = whole && write(books.rows(), &read).await?.is_none();
        if !stand {
            let place = |it: &&Entry| (NodeId::of_bytes(&it.origin), it.seq);
            self.judge.forget(&entries.iter().map(place).collect());
        }
        Ok(stand)
    }

    async fn project_one(
        &mut self,
        books: &mut Books<'_>,
        one: (&Entry, Fact, Verdict),
    ) -> sqlx::Result<()> {
        let why = match one.2 {
            Verdict::Stands if !self.judge.has_all(&one.1) => {
                Some("it names what is not here".into())
            }
            _ => write(books.rows(), std::slice::from_ref(&one)).await?.map(|it| it.to_string()),
        };
        let Some(why) = why else { return Ok(()) };
        let (entry, fact, _) = one;
        let node = NodeId::of_bytes(&entry.origin);
        self.judge.forget(&HashSet::from([(node, entry.seq)]));
        let mut lacks = beyond::names(&fact);
        lacks.retain(|it| match it {
            Name::Thing(uid) => !self.judge.knows(*uid),
            Name::Gift(place) => !self.judge.was_given(*place),
        });
        if beyond::is_lost(books, &lacks, self.until).await? {
            let row = json!([entry.pos, Verdict::Beyond.word()]);
            return admit::store::write_verdicts(&[row]).run(books.rows()).await.map(drop);
        }
        self.through.insert(node, entry.seq - 1);
        self.waiting.insert(node, named(entry, &why));
        Ok(())
    }
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
