//! Verifying: walk every chain, rebuild the book from the journal beside it, compare every row.

use super::{fact::Fact, project::Rows};
use crate::{
    base::lang::Say,
    db::{self, scratch::Scratch},
    disk::Disk,
    journal::{self, Entry, chain},
    node,
};
use sqlx::{Connection, SqliteConnection};
use std::{collections::HashMap, path::Path};

mod compare;

/// Entries read and projected at a time.
const STEP: i64 = 2000;

/// A chain's last sequence and hash.
type Heads = HashMap<Vec<u8>, (i64, Vec<u8>)>;

/// What `verify` found.
#[derive(Debug, Default)]
pub struct Report {
    /// Entries checked.
    pub entries: i64,
    /// The hash of the last entry, hexadecimal; the head that is printed on paper.
    pub head: String,
    /// How many chains there are: one for the first laptop, one for each restored copy.
    pub chains: usize,
    /// What SQLite itself first finds wrong with the file; none when it is sound.
    pub damage: Option<String>,
    /// Every difference, in words; empty when all is well.
    pub differences: Vec<String>,
}

/// Why the check could not be made at all.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// The book could not be read or the scratch book not written.
    #[error("{0}")]
    Sql(#[from] sqlx::Error),
    /// The scratch book could not be opened.
    #[error("{0}")]
    Open(#[from] db::OpenError),
    /// The disk has no room for the scratch book.
    #[error("{} MB must be free to rebuild the book beside it, {} MB are", need >> 20, free >> 20)]
    NoRoom {
        /// Bytes that the rebuilt book may take.
        need: u64,
        /// Bytes that are free.
        free: u64,
    },
}

impl RebuildError {
    /// What to do about it.
    pub fn say(&self) -> Say {
        match self {
            RebuildError::NoRoom { need, free } => Say::new(
                format!(
                    "Kiểm tra cần dựng lại sổ trong thư mục dữ liệu: ổ đĩa phải trống {} MB, nay \
                     còn {} MB",
                    need >> 20,
                    free >> 20
                ),
                format!(
                    "The check rebuilds the book in the data folder: {} MB must be free, {} MB are",
                    need >> 20,
                    free >> 20
                ),
            ),
            other => Say::new(other.to_string(), other.to_string()),
        }
    }
}

/// Checks the whole journal of `book` and compares its projections with those that are rebuilt from
/// it, in a file in `folder` that has no name and goes with this. Calls `progress` with the entries
/// done. Memory does not grow with the book.
pub async fn verify(
    book: &mut SqliteConnection,
    (folder, disk): (&Path, &Disk),
    progress: impl FnMut(i64),
) -> Result<Report, RebuildError> {
    let (need, free) = (db::size(book).await?, disk.free(folder).unwrap_or(u64::MAX));
    if free < need {
        return Err(RebuildError::NoRoom { need, free });
    }
    let mut scratch = Scratch::beside(book, folder).await?;
    let report = walk_and_compare(book, &mut scratch.db, progress).await;
    scratch.detach(book).await?;
    report
}

async fn walk_and_compare(
    book: &mut SqliteConnection,
    scratch: &mut SqliteConnection,
    mut progress: impl FnMut(i64),
) -> Result<Report, RebuildError> {
    let mut report = Report::default();
    // One read transaction: a sale rung up meanwhile is in neither side of the comparison.
    let mut book = book.begin().await?;
    let mut heads = Heads::new();
    let mut pos = 0;
    loop {
        let entries = journal::store::after(&mut book, pos, STEP).await?;
        let Some(last) = entries.last() else { break };
        if last.pos - pos != entries.len() as i64 {
            report.differences.push(format!("journal: positions missing after {pos}"));
        }
        pos = last.pos;
        report.head = hex::encode(&last.hash);
        report.entries += entries.len() as i64;
        for entry in &entries {
            walk(entry, &mut heads, &mut report.differences);
        }
        replay(scratch, &entries, &mut report.differences).await?;
        progress(report.entries);
    }
    report.chains = heads.len();
    compare::compare(&mut book, &mut report.differences).await?;
    book.commit().await?;
    Ok(report)
}

/// Checks an entry's place in its chain. After a break the walk goes on from the row as it
/// stands, so that each broken row is named once.
fn walk(entry: &Entry, heads: &mut Heads, differences: &mut Vec<String>) {
    if let Some(what) = begins_ill(entry, heads) {
        differences.push(format!("journal entry {} ({}): {what}", entry.seq, entry.kind));
    }
    let (seq, hash) = heads.get(&entry.origin).cloned().unwrap_or((0, vec![0; 32]));
    if let Err(broken) = chain::check(entry, seq, &hash) {
        let what = match broken {
            chain::Break::Gap { expected } => format!("sequence {expected} is missing before it"),
            chain::Break::Unlinked => "it does not follow the entry before it".to_owned(),
            chain::Break::Altered => "it was altered".to_owned(),
        };
        differences.push(format!("journal entry {} ({}): {what}", entry.seq, entry.kind));
    }
    heads.insert(entry.origin.clone(), (entry.seq, entry.hash.clone()));
}

/// What is wrong with an entry as the beginning of a chain: the first chain of a book begins with
/// anything, each other with the entry that names its parent's last, and none a second time.
fn begins_ill(entry: &Entry, heads: &Heads) -> Option<&'static str> {
    let first = !heads.contains_key(&entry.origin);
    let began = match Fact::parse(&entry.kind, entry.body_version, &entry.body) {
        Some(Fact::Node(node::Event::Began(it))) => Some(it),
        _ => None,
    };
    match began {
        None if first && !heads.is_empty() => Some("a chain begins that names no parent"),
        Some(_) if !first => Some("its chain begins a second time"),
        Some(it) if it.node.bytes() != entry.origin => Some("it begins the chain of another node"),
        Some(it) => {
            let (seq, hash) = heads.get(&it.parent.bytes()).cloned().unwrap_or((0, vec![0; 32]));
            let stands = seq == it.seq && hex::encode(hash) == it.hash;
            (!stands).then_some("it names an entry as its parent's last that is not")
        }
        None => None,
    }
}

async fn replay(
    scratch: &mut SqliteConnection,
    entries: &[Entry],
    differences: &mut Vec<String>,
) -> sqlx::Result<()> {
    let mut rows = Rows::default();
    for entry in entries {
        match Fact::parse(&entry.kind, entry.body_version, &entry.body) {
            Some(fact) => rows.add(entry, &fact),
            None => differences.push(format!("journal entry {}: unreadable body", entry.seq)),
        }
    }
    let mut transaction = scratch.begin().await?;
    if let Err(error) = rows.write(&mut transaction).await {
        // A body that no longer fits its parents: named, and the comparison shows the rest.
        let (first, last) = (entries.first(), entries.last());
        let span = (first.map_or(0, |entry| entry.pos), last.map_or(0, |entry| entry.pos));
        differences.push(format!("entries {} to {}: {error}", span.0, span.1));
        return Ok(());
    }
    transaction.commit().await
}
