//! A hub puts a product's unit right while goods of it lie at a laptop's fair.

use super::{
    Laptop,
    down::{Planned, till},
};
use crate::{
    looks::text,
    program::verify,
    shop::{TestShop, request},
};
use chophien::{
    base::id::{ProducerId, ProductId},
    catalog::{self, Change},
    desk::command::Command,
    staff::Role,
};
use serde_json::json;

/// The hub's honey as it is written down anew, in another unit.
async fn counted_in(it: &TestShop, honey: ProductId, unit: &str) {
    let maker = "select lower(hex(m.uid)) from product p join producer m on m.id = p.producer \
                 where p.name = 'Mật ong của tỉnh'";
    let maker = it.words(maker).await.remove(0).parse::<ProducerId>().unwrap();
    let product = catalog::Product {
        uid: honey,
        name: "Mật ong của tỉnh".into(),
        unit: unit.into(),
        producer: maker,
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
    it.put(Command::Catalog(Change::Product(product))).await;
}

/// Twelve bottles lie at the booth, and the hub says that they are crates. Nobody at the laptop was
/// asked, so its list says what is to be counted, until that was done.
#[tokio::test]
async fn goods_whose_unit_a_hub_puts_right_are_to_be_counted_again() {
    let (planned, laptop) = (Planned::new().await, Laptop::new().await);
    laptop.join(&planned.hub).await;
    planned.give(laptop.node()).await.unwrap();
    laptop.push().await.unwrap();
    let it = &laptop.it;
    let till = till(it, planned.booth).await;
    it.stock(&till, planned.honey, 12_000, "", None).await;
    let boss = it.person("Ban tổ chức", Role::Organiser, None, None).await;
    let page = || async { text(it, request("GET", &boss, "/fairs/TINH26/attention", None)).await };
    assert!(!page().await.contains("its unit changed"));
    counted_in(&planned.hub.it, planned.honey, "thùng").await;
    laptop.push().await.unwrap();
    let said = page().await;
    assert!(said.contains("Mật ong của tỉnh: its unit changed from chai to thùng"), "{said}");
    assert!(said.contains("the book has 12 thùng at A01: count it again"), "{said}");
    // The phone that had not heard of it sells a bottle.
    let mut sale = it.sale(&[(planned.honey, "1")], 100_000);
    sale["lines"][0]["unit"] = json!("chai");
    let sold = it.post_sale(&till.who, &sale).await;
    assert_eq!((sold.status.as_u16(), &sold.body["flags"]), (201, &json!(["unit_changed"])));
    let manager = it.person("Hòa", Role::Manager, Some(till.uid), Some(till.device)).await;
    let line =
        json!({"product": planned.honey, "quantity": "1", "unit": "thùng", "at_ms": it.now()});
    let count = json!({"id": it.uid(), "kind": "count", "lines": [line]});
    let taken = it.post(&manager.on(&till.who), "/api/v1/stock/documents", &count).await;
    assert_eq!(taken.status.as_u16(), 201, "{}", taken.body);
    assert!(!page().await.contains("its unit changed"));
    assert_eq!(it.figure("select sum(quantity) from level").await, 900_000 + 1_000);
    it.shop().close().await;
    verify(laptop.folder.path());
    planned.hub.close().await;
}
