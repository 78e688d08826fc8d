//! The outcome does not depend on how commands fall into batches.

use crate::{
    shop::TestShop,
    together::{after, busy},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        id::{BoothId, CommandId},
        money::Money,
        quantity::Quantity,
        refusal::Refusal,
    },
    catalog::{self, Price},
    desk::command::Command,
    fair, stock,
};
use serde_json::json;

#[tokio::test]
async fn a_sale_in_the_batch_of_its_delivery_is_drawn_from_the_lot_delivered() {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let line = stock::Line {
        product: honey,
        quantity: Quantity(5000),
        lot: "L1".into(),
        expires_on: None,
    };
    let uid = CommandId(shop.uid());
    let receive = stock::Receive { uid, booth: booth.uid, lines: vec![line] };
    let sale = shop.sale(&[(honey, "2")], 370_000);
    let (_, received, sold) = tokio::join!(
        busy(&shop, 300),
        async {
            after(50).await;
            shop.submit(Command::Receive(receive)).await
        },
        async {
            after(100).await;
            shop.post_sale(&booth.who, &sale).await
        },
    );
    assert!(received.is_ok());
    assert_eq!((sold.status, &sold.body["flags"]), (StatusCode::CREATED, &json!([])));
    assert_eq!(shop.words("select lot || ' ' || quantity from level").await, ["L1 3000"]);
    shop.verify().await;
}

#[tokio::test]
async fn a_price_set_in_the_batch_of_a_sale_holds_for_it() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let price = Price { product: honey, booth: None, fair: None, amount: Some(Money(200_000)) };
    let mut sale = shop.sale(&[(honey, "1")], 200_000);
    sale["expected_total"] = json!(null);
    let (_, priced, sold) = tokio::join!(
        busy(&shop, 300),
        async {
            after(50).await;
            shop.submit(Command::Catalog(catalog::Change::Price(price))).await
        },
        async {
            after(100).await;
            shop.post_sale(&booth.who, &sale).await
        },
    );
    assert!(priced.is_ok());
    assert_eq!((sold.status, &sold.body["total"]), (StatusCode::CREATED, &json!(200_000)));
    shop.verify().await;
}

#[tokio::test]
async fn a_product_is_no_booth_and_a_booth_stays_at_its_fair() {
    let (shop, _, honey) = TestShop::with_honey(5).await;
    let product = BoothId(honey.0);
    let range = fair::Range { booth: product, products: vec![honey], active: true };
    let refused = shop.submit(Command::Fair(fair::Change::Range(range))).await;
    assert!(matches!(refused, Err(Refusal::NotFound(_))), "{refused:?}");
    let gate = |fair, code: &str| {
        let (uid, code) = (shop.gate, code.to_owned());
        Command::Fair(fair::Change::Gate(fair::Gate { uid, fair, code, name: "Cổng".into() }))
    };
    shop.put(gate(shop.fair, "G2")).await;
    let other = chophien::base::id::FairId(shop.uid());
    shop.fair_with(|fair| (fair.uid, fair.code) = (other, "HL27".into())).await;
    let refused = shop.submit(gate(other, "G2")).await;
    assert!(matches!(refused, Err(Refusal::Malformed { code: "other_fair", .. })), "{refused:?}");
    shop.verify().await;
}
