//! What a browser may keep: Back after signing out must show nothing, and the till must open while
//! the laptop is away.

use crate::{
    day::Day,
    pages::{PAGES, address},
    rights::calls,
    shift_day::day,
    shop::{TestShop, Who, request},
};
use axum::http::header;
use serde_json::Value;
use tower::ServiceExt;

/// What is nobody's own, and how long it may be kept; without a word where the browser is trusted
/// to ask again.
const PUBLIC: &[(&str, &str)] = &[
    ("/till", "private, max-age=604800"),
    ("/customer", "private, max-age=604800"),
    ("/gate", "private, max-age=604800"),
    ("/join", "private, no-cache"),
    ("/join/{code}", "private, no-cache"),
    ("/sw.js", "no-cache"),
    ("/static/{version}/{*path}", "public, max-age=31536000, immutable"),
    ("/r/{sale}", ""),
    ("/r/{sale}/receipt.png", ""),
    ("/trust/chophien-ca.crt", ""),
    ("/photos/{file}", "public, max-age=31536000, immutable"),
];

async fn kept(shop: &TestShop, method: &str, who: &Who, path: &str) -> String {
    let answer = shop.router.clone().oneshot(request(method, who, path, None)).await.unwrap();
    let said = answer.headers().get_all(header::CACHE_CONTROL).iter();
    said.map(|said| said.to_str().unwrap()).collect::<Vec<_>>().join("; ")
}

fn may(route: &str) -> &'static str {
    PUBLIC.iter().find(|(public, _)| *public == route).map_or("no-store", |(_, may)| may)
}

#[tokio::test]
async fn no_answer_that_is_somebodys_own_is_kept_by_a_browser() {
    let day: Day = day().await;
    let mut breaches = Vec::new();
    for who in [&day.nobody, &day.manager, &day.counter, &day.organiser, &day.admin] {
        for (method, route, behind, _) in PAGES {
            let path = address(&day, route, behind).await;
            let said = kept(&day.shop, method, who, &path).await;
            if said != may(route) {
                breaches.push(format!("{method} {path}: {said:?}"));
            }
        }
    }
    for who in [&day.nobody, &day.ours.who, &day.counter, &day.organiser] {
        for call in calls(&day.shop, &day.sold, &day.claimed, &Value::Null) {
            let said = kept(&day.shop, call.method, who, &call.path).await;
            if said != "no-store" {
                breaches.push(format!("{} {}: {said:?}", call.method, call.path));
            }
        }
    }
    for path in ["/nonexist", "/api/v1/nonexist"] {
        assert_eq!(kept(&day.shop, "GET", &day.nobody, path).await, "no-store", "{path}");
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}
