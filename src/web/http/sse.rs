//! Streams that last. Each stands in one list with who opened it; one task looks now and then
//! whether they may still listen, and ends the others. A stream itself reads nothing: what it says
//! comes to it over channels.

mod body;

pub use body::message;

use crate::{
    base::{lang::Lang, refusal::Refusal},
    desk::book::Shop,
    live::news::Heads,
    web::http::{
        guard::{self, Caller, Credentials},
        session_buffer::Meanwhile,
    },
};
use axum::{
    body::Bytes,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use body::Body;
use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{oneshot, watch},
    task::AbortHandle,
};
use tokio_stream::Stream;

/// Streams that one device may hold: its till's, and a few customer's screens.
const A_DEVICE: usize = 4;
/// Streams of one session: as many connections as a browser opens to one host.
const A_SESSION: usize = 6;
/// While nothing changes, listeners are looked at this often: sessions end with time too.
const LOOKED: Duration = Duration::from_secs(20);
/// And however much changes, no more often than this.
const PAUSE: Duration = Duration::from_millis(500);

/// What a stream tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The journal's head and a booth's news.
    Till,
    /// What a till shows its customer.
    Display,
    /// A fair's totals.
    Board,
}

impl Kind {
    /// All of them, with their words in the counters.
    pub const ALL: [(Kind, &str); 3] =
        [(Kind::Till, "till"), (Kind::Display, "display"), (Kind::Board, "board")];
}

/// Why a stream ends before its listener goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Who opened it may not listen any more.
    Forbidden,
    /// The same device or session opened others since.
    Replaced,
}

/// Whoever listens to a stream, and what ends it.
struct Listener {
    who: Credentials,
    /// The device or session whose streams are counted together.
    holder: Vec<u8>,
    kind: Kind,
    may: fn(&Caller) -> bool,
    end: oneshot::Sender<Ended>,
}

/// The open streams by age.
#[derive(Default)]
struct Open {
    next: u64,
    all: BTreeMap<u64, Listener>,
}

/// All open streams; clones share them. Their task ends with the last of them.
#[derive(Clone)]
pub struct Streams {
    open: Arc<Mutex<Open>>,
    /// Moves when a stream was opened: who opened it may have lost access meanwhile.
    opened: watch::Sender<u64>,
    _looking: Arc<Looking>,
}

/// Stops the task when it is dropped.
struct Looking(AbortHandle);

impl Drop for Looking {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A place in the list, given back when it is dropped.
struct Place(Arc<Mutex<Open>>, u64);

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.0).all.remove(&self.1);
    }
}

/// A stream that may begin.
pub struct Opened {
    place: Place,
    ends: oneshot::Receiver<Ended>,
    lang: Lang,
}

fn lock(open: &Mutex<Open>) -> MutexGuard<'_, Open> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Streams {
    /// No streams yet; `heads` move when people or devices may have changed.
    pub fn start(shop: Shop, heads: watch::Receiver<Heads>, meanwhile: Meanwhile) -> Streams {
        let (open, opened) = (Arc::<Mutex<Open>>::default(), watch::Sender::default());
        let looking =
            tokio::spawn(look((shop, meanwhile), open.clone(), opened.subscribe(), heads));
        Streams { open, opened, _looking: Arc::new(Looking(looking.abort_handle())) }
    }

    /// Puts a stream into the list, for as long as `may` holds of who sent these headers. A device
    /// that holds enough of them loses its oldest: a phone that comes back always gets in.
    pub fn open(
        &self,
        kind: Kind,
        (caller, headers): (&Caller, &HeaderMap),
        may: fn(&Caller) -> bool,
    ) -> Opened {
        let who = Credentials::of(headers);
        let device = caller.device.as_ref().filter(|_| who.token.is_some());
        let (holder, most) = match device {
            Some(device) => (device.uid.bytes(), A_DEVICE),
            None => (who.session.clone().unwrap_or_default(), A_SESSION),
        };
        let (end, ends) = oneshot::channel();
        let mut open = lock(&self.open);
        let held = open.all.iter().filter(|(_, it)| it.holder == holder);
        let held: Vec<u64> = held.map(|(id, _)| *id).collect();
        for oldest in &held[..(held.len() + 1).saturating_sub(most)] {
            // Its listener may have gone in this moment; then nobody need be told.
            open.all.remove(oldest).map(|it| it.end.send(Ended::Replaced));
        }
        let id = open.next;
        open.next += 1;
        open.all.insert(id, Listener { who, holder, kind, may, end });
        drop(open);
        self.opened.send_modify(|opened| *opened += 1);
        Opened { place: Place(self.open.clone(), id), ends, lang: caller.lang }
    }

    /// How many streams of a kind are open.
    pub fn count(&self, kind: Kind) -> usize {
        lock(&self.open).all.values().filter(|it| it.kind == kind).count()
    }
}

impl Opened {
    /// The answer: these events (`message`), and a sign of life after each silence of `alive`.
    pub fn answer<S>(self, events: S, alive: Duration) -> Response
    where
        S: Stream<Item = Bytes> + Send + 'static,
    {
        Body::new(self, events, alive).into_response()
    }
}

/// Looks at the listeners when access may have changed, and now and then.
async fn look(
    (shop, meanwhile): (Shop, Meanwhile),
    open: Arc<Mutex<Open>>,
    mut opened: watch::Receiver<u64>,
    mut heads: watch::Receiver<Heads>,
) {
    let mut access = shop.desk.access();
    let mut known = heads.borrow().of_all();
    loop {
        tokio::select! {
            changed = opened.changed() => if changed.is_err() { return },
            changed = access.changed() => if changed.is_err() { return },
            changed = heads.wait_for(|heads| heads.of_all() != known) => {
                let Ok(heads) = changed else { return };
                known = heads.of_all();
            }
            () = tokio::time::sleep(LOOKED) => {}
        }
        while let Err(refusal) = end_forbidden(&shop, &meanwhile, &open).await {
            tracing::warn!(?refusal, "who listens to streams was not looked at");
            tokio::time::sleep(PAUSE).await;
        }
        // Whoever lost access is not heard of any longer than it takes to look.
        if tokio::time::timeout(PAUSE, access.changed()).await.is_ok() {
            access.mark_changed();
        }
    }
}

/// Ends the streams of those who may not listen any more.
async fn end_forbidden(
    shop: &Shop,
    meanwhile: &Meanwhile,
    open: &Mutex<Open>,
) -> Result<(), Refusal> {
    let asked: HashSet<_> = lock(open).all.values().map(|it| it.who.clone()).collect();
    if asked.is_empty() {
        return Ok(());
    }
    let mut db = shop.read_to_follow().await?;
    let found = guard::callers(&mut db, &asked, (shop.clock.now(), meanwhile)).await?;
    drop(db);
    let gone = |it: &Listener| {
        asked.contains(&it.who) && !found.get(&it.who).is_some_and(|caller| (it.may)(caller))
    };
    let mut open = lock(open);
    let gone: Vec<u64> = open.all.iter().filter(|(_, it)| gone(it)).map(|(id, _)| *id).collect();
    for id in gone {
        open.all.remove(&id).map(|it| it.end.send(Ended::Forbidden));
    }
    Ok(())
}
