//! Many requests at the same moment, and commands that fall into one batch.

use crate::shop::{Reply, TestShop, Who, request};
use axum::{body::Body, http::Request};
use serde_json::Value;
use std::time::Duration;
use tower::ServiceExt;

/// The answers to requests sent all at once, in their order.
pub async fn at_once(shop: &TestShop, requests: Vec<Request<Body>>) -> Vec<Reply> {
    let send = |request: Request<Body>| {
        let router = shop.router.clone();
        tokio::spawn(async move {
            let response = router.oneshot(request).await.unwrap();
            let status = response.status();
            let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap();
            Reply { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
        })
    };
    let sent: Vec<_> = requests.into_iter().map(send).collect();
    let mut replies = Vec::with_capacity(sent.len());
    for one in sent {
        replies.push(one.await.unwrap());
    }
    replies
}

/// Keeps the writer busy for this long, so that what is sent meanwhile falls into one batch.
pub async fn busy(shop: &TestShop, ms: u64) {
    let pause = Duration::from_millis(ms);
    let held = shop.shop().desk.local(move |_| {
        Box::pin(async move {
            tokio::time::sleep(pause).await;
            Ok(())
        })
    });
    held.await.unwrap();
}

/// The words of a page.
pub async fn page(shop: &TestShop, who: &Who, path: &str) -> String {
    let response = shop.router.clone().oneshot(request("GET", who, path, None)).await.unwrap();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A moment later.
pub async fn after(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}
