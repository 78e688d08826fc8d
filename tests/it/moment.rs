//! What held at the moment of a sale stands in its lines and movements, whatever changes later.

use crate::shop::TestShop;
use chophien::{
    base::id::{ProducerId, ProductId},
    catalog::{Change, Producer, Product, kinds::SubjectType},
    desk::command::Command,
};
use jiff::civil::date;
use serde_json::json;

const LINES: &str = "select lower(hex(r.uid)) || ' ' || coalesce(l.unit_code, '-') || ' ' || \
                     coalesce(l.vat, '-') from sale_line l join producer r on r.id = l.producer \
                     order by l.sale, l.n";
const MOVED: &str = "select m.cause || ' ' || m.lot || ' ' || coalesce(m.expires_on, '-') || ' ' \
                     || lower(hex(r.uid)) || ' ' || m.quantity \
                     from gain m join producer r on r.id = m.owner \
                     order by m.entry, m.n";

/// A producer of this unit.
/// A producer of this unit.
pub async fn producer(shop: &TestShop, uid: ProducerId, unit_code: &str) {
    let text = String::new;
    let producer = Producer {
        uid,
        name: "HTX Tiên Yên (minh họa)".into(),
        subject_type: SubjectType::Cooperative,
        unit_code: unit_code.into(),
        commune: text(),
        tax_code: text(),
        phone: text(),
        rehearsal: false,
    };
    shop.put(Command::Catalog(Change::Producer(producer))).await;
}

/// The honey as this producer makes it, with this VAT.
async fn honey(shop: &TestShop, uid: ProductId, producer: ProducerId, vat: &str) {
    let text = String::new;
    let product = Product {
        uid,
        name: "Mật ong".into(),
        unit: "chai".into(),
        producer,
        star: Some(4),
        ocop_group: 1,
        province_2024: text(),
        province_now: text(),
        barcode: text(),
        sku: text(),
        vat: vat.into(),
        lot: text(),
        evidence: text(),
        active: true,
        free_amount: false,
        packs: Default::default(),
    };
    shop.put(Command::Catalog(Change::Product(product))).await;
}

#[tokio::test]
async fn a_line_keeps_whose_goods_they_were_and_its_lots_what_they_were() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let (first, second) = (ProducerId(shop.uid()), ProducerId(shop.uid()));
    producer(&shop, first, "06862").await;
    producer(&shop, second, "").await;
    honey(&shop, jar, first, "8%").await;
    shop.stock(&booth, jar, 2000, "L1", Some(date(2026, 9, 1))).await;
    shop.stock(&booth, jar, 1000, "L2", None).await;
    let sale = shop.sale(&[(jar, "3")], 555_000);
    let sold = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(sold.status, 201, "{}", sold.body);
    // All of it changes, and then the first sale is taken back.
    producer(&shop, first, "07000").await;
    honey(&shop, jar, second, "").await;
    let next = shop.sale(&[(jar, "1")], 185_000);
    assert_eq!(shop.post_sale(&booth.who, &next).await.status, 201);
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let part = json!([{"n": 0, "quantity": "2", "loss": true}]);
    let back = json!({"id": shop.uid(), "reason": "Vỡ", "lines": part, "at_ms": shop.now()});
    let back = shop.post(&booth.who, &path, &back).await;
    assert_eq!(back.status, 201, "{}", back.body);
    let (one, two) = (first.hex(), second.hex());
    let then = format!("{one} 06862 8%");
    assert_eq!(shop.words(LINES).await, [then.clone(), format!("{two} - -"), then]);
    assert_eq!(
        shop.words(MOVED).await,
        [
            format!("delivered L1 2026-09-01 {one} 2000"),
            format!("delivered L2 - {one} 1000"),
            format!("sold L1 2026-09-01 {one} -2000"),
            format!("sold L2 - {one} -1000"),
            // Short of the new owner's goods: never out of another owner's lot.
            format!("sold  - {two} -1000"),
            format!("returned L2 - {one} 1000"),
            format!("lost L2 - {one} -1000"),
            format!("returned L1 2026-09-01 {one} 1000"),
            format!("lost L1 2026-09-01 {one} -1000"),
        ]
    );
    shop.verify().await;
}
