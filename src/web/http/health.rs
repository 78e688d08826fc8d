//! Whether the server lives, and what it can be asked.

use crate::{
    base::{lang::Lang, refusal::Refusal},
    desk::condition::Stop,
    journal,
    web::http::{
        app::App,
        guard::Open,
        problem::{Problem, Spoken},
        route::get,
    },
};
use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use serde_json::{Value, json};

/// Routes for machines.
pub fn router() -> Router<App> {
    Router::new().route("/healthz", get(health)).route("/api/openapi.json", get(described))
}

async fn described(_: Open) -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, include_str!("../../../static/data/openapi.json"))
}

/// 503 while nothing can be written; the rest of the answer is the same.
async fn health(
    Open(lang): Open,
    State(app): State<App>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let head = head(&app).await.spoken(lang)?;
    let clock = clock(&app).await.spoken(lang)?;
    let stop = app.shop.desk.stop();
    let (status, word) = match stop {
        None => (StatusCode::OK, "ok"),
        Some(_) => (StatusCode::SERVICE_UNAVAILABLE, "cannot_write"),
    };
    let body = json!({
        "status": word, "pos": head.pos, "seq": head.seq, "head": hex::encode(head.hash),
        "clock": clock, "writing": stop.map(|stop| outage(&stop, lang)), "disk": disk(&app),
    });
    Ok((status, Json(body)))
}

fn outage(stop: &Stop, lang: Lang) -> Value {
    let say = stop.outage.say();
    json!({"why": stop.outage, "since_ms": stop.since, "message": say.in_lang(lang)})
}

/// The room on the disk in bytes; null where the machine does not say.
fn disk(app: &App) -> Value {
    let (free, low) = (app.shop.disk.free(&app.shop.folder), app.space.borrow().is_some());
    json!({"free": free, "low": low})
}

/// The clock beside the newest entry: behind it, it is wrong or was.
async fn clock(app: &App) -> Result<Value, Refusal> {
    let mut db = app.shop.read_to_follow().await?;
    let (now, newest) = (app.shop.clock.now(), journal::store::newest(&mut db).await?);
    let behind = journal::clock_check::behind(now, newest).is_some();
    Ok(json!({"behind": behind, "now_ms": now, "newest_ms": newest}))
}

async fn head(app: &App) -> Result<journal::Head, Refusal> {
    let mut db = app.shop.read_to_follow().await?;
    Ok(journal::store::head(&mut db, app.shop.desk.origin()).await?)
}
