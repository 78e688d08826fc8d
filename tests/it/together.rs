//! Many requests at the same moment, and commands of one batch.

use crate::shop::{Reply, TestShop, Who, request};
use axum::{body::Body, http::Request};
use chophien::{
    base::{clock::Ms, id::CommandId, refusal::Refusal},
    db,
    desk::{
        batch,
        command::{Answer, Command, Envelope},
    },
};
use serde_json::Value;
use sqlx::Connection;
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

/// Runs commands as one batch, in the shop's book while its desk has nothing to do.
pub async fn in_one_batch(shop: &TestShop, commands: Vec<Command>) -> Vec<Result<Answer, Refusal>> {
    let mut db = db::reopen(shop.folder(), db::PATIENCE).await.unwrap();
    let envelope = |command| Envelope {
        uid: match &command {
            Command::Checkout(it) => CommandId(it.id.0),
            Command::Refund(it) => CommandId(it.id.0),
            Command::Stock(it) => CommandId(it.uid.0),
            _ => CommandId(shop.uid()),
        },
        at: Ms(shop.now()),
        actor: "Ban tổ chức (organiser)".into(),
        device: String::new(),
        command,
    };
    let batch: Vec<Envelope> = commands.into_iter().map(envelope).collect();
    let answers = batch::run(&mut db, shop.shop().desk.origin(), &batch).await.unwrap().answers;
    db.close().await.unwrap();
    answers
}

/// The words of a page.
pub async fn page(shop: &TestShop, who: &Who, path: &str) -> String {
    let response = shop.router.clone().oneshot(request("GET", who, path, None)).await.unwrap();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}
