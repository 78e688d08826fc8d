//! A booth's phone: it loads its goods, and sells when customers come, not when the server is
//! ready for them. What has no answer is sent again under the same id, as a till does.

use super::{
    Scene,
    tally::{Booth, Tally},
    wire::{Answer, Key, Wire},
};
use crate::{
    base::{clock::Ms, id::Chance},
    payment::reference::Reference,
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep, sleep_until};

/// A customer takes this long to pay a QR.
const PAYING: Duration = Duration::from_secs(2);
/// A sale without an answer is sent again after this long.
const PAUSE: Duration = Duration::from_millis(500);
/// One sale of so many is paid by transfer.
const TRANSFERS: u64 = 5;
/// One sale of so many is sent again after its answer.
const RESENT: u64 = 10;

/// A product with the price of one.
#[derive(Debug, Clone)]
pub struct Good {
    /// Its uid.
    pub uid: String,
    /// Đồng.
    pub price: i64,
}

/// A booth's phone.
pub struct Till {
    code: String,
    wire: Wire,
    chance: Chance,
    scene: Arc<Scene>,
    n: i64,
    tally: Tally,
    booth: Booth,
}

/// A sale as it will be sent.
struct Sale {
    due: Instant,
    body: Value,
    total: i64,
    method: &'static str,
    units: Vec<(String, i64)>,
}

impl Till {
    /// The phone of the booth of this code, known by a token.
    pub fn new(code: String, token: &str, scene: Arc<Scene>) -> Till {
        let wire = Wire::new(scene.at.clone(), Key::Device(token.into()));
        let tally = Tally::new(scene.progress.clone());
        let chance = Chance::system();
        Till { code, wire, chance, scene, n: 0, tally, booth: Booth::default() }
    }

    /// Loads its goods and waits for the opening; then sells until the end.
    pub async fn work(mut self) -> Tally {
        let asked = Instant::now();
        match self.wire.get("/api/v1/till").await {
            Ok(answer) if answer.status == 200 => self.tally.opened.add(asked.elapsed()),
            Ok(answer) => self.tally.error("till", answer.status),
            Err(broken) => self.tally.error("till", broken),
        }
        let mut due = self.scene.opening().await;
        loop {
            due += self.gap();
            if due >= self.scene.end() || self.scene.stopped_by(due - PAYING).await {
                break;
            }
            let sale = self.draw(due);
            self.tally.due();
            self.sell(sale).await;
        }
        self.tally.booths.insert(self.code, self.booth);
        self.tally
    }

    /// Customers come by chance, each on his own: the time between two is exponential.
    fn gap(&self) -> Duration {
        let part = (self.chance.below(1 << 32) + 1) as f64 / (1u64 << 32) as f64;
        self.scene.gap.mul_f64(-part.ln())
    }

    fn draw(&mut self, due: Instant) -> Sale {
        let (mut total, mut units, mut lines) = (0, Vec::new(), Vec::new());
        for _ in 0..=self.chance.below(3) {
            let at = self.chance.below(self.scene.goods.len() as u64) as usize;
            let (good, quantity) = (&self.scene.goods[at], 1 + self.chance.below(3) as i64);
            total += good.price * quantity;
            lines.push(json!({"product": good.uid, "quantity": quantity.to_string()}));
            units.push((good.uid.clone(), quantity));
        }
        let transfer = self.chance.below(TRANSFERS) == 0;
        let payment = match transfer {
            true => json!({"method": "vietqr", "amount": total,
                "reference": Reference::mint(&self.chance)}),
            false => json!({"method": "cash", "amount": total, "given": total}),
        };
        self.n += 1;
        let at = self.scene.when(due);
        let body = json!({
            "id": self.chance.uid(at), "device_seq": self.n, "paid_at_ms": at, "lines": lines,
            "payments": [payment], "expected_total": total,
        });
        Sale { due, body, total, method: if transfer { "vietqr" } else { "cash" }, units }
    }

    async fn sell(&mut self, sale: Sale) {
        if sale.method == "vietqr" {
            self.request(&sale).await;
        }
        sleep_until(sale.due).await;
        let text = sale.body.to_string();
        let mut sent = 0u64;
        loop {
            match self.wire.post("/api/v1/sales", text.clone()).await {
                Ok(answer) if matches!(answer.status, 200 | 201) => {
                    self.tally.sold(sale.due.elapsed());
                    if answer.status == 200 && sent == 0 {
                        self.tally.wrong(format!("{}: 200 to a new sale", self.code));
                    }
                    return self.receipt(sale, &text, answer).await;
                }
                Ok(answer) if lasting(answer.status) => {
                    self.tally.refused += 1;
                    return self.tally.error("sale refused", answer.status);
                }
                Ok(answer) => self.tally.error("sale", answer.status),
                Err(broken) => self.tally.error("sale", broken),
            }
            sent += 1;
            if Instant::now() > self.scene.patience() {
                self.tally.unanswered += 1;
                return;
            }
            sleep(PAUSE).await;
        }
    }

    /// Shows the QR some time before the money comes.
    async fn request(&mut self, sale: &Sale) {
        sleep_until(sale.due - PAYING).await;
        let at = self.scene.when(sale.due - PAYING);
        let ask = json!({
            "id": self.chance.uid(at), "reference": sale.body["payments"][0]["reference"],
            "amount": sale.total, "at_ms": at,
        });
        match self.wire.post("/api/v1/payments/requests", ask.to_string()).await {
            Ok(answer) if answer.status == 201 => {}
            Ok(answer) => self.tally.error("payment request", answer.status),
            Err(broken) => self.tally.error("payment request", broken),
        }
    }

    /// Checks a receipt, and for some sales that the same one comes again.
    async fn receipt(&mut self, sale: Sale, text: &str, answer: Answer) {
        let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let number = said["receipt_no"].as_str().unwrap_or_default();
        let own = own_number(&self.code, number);
        if said["total"] != sale.total || said["id"] != sale.body["id"] {
            self.tally.wrong(format!("{}: {said} for {} đ", self.code, sale.total));
        }
        match own {
            Some(number) if self.booth.numbers.insert(number) => {}
            _ => self.tally.wrong(format!("{}: receipt “{number}”", self.code)),
        }
        self.booth.sales += 1;
        self.booth.revenue += sale.total;
        *self.tally.tenders.entry(sale.method).or_default() += sale.total;
        for (product, units) in sale.units {
            *self.tally.units.entry(product).or_default() += units;
        }
        if self.chance.below(RESENT) == 0 {
            self.resend(text, &answer).await;
        }
    }

    async fn resend(&mut self, text: &str, first: &Answer) {
        match self.wire.post("/api/v1/sales", text.to_owned()).await {
            Ok(answer) if answer.status == 200 && answer.body == first.body => {
                self.tally.resent += 1;
            }
            Ok(answer) if answer.status < 500 && answer.status != 429 => {
                let said = String::from_utf8_lossy(&answer.body).into_owned();
                let status = answer.status;
                self.tally.wrong(format!("{}: sent again, {status} {said}", self.code));
            }
            Ok(answer) => self.tally.error("sale sent again", answer.status),
            Err(broken) => self.tally.error("sale sent again", broken),
        }
    }
}

/// Whether a till would stop sending.
fn lasting(status: u16) -> bool {
    (400..500).contains(&status) && ![408, 429].contains(&status)
}

/// The gate of a rehearsal: some visits each second.
pub async fn gate(token: &str, scene: Arc<Scene>) -> Tally {
    let mut tally = Tally::new(scene.progress.clone());
    let (mut wire, chance) =
        (Wire::new(scene.at.clone(), Key::Device(token.into())), Chance::system());
    let mut due = scene.opening().await;
    while due < scene.end() && !scene.stopped_by(due).await {
        let (at, count): (Ms, _) = (scene.when(due), 1 + chance.below(9) as i64);
        let visits = json!({"id": chance.uid(at), "count": count, "at_ms": at}).to_string();
        loop {
            match wire.post("/api/v1/visits", visits.clone()).await {
                Ok(answer) if matches!(answer.status, 200 | 201) => {
                    tally.visits += count;
                    break;
                }
                Ok(answer) => tally.error("visits", answer.status),
                Err(broken) => tally.error("visits", broken),
            }
            if Instant::now() > scene.patience() {
                tally.unanswered += 1;
                break;
            }
            sleep(PAUSE).await;
        }
        due += Duration::from_secs(1);
    }
    tally
}

/// The number on a receipt of this booth; a restored laptop prints its sign, two letters, behind
/// the booth's code.
fn own_number(code: &str, receipt: &str) -> Option<i64> {
    let (series, number) = receipt.strip_prefix(code)?.rsplit_once('-')?;
    let plain = series.is_empty() || series.len() == 2;
    plain.then(|| number.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restored_laptops_receipts_are_the_booths_too() {
        assert_eq!(own_number("D001", "D001-0042"), Some(42));
        assert_eq!(own_number("D001", "D001KT-0001"), Some(1));
        assert_eq!(own_number("D001", "D0010-0001"), None);
        assert_eq!(own_number("D001", "D002-0001"), None);
    }
}
