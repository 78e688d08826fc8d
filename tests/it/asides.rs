//! Rows that the laptop refused: a manager looks at them, says why, and they stand in the book as
//! put aside. And the numbers that a phone has given and not yet sent.

use crate::{
    shop::{Booth, Clocked, TestShop, Who},
    together::page,
};
use axum::http::StatusCode;
use chophien::staff::Role;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/asides";

/// A sale of a device whose product nobody knows, as the device sets it aside.
fn aside(shop: &TestShop, booth: &Booth) -> Value {
    let mut sale = shop.sale(&[], 250_000);
    sale["device_seq"] = json!(12);
    json!({
        "id": shop.uid(), "booth": booth.uid, "device": booth.device,
        "row": {
            "id": sale["id"], "kind": "sale", "path": "/api/v1/sales", "amount": 250_000,
            "provisional_no": "A03-A-0012", "made_ms": shop.now(), "text": sale.to_string(),
        },
        "refusal": "Đơn phải có từ 1 đến 100 dòng hàng",
        "reason": "Bấm thử, chưa thu tiền",
    })
}

async fn manager(shop: &TestShop, booth: &Booth) -> Who {
    shop.person("Hoa", Role::Manager, Some(booth.uid), None).await
}

#[tokio::test]
async fn what_a_manager_puts_aside_stands_in_the_book_with_its_text_and_reason() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let manager = manager(&shop, &booth).await;
    let ask = aside(&shop, &booth);
    let reply = shop.post(&manager, PATH, &ask).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    assert_eq!((&reply.body["id"], &reply.body["by"]), (&ask["id"], &json!("Hoa")));
    assert_eq!(shop.post(&manager, PATH, &ask).await.status, StatusCode::OK);
    let mut other = ask.clone();
    other["reason"] = json!("Lý do khác");
    assert_eq!(shop.post(&manager, PATH, &other).await.status, StatusCode::CONFLICT);
    let entry = "select body from journal where kind = 'row.set_aside'";
    let entries = shop.words(entry).await;
    assert_eq!(entries.len(), 1);
    let body: Value = serde_json::from_str(&entries[0]).unwrap();
    assert_eq!(body["text"], ask["row"]["text"]);
    assert_eq!((&body["amount"], &body["by"]), (&json!(250_000), &json!("Hoa")));
    // It is no revenue, and the booth sees it beside its numbers.
    assert_eq!(shop.figure("select count(*) from sale").await, 0);
    let seen = page(&shop, &manager, "/booth/numbers").await;
    for words in ["A03-A-0012", "250.000", "Bấm thử, chưa thu tiền", "1 đến 100 dòng"] {
        assert!(seen.contains(words), "{words} in {seen}");
    }
    shop.verify().await;
}

#[tokio::test]
async fn a_row_is_put_aside_by_the_booths_manager_alone_signed_in_or_by_pin() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    manager(&shop, &booth).await;
    let hoa = shop.pin("Hoa", "2749").await;
    let mai = shop.pin("Mai A03", "3816").await;
    let theirs = shop.booth("B01").await;
    shop.person("Tâm", Role::Manager, Some(theirs.uid), None).await;
    let tam = shop.pin("Tâm", "9876").await;
    let ask = aside(&shop, &booth);
    let pin = |person: chophien::base::id::PersonId, pin: &str| {
        let mut ask = ask.clone();
        ask["person"] = json!(person);
        ask["pin"] = json!(pin);
        ask
    };
    for wrong in [ask.clone(), pin(mai, "3816"), pin(tam, "9876"), pin(hoa, "0000")] {
        let reply = shop.post(&booth.who, PATH, &wrong).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", reply.body);
    }
    assert_eq!(shop.post(&theirs.who, PATH, &ask).await.status, StatusCode::FORBIDDEN);
    assert_eq!(shop.figure("select count(*) from set_aside").await, 0);
    let reply = shop.post(&booth.who, PATH, &pin(hoa, "2749")).await;
    assert_eq!((reply.status, &reply.body["by"]), (StatusCode::CREATED, &json!("Hoa")));
    assert_eq!(shop.post(&booth.who, PATH, &pin(hoa, "2749")).await.status, StatusCode::OK);
    assert_eq!(shop.figure("select count(*) from set_aside").await, 1);
}

#[tokio::test]
async fn what_is_put_aside_needs_a_reason_and_a_very_long_row_is_shortened() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let manager = manager(&shop, &booth).await;
    let mut ask = aside(&shop, &booth);
    ask["reason"] = json!("  ");
    let reply = shop.post(&manager, PATH, &ask).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    ask["reason"] = json!("Quá 100 dòng");
    ask["row"]["amount"] = json!(i64::MIN);
    let reply = shop.post(&manager, PATH, &ask).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    ask["row"]["amount"] = json!(-1000);
    ask["row"]["text"] = json!("\"ă".repeat(20_000));
    assert_eq!(shop.post(&manager, PATH, &ask).await.status, StatusCode::CREATED);
    let size =
        shop.figure("select length(cast(body as blob)) from journal order by pos desc").await;
    assert!((10_000..65_536).contains(&size), "{size}");
    shop.verify().await;
}

#[tokio::test]
async fn numbers_that_a_phone_has_given_after_the_last_that_came_are_missing_too() {
    let (shop, booth, honey) = TestShop::with_honey(20).await;
    let manager = manager(&shop, &booth).await;
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["device_seq"] = json!(2);
    shop.post_sale(&booth.who, &sale).await;
    let before = shop.figure("select count(*) from journal").await;
    shop.get_json(&booth.who, "/api/v1/till?next=3").await;
    let seen = page(&shop, &manager, "/booth/numbers").await;
    assert!(seen.contains("1 missing") && seen.contains("A-0001"), "{seen}");
    shop.set_now(shop.now() + 600_000);
    let till = shop.get_json(&booth.who, "/api/v1/till?next=13").await;
    assert_eq!(till.status, StatusCode::OK);
    let seen = page(&shop, &manager, "/booth/numbers").await;
    assert!(seen.contains("11 missing") && seen.contains("A-0003…A-0012"), "{seen}");
    assert!(seen.contains("03/06 14:42"), "when the phone was last heard: {seen}");
    // A phone says it anew each minute: that is no fact of the book. Nonsense is not kept.
    assert_eq!(shop.figure("select count(*) from journal").await, before);
    for next in ["-4", "99999999999", "x"] {
        shop.get_json(&booth.who, &format!("/api/v1/till?next={next}")).await;
    }
    let seen = page(&shop, &manager, "/booth/numbers").await;
    assert!(seen.contains("11 missing"), "{seen}");
    shop.verify().await;
}

/// A folder as it lies there now, somewhere else.
fn copy_of(folder: &std::path::Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    copy
}

#[tokio::test]
async fn a_laptop_restored_from_an_older_copy_gets_its_sales_again_from_the_phones() {
    let folder = tempfile::tempdir().unwrap();
    let shop = TestShop::at(folder.path(), Clocked::Steered).await;
    let booth = shop.booth("A03").await;
    let honey = shop.product("Mật ong Tiên Yên", "chai 500 ml", 185_000).await;
    shop.sells(&booth, &[honey]).await;
    let row = |seq: i64| {
        let mut sale = shop.sale(&[(honey, "1")], 185_000);
        sale["device_seq"] = json!(seq);
        sale
    };
    let mut kept: Vec<Value> = (1..=2).map(row).collect();
    for sale in &kept {
        assert_eq!(shop.post_sale(&booth.who, sale).await.status, StatusCode::CREATED);
    }
    let copy = copy_of(folder.path());
    kept.extend((3..=5).map(row));
    for sale in &kept[2..] {
        assert_eq!(shop.post_sale(&booth.who, sale).await.status, StatusCode::CREATED);
    }
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    let restored = TestShop::opened(copy.path(), Clocked::Steered).await;
    let since = format!("/api/v1/till?next=6&since={}", till["pos"]);
    let answer = restored.get_json(&booth.who, &since).await.body;
    // By these two the phone knows that the book is older than what it heard before.
    assert!(answer["pos"].as_i64() < till["pos"].as_i64(), "{answer}");
    assert_eq!(answer["device"]["next_seq"], 3);
    for (n, sale) in kept.iter().enumerate() {
        let status = restored.post_sale(&booth.who, sale).await.status;
        assert_eq!(status, if n < 2 { StatusCode::OK } else { StatusCode::CREATED }, "row {n}");
    }
    assert_eq!(restored.figure("select count(*) from sale").await, 5);
    assert_eq!(restored.figure("select sum(total) from sale").await, 925_000);
    restored.verify().await;
}
