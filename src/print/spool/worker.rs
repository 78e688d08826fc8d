//! One address's task: the only one that opens its line, one job after the other. Several printers
//! may be set up at one address, for different booths; they are one machine.

use super::{signs::Signs, topay};
use crate::{
    base::{clock::Ms, id::BoothId, refusal::Refusal},
    desk::{book::Shop, condition::writable},
    print::{
        drawer,
        job::{
            Purpose, State, Trouble,
            store::{self as walk, Next},
        },
        printer::{Answers, Pace, Printer, Target, store as printers},
        wire::{self, Delivered, Outcome, Ready, Timing},
    },
};
use std::{collections::BTreeSet, time::Duration};
use tokio::sync::watch;

/// The task of an address.
pub struct Line {
    shop: Shop,
    target: Target,
    timing: Timing,
    signs: Signs,
    /// Attempts in a row that did not reach the printer.
    misses: usize,
    /// Since when it cannot be reached.
    down_since: Option<Ms>,
    /// Whether a printer that is known for its silence was asked since the program began: it may
    /// have been silent for want of paper.
    asked: bool,
}

/// What the task does next.
enum Then {
    /// The next job at once.
    Next,
    /// Nothing waits.
    Rest,
    /// Tries the same job again later.
    Later(Duration),
}

impl Line {
    /// A line that has not been opened.
    pub fn new(shop: Shop, target: Target, timing: Timing, signs: Signs) -> Line {
        Line { shop, target, timing, signs, misses: 0, down_since: None, asked: false }
    }

    /// Prints what waits for this address, for as long as the spool runs.
    pub async fn serve(mut self, mut wake: watch::Receiver<()>) {
        loop {
            wake.borrow_and_update();
            let then = match self.turn().await {
                Ok(then) => then,
                // No byte left: the job waits as it is.
                Err(Refusal::CannotWrite(_)) => {
                    writable(self.shop.desk.condition()).await;
                    Then::Next
                }
                Err(refusal) => {
                    tracing::error!(?refusal, target = %self.target, "a print job was not kept");
                    Then::Later(Duration::from_secs(1))
                }
            };
            match then {
                Then::Next => {}
                Then::Later(pause) => tokio::time::sleep(pause).await,
                Then::Rest => {
                    if wake.changed().await.is_err() {
                        return;
                    }
                }
            }
        }
    }

    /// Tries the oldest job that waits.
    async fn turn(&mut self) -> Result<Then, Refusal> {
        let Some((printer, job)) = self.oldest().await? else { return Ok(Then::Rest) };
        if let Some(trouble) = self.stale(&job).await? {
            self.hold(&printer, &job, State::Failed, trouble).await;
            return Ok(Then::Next);
        }
        let mut line = match wire::open(&self.target, &self.shop.folder, &self.timing).await {
            Ok(line) => line,
            Err(error) => {
                tracing::warn!(%error, target = %self.target, "the printer cannot be reached");
                return Ok(self.missed(&printer, &job, (Trouble::Unreachable, false)).await);
            }
        };
        let answers = match self.ready(&mut line, &printer).await {
            Err(_) => {
                return Ok(self.missed(&printer, &job, (Trouble::Unreachable, false)).await);
            }
            Ok(Ready::Not(trouble)) => return Ok(self.waits(&printer, &job, trouble).await),
            Ok(Ready::Well) if printer.answers == Answers::Never => Answers::Unknown,
            Ok(Ready::Well) => printer.answers,
            // Another machine may hold it; it has answered before, so it will again.
            Ok(Ready::Mute) if matches!(printer.answers, Answers::Full | Answers::Status) => {
                return Ok(self.missed(&printer, &job, (Trouble::Mute, false)).await);
            }
            Ok(Ready::Mute) => Answers::Never,
        };
        (self.misses, self.down_since) = (0, None);
        self.send(line, (&printer, answers), &job).await
    }

    /// The oldest job that waits at this address, a drawer's before all papers, and the printer it
    /// waits for.
    async fn oldest(&self) -> Result<Option<(Printer, Next)>, Refusal> {
        let mut db = self.shop.read_to_sell().await?;
        let mut oldest: Option<(Printer, Next)> = None;
        for printer in printers::at(&mut db, &self.target).await? {
            if let Some(pulse) = walk::next_pulse(&mut db, printer.id).await? {
                return Ok(Some((printer, pulse)));
            }
            let Some(job) = walk::next_job(&mut db, printer.id).await? else { continue };
            if oldest.as_ref().is_none_or(|(_, first)| job.id < first.id) {
                oldest = Some((printer, job));
            }
        }
        Ok(oldest)
    }

    /// Why a job is not to be sent any more: a slip that asks for money which is not waited for, a
    /// drawer before which nobody stands.
    async fn stale(&self, job: &Next) -> Result<Option<Trouble>, Refusal> {
        if job.purpose == Purpose::Drawer.as_str() {
            let late = self.shop.clock.now().0 - job.queued_ms > drawer::PATIENCE;
            return Ok(late.then_some(Trouble::Late));
        }
        if job.purpose != Purpose::Unpaid.as_str() {
            return Ok(None);
        }
        let mut db = self.shop.read_to_sell().await?;
        let awaited = topay::awaited(&mut db, &job.subject).await?;
        Ok((!awaited).then_some(Trouble::Settled))
    }

    /// Asks how the printer is. One that is known to say nothing is asked once.
    async fn ready(&mut self, line: &mut wire::Line, printer: &Printer) -> std::io::Result<Ready> {
        let silent = printer.answers == Answers::Never && self.asked;
        self.asked = true;
        if silent { Ok(Ready::Mute) } else { line.ready(&self.timing).await }
    }

    /// Sends a job over an open line to a printer that is well.
    async fn send(
        &mut self,
        mut line: wire::Line,
        (printer, answers): (&Printer, Answers),
        job: &Next,
    ) -> Result<Then, Refusal> {
        let bytes = [vec![0; self.torn_picture().await?], job.bytes.clone()].concat();
        let (id, of, now) = (job.id, printer.id, self.shop.clock.now());
        // Meanwhile it may have been moved to another printer.
        let desk = &self.shop.desk;
        if !desk.local(move |db| Box::pin(walk::begin(db, id, of, now))).await? {
            return Ok(Then::Next);
        }
        if job.trouble.is_some() {
            self.tell_waiting().await;
        }
        self.tell(job);
        let outcome = line.deliver(&bytes, answers, printer.pace, &self.timing).await;
        drop(line);
        let (state, trouble) = match outcome.delivered {
            Delivered::Not(trouble) => return Ok(self.missed(printer, job, (trouble, true)).await),
            Delivered::Confirmed => (State::Confirmed, None),
            Delivered::Sent => (State::Sent, None),
            Delivered::Uncertain(trouble) => (State::Uncertain, Some(trouble)),
        };
        let learnt = self.learn(printer, answers, outcome).await;
        let now = self.shop.clock.now();
        // The paper is out whatever the disk says: this row must be right before the next job.
        let keep = || {
            let desk = &self.shop.desk;
            desk.local(move |db| Box::pin(walk::settle(db, id, state, trouble, now)))
        };
        super::keep_trying(&self.shop, "settle", keep).await;
        self.tell(job);
        learnt.map(|()| Then::Next)
    }

    /// How many zeros end a picture in which the printer may still be: as many as the largest of
    /// the job that was torn off had, whatever the printer is set to by now.
    async fn torn_picture(&self) -> Result<usize, Refusal> {
        let mut db = self.shop.read_to_sell().await?;
        let mut last = None;
        for printer in printers::ever_at(&mut db, &self.target).await? {
            last = last.max(walk::last_sent(&mut db, printer).await?);
        }
        let torn = last.filter(|(_, _, state, _)| state == State::Uncertain.as_str());
        Ok(torn.map_or(0, |(.., picture)| usize::try_from(picture).unwrap_or(0)))
    }

    /// The printer was not reached: the job waits for the next attempt, or has failed. `begun`: it
    /// stands as one that is being sent.
    async fn missed(
        &mut self,
        printer: &Printer,
        job: &Next,
        (trouble, begun): (Trouble, bool),
    ) -> Then {
        let now = self.shop.clock.now();
        let since = self.down_since.get_or_insert(now).0.max(job.queued_ms);
        let failed = now.0 - since >= self.timing.give_up.as_millis() as i64;
        let pause = self.timing.backoff[self.misses.min(self.timing.backoff.len() - 1)];
        self.misses += 1;
        let state = if failed { State::Failed } else { State::Queued };
        if failed || begun || job.trouble.as_deref() != Some(trouble.as_str()) {
            self.hold(printer, job, state, trouble).await;
        }
        if failed { Then::Next } else { Then::Later(pause) }
    }

    /// The printer is reached but a person must see to it first. That has no end: the paper comes
    /// when the roll is changed.
    async fn waits(&mut self, printer: &Printer, job: &Next, trouble: Trouble) -> Then {
        // It speaks after all, so it is asked before each job until it is well.
        (self.misses, self.down_since, self.asked) = (0, None, false);
        if job.trouble.as_deref() != Some(trouble.as_str()) {
            self.hold(printer, job, State::Queued, trouble).await;
        }
        Then::Later(self.timing.look)
    }

    /// No byte left, which must be on disk before anything else is done with this job: else it
    /// would be taken for one that was being sent.
    async fn hold(&self, printer: &Printer, job: &Next, state: State, trouble: Trouble) {
        let (id, of, desk) = (job.id, printer.id, &self.shop.desk);
        let now = self.shop.clock.now();
        let keep = || desk.local(move |db| Box::pin(walk::hold(db, id, of, state, trouble, now)));
        super::keep_trying(&self.shop, "hold", keep).await;
        self.tell(job);
        self.tell_waiting().await;
    }

    /// What is the matter with the machine concerns all booths whose papers wait for it.
    async fn tell_waiting(&self) {
        match self.waiting().await {
            Ok(booths) => {
                booths.iter().for_each(|booth| self.signs.moved(Some(BoothId::of_bytes(booth))));
            }
            Err(refusal) => tracing::warn!(?refusal, "booths were not told why they wait"),
        }
    }

    async fn waiting(&self) -> Result<BTreeSet<Vec<u8>>, Refusal> {
        let mut db = self.shop.read_to_sell().await?;
        let mut booths = BTreeSet::new();
        for printer in printers::at(&mut db, &self.target).await? {
            booths.extend(walk::waiting(&mut db, printer.id).await?);
        }
        Ok(booths)
    }

    fn tell(&self, job: &Next) {
        self.signs.moved(job.booth.as_deref().map(BoothId::of_bytes));
    }

    /// Remembers what a job taught about its printer. A speed that is about the known one is not
    /// worth a write.
    async fn learn(
        &self,
        printer: &Printer,
        answers: Answers,
        outcome: Outcome,
    ) -> Result<(), Refusal> {
        let answers = match outcome.confirms {
            Some(true) => Answers::Full,
            Some(false) if answers == Answers::Unknown => Answers::Status,
            _ => answers,
        };
        let after = outcome.pace.map(|measured| Pace::after(printer.pace, measured));
        let near = |known: Pace, now: Pace| known.0.abs_diff(now.0) <= known.0 / 5;
        let pace = match (printer.pace, after) {
            (Some(known), Some(now)) if near(known, now) => Some(known),
            (known, now) => now.or(known),
        };
        if (answers, pace) == (printer.answers, printer.pace) {
            return Ok(());
        }
        let (id, desk) = (printer.id, &self.shop.desk);
        desk.local(move |db| Box::pin(printers::learn(db, id, answers, pace))).await
    }
}
