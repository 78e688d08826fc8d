//! A receipt is found again by what one remembers of it.

use crate::shop::TestShop;
use axum::http::StatusCode;
use serde_json::Value;

fn numbers(answer: &Value) -> Vec<&str> {
    answer["sales"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["receipt_no"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_receipt_is_found_by_its_numbers_end_its_amount_and_its_goods_ten_at_a_time() {
    let (shop, booth, honey) = TestShop::with_honey(40).await;
    let tea = shop.product("Trà hoa vàng", "hộp", 60_000).await;
    shop.sells(&booth, &[tea]).await;
    for _ in 0..12 {
        let sale = shop.sale(&[(honey, "1")], 185_000);
        assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    }
    let sale = shop.sale(&[(tea, "2")], 120_000);
    let tea = shop.post_sale(&booth.who, &sale).await.body["receipt_no"].clone();
    let find = async |text: &str, before: &str| {
        let path = format!("/api/v1/sales?find={}{before}", text.replace(' ', "%20"));
        shop.get_json(&booth.who, &path).await.body
    };
    for text in ["tra hoa", "120.000", "120", "0013", "hoa 0013"] {
        assert_eq!(numbers(&find(text, "").await), [tea.as_str().unwrap()], "{text}");
    }
    let first = find("mat ong", "").await;
    assert_eq!((numbers(&first).len(), first["more"].as_bool()), (10, Some(true)));
    let last = first["sales"][9]["pos"].as_i64().unwrap();
    let rest = find("mat ong", &format!("&before={last}")).await;
    assert_eq!((numbers(&rest).len(), rest["more"].as_bool()), (2, Some(false)));
    assert!(numbers(&find("chè", "").await).is_empty());
}
