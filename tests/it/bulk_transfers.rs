//! A day's transfers confirmed at once, while the booth sells on.

use crate::{
    day::Day,
    pages::{FORM, SEEN},
    shop::{TestShop, Who},
};
use axum::http::StatusCode;
use chophien::staff::Role;
use serde_json::json;
use std::time::{Duration, Instant};

const STANDS: &str = "select state || ' ' || count(*) from transfer_listed where last \
                      group by state order by state";

async fn press(shop: &TestShop, who: &Who, path: &str, body: &str) -> StatusCode {
    Day::fill(shop, who, "vi", path, FORM, body).await.status
}

#[tokio::test]
async fn all_that_waits_is_confirmed_by_name_while_the_booth_sells_and_one_is_taken_back() {
    let (shop, booth, honey) = TestShop::with_honey(9_000).await;
    let chu = shop.person("Chu", Role::Organiser, None, None).await;
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), None).await;
    for _ in 0..250 {
        let mut sale = shop.sale(&[(honey, "1")], 185_000);
        sale["payments"] = json!([{"method": "vietqr", "amount": 185_000}]);
        assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    }
    assert_eq!(shop.words(STANDS).await, ["claimed 250"]);
    let code = shop.words("select code from fair").await.remove(0);
    let all = format!("/transfers/all?fair={code}");
    assert_eq!(press(&shop, &lan, &all, "").await, StatusCode::FORBIDDEN);
    let list = Day::ask(&shop, &chu, "vi", &format!("/transfers?fair={code}")).await.text;
    // 250 × 185.000 đ.
    assert!(list.contains("Xác nhận cả 250") && list.contains("46.250.000"), "{list}");

    let selling = async {
        let mut slowest = Duration::ZERO;
        for _ in 0..20 {
            let (sale, began) = (shop.sale(&[(honey, "1")], 185_000), Instant::now());
            assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
            slowest = slowest.max(began.elapsed());
        }
        slowest
    };
    let seen = shop.words(SEEN).await.remove(0);
    // One more comes while the statement is compared: it is not among what was seen.
    let mut late = shop.sale(&[(honey, "1")], 185_000);
    late["payments"] = json!([{"method": "vietqr", "amount": 185_000}]);
    assert_eq!(shop.post_sale(&booth.who, &late).await.status, StatusCode::CREATED);
    let wrong = seen.replace("count=250", "count=251");
    for other in ["", &wrong] {
        let answer = press(&shop, &chu, &all, other).await;
        assert_eq!(answer, StatusCode::UNPROCESSABLE_ENTITY, "it is not what was seen: {other}");
    }
    assert_eq!(shop.words(STANDS).await, ["claimed 251"]);
    let (done, slowest) = tokio::join!(press(&shop, &chu, &all, &seen), selling);
    assert_eq!(done, StatusCode::SEE_OTHER);
    println!("the slowest sale beside it took {slowest:?}");
    assert_eq!(shop.words(STANDS).await, ["claimed 1", "confirmed 250"]);
    // Pressed twice, it is no longer what was seen, and nothing more is said of anybody.
    assert_eq!(press(&shop, &chu, &all, &seen).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(shop.words(STANDS).await, ["claimed 1", "confirmed 250"]);
    let by = "select distinct actor from payment_event where state = 'confirmed'";
    assert_eq!(shop.words(by).await, ["Chu (organiser)"]);

    let reference = shop.words("select reference from payment_event limit 1").await.remove(0);
    let back = format!("booth={}&reference={reference}&state=claimed", booth.uid);
    let path = format!("/transfers?fair={code}");
    assert_eq!(press(&shop, &chu, &path, &back).await, StatusCode::SEE_OTHER);
    assert_eq!(shop.words(STANDS).await, ["claimed 2", "confirmed 249"]);
    // Both words stand in the book.
    let steps = "select state from payment_event where reference in (select reference \
                 from payment_event group by reference having count(*) = 3) order by id";
    assert_eq!(shop.words(steps).await, ["claimed", "confirmed", "claimed"]);
    let twice = press(&shop, &chu, &path, &back).await;
    assert_eq!(twice, StatusCode::CONFLICT, "there is nothing to take back");
    let seen = shop.words(SEEN).await.remove(0);
    assert_eq!(press(&shop, &chu, &all, &seen).await, StatusCode::SEE_OTHER);
    assert_eq!(shop.words(STANDS).await, ["confirmed 251"]);
    shop.verify().await;
}
