//! The largest sale that the till can send: a hundred lines, and every text in it as long as its
//! field allows, in the letters that take the most room. Its money is taken, so it is recorded.

use crate::shop::{Booth, TestShop};
use axum::http::StatusCode;
use chophien::{
    base::{
        id::{DocumentId, ProducerId, ProductId, PromotionId},
        money::Money,
        quantity::Quantity,
    },
    catalog::{self, kinds::SubjectType},
    desk::command::Command,
    fair::{self, kinds, promotion},
    journal, sale,
    staff::Role,
    stock,
};
use serde_json::{Value, json};

/// As many letters of four bytes, every other one a quotation mark, which JSON writes in two.
fn long(letters: usize) -> String {
    (0..letters).map(|n| if n % 2 == 0 { '𠀀' } else { '"' }).collect()
}

/// As many letters that JSON writes in six bytes each.
fn hidden(letters: usize) -> String {
    "\u{1}".repeat(letters)
}

async fn goods(shop: &TestShop) -> ProductId {
    let (producer, uid) = (ProducerId(shop.uid()), ProductId(shop.uid()));
    let made_by = catalog::Producer {
        uid: producer,
        name: hidden(200),
        subject_type: SubjectType::Cooperative,
        unit_code: hidden(20),
        commune: String::new(),
        tax_code: String::new(),
        phone: String::new(),
        rehearsal: false,
    };
    shop.put(Command::Catalog(catalog::Change::Producer(made_by))).await;
    let product = catalog::Product {
        uid,
        name: hidden(200),
        unit: hidden(60),
        producer,
        star: Some(4),
        ocop_group: 1,
        province_2024: String::new(),
        province_now: String::new(),
        barcode: String::new(),
        sku: String::new(),
        vat: hidden(20),
        lot: String::new(),
        evidence: String::new(),
        active: true,
        free_amount: false,
        packs: Default::default(),
    };
    shop.put(Command::Catalog(catalog::Change::Product(product))).await;
    shop.price(uid, 185_000).await;
    uid
}

async fn booth(shop: &TestShop) -> Booth {
    let booth = shop.booth("A03").await;
    let changed = fair::Booth {
        uid: booth.uid,
        fair: shop.fair,
        code: hidden(12),
        name: hidden(200),
        zone: kinds::Zone::Local,
        origin_unit: hidden(200),
        seller: hidden(200),
        address: hidden(200),
        phone: hidden(200),
        tax_code: hidden(200),
        bank_bin: "970436".into(),
        account: "9".repeat(19),
        limits: Default::default(),
        methods: Default::default(),
        pictures: false,
        closed: false,
    };
    shop.put(Command::Fair(fair::Change::Booth(changed))).await;
    booth
}

/// So many lots of one unit each, with names of forty letters.
async fn lots(shop: &TestShop, booth: &Booth, product: ProductId, lots: usize) {
    let line = |n: usize| stock::Line {
        product,
        quantity: Quantity::units(1),
        lot: Some(format!("{n:04}{}", hidden(36))),
        ..stock::Line::default()
    };
    // The longest names of all make lines that a document has not its full number of.
    for from in (0..lots).step_by(100) {
        let lines = (from..lots.min(from + 100)).map(line).collect();
        let ask = stock::Ask::delivery(DocumentId(shop.uid()), booth.uid, lines);
        shop.put(Command::Stock(Box::new(ask))).await;
    }
}

async fn promoted(shop: &TestShop, product: ProductId) {
    let promotion = promotion::Promotion {
        uid: PromotionId(shop.uid()),
        fair: shop.fair,
        booth: None,
        name: hidden(60),
        products: vec![product],
        deal: promotion::Deal::Percent(1),
        starts: chophien::base::clock::Ms(0),
        ends: chophien::base::clock::Ms(i64::MAX / 2),
    };
    shop.put(Command::Fair(fair::Change::Promotion(promotion))).await;
}

fn lines(product: ProductId) -> Vec<Value> {
    let each = |n: usize| match n % 2 {
        0 => json!({"product": product, "quantity": "30", "note": long(120),
            "discount": {"amount": 1}}),
        _ => json!({"product": product, "quantity": "30", "note": long(120),
            "sample": long(120)}),
    };
    (0..sale::LINES).map(each).collect()
}

#[tokio::test]
async fn a_sale_of_a_hundred_lines_with_the_longest_words_is_recorded_and_can_be_taken_back() {
    let shop = TestShop::open().await;
    shop.fair_with(|fair| {
        (fair.name, fair.place) = (hidden(200), hidden(200));
    })
    .await;
    let product = goods(&shop).await;
    let booth = booth(&shop).await;
    let name = hidden(200);
    let lan = shop.person(&name, Role::Manager, Some(booth.uid), Some(booth.device)).await;
    lots(&shop, &booth, product, 4000).await;
    promoted(&shop, product).await;
    // 30 units at 185,000 less one per cent and one đồng, on every other line.
    let total: i64 = 50 * (30 * 185_000 * 99 / 100 - 1);
    let mut sale = shop.sale(&[], total);
    sale["lines"] = json!(lines(product));
    sale["provisional_no"] = json!(hidden(40));
    let one = json!({"method": "card", "amount": 1, "reference": hidden(40)});
    let mut payments = vec![one; sale::PAYMENTS - 1];
    payments.push(json!({"method": "vietqr", "amount": total - 7}));
    sale["payments"] = json!(payments);
    let reply = shop.post_sale(&lan.on(&booth.who), &sale).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let back = json!({"id": shop.uid(), "reason": long(160), "at_ms": shop.now()});
    let reply = shop.post(&lan.on(&booth.who), &path, &back).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    let largest = shop.figure("select max(length(cast(body as blob))) from journal").await;
    assert!(largest as usize <= journal::BODY, "{largest}");
    assert!(largest as usize > journal::BODY / 2, "the limit is twice what is needed: {largest}");
    assert_eq!(shop.figure("select sum(revenue) from rollup_sale").await, 0);
    let left = Money(shop.figure("select sum(quantity) from level").await);
    assert_eq!(left, Money(4_000_000));
    shop.verify().await;
}

#[tokio::test]
async fn a_name_too_long_to_be_repeated_on_every_line_is_refused_where_it_is_entered() {
    let shop = TestShop::open().await;
    let product = shop.product("Mật ong", "chai", 185_000).await;
    let booth = shop.booth("A03").await;
    let line = stock::Line {
        product,
        quantity: Quantity::units(1),
        lot: Some(long(41)),
        ..stock::Line::default()
    };
    let long_lot = stock::Ask::delivery(DocumentId(shop.uid()), booth.uid, vec![line]);
    let producer = catalog::Producer {
        uid: ProducerId(shop.uid()),
        name: long(201),
        subject_type: SubjectType::Cooperative,
        unit_code: String::new(),
        commune: String::new(),
        tax_code: String::new(),
        phone: String::new(),
        rehearsal: false,
    };
    let commune = catalog::Producer { name: "HTX".into(), unit_code: long(21), ..producer.clone() };
    let [long_name, long_code] =
        [producer, commune].map(|it| Command::Catalog(catalog::Change::Producer(it)));
    for command in [Command::Stock(Box::new(long_lot)), long_name, long_code] {
        let refused = shop.submit(command).await.unwrap_err();
        assert!(refused.say().en.contains("Longer than"), "{refused:?}");
    }
}

#[tokio::test]
async fn an_entry_that_is_too_large_costs_the_next_sale_no_number() {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let huge = shop.product("Trà hoa vàng", "hộp", 185_000).await;
    shop.sells(&booth, &[huge]).await;
    // No door lets such a name in; a book that was written by other hands may have it.
    let changed = shop.shop().desk.local(|db| {
        Box::pin(async move {
            let long = "update product set name = replace(hex(zeroblob(2000)), '0', 'ế') \
                        where name = 'Trà hoa vàng'";
            sqlx::query(long).execute(db).await.map(|_| ())
        })
    });
    changed.await.unwrap();
    let mut large = shop.sale(&[(huge, "1")], 18_500_000);
    large["lines"] = Value::from(vec![json!({"product": huge, "quantity": "1"}); 100]);
    // Joined, and often, so that some stand in one batch.
    for _ in 0..12 {
        large["id"] = json!(shop.uid());
        let small = shop.sale(&[(honey, "1")], 185_000);
        let (large, small) =
            tokio::join!(shop.post_sale(&booth.who, &large), shop.post_sale(&booth.who, &small));
        assert_eq!(large.body["error"], "too_large", "{}", large.body);
        assert_eq!(small.status, StatusCode::CREATED);
    }
    assert_eq!(shop.figure("select max(number) from sale").await, 12);
}
