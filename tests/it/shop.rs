//! A real shop in a folder of its own, for stories: one fair with a gate, a clock that the story
//! steers, seeded chance, and the router called in process.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use chophien::{
    base::{
        clock::{Clock, Ms},
        id::{BoothId, Chance, DeviceId, DocumentId, FairId, GateId, PersonId, ProductId},
        money::Money,
        quantity::Quantity,
        refusal::Refusal,
    },
    catalog::{self, kinds::SubjectType},
    desk::{
        book::Shop,
        command::{Answer, Command},
    },
    disk::Disk,
    fair::{self, kinds},
    staff::{self, Role, access},
    stock,
    web::{
        self,
        device::sign_in,
        http::{app::App, hosts::Hosts},
    },
};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use std::{
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
};
use tempfile::TempDir;
use tower::ServiceExt;
#[path = "paging.rs"]
pub mod paging;

/// 3 June 2026, 14:32 in Vietnam: the fair's third day.
pub const OPENING: i64 = 1_780_471_920_000;

/// The shop of a story.
pub struct TestShop {
    pub app: App,
    pub router: Router,
    pub pages: OnceLock<paging::Paging>,
    pub fair: FairId,
    pub gate: GateId,
    now: Arc<AtomicI64>,
    sales: AtomicI64,
    folder: Option<TempDir>,
}

/// Who sends a request.
#[derive(Debug, Clone, Default)]
pub struct Who {
    pub token: Option<String>,
    pub cookie: Option<String>,
}

/// A booth with the device that stands on it.
#[derive(Debug, Clone)]
pub struct Booth {
    pub uid: BoothId,
    pub device: DeviceId,
    pub who: Who,
}

/// What the server said.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: StatusCode,
    pub body: Value,
}

impl TestShop {
    pub async fn open() -> TestShop {
        let folder = tempfile::tempdir().unwrap();
        let mut it = TestShop::at(folder.path(), Clocked::Steered).await;
        it.folder = Some(folder);
        it
    }

    /// A new shop in a folder that outlives it, set up on the day before.
    pub async fn at(folder: &Path, clocked: Clocked) -> TestShop {
        let it = TestShop::opened(folder, clocked).await;
        it.set_now(OPENING - 86_400_000);
        it.fair_with(|_| ()).await;
        let (uid, fair) = (it.gate, it.fair);
        let gate = fair::Gate { uid, fair, code: "G1".into(), name: "Cổng chính".into() };
        it.put(Command::Fair(fair::Change::Gate(gate))).await;
        it.set_now(OPENING);
        it
    }

    /// What stands in a folder, opened and not changed.
    pub async fn opened(folder: &Path, clocked: Clocked) -> TestShop {
        TestShop::opened_on(folder, clocked, Disk::system()).await
    }

    /// The same on a disk with as much room as the story says.
    pub async fn opened_on(folder: &Path, clocked: Clocked, disk: Disk) -> TestShop {
        let now = Arc::new(AtomicI64::new(OPENING));
        let told = now.clone();
        let (clock, chance) = match clocked {
            Clocked::Steered => {
                (Clock::by(move || Ms(told.load(Ordering::SeqCst))), Chance::seeded(7))
            }
            Clocked::Live => (Clock::system(), Chance::system()),
        };
        // One reader of each kind: whoever waits for a second while holding one is refused.
        let shop = Shop::open_with(folder, clock, chance, (disk, Some(1))).await.unwrap();
        let hosts = Hosts::new(80, None, vec!["localhost".into()]);
        let app = App::start(shop, Arc::new(hosts));
        let router = web::router(app.clone());
        let uid = app.shop.chance.uid(Ms(OPENING));
        let (fair, gate) = (FairId(uid), GateId(app.shop.chance.uid(Ms(OPENING))));
        let (sales, pages) = (AtomicI64::new(1), OnceLock::new());
        TestShop { app, router, pages, fair, gate, now, sales, folder: None }
    }

    pub fn shop(&self) -> &Shop {
        &self.app.shop
    }

    /// Where the book lies.
    pub fn folder(&self) -> &Path {
        self.folder.as_ref().unwrap().path()
    }

    pub fn now(&self) -> i64 {
        self.app.shop.clock.now().0
    }

    pub fn set_now(&self, ms: i64) {
        self.now.store(ms, Ordering::SeqCst);
    }

    pub fn uid(&self) -> uuid::Uuid {
        self.app.shop.chance.uid(self.app.shop.clock.now())
    }

    pub async fn submit(&self, command: Command) -> Result<Answer, Refusal> {
        self.app.shop.submit("Ban tổ chức (organiser)", command).await
    }

    pub async fn put(&self, command: Command) {
        self.submit(command).await.unwrap();
    }

    /// The fair as it stands from now on.
    pub async fn fair_with(&self, change: impl FnOnce(&mut fair::Fair)) {
        let mut it = fair::Fair {
            uid: self.fair,
            code: "HL26".into(),
            name: "Hội chợ OCOP Hạ Long".into(),
            level: kinds::Level::Provincial,
            kind: kinds::Kind::Fair,
            starts_on: date(2026, 6, 1),
            ends_on: None,
            place: "Quảng trường 30/10".into(),
            cash_rounding: 0,
            published_visits: None,
            published_revenue: None,
            published_revenue_local_zone: None,
            closed: false,
        };
        change(&mut it);
        self.put(Command::Fair(fair::Change::Fair(it))).await;
    }

    /// A booth with one device, on which its seller is signed in.
    pub async fn booth(&self, code: &str) -> Booth {
        let uid = BoothId(self.uid());
        let booth = fair::Booth {
            uid,
            fair: self.fair,
            code: code.into(),
            name: format!("Gian {code}"),
            zone: kinds::Zone::Local,
            origin_unit: "Bình Liêu".into(),
            seller: "HTX Bình Liêu (minh họa)".into(),
            address: String::new(),
            phone: String::new(),
            tax_code: String::new(),
            bank_bin: "970436".into(),
            account: format!("0011{code}"),
            limits: Default::default(),
            methods: Default::default(),
            pictures: false,
            closed: false,
        };
        self.put(Command::Fair(fair::Change::Booth(booth))).await;
        let (device, phone) = self.device(Some(uid), None).await;
        let seller = format!("Mai {code}");
        let who = self.person(&seller, Role::Seller, Some(uid), Some(device)).await.on(&phone);
        Booth { uid, device, who }
    }

    /// A paired device of a booth or a gate.
    pub async fn device(&self, booth: Option<BoothId>, gate: Option<GateId>) -> (DeviceId, Who) {
        let uid = DeviceId(self.uid());
        let device = staff::Device {
            uid,
            name: "Điện thoại quầy".into(),
            letter: "A".into(),
            booth,
            gate,
            revoked: false,
        };
        self.put(Command::Staff(staff::Change::Device(device))).await;
        let token = self.app.shop.chance.token();
        let (digest, bytes, now) = (access::digest(&token), uid.bytes(), self.shop().clock.now());
        let kept = self.shop().desk.local(move |db| {
            Box::pin(async move { access::store::add_token(db, &digest, &bytes, now).await })
        });
        kept.await.unwrap();
        (uid, Who { token: Some(token), cookie: None })
    }

    /// A person signed in, on a device or in a browser of the office.
    pub async fn person(
        &self,
        name: &str,
        role: Role,
        booth: Option<BoothId>,
        on: Option<DeviceId>,
    ) -> Who {
        let uid = PersonId(self.uid());
        let login = if role.uses_pin() { String::new() } else { name.to_lowercase() };
        let person = staff::Person { uid, name: name.into(), login, role, booth, active: true };
        self.put(Command::Staff(staff::Change::Person(person))).await;
        let on = on.map(|device| device.bytes());
        let cookie = sign_in::session(&self.app, &uid.bytes(), on).await.unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Who { token: None, cookie: Some(cookie) }
    }

    /// A product of a demonstration producer, at one price everywhere.
    pub async fn product(&self, name: &str, unit: &str, price: i64) -> ProductId {
        let (producer, uid) = (chophien::base::id::ProducerId(self.uid()), ProductId(self.uid()));
        self.put(Command::Catalog(catalog::Change::Producer(catalog::Producer {
            uid: producer,
            name: format!("Chủ thể {name} (minh họa)"),
            subject_type: SubjectType::Cooperative,
            unit_code: String::new(),
            commune: String::new(),
            tax_code: String::new(),
            phone: String::new(),
            rehearsal: false,
        })))
        .await;
        let product = catalog::Product {
            uid,
            name: name.into(),
            unit: unit.into(),
            producer,
            star: Some(4),
            ocop_group: 1,
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
        self.put(Command::Catalog(catalog::Change::Product(product))).await;
        self.price(uid, price).await;
        uid
    }

    /// A price that holds from now on; answers the position from which it does.
    pub async fn price(&self, product: ProductId, amount: i64) -> i64 {
        let price =
            catalog::Price { product, booth: None, fair: None, amount: Some(Money(amount)) };
        let answer = self.submit(Command::Catalog(catalog::Change::Price(price))).await.unwrap();
        let Answer::Done { pos, .. } = answer else { panic!("a price is not a sale") };
        pos
    }

    pub async fn sells(&self, booth: &Booth, products: &[ProductId]) {
        let products = products.to_vec();
        let range = fair::Range { booth: booth.uid, products, active: true };
        self.put(Command::Fair(fair::Change::Range(range))).await;
    }

    /// Goods of one lot arrive, in thousandths.
    pub async fn stock(
        &self,
        booth: &Booth,
        product: ProductId,
        quantity: i64,
        lot: &str,
        expires_on: Option<Date>,
    ) {
        let quantity = Quantity(quantity);
        let lot = Some(lot.into());
        let line = stock::Line { product, quantity, lot, expires_on, ..Default::default() };
        let ask = stock::Ask::delivery(DocumentId(self.uid()), booth.uid, vec![line]);
        self.put(Command::Stock(Box::new(ask))).await;
    }

    /// One booth that sells one jar of honey at 185,000 đồng, `jars` of them in stock.
    pub async fn with_honey(jars: i64) -> (TestShop, Booth, ProductId) {
        let shop = TestShop::open().await;
        let booth = shop.booth("A03").await;
        let honey = shop.product("Mật ong Tiên Yên", "chai 500 ml", 185_000).await;
        shop.sells(&booth, &[honey]).await;
        if jars > 0 {
            shop.stock(&booth, honey, jars * 1000, "", None).await;
        }
        (shop, booth, honey)
    }

    /// A cash sale of these goods, as a till sends it, under the next number.
    pub fn sale(&self, lines: &[(ProductId, &str)], amount: i64) -> Value {
        let line = |line: &(ProductId, &str)| json!({"product": line.0, "quantity": line.1});
        json!({
            "id": self.uid(),
            "device_seq": self.sales.fetch_add(1, Ordering::SeqCst),
            "paid_at_ms": self.now(),
            "lines": lines.iter().map(line).collect::<Vec<_>>(),
            "payments": [{"method": "cash", "amount": amount, "given": amount}],
            "expected_total": amount,
        })
    }

    pub async fn post_sale(&self, who: &Who, sale: &Value) -> Reply {
        self.post(who, "/api/v1/sales", sale).await
    }

    pub async fn post(&self, who: &Who, path: &str, body: &Value) -> Reply {
        self.call("POST", who, path, Some(body)).await
    }

    pub async fn get_json(&self, who: &Who, path: &str) -> Reply {
        self.call("GET", who, path, None).await
    }

    pub async fn call(&self, method: &str, who: &Who, path: &str, body: Option<&Value>) -> Reply {
        self.send(request(method, who, path, body)).await
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let kind = response.headers().get(header::CONTENT_TYPE);
        if kind.is_some_and(|kind| kind == "text/event-stream") {
            // It never ends, so it is not read.
            return Reply { status, body: Value::Null };
        }
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap();
        Reply { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
    }
}

/// A request as a device or browser of the fair sends it.
pub fn request(method: &str, who: &Who, path: &str, body: Option<&Value>) -> Request<Body> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT_LANGUAGE, "en")
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(token) = &who.token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if let Some(cookie) = &who.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    request.body(body.map_or_else(Body::empty, |body| Body::from(body.to_string()))).unwrap()
}

/// Which clock and chance a shop goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clocked {
    /// The story's.
    Steered,
    /// The machine's.
    Live,
}

impl Who {
    /// This person on that device.
    pub fn on(&self, device: &Who) -> Who {
        Who { token: device.token.clone(), cookie: self.cookie.clone() }
    }
}
