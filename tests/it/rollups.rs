//! The coarse roll-ups hold what the fine ones and the sales themselves add up to, and they are all
//! that a season reads.

use crate::shop::{Booth, TestShop, Who};
use axum::http::StatusCode;
use chophien::{base::id::ProductId, report::season::season, staff::Role};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

const CREATED: StatusCode = StatusCode::CREATED;
/// Đồng for one of each product.
const PRICES: [i64; 3] = [185_000, 33_333, 1_299_000];
/// Ways to pay, by turns for the halves of a sale.
const METHODS: [&str; 3] = ["cash", "vietqr", "card"];
/// In ms.
const MINUTE: i64 = 60_000;

/// What a coarse roll-up holds, and what it must: the sums of the fine one or of the sales.
const PAIRS: [(&str, &str); 8] = [
    (
        "select fair, day, booth, zone, origin_unit, sales, voids, revenue, rounding \
         from rollup_booth",
        "select fair, day, booth, zone, origin_unit, sum(sales), sum(voids), sum(revenue), \
         sum(rounding) from rollup_sale group by 1, 2, 3, 4, 5",
    ),
    (
        "select fair, day, booth, sales, voids, revenue, rounding from rollup_booth",
        "select fair, day, booth, sum(reverses is null), sum(void), sum(total), sum(rounding) \
         from sale group by 1, 2, 3",
    ),
    (
        "select fair, day, booth, taken, cashless from rollup_booth",
        "select s.fair, s.day, s.booth, sum(iif(s.reverses is null, t.amount, 0)), \
         sum(iif(s.reverses is null and t.method <> 'cash', t.amount, 0)) \
         from sale s join tender t on t.sale = s.id group by 1, 2, 3",
    ),
    (
        "select fair, day, hour, sales, voids, revenue from rollup_hour",
        "select fair, day, hour, sum(sales), sum(voids), sum(revenue) from rollup_sale \
         group by 1, 2, 3",
    ),
    (
        "select fair, day, hour, taken, cashless from rollup_hour",
        "select s.fair, s.day, s.hour, sum(iif(s.reverses is null, t.amount, 0)), \
         sum(iif(s.reverses is null and t.method <> 'cash', t.amount, 0)) \
         from sale s join tender t on t.sale = s.id group by 1, 2, 3",
    ),
    (
        "select fair, day, booth, method, count, amount, taken from rollup_tender",
        "select s.fair, s.day, s.booth, t.method, sum(s.reverses is null), sum(t.amount), \
         sum(iif(s.reverses is null, t.amount, 0)) \
         from sale s join tender t on t.sale = s.id group by 1, 2, 3, 4",
    ),
    (
        "select fair, day, product, star, ocop_group, producer_type, quantity, amount \
         from rollup_product",
        "select fair, day, product, star, ocop_group, producer_type, sum(quantity), sum(amount) \
         from rollup_line group by 1, 2, 3, 4, 5, 6",
    ),
    (
        "select fair, day, product, star, quantity, amount from rollup_product",
        "select s.fair, s.day, l.product, coalesce(l.star, 0), sum(l.quantity), sum(l.amount) \
         from sale s join sale_line l on l.sale = s.id group by 1, 2, 3, 4",
    ),
];

/// A sale as proptest makes it: booth, lines (product, units, given away as a sample), method of
/// its first half, minutes since the one before, and what of it comes back.
type Random = (usize, Vec<(usize, i64, bool)>, usize, i64, Back);

#[derive(Debug, Clone, Copy)]
enum Back {
    Nothing,
    First,
    All,
}

fn random() -> impl Strategy<Value = Random> {
    let line = (0..PRICES.len(), 1_i64..5, prop::bool::weighted(0.2));
    let lines = prop::collection::vec(line, 1..4);
    let back = prop_oneof![2 => Just(Back::Nothing), 1 => Just(Back::First), 1 => Just(Back::All)];
    (0_usize..2, lines, 0..METHODS.len(), 0_i64..400, back)
}

/// A sale as a till sends it.
fn sale(shop: &TestShop, goods: &[ProductId], lines: &[(usize, i64, bool)], first: usize) -> Value {
    let units: Vec<String> = lines.iter().map(|line| line.1.to_string()).collect();
    let asked: Vec<_> = lines.iter().zip(&units).map(|(it, n)| (goods[it.0], n.as_str())).collect();
    let sold = lines.iter().filter(|line| !line.2);
    let total = sold.map(|(product, units, _)| PRICES[*product] * units).sum();
    let mut sale = shop.sale(&asked, total);
    for (n, _) in lines.iter().enumerate().filter(|(_, line)| line.2) {
        sale["lines"][n]["sample"] = json!("Khách dùng thử");
    }
    let half = total / 2;
    if half > 0 {
        sale["payments"] = json!([
            {"method": METHODS[first], "amount": half},
            {"method": METHODS[(first + 1) % METHODS.len()], "amount": total - half},
        ]);
    }
    sale
}

async fn take_back(shop: &TestShop, manager: &Who, sale: &Value, back: Back) {
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let mut ask = json!({"id": shop.uid(), "reason": "Khách trả", "at_ms": shop.now()});
    match back {
        Back::Nothing => return,
        Back::First => ask["lines"] = json!([{"n": 0, "quantity": "1"}]),
        Back::All => {}
    }
    let reply = shop.post(manager, &path, &ask).await;
    assert_eq!(reply.status, CREATED, "{ask} {}", reply.body);
}

/// Two booths that sell the same goods, and these sales and refunds.
async fn sold(sales: &[Random]) -> TestShop {
    let shop = TestShop::open().await;
    let booths = [shop.booth("A03").await, shop.booth("B01").await];
    let mut goods = Vec::new();
    for price in PRICES {
        goods.push(shop.product(&format!("Hàng {price}"), "gói", price).await);
    }
    for booth in &booths {
        shop.sells(booth, &goods).await;
    }
    for (booth, lines, method, minutes, back) in sales {
        shop.set_now(shop.now() + minutes * MINUTE);
        let booth: &Booth = &booths[*booth];
        let sale = sale(&shop, &goods, lines, *method);
        let reply = shop.post_sale(&booth.who, &sale).await;
        assert_eq!(reply.status, CREATED, "{sale} {}", reply.body);
        shop.set_now(shop.now() + minutes / 2 * MINUTE);
        let on = Some(booth.device);
        let manager = shop.person("Hoa", Role::Manager, Some(booth.uid), on).await;
        take_back(&shop, &manager.on(&booth.who), &sale, *back).await;
    }
    shop
}

/// How many rows of one statement the other has not.
async fn only(shop: &TestShop, one: &str, other: &str) -> i64 {
    let sql = AssertSqlSafe(format!("select count(*) from ({one} except {other})"));
    let mut db = shop.shop().read().await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut *db).await.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn each_coarse_roll_up_is_the_sum_of_the_fine_one_and_of_the_sales(
        sales in prop::collection::vec(random(), 1..8),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let shop = sold(&sales).await;
            for (coarse, sums) in PAIRS {
                assert_eq!(only(&shop, coarse, sums).await, 0, "{coarse}");
                assert_eq!(only(&shop, sums, coarse).await, 0, "{sums}");
            }
            shop.verify().await;
        });
    }
}

async fn half_year(shop: &TestShop) -> Value {
    let mut db = shop.shop().read().await.unwrap();
    let it = season(&mut db, date(2026, 1, 1), date(2026, 12, 31)).await.unwrap();
    serde_json::to_value(it).unwrap()
}

#[tokio::test]
async fn a_season_reads_no_sale_and_no_roll_up_that_grows_with_the_sales() {
    let lines = vec![(0, 2, false), (1, 3, false), (2, 1, true)];
    let second = vec![(1, 1, false), (2, 4, false)];
    let sales = [(0, lines, 0, 0, Back::First), (1, second, 1, 90, Back::Nothing)];
    let shop = sold(&sales).await;
    let before = half_year(&shop).await;
    assert!(before["revenue"].as_i64().is_some_and(|sum| sum > 0), "{before}");
    let emptied = shop.shop().desk.local(|db| {
        Box::pin(async move {
            sqlx::query("delete from rollup_sale").execute(&mut *db).await?;
            // What was given away as a sample is found by an index of samples alone.
            let lines = "delete from rollup_line where sampled = 0 and sample_value = 0";
            sqlx::query(lines).execute(db).await?;
            Ok(())
        })
    });
    emptied.await.unwrap();
    assert_eq!(half_year(&shop).await, before);
}
