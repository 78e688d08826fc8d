//! Visits over HTTP.

use crate::{
    base::{
        clock::Ms,
        id::{CommandId, GateId},
        lang::Say,
        refusal::Refusal,
    },
    desk::command::Command,
    fair::store as fairs,
    journal,
    visitor::{self, Count},
    web::{
        device::server_proof::addresses,
        http::{
            app::App,
            guard::{AtGate, Changer},
            https::Scheme,
            problem::{Problem, Spoken},
            route::{get, post},
            submit::{Input, submit},
        },
    },
};
use axum::{Extension, Json, Router, extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

/// Routes of gates and visits.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/gate", get(gate)).route("/api/v1/visits", post(count))
}

async fn gate(
    AtGate { caller, gate }: AtGate,
    State(app): State<App>,
    scheme: Option<Extension<Scheme>>,
) -> Result<Json<Value>, Problem> {
    let mut said = load(&app, gate).await.spoken(caller.lang)?;
    said["device"] = json!(caller.device.map(|device| json!({"id": device.uid})));
    said["addresses"] = json!(addresses(&app, scheme).await);
    Ok(Json(said))
}

async fn load(app: &App, gate: GateId) -> Result<Value, Refusal> {
    let now = app.shop.clock.now();
    let mut db = app.shop.read_to_sell().await?;
    let none = || Refusal::NotFound(Say::new("Không có cổng này", "No such gate"));
    let row = fairs::gate(&mut db, &gate.bytes()).await?.ok_or_else(none)?;
    let day = now.date().to_string();
    let today = visitor::store::today(&mut db, row.id, &day).await?;
    // By it a gate notices a laptop that was restored from an older copy.
    let pos = journal::store::last_pos(&mut db).await?;
    Ok(json!({
        "fair": {"code": row.fair_code, "name": row.fair_name},
        "gate": {"id": gate, "code": row.code, "name": row.name},
        "today": today,
        "node": app.shop.desk.origin(),
        "pos": pos,
        "now_ms": now,
    }))
}

#[derive(Deserialize)]
struct VisitInput {
    id: CommandId,
    /// Its uid or its code; one's own gate when it is left out.
    gate: Option<String>,
    count: i64,
    #[serde(alias = "at")]
    at_ms: i64,
}

/// The gates of a uid, or of a code: fairs may use the same codes.
async fn named(app: &App, name: &str) -> Result<Vec<GateId>, Refusal> {
    if let Ok(gate) = name.parse() {
        return Ok(vec![gate]);
    }
    let mut db = app.shop.read_to_sell().await?;
    let found = fairs::gates_by_code(&mut db, name).await?;
    Ok(found.iter().map(|uid| GateId::of_bytes(uid)).collect())
}

fn only(gates: &[GateId]) -> Result<GateId, Refusal> {
    match gates {
        [gate] => Ok(*gate),
        [] => Err(Refusal::NotFound(Say::new("Không có cổng này", "No such gate"))),
        _ => Err(Refusal::malformed(
            "gate",
            "Nhiều hội chợ có cổng này; hãy dùng uid của cổng",
            "Several fairs have this gate; use its uid",
        )),
    }
}

async fn count(
    Changer(caller): Changer,
    State(app): State<App>,
    input: Input<VisitInput>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let lang = caller.lang;
    let input = input.read(lang)?;
    let named = match &input.gate {
        Some(name) => named(&app, name).await.spoken(lang)?,
        None => Vec::new(),
    };
    let gate = match (caller.gate(), input.gate) {
        (Ok(own), None) => own,
        (Ok(own), Some(_)) if named.contains(&own) => own,
        (_, Some(_)) => caller.organiser().map(|_| only(&named))?.spoken(lang)?,
        (Err(problem), None) => return Err(problem),
    };
    let count = Count { uid: input.id, gate, count: input.count, at: Ms(input.at_ms) };
    let command = Command::Count(count);
    let answer = submit(&app, &caller, input.id, command).await.spoken(lang)?;
    let status = if answer.replay() { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(json!({"id": input.id, "count": input.count}))))
}
