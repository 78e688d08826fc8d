//! Printers as the organiser sets them up.

use crate::screens::Browser;
use axum::http::StatusCode;

fn typed<'a>(name: &'a str, target: &'a str) -> [(&'a str, &'a str); 7] {
    let paper = [("width", "576"), ("margin", "0"), ("raster", "rows"), ("band", "128")];
    let [width, margin, raster, band] = paper;
    [("name", name), ("target", target), width, margin, raster, band, ("drawer", "0")]
}

#[tokio::test]
async fn a_printer_may_not_be_a_file_of_the_book_or_of_the_system() {
    let mut browser = Browser::open().await;
    browser.organiser().await;
    let book = format!("file:{}", browser.app.shop.folder.join("chophien.db").display());
    for target in [book.as_str(), "file:/etc/passwd", "file:paper/../chophien.db"] {
        let page = browser.post("/printers", &typed("Máy in", target)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{target}");
        let (_, field) = page.text.split_once("id=\"target-said\"").unwrap();
        let (field, _) = field.split_once("</div>").unwrap();
        assert!(field.contains("không phải địa chỉ máy in"), "{field}");
    }
    let page = browser.post("/printers", &typed("Máy thử", "file:paper/thu.bin")).await;
    assert_eq!(page.to, "/printers", "{}", page.text);
}

#[tokio::test]
async fn a_printer_is_edited_and_removed_and_leaves_every_choice() {
    let mut browser = Browser::open().await;
    browser.organiser().await;
    browser.fair().await;
    browser.booth("A01").await;
    browser.post("/printers", &typed("Máy sai", "tcp:192.168.1.8")).await;
    let list = browser.get("/printers").await.text;
    let (_, link) = list.split_once("href=\"/printers/").unwrap();
    let path = format!("/printers/{}", link.split('"').next().unwrap());
    assert_eq!(browser.get(&path).await.value("target"), "tcp:192.168.1.8:9100");
    let page = browser.post(&path, &typed("Máy quầy", "tcp:192.168.1.87")).await;
    assert_eq!(page.to, "/printers", "{}", page.text);
    let list = browser.get("/printers").await.text;
    assert!(list.contains("Máy quầy") && !list.contains("Máy sai"));
    assert!(list.contains("A01 · HTX Đình Trung"));
    browser.post(&format!("{path}/removal"), &[]).await;
    let list = browser.get("/printers").await.text;
    assert!(!list.contains("Máy quầy"));
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
}
