//! Offers as tills ring them up: by quantity, in one line or in several, and by a script of before.

use crate::shop::{Booth, TestShop};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{HOUR, Ms},
        id::{ProductId, PromotionId},
    },
    catalog,
    desk::command::Command,
    fair::{self, Promotion, promotion::Deal},
};
use serde_json::{Value, json};

async fn offer(shop: &TestShop, product: ProductId, deal: Deal) {
    let promotion = Promotion {
        uid: PromotionId(shop.uid()),
        fair: shop.fair,
        booth: None,
        name: "Mua 3 tặng 2".into(),
        products: vec![product],
        deal,
        starts: Ms(shop.now()),
        ends: Ms(shop.now() + HOUR),
    };
    shop.put(Command::Fair(fair::Change::Promotion(promotion))).await;
}

async fn sold(shop: &TestShop, booth: &Booth, sale: &Value) -> Value {
    let reply = shop.post_sale(&booth.who, sale).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    reply.body
}

async fn last(shop: &TestShop) -> Value {
    let bodies = shop.words("select body from journal where kind = 'sale.made' order by pos").await;
    serde_json::from_str(bodies.last().unwrap()).unwrap()
}

#[tokio::test]
async fn four_jars_cost_what_three_do_and_five_no_less_however_they_are_rung_up() {
    let (shop, booth, honey) = TestShop::with_honey(40).await;
    offer(&shop, honey, Deal::BuyGet { buy: 3, get: 2 }).await;
    let carts: [(&[&str], i64); 5] = [
        (&["3"], 555_000),
        (&["4"], 555_000),
        (&["5"], 555_000),
        (&["2", "3"], 555_000),
        (&["1", "1", "1", "1", "2"], 740_000),
    ];
    for (lines, total) in carts {
        let lines: Vec<(ProductId, &str)> = lines.iter().map(|it| (honey, *it)).collect();
        let body = sold(&shop, &booth, &shop.sale(&lines, total)).await;
        assert_eq!((&body["total"], &body["flags"]), (&json!(total), &json!([])), "{lines:?}");
    }
    shop.verify().await;
}

#[tokio::test]
async fn what_an_older_script_took_out_of_reach_stands_and_its_lines_say_how_it_was_reckoned() {
    let (shop, booth, honey) = TestShop::with_honey(40).await;
    offer(&shop, honey, Deal::BuyGet { buy: 3, get: 2 }).await;
    // Four jars, all of them paid for, as whole blocks had it.
    let body = sold(&shop, &booth, &shop.sale(&[(honey, "4")], 740_000)).await;
    assert_eq!((&body["total"], &body["flags"]), (&json!(740_000), &json!(["price_changed"])));
    let entry = last(&shop).await;
    assert_eq!((&entry["difference"], &entry["lines"][0]["off"]), (&json!(185_000), &Value::Null));
    // Six in two lines: one line is a block, the other none.
    let body = sold(&shop, &booth, &shop.sale(&[(honey, "5"), (honey, "1")], 740_000)).await;
    assert_eq!(body["flags"], json!([]), "four paid of six is what holds now as well");
    let body = sold(&shop, &booth, &shop.sale(&[(honey, "4"), (honey, "4")], 1_480_000)).await;
    assert_eq!(body["flags"], json!(["price_changed"]));
    assert_eq!(shop.figure("select sum(amount) from sale_line").await, 2_960_000);
    // What no rules of any time explain is still told apart.
    let body = sold(&shop, &booth, &shop.sale(&[(honey, "4")], 500_000)).await;
    assert_eq!(body["flags"], json!(["total_differs"]));
    shop.verify().await;
}

#[tokio::test]
async fn a_product_that_was_withdrawn_and_sold_out_of_reach_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let body = sold(&shop, &booth, &shop.sale(&[(honey, "1")], 185_000)).await;
    assert_eq!(body["flags"], json!([]));
    let entry = "select body from journal where kind = 'catalog.changed' \
                 and body ->> '$.what' = 'product' order by pos desc limit 1";
    let product: Value = serde_json::from_str(&shop.words(entry).await[0]).unwrap();
    let mut product: catalog::Product = serde_json::from_value(product).unwrap();
    product.active = false;
    shop.put(Command::Catalog(catalog::Change::Product(product))).await;
    let body = sold(&shop, &booth, &shop.sale(&[(honey, "1")], 185_000)).await;
    assert_eq!((&body["total"], &body["flags"]), (&json!(185_000), &json!(["withdrawn"])));
    shop.verify().await;
}
