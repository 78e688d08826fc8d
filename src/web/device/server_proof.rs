//! Where phones reach this laptop, and that it is the one they were paired with. A device asks
//! before it tells its token or a sale to an address that it has not come from.

use crate::{
    base::{id::DeviceId, lang::Say, refusal::Refusal},
    staff::access,
    web::http::{
        app::{App, Trust},
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

/// Addresses that a device is told.
const TOLD: usize = 8;
/// Proofs given in one second: those of a fair whose phones all look for their laptop at once.
const A_SECOND: u32 = 100;
/// Letters of a nonce.
const NONCE: std::ops::RangeInclusive<usize> = 16..=64;

/// Routes by which a device knows its laptop.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/devices/{id}/proof", get(proof))
}

/// The addresses at which phones find this laptop now, as origins of the caller's scheme: a page
/// may not speak to the other one. The laptop's name outlives a change of its address, where the
/// network knows such names.
pub fn addresses(app: &App, scheme: Option<Extension<Scheme>>) -> Vec<String> {
    let mut hosts = app.hosts.reachable();
    let loopback = |host: &String| host.starts_with("127.") || host == "[::1]";
    if hosts.iter().any(|host| !loopback(host)) {
        hosts.retain(|host| !loopback(host));
    }
    if app.hosts.only.is_none() {
        hosts.extend(app.hosts.names.iter().filter(|name| name.ends_with(".local")).cloned());
    }
    hosts.truncate(TOLD);
    let url = |host: &String| match scheme {
        Some(Extension(Scheme::Tls)) => app.trust.as_ref().and_then(|it: &Trust| it.url(host)),
        _ => Some(format!("http://{host}:{}", app.hosts.port)),
    };
    hosts.iter().filter_map(url).collect()
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
    let digest = access::store::token_of(&mut db, &device.bytes()).await?;
    let unknown = || Refusal::NotFound(Say::new("Không có máy này ở đây", "No such device here"));
    let digest = digest.ok_or_else(unknown)?;
    Ok(json!({"proof": access::proof(nonce, origin, &digest)}))
}
