//! A session stays where it was opened.

use crate::shop::TestShop;
use axum::http::StatusCode;
use chophien::{
    base::id::{DeviceId, PersonId},
    desk::command::Command,
    staff::{self, Role, access},
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
    let uid: PersonId = shop.pin("Lan", "2749").await;
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

#[tokio::test]
async fn two_phones_paired_at_once_have_two_letters() {
    let shop = TestShop::open().await;
    let booth = shop.booth("A03").await;
    let device = |name: &str| {
        Command::Staff(staff::Change::Device(staff::Device {
            uid: DeviceId(shop.uid()),
            name: name.into(),
            letter: String::new(),
            booth: Some(booth.uid),
            gate: None,
            revoked: false,
        }))
    };
    let (one, other) = (device("Lan"), device("Hoa"));
    let (one, other) = tokio::join!(shop.submit(one), shop.submit(other));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(shop.words("select letter from device order by letter").await, ["A", "B", "C"]);
    shop.verify().await;
}

#[tokio::test]
async fn sessions_that_hold_no_longer_are_forgotten() {
    let shop = TestShop::open().await;
    shop.person("Chu", Role::Organiser, None, None).await;
    shop.set_now(shop.now() + access::IDLE + 1);
    shop.person("Tú", Role::Organiser, None, None).await;
    assert_eq!(shop.figure("select count(*) from session").await, 1);
}
