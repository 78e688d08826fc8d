//! Free samples: what was given away, and what it was worth, stands in the reports.

use crate::{
    shop::{TestShop, Who},
    together::page,
};
use axum::http::StatusCode;
use chophien::staff::Role;
use serde_json::{Value, json};

/// A cash sale of one line sold and one given away.
fn tasted(
    shop: &TestShop,
    line: (chophien::base::id::ProductId, i64),
    quantities: [&str; 2],
) -> Value {
    let lines = [(line.0, quantities[0]), (line.0, quantities[1])];
    let mut sale = shop.sale(&lines, line.1);
    sale["lines"][1]["sample"] = json!("Khách dùng thử");
    sale
}

async fn json_of(shop: &TestShop, who: &Who, path: &str) -> Value {
    let reply = shop.get_json(who, path).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    reply.body
}

#[tokio::test]
async fn samples_stand_in_the_reports_by_booth_and_product_and_lead_to_their_sales() {
    let (shop, first, honey) = TestShop::with_honey(9).await;
    let second = shop.booth("B01").await;
    let shrimp = shop.product("Tôm khô Vân Đồn", "kg", 1_299_000).await;
    shop.sells(&second, &[shrimp]).await;
    let lan = shop.person("Lan", Role::Manager, Some(first.uid), Some(first.device)).await;
    let organiser = shop.person("Chu", Role::Organiser, None, None).await;

    let one = tasted(&shop, (honey, 185_000), ["1", "2"]);
    assert_eq!(shop.post_sale(&first.who, &one).await.status, StatusCode::CREATED);
    // The price rises: what is given from now on is worth more.
    shop.price(honey, 200_000).await;
    let two = tasted(&shop, (honey, 200_000), ["1", "1"]);
    assert_eq!(shop.post_sale(&first.who, &two).await.status, StatusCode::CREATED);
    let third = tasted(&shop, (shrimp, 1_299_000), ["1", "0.035"]);
    assert_eq!(shop.post_sale(&second.who, &third).await.status, StatusCode::CREATED);
    // A sample that comes back unopened was none.
    let taken = tasted(&shop, (honey, 200_000), ["1", "1"]);
    assert_eq!(shop.post_sale(&first.who, &taken).await.status, StatusCode::CREATED);
    let back = shop.void(&lan.on(&first.who), &taken, "Khách đổi ý").await;
    assert_eq!(back.status, StatusCode::CREATED, "{}", back.body);

    let given = |booth: &str, name: &str, quantity: &str, value: i64, sales: &str| {
        json!({"fair": "HL26", "booth": booth, "uid": sales, "name": name,
            "unit": if booth == "A03" { "chai 500 ml" } else { "kg" },
            "quantity": quantity, "value": value})
    };
    let honeys = given("A03", "Mật ong Tiên Yên", "3", 570_000, &honey.to_string());
    let shrimps = given("B01", "Tôm khô Vân Đồn", "0.035", 45_465, &shrimp.to_string());
    let fair = json_of(&shop, &organiser, "/fairs/HL26?format=json").await;
    assert_eq!(fair["samples"], json!([honeys, shrimps]), "{}", fair["samples"]);
    assert_eq!(fair["revenue"], 185_000 + 200_000 + 1_299_000);
    let booth = json_of(&shop, &organiser, "/fairs/HL26/booths/B01?format=json").await;
    assert_eq!(booth["samples"], json!([shrimps]));
    let season = "/reports/season?from=2026-06-01&to=2026-06-30&format=json";
    assert_eq!(json_of(&shop, &organiser, season).await["samples"], json!([honeys, shrimps]));

    let csv = page(&shop, &organiser, "/fairs/HL26?format=csv").await;
    assert!(csv.contains("Mật ong Tiên Yên,chai 500 ml,3,570000"), "{csv}");
    let shown = page(&shop, &organiser, "/fairs/HL26").await;
    let link = format!("/fairs/HL26/sales?booth=A03&amp;product={honey}&amp;samples=true");
    assert!(shown.contains(&link) && shown.contains("570.000"), "{shown}");
    let sales = page(&shop, &organiser, &link.replace("&amp;", "&")).await;
    for words in ["A03-0001", "A03-0002", "A03-0004", "570.000", "370.000", "-200.000"] {
        assert!(sales.contains(words), "{words}: {sales}");
    }
    assert!(!sales.contains("B01-"), "{sales}");
    shop.verify().await;
}

#[tokio::test]
async fn a_report_without_samples_says_nothing_of_them() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let organiser = shop.person("Chu", Role::Organiser, None, None).await;
    shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    let fair = json_of(&shop, &organiser, "/fairs/HL26?format=json").await;
    assert_eq!(fair["samples"], json!([]));
    assert!(!page(&shop, &organiser, "/fairs/HL26").await.contains("Free samples"));
}
