//! The slip to pay: asked for by a person, with the goods of the device and a payable code.

use crate::shop::{Booth, TestShop};
use axum::http::StatusCode;
use chophien::{
    base::id::Chance,
    payment::reference::Reference,
    print::printer::{Drawer, Head, NewPrinter},
};
use serde_json::{Value, json};
use std::time::Duration;

const JOBS: &str = "select purpose || ' ' || copy || ' ' || title from print_job order by id";

impl TestShop {
    /// Gives a booth a printer that is a plain file beneath the shop's folder.
    pub async fn printer(&self, booth: &Booth) -> std::path::PathBuf {
        self.printer_with(booth, None).await
    }

    /// The same with a cash drawer, or without.
    pub async fn printer_with(&self, booth: &Booth, drawer: Option<Drawer>) -> std::path::PathBuf {
        let file = self.app.shop.folder.join("paper/paper.bin");
        let target = "file:paper/paper.bin".parse().unwrap();
        let width = chophien::print::block::Width::MM58;
        let head = Head::plain(width);
        let new = NewPrinter { name: "Máy in".into(), target, head, drawer };
        let uid = self.app.spool.add_printer(new).await.unwrap();
        self.app.spool.map_booth(booth.uid, Some(uid)).await.unwrap();
        file
    }
}

/// A request for one jar of honey, and where its slips are asked for.
async fn request(shop: &TestShop, booth: &Booth) -> (String, String) {
    let reference = Reference::mint(&Chance::seeded(31)).to_string();
    let id = shop.uid();
    let ask = json!({
        "id": id, "reference": reference, "amount": 185_000, "at_ms": shop.now(),
    });
    let reply = shop.post(&booth.who, "/api/v1/payments/requests", &ask).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    (format!("/api/v1/payments/requests/{id}/prints"), reference)
}

fn goods(sale: &Value) -> Value {
    json!({"lines": sale["lines"], "priced_at_seq": sale["priced_at_seq"]})
}

/// Waits until no paper waits any more.
async fn printed(shop: &TestShop) {
    for _ in 0..500 {
        if shop.figure("select count(*) from print_job where state <> 'sent'").await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{:?}", shop.words("select state || coalesce(trouble, '') from print_job").await);
}

#[tokio::test]
async fn a_slip_to_pay_is_printed_at_a_persons_word_and_the_second_is_a_copy() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let (path, reference) = request(&shop, &booth).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    let none = shop.post(&booth.who, &path, &goods(&sale)).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "{}", none.body);
    let file = shop.printer(&booth).await;
    assert_eq!(shop.figure("select count(*) from print_job").await, 0, "never by itself");
    let entries = shop.figure("select count(*) from journal").await;
    for copy in 0..2 {
        let reply = shop.post(&booth.who, &path, &goods(&sale)).await;
        assert_eq!((reply.status, &reply.body["copy"]), (StatusCode::CREATED, &json!(copy)));
        printed(&shop).await;
    }
    let jobs = [format!("unpaid 0 {reference}"), format!("unpaid 1 {reference}")];
    assert_eq!(shop.words(JOBS).await, jobs);
    assert!(std::fs::metadata(file).unwrap().len() > 10_000);
    assert_eq!(shop.figure("select count(*) from journal").await, entries);
    assert_eq!(shop.figure("select count(*) from sale").await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn a_slip_to_pay_carries_the_goods_of_its_sum_and_nothing_else() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    shop.printer(&booth).await;
    let (path, _) = request(&shop, &booth).await;
    for lines in [json!([]), json!([{"product": honey, "quantity": "2"}])] {
        let reply = shop.post(&booth.who, &path, &json!({"lines": lines})).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.body);
    }
    assert_eq!(shop.figure("select count(*) from print_job").await, 0);
    // The price was raised after the customer was told the old one, which the slip keeps.
    let told = shop.figure("select max(pos) from journal").await;
    shop.price(honey, 200_000).await;
    let body = json!({"lines": [{"product": honey, "quantity": "1"}], "priced_at_seq": told});
    let reply = shop.post(&booth.who, &path, &body).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
}

#[tokio::test]
async fn a_paid_sale_has_no_slip_to_pay() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    shop.printer(&booth).await;
    let (path, reference) = request(&shop, &booth).await;
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["payments"] = json!([{"method": "vietqr", "amount": 185_000, "reference": reference}]);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    let reply = shop.post(&booth.who, &path, &goods(&sale)).await;
    assert_eq!(reply.status, StatusCode::CONFLICT, "{}", reply.body);
    let purposes = "select count(*) from print_job where purpose = 'unpaid'";
    assert_eq!(shop.figure(purposes).await, 0);
}
