//! SQL of a job on its way through the spool: what its printer's task reads and writes.

use super::{State, Trouble};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, JobId},
    },
    print::printer::Printer,
};
use sha2::{Digest, Sha256};
use sqlx::{FromRow, SqliteConnection};

/// The job that a printer prints next.
#[derive(Debug, Clone, FromRow)]
pub struct Next {
    /// Row id.
    pub id: i64,
    /// Uid of the booth it is for, if any.
    pub booth: Option<Vec<u8>>,
    /// When it was made or last asked for again, epoch ms.
    pub queued_ms: i64,
    /// The word for why it waits.
    pub trouble: Option<String>,
    /// The word for what kind of paper it is.
    pub purpose: String,
    /// Uid of what is printed.
    pub subject: Vec<u8>,
    /// The printer's commands.
    pub bytes: Vec<u8>,
}

/// Papers that were not sent yet: row id, the printer's commands, and their SHA-256 as it was when
/// they were queued.
pub async fn papers(db: &mut SqliteConnection) -> sqlx::Result<Vec<(i64, Vec<u8>, Vec<u8>)>> {
    sqlx::query_as("select id, bytes, digest from print_job where length(bytes) > 0 order by id")
        .fetch_all(db)
        .await
}

/// The oldest job that waits for a printer.
pub async fn next_job(db: &mut SqliteConnection, printer: i64) -> sqlx::Result<Option<Next>> {
    sqlx::query_as(
        "select id, booth, queued_ms, trouble, purpose, subject, bytes from print_job \
         where printer = ? and state = 'queued' order by id limit 1",
    )
    .bind(printer)
    .fetch_optional(db)
    .await
}

/// The pulse for a drawer that waits for a printer: it does not queue behind papers.
pub async fn next_pulse(db: &mut SqliteConnection, printer: i64) -> sqlx::Result<Option<Next>> {
    sqlx::query_as(
        "select id, booth, queued_ms, trouble, purpose, subject, bytes from print_job \
         where printer = ? and state = 'queued' and purpose = 'drawer' order by id limit 1",
    )
    .bind(printer)
    .fetch_optional(db)
    .await
}

/// The job that was last sent to a printer: when its first byte left, its row id, its state, and
/// the bytes of its largest picture, as it was drawn.
pub async fn last_sent(
    db: &mut SqliteConnection,
    printer: i64,
) -> sqlx::Result<Option<(i64, i64, String, i64)>> {
    sqlx::query_as(
        "select begun_ms, id, state, picture from print_job \
         where printer = ? and begun_ms is not null order by begun_ms desc, id desc limit 1",
    )
    .bind(printer)
    .fetch_optional(db)
    .await
}

/// The oldest job that waits for a printer, and the word for why.
pub async fn reason(
    db: &mut SqliteConnection,
    printer: i64,
) -> sqlx::Result<Option<(i64, Option<String>)>> {
    sqlx::query_as(
        "select id, trouble from print_job where printer = ? and state = 'queued' \
         order by id limit 1",
    )
    .bind(printer)
    .fetch_optional(db)
    .await
}

/// The booths whose papers wait for a printer, of the oldest 500.
pub async fn waiting(db: &mut SqliteConnection, printer: i64) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar(
        "select booth from print_job where printer = ? and state = 'queued' \
         and booth is not null order by id limit 500",
    )
    .bind(printer)
    .fetch_all(db)
    .await
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
         bytes = x'' where printer in (select id from printer) and state = 'sending'",
    )
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// What was being sent to one printer when its line broke off is uncertain.
pub async fn doubt_at(db: &mut SqliteConnection, printer: i64, now: Ms) -> sqlx::Result<()> {
    sqlx::query(
        "update print_job set state = 'uncertain', trouble = 'restarted', changed_ms = ?, \
         bytes = x'' where printer = ? and state = 'sending'",
    )
    .bind(now.0)
    .bind(printer)
    .execute(db)
    .await?;
    Ok(())
}

/// Whether a job's printer was taken away.
pub async fn is_stranded(db: &mut SqliteConnection, job: JobId) -> sqlx::Result<bool> {
    let gone: Option<bool> = sqlx::query_scalar(
        "select p.gone from print_job j join printer p on p.id = j.printer where j.uid = ?",
    )
    .bind(job.bytes())
    .fetch_optional(db)
    .await?;
    Ok(gone.unwrap_or(false))
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

/// Puts every paper that was made since an instant and failed, of a booth or of all, back into the
/// queue, and says how many. One that nothing is paid by any more is not printed; sheets only where
/// whoever asks may read them.
pub async fn requeue_failed(
    db: &mut SqliteConnection,
    booth: Option<BoothId>,
    sheets: bool,
    since: Ms,
    now: Ms,
) -> sqlx::Result<u64> {
    let done = sqlx::query(
        "update print_job set state = 'queued', trouble = null, queued_ms = ?1, \
         changed_ms = ?1 where printer in (select id from printer where gone = 0) \
         and state = 'failed' and created_ms >= ?2 and trouble is not 'settled' \
         and purpose <> 'drawer' \
         and (?3 is null or booth = ?3) and (?4 or purpose <> 'sheet')",
    )
    .bind(now.0)
    .bind(since.0)
    .bind(booth.map(|booth| booth.bytes()))
    .bind(sheets)
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// A paper that has not come out, or may not have.
#[derive(Debug, Clone, FromRow)]
pub struct Open {
    /// The word for where it stands.
    pub state: String,
    /// The word for why.
    pub trouble: Option<String>,
    /// Uid of the booth it is for, if any.
    pub booth: Option<Vec<u8>>,
}

/// What waits for a printer, and what was made since an instant, failed or is uncertain and was not
/// printed again, at most 500.
pub async fn open(db: &mut SqliteConnection, printer: i64, since: Ms) -> sqlx::Result<Vec<Open>> {
    sqlx::query_as(
        "select j.state, j.trouble, j.booth from print_job j \
         where j.printer = ?1 and j.state in ('queued', 'failed', 'uncertain') \
         and j.purpose <> 'drawer' \
         and (j.state = 'queued' or j.created_ms >= ?2 and j.trouble is not 'settled') \
         and not exists (select 1 from print_job l where l.subject = j.subject \
         and l.purpose = j.purpose and l.copy > j.copy) limit 500",
    )
    .bind(printer)
    .bind(since.0)
    .fetch_all(db)
    .await
}

/// What an earlier run left in the queue before an instant waits for a person: a folder that was
/// restored, or a laptop that starts the next morning, prints nothing of it by itself.
pub async fn shelve(db: &mut SqliteConnection, before: Ms, now: Ms) -> sqlx::Result<()> {
    sqlx::query(
        "update print_job set state = 'failed', trouble = 'old', changed_ms = ? \
         where printer in (select id from printer) and state = 'queued' and queued_ms < ?",
    )
    .bind(now.0)
    .bind(before.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets test pages, pulses for drawers and papers that never came out, last touched before an
/// instant. Receipts that were printed stay, so that a further one is known for a copy.
pub async fn prune(db: &mut SqliteConnection, before: Ms) -> sqlx::Result<()> {
    sqlx::query(
        "delete from print_job where changed_ms < ? \
         and (state = 'failed' or purpose in ('test', 'drawer'))",
    )
    .bind(before.0)
    .execute(db)
    .await?;
    Ok(())
}

/// A receipt or Z report of which no byte has left.
#[derive(Debug, Clone, FromRow)]
pub struct Unsent {
    /// The job's uid.
    pub uid: Vec<u8>,
    /// The word for what kind of paper it is.
    pub purpose: String,
    /// The sale's or shift's uid.
    pub subject: Vec<u8>,
    /// 0 for the original, then the number of the copy.
    pub copy: u32,
}

/// The unsent receipts and Z reports of a booth, or of a printer, the oldest first, at most 1000.
pub async fn unsent(
    db: &mut SqliteConnection,
    booth: Option<BoothId>,
    printer: Option<i64>,
) -> sqlx::Result<Vec<Unsent>> {
    sqlx::query_as(
        "select uid, purpose, subject, copy from print_job \
         where printer in (select id from printer) and state in ('queued', 'failed') \
         and purpose in ('receipt', 'shift') and (booth = ?1 or printer = ?2) \
         order by id limit 1000",
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
        "update print_job set printer = ?2, bytes = ?3, digest = ?4, queued_ms = ?5, \
         picture = ?6 where uid = ?1 and state in ('queued', 'failed')",
    )
    .bind(job)
    .bind(to.id)
    .bind(bytes)
    .bind(Sha256::digest(bytes).to_vec())
    .bind(now.0)
    .bind(to.head.picture() as i64)
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
