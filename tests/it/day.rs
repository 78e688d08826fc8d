//! The third day of a fair, the same to the last letter every time: two booths, a gate, a printer,
//! everyone who works there, and what they sold. Pages are asked for by whom they concern.

use crate::{
    photos,
    shop::{Booth, OPENING, TestShop, Who},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use chophien::{
    base::{
        clock::{DAY, HOUR, MINUTE, Ms},
        id::{
            CertificateId, Chance, CommandId, DeviceId, DocumentId, JobId, PrinterId, ProductId,
            PromotionId, RoomId,
        },
        quantity::Quantity,
    },
    catalog,
    desk::command::Command,
    fair,
    payment::reference::Reference,
    print::{
        block::Width,
        job::{NewJob, Purpose, State, Trouble, store as jobs},
        printer::{Head, NewPrinter, Target, store as printers},
        store as printing,
    },
    staff::{self, Role},
    stock::{self, Act, Place},
};
use jiff::civil::date;
use serde_json::{Value, json};
use tower::ServiceExt;

/// A fair day with everyone in place. Booth `A03` is ours, `B01` is another's.
pub struct Day {
    pub shop: TestShop,
    pub ours: Booth,
    pub honey: ProductId,
    /// A cash sale of ours, the void of another, and a sale by transfer whose money is awaited.
    pub sold: Value,
    pub void: String,
    pub claimed: Value,
    pub printer: PrinterId,
    /// A job that did not print.
    pub job: JobId,
    /// A promotion of ours that runs.
    pub promotion: String,
    pub nobody: Who,
    pub seller: Who,
    pub manager: Who,
    pub other_seller: Who,
    pub other_manager: Who,
    pub counter: Who,
    pub auditor: Who,
    pub organiser: Who,
    pub admin: Who,
}

/// What a browser was answered.
pub struct Page {
    pub status: StatusCode,
    /// Where it is sent, or empty.
    pub to: String,
    pub text: String,
}

impl Day {
    pub async fn open() -> Day {
        let shop = TestShop::open().await;
        shop.set_now(OPENING - 3 * HOUR);
        shop.fair_with(|fair| {
            fair.ends_on = Some(date(2026, 6, 7));
            fair.cash_rounding = 500;
            fair.published_visits = Some(12_000);
        })
        .await;
        let (ours, theirs) = (shop.booth("A03").await, shop.booth("B01").await);
        let honey = goods(&shop, &ours).await;
        let tea = shop.product("Chè hoa vàng Ba Chẽ", "hộp 100 g", 420_000).await;
        shop.sells(&theirs, &[tea]).await;
        let (seller, manager) = at_booth(&shop, &ours, ["Lan", "Hòa"]).await;
        let (other_seller, other_manager) = at_booth(&shop, &theirs, ["Mai", "Thắng"]).await;
        let (device, gate) = shop.device(None, Some(shop.gate)).await;
        let counter = shop.person("Đức", Role::Counter, None, Some(device)).await;
        let auditor = shop.person("Kiểm", Role::Auditor, None, None).await;
        let organiser = shop.person("Ban", Role::Organiser, None, None).await;
        let admin = shop.person("Quản", Role::Admin, None, None).await;
        sign_in_secret(&shop).await;
        copied(&shop).await;
        let visits = json!({"id": shop.uid(), "count": 340, "at_ms": shop.now()});
        shop.post(&gate, "/api/v1/visits", &visits).await;
        let (sold, void, claimed) = trade(&shop, &ours, honey).await;
        let (printer, job) = printer(&shop, &theirs).await;
        let promotion = promotion(&shop, &ours, honey).await;
        store_room(&shop, &ours, honey).await;
        photographed(&shop, honey).await;
        Day {
            shop,
            ours,
            honey,
            sold,
            void,
            claimed,
            printer,
            job,
            promotion,
            nobody: Who::default(),
            seller,
            manager,
            other_seller,
            other_manager,
            counter,
            auditor,
            organiser,
            admin,
        }
    }

    /// The id of the person of that name.
    pub async fn person(&self, name: &str) -> String {
        let all = self.shop.words("select lower(hex(uid)) || ' ' || name from person").await;
        let uid = all.iter().find_map(|row| row.strip_suffix(name)?.strip_suffix(' '));
        uid.unwrap().parse::<uuid::Uuid>().unwrap().to_string()
    }

    /// A lot of the honey is not to be sold any more, or may be again; nothing where it is so.
    pub async fn say(&self, lot: &str, blocked: bool) {
        let (uid, product, by) = (CommandId(self.shop.uid()), self.honey, "Ban".into());
        let (lot, reason) = (lot.into(), "Mốc".into());
        let ask = stock::block::Ask { uid, product, lot, blocked, reason, by };
        drop(self.shop.submit(Command::Say(ask)).await);
    }

    /// Someone of our booth no longer works here; the session stays as it was.
    pub async fn leaves(&self, name: &str, role: Role) {
        let uid = self.person(name).await.parse().unwrap();
        let (login, booth) = (String::new(), Some(self.ours.uid));
        let left = staff::Person { uid, name: name.into(), login, role, booth, active: false };
        self.shop.put(Command::Staff(staff::Change::Person(left))).await;
    }

    /// The device of our booth is revoked, and nothing else is done about it.
    pub async fn revoke(&self, uid: DeviceId) {
        let (name, letter) = ("Điện thoại Lan".into(), "A".into());
        let booth = Some(self.ours.uid);
        let lost = staff::Device { uid, name, letter, booth, gate: None, revoked: true };
        self.shop.put(Command::Staff(staff::Change::Device(lost))).await;
    }

    /// Opens a page in a language (`vi`, `en`).
    pub async fn get(&self, who: &Who, lang: &str, path: &str) -> Page {
        Day::ask(&self.shop, who, lang, path).await
    }

    /// Opens a page of any shop.
    pub async fn ask(shop: &TestShop, who: &Who, lang: &str, path: &str) -> Page {
        let request = Request::get(path).header(header::ACCEPT_LANGUAGE, lang);
        let pages = shop.pages.get_or_init(|| crate::shop::paging::Paging::over(shop.app.clone()));
        send(pages.anew(), who, request, Body::empty()).await
    }

    /// Sends a form; `kind` is its content type.
    pub async fn post(&self, who: &Who, lang: &str, path: &str, kind: &str, body: &str) -> Page {
        Day::fill(&self.shop, who, lang, path, kind, body).await
    }

    /// Sends a form to another shop.
    pub async fn fill(
        shop: &TestShop,
        who: &Who,
        lang: &str,
        path: &str,
        kind: &str,
        body: &str,
    ) -> Page {
        let request = Request::post(path)
            .header(header::ACCEPT_LANGUAGE, lang)
            .header(header::CONTENT_TYPE, kind);
        send(shop.router.clone(), who, request, Body::from(body.to_owned())).await
    }
}

async fn send(router: Router, who: &Who, asked: axum::http::request::Builder, body: Body) -> Page {
    let mut asked =
        asked.header(header::HOST, "localhost").header(header::ORIGIN, "http://localhost");
    if let Some(token) = &who.token {
        asked = asked.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if let Some(cookie) = &who.cookie {
        asked = asked.header(header::COOKIE, cookie);
    }
    let answer = router.oneshot(asked.body(body).unwrap()).await.unwrap();
    let to = answer.headers().get(header::LOCATION);
    let to = to.map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    let status = answer.status();
    let bytes = to_bytes(answer.into_body(), 8 << 20).await.unwrap();
    Page { status, to, text: String::from_utf8_lossy(&bytes).into_owned() }
}

/// Honey with a certificate, in a lot that ends, and shrimp sold by weight.
async fn goods(shop: &TestShop, ours: &Booth) -> ProductId {
    let honey = shop.product("Mật ong Tiên Yên", "chai 500 ml", 185_000).await;
    let shrimp = shop.product("Tôm khô Vân Đồn", "kg", 1_299_000).await;
    let certificate = catalog::Certificate {
        uid: CertificateId(shop.uid()),
        product: honey,
        number: "QĐ 2156/QĐ-UBND".into(),
        star: 4,
        signed_on: date(2023, 7, 1),
        expires_on: date(2026, 7, 1),
    };
    shop.put(Command::Catalog(catalog::Change::Certificate(certificate))).await;
    shop.sells(ours, &[honey, shrimp]).await;
    shop.stock(ours, honey, 40_000, "L2605", Some(date(2026, 12, 31))).await;
    let (opens, closes) = ("08:00".into(), "21:30".into());
    let day = fair::OpeningDay { fair: shop.fair, day: date(2026, 6, 3), opens, closes };
    shop.put(Command::Fair(fair::Change::OpeningDay(day))).await;
    honey
}

/// The honey has a photo.
async fn photographed(shop: &TestShop, product: ProductId) {
    let (page, tile) = (photos::HONEY.to_vec(), photos::HONEY_TILE.to_vec());
    let photo = Some(shop.shop().photos.keep(page, tile).await.unwrap().photo);
    let shown = catalog::photo::Shown { product, photo };
    shop.put(Command::Catalog(catalog::Change::Photo(shown))).await;
}

/// A seller and a manager, signed in on their booth's device.
async fn at_booth(shop: &TestShop, booth: &Booth, names: [&str; 2]) -> (Who, Who) {
    let (at, on) = (Some(booth.uid), Some(booth.device));
    let seller = shop.person(names[0], Role::Seller, at, on).await;
    (seller, shop.person(names[1], Role::Manager, at, on).await)
}

/// Somebody has a password, so that the folder counts as set up. No test signs in with it.
async fn sign_in_secret(shop: &TestShop) {
    let kept = shop.shop().desk.local(|db| {
        Box::pin(async move {
            let uid = chophien::staff::store::by_login(db, "quản").await?.unwrap().uid;
            chophien::staff::access::store::set_secret(db, &uid, "password", "none").await
        })
    });
    kept.await.unwrap();
}

/// Two cash sales, one of them voided, and one by transfer; then it is 14:32.
async fn trade(shop: &TestShop, ours: &Booth, honey: ProductId) -> (Value, String, Value) {
    let sold = shop.sale(&[(honey, "2")], 370_000);
    assert_eq!(shop.post_sale(&ours.who, &sold).await.status, StatusCode::CREATED);
    shop.set_now(OPENING - HOUR);
    let mistaken = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&ours.who, &mistaken).await.status, StatusCode::CREATED);
    let void = shop.void(&ours.who, &mistaken, "Khách đổi ý").await;
    assert_eq!(void.status, StatusCode::CREATED, "{}", void.body);
    let reference = Reference::mint(&Chance::seeded(4)).to_string();
    let ask = json!({
        "id": shop.uid(), "reference": reference, "amount": 185_000, "at_ms": shop.now(),
    });
    let asked = shop.post(&ours.who, "/api/v1/payments/requests", &ask).await;
    assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.body);
    let mut claimed = shop.sale(&[(honey, "1")], 185_000);
    claimed["payments"] = json!([{"method": "vietqr", "amount": 185_000, "reference": reference}]);
    assert_eq!(shop.post_sale(&ours.who, &claimed).await.status, StatusCode::CREATED);
    shop.set_now(OPENING);
    (sold, void.body["id"].as_str().unwrap().to_owned(), claimed)
}

/// A printer of the other booth that could not be reached. It is written past the spool, which
/// would try it, and come to its own answer in its own time.
async fn printer(shop: &TestShop, theirs: &Booth) -> (PrinterId, JobId) {
    let (printer, job) = (PrinterId(shop.uid()), JobId(shop.uid()));
    let new = NewPrinter {
        name: "Máy in cổng".into(),
        target: Target::Paper("may-in.bin".to_owned()),
        head: Head::plain(Width::MM80),
        drawer: None,
    };
    let (booth, at) = (theirs.uid, Ms(shop.now() - 5 * MINUTE));
    let kept = shop.shop().desk.local(move |db| {
        Box::pin(async move {
            printers::add_printer(db, printer, &new).await?;
            printers::map_booth(db, booth, printer).await?;
            let job = NewJob {
                uid: job,
                printer: 1,
                booth: Some(booth),
                subject: job.0,
                title: "Trang in thử".into(),
                purpose: Purpose::Test,
                copy: 0,
                at,
                bytes: b"giay".to_vec(),
                picture: 0,
            };
            printing::add_job(db, &job).await?;
            let trouble = Trouble::Unreachable;
            jobs::hold(db, 1, 1, State::Failed, trouble, at).await
        })
    });
    kept.await.unwrap();
    (printer, job)
}

/// A store room with honey, of which some is on its way to our booth.
async fn store_room(shop: &TestShop, ours: &Booth, honey: ProductId) {
    let (uid, fair, name) = (RoomId(shop.uid()), shop.fair, "Kho chính".to_owned());
    let room = stock::Room { uid, fair, code: "K1".into(), name, active: true };
    shop.put(Command::Room(room)).await;
    let (store, booth) = (Place::Store(uid), Place::Booth(ours.uid));
    let line = |quantity| stock::Line { product: honey, quantity, ..Default::default() };
    for (act, units) in [(Act::Delivery, 24), (Act::Transfer(booth), 6)] {
        let line = line(Quantity::units(units));
        let ask = stock::Ask::new(DocumentId(shop.uid()), store, act, vec![line]);
        shop.put(Command::Stock(Box::new(stock::Ask { by: "Ban".into(), ..ask }))).await;
    }
}

/// Buy two, get one, at our booth until tomorrow.
async fn promotion(shop: &TestShop, booth: &Booth, honey: ProductId) -> String {
    let promotion = fair::Promotion {
        uid: PromotionId(shop.uid()),
        fair: shop.fair,
        booth: Some(booth.uid),
        name: "Ngày vàng".into(),
        products: vec![honey],
        deal: fair::promotion::Deal::BuyGet { buy: 2, get: 1 },
        starts: Ms(OPENING),
        ends: Ms(OPENING + DAY),
    };
    let uid = promotion.uid.to_string();
    shop.put(Command::Fair(fair::Change::Promotion(promotion))).await;
    uid
}

/// A copy of the book was made that morning, and is remembered.
async fn copied(shop: &TestShop) {
    let last = json!({
        "file": "/media/ban/USB/chophien-1a2b3c4d-20260603-110000.db", "at": shop.now(),
        "size": 1_843_200, "pos": 90, "origin": "0197c1b2-0000-7000-8000-00001a2b3c4d", "seq": 90,
        "head": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
        "elsewhere": true, "private": false, "verified": null,
    });
    let kept = shop.shop().desk.local(move |db| {
        Box::pin(async move {
            let text = last.to_string();
            chophien::journal::store::set_setting(db, "backup_last", &text).await
        })
    });
    kept.await.unwrap();
}
