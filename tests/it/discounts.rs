//! Discounts, promotions, samples and typed amounts, as tills send them and as the book keeps them.

use crate::{
    day::Day,
    pages::FORM,
    shop::{Booth, TestShop},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{HOUR, MINUTE, Ms},
        id::{ProductId, PromotionId},
        money::Money,
    },
    catalog,
    desk::command::{Answer, Command},
    fair::{self, Promotion, promotion::Deal},
    staff::Role,
};
use serde_json::{Value, json};

const LEVEL: &str = "select sum(quantity) from level";

/// The body of the last sale's entry.
async fn last(shop: &TestShop) -> Value {
    let bodies = shop.words("select body from journal where kind = 'sale.made' order by pos").await;
    serde_json::from_str(bodies.last().unwrap()).unwrap()
}

/// Buy two, get one, for an hour from now; the position from which it is known.
async fn two_and_one(shop: &TestShop, product: ProductId, change: fn(&mut Promotion)) -> i64 {
    let mut promotion = Promotion {
        uid: PromotionId(shop.uid()),
        fair: shop.fair,
        booth: None,
        name: "Mua 2 tặng 1".into(),
        products: vec![product],
        deal: Deal::BuyGet { buy: 2, get: 1 },
        starts: Ms(shop.now()),
        ends: Ms(shop.now() + HOUR),
    };
    change(&mut promotion);
    let promotion = Command::Fair(fair::Change::Promotion(promotion));
    match shop.submit(promotion).await.unwrap() {
        Answer::Done { pos, .. } => pos,
        _ => panic!("a promotion is neither sale nor document"),
    }
}

#[tokio::test]
async fn a_discount_within_the_limit_is_the_sellers_own() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let mut sale = shop.sale(&[(honey, "2")], 333_000);
    sale["lines"][0]["discount"] = json!({"percent": 10});
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    assert_eq!((&reply.body["total"], &reply.body["flags"]), (&json!(333_000), &json!([])));
    let line = &last(&shop).await["lines"][0];
    assert_eq!((&line["price"], &line["amount"]), (&json!(185_000), &json!(333_000)));
    assert_eq!(line["off"]["line"], 37_000);
    assert_eq!(shop.figure("select sum(amount) from sale_line").await, 333_000);
    assert_eq!(shop.figure("select sum(revenue) from rollup_sale").await, 333_000);
    shop.verify().await;
}

#[tokio::test]
async fn beyond_the_limit_a_sale_is_recorded_and_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let mut sale = shop.sale(&[(honey, "1")], 135_000);
    sale["discount"] = json!({"amount": 50_000});
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.status, StatusCode::CREATED);
    assert_eq!(reply.body["flags"], json!(["over_limit"]));
    assert_eq!(last(&shop).await["approved_by"], Value::Null);
}

#[tokio::test]
async fn with_the_managers_pin_for_this_sale_nothing_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let hoa = shop.pin("Hoa", "3816").await;
    let mut sale = shop.sale(&[(honey, "1")], 135_000);
    sale["discount"] = json!({"amount": 50_000});
    let ask = json!({"subject": sale["id"], "what": "discount", "person": hoa, "pin": "3816"});
    let given = shop.post(&booth.who, "/api/v1/approvals", &ask).await;
    assert_eq!(given.status, StatusCode::CREATED, "{}", given.body);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!((reply.status, &reply.body["flags"]), (StatusCode::CREATED, &json!([])));
    assert_eq!(last(&shop).await["approved_by"], "Hoa");
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::OK);
    // It was for that sale and for no other.
    let mut next = shop.sale(&[(honey, "1")], 135_000);
    next["discount"] = json!({"amount": 50_000});
    let reply = shop.post_sale(&booth.who, &next).await;
    assert_eq!(reply.body["flags"], json!(["over_limit"]));
}

#[tokio::test]
async fn a_manager_who_sells_needs_nobodys_word() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let mut sale = shop.sale(&[(honey, "1")], 92_500);
    sale["lines"][0]["discount"] = json!({"percent": 50});
    let reply = shop.post_sale(&hoa.on(&booth.who), &sale).await;
    assert_eq!(reply.body["flags"], json!([]));
    assert_eq!(last(&shop).await["approved_by"], "Hoa");
}

#[tokio::test]
async fn the_whole_is_shared_over_the_lines_to_the_last_dong() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let tea = shop.product("Trà hoa vàng", "hộp", 100_001).await;
    shop.sells(&booth, &[tea]).await;
    let mut sale = shop.sale(&[(honey, "1"), (tea, "1")], 275_001);
    sale["discount"] = json!({"amount": 10_000});
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.body["flags"], json!([]), "{}", reply.body);
    let body = last(&shop).await;
    let shares = |n: usize| body["lines"][n]["off"]["cart"].as_i64().unwrap();
    assert_eq!((shares(0), shares(1)), (6491, 3509));
    assert_eq!(shop.figure("select sum(amount) from sale_line").await, 275_001);
    shop.verify().await;
}

#[tokio::test]
async fn a_promotion_is_reckoned_by_the_server_and_given_to_the_till() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    two_and_one(&shop, honey, |_| ()).await;
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!(till["promotions"][0]["name"], "Mua 2 tặng 1");
    assert_eq!(till["promotions"][0]["deal"], json!({"buy_get": {"buy": 2, "get": 1}}));
    assert_eq!(till["booth"]["limits"]["discount_percent"], 10);
    let reply = shop.post_sale(&booth.who, &shop.sale(&[(honey, "3")], 370_000)).await;
    assert_eq!(reply.body["flags"], json!([]), "{}", reply.body);
    let line = &last(&shop).await["lines"][0];
    assert_eq!(line["off"]["name"], "Mua 2 tặng 1");
    assert_eq!(line["off"]["promotion"], 185_000);
    assert_eq!(shop.figure(LEVEL).await, 6000, "all three left the booth");
    shop.verify().await;
}

#[tokio::test]
async fn another_booths_promotion_and_one_that_ended_give_nothing() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let other = shop.booth("B01").await;
    let promotion = Promotion {
        uid: PromotionId(shop.uid()),
        fair: shop.fair,
        booth: Some(other.uid),
        name: "Của gian khác".into(),
        products: vec![honey],
        deal: Deal::Percent(50),
        starts: Ms(shop.now()),
        ends: Ms(shop.now() + HOUR),
    };
    shop.put(Command::Fair(fair::Change::Promotion(promotion))).await;
    two_and_one(&shop, honey, |it| it.starts = Ms(it.starts.0 - 2 * HOUR)).await;
    shop.set_now(shop.now() + HOUR);
    let reply = shop.post_sale(&booth.who, &shop.sale(&[(honey, "3")], 555_000)).await;
    assert_eq!(reply.body["flags"], json!([]), "{}", reply.body);
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!(till["promotions"].as_array().unwrap().len(), 1, "only the ended one of its own");
}

#[tokio::test]
async fn a_promotion_that_ended_while_the_cart_was_open_is_still_the_customers() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    two_and_one(&shop, honey, |_| ()).await;
    let begun = shop.now() + HOUR - MINUTE;
    shop.set_now(begun + 2 * MINUTE);
    let mut sale = shop.sale(&[(honey, "3")], 370_000);
    sale["priced_at_ms"] = json!(begun);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.body["flags"], json!([]), "{}", reply.body);
}

#[tokio::test]
async fn a_promotion_put_right_holds_from_now_and_changes_no_sale_made_before() {
    let (shop, booth, honey) = TestShop::with_honey(12).await;
    let mistyped = two_and_one(&shop, honey, |_| ()).await;
    let sold = shop.sale(&[(honey, "3")], 370_000);
    let before = shop.post_sale(&booth.who, &sold).await;
    let uid = shop.words("select lower(hex(uid)) from promotion").await[0].clone();
    let right = Promotion {
        uid: uid.parse().unwrap(),
        fair: shop.fair,
        booth: None,
        name: "Mua 2 tặng 1, đã sửa".into(),
        products: vec![honey],
        deal: Deal::Percent(10),
        starts: Ms(shop.now()),
        ends: Ms(shop.now() + HOUR),
    };
    shop.put(Command::Fair(fair::Change::Promotion(right))).await;
    let again = shop.post_sale(&booth.who, &sold).await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &before.body));
    let reply = shop.post_sale(&booth.who, &shop.sale(&[(honey, "3")], 499_500)).await;
    assert_eq!((&reply.body["total"], &reply.body["flags"]), (&json!(499_500), &json!([])));
    // The customer of a cart that was begun before was told the other price, and paid it.
    let mut begun = shop.sale(&[(honey, "3")], 370_000);
    begun["priced_at_seq"] = json!(mistyped);
    let reply = shop.post_sale(&booth.who, &begun).await;
    assert_eq!(reply.body["flags"], json!(["price_changed"]), "{}", reply.body);
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!(till["promotions"].as_array().unwrap().len(), 1);
    assert_eq!(till["promotions"][0]["name"], "Mua 2 tặng 1, đã sửa");
    shop.verify().await;
}

#[tokio::test]
async fn a_device_that_did_not_hear_of_a_promotion_keeps_the_money_it_took() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let known = shop.price(honey, 185_000).await;
    two_and_one(&shop, honey, |_| ()).await;
    let mut sale = shop.sale(&[(honey, "3")], 555_000);
    sale["priced_at_seq"] = json!(known);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!((reply.status, &reply.body["total"]), (StatusCode::CREATED, &json!(555_000)));
    assert_eq!(reply.body["flags"], json!(["price_changed"]));
    let body = last(&shop).await;
    assert_eq!(body["difference"], 185_000);
    assert_eq!(body["lines"][0]["off"], Value::Null);
}

#[tokio::test]
async fn a_total_that_fits_no_price_stands_and_its_difference_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let mut sale = shop.sale(&[(honey, "1")], 100_000);
    sale["discount"] = json!({"percent": 10});
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.body["flags"], json!(["total_differs"]));
    assert_eq!(last(&shop).await["difference"], -66_500);
    assert_eq!(shop.figure("select sum(amount) from sale_line").await, 100_000);
}

/// A product without a price, whose amount is typed at the till.
async fn collection(shop: &TestShop) -> ProductId {
    let honey = shop.words("select lower(hex(uid)) from producer").await;
    let uid = ProductId(shop.uid());
    let product = json!({
        "what": "product", "uid": uid, "name": "Quyên góp", "unit": "lần", "producer": honey[0],
        "star": null, "ocop_group": 6, "province_2024": "", "province_now": "", "barcode": "",
        "sku": "", "vat": "", "lot": "", "evidence": "", "active": true, "free_amount": true,
    });
    let product: catalog::Change = serde_json::from_value(product).unwrap();
    shop.put(Command::Catalog(product)).await;
    uid
}

async fn given_away(shop: &TestShop, booth: &Booth, sale: &Value) -> Value {
    let reply = shop.post_sale(&booth.who, sale).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    assert_eq!(reply.body["flags"], json!([]));
    last(shop).await
}

#[tokio::test]
async fn a_sample_costs_nothing_leaves_the_stock_and_says_why() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let mut sale = shop.sale(&[(honey, "1")], 0);
    sale["lines"][0]["sample"] = json!("Khách dùng thử");
    let body = given_away(&shop, &booth, &sale).await;
    assert_eq!(body["lines"][0]["sample"], "Khách dùng thử");
    assert_eq!((&body["lines"][0]["amount"], &body["total"]), (&json!(0), &json!(0)));
    assert_eq!(shop.figure(LEVEL).await, 4000);
    let mut silent = shop.sale(&[(honey, "1")], 0);
    silent["lines"][0]["sample"] = json!("  ");
    let reply = shop.post_sale(&booth.who, &silent).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.body["error"], "sample");
    shop.verify().await;
}

#[tokio::test]
async fn an_amount_is_typed_where_the_product_allows_it_and_flagged_elsewhere() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let mut sale = shop.sale(&[(honey, "1")], 70_000);
    sale["lines"][0]["amount"] = json!(70_000);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.body["flags"], json!(["free_amount"]), "{}", reply.body);
    let mut two = shop.sale(&[(honey, "2")], 140_000);
    two["lines"][0]["amount"] = json!(70_000);
    let reply = shop.post_sale(&booth.who, &two).await;
    assert_eq!(reply.body["error"], "line_amount");
    let gift = collection(&shop).await;
    shop.sells(&booth, &[gift]).await;
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    let known = till["products"].as_array().unwrap().iter().find(|it| it["name"] == "Quyên góp");
    assert_eq!(known.unwrap()["free_amount"], true);
    let mut sale = shop.sale(&[(gift, "1")], 35_000);
    sale["lines"][0]["amount"] = json!(35_000);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.body["flags"], json!([]), "{}", reply.body);
    assert_eq!(shop.words("select flags from sale order by id").await.len(), 2);
}

#[tokio::test]
async fn the_fairs_price_goes_before_everywheres_and_after_the_booths_own() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let price = |booth, fair, amount| {
        let amount = Some(Money(amount));
        let price = catalog::Price { product: honey, booth, fair, amount };
        Command::Catalog(catalog::Change::Price(price))
    };
    shop.put(price(None, Some(shop.fair), 170_000)).await;
    shop.price(honey, 190_000).await;
    let reply = shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 170_000)).await;
    assert_eq!(reply.body["flags"], json!([]), "{}", reply.body);
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!(till["products"][0]["price"], 170_000);
    shop.put(price(Some(booth.uid), None, 160_000)).await;
    let reply = shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 160_000)).await;
    assert_eq!(reply.body["flags"], json!([]));
    shop.verify().await;
}

#[tokio::test]
async fn a_price_that_is_emptied_gives_way_to_the_wider_one() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let (fair, own) = ("/fairs/HL26/prices", "/fairs/HL26/booths/A03/price");
    let now = async || {
        let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
        till["products"][0]["price"].clone()
    };
    let save = async |path: &str, amount: &str| {
        let form = format!("price.{}={amount}", honey.0);
        let page = Day::fill(&shop, &organiser, "en", path, FORM, &form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    };
    save(fair, "170.000").await;
    save(own, "160.000").await;
    assert_eq!(now().await, 160_000);
    save(own, "").await;
    assert_eq!(now().await, 170_000);
    save(fair, "").await;
    assert_eq!(now().await, 185_000);
    // Saved again as it stands, nothing more is written.
    save(fair, "").await;
    assert_eq!(shop.figure("select count(*) from price").await, 5);
    let reply = shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    assert_eq!(reply.body["flags"], json!([]), "{}", reply.body);
    let none = catalog::Price { product: honey, booth: None, fair: None, amount: None };
    assert!(shop.submit(Command::Catalog(catalog::Change::Price(none))).await.is_err());
    shop.verify().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_in_words() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    for (field, value, error) in [
        ("discount", json!({"percent": 101}), "discount"),
        ("discount", json!({"amount": -1}), "discount"),
        ("amount", json!(-5), "line_amount"),
    ] {
        let mut sale = shop.sale(&[(honey, "1")], 185_000);
        sale["lines"][0][field] = value;
        let reply = shop.post_sale(&booth.who, &sale).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(reply.body["error"], error);
    }
    let mut sale = shop.sale(&[(honey, "1")], 0);
    sale["lines"][0]["sample"] = json!("Dùng thử");
    sale["lines"][0]["discount"] = json!({"percent": 10});
    assert_eq!(shop.post_sale(&booth.who, &sale).await.body["error"], "sample");
}

#[tokio::test]
async fn a_voided_sale_gives_back_what_was_charged_and_not_what_was_taken_off() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let mut sale = shop.sale(&[(honey, "2")], 333_000);
    sale["discount"] = json!({"percent": 10});
    shop.post_sale(&booth.who, &sale).await;
    let reply = shop.void(&hoa.on(&booth.who), &sale, "Khách đổi ý").await;
    assert_eq!((reply.status, &reply.body["total"]), (StatusCode::CREATED, &json!(-333_000)));
    assert_eq!(shop.figure("select sum(amount) from sale_line").await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn a_sample_that_comes_back_goes_into_stock_and_costs_nothing() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let mut sale = shop.sale(&[(honey, "2")], 0);
    sale["lines"][0]["sample"] = json!("Trưng bày");
    given_away(&shop, &booth, &sale).await;
    let reply = shop.void(&hoa.on(&booth.who), &sale, "Không dùng đến").await;
    assert_eq!((reply.status, &reply.body["total"]), (StatusCode::CREATED, &json!(0)));
    assert_eq!(shop.figure(LEVEL).await, 5000);
    shop.verify().await;
}
