//! What the first join of a large fair costs on the line.

use super::{Hub, Laptop};
use crate::shop::TestShop;
use chophien::{
    base::{
        id::{BoothId, CommandId, ProducerId, ProductId},
        money::Money,
    },
    catalog::{self, Price, Producer, Product},
    desk::command::{Command, Envelope},
    fair::{self, Booth, Range},
    staff::Role,
};
use serde_json::json;

const BOOTHS: usize = 300;
const PRODUCTS: usize = 2_000;

/// A booth with its producer and what it sells, each product at a price of its own there.
fn stand(it: &TestShop, n: usize) -> Vec<Command> {
    let (booth, producer) = (BoothId(it.uid()), ProducerId(it.uid()));
    let named = json!({
        "uid": producer, "name": format!("HTX Nông sản số {n} (minh họa)"),
        "subject_type": "cooperative", "unit_code": "", "commune": format!("Xã {n}"),
        "tax_code": "", "phone": "",
    });
    let named: Producer = serde_json::from_value(named).unwrap();
    let planned = json!({
        "uid": booth, "fair": it.fair, "code": format!("A{n:03}"),
        "name": format!("Gian của HTX Nông sản số {n}"), "zone": "local",
        "origin_unit": format!("Huyện {}", n % 13), "seller": format!("HTX Nông sản số {n}"),
        "address": format!("Thôn {}, xã {n}", n % 7), "phone": "", "tax_code": "",
        "bank_bin": "970436", "account": format!("00110{n:06}"),
        "limits": fair::Limits::default(),
    });
    let planned: Booth = serde_json::from_value(planned).unwrap();
    let mut all = vec![
        Command::Catalog(catalog::Change::Producer(named)),
        Command::Fair(fair::Change::Booth(planned)),
    ];
    let mut products = Vec::new();
    for m in (n..PRODUCTS).step_by(BOOTHS) {
        let uid = ProductId(it.uid());
        let product = json!({
            "uid": uid, "name": format!("Đặc sản số {m} loại {}", m % 17), "unit": "gói 500 g",
            "producer": producer, "star": 3 + m % 3, "ocop_group": 1 + m % 6,
            "province_2024": "Quảng Ninh", "province_now": "Quảng Ninh",
            "barcode": format!("893{:010}", m * 7_919), "sku": "", "vat": "", "lot": "",
            "evidence": "", "active": true,
        });
        let product: Product = serde_json::from_value(product).unwrap();
        all.push(Command::Catalog(catalog::Change::Product(product)));
        let amount = Some(Money(10_000 + 500 * (m as i64 % 400)));
        let price = Price { product: uid, booth: Some(booth), fair: None, amount };
        all.push(Command::Catalog(catalog::Change::Price(price)));
        products.push(uid);
    }
    all.push(Command::Fair(fair::Change::Range(Range { booth, products, active: true })));
    all
}

#[tokio::test]
async fn a_first_join_of_three_hundred_booths_and_two_thousand_products_is_a_mebibyte_and_a_half() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::at(folder.path(), 0).await;
    hub.it.person("Sở", Role::Organiser, None, None).await;
    hub.it.fair_with(|fair| fair.code = "TINH26".into()).await;
    let at = hub.it.shop().clock.now();
    for n in 0..BOOTHS {
        let envelope = |command| Envelope {
            uid: CommandId(hub.it.uid()),
            at,
            actor: "Sở (organiser)".into(),
            device: String::new(),
            command,
        };
        let all = stand(&hub.it, n).into_iter().map(envelope).collect();
        assert!(hub.it.shop().desk.submit_all(all).await.is_ok());
    }
    let laptop = Laptop::new().await;
    laptop.join(&hub).await;
    let drawn = laptop.push().await.unwrap().drawn;
    println!("{} entries in {} bytes", drawn.came, drawn.bytes);
    assert_eq!(drawn.came, 2 + 3 * 300 + 2 * 2_000);
    assert!(drawn.bytes <= 3 << 19, "{} bytes", drawn.bytes);
    assert_eq!(laptop.it.figure("select count(*) from price").await, 2_001);
    assert_eq!(laptop.it.figure("select count(*) from verdict").await, 0);
    hub.close().await;
}
