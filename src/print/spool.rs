//! The spool: a follower makes jobs of fresh sales, and one task for each printer carries them.
//!
//! Architecture invariant: a byte that left is never sent again by itself. Only a job of which
//! no byte left is tried again; any second paper is asked for by a person and says BẢN SAO.

mod labels;
mod orders;
mod signs;
mod stuck;
#[cfg(test)]
mod tests;
mod topay;
mod worker;

pub use super::wire::Timing;
pub use stuck::Stuck;
pub use topay::ToPay;

use super::printer::Target;
use signs::Signs;

use super::{
    address::Pages,
    drawer::Pulse,
    job::{self, NewJob},
    paper::Subject,
    printer, store,
};
use crate::{
    base::{
        clock::{DAY, HOUR, MINUTE, Ms},
        id::{BoothId, JobId},
        refusal::Refusal,
    },
    desk::{book::Shop, condition::writable},
    journal,
};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task::{AbortHandle, Id, JoinSet},
};
use tokio_stream::Stream;

/// The follower's name in the table of cursors.
const NAME: &str = "print";
/// Older sales wait for a person: a restored folder or a demonstration prints nothing.
const FRESH: i64 = 10 * MINUTE;
/// Papers that never came out are forgotten after this long.
const KEPT: i64 = 30 * DAY;
/// A paper that failed longer ago than this is nobody's trouble any more.
pub const LATELY: i64 = 12 * HOUR;
/// Entries looked at in one round.
const ROUND: i64 = 100;
/// The cursor is written at least this often, even when nothing asks for paper.
const STRIDE: i64 = 1000;

/// A handle on the running spool; clones share it. It ends with the last of them.
#[derive(Clone)]
pub struct Spool {
    shop: Shop,
    /// Told whenever a job may be waiting or a printer was set up.
    wake: watch::Sender<()>,
    signs: Signs,
    stuck: watch::Receiver<Arc<Vec<Stuck>>>,
    _running: Arc<Running>,
}

impl Spool {
    /// A sign whenever a paper of the booth moves on; none at a gate.
    pub fn moves(&self, booth: Option<BoothId>) -> impl Stream<Item = ()> + use<> {
        self.signs.at(booth)
    }

    /// The printers that a person should see to, now and as they change.
    pub fn stuck(&self) -> watch::Receiver<Arc<Vec<Stuck>>> {
        self.stuck.clone()
    }
}

/// Stops the spool's tasks when it is dropped.
struct Running(AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Starts the spool.
pub fn start(shop: Shop) -> Spool {
    start_with(shop, Timing::default())
}

/// Starts the spool with other patience.
pub fn start_with(shop: Shop, timing: Timing) -> Spool {
    let (wake, signs) = (watch::Sender::new(()), Signs::default());
    let (told, stuck) = watch::channel(Arc::default());
    let standing = (signs.clone(), told);
    let running = tokio::spawn(run(shop.clone(), timing, wake.clone(), standing)).abort_handle();
    Spool { shop, wake, signs, stuck, _running: Arc::new(Running(running)) }
}

/// Doubts what an earlier run left behind, then keeps the follower and a task for each address:
/// two printers that were set up at one are one machine, which prints one paper after the other.
async fn run(
    shop: Shop,
    timing: Timing,
    wake: watch::Sender<()>,
    (signs, told): (Signs, watch::Sender<Arc<Vec<Stuck>>>),
) {
    // Subscribed first, so that no printer set up meanwhile is missed.
    let mut woken = wake.subscribe();
    let now = shop.clock.now();
    let doubt = || shop.desk.local(move |db| Box::pin(job::store::doubt(db, now)));
    keep_trying(&shop, "doubt", doubt).await;
    let before = Ms(now.0 - FRESH);
    let shelve = || shop.desk.local(move |db| Box::pin(job::store::shelve(db, before, now)));
    keep_trying(&shop, "shelve", shelve).await;
    let before = Ms(now.0 - KEPT);
    let prune = || shop.desk.local(move |db| Box::pin(job::store::prune(db, before)));
    keep_trying(&shop, "prune", prune).await;
    let mut tasks = JoinSet::new();
    tasks.spawn(follow(shop.clone(), wake.clone(), signs.clone()));
    tasks.spawn(stuck::follow(shop.clone(), signs.any(), told));
    let mut lines: HashMap<Id, Target> = HashMap::new();
    loop {
        let printers = keep_trying(&shop, "printers", || printers(&shop)).await;
        for target in printers.into_iter().map(|it| it.target) {
            if !lines.values().any(|served| *served == target) {
                let (timing, signs) = (timing.clone(), signs.clone());
                let line = worker::Line::new(shop.clone(), target.clone(), timing, signs);
                lines.insert(tasks.spawn(line.serve(wake.subscribe())).id(), target);
            }
        }
        tokio::select! {
            changed = woken.changed() => if changed.is_err() { return },
            Some(Err(error)) = tasks.join_next() => {
                tracing::error!(%error, "a part of the spool broke off");
                if let Some(target) = lines.remove(&error.id()) {
                    keep_trying(&shop, "doubt", || doubt_line(&shop, &target)).await;
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }
}

/// What was leaving for an address whose line broke off is uncertain; the line begins anew.
async fn doubt_line(shop: &Shop, target: &Target) -> Result<(), Refusal> {
    let printers = printer::store::at(&mut *shop.read_to_sell().await?, target).await?;
    for printer in printers {
        let (id, now) = (printer.id, shop.clock.now());
        shop.desk.local(move |db| Box::pin(job::store::doubt_at(db, id, now))).await?;
    }
    Ok(())
}

async fn printers(shop: &Shop) -> Result<Vec<super::printer::Printer>, Refusal> {
    Ok(printer::store::printers(&mut *shop.read_to_sell().await?).await?)
}

/// Does what must be done for the spool to go on. A desk that cannot write is waited for, and says
/// so itself; any other failure is tried again, loudly.
async fn keep_trying<T, F, W>(shop: &Shop, what: &str, mut work: W) -> T
where
    W: FnMut() -> F,
    F: Future<Output = Result<T, Refusal>>,
{
    loop {
        match work().await {
            Ok(done) => return done,
            Err(Refusal::CannotWrite(_)) => writable(shop.desk.condition()).await,
            Err(refusal) => {
                tracing::error!(what, ?refusal, "the spool cannot go on");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Follows the journal from its cursor and makes jobs.
async fn follow(shop: Shop, wake: watch::Sender<()>, signs: Signs) {
    let mut head = shop.desk.head();
    let mut cursor = keep_trying(&shop, "cursor", || cursor(&shop)).await;
    loop {
        let upto = *head.borrow_and_update();
        while cursor.read < upto {
            let now = cursor;
            let made;
            (cursor, made) = keep_trying(&shop, "follow", || round(&shop, now, upto)).await;
            if !made.is_empty() {
                wake.send_replace(());
            }
            made.into_iter().for_each(|booth| signs.moved(booth));
        }
        if head.changed().await.is_err() {
            return;
        }
    }
}

fn job_id(shop: &Shop, at: Ms) -> JobId {
    JobId(shop.chance.uid(at))
}

/// How far the journal was read, and how far that is on disk.
#[derive(Clone, Copy)]
struct Cursor {
    read: i64,
    kept: i64,
}

async fn cursor(shop: &Shop) -> Result<Cursor, Refusal> {
    let pos = journal::store::follower(&mut *shop.read_to_sell().await?, NAME).await?;
    Ok(Cursor { read: pos, kept: pos })
}

/// One round: reads entries, draws their papers, and writes jobs and cursor together. Answers how
/// far it came, and the booth of each job.
async fn round(
    shop: &Shop,
    cursor: Cursor,
    upto: i64,
) -> Result<(Cursor, Vec<Option<BoothId>>), Refusal> {
    let mut db = shop.read_to_sell().await?;
    let since = Ms(shop.clock.now().0 - FRESH);
    let origin = shop.desk.origin();
    let entries = store::fresh(&mut db, origin, cursor.read, since, ROUND).await?;
    let read = match entries.last() {
        Some(last) if entries.len() as i64 == ROUND => last.pos,
        // What is beyond the head that was known is looked at again; it is fresh then too.
        _ => upto,
    };
    let (mut asked, mut papers, mut pulses) = (false, Vec::new(), Vec::new());
    for entry in &entries {
        if let Some(pulse) = Pulse::of(entry, shop.clock.now())
            && let Some(printer) = printer::store::printer_of(&mut db, pulse.booth).await?
        {
            pulses.extend(printer.drawer.map(|_| (pulse, printer)));
        }
        let subject =
            Subject::of(entry, Default::default()).filter(|it| it.wanted() && it.fresh(since));
        let Some(subject) = subject else { continue };
        asked = true;
        let Some(printer) = printer::store::printer_of(&mut db, subject.booth()).await? else {
            continue;
        };
        papers.push((subject, printer));
    }
    drop(db);
    let pages = if papers.is_empty() { None } else { Pages::of(shop).await? };
    let now = shop.clock.now();
    let pulse = |(pulse, printer): (Pulse, _)| pulse.job(&printer, job_id(shop, now), now);
    // First, as the customer waits for the change.
    let mut jobs: Vec<NewJob> = pulses.into_iter().filter_map(pulse).collect();
    asked |= !jobs.is_empty();
    for (subject, printer) in papers {
        let at = shop.clock.now();
        let (uid, pages) = (job_id(shop, at), pages.clone());
        let drawn = subject.job(&printer, uid, 0, at, pages).await;
        jobs.push(drawn.map_err(|error| Refusal::Failed(error.to_string()))?);
    }
    // A commit costs the disk as much as a sale does, so a cursor alone is seldom written.
    if !asked && read - cursor.kept < STRIDE {
        return Ok((Cursor { read, ..cursor }, Vec::new()));
    }
    let made = jobs.iter().map(|job| job.booth).collect();
    shop.desk
        .local(move |db| {
            Box::pin(async move {
                for job in &jobs {
                    store::add_job(&mut *db, job).await?;
                }
                journal::store::follow_to(db, NAME, read).await
            })
        })
        .await?;
    Ok((Cursor { read, kept: read }, made))
}
