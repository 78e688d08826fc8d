//! A lot is traced: every place that has had it, every sale that carried it, by day and booth, at
//! two fairs; as page, as file, and from a sale back to its lots.

use crate::{
    day::Day,
    goods::{ask, lot, posted, room, units},
    shop::{Booth, OPENING, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{DAY, HOUR},
        id::ProductId,
    },
    staff::Role,
    stock::{Act, Place},
};
use jiff::civil::date;
use serde_json::{Value, json};

/// A sale of so many jars, paid at this moment.
async fn sell(shop: &TestShop, booth: &Booth, jar: ProductId, count: i64, paid: i64) -> Value {
    let mut sale = shop.sale(&[(jar, &count.to_string())], count * 185_000);
    sale["paid_at_ms"] = json!(paid);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    sale["receipt_no"] = reply.body["receipt_no"].clone();
    sale
}

async fn page(shop: &TestShop, who: &Who, path: &str) -> String {
    let page = Day::ask(shop, who, "vi", path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
    // Without what is only markup.
    let mut text = String::new();
    let mut inside = false;
    for letter in page.text.chars() {
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
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 30 of L1 come to the store room, 20 go to A03 and 6 to B01, where two are still on the way.
/// A03 sells 5 and 3 on the first day, of which 2 come back, and 4 on the second; B01 sells 4 of
/// which one is of another lot.
#[tokio::test]
async fn a_lot_is_followed_to_every_place_sale_day_and_booth() {
    let (shop, a, jar) = TestShop::with_honey(0).await;
    let b = shop.booth("B01").await;
    shop.sells(&b, &[jar]).await;
    let manager = shop.person("Hòa", Role::Manager, Some(a.uid), Some(a.device)).await.on(&a.who);
    let store = room(&shop).await;
    let last = Some(date(2026, 9, 1));
    let came = vec![lot(units(jar, 30), "L1", last)];
    posted(&shop, ask(&shop, store, Act::Delivery, came)).await.unwrap();
    for (booth, sent, got) in [(&a, 20, 20), (&b, 6, 4)] {
        let here = Place::Booth(booth.uid);
        let it = ask(&shop, store, Act::Transfer(here), vec![units(jar, sent)]);
        let it = posted(&shop, it).await.unwrap();
        let got = vec![lot(units(jar, got), "L1", None)];
        posted(&shop, ask(&shop, here, Act::Receipt(it.uid), got)).await.unwrap();
    }
    shop.stock(&b, jar, 9_000, "L2", Some(date(2026, 12, 1))).await;
    let first = sell(&shop, &a, jar, 5, OPENING).await;
    sell(&shop, &a, jar, 3, OPENING).await;
    let whole = first["id"].as_str().unwrap().to_owned();
    let back = json!({
        "id": shop.uid(), "reason": "Khách đổi ý", "at_ms": shop.now(),
        "lines": [{"n": 0, "quantity": "2"}],
    });
    let path = format!("/api/v1/sales/{whole}/refunds");
    let refund = shop.post(&manager, &path, &back).await;
    assert_eq!(refund.status, StatusCode::CREATED, "{}", refund.body);
    shop.set_now(OPENING + DAY + HOUR);
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    sell(&shop, &a, jar, 4, OPENING + DAY + HOUR).await;
    let mixed = sell(&shop, &b, jar, 5, OPENING + DAY + HOUR).await;

    let told = page(&shop, &organiser, &format!("/lots/{jar}/L1")).await;
    // Store room 30 - 20 - 6 = 4; on the way 2; A03 20 - 8 + 2 - 4 = 10; B01 4 - 4 = 0. Sold are
    // 5 + 3 + 4 + 4 = 16 by four receipts.
    let said = "Còn 16 chai 500 ml ở 3 nơi; đã bán 16 bằng 4 phiếu, khách trả lại 2.";
    assert!(told.contains(said), "{told}");
    // In, sold, given, sent, counted, left.
    for row in ["20 10 0 0 0 10", "30 0 0 26 0 4", "6 0 0 4 0 2", "4 4 0 0 0 0"] {
        assert!(told.contains(row), "{row}: {told}");
    }
    for row in [
        "04/06/2026 A03 · Hội chợ OCOP Hạ Long 1 4 0",
        "04/06/2026 B01 · Hội chợ OCOP Hạ Long 1 4 0",
        "03/06/2026 A03 · Hội chợ OCOP Hạ Long 2 8 2",
    ] {
        assert!(told.contains(row), "{row}: {told}");
    }
    let sales = page(&shop, &organiser, &format!("/lots/{jar}/L1/sales")).await;
    assert!(sales.contains("5 phiếu: khách lấy 16 chai 500 ml, trả lại 2"), "{sales}");
    let only = page(&shop, &organiser, &format!("/lots/{jar}/L1/sales?q=B01")).await;
    assert!(only.contains(mixed["receipt_no"].as_str().unwrap()), "{only}");
    assert!(!only.contains(first["receipt_no"].as_str().unwrap()), "{only}");
    let of_l2 = page(&shop, &organiser, &format!("/lots/{jar}/L2")).await;
    assert!(of_l2.contains("đã bán 1 bằng 1 phiếu"), "the fifth jar: {of_l2}");

    // From the sale to its lots, and how many of each.
    let uid = mixed["id"].as_str().unwrap();
    let sale = page(&shop, &organiser, &format!("/sales/{uid}")).await;
    assert!(sale.contains("Lô L1 × 4, L2 × 1"), "{sale}");
    let list = page(&shop, &organiser, "/fairs/HL26/lots").await;
    assert!(list.contains("L1 Mật ong Tiên Yên 01/09/2026 16 chai 500 ml"), "{list}");
    assert!(list.contains("L2 Mật ong Tiên Yên 01/12/2026 8 chai 500 ml"), "{list}");

    let csv = Day::ask(&shop, &organiser, "vi", &format!("/lots/{jar}/L1?format=csv")).await;
    let line = "04/06/2026;Hội chợ OCOP Hạ Long;B01;1;4;0";
    assert!(csv.text.contains(line), "{}", csv.text);
    let pdf = Day::ask(&shop, &organiser, "vi", &format!("/lots/{jar}/L1?format=pdf")).await;
    assert!(pdf.status == StatusCode::OK && pdf.text.starts_with("%PDF"));
    shop.verify().await;
}

/// What the sales of each lot say is what its levels say.
#[tokio::test]
async fn sales_of_a_lot_add_up_to_its_levels() {
    let (shop, a, jar) = TestShop::with_honey(0).await;
    for (name, many, day) in [("L1", 7, 1), ("L2", 5, 9), ("L3", 9, 20)] {
        shop.stock(&a, jar, many * 1000, name, Some(date(2026, 8, day))).await;
    }
    for count in [2, 3, 1, 4, 2, 6] {
        sell(&shop, &a, jar, count, shop.now()).await;
    }
    let mut db = shop.shop().read().await.unwrap();
    // 18 sold: 7 of L1, 5 of L2, 6 of L3.
    for (name, sold, receipts) in [("L1", 7, 4), ("L2", 5, 2), ("L3", 6, 1)] {
        let it = chophien::report::stock::lot::lot(&mut db, jar, name).await.unwrap().unwrap();
        assert_eq!(it.carried().0.0, sold * 1000, "{name}");
        assert_eq!(it.places.iter().map(|it| it.sold).sum::<i64>(), sold * 1000, "{name}");
        assert_eq!(it.sales.len(), receipts, "{name}");
    }
}
