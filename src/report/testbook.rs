//! A small book for tests: two fairs and a sales point, made by commands through a real shop.

use crate::{
    base::{
        clock::{Clock, Ms},
        id::{BoothId, Chance, CommandId, FairId, GateId, ProducerId, ProductId, SaleId},
        money::Money,
        quantity::Quantity,
    },
    catalog::{self, kinds::SubjectType},
    desk::{
        book::Shop,
        command::{Answer, Command, Envelope},
    },
    fair::{
        self,
        kinds::{Kind, Level, Zone},
        source_figures::SourceFigure,
    },
    payment::event::Method,
    sale::{
        Checkout, LineOrder, Tender,
        refund::{Refund, Right},
    },
    visitor::Count,
};
use jiff::civil::{Date, date};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// The book with the ids that tests name.
pub struct Book {
    /// The opened shop.
    pub shop: Shop,
    /// Summer fair (2 to 7 June 2024): booths A01 local, B01 other province.
    pub summer: FairId,
    /// Booths A01, B01 of the summer fair, S01 of the sales point.
    pub booths: Vec<BoothId>,
    /// Gate of the summer fair.
    pub gate: GateId,
    /// Miến dong (100,000 đ, 4 stars, group 1), rượu (50,000 đ a unit, 3 stars, group 2).
    pub products: Vec<ProductId>,
    now: Arc<AtomicI64>,
    _folder: tempfile::TempDir,
}

/// An instant in Vietnam.
pub fn at(day: Date, hour: i64) -> Ms {
    Ms(Ms::start_of(day).0 + hour * crate::base::clock::HOUR)
}

impl Book {
    /// An opened empty shop.
    pub async fn empty() -> Book {
        let folder = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(at(date(2024, 6, 1), 8).0));
        let read = now.clone();
        let clock = Clock::by(move || Ms(read.load(Ordering::Relaxed)));
        let shop = Shop::open(folder.path(), clock, Chance::seeded(7)).await.unwrap();
        Book {
            shop,
            summer: FairId::default(),
            booths: Vec::new(),
            gate: GateId::default(),
            products: Vec::new(),
            now,
            _folder: folder,
        }
    }

    /// The two fairs, the sales point, booths, products; nothing sold yet.
    pub async fn new() -> Book {
        let mut book = Book::empty().await;
        book.summer = book.fair("he-2024", Level::Provincial, Kind::Fair, Some(7)).await;
        let spring = book.fair("xuan-2024", Level::NotStated, Kind::ProductWeek, Some(8)).await;
        let point = book.fair("diem-ban", Level::Local, Kind::SalesPoint, None).await;
        let places = [
            (book.summer, "A01", Zone::Local, "Bình Liêu"),
            (book.summer, "B01", Zone::OtherProvince, "Thái Bình"),
            (point, "S01", Zone::Local, "Hạ Long"),
            (spring, "X01", Zone::Other, "Lào"),
        ];
        for (fair, code, zone, unit) in places {
            let booth = book.booth(fair, code, zone, unit).await;
            book.booths.push(booth);
        }
        book.gate = GateId(book.shop.chance.uid(book.shop.clock.now()));
        let gate = fair::Gate {
            uid: book.gate,
            fair: book.summer,
            code: "G1".into(),
            name: "Cổng chính".into(),
        };
        book.submit(Command::Fair(fair::Change::Gate(gate))).await;
        let goods = [("Miến dong", 4, 1, 100_000), ("Rượu nếp", 3, 2, 50_000)];
        for (name, star, group, price) in goods {
            let product = book.product(name, star, group, price).await;
            book.products.push(product);
        }
        book
    }

    async fn submit(&self, command: Command) -> Answer {
        self.shop.submit("Ban tổ chức", command).await.unwrap()
    }

    fn uid(&self) -> uuid::Uuid {
        self.shop.chance.uid(self.shop.clock.now())
    }

    async fn fair(&self, code: &str, level: Level, kind: Kind, ends: Option<i8>) -> FairId {
        let uid = FairId(self.uid());
        let published = code == "he-2024";
        let fair = fair::Fair {
            uid,
            code: code.into(),
            name: format!("Hội chợ {code}"),
            level,
            kind,
            starts_on: date(2024, 6, 2),
            ends_on: ends.map(|day| date(2024, 6, day)),
            place: "Hạ Long".into(),
            cash_rounding: 1000,
            published_visits: published.then_some(1_000),
            published_revenue: published.then_some(Money(2_000_000)),
            published_revenue_local_zone: published.then_some(Money(1_000_000)),
            closed: false,
        };
        self.submit(Command::Fair(fair::Change::Fair(fair))).await;
        uid
    }

    async fn booth(&self, fair: FairId, code: &str, zone: Zone, unit: &str) -> BoothId {
        let uid = BoothId(self.uid());
        self.stands(uid, fair, (code, zone, unit)).await;
        uid
    }

    /// Moves a booth to another zone and locality, from here on.
    pub async fn moved(&self, booth: usize, zone: Zone, unit: &str) {
        let mut db = self.shop.read().await.unwrap();
        let sql = "select f.uid, b.code from booth b join fair f on f.id = b.fair where b.uid = ?";
        let uid = self.booths[booth];
        let (fair, code): (FairId, String) =
            sqlx::query_as(sql).bind(uid.bytes()).fetch_one(&mut *db).await.unwrap();
        drop(db);
        self.stands(uid, fair, (&code, zone, unit)).await;
    }

    async fn stands(&self, uid: BoothId, fair: FairId, (code, zone, unit): (&str, Zone, &str)) {
        let booth = fair::Booth {
            uid,
            fair,
            code: code.into(),
            name: format!("Gian {unit}"),
            zone,
            origin_unit: unit.into(),
            seller: format!("HTX {unit}"),
            address: String::new(),
            phone: String::new(),
            tax_code: String::new(),
            bank_bin: "970436".into(),
            limits: Default::default(),
            methods: Default::default(),
            pictures: false,
            closed: false,
            account: "0011002233".into(),
        };
        self.submit(Command::Fair(fair::Change::Booth(booth))).await;
    }

    async fn product(&self, name: &str, star: u8, group: u8, price: i64) -> ProductId {
        let (producer, product) = (ProducerId(self.uid()), ProductId(self.uid()));
        let maker = catalog::Producer {
            uid: producer,
            name: format!("HTX {name}"),
            subject_type: SubjectType::Cooperative,
            unit_code: String::new(),
            commune: String::new(),
            tax_code: String::new(),
            phone: String::new(),
            rehearsal: false,
        };
        let made = catalog::Product {
            uid: product,
            name: name.into(),
            unit: "gói".into(),
            producer,
            star: Some(star),
            ocop_group: group,
            province_2024: "Quảng Ninh".into(),
            province_now: "Quảng Ninh".into(),
            barcode: String::new(),
            sku: String::new(),
            vat: String::new(),
            lot: String::new(),
            evidence: String::new(),
            active: true,
            free_amount: false,
            packs: Default::default(),
        };
        let price = catalog::Price { product, booth: None, fair: None, amount: Some(Money(price)) };
        self.submit(Command::Catalog(catalog::Change::Producer(maker))).await;
        self.submit(Command::Catalog(catalog::Change::Product(made))).await;
        self.submit(Command::Catalog(catalog::Change::Price(price))).await;
        product
    }

    /// Sells `quantity` thousandths of a product at a booth, `paid` đồng.
    pub async fn sell(
        &self,
        booth: usize,
        (product, quantity): (usize, i64),
        (method, paid): (Method, i64),
        when: Ms,
    ) -> SaleId {
        let id = SaleId(self.uid());
        let ask = Checkout {
            id,
            booth: self.booths[booth],
            device: None,
            device_seq: None,
            paid_at: when,
            lines: vec![LineOrder::plain(self.products[product], Quantity(quantity))],
            payments: vec![Tender {
                method,
                amount: Money(paid),
                given: None,
                reference: (method == Method::VietQr).then(|| id.hex()),
            }],
            expected_total: None,
            priced_at_pos: None,
            provisional_no: None,
            seller: "Lan".into(),
            stranger: false,
            print: false,
            ..Checkout::default()
        };
        self.do_as(CommandId(id.0), when, Command::Checkout(ask)).await;
        id
    }

    /// Takes a sale back.
    pub async fn void(&self, sale: SaleId, when: Ms) {
        let id = SaleId(self.uid());
        let ask = Refund {
            id,
            sale,
            reason: "khách đổi ý".into(),
            seller: "Lan".into(),
            at: Some(when),
            right: Right::Manager,
            ..Refund::default()
        };
        self.do_as(CommandId(id.0), when, Command::Refund(ask)).await;
    }

    /// Counts visits.
    pub async fn count(&self, count: i64, when: Ms) {
        let uid = CommandId(self.uid());
        let count = Count { uid, gate: self.gate, count, at: when };
        self.do_as(uid, when, Command::Count(count)).await;
    }

    /// Enters a figure of a source.
    pub async fn figure(&self, figure: SourceFigure) {
        self.submit(Command::Fair(fair::Change::Figure(figure))).await;
    }

    /// Changes the catalogue.
    pub async fn catalog(&self, change: catalog::Change) {
        self.submit(Command::Catalog(change)).await;
    }

    /// Moves the shop's clock.
    pub fn now(&self, when: Ms) {
        self.now.store(when.0, Ordering::Relaxed);
    }

    async fn do_as(&self, uid: CommandId, when: Ms, command: Command) {
        self.now(when);
        let (actor, device) = ("Lan".to_owned(), String::new());
        let envelope = Envelope { uid, at: when, actor, device, command };
        self.shop.desk.submit(envelope).await.unwrap();
    }

    /// The sales that the figures of the tests are about: revenue 1,250,000 đ, of which 600,000 đ
    /// (48 %) in the local zone.
    pub async fn filled() -> Book {
        let book = Book::new().await;
        let day = |n| date(2024, 6, n);
        book.sell(0, (0, 5_000), (Method::Cash, 500_000), at(day(2), 9)).await;
        book.sell(0, (1, 2_000), (Method::VietQr, 100_000), at(day(3), 10)).await;
        book.sell(1, (0, 6_500), (Method::VietQr, 650_000), at(day(3), 9)).await;
        let wrong = book.sell(1, (1, 1_000), (Method::Cash, 50_000), at(day(3), 9)).await;
        book.void(wrong, at(day(3), 11)).await;
        book.sell(2, (1, 4_000), (Method::Cash, 200_000), at(day(4), 9)).await;
        book.count(700, at(day(2), 9)).await;
        book.count(550, at(day(3), 8)).await;
        book
    }
}
