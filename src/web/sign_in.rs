//! Signing in: by PIN on a booth's or gate's device, by password for organisers.

use super::{
    app::App,
    guard::{COOKIE, Caller},
    problem::{Problem, Spoken},
};
use crate::{
    base::{clock::Ms, lang::Say, refusal::Refusal},
    staff::{Role, access, store},
};
use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;
use serde_json::json;

/// Routes of sessions.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/sessions", post(open).delete(close))
}

/// Hashing takes many milliseconds of a core: two at a time leave the till its own.
static HASHING: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

#[derive(Deserialize)]
struct Opening {
    person: String,
    pin: String,
}

async fn open(
    State(app): State<App>,
    caller: Caller,
    Json(input): Json<Opening>,
) -> Result<Response, Problem> {
    let lang = caller.lang;
    let Some(device) = &caller.device else { return Err(caller.refuse()) };
    let mut db = app.shop.read_to_sell().await.spoken(lang)?;
    let uid: uuid::Uuid = input.person.parse().map_err(|_| unknown()).spoken(lang)?;
    let row = store::person(&mut db, uid.as_bytes()).await.spoken(lang)?;
    drop(db);
    let here = device.booth.map(|booth| booth.bytes());
    let role = |row: &store::PersonRow| row.role();
    let fits = |row: &store::PersonRow| match role(row) {
        Some(Role::Counter) => device.gate.is_some(),
        Some(role) => role.uses_pin() && row.booth == here,
        None => false,
    };
    let row = row.filter(|row| row.active == 1 && fits(row));
    let row = row.ok_or_else(unknown).spoken(lang)?;
    let place = device.uid.to_string();
    check(&app, &row.uid, Some(&place), &input.pin).await.spoken(lang)?;
    let cookie = session(&app, &row.uid, Some(device.uid.bytes())).await.spoken(lang)?;
    let person = json!({"person": {
        "id": uid, "name": row.name, "role": row.role
    }});
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Json(person)).into_response())
}

fn unknown() -> Refusal {
    Refusal::SignIn(Say::new("Không có người này ở đây", "No such person here"))
}

/// Checks a PIN or password, counting wrong tries for this person at this place; no place is
/// never locked out. Each try waits for its turn and is counted before the secret is looked at:
/// fifty at once are fifty tries.
pub async fn check(
    app: &App,
    person: &[u8],
    place: Option<&str>,
    secret: &str,
) -> Result<(), Refusal> {
    let _turn = HASHING.acquire().await.map_err(|_| Refusal::Busy)?;
    let counted = match place {
        Some(place) => count(app, person, place).await?,
        None => access::Attempts::default(),
    };
    let mut db = app.shop.read_to_sell().await?;
    let hash = access::store::secret(&mut db, person).await?;
    drop(db);
    if fits(app, secret, hash).await? {
        return match place {
            Some(place) => forget(app, person, place).await,
            None => Ok(()),
        };
    }
    counted.check(app.shop.clock.now())?;
    Err(Refusal::SignIn(Say::new(
        format!("Sai mã. Còn {} lần thử", counted.left()),
        format!("Wrong. {} tries left", counted.left()),
    )))
}

async fn count(app: &App, person: &[u8], place: &str) -> Result<access::Attempts, Refusal> {
    let (person, place, now) = (person.to_vec(), place.to_owned(), app.shop.clock.now());
    let work = app.shop.desk.local(move |db| {
        Box::pin(async move { access::count_try(db, &person, &place, now).await })
    });
    work.await?
}

async fn forget(app: &App, person: &[u8], place: &str) -> Result<(), Refusal> {
    let (person, place) = (person.to_vec(), place.to_owned());
    let work = app.shop.desk.local(move |db| {
        Box::pin(async move { access::store::forget_attempts(db, &person, &place).await })
    });
    work.await
}

/// Whether the secret fits. Where there is none to fit, the same work is done, so that nobody
/// learns names by how long an answer takes.
async fn fits(app: &App, secret: &str, hash: Option<String>) -> Result<bool, Refusal> {
    let (secret, chance) = (secret.to_owned(), app.shop.chance.clone());
    let work = tokio::task::spawn_blocking(move || match hash {
        Some(hash) => Ok(access::fits(&secret, &hash)),
        None => access::hash_secret(&secret, &chance).map(|_| false),
    });
    work.await.map_err(|error| Refusal::Failed(error.to_string()))?
}

/// Hashes a new secret off the async threads.
pub async fn hash(app: &App, secret: String) -> Result<String, Refusal> {
    let chance = app.shop.chance.clone();
    let _turn = HASHING.acquire().await.map_err(|_| Refusal::Busy)?;
    tokio::task::spawn_blocking(move || access::hash_secret(&secret, &chance))
        .await
        .map_err(|error| Refusal::Failed(error.to_string()))?
}

/// Opens a session and gives its cookie.
pub async fn session(app: &App, person: &[u8], device: Option<Vec<u8>>) -> Result<String, Refusal> {
    let token = app.shop.chance.token();
    let digest = access::digest(&token);
    let person = person.to_vec();
    let now: Ms = app.shop.clock.now();
    app.shop
        .desk
        .local(move |db| {
            Box::pin(async move {
                let (opened, seen) = (Ms(now.0 - access::SESSION), Ms(now.0 - access::IDLE));
                access::store::prune_sessions(db, opened, seen).await?;
                access::store::add_session(db, &digest, &person, device.as_deref(), now).await
            })
        })
        .await?;
    let age = access::SESSION / 1000;
    Ok(format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}"))
}

async fn close(
    State(app): State<App>,
    caller: Caller,
    headers: axum::http::HeaderMap,
) -> Result<Response, Problem> {
    if let Some(sid) = super::guard::cookie(&headers, COOKIE) {
        let digest = access::digest(&sid);
        let work = app.shop.desk.revoke(move |db| {
            Box::pin(async move { access::store::drop_session(db, &digest).await })
        });
        work.await.spoken(caller.lang)?;
    }
    let gone = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, gone)]).into_response())
}
