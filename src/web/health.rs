//! Whether the server lives, and what it can be asked.

use super::{
    app::App,
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
    Router::new().route("/healthz", get(health)).route("/api/openapi.json", get(described))
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
    let mut db = app.shop.read_to_follow().await?;
    let (now, newest) = (app.shop.clock.now(), journal::store::newest(&mut db).await?);
    let behind = journal::behind::behind(now, newest).is_some();
    Ok(json!({"behind": behind, "now_ms": now, "newest_ms": newest}))
}

async fn head(app: &App) -> Result<journal::Head, Refusal> {
    let mut db = app.shop.read_to_follow().await?;
    Ok(journal::store::head(&mut db, app.shop.desk.origin()).await?)
}
