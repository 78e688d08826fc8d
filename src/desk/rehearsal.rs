//! A rehearsal: a fair of invented booths with invented goods, on which sales are tried out. It is
//! made by the same commands as any fair, and its kind keeps it out of every total.

use super::command::Command;
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, Chance, DeviceId, FairId, GateId, ProducerId, ProductId},
        money::Money,
    },
    catalog::{self, Price, Producer, Product, kinds::SubjectType},
    fair::{
        self, Booth, Fair, Gate, Range,
        kinds::{Kind, Level, Zone},
    },
    staff::{self, Device},
};

/// Booths of one rehearsal at most.
pub const BOOTHS: i64 = 500;
/// Goods that every booth sells: the price of one in đồng.
const PRICES: [i64; 8] = [15_000, 25_000, 40_000, 65_000, 90_000, 120_000, 185_000, 350_000];
/// The bank of the invented accounts; no account there begins with these letters.
const BANK: &str = "970436";

/// A rehearsal before it is written.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    /// Its fair: one day, today.
    pub fair: Fair,
    /// Its gate, with the device that counts there.
    pub gate: (Gate, Device),
    /// Its booths, each with its device.
    pub stands: Vec<(Booth, Device)>,
    /// What every booth sells, with the price of one.
    pub goods: Vec<(ProductId, Money)>,
}

impl Rehearsal {
    /// Plans a rehearsal of so many booths for the day of `now`.
    pub fn plan(chance: &Chance, now: Ms, booths: i64) -> Rehearsal {
        let fair = fair(chance, now);
        let gate = Gate {
            uid: GateId(chance.uid(now)),
            fair: fair.uid,
            code: "DT".to_owned(),
            name: "Cổng diễn tập".to_owned(),
        };
        let counter =
            Device { gate: Some(gate.uid), ..device(chance, now, "Máy đếm diễn tập") };
        let stand = |n: i64| {
            let booth = booth(chance, now, fair.uid, n);
            let device = device(chance, now, &format!("Máy {}", booth.code));
            let device = Device { booth: Some(booth.uid), ..device };
            (booth, device)
        };
        let stands = (1..=booths).map(stand).collect();
        let goods = PRICES.map(|price| (ProductId(chance.uid(now)), Money(price))).to_vec();
        Rehearsal { gate: (gate, counter), stands, goods, fair }
    }

    /// The commands that make it, in order.
    pub fn commands(&self, chance: &Chance, now: Ms) -> Vec<Command> {
        let producer = producer(ProducerId(chance.uid(now)), &self.fair.code);
        let mut all = vec![Command::Fair(fair::Change::Fair(self.fair.clone()))];
        for (n, (uid, price)) in self.goods.iter().enumerate() {
            let product = product(*uid, producer.uid, &format!("Hàng diễn tập {}", n + 1));
            let price = Price { product: *uid, booth: None, fair: None, amount: Some(*price) };
            all.push(Command::Catalog(catalog::Change::Product(product)));
            all.push(Command::Catalog(catalog::Change::Price(price)));
        }
        all.insert(1, Command::Catalog(catalog::Change::Producer(producer)));
        all.push(Command::Fair(fair::Change::Gate(self.gate.0.clone())));
        all.push(Command::Staff(staff::Change::Device(self.gate.1.clone())));
        let products: Vec<ProductId> = self.goods.iter().map(|(uid, _)| *uid).collect();
        for (booth, device) in &self.stands {
            let range = Range { booth: booth.uid, products: products.clone(), active: true };
            all.push(Command::Fair(fair::Change::Booth(booth.clone())));
            all.push(Command::Fair(fair::Change::Range(range)));
            all.push(Command::Staff(staff::Change::Device(device.clone())));
        }
        all
    }

    /// Its devices, the gate's first.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        std::iter::once(&self.gate.1).chain(self.stands.iter().map(|(_, device)| device))
    }
}

fn fair(chance: &Chance, now: Ms) -> Fair {
    let uid = FairId(chance.uid(now));
    // The last letters of an id are chance: no other fair has this code.
    let code = format!("DT-{}", uid.hex()[24..].to_ascii_uppercase());
    Fair {
        uid,
        name: format!("Diễn tập {}", now.text()),
        code,
        level: Level::NotStated,
        kind: Kind::Rehearsal,
        starts_on: now.date(),
        ends_on: Some(now.date()),
        place: String::new(),
        cash_rounding: 0,
        published_visits: None,
        published_revenue: None,
        published_revenue_local_zone: None,
        closed: false,
    }
}

fn booth(chance: &Chance, now: Ms, fair: FairId, n: i64) -> Booth {
    let zone = Zone::ALL[n.unsigned_abs() as usize % Zone::ALL.len()];
    Booth {
        uid: BoothId(chance.uid(now)),
        fair,
        code: format!("D{n:03}"),
        name: format!("Gian diễn tập {n}"),
        zone,
        origin_unit: "Diễn tập".to_owned(),
        seller: "Diễn tập".to_owned(),
        address: String::new(),
        phone: String::new(),
        tax_code: String::new(),
        bank_bin: BANK.to_owned(),
        account: format!("DIENTAP{n:03}"),
        limits: Default::default(),
        methods: Default::default(),
        pictures: false,
        closed: false,
    }
}

fn device(chance: &Chance, now: Ms, name: &str) -> Device {
    Device {
        uid: DeviceId(chance.uid(now)),
        name: name.to_owned(),
        letter: "A".to_owned(),
        booth: None,
        gate: None,
        revoked: false,
    }
}

fn producer(uid: ProducerId, code: &str) -> Producer {
    Producer {
        uid,
        name: format!("Chủ thể {code}"),
        subject_type: SubjectType::Cooperative,
        unit_code: String::new(),
        commune: String::new(),
        tax_code: String::new(),
        phone: String::new(),
        rehearsal: true,
    }
}

fn product(uid: ProductId, producer: ProducerId, name: &str) -> Product {
    Product {
        uid,
        name: name.to_owned(),
        unit: "gói".to_owned(),
        producer,
        star: None,
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
    }
}
