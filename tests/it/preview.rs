//! A promotion is tried on three carts of the fair's own goods before it is saved, with the figures
//! that the desk then charges.

use crate::{
    day::{Day, Page},
    pages::FORM,
    shop::{Booth, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{HOUR, Ms},
        id::{ProductId, PromotionId},
        money::Money,
    },
    catalog,
    desk::command::Command,
    fair::{self, Promotion, promotion::Deal},
    staff::Role,
};

/// Honey at 185,000 đồng and tea at 55,000, at booth A03.
struct Fair {
    shop: TestShop,
    ours: Booth,
    honey: ProductId,
    tea: ProductId,
    organiser: Who,
}

const NEW: &str = "/fairs/HL26/promotions/new";

impl Fair {
    async fn open() -> Fair {
        let (shop, ours, honey) = TestShop::with_honey(50).await;
        let tea = shop.product("Trà hoa vàng", "hộp", 55_000).await;
        shop.sells(&ours, &[tea]).await;
        let organiser = shop.person("Ban", Role::Organiser, None, None).await;
        Fair { shop, ours, honey, tea, organiser }
    }

    fn form(&self, terms: &str, goods: &[ProductId]) -> String {
        let goods: String = goods.iter().map(|it| format!("&product={}", it.0.simple())).collect();
        let uid = self.shop.uid();
        format!(
            "uid={uid}&name=H%C3%A8&booth=&{terms}&starts_on=2026-06-03&starts_at=14:00\
             &ends_on=2026-06-03&ends_at=22:00{goods}"
        )
    }

    async fn sent(&self, who: &Who, path: &str, form: &str) -> Page {
        Day::fill(&self.shop, who, "en", path, FORM, form).await
    }

    /// Before, taken off and to pay of the three carts, as the page says them.
    async fn tried(&self, form: &str) -> Vec<String> {
        let page = self.sent(&self.organiser, NEW, &format!("{form}&preview=1")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        rows(&page.text)
    }

    async fn promotion(&self, name: &str, goods: &[ProductId], deal: Deal) {
        let promotion = Promotion {
            uid: PromotionId(self.shop.uid()),
            fair: self.shop.fair,
            booth: None,
            name: name.into(),
            products: goods.to_vec(),
            deal,
            starts: Ms(self.shop.now()),
            ends: Ms(self.shop.now() + HOUR),
        };
        self.shop.put(Command::Fair(fair::Change::Promotion(promotion))).await;
    }
}

/// The rows of the preview, what stands in their cells joined by `|`.
fn rows(text: &str) -> Vec<String> {
    let table = text.split("id=\"preview\"").nth(1).expect("a preview");
    let table = table.split("</table>").next().unwrap();
    let row = |row: &str| {
        let cells = row.split("<th ").skip(1).flat_map(|it| it.split("<td "));
        let said = |cell: &str| {
            let html = cell.split_once('>').map_or("", |it| it.1);
            let html = html.replace("<br>", " + ").replace('\u{a0}', " ");
            let mut text = String::new();
            let mut inside = false;
            for letter in html.chars() {
                match letter {
                    '<' => inside = true,
                    '>' => inside = false,
                    _ if !inside => text.push(letter),
                    _ => {}
                }
            }
            text.trim().to_owned()
        };
        cells.map(said).collect::<Vec<_>>().join("|")
    };
    let body = table.split("<tbody>").nth(1).unwrap();
    body.split("<tr>").skip(1).map(row).collect()
}

#[tokio::test]
async fn buy_two_get_one_is_tried_with_one_jar_three_and_four_and_the_desk_charges_the_same() {
    let fair = Fair::open().await;
    let form = fair.form("sort=buy_get&buy=2&get=1", &[fair.honey]);
    let jar = "Mật ong Tiên Yên (chai 500 ml)";
    assert_eq!(
        fair.tried(&form).await,
        [
            format!("1 × {jar}|185.000 đ|0 đ|185.000 đ"),
            format!("3 × {jar}|555.000 đ|185.000 đ|370.000 đ"),
            format!("4 × {jar}|740.000 đ|185.000 đ|555.000 đ"),
        ]
    );
    assert_eq!(fair.shop.figure("select count(*) from promotion_version").await, 0);

    let saved = fair.sent(&fair.organiser, NEW, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    for (jars, total) in [("1", 185_000), ("3", 370_000), ("4", 555_000)] {
        let sale = fair.shop.sale(&[(fair.honey, jars)], total);
        let reply = fair.shop.post_sale(&fair.ours.who, &sale).await;
        assert_eq!(reply.body["flags"], serde_json::json!([]), "{jars}: {}", reply.body);
        assert_eq!(reply.body["total"], total);
    }
    // What is changed is tried as it would stand, not beside what stands.
    let uid = fair.shop.words("select lower(hex(uid)) from promotion").await.remove(0);
    let path = format!("/fairs/HL26/promotions/{uid}");
    let form = fair.form("sort=buy_get&buy=3&get=1", &[fair.honey]);
    let page = fair.sent(&fair.organiser, &path, &format!("{form}&preview=1")).await;
    assert_eq!(
        rows(&page.text),
        [
            format!("1 × {jar}|185.000 đ|0 đ|185.000 đ"),
            format!("4 × {jar}|740.000 đ|185.000 đ|555.000 đ"),
            format!("5 × {jar}|925.000 đ|185.000 đ|740.000 đ"),
        ]
    );
    assert_eq!(fair.shop.figure("select count(*) from promotion_version").await, 1);
}

#[tokio::test]
async fn per_cents_and_sets_are_tried_with_what_they_cover() {
    let fair = Fair::open().await;
    let (jar, box_of) = ("Mật ong Tiên Yên (chai 500 ml)", "Trà hoa vàng (hộp)");
    let both = [fair.honey, fair.tea];
    assert_eq!(
        fair.tried(&fair.form("sort=percent&percent=10", &both)).await,
        [
            format!("1 × {jar}|185.000 đ|18.500 đ|166.500 đ"),
            format!("3 × {jar}|555.000 đ|55.500 đ|499.500 đ"),
            format!("1 × {jar} + 1 × {box_of}|240.000 đ|24.000 đ|216.000 đ"),
        ]
    );
    assert_eq!(
        fair.tried(&fair.form("sort=amount&amount=5000", &[fair.tea])).await,
        [
            format!("1 × {box_of}|55.000 đ|5.000 đ|50.000 đ"),
            format!("3 × {box_of}|165.000 đ|15.000 đ|150.000 đ"),
            format!("10 × {box_of}|550.000 đ|50.000 đ|500.000 đ"),
        ]
    );
    assert_eq!(
        fair.tried(&fair.form("sort=bundle&amount=200000", &both)).await,
        [
            format!("1 × {jar}|185.000 đ|0 đ|185.000 đ"),
            format!("1 × {jar} + 1 × {box_of}|240.000 đ|40.000 đ|200.000 đ"),
            format!("2 × {jar} + 1 × {box_of}|425.000 đ|40.000 đ|385.000 đ"),
        ]
    );
}

#[tokio::test]
async fn a_better_offer_of_the_same_time_is_named_and_a_booth_has_its_own_price() {
    let fair = Fair::open().await;
    fair.promotion("Giờ vàng", &[fair.honey], Deal::Percent(50)).await;
    let jar = "Mật ong Tiên Yên (chai 500 ml)";
    let form = fair.form("sort=percent&percent=10", &[fair.honey]);
    assert_eq!(
        fair.tried(&form).await[0],
        format!("1 × {jar} + Giờ vàng|185.000 đ|92.500 đ|92.500 đ")
    );
    let price = catalog::Price {
        product: fair.honey,
        booth: Some(fair.ours.uid),
        fair: None,
        amount: Some(Money(180_000)),
    };
    fair.shop.put(Command::Catalog(catalog::Change::Price(price))).await;
    let at_booth = form.replace("booth=&", &format!("booth={}&", fair.ours.uid.0.simple()));
    assert_eq!(
        fair.tried(&at_booth).await[0],
        format!("1 × {jar} + Giờ vàng|180.000 đ|90.000 đ|90.000 đ")
    );
    // So does its manager, whose promotions are of the own booth.
    let manager = fair.shop.person("Hòa", Role::Manager, Some(fair.ours.uid), None).await;
    let own = fair.sent(&manager, "/booth/promotions/new", &format!("{form}&preview=1")).await;
    assert_eq!(own.status, StatusCode::OK, "{}", own.text);
    assert_eq!(rows(&own.text)[0], format!("1 × {jar} + Giờ vàng|180.000 đ|90.000 đ|90.000 đ"));
}

#[tokio::test]
async fn what_is_wrong_is_said_and_nothing_is_tried_without_a_price() {
    let fair = Fair::open().await;
    let wrong = fair.form("sort=percent&percent=0&preview=1", &[fair.honey]);
    let page = fair.sent(&fair.organiser, NEW, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("from 1 to 100") && !page.text.contains("id=\"preview\""));
    let mut db = fair.shop.shop().read().await.unwrap();
    let tea = catalog::store::full(&mut db, &fair.tea.bytes()).await.unwrap().unwrap();
    drop(db);
    let bare = catalog::Product { uid: ProductId(fair.shop.uid()), ..tea.product() };
    let uid = bare.uid;
    fair.shop.put(Command::Catalog(catalog::Change::Product(bare))).await;
    fair.shop.sells(&fair.ours, &[uid]).await;
    let form = fair.form("sort=percent&percent=5&preview=1", &[uid]);
    let page = fair.sent(&fair.organiser, NEW, &form).await;
    let said = "1 of the goods chosen have no common price at the fair";
    assert!(page.text.contains(said), "{}", page.text);
    // A set of which one part has no price is another set: it is not tried on the rest.
    let set = fair.form("sort=bundle&amount=100000&preview=1", &[fair.honey, uid]);
    let page = fair.sent(&fair.organiser, NEW, &set).await;
    assert!(page.text.contains(said) && !page.text.contains("<table"), "{}", page.text);
}
