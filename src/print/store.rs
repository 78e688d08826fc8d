//! SQL of the spool: local tables, written only through the desk.

use super::job::{Job, NewJob, Purpose, Trouble};
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

/// Up to `limit` sales, reversals, closings of shifts and openings of drawers of one origin after a
/// position, received at `since` or later, in order. Whether they asked for paper stands in their
/// bodies. The `+` keeps SQLite from the index of origins: it would read and sort the whole chain
/// after each sale.
pub async fn fresh(
    db: &mut SqliteConnection,
    origin: NodeId,
    after: i64,
    since: Ms,
    limit: i64,
) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as(
        "select * from journal where pos > ? and +origin = ? and at_ms >= ? \
         and kind in ('sale.made', 'sale.voided', 'sale.refunded', 'shift.closed', \
         'drawer.opened') \
         order by pos limit ?",
    )
    .bind(after)
    .bind(origin.bytes())
    .bind(since.0)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Puts a job into the spool. False: this paper was made already, or another under the same id.
pub async fn add_job(db: &mut SqliteConnection, it: &NewJob) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "insert into print_job (uid, printer, booth, subject, title, purpose, copy, state, \
         tries, created_ms, queued_ms, changed_ms, bytes, digest, picture) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'queued', 0, ?8, ?8, ?8, ?9, ?10, ?11) \
         on conflict do nothing",
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
    .bind(it.picture as i64)
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

/// All jobs, the newest first, at most `limit`.
pub async fn jobs(db: &mut SqliteConnection, limit: i64) -> sqlx::Result<Vec<Job>> {
    let rows: Vec<JobRow> = sqlx::query_as(
        "select j.uid, p.name as printer, j.booth, j.title, j.subject, j.purpose, j.copy, \
         j.state, j.trouble, j.tries, j.created_ms, j.changed_ms \
         from print_job j join printer p on p.id = j.printer order by j.id desc limit ?",
    )
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.into_iter().map(job).collect()
}

/// The jobs of a booth, the newest first, at most `limit`.
pub async fn jobs_of(
    db: &mut SqliteConnection,
    booth: BoothId,
    limit: i64,
) -> sqlx::Result<Vec<Job>> {
    let rows: Vec<JobRow> = sqlx::query_as(
        "select j.uid, p.name as printer, j.booth, j.title, j.subject, j.purpose, j.copy, \
         j.state, j.trouble, j.tries, j.created_ms, j.changed_ms \
         from print_job j join printer p on p.id = j.printer \
         where j.booth = ? order by j.id desc limit ?",
    )
    .bind(booth.bytes())
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

/// The papers of one kind that were made so far of a sale, a payment request or a shift, the latest
/// first.
pub async fn papers(
    db: &mut SqliteConnection,
    subject: Uuid,
    purpose: Purpose,
) -> sqlx::Result<Vec<Job>> {
    let rows: Vec<JobRow> = sqlx::query_as(
        "select j.uid, p.name as printer, j.booth, j.title, j.subject, j.purpose, j.copy, \
         j.state, j.trouble, j.tries, j.created_ms, j.changed_ms \
         from print_job j join printer p on p.id = j.printer \
         where j.subject = ? and j.purpose = ? order by j.copy desc limit 100",
    )
    .bind(subject.as_bytes().to_vec())
    .bind(purpose.as_str())
    .fetch_all(db)
    .await?;
    rows.into_iter().map(job).collect()
}
