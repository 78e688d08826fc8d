//! Voiding: once, with a reason, by whoever may.

use crate::shop::{OPENING, TestShop};
use axum::http::StatusCode;
use chophien::{base::clock::HOUR, staff::Role};
use serde_json::json;

#[tokio::test]
async fn a_void_gives_back_goods_and_money_and_happens_once() {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let day = |day| Some(jiff::civil::date(2026, 12, day));
    shop.stock(&booth, honey, 2000, "L1", day(10)).await;
    shop.stock(&booth, honey, 5000, "L2", day(20)).await;
    let sale = shop.sale(&[(honey, "3")], 555_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    let void = shop.void(&booth.who, &sale, "Khách trả lại").await;
    assert_eq!(void.status, StatusCode::CREATED, "{}", void.body);
    assert_eq!(void.body["receipt_no"], "A03-0002");
    assert_eq!(void.body["total"], -555_000);
    let again = shop.void(&booth.who, &sale, "Khách trả lại").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let lots = "select lot || ' ' || quantity from level order by lot";
    assert_eq!(shop.words(lots).await, ["L1 2000", "L2 5000"]);
    let lines = "select quantity || ' ' || amount from sale_line order by sale";
    assert_eq!(shop.words(lines).await, ["3000 555000", "-3000 -555000"]);
    let cell = "select sales || ' ' || voids || ' ' || revenue from rollup_sale";
    assert_eq!(shop.words(cell).await, ["1 1 0"]);
    for sum in [
        "select sum(total) from sale",
        "select sum(amount) from tender",
        "select sum(amount) from rollup_line",
        "select sum(amount) from rollup_tender",
    ] {
        assert_eq!(shop.figure(sum).await, 0, "{sum}");
    }
    shop.verify().await;
}

#[tokio::test]
async fn a_void_resent_is_the_same_void_even_without_a_time() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    shop.post_sale(&booth.who, &sale).await;
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let ask = json!({"id": shop.uid(), "reason": "Bấm nhầm"});
    let first = shop.post(&booth.who, &path, &ask).await;
    shop.set_now(OPENING + 5000);
    let manager = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let second = shop.post(&booth.who, &path, &ask).await;
    let third = shop.post(&manager.on(&booth.who), &path, &ask).await;
    assert_eq!(first.status, StatusCode::CREATED);
    assert_eq!((second.status, third.status), (StatusCode::OK, StatusCode::OK));
    assert_eq!(second.body, first.body);
    assert_eq!(shop.figure("select count(*) from sale").await, 2);
}

#[tokio::test]
async fn a_seller_voids_own_sales_of_the_day_and_the_manager_the_others() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let on = Some(booth.device);
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), on).await.on(&booth.who);
    let minh = shop.person("Minh", Role::Seller, Some(booth.uid), on).await.on(&booth.who);
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), on).await.on(&booth.who);
    let (one, two) = (shop.sale(&[(honey, "1")], 185_000), shop.sale(&[(honey, "1")], 185_000));
    shop.post_sale(&lan, &one).await;
    shop.post_sale(&lan, &two).await;
    assert_eq!(shop.void(&minh, &one, "Nhầm").await.status, StatusCode::FORBIDDEN);
    assert_eq!(shop.void(&lan, &one, "Nhầm").await.status, StatusCode::CREATED);
    // After midnight, while the sessions of the evening still hold.
    shop.set_now(OPENING + 10 * HOUR);
    assert_eq!(shop.void(&lan, &two, "Nhầm").await.status, StatusCode::FORBIDDEN);
    assert_eq!(shop.void(&hoa, &two, "Nhầm").await.status, StatusCode::CREATED);
    assert_eq!(shop.figure("select sum(revenue) from rollup_sale").await, 0);
    assert_eq!(shop.figure("select sum(quantity) from level").await, 5000);
    shop.verify().await;
}

#[tokio::test]
async fn a_void_needs_a_reason_and_is_not_itself_voided() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    shop.post_sale(&booth.who, &sale).await;
    let empty = shop.void(&booth.who, &sale, "  ").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(empty.body["error"], "reason");
    let void = shop.void(&booth.who, &sale, "Khách đổi ý").await;
    let back = shop.void(&booth.who, &void.body, "Hủy phiếu hủy").await;
    assert_eq!(back.status, StatusCode::CONFLICT);
    let unknown = json!({"id": shop.uid()});
    assert_eq!(shop.void(&booth.who, &unknown, "Nhầm").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_oversold_sale_that_is_voided_leaves_stock_as_it_was() {
    let (shop, booth, honey) = TestShop::with_honey(1).await;
    let sale = shop.sale(&[(honey, "3")], 555_000);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.body["flags"], json!(["stock_short"]));
    shop.void(&booth.who, &sale, "Hết hàng").await;
    assert_eq!(shop.figure("select sum(quantity) from level").await, 1000);
    assert_eq!(shop.figure("select sum(quantity) from movement").await, 1000);
    shop.verify().await;
}
