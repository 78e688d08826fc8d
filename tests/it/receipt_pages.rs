//! The page of a receipt: whoever has its address sees the sale, and whether the journal agrees.

use crate::shop::{Booth, TestShop, Who};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use chophien::{
    db,
    print::{
        address::{self, PageAddress, Pages},
        block::Width,
        paper,
    },
    staff::Role,
};
use serde_json::Value;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{path::Path, time::Duration};
use tower::ServiceExt;

const SEALED: &str = "Agrees with the journal";
const BROKEN: &str = "Does NOT agree with the journal";

/// A page as nobody in particular sees it, in English.
async fn open(shop: &TestShop, sale: &Value) -> String {
    let (status, page) = ask(shop, &format!("/r/{}", sale["id"].as_str().unwrap())).await;
    assert_eq!(status, StatusCode::OK);
    page
}

async fn ask(shop: &TestShop, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).header(header::HOST, "localhost");
    let request = request.header(header::ACCEPT_LANGUAGE, "en").body(Body::empty()).unwrap();
    let response = shop.router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn a_receipt_that_is_not_there_is_said_on_a_page() {
    let (shop, _, _) = TestShop::with_honey(5).await;
    for picture in ["", "/receipt.png"] {
        let path = format!("/r/00000000-0000-7000-8000-000000000000{picture}");
        let (status, page) = ask(&shop, &path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.starts_with("<!DOCTYPE html>") && page.contains("No such receipt"), "{page}");
    }
}

/// Two sales of one jar each.
async fn two_sales() -> (TestShop, Booth, [Value; 2]) {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let sales = [0, 1].map(|_| shop.sale(&[(honey, "1")], 185_000));
    for sale in &sales {
        assert_eq!(shop.post_sale(&booth.who, sale).await.status, StatusCode::CREATED);
    }
    (shop, booth, sales)
}

/// Drops every trigger behind the program's back, and makes the edit.
async fn tamper(folder: &Path, edit: &'static str) {
    let options = SqliteConnectOptions::new().filename(folder.join(db::FILE));
    let mut hostile = SqliteConnection::connect_with(&options.foreign_keys(false)).await.unwrap();
    let triggers: Vec<String> =
        sqlx::query_scalar("select name from sqlite_schema where type = 'trigger'")
            .fetch_all(&mut hostile)
            .await
            .unwrap();
    for name in triggers {
        let drop = sqlx::AssertSqlSafe(format!("drop trigger {name}"));
        sqlx::query(drop).execute(&mut hostile).await.unwrap();
    }
    let changed = sqlx::query(edit).execute(&mut hostile).await.unwrap().rows_affected();
    assert!(changed > 0, "{edit} changed nothing");
}

#[tokio::test]
async fn a_receipts_page_says_that_the_journal_agrees_and_where_the_sale_stands() {
    let (shop, _, [first, second]) = two_sales().await;
    for sale in [first, second] {
        let page = open(&shop, &sale).await;
        let row = "select seq || ' ' || substr(lower(hex(hash)), 1, 12) from journal \
                   where kind = 'sale.made' order by pos";
        let stands: Vec<String> = shop.words(row).await;
        let named = |it: &&String| {
            let (seq, hash) = it.split_once(' ').unwrap();
            page.contains(&format!("Entry {seq} · hash <code>{hash}</code>"))
        };
        assert!(page.contains(SEALED) && !page.contains(BROKEN), "{page}");
        assert_eq!(stands.iter().filter(named).count(), 1, "{page}");
    }
}

#[tokio::test]
async fn an_altered_byte_of_the_journal_or_of_a_row_is_said_on_the_page_of_that_sale() {
    for (edit, why, first_too) in [
        (
            "update journal set body = replace(body, '185000', '185001') \
             where pos = (select max(id) from sale)",
            "was altered after it was written",
            false,
        ),
        (
            "update journal set body = 'x' where pos = (select max(id) from sale)",
            "was altered after it was written",
            false,
        ),
        (
            "update journal set hash = zeroblob(32) where pos = (select min(id) from sale)",
            "does not follow the entry written before it",
            true,
        ),
        (
            "delete from journal where pos = (select min(id) from sale)",
            "does not follow the entry written before it",
            false,
        ),
        (
            "update sale_line set amount = 1 where sale = (select max(id) from sale)",
            "figures in use for this sale differ",
            false,
        ),
        (
            "update sale set total = 1 where id = (select max(id) from sale)",
            "figures in use for this sale differ",
            false,
        ),
        (
            "delete from tender where sale = (select max(id) from sale)",
            "figures in use for this sale differ",
            false,
        ),
    ] {
        let (shop, _, [first, second]) = two_sales().await;
        tamper(shop.folder(), edit).await;
        let page = open(&shop, &second).await;
        assert!(page.contains(BROKEN) && page.contains(why), "{edit}: {page}");
        assert!(!page.contains(SEALED), "{edit}");
        if !edit.starts_with("delete from journal") {
            assert_eq!(open(&shop, &first).await.contains(SEALED), !first_too, "{edit}");
        }
    }
}

#[tokio::test]
async fn a_sale_that_came_back_says_so_and_both_pages_lead_to_each_other() {
    let (shop, booth, [first, second]) = two_sales().await;
    let void = shop.void(&booth.who, &first, "Khách đổi ý").await.body;
    let original = open(&shop, &first).await;
    let refund = open(&shop, &void).await;
    let leads = |to: &Value| format!("<a href=\"/r/{}\">", to["id"].as_str().unwrap());
    assert!(original.contains("Taken back by receipt"), "{original}");
    assert!(original.contains(&format!("{}A03-0003</a>", leads(&void))), "{original}");
    assert!(refund.contains(&leads(&first)) && refund.contains(SEALED), "{refund}");
    assert!(original.contains(SEALED), "a refund does not alter the sale");
    assert!(!open(&shop, &second).await.contains("Taken back"));
}

/// Sets the address by the organiser's form.
async fn set(shop: &TestShop, who: &Who, address: &str) -> StatusCode {
    let form = format!("address={}", address.replace(':', "%3A").replace('/', "%2F"));
    let request = Request::post("/printers/receipt-address")
        .header(header::HOST, "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, who.cookie.clone().unwrap_or_default());
    shop.router.clone().oneshot(request.body(Body::from(form)).unwrap()).await.unwrap().status()
}

async fn kept(shop: &TestShop) -> Option<PageAddress> {
    address::load(&mut shop.shop().read().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn paper_carries_the_code_of_its_page_once_an_organiser_has_said_where_customers_are() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let seller = shop.person("Lan", Role::Seller, Some(booth.uid), Some(booth.device)).await;
    let lan = "http://192.168.1.20:8080";
    assert_eq!(set(&shop, &seller, lan).await, StatusCode::FORBIDDEN);
    assert_eq!(set(&shop, &organiser, "192.168.1.20").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(set(&shop, &organiser, "http://localhost").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(kept(&shop).await, None);

    let file = shop.printer(&booth).await;
    let mut sizes = Vec::new();
    for address in ["", lan] {
        assert_eq!(set(&shop, &organiser, address).await, StatusCode::SEE_OTHER);
        let mut sale = shop.sale(&[(honey, "1")], 185_000);
        sale["print"] = true.into();
        assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
        sizes.push(printed(&shop, &file, sizes.len() as i64 + 1).await);
        let url = format!("QR: {lan}/r/{}", sale["id"].as_str().unwrap());
        let text = text_of(&shop).await;
        assert_eq!(text.contains(&url), address == lan, "{text}");
        // The page itself needs no way to itself.
        assert!(!open(&shop, &sale).await.contains("class=\"qr\""));
    }
    // The spool's paper has grown by the symbol: some 250 rows of 48 bytes.
    assert!(sizes[1] - sizes[0] > sizes[0] + 8_000, "{sizes:?}");
}

/// Waits for the n-th paper and says how many bytes were printed in all.
async fn printed(shop: &TestShop, file: &Path, count: i64) -> u64 {
    for _ in 0..500 {
        if shop.figure("select count(*) from print_job where state = 'sent'").await == count {
            return std::fs::metadata(file).unwrap().len();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{:?}", shop.words("select state || coalesce(trouble, '') from print_job").await);
}

/// The newest sale's paper as text, as `chophien receipt` gives it.
async fn text_of(shop: &TestShop) -> String {
    let pages = Pages::of(shop.shop()).await.unwrap();
    let mut db = shop.shop().read().await.unwrap();
    let pos: i64 =
        sqlx::query_scalar("select max(id) from sale").fetch_one(&mut *db).await.unwrap();
    let lang = chophien::base::lang::Lang::Vi;
    let paper = paper::document(&mut db, pos, lang, Width::MM58, 0, pages.as_ref()).await.unwrap();
    paper.unwrap().text()
}
