//! The unit that a customer was told, where the product has another by the time the sale comes.

use crate::shop::TestShop;
use axum::http::StatusCode;
use serde_json::json;

const LEVEL: &str = "select sum(quantity) from level";

/// A phone out of reach sold a crate; the laptop counts in bottles by the time the sale comes.
#[tokio::test]
async fn a_sale_keeps_the_unit_that_the_customer_was_told_and_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(12).await;
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["lines"][0]["unit"] = json!("thùng");
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    assert_eq!(reply.body["flags"], json!(["unit_changed"]));
    let crates = "select count(*) from sale_line where unit = 'thùng'";
    assert_eq!(shop.figure(crates).await, 1);
    assert_eq!(shop.figure(LEVEL).await, 11_000);
    let again = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.body);
    let mut same = shop.sale(&[(honey, "1")], 185_000);
    same["lines"][0]["unit"] = json!(" chai  500 ml ");
    let reply = shop.post_sale(&booth.who, &same).await;
    assert_eq!(reply.body["flags"], json!([]), "{}", reply.body);
    assert_eq!(shop.figure(crates).await, 1);
    shop.verify().await;
}
