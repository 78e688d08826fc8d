//! Whatever is sold and voided, in whatever order: the books agree.

use crate::{
    shop::{Booth, TestShop, request},
    together::at_once,
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use chophien::base::id::ProductId;
use proptest::prelude::*;
use serde_json::{Value, json};

/// One thing that happens at a booth.
#[derive(Debug, Clone)]
enum Act {
    /// Which booth, thousandths of each product, whether by transfer, whether rounded.
    Sell { booth: usize, quantities: Vec<i64>, transfer: bool, rounded: bool },
    /// Which of the sales made so far.
    Void(usize),
    /// The same sale again.
    Resend(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let quantities = proptest::collection::vec(1i64..4000, 1..4);
    let sell = (0usize..2, quantities, any::<bool>(), any::<bool>()).prop_map(
        |(booth, quantities, transfer, rounded)| Act::Sell { booth, quantities, transfer, rounded },
    );
    let act = prop_oneof![
        4 => sell,
        2 => (0usize..40).prop_map(Act::Void),
        1 => (0usize..40).prop_map(Act::Resend),
    ];
    proptest::collection::vec(act, 1..25)
}

const PRICES: [i64; 3] = [185_000, 55_001, 979_999];

/// The sale of an act, its total worked out by hand: halves of a đồng away from zero.
fn sale(shop: &TestShop, goods: &[ProductId], act: &Act) -> Value {
    let Act::Sell { quantities, transfer, rounded, .. } = act else { return Value::Null };
    let amount = |(n, quantity): (usize, &i64)| (quantity * PRICES[n] + 500) / 1000;
    let total: i64 = quantities.iter().enumerate().map(amount).sum();
    let texts: Vec<String> =
        quantities.iter().map(|one| format!("{}.{:03}", one / 1000, one % 1000)).collect();
    let lines: Vec<(ProductId, &str)> =
        goods.iter().copied().zip(texts.iter().map(String::as_str)).collect();
    let paid = if *rounded && !*transfer { (total + 500) / 1000 * 1000 } else { total };
    let mut sale = shop.sale(&lines, paid);
    sale["expected_total"] = json!(total);
    if *transfer {
        sale["payments"] = json!([{"method": "vietqr", "amount": paid}]);
    }
    sale
}

async fn play(acts: &[Act]) {
    let shop = TestShop::open().await;
    let mut goods = Vec::new();
    for (n, price) in PRICES.iter().enumerate() {
        goods.push(shop.product(&format!("Sản phẩm {n}"), "kg", *price).await);
    }
    let booths = [shop.booth("A01").await, shop.booth("A02").await];
    shop.stock(&booths[0], goods[0], 6000, "L1", None).await;
    shop.stock(&booths[0], goods[0], 6000, "L2", Some(jiff::civil::date(2026, 9, 1))).await;
    let mut made: Vec<(Value, &Booth, bool)> = Vec::new();
    let mut wave: Vec<Sent> = Vec::new();
    for act in acts {
        // What is sent together must not depend on each other: it comes in any order.
        let follows = match act {
            Act::Sell { .. } => false,
            Act::Void(n) | Act::Resend(n) => {
                wave.iter().any(|sent| made.is_empty() || sent.sale == n % made.len())
            }
        };
        if follows {
            go(&shop, &mut wave).await;
        }
        match act {
            Act::Sell { booth, .. } => {
                let sale = sale(&shop, &goods, act);
                let who = &booths[*booth].who;
                let request = request("POST", who, "/api/v1/sales", Some(&sale));
                wave.push(Sent { sale: made.len(), request, should: StatusCode::CREATED });
                made.push((sale, &booths[*booth], false));
            }
            Act::Void(n) if !made.is_empty() => {
                let n = n % made.len();
                let (sale, booth, gone) = &mut made[n];
                let request = void(&shop, booth, sale);
                let should = if *gone { StatusCode::CONFLICT } else { StatusCode::CREATED };
                wave.push(Sent { sale: n, request, should });
                *gone = true;
            }
            Act::Resend(n) if !made.is_empty() => {
                let n = n % made.len();
                let (sale, booth, _) = &made[n];
                let request = request("POST", &booth.who, "/api/v1/sales", Some(sale));
                wave.push(Sent { sale: n, request, should: StatusCode::OK });
            }
            Act::Void(_) | Act::Resend(_) => {}
        }
    }
    go(&shop, &mut wave).await;
    settle(&shop, &made).await;
}

/// A request of a wave: which sale it is about, and how it must be answered.
struct Sent {
    sale: usize,
    request: Request<Body>,
    should: StatusCode,
}

fn void(shop: &TestShop, booth: &Booth, sale: &Value) -> Request<Body> {
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let ask = json!({"id": shop.uid(), "reason": "Khách đổi ý", "at_ms": shop.now()});
    request("POST", &booth.who, &path, Some(&ask))
}

/// Sends a wave all at once, so that batches form.
async fn go(shop: &TestShop, wave: &mut Vec<Sent>) {
    let (requests, should): (Vec<_>, Vec<_>) =
        wave.drain(..).map(|sent| (sent.request, sent.should)).unzip();
    for (reply, should) in at_once(shop, requests).await.into_iter().zip(should) {
        assert_eq!(reply.status, should, "{}", reply.body);
    }
}

async fn settle(shop: &TestShop, made: &[(Value, &Booth, bool)]) {
    let stands = |(sale, _, gone): &(Value, &Booth, bool)| {
        if *gone { 0 } else { sale["expected_total"].as_i64().unwrap() }
    };
    let revenue: i64 = made.iter().map(stands).sum();
    for sum in [
        "select coalesce(sum(total), 0) from sale",
        "select coalesce(sum(amount), 0) from sale_line",
        "select coalesce(sum(amount), 0) from rollup_line",
        "select coalesce(sum(revenue), 0) from rollup_sale",
        "select coalesce(sum(amount), 0) - (select coalesce(sum(rounding), 0) from sale) \
         from tender",
        "select coalesce(sum(amount), 0) - (select coalesce(sum(rounding), 0) from rollup_sale) \
         from rollup_tender",
    ] {
        assert_eq!(shop.figure(sum).await, revenue, "{sum}");
    }
    for nothing in [
        "select count(*) from (select booth, product, lot, sum(quantity) as q from movement \
         group by 1, 2, 3) m left join level l using (booth, product, lot) \
         where l.quantity is not m.q",
        "select count(*) from level where quantity is not (select sum(quantity) from movement m \
         where m.booth = level.booth and m.product = level.product and m.lot = level.lot)",
        "select count(*) from (select booth, max(number) - count(*) as gap from sale \
         group by booth) where gap <> 0",
    ] {
        assert_eq!(shop.figure(nothing).await, 0, "{nothing}");
    }
    shop.verify().await;
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24, failure_persistence: None, ..Default::default()
    })]
    #[test]
    fn sales_and_voids_in_any_order_leave_books_that_agree(acts in acts()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(&acts));
    }
}

#[tokio::test]
async fn one_changed_figure_in_the_book_is_found_and_named() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    shop.verify().await;
    let changed = shop.shop().desk.local(|db| {
        Box::pin(async move {
            sqlx::query("update rollup_sale set revenue = revenue + 1").execute(db).await?;
            Ok(())
        })
    });
    changed.await.unwrap();
    let mut db = shop.shop().read().await.unwrap();
    let report = chophien::desk::rebuild::verify(&mut db, |_| ()).await.unwrap();
    assert_eq!(report.differences.len(), 1, "{:?}", report.differences);
    assert!(report.differences[0].starts_with("rollup_sale"), "{:?}", report.differences);
    assert!(report.differences[0].contains("revenue is 185001, by the journal 185000"));
}

#[tokio::test]
async fn one_altered_byte_in_the_journal_is_found_and_named() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    let changed = shop.shop().desk.local(|db| {
        Box::pin(async move {
            sqlx::query("drop trigger journal_is_never_updated").execute(&mut *db).await?;
            sqlx::query(
                "update journal set body = replace(body, 'Gian A03', 'Gian A04') \
                 where kind = 'sale.made'",
            )
            .execute(db)
            .await?;
            Ok(())
        })
    });
    changed.await.unwrap();
    let mut db = shop.shop().read().await.unwrap();
    let report = chophien::desk::rebuild::verify(&mut db, |_| ()).await.unwrap();
    assert!(report.differences.iter().any(|line| line.contains("(sale.made): it was altered")));
}

#[tokio::test]
async fn what_was_written_is_never_updated_or_deleted() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    shop.post_sale(&booth.who, &shop.sale(&[(honey, "1")], 185_000)).await;
    for work in [
        "update journal set actor = ''",
        "delete from journal",
        "update sale set total = 0",
        "delete from sale",
        "update sale_line set amount = 0",
        "delete from sale_line",
        "update tender set amount = 0",
        "delete from tender",
        "update movement set quantity = 0",
        "delete from movement",
    ] {
        let tried = shop.shop().desk.local(move |db| {
            Box::pin(async move { sqlx::query(work).execute(db).await.map(|_| ()) })
        });
        assert!(tried.await.is_err(), "{work}");
    }
    shop.verify().await;
}
