//! Machines that sell, are copied, and change each other's things.

mod asks;
mod forge;
mod gift;
mod season;
mod things;

use super::receive;
use crate::{
    base::{
        clock::{Clock, Ms},
        id::{BoothId, Chance, CommandId, FairId, GateId, NodeId, ProducerId, ProductId, SaleId},
        money::Money,
        quantity::Quantity,
        refusal::Refusal,
    },
    catalog::{self, Price, Producer, Product},
    db,
    desk::{
        batch,
        book::NODE,
        command::{Command, Envelope},
        succession,
    },
    fair::{self, Booth, Gate, Limits, Range},
    journal::{self, Entry},
    payment::event::{Method, Step},
    sale::{
        Checkout, LineOrder, Tender,
        refund::{Refund, Right},
        shift,
    },
    stock::ask::{Act, Ask, Line},
    visitor::Count,
};
use asks::line;
pub use asks::{close, open, shelf, visit};
pub use forge::{forge, strange};
pub use gift::Lent;
pub use season::World;
use serde_json::json;
use sqlx::{
    Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteSynchronous},
};
use tempfile::TempDir;
pub use things::Things;
use uuid::Uuid;

pub const NOW: Ms = Ms(1_714_100_000_000); // 26/04/2024 in Vietnam

/// A booth with what it sells.
#[derive(Debug, Clone)]
pub struct Stall {
    pub fair: FairId,
    pub booth: BoothId,
    pub gate: GateId,
    pub product: ProductId,
    pub producer: ProducerId,
}

/// A machine with its book.
pub struct Machine {
    pub db: SqliteConnection,
    pub node: NodeId,
    pub folder: TempDir,
    pub chance: Chance,
    pub at: Ms,
}

impl Machine {
    pub async fn new(n: u64) -> Machine {
        let folder = tempfile::tempdir().unwrap();
        // A book in memory would attach another only in memory, and none could be verified.
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("book.db"))
            .create_if_missing(true)
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Off);
        let mut db = SqliteConnection::connect_with(&options).await.unwrap();
        db::migrate(&mut db).await.unwrap();
        let node = NodeId(Uuid::from_u128(u128::from(n)));
        journal::store::set_setting(&mut db, NODE, &node.to_string()).await.unwrap();
        Machine { db, node, folder, chance: Chance::seeded(n), at: NOW }
    }

    /// A machine made from a copy of this one's book up to `seq`, which took over.
    pub async fn copied(&mut self, n: u64, seq: i64) -> Machine {
        let mut heir = Machine::new(n).await;
        let own = self.node.bytes();
        let mut copy = journal::store::after(&mut self.db, 0, 10_000).await.unwrap();
        let last = copy.iter().position(|it| it.origin == own && it.seq == seq);
        copy.truncate(last.map_or(0, |last| last + 1));
        receive(&mut heir.db, heir.node, &copy).await.unwrap();
        // It is a copy and no book that takes in those of others.
        let forget = "delete from setting where name = 'receives'";
        sqlx::query(forget).execute(&mut heir.db).await.unwrap();
        journal::store::set_setting(&mut heir.db, NODE, &self.node.to_string()).await.unwrap();
        let (clock, chance) = (Clock::by(|| NOW), heir.chance.clone());
        heir.node = succession::begin(&mut heir.db, &clock, &chance).await.unwrap().node;
        succession::take_over(&mut heir.db, &clock, &chance).await.unwrap();
        heir
    }

    /// A copy of this one's folder, on another machine under the same name.
    pub async fn twin(&mut self, n: u64) -> Machine {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("book.db");
        let into = file.display().to_string();
        sqlx::query("vacuum into ?").bind(into).execute(&mut self.db).await.unwrap();
        let options = SqliteConnectOptions::new().filename(&file).foreign_keys(true);
        let db = SqliteConnection::connect_with(&options).await.unwrap();
        Machine { db, node: self.node, folder, chance: Chance::seeded(n), at: self.at }
    }

    pub async fn head(&mut self) -> i64 {
        journal::store::head(&mut self.db, self.node).await.unwrap().seq
    }

    pub async fn chain(&mut self) -> Vec<Entry> {
        let own = self.node.bytes();
        let all = journal::store::after(&mut self.db, 0, 10_000).await.unwrap();
        all.into_iter().filter(|it| it.origin == own).collect()
    }

    async fn run(&mut self, uid: Uuid, command: Command) {
        self.tried(uid, command).await.unwrap();
    }

    pub async fn tried(&mut self, uid: Uuid, command: Command) -> Result<(), Refusal> {
        self.at = Ms(self.at.0 + 1_000);
        let (uid, at) = (CommandId(uid), self.at);
        let (actor, device) = ("HTX".to_owned(), String::new());
        let envelope = Envelope { uid, at, actor, device, command };
        let mut outcome = batch::run(&mut self.db, self.node, &[envelope]).await.unwrap();
        outcome.answers.pop().unwrap().map(drop)
    }

    pub async fn change(&mut self, command: Command) {
        let uid = self.chance.uid(self.at);
        self.run(uid, command).await;
    }

    /// A fair with a booth, a gate and a product at a price.
    pub async fn fair(&mut self, code: &str, price: i64) -> Stall {
        let uid = || self.chance.uid(NOW);
        let stall = Stall {
            fair: FairId(uid()),
            booth: BoothId(uid()),
            gate: GateId(uid()),
            product: ProductId(uid()),
            producer: ProducerId(uid()),
        };
        self.recode(&stall, code).await.unwrap();
        self.booth(&stall, "Gian A01").await;
        let gate =
            Gate { uid: stall.gate, fair: stall.fair, code: "C1".into(), name: "Cổng".into() };
        self.change(Command::Fair(fair::Change::Gate(gate))).await;
        let producer = json!({
            "uid": stall.producer, "name": "HTX", "subject_type": "cooperative", "unit_code": "",
            "commune": "", "tax_code": "", "phone": "",
        });
        let producer: Producer = serde_json::from_value(producer).unwrap();
        self.change(Command::Catalog(catalog::Change::Producer(producer))).await;
        self.rename(&stall, "Miến dong").await;
        self.price(&stall, price).await;
        self.range(&stall, true).await;
        stall
    }

    /// Names a fair, or gives it another code.
    pub async fn recode(&mut self, stall: &Stall, code: &str) -> Result<(), Refusal> {
        let fair = json!({
            "what": "fair", "uid": stall.fair, "code": code, "name": code, "level": "local",
            "kind": "fair", "starts_on": "2024-04-25", "ends_on": null, "place": "",
            "cash_rounding": 0, "published_visits": null, "published_revenue": null,
            "published_revenue_local_zone": null,
        });
        let fair: fair::Change = serde_json::from_value(fair).unwrap();
        let uid = self.chance.uid(self.at);
        self.tried(uid, Command::Fair(fair)).await
    }

    pub async fn booth(&mut self, stall: &Stall, name: &str) {
        let booth = json!({
            "uid": stall.booth, "fair": stall.fair, "code": "A01", "name": name, "zone": "local",
            "origin_unit": "", "seller": "HTX", "address": "", "phone": "", "tax_code": "",
            "bank_bin": "970436", "account": "0123456789", "limits": Limits::default(),
        });
        let booth: Booth = serde_json::from_value(booth).unwrap();
        self.change(Command::Fair(fair::Change::Booth(booth))).await;
    }

    pub async fn rename(&mut self, stall: &Stall, name: &str) {
        self.renamed(stall, name).await.unwrap();
    }

    pub async fn renamed(&mut self, stall: &Stall, name: &str) -> Result<(), Refusal> {
        let product = json!({
            "uid": stall.product, "name": name, "unit": "gói", "producer": stall.producer,
            "star": null, "ocop_group": 1, "province_2024": "", "province_now": "", "barcode": "",
            "sku": "", "vat": "", "lot": "", "evidence": "", "active": true,
        });
        let product: Product = serde_json::from_value(product).unwrap();
        let uid = self.chance.uid(self.at);
        self.tried(uid, Command::Catalog(catalog::Change::Product(product))).await
    }

    pub async fn price(&mut self, stall: &Stall, amount: i64) {
        let (booth, product) = (Some(stall.booth), stall.product);
        let price = Price { product, booth, fair: None, amount: Some(Money(amount)) };
        self.change(Command::Catalog(catalog::Change::Price(price))).await;
    }

    pub async fn range(&mut self, stall: &Stall, active: bool) {
        let range = Range { booth: stall.booth, products: vec![stall.product], active };
        self.change(Command::Fair(fair::Change::Range(range))).await;
    }

    /// Sells some of the booth's product, for cash and at the price that holds here.
    pub async fn sell(&mut self, stall: &Stall, units: i64) -> Checkout {
        self.sell_at(stall, units, self.at).await
    }

    async fn sell_at(&mut self, stall: &Stall, units: i64, paid_at: Ms) -> Checkout {
        let price: i64 = sqlx::query_scalar(
            "select amount from price where booth = (select id from booth where uid = ?) \
             order by id desc limit 1",
        )
        .bind(stall.booth.bytes())
        .fetch_one(&mut self.db)
        .await
        .unwrap();
        let amount = Money(price * units);
        let sale = Checkout {
            id: SaleId(self.chance.uid(self.at)),
            booth: stall.booth,
            paid_at,
            lines: vec![LineOrder::plain(stall.product, Quantity::units(units))],
            payments: vec![Tender { method: Method::Cash, amount, given: None, reference: None }],
            expected_total: Some(amount),
            seller: "Lan".to_owned(),
            ..Checkout::default()
        };
        self.resend(&sale).await;
        sale
    }

    /// Hands a sale in that may have been handed in elsewhere.
    pub async fn resend(&mut self, sale: &Checkout) {
        self.run(sale.id.0, Command::Checkout(sale.clone())).await;
    }

    pub async fn refund(&mut self, id: Uuid, sale: SaleId) {
        let (id_of, reason, right) = (id.into(), "hỏng".to_owned(), Right::Manager);
        let refund = Refund { id: id_of, sale, reason, right, ..Refund::default() };
        self.run(id, Command::Refund(refund)).await;
    }

    /// Hands in a document that may have been handed in elsewhere.
    pub async fn post(&mut self, ask: &Ask) {
        self.run(ask.uid.0, Command::Stock(Box::new(ask.clone()))).await;
    }

    pub async fn deliver(&mut self, stall: &Stall, units: i64, last_day: &str) -> Ask {
        let line = Line {
            lot: Some("L1".to_owned()),
            expires_on: Some(last_day.parse().unwrap()),
            ..line(stall, units)
        };
        let uid = self.chance.uid(self.at);
        let ask = Ask::delivery(uid.into(), stall.booth, vec![line]);
        self.post(&ask).await;
        ask
    }

    /// Takes a document back.
    pub async fn take_back(&mut self, stall: &Stall, document: &Ask, uid: Uuid) {
        let back = Ask {
            act: Act::Reversal(document.uid),
            reason: "ghi nhầm".to_owned(),
            ..Ask::delivery(uid.into(), stall.booth, Vec::new())
        };
        self.post(&back).await;
    }

    async fn step(&mut self, step: &Step) {
        self.run(step.uid.0, Command::Payment(step.clone())).await;
    }

    async fn count(&mut self, count: &Count) {
        self.run(count.uid.0, Command::Count(count.clone())).await;
    }

    pub async fn shift(&mut self, ask: shift::Ask, uid: Uuid) {
        self.run(uid, Command::Shift(ask)).await;
    }

    /// Phones open the booth's drawer, one after another.
    async fn opened(&mut self, stall: &Stall, phones: &[Uuid]) {
        for phone in phones {
            self.shift(open(stall, *phone), *phone).await;
        }
    }

    /// Sales and revenue by the roll-up.
    pub async fn revenue(&mut self) -> (i64, i64) {
        sqlx::query_as("select sum(sales), sum(revenue) from rollup_booth")
            .fetch_one(&mut self.db)
            .await
            .unwrap()
    }

    /// The one figure that this asks for.
    pub async fn one(&mut self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.db).await.unwrap()
    }

    pub async fn twins(&mut self) -> i64 {
        self.one("select count(*) from verdict where verdict = 'twin'").await
    }

    pub async fn product_name(&mut self, stall: &Stall) -> String {
        sqlx::query_scalar("select name from product where uid = ?")
            .bind(stall.product.bytes())
            .fetch_one(&mut self.db)
            .await
            .unwrap()
    }
}
