//! Money given back otherwise than it was paid: how often and by which way people paid stays true.

use crate::{
    shifts::{close, open},
    shop::{Booth, TestShop},
};
use axum::http::StatusCode;
use chophien::{
    base::{clock::Ms, id::ProductId},
    fair::store as fairs,
    live, report,
    staff::Role,
};
use serde_json::{Value, json};

/// Ten transfers of 100,000 in a shift, one of them taken back in cash.
async fn nine_of_ten() -> (TestShop, Booth, Value) {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let soap: ProductId = shop.product("Xà phòng", "bánh", 100_000).await;
    shop.sells(&booth, &[soap]).await;
    let on = Some(booth.device);
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), on).await.on(&booth.who);
    let shift = open(&shop, &hoa).await;
    for n in 0..10 {
        let mut sale = shop.sale(&[(soap, "1")], 100_000);
        sale["payments"] = json!([{"method": "vietqr", "amount": 100_000}]);
        assert_eq!(shop.post_sale(&hoa, &sale).await.status, StatusCode::CREATED);
        if n == 0 {
            let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
            let ask = json!({"id": shop.uid(), "reason": "Khách đổi ý", "back": "cash"});
            assert_eq!(shop.post(&hoa, &path, &ask).await.status, StatusCode::CREATED);
        }
    }
    let z = close(&shop, &hoa, &shift, 400_000).await;
    (shop, booth, z)
}

#[tokio::test]
async fn a_transfer_taken_back_in_cash_leaves_no_count_below_zero() {
    let (shop, _, z) = nine_of_ten().await;
    assert_eq!(
        z["figures"]["methods"],
        json!([
            {"method": "cash", "count": 0, "amount": -100_000},
            {"method": "vietqr", "count": 10, "amount": 1_000_000},
        ])
    );
    assert_eq!((&z["figures"]["sales"], &z["figures"]["reversals"]), (&json!(10), &json!(1)));
    assert_eq!((&z["expected"], &z["difference"]), (&json!(400_000), &json!(0)));
    let rows = "select method || ' ' || count || ' ' || amount || ' ' || taken \
                from rollup_tender order by method";
    assert_eq!(shop.words(rows).await, ["cash 0 -100000 0", "vietqr 10 1000000 1000000"]);
    shop.verify().await;
}

#[tokio::test]
async fn nobody_pays_more_than_all_of_it_without_cash_and_board_and_report_agree() {
    let (shop, _, _) = nine_of_ten().await;
    let mut db = shop.shop().read().await.unwrap();
    let fair = fairs::fairs(&mut db).await.unwrap().remove(0);
    let board = live::totals(&mut db, &fair, Ms(shop.now())).await.unwrap();
    let report = report::fair::fair(&mut db, &fair).await.unwrap();
    let report = serde_json::to_value(report).unwrap();
    assert_eq!(serde_json::to_value(board.today.cashless_share).unwrap(), json!(1.0));
    assert_eq!(report["cashless_share"], json!(1.0));
    assert_eq!(report["tenders"], json!({"cash": -100_000, "vietqr": 1_000_000}));
    let shares = report["by_tender"].as_array().unwrap();
    let shares: Vec<&Value> = shares.iter().map(|part| &part["share"]).collect();
    assert_eq!(shares, [&json!(0.0), &json!(1.0)]);
}
