//! One printer's task: the only one that opens its line, one job after the other.

use super::topay;
use crate::{
    base::{clock::Ms, id::PrinterId, refusal::Refusal},
    desk::{book::Shop, condition::writable},
    print::{
        job::{
            Purpose, State, Trouble,
            store::{self as walk, Next},
        },
        printer::{self, Answers, Printer},
        wire::{self, Delivered, Line, Ready, Timing},
    },
};
use std::time::Duration;
use tokio::sync::watch;

/// A printer's task.
struct Worker {
    shop: Shop,
    timing: Timing,
    /// Attempts in a row that did not reach the printer.
    misses: usize,
    /// Since when it cannot be reached.
    down_since: Option<Ms>,
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

/// Prints what waits for this printer, for as long as the spool runs.
pub async fn serve(shop: Shop, printer: PrinterId, timing: Timing, mut wake: watch::Receiver<()>) {
    let mut worker = Worker { shop, timing, misses: 0, down_since: None };
    loop {
        wake.borrow_and_update();
        let then = match worker.turn(printer).await {
            Ok(then) => then,
            // No byte left: the job waits as it is.
            Err(Refusal::CannotWrite(_)) => {
                writable(worker.shop.desk.condition()).await;
                Then::Next
            }
            Err(refusal) => {
                tracing::error!(?refusal, %printer, "a print job could not be kept");
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

impl Worker {
    /// Tries the oldest job that waits.
    async fn turn(&mut self, uid: PrinterId) -> Result<Then, Refusal> {
        let mut db = self.shop.read_to_sell().await?;
        let Some(printer) = printer::store::by_uid(&mut db, uid).await? else {
            return Ok(Then::Rest);
        };
        let Some(job) = walk::next_job(&mut db, printer.id).await? else {
            return Ok(Then::Rest);
        };
        let stale = job.purpose == Purpose::Unpaid.as_str()
            && !topay::awaited(&mut db, &job.subject).await?;
        drop(db);
        if stale {
            let now = self.shop.clock.now();
            self.hold(&printer, &job, State::Failed, Trouble::Settled, now).await;
            return Ok(Then::Next);
        }
        let mut line = match wire::open(&printer.target, &self.shop.folder, &self.timing).await {
            Ok(line) => line,
            Err(error) => {
                tracing::warn!(%error, printer = %printer.uid, "the printer cannot be reached");
                return self.missed(&printer, &job, Trouble::Unreachable).await;
            }
        };
        let answers = match line.ready(&self.timing).await {
            Err(_) => return self.missed(&printer, &job, Trouble::Unreachable).await,
            Ok(Ready::Not(trouble)) => return self.waits(&printer, &job, trouble).await,
            Ok(Ready::Well) => true,
            // Another machine may hold it; it has answered before, so it will again.
            Ok(Ready::Mute) if printer.answers == Answers::Full => {
                return self.missed(&printer, &job, Trouble::Mute).await;
            }
            Ok(Ready::Mute) => false,
        };
        self.learn(&printer, answers).await?;
        (self.misses, self.down_since) = (0, None);
        self.send(&mut line, &printer, &job, answers).await
    }

    /// Sends a job over an open line to a printer that is well.
    async fn send(
        &mut self,
        line: &mut Line,
        printer: &Printer,
        job: &Next,
        answers: bool,
    ) -> Result<Then, Refusal> {
        let uncertain =
            walk::last_was_uncertain(&mut *self.shop.read_to_sell().await?, printer.id).await?;
        let bytes = match uncertain {
            true => [vec![0; band_bytes(printer)], job.bytes.clone()].concat(),
            false => job.bytes.clone(),
        };
        let (id, of, now) = (job.id, printer.id, self.shop.clock.now());
        // Meanwhile it may have been moved to another printer.
        let desk = &self.shop.desk;
        if !desk.local(move |db| Box::pin(walk::begin(db, id, of, now))).await? {
            return Ok(Then::Next);
        }
        let delivered = line.deliver(&bytes, answers, &self.timing).await;
        let (state, trouble) = match delivered {
            Delivered::Not(trouble) => return self.missed(printer, job, trouble).await,
            Delivered::Confirmed => (State::Confirmed, None),
            Delivered::Sent => (State::Sent, None),
            Delivered::Uncertain(trouble) => (State::Uncertain, Some(trouble)),
        };
        let now = self.shop.clock.now();
        // The paper is out whatever the disk says: this row must be right before the next job.
        let keep = || {
            let desk = &self.shop.desk;
            desk.local(move |db| Box::pin(walk::settle(db, id, state, trouble, now)))
        };
        super::keep_trying(&self.shop, "settle", keep).await;
        Ok(Then::Next)
    }

    /// The printer was not reached: the job waits for the next attempt, or has failed.
    async fn missed(
        &mut self,
        printer: &Printer,
        job: &Next,
        trouble: Trouble,
    ) -> Result<Then, Refusal> {
        let now = self.shop.clock.now();
        let since = self.down_since.get_or_insert(now).0.max(job.queued_ms);
        let failed = now.0 - since >= self.timing.give_up.as_millis() as i64;
        let pause = self.timing.backoff[self.misses.min(self.timing.backoff.len() - 1)];
        self.misses += 1;
        let state = if failed { State::Failed } else { State::Queued };
        self.hold(printer, job, state, trouble, now).await;
        Ok(if failed { Then::Next } else { Then::Later(pause) })
    }

    /// The printer is reached but a person must see to it first. That has no end: the paper comes
    /// when the roll is changed.
    async fn waits(
        &mut self,
        printer: &Printer,
        job: &Next,
        trouble: Trouble,
    ) -> Result<Then, Refusal> {
        (self.misses, self.down_since) = (0, None);
        self.learn(printer, true).await?;
        if job.trouble.as_deref() != Some(trouble.as_str()) {
            self.hold(printer, job, State::Queued, trouble, self.shop.clock.now()).await;
        }
        Ok(Then::Later(self.timing.look))
    }

    /// No byte left, which must be on disk before anything else is done with this job: else it
    /// would be taken for one that was being sent.
    async fn hold(&self, printer: &Printer, job: &Next, state: State, trouble: Trouble, now: Ms) {
        let (id, of, desk) = (job.id, printer.id, &self.shop.desk);
        let keep = || desk.local(move |db| Box::pin(walk::hold(db, id, of, state, trouble, now)));
        super::keep_trying(&self.shop, "hold", keep).await;
    }

    /// Remembers what was learnt about a printer that was not known yet, or that does answer
    /// after all.
    async fn learn(&self, printer: &Printer, answers: bool) -> Result<(), Refusal> {
        let learnt = if answers { Answers::Full } else { Answers::Never };
        if printer.answers == learnt {
            return Ok(());
        }
        let id = printer.id;
        self.shop.desk.local(move |db| Box::pin(printer::store::set_answers(db, id, learnt))).await
    }
}

/// The bytes of one whole band. As zeros before a job they fill up, in white, a picture that
/// was cut off midway; a printer that is not in a picture ignores them.
fn band_bytes(printer: &Printer) -> usize {
    usize::from(printer.band) * printer.width.dots() as usize / 8
}
