//! Two laptops of one fair wrote one happening down, and not in the same way.

use crate::{
    looks::text,
    restored::{copied, opened, sell, take_over},
    shop::{TestShop, request},
};
use axum::http::StatusCode;
use chophien::{journal, staff::Role};
use serde_json::json;

/// The phone sends a sale of one jar to the old laptop, and, as no phone should, one of two under
/// the same id to the new one. A jar that was sold before is given back at both.
#[tokio::test]
async fn what_two_books_say_differently_is_shown_and_money_given_back_twice_is_told() {
    let (old, booth, honey) = TestShop::with_honey(20).await;
    let manager = old.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let manager = manager.on(&booth.who);
    let (first, _) = sell(&old, &booth, honey, 1).await;
    let (folder, node) = copied(&old, 51).await;
    let (mut second, said) = sell(&old, &booth, honey, 2).await;
    let refunds = format!("/api/v1/sales/{}/refunds", first["id"].as_str().unwrap());
    let back = |shop: &TestShop| json!({"id": shop.uid(), "reason": "Hỏng", "at_ms": shop.now()});
    let gave = old.post(&manager, &refunds, &back(&old)).await;
    assert_eq!(gave.status, StatusCode::CREATED, "{}", gave.body);
    let new = opened(&folder).await;
    take_over(&new, node).await;
    second["lines"][0]["quantity"] = json!("2");
    second["payments"] = json!([{"method": "cash", "amount": 370_000, "given": 370_000}]);
    second["expected_total"] = json!(370_000);
    assert_eq!(new.post_sale(&booth.who, &second).await.status, StatusCode::CREATED);
    let gave = new.post(&manager, &refunds, &back(&new)).await;
    assert_eq!(gave.status, StatusCode::CREATED, "{}", gave.body);
    let boss = new.person("Ban tổ chức", Role::Organiser, None, None).await;
    let page = |path: &'static str| {
        let (new, boss) = (&new, &boss);
        async move { text(new, request("GET", boss, path, None)).await }
    };
    assert!(page("/differences").await.contains("Nothing differs"));
    // The old laptop's late rows arrive.
    let origin = old.shop().desk.origin();
    let mut db = old.shop().read().await.unwrap();
    let late = journal::store::chain(&mut db, origin, 0, 10_000).await.unwrap();
    drop(db);
    let receipt = new.shop().desk.receive(late).await.unwrap();
    assert_eq!(receipt.stopped, []);
    new.shop().desk.settle().await.unwrap();
    let said_so = page("/differences").await;
    for words in [
        "1</b> in all",
        "In the figures",
        "Not counted",
        "this machine",
        said["receipt_no"].as_str().unwrap(),
        "185.000",
        "370.000",
        "Mật ong Tiên Yên",
    ] {
        assert!(said_so.contains(words), "{words}: {said_so}");
    }
    let list = page("/fairs/HL26/attention").await;
    assert!(list.contains("Receipt A03-0001 was taken back at both machines"), "{list}");
    assert!(list.contains("sold for 185.000"), "{list}");
    assert!(list.contains("1 written down differently by two laptops"), "{list}");
    new.verify().await;
}
