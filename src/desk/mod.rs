//! The one writer. It drains a bounded queue, decides each command in order against what it
//! loaded, appends the entries, projects them to rows, commits once, and then answers all.
//!
//! Architecture invariant: nothing else owns a write transaction.

pub mod batch;
pub mod book;
pub mod chains;
pub mod charge;
mod codes;
pub mod command;
pub mod condition;
pub mod fact;
pub mod import;
mod mention;
mod project;
pub mod rebuild;
pub mod receipt_proof;
pub mod rehearsal;
pub mod space;
mod store;
pub mod succession;
mod upkeep;
pub mod writer;

use crate::base::{id::NodeId, lang::Say, outage::Outage, refusal::Refusal};
use chains::settle::Settling;
use command::{Answer, Envelope};
use condition::{Condition, Stop};
use futures::BoxFuture;
use sqlx::SqliteConnection;
use std::sync::Arc;
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::Instant,
};
use upkeep::Upkeep;
use writer::{Place, Writer};

/// Commands that may wait before callers are told to try again.
const QUEUE: usize = 1024;
/// Commands in one commit.
const BATCH: usize = 256;

/// A boxed future that borrows the write connection.
pub mod futures {
    use std::{future::Future, pin::Pin};

    /// What local work returns.
    pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
}

/// Work on local tables: sign-in, print jobs, cursors. Runs in a transaction of its own.
type Local = Box<
    dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<(), sqlx::Error>> + Send,
>;

enum Job {
    Book(Box<Envelope>, oneshot::Sender<Result<Answer, Refusal>>),
    All(Vec<Envelope>, bool, oneshot::Sender<All>),
    Local(Local, oneshot::Sender<Result<(), Refusal>>),
    Damaged,
    Close(oneshot::Sender<()>),
}

/// The answers of commands that stand or fall together; or which one was refused, and why.
pub type All = Result<Vec<Answer>, (usize, Refusal)>;

/// A handle on the writer; clones share it.
#[derive(Clone)]
pub struct Desk {
    jobs: mpsc::Sender<Job>,
    head: watch::Receiver<i64>,
    condition: Condition,
    lost: watch::Receiver<Option<Say>>,
    access: watch::Sender<u64>,
    settling: Arc<Settling>,
    origin: NodeId,
}

impl Desk {
    /// Starts the writer on its connection. `head` is the journal's last position.
    pub fn open(db: SqliteConnection, place: Place, head: i64) -> Desk {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (origin, (head, followed)) = (place.origin, watch::channel(head));
        let ((stop, condition), (losing, lost)) = (watch::channel(None), watch::channel(None));
        let settling = Settling::new(place.disk.clone(), place.lock.folder().to_owned());
        let (upkeep, tried) = (Upkeep::new(place.lock.clone()), Instant::now());
        let (suspect, seen_through) = (false, None);
        let db = Some(db);
        let writer = Writer { place, upkeep, db, head, stop, tried, suspect, seen_through };
        let writer = tokio::spawn(async move {
            if let Some(said) = writer.run(queue).await {
                losing.send_replace(Some(said));
            }
        });
        tokio::spawn(stop_with(writer));
        let access = watch::Sender::default();
        let settling = Arc::new(settling);
        Desk { jobs, head: followed, condition, lost, access, settling, origin }
    }

    /// Ends the writer: what it was handed before is done and answered, and then its file holds
    /// the whole book.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.jobs.send(Job::Close(done)).await.is_ok() {
            // The sender is dropped when the writer is done.
            let _ = closed.await;
        }
    }

    /// Returns when the book's files are gone from the folder, with what a person has to know. From
    /// then on nothing is acknowledged.
    pub async fn lost(&self) -> Say {
        let mut lost = self.lost.clone();
        match lost.wait_for(Option::is_some).await.map(|said| said.clone()) {
            Ok(Some(said)) => said,
            // The writer ended otherwise; nothing can be lost any more.
            _ => std::future::pending().await,
        }
    }

    /// A reader found the book damaged: from the next batch on nothing is written any more.
    pub async fn damaged(&self) {
        if self.stop().is_none_or(|stop| stop.outage != Outage::Damaged) {
            let _ = self.jobs.send(Job::Damaged).await;
        }
    }

    /// This node.
    pub fn origin(&self) -> NodeId {
        self.origin
    }

    /// The journal's last committed position, and its changes.
    pub fn head(&self) -> watch::Receiver<i64> {
        self.head.clone()
    }

    /// Whether it can write, and each change of that.
    pub fn condition(&self) -> Condition {
        self.condition.clone()
    }

    /// Why it cannot write at this moment; none when it can.
    pub fn stop(&self) -> Option<Stop> {
        self.condition.borrow().clone()
    }

    /// Moves whenever local work took access away from somebody (`revoke`).
    pub fn access(&self) -> watch::Receiver<u64> {
        self.access.subscribe()
    }

    /// Hands a command to the writer and awaits the answer, which comes after the commit.
    pub async fn submit(&self, envelope: Envelope) -> Result<Answer, Refusal> {
        let plans = !envelope.command.is_fact();
        let (answer, answered) = oneshot::channel();
        let job = Job::Book(Box::new(envelope), answer);
        self.jobs.try_send(job).map_err(|_| Refusal::Busy)?;
        let answer = answered.await.unwrap_or(Err(Refusal::Busy));
        if plans && answer.is_ok() {
            self.settle_revived().await;
        }
        answer
    }

    /// Hands over commands that stand or fall together, in one transaction: either every answer,
    /// or the place of the first refused one, and nothing was changed.
    pub async fn submit_all(&self, envelopes: Vec<Envelope>) -> All {
        let answers = self.all(envelopes, true).await?;
        self.settle_revived().await;
        Ok(answers)
    }

    /// What `submit_all` would answer, without changing anything.
    pub async fn check_all(&self, envelopes: Vec<Envelope>) -> All {
        self.all(envelopes, false).await
    }

    async fn all(&self, envelopes: Vec<Envelope>, keep: bool) -> All {
        let (answer, answered) = oneshot::channel();
        self.jobs.try_send(Job::All(envelopes, keep, answer)).map_err(|_| (0, Refusal::Busy))?;
        answered.await.unwrap_or(Err((0, Refusal::Busy)))
    }

    /// Runs work on local tables in a transaction of the writer.
    pub async fn local<T, F>(&self, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, sqlx::Result<T>>
            + Send
            + 'static,
    {
        let (result, receiver) = oneshot::channel();
        let work: Local = Box::new(move |db| {
            Box::pin(async move {
                // Nobody waits any more when the browser went away; the work stands.
                let _ = result.send(work(db).await?);
                Ok(())
            })
        });
        let (done, finished) = oneshot::channel();
        self.jobs.send(Job::Local(work, done)).await.map_err(|_| Refusal::Busy)?;
        finished.await.map_err(|_| Refusal::Busy)??;
        receiver.await.map_err(|_| Refusal::Failed("local work was rolled back".into()))
    }

    /// Local work that takes access away from a person or a device: whoever listens to a stream is
    /// looked at anew after it.
    pub async fn revoke<T, F>(&self, work: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, sqlx::Result<T>>
            + Send
            + 'static,
    {
        let done = self.local(work).await?;
        self.access.send_modify(|moves| *moves += 1);
        Ok(done)
    }
}

/// Stops the whole program should the writer ever panic. Nothing unanswered was acknowledged, the
/// tills keep their sales and send them again; a server that lives on and refuses everything
/// would only hide it.
async fn stop_with(writer: JoinHandle<()>) {
    if writer.await.is_err_and(|ended| ended.is_panic()) {
        tracing::error!("the writer has stopped; so does the program: please start it again");
        std::process::abort();
    }
}
