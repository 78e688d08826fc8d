//! Visits at gates.

use crate::shop::TestShop;
use axum::http::StatusCode;
use chophien::base::clock::HOUR;
use serde_json::{Value, json};

fn taps(shop: &TestShop, count: i64, at: i64) -> Value {
    json!({"id": shop.uid(), "count": count, "at_ms": at})
}

#[tokio::test]
async fn visits_are_counted_once_per_message_by_gate_and_hour() {
    let shop = TestShop::open().await;
    let (_, gate) = shop.device(None, Some(shop.gate)).await;
    let now = shop.now();
    let first = taps(&shop, 40, now);
    assert_eq!(shop.post(&gate, "/api/v1/visits", &first).await.status, StatusCode::CREATED);
    assert_eq!(shop.post(&gate, "/api/v1/visits", &first).await.status, StatusCode::OK);
    shop.post(&gate, "/api/v1/visits", &taps(&shop, -3, now)).await;
    shop.post(&gate, "/api/v1/visits", &taps(&shop, 12, now - HOUR)).await;
    let hours = "select hour || ' ' || visits from rollup_visit order by hour";
    assert_eq!(shop.words(hours).await, ["13 12", "14 37"]);
    let today = shop.get_json(&gate, "/api/v1/gate").await;
    assert_eq!(today.body["today"], 49);
    assert_eq!(today.body["gate"]["code"], "G1");
    shop.verify().await;
}

#[tokio::test]
async fn the_same_message_with_another_count_is_a_conflict() {
    let shop = TestShop::open().await;
    let (_, gate) = shop.device(None, Some(shop.gate)).await;
    let mut message = taps(&shop, 40, shop.now());
    shop.post(&gate, "/api/v1/visits", &message).await;
    message["count"] = json!(41);
    assert_eq!(shop.post(&gate, "/api/v1/visits", &message).await.status, StatusCode::CONFLICT);
    assert_eq!(shop.figure("select sum(visits) from rollup_visit").await, 40);
}

#[tokio::test]
async fn a_count_of_nothing_or_of_too_many_is_refused() {
    let shop = TestShop::open().await;
    let (_, gate) = shop.device(None, Some(shop.gate)).await;
    for count in [0, 10_001, -10_001, i64::MIN] {
        let reply = shop.post(&gate, "/api/v1/visits", &taps(&shop, count, shop.now())).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{count}");
    }
    assert_eq!(shop.figure("select count(*) from visit").await, 0);
}

/// The gate's own page names it by its code, as people do; the page once lost every tap by it.
#[tokio::test]
async fn a_gate_may_be_named_by_its_code() {
    let shop = TestShop::open().await;
    let (_, gate) = shop.device(None, Some(shop.gate)).await;
    let mut message = taps(&shop, 7, shop.now());
    message["gate"] = json!("G1");
    assert_eq!(shop.post(&gate, "/api/v1/visits", &message).await.status, StatusCode::CREATED);
    assert_eq!(shop.figure("select sum(visits) from rollup_visit").await, 7);
    let mut other = taps(&shop, 7, shop.now());
    other["gate"] = json!("G9");
    assert_eq!(shop.post(&gate, "/api/v1/visits", &other).await.status, StatusCode::FORBIDDEN);
}
