//! Documents of stock over the API: who may post them, once, and what they leave on the shelf.

use crate::shop::{Booth, TestShop, Who};
use axum::http::StatusCode;
use chophien::staff::Role;
use serde_json::{Value, json};

const DOCUMENTS: &str = "/api/v1/stock/documents";

async fn manager(shop: &TestShop, booth: &Booth) -> Who {
    let who = shop.person("Hòa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    who.on(&booth.who)
}

#[tokio::test]
async fn a_manager_posts_a_document_once_and_reads_what_it_left() {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let hoa = manager(&shop, &booth).await;
    let line = json!({"product": honey, "quantity": "24", "lot": "2611A",
        "expires_on": "2026-12-31", "expected": "25"});
    let paper = json!({"kind": "internal", "number": "0012", "on": "2026-06-03"});
    let delivery = json!({"id": shop.uid(), "kind": "delivery", "lines": [line], "paper": paper});
    let first = shop.post(&hoa, DOCUMENTS, &delivery).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
    assert_eq!(first.body["doc_no"], "A03-NH0001");
    assert_eq!(first.body["by"], "Hòa");
    assert_eq!(first.body["lines"][0]["expected"], "25");
    let again = shop.post(&hoa, DOCUMENTS, &delivery).await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &first.body));
    let mut other = delivery.clone();
    other["lines"][0]["quantity"] = json!("25");
    assert_eq!(shop.post(&hoa, DOCUMENTS, &other).await.status, StatusCode::CONFLICT);
    // Two broken, one sold: 24 - 2 - 1 = 21.
    let broken = json!({"product": honey, "quantity": "2", "lot": "2611A"});
    let loss = json!({"id": shop.uid(), "kind": "loss", "lines": [broken], "reason": "Vỡ"});
    assert_eq!(shop.post(&hoa, DOCUMENTS, &loss).await.body["doc_no"], "A03-HH0001");
    shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    let stock = shop.get_json(&booth.who, "/api/v1/stock").await.body;
    let held = &stock["products"][0];
    assert_eq!((&held["quantity"], &held["tracked"]), (&json!("21"), &json!(true)));
    assert_eq!(held["lots"][0]["lot"], "2611A");
    assert_eq!(held["lots"][0]["expires_on"], "2026-12-31");
    let list = shop.get_json(&booth.who, DOCUMENTS).await.body;
    let numbers: Vec<&Value> =
        list["documents"].as_array().unwrap().iter().map(|it| &it["doc_no"]).collect();
    assert_eq!(numbers, ["A03-HH0001", "A03-NH0001"]);
    let before = list["documents"][0]["id"].as_str().unwrap();
    let older = shop.get_json(&booth.who, &format!("{DOCUMENTS}?before={before}")).await.body;
    assert_eq!(older["documents"].as_array().unwrap().len(), 1);
    assert_eq!(older["documents"][0]["doc_no"], "A03-NH0001");
    let path = format!("{DOCUMENTS}/{}", delivery["id"].as_str().unwrap());
    let whole = shop.get_json(&booth.who, &path).await.body;
    assert_eq!(whole["paper"]["number"], "0012");
    assert_eq!(whole["followers"], json!([]));
    shop.verify().await;
}

#[tokio::test]
async fn who_sells_reads_the_stock_and_moves_none_of_it() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let line = json!({"product": honey, "quantity": "1"});
    let loss = json!({"id": shop.uid(), "kind": "loss", "lines": [line], "reason": "Vỡ"});
    let hers = shop.post(&booth.who, DOCUMENTS, &loss).await;
    assert_eq!(hers.status, StatusCode::FORBIDDEN);
    assert_eq!(hers.body["error"], "needs_manager", "it waits for the manager");
    // A device alone keeps it until somebody signs in.
    let device = Who { cookie: None, ..booth.who.clone() };
    assert_eq!(shop.post(&device, DOCUMENTS, &loss).await.status, StatusCode::UNAUTHORIZED);
    let other = shop.booth("B01").await;
    let stranger = manager(&shop, &other).await;
    let mut theirs = loss.clone();
    theirs["booth"] = json!(booth.uid);
    let elsewhere = shop.post(&stranger, DOCUMENTS, &theirs).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    assert_eq!(elsewhere.body["error"], "forbidden", "no sign-in helps: {}", elsewhere.body);
    // Nor does our own manager sign for theirs.
    let hoa = manager(&shop, &booth).await;
    let mut named = loss.clone();
    let theirs = "select lower(hex(uid)) from person where booth = \
                  (select id from booth where code = 'B01') limit 1";
    named["seller"] = json!(shop.words(theirs).await[0]);
    let refused = shop.post(&hoa, DOCUMENTS, &named).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    // That is told at once, whoever is signed in or nobody: it would wait for ever.
    for who in [&hoa, &booth.who, &device] {
        let told = shop.post(who, DOCUMENTS, &named).await;
        assert_eq!(
            (told.status, &told.body["error"]),
            (StatusCode::FORBIDDEN, &json!("forbidden"))
        );
    }
    let own = shop.get_json(&other.who, "/api/v1/stock").await.body;
    assert_eq!(own["products"], json!([]));
    assert_eq!(shop.figure("select sum(quantity) from level").await, 9000);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_in_words() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let hoa = manager(&shop, &booth).await;
    let before = shop.figure("select count(*) from journal").await;
    let line = |quantity: &str| json!([{"product": honey, "quantity": quantity}]);
    for (kind, lines, reason, said) in [
        ("delivery", line("1.5"), "", "is counted by chai 500 ml"),
        ("delivery", json!([]), "", "1 to 300 lines"),
        ("loss", line("1"), " ", "Give a reason"),
        ("loss", line("một"), "Vỡ", "is not a quantity"),
        ("transfer", line("1"), "", "Choose one place"),
        ("receipt", line("1"), "", "is missing"),
        ("ném", line("1"), "", "is not one of"),
    ] {
        let ask = json!({"id": shop.uid(), "kind": kind, "lines": lines, "reason": reason});
        let reply = shop.post(&hoa, DOCUMENTS, &ask).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}: {}", reply.body);
        let words = reply.body["message"].as_str().unwrap();
        assert!(words.contains(said), "{kind}: {words}");
    }
    assert_eq!(shop.figure("select count(*) from journal").await, before);
}

/// Twelve are counted, one is sold at another phone twenty seconds later, and the count is saved
/// twenty seconds after that: nothing is missing and nothing is made up.
#[tokio::test]
async fn what_is_sold_between_a_line_and_the_saving_of_its_count_comes_after_it() {
    let (shop, booth, honey) = TestShop::with_honey(12).await;
    let hoa = manager(&shop, &booth).await;
    let counted = shop.now();
    shop.set_now(counted + 20_000);
    shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    shop.set_now(counted + 40_000);
    let line = json!({"product": honey, "quantity": "12", "at_ms": counted});
    let count = json!({"id": shop.uid(), "kind": "count", "lines": [line]});
    let posted = shop.post(&hoa, DOCUMENTS, &count).await;
    assert_eq!(posted.status, StatusCode::CREATED, "{}", posted.body);
    let said = &posted.body["lines"][0]["count"];
    assert_eq!((&said["book"], &said["busy"]), (&json!("12"), &json!(true)));
    assert_eq!(shop.figure("select sum(quantity) from level").await, 11_000);
    shop.verify().await;
}

/// A phone that had not heard of the delivery counts the 24 jars as goods without a lot.
#[tokio::test]
async fn jars_of_a_lot_are_not_counted_a_second_time_beside_it() {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    shop.stock(&booth, honey, 24_000, "L1", None).await;
    let hoa = manager(&shop, &booth).await;
    let count = |lot: serde_json::Value| {
        let mut line = json!({"product": honey, "quantity": "24", "at_ms": shop.now()});
        if !lot.is_null() {
            line["lot"] = lot;
        }
        json!({"id": shop.uid(), "kind": "count", "lines": [line]})
    };
    for lot in [json!(null), json!("")] {
        let refused = shop.post(&hoa, DOCUMENTS, &count(lot)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        let said = refused.body["message"].as_str().unwrap();
        assert!(said.contains("lies here in lots (L1)"), "{said}");
    }
    // Counted before they came it is another matter: five that no book had.
    shop.set_now(shop.now() + 3_600_000);
    let mut before = count(json!(""));
    before["lines"][0]["quantity"] = json!("5");
    before["lines"][0]["at_ms"] = json!(shop.now() - 2 * 3_600_000);
    let taken = shop.post(&hoa, DOCUMENTS, &before).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.body);
    assert_eq!(shop.figure("select sum(quantity) from level").await, 29_000);
    let taken = shop.post(&hoa, DOCUMENTS, &count(json!("L1"))).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.body);
    assert_eq!(shop.figure("select sum(quantity) from level").await, 29_000);
    shop.verify().await;
}

#[tokio::test]
async fn a_count_over_the_api_is_at_the_instant_of_each_line() {
    let (shop, booth, honey) = TestShop::with_honey(12).await;
    let hoa = manager(&shop, &booth).await;
    let counted = shop.now();
    shop.set_now(counted + 600_000);
    // Ten minutes after the shelf was counted two are sold; the count arrives after them.
    shop.post_sale(&booth.who, &shop.sale(&[(honey, "2")], 370_000)).await;
    let line = json!({"product": honey, "quantity": "11", "first": "10", "at_ms": counted});
    let count = json!({"id": shop.uid(), "kind": "count", "lines": [line]});
    let posted = shop.post(&hoa, DOCUMENTS, &count).await;
    assert_eq!(posted.status, StatusCode::CREATED, "{}", posted.body);
    let said = &posted.body["lines"][0]["count"];
    assert_eq!((&said["book"], &said["first"]), (&json!("12"), &json!("10")));
    // 11 counted less 2 sold since.
    assert_eq!(shop.figure("select sum(quantity) from level").await, 9000);
    shop.verify().await;
}
