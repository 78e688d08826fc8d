//! SQL of a job on its way through the spool: what its printer's task reads and writes.

use super::{State, Trouble};
use crate::base::{clock::Ms, id::JobId};
use sqlx::{FromRow, SqliteConnection};

/// The job that a printer prints next.
#[derive(Debug, Clone, FromRow)]
pub struct Next {
    /// Row id.
    pub id: i64,
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

/// The oldest job that waits for a printer.
pub async fn next_job(db: &mut SqliteConnection, printer: i64) -> sqlx::Result<Option<Next>> {
    sqlx::query_as(
        "select id, queued_ms, trouble, purpose, subject, bytes from print_job \
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

/// A job's first byte is about to leave.
pub async fn begin(db: &mut SqliteConnection, job: i64, now: Ms) -> sqlx::Result<()> {
    sqlx::query(
        "update print_job set state = 'sending', trouble = null, tries = tries + 1, \
         begun_ms = ?2, changed_ms = ?2 where id = ?1",
    )
    .bind(job)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// No byte of a job left: it waits, or has failed.
pub async fn hold(
    db: &mut SqliteConnection,
    job: i64,
    state: State,
    trouble: Trouble,
    now: Ms,
) -> sqlx::Result<()> {
    sqlx::query(
        "update print_job set state = ?, trouble = ?, begun_ms = null, changed_ms = ? \
         where id = ?",
    )
    .bind(state.as_str())
    .bind(trouble.as_str())
    .bind(now.0)
    .bind(job)
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
