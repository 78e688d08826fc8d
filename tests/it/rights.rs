//! A booth sees only itself: one walk over every call of the API.

use crate::shop::{Booth, TestShop, Who};
use axum::http::StatusCode;
use chophien::{base::id::Chance, payment::reference::Reference, staff::Role};
use serde_json::{Value, json};

/// A call and what each caller may do with it.
pub struct Call {
    pub method: &'static str,
    /// As the router writes it.
    route: &'static str,
    pub path: String,
    body: Value,
    /// What a paired device of another booth is answered.
    foreign: StatusCode,
    /// What a paired gate is answered.
    gate: StatusCode,
    /// What somebody unknown is answered.
    nobody: StatusCode,
}

const OK: StatusCode = StatusCode::OK;
const CREATED: StatusCode = StatusCode::CREATED;
const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
const SIGN_IN: StatusCode = StatusCode::UNAUTHORIZED;

fn call(
    method: &'static str,
    route: &'static str,
    body: Value,
    [foreign, gate, nobody]: [StatusCode; 3],
) -> Call {
    Call { method, route, path: route.to_owned(), body, foreign, gate, nobody }
}

/// Every call of the API, aimed at what belongs to booth `A`.
#[allow(clippy::too_many_lines, reason = "a table: one line for each call")]
pub fn calls(shop: &TestShop, sale: &Value, request: &Value, more: &Value) -> Vec<Call> {
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let again = json!({"id": shop.uid(), "reason": "Nhầm", "at_ms": shop.now()});
    let visits = json!({"id": shop.uid(), "gate": shop.gate, "count": 1, "at_ms": shop.now()});
    let pin = json!({"person": shop.uid(), "pin": "2749"});
    let row = json!({"id": shop.uid(), "kind": "sale", "path": "/api/v1/sales", "made_ms": 0,
        "text": "{}"});
    let aside = json!({"id": shop.uid(), "row": row, "refusal": "", "reason": "Bấm thử"});
    let approval = json!({
        "subject": shop.uid(), "what": "refund", "person": shop.uid(), "pin": "2749",
    });
    let guessed = json!({"old": "2749", "new": "1234"});
    let pairing = json!({"code": "không có", "name": "Máy lạ"});
    let own = [CREATED, FORBIDDEN, SIGN_IN];
    let not_yours = [FORBIDDEN, FORBIDDEN, SIGN_IN];
    let malformed = StatusCode::UNPROCESSABLE_ENTITY;
    let (gone, missing) = (StatusCode::NO_CONTENT, StatusCode::NOT_FOUND);
    // Anyone may ask; what is asked here is not answered without a nonce.
    let unknown = StatusCode::BAD_REQUEST;
    let opening = json!({"id": shop.uid(), "at_ms": shop.now(), "float": []});
    let step = json!({"id": shop.uid(), "at_ms": shop.now(), "amount": 1000, "reason": "Thêm"});
    let scene = json!({"kind": "idle"});
    let opened = json!({"id": shop.uid(), "at_ms": shop.now(), "reason": "Đổi tiền lẻ"});
    let count = json!({"id": shop.uid(), "kind": "count", "lines": []});
    let mut all = vec![
        call("GET", "/api/v1/till", Value::Null, [OK, FORBIDDEN, SIGN_IN]),
        call("GET", "/api/v1/till/stream", Value::Null, [OK, OK, SIGN_IN]),
        call("GET", "/api/v1/till/display", Value::Null, [OK, FORBIDDEN, SIGN_IN]),
        call("PUT", "/api/v1/till/display", scene, [OK, FORBIDDEN, SIGN_IN]),
        call("GET", "/api/v1/stock", Value::Null, [OK, FORBIDDEN, SIGN_IN]),
        call("GET", "/api/v1/sales", Value::Null, [OK, FORBIDDEN, SIGN_IN]),
        call("POST", "/api/v1/sales", more.clone(), own),
        call("GET", "/api/v1/sales/{id}", Value::Null, not_yours),
        call("POST", "/api/v1/sales/{id}/refunds", again.clone(), not_yours),
        call("POST", "/api/v1/sales/{id}/prints", json!({"id": shop.uid()}), not_yours),
        call("POST", "/api/v1/sales/{id}/prints", json!({}), not_yours),
        call("POST", "/api/v1/drawer/openings", opened, [missing, FORBIDDEN, SIGN_IN]),
        call("GET", "/api/v1/prints", Value::Null, [OK, FORBIDDEN, SIGN_IN]),
        call("GET", "/api/v1/stock/documents", Value::Null, [OK, FORBIDDEN, SIGN_IN]),
        call("POST", "/api/v1/stock/documents", count, not_yours),
        call("GET", "/api/v1/stock/documents/{id}", Value::Null, [missing, FORBIDDEN, SIGN_IN]),
        call("POST", "/api/v1/prints/retries", Value::Null, [OK, FORBIDDEN, SIGN_IN]),
        call("POST", "/api/v1/prints/{id}/retries", Value::Null, [missing, missing, SIGN_IN]),
        call("GET", "/api/v1/fairs/{code}/live", Value::Null, not_yours),
        call("POST", "/api/v1/payments/requests", request.clone(), [CREATED, FORBIDDEN, SIGN_IN]),
        call("POST", "/api/v1/payments/requests/{id}/withdrawals", again, not_yours),
        call("POST", "/api/v1/payments/requests/{id}/prints", json!({"lines": []}), not_yours),
        call("GET", "/api/v1/fairs/{code}/live", Value::Null, not_yours),
        call("POST", "/api/v1/asides", aside, [FORBIDDEN, FORBIDDEN, SIGN_IN]),
        call("POST", "/api/v1/approvals", approval, [FORBIDDEN, FORBIDDEN, SIGN_IN]),
        call("PUT", "/api/v1/account/pin", guessed, [malformed, FORBIDDEN, SIGN_IN]),
        call("GET", "/api/v1/units", Value::Null, [OK, FORBIDDEN, SIGN_IN]),
        call("GET", "/api/v1/gate", Value::Null, [FORBIDDEN, OK, SIGN_IN]),
        call("GET", "/api/v1/backups", Value::Null, [FORBIDDEN, FORBIDDEN, SIGN_IN]),
        call("POST", "/api/v1/visits", visits, [FORBIDDEN, CREATED, SIGN_IN]),
        call("POST", "/api/v1/sessions", pin, [SIGN_IN, SIGN_IN, SIGN_IN]),
        call("DELETE", "/api/v1/sessions", Value::Null, [gone, gone, gone]),
        call("POST", "/api/v1/shifts", opening, own),
        call("GET", "/api/v1/shifts/current", Value::Null, [OK, FORBIDDEN, SIGN_IN]),
        call("GET", "/api/v1/shifts/{id}", Value::Null, not_yours),
        call("POST", "/api/v1/shifts/{id}/movements", step.clone(), not_yours),
        call("POST", "/api/v1/shifts/{id}/handovers", step.clone(), not_yours),
        call("POST", "/api/v1/shifts/{id}/closings", step.clone(), not_yours),
        call("POST", "/api/v1/shifts/{id}/prints", step, not_yours),
        call("POST", "/api/v1/devices", pairing, [malformed, malformed, malformed]),
        // Machines have tokens of their own; who joins comes with an invitation.
        call("POST", "/api/v1/nodes", json!({}), [malformed, malformed, malformed]),
        call("POST", "/api/v1/nodes/{id}/contact", json!({}), [SIGN_IN, SIGN_IN, SIGN_IN]),
        call("POST", "/api/v1/journal/{id}", json!({}), [SIGN_IN, SIGN_IN, SIGN_IN]),
        call("POST", "/api/v1/journal/{id}/down", json!({}), [SIGN_IN, SIGN_IN, SIGN_IN]),
        call("POST", "/api/v1/journal/{id}/shared", json!({}), [SIGN_IN, SIGN_IN, SIGN_IN]),
        call("POST", "/api/v1/standbys", json!({}), [malformed, malformed, malformed]),
        call("POST", "/api/v1/standbys/{id}/copy", json!({}), [SIGN_IN, SIGN_IN, SIGN_IN]),
        call("POST", "/api/v1/standbys/{id}/entries", json!({}), [SIGN_IN, SIGN_IN, SIGN_IN]),
        call("POST", "/api/v1/standbys/{id}/takeover", json!({}), [SIGN_IN, SIGN_IN, SIGN_IN]),
        call("POST", "/api/v1/standbys/{id}/heir", json!({}), [malformed, malformed, malformed]),
        call("POST", "/api/v1/devices/handovers", Value::Null, [CREATED, CREATED, SIGN_IN]),
        call("POST", "/api/v1/rehearsals", json!({"booths": 1}), not_yours),
        call("DELETE", "/api/v1/rehearsals/{code}", Value::Null, not_yours),
        call("GET", "/api/v1/devices/{id}/proof", Value::Null, [unknown, unknown, unknown]),
    ];
    for one in &mut all {
        let whose = match one.route {
            route if route.contains("requests/") => id(request),
            route if route.contains("shifts/") => sale["shift"].as_str().unwrap_or("").to_owned(),
            _ => id(sale),
        };
        one.path = one.route.replace("{id}", &whose).replace("{code}", "HL26");
    }
    all
}

async fn request_of(shop: &TestShop, booth: &Booth, seed: u64) -> Value {
    let reference = Reference::mint(&Chance::seeded(seed)).to_string();
    let ask = json!({
        "id": shop.uid(), "reference": reference, "amount": 185_000, "at_ms": shop.now(),
    });
    shop.post(&booth.who, "/api/v1/payments/requests", &ask).await;
    ask
}

async fn shift_of(shop: &TestShop, booth: &Booth) -> Value {
    let ask = json!({"id": shop.uid(), "at_ms": shop.now(), "float": []});
    assert_eq!(shop.post(&booth.who, "/api/v1/shifts", &ask).await.status, CREATED);
    ask["id"].clone()
}

#[tokio::test]
async fn no_call_shows_or_changes_what_belongs_to_another_booth() {
    let (shop, ours, honey) = TestShop::with_honey(9).await;
    let theirs = shop.booth("B01").await;
    let (_, gate) = shop.device(None, Some(shop.gate)).await;
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["shift"] = shift_of(&shop, &ours).await;
    shop.post_sale(&ours.who, &sale).await;
    let ours_now = "select count(*) from sale s join booth b on b.id = s.booth \
                    where b.code = 'A03'";
    let open = request_of(&shop, &ours, 21).await;
    for (who, name) in [(&theirs.who, "foreign"), (&gate, "gate"), (&Who::default(), "nobody")] {
        let more = shop.sale(&[(honey, "1")], 185_000);
        for mut one in calls(&shop, &sale, &open, &more) {
            if one.route == "/api/v1/payments/requests" {
                let reference = Reference::mint(&Chance::seeded(22)).to_string();
                one.body["id"] = json!(shop.uid());
                one.body["reference"] = json!(reference);
            }
            let should = match name {
                "foreign" => one.foreign,
                "gate" => one.gate,
                _ => one.nobody,
            };
            let body = Some(&one.body).filter(|body| !body.is_null());
            let reply = shop.call(one.method, who, &one.path, body).await;
            let what = format!("{name}: {} {}: {}", one.method, one.route, reply.body);
            assert_eq!(reply.status, should, "{what}");
            let said = reply.body.to_string();
            assert!(!said.contains("A03") && !said.contains("Mật ong"), "{what}");
        }
    }
    assert_eq!(shop.figure(ours_now).await, 1);
    let list = shop.get_json(&theirs.who, "/api/v1/sales").await;
    assert_eq!(list.body["sales"].as_array().unwrap().len(), 1, "their own, not ours");
    let state = "select state from payment_event e join booth b on b.id = e.booth \
                 where b.code = 'A03' order by e.id desc limit 1";
    assert_eq!(shop.words(state).await, ["requested"]);
}

#[tokio::test]
async fn an_auditor_reads_and_changes_nothing() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["shift"] = shift_of(&shop, &booth).await;
    shop.post_sale(&booth.who, &sale).await;
    let open = request_of(&shop, &booth, 23).await;
    let auditor = shop.person("Kiểm", Role::Auditor, None, None).await;
    for who in [auditor.clone(), auditor.on(&booth.who)] {
        let more = shop.sale(&[(honey, "1")], 185_000);
        for one in calls(&shop, &sale, &open, &more) {
            let joins = [
                "/api/v1/devices",
                "/api/v1/nodes",
                "/api/v1/standbys",
                "/api/v1/standbys/{id}/heir",
            ]
            .contains(&one.route);
            if matches!(one.method, "POST" | "PUT") && !joins {
                let reply = shop.call(one.method, &who, &one.path, Some(&one.body)).await;
                assert!(
                    matches!(reply.status, FORBIDDEN | SIGN_IN),
                    "{} answered {}",
                    one.route,
                    reply.status
                );
            }
        }
    }
    assert_eq!(shop.figure("select count(*) from sale").await, 1);
    assert_eq!(shop.figure("select count(*) from payment_event").await, 1);
    assert_eq!(shop.figure("select count(*) from shift_now where closing is null").await, 1);
}

#[tokio::test]
async fn a_revoked_device_sells_no_more_not_even_by_a_session_opened_on_it() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), Some(booth.device)).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&lan, &sale).await.status, CREATED);
    let device = chophien::staff::Device {
        uid: booth.device,
        name: "Điện thoại Lan".into(),
        letter: "A".into(),
        booth: Some(booth.uid),
        gate: None,
        revoked: true,
    };
    let change = chophien::staff::Change::Device(device);
    shop.put(chophien::desk::command::Command::Staff(change)).await;
    for who in [booth.who.clone(), lan.clone(), lan.on(&booth.who)] {
        let sale = shop.sale(&[(honey, "1")], 185_000);
        assert_eq!(shop.post_sale(&who, &sale).await.status, SIGN_IN);
    }
    assert_eq!(shop.figure("select count(*) from sale").await, 1);
}

#[tokio::test]
async fn an_unknown_token_is_asked_to_pair() {
    let shop = TestShop::open().await;
    let who = Who { token: Some("không phải".into()), cookie: None };
    assert_eq!(shop.get_json(&who, "/api/v1/till").await.status, SIGN_IN);
}

#[tokio::test]
async fn a_pairing_code_typed_by_hand_is_used_once_and_brings_its_own_token() {
    let (shop, booth, _) = TestShop::with_honey(9).await;
    let (digest, uid) = (chophien::staff::access::digest("7K3M9QX2AB"), booth.uid.bytes());
    let until = chophien::base::clock::Ms(shop.now() + chophien::staff::access::PAIRING);
    let added = shop.shop().desk.local(move |db| {
        Box::pin(async move {
            chophien::staff::access::store::add_pairing(db, &digest, Some(&uid), None, until).await
        })
    });
    added.await.unwrap();
    let ask = json!({"code": " 7k3m9-qx2ab ", "name": "Máy tính bảng"});
    let paired = shop.post(&Who::default(), "/api/v1/devices", &ask).await;
    assert_eq!(paired.status, CREATED, "{}", paired.body);
    assert_eq!(paired.body["device"]["letter"], "B");
    assert_eq!(paired.body["booth"]["code"], "A03");
    let token = paired.body["token"].as_str().unwrap().to_owned();
    let who = Who { token: Some(token), cookie: None };
    assert_eq!(shop.get_json(&who, "/api/v1/till").await.status, OK);
    let again = shop.post(&Who::default(), "/api/v1/devices", &ask).await;
    assert_eq!(again.body["error"], "pairing_code");
}
