//! The numbers that devices give to their own sales: none of them stops a till, and one that is
//! given twice is seen.

use crate::{
    batches::{jars, sold},
    shifts::{jar, page_of, sell},
    shop::{OPENING, TestShop, request},
    together::in_one_batch,
};
use axum::http::{StatusCode, header};
use chophien::{
    base::clock::{MINUTE, Ms},
    desk::command::Command,
    sale::{Checkout, Flag},
    staff::Role,
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_number_beyond_reason_is_dropped_and_flagged_and_the_till_sells_on() {
    let (shop, booth, honey) = TestShop::with_honey(20).await;
    let last = i64::from(i32::MAX);
    let numbered = |n: Value| {
        let mut sale = jar(&shop, honey, shop.now(), None);
        sale["device_seq"] = n;
        sale
    };
    assert_eq!(sell(&shop, &booth.who, &numbered(json!(7))).await["flags"], json!([]));
    for beyond in [
        json!(i64::MAX),
        json!(u64::MAX),
        json!(9.223372036854776e18),
        json!(1e300),
        json!(last + 1),
        json!(0),
        json!(-1),
        json!(1.5),
        json!("7"),
    ] {
        let sale = numbered(beyond.clone());
        let said = sell(&shop, &booth.who, &sale).await;
        assert_eq!(said["flags"], json!(["number_dropped"]), "{beyond}");
        let again = shop.post_sale(&booth.who, &sale).await;
        assert_eq!((again.status, &again.body["flags"]), (StatusCode::OK, &said["flags"]));
        let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
        let void = json!({"id": shop.uid(), "reason": "Nhầm", "device_seq": beyond});
        let back = shop.post(&booth.who, &path, &void).await;
        assert_eq!(back.status, StatusCode::CREATED, "{beyond}: {}", back.body);
        assert_eq!(back.body["flags"], json!(["number_dropped"]), "{beyond}");
    }
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!(till["device"]["next_seq"], 8);
    assert_eq!(sell(&shop, &booth.who, &numbered(json!(8))).await["flags"], json!([]));
    assert_eq!(sell(&shop, &booth.who, &numbered(json!(last))).await["flags"], json!([]));
    shop.verify().await;
}

#[tokio::test]
async fn a_till_that_says_any_number_hears_its_goods() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let mut sale = jar(&shop, honey, shop.now(), None);
    sale["device_seq"] = json!(i32::MAX);
    sell(&shop, &booth.who, &sale).await;
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    let told = till["device"]["next_seq"].to_string();
    for next in [told.as_str(), "9223372036854776000", "9223372036854775807", "1e300", "-1", ""] {
        let heard = shop.get_json(&booth.who, &format!("/api/v1/till?since=1&next={next}")).await;
        assert_eq!(heard.status, StatusCode::OK, "{next}: {}", heard.body);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_the_callers_language() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let mut sale = jar(&shop, honey, shop.now(), None);
    sale["lines"][0]["quantity"] = json!(7);
    for (body, said) in [
        (json!(sale), "Dữ liệu gửi lên thiếu hoặc sai"),
        (json!({"id": shop.uid()}), "Dữ liệu gửi lên thiếu hoặc sai"),
    ] {
        let mut asked = request("POST", &booth.who, "/api/v1/sales", Some(&body));
        asked.headers_mut().insert(header::ACCEPT_LANGUAGE, "vi".parse().unwrap());
        let reply = shop.send(asked).await;
        let words = reply.body["message"].as_str().unwrap_or_default();
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(words.starts_with(said) && !words.contains("deserialize"), "{words}");
    }
    let mut asked = request("POST", &booth.who, "/api/v1/sales", None);
    asked.headers_mut().insert(header::ACCEPT_LANGUAGE, "vi".parse().unwrap());
    *asked.body_mut() = axum::body::Body::from("{\"id\":");
    let words = shop.send(asked).await.body["message"].to_string();
    assert_eq!(words, "\"Dữ liệu gửi lên không phải JSON\"");
}

#[tokio::test]
async fn a_number_that_a_device_gives_twice_is_flagged_and_shown() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), None).await;
    let numbered = |n: i64, minutes: i64| {
        let mut sale = jar(&shop, honey, OPENING + minutes * MINUTE, None);
        sale["device_seq"] = json!(n);
        sale
    };
    for (n, flags) in [(1, json!([])), (2, json!([])), (2, json!(["number_twice"])), (3, json!([]))]
    {
        assert_eq!(sell(&shop, &booth.who, &numbered(n, 0)).await["flags"], flags, "{n}");
    }
    let (_, other) = shop.device(Some(booth.uid), None).await;
    assert_eq!(sell(&shop, &other, &numbered(2, 0)).await["flags"], json!([]), "another device's");
    let english = page_of(&shop, &hoa, "/booth/numbers").await;
    assert!(english.contains("1 given twice"), "{english}");
    assert!(english.contains("A-0002: A03-0002, A03-0003"), "{english}");
    shop.verify().await;
}

#[tokio::test]
async fn sales_of_one_batch_know_of_each_others_numbers_and_times() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let numbered = |(n, at): (i64, i64)| {
        let (device_seq, paid_at) = (Some(n), Ms(at));
        let sale = jars(&shop, &booth, honey, 1, 185_000);
        Command::Checkout(Checkout { device_seq, paid_at, ..sale })
    };
    let now = shop.now();
    let sales = [(1, now), (1, now), (2, now - 60 * MINUTE), (3, now)].map(numbered);
    let answers = in_one_batch(&shop, sales.into()).await;
    let flags = [vec![], vec![Flag::NumberTwice], vec![Flag::ClockWrong], vec![]];
    assert_eq!(answers.iter().map(|it| sold(it).flags.clone()).collect::<Vec<_>>(), flags);
    shop.verify().await;
}
