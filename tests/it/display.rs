//! The customer's second screen: what the tills of one booth show, and to nobody else.

use crate::{
    day::Day,
    pages::FORM,
    shop::{TestShop, Who},
};
use axum::{
    body::{Body, BodyDataStream},
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};
use tokio_stream::StreamExt;
use tower::ServiceExt;

const PATH: &str = "/api/v1/till/display";

fn cart(total: i64) -> Value {
    let lines = json!([{"name": "Mật ong Tiên Yên", "quantity": "1", "amount": total}]);
    json!({"kind": "cart", "lines": lines, "total": total, "paid": 0})
}

async fn show(shop: &TestShop, who: &Who, scene: &Value) -> StatusCode {
    shop.call("PUT", who, PATH, Some(scene)).await.status
}

#[tokio::test]
async fn a_second_screen_shows_what_the_till_of_its_booth_shows_and_nothing_private() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let (_, screen) = shop.device(Some(booth.uid), None).await;
    let theirs = shop.booth("B01").await;
    let idle = shop.get_json(&screen, PATH).await.body;
    assert_eq!(idle["scene"], json!({"kind": "idle"}));
    let mut scene = cart(185_000);
    scene["seller"] = json!("Lan");
    scene["pin"] = json!("2749");
    assert_eq!(show(&shop, &booth.who, &scene).await, StatusCode::OK);
    let seen = shop.get_json(&screen, PATH).await.body;
    assert_eq!((&seen["till"], &seen["scene"]), (&json!("A"), &cart(185_000)));
    let other = shop.get_json(&screen, &format!("{PATH}?till=Z")).await.body;
    assert_eq!(other["scene"]["kind"], "idle", "another till shows nothing");
    let foreign = shop.get_json(&theirs.who, PATH).await.body;
    assert_eq!(foreign["scene"]["kind"], "idle", "another booth sees nothing of it");
    // It is no part of the book.
    assert_eq!(shop.figure("select count(*) from journal where kind like '%display%'").await, 0);
}

#[tokio::test]
async fn what_is_too_large_too_often_or_not_a_scene_is_not_shown() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let long = json!({"kind": "qr", "amount": 1, "payload": "x".repeat(40_000), "reference": "",
        "account": "", "holder": ""});
    let line = json!({"name": "a", "quantity": "1", "amount": 1});
    let many = json!({"kind": "cart", "lines": vec![line; 101], "total": 1});
    assert_eq!(show(&shop, &booth.who, &long).await, StatusCode::PAYLOAD_TOO_LARGE);
    let holder = json!({"kind": "qr", "amount": 1, "payload": "x", "reference": "", "account": "",
        "holder": 7});
    let idle = json!({"kind": "idle", "holder": ["Lan"]});
    let half = json!({"kind": "thanks", "total": 1.5, "change": 0});
    for wrong in [many, holder, idle, half, json!({"kind": "advert"}), json!([])] {
        assert_eq!(show(&shop, &booth.who, &wrong).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for _ in 0..20 {
        assert_eq!(show(&shop, &booth.who, &cart(1)).await, StatusCode::OK);
    }
    assert_eq!(show(&shop, &booth.who, &cart(2)).await, StatusCode::TOO_MANY_REQUESTS);
    shop.set_now(shop.now() + 1000);
    assert_eq!(show(&shop, &booth.who, &cart(3)).await, StatusCode::OK);
}

#[tokio::test]
async fn a_screen_that_listens_hears_each_scene() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let mut stream = listen(&shop, &booth.who, PATH).await;
    let mut next = async || heard(&mut stream).await.unwrap();
    assert!(next().await.contains(r#""kind":"idle""#));
    show(&shop, &booth.who, &cart(185_000)).await;
    assert!(next().await.contains(r#""total":185000"#));
    show(&shop, &booth.who, &json!({"kind": "thanks", "total": 185_000, "change": 15_000})).await;
    assert!(next().await.contains(r#""change":15000"#));
}

#[tokio::test]
async fn a_till_hears_at_once_that_a_screen_of_its_booth_has_come() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let theirs = shop.booth("B01").await;
    let screen = shop.device(Some(booth.uid), None).await.1;
    let mut till = listen(&shop, &booth.who, "/api/v1/till/stream").await;
    let mut other = listen(&shop, &theirs.who, "/api/v1/till/stream").await;
    for stream in [&mut till, &mut other] {
        let first = [heard(stream).await, heard(stream).await, heard(stream).await];
        let first = first.map(Option::unwrap);
        assert!(first.iter().any(|one| one.starts_with("data:")), "the journal's head: {first:?}");
        assert!(first.contains(&"event: writing\ndata: null\n\n".to_owned()), "{first:?}");
        // Papers may have moved on while nobody listened.
        assert!(first.contains(&"event: print\n\n".to_owned()), "{first:?}");
    }
    let _showing = listen(&shop, &screen, PATH).await;
    assert_eq!(heard(&mut till).await.as_deref(), Some("event: screen\n\n"));
    assert_eq!(heard(&mut other).await, None, "another booth's tills do not");
    // One that comes back to a laptop which the screen found first hears of it too.
    let mut again = listen(&shop, &booth.who, "/api/v1/till/stream").await;
    let mut all = Vec::new();
    for _ in 0..4 {
        all.push(heard(&mut again).await);
    }
    assert!(all.contains(&Some("event: screen\n\n".to_owned())), "{all:?}");
}

#[tokio::test]
async fn what_is_left_of_a_sale_in_parts_reaches_the_screen_as_the_till_says_it() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let mut scene = cart(59_940);
    scene["paid"] = json!(20_000);
    for (name, amount) in [("left", 39_940), ("awaited", 0), ("cash", 40_000)] {
        scene[name] = json!(amount);
    }
    assert_eq!(show(&shop, &booth.who, &scene).await, StatusCode::OK);
    let seen = shop.get_json(&booth.who, PATH).await.body;
    assert_eq!(seen["scene"], scene);
}

/// Opens a stream as a device.
async fn listen(shop: &TestShop, who: &Who, path: &str) -> BodyDataStream {
    let token = who.token.clone().unwrap();
    let request = Request::get(path)
        .header(header::HOST, "localhost")
        .header(header::ACCEPT, "text/event-stream")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    let answer = shop.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
    answer.into_body().into_data_stream()
}

/// What a stream says within a second.
async fn heard(stream: &mut BodyDataStream) -> Option<String> {
    let next = tokio::time::timeout(std::time::Duration::from_secs(1), stream.next());
    let bytes = next.await.ok()?.unwrap().unwrap();
    Some(String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn the_streams_of_a_revoked_phone_end() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let office = shop.person("Ban", chophien::staff::Role::Organiser, None, None).await;
    let mut streams = Vec::new();
    for path in [PATH, "/api/v1/till/stream"] {
        let mut stream = listen(&shop, &booth.who, path).await;
        stream.next().await.unwrap().unwrap();
        streams.push(stream);
    }
    let revoke = format!("/devices/{}/revoke", booth.device);
    let revoked = Day::fill(&shop, &office, "vi", &revoke, FORM, "").await;
    assert!(revoked.status.is_redirection());
    for mut stream in streams {
        let rest = async { while let Some(Ok(_)) = stream.next().await {} };
        let ended = tokio::time::timeout(std::time::Duration::from_secs(5), rest).await;
        assert!(ended.is_ok(), "the stream ends");
    }
}
