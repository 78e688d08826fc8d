//! What a device's call is answered with when it was sent wrongly: told in the description, and in
//! words of the caller's language.

use crate::shop::{TestShop, Who, request};
use axum::{
    body::Body,
    http::{HeaderValue, Request, StatusCode, header},
};
use serde_json::{Value, json};
use tower::ServiceExt;

fn description() -> Value {
    serde_json::from_str(include_str!("../../static/data/openapi.json")).unwrap()
}

/// Every call of devices and people that takes a body: its method, its address and its answers.
/// Machines are refused before what they send is read (`hub/refusals.rs`).
fn calls() -> Vec<(String, String, Value)> {
    let all = description();
    let mut calls = Vec::new();
    for (path, operations) in all["paths"].as_object().unwrap() {
        for (method, call) in operations.as_object().unwrap() {
            let of_machines = call["security"][0].get("node").is_some();
            if call.get("requestBody").is_some() && !of_machines {
                calls.push((method.to_uppercase(), path.clone(), call["responses"].clone()));
            }
        }
    }
    calls
}

/// A request of one of these with its body and content type, in a language.
fn sent(
    (method, path): (&str, &str),
    who: &Who,
    lang: &'static str,
    (kind, body): (&'static str, Vec<u8>),
) -> Request<Body> {
    let mut request = request(method, who, path, None);
    let set = request.headers_mut();
    set.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    set.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(lang));
    *request.body_mut() = Body::from(body);
    request
}

async fn answer(shop: &TestShop, request: Request<Body>) -> (StatusCode, Value) {
    let answer = shop.router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

/// What is sent, made when it is.
type Bytes = fn() -> Vec<u8>;

#[tokio::test]
async fn whatever_is_sent_wrongly_is_refused_as_described_and_in_words() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let gate = shop.device(None, Some(shop.gate)).await.1;
    let boss = shop.person("Ban", chophien::staff::Role::Organiser, None, None).await;
    let json = "application/json";
    let wrong: [(u16, &str, Bytes); 5] = [
        (400, json, || b"{\"id\": ".to_vec()),
        (415, "text/plain", || b"{}".to_vec()),
        (413, json, || vec![b' '; (1 << 20) + 1]),
        (422, json, || b"[]".to_vec()),
        (422, json, || json!({"id": {"a": 1}, "code": 7, "kind": 3}).to_string().into_bytes()),
    ];
    let calls = calls();
    assert!(calls.len() > 12, "{}", calls.len());
    for (method, path, answers) in &calls {
        let who = match path.as_str() {
            "/api/v1/visits" => &gate,
            path if path.starts_with("/api/v1/rehearsals") => &boss,
            _ => &booth.who,
        };
        let at = path.replace("{id}", &shop.uid().to_string());
        for (status, kind, body) in &wrong {
            for lang in ["vi", "en"] {
                let sent = sent((method, &at), who, lang, (kind, body()));
                let (said, problem) = answer(&shop, sent).await;
                if said == StatusCode::NOT_FOUND && path.contains("{id}") {
                    continue; // What was sent is read after the thing is found.
                }
                let case = format!("{method} {path} {status} {lang}: {said} {problem}");
                assert_eq!(said.as_u16(), *status, "{case}");
                let words = problem["message"].as_str().unwrap_or_else(|| panic!("{case}"));
                assert_eq!(lang == "vi", !words.is_ascii(), "{case}");
                assert!(answers.get(said.as_str()).is_some(), "not described: {case}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_json_of_the_wrong_shape_is_not_called_something_else() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    for wrong in [json!({}), json!([]), json!(7), json!({"percent": {}})] {
        let mut sale = shop.sale(&[(honey, "1")], 185_000);
        sale["discount"] = wrong.clone();
        let reply = shop.post_sale(&booth.who, &sale).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}: {}", reply.body);
    }
}

#[tokio::test]
async fn a_sale_at_a_booth_that_is_not_there_is_refused_as_described() {
    let (shop, _, honey) = TestShop::with_honey(5).await;
    let boss = shop.person("Ban", chophien::staff::Role::Organiser, None, None).await;
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["booth"] = json!(shop.uid());
    let reply = shop.post_sale(&boss, &sale).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND, "{}", reply.body);
    assert_eq!(reply.body["message"], "No such booth");
    let described = &description()["paths"]["/api/v1/sales"]["post"]["responses"];
    assert!(described.get("404").is_some());
}

#[tokio::test]
async fn what_was_sent_is_not_repeated_whole() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let long = "z".repeat(200_000);
    let mut sales = Vec::new();
    let mut with = |change: &dyn Fn(&mut Value)| {
        let mut sale = shop.sale(&[(honey, "1")], 185_000);
        change(&mut sale);
        sales.push(sale);
    };
    with(&|sale| sale["id"] = json!(long));
    with(&|sale| sale["lines"][0]["quantity"] = json!(long));
    with(&|sale| sale["payments"][0]["method"] = json!(long));
    with(&|sale| sale["lines"][0]["product"] = json!(long));
    for sale in sales {
        let reply = shop.post_sale(&booth.who, &sale).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        let words = reply.body["message"].as_str().unwrap();
        assert!(words.chars().count() < 400, "{} letters: {words:.200}", words.len());
    }
}

#[tokio::test]
async fn a_payment_that_is_refused_is_told_by_its_own_way_of_paying() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let refused = async |payment: Value| {
        let mut sale = shop.sale(&[(honey, "1")], 185_000);
        sale["payments"] = json!([payment]);
        let reply = shop.post_sale(&booth.who, &sale).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.body);
        reply.body["message"].as_str().unwrap().to_owned()
    };
    let given = json!({"method": "card", "amount": 185_000, "given": 200_000});
    assert_eq!(refused(given).await, "Card: no money is handed over; give the amount alone");
    let note = json!({"method": "card", "amount": 185_000, "reference": "x".repeat(41)});
    assert_eq!(refused(note).await, "Card: the note has over 40 letters");
    let less = json!({"method": "cash", "amount": 185_000, "given": 1_000});
    assert_eq!(refused(less).await, "Cash: the money given must cover the amount");
}
