//! Paying in several ways at once, and by cards and wallets.

use crate::shop::{Booth, TestShop};
use axum::http::StatusCode;
use chophien::{
    base::id::{Chance, ProductId},
    desk::command::Command,
    fair::{self, methods::Method},
    payment::reference::Reference,
    staff::Role,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const TENDERS: &str = "select method || ' ' || amount from rollup_tender order by method";
const CLAIMS: &str = "select state || ' ' || amount from payment_event order by id";
/// What the tenders of all sales are away from their totals and rounding: always nothing.
const APART: &str = "select (select coalesce(sum(amount), 0) from tender) - \
                     (select coalesce(sum(total + rounding), 0) from sale)";

/// Two jars of honey for 370,000 đồng, paid in these parts.
fn paid(shop: &TestShop, honey: ProductId, payments: Value) -> Value {
    let mut sale = shop.sale(&[(honey, "2")], 370_000);
    sale["payments"] = payments;
    sale
}

async fn requested(shop: &TestShop, booth: &Booth, amount: i64) -> String {
    let reference = Reference::mint(&Chance::seeded(41)).to_string();
    let at = shop.now();
    let ask = json!({"id": shop.uid(), "reference": reference, "amount": amount, "at_ms": at});
    let reply = shop.post(&booth.who, "/api/v1/payments/requests", &ask).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    reference
}

#[tokio::test]
async fn a_sale_is_paid_in_cash_by_vietqr_and_by_card_and_each_is_counted_once() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let reference = requested(&shop, &booth, 150_000).await;
    let sale = paid(
        &shop,
        honey,
        json!([
            {"method": "cash", "amount": 120_000, "given": 200_000},
            {"method": "vietqr", "amount": 150_000, "reference": reference},
            {"method": "card", "amount": 100_000, "reference": "  Thẻ  …4412 "},
        ]),
    );
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    assert_eq!(reply.body["flags"], json!([]));
    assert_eq!(shop.words(TENDERS).await, ["card 100000", "cash 120000", "vietqr 150000"]);
    // What is typed beside a card is a note, not a transfer that a bank could confirm.
    assert_eq!(shop.words(CLAIMS).await, ["requested 150000", "claimed 150000"]);
    let note = "select reference from tender where method = 'card'";
    assert_eq!(shop.words(note).await, ["Thẻ …4412"]);
    let list = shop.get_json(&booth.who, "/api/v1/sales").await.body;
    assert_eq!(list["sales"][0]["payments"][1]["state"], "claimed");
    assert_eq!(list["sales"][0]["payments"][2]["state"], Value::Null);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::OK);
    assert_eq!(shop.figure(APART).await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn a_split_sale_taken_back_gives_each_way_of_paying_its_own_share() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let sale = paid(
        &shop,
        honey,
        json!([{"method": "cash", "amount": 170_000}, {"method": "momo", "amount": 200_000}]),
    );
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    for _ in 0..2 {
        let back = json!({
            "id": shop.uid(), "reason": "Khách đổi ý", "at_ms": shop.now(),
            "lines": [{"n": 0, "quantity": "1"}],
        });
        let reply = shop.post(&hoa.on(&booth.who), &path, &back).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
        assert_eq!(shop.figure(APART).await, 0);
    }
    assert_eq!(shop.words(TENDERS).await, ["cash 0", "momo 0"]);
    assert_eq!(shop.figure("select count(*) from payment_event").await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn cashless_is_whatever_is_not_cash_and_reports_name_what_was_used() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    for method in ["zalopay", "cash"] {
        let parts = json!([{"method": method, "amount": 370_000}]);
        assert_eq!(
            shop.post_sale(&booth.who, &paid(&shop, honey, parts)).await.status,
            StatusCode::CREATED
        );
    }
    let auditor = shop.person("Kiểm", Role::Auditor, None, None).await;
    let report = shop.get_json(&auditor, "/fairs/HL26?format=json").await.body;
    let tenders = json!({"cash": 370_000, "vietqr": 0, "zalopay": 370_000});
    assert_eq!(report["tenders"], tenders, "{report}");
    assert_eq!(report["cashless_share"], json!(0.5));
}

#[tokio::test]
async fn a_card_gives_no_change_and_a_split_is_not_rounded() {
    let shop = TestShop::open().await;
    shop.fair_with(|fair| fair.cash_rounding = 1000).await;
    let booth = shop.booth("A03").await;
    let shrimp = shop.product("Tôm khô Vân Đồn", "kg", 1_299_000).await;
    shop.sells(&booth, &[shrimp]).await;
    for (payments, status) in [
        (json!([{"method": "card", "amount": 461_145, "given": 500_000}]), 422),
        (json!([{"method": "card", "amount": 461_145, "reference": "x".repeat(41)}]), 422),
        (json!([{"method": "cash", "amount": 61_000}, {"method": "card", "amount": 400_000}]), 422),
        (json!([{"method": "cash", "amount": 61_145}, {"method": "card", "amount": 400_000}]), 201),
        (json!([{"method": "cash", "amount": 61_000}, {"method": "cash", "amount": 400_000}]), 201),
    ] {
        let mut sale = shop.sale(&[(shrimp, "0.355")], 461_145);
        sale["payments"] = payments;
        let reply = shop.post_sale(&booth.who, &sale).await;
        assert_eq!(reply.status.as_u16(), status, "{} {}", sale["payments"], reply.body);
    }
    assert_eq!(shop.figure("select sum(rounding) from sale").await, -145);
    assert_eq!(shop.figure(APART).await, 0);
}

#[tokio::test]
async fn a_till_is_told_what_its_booth_takes_and_money_taken_otherwise_stands() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!(till["booth"]["methods"], json!(["cash", "vietqr"]));
    let mut db = shop.shop().read().await.unwrap();
    let row = fair::store::booth(&mut db, &booth.uid.bytes()).await.unwrap().unwrap();
    drop(db);
    let limits = row.limits();
    shop.put(Command::Fair(fair::Change::Booth(fair::Booth {
        uid: booth.uid,
        fair: shop.fair,
        code: row.code,
        name: row.name,
        zone: fair::kinds::Zone::Local,
        origin_unit: row.origin_unit,
        seller: row.seller,
        address: row.address,
        phone: row.phone,
        tax_code: row.tax_code,
        bank_bin: row.bank_bin,
        account: row.account,
        limits,
        methods: fair::methods::Methods::of([Method::Card]),
        pictures: false,
        closed: false,
    })))
    .await;
    let till = shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!(till["booth"]["methods"], json!(["cash", "card"]));
    let sale = paid(&shop, honey, json!([{"method": "vnpay", "amount": 370_000}]));
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    shop.verify().await;
}

/// Splits `total` into parts by these weights, so that they add up to the last đồng.
fn split(total: i64, weights: &[i64]) -> Vec<i64> {
    let weights: Vec<_> =
        weights.iter().map(|weight| chophien::base::money::Money(*weight)).collect();
    chophien::base::money::Money(total).allocate(&weights).iter().map(|part| part.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn tenders_are_total_and_rounding_however_a_sale_is_split(
        grams in 1_i64..20_000,
        weights in prop::collection::vec((1_i64..100, 0_usize..Method::ALL.len()), 1..8),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let shop = TestShop::open().await;
            shop.fair_with(|fair| fair.cash_rounding = 500).await;
            let booth = shop.booth("A03").await;
            let shrimp = shop.product("Tôm khô Vân Đồn", "kg", 1_299_000).await;
            shop.sells(&booth, &[shrimp]).await;
            let quantity = format!("{}.{:03}", grams / 1000, grams % 1000);
            let total = (1_299_000 * grams + 500) / 1000;
            let cash = weights.iter().all(|(_, method)| Method::ALL[*method] == Method::Cash);
            let due = if cash { (total + 250) / 500 * 500 } else { total };
            let parts = split(due, &weights.iter().map(|part| part.0).collect::<Vec<_>>());
            let part = |(amount, (_, method)): (&i64, &(i64, usize))| {
                json!({"method": Method::ALL[*method], "amount": amount})
            };
            let mut sale = shop.sale(&[(shrimp, &quantity)], total);
            sale["payments"] = parts.iter().zip(&weights).map(part).collect();
            let reply = shop.post_sale(&booth.who, &sale).await;
            assert_eq!(reply.status, StatusCode::CREATED, "{sale} {}", reply.body);
            assert_eq!(reply.body["rounding"], json!(due - total));
            assert_eq!(shop.figure(APART).await, 0);
            let rolled = "select (select sum(amount) from rollup_tender) - \
                          (select sum(revenue + rounding) from rollup_sale)";
            assert_eq!(shop.figure(rolled).await, 0);
            shop.verify().await;
        });
    }
}
