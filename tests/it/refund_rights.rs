//! Who may give money back, how much, and by whose word.

use crate::shop::{Booth, Reply, TestShop, Who};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::HOUR,
        id::{PersonId, ProductId},
    },
    desk::command::Command,
    staff::{self, Role},
};
use serde_json::{Value, json};

const CREATED: StatusCode = StatusCode::CREATED;
const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
const UNAUTHORIZED: StatusCode = StatusCode::UNAUTHORIZED;

async fn take_back(shop: &TestShop, who: &Who, sale: &Value, more: Value) -> Reply {
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let mut ask = json!({"id": shop.uid(), "reason": "Khách trả", "at_ms": shop.now()});
    ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    shop.post(who, &path, &ask).await
}

/// The device with nobody signed in.
fn bare(booth: &Booth) -> Who {
    Who { cookie: None, ..booth.who.clone() }
}

/// Jars of honey sold by this caller for cash.
async fn sold(shop: &TestShop, who: &Who, honey: ProductId, jars: i64) -> Value {
    let sale = shop.sale(&[(honey, &jars.to_string())], jars * 185_000);
    let reply = shop.post_sale(who, &sale).await;
    assert_eq!(reply.status, CREATED, "{}", reply.body);
    sale
}

fn jars(count: i64) -> Value {
    json!({"lines": [{"n": 0, "quantity": count.to_string()}]})
}

fn with(mut one: Value, other: Value) -> Value {
    one.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
    one
}

async fn seller(shop: &TestShop, booth: &Booth, name: &str) -> Who {
    let who = shop.person(name, Role::Seller, Some(booth.uid), Some(booth.device)).await;
    who.on(&booth.who)
}

async fn approve(shop: &TestShop, who: &Who, fields: Value) -> Reply {
    let ask = with(json!({"what": "refund", "pin": "3816"}), fields);
    shop.post(who, "/api/v1/approvals", &ask).await
}

async fn manager(shop: &TestShop, booth: &Booth, name: &str) -> PersonId {
    shop.person(name, Role::Manager, Some(booth.uid), Some(booth.device)).await;
    shop.pin(name, "3816").await
}

#[tokio::test]
async fn a_managers_pin_typed_at_another_booth_approves_nothing_here() {
    let (shop, booth, honey) = TestShop::with_honey(30).await;
    let other = shop.booth("B07").await;
    let (hoa, tu) = (manager(&shop, &booth, "Hoa").await, manager(&shop, &other, "Tú").await);
    let lan = seller(&shop, &booth, "Lan").await;
    let sale = sold(&shop, &lan, honey, 6).await;
    let refund = json!({"id": shop.uid()});
    let word = |person| json!({"subject": refund["id"], "person": person});
    assert_eq!(approve(&shop, &other.who, word(tu)).await.status, CREATED);
    assert_eq!(take_back(&shop, &lan, &sale, refund.clone()).await.status, FORBIDDEN);
    assert_eq!(approve(&shop, &lan, word(hoa)).await.status, CREATED);
    // Asked there once more, the word given here stands.
    assert_eq!(approve(&shop, &other.who, word(tu)).await.status, CREATED);
    assert_eq!(take_back(&shop, &lan, &sale, refund.clone()).await.status, CREATED);
    let by = "select body ->> '$.reverses.approved_by' from journal where kind = 'sale.voided'";
    assert_eq!(shop.words(by).await, ["Hoa"]);
    // A discount likewise.
    let mut cheap = shop.sale(&[(honey, "1")], 135_000);
    cheap["discount"] = json!({"amount": 50_000});
    let word = json!({"subject": cheap["id"], "person": tu, "what": "discount"});
    assert_eq!(approve(&shop, &other.who, word).await.status, CREATED);
    let reply = shop.post_sale(&lan, &cheap).await;
    assert_eq!(reply.body["flags"], json!(["over_limit"]), "{}", reply.body);
}

#[tokio::test]
async fn an_organisers_password_is_no_word_at_a_booth() {
    let (shop, booth, honey) = TestShop::with_honey(30).await;
    shop.person("Ban", Role::Organiser, None, None).await;
    let ban = shop.password("Ban", "3816").await;
    let lan = seller(&shop, &booth, "Lan").await;
    let sale = sold(&shop, &lan, honey, 6).await;
    let refund = json!({"id": shop.uid()});
    let word = json!({"subject": refund["id"], "person": ban});
    assert_eq!(approve(&shop, &lan, word).await.status, FORBIDDEN);
    assert_eq!(take_back(&shop, &lan, &sale, refund).await.status, FORBIDDEN);
}

#[tokio::test]
async fn a_device_that_names_the_seller_gives_back_no_more_than_a_little_and_it_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(30).await;
    let lan = seller(&shop, &booth, "Lan").await;
    let uid = shop.pin("Lan", "2749").await;
    let minh = seller(&shop, &booth, "Minh").await;
    let sale = sold(&shop, &lan, honey, 6).await;
    let named = |count| with(jars(count), json!({"seller": uid}));
    // Where nobody is signed in yet it waits for the seller; other hands are refused.
    let asked = take_back(&shop, &bare(&booth), &sale, named(2)).await;
    assert_eq!((asked.status, &asked.body["error"]), (UNAUTHORIZED, &json!("sign_in")));
    assert_eq!(take_back(&shop, &minh, &sale, named(2)).await.status, FORBIDDEN);
    let little = take_back(&shop, &bare(&booth), &sale, named(1)).await;
    assert_eq!(little.status, CREATED, "{}", little.body);
    assert_eq!(little.body["flags"], json!(["refund_by_other_hands"]));
    // Nobody takes back by it what the named one did not sell.
    let theirs = sold(&shop, &minh, honey, 1).await;
    assert_eq!(take_back(&shop, &bare(&booth), &theirs, named(1)).await.status, UNAUTHORIZED);
    assert_eq!(take_back(&shop, &lan, &sale, named(2)).await.body["flags"], json!([]));
    shop.verify().await;
}

#[tokio::test]
async fn two_sellers_of_one_name_do_not_take_back_each_others_sales() {
    let (shop, booth, honey) = TestShop::with_honey(30).await;
    let one = seller(&shop, &booth, "Lan").await;
    let two = seller(&shop, &booth, "Lan").await;
    let sale = sold(&shop, &one, honey, 1).await;
    assert_eq!(take_back(&shop, &two, &sale, json!({})).await.status, FORBIDDEN);
    let path = format!("/api/v1/sales/{}", sale["id"].as_str().unwrap());
    let told = shop.get_json(&one, &path).await.body;
    let entry = "select body ->> '$.seller_id' from journal where kind = 'sale.made'";
    assert_eq!(shop.words(entry).await, [told["seller_id"].as_str().unwrap()]);
    assert_eq!(take_back(&shop, &one, &sale, json!({})).await.status, CREATED);
}

#[tokio::test]
async fn the_limit_is_of_the_sale_and_not_of_each_time_that_goods_of_it_come_back() {
    let (shop, booth, honey) = TestShop::with_honey(30).await;
    let lan = seller(&shop, &booth, "Lan").await;
    let on = Some(booth.device);
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), on).await.on(&booth.who);
    let sale = sold(&shop, &lan, honey, 14).await;
    assert_eq!(take_back(&shop, &lan, &sale, jars(3)).await.status, CREATED);
    let second = take_back(&shop, &lan, &sale, jars(3)).await;
    assert_eq!(second.status, FORBIDDEN, "{}", second.body);
    assert!(second.body["message"].as_str().unwrap().contains("1.110.000"), "{}", second.body);
    // What the manager gave back is the manager's.
    assert_eq!(take_back(&shop, &hoa, &sale, jars(3)).await.status, CREATED);
    let path = format!("/api/v1/sales/{}", sale["id"].as_str().unwrap());
    let told = shop.get_json(&lan, &path).await.body;
    assert_eq!((&told["given_back"], &told["alone"]), (&json!(1_110_000), &json!(555_000)));
    assert_eq!(take_back(&shop, &lan, &sale, jars(2)).await.status, CREATED);
    assert_eq!(take_back(&shop, &lan, &sale, jars(1)).await.status, FORBIDDEN);
    // And so is the small one of a phone without the laptop.
    let small = sold(&shop, &lan, honey, 2).await;
    let offline = || with(jars(1), json!({"offline": true}));
    assert_eq!(take_back(&shop, &lan, &small, offline()).await.status, CREATED);
    assert_eq!(take_back(&shop, &lan, &small, offline()).await.status, FORBIDDEN);
    shop.verify().await;
}

#[tokio::test]
async fn a_managers_word_holds_for_what_the_screen_said_and_not_for_more() {
    let (shop, booth, honey) = TestShop::with_honey(30).await;
    let hoa = manager(&shop, &booth, "Hoa").await;
    let lan = seller(&shop, &booth, "Lan").await;
    let sale = sold(&shop, &lan, honey, 12).await;
    let refund = json!({"id": shop.uid()});
    let word = json!({"subject": refund["id"], "person": hoa, "most": 1_110_000});
    assert_eq!(approve(&shop, &lan, word).await.status, CREATED);
    let beyond = take_back(&shop, &lan, &sale, with(jars(7), refund.clone())).await;
    assert_eq!(beyond.status, FORBIDDEN, "{}", beyond.body);
    assert_eq!(take_back(&shop, &lan, &sale, with(jars(6), refund)).await.status, CREATED);
    let mut cheap = shop.sale(&[(honey, "1")], 135_000);
    cheap["discount"] = json!({"amount": 50_000});
    let word =
        |most| json!({"subject": cheap["id"], "person": hoa, "what": "discount", "most": most});
    assert_eq!(approve(&shop, &lan, word(49_999)).await.status, CREATED);
    let reply = shop.post_sale(&lan, &cheap).await;
    assert_eq!(reply.body["flags"], json!(["over_limit"]), "{}", reply.body);
    let mut cheap = shop.sale(&[(honey, "1")], 135_000);
    cheap["discount"] = json!({"amount": 50_000});
    let word = json!({
        "subject": cheap["id"], "person": hoa, "what": "discount", "most": 50_000,
    });
    assert_eq!(approve(&shop, &lan, word).await.status, CREATED);
    assert_eq!(shop.post_sale(&lan, &cheap).await.body["flags"], json!([]));
}

/// Opens a shift, and gives how to close it.
async fn shift(shop: &TestShop, who: &Who) -> String {
    let id = shop.uid();
    let open = json!({"id": id, "at_ms": shop.now(), "float": []});
    assert_eq!(shop.post(who, "/api/v1/shifts", &open).await.status, CREATED);
    format!("/api/v1/shifts/{id}/closings")
}

#[tokio::test]
async fn money_given_back_before_the_shift_was_closed_by_another_phone_still_comes_in() {
    let (shop, booth, honey) = TestShop::with_honey(30).await;
    let hoa = manager(&shop, &booth, "Hoa").await;
    let lan = seller(&shop, &booth, "Lan").await;
    let closing = shift(&shop, &lan).await;
    shop.set_now(shop.now() + 60_000);
    let (small, large) = (sold(&shop, &lan, honey, 1).await, sold(&shop, &lan, honey, 2).await);
    shop.set_now(shop.now() + 60_000);
    let given = json!({"at_ms": shop.now()});
    shop.set_now(shop.now() + 60_000);
    let close = json!({"id": shop.uid(), "at_ms": shop.now(), "count": []});
    assert_eq!(shop.post(&booth.who, &closing, &close).await.status, CREATED);
    shop.set_now(shop.now() + HOUR);
    let late = take_back(&shop, &lan, &small, given.clone()).await;
    assert_eq!(late.status, CREATED, "{}", late.body);
    assert_eq!(late.body["flags"], json!(["refund_offline", "shift_closed"]));
    // More than a little waits for the manager's word for that very row, and then comes in.
    let row = with(given, json!({"id": shop.uid()}));
    assert_eq!(take_back(&shop, &lan, &large, row.clone()).await.status, FORBIDDEN);
    let word = json!({"subject": row["id"], "person": hoa, "most": 370_000});
    assert_eq!(approve(&shop, &lan, word).await.status, CREATED);
    assert_eq!(take_back(&shop, &lan, &large, row).await.status, CREATED);
    shop.verify().await;
}

#[tokio::test]
async fn a_managers_row_and_the_row_of_who_left_the_booth_come_in_with_the_managers_pin() {
    let (shop, booth, honey) = TestShop::with_honey(30).await;
    let other = shop.booth("B07").await;
    let hoa = manager(&shop, &booth, "Hoa").await;
    let lan = seller(&shop, &booth, "Lan").await;
    let left = shop.pin("Lan", "2749").await;
    let (one, two) = (sold(&shop, &lan, honey, 6).await, sold(&shop, &lan, honey, 6).await);
    let moved = staff::Person {
        uid: left,
        name: "Lan".into(),
        login: String::new(),
        role: Role::Seller,
        booth: Some(other.uid),
        active: true,
    };
    shop.put(Command::Staff(staff::Change::Person(moved))).await;
    // The manager may still sign in; who left the booth may not.
    for (sale, named, refused, flags) in [
        (&one, hoa, UNAUTHORIZED, json!(["refund_by_other_hands"])),
        (&two, left, FORBIDDEN, json!(["seller_elsewhere", "refund_by_other_hands"])),
    ] {
        let row = json!({"id": shop.uid(), "seller": named});
        assert_eq!(take_back(&shop, &bare(&booth), sale, row.clone()).await.status, refused);
        let word = json!({"subject": row["id"], "person": hoa});
        assert_eq!(approve(&shop, &booth.who, word).await.status, CREATED);
        let done = take_back(&shop, &bare(&booth), sale, row).await;
        assert_eq!((done.status, &done.body["flags"]), (CREATED, &flags), "{}", done.body);
    }
    shop.verify().await;
}

#[tokio::test]
async fn a_stranger_does_not_find_out_by_trying_which_sales_there_are() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let sale = sold(&shop, &booth.who, honey, 1).await;
    let nobody = Who { token: None, cookie: None };
    for id in [sale["id"].as_str().unwrap().to_owned(), shop.uid().to_string()] {
        let path = format!("/api/v1/sales/{id}");
        assert_eq!(shop.get_json(&nobody, &path).await.status, StatusCode::UNAUTHORIZED);
        for rest in ["refunds", "prints"] {
            let ask = json!({"id": shop.uid(), "reason": "Nhầm"});
            let reply = shop.post(&nobody, &format!("{path}/{rest}"), &ask).await;
            assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path}/{rest}");
        }
    }
}

#[tokio::test]
async fn money_handed_out_because_the_laptop_was_silent_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(20).await;
    let on = Some(booth.device);
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), on).await.on(&booth.who);
    let sales = [sold(&shop, &lan, honey, 1).await, sold(&shop, &lan, honey, 1).await];
    let asked = shop.now() + HOUR;
    let seconds = [(7, json!([])), (9, json!(["refund_offline"]))];
    for (sale, (waited, flags)) in sales.iter().zip(seconds) {
        shop.set_now(asked + waited * 1000);
        let back = take_back(&shop, &lan, sale, json!({"at_ms": asked})).await;
        assert_eq!((back.status, &back.body["flags"]), (CREATED, &flags), "{waited} s");
    }
}
