//! Entries of other machines: checked, kept byte for byte, admitted, projected.
//!
//! What cannot be taken stops its own chain and is named; the others flow on, and what was taken of
//! it before stands. Received again, an entry is nothing.

#[cfg(test)]
mod tests;

use super::{
    Desk,
    admit::{self, Judge},
    anew,
    book::RECEIVES,
    fact::Fact,
    replay,
};
use crate::{
    base::{id::NodeId, refusal::Refusal},
    journal::{
        self, Entry,
        chain::{self, Break},
    },
    node::{self, Began},
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
    /// Its bytes do not give its hash.
    Altered,
    /// A kind or version that this program does not know.
    Unknown,
    /// Its chain goes on from an entry that is not here.
    Parent,
    /// It is of this machine's own chain, which does not have it.
    Own,
    /// A machine of another family holds the same.
    Elsewhere(NodeId),
    /// The schema refuses its rows.
    Refused(String),
}

impl Desk {
    /// Receives a batch of entries in one transaction.
    pub async fn receive(&self, entries: Vec<Entry>) -> Result<Receipt, Refusal> {
        let own = self.origin();
        self.local(move |db| Box::pin(async move { receive(db, own, &entries).await })).await
    }
}

/// Receives entries in the caller's transaction.
pub async fn receive(
    db: &mut SqliteConnection,
    own: NodeId,
    entries: &[Entry],
) -> sqlx::Result<Receipt> {
    let mut receiver = Receiver::new(own);
    receiver.take(db, entries).await?;
    receiver.finish(db).await
}

/// Receives several batches in one transaction. What has to be projected anew is so at the end.
pub struct Receiver {
    own: NodeId,
    heads: BTreeMap<NodeId, (i64, Vec<u8>)>,
    stopped: BTreeSet<NodeId>,
    receipt: Receipt,
}

impl Receiver {
    /// For the book of this node.
    pub fn new(own: NodeId) -> Receiver {
        let (heads, stopped) = (BTreeMap::new(), BTreeSet::new());
        Receiver { own, heads, stopped, receipt: Receipt::default() }
    }

    /// Takes a batch.
    pub async fn take(&mut self, db: &mut SqliteConnection, entries: &[Entry]) -> sqlx::Result<()> {
        let mut pos = journal::store::last_pos(&mut *db).await?;
        let mut new = Vec::new();
        for entry in entries {
            let node = NodeId::of_bytes(&entry.origin);
            if self.stopped.contains(&node) {
                continue;
            }
            match self.check(&mut *db, entry, &new).await? {
                Ok(None) => {}
                Ok(Some(fact)) => {
                    self.heads.insert(node, (entry.seq, entry.hash.clone()));
                    pos += 1;
                    new.push((Entry { pos, ..entry.clone() }, fact));
                }
                Err(why) => self.stop(node, entry.seq, why),
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        let mut whole = db.begin().await?;
        match self.add(&mut whole, &new).await? {
            Ok(()) => whole.commit().await,
            Err(_) => {
                whole.rollback().await?;
                self.one_by_one(db, new).await
            }
        }
    }

    /// Projects anew what has to be, and tells how far the chains stand.
    pub async fn finish(mut self, db: &mut SqliteConnection) -> sqlx::Result<Receipt> {
        if journal::store::head(&mut *db, self.own).await?.seq == 0 {
            journal::store::set_setting(&mut *db, RECEIVES, &self.own.to_string()).await?;
        }
        if self.receipt.anew {
            anew::project(db, self.own).await?;
        }
        let through = self.heads.iter().map(|(node, (seq, _))| (*node, *seq));
        self.receipt.through = through.collect();
        Ok(self.receipt)
    }

    fn stop(&mut self, node: NodeId, seq: i64, why: Why) {
        self.stopped.insert(node);
        self.receipt.stopped.push(Stopped { node, seq, why });
    }

    /// Where a chain stands here.
    async fn head(
        &mut self,
        db: &mut SqliteConnection,
        node: NodeId,
    ) -> sqlx::Result<(i64, Vec<u8>)> {
        if let Some(head) = self.heads.get(&node) {
            return Ok(head.clone());
        }
        let head = journal::store::head(db, node).await?;
        self.heads.insert(node, (head.seq, head.hash.clone()));
        Ok((head.seq, head.hash))
    }

    /// Whether an entry can be taken; none: it stands here already.
    async fn check(
        &mut self,
        db: &mut SqliteConnection,
        entry: &Entry,
        new: &[(Entry, Fact)],
    ) -> sqlx::Result<Result<Option<Fact>, Why>> {
        let node = NodeId::of_bytes(&entry.origin);
        let (seq, hash) = self.head(&mut *db, node).await?;
        if entry.seq <= seq && entry.seq > 0 {
            let twin = new.iter().find(|it| (&it.0.origin, it.0.seq) == (&entry.origin, entry.seq));
            let stands = match twin {
                Some((twin, _)) => Some(twin.hash.clone()),
                None => journal::store::hash_at(db, &entry.origin, entry.seq).await?,
            };
            let same = stands.as_ref() == Some(&entry.hash) && chain::hash(entry) == entry.hash;
            return Ok(if same { Ok(None) } else { Err(Why::Fork) });
        }
        if node == self.own {
            return Ok(Err(Why::Own));
        }
        if let Err(broken) = chain::check(entry, seq, &hash) {
            return Ok(Err(match broken {
                Break::Gap { expected } => Why::Gap { expected },
                Break::Unlinked => Why::Fork,
                Break::Altered => Why::Altered,
            }));
        }
        let fact = Fact::parse(&entry.kind, entry.body_version, &entry.body);
        let fact = fact.filter(|_| entry.hash_version == journal::HASH_VERSION);
        let Some(fact) = fact else { return Ok(Err(Why::Unknown)) };
        if let Fact::Node(node::Event::Began(it)) = &fact {
            let begins = entry.seq == 1 && it.node == node && it.parent != node;
            if !begins || !parent(db, it, new).await? {
                return Ok(Err(Why::Parent));
            }
        }
        Ok(Ok(Some(fact)))
    }

    /// Keeps entries and projects them; why the first that cannot be taken cannot.
    async fn add(
        &mut self,
        db: &mut SqliteConnection,
        new: &[(Entry, Fact)],
    ) -> sqlx::Result<Result<(), Why>> {
        let uid = |entry: &Entry| Uuid::from_slice(&entry.uid).unwrap_or_default();
        let sought = admit::sought(new.iter().map(|(entry, fact)| (uid(entry), fact)));
        let mut judge = admit::store::judge(&mut *db, self.own, sought).await?;
        let mut judged = Vec::with_capacity(new.len());
        for (entry, fact) in new {
            judge.overtakes |= self.follows(&mut *db, &mut judge, entry, fact).await?;
            match judge.judge(entry, fact) {
                Ok(verdict) => judged.push((entry, fact.clone(), verdict)),
                Err(other) => return Ok(Err(Why::Elsewhere(other.0))),
            }
        }
        let entries: Vec<Entry> = new.iter().map(|(entry, _)| entry.clone()).collect();
        if let Err(error) = journal::store::append(&entries).run(&mut *db).await {
            return refused(error);
        }
        // What is projected anew at the end needs no rows now.
        if !self.receipt.anew
            && !judge.overtakes
            && let Some(error) = replay::write(db, &judged).await?
        {
            return Ok(Err(Why::Refused(error.to_string())));
        }
        self.receipt.anew |= judge.overtakes;
        self.receipt.added += new.len() as i64;
        Ok(Ok(()))
    }

    /// A node begins or takes over. Whether that makes earlier entries mean something else: what
    /// the older machine wrote after the copy, or another that took over from it.
    async fn follows(
        &mut self,
        db: &mut SqliteConnection,
        judge: &mut Judge,
        entry: &Entry,
        fact: &Fact,
    ) -> sqlx::Result<bool> {
        let node = NodeId::of_bytes(&entry.origin);
        match fact {
            Fact::Node(node::Event::Began(it)) => judge.family.begin(node, (it.parent, it.seq)),
            Fact::Node(node::Event::TookOver(_)) => {
                let Some((parent, seq)) = judge.family.parent(node) else { return Ok(false) };
                let other = judge.family.heir(parent).is_some();
                judge.family.take_over(node);
                return Ok(other || self.head(db, parent).await?.0 > seq);
            }
            _ => {}
        }
        Ok(false)
    }

    /// Takes entries one after another, so that only what cannot be taken stops its chain.
    async fn one_by_one(
        &mut self,
        db: &mut SqliteConnection,
        new: Vec<(Entry, Fact)>,
    ) -> sqlx::Result<()> {
        let mut pos = journal::store::last_pos(&mut *db).await?;
        for (entry, fact) in new {
            let node = NodeId::of_bytes(&entry.origin);
            if self.stopped.contains(&node) {
                continue;
            }
            let (seq, before) = (entry.seq, entry.prev_hash.clone());
            let one = (Entry { pos: pos + 1, ..entry }, fact);
            let mut alone = db.begin().await?;
            match self.add(&mut alone, std::slice::from_ref(&one)).await? {
                Ok(()) => {
                    alone.commit().await?;
                    pos += 1;
                }
                Err(why) => {
                    alone.rollback().await?;
                    self.heads.insert(node, (seq - 1, before));
                    self.stop(node, seq, why);
                }
            }
        }
        Ok(())
    }
}

/// That the disk fails is no fault of an entry.
fn refused(error: sqlx::Error) -> sqlx::Result<Result<(), Why>> {
    match crate::base::outage::Outage::of(&error) {
        Some(_) => Err(error),
        None => Ok(Err(Why::Refused(error.to_string()))),
    }
}

/// Whether the entry that a chain goes on from is here.
async fn parent(
    db: &mut SqliteConnection,
    it: &Began,
    new: &[(Entry, Fact)],
) -> sqlx::Result<bool> {
    let origin = it.parent.bytes();
    let found = new.iter().find(|one| (&one.0.origin, one.0.seq) == (&origin, it.seq));
    let hash = match found {
        _ if it.seq == 0 => Some(vec![0; 32]),
        Some((entry, _)) => Some(entry.hash.clone()),
        None => journal::store::hash_at(db, &origin, it.seq).await?,
    };
    Ok(hash.is_some_and(|hash| hex::encode(hash) == it.hash))
}
