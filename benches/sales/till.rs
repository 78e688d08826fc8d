//! A fair whose tills sell as fast as they are answered, each over a connection that it keeps.

use crate::{
    shop::{Booth, Clocked, TestShop},
    wire::Wire,
};
use chophien::base::{
    clock::Clock,
    id::{Chance, NodeId, ProductId},
};
use serde_json::json;
use std::{
    path::Path,
    time::{Duration, Instant},
};

const BOOTHS: usize = 60;
const GOODS: usize = 20;
/// đồng of one piece of the goods, and of what each sale holds.
const PRICE: i64 = 55_000;
pub const TOTAL: i64 = 74_250;

/// What sells, and where.
#[derive(Clone)]
pub struct Fair {
    pub booths: Vec<Booth>,
    pub goods: Vec<ProductId>,
    /// The node whose book it is.
    pub origin: NodeId,
}

impl Fair {
    /// Sets a fair up in an empty folder, which is closed afterwards.
    pub async fn set_up(folder: &Path, clocked: Clocked) -> Fair {
        let shop = TestShop::at(folder, clocked).await;
        let (mut booths, mut goods) = (Vec::new(), Vec::new());
        for n in 0..GOODS {
            goods.push(shop.product(&format!("Sản phẩm {n}"), "gói 500 g", PRICE).await);
        }
        for n in 0..BOOTHS {
            let booth = shop.booth(&format!("A{n:02}")).await;
            shop.sells(&booth, &goods).await;
            booths.push(booth);
        }
        let origin = shop.shop().desk.origin();
        shop.shop().close().await;
        Fair { booths, goods, origin }
    }

    /// So many tills sell for so long, or until they are told that it is over.
    pub async fn sell(&self, port: u16, tills: usize, last: Duration) -> Load {
        let began = Instant::now();
        let till = |n: usize| {
            let token = self.booths[n % self.booths.len()].who.token.clone().unwrap();
            tokio::spawn(one_till(port, token, self.goods.clone(), began + last))
        };
        let tills: Vec<_> = (0..tills).map(till).collect();
        let mut took = Vec::new();
        for till in tills {
            took.extend(till.await.unwrap());
        }
        let rate = took.len() as f64 / began.elapsed().as_secs_f64();
        took.sort_by(f64::total_cmp);
        Load { rate, took }
    }
}

/// What one load came to.
pub struct Load {
    /// Sales per second.
    pub rate: f64,
    /// How long each took, in seconds, sorted.
    took: Vec<f64>,
}

impl Load {
    /// Milliseconds within which this share of the sales was answered.
    pub fn within(&self, share: f64) -> f64 {
        let last = self.took.len().saturating_sub(1);
        self.took.get((last as f64 * share) as usize).unwrap_or(&0.0) * 1000.0
    }
}

/// The middle one of some figures.
pub fn middle(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// One till: a sale of two lines after the other, each with its own id.
async fn one_till(port: u16, token: String, goods: Vec<ProductId>, until: Instant) -> Vec<f64> {
    let mut wire = Wire::open(port, &token).await.unwrap();
    let (chance, clock) = (Chance::system(), Clock::system());
    let mut took = Vec::new();
    while Instant::now() < until {
        let at = chance.below(GOODS as u64 - 1) as usize;
        let sale = json!({
            "id": chance.uid(clock.now()), "device_seq": 1, "paid_at_ms": clock.now(),
            "lines": [
                {"product": goods[at], "quantity": "1"},
                {"product": goods[at + 1], "quantity": "0.35"},
            ],
            "payments": [{"method": "cash", "amount": TOTAL}],
            "expected_total": TOTAL,
        });
        let began = Instant::now();
        let (status, _) = wire.call("POST", "/api/v1/sales", &sale.to_string()).await.unwrap();
        match status {
            201 => took.push(began.elapsed().as_secs_f64()),
            503 => break,
            status => panic!("a sale was answered {status}"),
        }
    }
    took
}
