//! A form that makes several changes saves all of them or none.

use crate::screens::Browser;
use axum::http::StatusCode;

#[tokio::test]
async fn a_form_that_is_refused_leaves_none_of_its_changes() {
    let mut it = Browser::open().await;
    it.organiser().await;
    let uid = it.get("/products/new").await.value("uid");
    let first = [
        ("uid", uid.as_str()),
        ("name", "Mật ong"),
        ("unit", "chai"),
        ("producer", "HTX Bình Liêu"),
        ("subject_type", "cooperative"),
        ("ocop_group", "1"),
        ("price", "185000"),
        ("active", "1"),
    ];
    let saved = it.post("/products/new", &first).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert!(saved.saved, "the page that it leads to says so");
    let entries = it.head().await;
    // The browser's Back button, and another product of another producer in the same form.
    let mut second = first;
    (second[1].1, second[3].1) = ("Miến dong", "HTX Ba Chẽ");
    let refused = it.post("/products/new", &second).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
    assert_eq!(refused.value("name"), "Miến dong");
    assert_eq!(it.head().await, entries, "its producer was not made either");
    // The same form once more is the same product.
    assert_eq!(it.post("/products/new", &first).await.status, StatusCode::SEE_OTHER);
    assert!(it.get("/products").await.text.contains("Mật ong"));
}
