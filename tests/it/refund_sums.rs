//! How much money goes back, by which way, and what the device said it handed over.

use crate::shop::{Booth, Reply, TestShop, Who};
use axum::http::StatusCode;
use chophien::staff::Role;
use serde_json::{Value, json};

const CREATED: StatusCode = StatusCode::CREATED;
const BACK: &str = "select method || ' ' || -sum(amount) from tender where amount < 0 \
                    group by method order by method";

async fn take_back(shop: &TestShop, who: &Who, sale: &Value, more: Value) -> Reply {
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let mut ask = json!({"id": shop.uid(), "reason": "Khách trả", "at_ms": shop.now()});
    ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    shop.post(who, &path, &ask).await
}

async fn hoa(shop: &TestShop, booth: &Booth) -> Who {
    let on = Some(booth.device);
    shop.person("Hoa", Role::Manager, Some(booth.uid), on).await.on(&booth.who)
}

/// 0.999 kg of squid at 1,350,000: 1,348,650 đồng, paid with 1,349,000 in cash.
async fn squid(shop: &TestShop, booth: &Booth) -> Value {
    shop.fair_with(|fair| fair.cash_rounding = 1000).await;
    let squid = shop.product("Mực một nắng", "kg", 1_350_000).await;
    shop.sells(booth, &[squid]).await;
    let mut sale = shop.sale(&[(squid, "0.999")], 1_349_000);
    sale["expected_total"] = json!(1_348_650);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, CREATED);
    sale
}

#[tokio::test]
async fn the_money_that_was_handed_back_stands_and_the_difference_is_flagged() {
    let (shop, booth, _) = TestShop::with_honey(0).await;
    let sale = squid(&shop, &booth).await;
    let hoa = hoa(&shop, &booth).await;
    // Two phones without the laptop each work out the first third.
    let part = |back: i64| json!({"lines": [{"n": 0, "quantity": "0.333"}], "expected_back": back});
    let first = take_back(&shop, &hoa, &sale, part(450_000)).await;
    assert_eq!((first.status, &first.body["flags"]), (CREATED, &json!([])), "{}", first.body);
    let second = take_back(&shop, &hoa, &sale, part(450_000)).await;
    assert_eq!(second.body["flags"], json!(["back_differs"]), "{}", second.body);
    let last = "select body from journal order by pos desc limit 1";
    let entry: Value = serde_json::from_str(&shop.words(last).await[0]).unwrap();
    assert_eq!(entry["difference"], -1000);
    assert_eq!(shop.words(BACK).await, ["cash 900000"]);
    // More than is left of what was paid is not believed.
    let third = take_back(&shop, &hoa, &sale, part(2_000_000)).await;
    assert_eq!(third.body["flags"], json!(["back_differs"]), "{}", third.body);
    assert_eq!(shop.words(BACK).await, ["cash 1349000"]);
    assert_eq!(shop.figure("select sum(total + rounding) from sale").await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn a_sum_below_nothing_is_no_sum() {
    let (shop, booth, _) = TestShop::with_honey(0).await;
    let sale = squid(&shop, &booth).await;
    let hoa = hoa(&shop, &booth).await;
    for sum in [-1, i64::MIN, 100_000_000_001] {
        let wrong = take_back(&shop, &hoa, &sale, json!({"expected_back": sum})).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{sum}");
    }
}

#[tokio::test]
async fn a_split_sale_taken_back_piece_by_piece_gives_each_way_its_own_money() {
    let (shop, booth, _) = TestShop::with_honey(0).await;
    let tea = shop.product("Trà hoa vàng", "gói", 10_001).await;
    shop.sells(&booth, &[tea]).await;
    let mut sale = shop.sale(&[(tea, "3")], 30_003);
    sale["payments"] = json!([
        {"method": "cash", "amount": 15_002}, {"method": "vietqr", "amount": 15_001},
    ]);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, CREATED);
    let one = || json!({"lines": [{"n": 0, "quantity": "1"}]});
    for after in [
        ["cash 5001", "vietqr 5000"],
        ["cash 10001", "vietqr 10001"],
        ["cash 15002", "vietqr 15001"],
    ] {
        assert_eq!(take_back(&shop, &booth.who, &sale, one()).await.status, CREATED);
        assert_eq!(shop.words(BACK).await, after);
    }
    shop.verify().await;
}

#[tokio::test]
async fn what_went_back_in_cash_is_not_given_back_in_cash_again() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let mut sale = shop.sale(&[(honey, "2")], 370_000);
    sale["payments"] = json!([
        {"method": "cash", "amount": 270_000}, {"method": "vietqr", "amount": 100_000},
    ]);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, CREATED);
    let one = |back: Value| json!({"lines": [{"n": 0, "quantity": "1"}], "back": back});
    take_back(&shop, &booth.who, &sale, one(json!("cash"))).await;
    take_back(&shop, &booth.who, &sale, one(Value::Null)).await;
    assert_eq!(shop.words(BACK).await, ["cash 270000", "vietqr 100000"]);
    shop.verify().await;
}

#[tokio::test]
async fn a_refund_is_rounded_as_its_sale_was_and_not_as_the_fair_rounds_today() {
    let (shop, booth, _) = TestShop::with_honey(0).await;
    shop.fair_with(|fair| fair.cash_rounding = 1000).await;
    let tea = shop.product("Trà hoa vàng", "gói", 33_333).await;
    shop.sells(&booth, &[tea]).await;
    let mut sale = shop.sale(&[(tea, "3")], 100_000);
    sale["expected_total"] = json!(99_999);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, CREATED);
    shop.fair_with(|fair| fair.cash_rounding = 0).await;
    let path = format!("/api/v1/sales/{}", sale["id"].as_str().unwrap());
    assert_eq!(shop.get_json(&booth.who, &path).await.body["cash_step"], 1000);
    take_back(&shop, &booth.who, &sale, json!({"lines": [{"n": 0, "quantity": "1"}]})).await;
    assert_eq!(shop.words(BACK).await, ["cash 33000"]);
    // A phone that rounded by the rule of the day before is not rounded back by today's.
    let mut late = shop.sale(&[(tea, "3")], 100_000);
    late["expected_total"] = json!(99_999);
    assert_eq!(shop.post_sale(&booth.who, &late).await.status, CREATED);
    take_back(&shop, &booth.who, &late, json!({"lines": [{"n": 0, "quantity": "1"}]})).await;
    assert_eq!(shop.words(BACK).await, ["cash 66500"]);
    shop.verify().await;
}

#[tokio::test]
async fn cash_of_a_split_sale_goes_back_in_what_there_are_notes_for() {
    let (shop, booth, _) = TestShop::with_honey(0).await;
    shop.fair_with(|fair| fair.cash_rounding = 1000).await;
    let tea = shop.product("Trà hoa vàng", "gói", 53_313).await;
    shop.sells(&booth, &[tea]).await;
    let mut sale = shop.sale(&[(tea, "3")], 159_939);
    sale["payments"] = json!([
        {"method": "cash", "amount": 100_000}, {"method": "vietqr", "amount": 59_939},
    ]);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, CREATED);
    let one = || json!({"lines": [{"n": 0, "quantity": "1"}]});
    for after in [
        ["cash 33000", "vietqr 20313"],
        ["cash 67000", "vietqr 39626"],
        ["cash 100000", "vietqr 59939"],
    ] {
        assert_eq!(take_back(&shop, &booth.who, &sale, one()).await.status, CREATED);
        assert_eq!(shop.words(BACK).await, after);
    }
    shop.verify().await;
}

#[tokio::test]
async fn what_was_paid_by_card_goes_back_in_cash_as_notes() {
    let (shop, booth, _) = TestShop::with_honey(0).await;
    shop.fair_with(|fair| fair.cash_rounding = 1000).await;
    let tea = shop.product("Trà hoa vàng", "gói", 59_940).await;
    shop.sells(&booth, &[tea]).await;
    let mut sale = shop.sale(&[(tea, "1")], 59_940);
    sale["payments"] = json!([{"method": "card", "amount": 59_940, "reference": "123456"}]);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, CREATED);
    let back = take_back(&shop, &booth.who, &sale, json!({"back": "cash"})).await;
    assert_eq!(back.status, CREATED, "{}", back.body);
    assert_eq!(shop.words(BACK).await, ["cash 60000"]);
    // The 60 đồng are rounding, as they would be at a sale.
    let sums = "select sum(total) || ' ' || sum(rounding) from sale";
    assert_eq!(shop.words(sums).await, ["0 -60"]);
    shop.verify().await;
}
