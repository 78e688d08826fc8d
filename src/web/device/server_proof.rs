//! Where phones reach this laptop, and that it is the one they were paired with. A device asks
//! before it tells its token or a sale to an address that it has not come from.

use crate::{
    base::{id::DeviceId, lang::Say, refusal::Refusal},
    node,
    staff::access,
    standby::leader,
    web::http::{
        app::{App, origins},
        guard::Open,
        https::Scheme,
        problem::{Problem, Spoken},
        route::get,
    },
};
use axum::{
    Extension, Json, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Proofs given in one second: those of a fair whose phones all look for their laptop at once.
const A_SECOND: u32 = 100;
/// Letters of a nonce.
const NONCE: std::ops::RangeInclusive<usize> = 16..=64;

/// Routes by which a device knows its laptop.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/devices/{id}/proof", get(proof))
}

/// The addresses at which phones find this laptop now, as origins of the caller's scheme: a page
/// may not speak to the other one. Behind them those of its standbys, to be tried when it is
/// silent.
pub async fn addresses(app: &App, scheme: Option<Extension<Scheme>>) -> Vec<String> {
    let scheme = scheme.map(|Extension(scheme)| scheme).unwrap_or_default();
    let mut all = origins(&app.hosts, app.trust.as_ref());
    all.retain(|it| it.starts_with(scheme.prefix()));
    // A till opens without them.
    all.extend(leader::addresses(&app.shop, scheme.prefix()).await.unwrap_or_default());
    all
}

#[derive(Deserialize)]
struct Question {
    nonce: String,
}

/// Answers what only a laptop can that knows the device's token. The address by which it was asked
/// is in the proof, and the gate lets in its own addresses alone: so nobody else can have the
/// question answered by the laptop and pass the answer on as his own.
async fn proof(
    Open(lang): Open,
    State(app): State<App>,
    scheme: Option<Extension<Scheme>>,
    headers: HeaderMap,
    Path(device): Path<DeviceId>,
    Query(question): Query<Question>,
) -> Result<Response, Problem> {
    if !app.proofs.take(app.shop.clock.now(), A_SECOND) {
        return Err(Problem(Refusal::too_many(1), lang));
    }
    let scheme = scheme.map(|Extension(scheme)| scheme).unwrap_or_default();
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let origin = format!("{}{host}", scheme.prefix());
    let said = prove(&app, device, &question.nonce, &origin).await.spoken(lang)?;
    Ok(Json(said).into_response())
}

async fn prove(app: &App, device: DeviceId, nonce: &str, origin: &str) -> Result<Value, Refusal> {
    if !NONCE.contains(&nonce.len()) || !nonce.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Refusal::malformed("nonce", "Câu hỏi không đúng", "Not a valid nonce"));
    }
    let mut db = app.shop.read_to_sell().await?;
    let standing = node::store::standing(&mut db, app.shop.desk.origin()).await?;
    // Phones would come, and could not sell: they look on for the one that takes their sales.
    if standing.follows || standing.followed {
        return Err(if standing.followed { Refusal::Followed } else { Refusal::Waiting });
    }
    let digest = access::store::token_of(&mut db, &device.bytes()).await?;
    let unknown = || Refusal::NotFound(Say::new("Không có máy này ở đây", "No such device here"));
    let digest = digest.ok_or_else(unknown)?;
    Ok(json!({"proof": access::proof(nonce, origin, &digest)}))
}
