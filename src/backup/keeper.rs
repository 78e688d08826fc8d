//! Timed copies while the program runs, copies that a person asks for, and what is known of them.

use super::{Made, Trouble, handed, make, part, rotation, same_disk, store};
use crate::{
    base::{
        clock::{DAY, MINUTE, Ms},
        lang::Say,
        refusal::Refusal,
    },
    db::{self, halt::Halt},
    desk::{rebuild, shop::Shop},
    journal,
};
use serde::{Deserialize, Serialize};
use sqlx::{Connection, SqliteConnection};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{
    sync::{mpsc, watch},
    task::AbortHandle,
};

/// The settings in which the choices and the last good copy are kept.
const CHOICES: &str = "backup";
const LAST: &str = "backup_last";
/// How often it is looked whether a copy is due.
const LOOK: Duration = Duration::from_secs(60);
/// After a failure it is tried again this many milliseconds later, or at the next interval.
const RETRY: i64 = 5 * MINUTE;
/// Older copies that are removed at most when the disk is full.
const ROOM: usize = 5;
/// For work under way when the program stops; a stick that does not answer is not waited for.
const END: Duration = Duration::from_secs(3);

/// What an organiser chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Where copies go; none: no timed copies are made.
    pub folder: Option<PathBuf>,
    /// The folder was on another disk than the book when it was chosen.
    pub elsewhere: bool,
    /// Minutes between two copies while a fair is open.
    pub minutes: i64,
    /// How many of the newest are kept.
    pub newest: usize,
    /// Of how many days the last one is kept.
    pub days: usize,
}

impl Default for Choices {
    fn default() -> Choices {
        Choices { folder: None, elsewhere: false, minutes: 60, newest: 24, days: 14 }
    }
}

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
    /// The file that grows, or the entries done.
    pub at: Progress,
    /// Bytes of the book, or entries, in all.
    pub of: u64,
}

/// What tells how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// A file grows to about the size of the book.
    File(PathBuf),
    /// So many entries are done.
    Entries(u64),
}

impl Busy {
    /// Hundredths that are done.
    pub fn percent(&self) -> u64 {
        let done = match &self.at {
            Progress::File(file) => file.metadata().map_or(0, |it| it.len()),
            Progress::Entries(entries) => *entries,
        };
        (done * 100 / self.of.max(1)).min(99)
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
        handed::sweep(&shop.folder);
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
            () = shop.halt.given() => return,
            ask = asked.recv() => match ask {
                Some(ask) => ask,
                None => return,
            },
            () = tokio::time::sleep(LOOK) => {
                let failed = tell.borrow().failed.as_ref().map(|failed| failed.0);
                match due(&shop, failed).await {
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
        tell.send_replace(State { asked: false, busy: None, failed });
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
async fn due(shop: &Shop, failed: Option<Ms>) -> Result<bool, Refusal> {
    let now = shop.clock.now();
    let mut db = shop.read().await?;
    let choices = choices(&mut db).await?;
    if choices.folder.is_none() || failed.is_some_and(|at| within(at, RETRY, now)) {
        return Ok(false);
    }
    let open = !store::open_fairs(&mut db, now.date()).await?.is_empty();
    let every = if open { choices.minutes * MINUTE } else { DAY };
    let pos = journal::store::last_pos(&mut db).await?;
    Ok(last(&mut db).await?.is_none_or(|last| last.pos != pos && !within(last.at, every, now)))
}

/// Whether `at` is less than `milliseconds` ago. What seems to lie ahead is of a clock that was put
/// back: nobody knows how long ago that was.
fn within(at: Ms, milliseconds: i64, now: Ms) -> bool {
    (0..milliseconds).contains(&(now.0 - at.0))
}

/// Makes a copy in the chosen folder, removes those that are too many, and remembers it.
async fn timed(shop: &Shop, tell: &watch::Sender<State>) -> Result<(), Trouble> {
    let mut db = shop.read().await.map_err(unread)?;
    let choices = choices(&mut db).await?;
    drop(db);
    let Some(folder) = &choices.folder else { return Ok(()) };
    ready(shop, folder, choices.elsewhere)?;
    let (origin, now) = (shop.desk.origin(), shop.clock.now());
    let file = folder.join(rotation::name(origin, now));
    let of = fs::metadata(shop.folder.join(db::FILE)).map_or(0, |it| it.len());
    let busy = Busy { work: Work::Copy, at: Progress::File(part(&file)), of };
    tell.send_modify(|state| {
        state.asked = true;
        state.busy = Some(busy);
    });
    let mut made = make(&shop.folder, &file, now, &shop.halt).await;
    for _ in 0..ROOM {
        if !made.as_ref().is_err_and(Trouble::full) {
            break;
        }
        let Some(oldest) = rotation::oldest(origin, &names(folder)?) else { break };
        fs::remove_file(folder.join(oldest))?;
        made = make(&shop.folder, &file, now, &shop.halt).await;
    }
    let made = made?;
    remember(shop, &made).await?;
    let kept = (choices.newest, choices.days);
    for name in rotation::superfluous((origin, now), &names(folder)?, kept.0, kept.1) {
        fs::remove_file(folder.join(name))?;
    }
    Ok(())
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
    let mut db = shop.read().await.map_err(unread)?;
    let Some(last) = last(&mut db).await? else { return Ok(()) };
    drop(db);
    if !last.file.is_file() {
        return Err(Trouble::NoFolder(last.file));
    }
    let mut copy = db::copied(&last.file).await?;
    shop.halt.ends(&mut copy).await?;
    let of = last.pos.unsigned_abs();
    let progress = |done: i64| {
        let at = Progress::Entries(done.unsigned_abs());
        tell.send_modify(|state| state.busy = Some(Busy { work: Work::Verify, at, of }));
    };
    progress(0);
    let report = rebuild::verify(&mut copy, progress).await.map_err(|error| match error {
        rebuild::RebuildError::Sql(error) => Trouble::Sql(error),
        rebuild::RebuildError::Open(error) => Trouble::Open(error),
    })?;
    copy.close().await?;
    if !report.differences.is_empty() {
        return Err(Trouble::Differs(report.differences));
    }
    let verified = Some(shop.clock.now());
    remember(shop, &Made { verified, ..last }).await
}

fn unread(refusal: Refusal) -> Trouble {
    Trouble::NotACopy(refusal.say().en)
}

async fn remember(shop: &Shop, made: &Made) -> Result<(), Trouble> {
    let text = serde_json::to_string(made).unwrap_or_default();
    let kept = shop.desk.local(move |db| {
        Box::pin(async move { journal::store::set_setting(db, LAST, &text).await })
    });
    kept.await.map_err(unread)
}

/// What was chosen, as it stands.
pub async fn choices(db: &mut SqliteConnection) -> sqlx::Result<Choices> {
    let kept = journal::store::setting(db, CHOICES).await?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Keeps what is chosen from now on.
pub async fn choose(shop: &Shop, choices: &Choices) -> Result<(), Refusal> {
    let text = serde_json::to_string(choices).unwrap_or_default();
    let kept = shop.desk.local(move |db| {
        Box::pin(async move { journal::store::set_setting(db, CHOICES, &text).await })
    });
    kept.await
}

/// The last good copy.
pub async fn last(db: &mut SqliteConnection) -> sqlx::Result<Option<Made>> {
    let kept = journal::store::setting(db, LAST).await?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Up to which sequence of this node a good copy holds the book on another disk; 0: there is none.
pub async fn secured(db: &mut SqliteConnection) -> sqlx::Result<i64> {
    Ok(last(db).await?.filter(|last| last.elsewhere).map_or(0, |last| last.seq))
}

/// What an organiser is warned of while a fair is open: that there is no copy, or none of the last
/// day.
pub async fn stale(db: &mut SqliteConnection, now: Ms) -> sqlx::Result<Option<Say>> {
    let last = last(&mut *db).await?;
    if last.as_ref().is_some_and(|last| within(last.at, DAY + 1, now)) {
        return Ok(None);
    }
    if store::open_fairs(db, now.date()).await?.is_empty() {
        return Ok(None);
    }
    Ok(Some(match last {
        None => Say::new(
            "Sổ chưa có bản sao nào ngoài máy này: máy hỏng là mất.",
            "There is no copy of the book outside this machine: if it breaks, the book is lost.",
        ),
        Some(last) if last.at > now => Say::new(
            format!(
                "Bản sao gần nhất ghi giờ chưa tới: {}. Hãy xem lại đồng hồ máy này và sao lưu \
                 ngay.",
                last.at.text()
            ),
            format!(
                "The last copy of the book is of a time to come: {}. Look at this machine's clock \
                 and make a copy now.",
                last.at.text()
            ),
        ),
        Some(last) => Say::new(
            format!("Bản sao gần nhất đã cũ: {}.", last.at.text()),
            format!("The last copy of the book is old: {}.", last.at.text()),
        ),
    }))
}
