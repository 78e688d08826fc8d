//! Cash by hand: split payments, rounding, refunds by line and another way back, handovers, rows
//! that come late and clocks that are off. What a drawer should hold is what a child would count.

use crate::{
    shifts::open,
    shop::{Booth, OPENING, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::MINUTE,
        id::{PersonId, ProductId},
    },
    staff::Role,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const PRICE: i64 = 33_333;

#[derive(Debug, Clone)]
enum Act {
    /// Pieces, đồng of them by transfer in tenths, kept on the device for later.
    Sell(i64, i64, bool),
    /// Which sale, and whether money goes back in cash.
    Refund(usize, bool),
    Move(i64),
    /// Counted in front of both.
    HandOver,
    /// What a device kept is sent.
    Deliver,
    Close,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        6 => (1i64..5, 0i64..=10, any::<bool>()).prop_map(|(n, part, late)| {
            Act::Sell(n, part, late)
        }),
        3 => (0usize..20, any::<bool>()).prop_map(|(n, cash)| Act::Refund(n, cash)),
        2 => (1i64..90).prop_map(|thousands| Act::Move(thousands * 1_000 - 45_000)),
        2 => Just(Act::HandOver),
        2 => Just(Act::Deliver),
        2 => Just(Act::Close),
    ];
    proptest::collection::vec(act, 1..25)
}

struct Played {
    shop: TestShop,
    booth: Booth,
    hoa: Who,
    other: Who,
    soap: ProductId,
    to: PersonId,
    off: i64,
    shift: String,
    /// Đồng that the book should expect in the drawer.
    drawer: i64,
    /// Sales in the book: each with its pieces that are left.
    sales: Vec<(Value, i64)>,
    /// Sales on the device, with their cash.
    kept: Vec<(Value, i64)>,
}

impl Played {
    async fn act(&mut self, act: &Act) {
        match act {
            Act::Sell(pieces, part, late) => self.sell(*pieces, *part, *late).await,
            Act::Refund(n, cash) if !self.sales.is_empty() => self.refund(*n, *cash).await,
            Act::Move(amount) if *amount != 0 => {
                let ask = json!({"amount": amount, "reason": "Tiền lẻ"});
                self.asked("movements", ask).await;
                self.drawer += amount;
            }
            Act::HandOver => {
                self.asked("handovers", json!({"to": self.to, "counted": []})).await;
                let told = "select expected from shift_event order by id desc limit 1";
                assert_eq!(self.shop.figure(told).await, self.drawer);
            }
            Act::Deliver => {
                for (sale, cash) in std::mem::take(&mut self.kept) {
                    self.sent(sale, cash).await;
                }
            }
            Act::Close => {
                let z = self.asked("closings", json!({"count": []})).await;
                assert_eq!(z["expected"], json!(self.drawer), "{z}");
                assert_eq!(z["difference"], json!(-self.drawer));
                self.shop.set_now(self.shop.now() + MINUTE);
                self.shift = open(&self.shop, &self.booth.who).await;
                self.drawer = 500_000;
            }
            Act::Refund(..) | Act::Move(_) => {}
        }
    }

    /// Something that a device with a clock of its own asks of the shift.
    async fn asked(&self, rest: &str, mut ask: Value) -> Value {
        ask["id"] = json!(self.shop.uid());
        ask["at_ms"] = json!(self.shop.now() + self.off * MINUTE);
        let path = format!("/api/v1/shifts/{}/{rest}", self.shift);
        let reply = self.shop.post(&self.other, &path, &ask).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{path}: {}", reply.body);
        reply.body
    }

    async fn sell(&mut self, pieces: i64, part: i64, late: bool) {
        let total = pieces * PRICE;
        let transfer = total * part / 10;
        // Cash alone goes to the nearest thousand, half a thousand up.
        let rounded = (total + 500) / 1_000 * 1_000;
        let cash = if transfer == 0 { rounded } else { total - transfer };
        let mut sale = self.shop.sale(&[(self.soap, &pieces.to_string())], total);
        let ways = [("cash", cash), ("vietqr", transfer)].into_iter().filter(|way| way.1 > 0);
        let ways = ways.map(|(method, amount)| json!({"method": method, "amount": amount}));
        sale["payments"] = ways.collect();
        sale["shift"] = json!(self.shift);
        sale["paid_at_ms"] = json!(self.shop.now() + self.off * MINUTE);
        match late {
            true => self.kept.push((sale, cash)),
            false => self.sent(sale, cash).await,
        }
    }

    async fn sent(&mut self, sale: Value, cash: i64) {
        let reply = self.shop.post_sale(&self.other, &sale).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
        let late = reply.body["flags"].as_array().unwrap().contains(&json!("shift_closed"));
        assert!(!late || sale["shift"] != json!(self.shift), "named the shift that is open");
        if !late {
            self.drawer += cash;
        }
        let pieces = sale["lines"][0]["quantity"].as_str().unwrap().parse().unwrap();
        self.sales.push((sale, pieces));
    }

    async fn refund(&mut self, n: usize, cash: bool) {
        let n = n % self.sales.len();
        let (sale, left) = &mut self.sales[n];
        if *left == 0 {
            return;
        }
        *left -= 1;
        let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
        let way = if cash { "cash" } else { "vietqr" };
        let ask = json!({
            "id": self.shop.uid(), "reason": "Khách đổi ý", "back": way,
            "lines": [{"n": 0, "quantity": "1"}],
        });
        let reply = self.shop.post(&self.hoa, &path, &ask).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
        if cash {
            let given = |key: &str| reply.body[key].as_i64().unwrap();
            self.drawer += given("total") + given("rounding");
        }
    }
}

async fn play(off: i64, acts: &[Act]) {
    let (shop, booth, _) = TestShop::with_honey(0).await;
    shop.fair_with(|fair| fair.cash_rounding = 1_000).await;
    let soap = shop.product("Xà phòng", "bánh", PRICE).await;
    shop.sells(&booth, &[soap]).await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let (_, other) = shop.device(Some(booth.uid), None).await;
    let to = shop.pin("Hoa", "2749").await;
    let shift = open(&shop, &booth.who).await;
    let hoa = hoa.on(&booth.who);
    let (sales, kept, drawer) = (Vec::new(), Vec::new(), 500_000);
    let mut it = Played { shop, booth, hoa, other, soap, to, off, shift, drawer, sales, kept };
    for (n, act) in acts.iter().enumerate() {
        it.shop.set_now(it.shop.now().max(OPENING + (n as i64 + 1) * 3 * MINUTE));
        it.act(act).await;
    }
    it.act(&Act::Deliver).await;
    it.act(&Act::Close).await;
    it.shop.verify().await;
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 16, failure_persistence: None, ..Default::default()
    })]
    #[test]
    fn every_drawer_expects_what_a_child_would_count(off in -5i64..=5, acts in acts()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(off, &acts));
    }
}
