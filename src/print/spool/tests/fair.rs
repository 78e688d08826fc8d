//! A small fair with two booths, for the stories of the spool.

use super::super::{Spool, Timing, start_with};
use crate::{
    base::{
        clock::{Clock, Ms},
        id::{BoothId, Chance, CommandId, FairId, PrinterId, ProducerId, ProductId, SaleId},
        money::Money,
        quantity::Quantity,
    },
    catalog::{self, Price, Producer, Product, kinds::SubjectType},
    desk::{
        book::Shop,
        command::{Answer, Command, Envelope},
    },
    fair::{
        self, Booth,
        kinds::{Kind, Level, Zone},
    },
    payment::event::Method,
    print::{
        block::Width,
        job::Job,
        printer::{Head, NewPrinter, Pace},
        store,
    },
    sale::{Checkout, LineOrder, Sold, Tender},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;

/// The fair's laptop.
pub struct Laptop {
    pub shop: Shop,
    pub booths: [BoothId; 2],
    product: ProductId,
    now: Arc<AtomicI64>,
    _folder: TempDir,
}

/// Patience short enough for tests; giving up goes by the laptop's clock.
fn timing() -> Timing {
    let ms = Duration::from_millis;
    Timing {
        connect: ms(500),
        status: ms(150),
        confirm: ms(500),
        leave: ms(100),
        pace: Pace(1_000_000),
        backoff: [5, 10, 20, 20].map(ms),
        give_up: Duration::from_secs(120),
        look: ms(10),
    }
}

impl Laptop {
    pub async fn open() -> Laptop {
        let folder = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(1_780_473_120_000));
        let hand = now.clone();
        let clock = Clock::by(move || Ms(hand.load(Ordering::SeqCst)));
        let chance = Chance::seeded(7);
        let shop = Shop::open(folder.path(), clock, chance).await.unwrap();
        let uid = || shop.chance.uid(shop.clock.now());
        let booths = [BoothId(uid()), BoothId(uid())];
        let product = ProductId(uid());
        let laptop = Laptop { shop, booths, product, now, _folder: folder };
        for command in laptop.commands() {
            laptop.shop.submit("Ban tổ chức", command).await.unwrap();
        }
        laptop
    }

    fn commands(&self) -> Vec<Command> {
        let uid = || self.shop.chance.uid(self.shop.clock.now());
        let (fair, producer) = (FairId(uid()), ProducerId(uid()));
        let booth = |n: usize| Booth {
            uid: self.booths[n],
            fair,
            code: format!("A0{}", n + 1),
            name: "Gian Cô Tô".into(),
            zone: Zone::Local,
            origin_unit: "Cô Tô".into(),
            seller: "HTX Cô Tô".into(),
            address: "Cô Tô, Quảng Ninh".into(),
            phone: String::new(),
            tax_code: "5701234567".into(),
            limits: Default::default(),
            methods: Default::default(),
            pictures: false,
            closed: false,
            bank_bin: "970436".into(),
            account: "0123456789".into(),
        };
        let amount = Some(Money(980_000));
        let price = Price { product: self.product, booth: None, fair: None, amount };
        vec![
            Command::Fair(fair::Change::Fair(fair::Fair {
                uid: fair,
                code: "HL26".into(),
                name: "Hội chợ OCOP Quảng Ninh – Hè".into(),
                level: Level::Provincial,
                kind: Kind::Fair,
                starts_on: jiff::civil::date(2026, 6, 1),
                ends_on: Some(jiff::civil::date(2026, 6, 6)),
                place: "Hạ Long".into(),
                cash_rounding: 1000,
                published_visits: None,
                published_revenue: None,
                published_revenue_local_zone: None,
                closed: false,
            })),
            Command::Fair(fair::Change::Booth(booth(0))),
            Command::Fair(fair::Change::Booth(booth(1))),
            Command::Catalog(catalog::Change::Producer(Producer {
                uid: producer,
                name: "HTX Cô Tô".into(),
                subject_type: SubjectType::Cooperative,
                unit_code: String::new(),
                commune: String::new(),
                tax_code: String::new(),
                phone: String::new(),
                rehearsal: false,
            })),
            Command::Catalog(catalog::Change::Product(Product {
                uid: self.product,
                name: "Mực khô Cô Tô".into(),
                unit: "kg".into(),
                producer,
                star: Some(4),
                ocop_group: 1,
                province_2024: String::new(),
                province_now: String::new(),
                barcode: String::new(),
                sku: String::new(),
                vat: String::new(),
                lot: String::new(),
                evidence: String::new(),
                active: true,
                free_amount: false,
                packs: Default::default(),
            })),
            Command::Catalog(catalog::Change::Price(price)),
        ]
    }

    pub fn spool(&self) -> Spool {
        start_with(self.shop.clone(), timing())
    }

    /// Minutes pass.
    pub fn wait_minutes(&self, minutes: i64) {
        self.now.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// Sells 0.35 kg at a booth and asks for paper.
    pub async fn sell(&self, booth: usize) -> Sold {
        self.submit(self.checkout(booth, true)).await
    }

    pub async fn submit(&self, envelope: Envelope) -> Sold {
        match self.shop.desk.submit(envelope).await.unwrap() {
            Answer::Sold { sold, .. } => *sold,
            other => panic!("not a sale: {other:?}"),
        }
    }

    pub fn checkout(&self, booth: usize, print: bool) -> Envelope {
        let at = self.shop.clock.now();
        let uid = self.shop.chance.uid(at);
        let cash = Tender {
            method: Method::Cash,
            amount: Money(343_000),
            given: Some(Money(350_000)),
            reference: None,
        };
        let asked = LineOrder::plain(self.product, Quantity(350));
        let command = Command::Checkout(Checkout {
            id: SaleId(uid),
            booth: self.booths[booth],
            device: None,
            device_seq: None,
            paid_at: at,
            lines: vec![asked],
            payments: vec![cash],
            expected_total: None,
            priced_at_pos: None,
            provisional_no: None,
            seller: "Lan".into(),
            stranger: false,
            print,
            ..Checkout::default()
        });
        let (actor, device) = ("Lan".into(), String::new());
        Envelope { uid: CommandId(uid), at, actor, device, command }
    }

    /// The sale's position in the journal.
    pub async fn pos(&self, sold: &Sold) -> i64 {
        let mut db = self.shop.read().await.unwrap();
        crate::sale::store::pos_of(&mut db, &sold.id.bytes()).await.unwrap().unwrap()
    }

    /// All jobs, the oldest first.
    pub async fn jobs(&self) -> Vec<Job> {
        let mut db = self.shop.read().await.unwrap();
        let mut jobs = store::jobs(&mut db, 100).await.unwrap();
        jobs.reverse();
        jobs
    }

    /// Waits until the jobs are as they should be.
    pub async fn until(&self, right: impl Fn(&[Job]) -> bool) -> Vec<Job> {
        for _ in 0..1000 {
            let jobs = self.jobs().await;
            if right(&jobs) {
                return jobs;
            }
            pause(10).await;
        }
        panic!("it never came to that: {:#?}", self.jobs().await);
    }
}

/// A printer with an address, on 58 mm paper.
pub async fn printer(spool: &Spool, target: &str) -> PrinterId {
    let target = target.parse().unwrap();
    let new =
        NewPrinter { name: "Máy in".into(), target, head: Head::plain(Width::MM58), drawer: None };
    spool.add_printer(new).await.unwrap()
}

pub async fn pause(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}
