//! A manager's word by PIN: for one thing, at one booth, never guessed.

use crate::shop::TestShop;
use axum::http::StatusCode;
use chophien::staff::Role;
use serde_json::json;

#[tokio::test]
async fn a_manager_approves_by_pin_and_a_seller_cannot() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    shop.person("Lan", Role::Seller, Some(booth.uid), Some(booth.device)).await;
    let (hoa, lan) = (shop.pin("Hoa", "3816").await, shop.pin("Lan", "2749").await);
    let subject = shop.uid();
    let ask =
        |person, pin| json!({"subject": subject, "what": "refund", "person": person, "pin": pin});
    let path = "/api/v1/approvals";
    let given = shop.post(&booth.who, path, &ask(hoa, "3816")).await;
    assert_eq!(given.status, StatusCode::CREATED, "{}", given.body);
    assert_eq!(given.body, json!({"subject": subject, "what": "refund", "by": "Hoa"}));
    let wrong = shop.post(&booth.who, path, &ask(hoa, "9999")).await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    let seller = shop.post(&booth.who, path, &ask(lan, "2749")).await;
    assert_eq!(seller.status, StatusCode::FORBIDDEN);
    assert_eq!(shop.figure("select count(*) from approval").await, 1);
}

#[tokio::test]
async fn a_manager_of_another_booth_approves_nothing_here() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let other = shop.booth("B07").await;
    shop.person("Tú", Role::Manager, Some(other.uid), Some(other.device)).await;
    let tu = shop.pin("Tú", "3816").await;
    let ask = json!({"subject": shop.uid(), "what": "refund", "person": tu, "pin": "3816"});
    let reply = shop.post(&booth.who, "/api/v1/approvals", &ask).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    let what = json!({"subject": shop.uid(), "what": "all", "person": tu, "pin": "3816"});
    let reply = shop.post(&other.who, "/api/v1/approvals", &what).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(shop.figure("select count(*) from approval").await, 0);
}

#[tokio::test]
async fn wrong_pins_lock_the_manager_out_at_that_device() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let hoa = shop.pin("Hoa", "3816").await;
    let ask = |pin| json!({"subject": shop.uid(), "what": "discount", "person": hoa, "pin": pin});
    for _ in 0..5 {
        shop.post(&booth.who, "/api/v1/approvals", &ask("0000")).await;
    }
    let locked = shop.post(&booth.who, "/api/v1/approvals", &ask("3816")).await;
    assert_eq!(locked.status, StatusCode::LOCKED, "{}", locked.body);
}
