//! SQL of printers and of the spool: local tables, written only through the desk.

use super::{
    block::Width,
    job::{Job, NewJob, Purpose, Trouble},
    printer::{Answers, NewPrinter, Printer},
};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, JobId, NodeId, PrinterId},
        lang::Say,
    },
    journal::Entry,
};
use sha2::{Digest, Sha256};
use sqlx::{FromRow, SqliteConnection};
use std::str::FromStr;
use uuid::Uuid;

/// A stored word or target that this program did not write.
fn unknown(say: Say) -> sqlx::Error {
    sqlx::Error::Decode(say.en.into())
}

#[derive(FromRow)]
struct PrinterRow {
    id: i64,
    uid: Vec<u8>,
    name: String,
    target: String,
    width: u32,
    band: u8,
    answers: String,
}

fn printer(row: PrinterRow) -> sqlx::Result<Printer> {
    Ok(Printer {
        id: row.id,
        uid: PrinterId::of_bytes(&row.uid),
        name: row.name,
        target: row.target.parse().map_err(unknown)?,
        width: Width::of_dots(row.width).unwrap_or(Width::Mm80),
        band: row.band,
        answers: Answers::from_str(&row.answers).map_err(unknown)?,
    })
}

/// All printers, by name.
pub async fn printers(db: &mut SqliteConnection) -> sqlx::Result<Vec<Printer>> {
    let rows: Vec<PrinterRow> =
        sqlx::query_as("select * from printer order by name, id").fetch_all(db).await?;
    rows.into_iter().map(printer).collect()
}

/// A printer by its uid.
pub async fn by_uid(db: &mut SqliteConnection, uid: PrinterId) -> sqlx::Result<Option<Printer>> {
    let row: Option<PrinterRow> = sqlx::query_as("select * from printer where uid = ?")
        .bind(uid.bytes())
        .fetch_optional(db)
        .await?;
    row.map(printer).transpose()
}

/// The printer of a booth, if it has one.
pub async fn printer_of(
    db: &mut SqliteConnection,
    booth: BoothId,
) -> sqlx::Result<Option<Printer>> {
    let row: Option<PrinterRow> = sqlx::query_as(
        "select p.* from booth_printer b join printer p on p.id = b.printer where b.booth = ?",
    )
    .bind(booth.bytes())
    .fetch_optional(db)
    .await?;
    row.map(printer).transpose()
}

/// Adds a printer.
pub async fn add_printer(
    db: &mut SqliteConnection,
    uid: PrinterId,
    it: &NewPrinter,
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into printer (uid, name, target, width, band, answers) \
         values (?, ?, ?, ?, ?, 'unknown')",
    )
    .bind(uid.bytes())
    .bind(it.name.trim())
    .bind(it.target.to_string())
    .bind(it.width.dots())
    .bind(it.band)
    .execute(db)
    .await?;
    Ok(())
}

/// Sets a printer up anew; whether it answers must be learnt again. False: no such printer.
pub async fn change_printer(
    db: &mut SqliteConnection,
    uid: PrinterId,
    it: &NewPrinter,
) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "update printer set name = ?, target = ?, width = ?, band = ?, answers = 'unknown' \
         where uid = ?",
    )
    .bind(it.name.trim())
    .bind(it.target.to_string())
    .bind(it.width.dots())
    .bind(it.band)
    .bind(uid.bytes())
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Remembers whether a printer answers.
pub async fn set_answers(
    db: &mut SqliteConnection,
    printer: i64,
    answers: Answers,
) -> sqlx::Result<()> {
    sqlx::query("update printer set answers = ? where id = ?")
        .bind(answers.as_str())
        .bind(printer)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives a booth a printer. False: no such printer.
pub async fn map_booth(
    db: &mut SqliteConnection,
    booth: BoothId,
    printer: PrinterId,
) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "insert into booth_printer (booth, printer) select ?, id from printer where uid = ? \
         on conflict (booth) do update set printer = excluded.printer",
    )
    .bind(booth.bytes())
    .bind(printer.bytes())
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a booth's printer away.
pub async fn unmap_booth(db: &mut SqliteConnection, booth: BoothId) -> sqlx::Result<()> {
    sqlx::query("delete from booth_printer where booth = ?")
        .bind(booth.bytes())
        .execute(db)
        .await?;
    Ok(())
}

/// Up to `limit` sales, reversals and closings of shifts of one origin after a position, received
/// at `since` or later, in order. Whether they asked for paper stands in their bodies.
pub async fn fresh(
    db: &mut SqliteConnection,
    origin: NodeId,
    after: i64,
    since: Ms,
    limit: i64,
) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as(
        "select * from journal where pos > ? and origin = ? and at_ms >= ? \
         and kind in ('sale.made', 'sale.voided', 'sale.refunded', 'shift.closed') \
         order by pos limit ?",
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
