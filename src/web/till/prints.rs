//! What became of a booth's papers, for its tills: the seller sees whether the receipt came out,
//! and if not, why.

use super::shifts::may_know_expected;
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, JobId, hex_uid},
        lang::Lang,
        refusal::Refusal,
    },
    print::{
        job::{Job, Purpose, State as Printing, Trouble},
        printer::store as printers,
        spool::LATELY,
        store,
    },
    web::http::{
        app::App,
        guard::{AtBooth, Changer, ReaderOf},
        problem::{Problem, Spoken},
        route::{get, post},
        sse::message,
    },
};
use axum::{Json, Router, body::Bytes, extract::State, http::StatusCode};
use serde_json::{Value, json};
use std::collections::HashSet;
use tokio_stream::{Stream, StreamExt};

/// Papers that a till is told of: more than it shows at once.
const TOLD: i64 = 100;

/// Routes of a booth's papers.
pub fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/prints", get(list))
        .route("/api/v1/prints/retries", post(retry_failed))
        .route("/api/v1/prints/{id}/retries", post(retry))
}

/// The booth's printer and its newest papers.
async fn list(
    AtBooth { caller, booth }: AtBooth,
    State(app): State<App>,
) -> Result<Json<Value>, Problem> {
    papers(&app, booth, caller.lang).await.spoken(caller.lang).map(Json)
}

async fn papers(app: &App, booth: BoothId, lang: Lang) -> Result<Value, Refusal> {
    let mut db = app.shop.read_to_sell().await?;
    let printer = printers::printer_of(&mut db, booth).await?;
    let mut jobs = store::jobs_of(&mut db, booth, TOLD).await?;
    drop(db);
    let mut reason = None;
    if let Some(printer) = &printer {
        reason = app.spool.reason(printer).await?;
        let waits = |job: &&mut Job| job.state == Printing::Queued && job.printer == printer.name;
        jobs.iter_mut().filter(waits).for_each(|job| job.trouble = job.trouble.or(reason));
    }
    let waits = |job: &&Job| job.state == Printing::Queued && job.purpose != Purpose::Drawer;
    let waiting = jobs.iter().filter(waits).count();
    let amiss = amiss(&jobs, Ms(app.shop.clock.now().0 - LATELY));
    let printer = printer.map(|it| {
        json!({
            "name": it.name,
            "waiting": waiting,
            "trouble": reason.filter(|_| waiting > 0).map(|trouble| trouble.label(lang)),
            "amiss": amiss,
        })
    });
    let prints: Vec<Value> = jobs.iter().map(|job| paper(job, lang)).collect();
    Ok(json!({"printer": printer, "prints": prints}))
}

/// How many papers made since an instant did not come out, or may not have, and were not printed
/// again.
fn amiss(jobs: &[Job], since: Ms) -> usize {
    let mut seen = HashSet::new();
    let last = jobs.iter().filter(|job| seen.insert((job.subject, job.purpose.as_str())));
    let amiss = |job: &&Job| matches!(job.state, Printing::Failed | Printing::Uncertain);
    let settled = |job: &&Job| job.trouble == Some(Trouble::Settled);
    let paper = |job: &&Job| job.purpose != Purpose::Drawer && !settled(job);
    last.filter(amiss).filter(|job| job.created >= since).filter(paper).count()
}

/// A paper as a till shows it.
fn paper(job: &Job, lang: Lang) -> Value {
    json!({
        "id": job.uid,
        "subject": hex_uid(job.subject.as_bytes()),
        "title": job.title,
        "purpose": job.purpose.as_str(),
        "copy": job.copy,
        "printer": job.printer,
        "state": job.state.as_str(),
        "label": job.state.label(lang),
        "trouble": job.trouble.map(|trouble| trouble.label(lang)),
        "at_ms": job.created,
    })
}

/// Prints everything of the booth that failed.
async fn retry_failed(
    _: Changer,
    AtBooth { caller, booth }: AtBooth,
    State(app): State<App>,
) -> Result<Json<Value>, Problem> {
    let sheets = may_know_expected(&caller, booth);
    let count = app.spool.retry_failed(Some(booth), sheets).await.spoken(caller.lang)?;
    Ok(Json(json!({"prints": count})))
}

/// Prints one paper that failed, or a copy of one that may not have come out.
async fn retry(
    _: Changer,
    ReaderOf { caller, id, booth }: ReaderOf<JobId>,
    State(app): State<App>,
) -> Result<StatusCode, Problem> {
    if !may_know_expected(&caller, booth) {
        app.spool.no_sheet(id).await.spoken(caller.lang)?;
    }
    app.spool.retry(id).await.spoken(caller.lang)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The event `print` of a till's stream, when it begins and whenever a paper of its booth moved on.
pub fn moves(app: &App, booth: Option<BoothId>) -> impl Stream<Item = Bytes> + use<> {
    app.spool.moves(booth).map(|()| message("print", "", "").into())
}
