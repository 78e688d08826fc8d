//! Stories of codes: the labels of scales, and goods that a scan brought in.

use crate::screens::Browser;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::Value;
use tower::ServiceExt;

const AGAIN: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// A fair with one booth, and its manager's browser beside the organiser's.
async fn booth() -> (Browser, Browser) {
    let mut it = super::upkeep::one_booth().await;
    let booth = it.booth_uid("A01").await;
    let person = it.person("manager", &booth, "", "2749").await;
    let mut manager = it.other();
    manager.enter(&person).await;
    (it, manager)
}

async fn till(browser: &mut Browser) -> Value {
    serde_json::from_str(&browser.get("/api/v1/till").await.text).unwrap()
}

#[tokio::test]
async fn the_till_hears_how_labels_of_scales_are_read_until_that_is_taken_back() {
    let (mut it, mut manager) = booth().await;
    assert_eq!(till(&mut manager).await["labels"], serde_json::json!([]));
    let label =
        |prefix: &'static str| [("prefix", prefix), ("item_digits", "5"), ("value", "price:1000")];
    let wrong = it.post("/fairs/HE/labels", &label("89")).await;
    assert_eq!((wrong.status, wrong.value("prefix")), (AGAIN, "89".into()));
    assert!(wrong.text.contains("02, 04 hoặc 20 đến 29"), "{}", wrong.text);
    let saved = it.post("/fairs/HE/labels", &label("22")).await;
    assert_eq!(saved.to, "/fairs/HE/settings");
    let rule = &till(&mut manager).await["labels"][0];
    assert_eq!(rule["prefix"], "22");
    assert_eq!((&rule["kind"], &rule["step"]), (&"price".into(), &1000.into()));
    let page = it.get("/fairs/HE/settings").await.text;
    assert!(page.contains("22 MMMMM SSSSS") && page.contains("số nghìn đồng"), "{page}");
    assert_eq!(rule["verifier"], false);
    let checked = [&label("22")[..], &[("verifier", "1")]].concat();
    it.post("/fairs/HE/labels", &checked).await;
    assert_eq!(till(&mut manager).await["labels"][0]["verifier"], true);
    let page = it.get("/fairs/HE/settings").await.text;
    assert!(page.contains("22 MMMMM K SSSS") && page.contains("K kiểm tra S"), "{page}");
    it.post("/fairs/HE/labels", &[("remove", "22")]).await;
    assert_eq!(till(&mut manager).await["labels"], serde_json::json!([]));
    let refused = manager.post("/fairs/HE/labels", &label("22")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let mut db = it.app.shop.read().await.unwrap();
    let report = chophien::desk::rebuild::verify(
        &mut db,
        chophien::desk::rebuild::Place::beside(&it.app.shop),
        |_| (),
    )
    .await
    .unwrap();
    assert_eq!(report.differences, Vec::<String>::new(), "the rules come from the journal alone");
}

#[tokio::test]
async fn a_manager_makes_a_product_of_a_scanned_code_and_sells_it_at_once() {
    let (_it, mut manager) = booth().await;
    let path = "/booth/new?barcode=8938505974194&back=/till";
    let page = manager.get(path).await;
    assert_eq!((page.status, page.value("barcode")), (StatusCode::OK, "8938505974194".into()));
    let uid = page.value("uid");
    let mut fields = [
        ("uid", uid.as_str()),
        ("back", "/till"),
        ("name", "Mật ong rừng"),
        ("unit", "chai"),
        ("price", ""),
        ("barcode", "8938505974195"),
        ("ocop_group", "1"),
    ];
    let page = manager.post("/booth/new", &fields).await;
    assert_eq!((page.status, page.value("name")), (AGAIN, "Mật ong rừng".into()));
    assert!(page.text.contains("sai chữ số kiểm tra"), "{}", page.text);
    fields[4].1 = "150.000";
    fields[5].1 = "8938505974194";
    assert_eq!(manager.post("/booth/new", &fields).await.to, "/till");
    assert_eq!(manager.post("/booth/new", &fields).await.to, "/till", "sent twice, made once");
    let goods = till(&mut manager).await["products"].clone();
    assert_eq!(goods.as_array().unwrap().len(), 1);
    assert_eq!(goods[0]["barcode"], "8938505974194");
    assert_eq!(goods[0]["price"], 150_000);
}

#[tokio::test]
async fn goods_without_a_code_are_given_the_scanned_one_and_keep_it() {
    let (mut it, mut manager) = booth().await;
    let uid = super::upkeep::product(&mut it, "Mực khô").await;
    let ticked = [("seen", uid.as_str()), ("sold", uid.as_str())];
    it.post("/fairs/HE/booths/A01/range", &ticked).await;
    let page = manager.get("/booth/new?sku=00042").await.text;
    assert!(page.contains("chưa có mã") && page.contains("Mực khô"), "{page}");
    let give = |sku: &'static str| [("product", uid.clone()), ("sku", sku.to_owned())];
    for (sku, to) in [("00042", "/booth"), ("00043", "")] {
        let fields = give(sku);
        let fields: Vec<(&str, &str)> = fields.iter().map(|it| (it.0, it.1.as_str())).collect();
        assert_eq!(manager.post("/booth/codes", &fields).await.to, to, "{sku}");
    }
    assert_eq!(till(&mut manager).await["products"][0]["sku"], "00042");
}

#[tokio::test]
async fn a_code_of_the_catalogue_is_offered_to_a_booth_that_does_not_sell_it() {
    let (mut it, mut manager) = booth().await;
    let uid = it.get("/products/new").await.value("uid");
    let fields = [
        ("uid", uid.as_str()),
        ("name", "Trà hoa vàng"),
        ("unit", "hộp"),
        ("price", "320.000"),
        ("producer", "HTX Ba Chẽ"),
        ("subject_type", "cooperative"),
        ("ocop_group", "2"),
        ("barcode", "8938505974194"),
        ("active", "1"),
    ];
    it.post("/products/new", &fields).await;
    let page = manager.get("/booth/new?barcode=8938505974194").await.text;
    assert!(page.contains("Danh mục đã có mã này") && page.contains("Trà hoa vàng"), "{page}");
    manager.post("/booth/range", &[("seen", &uid), ("sold", &uid)]).await;
    assert_eq!(till(&mut manager).await["products"][0]["barcode"], "8938505974194");
    let page = manager.get("/booth/new?barcode=8938505974194").await.text;
    assert!(!page.contains("Danh mục đã có mã này"), "it is sold here now");
}

#[tokio::test]
async fn only_the_decoder_may_compile_webassembly() {
    let it = Browser::open().await;
    let decoder = "/static/1/js/decoder_worker.js";
    for (path, may) in [("/till", false), ("/static/1/js/till.js", false), (decoder, true)] {
        let request = Request::get(path).header(header::HOST, "localhost");
        let request = request.body(Body::empty()).unwrap();
        let answer = it.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert_eq!(policy.contains("wasm-unsafe-eval"), may, "{path}: {policy}");
        assert!(policy.contains("default-src 'self'"), "{path}: {policy}");
    }
}
