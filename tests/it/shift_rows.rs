//! Rows of a shift as devices keep them: known again whoever delivers them, and by whose hands.

use crate::{
    shifts::count_of,
    shop::{OPENING, TestShop, Who},
};
use axum::http::StatusCode;
use serde_json::{Value, json};

async fn opened(shop: &TestShop, who: &Who, ask: &Value) -> (StatusCode, Value) {
    let reply = shop.post(who, "/api/v1/shifts", ask).await;
    (reply.status, reply.body)
}

#[tokio::test]
async fn an_opening_is_known_whichever_device_sends_it_again() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let (_, anew) = shop.device(Some(booth.uid), None).await;
    let ask = json!({"id": shop.uid(), "at_ms": OPENING, "float": count_of(500_000)});
    let (status, first) = opened(&shop, &booth.who, &ask).await;
    assert_eq!(status, StatusCode::CREATED, "{first}");
    for who in [&booth.who, &anew] {
        assert_eq!(opened(&shop, who, &ask).await, (StatusCode::OK, first.clone()));
    }
    let mut other = ask.clone();
    other["at_ms"] = json!(OPENING + 1);
    assert_eq!(opened(&shop, &anew, &other).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_opening_that_another_device_brings_in_is_of_the_device_that_made_it() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let (_, other) = shop.device(Some(booth.uid), None).await;
    let bare = Who { cookie: None, ..other };
    let mut ask = json!({"id": shop.uid(), "at_ms": OPENING, "float": count_of(500_000)});
    ask["booth"] = json!(booth.uid);
    ask["device"] = json!(booth.device);
    let (status, first) = opened(&shop, &bare, &ask).await;
    assert_eq!((status, &first["opened_by"]), (StatusCode::CREATED, &json!("Device A")));
    let own = Who { cookie: None, ..booth.who.clone() };
    assert_eq!(opened(&shop, &own, &ask).await, (StatusCode::OK, first));
    shop.verify().await;
}
