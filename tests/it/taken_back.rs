//! A sale that came back in two parts is, in every count, one that came back at once; and reports
//! name what they count.

use crate::{
    shifts::page_of,
    shop::{Booth, TestShop, Who},
};
use axum::http::StatusCode;
use chophien::{
    base::{
        id::{FairId, ProductId},
        money::Money,
    },
    catalog,
    desk::command::Command,
    fair::store as fairs,
    live, report,
    report::trace::{Filter, store::sums},
    staff::Role,
};
use serde_json::{Value, json};

/// A booth that sold a jar and a box of tea, and then the same again, which came back.
async fn returned(parts: &[Value]) -> (TestShop, Booth, ProductId, ProductId) {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let tea = shop.product("Trà hoa vàng", "hộp", 90_000).await;
    shop.sells(&booth, &[tea]).await;
    let mut sale = Value::Null;
    for _ in 0..2 {
        sale = shop.sale(&[(honey, "1"), (tea, "2")], 365_000);
        assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    }
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    for lines in parts {
        let mut ask = json!({"id": shop.uid(), "reason": "Khách trả", "at_ms": shop.now()});
        if !lines.is_null() {
            ask["lines"] = lines.clone();
        }
        let reply = shop.post(&booth.who, &path, &ask).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    }
    shop.verify().await;
    (shop, booth, honey, tea)
}

/// Every count and sum of a fair's report, its booth's, its board and its traces.
async fn counts(parts: &[Value]) -> Value {
    let (shop, _, honey, tea) = returned(parts).await;
    let mut db = shop.shop().read().await.unwrap();
    let fair = fairs::fairs(&mut db).await.unwrap().remove(0);
    let booth = fairs::booths(&mut db, fair.id).await.unwrap().remove(0);
    let told = report::fair::fair(&mut db, &fair).await.unwrap();
    let own = report::booth::booth(&mut db, fair.id, &booth).await.unwrap();
    let board = live::totals(&mut db, &fair, shop.shop().clock.now()).await.unwrap();
    let filters = [
        Filter::default(),
        Filter { product: Some(honey), ..Filter::default() },
        Filter { product: Some(tea), ..Filter::default() },
        Filter { star: Some(4), ..Filter::default() },
        Filter { booth: Some("A03".into()), ..Filter::default() },
        Filter { method: Some("cash".into()), ..Filter::default() },
    ];
    let mut traced = Vec::new();
    for filter in &filters {
        traced.push(sums(&mut db, fair.id, filter).await.unwrap());
    }
    let figures = &told.cube.figures;
    let names = |all: &[report::cube::Part]| {
        all.iter().map(|it| json!([it.sales, it.revenue])).collect::<Vec<_>>()
    };
    json!({
        "fair": [figures.sales, figures.voids], "revenue": figures.revenue,
        "conversion": figures.conversion, "zone": names(&told.cube.by_zone),
        "day": names(&told.cube.by_day), "hour": names(&told.cube.by_hour),
        "booths": told.cube.by_booth.iter().map(|it| it.sales).collect::<Vec<_>>(),
        "tender": told.cube.by_tender.iter().map(|it| (it.count, it.amount)).collect::<Vec<_>>(),
        "own": [own.sales, own.voids], "own_day": names(&own.by_day),
        "board": [board.today.sales, board.overall.sales, board.best_booths[0].sales],
        "flagged": board.flagged, "traced": traced,
    })
}

#[tokio::test]
async fn a_sale_returned_in_two_parts_equals_one_returned_at_once_in_every_count() {
    let once = counts(&[Value::Null]).await;
    assert_eq!(once["fair"], json!([1, 1]));
    assert_eq!(once["traced"][1], json!([1, 185_000]));
    let ways = [
        [json!([{"n": 0, "quantity": "1"}]), Value::Null],
        [json!([{"n": 1, "quantity": "1"}]), Value::Null],
        [json!([{"n": 1, "quantity": "2"}]), json!([{"n": 0, "quantity": "1"}])],
    ];
    for parts in ways {
        assert_eq!(counts(&parts).await, once, "{parts:?}");
    }
    // While something is left, the sale is one.
    let some = counts(&[json!([{"n": 1, "quantity": "2"}])]).await;
    assert_eq!(some["fair"], json!([2, 0]));
}

async fn organiser(shop: &TestShop) -> Who {
    shop.person("Ban tổ chức", Role::Organiser, None, None).await
}

#[tokio::test]
async fn cards_and_wallets_are_named_as_what_they_are_and_rounding_reconciles_the_totals() {
    let (shop, booth, _) = TestShop::with_honey(9).await;
    let tea = shop.product("Trà hoa vàng", "gói", 33_300).await;
    shop.sells(&booth, &[tea]).await;
    shop.fair_with(|fair| fair.cash_rounding = 1000).await;
    for (method, amount) in [("card", 33_300), ("momo", 33_300), ("cash", 33_000)] {
        let mut sale = shop.sale(&[(tea, "1")], 33_300);
        sale["payments"] = json!([{"method": method, "amount": amount}]);
        assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    }
    let who = organiser(&shop).await;
    let page = page_of(&shop, &who, "/fairs/HL26").await;
    let note = page.split("figure-note").find(|part| part.contains("33.300")).unwrap();
    assert!(!note.contains("VietQR") && note.contains("MoMo"), "{note}");
    for form in ["/fairs/HL26", "/fairs/HL26/booths/A03"] {
        let page = page_of(&shop, &who, form).await;
        assert!(page.contains("id=\"payments\"") && page.contains("Cash rounding"), "{form}");
        let file = page_of(&shop, &who, &format!("{form}?format=csv")).await;
        let lines = "Revenue,99900\nCash rounding,-300\nPaid,99600\n";
        assert!(file.contains(lines), "{form}: {file}");
    }
}

#[tokio::test]
async fn the_products_page_says_where_it_is_sold_at_another_price() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let who = organiser(&shop).await;
    let path = format!("/products/{honey}");
    assert!(!page_of(&shop, &who, &path).await.contains("Other prices"));
    let put = async |booth, fair, amount| {
        let price = catalog::Price { product: honey, booth, fair, amount };
        shop.put(Command::Catalog(catalog::Change::Price(price))).await;
    };
    put(None, Some(shop.fair), Some(Money(180_000))).await;
    put(Some(booth.uid), None, Some(Money(170_000))).await;
    let page = page_of(&shop, &who, &path).await;
    let card = page.split("id=\"elsewhere\"").nth(1).unwrap().split("</section>").next().unwrap();
    for said in ["180.000", "/fairs/HL26/prices", "170.000", "/fairs/HL26/booths/A03/goods"] {
        assert!(card.contains(said), "{said}: {card}");
    }
    put(Some(booth.uid), None, None).await;
    put(None, Some(shop.fair), Some(Money(185_000))).await;
    assert!(!page_of(&shop, &who, &path).await.contains("Other prices"), "the same is no other");
}

#[cfg(unix)]
#[tokio::test]
async fn a_receipt_number_of_two_fairs_asks_for_the_fair_and_lists_them() {
    use crate::program::{program, said};
    let (mut shop, booth, honey) = TestShop::with_honey(9).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    shop.fair = FairId(shop.uid());
    shop.fair_with(|fair| {
        fair.code = "BC26".into();
        fair.name = "Hội chợ Ba Chẽ".into();
    })
    .await;
    let other = shop.booth("A03").await;
    shop.sells(&other, &[honey]).await;
    let sale = shop.sale(&[(honey, "2")], 370_000);
    assert_eq!(shop.post_sale(&other.who, &sale).await.status, StatusCode::CREATED);
    let ask = |more: &[&str]| {
        program(shop.folder()).args(["receipt", "A03-0001"]).args(more).output().unwrap()
    };
    let several = ask(&[]);
    assert!(!several.status.success());
    for word in ["--fair CODE", "--fair HL26", "--fair BC26", "185.000", "370.000"] {
        assert!(said(&several).contains(word), "{word}: {}", said(&several));
    }
    let one = ask(&["--fair", "BC26"]);
    assert!(one.status.success() && said(&one).contains("370.000"), "{}", said(&one));
    let none = ask(&["--fair", "XX"]);
    assert!(said(&none).contains("no sale A03-0001 at fair XX"), "{}", said(&none));
    let backwards = ["report", "season", "--from", "2026-06-30", "--to", "2026-01-01"];
    let report = program(shop.folder()).args(backwards).output().unwrap();
    assert!(!report.status.success());
    assert!(said(&report).contains("ends before it begins: 30/06/2026 to 01/01/2026"));
}
