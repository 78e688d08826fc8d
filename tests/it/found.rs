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

/// Sales of a long season before those of today, as rows alone: what is asked here reads no more.
async fn many_older(shop: &TestShop, first: &str, count: i64) {
    let sql = format!(
        "insert into sale (id, uid, origin, fair, booth, number, receipt_no, seller, paid_ms, \
         received_ms, day, hour, total, rounding, flags, void, writer) \
         with recursive n(i) as (select 1 union all select i + 1 from n where i < {count}) \
         select s.id + n.i, randomblob(16), s.origin, s.fair, s.booth, s.number + n.i, \
         printf('A03-%04d', s.number + n.i), '', s.paid_ms, s.received_ms, s.day, s.hour, \
         185000, 0, '[]', 0, s.writer from sale s, n where s.receipt_no = '{first}'"
    );
    let add = shop.shop().desk.local(move |db| {
        Box::pin(async move { sqlx::query(sqlx::AssertSqlSafe(sql)).execute(db).await.map(|_| ()) })
    });
    add.await.unwrap();
}

#[tokio::test]
async fn a_receipt_of_long_ago_is_found_by_its_number_and_the_rest_is_looked_for_on_request() {
    let (shop, booth, honey) = TestShop::with_honey(40).await;
    let tea = shop.product("Trà hoa vàng", "hộp", 61_000).await;
    shop.sells(&booth, &[tea]).await;
    let sale = shop.sale(&[(tea, "2")], 122_000);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.body["receipt_no"], "A03-0001", "{}", reply.body);
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    many_older(&shop, "A03-0002", 6_000).await;
    let find = async |text: &str, before: &str| {
        let path = format!("/api/v1/sales?find={}{before}", text.replace(' ', "%20"));
        shop.get_json(&booth.who, &path).await.body
    };
    for number in ["0001", "a03-0001", "tra 0001", "A03-0001 122.000"] {
        let found = find(number, "").await;
        assert!(numbers(&found).contains(&"A03-0001"), "{number}: {found}");
    }
    // What else may be older is said, and where to look on.
    let first = find("tra hoa", "").await;
    assert!(numbers(&first).is_empty(), "{first}");
    assert_eq!(first["more"].as_bool(), Some(true), "the newest 5,000 were looked through");
    let rest = find("tra hoa", &format!("&before={}", first["before"])).await;
    assert_eq!((numbers(&rest), rest["more"].as_bool()), (vec!["A03-0001"], Some(false)));
    let last = format!("&before={}", rest["sales"][0]["pos"]);
    assert!(numbers(&find("0001", &last).await).is_empty(), "each is given once");
    let foreign = shop.booth("B01").await;
    let found = shop.get_json(&foreign.who, "/api/v1/sales?find=0001").await.body;
    assert!(numbers(&found).is_empty(), "another booth's");
}
