//! A session stays where it was opened.

use crate::shop::TestShop;
use axum::http::StatusCode;
use chophien::{
    base::id::PersonId,
    desk::command::Command,
    staff::{self, Role},
};
use serde_json::json;

const SELLER: &str = "select seller from sale order by id";

#[tokio::test]
async fn a_person_signed_in_on_one_phone_is_nobody_on_another() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let other = shop.booth("B01").await;
    shop.sells(&other, &[honey]).await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let (second, phone) = shop.device(Some(booth.uid), None).await;
    assert_ne!(second, booth.device);
    for (who, seller) in [(&booth.who, "Hoa"), (&other.who, ""), (&phone, "")] {
        let sale = shop.sale(&[(honey, "1")], 185_000);
        let reply = shop.post_sale(&hoa.on(who), &sale).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
        let sold = shop.words(SELLER).await;
        assert_eq!(sold.last().map(String::as_str), Some(seller));
    }
}

#[tokio::test]
async fn a_seller_who_moved_to_another_booth_signs_in_there_anew() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let other = shop.booth("B01").await;
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), Some(booth.device)).await;
    let uid: PersonId = shop.pin("Lan", "2468").await;
    let moved = staff::Person {
        uid,
        name: "Lan".into(),
        login: String::new(),
        role: Role::Seller,
        booth: Some(other.uid),
        active: true,
    };
    shop.put(Command::Staff(staff::Change::Person(moved))).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    shop.post_sale(&lan.on(&booth.who), &sale).await;
    assert_eq!(shop.words(SELLER).await, [""]);
    let till = shop.get_json(&lan, "/api/v1/till").await;
    assert_eq!(till.body["person"], json!(null), "{}", till.body);
}
