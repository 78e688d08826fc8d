//! Packs of a product: said once in the catalogue, used wherever goods are counted.

use crate::{
    day::{Day, Page},
    pages::FORM,
    shop::{TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::id::{ProductId, RoomId},
    desk::command::Command,
    staff::Role,
    stock::Room,
};

async fn send(shop: &TestShop, who: &Who, path: &str, fields: &str) -> Page {
    Day::fill(shop, who, "vi", path, FORM, &fields.replace(' ', "+").replace(';', "%3B")).await
}

/// The honey has packs of 24 and of 6 bottles.
pub async fn packed(shop: &TestShop, organiser: &Who, honey: ProductId) {
    let rest = "producer=HTX Gia Nghĩa&ocop_group=1&active=1&subject_type=cooperative";
    let fields = format!("name=Mật ong&unit=chai 500 ml&price=120000&{rest}&packs=thùng=24; lốc=6");
    let page = send(shop, organiser, &format!("/products/{honey}"), &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

/// The words of a page, with plain spaces.
pub fn words(page: &Page) -> String {
    page.text.replace('\u{a0}', " ")
}

#[tokio::test]
async fn a_product_says_in_its_form_how_many_a_crate_holds() {
    let (shop, _, honey) = TestShop::with_honey(0).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let auditor = shop.person("Kiểm", Role::Auditor, None, None).await;
    let path = format!("/products/{honey}");
    let kept = || async { shop.words("select packs from product").await };
    let fields = |packs: &str| {
        let rest = "producer=HTX Gia Nghĩa&ocop_group=1&active=1&subject_type=cooperative";
        format!("name=Mật ong&unit=chai 500 ml&price=120000&{rest}&packs={packs}")
    };
    let page = send(&shop, &organiser, &path, &fields("lốc=6; thùng 24 chai")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert_eq!(kept().await, ["thùng=24; lốc=6"]);
    let page = Day::ask(&shop, &organiser, "vi", &path).await;
    assert!(page.text.contains("value=\"thùng=24; lốc=6\""), "{}", page.text);
    let page = Day::ask(&shop, &auditor, "vi", &path).await;
    assert!(page.text.contains("thùng=24; lốc=6"), "{}", page.text);
    for (wrong, said) in [
        ("thùng=1", "Một thùng không thể là 1 chai 500 ml"),
        ("chai=24", "Tên quy cách “chai” trùng"),
        ("thùng=24; lốc=6; khay=12; két=20", "Nhiều nhất 3 quy cách"),
    ] {
        let page = send(&shop, &organiser, &path, &fields(wrong)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(page.text.contains(said), "{wrong}: {}", page.text);
        assert!(page.text.contains(&format!("value=\"{wrong}\"")), "what was typed stays");
    }
    assert_eq!(kept().await, ["thùng=24; lốc=6"], "nothing was saved");
    shop.verify().await;
}

/// A store room K1, an organiser, and a booth A03 that sells honey in packs.
pub struct Fair {
    pub shop: TestShop,
    pub organiser: Who,
    pub honey: ProductId,
    /// The address of the fair.
    pub fair: String,
}

impl Fair {
    pub async fn open() -> (Fair, crate::shop::Booth) {
        let (shop, booth, honey) = TestShop::with_honey(0).await;
        let organiser = shop.person("Ban", Role::Organiser, None, None).await;
        packed(&shop, &organiser, honey).await;
        let (uid, fair, name) = (RoomId(shop.uid()), shop.fair, "Kho chính".to_owned());
        shop.put(Command::Room(Room { uid, fair, code: "K1".into(), name, active: true })).await;
        let fair = format!("/fairs/{}", shop.words("select code from fair").await[0]);
        (Fair { shop, organiser, honey, fair }, booth)
    }

    pub async fn send(&self, path: &str, rest: &str) -> Page {
        let fields = format!("uid={}&{rest}", self.shop.uid());
        send(&self.shop, &self.organiser, path, &fields).await
    }

    /// Sends a form that is taken; where it leads.
    pub async fn done(&self, path: &str, rest: &str) -> String {
        let page = self.send(path, rest).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.text);
        page.to.replace("?saved=1", "")
    }

    /// Whether a page says all of this.
    pub async fn says(&self, path: &str, all: &[&str]) {
        let page = Day::ask(&self.shop, &self.organiser, "vi", path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for said in all {
            assert!(words(&page).contains(said), "{path} {said}: {}", page.text);
        }
    }

    pub fn delivery(&self, quantity: &str) -> String {
        format!("lines=1&product-0={}&quantity-0={quantity}&lot-0=L1", self.honey)
    }

    /// The field of the lot L1 in a form of what leaves.
    pub async fn field(&self) -> String {
        let sql = "select lower(hex(o.uid)) from product p join producer o on o.id = p.producer";
        let owner = self.shop.words(sql).await[0].clone();
        format!("quantity.{}.{owner}.{}", self.honey.hex(), hex::encode("L1"))
    }
}

/// 2 crates and 5 bottles come, a crate and a six go to the booth, of which all but one bottle
/// arrives; two are given away and the room is counted: 53 − 30 = 23 there, 29 − 2 = 27 at the
/// booth.
async fn traded(it: &Fair, booth: &crate::shop::Booth) {
    let room = format!("{}/rooms/K1", it.fair);
    let document = it.done(&format!("{room}/delivery"), &it.delivery("2 thùng 5 chai")).await;
    it.says(&document, &["2 thùng 5 chai"]).await;
    it.says(&room, &["2 thùng 5 chai"]).await;
    let field = it.field().await;
    let transfer = format!("to=booth {}&{field}=1 thùng 1 lốc", booth.uid);
    let sent = it.done(&format!("{room}/transfer"), &transfer).await;
    let stock = format!("{}/booths/A03/stock", it.fair);
    it.says(&stock, &["1 thùng 1 lốc"]).await;
    // All that was sent, as a person would have typed it.
    let receipt = format!("{sent}/receipt");
    let page = it.send(&receipt, "fill=1").await;
    assert!(page.text.contains("value=\"1 thùng 1 lốc\""), "{}", page.text);
    it.done(&receipt, &format!("{field}=29")).await;
    it.done(&format!("{stock}/loss"), &format!("sort=gift&reason=Mời khách&{field}=2 chai")).await;
    it.done(&format!("{room}/count"), &format!("{field}=3 lốc 5 chai")).await;
}

#[tokio::test]
async fn goods_are_entered_in_any_unit_and_shown_as_they_are_carried() {
    let (it, booth) = Fair::open().await;
    traded(&it, &booth).await;
    let held = "select printf('%s %d', coalesce(b.code, r.code, 'đường'), l.quantity) \
                from level l left join booth b on b.id = l.place \
                left join store_room r on r.id = l.place order by 1";
    assert_eq!(it.shop.words(held).await, ["A03 27000", "K1 23000", "đường 1000"]);
    let fair = &it.fair;
    it.says(&format!("{fair}/stock"), &["2 thùng 3 chai", "A03", "1 thùng 3 chai"]).await;
    it.says(&format!("{fair}/lots"), &["L1", "2 thùng 3 chai", "0 chai"]).await;
    let account = ["2 thùng 5 chai", "1 thùng 1 lốc", "3 lốc 5 chai"];
    it.says(&format!("{fair}/places/K1/account"), &account).await;
    let account = ["1 thùng 5 chai", "2 chai", "1 thùng 3 chai"];
    it.says(&format!("{fair}/booths/A03/account"), &account).await;
    // Devices are told of the packs; their quantities stay those of the unit.
    let told = it.shop.get_json(&booth.who, "/api/v1/stock").await.body;
    assert_eq!(told["products"][0]["quantity"], "27");
    let packs =
        serde_json::json!([{"name": "thùng", "holds": "24"}, {"name": "lốc", "holds": "6"}]);
    assert_eq!(told["products"][0]["packs"], packs);
    let till = it.shop.get_json(&booth.who, "/api/v1/till").await.body;
    assert_eq!(till["products"][0]["packs"], packs);
    it.shop.verify().await;
}

#[tokio::test]
async fn what_no_unit_says_is_refused_in_words_and_stays_as_it_was_typed() {
    let (it, _) = Fair::open().await;
    let path = format!("{}/rooms/K1/delivery", it.fair);
    it.says(&path, &["data-units=\"thùng|lốc|chai\""]).await;
    for (wrong, said) in [
        ("2 thùng 5", "sau số cuối hãy ghi thùng, lốc, chai"),
        ("2 két", "hàng này tính bằng thùng, lốc, chai"),
        ("1,3 thùng", "không ra số chai chẵn"),
        ("90000 thùng", "quá nhiều"),
    ] {
        let page = it.send(&path, &it.delivery(wrong)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(page.text.contains(said), "{wrong}: {}", page.text);
        assert!(page.text.contains(&format!("value=\"{wrong}\"")), "what was typed stays");
    }
    assert_eq!(it.shop.figure("select count(*) from document").await, 0);
}
