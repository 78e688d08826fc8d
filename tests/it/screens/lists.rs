//! Lists that hold more than a page: found, and never too long.

use super::Browser;
use crate::{day::Day, shop::TestShop};
use axum::http::StatusCode;
use chophien::staff::Role;

/// Bytes of HTML that a page of the office has at most.
const MOST: usize = 120 * 1024;

#[tokio::test]
async fn a_hundred_booths_come_in_pages_of_fifty_and_no_page_is_long() {
    let shop = TestShop::open().await;
    for n in 0..120 {
        shop.booth(&format!("A{n:03}")).await;
    }
    let chu = shop.person("Chu", Role::Organiser, None, None).await;
    let code = shop.words("select code from fair").await.remove(0);
    let path = format!("/fairs/{code}/booths");
    let page = Day::ask(&shop, &chu, "vi", &path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("1–50 / 120") && page.text.contains("A049"), "{}", page.text);
    assert!(!page.text.contains("A050"));
    let last = Day::ask(&shop, &chu, "vi", &format!("{path}?page=3")).await.text;
    assert!(last.contains("101–120 / 120") && last.contains("A119"), "{last}");
    let found = Day::ask(&shop, &chu, "vi", &format!("{path}?q=a117")).await.text;
    assert!(found.contains("A117") && !found.contains("A116") && !found.contains("A118"));
    for path in [&path, "/people", "/devices", "/people/new", "/devices/pair", "/fairs"] {
        let page = Day::ask(&shop, &chu, "en", path).await.text;
        assert!(page.len() <= MOST, "{path}: {} bytes", page.len());
    }
}

#[tokio::test]
async fn a_producer_is_put_right_and_leads_to_its_products() {
    let mut it = Browser::open().await;
    it.organiser().await;
    let uid = it.get("/products/new").await.value("uid");
    let product = [
        ("uid", uid.as_str()),
        ("name", "Mật ong"),
        ("unit", "chai"),
        ("producer", "HTX Tiên Yen"),
        ("subject_type", "cooperative"),
        ("ocop_group", "1"),
        ("active", "1"),
    ];
    it.post("/products/new", &product).await;
    let list = it.get("/producers").await.text;
    let at = list.split("href=\"/producers/").nth(1).unwrap();
    let path = format!("/producers/{}", at.split('"').next().unwrap());
    assert_eq!(it.get(&path).await.value("name"), "HTX Tiên Yen");
    let nameless = it.post(&path, &[("name", ""), ("subject_type", "cooperative")]).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("name", "HTX Tiên Yên"), ("subject_type", "enterprise"), ("phone", "0901")];
    let saved = it.post(&path, &fields).await;
    assert_eq!((saved.to.as_str(), saved.saved), ("/producers", true), "{}", saved.text);
    let list = it.get("/producers?only=enterprise").await.text;
    assert!(list.contains("HTX Tiên Yên") && !list.contains("HTX Tiên Yen<"), "{list}");
    assert!(it.get("/products?q=tien+yen").await.text.contains("Mật ong"), "by its producer");
}
