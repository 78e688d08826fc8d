//! What comes down from a hub: catalogue, people, planned fairs; and fairs that it gives to its
//! laptops.

use super::{Hub, Laptop, join, push};
use crate::{
    program::verify,
    shop::{Booth, TestShop, Who, request},
};
use axum::{
    body::Body,
    http::{Request, header},
};
use chophien::{
    base::{
        id::{BoothId, DeviceId, FairId, NodeId, ProductId},
        money::Money,
        refusal::Refusal,
    },
    catalog,
    desk::command::Command,
    fair::{
        self,
        charge::{Event, Given},
    },
    journal,
    staff::{self, Role},
    sync::{
        hub as hubs,
        upward::{Me, Sum, Trouble},
    },
};
use std::path::Path;
use tempfile::TempDir;
use tower::ServiceExt;

/// A province's hub with a fair that it planned: two booths, honey and tea.
pub struct Planned {
    pub hub: Hub,
    pub folder: TempDir,
    pub fair: FairId,
    pub booth: BoothId,
    pub honey: ProductId,
}

impl Planned {
    pub async fn new() -> Planned {
        let folder = tempfile::tempdir().unwrap();
        let hub = Hub::at(folder.path(), 0).await;
        let it = &hub.it;
        it.person("Sở", Role::Organiser, None, None).await;
        it.fair_with(|fair| {
            fair.code = "TINH26".into();
            fair.name = "Hội chợ của tỉnh".into();
        })
        .await;
        let booth = booth(it, it.fair, "A01", "Gian tỉnh đặt");
        let uid = booth.uid;
        it.put(Command::Fair(fair::Change::Booth(booth))).await;
        let honey = it.product("Mật ong của tỉnh", "chai", 100_000).await;
        range(it, uid, &[honey]).await;
        it.person("Lan", Role::Seller, Some(uid), None).await;
        let fair = it.fair;
        Planned { hub, folder, fair, booth: uid, honey }
    }

    pub async fn give(&self, to: NodeId) -> Result<(), Refusal> {
        give(&self.hub.it, self.fair, to).await
    }
}

pub fn booth(it: &TestShop, fair: FairId, code: &str, name: &str) -> fair::Booth {
    fair::Booth {
        uid: BoothId(it.uid()),
        fair,
        code: code.into(),
        name: name.into(),
        zone: fair::kinds::Zone::Local,
        origin_unit: String::new(),
        seller: "HTX (minh họa)".into(),
        address: String::new(),
        phone: String::new(),
        tax_code: String::new(),
        bank_bin: String::new(),
        account: String::new(),
        limits: Default::default(),
        methods: Default::default(),
        pictures: false,
        closed: false,
    }
}

async fn range(it: &TestShop, booth: BoothId, products: &[ProductId]) {
    let range = fair::Range { booth, products: products.to_vec(), active: true };
    it.put(Command::Fair(fair::Change::Range(range))).await;
}

async fn give(it: &TestShop, fair: FairId, to: NodeId) -> Result<(), Refusal> {
    it.submit(Command::Charge(Event::Given(Given { fair, to }))).await.map(drop)
}

/// An organiser chooses a machine on the fair's page.
async fn given_by_page(it: &TestShop, who: &Who, to: NodeId) -> u16 {
    let request = Request::post("/fairs/TINH26/charge")
        .header(header::HOST, "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, who.cookie.clone().unwrap());
    let request = request.body(Body::from(format!("to={to}"))).unwrap();
    it.router.clone().oneshot(request).await.unwrap().status().as_u16()
}

async fn renamed(it: &TestShop, at: (FairId, BoothId), name: &str) -> Result<(), Refusal> {
    let booth = fair::Booth { uid: at.1, ..booth(it, at.0, "A01", name) };
    it.submit(Command::Fair(fair::Change::Booth(booth))).await.map(drop)
}

/// A device at a booth with a seller of this laptop.
pub async fn till(it: &TestShop, booth: BoothId) -> Booth {
    let (device, phone): (DeviceId, Who) = it.device(Some(booth), None).await;
    let who = it.person("Hoa", Role::Seller, Some(booth), Some(device)).await.on(&phone);
    Booth { uid: booth, device, who }
}

pub async fn sell(it: &TestShop, at: &Booth, what: ProductId, jars: i64, each: i64) -> u16 {
    let sale = it.sale(&[(what, &jars.to_string())], jars * each);
    it.post_sale(&at.who, &sale).await.status.as_u16()
}

pub async fn sums(it: &TestShop, fair: FairId) -> i64 {
    let sql = "select coalesce(sum(r.revenue), 0) from rollup_booth r join fair f \
               on f.id = r.fair where hex(f.uid) = '";
    let sql = format!("{sql}{}'", fair.hex().to_uppercase());
    it.figure(sql.leak()).await
}

async fn closed(hub: Hub, folder: &Path) {
    hub.close().await;
    verify(folder);
}

#[tokio::test]
async fn a_fair_planned_at_the_hub_is_sold_by_its_laptop_and_reported_at_the_hub_to_the_dong() {
    let (planned, laptop) = (Planned::new().await, Laptop::new().await);
    laptop.join(&planned.hub).await;
    let sum = laptop.push().await.unwrap();
    assert!(sum.drawn.came > 0 && sum.drawn.stopped.is_empty(), "{:?}", sum.drawn);
    assert_eq!(sum.drawn.fairs, 0, "it is shown and not given yet");
    planned.give(laptop.node()).await.unwrap();
    let sum = laptop.push().await.unwrap();
    assert_eq!((sum.drawn.came, sum.drawn.fairs, sum.left), (1, 1, (0, 0)), "its taking is sent");
    // Its people are set there; its booth sells the province's honey at the province's price.
    let till = till(&laptop.it, planned.booth).await;
    assert_eq!(sell(&laptop.it, &till, planned.honey, 3, 100_000).await, 201);
    renamed(&laptop.it, (planned.fair, planned.booth), "Gian máy đổi").await.unwrap();
    let price = catalog::Price {
        product: planned.honey,
        booth: Some(planned.booth),
        fair: None,
        amount: Some(Money(120_000)),
    };
    laptop.it.put(Command::Catalog(catalog::Change::Price(price))).await;
    assert_eq!(sell(&laptop.it, &till, planned.honey, 2, 120_000).await, 201);
    laptop.sell(1).await;
    laptop.push().await.unwrap();
    assert_eq!(sums(&planned.hub.it, planned.fair).await, 3 * 100_000 + 2 * 120_000);
    assert_eq!(planned.hub.revenue().await, 540_000 + 185_000);
    let names = planned.hub.it.words("select name from booth where code = 'A01'").await;
    assert_eq!(names, ["Gian máy đổi"]);
    // Nothing of it comes or goes twice.
    let sum = laptop.push().await.unwrap();
    assert_eq!((sum.sent, sum.drawn.came, sum.left), (0, 0, (0, 0)));
    laptop.it.shop().close().await;
    verify(laptop.folder.path());
    closed(planned.hub, planned.folder.path()).await;
}

#[tokio::test]
async fn the_hub_edits_nothing_of_a_fair_that_it_gave_until_it_is_given_back() {
    let (planned, laptop) = (Planned::new().await, Laptop::new().await);
    let place = (planned.fair, planned.booth);
    laptop.join(&planned.hub).await;
    planned.give(laptop.node()).await.unwrap();
    let refused = renamed(&planned.hub.it, place, "Sửa ở tỉnh").await.unwrap_err();
    assert!(refused.say().vi.contains("do “Máy thử” phụ trách"), "{:?}", refused.say());
    laptop.push().await.unwrap();
    laptop.push().await.unwrap();
    assert!(renamed(&planned.hub.it, place, "Sửa ở tỉnh").await.is_err());
    renamed(&laptop.it, place, "Sửa ở máy").await.unwrap();
    // Another laptop sees it and neither changes it nor sells at it.
    let other = Laptop::new().await;
    other.join(&planned.hub).await;
    other.push().await.unwrap();
    assert!(renamed(&other.it, place, "Của máy kia").await.is_err());
    let device = staff::Device {
        uid: DeviceId(other.it.uid()),
        name: "Máy lạ".into(),
        letter: String::new(),
        booth: Some(planned.booth),
        gate: None,
        revoked: false,
    };
    let paired = other.it.submit(Command::Staff(staff::Change::Device(device))).await;
    assert!(matches!(paired, Err(Refusal::Conflict(_))), "no till where nothing may be sold");
    // Given back, it is the hub's again, and what the laptop sold stays.
    give(&laptop.it, planned.fair, planned.hub.it.shop().desk.origin()).await.unwrap();
    assert!(renamed(&laptop.it, place, "Sửa nữa").await.is_err());
    laptop.push().await.unwrap();
    renamed(&planned.hub.it, place, "Của tỉnh").await.unwrap();
    let refused = planned.give(other.node()).await;
    assert!(refused.is_err(), "the other one has not what the first named there");
    planned.give(laptop.node()).await.unwrap();
    laptop.push().await.unwrap();
    renamed(&laptop.it, place, "Lại của máy").await.unwrap();
    for it in [&laptop, &other] {
        it.push().await.unwrap();
        it.it.shop().close().await;
        verify(it.folder.path());
    }
    closed(planned.hub, planned.folder.path()).await;
}

#[tokio::test]
async fn secrets_do_not_travel() {
    let (planned, laptop) = (Planned::new().await, Laptop::new().await);
    laptop.join(&planned.hub).await;
    planned.give(laptop.node()).await.unwrap();
    let before = laptop.it.figure("select count(*) from secret").await;
    laptop.push().await.unwrap();
    let lan = "select count(*) from person where name = 'Lan'";
    assert_eq!(laptop.it.figure(lan).await, 1, "her name and role came");
    for table in ["secret", "session", "token"] {
        let sql = format!(
            "select count(*) from {table} where exists (select 1 from person p where p.name in \
             ('Lan', 'Sở') and p.uid = {table}.{})",
            if table == "token" { "device" } else { "person" }
        );
        assert_eq!(laptop.it.figure(sql.leak()).await, 0, "{table}");
    }
    // Her PIN is given at the laptop, and changes nothing else of her.
    let boss = laptop.it.person("Ban", Role::Organiser, None, None).await;
    let lan = laptop.it.words("select lower(hex(uid)) from person where name = 'Lan'").await;
    let form = format!("name=Lan&role=seller&booth={}&active=1&secret=294617", planned.booth.hex());
    let mut sent = request("POST", &boss, &format!("/people/{}", lan[0]), None);
    let kind = "application/x-www-form-urlencoded".parse().unwrap();
    sent.headers_mut().insert("content-type", kind);
    *sent.body_mut() = form.into();
    assert_eq!(laptop.it.send(sent).await.status.as_u16(), 303);
    assert_eq!(laptop.it.figure("select count(*) from secret").await, before + 1);
    laptop.push().await.unwrap();
    assert_eq!(planned.hub.it.figure("select count(*) from secret").await, 0);
    closed(planned.hub, planned.folder.path()).await;
}

#[tokio::test]
async fn a_correction_on_a_market_day_is_never_forbidden_without_internet() {
    let (planned, laptop) = (Planned::new().await, Laptop::new().await);
    laptop.join(&planned.hub).await;
    planned.give(laptop.node()).await.unwrap();
    laptop.push().await.unwrap();
    // The hub is off.
    let port = planned.hub.port;
    planned.hub.close().await;
    assert!(matches!(laptop.push().await, Err(Trouble::Broken(_))));
    let (it, place) = (&laptop.it, (planned.fair, planned.booth));
    renamed(it, place, "Gian đổi tên").await.unwrap();
    let new = booth(it, planned.fair, "A02", "Gian thêm");
    let added = new.uid;
    it.put(Command::Fair(fair::Change::Booth(new))).await;
    let twice = booth(it, planned.fair, "A01", "Trùng mã");
    assert!(it.submit(Command::Fair(fair::Change::Booth(twice))).await.is_err(), "A01 is there");
    let tea = it.product("Chè của máy", "gói", 50_000).await;
    range(it, added, &[planned.honey, tea]).await;
    let till = till(it, added).await;
    assert_eq!(sell(it, &till, tea, 2, 50_000).await, 201);
    assert_eq!(sell(it, &till, planned.honey, 1, 100_000).await, 201);
    let hub = Hub::at(planned.folder.path(), port).await;
    laptop.push().await.unwrap();
    assert_eq!(sums(&hub.it, planned.fair).await, 200_000);
    assert_eq!(hub.it.figure("select count(*) from booth where code = 'A02'").await, 1);
    laptop.it.shop().close().await;
    verify(laptop.folder.path());
    closed(hub, planned.folder.path()).await;
}

#[tokio::test]
async fn what_a_nation_plans_reaches_a_provinces_laptop_and_its_sales_the_nation() {
    let folder = tempfile::tempdir().unwrap();
    let (nation, province) = (Planned::new().await, Hub::at(folder.path(), 0).await);
    let organiser = province.it.person("Tỉnh", Role::Organiser, None, None).await;
    let code = hubs::invite(nation.hub.it.shop()).await.unwrap();
    join(&province.it, &nation.hub, &code, of(&province.it).await).await.unwrap();
    nation.give(province.it.shop().desk.origin()).await.unwrap();
    let sum = pushed(&province.it).await;
    assert_eq!(sum.drawn.fairs, 1, "the province takes it");
    let laptop = Laptop::new().await;
    laptop.join(&province).await;
    laptop.push().await.unwrap();
    let tea = province.it.product("Chè của tỉnh", "gói", 50_000).await;
    let planned = booth(&province.it, nation.fair, "A02", "Gian của tỉnh");
    let place = planned.uid;
    province.it.put(Command::Fair(fair::Change::Booth(planned))).await;
    range(&province.it, place, &[tea, nation.honey]).await;
    assert_eq!(given_by_page(&province.it, &organiser, laptop.node()).await, 303);
    assert_eq!(laptop.push().await.unwrap().drawn.fairs, 1);
    let till = till(&laptop.it, place).await;
    assert_eq!(sell(&laptop.it, &till, tea, 3, 50_000).await, 201);
    assert_eq!(sell(&laptop.it, &till, nation.honey, 1, 100_000).await, 201);
    assert_eq!(laptop.it.figure("select count(*) from verdict").await, 0, "all of it stands");
    laptop.push().await.unwrap();
    pushed(&province.it).await;
    assert_eq!(nation.hub.revenue().await, 250_000);
    assert_eq!(sums(&nation.hub.it, nation.fair).await, 250_000);
    assert_eq!(pushed(&province.it).await.sent, 0, "and nothing of the nation's goes back up");
    laptop.it.shop().close().await;
    verify(laptop.folder.path());
    closed(province, folder.path()).await;
    closed(nation.hub, nation.folder.path()).await;
}

#[tokio::test]
async fn a_fair_that_was_given_is_sold_at_though_the_line_broke_before_it_was_taken() {
    let (planned, laptop) = (Planned::new().await, Laptop::new().await);
    laptop.join(&planned.hub).await;
    laptop.push().await.unwrap();
    planned.give(laptop.node()).await.unwrap();
    // The batch with the gift came, and nothing after it.
    let hub = planned.hub.it.shop().desk.origin();
    let mut there = laptop.it.shop().read().await.unwrap();
    let here = journal::store::head(&mut there, hub).await.unwrap().seq;
    drop(there);
    let mut db = planned.hub.it.shop().read().await.unwrap();
    let rest = journal::store::chain(&mut db, hub, here, 100).await.unwrap();
    drop(db);
    assert_eq!(rest.len(), 1);
    laptop.it.shop().desk.receive_down(rest).await.unwrap();
    planned.hub.close().await;
    let taken = "select count(*) from journal where kind = 'fair.taken'";
    assert_eq!(laptop.it.figure(taken).await, 0);
    // Without a network it stands at the fair.
    assert!(matches!(laptop.push().await, Err(Trouble::Broken(_))));
    assert_eq!(laptop.it.figure(taken).await, 1);
    let till = till(&laptop.it, planned.booth).await;
    assert_eq!(sell(&laptop.it, &till, planned.honey, 2, 100_000).await, 201);
    laptop.it.shop().close().await;
    verify(laptop.folder.path());
}

async fn of(it: &TestShop) -> Me {
    Me::of(it.shop()).await.unwrap()
}

async fn pushed(it: &TestShop) -> Sum {
    push(it, of(it).await).await.unwrap()
}

#[tokio::test]
async fn what_comes_down_goes_on_where_this_journal_ends_however_often_it_breaks_off() {
    let (planned, laptop) = (Planned::new().await, Laptop::new().await);
    laptop.join(&planned.hub).await;
    laptop.push().await.unwrap();
    let came = laptop.entries().await;
    // The folder of a killed laptop, and the laptop itself: both go on from what they have.
    planned.give(laptop.node()).await.unwrap();
    planned.hub.it.product("Miến", "gói", 30_000).await;
    laptop.push().await.unwrap();
    assert_eq!(laptop.entries().await, came + 1 + 3 + 1, "the gift, three of miến, its taking");
    // A hub that is no longer the one that was joined says nothing to it.
    let sql = "update setting set value = 'ff' where name like 'key of %'";
    let spoilt = laptop
        .it
        .shop()
        .desk
        .local(move |db| Box::pin(async move { sqlx::query(sql).execute(db).await.map(drop) }));
    spoilt.await.unwrap();
    planned.hub.it.product("Chè", "gói", 30_000).await;
    let trouble = laptop.push().await.unwrap_err();
    assert!(matches!(trouble, Trouble::Refused(ref word, _) if word == "unsigned"), "{trouble:?}");
    closed(planned.hub, planned.folder.path()).await;
}
