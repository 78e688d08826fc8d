//! A fair that a province plans, a laptop sells at, and both change when they may not.

use super::{Machine, NOW, Stall, forge};
use crate::{
    base::{
        id::{Chance, NodeId, SaleId},
        refusal::Refusal,
    },
    desk::{book::RECEIVES, chains::receive::Receiver, command::Command, fact::Fact},
    fair::{
        self,
        charge::{Event, Given, Taken},
    },
    journal::{self, Entry},
    sale::Checkout,
};
use serde_json::{Value, json};
use sqlx::SqliteConnection;

impl Machine {
    /// Gives a fair to another machine, as a hub may.
    pub async fn give(&mut self, stall: &Stall, to: NodeId) -> Result<(), Refusal> {
        journal::store::set_setting(&mut self.db, RECEIVES, "hub").await.unwrap();
        let given = self.given(stall, to).await;
        journal::store::clear_setting(&mut self.db, RECEIVES).await.unwrap();
        given
    }

    async fn given(&mut self, stall: &Stall, to: NodeId) -> Result<(), Refusal> {
        let (fair, uid) = (stall.fair, self.chance.uid(self.at));
        self.tried(uid, Command::Charge(Event::Given(Given { fair, to }))).await
    }

    /// Takes the last gift of a fair.
    pub async fn take_fair(&mut self, stall: &Stall) {
        let (from, seq) = gift(&mut self.db).await;
        let taken = Taken { fair: stall.fair, from, seq };
        self.change(Command::Charge(Event::Taken(taken))).await;
    }

    /// Takes in what comes down from a hub.
    pub async fn draw(&mut self, entries: &[Entry]) {
        let mut receiver = Receiver::down(self.node);
        receiver.take(&mut self.db, entries).await.unwrap();
        let receipt = receiver.finish(&mut self.db).await.unwrap();
        assert_eq!(receipt.stopped, []);
    }

    pub async fn tried_taking(&mut self, stall: &Stall) -> Result<(), Refusal> {
        let (from, seq) = gift(&mut self.db).await;
        let (taken, uid) = (Taken { fair: stall.fair, from, seq }, self.chance.uid(self.at));
        self.tried(uid, Command::Charge(Event::Taken(taken))).await
    }

    pub async fn tried_booth(&mut self, stall: &Stall, name: &str) -> Result<(), Refusal> {
        let change = serde_json::from_value(booth(stall, name)).unwrap();
        let uid = self.chance.uid(self.at);
        self.tried(uid, Command::Fair(change)).await
    }

    pub async fn tried_sale(&mut self, stall: &Stall) -> Result<(), Refusal> {
        let id = self.chance.uid(self.at);
        let ask = Checkout { id: SaleId(id), booth: stall.booth, ..Checkout::default() };
        self.tried(id, Command::Checkout(ask)).await
    }

    /// Entries that name what only another machine has.
    pub async fn beyond(&mut self) -> i64 {
        sqlx::query_scalar("select count(*) from verdict where verdict = 'beyond'")
            .fetch_one(&mut self.db)
            .await
            .unwrap()
    }

    pub async fn booth_name(&mut self, stall: &Stall) -> String {
        sqlx::query_scalar("select name from booth where uid = ?")
            .bind(stall.booth.bytes())
            .fetch_one(&mut self.db)
            .await
            .unwrap()
    }
}

async fn gift(db: &mut SqliteConnection) -> (NodeId, i64) {
    let last = "select origin, seq from fair_gift order by id desc limit 1";
    sqlx::query_as(last).fetch_one(db).await.unwrap()
}

/// The chains of a fair that was lent to a laptop, given back, and lent to it again.
pub struct Lent;

fn booth(stall: &Stall, name: &str) -> Value {
    json!({
        "what": "booth", "uid": stall.booth, "fair": stall.fair, "code": "A01", "name": name,
        "zone": "local", "origin_unit": "", "seller": "HTX", "address": "", "phone": "",
        "tax_code": "", "bank_bin": "", "account": "", "limits": fair::Limits::default(),
    })
}

/// A machine goes on and changes a fair, whether it is in charge or not.
fn wrongly(chain: &mut Vec<Entry>, stall: &Stall, name: &str) {
    let node = chain.last().map(|it| NodeId::of_bytes(&it.origin)).unwrap_or_default();
    let fact = Fact::Fair(serde_json::from_value(booth(stall, name)).unwrap());
    let entry = forge(node, chain, &fact);
    chain.push(entry);
}

impl Lent {
    /// Plays it by a seed, with a laptop that takes over, and machines that change what they may
    /// not.
    pub async fn played(seed: u64) -> Vec<Vec<Entry>> {
        let chance = Chance::seeded(seed.wrapping_add(1 << 33));
        let dice = |sides: u64| chance.uid(NOW).as_u64_pair().1 % sides;
        let (mut hub, mut laptop) = (Machine::new(9).await, Machine::new(5).await);
        laptop.fair("RIENG", 15_000).await;
        let stall = hub.fair("TINH", 20_000).await;
        for _ in 0..dice(3) {
            hub.booth(&stall, "Gian tỉnh đặt").await;
        }
        hub.give(&stall, laptop.node).await.unwrap();
        laptop.draw(&hub.chain().await).await;
        laptop.take_fair(&stall).await;
        laptop.recode(&stall, "TINH2").await.unwrap();
        laptop.booth(&stall, "Gian máy đổi").await;
        laptop.sell(&stall, 2).await;
        laptop.price(&stall, 25_000 + 1_000 * dice(5) as i64).await;
        laptop.sell(&stall, 1).await;
        let copy_at = laptop.head().await;
        let (mut chains, mut holds) = (Vec::new(), true);
        if dice(2) == 0 {
            holds = false;
            laptop.give(&stall, hub.node).await.unwrap();
            hub.draw(&laptop.chain().await).await;
            hub.take_fair(&stall).await;
            hub.booth(&stall, "Gian tỉnh lấy lại").await;
            hub.price(&stall, 30_000).await;
            if dice(2) == 0 {
                hub.give(&stall, laptop.node).await.unwrap();
                laptop.draw(&hub.chain().await).await;
                laptop.take_fair(&stall).await;
                laptop.booth(&stall, "Gian máy đổi lần hai").await;
                laptop.sell(&stall, 3).await;
                holds = true;
            }
        }
        // The laptop dies, and its copy does not know what came after it.
        if dice(2) == 0 {
            let at = if holds && dice(2) == 0 { laptop.head().await } else { copy_at };
            let mut heir = laptop.copied(100 + seed % 900, at).await;
            heir.sell(&stall, 4).await;
            heir.price(&stall, 27_000).await;
            heir.booth(&stall, "Gian của máy thay").await;
            chains.push(heir.chain().await);
        }
        chains.extend([hub.chain().await, laptop.chain().await]);
        for chain in &mut chains {
            if dice(2) == 0 {
                wrongly(chain, &stall, "Sai");
            }
        }
        chains
    }
}
