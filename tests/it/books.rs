//! Whatever is sold and taken back, in whatever order: the books agree.

use crate::{
    shop::{Booth, TestShop, Who, request},
    together::at_once,
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use chophien::{base::id::ProductId, staff::Role};
use proptest::prelude::*;
use serde_json::{Value, json};

/// One thing that happens at a booth.
#[derive(Debug, Clone)]
enum Act {
    /// Which booth, thousandths of each product, whether by transfer, whether rounded.
    Sell { booth: usize, quantities: Vec<i64>, transfer: bool, rounded: bool },
    /// Which of the sales made so far; all that is left of it.
    Void(usize),
    /// Which sale, which of its lines, how many thousandths, whether spoiled.
    Back(usize, usize, i64, bool),
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
        3 => (0usize..40, 0usize..3, 1i64..4000, any::<bool>())
            .prop_map(|(n, line, quantity, loss)| Act::Back(n, line, quantity, loss)),
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

/// A sale with what came back of it.
struct Made<'a> {
    sale: Value,
    booth: &'a Booth,
    sold: Vec<i64>,
    back: Vec<i64>,
}

impl Made<'_> {
    /// Đồng of the first `part` thousandths of a line, halves up.
    fn share(&self, line: usize, part: i64) -> i64 {
        let amount = (self.sold[line] * PRICES[line] + 500) / 1000;
        if part == self.sold[line] {
            amount
        } else {
            (2 * amount * part + self.sold[line]) / (2 * self.sold[line])
        }
    }

    /// Đồng of revenue that still stand.
    fn stands(&self) -> i64 {
        let line = |n: usize| self.share(n, self.sold[n]) - self.share(n, self.back[n]);
        (0..self.sold.len()).map(line).sum()
    }

    fn text(thousandths: i64) -> String {
        format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
    }

    /// Takes a part of a line back, or is refused when less is left: the request, and how it must
    /// be answered.
    fn take_back(
        &mut self,
        shop: &TestShop,
        manager: &Who,
        act: (usize, i64, bool),
    ) -> (Request<Body>, StatusCode, Option<i64>) {
        let (line, quantity, loss) = (act.0 % self.sold.len(), act.1, act.2);
        let path = format!("/api/v1/sales/{}/refunds", self.sale["id"].as_str().unwrap());
        let part = json!({"n": line, "quantity": Made::text(quantity), "loss": loss});
        let ask = json!({"id": shop.uid(), "reason": "Hàng lỗi", "lines": [part]});
        let request = request("POST", &manager.on(&self.booth.who), &path, Some(&ask));
        if self.back[line] + quantity > self.sold[line] {
            return (request, StatusCode::CONFLICT, None);
        }
        let before = self.stands();
        self.back[line] += quantity;
        (request, StatusCode::CREATED, Some(self.stands() - before))
    }

    /// Takes everything that is left back.
    fn void(&mut self, shop: &TestShop, manager: &Who) -> (Request<Body>, StatusCode, Option<i64>) {
        let path = format!("/api/v1/sales/{}/refunds", self.sale["id"].as_str().unwrap());
        let ask = json!({"id": shop.uid(), "reason": "Khách đổi ý", "at_ms": shop.now()});
        let request = request("POST", &manager.on(&self.booth.who), &path, Some(&ask));
        if self.back == self.sold {
            return (request, StatusCode::CONFLICT, None);
        }
        let before = self.stands();
        self.back = self.sold.clone();
        (request, StatusCode::CREATED, Some(-before))
    }
}

/// Requests that are sent all at once, so that batches form: at most one about each sale, since
/// they come in any order.
#[derive(Default)]
struct Wave {
    sales: Vec<usize>,
    requests: Vec<Request<Body>>,
    should: Vec<(StatusCode, Option<i64>)>,
}

impl Wave {
    fn add(
        &mut self,
        sale: usize,
        (request, status, total): (Request<Body>, StatusCode, Option<i64>),
    ) {
        self.sales.push(sale);
        self.requests.push(request);
        self.should.push((status, total));
    }

    async fn go(&mut self, shop: &TestShop) {
        let wave = std::mem::take(self);
        let replies = at_once(shop, wave.requests).await;
        for (reply, (status, total)) in replies.into_iter().zip(wave.should) {
            assert_eq!(reply.status, status, "{}", reply.body);
            if let Some(total) = total {
                assert_eq!(reply.body["total"], total);
            }
        }
    }
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
    let managers = [
        shop.person("Hoa", Role::Manager, Some(booths[0].uid), Some(booths[0].device)).await,
        shop.person("Tú", Role::Manager, Some(booths[1].uid), Some(booths[1].device)).await,
    ];
    let manager = |booth: &Booth| &managers[usize::from(booth.uid != booths[0].uid)];
    let mut made: Vec<Made> = Vec::new();
    let mut wave = Wave::default();
    for act in acts {
        let about = match act {
            Act::Sell { .. } => made.len(),
            _ if made.is_empty() => continue,
            Act::Void(n) | Act::Back(n, ..) | Act::Resend(n) => n % made.len(),
        };
        if wave.sales.contains(&about) {
            wave.go(&shop).await;
        }
        let sent = match act {
            Act::Sell { booth, quantities, .. } => {
                let (sale, booth) = (sale(&shop, &goods, act), &booths[*booth]);
                let total = sale["expected_total"].as_i64();
                let sent = request("POST", &booth.who, "/api/v1/sales", Some(&sale));
                let back = vec![0; quantities.len()];
                made.push(Made { sale, booth, sold: quantities.clone(), back });
                (sent, StatusCode::CREATED, total)
            }
            Act::Void(_) => {
                let who = manager(made[about].booth);
                made[about].void(&shop, who)
            }
            Act::Back(_, line, quantity, loss) => {
                let who = manager(made[about].booth);
                made[about].take_back(&shop, who, (*line, *quantity, *loss))
            }
            Act::Resend(_) => {
                let one = &made[about];
                let sent = request("POST", &one.booth.who, "/api/v1/sales", Some(&one.sale));
                (sent, StatusCode::OK, None)
            }
        };
        wave.add(about, sent);
    }
    wave.go(&shop).await;
    settle(&shop, &made).await;
}

async fn settle(shop: &TestShop, made: &[Made<'_>]) {
    let revenue: i64 = made.iter().map(Made::stands).sum();
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
        "select count(*) from (select place, product, owner, lot, sum(quantity) as q from gain \
         group by 1, 2, 3, 4) m left join level l using (place, product, owner, lot) \
         where l.quantity is not m.q",
        "select count(*) from level l where quantity <> (select coalesce(sum(quantity), 0) \
         from gain m where m.place = l.place and m.product = l.product and m.owner = l.owner \
         and m.lot = l.lot)",
        // Whoever got everything back got back exactly what was paid.
        "select count(*) from sale o where o.reverses is null and not exists (select 1 \
         from sale_line l left join returned d on d.sale = l.sale and d.n = l.n \
         where l.sale = o.id and l.quantity > coalesce(d.quantity, 0)) \
         and o.total + o.rounding <> (select -sum(total + rounding) from sale r \
         where r.reverses = o.id)",
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
    fn sales_and_refunds_in_any_order_leave_books_that_agree(acts in acts()) {
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
    let report = chophien::desk::rebuild::verify(
        &mut db,
        chophien::desk::rebuild::Place::beside(shop.shop()),
        |_| (),
    )
    .await
    .unwrap();
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
    let report = chophien::desk::rebuild::verify(
        &mut db,
        chophien::desk::rebuild::Place::beside(shop.shop()),
        |_| (),
    )
    .await
    .unwrap();
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
