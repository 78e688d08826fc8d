//! Nobody guesses a PIN or a password, however fast, and nobody locks others out.

use crate::{
    shop::{Booth, TestShop},
    together,
};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use chophien::{
    base::clock::HOUR,
    base::id::PersonId,
    staff::{Role, access},
};
use serde_json::json;
use std::net::SocketAddr;

async fn with_manager() -> (TestShop, Booth, PersonId) {
    let shop = TestShop::open().await;
    let booth = shop.booth("A03").await;
    shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let hoa = shop.pin("Hoa", "1357").await;
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
    let right = shop.send(pin_try(&booth, hoa, "1357")).await;
    assert_eq!(right.status, StatusCode::LOCKED);
    shop.set_now(shop.now() + access::LOCKED);
    let right = shop.send(pin_try(&booth, hoa, "1357")).await;
    assert_eq!(right.status, StatusCode::CREATED);
    assert_eq!(shop.figure("select count(*) from attempt").await, 0);
}

#[tokio::test]
async fn a_guest_who_tries_passwords_locks_out_only_himself() {
    let shop = TestShop::open().await;
    shop.person("Chu", Role::Organiser, None, None).await;
    let person = shop.pin("Chu", "mat-khau-dai").await;
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
async fn names_that_were_only_tried_are_forgotten_after_an_hour() {
    let shop = TestShop::open().await;
    for n in 0..5 {
        shop.send(password_try("192.168.1.66:5000", &format!("ai{n}"), "sai")).await;
    }
    assert_eq!(shop.figure("select count(*) from attempt").await, 5);
    shop.set_now(shop.now() + HOUR + 1);
    shop.send(password_try("192.168.1.66:5000", "ai9", "sai")).await;
    assert_eq!(shop.figure("select count(*) from attempt").await, 1);
}
