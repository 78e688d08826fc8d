//! Phones whose clock falls back: what is sold then is not put on an earlier day in silence, and
//! what comes late by a right clock keeps its own time.

use crate::{
    shifts::{close, count_of, jar, open, sell},
    shop::{OPENING, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{DAY, MINUTE},
        id::ProductId,
    },
    staff::Role,
};
use serde_json::{Value, json};

const HOUR: i64 = 60 * MINUTE;
const RIGHT: &str = "[]";
const WRONG: &str = "[\"clock_wrong\"]";

/// A sale with the device's own number, paid at an instant.
fn numbered(shop: &TestShop, honey: ProductId, n: i64, at: i64) -> Value {
    let mut sale = jar(shop, honey, at, None);
    sale["device_seq"] = json!(n);
    sale
}

async fn rung(shop: &TestShop, who: &Who, honey: ProductId, (n, at): (i64, i64)) -> String {
    sell(shop, who, &numbered(shop, honey, n, at)).await["flags"].to_string()
}

/// The day and the minute, counted from the opening, of every sale in order.
async fn times(shop: &TestShop) -> Vec<String> {
    let opened = "select day || ' ' || ((paid_ms - 1780471920000) / 60000) from sale order by id";
    shop.words(opened).await
}

#[tokio::test]
async fn a_phone_whose_clock_falls_a_day_back_sells_today_and_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    for (minutes, n, told, flags) in [
        (0, 1, 0, RIGHT),
        (20, 2, 20 * MINUTE - DAY, WRONG),
        (30, 3, 30 * MINUTE - DAY, WRONG),
        (40, 4, 40 * MINUTE - HOUR, WRONG),
        (50, 5, 50 * MINUTE - 4 * MINUTE, RIGHT),
    ] {
        shop.set_now(OPENING + minutes * MINUTE);
        assert_eq!(rung(&shop, &booth.who, honey, (n, OPENING + told)).await, flags, "{n}");
    }
    let day = |minutes| format!("2026-06-03 {minutes}");
    assert_eq!(times(&shop).await, [0, 20, 30, 40, 46].map(day));
    shop.verify().await;
}

#[tokio::test]
async fn money_paid_out_by_a_clock_that_fell_back_was_paid_out_after_a_count_that_came_late() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let (_, fallen) = shop.device(Some(booth.uid), None).await;
    let shift = open(&shop, &booth.who).await;
    let of = |what: &str| format!("/api/v1/shifts/{shift}/{what}");
    shop.set_now(OPENING + 70 * MINUTE);
    let told = shop.now() - DAY;
    let out = json!({"id": shop.uid(), "at_ms": told, "amount": -50_000, "reason": "Gửi xe"});
    let reply = shop.post(&fallen, &of("movements"), &out).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    // The drawer was counted ten minutes before, on a phone that had lost the laptop.
    shop.set_now(OPENING + 80 * MINUTE);
    let at = OPENING + HOUR;
    let ask = json!({
        "id": shop.uid(), "at_ms": at, "count": count_of(500_000), "offline": true,
    });
    let z = shop.post(&booth.who, &of("closings"), &ask).await.body;
    assert_eq!((&z["expected"], &z["difference"]), (&json!(500_000), &json!(0)), "{z}");
    assert_eq!(z["after_count"], json!(-50_000));
    assert_eq!(shop.figure("select at_ms from shift_event").await, OPENING + 70 * MINUTE);
    shop.verify().await;
}

#[tokio::test]
async fn what_names_a_shift_was_not_sold_before_that_shift_was_opened() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let (_, other) = shop.device(Some(booth.uid), None).await;
    let shift = open(&shop, &booth.who).await;
    shop.set_now(OPENING + HOUR);
    for (at, flags) in [
        (OPENING + HOUR - DAY, json!(["clock_wrong"])),
        (OPENING - 30 * MINUTE, json!(["clock_wrong"])),
        (OPENING - 4 * MINUTE, json!([])),
    ] {
        assert_eq!(sell(&shop, &other, &jar(&shop, honey, at, Some(&shift))).await["flags"], flags);
    }
    assert_eq!(times(&shop).await, ["2026-06-03 60", "2026-06-03 60", "2026-06-03 -4"]);
    let z = close(&shop, &booth.who, &shift, 1_055_000).await;
    assert_eq!((&z["figures"]["sales"], &z["difference"]), (&json!(3), &json!(0)));
    shop.verify().await;
}

#[tokio::test]
async fn a_sale_by_a_fallen_clock_that_comes_after_the_close_stays_in_the_shift_it_names() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let (_, other) = shop.device(Some(booth.uid), None).await;
    let first = open(&shop, &booth.who).await;
    let sale = jar(&shop, honey, OPENING + HOUR - DAY, Some(&first));
    shop.set_now(OPENING + 2 * HOUR);
    close(&shop, &booth.who, &first, 500_000).await;
    shop.set_now(OPENING + 3 * HOUR);
    let second = open(&shop, &booth.who).await;
    shop.set_now(OPENING + 4 * HOUR);
    let said = sell(&shop, &other, &sale).await;
    assert_eq!(said["flags"], json!(["clock_wrong", "shift_closed"]));
    assert_eq!(times(&shop).await, ["2026-06-03 240"]);
    let z = close(&shop, &booth.who, &second, 500_000).await;
    assert_eq!((&z["figures"]["sales"], &z["difference"]), (&json!(0), &json!(0)));
    shop.verify().await;
}

#[tokio::test]
async fn sales_that_come_hours_late_in_any_order_keep_their_times() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    assert_eq!(rung(&shop, &booth.who, honey, (1, OPENING)).await, RIGHT);
    shop.set_now(OPENING + 9 * HOUR);
    for n in [2, 3, 6, 5, 4] {
        let at = OPENING + n * HOUR;
        assert_eq!(rung(&shop, &booth.who, honey, (n, at)).await, RIGHT, "{n}");
    }
    let hours = [0, 120, 180, 360, 300, 240].map(|minutes| format!("2026-06-03 {minutes}"));
    assert_eq!(times(&shop).await, hours);
}

#[tokio::test]
async fn one_sale_by_a_wrong_clock_casts_no_doubt_on_the_right_ones_after_it() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    shop.set_now(OPENING + 5 * HOUR);
    for (n, at, flags) in [
        (1, OPENING + DAY, WRONG),
        (2, OPENING + HOUR, RIGHT),
        (3, OPENING + 2 * HOUR, RIGHT),
        (4, OPENING + 2 * HOUR - DAY, WRONG),
        (5, OPENING + 3 * HOUR, RIGHT),
    ] {
        assert_eq!(rung(&shop, &booth.who, honey, (n, at)).await, flags, "{n}");
    }
}

#[tokio::test]
async fn a_phone_that_opened_before_the_shift_it_joined_keeps_the_times_of_its_sales() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let (_, other) = shop.device(Some(booth.uid), None).await;
    let (early, at) = (shop.uid().to_string(), OPENING + 10 * MINUTE);
    shop.set_now(OPENING + HOUR);
    open(&shop, &booth.who).await;
    shop.set_now(OPENING + 3 * HOUR);
    let ask = json!({"id": early, "at_ms": at, "offline": true, "float": count_of(500_000)});
    let joined = shop.post(&other, "/api/v1/shifts", &ask).await;
    assert_eq!(joined.status, StatusCode::CREATED, "{}", joined.body);
    for (at, flags) in [(at + 20 * MINUTE, json!([])), (at - DAY, json!(["clock_wrong"]))] {
        let said = sell(&shop, &other, &jar(&shop, honey, at, Some(&early))).await;
        assert_eq!(said["flags"], flags);
    }
    assert_eq!(times(&shop).await, ["2026-06-03 30", "2026-06-03 180"]);
    shop.verify().await;
}

#[tokio::test]
async fn a_shift_opened_off_line_before_the_last_one_was_closed_keeps_the_times_of_its_sales() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let (_, other) = shop.device(Some(booth.uid), None).await;
    let last = open(&shop, &booth.who).await;
    let (next, at) = (shop.uid().to_string(), OPENING + HOUR);
    shop.set_now(OPENING + 2 * HOUR);
    close(&shop, &booth.who, &last, 500_000).await;
    shop.set_now(OPENING + 3 * HOUR);
    let ask = json!({"id": next, "at_ms": at, "offline": true, "float": count_of(500_000)});
    let opened = shop.post(&other, "/api/v1/shifts", &ask).await.body;
    assert_eq!(opened["opened_at_ms"], json!(OPENING + 2 * HOUR), "two shifts never overlap");
    let sale = jar(&shop, honey, at + 20 * MINUTE, Some(&next));
    assert_eq!(sell(&shop, &other, &sale).await["flags"], json!([]));
    assert_eq!(times(&shop).await, ["2026-06-03 80"]);
}

#[tokio::test]
async fn money_given_back_by_a_fallen_clock_is_given_back_today_and_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let sale = numbered(&shop, honey, 1, OPENING);
    sell(&shop, &booth.who, &sale).await;
    shop.set_now(OPENING + 2 * DAY);
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    assert_eq!(rung(&shop, &booth.who, honey, (2, shop.now())).await, RIGHT);
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let ask = json!({
        "id": shop.uid(), "reason": "Nhầm", "device_seq": 3, "at_ms": OPENING + DAY,
    });
    let back = shop.post(&hoa.on(&booth.who), &path, &ask).await;
    assert_eq!(back.status, StatusCode::CREATED, "{}", back.body);
    assert_eq!(back.body["flags"], json!(["clock_wrong"]));
    assert_eq!(times(&shop).await.pop(), Some("2026-06-05 2880".to_owned()));
    shop.verify().await;
}
