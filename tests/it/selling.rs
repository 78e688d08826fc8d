//! Selling: stock, prices, numbers, and the same sale sent again.

use crate::{
    shifts::open,
    shop::{Booth, OPENING, TestShop},
};
use axum::http::StatusCode;
use chophien::{
    base::clock::{DAY, MINUTE},
    staff::Role,
};
use serde_json::json;
use std::collections::BTreeSet;

const LEVEL: &str = "select sum(quantity) from level";

#[tokio::test]
async fn the_last_jar_is_sold_once() {
    let (shop, booth, honey) = TestShop::with_honey(1).await;
    let reply = shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    assert_eq!(reply.body["receipt_no"], "A03-0001");
    assert_eq!(reply.body["total"], 185_000);
    assert_eq!(reply.body["flags"], json!([]));
    assert_eq!(shop.figure(LEVEL).await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn selling_more_than_there_is_is_recorded_and_flagged_and_never_refused() {
    let (shop, booth, honey) = TestShop::with_honey(1).await;
    let first = shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    let second = shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    assert_eq!(first.body["flags"], json!([]));
    assert_eq!(second.status, StatusCode::CREATED);
    assert_eq!(second.body["flags"], json!(["stock_short"]));
    assert_eq!(shop.figure(LEVEL).await, -1000);
    assert_eq!(shop.figure("select sum(total) from sale").await, 370_000);
    shop.verify().await;
}

#[tokio::test]
async fn a_booth_without_opening_stock_sells_without_flags() {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let reply = shop.post_sale(&booth.who, &shop.sale(&[(honey, "3")], 555_000)).await;
    assert_eq!(reply.status, StatusCode::CREATED);
    assert_eq!(reply.body["flags"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_sale_sent_twenty_times_at_once_is_one_sale() {
    let (shop, booth, honey) = TestShop::with_honey(10).await;
    let sale = shop.sale(&[(honey, "2")], 370_000);
    let shop = std::sync::Arc::new(shop);
    let tasks: Vec<_> = (0..8)
        .map(|n| {
            let (shop, who, sale) = (shop.clone(), booth.who.clone(), sale.clone());
            tokio::spawn(async move {
                let mut replies = Vec::new();
                for _ in 0..if n < 4 { 3 } else { 2 } {
                    replies.push(shop.post_sale(&who, &sale).await);
                }
                replies
            })
        })
        .collect();
    let mut replies = Vec::new();
    for task in tasks {
        replies.extend(task.await.unwrap());
    }
    assert_eq!(replies.len(), 20);
    let made = replies.iter().filter(|reply| reply.status == StatusCode::CREATED).count();
    let again = replies.iter().filter(|reply| reply.status == StatusCode::OK).count();
    assert_eq!((made, again), (1, 19));
    let bodies: BTreeSet<String> = replies.iter().map(|reply| reply.body.to_string()).collect();
    assert_eq!(bodies.len(), 1, "every answer says the same");
    assert_eq!(replies[0].body["receipt_no"], "A03-0001");
    assert_eq!(shop.figure("select count(*) from sale").await, 1);
    assert_eq!(shop.figure(LEVEL).await, 8000);
    shop.verify().await;
}

#[tokio::test]
async fn a_known_id_with_other_content_is_a_conflict_and_changes_nothing() {
    let (shop, booth, honey) = TestShop::with_honey(10).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    let mut other = shop.sale(&[(honey, "2")], 370_000);
    other["id"] = sale["id"].clone();
    let reply = shop.post_sale(&booth.who, &other).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    assert_eq!(reply.body["error"], "conflict");
    assert_eq!(shop.figure("select sum(total) from sale").await, 185_000);
    assert_eq!(shop.figure(LEVEL).await, 9000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_sale_resent_after_the_next_seller_signed_in_is_the_same_sale() {
    let (shop, booth, honey) = TestShop::with_honey(10).await;
    let role = chophien::staff::Role::Seller;
    let lan = shop.person("Lan", role, Some(booth.uid), Some(booth.device)).await;
    let minh = shop.person("Minh", role, Some(booth.uid), Some(booth.device)).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&lan.on(&booth.who), &sale).await.status, StatusCode::CREATED);
    assert_eq!(shop.post_sale(&minh.on(&booth.who), &sale).await.status, StatusCode::OK);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::OK);
    assert_eq!(shop.words("select seller from sale").await, ["Lan"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receipt_numbers_have_no_gaps_when_three_booths_sell_at_once() {
    let shop = TestShop::open().await;
    let tea = shop.product("Trà hoa vàng Ba Chẽ", "hộp 30 g", 350_000).await;
    let mut booths = Vec::new();
    for code in ["A01", "A02", "A03"] {
        let booth = shop.booth(code).await;
        shop.sells(&booth, &[tea]).await;
        booths.push(booth);
    }
    let shop = std::sync::Arc::new(shop);
    let tasks: Vec<_> = (0..300)
        .map(|n| {
            let (shop, who) = (shop.clone(), booths[n % 3].who.clone());
            tokio::spawn(async move {
                // Every tenth does not add up: a refusal in a batch must not cost a number.
                let amount = if n % 10 == 9 { 1 } else { 350_000 };
                let mut sale = shop.sale(&[(tea, "1")], amount);
                sale["expected_total"] = json!(350_000);
                // Where too many ask at once a phone is told to come back, and does.
                loop {
                    match shop.post_sale(&who, &sale).await.status {
                        StatusCode::SERVICE_UNAVAILABLE => tokio::task::yield_now().await,
                        status => return status,
                    }
                }
            })
        })
        .collect();
    let mut refused = 0;
    for task in tasks {
        refused += i32::from(task.await.unwrap() == StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(refused, 30);
    let numbers = "select b.code || ' ' || count(*) || ' ' || min(number) || ' ' || max(number) \
                   from sale s join booth b on b.id = s.booth group by b.code order by b.code";
    assert_eq!(shop.words(numbers).await, ["A01 90 1 90", "A02 90 1 90", "A03 90 1 90"]);
    shop.verify().await;
}

#[tokio::test]
async fn figures_beyond_all_reason_stop_neither_the_desk_nor_the_till() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    for extreme in [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX] {
        for field in [
            "/expected_total",
            "/device_seq",
            "/paid_at_ms",
            "/priced_at_seq",
            "/payments/0/amount",
            "/payments/0/given",
        ] {
            let mut sale = shop.sale(&[(honey, "1")], 185_000);
            sale["priced_at_seq"] = json!(1);
            *sale.pointer_mut(field).unwrap() = json!(extreme);
            let reply = shop.post_sale(&booth.who, &sale).await;
            let known = [StatusCode::CREATED, StatusCode::UNPROCESSABLE_ENTITY];
            assert!(known.contains(&reply.status), "{field} {extreme}: {}", reply.body);
            let till = shop.get_json(&booth.who, "/api/v1/till").await;
            assert_eq!(till.status, StatusCode::OK, "{field} {extreme}");
        }
    }
    for quantity in ["1000000", "1000000.001", "9223372036854775", "1e9", "79228162514264337593543"]
    {
        let sale = shop.sale(&[(honey, quantity)], 185_000);
        let reply = shop.post_sale(&booth.who, &sale).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{quantity}");
    }
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    shop.verify().await;
}

#[tokio::test]
async fn no_figure_beyond_all_reason_comes_into_a_drawer_a_discount_or_a_refund() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let on = Some(booth.device);
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), on).await.on(&booth.who);
    let shift = open(&shop, &hoa).await;
    let sold = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&hoa, &sold).await.status, StatusCode::CREATED);
    let of = |rest: &str| format!("/api/v1/shifts/{shift}/{rest}");
    let refunds = format!("/api/v1/sales/{}/refunds", sold["id"].as_str().unwrap());
    for extreme in [i64::MIN, i64::MIN + 1, -100_000_000_001, 0, i64::MAX - 1, i64::MAX] {
        let at = shop.now();
        let notes = json!([{"note": 200, "count": extreme}]);
        let odd = json!([{"note": extreme, "count": 1}]);
        let few = json!([{"note": 200, "count": i64::MIN}]);
        let mut taken_off = shop.sale(&[(honey, "1")], 185_000);
        taken_off["discount"] = json!({"amount": if extreme == 0 { -1 } else { extreme }});
        let part = json!([{"n": extreme, "quantity": extreme.to_string()}]);
        for (path, mut ask) in [
            (of("movements"), json!({"at_ms": at, "amount": extreme, "reason": "Thêm tiền lẻ"})),
            (of("movements"), json!({"at_ms": extreme, "amount": extreme, "reason": "Gửi xe"})),
            (of("closings"), json!({"at_ms": at, "count": odd})),
            (of("closings"), json!({"at_ms": at, "count": few})),
            ("/api/v1/shifts".to_owned(), json!({"at_ms": extreme, "float": odd})),
            ("/api/v1/shifts".to_owned(), json!({"at_ms": at, "float": [notes[0], notes[0]]})),
            ("/api/v1/sales".to_owned(), taken_off),
            (refunds.clone(), json!({"reason": "Nhầm", "device_seq": 1, "lines": part})),
        ] {
            ask["id"] = json!(shop.uid());
            let reply = shop.post(&hoa, &path, &ask).await;
            assert_eq!(
                reply.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{path} {ask}: {}",
                reply.body
            );
        }
    }
    assert_eq!(shop.figure("select count(*) from shift_event").await, 0);
    let x = shop.get_json(&hoa, "/api/v1/shifts/current").await.body;
    assert_eq!(x["shift"]["expected"], 685_000);
    shop.verify().await;
}

#[tokio::test]
async fn money_taken_at_an_older_price_stands_and_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(10).await;
    let till = shop.get_json(&booth.who, "/api/v1/till").await;
    assert_eq!(till.body["products"][0]["price"], 185_000);
    shop.price(honey, 200_000).await;
    let mut sale = shop.sale(&[(honey, "2")], 370_000);
    sale["priced_at_seq"] = till.body["pos"].clone();
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.status, StatusCode::CREATED);
    assert_eq!(reply.body["total"], 370_000);
    assert_eq!(reply.body["flags"], json!(["price_changed"]));
    let line = "select price || ' ' || amount from sale_line";
    assert_eq!(shop.words(line).await, ["185000 370000"]);
    let difference = "select body ->> 'difference' from journal where kind like 'sale.%'";
    assert_eq!(shop.figure(difference).await, -30_000);
}

#[tokio::test]
async fn a_weighed_line_and_a_counted_one_add_up() {
    let (shop, booth, honey) = TestShop::with_honey(10).await;
    let squid = shop.product("Mực khô Cô Tô", "kg", 980_000).await;
    shop.sells(&booth, &[squid]).await;
    shop.stock(&booth, squid, 5000, "", None).await;
    let sale = shop.sale(&[(squid, "0.35"), (honey, "2")], 713_000);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.body["total"], 713_000, "0.35 × 980,000 + 2 × 185,000");
    let amounts = "select quantity || ' ' || amount from sale_line order by n";
    assert_eq!(shop.words(amounts).await, ["350 343000", "2000 370000"]);
    assert_eq!(shop.figure(LEVEL).await, 10_000 + 5000 - 2000 - 350);
}

#[tokio::test]
async fn what_cannot_be_a_sale_is_refused_with_a_reason_and_nothing_is_written() {
    let (shop, booth, honey) = TestShop::with_honey(10).await;
    let before = shop.figure("select max(pos) from journal").await;
    let unknown = chophien::base::id::ProductId(shop.uid());
    let mut version_4 = shop.sale(&[(honey, "1")], 185_000);
    version_4["id"] = json!("6f2c0bb1-9f3e-4b8a-8d53-1a1f0c9d2e77");
    let mut short = shop.sale(&[(honey, "1")], 185_000);
    short["payments"][0]["given"] = json!(100_000);
    let mut apart = shop.sale(&[(honey, "1")], 180_000);
    apart["expected_total"] = json!(185_000);
    for (sale, reason) in [
        (apart, "payments_do_not_add_up"),
        (shop.sale(&[(unknown, "1")], 185_000), "product"),
        (shop.sale(&[(honey, "0.3505")], 64_843), "quantity"),
        (shop.sale(&[(honey, "-1")], 185_000), "quantity"),
        (shop.sale(&[(honey, "0")], 0), "quantity"),
        (shop.sale(&[], 0), "lines"),
        (shop.sale(&vec![(honey, "1"); 101], 18_685_000), "lines"),
        (version_4, "id"),
        (short, "payment_amount"),
        (json!({"id": 7}), "json"),
    ] {
        let reply = shop.post_sale(&booth.who, &sale).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{reason}");
        assert_eq!(reply.body["error"], reason, "{}", reply.body);
        assert!(reply.body["message"].as_str().is_some_and(|text| text.len() > 8));
    }
    assert_eq!(shop.figure("select max(pos) from journal").await, before);
    assert_eq!(shop.figure("select count(*) from sale").await, 0);
}

#[tokio::test]
async fn a_device_whose_clock_is_wrong_sells_and_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(10).await;
    for (paid, flags, day) in [
        (OPENING - 40 * DAY, json!(["clock_wrong"]), "2026-06-03"),
        (OPENING + 10 * MINUTE, json!(["clock_wrong"]), "2026-06-03"),
        (OPENING - DAY, json!([]), "2026-06-02"),
        (OPENING + 4 * MINUTE, json!([]), "2026-06-03"),
    ] {
        let mut sale = shop.sale(&[(honey, "1")], 185_000);
        sale["paid_at_ms"] = json!(paid);
        let reply = shop.post_sale(&booth.who, &sale).await;
        assert_eq!(reply.status, StatusCode::CREATED);
        assert_eq!(reply.body["flags"], flags);
        let last = shop.words("select day from sale order by id desc limit 1").await;
        assert_eq!(last, [day]);
    }
}

#[tokio::test]
async fn a_sale_after_the_fair_is_recorded_and_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(10).await;
    let last = jiff::civil::date(2026, 6, 2);
    shop.fair_with(|fair| fair.ends_on = Some(last)).await;
    let reply = shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    assert_eq!(reply.body["flags"], json!(["outside_fair"]));
}

#[tokio::test]
async fn a_star_whose_certificate_has_expired_is_not_in_the_entry() {
    let (shop, booth, honey) = TestShop::with_honey(10).await;
    let certificate = |signed: jiff::civil::Date, uid| chophien::catalog::Certificate {
        uid: chophien::base::id::CertificateId(uid),
        product: honey,
        number: "12/QĐ-UBND".into(),
        star: 4,
        signed_on: signed,
        expires_on: chophien::catalog::expiry(signed),
    };
    let uid = shop.uid();
    let star = "select coalesce(star, 0) from sale_line order by sale desc limit 1";
    for (signed, expected) in
        [(jiff::civil::date(2023, 6, 3), 0), (jiff::civil::date(2023, 6, 4), 4)]
    {
        let change = chophien::catalog::Change::Certificate(certificate(signed, uid));
        shop.put(chophien::desk::command::Command::Catalog(change)).await;
        let reply = shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
        assert_eq!(reply.status, StatusCode::CREATED);
        assert_eq!(shop.figure(star).await, expected);
    }
    let entry = "select coalesce(body ->> '$.lines[0].star', 0) from journal \
                 where kind = 'sale.made' order by pos limit 1";
    assert_eq!(shop.figure(entry).await, 0);
}

#[tokio::test]
async fn the_lot_that_expires_first_leaves_first() {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let day = |day| Some(jiff::civil::date(2026, 12, day));
    shop.stock(&booth, honey, 5000, "L2", day(20)).await;
    shop.stock(&booth, honey, 2000, "L1", day(10)).await;
    shop.post_sale(&booth.who, &shop.sale(&[(honey, "3")], 555_000)).await;
    let lots = "select lot || ' ' || quantity from level order by lot";
    assert_eq!(shop.words(lots).await, ["L1 0", "L2 4000"]);
}

#[tokio::test]
async fn a_booth_sees_first_what_it_sells_most_often_itself() {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let noodles = shop.product("Miến dong", "gói", 55_000).await;
    let tea = shop.product("Ba kích", "hộp", 900_000).await;
    let neighbour = shop.booth("A04").await;
    for at in [&booth, &neighbour] {
        shop.sells(at, &[honey, noodles, tea]).await;
    }
    let sell = async |at: &Booth, product, amount, times| {
        for _ in 0..times {
            let sale = shop.sale(&[(product, "1")], amount);
            assert_eq!(shop.post_sale(&at.who, &sale).await.status, StatusCode::CREATED);
        }
    };
    // Cheap and often comes before dear and seldom; what neighbours sell does not matter here.
    sell(&booth, noodles, 55_000, 3).await;
    sell(&booth, tea, 900_000, 1).await;
    sell(&neighbour, honey, 185_000, 5).await;
    let order = async |at: &Booth| {
        let till = shop.get_json(&at.who, "/api/v1/till").await.body;
        let goods = till["products"].as_array().unwrap().clone();
        goods.iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(order(&booth).await, ["Miến dong", "Ba kích", "Mật ong Tiên Yên"]);
    assert_eq!(order(&neighbour).await, ["Mật ong Tiên Yên", "Ba kích", "Miến dong"]);
}
