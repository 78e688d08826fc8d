//! One pass: asks the hub what it has, and sends what it has not, until nothing is left.

use super::{Drawn, HubRow, Me, Trouble, draw::draw, head, store, understood};
use crate::{
    base::id::NodeId,
    desk::book::Shop,
    journal::{self, Entry},
    sync::{
        batch::{self, ROWS},
        charge,
        outgoing::{self, Next},
        talk::{Contact, End, FORK, GAP, Halted, Holding, Taken},
        wire::{Broken, Sent, Wire},
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    time::{Duration, Instant},
};

/// Entries of the first batch; later ones follow the line's speed.
const FIRST: usize = 200;
/// A batch that took less than this is followed by a larger one.
const QUICK: Duration = Duration::from_secs(2);
/// A batch that took longer than this is followed by a smaller one.
const SLOW: Duration = Duration::from_secs(10);
/// How often a hub may ask to begin again before this pass is over.
const REWINDS: u32 = 20;

/// How many entries go into a batch on this line.
#[derive(Debug, Clone, Copy)]
pub struct Pace(usize);

impl Default for Pace {
    fn default() -> Pace {
        Pace(FIRST)
    }
}

impl Pace {
    fn took(&mut self, time: Duration) {
        if time < QUICK {
            self.0 = (self.0 * 2).min(ROWS);
        } else if time > SLOW {
            self.slower();
        }
    }

    fn slower(&mut self) {
        self.0 = (self.0 / 2).max(1);
    }
}

/// What a pass did, and what is left, as it goes on.
#[derive(Debug, Clone, Default)]
pub struct Sum {
    /// How far each chain stands at the hub.
    pub acked: BTreeMap<NodeId, i64>,
    /// Entries that were sent.
    pub sent: i64,
    /// Of these new at the hub.
    pub added: i64,
    /// What is left: entries, and đồng of sales.
    pub left: (i64, i64),
    /// The hub's clock less this one's, ms.
    pub skew: i64,
    /// Chains that the hub does not go on with.
    pub halted: Vec<Halted>,
    /// What came down from it.
    pub drawn: Drawn,
}

/// Sends everything that the hub has not. `tell` hears how it goes.
pub async fn pass(
    shop: &Shop,
    (me, hub): (&Me, &HubRow),
    pace: &mut Pace,
    tell: impl FnMut(&Sum) + Send,
) -> Result<Sum, Trouble> {
    let at = hub.address.parse().map_err(|_| Trouble::Alone)?;
    let (wire, halted) = (Wire::new(at), BTreeSet::new());
    let (sum, behind) = (Sum::default(), false);
    let mut it = Pass { shop, me, hub, pace, wire, tell, halted, sum, behind, rewinds: 0 };
    it.run().await?;
    Ok(it.sum)
}

struct Pass<'a, T> {
    shop: &'a Shop,
    me: &'a Me,
    hub: &'a HubRow,
    pace: &'a mut Pace,
    wire: Wire,
    tell: T,
    /// Chains that are not sent any more in this pass.
    halted: BTreeSet<NodeId>,
    sum: Sum,
    /// The hub has more of this machine's own chain.
    behind: bool,
    rewinds: u32,
}

impl<T: FnMut(&Sum) + Send> Pass<'_, T> {
    async fn run(&mut self) -> Result<(), Trouble> {
        // What was given is taken though the hub be silent.
        let taken = charge::take_up(self.shop).await?;
        let holding = self.contact().await?;
        self.set_apart(&holding).await?;
        for (node, end) in &holding.chains {
            self.compare(*node, end, &holding.stopped).await?;
        }
        self.sum.left = self.left().await?;
        (self.tell)(&self.sum);
        let sent = self.send_all(&holding.stopped).await;
        if self.behind {
            // An older copy writes nothing, so it takes nothing that is given to it either; and
            // that it must not sell on is said before whatever else is wrong.
            return Err(Trouble::Behind);
        }
        // What the hub refuses keeps nothing from coming down.
        if !matches!(sent, Ok(()) | Err(Trouble::Refused(..))) {
            return sent;
        }
        let from = (self.me, self.hub);
        self.sum.drawn = draw(self.shop, from, &mut self.wire, &holding.down).await?;
        self.sum.drawn.fairs += taken;
        self.came_down(&holding).await?;
        sent?;
        // That it took what was given to it.
        while let Some(next) = self.next().await? {
            self.send(next).await?;
        }
        (self.sum.left, self.sum.halted) = (self.left().await?, self.halts(&holding.stopped));
        (self.tell)(&self.sum);
        match self.sum.halted.iter().find(|it| it.node == self.hub.node) {
            Some(it) if it.why == FORK => Err(Trouble::Forked(it.seq)),
            // What this machine sells does not get there, whatever else does.
            Some(it) => Err(Trouble::Halted(it.clone())),
            None => Ok(()),
        }
    }

    /// Sends what the hub has not, chains that stopped earlier first.
    async fn send_all(&mut self, stopped: &[Halted]) -> Result<(), Trouble> {
        self.probe(stopped).await?;
        while let Some(next) = self.next().await? {
            self.send(next).await?;
        }
        Ok(())
    }

    /// What the hub has of the chains of this book.
    async fn contact(&mut self) -> Result<Holding, Trouble> {
        let chains = store::chains(&mut *self.shop.read_to_follow().await?).await?;
        let (at_ms, version) = (self.shop.clock.now(), env!("CARGO_PKG_VERSION").to_owned());
        let chains = chains.into_iter().collect();
        let contact = Contact { machine: self.me.machine.clone(), version, at_ms, chains };
        let body = serde_json::to_vec(&contact).map_err(io::Error::from)?;
        let path = format!("/api/v1/nodes/{}/contact", self.hub.node);
        let head = [("authorization", format!("Bearer {}", self.hub.token))];
        let sent = Sent { path: &path, kind: "application/json", body, head: &head };
        let holding: Holding = understood(&self.wire.post(sent).await?)?;
        self.sum.skew = holding.at_ms.0 - at_ms.0;
        let ends = holding.chains.iter().map(|(node, end)| (*node, end.seq));
        self.sum.acked = ends.collect();
        Ok(holding)
    }

    /// What came down from the hub is not sent there, but for what the hub's own line lost.
    async fn set_apart(&mut self, holding: &Holding) -> Result<(), Trouble> {
        let given = holding.down.iter().filter(|it| !holding.chains.contains_key(it));
        for node in given {
            let (last, _) = self.ours(*node, 0).await?;
            self.sum.acked.insert(*node, last);
        }
        Ok(())
    }

    /// The hub has what it gave down.
    async fn came_down(&mut self, holding: &Holding) -> Result<(), Trouble> {
        for node in holding.down.iter().filter(|it| !self.halted.contains(it)) {
            let (last, _) = self.ours(*node, 0).await?;
            self.sum.acked.insert(*node, last);
        }
        Ok(())
    }

    /// Whether the hub's chain is the beginning of ours. Where it is another, the hub is shown the
    /// first entry that differs, so that a person can see both.
    async fn compare(
        &mut self,
        node: NodeId,
        end: &End,
        stopped: &[Halted],
    ) -> Result<(), Trouble> {
        let (last, ours) = self.ours(node, end.seq).await?;
        let longer = end.seq > last;
        if longer && node != self.hub.node {
            return Ok(());
        }
        let same = match longer {
            // The hub has more of this machine's own chain: it is an older copy, or another one
            // that sold more.
            true => last == 0 || self.try_one(node, last).await?.stopped.is_empty(),
            false => ours.is_some_and(|hash| hex::encode(hash) == end.hash),
        };
        if same && longer {
            // The books of other machines are sent all the same.
            self.behind = true;
            self.halted.insert(node);
        }
        if same {
            return Ok(());
        }
        self.halted.insert(node);
        let known = stopped.iter().find(|it| it.node == node && it.why == FORK);
        let at = match known {
            Some(known) => known.seq,
            None => self.fork(node, end.seq.min(last)).await?,
        };
        let fork = Halted::of(node, at, &crate::desk::chains::receive::Why::Fork);
        self.sum.halted.push(fork);
        Ok(())
    }

    /// The last sequence of a chain here, and the hash of one of its entries.
    async fn ours(&self, node: NodeId, seq: i64) -> Result<(i64, Option<Vec<u8>>), Trouble> {
        let mut db = self.shop.read_to_follow().await?;
        let last = journal::store::head(&mut db, node).await?.seq;
        Ok((last, journal::store::hash_at(&mut db, &node.bytes(), seq).await?))
    }

    /// The first entry of a chain that differs from the hub's: each half is tried by one entry.
    async fn fork(&mut self, node: NodeId, end: i64) -> Result<i64, Trouble> {
        let (mut same, mut differs) = (0, end);
        while differs - same > 1 {
            let middle = same + (differs - same) / 2;
            match self.try_one(node, middle).await?.stopped.is_empty() {
                true => same = middle,
                false => differs = middle,
            }
        }
        self.try_one(node, differs).await?;
        Ok(differs)
    }

    async fn try_one(&mut self, node: NodeId, seq: i64) -> Result<Taken, Trouble> {
        let entries = {
            let mut db = self.shop.read_to_follow().await?;
            journal::store::chain(&mut db, node, seq - 1, 1).await?
        };
        self.post(&entries, self.sum.left).await
    }

    /// Chains that stopped earlier are tried again by one entry each: the hub may have been
    /// updated.
    async fn probe(&mut self, stopped: &[Halted]) -> Result<(), Trouble> {
        for it in stopped.iter().filter(|it| it.why != FORK) {
            let acked = self.sum.acked.get(&it.node).copied().unwrap_or(0);
            if self.ours(it.node, 0).await?.0 <= acked {
                continue;
            }
            let taken = self.try_one(it.node, acked + 1).await?;
            self.heed(taken)?;
        }
        Ok(())
    }

    /// What of the book is sent next, in the order in which it arrived here.
    async fn next(&self) -> Result<Option<Next>, Trouble> {
        let mut db = self.shop.read_to_follow().await?;
        Ok(outgoing::next(&mut db, (&self.sum.acked, &self.halted), self.pace.0).await?)
    }

    async fn send(&mut self, next: Next) -> Result<(), Trouble> {
        let (began, before) = (Instant::now(), self.sum.acked.clone());
        let entries = next.entries;
        let (count, packed) = {
            let pack = move || batch::pack(&entries).map(|packed| (entries, packed));
            let packed = tokio::task::spawn_blocking(pack).await.map_err(io::Error::other)?;
            let (entries, packed) = packed?;
            let last = entries.get(packed.count.saturating_sub(1)).map_or(0, |entry| entry.pos);
            self.sum.left = (next.left - packed.count as i64, self.money_after(last).await?);
            (packed.count as i64, packed.bytes)
        };
        let taken = match self.push(packed, self.sum.left).await {
            Ok(taken) => taken,
            Err(trouble) => {
                self.pace.slower();
                return Err(trouble);
            }
        };
        self.pace.took(began.elapsed());
        self.sum.sent += count;
        let stops = !taken.stopped.is_empty();
        self.heed(taken)?;
        (self.tell)(&self.sum);
        if !stops && self.sum.acked == before {
            return Err(Trouble::Refused("stands".into(), "acked_through".into()));
        }
        Ok(())
    }

    /// Takes the hub's word for what it has now.
    fn heed(&mut self, taken: Taken) -> Result<(), Trouble> {
        self.sum.added += taken.added;
        self.sum.acked.extend(taken.acked_through);
        for it in taken.stopped {
            match (it.why.as_str(), it.expected) {
                // The hub lost what it had: from there again.
                (GAP, Some(expected)) if self.rewinds < REWINDS => {
                    self.rewinds += 1;
                    self.sum.acked.insert(it.node, expected - 1);
                }
                (GAP, _) => return Err(Broken::Closed.into()),
                _ => {
                    self.halted.insert(it.node);
                    self.sum.halted.push(it);
                }
            }
        }
        Ok(())
    }

    async fn post(&mut self, entries: &[Entry], left: (i64, i64)) -> Result<Taken, Trouble> {
        let packed = batch::pack(entries)?.bytes;
        self.push(packed, left).await
    }

    async fn push(&mut self, packed: Vec<u8>, left: (i64, i64)) -> Result<Taken, Trouble> {
        let head = head(self.me, self.hub, &packed, left);
        let path = format!("/api/v1/journal/{}", self.hub.node);
        let sent = Sent { path: &path, kind: "application/gzip", body: packed, head: &head };
        understood(&self.wire.post(sent).await?)
    }

    async fn money_after(&self, pos: i64) -> Result<i64, Trouble> {
        let mut db = self.shop.read_to_follow().await?;
        Ok(store::money_from(&mut db, pos + 1).await?)
    }

    /// What the hub has not, with chains that stopped.
    async fn left(&self) -> Result<(i64, i64), Trouble> {
        let mut db = self.shop.read_to_follow().await?;
        let chains = store::chains(&mut db).await?;
        let acked = |node: &NodeId| self.sum.acked.get(node).copied().unwrap_or(0);
        let open: Vec<_> = chains.iter().filter(|it| it.1 > acked(&it.0)).copied().collect();
        let rows = open.iter().map(|it| it.1 - acked(&it.0)).sum();
        let ends: Vec<_> = open.iter().map(|it| (it.0, acked(&it.0))).collect();
        let money = match store::first_after(&mut db, &ends).await? {
            Some(first) => store::money_from(&mut db, first).await?,
            None => 0,
        };
        Ok((rows, money))
    }

    /// The chains that stand still at the hub now.
    fn halts(&self, before: &[Halted]) -> Vec<Halted> {
        let mut all = self.sum.halted.clone();
        let still = before.iter().filter(|it| self.halted.contains(&it.node));
        let new = still.filter(|it| !self.sum.halted.iter().any(|known| known.node == it.node));
        all.extend(new.cloned());
        all
    }
}
