//! The shift of a booth: one drawer, opened, shared, counted blind and closed.

use crate::shop::{Booth, OPENING, TestShop, Who, request};
use axum::http::StatusCode;
use chophien::{
    base::{clock::MINUTE, id::ProductId},
    staff::Role,
};
use serde_json::{Value, json};

/// 500,000 đồng in notes.
pub fn float() -> Value {
    json!([{"note": 100_000, "count": 4}, {"note": 20_000, "count": 5}])
}

pub fn count_of(amount: i64) -> Value {
    json!([{"note": 5_000, "count": amount / 5_000}])
}

pub async fn open(shop: &TestShop, who: &Who) -> String {
    let ask = json!({"id": shop.uid(), "at_ms": shop.now(), "float": float()});
    let reply = shop.post(who, "/api/v1/shifts", &ask).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    assert_eq!(reply.body["float"], 500_000);
    ask["id"].as_str().unwrap().to_owned()
}

pub async fn close(shop: &TestShop, who: &Who, shift: &str, counted: i64) -> Value {
    let ask = json!({"id": shop.uid(), "at_ms": shop.now(), "count": count_of(counted)});
    let reply = shop.post(who, &format!("/api/v1/shifts/{shift}/closings"), &ask).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    reply.body
}

pub async fn moved(shop: &TestShop, who: &Who, shift: &str, amount: i64, reason: &str) -> Value {
    let ask = json!({"id": shop.uid(), "at_ms": shop.now(), "amount": amount, "reason": reason});
    let reply = shop.post(who, &format!("/api/v1/shifts/{shift}/movements"), &ask).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    reply.body
}

/// One jar for cash, paid at an instant, naming a shift or none.
pub fn jar(shop: &TestShop, honey: ProductId, paid: i64, shift: Option<&str>) -> Value {
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["paid_at_ms"] = json!(paid);
    if let Some(shift) = shift {
        sale["shift"] = json!(shift);
    }
    sale
}

pub async fn sell(shop: &TestShop, who: &Who, sale: &Value) -> Value {
    let reply = shop.post_sale(who, sale).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    reply.body
}

/// A page as someone sees it.
pub async fn page_of(shop: &TestShop, who: &Who, path: &str) -> String {
    use tower::ServiceExt;
    let mut asked = request("GET", who, path, None);
    asked.headers_mut().insert("accept-language", "en".parse().unwrap());
    let response = shop.router.clone().oneshot(asked).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

const WHERE: &str = "select receipt_no || ' ' || coalesce(n.number, 'open') || ' ' || \
     coalesce(s.supplement, '-') from sale s join shift_now n on n.id = s.shift order by s.id";

#[tokio::test]
async fn two_devices_share_one_drawer_and_the_difference_is_told_after_the_count() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let (_, other) = shop.device(Some(booth.uid), None).await;
    let shift = open(&shop, &booth.who).await;
    for who in [&booth.who, &other] {
        let till = shop.get_json(who, "/api/v1/till").await.body;
        assert_eq!(till["shift"]["id"], json!(shift));
        sell(&shop, who, &jar(&shop, honey, shop.now(), Some(&shift))).await;
    }
    let mut transfer = jar(&shop, honey, shop.now(), Some(&shift));
    transfer["payments"] = json!([{"method": "vietqr", "amount": 185_000}]);
    sell(&shop, &other, &transfer).await;
    moved(&shop, &other, &shift, -50_000, "Mua túi ni lông").await;
    moved(&shop, &booth.who, &shift, 20_000, "Thêm tiền lẻ").await;
    let x = shop.get_json(&booth.who, "/api/v1/shifts/current").await.body;
    assert_eq!(x["shift"]["figures"]["sales"], 3);
    let methods = &x["shift"]["figures"]["methods"];
    assert_eq!(methods, &json!([{"method": "vietqr", "count": 1, "amount": 185_000}]));
    for hidden in ["/shift/expected", "/shift/figures/revenue"] {
        assert!(x.pointer(hidden).is_none(), "who counts is not told: {x}");
    }
    // 500,000 + 370,000 + 20,000 - 50,000 = 840,000, and 835,000 lie there.
    let z = close(&shop, &other, &shift, 835_000).await;
    assert_eq!(z["z_no"], "A03-Z0001");
    assert_eq!((&z["expected"], &z["counted"]), (&json!(840_000), &json!(835_000)));
    assert_eq!(z["difference"], -5_000);
    assert_eq!(
        z["figures"]["methods"],
        json!([
            {"method": "cash", "count": 2, "amount": 370_000},
            {"method": "vietqr", "count": 1, "amount": 185_000},
        ])
    );
    assert_eq!(z["figures"]["first_no"], "A03-0001");
    assert_eq!(z["figures"]["last_no"], "A03-0003");
    let head = "select lower(hex(hash)) from journal where kind = 'shift.closed'";
    assert_eq!(json!(shop.words(head).await), json!([z["head"]]));
    assert_eq!(shop.get_json(&booth.who, "/api/v1/till").await.body["shift"], Value::Null);
    shop.verify().await;
}

#[tokio::test]
async fn a_manager_is_told_what_should_lie_in_an_open_drawer() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let shift = open(&shop, &booth.who).await;
    sell(&shop, &booth.who, &jar(&shop, honey, shop.now(), None)).await;
    let on = Some(booth.device);
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), on).await.on(&booth.who);
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), on).await.on(&booth.who);
    let path = format!("/api/v1/shifts/{shift}");
    assert!(shop.get_json(&lan, &path).await.body.get("expected").is_none());
    let x = shop.get_json(&hoa, &path).await.body;
    assert_eq!((&x["expected"], &x["figures"]["revenue"]), (&json!(685_000), &json!(185_000)));
}

#[tokio::test]
async fn a_sale_that_comes_after_the_close_is_a_numbered_supplement_to_its_z() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let (_, offline) = shop.device(Some(booth.uid), None).await;
    let morning = open(&shop, &booth.who).await;
    sell(&shop, &booth.who, &jar(&shop, honey, OPENING, Some(&morning))).await;
    let late = jar(&shop, honey, OPENING + 5 * MINUTE, Some(&morning));
    // A device that never heard of shifts says only when it was paid.
    let unnamed = jar(&shop, honey, OPENING + 6 * MINUTE, None);
    shop.set_now(OPENING + 10 * MINUTE);
    let first = close(&shop, &booth.who, &morning, 685_000).await;
    assert_eq!(first["difference"], 0);
    shop.set_now(OPENING + 20 * MINUTE);
    let evening = open(&shop, &booth.who).await;
    sell(&shop, &booth.who, &jar(&shop, honey, shop.now(), Some(&evening))).await;
    let said = sell(&shop, &offline, &late).await;
    assert_eq!(said["flags"], json!(["shift_closed"]));
    sell(&shop, &offline, &unnamed).await;
    assert_eq!(
        shop.post_sale(&offline, &late).await.status,
        StatusCode::OK,
        "a replay is no third"
    );
    let out = json!({
        "id": shop.uid(), "at_ms": OPENING + 7 * MINUTE, "amount": -30_000, "reason": "Trả tiền xe",
    });
    let movements = format!("/api/v1/shifts/{morning}/movements");
    let paid_out = shop.post(&offline, &movements, &out).await.body;
    assert_eq!(paid_out["supplement"], json!({"z_number": 1, "number": 3}));
    assert_eq!(
        shop.words(WHERE).await,
        ["A03-0001 1 -", "A03-0002 open -", "A03-0003 1 1", "A03-0004 1 2"]
    );
    let body = "select json_extract(body, '$.shift.supplement') from journal \
                where kind = 'sale.made' and body like '%supplement%' order by pos";
    assert_eq!(
        shop.words(body).await,
        ["{\"z_number\":1,\"number\":1}", "{\"z_number\":1,\"number\":2}"]
    );
    let stands = shop.get_json(&booth.who, &format!("/api/v1/shifts/{morning}")).await.body;
    assert_eq!(stands["figures"]["sales"], 1, "no Z is ever changed");
    assert_eq!((&stands["supplements"], &stands["expected"]), (&json!(3), &json!(685_000)));
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let page = page_of(&shop, &hoa.on(&booth.who), &format!("/shifts/{morning}")).await;
    let after = page.split("Supplements after the closing").nth(1).unwrap();
    assert!(after.contains("Trả tiền xe") && after.contains("-30.000"), "{after}");
    let second = close(&shop, &booth.who, &evening, 685_000).await;
    assert_eq!((&second["z_no"], &second["difference"]), (&json!("A03-Z0002"), &json!(0)));
    shop.verify().await;
}

#[tokio::test]
async fn each_booth_numbers_its_own_z_reports_without_gaps() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let theirs = shop.booth("B01").await;
    for n in 1..=3 {
        shop.set_now(OPENING + n * MINUTE);
        let shift = open(&shop, &booth.who).await;
        let second = json!({"id": shop.uid(), "at_ms": shop.now(), "float": []});
        let joined = shop.post(&booth.who, "/api/v1/shifts", &second).await;
        assert_eq!(
            (joined.status, &joined.body["joined"]["id"]),
            (StatusCode::CREATED, &json!(shift))
        );
        let z = close(&shop, &booth.who, &shift, 500_000).await;
        assert_eq!(z["number"], n);
    }
    let other = open(&shop, &theirs.who).await;
    assert_eq!(close(&shop, &theirs.who, &other, 500_000).await["z_no"], "B01-Z0001");
    shop.verify().await;
}

#[tokio::test]
async fn everything_sent_again_is_done_once_and_answered_alike() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    let to = till["people"][0]["id"].clone();
    let opening = json!({"id": shop.uid(), "at_ms": shop.now(), "float": float()});
    let shift = opening["id"].as_str().unwrap().to_owned();
    let of = |rest: &str| format!("/api/v1/shifts/{shift}/{rest}");
    let at = shop.now();
    let calls = [
        ("/api/v1/shifts".to_owned(), opening.clone()),
        (
            of("movements"),
            json!({"id": shop.uid(), "at_ms": at, "amount": -1000, "reason": "Gửi xe"}),
        ),
        (of("handovers"), json!({"id": shop.uid(), "at_ms": at, "to": to, "counted": float()})),
        (of("closings"), json!({"id": shop.uid(), "at_ms": at, "count": float()})),
    ];
    let mut first = Vec::new();
    for (path, ask) in &calls {
        let reply = shop.post(&booth.who, path, ask).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{path}: {}", reply.body);
        first.push(reply.body);
    }
    // After another sign-in it is the same command; only other content is another.
    for ((path, ask), said) in calls.iter().zip(&first) {
        let reply = shop.post(&hoa.on(&booth.who), path, ask).await;
        assert_eq!((reply.status, &reply.body), (StatusCode::OK, said), "{path}");
        let mut other = ask.clone();
        other["at_ms"] = json!(at + 1);
        assert_eq!(shop.post(&booth.who, path, &other).await.status, StatusCode::CONFLICT);
    }
    assert_eq!(shop.figure("select count(*) from shift_event").await, 2);
    assert_eq!(shop.figure("select count(*) from shift_closing").await, 1);
    shop.verify().await;
}

#[tokio::test]
async fn the_drawer_is_handed_over_at_noon_with_or_without_a_count() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let on = Some(booth.device);
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), on).await.on(&booth.who);
    let minh = shop.person("Minh", Role::Seller, Some(booth.uid), on).await.on(&booth.who);
    let shift = open(&shop, &lan).await;
    sell(&shop, &lan, &jar(&shop, honey, shop.now(), None)).await;
    let people = shop.get_json(&lan, "/api/v1/till").await.body["people"].clone();
    let id = |name: &str| {
        let people = people.as_array().unwrap();
        people.iter().find(|one| one["name"] == name).unwrap()["id"].clone()
    };
    let path = format!("/api/v1/shifts/{shift}/handovers");
    let mut ask = json!({"id": shop.uid(), "at_ms": shop.now(), "to": id("Minh")});
    ask["counted"] = count_of(680_000);
    let reply = shop.post(&lan, &path, &ask).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    assert_eq!(
        reply.body,
        json!({
            "id": ask["id"], "shift": shift, "from": "Lan", "holder": "Minh",
        })
    );
    let noted = "select actor || ' ' || holder || ' ' || counted || ' ' || expected \
                 from shift_event";
    assert_eq!(shop.words(noted).await, ["Lan Minh 680000 685000"]);
    assert_eq!(shop.get_json(&minh, "/api/v1/till").await.body["shift"]["holder"], "Minh");
    let stranger = json!({"id": shop.uid(), "at_ms": shop.now(), "to": shop.uid()});
    let refused = shop.post(&minh, &path, &stranger).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let z = close(&shop, &minh, &shift, 680_000).await;
    assert_eq!((&z["closed_by"], &z["difference"]), (&json!("Minh"), &json!(-5_000)));
    shop.verify().await;
}

#[tokio::test]
async fn money_given_back_comes_out_of_the_shift_that_is_open_then() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let on = Some(booth.device);
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), on).await.on(&booth.who);
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), on).await.on(&booth.who);
    let morning = open(&shop, &lan).await;
    let (one, two) = (jar(&shop, honey, OPENING, None), jar(&shop, honey, OPENING, None));
    sell(&shop, &lan, &one).await;
    sell(&shop, &lan, &two).await;
    assert_eq!(shop.void(&lan, &one, "Nhầm").await.status, StatusCode::CREATED);
    shop.set_now(OPENING + 10 * MINUTE);
    let z = close(&shop, &lan, &morning, 685_000).await;
    assert_eq!((&z["difference"], &z["figures"]["reversals"]), (&json!(0), &json!(1)));
    shop.set_now(OPENING + 20 * MINUTE);
    let evening = open(&shop, &lan).await;
    let refused = shop.void(&lan, &two, "Nhầm").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "of another shift: {}", refused.body);
    assert_eq!(shop.void(&hoa, &two, "Khách trả lại").await.status, StatusCode::CREATED);
    let z = close(&shop, &lan, &evening, 315_000).await;
    assert_eq!((&z["figures"]["revenue"], &z["difference"]), (&json!(-185_000), &json!(0)));
    shop.verify().await;
}

#[tokio::test]
async fn a_booth_without_shifts_sells_as_before() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let said = sell(&shop, &booth.who, &jar(&shop, honey, OPENING, None)).await;
    assert_eq!(said["flags"], json!([]));
    let unknown = shop.uid().to_string();
    let said = sell(&shop, &booth.who, &jar(&shop, honey, OPENING, Some(&unknown))).await;
    assert_eq!(said["flags"], json!([]), "a shift that was never opened here");
    assert_eq!(shop.figure("select count(*) from sale where shift is null").await, 2);
    shop.verify().await;
}

#[tokio::test]
async fn another_booth_and_a_gate_touch_no_drawer_but_their_own() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let theirs: Booth = shop.booth("B01").await;
    let (_, gate) = shop.device(None, Some(shop.gate)).await;
    let shift = open(&shop, &booth.who).await;
    let path = format!("/api/v1/shifts/{shift}/closings");
    let ask = json!({"id": shop.uid(), "at_ms": shop.now(), "count": []});
    for who in [&theirs.who, &gate] {
        assert_eq!(shop.post(who, &path, &ask).await.status, StatusCode::FORBIDDEN);
    }
    let opening = json!({"id": shop.uid(), "at_ms": shop.now(), "float": []});
    assert_eq!(shop.post(&gate, "/api/v1/shifts", &opening).await.status, StatusCode::FORBIDDEN);
    let bad = json!({"id": shop.uid(), "at_ms": shop.now(), "float": [{"note": 3, "count": 1}]});
    let refused = shop.post(&theirs.who, "/api/v1/shifts", &bad).await;
    assert_eq!(
        (refused.status, &refused.body["error"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("notes"))
    );
    assert_eq!(shop.figure("select count(*) from shift_closing").await, 0);
}

#[tokio::test]
async fn rows_of_a_shift_are_never_updated_or_deleted() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let shift = open(&shop, &booth.who).await;
    moved(&shop, &booth.who, &shift, 1_000, "Thêm tiền lẻ").await;
    close(&shop, &booth.who, &shift, 500_000).await;
    for work in [
        "update shift set float_amount = 0",
        "delete from shift",
        "update shift_event set amount = 0",
        "delete from shift_event",
        "update shift_closing set counted = expected",
        "delete from shift_closing",
    ] {
        let tried = shop.shop().desk.local(move |db| {
            Box::pin(async move { sqlx::query(work).execute(db).await.map(|_| ()) })
        });
        assert!(tried.await.is_err(), "{work}");
    }
    shop.verify().await;
}
