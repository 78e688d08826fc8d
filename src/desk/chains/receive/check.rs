//! Checking entries before they are kept: each by itself, in its chain, and against how chains
//! begin.

use super::{Stopped, Why};
use crate::{
    base::{id::NodeId, series::sign},
    desk::{chains::admit, fact::Fact},
    journal::{
        self, Entry,
        chain::{self, Break},
    },
    node::{self, Began, family::Family},
};
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What can be kept, and what stops its chain.
pub struct Checked {
    /// Entries that are new here, with their positions.
    pub new: Vec<(Entry, Fact)>,
    /// Each chain at its first entry that cannot be taken.
    pub stopped: Vec<Stopped>,
}

/// Checks entries in their order; of chains that were `stopped` before, none.
pub async fn all(
    db: &mut SqliteConnection,
    own: NodeId,
    stopped: &BTreeSet<NodeId>,
    entries: &[Entry],
) -> sqlx::Result<Checked> {
    // From the journal: a take-over that waits stands in no table.
    let (family, _) = admit::family(&journal::store::of_nodes(&mut *db).await?);
    let pos = journal::store::last_pos(&mut *db).await?;
    let mut check = Check { own, family, pos, heads: BTreeMap::new(), hashes: HashMap::new() };
    let (mut ended, mut checked) =
        (stopped.clone(), Checked { new: Vec::new(), stopped: Vec::new() });
    for entry in entries {
        let node = NodeId::of_bytes(&entry.origin);
        if ended.contains(&node) {
            continue;
        }
        match check.one(&mut *db, entry).await? {
            Ok(None) => {}
            Ok(Some(fact)) => checked.new.push((check.keep(entry, &fact), fact)),
            Err(why) => {
                ended.insert(node);
                checked.stopped.push(Stopped { node, seq: entry.seq, why });
            }
        }
    }
    Ok(checked)
}

/// Where the chains stand, moved on by each entry that can be kept.
struct Check {
    own: NodeId,
    family: Family,
    pos: i64,
    heads: BTreeMap<NodeId, (i64, Vec<u8>)>,
    /// The hashes of entries that are to be kept.
    hashes: HashMap<(NodeId, i64), Vec<u8>>,
}

impl Check {
    /// An entry in its new position.
    fn keep(&mut self, entry: &Entry, fact: &Fact) -> Entry {
        let node = NodeId::of_bytes(&entry.origin);
        self.heads.insert(node, (entry.seq, entry.hash.clone()));
        self.hashes.insert((node, entry.seq), entry.hash.clone());
        match fact {
            Fact::Node(node::Event::Began(it)) => self.family.begin(node, (it.parent, it.seq)),
            Fact::Node(node::Event::TookOver(_)) => self.family.take_over(node),
            _ => {}
        }
        self.pos += 1;
        Entry { pos: self.pos, ..entry.clone() }
    }

    /// Whether an entry can be kept; none: it stands here already.
    async fn one(
        &mut self,
        db: &mut SqliteConnection,
        entry: &Entry,
    ) -> sqlx::Result<Result<Option<Fact>, Why>> {
        if !entry.is_formed() {
            return Ok(Err(Why::Malformed));
        }
        let node = NodeId::of_bytes(&entry.origin);
        let (seq, hash) = self.head(&mut *db, node).await?;
        if entry.seq <= seq && entry.seq > 0 {
            let stands = self.hash_at(db, (node, entry.seq)).await?;
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
        let fact = match read(entry) {
            Ok(fact) => fact,
            Err(why) => return Ok(Err(why)),
        };
        let begins = match &fact {
            Fact::Node(node::Event::Began(it)) => self.begins(db, (node, entry.seq), it).await?,
            _ => self.follows(node, &fact),
        };
        Ok(begins.map(|()| Some(fact)))
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

    /// The hash of an entry that stands here, or is to be kept.
    async fn hash_at(
        &self,
        db: &mut SqliteConnection,
        place: (NodeId, i64),
    ) -> sqlx::Result<Option<Vec<u8>>> {
        match self.hashes.get(&place) {
            Some(hash) => Ok(Some(hash.clone())),
            None => journal::store::hash_at(db, &place.0.bytes(), place.1).await,
        }
    }

    /// Whether a chain begins as one does that goes on from a copy. That of an empty book goes on
    /// from nothing.
    async fn begins(
        &self,
        db: &mut SqliteConnection,
        (node, seq): (NodeId, i64),
        it: &Began,
    ) -> sqlx::Result<Result<(), Why>> {
        if seq != 1 || it.node != node || it.parent == node || it.sign != sign(node) {
            return Ok(Err(Why::Misplaced));
        }
        let hash = match it.seq {
            0 => Some(vec![0; 32]),
            _ => self.hash_at(db, (it.parent, it.seq)).await?,
        };
        let known = hash.is_some_and(|hash| hex::encode(hash) == it.hash);
        Ok(if known { Ok(()) } else { Err(Why::Parent) })
    }

    /// Whether a node takes over once, for itself, and writes nothing before.
    fn follows(&self, node: NodeId, fact: &Fact) -> Result<(), Why> {
        let (began, took) = (self.family.began(node), self.family.took_over(node));
        let fits = match fact {
            Fact::Node(node::Event::TookOver(it)) => it.node == node && began && !took,
            _ => !began || took,
        };
        if fits { Ok(()) } else { Err(Why::Misplaced) }
    }
}

/// The contents of an entry, where this program knows such, and they say of themselves what the row
/// beside them says.
fn read(entry: &Entry) -> Result<Fact, Why> {
    let fact = Fact::parse(&entry.kind, entry.body_version, &entry.body);
    let fact = fact.filter(|_| entry.hash_version == journal::HASH_VERSION);
    let fact = fact.ok_or(Why::Unknown)?;
    if (fact.kind(), &fact.subject()) != (entry.kind.as_str(), &entry.subject) {
        return Err(Why::Malformed);
    }
    match fact.wrong() {
        None => Ok(fact),
        Some(wrong) => Err(Why::Sums(wrong)),
    }
}
