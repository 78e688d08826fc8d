//! What a device does while the program is killed: sales, transfers, refunds, shifts and visits,
//! by chance one after the other, each sent twice.

use crate::{
    shop::{Clocked, TestShop, Who},
    wire::Wire,
};
use chophien::{
    base::{
        clock::Clock,
        id::{Chance, ProductId},
    },
    db,
    folder::lock::Lock,
    payment::reference::Reference,
    staff::Role,
};
use serde_json::{Value, json};
use std::{
    collections::{HashSet, VecDeque},
    path::Path,
    sync::{Arc, Mutex},
};

/// What one of the goods costs, đồng.
const PRICE: i64 = 185_000;

/// A command as it was sent, and sent again.
#[derive(Debug, Clone)]
pub struct Step {
    pub id: String,
    path: String,
    body: String,
    /// A cash sale, which may be given back later.
    cash: bool,
}

/// A command that was acknowledged, with the answer.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    pub step: Step,
    answer: Vec<u8>,
}

/// A device that lives through the kills.
pub struct Device {
    who: Who,
    post: Post,
    chance: Chance,
    clock: Clock,
    seq: i64,
    /// What is sent next; the first may have been sent before the kill.
    planned: VecDeque<Step>,
    /// Cash sales that may be given back.
    to_give_back: Vec<String>,
    /// The booth's shift, as this device knows it.
    shift: Option<String>,
    pub acknowledged: Vec<Acknowledged>,
    /// Visits that were acknowledged.
    pub visits: i64,
    /// What was answered otherwise than it should have been.
    pub wrong: Vec<String>,
}

/// Where a device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Post {
    /// At a booth that sells this; `closes`: it also closes the booth's shift.
    Booth {
        goods: ProductId,
        closes: bool,
    },
    Gate,
}

impl Device {
    fn new(who: Who, post: Post) -> Device {
        Device {
            who,
            post,
            chance: Chance::system(),
            clock: Clock::system(),
            seq: 0,
            planned: VecDeque::new(),
            to_give_back: Vec::new(),
            shift: None,
            acknowledged: Vec::new(),
            visits: 0,
            wrong: Vec::new(),
        }
    }

    fn step(&self, id: String, path: String, mut body: Value) -> Step {
        body["id"] = json!(id);
        Step { id, path, body: body.to_string(), cash: false }
    }

    fn uid(&self) -> String {
        self.chance.uid(self.clock.now()).to_string()
    }

    /// What is sent now; it stays the first of the plan until it is acknowledged.
    fn next(&mut self) -> Step {
        if self.planned.is_empty() {
            self.plan();
        }
        self.planned[0].clone()
    }

    fn plan(&mut self) {
        let now = self.clock.now();
        let Post::Booth { goods, closes } = self.post else {
            let visits = json!({"count": 1, "at_ms": now});
            return self.planned.push_back(self.step(self.uid(), "/api/v1/visits".into(), visits));
        };
        let shift = self.shift.clone();
        match (self.chance.below(20), shift) {
            (0..=1, _) => self.transfer(goods, true),
            (2, _) => self.transfer(goods, false),
            (3..=5, _) if !self.to_give_back.is_empty() => {
                let at = self.chance.below(self.to_give_back.len() as u64) as usize;
                let path = format!("/api/v1/sales/{}/refunds", self.to_give_back.swap_remove(at));
                let ask = json!({"reason": "Khách đổi ý", "at_ms": now});
                self.planned.push_back(self.step(self.uid(), path, ask));
            }
            (6..=8, None) => {
                let open = json!({"at_ms": now, "float": [{"note": 100_000, "count": 5}]});
                let step = self.step(self.uid(), "/api/v1/shifts".into(), open);
                self.shift = Some(step.id.clone());
                self.planned.push_back(step);
            }
            (6, Some(shift)) if closes => {
                self.shift = None;
                let path = format!("/api/v1/shifts/{shift}/closings");
                let count = json!({"at_ms": now, "count": [{"note": 100_000, "count": 9}]});
                self.planned.push_back(self.step(self.uid(), path, count));
            }
            (6..=8, Some(shift)) => {
                let path = format!("/api/v1/shifts/{shift}/movements");
                let amount = if self.chance.below(2) == 0 { 50_000 } else { -20_000 };
                let moved = json!({"at_ms": now, "amount": amount, "reason": "Tiền lẻ"});
                self.planned.push_back(self.step(self.uid(), path, moved));
            }
            _ => {
                let cash = json!({"method": "cash", "amount": PRICE});
                let step = self.sale(goods, cash);
                self.planned.push_back(Step { cash: true, ..step });
            }
        }
    }

    fn sale(&mut self, goods: ProductId, payment: Value) -> Step {
        self.seq += 1;
        let sale = json!({
            "device_seq": self.seq, "paid_at_ms": self.clock.now(), "shift": self.shift,
            "lines": [{"product": goods, "quantity": "1"}], "payments": [payment],
        });
        self.step(self.uid(), "/api/v1/sales".into(), sale)
    }

    /// A QR is shown, and the money comes, or the customer pays otherwise.
    fn transfer(&mut self, goods: ProductId, paid: bool) {
        let (reference, now) = (Reference::mint(&self.chance), self.clock.now());
        let ask = json!({"reference": reference, "amount": PRICE, "at_ms": now});
        let ask = self.step(self.uid(), "/api/v1/payments/requests".into(), ask);
        let then = match paid {
            true => {
                let part = json!({"method": "vietqr", "amount": PRICE, "reference": reference});
                self.sale(goods, part)
            }
            false => {
                let path = format!("/api/v1/payments/requests/{}/withdrawals", ask.id);
                self.step(self.uid(), path, json!({"at_ms": now}))
            }
        };
        self.planned.extend([ask, then]);
    }

    /// Keeps a first answer, or compares a later one with it.
    fn hear(&mut self, step: &Step, status: u16, answer: Vec<u8>) {
        let known = self.acknowledged.iter().rev().find(|it| it.step.id == step.id);
        let fits = match known {
            None => matches!(status, 200 | 201),
            Some(known) => status == 200 && known.answer == answer,
        };
        if !fits {
            let said = String::from_utf8_lossy(&answer).into_owned();
            self.wrong.push(format!("{} {}: {status} {said}", step.path, step.body));
        }
        if known.is_some() || !fits {
            return;
        }
        if self.planned.front().is_some_and(|next| next.id == step.id) {
            self.planned.pop_front();
        }
        if step.cash {
            self.to_give_back.push(step.id.clone());
        }
        self.visits += i64::from(self.post == Post::Gate);
        self.acknowledged.push(Acknowledged { step: step.clone(), answer });
    }
}

/// The device's connection.
async fn wire(device: &Arc<Mutex<Device>>, port: u16) -> Option<Wire> {
    let who = device.lock().unwrap().who.clone();
    let wire = Wire::open(port, &who.token.unwrap_or_default()).await.ok()?;
    Some(match who.cookie {
        Some(cookie) => wire.signed_in(&cookie),
        None => wire,
    })
}

/// Works until the server is gone, or something is wrong; each command is sent twice, as a device
/// does that heard nothing.
pub async fn work(device: Arc<Mutex<Device>>, port: u16) {
    let Some(mut wire) = wire(&device, port).await else { return };
    loop {
        let step = device.lock().unwrap().next();
        for _ in 0..2 {
            let answer = wire.call("POST", &step.path, &step.body).await;
            let Ok((status, body)) = answer else { return };
            device.lock().unwrap().hear(&step, status, body);
        }
        if !device.lock().unwrap().wrong.is_empty() {
            return;
        }
    }
}

/// Sends everything again that was acknowledged from the `from`th on: each answer is the first one.
pub async fn resend(device: Arc<Mutex<Device>>, port: u16, from: usize) {
    let Some(mut wire) = wire(&device, port).await else {
        return device.lock().unwrap().wrong.push("no connection".into());
    };
    let all = device.lock().unwrap().acknowledged[from..].to_vec();
    for Acknowledged { step, .. } in all {
        match wire.call("POST", &step.path, &step.body).await {
            Ok((status, body)) => device.lock().unwrap().hear(&step, status, body),
            Err(error) => device.lock().unwrap().wrong.push(error.to_string()),
        }
    }
}

/// Two booths with two phones each, on which their managers are signed in, and a gate; in a folder
/// that the program then opens.
pub async fn prepare(folder: &Path) -> Vec<Device> {
    let shop = TestShop::at(folder, Clocked::Live).await;
    let goods = shop.product("Mật ong Tiên Yên", "chai 500 ml", PRICE).await;
    let mut all = Vec::new();
    for code in ["A01", "A02"] {
        let booth = shop.booth(code).await;
        shop.sells(&booth, &[goods]).await;
        shop.stock(&booth, goods, 50_000, "", None).await;
        for closes in [true, false] {
            let (device, phone) = shop.device(Some(booth.uid), None).await;
            let name = format!("Hòa {code}{closes}");
            let manager = shop.person(&name, Role::Manager, Some(booth.uid), Some(device)).await;
            all.push(Device::new(manager.on(&phone), Post::Booth { goods, closes }));
        }
    }
    let (_, gate) = shop.device(None, Some(shop.gate)).await;
    all.push(Device::new(gate, Post::Gate));
    all
}

/// Every answer was as it should be.
pub fn sound(devices: &[Arc<Mutex<Device>>], round: u64) {
    for device in devices {
        let wrong = device.lock().unwrap().wrong.clone();
        assert_eq!(wrong, Vec::<String>::new(), "round {round}");
    }
}

/// What was acknowledged and is no entry of the journal.
pub async fn unknown(folder: &Path, devices: &[Arc<Mutex<Device>>], round: u64) -> Vec<String> {
    let lock = Lock::take(folder).unwrap();
    let mut book = db::writer(&lock).await.unwrap();
    let stands: Vec<String> = sqlx::query_scalar("select lower(hex(uid)) from journal")
        .fetch_all(&mut book)
        .await
        .unwrap();
    let stands: HashSet<String> = stands.into_iter().collect();
    let mut unknown = Vec::new();
    for device in devices {
        let device = device.lock().unwrap();
        let missing = |id: &&String| !stands.contains(&id.replace('-', ""));
        let ids = device.acknowledged.iter().map(|it| &it.step.id);
        unknown.extend(ids.filter(missing).map(|id| format!("round {round}: {id}")));
    }
    unknown
}
