//! The one writer. It drains a bounded queue, decides each command in order against what it
//! loaded, appends the entries, projects them to rows, commits once, and then answers all.
//!
//! Architecture invariant: nothing else owns a write transaction.

pub mod batch;
pub mod command;
pub mod fact;
pub mod import;
pub mod project;
pub mod rebuild;
pub mod seal;
pub mod shop;
mod store;
mod upkeep;

use crate::{
    base::{id::NodeId, lang::Say, refusal::Refusal},
    folder::lock::Lock,
};
use command::{Answer, Envelope};
use futures::BoxFuture;
use sqlx::{Connection, SqliteConnection};
use std::sync::Arc;
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
};
use upkeep::Upkeep;

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
    Local(Local, oneshot::Sender<Result<(), sqlx::Error>>),
    Close(oneshot::Sender<()>),
}

/// The answers of commands that stand or fall together; or which one was refused, and why.
pub type All = Result<Vec<Answer>, (usize, Refusal)>;

/// A handle on the writer; clones share it.
#[derive(Clone)]
pub struct Desk {
    jobs: mpsc::Sender<Job>,
    head: watch::Receiver<i64>,
    lost: watch::Receiver<Option<Say>>,
    access: watch::Sender<u64>,
    origin: NodeId,
}

impl Desk {
    /// Starts the writer on its connection to the book under this lock. `origin` is this node;
    /// `head` the journal's last position.
    pub fn open(db: SqliteConnection, lock: Arc<Lock>, origin: NodeId, head: i64) -> Desk {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (told, head) = watch::channel(head);
        let (losing, lost) = watch::channel(None);
        let upkeep = Upkeep::new(lock);
        let writer = tokio::spawn(async move {
            if let Some(said) = write(db, upkeep, origin, queue, told).await {
                losing.send_replace(Some(said));
            }
        });
        tokio::spawn(stop_with(writer));
        Desk { jobs, head, lost, access: watch::Sender::default(), origin }
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

    /// This node.
    pub fn origin(&self) -> NodeId {
        self.origin
    }

    /// The journal's last committed position, and its changes.
    pub fn head(&self) -> watch::Receiver<i64> {
        self.head.clone()
    }

    /// Moves whenever local work took access away from somebody (`revoke`).
    pub fn access(&self) -> watch::Receiver<u64> {
        self.access.subscribe()
    }

    /// Hands a command to the writer and awaits the answer, which comes after the commit.
    pub async fn submit(&self, envelope: Envelope) -> Result<Answer, Refusal> {
        let (answer, answered) = oneshot::channel();
        let job = Job::Book(Box::new(envelope), answer);
        self.jobs.try_send(job).map_err(|_| Refusal::Busy)?;
        answered.await.unwrap_or(Err(Refusal::Busy))
    }

    /// Hands over commands that stand or fall together, in one transaction: either every answer,
    /// or the place of the first refused one, and nothing was changed.
    pub async fn submit_all(&self, envelopes: Vec<Envelope>) -> All {
        self.all(envelopes, true).await
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

/// The writer's work until it is closed or nobody can hand it anything any more. Should the book's
/// files be gone it ends at once, nobody else is answered, and what a person has to know is told.
async fn write(
    mut db: SqliteConnection,
    mut upkeep: Upkeep,
    origin: NodeId,
    mut queue: mpsc::Receiver<Job>,
    head: watch::Sender<i64>,
) -> Option<Say> {
    let mut jobs = Vec::with_capacity(BATCH);
    let mut closed = None;
    while closed.is_none() {
        let taken = tokio::select! {
            taken = queue.recv_many(&mut jobs, BATCH) => taken,
            () = upkeep.quiet() => match upkeep.look(&mut db).await {
                true => continue,
                false => return upkeep.lost(db).await,
            },
        };
        if taken == 0 {
            break;
        }
        let mut work = Work::default();
        for job in jobs.drain(..) {
            match job {
                Job::Book(envelope, answer) => {
                    work.commands.push(*envelope);
                    work.answers.push(answer);
                }
                // Earlier commands come first: what was submitted in order is done in order.
                Job::All(all, keep, answer) => {
                    run_batch(&mut db, &mut upkeep, origin, &mut work, &head).await;
                    let done = run_all(&mut db, origin, &all, keep).await;
                    if upkeep.stands() {
                        tell(&mut db, &head).await;
                        let _ = answer.send(done);
                    }
                }
                Job::Local(local, done) => {
                    run_batch(&mut db, &mut upkeep, origin, &mut work, &head).await;
                    let result = run_local(&mut db, local).await;
                    if upkeep.stands() {
                        let _ = done.send(result);
                    }
                }
                Job::Close(done) => closed = Some(done),
            }
        }
        run_batch(&mut db, &mut upkeep, origin, &mut work, &head).await;
        if upkeep.is_over() {
            return upkeep.lost(db).await;
        }
    }
    upkeep.close(db).await;
    None
}

/// Commands of one commit, and who waits for each.
#[derive(Default)]
struct Work {
    commands: Vec<Envelope>,
    answers: Vec<oneshot::Sender<Result<Answer, Refusal>>>,
}

async fn run_local(db: &mut SqliteConnection, work: Local) -> Result<(), sqlx::Error> {
    let mut transaction = db.begin_with("begin immediate").await?;
    work(&mut transaction).await?;
    transaction.commit().await
}

async fn run_all(
    db: &mut SqliteConnection,
    origin: NodeId,
    commands: &[Envelope],
    keep: bool,
) -> All {
    batch::run_all(db, origin, commands, keep).await.unwrap_or_else(|error| {
        tracing::error!(%error, "commands could not be written together");
        Err((0, error.into()))
    })
}

/// Tells followers how far the journal reaches.
async fn tell(db: &mut SqliteConnection, head: &watch::Sender<i64>) {
    if let Ok(pos) = crate::journal::store::last_pos(db).await {
        head.send_if_modified(|known| std::mem::replace(known, pos) != pos);
    }
}

/// Writes a batch. Should the write fail, the commands are run again one by one, so that only
/// the culprit fails.
async fn run_batch(
    db: &mut SqliteConnection,
    upkeep: &mut Upkeep,
    origin: NodeId,
    work: &mut Work,
    head: &watch::Sender<i64>,
) {
    let Work { commands, answers } = std::mem::take(work);
    if commands.is_empty() {
        return;
    }
    let results = match batch::run(db, origin, &commands).await {
        Ok(results) => results,
        Err(error) if commands.len() == 1 => {
            tracing::error!(%error, "a command could not be written");
            vec![Err(error.into())]
        }
        Err(error) => {
            tracing::error!(%error, "a batch could not be written; running it one by one");
            one_by_one(db, origin, &commands).await
        }
    };
    if !upkeep.stands() {
        return;
    }
    tell(db, head).await;
    for (answer, result) in answers.into_iter().zip(results) {
        let _ = answer.send(result);
    }
}

async fn one_by_one(
    db: &mut SqliteConnection,
    origin: NodeId,
    commands: &[Envelope],
) -> Vec<Result<Answer, Refusal>> {
    let mut results = Vec::with_capacity(commands.len());
    for command in commands {
        let alone = batch::run(db, origin, std::slice::from_ref(command)).await;
        results.push(match alone {
            Ok(mut answers) => answers.pop().unwrap_or(Err(Refusal::Busy)),
            Err(error) => {
                tracing::error!(%error, uid = %command.uid, "a command could not be written");
                Err(error.into())
            }
        });
    }
    results
}
