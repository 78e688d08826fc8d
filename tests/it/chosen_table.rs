//! A table that somebody chooses, saves under a name, and takes along.

use crate::{
    day::{Day, Page},
    pages::FORM,
    shop::TestShop,
};
use axum::http::StatusCode;
use chophien::staff::Role;
use serde_json::Value;

const YEAR: &str = "from=2026-01-01&to=2026-12-31";

#[tokio::test]
async fn a_table_is_filtered_saved_under_a_name_found_again_and_dropped() {
    let day = Day::open().await;
    let get = async |path: &str| -> Page { day.get(&day.auditor, "en", path).await };
    let by_booth = format!("/reports/table?{YEAR}&by=booth");
    let json = get(&format!("{by_booth}&format=json")).await.text;
    let json: Value = serde_json::from_str(&json).unwrap();
    let season = get(&format!("/reports/season?{YEAR}&format=json")).await.text;
    let season: Value = serde_json::from_str(&season).unwrap();
    assert_eq!(json["whole"]["revenue"], season["revenue"]);
    assert_eq!(json["whole"]["sales"], season["sales"]);
    let page = get(&by_booth).await.text;
    // A row leads into itself; what it cannot be filtered by is not offered.
    assert!(page.contains("by=product&amp;booth=HL26%2FA03"), "{page}");
    assert!(!page.contains("id=\"save\""), "an auditor saves nothing");

    let query = format!("{YEAR}&by=booth&zone=local");
    let body = |name: &str, gone: &str| {
        let query = query.replace('&', "%26").replace('=', "%3D");
        format!("query={query}&name={name}&withdrawn={gone}")
    };
    let send =
        async |body: String| day.post(&day.organiser, "en", "/reports/table", FORM, &body).await;
    let nameless = send(body("", "")).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.text.contains("Zone: Local"), "the table is still the same");
    assert_eq!(send(body("Trong+tỉnh", "")).await.status, StatusCode::SEE_OTHER);
    let page = get(&by_booth).await.text;
    let saved = format!("href=\"/reports/table?{}\"", query.replace('&', "&amp;"));
    assert!(page.contains(&saved) && page.contains("Trong tỉnh"), "{page}");
    assert_eq!(send(body("Trong+tỉnh", "1")).await.status, StatusCode::SEE_OTHER);
    let page = get(&by_booth).await.text;
    assert!(!page.contains("Trong tỉnh"), "{page}");
    let csv = get(&format!("/reports/table?{query}&format=csv")).await.text;
    assert!(csv.contains("Revenue by booth") && csv.contains("HL26/A03 · "), "{csv}");
}

#[tokio::test]
async fn what_payments_cannot_tell_and_what_is_no_table_are_refused_in_words() {
    let shop = TestShop::open().await;
    let chu = shop.person("Chu", Role::Organiser, None, None).await;
    let ask = async |path: &str| Day::ask(&shop, &chu, "en", path).await;
    let untold = ask("/reports/table?by=tender&star=4").await;
    assert_eq!(untold.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(untold.text.contains("Payments are kept by booth and day"), "{}", untold.text);
    // The form stands there as it was filled in.
    assert!(untold.text.contains("<option value=\"4\" selected"), "{}", untold.text);
    let backwards = ask("/reports/table?from=2026-05-02&to=2026-05-01&by=zone").await;
    assert!(backwards.text.contains("must not end before it begins"), "{}", backwards.text);
    assert!(backwards.text.contains("02/05/2026"), "{}", backwards.text);
    let none = ask("/reports/table?by=weather").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let empty = ask("/reports/table").await.text;
    assert!(empty.contains("Nothing in these days"), "{empty}");
}
