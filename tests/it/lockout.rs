//! Nobody guesses a PIN or a password, however fast, and nobody locks others out.

use crate::{
    shop::{Booth, TestShop, Who},
    together,
};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use chophien::{
    base::{
        clock::{Clock, DAY, Tick},
        id::PersonId,
    },
    staff::{
        Role,
        access::{Kind, tries},
    },
    web,
};
use serde_json::json;
use sqlx::SqliteConnection;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tower::ServiceExt;

async fn with_manager() -> (TestShop, Booth, PersonId) {
    let shop = TestShop::open().await;
    let booth = shop.booth("A03").await;
    shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let hoa = shop.pin("Hoa", "3816").await;
    (shop, booth, hoa)
}

fn pin_try(booth: &Booth, person: PersonId, pin: &str) -> Request<Body> {
    let token = booth.who.token.clone().unwrap();
    Request::post("/api/v1/sessions")
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::from(json!({"person": person, "pin": pin}).to_string()))
        .unwrap()
}

fn password_try(from: &str, login: &str, password: &str) -> Request<Body> {
    let from: SocketAddr = from.parse().unwrap();
    Request::post("/login")
        .header(header::HOST, "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .extension(ConnectInfo(from))
        .body(Body::from(format!("login={login}&password={password}")))
        .unwrap()
}

/// The statuses of requests sent all at once.
async fn at_once(shop: &TestShop, requests: Vec<Request<Body>>) -> Vec<StatusCode> {
    together::at_once(shop, requests).await.iter().map(|reply| reply.status).collect()
}

fn times(statuses: &[StatusCode], wanted: StatusCode) -> usize {
    statuses.iter().filter(|status| **status == wanted).count()
}

#[tokio::test]
async fn fifty_wrong_pins_at_once_are_five_tries_and_a_lock() {
    let (shop, booth, hoa) = with_manager().await;
    let tries = (0..50).map(|n| pin_try(&booth, hoa, &format!("2{n:03}"))).collect();
    let statuses = at_once(&shop, tries).await;
    assert_eq!(times(&statuses, StatusCode::UNAUTHORIZED), 4, "{statuses:?}");
    assert_eq!(times(&statuses, StatusCode::LOCKED), 46, "{statuses:?}");
    let right = shop.send(pin_try(&booth, hoa, "3816")).await;
    assert_eq!(right.status, StatusCode::LOCKED);
    assert_eq!(shop.app.checks.hashing.made(Kind::Pin), 1 + 5, "Hoa's own, and five tries");
    shop.set_now(shop.now() + tries::LOCKED[0]);
    let right = shop.send(pin_try(&booth, hoa, "3816")).await;
    assert_eq!(right.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_guest_who_tries_passwords_locks_out_only_himself() {
    let shop = TestShop::open().await;
    shop.person("Chu", Role::Organiser, None, None).await;
    let person = shop.password("Chu", "mat-khau-dai").await;
    assert_ne!(person, PersonId::default());
    let wrong = |_| password_try("192.168.1.66:5000", "chu", "sai");
    at_once(&shop, (0..30).map(wrong).collect()).await;
    let right = |from| password_try(from, "chu", "mat-khau-dai");
    let locked = shop.send(right("192.168.1.66:5001")).await;
    assert_eq!(locked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(shop.send(right("192.168.1.20:5000")).await.status, StatusCode::SEE_OTHER);
    at_once(&shop, (0..30).map(|_| password_try("127.0.0.1:9", "chu", "sai")).collect()).await;
    assert_eq!(shop.send(right("127.0.0.1:9")).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_flood_of_wrong_names_costs_no_write_few_hashes_and_no_sellers_time() {
    let (shop, booth, hoa) = with_manager().await;
    let mut watch = shop.shop().read_to_follow().await.unwrap();
    let written = watched(&mut watch).await;
    let wrong = |n: u32| {
        let from = format!("192.168.1.{}:5000", 2 + n % 5);
        password_try(&from, &format!("ai{n}"), "sai")
    };
    let mut statuses = at_once(&shop, (0..300).map(wrong).collect()).await;
    assert_eq!(watched(&mut watch).await, written, "nothing was written");
    for n in 300..600 {
        statuses.push(shop.send(wrong(n)).await.status);
    }
    assert_eq!(watched(&mut watch).await, written, "nothing was written");
    let hashes = shop.app.checks.hashing.made(Kind::Password);
    assert!(hashes <= u64::from(5 * tries::AT_PLACE), "{hashes} hashes for 600 tries");
    assert_eq!(times(&statuses, StatusCode::UNPROCESSABLE_ENTITY) as u64, hashes);
    assert_eq!(times(&statuses, StatusCode::TOO_MANY_REQUESTS), 600 - hashes as usize);
    // The fair's phones come from an address that has to wait as well.
    let mut pin = pin_try(&booth, hoa, "3816");
    let from: SocketAddr = "192.168.1.2:6000".parse().unwrap();
    pin.extensions_mut().insert(ConnectInfo(from));
    assert_eq!(shop.send(pin).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_pin_is_accepted_while_every_place_for_passwords_is_taken() {
    let (shop, booth, hoa) = with_manager().await;
    let wrong = (0..100).map(|n| password_try(&format!("10.0.{n}.7:5000"), "chu", "sai"));
    let flood: Vec<_> = wrong.collect();
    let (statuses, right) =
        tokio::join!(at_once(&shop, flood), shop.send(pin_try(&booth, hoa, "3816")));
    assert_eq!(right.status, StatusCode::CREATED);
    assert!(times(&statuses, StatusCode::TOO_MANY_REQUESTS) > 0, "{statuses:?}");
    assert_eq!(shop.app.checks.hashing.made(Kind::Pin), 2, "Hoa's own, and her try");
}

#[tokio::test]
async fn who_came_too_often_is_told_when_to_come_again() {
    let shop = TestShop::open().await;
    for n in 0..tries::AT_PLACE {
        shop.send(password_try("192.168.1.66:5000", &format!("ai{n}"), "sai")).await;
    }
    let refused = password_try("192.168.1.66:5000", "chu", "sai");
    let refused = shop.router.clone().oneshot(refused).await.unwrap();
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "60");
}

#[tokio::test]
async fn wrong_pairing_codes_are_never_written() {
    let shop = TestShop::open().await;
    let mut watch = shop.shop().read_to_follow().await.unwrap();
    let written = watched(&mut watch).await;
    for n in 0..50 {
        let code = json!({"code": format!("7K3M9QX2{n:02}"), "name": "Máy lạ"});
        let reply = shop.post(&Who::default(), "/api/v1/devices", &code).await;
        assert_eq!(reply.body["error"], "pairing_code", "{}", reply.body);
    }
    assert_eq!(watched(&mut watch).await, written);
}

#[tokio::test]
async fn a_lock_lasts_its_own_length_however_the_clock_jumps() {
    for jump in [-3 * DAY, 3 * DAY] {
        let tick = Arc::new(AtomicI64::new(0));
        let told = tick.clone();
        let clock =
            move |clock: Clock| clock.measured_by(move || Tick(told.load(Ordering::SeqCst)));
        let mut shop = TestShop::open().await;
        shop.app.shop.clock = clock(shop.app.shop.clock.clone());
        shop.router = web::router(shop.app.clone());
        let booth = shop.booth("A03").await;
        shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
        let hoa = shop.pin("Hoa", "3816").await;
        for _ in 0..tries::TRIES {
            shop.send(pin_try(&booth, hoa, "9999")).await;
        }
        shop.set_now(shop.now() + jump);
        let early = shop.send(pin_try(&booth, hoa, "3816")).await;
        assert_eq!(early.status, StatusCode::LOCKED, "{jump}");
        tick.store(tries::LOCKED[0] - 1, Ordering::SeqCst);
        let early = shop.send(pin_try(&booth, hoa, "3816")).await;
        assert_eq!(early.status, StatusCode::LOCKED, "{jump}");
        tick.store(tries::LOCKED[0], Ordering::SeqCst);
        let right = shop.send(pin_try(&booth, hoa, "3816")).await;
        assert_eq!(right.status, StatusCode::CREATED, "{jump}: {}", right.body);
    }
}

#[tokio::test]
async fn a_password_is_no_pin_and_a_pin_no_password() {
    let shop = TestShop::open().await;
    let booth = shop.booth("A03").await;
    shop.person("Chu", Role::Organiser, None, None).await;
    let chu = shop.password("Chu", "mat-khau-dai").await;
    let ask =
        |pin: &str| json!({"subject": shop.uid(), "what": "refund", "person": chu, "pin": pin});
    let typed = shop.post(&booth.who, "/api/v1/approvals", &ask("mat-khau-dai")).await;
    assert_eq!(typed.status, StatusCode::FORBIDDEN, "{}", typed.body);
    let typed = shop.send(pin_try(&booth, chu, "mat-khau-dai")).await;
    assert_eq!(typed.status, StatusCode::UNAUTHORIZED);
    // What was set as a PIN by whatever way opens no browser.
    shop.pin("Chu", "3816").await;
    let typed = shop.send(password_try("192.168.1.66:5000", "chu", "3816")).await;
    assert_eq!(typed.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Changes whenever another connection has written to the book.
async fn watched(db: &mut SqliteConnection) -> i64 {
    sqlx::query_scalar("pragma data_version").fetch_one(db).await.unwrap()
}
