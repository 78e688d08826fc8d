//! Clocks of devices that are minutes off, and counts that reach the laptop an hour late: what was
//! counted is held against what lay there at that moment, and no closed Z gets another's money.

use crate::{
    shifts::{close, count_of, jar, open, page_of, sell},
    shop::{Booth, OPENING, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::MINUTE,
        id::{DeviceId, ProductId},
    },
    staff::Role,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const HOUR: i64 = 60 * MINUTE;

async fn asked(shop: &TestShop, who: &Who, path: &str, mut ask: Value) -> Value {
    ask["id"] = json!(shop.uid());
    let reply = shop.post(who, path, &ask).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{path}: {}", reply.body);
    reply.body
}

/// A sale of one product for cash, paid at an instant.
fn cash(shop: &TestShop, product: ProductId, amount: i64, at: i64, shift: &str) -> Value {
    let mut sale = shop.sale(&[(product, "1")], amount);
    sale["paid_at_ms"] = json!(at);
    sale["shift"] = json!(shift);
    sale
}

#[tokio::test]
async fn a_phone_four_minutes_fast_moves_no_money_of_the_next_shift_into_a_closed_z() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let (_, fast) = shop.device(Some(booth.uid), None).await;
    let ahead = |shop: &TestShop| shop.now() + 4 * MINUTE;
    let first = open(&shop, &booth.who).await;
    sell(&shop, &fast, &jar(&shop, honey, ahead(&shop), Some(&first))).await;
    let of = |shift: &str| format!("/api/v1/shifts/{shift}/closings");
    let ask = json!({"at_ms": ahead(&shop), "count": count_of(685_000)});
    let z = asked(&shop, &fast, &of(&first), ask).await;
    assert_eq!((&z["difference"], &z["closed_at_ms"]), (&json!(0), &json!(shop.now())));
    let second = shop.uid().to_string();
    let ask = json!({"id": second, "at_ms": ahead(&shop), "float": count_of(500_000)});
    let opened = shop.post(&fast, "/api/v1/shifts", &ask).await;
    assert_eq!(opened.body["opened_at_ms"], json!(shop.now()), "{}", opened.body);
    for who in [&booth.who, &fast] {
        let said = sell(&shop, who, &jar(&shop, honey, shop.now(), Some(&second))).await;
        assert_eq!(said["flags"], json!([]));
    }
    // Its clock was put right meanwhile, to four minutes behind.
    let slow = jar(&shop, honey, shop.now() - 4 * MINUTE, Some(&second));
    assert_eq!(sell(&shop, &fast, &slow).await["flags"], json!([]));
    let z = close(&shop, &booth.who, &second, 1_055_000).await;
    assert_eq!((&z["expected"], &z["difference"]), (&json!(1_055_000), &json!(0)));
    assert_eq!(shop.figure("select count(*) from sale where supplement is not null").await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn what_is_sold_after_a_count_that_arrives_late_is_not_missing_from_it() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let (_, other) = shop.device(Some(booth.uid), None).await;
    let gift = shop.product("Hộp quà Cô Tô", "hộp", 1_200_000).await;
    shop.sells(&booth, &[gift]).await;
    let evening = OPENING + 9 * HOUR;
    let shift = open(&shop, &booth.who).await;
    let of = |rest: &str| format!("/api/v1/shifts/{shift}/{rest}");
    // Counted at 18:00; until the laptop hears of it at 19:00 the other phone sells and pays out.
    shop.set_now(evening + 50 * MINUTE);
    sell(&shop, &other, &cash(&shop, gift, 1_200_000, shop.now(), &shift)).await;
    let out = json!({"at_ms": shop.now(), "amount": -30_000, "reason": "Mua nước"});
    asked(&shop, &other, &of("movements"), out).await;
    shop.set_now(evening + 60 * MINUTE);
    let ask = json!({"at_ms": evening, "count": count_of(500_000)});
    let z = asked(&shop, &booth.who, &of("closings"), ask).await;
    assert_eq!((&z["expected"], &z["difference"]), (&json!(500_000), &json!(0)));
    assert_eq!(z["after_count"], 1_170_000);
    assert_eq!((&z["figures"]["revenue"], &z["figures"]["sales"]), (&json!(1_200_000), &json!(1)));
    let stands = shop.get_json(&hoa.on(&booth.who), &format!("/api/v1/shifts/{shift}")).await.body;
    assert_eq!((&stands["expected"], &stands["after_count"]), (&json!(500_000), &json!(1_170_000)));
    let page = page_of(&shop, &hoa.on(&booth.who), &format!("/shifts/{shift}")).await;
    assert!(page.contains("after the count") && page.contains("1.170.000"), "{page}");
    shop.verify().await;
}

#[tokio::test]
async fn a_drawer_counted_at_noon_is_held_against_what_lay_there_at_noon() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let (_, other) = shop.device(Some(booth.uid), None).await;
    let minh = shop.person("Minh", Role::Seller, Some(booth.uid), Some(booth.device)).await;
    let shift = open(&shop, &booth.who).await;
    let people = shop.get_json(&minh.on(&booth.who), "/api/v1/till").await.body["people"].clone();
    let to = people.as_array().unwrap().iter().find(|one| one["name"] == "Minh").unwrap();
    let noon = OPENING + 3 * HOUR;
    shop.set_now(noon - 10 * MINUTE);
    sell(&shop, &other, &jar(&shop, honey, shop.now(), Some(&shift))).await;
    shop.set_now(noon + 20 * MINUTE);
    sell(&shop, &other, &jar(&shop, honey, shop.now(), Some(&shift))).await;
    shop.set_now(noon + 60 * MINUTE);
    let ask = json!({"at_ms": noon, "to": to["id"], "counted": count_of(685_000)});
    let path = format!("/api/v1/shifts/{shift}/handovers");
    asked(&shop, &booth.who, &path, ask).await;
    let noted = "select counted || ' ' || expected from shift_event";
    assert_eq!(shop.words(noted).await, ["685000 685000"]);
    let z = close(&shop, &booth.who, &shift, 870_000).await;
    assert_eq!((&z["difference"], &z["after_count"]), (&json!(0), &json!(0)));
    shop.verify().await;
}

/// One device of the booth, whose clock is some minutes off.
struct Hand {
    who: Who,
    off: i64,
}

/// What a hand does, one minute after the other.
#[derive(Debug, Clone, Copy)]
enum Act {
    Sell,
    Move(i64),
    Close,
}

fn acts() -> impl Strategy<Value = Vec<(usize, Act)>> {
    let act = prop_oneof![
        5 => Just(Act::Sell),
        2 => (-40i64..40).prop_map(|thousands| Act::Move(thousands * 1000 + 500)),
        2 => Just(Act::Close),
    ];
    proptest::collection::vec((0usize..3, act), 1..24)
}

/// Everything is sent at once, so the drawer is what a child would count: float, sales, movements.
async fn play(offs: [i64; 3], acts: &[(usize, Act)]) {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let hands = hands(&shop, &booth, offs).await;
    let (mut drawer, mut shift): (i64, Option<String>) = (0, None);
    for (n, (which, act)) in acts.iter().enumerate() {
        shop.set_now(OPENING + (n as i64 + 1) * MINUTE);
        let hand = &hands[*which];
        let at = shop.now() + hand.off * MINUTE;
        let Some(open) = shift.clone() else {
            let id = shop.uid().to_string();
            let ask = json!({"id": id, "at_ms": at, "float": count_of(500_000)});
            let said = shop.post(&hand.who, "/api/v1/shifts", &ask).await.body;
            assert!(said["opened_at_ms"].as_i64().unwrap() <= shop.now(), "{said}");
            (drawer, shift) = (500_000, Some(id));
            continue;
        };
        match act {
            Act::Sell => {
                let said = sell(&shop, &hand.who, &jar(&shop, honey, at, Some(&open))).await;
                assert_eq!(said["flags"], json!([]), "no supplement of a closed Z");
                drawer += 185_000;
            }
            Act::Move(amount) => {
                let ask = json!({"at_ms": at, "amount": amount, "reason": "Tiền lẻ"});
                let path = format!("/api/v1/shifts/{open}/movements");
                asked(&shop, &hand.who, &path, ask).await;
                drawer += amount;
            }
            Act::Close => {
                let count = json!([{"note": 500, "count": drawer / 500}]);
                let path = format!("/api/v1/shifts/{open}/closings");
                let z = asked(&shop, &hand.who, &path, json!({"at_ms": at, "count": count})).await;
                assert_eq!(z["difference"], json!(drawer / 500 * 500 - drawer), "{z}");
                assert!(z["closed_at_ms"].as_i64().unwrap() <= shop.now(), "{z}");
                shift = None;
            }
        }
    }
    assert_eq!(shop.figure("select count(*) from sale where supplement is not null").await, 0);
    shop.verify().await;
}

async fn hands(shop: &TestShop, booth: &Booth, offs: [i64; 3]) -> Vec<Hand> {
    let mut hands = vec![Hand { who: booth.who.clone(), off: offs[0] }];
    for off in &offs[1..] {
        let (_, who): (DeviceId, Who) = shop.device(Some(booth.uid), None).await;
        hands.push(Hand { who, off: *off });
    }
    hands
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 16, failure_persistence: None, ..Default::default()
    })]
    #[test]
    fn clocks_five_minutes_off_either_way_leave_every_drawer_right(
        offs in [-5i64..=5, -5i64..=5, -5i64..=5], acts in acts(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(offs, &acts));
    }
}
