//! What a seller sees of the booth's papers, and the cash drawer at the printer.

use crate::{
    shop::{Booth, TestShop},
    together::page,
};
use axum::http::StatusCode;
use chophien::{print::printer::Drawer, staff::Role};
use serde_json::{Value, json};
use std::time::Duration;

const DRAWER: &str = "/api/v1/drawer/openings";
/// Pin 2, 50 ms on, 500 ms off.
const PULSE: [u8; 5] = [0x1b, b'p', 0, 25, 250];

/// The papers as a till is told of them, once none is under way.
async fn prints(shop: &TestShop, booth: &Booth, count: usize) -> Value {
    for _ in 0..500 {
        let reply = shop.get_json(&booth.who, "/api/v1/prints").await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
        let all = reply.body["prints"].as_array().unwrap();
        let under_way = |it: &Value| ["queued", "sending"].contains(&it["state"].as_str().unwrap());
        if all.len() == count && !all.iter().any(under_way) {
            return reply.body;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{:?}", shop.words("select purpose || ' ' || state from print_job").await);
}

/// Opens the drawer: the reply's status.
async fn open(shop: &TestShop, booth: &Booth, ask: &Value) -> StatusCode {
    shop.post(&booth.who, DRAWER, ask).await.status
}

fn pulses(file: &std::path::Path) -> usize {
    let sent = std::fs::read(file).unwrap_or_default();
    sent.windows(PULSE.len()).filter(|it| **it == PULSE).count()
}

#[tokio::test]
async fn a_seller_is_told_what_became_of_each_paper() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let none = shop.get_json(&booth.who, "/api/v1/prints").await;
    assert_eq!(none.body, json!({"printer": null, "prints": []}));
    shop.printer(&booth).await;
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["print"] = json!(true);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    let told = prints(&shop, &booth, 1).await;
    let well = json!({"name": "Máy in", "waiting": 0, "trouble": null, "amiss": 0});
    assert_eq!(told["printer"], well);
    let receipt = &told["prints"][0];
    let facts = (&receipt["subject"], &receipt["state"], &receipt["label"], &receipt["copy"]);
    assert_eq!(facts, (&sale["id"], &json!("sent"), &json!("Sent to the printer"), &json!(0)));
    // Of another booth nobody here hears.
    let other = shop.booth("A04").await;
    assert_eq!(shop.get_json(&other.who, "/api/v1/prints").await.body["prints"], json!([]));
    let job = format!("/api/v1/prints/{}/retries", receipt["id"].as_str().unwrap());
    let refused = shop.post(&booth.who, &job, &json!({})).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "it came out");
    assert_eq!(shop.post(&other.who, &job, &json!({})).await.status, StatusCode::FORBIDDEN);
    let all = shop.post(&booth.who, "/api/v1/prints/retries", &json!({})).await;
    assert_eq!(all.body, json!({"prints": 0}));
}

#[tokio::test]
async fn cash_opens_the_drawer_once_and_other_payments_do_not() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let file = shop.printer_with(&booth, Some(Drawer::Pin2)).await;
    // A phone that was away sends what it sold in the morning: nobody stands before the drawer.
    let mut late = shop.sale(&[(honey, "1")], 185_000);
    late["paid_at_ms"] = json!(shop.now() - 3_600_000);
    shop.post_sale(&booth.who, &late).await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    prints(&shop, &booth, 0).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    for status in [StatusCode::CREATED, StatusCode::OK] {
        assert_eq!(shop.post_sale(&booth.who, &sale).await.status, status);
    }
    let mut card = shop.sale(&[(honey, "1")], 185_000);
    card["payments"] = json!([{"method": "card", "amount": 185_000, "reference": "123456"}]);
    shop.post_sale(&booth.who, &card).await;
    let told = prints(&shop, &booth, 1).await;
    assert_eq!(told["prints"][0]["purpose"], "drawer");
    assert_eq!(pulses(&file), 1);
    let job = format!("/api/v1/prints/{}/retries", told["prints"][0]["id"].as_str().unwrap());
    let again = shop.post(&booth.who, &job, &json!({})).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "a pulse is never repeated");
    shop.verify().await;
}

#[tokio::test]
async fn a_drawer_opened_by_hand_stands_in_the_book_with_its_reason() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let ask = json!({"id": shop.uid(), "at_ms": shop.now(), "reason": " Đổi tiền lẻ "});
    let missing = shop.post(&booth.who, DRAWER, &ask).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND, "{}", missing.body);
    let file = shop.printer_with(&booth, Some(Drawer::Pin2)).await;
    let shift = json!({"id": shop.uid(), "at_ms": shop.now(), "float": []});
    let opened = shop.post(&booth.who, "/api/v1/shifts", &shift).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    let mut silent = ask.clone();
    silent["reason"] = json!("  ");
    assert_eq!(open(&shop, &booth, &silent).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(open(&shop, &booth, &ask).await, StatusCode::CREATED);
    assert_eq!(open(&shop, &booth, &ask).await, StatusCode::OK);
    prints(&shop, &booth, 1).await;
    assert_eq!(pulses(&file), 1);
    let entry = shop.words("select body from journal where kind = 'drawer.opened'").await;
    let entry: Value = serde_json::from_str(&entry[0]).unwrap();
    assert_eq!((&entry["reason"], &entry["booth"]), (&json!("Đổi tiền lẻ"), &json!(booth.uid)));
    let manager = shop.person("Hoa", Role::Manager, Some(booth.uid), None).await;
    let path = format!("/shifts/{}", shift["id"].as_str().unwrap());
    let seen = page(&shop, &manager, &path).await;
    assert!(seen.contains("Drawer opened by hand") && seen.contains("Đổi tiền lẻ"), "{seen}");
    shop.verify().await;
}

#[tokio::test]
async fn a_receipt_is_printed_from_any_device_that_has_its_address() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    shop.post_sale(&booth.who, &sale).await;
    let path = format!("/r/{}", sale["id"].as_str().unwrap());
    let shown = page(&shop, &booth.who, &format!("{path}/print?width=576")).await;
    let picture = format!("{path}/receipt.png?width=576");
    for words in ["A03-0001", picture.as_str(), "receipt.bin?width=576", "RawBT"] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    let small = page(&shop, &booth.who, &format!("{path}/print")).await;
    assert!(small.contains("data-dots=\"384\""), "{small}");
}
