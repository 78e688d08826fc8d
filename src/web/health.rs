//! Whether the server lives, and its counters as Prometheus text.

use super::{
    app::App,
    entrance::{CLASSES, Figures},
    guard,
    problem::{Problem, Spoken},
};
use crate::{base::refusal::Refusal, journal};
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, header},
    response::IntoResponse,
    routing::get,
};
use serde_json::{Value, json};

/// Routes for machines.
pub fn router() -> Router<App> {
    Router::new()
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .route("/api/openapi.json", get(described))
}

async fn described() -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, include_str!("../../static/data/openapi.json"))
}

async fn health(State(app): State<App>, headers: HeaderMap) -> Result<Json<Value>, Problem> {
    let lang = guard::lang(&headers);
    let head = head(&app).await.spoken(lang)?;
    let clock = clock(&app).await.spoken(lang)?;
    let body = json!({
        "status": "ok", "pos": head.pos, "seq": head.seq, "head": hex::encode(head.hash),
        "clock": clock,
    });
    Ok(Json(body))
}

/// The clock beside the newest entry: behind it, it is wrong or was.
async fn clock(app: &App) -> Result<Value, Refusal> {
    let mut db = app.shop.read().await?;
    let (now, newest) = (app.shop.clock.now(), journal::store::newest(&mut db).await?);
    let behind = journal::behind::behind(now, newest).is_some();
    Ok(json!({"behind": behind, "now_ms": now, "newest_ms": newest}))
}

async fn head(app: &App) -> Result<journal::Head, Refusal> {
    let mut db = app.shop.read().await?;
    Ok(journal::store::head(&mut db, app.shop.desk.origin()).await?)
}

async fn metrics(State(app): State<App>, headers: HeaderMap) -> Result<String, Problem> {
    let head = head(&app).await.spoken(guard::lang(&headers))?;
    let mut text = format!(
        "# HELP chophien_journal_entries Entries in this node's journal.\n\
         # TYPE chophien_journal_entries counter\n\
         chophien_journal_entries {}\n",
        head.seq
    );
    count_connections(&mut text, &app.places.figures());
    Ok(text)
}

/// Connections by class: those there are, those sent away and why, and what found no place.
fn count_connections(text: &mut String, figures: &Figures) {
    let here = figures.here.map(|count| u64::try_from(count).unwrap_or(u64::MAX));
    let counted = [
        ("connections", "gauge", "Connections that are held.", here),
        ("connections_displaced_total", "counter", "Left because one came.", figures.displaced),
        ("connections_late_total", "counter", "Waited for too long.", figures.late),
        ("connections_refused_total", "counter", "Known, without a place.", figures.refused),
    ];
    for (name, kind, help, counts) in counted {
        *text += &format!("# HELP chophien_{name} {help}\n# TYPE chophien_{name} {kind}\n");
        for (class, count) in CLASSES.iter().zip(counts) {
            *text += &format!("chophien_{name}{{class=\"{class}\"}} {count}\n");
        }
    }
    let failed = figures.failed;
    *text += &format!(
        "# HELP chophien_accept_failed_total Times that no connection could be taken on.\n\
         # TYPE chophien_accept_failed_total counter\n\
         chophien_accept_failed_total {failed}\n"
    );
}
