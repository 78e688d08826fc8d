//! Timed copies while the program runs, copies that a person asks for, and what is known of them.

use super::{
    Made, Trouble, Whose, download, make,
    notes::{self, Choices, within},
    part, rotation, same_disk, store,
};
use crate::{
    base::{
        clock::{DAY, MINUTE, Ms},
        id::NodeId,
        lang::Say,
        refusal::Refusal,
    },
    db::{self, halt::Halt},
    desk::{book::Shop, rebuild},
    journal,
};
use sqlx::Connection;
use std::{convert::Infallible, fs, path::Path, sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, watch},
    task::AbortHandle,
};

/// How often it is looked whether a copy is due.
const LOOK: Duration = Duration::from_secs(60);
/// After a failure it is tried again this many milliseconds later, or at the next interval.
const RETRY: i64 = 5 * MINUTE;
/// How often a copy under way tells how far it is.
const TELL: Duration = Duration::from_millis(300);
/// Older copies that are removed at most when the disk is full.
const ROOM: usize = 5;
/// For work under way when the program stops; a stick that does not answer is not waited for.
const END: Duration = Duration::from_secs(3);

/// Work that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// A copy is made.
    Copy,
    /// The last copy is checked against its journal.
    Verify,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// Which.
    pub work: Work,
    /// Bytes that are written, or entries that are checked.
    pub done: u64,
    /// Bytes of the book, or entries, in all.
    pub of: u64,
}

impl Busy {
    /// Hundredths that are done.
    pub fn percent(&self) -> u64 {
        (self.done * 100 / self.of.max(1)).min(99)
    }
}

/// What is known while the program runs.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Something was asked for or is under way.
    pub asked: bool,
    /// What is under way, once it has begun.
    pub busy: Option<Busy>,
    /// When the last try failed, and why; none after a good one.
    pub failed: Option<(Ms, Say)>,
    /// A good copy that could not be noted in the book yet.
    pub unnoted: Option<Made>,
}

/// What a person asks for.
#[derive(Debug, Clone, Copy)]
enum Ask {
    Copy,
    Verify,
}

/// A handle on the running keeper; clones share it. It ends with the last of them.
#[derive(Clone)]
pub struct Keeper {
    asks: mpsc::Sender<Ask>,
    halt: Halt,
    state: watch::Sender<State>,
    _running: Arc<Running>,
}

struct Running(AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Keeper {
    /// Starts it.
    pub fn start(shop: Shop) -> Keeper {
        let (asks, asked) = mpsc::channel(1);
        download::sweep(&shop.folder);
        db::scratch::sweep(&shop.folder);
        let state = watch::Sender::new(State::default());
        let halt = shop.halt.clone();
        let running = tokio::spawn(run(shop, asked, state.clone())).abort_handle();
        Keeper { asks, halt, state, _running: Arc::new(Running(running)) }
    }

    /// Ends it: what is under way is given up, and reads the book no more when this returns.
    pub async fn close(&self) {
        self.halt.give();
        if tokio::time::timeout(END, self.asks.closed()).await.is_err() {
            tracing::warn!("a copy under way does not end");
        }
    }

    /// What is known now, and its changes.
    pub fn state(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// Asks for a copy now. What is asked for already is not asked for twice.
    pub fn copy(&self) {
        self.ask(Ask::Copy);
    }

    fn ask(&self, ask: Ask) {
        if self.asks.try_send(ask).is_ok() {
            self.state.send_modify(|state| state.asked = true);
        }
    }

    /// Asks for the last copy to be checked whole.
    pub fn verify(&self) {
        self.ask(Ask::Verify);
    }
}

async fn run(shop: Shop, mut asked: mpsc::Receiver<Ask>, tell: watch::Sender<State>) {
    loop {
        let ask = tokio::select! {
            () = shop.halt.wait() => return,
            ask = asked.recv() => match ask {
                Some(ask) => ask,
                None => return,
            },
            () = tokio::time::sleep(LOOK) => {
                match due(&shop, &tell).await {
                    Ok(true) => Ask::Copy,
                    Ok(false) => continue,
                    Err(refusal) => {
                        tracing::warn!(?refusal, "it is not known whether a copy is due");
                        continue;
                    }
                }
            }
        };
        let done = done(&shop, &tell, ask).await;
        if shop.halt.is_given() {
            return;
        }
        let failed = done.err().map(|trouble| {
            tracing::warn!(%trouble, "no good copy was made");
            (shop.clock.now(), trouble.say())
        });
        tell.send_modify(|state| {
            (state.asked, state.busy, state.failed) = (false, None, failed);
        });
    }
}

/// Does it on a thread of its own: a slow stick must not hold up the till.
async fn done(shop: &Shop, tell: &watch::Sender<State>, ask: Ask) -> Result<(), Trouble> {
    let (shop, tell) = (shop.clone(), tell.clone());
    let runtime = tokio::runtime::Handle::current();
    let work = tokio::task::spawn_blocking(move || match ask {
        Ask::Copy => runtime.block_on(timed(&shop, &tell)),
        Ask::Verify => runtime.block_on(verify(&shop, &tell)),
    });
    work.await.map_err(|error| Trouble::Io(std::io::Error::other(error)))?
}

/// Whether a copy is due: something changed since the last one, and so long ago it was. Between
/// fairs once a day will do.
async fn due(shop: &Shop, tell: &watch::Sender<State>) -> Result<bool, Refusal> {
    let State { failed, unnoted, .. } = tell.borrow().clone();
    if let Some(made) = unnoted.clone()
        && note(shop, tell, made).await.is_ok()
    {
        tell.send_modify(|state| state.failed = None);
    }
    let now = shop.clock.now();
    let mut db = shop.read().await?;
    let choices = notes::choices(&mut db).await?;
    if choices.folder.is_none() || failed.is_some_and(|(at, _)| within(at, RETRY, now)) {
        return Ok(false);
    }
    let open = !store::open_fairs(&mut db, now.date()).await?.is_empty();
    let every = if open { choices.minutes * MINUTE } else { DAY };
    let pos = journal::store::last_pos(&mut db).await?;
    let last = unnoted.or(notes::last(&mut db).await?);
    Ok(last.is_none_or(|last| last.pos != pos && !within(last.at, every, now)))
}

/// Makes a copy in the chosen folder, removes those that are too many, and notes it.
async fn timed(shop: &Shop, tell: &watch::Sender<State>) -> Result<(), Trouble> {
    let mut db = shop.read().await.map_err(Trouble::Refused)?;
    let choices = notes::choices(&mut db).await?;
    drop(db);
    let Some(folder) = &choices.folder else { return Ok(()) };
    ready(shop, folder, choices.elsewhere)?;
    let (origin, now) = (shop.desk.origin(), shop.clock.now());
    let file = folder.join(rotation::name(origin, now));
    let part = part(&file);
    let made = tokio::select! {
        made = copied(shop, folder, &file, now) => made?,
        never = grows(shop, tell, &part) => match never {},
    };
    let pruned = prune((origin, now), folder, &choices);
    note(shop, tell, made).await?;
    pruned
}

/// Makes it. What earlier tries left there when the stick was pulled out or the program was killed
/// goes first; while the disk is full, old copies go.
async fn copied(shop: &Shop, folder: &Path, file: &Path, now: Ms) -> Result<Made, Trouble> {
    let origin = shop.desk.origin();
    for name in rotation::unfinished(origin, &names(folder)?) {
        fs::remove_file(folder.join(name))?;
    }
    let mut made = make((&shop.folder, Whose::Own), file, now, &shop.halt).await;
    for _ in 0..ROOM {
        if !made.as_ref().is_err_and(Trouble::full) {
            break;
        }
        let Some(oldest) = rotation::oldest(origin, &names(folder)?) else { break };
        fs::remove_file(folder.join(oldest))?;
        made = make((&shop.folder, Whose::Own), file, now, &shop.halt).await;
    }
    made
}

/// Tells how far a copy is, in the thread of its own that makes it.
async fn grows(shop: &Shop, tell: &watch::Sender<State>, part: &Path) -> Infallible {
    let size = |file: &Path| file.metadata().map_or(0, |it| it.len());
    let of = size(&shop.folder.join(db::FILE));
    loop {
        let busy = Busy { work: Work::Copy, done: size(part), of };
        tell.send_modify(|state| (state.asked, state.busy) = (true, Some(busy)));
        tokio::time::sleep(TELL).await;
    }
}

/// Removes the copies that are too many.
fn prune(made: (NodeId, Ms), folder: &Path, choices: &Choices) -> Result<(), Trouble> {
    for name in rotation::superfluous(made, &names(folder)?, choices.newest, choices.days) {
        fs::remove_file(folder.join(name))?;
    }
    Ok(())
}

/// Notes a good copy in the book. While that cannot be written it is kept in mind.
async fn note(shop: &Shop, tell: &watch::Sender<State>, made: Made) -> Result<(), Trouble> {
    let noted = notes::note(shop, &made).await;
    let unnoted = noted.is_err().then_some(made);
    tell.send_modify(|state| state.unnoted = unnoted);
    noted.map_err(Trouble::Unnoted)
}

/// Whether the folder is there, and on the disk on which it was chosen.
fn ready(shop: &Shop, folder: &Path, elsewhere: bool) -> Result<(), Trouble> {
    if !folder.is_dir() {
        return Err(Trouble::NoFolder(folder.to_owned()));
    }
    match elsewhere && same_disk(&shop.folder, folder) {
        true => Err(Trouble::Unplugged(folder.to_owned())),
        false => Ok(()),
    }
}

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?;
    entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

/// Checks the last copy as `verify` checks the book.
async fn verify(shop: &Shop, tell: &watch::Sender<State>) -> Result<(), Trouble> {
    let mut db = shop.read().await.map_err(Trouble::Refused)?;
    let unnoted = tell.borrow().unnoted.clone();
    let Some(last) = unnoted.or(notes::last(&mut db).await?) else { return Ok(()) };
    drop(db);
    if !last.file.is_file() {
        return Err(Trouble::NoFolder(last.file));
    }
    let mut copy = db::copied(&last.file).await?;
    shop.halt.ends(&mut copy).await?;
    let of = last.pos.unsigned_abs();
    let progress = |done: i64| {
        let busy = Busy { work: Work::Verify, done: done.unsigned_abs(), of };
        tell.send_modify(|state| state.busy = Some(busy));
    };
    progress(0);
    let place = rebuild::Place::beside(shop);
    let report = rebuild::verify(&mut copy, place, progress).await?;
    copy.close().await?;
    if !report.differences.is_empty() {
        return Err(Trouble::Differs(report.differences));
    }
    let verified = Some(shop.clock.now());
    note(shop, tell, Made { verified, ..last }).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{clock::Clock, id::Chance};

    const NOW: Ms = Ms(1_780_471_920_000); // 3 June 2026, 14:32 in Vietnam

    #[tokio::test]
    async fn a_copy_or_a_failure_of_a_time_to_come_keeps_no_copy_from_being_made() {
        let folder = tempfile::tempdir().unwrap();
        let (clock, chance) = (Clock::by(|| NOW), Chance::seeded(7));
        let shop = Shop::open(folder.path(), clock, chance).await.unwrap();
        let choices = Choices { folder: Some(folder.path().to_owned()), ..Default::default() };
        notes::choose(&shop, &choices).await.unwrap();
        let made = |at| Made {
            file: folder.path().join("copy.db"),
            at,
            size: 1,
            pos: -1,
            origin: shop.desk.origin(),
            seq: 0,
            head: String::new(),
            elsewhere: true,
            private: true,
            verified: None,
        };
        let tell = watch::Sender::new(State::default());
        for (hours, is_due) in [(-1, false), (-25, true), (30 * 24, true)] {
            notes::note(&shop, &made(Ms(NOW.0 + hours * 60 * MINUTE))).await.unwrap();
            assert_eq!(due(&shop, &tell).await, Ok(is_due), "{hours}");
        }
        for (minutes, is_due) in [(-1, false), (-6, true), (60, true)] {
            let failed = Some((Ms(NOW.0 + minutes * MINUTE), Say::new("", "")));
            tell.send_modify(|state| state.failed = failed);
            assert_eq!(due(&shop, &tell).await, Ok(is_due), "{minutes}");
        }
        shop.close().await;
    }
}
