//! Whatever is sold, given back, moved and closed, on time or late: drawer, Z reports and journal
//! say the same.

use crate::shop::{Booth, OPENING, TestShop, Who};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{MINUTE, Ms},
        id::{CommandId, ProductId, SaleId, ShiftId},
        money::Money,
        quantity::Quantity,
    },
    desk::command::{Command, Envelope},
    payment::event::Method,
    sale::{
        Checkout, LineOrder, Tender,
        shift::{Ask, Close, Open, notes::Notes},
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// One thing that happens at a booth whose two devices share one drawer.
#[derive(Debug, Clone)]
enum Act {
    Open,
    /// Jars, by transfer, how many minutes ago it was paid.
    Sell {
        jars: i64,
        transfer: bool,
        ago: i64,
    },
    /// Which of the sales made so far.
    Void(usize),
    /// Đồng in or out of the last shift that was opened, closed or not.
    Move(i64),
    /// Đồng counted beyond what should be there.
    Close(i64),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let sell = (1i64..4, any::<bool>(), prop_oneof![3 => Just(0i64), 2 => 1i64..30]);
    let act = prop_oneof![
        2 => Just(Act::Open),
        6 => sell.prop_map(|(jars, transfer, ago)| Act::Sell { jars, transfer, ago }),
        2 => (0usize..40).prop_map(Act::Void),
        2 => (-90i64..90).prop_map(|thousands| Act::Move(thousands * 1000 + 1000)),
        2 => (-3i64..3).prop_map(Act::Close),
    ];
    proptest::collection::vec(act, 1..30)
}

/// The booth as the story goes.
struct Played {
    shop: TestShop,
    booth: Booth,
    honey: ProductId,
    other: Who,
    open: Option<String>,
    last: Option<String>,
    sales: Vec<(Value, bool)>,
    zs: Vec<Value>,
}

impl Played {
    async fn act(&mut self, n: usize, act: &Act) {
        self.shop.set_now(OPENING + (40 + n as i64 * 3) * MINUTE);
        let at = self.shop.now();
        match act {
            Act::Open => {
                let float = json!([{"note": 50_000, "count": 4}]);
                let ask = json!({"id": self.shop.uid(), "at_ms": at, "float": float});
                let reply = self.shop.post(&self.booth.who, "/api/v1/shifts", &ask).await;
                assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
                if let Some(open) = &self.open {
                    assert_eq!(reply.body["joined"]["id"], json!(open), "it joins the open shift");
                    self.last = Some(ask["id"].as_str().unwrap().to_owned());
                    return;
                }
                self.open = Some(ask["id"].as_str().unwrap().to_owned());
                self.last = self.open.clone();
            }
            Act::Sell { jars, transfer, ago } => self.sell(n, *jars, *transfer, *ago).await,
            Act::Void(n) if !self.sales.is_empty() => {
                let n = n % self.sales.len();
                let (sale, gone) = &mut self.sales[n];
                let reply = self.shop.void(&self.booth.who, sale, "Khách đổi ý").await;
                if reply.status == StatusCode::CREATED {
                    assert!(!*gone);
                    *gone = true;
                }
            }
            Act::Move(amount) if *amount != 0 => self.moved(*amount).await,
            Act::Close(over) => self.close(*over).await,
            Act::Void(_) | Act::Move(_) => {}
        }
    }

    async fn sell(&mut self, n: usize, jars: i64, transfer: bool, ago: i64) {
        let amount = jars * 185_000;
        let mut sale = self.shop.sale(&[(self.honey, &jars.to_string())], amount);
        sale["paid_at_ms"] = json!(self.shop.now() - ago * MINUTE);
        if transfer {
            sale["payments"] = json!([{"method": "vietqr", "amount": amount}]);
        }
        // Every other sale names the shift that its device knew last.
        if let Some(shift) = self.last.as_ref().filter(|_| n.is_multiple_of(2)) {
            sale["shift"] = json!(shift);
        }
        let who = if n.is_multiple_of(3) { &self.other } else { &self.booth.who };
        let reply = self.shop.post_sale(who, &sale).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
        self.sales.push((sale, false));
    }

    async fn moved(&self, amount: i64) {
        let Some(shift) = &self.last else { return };
        let ask = json!({
            "id": self.shop.uid(), "at_ms": self.shop.now(), "amount": amount, "reason": "Tiền lẻ",
        });
        let path = format!("/api/v1/shifts/{shift}/movements");
        let reply = self.shop.post(&self.other, &path, &ask).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    }

    /// What should lie in the drawer, worked out by hand from rows that no Z has touched.
    async fn expected(&self) -> i64 {
        let sum = "select 200000 + coalesce((select sum(t.amount) from sale s \
             join tender t on t.sale = s.id where s.shift = n.id and t.method = 'cash'), 0) \
             + coalesce((select sum(amount) from shift_event e where e.shift = n.id), 0) \
             from shift_now n where closing is null";
        self.shop.figure(sum).await
    }

    async fn close(&mut self, over: i64) {
        let Some(shift) = self.open.take() else { return };
        let should = self.expected().await;
        let counted = (should + over * 200).max(0) / 200 * 200;
        let count = json!([{"note": 200, "count": counted / 200}]);
        let ask = json!({"id": self.shop.uid(), "at_ms": self.shop.now(), "count": count});
        let path = format!("/api/v1/shifts/{shift}/closings");
        let reply = self.shop.post(&self.booth.who, &path, &ask).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
        assert_eq!(reply.body["expected"], json!(should));
        assert_eq!(reply.body["difference"], json!(counted - should));
        assert_eq!(reply.body["number"], json!(self.zs.len() + 1));
        self.zs.push(reply.body);
    }

    /// The Z reports, what came after them and what is in no Z make up everything that was sold.
    async fn settle(&self) {
        let z = |key: &str| -> i64 {
            self.zs.iter().map(|z| z["figures"][key].as_i64().unwrap()).sum()
        };
        let rest = "select coalesce(sum(s.total), 0) from sale s left join shift_now n \
             on n.id = s.shift where s.supplement is not null or n.closing is null";
        let all = "select coalesce(sum(json_extract(body, '$.total')), 0) from journal \
             where kind in ('sale.made', 'sale.voided')";
        let revenue = self.shop.figure(all).await;
        assert_eq!(z("revenue") + self.shop.figure(rest).await, revenue);
        let cash = |z: &Value| -> i64 {
            let methods = z["figures"]["methods"].as_array().unwrap();
            let cash = methods.iter().filter(|sum| sum["method"] == "cash");
            cash.map(|sum| sum["amount"].as_i64().unwrap()).sum()
        };
        let rest = "select coalesce(sum(t.amount), 0) from tender t join sale s on s.id = t.sale \
             left join shift_now n on n.id = s.shift where t.method = 'cash' \
             and (s.supplement is not null or n.closing is null)";
        let taken = "select coalesce(sum(amount), 0) from rollup_tender where method = 'cash'";
        let in_z: i64 = self.zs.iter().map(cash).sum();
        assert_eq!(in_z + self.shop.figure(rest).await, self.shop.figure(taken).await);
        let moved = "select coalesce(sum(amount), 0) from shift_event e join shift_now n \
             on n.id = e.shift where e.supplement is null and n.closing is not null";
        assert_eq!(z("paid_in") - z("paid_out"), self.shop.figure(moved).await);
        for nothing in [
            // Supplements of each Z are 1, 2, 3 …, sales and movements together.
            "select count(*) from (select shift, max(n) - count(*) as gap from \
             (select shift, supplement as n from sale where supplement is not null union all \
             select shift, supplement from shift_event where supplement is not null) \
             group by shift) where gap <> 0",
            "select count(*) from sale s join shift_now n on n.id = s.shift \
             where n.closing is null and s.supplement is not null",
            // What is in a Z stands before it in the journal, what is a supplement after it.
            "select count(*) from sale s join shift_now n on n.id = s.shift \
             where n.closing is not null and (s.id > n.closing) <> (s.supplement is not null)",
        ] {
            assert_eq!(self.shop.figure(nothing).await, 0, "{nothing}");
        }
        self.shop.verify().await;
    }
}

async fn play(acts: &[Act]) {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let (_, other) = shop.device(Some(booth.uid), None).await;
    let (open, last) = (None, None);
    let mut played =
        Played { shop, booth, honey, other, open, last, sales: Vec::new(), zs: Vec::new() };
    for (n, act) in acts.iter().enumerate() {
        played.act(n, act).await;
    }
    played.settle().await;
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24, failure_persistence: None, ..Default::default()
    })]
    #[test]
    fn drawer_z_reports_and_journal_say_the_same(acts in acts()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(&acts));
    }
}

/// A sale of one jar for cash as the desk takes it, paid and received at these instants.
fn at_desk(booth: &Booth, honey: ProductId, uid: uuid::Uuid, paid: i64, at: i64) -> Envelope {
    let amount = Money(185_000);
    let asked = LineOrder::plain(honey, Quantity(1000));
    let checkout = Checkout {
        id: SaleId(uid),
        booth: booth.uid,
        device: None,
        device_seq: None,
        paid_at: Ms(paid),
        lines: vec![asked],
        payments: vec![Tender { method: Method::Cash, amount, given: None, reference: None }],
        expected_total: Some(amount),
        priced_at_pos: None,
        provisional_no: None,
        seller: "Lan".into(),
        print: false,
        ..Checkout::default()
    };
    enveloped(CommandId(uid), at, Command::Checkout(checkout))
}

fn enveloped(uid: CommandId, at: i64, command: Command) -> Envelope {
    Envelope { uid, at: Ms(at), actor: "Lan (seller)".into(), device: String::new(), command }
}

#[tokio::test]
async fn a_whole_day_that_is_sent_in_one_batch_is_counted_in_its_order() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let (at, id) = (shop.now(), ShiftId(shop.uid()));
    let (close, by) = (CommandId(shop.uid()), || "Lan".to_owned());
    let float = vec![Notes { note: 100_000, count: 5 }];
    let count = vec![Notes { note: 5_000, count: 174 }];
    let day = MINUTE * 60;
    let open = Open {
        id,
        booth: booth.uid,
        device: None,
        at: Ms(at - day),
        float,
        offline: false,
        by: by(),
    };
    let shut = Close {
        id: close,
        booth: booth.uid,
        shift: id,
        at: Ms(at - MINUTE),
        count,
        offline: false,
        by: by(),
        acknowledged: None,
    };
    let sale = |paid: i64| at_desk(&booth, honey, shop.uid(), paid, at);
    let commands = vec![
        enveloped(CommandId(id.0), at, Command::Shift(Ask::Open(open))),
        sale(at - 30 * MINUTE),
        sale(at - 20 * MINUTE),
        enveloped(close, at, Command::Shift(Ask::Close(shut))),
        sale(at - 10 * MINUTE),
        sale(at),
        sale(at - 5 * MINUTE),
    ];
    shop.shop().desk.submit_all(commands).await.unwrap();
    let z = shop.get_json(&booth.who, &format!("/api/v1/shifts/{id}")).await.body;
    assert_eq!((&z["figures"]["sales"], &z["difference"]), (&json!(2), &json!(0)));
    // The sale paid after the closing names no shift and belongs to none.
    let where_to = "select receipt_no || ' ' || coalesce(supplement, '-') || ' ' || \
                    (shift is not null) from sale order by id";
    assert_eq!(
        shop.words(where_to).await,
        ["A03-0001 - 1", "A03-0002 - 1", "A03-0003 1 1", "A03-0004 - 0", "A03-0005 2 1"]
    );
    shop.verify().await;
}
