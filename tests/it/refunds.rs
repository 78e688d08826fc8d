//! Refunds: whole or by line, never twice, by whoever may.

use crate::shop::{Booth, OPENING, Reply, TestShop, Who};
use axum::http::StatusCode;
use chophien::{
    base::{clock::HOUR, id::ProductId, lang::Lang},
    print::slip,
    sale::Sold,
    staff::Role,
};
use serde_json::{Value, json};

impl TestShop {
    /// Takes a whole sale back, as a till does.
    pub async fn void(&self, who: &Who, sale: &Value, reason: &str) -> Reply {
        let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
        let ask = json!({"id": self.uid(), "reason": reason, "at_ms": self.now()});
        self.post(who, &path, &ask).await
    }
}

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
async fn a_refund_is_stored_found_and_printed_under_its_provisional_number() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    shop.post_sale(&booth.who, &sale).await;
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let id = shop.uid();
    let named = |number: &str| json!({"id": id, "reason": "Nhầm", "provisional_no": number});
    let first = shop.post(&booth.who, &path, &named(" A03-A-0003 ")).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
    let found = shop.get_json(&booth.who, "/api/v1/sales?number=A03-A-0003").await.body;
    assert_eq!(found["sales"][0]["id"], json!(id), "{found}");
    assert_eq!(found["sales"][0]["void_of"], sale["id"]);
    let again = shop.post(&booth.who, &path, &named("A03-A-0003")).await;
    assert_eq!(again.status, StatusCode::OK);
    let another = shop.post(&booth.who, &path, &named("A03-A-0004")).await;
    assert_eq!(another.status, StatusCode::CONFLICT);
    let entry = "select body from journal where kind = 'sale.voided'";
    let sold: Sold = serde_json::from_str(&shop.words(entry).await[0]).unwrap();
    let slip = slip::receipt(&sold, Lang::Vi, 0, "", None);
    assert_eq!(slip.provisional_no.as_deref(), Some("A03-A-0003"));
    shop.verify().await;
}

#[tokio::test]
async fn a_seller_takes_back_own_sales_of_the_day_and_the_manager_the_others() {
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
    assert_eq!(shop.figure("select sum(quantity) from gain").await, 1000);
    shop.verify().await;
}

/// A sale of three jars and 0.75 kg of squid, 185,000 and 420,000 a unit.
async fn mixed(shop: &TestShop, booth: &Booth, honey: ProductId) -> Value {
    let squid = shop.product("Mực khô", "kg", 420_000).await;
    shop.sells(booth, &[squid]).await;
    let sale = shop.sale(&[(honey, "3"), (squid, "0.75")], 870_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    sale
}

async fn take_back(shop: &TestShop, who: &Who, sale: &Value, more: Value) -> Reply {
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let mut ask = json!({"id": shop.uid(), "reason": "Khách trả", "at_ms": shop.now()});
    ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    shop.post(who, &path, &ask).await
}

#[tokio::test]
async fn goods_come_back_line_by_line_until_nothing_is_left() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let sale = mixed(&shop, &booth, honey).await;
    let part = |n: usize, quantity: &str| json!({"lines": [{"n": n, "quantity": quantity}]});
    let one = take_back(&shop, &booth.who, &sale, part(0, "1")).await;
    assert_eq!((one.status, &one.body["total"]), (StatusCode::CREATED, &json!(-185_000)));
    let squid = take_back(&shop, &booth.who, &sale, part(1, "0.25")).await;
    assert_eq!(squid.body["total"], -105_000);
    let more = take_back(&shop, &booth.who, &sale, part(0, "3")).await;
    assert_eq!(more.status, StatusCode::CONFLICT);
    assert!(
        more.body["message"].as_str().unwrap().contains("only 2 chai 500 ml are left"),
        "{}",
        more.body
    );
    let path = format!("/api/v1/sales/{}", sale["id"].as_str().unwrap());
    let left = shop.get_json(&booth.who, &path).await.body;
    assert_eq!((&left["given_back"], &left["voided"]), (&json!(290_000), &json!(false)));
    assert_eq!(left["lines"][1]["returned"], "0.25");
    let rest = take_back(&shop, &booth.who, &sale, json!({})).await;
    assert_eq!(rest.body["total"], -580_000);
    let again = take_back(&shop, &booth.who, &sale, json!({})).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(shop.figure("select sum(total) from sale").await, 0);
    assert_eq!(shop.figure("select sum(revenue) from rollup_sale").await, 0);
    // With the last part nothing is left, and the sale counts for none, as if taken back at once.
    assert_eq!(shop.figure("select sum(sales) - sum(voids) from rollup_sale").await, 0);
    assert_eq!(shop.figure("select sum(quantity) from level where tracked = 1").await, 5000);
    shop.verify().await;
}

#[tokio::test]
async fn spoiled_goods_come_back_as_a_loss_and_not_to_the_shelf() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let sale = shop.sale(&[(honey, "2")], 370_000);
    shop.post_sale(&booth.who, &sale).await;
    let lines = json!({"lines": [{"n": 0, "quantity": "1", "loss": true}]});
    let back = take_back(&shop, &booth.who, &sale, lines).await;
    assert_eq!(back.body["total"], -185_000);
    assert_eq!(shop.figure("select sum(quantity) from level").await, 3000);
    let causes = "select cause || ' ' || quantity from gain order by entry, n";
    assert_eq!(
        shop.words(causes).await,
        ["delivered 5000", "sold -2000", "returned 1000", "lost -1000"]
    );
    shop.verify().await;
}

#[tokio::test]
async fn two_devices_take_back_the_last_piece_at_once_and_one_of_them_is_told() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let (_, second) = shop.device(Some(booth.uid), None).await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), None).await;
    let hoa = hoa.on(&second);
    let sale = shop.sale(&[(honey, "1")], 185_000);
    shop.post_sale(&booth.who, &sale).await;
    let lines = || json!({"lines": [{"n": 0, "quantity": "1"}]});
    let (one, two) = tokio::join!(
        take_back(&shop, &booth.who, &sale, lines()),
        take_back(&shop, &hoa, &sale, lines()),
    );
    let mut told = [one.status, two.status];
    told.sort();
    assert_eq!(told, [StatusCode::CREATED, StatusCode::CONFLICT]);
    assert_eq!(shop.figure("select sum(amount) from tender").await, 0);
    assert_eq!(shop.figure("select quantity from returned").await, 1000);
    shop.verify().await;
}

#[tokio::test]
async fn the_database_itself_refuses_more_than_was_sold() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    shop.post_sale(&booth.who, &sale).await;
    take_back(&shop, &booth.who, &sale, json!({})).await;
    let mut db = chophien::db::writer(&shop.shop().lock).await.unwrap();
    let wrong =
        sqlx::query("update returned set quantity = quantity + 1000").execute(&mut db).await;
    assert!(wrong.unwrap_err().to_string().contains("more came back than was sold"));
}

#[tokio::test]
async fn the_parts_of_a_rounded_price_add_up_to_what_was_paid() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let tea = shop.product("Trà hoa vàng", "gói", 33_333).await;
    shop.sells(&booth, &[tea]).await;
    shop.fair_with(|fair| fair.cash_rounding = 1000).await;
    let mut sale = shop.sale(&[(tea, "3")], 100_000);
    sale["expected_total"] = json!(99_999);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    let one = || json!({"lines": [{"n": 0, "quantity": "1"}]});
    let mut given = Vec::new();
    for _ in 0..3 {
        take_back(&shop, &booth.who, &sale, one()).await;
        given.push(shop.figure("select sum(amount) from tender where amount < 0").await);
    }
    assert_eq!(given, [-33_000, -67_000, -100_000]);
    assert_eq!(shop.figure("select sum(total) from sale").await, 0);
    assert_eq!(shop.figure("select sum(rounding) from sale").await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn money_goes_back_as_it_was_paid_or_as_the_customer_wishes() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let mut sale = shop.sale(&[(honey, "2")], 370_000);
    sale["payments"] = json!([
        {"method": "cash", "amount": 270_000}, {"method": "vietqr", "amount": 100_000},
    ]);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    let half = json!({"lines": [{"n": 0, "quantity": "1"}]});
    take_back(&shop, &booth.who, &sale, half).await;
    let tenders = "select method || ' ' || amount from tender where amount < 0 order by sale, n";
    assert_eq!(shop.words(tenders).await, ["cash -135000", "vietqr -50000"]);
    take_back(&shop, &booth.who, &sale, json!({"back": "cash"})).await;
    assert_eq!(shop.words(tenders).await[2..], ["cash -185000"]);
    shop.verify().await;
}

#[tokio::test]
async fn beyond_the_limit_a_seller_needs_the_managers_pin() {
    let (shop, booth, honey) = TestShop::with_honey(20).await;
    let on = Some(booth.device);
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), on).await.on(&booth.who);
    shop.person("Hoa", Role::Manager, Some(booth.uid), on).await;
    let hoa = shop.pin("Hoa", "3816").await;
    let sale = shop.sale(&[(honey, "6")], 1_110_000);
    shop.post_sale(&lan, &sale).await;
    let refund = shop.uid();
    let ask = json!({"id": refund});
    let alone = take_back(&shop, &lan, &sale, ask.clone()).await;
    assert_eq!(alone.status, StatusCode::FORBIDDEN);
    assert!(alone.body["message"].as_str().unwrap().contains("1.000.000"), "{}", alone.body);
    let word = json!({"subject": refund, "what": "refund", "person": hoa, "pin": "3816"});
    let given = shop.post(&lan, "/api/v1/approvals", &word).await;
    assert_eq!(given.status, StatusCode::CREATED);
    let done = take_back(&shop, &lan, &sale, ask.clone()).await;
    assert_eq!((done.status, &done.body["total"]), (StatusCode::CREATED, &json!(-1_110_000)));
    let body = "select body ->> '$.reverses.approved_by' from journal where kind = 'sale.voided'";
    assert_eq!(shop.words(body).await, ["Hoa"]);
    // The word was for that refund and is worth nothing for another.
    let other = shop.sale(&[(honey, "6")], 1_110_000);
    shop.post_sale(&lan, &other).await;
    let second = take_back(&shop, &lan, &other, json!({})).await;
    assert_eq!(second.status, StatusCode::FORBIDDEN);
    shop.verify().await;
}

#[tokio::test]
async fn offline_the_limit_is_small_and_each_use_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(20).await;
    let on = Some(booth.device);
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), on).await.on(&booth.who);
    let (small, large) = (shop.sale(&[(honey, "1")], 185_000), shop.sale(&[(honey, "2")], 370_000));
    shop.post_sale(&lan, &small).await;
    shop.post_sale(&lan, &large).await;
    let back = take_back(&shop, &lan, &small, json!({"offline": true})).await;
    assert_eq!(back.status, StatusCode::CREATED);
    assert_eq!(back.body["flags"], json!(["refund_offline"]));
    let beyond = take_back(&shop, &lan, &large, json!({"offline": true})).await;
    assert_eq!(beyond.status, StatusCode::FORBIDDEN);
    assert_eq!(take_back(&shop, &lan, &large, json!({})).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_seller_who_turns_the_clock_back_reaches_little_of_an_old_sale_and_is_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(20).await;
    let on = Some(booth.device);
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), on).await.on(&booth.who);
    let sale = shop.sale(&[(honey, "3")], 555_000);
    shop.post_sale(&lan, &sale).await;
    let soon_after = shop.now() + 60_000;
    shop.set_now(OPENING + 10 * HOUR);
    let turned = |jars: &str| json!({"at_ms": soon_after, "lines": [{"n": 0, "quantity": jars}]});
    assert_eq!(take_back(&shop, &lan, &sale, turned("2")).await.status, StatusCode::FORBIDDEN);
    // It may as well be a row that was held up on its way, whose money is gone: no more than what
    // a phone without the laptop gives back.
    let little = take_back(&shop, &lan, &sale, turned("1")).await;
    assert_eq!(little.body["flags"], json!(["refund_offline"]), "{}", little.body);
    assert_eq!(take_back(&shop, &lan, &sale, turned("1")).await.status, StatusCode::FORBIDDEN);
    let now = json!({"lines": [{"n": 0, "quantity": "1"}]});
    assert_eq!(take_back(&shop, &lan, &sale, now).await.status, StatusCode::FORBIDDEN);
    // And a manager's refund is never booked before its sale.
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), on).await.on(&booth.who);
    let early = json!({"at_ms": OPENING - HOUR});
    assert_eq!(take_back(&shop, &hoa, &sale, early).await.status, StatusCode::CREATED);
    let order = "select count(*) from sale r join sale o on o.id = r.reverses \
        and r.paid_ms >= o.paid_ms";
    assert_eq!(shop.figure(order).await, 2);
}

#[tokio::test]
async fn a_line_that_is_not_there_or_named_twice_is_told() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let sale = shop.sale(&[(honey, "2")], 370_000);
    shop.post_sale(&booth.who, &sale).await;
    for lines in [
        json!([]),
        json!([{"n": 7, "quantity": "1"}]),
        json!([{"n": 0, "quantity": "0"}]),
        json!([{"n": 0, "quantity": "-1"}]),
        json!([{"n": 0, "quantity": "1"}, {"n": 0, "quantity": "1"}]),
        json!([{"n": 0, "quantity": "một"}]),
    ] {
        let wrong = take_back(&shop, &booth.who, &sale, json!({"lines": lines})).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{lines}");
    }
    assert_eq!(shop.figure("select count(*) from sale").await, 1);
}

#[tokio::test]
async fn the_till_is_told_beforehand_whether_a_sale_is_of_the_open_shift() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let before = shop.sale(&[(honey, "1")], 185_000);
    shop.post_sale(&booth.who, &before).await;
    let in_time = async |sale: &Value| {
        let path = format!("/api/v1/sales/{}", sale["id"].as_str().unwrap());
        shop.get_json(&booth.who, &path).await.body["in_time"].clone()
    };
    assert_eq!(in_time(&before).await, true, "without shifts the day counts");
    let shift = shop.uid();
    let open = json!({"id": shift, "at_ms": shop.now(), "float": []});
    let opened = shop.post(&booth.who, "/api/v1/shifts", &open).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    shop.set_now(shop.now() + 60_000);
    let within = shop.sale(&[(honey, "1")], 185_000);
    shop.post_sale(&booth.who, &within).await;
    assert_eq!(in_time(&within).await, true);
    shop.set_now(shop.now() + 60_000);
    let close = json!({"id": shop.uid(), "at_ms": shop.now(), "count": []});
    let closed = shop.post(&booth.who, &format!("/api/v1/shifts/{shift}/closings"), &close).await;
    assert_eq!(closed.status, StatusCode::CREATED, "{}", closed.body);
    assert_eq!(in_time(&within).await, false);
    let alone = take_back(&shop, &booth.who, &within, json!({})).await;
    assert_eq!(alone.status, StatusCode::FORBIDDEN);
}
