//! A till that knows only what the laptop told it asks the money that the laptop books: whatever
//! prices hold at booth, fair and everywhere, whichever promotions run, end or begin meanwhile, and
//! however the fair rounds.

use crate::{
    agree::device,
    shop::{Booth, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{HOUR, MINUTE, Ms},
        id::{BoothId, Chance, ProductId, PromotionId},
        money::Money,
    },
    catalog,
    desk::command::Command,
    fair::{self, Promotion, promotion::Deal},
    staff::Role,
};
use serde_json::{Value, json};

/// Days that are played, and carts of each.
const DAYS: u64 = 10;
const CARTS: usize = 24;

struct Day {
    shop: TestShop,
    chance: Chance,
    booth: Booth,
    other: Booth,
    manager: Who,
    goods: Vec<(ProductId, bool)>,
}

impl Day {
    async fn open(seed: u64) -> Day {
        let (shop, chance) = (TestShop::open().await, Chance::seeded(seed));
        let rounding = [0, 500, 1000][chance.below(3) as usize];
        shop.fair_with(|fair| fair.cash_rounding = rounding).await;
        let (booth, other) = (shop.booth("A03").await, shop.booth("B01").await);
        let on = Some(booth.device);
        let manager = shop.person("Hoa", Role::Manager, Some(booth.uid), on).await.on(&booth.who);
        let mut goods = Vec::new();
        for n in 0..6 {
            let weighed = n % 3 == 2;
            let unit = if weighed { "kg" } else { "hộp" };
            let price = 250 * (1 + chance.below(2_000) as i64);
            goods.push((shop.product(&format!("Hàng {n}"), unit, price).await, weighed));
        }
        let uids: Vec<ProductId> = goods.iter().map(|it| it.0).collect();
        shop.sells(&booth, &uids).await;
        let day = Day { shop, chance, booth, other, manager, goods };
        for _ in 0..3 + day.chance.below(4) {
            day.price().await;
        }
        for _ in 0..day.chance.below(6) {
            day.promotion().await;
        }
        day
    }

    fn some(&self) -> ProductId {
        self.goods[self.chance.below(6) as usize].0
    }

    /// A new price at the booth, at another, at the fair or everywhere; some are taken back.
    async fn price(&self) {
        let amount = Money(250 * (1 + self.chance.below(2_000) as i64));
        let (booth, fair) = match self.chance.below(4) {
            0 => (Some(self.booth.uid), None),
            1 => (Some(self.other.uid), None),
            2 => (None, Some(self.shop.fair)),
            _ => (None, None),
        };
        let everywhere = booth.is_none() && fair.is_none();
        let gone = !everywhere && self.chance.below(4) == 0;
        let amount = (!gone).then_some(amount);
        let price = catalog::Price { product: self.some(), booth, fair, amount };
        self.shop.put(Command::Catalog(catalog::Change::Price(price))).await;
    }

    /// A promotion of the fair, of this booth or of another, that held, holds or will.
    async fn promotion(&self) {
        let chance = &self.chance;
        let (deal, many) = match chance.below(4) {
            0 => (Deal::Percent(1 + chance.below(60) as i64), 1 + chance.below(3)),
            1 => (Deal::Amount(Money(500 * (1 + chance.below(40) as i64))), 1),
            2 => (Deal::BuyGet { buy: 1 + chance.below(3) as i64, get: 1 }, 1 + chance.below(2)),
            _ => (Deal::Bundle(Money(1000 * (20 + chance.below(200) as i64))), 2),
        };
        let mut products: Vec<ProductId> = (0..many).map(|_| self.some()).collect();
        products.sort();
        products.dedup();
        let booths: [Option<BoothId>; 3] = [None, Some(self.booth.uid), Some(self.other.uid)];
        let starts = self.shop.now() + (chance.below(5) as i64 - 3) * HOUR;
        let promotion = Promotion {
            uid: PromotionId(self.shop.uid()),
            fair: self.shop.fair,
            booth: booths[chance.below(3) as usize],
            name: format!("Khuyến mãi {}", chance.below(1000)),
            products,
            deal,
            starts: Ms(starts),
            ends: Ms(starts + (1 + chance.below(4) as i64) * HOUR),
        };
        // A bundle of one product is none: such a promotion is refused, and nothing of it stands.
        let promotion = Command::Fair(fair::Change::Promotion(promotion));
        drop(self.shop.submit(promotion).await);
    }

    /// What a customer wants: some goods once each, some with less to pay, now and then a sample.
    fn wanted(&self) -> Value {
        let chance = &self.chance;
        let line = |(uid, weighed): &(ProductId, bool)| {
            let thousandths = match weighed {
                true => 1 + chance.below(4_000) as i64,
                false => 1000 * (1 + chance.below(5) as i64),
            };
            let sample = chance.below(12) == 0;
            let discount = (!sample && chance.below(4) == 0).then(|| self.discount());
            let sample = sample.then_some("Khách dùng thử");
            json!({"uid": uid, "thousandths": thousandths, "discount": discount, "sample": sample})
        };
        let from = chance.below(4) as usize;
        let to = from + 1 + chance.below(3) as usize;
        let lines: Vec<Value> = self.goods[from..to.min(6)].iter().map(line).collect();
        let discount = (chance.below(3) == 0).then(|| self.discount());
        json!({"lines": lines, "discount": discount, "ways": self.ways()})
    }

    /// How the customer pays: at once in cash, or in parts, each with how much of what is left (in
    /// per cents) is offered for it; more than all in cash is change.
    fn ways(&self) -> Value {
        let chance = &self.chance;
        let part = |_| {
            let method = ["cash", "cash", "card", "momo"][chance.below(4) as usize];
            json!({"method": method, "share": 10 + chance.below(120)})
        };
        (0..chance.below(5)).map(part).collect()
    }

    fn discount(&self) -> Value {
        match self.chance.below(2) {
            0 => json!({"percent": 1 + self.chance.below(40)}),
            _ => json!({"amount": 500 * (1 + self.chance.below(20))}),
        }
    }

    /// Cash is laid on the table in notes, and a sale is rounded by the fair's rule if it is all of
    /// it cash, else not at all.
    async fn payable(&self, parts: &[Value], rounding: i64) {
        let step = self.shop.figure("select cash_rounding from fair").await.max(1);
        let cash = |part: &&Value| part["method"] == "cash";
        for part in parts.iter().filter(cash) {
            assert_eq!(part["amount"].as_i64().unwrap() % step, 0, "{part} by {step}");
            assert_eq!(part["given"].as_i64().unwrap() % step, 0, "{part} by {step}");
        }
        assert!(parts.iter().all(|part| cash(&part)) || rounding == 0, "{parts:?}");
    }

    /// A sale as the till sends it, minutes later. What changed meanwhile is told of it at most.
    async fn sell(&self, body: &Value, changed: bool) -> Value {
        let mut sale = body.clone();
        sale["id"] = json!(self.shop.uid());
        sale["paid_at_ms"] = json!(self.shop.now());
        let reply = self.shop.post_sale(&self.manager, &sale).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{sale}: {}", reply.body);
        let told = changed && reply.body["flags"] == json!(["price_changed"]);
        assert!(told || reply.body["flags"] == json!([]), "{sale}: {}", reply.body);
        assert_eq!(reply.body["total"], sale["expected_total"], "{sale}");
        let paid = reply.body["total"].as_i64().unwrap() + reply.body["rounding"].as_i64().unwrap();
        let parts = sale["payments"].as_array().unwrap();
        let amount = |part: &Value| part["amount"].as_i64().unwrap();
        assert_eq!(parts.iter().map(amount).sum::<i64>(), paid, "{sale}");
        self.payable(parts, reply.body["rounding"].as_i64().unwrap()).await;
        reply.body
    }
}

#[tokio::test]
async fn what_a_till_asks_is_what_the_laptop_books_whatever_changes_meanwhile() {
    let (mut rounded, mut promoted, mut split) = (0, 0, 0);
    for seed in 0..DAYS {
        let day = Day::open(seed).await;
        let till = day.shop.get_json(&day.manager, "/api/v1/till").await.body;
        let carts: Vec<Value> = (0..CARTS).map(|_| day.wanted()).collect();
        let bodies = device("till.mjs", &json!({"till": till, "carts": carts}));
        assert_eq!(bodies.len(), CARTS);
        for (n, body) in bodies.iter().enumerate() {
            day.shop.set_now(day.shop.now() + MINUTE);
            if n == CARTS / 2 {
                day.price().await;
                day.promotion().await;
            }
            split += i64::from(body["payments"].as_array().unwrap().len() > 1);
            rounded += i64::from(day.sell(body, n >= CARTS / 2).await["rounding"] != 0);
        }
        promoted += day.shop.figure(PROMOTED).await;
        day.shop.verify().await;
    }
    // The days are of every kind, or the agreement would say little.
    assert!(rounded > 20 && promoted > 20, "{rounded} rounded, {promoted} with a promotion");
    assert!(split > 60, "{split} paid in several ways");
}

const PROMOTED: &str = "select count(*) from journal, json_each(body, '$.lines') line \
     where kind = 'sale.made' and line.value ->> '$.off.promotion' > 0";
