//! By itself: while the program serves and has joined a hub, whatever is written is sent a few
//! seconds later; where that fails it is tried again, more and more seldom. It has readers of its
//! own and never stands before a sale.

use super::{HubRow, Me, Pace, Sum, Trouble, joined, pass, store};
use crate::{
    base::clock::{MINUTE, Ms},
    desk::book::Shop,
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task::AbortHandle,
    time::{Instant, sleep, timeout},
};

/// So long after something was written it is sent, with whatever came meanwhile.
const GATHER: Duration = Duration::from_secs(4);
/// A hub hears from a machine at least this often.
const BEAT: Duration = Duration::from_secs(60);
/// A machine that joined no hub looks this often whether it has.
const ALONE: Duration = Duration::from_secs(10);
/// The first wait after a failure; each further one is twice as long.
const FIRST: Duration = Duration::from_secs(2);
/// The longest.
const LONGEST: Duration = Duration::from_secs(300);
/// The last contact is written down this often, ms.
const NOTED: i64 = 10 * MINUTE;
/// A failure is somebody's matter after this long, ms.
pub const LONG: i64 = 30 * MINUTE;

/// How it goes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The hub; none: none was joined.
    pub hub: Option<HubRow>,
    /// The last pass that came to its end.
    pub contact: Option<Ms>,
    /// What the pass under way, or the last one, did and left.
    pub sum: Option<Sum>,
    /// Entries a second, as last measured.
    pub speed: Option<i64>,
    /// Why the last one failed, and since when none succeeded.
    pub failed: Option<(Ms, Trouble)>,
    /// A pass is under way.
    pub busy: bool,
}

impl State {
    /// Whether a person should see to it, by now.
    pub fn is_stuck(&self, now: Ms) -> bool {
        self.failed.as_ref().is_some_and(|(since, _)| now.0 - since.0 >= LONG)
    }
}

/// A handle on the task; clones share it. It ends with the last of them.
#[derive(Clone)]
pub struct Upward {
    state: watch::Receiver<State>,
    wake: watch::Sender<()>,
    _running: Option<Arc<Running>>,
}

impl Default for Upward {
    /// One that sends nothing.
    fn default() -> Upward {
        let (_, state) = watch::channel(State::default());
        Upward { state, wake: watch::Sender::default(), _running: None }
    }
}

/// Stops the task when it is dropped.
struct Running(AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Upward {
    /// Starts the task.
    pub fn start(shop: Shop) -> Upward {
        let ((told, state), wake) = (watch::channel(State::default()), watch::Sender::new(()));
        let task = Task { shop, told, pace: Pace::default(), failures: 0 };
        let running = tokio::spawn(task.run(wake.subscribe())).abort_handle();
        Upward { state, wake, _running: Some(Arc::new(Running(running))) }
    }

    /// How it goes, now and as it changes.
    pub fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// Has it try now.
    pub fn wake(&self) {
        self.wake.send_replace(());
    }
}

struct Task {
    shop: Shop,
    told: watch::Sender<State>,
    pace: Pace,
    failures: u32,
}

impl Task {
    async fn run(mut self, mut woken: watch::Receiver<()>) {
        let mut head = self.shop.desk.head();
        loop {
            head.mark_unchanged();
            let rest = match joined(&self.shop).await {
                Ok(Some(hub)) => self.send(hub).await,
                Ok(None) => {
                    self.told.send_if_modified(|state| {
                        let had = state.hub.is_some();
                        *state = State::default();
                        had
                    });
                    ALONE
                }
                Err(_) => ALONE,
            };
            let moved = async {
                if rest != BEAT {
                    // Alone, or after a failure: what is written meanwhile hurries nobody.
                    std::future::pending::<()>().await;
                }
                let _ = head.changed().await;
                sleep(GATHER).await;
            };
            tokio::select! {
                _ = timeout(rest, moved) => {}
                told = woken.changed() => if told.is_err() { return },
            }
        }
    }

    /// One pass; for how long to rest after it.
    async fn send(&mut self, hub: HubRow) -> Duration {
        self.told.send_modify(|state| (state.hub, state.busy) = (Some(hub.clone()), true));
        let (began, told) = (Instant::now(), self.told.clone());
        let tell = move |sum: &Sum| {
            let speed = per_second(sum.sent, began.elapsed());
            told.send_modify(|state| {
                state.sum = Some(sum.clone());
                state.speed = speed.or(state.speed);
            });
        };
        let done = match Me::of(&self.shop).await {
            Ok(me) => pass(&self.shop, (&me, &hub), &mut self.pace, tell).await,
            Err(error) => Err(error.into()),
        };
        let now = self.shop.clock.now();
        match done {
            Ok(sum) => {
                self.failures = 0;
                self.note(&hub, now).await;
                self.told.send_modify(|state| {
                    (state.contact, state.sum, state.failed) = (Some(now), Some(sum), None);
                    state.busy = false;
                });
                BEAT
            }
            Err(trouble) => {
                self.failures = self.failures.saturating_add(1);
                tracing::info!(?trouble, "the book was not sent to the hub");
                self.told.send_modify(|state| {
                    let since = state.failed.as_ref().map_or(now, |(since, _)| *since);
                    (state.failed, state.busy) = (Some((since, trouble)), false);
                });
                self.wait()
            }
        }
    }

    /// Twice as long each time, and never all machines at once.
    fn wait(&self) -> Duration {
        let longest = FIRST.saturating_mul(1 << self.failures.min(8).saturating_sub(1));
        let half = longest.min(LONGEST).as_millis() as u64 / 2;
        Duration::from_millis(half + self.shop.chance.below(half.max(1)))
    }

    /// Writes the contact down now and then, for the page after a restart.
    async fn note(&self, hub: &HubRow, now: Ms) {
        if now.0 - hub.seen_ms < NOTED {
            return;
        }
        let noted = self.shop.desk.local(move |db| Box::pin(store::note_seen(db, now)));
        if let Err(refusal) = noted.await {
            tracing::warn!(?refusal, "the last contact with the hub was not noted");
        }
    }
}

/// Entries a second; none where too few were sent to tell.
fn per_second(sent: i64, time: Duration) -> Option<i64> {
    let ms = i64::try_from(time.as_millis()).unwrap_or(i64::MAX).max(1);
    (sent >= 100).then(|| sent * 1000 / ms)
}
