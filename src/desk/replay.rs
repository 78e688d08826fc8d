//! The order in which a book of several chains is projected, and projecting it: by arrival, but
//! within a family (machines that went on from each other) a parent before its child, and of two
//! children the one with the smaller id. So whatever came first, the same chains give the same
//! book.

use super::{
    admit::{self, Elsewhere, Judge, Verdict},
    fact::Fact,
    project::Rows,
};
use crate::{
    base::{id::NodeId, outage::Outage},
    journal::{self, Entry},
};
use sqlx::{Connection, SqliteConnection};
use std::collections::HashMap;

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

    fn rows(&mut self) -> &mut SqliteConnection {
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
    /// Nothing after this position is projected.
    until: i64,
}

impl Replay {
    /// For the journal in `book` up to a position.
    pub async fn of(book: &mut SqliteConnection, own: NodeId, until: i64) -> sqlx::Result<Replay> {
        let mut nodes = journal::store::of_nodes(&mut *book).await?;
        nodes.retain(|entry| entry.pos <= until);
        let family = admit::family(&nodes);
        let doubled = journal::store::doubled(book).await?.into_iter().map(|uid| uid.0);
        let judge = Judge::of_all(own, family, doubled.collect());
        Ok(Replay { judge, through: HashMap::new(), until })
    }

    /// Projects entries that follow in order of arrival, and before them what goes before them.
    /// What cannot be projected is named.
    pub async fn feed(
        &mut self,
        books: &mut Books<'_>,
        entries: &[Entry],
        differences: &mut Vec<String>,
    ) -> sqlx::Result<()> {
        let mut run: Vec<&Entry> = Vec::new();
        for entry in entries {
            let node = NodeId::of_bytes(&entry.origin);
            let through = self.through.get(&node).copied().unwrap_or(0);
            if entry.seq <= through {
                continue;
            }
            if through == 0 && self.judge.family.parent(node).is_some() {
                self.project(books.rows(), &std::mem::take(&mut run), differences).await?;
                for before in self.judge.family.before(node) {
                    self.finish(books, before, differences).await?;
                }
            }
            self.through.insert(node, entry.seq);
            run.push(entry);
        }
        self.project(books.rows(), &run, differences).await
    }

    /// Projects what is left of a chain.
    async fn finish(
        &mut self,
        books: &mut Books<'_>,
        chain: NodeId,
        differences: &mut Vec<String>,
    ) -> sqlx::Result<()> {
        loop {
            let through = self.through.get(&chain).copied().unwrap_or(0);
            let mut entries = journal::store::chain(books.journal(), chain, through, STEP).await?;
            entries.retain(|entry| entry.pos <= self.until);
            let Some(last) = entries.last() else { return Ok(()) };
            self.through.insert(chain, last.seq);
            self.project(books.rows(), &entries.iter().collect::<Vec<_>>(), differences).await?;
        }
    }

    async fn project(
        &mut self,
        rows: &mut SqliteConnection,
        entries: &[&Entry],
        differences: &mut Vec<String>,
    ) -> sqlx::Result<()> {
        let mut read = Vec::with_capacity(entries.len());
        let named = |entry: &Entry, what: &str| {
            format!("journal entry {} ({}): {what}", entry.seq, entry.kind)
        };
        for entry in entries {
            let Some(fact) = Fact::parse(&entry.kind, entry.body_version, &entry.body) else {
                differences.push(format!("journal entry {}: unreadable body", entry.seq));
                continue;
            };
            match self.judge.judge(entry, &fact) {
                Ok(verdict) => read.push((*entry, fact, verdict)),
                Err(Elsewhere(other)) => {
                    differences.push(named(entry, &format!("the same stands in {other}")));
                }
            }
        }
        if write(rows, &read).await?.is_none() {
            return Ok(());
        }
        // One of them no longer fits its parents: it alone is named and left out, and the
        // comparison shows what hangs on it.
        for one in &read {
            if let Some(error) = write(rows, std::slice::from_ref(one)).await? {
                differences.push(named(one.0, &error.to_string()));
            }
        }
        Ok(())
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
