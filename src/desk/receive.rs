//! Entries of other chains arrive: one batch is one transaction. Each is checked against the chain
//! it belongs to, then judged, then written; what cannot be taken stops its own chain there, and
//! the others flow on. The same rows again change nothing.

use super::{
    admit::{self, Books, Judge, Judged, Unfit},
    fact::Fact,
    writer::Writer,
};
use crate::{
    base::{id::NodeId, lang::Say, outage::Outage, refusal::Refusal},
    journal::{self, Entry, chain},
    node,
};
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, HashMap};
use tokio::sync::oneshot;

#[cfg(test)]
mod tests;

/// What came of a batch.
#[derive(Debug, Clone, Default)]
pub struct Receipt {
    /// Of each chain in it, the last sequence that stands here now.
    pub through: BTreeMap<NodeId, i64>,
    /// Entries that are new here.
    pub added: i64,
    /// Chains that stopped in it, by the first entry that could not be taken.
    pub stopped: Vec<Stopped>,
}

/// A chain that stopped.
#[derive(Debug, Clone)]
pub struct Stopped {
    /// The entry that could not be taken.
    pub entry: Entry,
    /// Why.
    pub why: Why,
}

/// Why an entry could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Entries before it have not arrived.
    Gap {
        /// The sequence that is expected.
        expected: i64,
    },
    /// Another entry stands at its place: there are two copies of one book.
    Fork,
    /// Its bytes do not give its hash.
    Altered,
    /// It does not follow the entry before it.
    Unlinked,
    /// This program does not know its kind or its shape.
    Unknown,
    /// It names what is not here yet.
    Parent,
    /// It is of this machine's own chain, and this machine does not have it.
    Own,
    /// Another kind of entry stands under its id, or the book's schema refuses its rows.
    Refused(String),
}

impl Why {
    /// In words, for both sides' screens.
    pub fn say(&self) -> Say {
        match self {
            Why::Gap { expected } => Say::new(
                format!("Thiếu các dòng từ số {expected}"),
                format!("Rows from {expected} on are missing"),
            ),
            Why::Fork => Say::new("Máy này có hai bản sổ", "There are two copies of this book"),
            Why::Altered => Say::new("Dòng này đã bị sửa", "This row was altered"),
            Why::Unlinked => Say::new(
                "Dòng này không nối tiếp dòng trước",
                "This row does not follow the one before it",
            ),
            Why::Unknown => Say::new(
                "Dòng này do bản mới hơn ghi: hãy cập nhật máy nhận",
                "A newer version wrote this row: update the machine that receives",
            ),
            Why::Parent => Say::new(
                "Dòng này nhắc đến dữ liệu của máy khác chưa về đến đây",
                "This row names data of another machine that is not here yet",
            ),
            Why::Own => Say::new(
                "Thư mục này là bản cũ của chính nó: hãy khôi phục thành máy mới",
                "This folder is an older copy of itself: restore it as a new machine",
            ),
            Why::Refused(why) => Say::new(
                format!("Sổ không nhận dòng này: {why}"),
                format!("The book refuses this row: {why}"),
            ),
        }
    }
}

impl Writer {
    /// Takes entries of other chains in, and answers.
    pub(super) async fn run_receive(
        &mut self,
        entries: &[Entry],
        answer: oneshot::Sender<Result<Receipt, Refusal>>,
    ) {
        let done = match &mut self.db {
            Some(db) => receive(db, self.place.origin, entries).await,
            None => return drop(answer.send(Err(self.refusal()))),
        };
        let done = match done {
            Ok((receipt, pos)) => {
                self.reached(pos);
                Ok(receipt)
            }
            Err(error) => Err(self.fail(error).await),
        };
        if self.stands() {
            let _ = answer.send(done);
        }
    }
}

/// The ends of chains: sequence and hash.
type Heads = HashMap<NodeId, (i64, Vec<u8>)>;

/// Takes entries of other chains in, in the order in which they stand, and tells how far the
/// journal reaches. An error means that nothing at all was written.
pub async fn receive(
    db: &mut SqliteConnection,
    own: NodeId,
    entries: &[Entry],
) -> sqlx::Result<(Receipt, i64)> {
    let mut transaction = db.begin_with("begin immediate").await?;
    let mut heads = Heads::new();
    for entry in entries {
        let origin = NodeId::of_bytes(&entry.origin);
        if let std::collections::hash_map::Entry::Vacant(free) = heads.entry(origin) {
            let head = journal::store::head(&mut transaction, origin).await?;
            free.insert((head.seq, head.hash));
        }
    }
    let mut part = Part { own, heads, receipt: Receipt::default() };
    match part.clone().tried(&mut transaction, entries).await {
        Ok(done) => part = done,
        Err(error) if Outage::of(&error).is_some() => return Err(error),
        // One of them does not fit the book's schema: it alone stops its chain.
        Err(_) => part.one_by_one(&mut transaction, entries).await?,
    }
    let pos = journal::store::last_pos(&mut transaction).await?;
    transaction.commit().await?;
    part.receipt.through = part.heads.iter().map(|(origin, head)| (*origin, head.0)).collect();
    Ok((part.receipt, pos))
}

#[derive(Clone)]
struct Part {
    own: NodeId,
    heads: Heads,
    receipt: Receipt,
}

impl Part {
    /// Takes entries in, all that can be, or fails and leaves the book as it was.
    async fn tried(mut self, db: &mut SqliteConnection, entries: &[Entry]) -> sqlx::Result<Part> {
        let mut savepoint = db.begin().await?;
        self.take(&mut savepoint, entries).await?;
        savepoint.commit().await?;
        Ok(self)
    }

    async fn one_by_one(
        &mut self,
        db: &mut SqliteConnection,
        entries: &[Entry],
    ) -> sqlx::Result<()> {
        for entry in entries {
            match self.clone().tried(&mut *db, std::slice::from_ref(entry)).await {
                Ok(done) => *self = done,
                Err(error) if Outage::of(&error).is_some() => return Err(error),
                Err(error) => self.stop(entry, Why::Refused(error.to_string())),
            }
        }
        Ok(())
    }

    async fn take(&mut self, db: &mut SqliteConnection, entries: &[Entry]) -> sqlx::Result<()> {
        let mut pos = journal::store::last_pos(db).await?;
        let before = pos + 1;
        let new = self.check(db, entries).await?;
        let mut books = Books { journal: None, rows: &mut *db };
        let mut judge = Judge::load(&mut books, self.own, &new, before).await?;
        let mut judged: Vec<Judged> = Vec::with_capacity(new.len());
        for (mut entry, fact) in new {
            let origin = NodeId::of_bytes(&entry.origin);
            if self.has_stopped(origin, entry.seq) {
                continue;
            }
            entry.pos = pos + 1;
            match judge.judge(&entry, &fact) {
                Err(Unfit::Parent) => self.stop(&entry, Why::Parent),
                Err(Unfit::OtherKind) => {
                    self.stop(&entry, Why::Refused("its id belongs to another".to_owned()));
                }
                Ok(verdict) => {
                    pos = entry.pos;
                    self.heads.insert(origin, (entry.seq, entry.hash.clone()));
                    judged.push(Judged { entry, fact, verdict });
                }
            }
        }
        self.receipt.added += judged.len() as i64;
        let entries: Vec<Entry> = judged.iter().map(|it| it.entry.clone()).collect();
        journal::store::append(&entries).run(books.rows).await?;
        admit::write(books.rows, &judged).await?;
        match judge.anew() {
            Some(who) => admit::project_anew(&mut books, who, pos).await,
            None => Ok(()),
        }
    }

    /// The entries that are new here and follow in their chains, with their contents.
    async fn check(
        &mut self,
        db: &mut SqliteConnection,
        entries: &[Entry],
    ) -> sqlx::Result<Vec<(Entry, Fact)>> {
        let mut new: Vec<(Entry, Fact)> = Vec::with_capacity(entries.len());
        // How far each chain reaches, with what is about to be written.
        let mut heads = self.heads.clone();
        for entry in entries {
            let origin = NodeId::of_bytes(&entry.origin);
            let Some(head) = heads.get(&origin).cloned() else { continue };
            if self.has_stopped(origin, entry.seq) {
                continue;
            }
            if entry.seq <= head.0 {
                self.compare(db, entry, &new).await?;
                continue;
            }
            match self.follows(db, entry, &head, &heads).await? {
                Ok(fact) => {
                    heads.insert(origin, (entry.seq, entry.hash.clone()));
                    new.push((entry.clone(), fact));
                }
                Err(why) => self.stop(entry, why),
            }
        }
        Ok(new)
    }

    /// An entry that stands here already: the same again is nothing, another one is a fork.
    async fn compare(
        &mut self,
        db: &mut SqliteConnection,
        entry: &Entry,
        new: &[(Entry, Fact)],
    ) -> sqlx::Result<()> {
        let same = |(it, _): &&(Entry, Fact)| it.origin == entry.origin && it.seq == entry.seq;
        let stands = match new.iter().find(same) {
            Some((it, _)) => Some(it.hash.clone()),
            None => journal::store::hash_at(db, &entry.origin, entry.seq).await?,
        };
        if chain::hash(entry) != entry.hash {
            self.stop(entry, Why::Altered);
        } else if stands.as_ref() != Some(&entry.hash) {
            self.stop(entry, Why::Fork);
        }
        Ok(())
    }

    async fn follows(
        &self,
        db: &mut SqliteConnection,
        entry: &Entry,
        (seq, hash): &(i64, Vec<u8>),
        heads: &Heads,
    ) -> sqlx::Result<Result<Fact, Why>> {
        if NodeId::of_bytes(&entry.origin) == self.own {
            return Ok(Err(Why::Own));
        }
        match chain::check(entry, *seq, hash) {
            Err(chain::Break::Gap { expected }) => return Ok(Err(Why::Gap { expected })),
            Err(chain::Break::Altered) => return Ok(Err(Why::Altered)),
            Err(chain::Break::Unlinked) => return Ok(Err(Why::Unlinked)),
            Ok(()) => {}
        }
        let Some(fact) = Fact::parse(&entry.kind, entry.body_version, &entry.body) else {
            return Ok(Err(Why::Unknown));
        };
        match &fact {
            Fact::Node(event) if !names_itself(entry, event) => Ok(Err(Why::Unlinked)),
            Fact::Node(node::Event::Began(it)) if it.seq > 0 => {
                let stands = match heads.get(&it.parent) {
                    Some((seq, hash)) if *seq == it.seq => Some(hash.clone()),
                    _ => journal::store::hash_at(db, &it.parent.bytes(), it.seq).await?,
                };
                Ok(match stands {
                    None => Err(Why::Parent),
                    Some(hash) if hex::encode(&hash) != it.hash => Err(Why::Fork),
                    Some(_) => Ok(fact),
                })
            }
            _ => Ok(Ok(fact)),
        }
    }

    /// Whether a chain stopped at or before this place in it.
    fn has_stopped(&self, origin: NodeId, seq: i64) -> bool {
        let before =
            |it: &Stopped| NodeId::of_bytes(&it.entry.origin) == origin && it.entry.seq <= seq;
        self.receipt.stopped.iter().any(before)
    }

    fn stop(&mut self, entry: &Entry, why: Why) {
        self.receipt.stopped.push(Stopped { entry: entry.clone(), why });
    }
}

/// A chain begins once, with its first entry, and a node says of itself alone what became of it.
fn names_itself(entry: &Entry, event: &node::Event) -> bool {
    match event {
        node::Event::Began(it) => it.node.bytes() == entry.origin && entry.seq == 1,
        node::Event::TookOver(it) => it.node.bytes() == entry.origin,
        node::Event::Handed(_) | node::Event::Taken(_) => true,
    }
}
