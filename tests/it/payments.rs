//! Cash rounding, and transfers from the QR to the bank's word.

use crate::{
    shop::{Booth, Reply, TestShop},
    together::page,
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::Ms,
        id::{Chance, CommandId, ProductId, RequestId},
        money::Money,
    },
    desk::command::Command,
    fair,
    payment::{
        event::{State, Step},
        reference::Reference,
    },
    staff::Role,
};
use serde_json::{Value, json};

const STATE: &str = "select state from payment_event order by id";
const REVENUE: &str = "select coalesce(sum(revenue), 0) from rollup_sale";

#[tokio::test]
async fn cash_rounded_to_a_thousand_is_an_amount_of_its_own() {
    let shop = TestShop::open().await;
    shop.fair_with(|fair| fair.cash_rounding = 1000).await;
    let booth = shop.booth("A03").await;
    let shrimp = shop.product("Tôm khô Vân Đồn", "kg", 1_299_000).await;
    shop.sells(&booth, &[shrimp]).await;
    let mut sale = shop.sale(&[(shrimp, "0.355")], 461_000);
    sale["expected_total"] = json!(461_145);
    sale["payments"][0]["given"] = json!(500_000);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    assert_eq!((&reply.body["total"], &reply.body["rounding"]), (&json!(461_145), &json!(-145)));
    let cell = "select revenue || ' ' || rounding from rollup_sale";
    assert_eq!(shop.words(cell).await, ["461145 -145"]);
    assert_eq!(shop.figure("select amount from rollup_tender").await, 461_000);
    let apart = "select sum(t.amount) - (select sum(total + rounding) from sale) from tender t";
    assert_eq!(shop.figure(apart).await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn a_sale_paid_half_in_cash_and_half_by_transfer_adds_up() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let mut sale = shop.sale(&[(honey, "2")], 370_000);
    sale["payments"] = json!([
        {"method": "cash", "amount": 170_000, "given": 200_000},
        {"method": "vietqr", "amount": 200_000},
    ]);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    let methods = "select method || ' ' || amount from rollup_tender order by method";
    assert_eq!(shop.words(methods).await, ["cash 170000", "vietqr 200000"]);
    shop.verify().await;
}

#[tokio::test]
async fn a_transfer_that_came_without_a_reference_is_claimed_under_its_sales_number() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let lan = shop.person("Lan", Role::Manager, Some(booth.uid), None).await;
    let mut sale = shop.sale(&[(honey, "2")], 370_000);
    sale["payments"] = json!([
        {"method": "vietqr", "amount": 185_000},
        {"method": "cash", "amount": 100_000},
        {"method": "vietqr", "amount": 85_000},
    ]);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!((reply.status, &reply.body["flags"]), (StatusCode::CREATED, &json!([])));
    let again = shop.post_sale(&booth.who, &sale).await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &reply.body));
    let steps = "select reference || ' ' || state || ' ' || amount from payment_event order by id";
    let claimed = ["A03-0001 claimed 185000", "A03-0001/3 claimed 85000"];
    assert_eq!(shop.words(steps).await, claimed);
    assert!(page(&shop, &lan, "/transfers").await.contains("A03-0001/3"));
    let first = json!({"id": shop.uid(), "reference": "A03-0001"});
    bank_says(&shop, &booth, &first, State::Missing).await;
    assert_eq!(shop.words(steps).await[2], "A03-0001 missing 185000");
    let listed = shop.get_json(&booth.who, "/api/v1/sales").await.body;
    assert_eq!(listed["sales"][0]["payments"][0]["state"], "missing", "{listed}");
    assert_eq!(shop.void(&lan.on(&booth.who), &sale, "Khách đổi ý").await.status, 201);
    assert_eq!(shop.figure(REVENUE).await, 0);
    shop.verify().await;
}

async fn ask(shop: &TestShop, booth: &Booth, seed: u64) -> (Value, String) {
    let reference = Reference::mint(&Chance::seeded(seed)).to_string();
    let ask = json!({
        "id": shop.uid(), "reference": reference, "amount": 185_000, "at_ms": shop.now(),
    });
    let reply = shop.post(&booth.who, "/api/v1/payments/requests", &ask).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    let payload = reply.body["payload"].as_str().unwrap();
    assert!(payload.contains(&reference) && payload.contains("5406185000"), "{payload}");
    let again = shop.post(&booth.who, "/api/v1/payments/requests", &ask).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.body, reply.body);
    (ask, reference)
}

fn transfer(shop: &TestShop, honey: ProductId, reference: &str) -> Value {
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["payments"] = json!([{"method": "vietqr", "amount": 185_000, "reference": reference}]);
    sale
}

async fn bank_says(shop: &TestShop, booth: &Booth, ask: &Value, state: State) {
    let step = Step {
        uid: CommandId(shop.uid()),
        request: ask["id"].as_str().unwrap().parse::<RequestId>().unwrap(),
        booth: booth.uid,
        state,
        reference: ask["reference"].as_str().unwrap().into(),
        amount: Money(185_000),
        at: Ms(shop.now()),
    };
    shop.put(Command::Payment(step)).await;
}

#[tokio::test]
async fn a_shown_qr_is_no_revenue_no_number_and_no_stock() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    ask(&shop, &booth, 1).await;
    assert_eq!(shop.words(STATE).await, ["requested"]);
    assert_eq!(shop.figure(REVENUE).await, 0);
    assert_eq!(shop.figure("select count(*) from sale").await, 0);
    assert_eq!(shop.figure("select sum(quantity) from level").await, 5000);
    shop.verify().await;
}

#[tokio::test]
async fn a_device_on_which_nobody_is_signed_in_is_named_in_the_readers_language() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let lan = shop.person("Lan", Role::Manager, Some(booth.uid), None).await;
    let mut bare = booth.clone();
    bare.who.cookie = None;
    ask(&shop, &bare, 1).await;
    assert_eq!(shop.words("select actor from payment_event").await, ["device A"]);
    let list = page(&shop, &lan, "/transfers").await;
    assert!(list.contains("<td>Device A</td>"), "{list}");
}

#[tokio::test]
async fn a_customer_who_changes_to_cash_withdraws_the_request() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let (ask, _) = ask(&shop, &booth, 2).await;
    let path = format!("/api/v1/payments/requests/{}/withdrawals", ask["id"].as_str().unwrap());
    let withdraw = json!({"id": shop.uid(), "at_ms": shop.now()});
    let reply = shop.post(&booth.who, &path, &withdraw).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    assert_eq!(shop.post(&booth.who, &path, &withdraw).await.status, StatusCode::OK);
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    assert_eq!(shop.words(STATE).await, ["requested", "withdrawn"]);
    assert_eq!(shop.words("select method from rollup_tender").await, ["cash"]);
    assert_eq!(shop.figure(REVENUE).await, 185_000);
    shop.verify().await;
}

#[tokio::test]
async fn the_sale_claims_the_transfer_and_the_bank_never_changes_revenue() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let (ask, reference) = ask(&shop, &booth, 3).await;
    let reply = shop.post_sale(&booth.who, &transfer(&shop, honey, &reference)).await;
    assert_eq!((reply.status, &reply.body["flags"]), (StatusCode::CREATED, &json!([])));
    assert_eq!(shop.figure(REVENUE).await, 185_000);
    bank_says(&shop, &booth, &ask, State::Missing).await;
    assert_eq!(shop.figure(REVENUE).await, 185_000);
    bank_says(&shop, &booth, &ask, State::Confirmed).await;
    assert_eq!(shop.figure(REVENUE).await, 185_000);
    assert_eq!(shop.words(STATE).await, ["requested", "claimed", "missing", "confirmed"]);
    shop.verify().await;
}

#[tokio::test]
async fn a_claimed_transfer_cannot_be_withdrawn() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let (ask, reference) = ask(&shop, &booth, 4).await;
    shop.post_sale(&booth.who, &transfer(&shop, honey, &reference)).await;
    let path = format!("/api/v1/payments/requests/{}/withdrawals", ask["id"].as_str().unwrap());
    let withdraw = json!({"id": shop.uid(), "at_ms": shop.now()});
    assert_eq!(shop.post(&booth.who, &path, &withdraw).await.status, StatusCode::CONFLICT);
    assert_eq!(shop.words(STATE).await, ["requested", "claimed"]);
}

#[tokio::test]
async fn a_reference_claimed_twice_is_recorded_and_flagged() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let (_, reference) = ask(&shop, &booth, 5).await;
    shop.post_sale(&booth.who, &transfer(&shop, honey, &reference)).await;
    let second = shop.post_sale(&booth.who, &transfer(&shop, honey, &reference)).await;
    assert_eq!(second.status, StatusCode::CREATED);
    assert_eq!(second.body["flags"], json!(["reference_differs"]));
}

#[tokio::test]
async fn a_transfer_the_bank_saw_before_the_seller_stays_confirmed() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let (ask, reference) = ask(&shop, &booth, 6).await;
    bank_says(&shop, &booth, &ask, State::Confirmed).await;
    let reply = shop.post_sale(&booth.who, &transfer(&shop, honey, &reference)).await;
    assert_eq!((reply.status, &reply.body["flags"]), (StatusCode::CREATED, &json!([])));
    assert_eq!(shop.words(STATE).await, ["requested", "confirmed", "confirmed"]);
    // The same money pays for one sale only.
    let second = shop.post_sale(&booth.who, &transfer(&shop, honey, &reference)).await;
    assert_eq!(second.body["flags"], json!(["reference_differs"]));
    shop.verify().await;
}

async fn withdraw(shop: &TestShop, booth: &Booth, ask: &Value) -> Reply {
    let path = format!("/api/v1/payments/requests/{}/withdrawals", ask["id"].as_str().unwrap());
    let withdraw = json!({"id": shop.uid(), "at_ms": shop.now()});
    shop.post(&booth.who, &path, &withdraw).await
}

#[tokio::test]
async fn money_that_comes_by_a_withdrawn_qr_is_confirmed_and_listed_without_a_sale() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let (ask, reference) = ask(&shop, &booth, 21).await;
    assert_eq!(withdraw(&shop, &booth, &ask).await.status, StatusCode::CREATED);
    bank_says(&shop, &booth, &ask, State::Confirmed).await;
    assert_eq!(shop.words(STATE).await, ["requested", "withdrawn", "confirmed"]);
    assert_eq!(shop.figure(REVENUE).await, 0);
    let office = shop.person("Ban", Role::Organiser, None, None).await;
    let unsold = "/transfers?fair=HL26&state=unsold";
    let seen = page(&shop, &office, unsold).await;
    assert!(seen.contains(&reference) && seen.contains("Money without a sale"), "{seen}");
    // A sale that claims the money after all takes it off the list.
    let reply = shop.post_sale(&booth.who, &transfer(&shop, honey, &reference)).await;
    assert_eq!((reply.status, &reply.body["flags"]), (StatusCode::CREATED, &json!([])));
    let seen = page(&shop, &office, unsold).await;
    assert!(!seen.contains(&reference), "{seen}");
    shop.verify().await;
}

#[tokio::test]
async fn a_withdrawal_says_whether_a_sale_the_bank_or_another_withdrawal_came_first() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let (sold, reference) = ask(&shop, &booth, 22).await;
    shop.post_sale(&booth.who, &transfer(&shop, honey, &reference)).await;
    let (paid, _) = ask(&shop, &booth, 23).await;
    bank_says(&shop, &booth, &paid, State::Confirmed).await;
    let (gone, _) = ask(&shop, &booth, 24).await;
    withdraw(&shop, &booth, &gone).await;
    for (ask, word) in [(&sold, "claimed"), (&paid, "confirmed"), (&gone, "withdrawn")] {
        let reply = withdraw(&shop, &booth, ask).await;
        assert_eq!((reply.status, &reply.body["error"]), (StatusCode::CONFLICT, &json!(word)));
        let twice = reply.body["message"].as_str().unwrap().contains("paid twice");
        assert_eq!(twice, word == "confirmed", "{}", reply.body);
    }
    assert_eq!(shop.words(STATE).await.len(), 6, "nothing was written by a refusal");
}

#[tokio::test]
async fn a_request_sent_again_is_answered_from_its_entry_though_the_account_is_gone() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let (ask, reference) = ask(&shop, &booth, 25).await;
    for account in ["0099", ""] {
        new_account(&shop, &booth, account).await;
        let again = shop.post(&booth.who, "/api/v1/payments/requests", &ask).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.body);
        let payload = again.body["payload"].as_str().unwrap();
        assert!(payload.contains("0011A03") && payload.contains(&reference), "{payload}");
    }
    let reference = Reference::mint(&Chance::seeded(26)).to_string();
    let fresh = json!({
        "id": shop.uid(), "reference": reference, "amount": 1000, "at_ms": shop.now(),
    });
    let refused = shop.post(&booth.who, "/api/v1/payments/requests", &fresh).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// The booth's bank account is another from now on, or none.
async fn new_account(shop: &TestShop, booth: &Booth, account: &str) {
    let uid = booth.uid;
    let now = fair::Booth {
        uid,
        fair: shop.fair,
        code: "A03".into(),
        name: "Gian A03".into(),
        zone: fair::kinds::Zone::Local,
        origin_unit: String::new(),
        seller: "HTX".into(),
        address: String::new(),
        phone: String::new(),
        tax_code: String::new(),
        bank_bin: if account.is_empty() { String::new() } else { "970436".into() },
        account: account.into(),
        limits: Default::default(),
        methods: Default::default(),
        pictures: false,
        closed: false,
    };
    shop.put(Command::Fair(fair::Change::Booth(now))).await;
}

#[tokio::test]
async fn open_transfers_keep_the_account_that_their_qr_showed() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let (first, reference) = ask(&shop, &booth, 7).await;
    let (_, second) = ask(&shop, &booth, 8).await;
    let (third, _) = ask(&shop, &booth, 9).await;
    shop.post_sale(&booth.who, &transfer(&shop, honey, &reference)).await;
    new_account(&shop, &booth, "0099").await;
    bank_says(&shop, &booth, &first, State::Confirmed).await;
    let reply = shop.post_sale(&booth.who, &transfer(&shop, honey, &second)).await;
    assert_eq!((reply.status, &reply.body["flags"]), (StatusCode::CREATED, &json!([])));
    let path = format!("/api/v1/payments/requests/{}/withdrawals", third["id"].as_str().unwrap());
    let withdraw = json!({"id": shop.uid(), "at_ms": shop.now()});
    assert_eq!(shop.post(&booth.who, &path, &withdraw).await.status, StatusCode::CREATED);
    assert_eq!(shop.words("select distinct account from payment_event").await, ["970436/0011A03"]);
    shop.verify().await;
}

#[tokio::test]
async fn the_method_says_what_a_transfer_is_and_small_letters_find_their_request() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let (_, reference) = ask(&shop, &booth, 10).await;
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["payments"][0]["reference"] = json!(reference);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    assert_eq!(shop.words(STATE).await, ["requested"]);
    let sale = transfer(&shop, honey, &reference.to_lowercase());
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!((reply.status, &reply.body["flags"]), (StatusCode::CREATED, &json!([])));
    assert_eq!(shop.words(STATE).await, ["requested", "claimed"]);
    let reply = shop.post_sale(&booth.who, &transfer(&shop, honey, "OC7K3M9QX")).await;
    assert_eq!(reply.body["error"], "reference");
}

#[tokio::test]
async fn every_transfer_of_a_long_day_can_be_found() {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let other = shop.booth("B01").await;
    shop.sells(&other, &[honey]).await;
    let early = Reference::mint(&Chance::seeded(100)).to_string();
    shop.post_sale(&booth.who, &transfer(&shop, honey, &early)).await;
    for seed in 200..305 {
        let reference = Reference::mint(&Chance::seeded(seed)).to_string();
        shop.post_sale(&other.who, &transfer(&shop, honey, &reference)).await;
    }
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), None).await;
    let own = page(&shop, &hoa, "/transfers").await;
    assert!(own.contains(&early) && !own.contains("B01"), "{own}");
    let organiser = shop.person("Chu", Role::Organiser, None, None).await;
    let first = page(&shop, &organiser, "/transfers").await;
    assert!(first.contains("106 awaiting the bank") && !first.contains(&early), "{first}");
    let (_, older) = first.rsplit_once("href=\"/transfers?").unwrap();
    let older = older.split('"').next().unwrap().replace("&amp;", "&");
    assert!(page(&shop, &organiser, &format!("/transfers?{older}")).await.contains(&early));
    let missing = page(&shop, &organiser, "/transfers?fair=HL26&state=missing").await;
    assert!(missing.contains("No transfers"), "{missing}");
}

#[tokio::test]
async fn a_reference_with_a_wrong_letter_is_refused() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let ask = json!({
        "id": shop.uid(), "reference": "OC7K3M9QX", "amount": 185_000, "at_ms": shop.now(),
    });
    let reply = shop.post(&booth.who, "/api/v1/payments/requests", &ask).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.body["error"], "reference");
}
