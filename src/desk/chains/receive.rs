//! Entries of other machines: checked, kept byte for byte, admitted, projected.
//!
//! What cannot be taken stops its own chain and is named; the others flow on, and what was taken of
//! it before stands. Received again, an entry is nothing.

mod check;
#[cfg(test)]
mod tests;

use super::{
    admit::{self, Judge, Judged, Verdict},
    anew, beyond,
    books::Books,
    replay,
};
use crate::{
    base::{
        id::NodeId,
        lang::{Lang, Say},
        refusal::Refusal,
        sums::Wrong,
    },
    desk::{Desk, book::RECEIVES, fact::Fact},
    journal::{self, Entry},
    node,
};
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What came of a batch of entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// How far each of its chains stands here now.
    pub through: BTreeMap<NodeId, i64>,
    /// Entries that are new here.
    pub added: i64,
    /// Chains that were stopped, each at the first entry that could not be taken.
    pub stopped: Vec<Stopped>,
    /// Entries that go before what stands in the book, of this batch or an earlier one: they are
    /// kept, and taken up when the book is projected anew.
    pub waiting: i64,
    /// What stood in the book was projected anew.
    pub anew: bool,
}

/// An entry that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// Whose chain.
    pub node: NodeId,
    /// Its place in it.
    pub seq: i64,
    /// Why.
    pub why: Why,
}

/// Why an entry cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Entries before it are not here.
    Gap {
        /// The sequence that is expected.
        expected: i64,
    },
    /// Another entry stands under its sequence, or before it: the chain has two ends.
    Fork,
    /// It has not the form of an entry: the length of its ids, the size of its texts.
    Malformed,
    /// Its bytes do not give its hash.
    Altered,
    /// A kind or version that this program does not know.
    Unknown,
    /// Its chain goes on from an entry that is not here.
    Parent,
    /// A chain begins by its first entry, and one that goes on from another is followed by its
    /// node's word that it takes over before anything else: it stands where no program writes it.
    Misplaced,
    /// Its own figures contradict each other, or cannot be at a fair.
    Sums(Wrong),
    /// It is of this machine's own chain, which does not have it.
    Own,
    /// A machine of another family holds the same.
    Elsewhere(NodeId),
    /// The schema refuses its rows.
    Refused(String),
}

impl Why {
    /// In words.
    pub fn say(&self) -> Say {
        match self {
            Why::Gap { expected } => Say::new(
                format!("thiếu từ mục {expected}"),
                format!("entries from {expected} on are missing"),
            ),
            Why::Fork => Say::new("máy này có hai bản sổ", "the machine has two books"),
            Why::Malformed => Say::new("mục này hỏng", "it is no entry"),
            Why::Altered => Say::new("mục này đã bị sửa", "the entry was altered"),
            Why::Unknown => Say::new(
                "mục này do phiên bản mới hơn ghi, hãy cập nhật",
                "a newer program wrote it, update this one",
            ),
            Why::Parent => {
                Say::new("chưa có sổ của máy trước nó", "the book it goes on from is not here")
            }
            Why::Misplaced => Say::new(
                "sổ của máy này không bắt đầu đúng cách",
                "the machine's book does not begin as a book does",
            ),
            Why::Sums(wrong) => Say::new(
                format!("số liệu không khớp: {}", wrong.label(Lang::Vi)),
                format!("its figures do not add up: {}", wrong.label(Lang::En)),
            ),
            Why::Own => Say::new(
                "đây là sổ của chính máy này mà máy này không có: thư mục ở đây là bản cũ, hãy \
                 khôi phục bản sao lưu mới nhất thành máy mới",
                "it is this machine's own, and this machine does not have it: this folder is an \
                 older copy, restore the newest backup as a new machine",
            ),
            Why::Elsewhere(other) => Say::new(
                format!("máy {other} cũng ghi mục này"),
                format!("machine {other}, which has nothing to do with it, holds the same"),
            ),
            Why::Refused(error) => {
                Say::new(format!("sổ không nhận: {error}"), format!("the book refuses it: {error}"))
            }
        }
    }
}

/// Entries of one transaction: nobody waits long for another's.
const STEP: usize = 500;

impl Desk {
    /// Receives entries, some hundred in each transaction. What goes before what stands in the book
    /// is taken up soon afterwards, not at once: an old laptop that comes back brings thousands of
    /// such, in many batches, and each time the whole book is projected anew.
    pub async fn receive(&self, entries: Vec<Entry>) -> Result<Receipt, Refusal> {
        self.take_in(Receiver::new(self.origin()), entries).await
    }

    /// Receives entries that came down from this machine's hub.
    pub async fn receive_down(&self, entries: Vec<Entry>) -> Result<Receipt, Refusal> {
        self.take_in(Receiver::down(self.origin()), entries).await
    }

    async fn take_in(
        &self,
        mut receiver: Receiver,
        entries: Vec<Entry>,
    ) -> Result<Receipt, Refusal> {
        let mut rest = entries;
        while !rest.is_empty() {
            let part: Vec<Entry> = rest.drain(..rest.len().min(STEP)).collect();
            let taken = self.local(move |db| {
                Box::pin(async move {
                    receiver.take(db, &part).await?;
                    Ok(receiver)
                })
            });
            receiver = taken.await?;
        }
        let told = self.local(move |db| Box::pin(async move { receiver.tell(db).await }));
        let receipt = told.await?;
        if receipt.waiting > 0 {
            self.settle_soon();
        }
        Ok(receipt)
    }
}

/// Receives entries in the caller's transaction, and takes up at once what goes before what stands.
pub async fn receive(
    db: &mut SqliteConnection,
    own: NodeId,
    entries: &[Entry],
) -> sqlx::Result<Receipt> {
    let mut receiver = Receiver::new(own);
    receiver.take(db, entries).await?;
    receiver.finish(db).await
}

/// Receives several batches. What goes before what stands waits until the end.
pub struct Receiver {
    own: NodeId,
    /// The chains of what came.
    named: BTreeSet<NodeId>,
    stopped: BTreeSet<NodeId>,
    /// What comes is a hub's own.
    down: bool,
    receipt: Receipt,
}

impl Receiver {
    /// For the book of this node.
    pub fn new(own: NodeId) -> Receiver {
        let (named, stopped) = (BTreeSet::new(), BTreeSet::new());
        Receiver { own, named, stopped, down: false, receipt: Receipt::default() }
    }

    /// For what comes down from the hub of this node.
    pub fn down(own: NodeId) -> Receiver {
        Receiver { down: true, ..Receiver::new(own) }
    }

    /// Takes a batch. A part of it that cannot be taken whole is halved until the entry that cannot
    /// be taken stands alone: it stops its chain, and only that. What was beyond and names what
    /// came waits now to be taken up: said in the same transaction, so that nothing forgets it.
    pub async fn take(&mut self, db: &mut SqliteConnection, entries: &[Entry]) -> sqlx::Result<()> {
        // Two of the machines that it takes in may have taken the last jar back. A standby takes
        // in one, whose book it goes on with.
        let standing = node::store::standing(&mut *db, self.own).await?;
        if !self.down && !standing.wrote && !standing.follows {
            journal::store::set_setting(&mut *db, RECEIVES, &self.own.to_string()).await?;
        }
        self.named.extend(entries.iter().map(|entry| NodeId::of_bytes(&entry.origin)));
        let (mut parts, mut came) = (vec![entries], BTreeSet::new());
        while let Some(part) = parts.pop() {
            let checked = check::all(&mut *db, self.own, &self.stopped, part).await?;
            let mut whole = db.begin().await?;
            let added = match checked.new.is_empty() {
                true => Ok(()),
                false => self.add(&mut whole, &checked.new).await?,
            };
            match (added, part) {
                (Ok(()), _) => {
                    whole.commit().await?;
                    self.stop(checked.stopped);
                    let place = |it: &Entry| (NodeId::of_bytes(&it.origin), it.seq);
                    let new = checked.new.iter();
                    came.extend(new.filter_map(|(it, fact)| admit::brings(fact, place(it))));
                }
                (Err(why), [entry]) => {
                    whole.rollback().await?;
                    let node = NodeId::of_bytes(&entry.origin);
                    self.stop(vec![Stopped { node, seq: entry.seq, why }]);
                }
                (Err(_), _) => {
                    whole.rollback().await?;
                    // What was found of the whole is found again of its parts.
                    let (first, second) = part.split_at(part.len() / 2);
                    parts.extend([second, first]);
                }
            }
        }
        match came.is_empty() {
            true => Ok(()),
            false => beyond::revive(db, &came).await,
        }
    }

    /// Projects anew what has to be, and tells how far the chains stand.
    pub async fn finish(mut self, db: &mut SqliteConnection) -> sqlx::Result<Receipt> {
        if admit::store::waiting(&mut *db).await? > 0 {
            anew::project(&mut *db, self.own).await?;
            self.receipt.anew = true;
        }
        self.tell(db).await
    }

    /// Tells how far the chains stand in the journal, and how many entries wait.
    pub async fn tell(mut self, db: &mut SqliteConnection) -> sqlx::Result<Receipt> {
        for node in self.named {
            let head = journal::store::head(&mut *db, node).await?;
            self.receipt.through.insert(node, head.seq);
        }
        self.receipt.waiting = admit::store::waiting(db).await?;
        Ok(self.receipt)
    }

    fn stop(&mut self, stopped: Vec<Stopped>) {
        self.stopped.extend(stopped.iter().map(|it| it.node));
        self.receipt.stopped.extend(stopped);
    }

    /// Keeps entries and projects them; why one of them cannot be taken.
    async fn add(
        &mut self,
        db: &mut SqliteConnection,
        new: &[(Entry, Fact)],
    ) -> sqlx::Result<Result<(), Why>> {
        let uid = |entry: &Entry| Uuid::from_slice(&entry.uid).unwrap_or_default();
        let sought = admit::sought(new.iter().map(|(entry, fact)| (uid(entry), fact)));
        let mut judge = admit::store::judge(&mut *db, self.own, sought).await?;
        let entries: Vec<Entry> = new.iter().map(|(entry, _)| entry.clone()).collect();
        if let Err(error) = journal::store::append(&entries).run(&mut *db).await {
            return refused(error);
        }
        let mut judged = Vec::with_capacity(new.len());
        for (entry, fact) in new {
            if let Some(verdict) = node_verdict(&mut *db, &mut judge, entry, fact).await? {
                judged.push((entry, fact.clone(), verdict));
                continue;
            }
            let verdict = match judge.judge(entry, fact) {
                Ok(Judged::Is(verdict)) => verdict,
                Ok(Judged::Lacks(lacks)) => {
                    let by = (NodeId::of_bytes(&entry.origin), entry.seq);
                    let books = &mut Books::One(&mut *db);
                    let lost = beyond::is_lost(books, &judge.family, (by, &lacks), i64::MAX);
                    if !admit::plans(fact) || !lost.await? {
                        return Ok(Err(Why::Refused("it names what is not here".to_owned())));
                    }
                    Verdict::Beyond
                }
                Err(other) => return Ok(Err(Why::Elsewhere(other.0))),
            };
            judged.push((entry, fact.clone(), verdict));
        }
        if let Some(error) = replay::write(db, &judged).await? {
            return Ok(Err(Why::Refused(error.to_string())));
        }
        self.receipt.added += new.len() as i64;
        Ok(Ok(()))
    }
}

/// What becomes of a node's beginning or take-over; none for other entries. A take-over waits where
/// it makes earlier entries mean something else: what the older machine changed after the copy, or
/// another that took over from it and knew less.
async fn node_verdict(
    db: &mut SqliteConnection,
    judge: &mut Judge,
    entry: &Entry,
    fact: &Fact,
) -> sqlx::Result<Option<Verdict>> {
    let node = NodeId::of_bytes(&entry.origin);
    match fact {
        Fact::Node(node::Event::Began(it)) => judge.family.begin(node, (it.parent, it.seq)),
        Fact::Node(node::Event::TookOver(_)) => {
            let mut after = judge.family.clone();
            after.take_over(node);
            if let Some((parent, seq)) = after.parent(node)
                && after.heir(parent) == Some((node, seq))
                && (judge.family.heir(parent).is_some()
                    || journal::store::changed_after(db, parent, seq).await?)
            {
                return Ok(Some(Verdict::Waits));
            }
            judge.family = after;
        }
        _ => return Ok(None),
    }
    Ok(Some(Verdict::Stands))
}

/// That the disk fails is no fault of an entry.
fn refused(error: sqlx::Error) -> sqlx::Result<Result<(), Why>> {
    match crate::base::outage::Outage::of(&error) {
        Some(_) => Err(error),
        None => Ok(Err(Why::Refused(error.to_string()))),
    }
}
