//! SQL of the spool: local tables, written only through the desk.

use super::{
    job::{Job, NewJob, State, Trouble},
    printer::Printer,
};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, JobId, NodeId},
        lang::Say,
    },
    journal::Entry,
};
use sha2::{Digest, Sha256};
use sqlx::{FromRow, SqliteConnection};
use std::str::FromStr;
use uuid::Uuid;

/// A stored word or target that this program did not write.
pub(super) fn unknown(say: Say) -> sqlx::Error {
    sqlx::Error::Decode(say.en.into())
}

/// Up to `limit` sales and reversals of one origin after a position, received at `since` or
/// later, in order. Whether they asked for paper stands in their bodies.
pub async fn fresh_sales(
    db: &mut SqliteConnection,
    origin: NodeId,
    after: i64,
    since: Ms,
    limit: i64,
) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as(
        "select * from journal where pos > ? and origin = ? and at_ms >= ? \
         and kind in ('sale.made', 'sale.voided') order by pos limit ?",
    )
    .bind(after)
    .bind(origin.bytes())
    .bind(since.0)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Puts a job into the spool. False: this paper was made already.
pub async fn add_job(db: &mut SqliteConnection, it: &NewJob) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "insert into print_job (uid, printer, booth, subject, title, purpose, copy, state, \
         tries, created_ms, queued_ms, changed_ms, bytes, digest) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'queued', 0, ?8, ?8, ?8, ?9, ?10) \
         on conflict (subject, purpose, copy) do nothing",
    )
    .bind(it.uid.bytes())
    .bind(it.printer)
    .bind(it.booth.map(|booth| booth.bytes()))
    .bind(it.subject.as_bytes().to_vec())
    .bind(&it.title)
    .bind(it.purpose.as_str())
    .bind(it.copy)
    .bind(it.at.0)
    .bind(&it.bytes)
    .bind(Sha256::digest(&it.bytes).to_vec())
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The job that a printer prints next.
#[derive(Debug, Clone, FromRow)]
pub struct Next {
    /// Row id.
    pub id: i64,
    /// When it was made or last asked for again, epoch ms.
    pub queued_ms: i64,
    /// The word for why it waits.
    pub trouble: Option<String>,
    /// The printer's commands.
    pub bytes: Vec<u8>,
}

/// The oldest job that waits for a printer.
pub async fn next_job(db: &mut SqliteConnection, printer: i64) -> sqlx::Result<Option<Next>> {
    sqlx::query_as(
        "select id, queued_ms, trouble, bytes from print_job \
         where printer = ? and state = 'queued' order by id limit 1",
    )
    .bind(printer)
    .fetch_optional(db)
    .await
}

/// Whether nobody knows what became of the job that was last sent to a printer.
pub async fn last_was_uncertain(db: &mut SqliteConnection, printer: i64) -> sqlx::Result<bool> {
    let state: Option<String> = sqlx::query_scalar(
        "select state from print_job where printer = ? and begun_ms is not null \
         order by begun_ms desc, id desc limit 1",
    )
    .bind(printer)
    .fetch_optional(db)
    .await?;
    Ok(state.as_deref() == Some(State::Uncertain.as_str()))
}

/// A job's first byte is about to leave. False: it waits for this printer no more.
pub async fn begin(
    db: &mut SqliteConnection,
    job: i64,
    printer: i64,
    now: Ms,
) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "update print_job set state = 'sending', trouble = null, tries = tries + 1, \
         begun_ms = ?3, changed_ms = ?3 where id = ?1 and printer = ?2 and state = 'queued'",
    )
    .bind(job)
    .bind(printer)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// No byte of a job left: it waits, or has failed. One that was moved to another printer is left
/// as it is.
pub async fn hold(
    db: &mut SqliteConnection,
    job: i64,
    printer: i64,
    state: State,
    trouble: Trouble,
    now: Ms,
) -> sqlx::Result<()> {
    sqlx::query(
        "update print_job set state = ?, trouble = ?, begun_ms = null, changed_ms = ? \
         where id = ? and printer = ? and state in ('queued', 'sending')",
    )
    .bind(state.as_str())
    .bind(trouble.as_str())
    .bind(now.0)
    .bind(job)
    .bind(printer)
    .execute(db)
    .await?;
    Ok(())
}

/// Bytes of a job left: they are dropped, as nothing sends them again. The digest stays.
pub async fn settle(
    db: &mut SqliteConnection,
    job: i64,
    state: State,
    trouble: Option<Trouble>,
    now: Ms,
) -> sqlx::Result<()> {
    sqlx::query(
        "update print_job set state = ?, trouble = ?, changed_ms = ?, bytes = x'' where id = ?",
    )
    .bind(state.as_str())
    .bind(trouble.map(Trouble::as_str))
    .bind(now.0)
    .bind(job)
    .execute(db)
    .await?;
    Ok(())
}

/// What was being sent when the program ended is uncertain.
pub async fn doubt(db: &mut SqliteConnection, now: Ms) -> sqlx::Result<()> {
    sqlx::query(
        "update print_job set state = 'uncertain', trouble = 'restarted', changed_ms = ?, \
         bytes = x'' where state = 'sending'",
    )
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// What an earlier run left in the queue before an instant waits for a person: a folder that was
/// restored, or a laptop that starts the next morning, prints nothing of it by itself.
pub async fn shelve(db: &mut SqliteConnection, before: Ms, now: Ms) -> sqlx::Result<()> {
    sqlx::query(
        "update print_job set state = 'failed', trouble = 'old', changed_ms = ? \
         where state = 'queued' and queued_ms < ?",
    )
    .bind(now.0)
    .bind(before.0)
    .execute(db)
    .await?;
    Ok(())
}

/// A receipt of which no byte has left.
#[derive(Debug, Clone, FromRow)]
pub struct Unsent {
    /// The job's uid.
    pub uid: Vec<u8>,
    /// The sale's uid.
    pub subject: Vec<u8>,
    /// 0 for the original, then the number of the copy.
    pub copy: u32,
}

/// The unsent receipts of a booth, or of a printer, the oldest first, at most 1000.
pub async fn unsent(
    db: &mut SqliteConnection,
    booth: Option<BoothId>,
    printer: Option<i64>,
) -> sqlx::Result<Vec<Unsent>> {
    sqlx::query_as(
        "select uid, subject, copy from print_job where state in ('queued', 'failed') \
         and purpose = 'receipt' and (booth = ?1 or printer = ?2) order by id limit 1000",
    )
    .bind(booth.map(|booth| booth.bytes()))
    .bind(printer)
    .fetch_all(db)
    .await
}

/// Gives an unsent job to a printer, drawn for its paper. One that has been sent meanwhile stays
/// what it is.
pub async fn hand_over(
    db: &mut SqliteConnection,
    job: &[u8],
    to: &Printer,
    bytes: &[u8],
    now: Ms,
) -> sqlx::Result<()> {
    sqlx::query(
        "update print_job set printer = ?2, bytes = ?3, digest = ?4, queued_ms = ?5 \
         where uid = ?1 and state in ('queued', 'failed')",
    )
    .bind(job)
    .bind(to.id)
    .bind(bytes)
    .bind(Sha256::digest(bytes).to_vec())
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// What waits for a printer that is taken away has failed: a person chooses another.
pub async fn fail_all(db: &mut SqliteConnection, printer: i64, now: Ms) -> sqlx::Result<()> {
    sqlx::query(
        "update print_job set state = 'failed', trouble = 'unreachable', changed_ms = ? \
         where printer = ? and state = 'queued'",
    )
    .bind(now.0)
    .bind(printer)
    .execute(db)
    .await?;
    Ok(())
}

/// Puts a failed job back into the queue. False: it has not failed.
pub async fn requeue(db: &mut SqliteConnection, job: JobId, now: Ms) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "update print_job set state = 'queued', trouble = null, queued_ms = ?1, \
         changed_ms = ?1 where uid = ?2 and state = 'failed'",
    )
    .bind(now.0)
    .bind(job.bytes())
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

#[derive(FromRow)]
struct JobRow {
    uid: Vec<u8>,
    printer: String,
    booth: Option<Vec<u8>>,
    title: String,
    subject: Vec<u8>,
    purpose: String,
    copy: u32,
    state: String,
    trouble: Option<String>,
    tries: i64,
    created_ms: i64,
    changed_ms: i64,
}

fn job(row: JobRow) -> sqlx::Result<Job> {
    let trouble = row.trouble.as_deref().map(Trouble::from_str).transpose();
    Ok(Job {
        uid: JobId::of_bytes(&row.uid),
        printer: row.printer,
        booth: row.booth.map(|booth| BoothId::of_bytes(&booth)),
        title: row.title,
        subject: Uuid::from_slice(&row.subject).unwrap_or_default(),
        purpose: row.purpose.parse().map_err(unknown)?,
        copy: row.copy,
        state: row.state.parse().map_err(unknown)?,
        trouble: trouble.map_err(unknown)?,
        tries: row.tries,
        created: Ms(row.created_ms),
        changed: Ms(row.changed_ms),
    })
}

/// The jobs of a booth, or of all, the newest first, at most `limit`.
pub async fn jobs(
    db: &mut SqliteConnection,
    booth: Option<BoothId>,
    limit: i64,
) -> sqlx::Result<Vec<Job>> {
    let rows: Vec<JobRow> = sqlx::query_as(
        "select j.uid, p.name as printer, j.booth, j.title, j.subject, j.purpose, j.copy, \
         j.state, j.trouble, j.tries, j.created_ms, j.changed_ms \
         from print_job j join printer p on p.id = j.printer \
         where ?1 is null or j.booth = ?1 order by j.id desc limit ?2",
    )
    .bind(booth.map(|booth| booth.bytes()))
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.into_iter().map(job).collect()
}

/// A job by its uid.
pub async fn job_by_uid(db: &mut SqliteConnection, uid: JobId) -> sqlx::Result<Option<Job>> {
    let row: Option<JobRow> = sqlx::query_as(
        "select j.uid, p.name as printer, j.booth, j.title, j.subject, j.purpose, j.copy, \
         j.state, j.trouble, j.tries, j.created_ms, j.changed_ms \
         from print_job j join printer p on p.id = j.printer where j.uid = ?",
    )
    .bind(uid.bytes())
    .fetch_optional(db)
    .await?;
    row.map(job).transpose()
}

/// The receipts of a sale that were made so far, the latest first.
pub async fn receipts(db: &mut SqliteConnection, sale: Uuid) -> sqlx::Result<Vec<Job>> {
    let rows: Vec<JobRow> = sqlx::query_as(
        "select j.uid, p.name as printer, j.booth, j.title, j.subject, j.purpose, j.copy, \
         j.state, j.trouble, j.tries, j.created_ms, j.changed_ms \
         from print_job j join printer p on p.id = j.printer \
         where j.subject = ? and j.purpose = 'receipt' order by j.copy desc limit 100",
    )
    .bind(sale.as_bytes().to_vec())
    .fetch_all(db)
    .await?;
    rows.into_iter().map(job).collect()
}
