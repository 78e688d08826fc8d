//! While it serves, a standby asks the machine that it follows for whatever comes after what it
//! has. Once it took over it tells that machine so, and takes in what it wrote last
//! (`succeed.rs`).

use super::{
    Trouble,
    succeed::succeed,
    tables::Tables,
    talk::{Asking, Told},
};
use crate::{
    base::{
        clock::{MINUTE, Ms},
        id::NodeId,
        lang::Say,
        refusal::Refusal,
    },
    desk::{
        book::Shop,
        command::Command,
        succession::{
            self,
            store::{self, LeaderRow},
        },
    },
    journal, node,
    sync::{
        batch,
        talk::{self, End, Halted},
        wire::{Broken, Sent, Wire},
    },
};
use std::{io, sync::Arc, time::Duration};
use tokio::{
    sync::{Mutex, MutexGuard, watch},
    task::AbortHandle,
    time::{Instant, sleep, timeout, timeout_at},
};

/// An answer that was asked to wait comes within some seconds; on a slow line a batch takes longer.
const PATIENCE: Duration = Duration::from_secs(40);
/// Whoever takes over waits this long for what the old machine may still tell.
const LAST: Duration = Duration::from_secs(3);
/// The first wait after a failure; each further one is twice as long.
const FIRST: Duration = Duration::from_secs(1);
/// The longest: whoever waits for the first laptop to come back waits no longer.
const LONGEST: Duration = Duration::from_secs(5);
/// After a take-over the old machine is looked for this often, once it knows.
const SETTLED: Duration = Duration::from_secs(60);
/// The last contact is written down this often, ms.
const NOTED: i64 = MINUTE;
/// It keeps up while it was in contact within this time, ms.
pub const KEPT_UP: i64 = 30_000;

/// How it goes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Whom it follows or followed; none: nobody.
    pub leader: Option<LeaderRow>,
    /// Last contact.
    pub heard: Option<Ms>,
    /// Entries that were left there then.
    pub left: i64,
    /// Since when it fails, and why.
    pub failed: Option<(Ms, Arc<Trouble>)>,
}

/// A handle on the task; clones share it. It ends with the last of them.
#[derive(Clone)]
pub struct Follower {
    shop: Shop,
    state: watch::Sender<State>,
    wake: watch::Sender<()>,
    /// Held while something is taken in, and while this machine takes over.
    turn: Arc<Mutex<()>>,
    _running: Option<Arc<Running>>,
}

/// Stops the task when it is dropped.
struct Running(AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The origins at which phones reach this machine, as they are now.
pub type Addresses = Box<dyn Fn() -> Vec<String> + Send + Sync>;

impl Follower {
    /// One that follows nobody by itself.
    pub fn idle(shop: Shop) -> Follower {
        let (state, wake) = (watch::Sender::default(), watch::Sender::default());
        Follower { shop, state, wake, turn: Arc::default(), _running: None }
    }

    /// Starts the task; it ends at once where this machine follows nobody.
    pub fn start(shop: Shop, addresses: Addresses) -> Follower {
        let it = Follower::idle(shop.clone());
        let (state, turn) = (it.state.clone(), it.turn.clone());
        let task = Task { shop, state, turn, addresses, failures: 0, wire: None };
        let running = tokio::spawn(task.run(it.wake.subscribe())).abort_handle();
        Follower { _running: Some(Arc::new(Running(running))), ..it }
    }

    /// How it goes.
    pub fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// What is written down when this machine takes over. A standby first has what the old machine
    /// can still tell, if it answers; nothing more is taken in before the turn is given back.
    pub async fn taking_over(&self) -> Result<(Vec<Command>, MutexGuard<'_, ()>), Refusal> {
        let turn = self.turn.lock().await;
        let own = self.shop.desk.origin();
        let leader = store::leader(&mut *self.shop.read().await?, own).await?;
        if let Some(leader) = leader.filter(|it| it.settled_ms.is_none()) {
            // The old machine is gone more often than not.
            let _ = self.last(&leader).await;
        }
        let at = self.shop.clock.now();
        let mut db = self.shop.read().await?;
        let keeper = node::store::keeper(&mut db, own).await?;
        if keeper != own && node::store::standing(&mut db, keeper).await?.followed {
            return Err(overtaken());
        }
        let commands = succession::taking_over(&mut db, own, at).await?;
        Ok((commands, turn))
    }

    async fn last(&self, leader: &LeaderRow) -> Result<(), Trouble> {
        let own = self.shop.desk.origin();
        if !follows(&self.shop, own).await? {
            return Ok(());
        }
        let mut wire = wire(leader)?;
        let until = Instant::now() + LAST;
        loop {
            // What is being taken in is never given up halfway: this chain begins behind it.
            let asked = timeout_at(until, ask(&self.shop, &mut wire, leader, None)).await;
            let told = asked.map_err(|_| Broken::Late)??;
            if take(&self.shop, leader, told).await? == 0 || Instant::now() >= until {
                return Ok(());
            }
        }
    }

    /// Has it try now: it took over.
    pub fn wake(&self) {
        self.wake.send_replace(());
    }
}

struct Task {
    shop: Shop,
    state: watch::Sender<State>,
    turn: Arc<Mutex<()>>,
    addresses: Addresses,
    failures: u32,
    wire: Option<Wire>,
}

impl Task {
    async fn run(mut self, mut woken: watch::Receiver<()>) {
        loop {
            let rest = match self.leader().await {
                Ok(None) => return,
                Ok(Some(leader)) => self.pass(leader).await,
                Err(_) => FIRST,
            };
            tokio::select! {
                () = self.shop.halt.wait() => return,
                () = sleep(rest) => {}
                told = woken.changed() => if told.is_err() { return },
            }
        }
    }

    async fn leader(&self) -> Result<Option<LeaderRow>, Refusal> {
        let mut db = self.shop.read_to_follow().await?;
        Ok(store::leader(&mut db, self.shop.desk.origin()).await?)
    }

    /// One step; for how long to rest after it.
    async fn pass(&mut self, leader: LeaderRow) -> Duration {
        self.state.send_modify(|state| state.leader = Some(leader.clone()));
        let done = self.step(&leader).await;
        let now = self.shop.clock.now();
        match done {
            Ok((left, rest)) => {
                self.failures = 0;
                self.note(&leader, now).await;
                self.state.send_modify(|state| {
                    (state.heard, state.left, state.failed) = (Some(now), left, None);
                });
                rest
            }
            Err(trouble) => {
                (self.failures, self.wire) = (self.failures.saturating_add(1), None);
                tracing::info!(?trouble, "the first laptop was not heard");
                self.state.send_modify(|state| {
                    let since = state.failed.as_ref().map_or(now, |(since, _)| *since);
                    state.failed = Some((since, Arc::new(trouble)));
                });
                self.wait()
            }
        }
    }

    /// What is left at the other afterwards, and for how long to rest.
    async fn step(&mut self, leader: &LeaderRow) -> Result<(i64, Duration), Trouble> {
        let follows = follows(&self.shop, self.shop.desk.origin()).await?;
        let mut wire = match self.wire.take() {
            Some(wire) => wire,
            None => wire(leader)?,
        };
        let left = match follows {
            true => self.follow(leader, &mut wire).await?,
            false => {
                let left = succeed(&self.shop, (leader, &mut wire)).await?;
                self.settle(leader, left).await?;
                left
            }
        };
        self.wire = Some(wire);
        let rest = match (follows, left) {
            (true, _) => Duration::ZERO,
            (false, 0) => SETTLED,
            (false, _) => FIRST,
        };
        Ok((left, rest))
    }

    async fn follow(&self, leader: &LeaderRow, wire: &mut Wire) -> Result<i64, Trouble> {
        let addresses = (self.addresses)();
        let told = ask(&self.shop, wire, leader, Some(addresses)).await?;
        let _turn = self.turn.lock().await;
        let own = self.shop.desk.origin();
        // It may have taken over meanwhile.
        if !follows(&self.shop, own).await? {
            return Ok(1);
        }
        let followed = told.followed;
        let left = take(&self.shop, leader, told).await?;
        // What the heir sells does not come from here.
        if followed { Err(Trouble::Here(overtaken())) } else { Ok(left) }
    }

    /// The old machine knows, and all that it has is here.
    async fn settle(&self, leader: &LeaderRow, left: i64) -> Result<(), Trouble> {
        if left > 0 || leader.settled_ms.is_some() {
            return Ok(());
        }
        let now = self.shop.clock.now();
        let noted = self.shop.desk.local(move |db| Box::pin(store::settled(db, now)));
        Ok(noted.await?)
    }

    /// Twice as long each time, and never two machines at once.
    fn wait(&self) -> Duration {
        let longest = FIRST.saturating_mul(1 << self.failures.min(6).saturating_sub(1));
        let half = longest.min(LONGEST).as_millis() as u64 / 2;
        Duration::from_millis(half + self.shop.chance.below(half.max(1)))
    }

    /// Writes the contact down now and then, for the page after a restart.
    async fn note(&self, leader: &LeaderRow, now: Ms) {
        if (0..NOTED).contains(&(now.0 - leader.heard_ms)) {
            return;
        }
        let noted = self.shop.desk.local(move |db| Box::pin(store::heard(db, now)));
        if let Err(refusal) = noted.await {
            tracing::warn!(?refusal, "the last contact was not noted");
        }
    }
}

/// Whether this machine follows still.
async fn follows(shop: &Shop, own: NodeId) -> Result<bool, Refusal> {
    let mut db = shop.read_to_follow().await?;
    Ok(node::store::standing(&mut db, own).await?.follows)
}

pub(super) fn wire(leader: &LeaderRow) -> Result<Wire, Trouble> {
    Ok(Wire::new(leader.address.parse().map_err(|_| Trouble::Address)?))
}

/// Another standby was quicker.
fn overtaken() -> Refusal {
    Refusal::Conflict(Say::new(
        "Máy chính đã được máy khác thay rồi; muốn dự phòng tiếp thì thêm máy này ở máy mới",
        "Another machine took over from the first laptop; add this one anew at that machine",
    ))
}

/// The authority of a standby at the machine that it follows.
pub(super) fn bearer(leader: &LeaderRow) -> (&'static str, String) {
    ("authorization", format!("Bearer {}", leader.token))
}

/// Asks what there is after what is here. Who tells where phones reach it waits until there is
/// something.
pub(super) async fn ask(
    shop: &Shop,
    wire: &mut Wire,
    leader: &LeaderRow,
    addresses: Option<Vec<String>>,
) -> Result<Told, Trouble> {
    let heads = journal::store::heads(&mut *shop.read_to_follow().await?).await?;
    let end =
        |(node, seq, hash): (NodeId, i64, Vec<u8>)| (node, End { seq, hash: hex::encode(hash) });
    let asking = Asking {
        chains: heads.into_iter().map(end).collect(),
        taken: leader.taken.clone(),
        wait: addresses.is_some(),
        addresses: addresses.unwrap_or_default(),
    };
    let body = serde_json::to_vec(&asking).map_err(io::Error::from)?;
    let path = format!("/api/v1/standbys/{}/entries", leader.own);
    let head = [bearer(leader)];
    let sent = Sent { path: &path, kind: "application/json", body, head: &head };
    let answer = timeout(PATIENCE, wire.post(sent)).await.map_err(|_| Broken::Late)??;
    let told: Told = talk::understood(&answer)?;
    if told.node == leader.node { Ok(told) } else { Err(Trouble::Other) }
}

/// Takes in what was told; what is left there.
pub(super) async fn take(shop: &Shop, leader: &LeaderRow, told: Told) -> Result<i64, Trouble> {
    if !told.batch.is_empty() {
        let packed = hex::decode(&told.batch).map_err(io::Error::other)?;
        let unpacked = tokio::task::spawn_blocking(move || batch::unpack(&packed));
        let unpacked = unpacked.await.map_err(io::Error::other)?;
        let entries = unpacked.map_err(|_| Broken::Closed)?;
        // What came down to the leader from its hub may name what only others there have.
        let receipt = match follows(shop, leader.own).await? {
            true => shop.desk.receive_down(entries).await?,
            false => shop.desk.receive(entries).await?,
        };
        if let Some(it) = receipt.stopped.first() {
            return Err(Trouble::Halted(Halted::of(it.node, it.seq, &it.why)));
        }
    }
    if let Some(tables) = told.tables {
        keep(shop, leader, tables).await?;
    }
    Ok(told.left)
}

/// Takes the local tables. Whoever may do less than before is looked at anew.
async fn keep(shop: &Shop, leader: &LeaderRow, tables: Tables) -> Result<(), Trouble> {
    let digest = tables.digest();
    if digest == leader.taken {
        return Ok(());
    }
    let kept = shop.desk.revoke(move |db| {
        Box::pin(async move {
            tables.write(&mut *db).await?;
            store::took(db, &digest).await
        })
    });
    Ok(kept.await?)
}
