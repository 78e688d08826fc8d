//! Signing in: by PIN on a booth's or gate's device, by password for organisers.

use crate::{
    base::{clock::Ms, lang::Say, refusal::Refusal},
    staff::{
        Role,
        access::{self, Kind, tries::Place},
        store,
    },
    web::http::{
        app::App,
        guard::{Anyone, COOKIE, Caller, OnDevice},
        problem::{Problem, Spoken},
        route::{delete, post},
        submit::Input,
    },
};
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

/// Routes of sessions.
pub fn router() -> Router<App> {
    Router::new().route("/api/v1/sessions", post(open).merge(delete(close)))
}

#[derive(Deserialize)]
struct Opening {
    person: String,
    pin: String,
}

async fn open(
    OnDevice { caller, device }: OnDevice,
    State(app): State<App>,
    input: Input<Opening>,
) -> Result<Response, Problem> {
    let lang = caller.lang;
    let input = input.read(lang)?;
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
    let place = Place::Device(device.uid);
    check(&app, Kind::Pin, (&row.uid, place), &input.pin).await.spoken(lang)?;
    let cookie = session(&app, &row.uid, Some(device.uid.bytes())).await.spoken(lang)?;
    let person = json!({"person": {
        "id": uid, "name": row.name, "role": row.role
    }});
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Json(person)).into_response())
}

fn unknown() -> Refusal {
    Refusal::SignIn(Say::new("Không có người này ở đây", "No such person here"))
}

/// Where the tries of somebody who is known here are counted: on the device, else at the person who
/// is signed in.
pub fn place(caller: &Caller) -> Result<Place, Refusal> {
    let device = caller.device.as_ref().map(|device| Place::Device(device.uid));
    let person = caller.person.as_ref().map(|person| Place::Person(person.uid));
    device.or(person).ok_or_else(|| caller.refuse().0)
}

/// Checks the PIN or password of a person at a place. Each try is counted before the secret is
/// looked at: fifty at once are fifty tries; one that nobody had time to look at is given back.
/// Nothing is written, whoever tries whatever name.
pub async fn check(
    app: &App,
    kind: Kind,
    (person, place): (&[u8], Place),
    secret: &str,
) -> Result<(), Refusal> {
    let tries = &app.checks.tries;
    let counted = tries.count(person, place, app.shop.clock.tick())?;
    match fits(app, kind, (person, place), secret).await {
        Ok(true) => tries.right(counted),
        Ok(false) => return Err(counted.refusal()),
        Err(refusal) => {
            tries.unseen(counted);
            return Err(refusal);
        }
    }
    Ok(())
}

/// Whether the secret is this person's. Passwords, which any browser may try, are read for where
/// pages are read, and stand before no sale.
async fn fits(
    app: &App,
    kind: Kind,
    (person, place): (&[u8], Place),
    secret: &str,
) -> Result<bool, Refusal> {
    let mut db = match kind {
        Kind::Pin => app.shop.read_to_sell().await?,
        Kind::Password => app.shop.read().await?,
    };
    let hash = access::store::secret(&mut db, person, kind.as_str()).await?;
    drop(db);
    app.checks.hashing.fits(kind, place, secret, hash).await
}

/// Hashes a new secret off the async threads.
pub async fn hash(app: &App, kind: Kind, secret: String) -> Result<String, Refusal> {
    app.checks.hashing.hash(kind, secret, &app.shop.chance).await
}

/// Opens a session and gives its cookie.
pub async fn session(app: &App, person: &[u8], device: Option<Vec<u8>>) -> Result<String, Refusal> {
    let token = app.shop.chance.token();
    let digest = access::digest(&token);
    let now: Ms = app.shop.clock.now();
    let (row, on) = ((digest.clone(), person.to_vec()), device.clone());
    let work = app.shop.desk.local(move |db| {
        Box::pin(async move {
            let (opened, seen) = (Ms(now.0 - access::SESSION), Ms(now.0 - access::IDLE));
            access::store::prune_sessions(db, opened, seen).await?;
            access::store::add_session(db, &row.0, &row.1, on.as_deref(), now).await
        })
    });
    match work.await {
        Err(refusal @ Refusal::CannotWrite(_)) => {
            let session = (person.to_vec(), device, now.0, now.0);
            app.meanwhile.open(&digest, session, refusal)?;
        }
        opened => opened?,
    }
    let age = access::SESSION / 1000;
    Ok(format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}"))
}

/// Ends the session of these headers, if there is one.
pub async fn end_session(app: &App, headers: &HeaderMap) -> Result<(), Refusal> {
    let Some(sid) = crate::web::http::guard::cookie(headers, COOKIE) else { return Ok(()) };
    let (digest, kept) = (access::digest(&sid), access::digest(&sid));
    let work = app
        .shop
        .desk
        .revoke(move |db| Box::pin(async move { access::store::drop_session(db, &digest).await }));
    match work.await {
        Err(refusal @ Refusal::CannotWrite(_)) => app.meanwhile.end(&kept, refusal),
        ended => ended,
    }
}

async fn close(
    Anyone(caller): Anyone,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    end_session(&app, &headers).await.spoken(caller.lang)?;
    let gone = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, gone)]).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{
            clock::{Clock, Ms},
            id::Chance,
        },
        desk::book::Shop,
        staff::access::tries::AT_PLACE,
        web::http::hosts::Hosts,
    };

    #[tokio::test]
    async fn a_password_that_came_while_the_lane_was_full_is_no_wrong_try() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::by(|| Ms(1_780_471_920_000));
        let shop = Shop::open(folder.path(), clock, Chance::seeded(11)).await.unwrap();
        let app = App::start(shop, std::sync::Arc::new(Hosts::new(8080, None, Vec::new())));
        let (person, here) = ([7; 16], Place::of([192, 168, 1, 20].into()));
        let secret = hash(&app, Kind::Password, "mat-khau-dai".into()).await.unwrap();
        let kept = app.shop.desk.local(move |db| {
            let kind = Kind::Password.as_str();
            Box::pin(async move { access::store::set_secret(db, &person, kind, &secret).await })
        });
        kept.await.unwrap();
        let tries = || check(&app, Kind::Password, (&person, here), "mat-khau-dai");
        let flood = app.checks.hashing.full(Kind::Password);
        for _ in 0..=AT_PLACE {
            let refused = Err(Refusal::too_many(5));
            assert_eq!(tries().await, refused, "the lane is full, nobody is locked");
        }
        drop(flood);
        assert_eq!(tries().await, Ok(()));
    }
}
