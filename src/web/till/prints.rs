//! What became of a booth's papers, for its tills: the seller sees whether the receipt came out,
//! and if not, why.

use crate::{
    base::{
        id::{BoothId, JobId, hex_uid},
        lang::Lang,
        refusal::Refusal,
    },
    print::{
        job::{Job, State as Printing},
        printer::store as printers,
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
    let jobs = store::jobs_of(&mut db, booth, TOLD).await?;
    let waits = |job: &&Job| job.state == Printing::Queued;
    let waiting = jobs.iter().filter(waits);
    // The oldest one is what the printer tries.
    let trouble = jobs.iter().rev().find(waits).and_then(|job| job.trouble);
    let printer = printer.map(|it| {
        json!({
            "name": it.name,
            "waiting": waiting.count(),
            "trouble": trouble.map(|trouble| trouble.label(lang)),
        })
    });
    let prints: Vec<Value> = jobs.iter().map(|job| paper(job, lang)).collect();
    Ok(json!({"printer": printer, "prints": prints}))
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
    let count = app.spool.retry_failed(Some(booth)).await.spoken(caller.lang)?;
    Ok(Json(json!({"prints": count})))
}

/// Prints one paper that failed, or a copy of one that may not have come out.
async fn retry(
    _: Changer,
    ReaderOf { caller, id, .. }: ReaderOf<JobId>,
    State(app): State<App>,
) -> Result<StatusCode, Problem> {
    app.spool.retry(id).await.spoken(caller.lang)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The event `print` of a till's stream whenever a paper of its booth moved on.
pub fn moves(app: &App, booth: Option<BoothId>) -> impl Stream<Item = Bytes> + use<> {
    app.spool.moves(booth).map(|()| message("print", "", "").into())
}
