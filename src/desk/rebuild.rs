//! Verifying: walk every chain, rebuild the book from the journal beside it, compare every row.

use super::{
    book::{self, NODE, RECEIVES, Shop},
    chains::{
        admit,
        books::Books,
        replay::{Replay, STEP},
    },
    fact::Fact,
    space,
};
use crate::{
    base::lang::Say,
    db::{self, scratch::Scratch},
    disk::Disk,
    journal::{self, Entry, chain},
    node,
};
use sqlx::{Connection, SqliteConnection};
use std::{collections::HashMap, path::Path};

pub(super) mod compare;

/// A chain's last sequence and hash.
type Heads = HashMap<Vec<u8>, (i64, Vec<u8>)>;

/// What `verify` found.
#[derive(Debug, Default)]
pub struct Report {
    /// Entries checked.
    pub entries: i64,
    /// The hash of the last entry, hexadecimal; the head that is printed on paper.
    pub head: String,
    /// How many chains there are: one for the first laptop, one for each restored copy, and those
    /// that were received.
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

/// Where a book is rebuilt.
pub struct Place<'a> {
    /// The folder that takes the file.
    pub folder: &'a Path,
    /// Its disk.
    pub disk: &'a Disk,
    /// Bytes that must stay free beside it, for those who sell meanwhile.
    pub spare: u64,
}

impl<'a> Place<'a> {
    /// Beside the book of those who sell.
    pub fn beside(shop: &'a Shop) -> Place<'a> {
        Place { folder: &shop.folder, disk: &shop.disk, spare: space::LEAST }
    }
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
/// it, in a file that has no name and goes with this. Calls `progress` with the entries done.
/// Memory does not grow with the book.
pub async fn verify(
    book: &mut SqliteConnection,
    Place { folder, disk, spare }: Place<'_>,
    progress: impl FnMut(i64),
) -> Result<Report, RebuildError> {
    let need = db::size(book).await?.saturating_add(spare);
    let free = disk.free(folder).unwrap_or(u64::MAX);
    if free < need {
        return Err(RebuildError::NoRoom { need, free });
    }
    let mut scratch = Scratch::beside(book, folder).await?;
    let report = walk_and_compare(book, &mut scratch.db, progress).await;
    scratch.detach(book).await?;
    report
}

/// The book as it stood when its journal reached to `until`, made anew from the journal alone in
/// `scratch`, an empty book beside it. What is wrong with the chains is in the report; nothing is
/// compared.
pub async fn as_of(
    book: &mut SqliteConnection,
    scratch: &mut SqliteConnection,
    until: i64,
    progress: impl FnMut(i64),
) -> Result<Report, RebuildError> {
    let mut book = book.begin().await?;
    let (report, _) = walked(&mut book, scratch, until, progress).await?;
    book.commit().await?;
    Ok(report)
}

async fn walk_and_compare(
    book: &mut SqliteConnection,
    scratch: &mut SqliteConnection,
    progress: impl FnMut(i64),
) -> Result<Report, RebuildError> {
    // One read transaction: a sale rung up meanwhile is in neither side of the comparison.
    let mut book = book.begin().await?;
    let (mut report, heads) = walked(&mut book, scratch, i64::MAX, progress).await?;
    report.differences.extend(stranger(&mut book, &heads).await?);
    match admit::store::waiting(&mut book).await? {
        0 => compare::compare(&mut book, &mut report.differences).await?,
        // Until then the book is not what its chains say.
        waiting => report.differences.push(format!(
            "{waiting} entries of other machines wait to be taken up: start the program, wait a \
             minute and check again"
        )),
    }
    book.commit().await?;
    Ok(report)
}

/// Walks the chains and projects their entries up to position `until`.
async fn walked(
    book: &mut SqliteConnection,
    scratch: &mut SqliteConnection,
    until: i64,
    mut progress: impl FnMut(i64),
) -> Result<(Report, Heads), RebuildError> {
    let mut report = Report::default();
    let mut heads = Heads::new();
    let own = journal::store::setting(&mut *book, NODE).await?.unwrap_or_default();
    let own = own.parse().unwrap_or_default();
    // Where others' books are taken in, the last jar may have come back at two of them.
    if let Some(receives) = journal::store::setting(&mut *book, RECEIVES).await? {
        journal::store::set_setting(&mut *scratch, RECEIVES, &receives).await?;
    }
    let mut replay = Replay::of(&mut *book, own, until).await?;
    let mut pos = 0;
    loop {
        let mut positions = journal::store::positions(book, pos, STEP).await?;
        positions.retain(|position| *position <= until);
        let Some(last) = positions.last() else { break };
        if last - pos != positions.len() as i64 {
            report.differences.push(format!("journal: positions missing after {pos}"));
        }
        let entries = read(book, (pos, &positions), &mut report.differences).await?;
        pos = *last;
        report.head = entries.last().map_or(report.head, |last| hex::encode(&last.hash));
        report.entries += positions.len() as i64;
        for entry in &entries {
            walk(&mut *book, entry, &mut heads, &mut report.differences).await?;
        }
        let mut books = Books::Two(&mut *book, &mut *scratch);
        replay.feed(&mut books, &entries, &mut report.differences).await?;
        progress(report.entries);
    }
    replay.end(&mut Books::Two(&mut *book, &mut *scratch), &mut report.differences).await?;
    report.chains = heads.len();
    Ok((report, heads))
}

/// The entries at these positions, which follow `pos`. A bit that turned over may make a text
/// unreadable: such an entry is named and left out.
async fn read(
    book: &mut SqliteConnection,
    (pos, positions): (i64, &[i64]),
    differences: &mut Vec<String>,
) -> sqlx::Result<Vec<Entry>> {
    let unreadable = |error: &sqlx::Error| matches!(error, sqlx::Error::ColumnDecode { .. });
    match journal::store::after(&mut *book, pos, positions.len() as i64).await {
        Err(error) if unreadable(&error) => {}
        read => return read,
    }
    let mut entries = Vec::with_capacity(positions.len());
    for pos in positions {
        match journal::store::at(&mut *book, *pos).await {
            Err(error) if unreadable(&error) => {
                differences.push(format!("journal position {pos}: {error}"));
            }
            read => entries.extend(read?),
        }
    }
    Ok(entries)
}

/// What is wrong with the book's own node: under one that no chain belongs to, numbers would be
/// given twice.
async fn stranger(book: &mut SqliteConnection, heads: &Heads) -> sqlx::Result<Option<String>> {
    let node = journal::store::setting(book, NODE).await?.unwrap_or_default();
    let known = match node.parse() {
        Ok(node) => book::known(book, node).await?,
        Err(_) => false,
    };
    let wrong = !known && !heads.is_empty();
    Ok(wrong.then(|| format!("setting node: no chain of the journal belongs to {node}")))
}

/// Checks an entry's place in its chain. After a break the walk goes on from the row as it
/// stands, so that each broken row is named once.
async fn walk(
    book: &mut SqliteConnection,
    entry: &Entry,
    heads: &mut Heads,
    differences: &mut Vec<String>,
) -> sqlx::Result<()> {
    if let Some(what) = begins_ill(book, entry, heads).await? {
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
    Ok(())
}

/// What is wrong with an entry as the beginning of a chain: one that goes on from another names an
/// entry of it that came before, and none does it a second time.
async fn begins_ill(
    book: &mut SqliteConnection,
    entry: &Entry,
    heads: &Heads,
) -> sqlx::Result<Option<&'static str>> {
    let Some(Fact::Node(node::Event::Began(it))) =
        Fact::parse(&entry.kind, entry.body_version, &entry.body)
    else {
        return Ok(None);
    };
    if heads.contains_key(&entry.origin) {
        return Ok(Some("its chain begins a second time"));
    }
    if it.node.bytes() != entry.origin {
        return Ok(Some("it begins the chain of another node"));
    }
    let known = heads.get(&it.parent.bytes()).is_some_and(|(seq, _)| *seq >= it.seq);
    let hash = match it.seq {
        0 => Some(vec![0; 32]),
        seq => journal::store::hash_at(book, &it.parent.bytes(), seq).await?.filter(|_| known),
    };
    let stands = hash.is_some_and(|hash| hex::encode(hash) == it.hash);
    Ok((!stands).then_some("it names an entry as its parent's last that is not"))
}
