//! What a device kept and sends later: by whom, at which booth, on which device, exactly once.

use crate::shop::{Booth, TestShop, Who};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use chophien::{base::id::PersonId, staff::Role};
use serde_json::{Value, json};
use tower::ServiceExt;

const CREATED: StatusCode = StatusCode::CREATED;

/// The same device with nobody signed in.
fn bare(booth: &Booth) -> Who {
    Who { cookie: None, ..booth.who.clone() }
}

async fn uid_of(shop: &TestShop, name: &str) -> PersonId {
    shop.pin(name, "2749").await
}

/// A page as someone sees it.
async fn seen(shop: &TestShop, who: &Who, path: &str) -> String {
    let request = Request::builder()
        .uri(path)
        .header(header::HOST, "localhost")
        .header(header::ACCEPT_LANGUAGE, "en")
        .header(header::COOKIE, who.cookie.clone().unwrap_or_default());
    let request = request.body(Body::empty()).unwrap();
    let response = shop.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn with(sale: &Value, fields: Value) -> Value {
    let mut sale = sale.clone();
    for (name, value) in fields.as_object().unwrap() {
        sale[name] = value.clone();
    }
    sale
}

#[tokio::test]
async fn a_sale_resent_by_a_phone_that_was_paired_anew_is_the_same_sale() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    let first = shop.post_sale(&booth.who, &sale).await;
    let (_, anew) = shop.device(Some(booth.uid), None).await;
    let second = shop.post_sale(&anew, &sale).await;
    assert_eq!((first.status, second.status), (CREATED, StatusCode::OK), "{}", second.body);
    assert_eq!(first.body, second.body);
    let other = with(&sale, json!({"device_seq": 2}));
    assert_eq!(shop.post_sale(&anew, &other).await.status, StatusCode::CONFLICT);
    assert_eq!(shop.figure("select count(*) from sale").await, 1);
    shop.verify().await;
}

#[tokio::test]
async fn a_row_of_another_booth_is_refused_and_books_nothing() {
    let (shop, ours, honey) = TestShop::with_honey(9).await;
    let theirs = shop.booth("B01").await;
    let sale = with(&shop.sale(&[(honey, "1")], 185_000), json!({"booth": ours.uid}));
    let reply = shop.post_sale(&theirs.who, &sale).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(reply.body["error"], "forbidden");
    assert_eq!(shop.figure("select count(*) from sale").await, 0);
    assert_eq!(shop.post_sale(&ours.who, &sale).await.status, CREATED);
}

#[tokio::test]
async fn the_seller_is_who_took_the_money_and_not_who_is_signed_in_when_it_arrives() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let lan = uid_of(&shop, "Mai A03").await;
    let on = Some(booth.device);
    let minh = shop.person("Minh", Role::Seller, Some(booth.uid), on).await.on(&booth.who);
    let sale = with(&shop.sale(&[(honey, "1")], 185_000), json!({"seller": lan}));
    assert_eq!(shop.post_sale(&minh, &sale).await.status, CREATED);
    let late = with(&shop.sale(&[(honey, "1")], 185_000), json!({"seller": lan}));
    assert_eq!(shop.post_sale(&bare(&booth), &late).await.status, CREATED);
    let script = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&bare(&booth), &script).await.status, CREATED);
    assert_eq!(shop.words("select seller from sale order by id").await, ["Mai A03", "Mai A03", ""]);
    assert_eq!(shop.words("select flags from sale").await, ["[]", "[]", "[]"]);
}

#[tokio::test]
async fn a_seller_who_is_not_of_the_booth_is_recorded_and_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let theirs = shop.booth("B01").await;
    shop.person("Hoa", Role::Manager, Some(theirs.uid), None).await;
    let hoa = uid_of(&shop, "Hoa").await;
    let sale = with(&shop.sale(&[(honey, "1")], 185_000), json!({"seller": hoa}));
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.body["flags"], json!(["seller_elsewhere"]), "{}", reply.body);
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let void = json!({"id": shop.uid(), "reason": "Nhầm", "seller": hoa});
    assert_eq!(shop.post(&booth.who, &path, &void).await.status, StatusCode::FORBIDDEN);
    shop.verify().await;
}

#[tokio::test]
async fn giving_money_back_needs_a_person_signed_in_or_named() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let lan = uid_of(&shop, "Mai A03").await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    shop.post_sale(&booth.who, &sale).await;
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let void = json!({"id": shop.uid(), "reason": "Nhầm"});
    let reply = shop.post(&bare(&booth), &path, &void).await;
    assert_eq!((reply.status, &reply.body["error"]), (StatusCode::UNAUTHORIZED, &json!("sign_in")));
    let named = with(&void, json!({"seller": lan}));
    let reply = shop.post(&bare(&booth), &path, &named).await;
    assert_eq!(reply.status, CREATED, "{}", reply.body);
    // Anybody could name the seller, so it is looked at.
    assert_eq!(reply.body["flags"], json!(["refund_by_other_hands"]));
}

#[tokio::test]
async fn a_manager_who_is_signed_in_lends_no_right_to_a_row_of_the_seller() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let lan = uid_of(&shop, "Mai A03").await;
    let on = Some(booth.device);
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), on).await.on(&booth.who);
    let mut sale = with(&shop.sale(&[(honey, "6")], 1_110_000), json!({"seller": lan}));
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, CREATED);
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let refund = json!({"id": shop.uid(), "reason": "Khách trả", "seller": lan});
    let reply = shop.post(&hoa, &path, &refund).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", reply.body);
    let own = with(&refund, json!({"seller": uid_of(&shop, "Hoa").await}));
    assert_eq!(shop.post(&hoa, &path, &own).await.status, CREATED);
    // Half the price given away by the seller is flagged, whoever delivers it.
    sale = with(&shop.sale(&[(honey, "2")], 185_000), json!({"seller": lan}));
    sale["discount"] = json!({"percent": 50});
    let reply = shop.post_sale(&hoa, &sale).await;
    assert_eq!(reply.body["flags"], json!(["over_limit"]), "{}", reply.body);
    shop.verify().await;
}

#[tokio::test]
async fn a_file_of_unsent_sales_is_brought_in_once_by_another_device_or_the_manager() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let manager = shop.person("Hoa", Role::Manager, Some(booth.uid), None).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let (other, spare) = shop.device(Some(booth.uid), None).await;
    let lan = uid_of(&shop, "Mai A03").await;
    let row = |seq: i64| {
        let fields = json!({
            "booth": booth.uid, "device": booth.device, "seller": lan, "device_seq": seq,
        });
        with(&shop.sale(&[(honey, "1")], 185_000), fields)
    };
    let rows = [row(1), row(2), row(3)];
    for (who, row) in [&spare, &manager, &organiser].into_iter().zip(&rows) {
        assert_eq!(shop.post_sale(who, row).await.status, CREATED);
    }
    for row in &rows {
        assert_eq!(shop.post_sale(&booth.who, row).await.status, StatusCode::OK);
        assert_eq!(shop.post_sale(&organiser, row).await.status, StatusCode::OK);
    }
    let own = "select hex(device) || ' ' || device_seq || ' ' || seller from sale order by id";
    let device = booth.device.hex().to_uppercase();
    let expected: Vec<String> = (1..=3).map(|n| format!("{device} {n} Mai A03")).collect();
    assert_eq!(shop.words(own).await, expected);
    assert_ne!(other, booth.device);
    let stranger = shop.booth("B01").await;
    let strange = with(&row(4), json!({"device": stranger.device}));
    let reply = shop.post_sale(&manager, &strange).await;
    assert_eq!(reply.body["error"], "device", "{}", reply.body);
    shop.verify().await;
}

#[tokio::test]
async fn a_shift_out_of_a_file_names_its_booth_and_who_counted_whoever_brings_it() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let own = json!({
        "booth": booth.uid, "device": booth.device, "seller": uid_of(&shop, "Mai A03").await,
    });
    let row = |fields: Value| with(&with(&own, fields), json!({"at_ms": shop.now()}));
    let id = shop.uid();
    let of = |rest: &str| format!("/api/v1/shifts/{id}{rest}");
    let notes = json!([{"note": 100_000, "count": 5}]);
    let sale = with(&with(&shop.sale(&[(honey, "1")], 185_000), own.clone()), json!({"shift": id}));
    let rows = [
        ("/api/v1/shifts".to_owned(), row(json!({"id": id, "float": notes}))),
        ("/api/v1/sales".to_owned(), sale),
        (of("/movements"), row(json!({"id": shop.uid(), "amount": -50_000, "reason": "Gửi xe"}))),
        (of("/closings"), row(json!({"id": shop.uid(), "count": notes}))),
    ];
    for (path, row) in &rows {
        let reply = shop.post(&organiser, path, row).await;
        assert_eq!(reply.status, CREATED, "{path}: {}", reply.body);
    }
    for (path, row) in &rows {
        let reply = shop.post(&booth.who, path, row).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
    }
    let said = shop.get_json(&organiser, &of("")).await.body;
    assert_eq!((&said["opened_by"], &said["closed_by"]), (&json!("Mai A03"), &json!("Mai A03")));
    assert_eq!((&said["expected"], &said["difference"]), (&json!(635_000), &json!(-135_000)));
    let device = "select body ->> '$.device' from journal where kind = 'shift.opened'";
    assert_eq!(shop.words(device).await, [booth.device.0.to_string()]);
    shop.verify().await;
}

#[tokio::test]
async fn a_cart_of_two_days_keeps_the_price_that_each_line_was_told_at() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let tea = shop.product("Chè Đường Hoa", "gói", 50_000).await;
    shop.sells(&booth, &[tea]).await;
    let began = shop.figure("select max(pos) from journal").await;
    shop.price(honey, 200_000).await;
    shop.price(tea, 60_000).await;
    // Honey was put in at the old price, tea at the new one.
    let mut sale = shop.sale(&[(honey, "1"), (tea, "1")], 245_000);
    sale["priced_at_seq"] = json!(began);
    sale["lines"][0]["price"] = json!(185_000);
    sale["lines"][1]["price"] = json!(60_000);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.body["flags"], json!(["price_changed"]), "{}", reply.body);
    assert_eq!(
        shop.words("select price || ' ' || amount from sale_line order by n").await,
        ["185000 185000", "60000 60000"]
    );
    // A price that never held is not believed: the sum stands, spread over the lines.
    let mut sale = shop.sale(&[(honey, "1")], 7_000);
    sale["lines"][0]["price"] = json!(7_000);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.body["flags"], json!(["total_differs"]));
}

#[tokio::test]
async fn numbers_that_a_device_gave_and_that_never_came_are_shown_to_the_manager() {
    let (shop, booth, honey) = TestShop::with_honey(20).await;
    let manager = shop.person("Hoa", Role::Manager, Some(booth.uid), None).await;
    for seq in [2, 3, 7, 8] {
        let sale = with(&shop.sale(&[(honey, "1")], 185_000), json!({"device_seq": seq}));
        assert_eq!(shop.post_sale(&booth.who, &sale).await.status, CREATED);
    }
    let page = seen(&shop, &manager, "/booth/numbers").await;
    assert!(page.contains("A-0001, A-0004…A-0006"), "{page}");
    assert!(page.contains("4 missing"), "{page}");
    for seq in [1, 4, 5, 6] {
        let sale = with(&shop.sale(&[(honey, "1")], 185_000), json!({"device_seq": seq}));
        shop.post_sale(&booth.who, &sale).await;
    }
    let page = seen(&shop, &manager, "/booth/numbers").await;
    assert!(!page.contains("missing<"), "{page}");
    assert!(seen(&shop, &manager, "/unsent").await.contains("unsent-file"));
}

#[tokio::test]
async fn a_till_is_told_only_what_changed_since_the_position_it_knows() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let tea = shop.product("Chè Đường Hoa", "gói", 50_000).await;
    shop.sells(&booth, &[tea]).await;
    let all = shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!((all["products"].as_array().unwrap().len(), &all["since"]), (2, &Value::Null));
    let since = |till: &Value| format!("/api/v1/till?since={}", till["pos"]);
    let none = shop.get_json(&booth.who, &since(&all)).await.body;
    assert_eq!((&none["products"], &none["gone"]), (&json!([]), &json!([])));
    assert_eq!(none["groups"], all["groups"]);
    // A sale moves stock, a price moves a price: each tells of its product alone.
    shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    let sold = shop.get_json(&booth.who, &since(&none)).await.body;
    assert_eq!(sold["products"].as_array().unwrap().len(), 1);
    assert_eq!(sold["products"][0]["stock"], 8000);
    shop.price(tea, 60_000).await;
    let priced = shop.get_json(&booth.who, &since(&sold)).await.body;
    assert_eq!(priced["products"][0]["price"], 60_000);
    assert_eq!(priced["products"].as_array().unwrap().len(), 1);
    let off = chophien::fair::Range { booth: booth.uid, products: vec![tea], active: false };
    shop.put(chophien::desk::command::Command::Fair(chophien::fair::Change::Range(off))).await;
    let gone = shop.get_json(&booth.who, &since(&priced)).await.body;
    assert_eq!((&gone["products"], &gone["gone"]), (&json!([]), &json!([tea])));
    // Another booth's sale is no news here, and a position that was never reached is no position.
    let other = shop.booth("B01").await;
    shop.post_sale(&other.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    let quiet = shop.get_json(&booth.who, &since(&gone)).await.body;
    assert_eq!(quiet["products"], json!([]));
    let wrong = shop.get_json(&booth.who, "/api/v1/till?since=99999999").await.body;
    assert_eq!((wrong["products"].as_array().unwrap().len(), &wrong["since"]), (1, &Value::Null));
}
