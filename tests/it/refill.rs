//! What a store room should bring to the booths, as a list to sign, and what the board says of what
//! runs out.

use crate::{
    day::{Day, Page},
    goods::{ask, lot, posted, room, sell, units},
    pages::FORM,
    shop::{Booth, OPENING, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::id::ProductId,
    catalog::{self, pack::Packs},
    desk::command::Command,
    fair,
    staff::Role,
    stock::{Act, Place},
};
use jiff::civil::date;

/// A fair day from 10:32 to 22:32; it is 14:32. Of honey in crates of 24 and sixes, the room has 30
/// that end first and 50 more. Booth A03 had 20 and sold 16, booth A05 had 3 and sold them.
struct Afternoon {
    shop: TestShop,
    organiser: Who,
    fair: String,
    ours: Booth,
}

async fn packed(shop: &TestShop, honey: ProductId) {
    let mut db = shop.shop().read().await.unwrap();
    let full = catalog::store::full(&mut db, &honey.bytes()).await.unwrap().unwrap();
    drop(db);
    let packs = Packs::parse("thùng=24; lốc=6", "chai").unwrap();
    let product = catalog::Product { packs, ..full.product() };
    shop.put(Command::Catalog(catalog::Change::Product(product))).await;
}

impl Afternoon {
    async fn open() -> Afternoon {
        let (shop, ours, honey) = TestShop::with_honey(0).await;
        let theirs = shop.booth("A05").await;
        shop.sells(&theirs, &[honey]).await;
        packed(&shop, honey).await;
        let (opens, closes) = ("10:32".into(), "22:32".into());
        let day = fair::OpeningDay { fair: shop.fair, day: date(2026, 6, 3), opens, closes };
        shop.put(Command::Fair(fair::Change::OpeningDay(day))).await;
        let store = room(&shop).await;
        let first = lot(units(honey, 30), "L1", Some(date(2026, 6, 10)));
        let then = lot(units(honey, 50), "L2", Some(date(2026, 6, 20)));
        // What ended yesterday is not handed out, though it ends first.
        let past = lot(units(honey, 9), "L0", Some(date(2026, 6, 2)));
        posted(&shop, ask(&shop, store, Act::Delivery, vec![then, first, past])).await.unwrap();
        for (booth, came, sold) in [(&ours, 20, 16), (&theirs, 3, 3)] {
            let here = Place::Booth(booth.uid);
            posted(&shop, ask(&shop, here, Act::Delivery, vec![units(honey, came)])).await.unwrap();
            sell(&shop, booth, honey, sold, OPENING).await;
        }
        let organiser = shop.person("Ban", Role::Organiser, None, None).await;
        let fair = format!("/fairs/{}", shop.words("select code from fair").await[0]);
        Afternoon { shop, organiser, fair, ours }
    }

    /// A page with plain spaces and no marks, so that its words stand as they are read.
    async fn read(&self, path: &str) -> (Page, String) {
        let path = format!("{}{path}", self.fair);
        let page = Day::ask(&self.shop, &self.organiser, "vi", &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let (mut text, mut inside) = (String::new(), false);
        for letter in page.text.replace('\u{a0}', " ").chars() {
            match letter {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    text.push(' ');
                }
                _ if !inside => text.push(letter),
                _ => {}
            }
        }
        (page, text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// A05 is empty and sells 3 in four hours, so 6 in the eight that are left: a six. A03 sells 16 in
/// four hours and so 32; it has 4 until 15:32 and lacks 28: five sixes, which is a crate and a six,
/// 24 of the first lot and 6 of the next.
#[tokio::test]
async fn a_store_room_lists_what_each_booth_lacks_until_the_fair_closes() {
    let it = Afternoon::open().await;
    let (_, text) = it.read("/rooms/K1/refill").await;
    for said in [
        "đủ đến 22:32",
        "A05 · ",
        "Mật ong Tiên Yên 0 chai đã hết 1 lốc lô L1",
        "Mật ong Tiên Yên 4 chai 15:32 1 thùng 1 lốc lô L1: 1 thùng lô L2: 1 lốc",
        "Gian nhận (ký, ghi rõ họ tên):",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let (page, _) = it.read("/rooms/K1/transfer?refill=A03").await;
    let chosen = format!("value=\"booth {}\" selected", it.ours.uid);
    for said in [chosen.as_str(), "value=\"1 thùng\"", "value=\"1 lốc\""] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    let (page, _) = it.read("/stock").await;
    assert!(page.text.contains("/rooms/K1/refill"), "{}", page.text);
    it.shop.verify().await;
}

#[tokio::test]
async fn what_is_on_the_way_already_is_not_listed_again() {
    let it = Afternoon::open().await;
    let (page, _) = it.read("/rooms/K1/transfer?refill=A05").await;
    let field =
        page.text.split("name=\"quantity.").find(|it| it.contains("value=\"1 lốc\"")).unwrap();
    let field = field.split('"').next().unwrap();
    let booth = it.shop.words("select lower(hex(uid)) from booth where code = 'A05'").await;
    let booth: uuid::Uuid = booth[0].parse().unwrap();
    let body = format!("uid={}&to=booth+{booth}&quantity.{field}=1+l%E1%BB%91c", it.shop.uid());
    let path = format!("{}/rooms/K1/transfer", it.fair);
    let sent = Day::fill(&it.shop, &it.organiser, "vi", &path, FORM, &body).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let (_, text) = it.read("/rooms/K1/refill").await;
    assert!(!text.contains("A05"), "{text}");
    assert!(text.contains("1 thùng 1 lốc lô L1: 1 thùng lô L2: 1 lốc"), "{text}");
}

#[tokio::test]
async fn the_board_says_what_is_out_and_what_runs_out_today_and_where_there_is_more() {
    let it = Afternoon::open().await;
    let (page, text) = it.read("/stock/soon").await;
    let said = "Sắp hết hàng Mật ong Tiên Yên · A05 hết · K1 còn 3 thùng 2 lốc 5 chai \
                Mật ong Tiên Yên · A03 khoảng 15:32 · K1 còn 3 thùng 2 lốc 5 chai";
    assert_eq!(text, said);
    assert!(page.text.contains("/stock?q="), "{}", page.text);
    let code = it.fair.replace("/fairs/", "");
    let board = Day::ask(&it.shop, &it.organiser, "vi", &format!("/board/{code}")).await;
    assert!(board.text.contains("Sắp hết hàng"), "{}", board.text);
}
