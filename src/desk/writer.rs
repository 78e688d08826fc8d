//! The writer's task: its connection, what happens when a write fails, and the way back.
//!
//! After any failed write the connection is thrown away: SQLite may have ended the transaction by
//! itself (disk full, I/O error) while the driver still counts one open. What is a command's own
//! fault concerns that command alone; a disk that is full concerns everybody, and is waited out.

use super::{
    All, BATCH, Job, Local,
    batch::{self, Outcome},
    command::{Answer, Envelope},
    condition::Stop,
    upkeep::Upkeep,
};
use crate::{
    base::{clock::Clock, id::NodeId, lang::Say, outage::Outage, refusal::Refusal},
    db,
    disk::Disk,
    folder::lock::Lock,
    journal,
};
use sqlx::{Connection, SqliteConnection};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::Instant,
};

/// While it cannot write, the desk tries this often whether it can again.
const PROBE: Duration = Duration::from_secs(1);
/// A disk with less room than this, in bytes, is still full: the next batch would not fit.
const ROOM: u64 = 1 << 20;
/// A book that refuses again and again what it should not is looked through this often, and more
/// seldom where that takes long: selling waits meanwhile.
const LATELY: Duration = Duration::from_secs(60);
/// The setting that is written to find out whether anything can be.
const PROBED: &str = "probed";

/// Where the book lies, and who writes it.
pub struct Place {
    /// The data folder, and the right to write into it.
    pub lock: Arc<Lock>,
    /// This node.
    pub origin: NodeId,
    /// Where the present comes from.
    pub clock: Clock,
    /// How much room is left.
    pub disk: Disk,
}

/// What is acknowledged stays: a book that ends before it was written over, or its log was cut.
const SHORTER: &str = "the book lacks entries that were acknowledged";

/// The writer.
pub(super) struct Writer {
    pub place: Place,
    pub upkeep: Upkeep,
    /// None while nothing can be written.
    pub db: Option<SqliteConnection>,
    /// How far the journal reaches.
    pub head: watch::Sender<i64>,
    /// Why nothing can be written.
    pub stop: watch::Sender<Option<Stop>>,
    /// When writing failed, or was last tried since.
    pub tried: Instant,
    /// Somebody else wrote into its files, or it refused what it should not; and it was not looked
    /// through since.
    pub suspect: bool,
    /// When it was last looked through and found whole, and how long that took.
    pub seen_through: Option<(Instant, Duration)>,
}

impl Writer {
    /// Works until it is closed or nobody can hand it anything any more. Should the book's files be
    /// gone it ends at once, nobody else is answered, and what a person has to know is told.
    pub async fn run(mut self, mut queue: mpsc::Receiver<Job>) -> Option<Say> {
        let mut jobs = Vec::with_capacity(BATCH);
        let mut closed = None;
        while closed.is_none() {
            tokio::select! {
                taken = queue.recv_many(&mut jobs, BATCH) => match taken {
                    0 => break,
                    _ => closed = self.work(jobs.drain(..)).await,
                },
                () = self.rest() => self.look().await,
            }
            if self.upkeep.is_over() {
                return self.upkeep.lost(self.db.take()).await;
            }
        }
        match self.db.take() {
            Some(db) => self.upkeep.close(db).await,
            None => tracing::error!("the log of changes stays beside the book"),
        }
        None
    }

    /// Returns when there is time for the files, or when writing is to be tried again.
    async fn rest(&self) {
        match self.db {
            Some(_) => self.upkeep.quiet().await,
            None => tokio::time::sleep_until(self.tried + PROBE).await,
        }
    }

    async fn look(&mut self) {
        self.mind_others().await;
        match &mut self.db {
            Some(db) => self.upkeep.look(db).await,
            None => {
                self.probe().await;
                self.tried = Instant::now();
            }
        }
    }

    /// Does what it was handed; who waits for the end, if it is the end.
    async fn work(&mut self, jobs: impl Iterator<Item = Job>) -> Option<oneshot::Sender<()>> {
        self.mind_others().await;
        let mut closed = None;
        let mut commands = Vec::new();
        let mut answers = Vec::new();
        for job in jobs {
            match job {
                Job::Book(envelope, answer) => {
                    commands.push(*envelope);
                    answers.push(answer);
                }
                // Earlier commands come first: what was submitted in order is done in order.
                Job::All(all, keep, answer) => {
                    self.run_batch(&mut commands, &mut answers).await;
                    let done = self.run_all(&all, keep).await;
                    if self.stands() {
                        self.tell().await;
                        let _ = answer.send(done);
                    }
                }
                Job::Local(work, done) => {
                    self.run_batch(&mut commands, &mut answers).await;
                    let result = self.run_local(work).await;
                    if self.stands() {
                        // It may have received another machine's entries.
                        self.tell().await;
                        let _ = done.send(result);
                    }
                }
                Job::Damaged => self.give_up().await,
                Job::Close(done) => closed = Some(done),
            }
        }
        self.run_batch(&mut commands, &mut answers).await;
        closed
    }

    /// Whether what was written stands in the folder's book. Without a connection nothing was, and
    /// the files beside the book may be gone for good reason.
    fn stands(&mut self) -> bool {
        match self.db {
            Some(_) => self.upkeep.stands(),
            None => !self.upkeep.is_over(),
        }
    }

    async fn run_local(&mut self, work: Local) -> Result<(), Refusal> {
        let Some(db) = &mut self.db else { return Err(self.refusal()) };
        let ran = async {
            let mut transaction = db.begin_with("begin immediate").await?;
            work(&mut transaction).await?;
            transaction.commit().await
        };
        match ran.await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.fail(error).await),
        }
    }

    async fn run_all(&mut self, commands: &[Envelope], keep: bool) -> All {
        let Some(db) = &mut self.db else { return Err((0, self.refusal())) };
        match batch::run_all(db, self.place.origin, commands, keep).await {
            Ok(answers) => answers,
            Err(error) => Err((0, self.fail_of_commands(error).await)),
        }
    }

    /// Writes a batch. Should the write fail by one of its commands, they are run again one by
    /// one, so that only the culprit fails.
    async fn run_batch(
        &mut self,
        commands: &mut Vec<Envelope>,
        answers: &mut Vec<oneshot::Sender<Result<Answer, Refusal>>>,
    ) {
        let commands = std::mem::take(commands);
        let answers = std::mem::take(answers);
        if commands.is_empty() {
            return;
        }
        let before = *self.head.borrow();
        let Outcome { answers: results, pos } = match self.write(&commands).await {
            Ok(outcome) => outcome,
            Err(refusal) if commands.len() == 1 || self.db.is_none() => {
                Outcome { answers: vec![Err(refusal); commands.len()], pos: before }
            }
            Err(_) => self.one_by_one(&commands, before).await,
        };
        if !self.stands() {
            return;
        }
        // After a failure the book was opened anew, which may have told of more.
        let reached = pos.max(*self.head.borrow());
        self.reached(reached);
        for (answer, result) in answers.into_iter().zip(results) {
            let _ = answer.send(result);
        }
    }

    /// `before`: how far the journal reached.
    async fn one_by_one(&mut self, commands: &[Envelope], before: i64) -> Outcome {
        let mut all = Outcome { answers: Vec::with_capacity(commands.len()), pos: before };
        for command in commands {
            all.answers.push(match self.write(std::slice::from_ref(command)).await {
                Ok(Outcome { mut answers, pos }) => {
                    all.pos = pos;
                    answers.pop().unwrap_or(Err(Refusal::Busy))
                }
                Err(refusal) => {
                    tracing::error!(uid = %command.uid, "this command could not be written");
                    Err(refusal)
                }
            });
        }
        all
    }

    async fn write(&mut self, commands: &[Envelope]) -> Result<Outcome, Refusal> {
        let Some(db) = &mut self.db else { return Err(self.refusal()) };
        match batch::run(db, self.place.origin, commands).await {
            Ok(outcome) => Ok(outcome),
            Err(error) => Err(self.fail_of_commands(error).await),
        }
    }

    /// Where another program has written into the book's files the book is opened anew and looked
    /// through before anything more is written: by SQLite's rules, or only its time was changed,
    /// and all is well; or over it, and it is damaged.
    async fn mind_others(&mut self) {
        if !self.upkeep.is_written() {
            return;
        }
        let Some(db) = self.db.take() else { return };
        tracing::warn!("another program wrote into the book's files: looking through them");
        let _ = db.close().await;
        (self.suspect, self.tried) = (true, Instant::now());
        if let Err(error) = self.open(db::PATIENCE).await {
            self.stop_for(self.outage(&error).unwrap_or(Outage::Unknown), &error);
        }
    }

    /// A reader found the book damaged. What is written into it would be damaged too.
    async fn give_up(&mut self) {
        if let Some(db) = self.db.take() {
            let _ = db.close().await;
        }
        self.stop_for(Outage::Damaged, &"a reader found the file damaged");
    }

    /// Tells followers how far the journal reaches.
    async fn tell(&mut self) {
        let Some(db) = &mut self.db else { return };
        match journal::store::last_pos(db).await {
            Ok(pos) => self.reached(pos),
            Err(error) => drop(self.fail(error).await),
        }
    }

    fn reached(&self, pos: i64) {
        self.head.send_if_modified(|known| std::mem::replace(known, pos) != pos);
    }

    /// What the schema could refuse of a command was refused in words before, unless the book is
    /// damaged: it is looked through, but not again and again for a command that stays.
    async fn fail_of_commands(&mut self, error: sqlx::Error) -> Refusal {
        let lately =
            self.seen_through.is_some_and(|(at, took)| at.elapsed() < LATELY.max(took * 20));
        self.suspect |= matches!(error, sqlx::Error::Database(_)) && !lately;
        self.fail(error).await
    }

    /// After a failure: another connection, or none until disk and machine are well again.
    async fn fail(&mut self, error: sqlx::Error) -> Refusal {
        if !self.stands() {
            // Whatever failed: what this connection still sees is to be saved.
            return Refusal::Busy;
        }
        if let Some(db) = self.db.take() {
            // Awaited, so that it holds nothing any more when another is opened.
            let _ = db.close().await;
        }
        let Some(outage) = self.outage(&error) else {
            tracing::error!(%error, "something could not be written");
            if let Err(error) = self.open(db::PATIENCE).await {
                self.stop_for(self.outage(&error).unwrap_or(Outage::Unknown), &error);
                return self.refusal();
            }
            return Refusal::Failed(error.to_string());
        };
        self.tried = Instant::now();
        self.stop_for(outage, &error);
        Refusal::CannotWrite(outage)
    }

    /// What an error says of disk and machine. Out of room, files cannot be made or grown either,
    /// which SQLite tells in several ways.
    fn outage(&self, error: &sqlx::Error) -> Option<Outage> {
        match error {
            sqlx::Error::Protocol(why) if why == SHORTER => return Some(Outage::Damaged),
            // What was found wrong with its pages.
            sqlx::Error::Configuration(_) => return Some(Outage::Damaged),
            _ => {}
        }
        let outage = Outage::of(error)?;
        let vague = matches!(outage, Outage::Disk | Outage::Missing | Outage::Unknown);
        Some(if vague && self.full() { Outage::Full } else { outage })
    }

    /// Whether less room is left than a batch needs.
    fn full(&self) -> bool {
        self.place.disk.free(self.place.lock.folder()).is_some_and(|free| free < ROOM)
    }

    fn stop_for(&self, outage: Outage, error: &impl std::fmt::Display) {
        let now = self.place.clock.now();
        self.stop.send_if_modified(|stop| {
            let since = stop.as_ref().map_or(now, |stop| stop.since);
            let same = stop.as_ref().is_some_and(|stop| stop.outage == outage);
            if !same {
                *stop = Some(Stop { outage, since, error: error.to_string() });
            }
            !same
        });
    }

    fn refusal(&self) -> Refusal {
        let outage = self.stop.borrow().as_ref().map(|stop| stop.outage);
        Refusal::CannotWrite(outage.unwrap_or(Outage::Unknown))
    }

    /// A new connection to the same book; the journal's head is told by it.
    async fn open(&mut self, patience: Duration) -> sqlx::Result<()> {
        if !self.upkeep.is_there() {
            return Err(sqlx::Error::Protocol("the book is gone".into()));
        }
        let mut db = db::reopen(self.place.lock.folder(), patience).await?;
        self.upkeep.renew();
        let pos = journal::store::last_pos(&mut db).await?;
        if pos < *self.head.borrow() || self.upkeep.is_cut() {
            db.close().await?;
            return Err(sqlx::Error::Protocol(SHORTER.into()));
        }
        if self.suspect {
            let began = Instant::now();
            let wrong = db::wrong_pages(&mut db, true).await?.into_iter().next();
            if let Some(wrong) = wrong {
                db.close().await?;
                return Err(sqlx::Error::Configuration(wrong.into()));
            }
            (self.suspect, self.seen_through) = (false, Some((Instant::now(), began.elapsed())));
        }
        self.db = Some(db);
        self.reached(pos);
        Ok(())
    }

    /// Whether anything can be written again. A damaged file is not: it would only be damaged more.
    async fn probe(&mut self) {
        let known = self.stop.borrow().as_ref().map(|stop| stop.outage);
        if known == Some(Outage::Damaged) || known == Some(Outage::Full) && self.full() {
            return;
        }
        match self.try_writing().await {
            Ok(()) => drop(self.stop.send_replace(None)),
            Err(error) => {
                self.db = None;
                self.upkeep.leave();
                self.stop_for(self.outage(&error).unwrap_or(Outage::Unknown), &error);
            }
        }
    }

    async fn try_writing(&mut self) -> sqlx::Result<()> {
        // Whoever calls meanwhile must not wait long for "try again".
        self.open(PROBE / 4).await?;
        let Some(db) = &mut self.db else { return Ok(()) };
        let now = self.place.clock.now().0.to_string();
        let mut transaction = db.begin_with("begin immediate").await?;
        journal::store::set_setting(&mut transaction, PROBED, &now).await?;
        transaction.commit().await?;
        self.upkeep.leave();
        db::wait_for_locks(db, db::PATIENCE).await
    }
}
