//! Shops of any kind, made of random commands, and their files.

use super::*;
use crate::{
    base::{
        clock::{Clock, Ms},
        id::{BoothId, Chance, FairId, ProducerId, ProductId},
        money::Money,
    },
    catalog::{
        self, Certificate, Price, Producer, Product,
        kinds::SubjectType,
        pack::Packs,
        photo::{Hash, Image, Photo, Shown},
    },
    fair::{
        self, Booth, Fair, Gate, Limits, OpeningDay, Range,
        kinds::{Kind, Level, Zone},
        methods::{Method, Methods},
    },
    stock::Room,
};
use jiff::civil::{Date, date};
use std::path::Path;
use uuid::Uuid;

pub const NOW: Ms = Ms(1_714_000_000_000);

pub async fn shop(folder: &Path, seed: u64) -> Shop {
    Shop::open(folder, Clock::by(|| NOW), Chance::seeded(seed)).await.unwrap()
}

/// Writes these, all or nothing.
pub async fn done(shop: &Shop, commands: Vec<Command>) {
    let steps = commands.into_iter().map(|command| Step { part: Part::Fairs, row: 1, command });
    submit(shop, "thử", steps.collect(), true).await.unwrap();
}

pub async fn files(shop: &Shop) -> Vec<Named> {
    let mut db = shop.read().await.unwrap();
    export(&mut db, Lang::Vi).await.unwrap()
}

/// The text of a file.
pub fn text(files: &[Named], name: &str) -> String {
    let file = files.iter().find(|file| file.name == name).unwrap();
    String::from_utf8(file.bytes.clone()).unwrap()
}

/// The files with another text in the place of one.
pub fn with(mut files: Vec<Named>, name: &str, text: &str) -> Vec<Named> {
    files.retain(|file| file.name != name);
    files.push(Named { name: name.into(), bytes: text.as_bytes().to_vec() });
    files
}

/// What is told of wrong files, in English.
pub async fn wrong(shop: &Shop, files: Vec<Named>) -> Vec<String> {
    import(shop, "thử", files, How::KEEP).await.unwrap_err().lines(Lang::En)
}

/// The files with each id replaced by how many others come before it.
pub fn without_ids(files: &[Named]) -> Vec<(String, String)> {
    let mut seen: Vec<String> = Vec::new();
    let mut plain = |text: &str| {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = (0..rest.len()).find(|at| is_id(rest, *at)) {
            let id = &rest[at..at + 36];
            let n = seen.iter().position(|it| it == id).unwrap_or_else(|| {
                seen.push(id.to_owned());
                seen.len() - 1
            });
            out.push_str(&rest[..at]);
            out.push_str(&format!("<{n}>"));
            rest = &rest[at + 36..];
        }
        out + rest
    };
    files.iter().map(|it| (it.name.clone(), plain(&text(files, &it.name)))).collect()
}

fn is_id(text: &str, at: usize) -> bool {
    text.get(at..at + 36).is_some_and(|it| it.as_bytes()[8] == b'-' && Uuid::parse_str(it).is_ok())
}

/// Words that spreadsheets, separators and quotes make trouble with.
pub const WORDS: [&str; 22] = [
    "Miến dong",
    "Trà \"sen\" Hồ Tây",
    "'một dấu",
    "=1+2",
    "+84",
    "-5",
    "@SUM(A1)",
    "0036",
    "2024-06-02",
    "3/4",
    "1E5",
    "TRUE",
    "a;b,c",
    "dòng một\ndòng hai",
    "#N/A",
    "Đặc sản & <b>",
    "8%",
    "MAR1",
    "ế ổ ự",
    "x",
    "1000000000000",
    "M?t hỏi?a",
];

/// Makes random commands; ids are its own.
pub struct Random {
    pub chance: Chance,
    n: u64,
}

impl Random {
    pub fn new(seed: u64) -> Random {
        Random { chance: Chance::seeded(seed ^ 0xfeed), n: 0 }
    }

    pub fn below(&self, limit: u64) -> u64 {
        self.chance.below(limit)
    }

    pub fn yes(&self) -> bool {
        self.below(2) == 1
    }

    pub fn uid<T: From<Uuid>>(&self) -> T {
        self.chance.uid(NOW).into()
    }

    pub fn of<T: Copy>(&self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    /// A text that nothing else has.
    pub fn name(&mut self) -> String {
        self.n += 1;
        format!("{} {}", self.word(), self.n).trim().to_owned()
    }

    /// A text, or nothing.
    pub fn word(&self) -> String {
        match self.below(4) {
            0 => String::new(),
            1 => format!("{} {}", self.of(&WORDS), self.of(&WORDS)),
            _ => self.of(&WORDS).to_owned(),
        }
    }

    /// A code that nothing else has, which a spreadsheet may take for something else.
    pub fn code(&mut self) -> String {
        self.n += 1;
        format!("{}{}", self.of(&["00", "A", "MAR", "1E", "Ế-", "="]), self.n)
    }

    pub fn day(&self) -> Date {
        date(2024, 1, 1).saturating_add(jiff::Span::new().days(self.below(900) as i64))
    }

    fn producer(&mut self) -> Producer {
        Producer {
            uid: self.uid(),
            // Two may be called alike.
            name: if self.yes() { "Hộ ở Châu Thành".into() } else { self.name() },
            subject_type: self.of(SubjectType::ALL),
            unit_code: self.of(&["", "00103"]).into(),
            commune: self.word(),
            tax_code: self.of(&["", "0101234567", "0101234567-001"]).into(),
            phone: self.of(&["", "0912345678", "+84 912 345 678"]).into(),
            rehearsal: false,
        }
    }

    fn product(&mut self, producer: ProducerId) -> Product {
        // Numbers for use within a shop; each is another one.
        let own = |n: u64| {
            let digits = format!("200000{n:06}");
            let sum = digits.bytes().rev().enumerate();
            let sum: u64 =
                sum.map(|(n, it)| u64::from(it - b'0') * if n % 2 == 0 { 3 } else { 1 }).sum();
            format!("{digits}{}", (10 - sum % 10) % 10)
        };
        let name = self.name();
        Product {
            uid: self.uid(),
            name: if self.yes() { "Mật ong".into() } else { name },
            unit: self.of(&["kg", "chai 500 ml", "gói \"to\""]).into(),
            packs: Packs::parse(self.of(&["", "thùng=24; lốc=6", "bao=12"]), "").unwrap(),
            producer,
            star: self.of(&[None, Some(3), Some(5)]),
            ocop_group: 1 + self.below(6) as u8,
            province_2024: self.word(),
            province_now: self.word(),
            barcode: if self.yes() { own(self.n) } else { String::new() },
            sku: if self.yes() { self.code() } else { String::new() },
            vat: self.of(&["", "8%", "KCT"]).into(),
            lot: self.of(&["", "0001", "L1"]).into(),
            evidence: self.word(),
            active: self.below(4) > 0,
            free_amount: self.below(9) == 0,
        }
    }

    fn certificate(&self, product: ProductId) -> Certificate {
        let signed_on = self.day();
        let expires_on = match self.yes() {
            true => catalog::expiry(signed_on),
            false => signed_on.saturating_add(jiff::Span::new().days(90)),
        };
        let number = self.of(&["", "12/QĐ-UBND", "=12", "0012"]).to_owned();
        Certificate { uid: self.uid(), product, number, star: 4, signed_on, expires_on }
    }

    fn fair(&mut self) -> Fair {
        let starts_on = self.day();
        let ends_on = starts_on.saturating_add(jiff::Span::new().days(self.below(9) as i64));
        let money = |it: u64| (it > 0).then_some(Money(it as i64 * 1_250_000_000_000));
        Fair {
            uid: self.uid(),
            code: self.code(),
            name: self.name(),
            level: self.of(Level::ALL),
            kind: self.of(Kind::REAL),
            starts_on,
            ends_on: self.yes().then_some(ends_on),
            place: self.word(),
            cash_rounding: self.of(&[0, 500, 1000]),
            published_visits: self.yes().then_some(0),
            published_revenue: money(self.below(2)).map(|it| Money(it.0 / 100)),
            published_revenue_local_zone: money(self.below(2)).map(|it| Money(it.0 / 1000)),
            closed: self.yes(),
        }
    }

    fn booth(&mut self, fair: FairId) -> Booth {
        let (bank_bin, account) = self.of(&[("", ""), ("970436", "0451000123456")]);
        Booth {
            uid: self.uid(),
            fair,
            code: self.code(),
            name: self.name(),
            zone: self.of(Zone::ALL),
            origin_unit: self.word(),
            seller: self.word(),
            address: self.word(),
            phone: self.of(&["", "0912345678"]).into(),
            tax_code: self.of(&["", "0101234567"]).into(),
            bank_bin: bank_bin.into(),
            account: account.into(),
            limits: Limits {
                discount_percent: self.below(101) as i64,
                refund: Money(self.below(9) as i64 * 100_000),
                offline_refund: Money(0),
            },
            pictures: self.yes(),
            closed: self.yes(),
            methods: match self.yes() {
                true => Methods::default(),
                false => Methods::of([Method::Card, Method::Momo]),
            },
        }
    }

    /// A photo, or that it was taken back.
    fn photo(&self, product: ProductId) -> Shown {
        let image = |side: u32| Image {
            sha256: Hash::of(&self.below(100).to_le_bytes()),
            width: side,
            height: side,
            bytes: 1 + self.below(9_000),
        };
        let (page, tile) = (image(480), image(240));
        Shown { product, photo: self.yes().then_some(Photo { page, tile }) }
    }

    /// A whole shop.
    pub fn shop(&mut self) -> Vec<Command> {
        let mut all = Vec::new();
        let goods = |it: catalog::Change| Command::Catalog(it);
        let mut products = Vec::new();
        for _ in 0..1 + self.below(4) {
            let producer = self.producer();
            for _ in 0..self.below(4) {
                products.push(self.product(producer.uid));
            }
            let uid = producer.uid;
            all.push(goods(catalog::Change::Producer(producer)));
            for _ in 0..self.below(3) {
                all.push(goods(catalog::Change::Quality(self.quality(uid))));
            }
        }
        all.extend(products.iter().cloned().map(|it| goods(catalog::Change::Product(it))));
        let products: Vec<ProductId> = products.iter().map(|it| it.uid).collect();
        for product in &products {
            for _ in 0..self.below(3) {
                all.push(goods(catalog::Change::Certificate(self.certificate(*product))));
                all.push(goods(catalog::Change::Photo(self.photo(*product))));
                all.push(goods(catalog::Change::Listing(self.listing(*product))));
                self.rewards(*product, &mut all);
            }
        }
        for _ in 0..self.below(4) {
            let fair = self.fair();
            all.push(Command::Fair(fair::Change::Fair(fair.clone())));
            self.at(&fair, &products, &mut all);
        }
        for product in &products {
            self.prices(*product, (None, None), &mut all);
        }
        for _ in 0..self.below(3) {
            self.figure(&mut all);
            all.push(goods(catalog::Change::Online(self.online())));
            self.person(None, &mut all);
        }
        all
    }

    /// Days, places, ranges and prices of a fair.
    fn at(&mut self, fair: &Fair, products: &[ProductId], all: &mut Vec<Command>) {
        let uid = fair.uid;
        for day in 0..self.below(3) as i64 {
            let day = fair.starts_on.saturating_add(jiff::Span::new().days(day));
            let (opens, closes) = ("08:00".to_owned(), self.of(&["21:30", "17:00"]).to_owned());
            let day = OpeningDay { fair: uid, day, opens, closes };
            all.push(Command::Fair(fair::Change::OpeningDay(day)));
        }
        if self.yes() {
            let gate = Gate { uid: self.uid(), fair: uid, code: self.code(), name: self.word() };
            all.push(Command::Fair(fair::Change::Gate(gate)));
            let (code, name, active) = (self.code(), self.name(), self.yes());
            all.push(Command::Room(Room { uid: self.uid(), fair: uid, code, name, active }));
        }
        for _ in 0..self.below(3) {
            let booth = self.booth(uid);
            all.push(Command::Fair(fair::Change::Booth(booth.clone())));
            for product in products {
                let active = self.yes();
                // Codes of people's own making are one product's in a booth; here each is another.
                let products = vec![*product];
                let range = Range { booth: booth.uid, products, active };
                all.push(Command::Fair(fair::Change::Range(range)));
                self.prices(*product, (Some(booth.uid), None), all);
            }
            self.person(Some(booth.uid), all);
            self.promotion((uid, Some(booth.uid)), products, all);
        }
        for product in products {
            self.prices(*product, (None, Some(uid)), all);
        }
        self.promotion((uid, None), products, all);
        self.label(uid, all);
    }

    /// Prices one after another, the last perhaps taken back.
    fn prices(
        &self,
        product: ProductId,
        (booth, fair): (Option<BoothId>, Option<FairId>),
        all: &mut Vec<Command>,
    ) {
        for _ in 0..self.below(3) {
            let wide = booth.is_none() && fair.is_none();
            let amount =
                Some(Money(self.below(100) as i64 * 55_000)).filter(|_| wide || self.yes());
            let price = Price { product, booth, fair, amount };
            all.push(Command::Catalog(catalog::Change::Price(price)));
        }
    }
}
