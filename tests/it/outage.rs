//! What the stories of a desk that cannot write share: one command of every kind, and what is said.

use crate::shop::{Booth, Reply, TestShop, Who, request};
use axum::{body::Body, http::StatusCode};
use chophien::{
    base::id::{Chance, ProductId},
    payment::reference::Reference,
    staff::Role,
};
use serde_json::{Value, json};
use std::time::Duration;
use tower::ServiceExt;

/// Every command of a device, to be sent as often as need be.
pub struct Commands(Vec<(Who, String, Value)>);

impl Commands {
    /// A sale, the rest of an earlier one back, a shift, visits, a payment request, a paper.
    pub async fn of(shop: &TestShop, booth: &Booth, honey: ProductId) -> Commands {
        let earlier = shop.sale(&[(honey, "1")], 185_000);
        assert_eq!(shop.post_sale(&booth.who, &earlier).await.status, StatusCode::CREATED);
        let earlier = earlier["id"].as_str().unwrap();
        let (_, gate) = shop.device(None, Some(shop.gate)).await;
        let lan = shop.person("Lan", Role::Manager, Some(booth.uid), Some(booth.device)).await;
        let (now, who) = (shop.now(), &lan.on(&booth.who));
        let reference = Reference::mint(&Chance::seeded(31)).to_string();
        let back = json!({"id": shop.uid(), "reason": "Nhầm", "at_ms": now});
        let float = json!([{"note": 100_000, "count": 5}]);
        let all = [
            (who, "/api/v1/sales".to_owned(), shop.sale(&[(honey, "1")], 185_000)),
            (who, format!("/api/v1/sales/{earlier}/refunds"), back),
            (who, "/api/v1/shifts".into(), json!({"id": shop.uid(), "at_ms": now, "float": float})),
            (
                who,
                "/api/v1/payments/requests".into(),
                json!({"id": shop.uid(), "reference": reference, "amount": 185_000, "at_ms": now}),
            ),
            (&gate, "/api/v1/visits".into(), json!({"id": shop.uid(), "count": 7, "at_ms": now})),
            (who, format!("/api/v1/sales/{earlier}/prints"), json!({"id": shop.uid()})),
        ];
        Commands(all.into_iter().map(|(who, path, body)| (who.clone(), path, body)).collect())
    }

    /// Sends them all; each is refused for this reason, in words, as something to be tried again.
    pub async fn are_refused(&self, shop: &TestShop, why: &str, words: &str) {
        for (who, path, body) in &self.0 {
            refused(&shop.post(who, path, body).await, why, words);
        }
    }

    /// Sends them all twice; each is done once.
    pub async fn are_done(&self, shop: &TestShop) {
        for again in [false, true] {
            for (who, path, body) in &self.0 {
                let reply = shop.post(who, path, body).await;
                // A paper that is known is told like a new one.
                let known = again && !path.ends_with("prints");
                let wanted = if known { StatusCode::OK } else { StatusCode::CREATED };
                assert_eq!(reply.status, wanted, "{path}: {}", reply.body);
            }
        }
    }
}

/// A refusal that a till takes for "try again", with its reason.
pub fn refused(reply: &Reply, why: &str, words: &str) {
    let body = &reply.body;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE, "{body}");
    assert_eq!((&body["error"], &body["why"]), (&json!("cannot_write"), &json!(why)), "{body}");
    assert!(body["message"].as_str().unwrap().starts_with(words), "{body}");
}

pub async fn health(shop: &TestShop) -> Reply {
    shop.get_json(&Who::default(), "/healthz").await
}

/// Waits until the desk writes again, as whoever watches it would: nothing is sent.
pub async fn until_it_writes(shop: &TestShop) {
    for _ in 0..600 {
        if health(shop).await.status == StatusCode::OK {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it never writes again: {}", health(shop).await.body);
}

/// A page in Vietnamese and in English.
pub async fn page(shop: &TestShop, who: &Who, path: &str) -> [String; 2] {
    let mut pages = [String::new(), String::new()];
    for (page, lang) in pages.iter_mut().zip(["vi", "en"]) {
        let mut asked = request("GET", who, path, None);
        asked.headers_mut().insert("accept-language", lang.parse().unwrap());
        *page = crate::looks::text(shop, asked).await;
    }
    pages
}

/// Opens a stream; what it says is asked for by `hear`.
pub async fn listen(shop: &TestShop, who: &Who, path: &str) -> axum::body::BodyDataStream {
    let asked = request("GET", who, path, None);
    let answer = shop.router.clone().oneshot(asked).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    Body::into_data_stream(answer.into_body())
}

/// Reads a stream until it says something.
pub async fn hear(stream: &mut axum::body::BodyDataStream, words: &str) {
    use tokio_stream::StreamExt;
    let mut said = String::new();
    let listening = async {
        while !said.contains(words) {
            let part = stream.next().await.expect("the stream ended").unwrap();
            said.push_str(&String::from_utf8_lossy(&part));
        }
    };
    let heard = tokio::time::timeout(Duration::from_secs(30), listening).await;
    assert!(heard.is_ok(), "{words} in {said}");
}

/// Receipt numbers without a gap, every paper of the book in its place, nothing sold twice.
pub async fn books_agree(shop: &TestShop) {
    let gaps = "select count(*) from (select max(number) - count(*) as gap from sale \
                group by booth) where gap <> 0";
    assert_eq!(shop.figure(gaps).await, 0);
    shop.verify().await;
}
