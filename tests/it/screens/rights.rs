//! Nobody does what he or she may not do.

use crate::screens::Browser;
use axum::http::StatusCode;

const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;

/// A fair with two booths.
async fn two_booths() -> Browser {
    let mut it = Browser::open().await;
    it.organiser().await;
    it.fair().await;
    it.booth("A01").await;
    it.booth("A02").await;
    it
}

#[tokio::test]
async fn a_manager_opens_his_own_booth_and_no_other() {
    let mut it = two_booths().await;
    let booth = it.booth_uid("A01").await;
    let person = it.person("manager", &booth, "", "2749").await;
    let mut manager = it.other();
    manager.enter(&person).await;
    assert_eq!(manager.get("/").await.to, "/booth");
    assert!(manager.get("/booth").await.text.contains("A01"));
    for page in ["goods", "edit", "range", "goods/new", "shifts"] {
        let own = manager.get(&format!("/fairs/HE/booths/A01/{page}")).await;
        assert_eq!(own.status, StatusCode::OK, "{page}");
        let other = manager.get(&format!("/fairs/HE/booths/A02/{page}")).await;
        assert_eq!(other.status, FORBIDDEN, "{page}");
    }
    for page in ["edit", "range", "price", "stock/delivery", "goods/new", "codes"] {
        let other = manager.post(&format!("/fairs/HE/booths/A02/{page}"), &[]).await;
        assert_eq!(other.status, FORBIDDEN, "{page}");
    }
    for page in [
        "/fairs",
        "/fairs/HE/settings",
        "/products",
        "/people",
        "/devices",
        "/import",
        "/fairs/HE/sales",
        "/fairs/HE/sales?booth=A02",
        "/fairs/new",
        "/setup/fair",
    ] {
        assert_eq!(manager.get(page).await.status, FORBIDDEN, "{page}");
    }
    assert_eq!(manager.get("/fairs/HE/sales?booth=A01").await.status, StatusCode::OK);
    assert_eq!(manager.get("/transfers").await.status, StatusCode::OK);
    let other = it.booth_uid("A02").await;
    let page = manager.post("/transfers", &[("booth", &other), ("state", "confirmed")]).await;
    assert_eq!(page.status, FORBIDDEN);
}

#[tokio::test]
async fn a_manager_keeps_code_and_zone_of_his_booth_but_changes_its_account() {
    let mut it = two_booths().await;
    let booth = it.booth_uid("A01").await;
    let person = it.person("manager", &booth, "", "2749").await;
    it.enter(&person).await;
    let fields = [
        ("code", "B99"),
        ("zone", "other"),
        ("name", "Mật ong"),
        ("bank_bin", "970436"),
        ("account", "0123456789"),
    ];
    assert_eq!(it.post("/booth/edit", &fields).await.to, "/booth");
    let form = it.get("/booth/edit").await;
    assert_eq!((form.value("code"), form.value("account")), ("A01".into(), "0123456789".into()));
    assert!(form.text.contains("<option value=\"local\" selected"));
}

#[tokio::test]
async fn a_manager_looks_after_his_sellers_and_nobody_else() {
    let mut it = two_booths().await;
    let (own, other) = (it.booth_uid("A01").await, it.booth_uid("A02").await);
    let manager = it.person("manager", &own, "", "2749").await;
    let seller = it.person("seller", &own, "", "3816").await;
    let stranger = it.person("seller", &other, "", "3816").await;
    it.enter(&manager).await;
    assert_eq!(it.get(&format!("/booth/people/{seller}")).await.status, StatusCode::OK);
    assert_eq!(it.get(&format!("/booth/people/{stranger}")).await.status, FORBIDDEN);
    let uid = it.get("/booth/people/new").await.value("uid");
    let fields = [
        ("uid", uid.as_str()),
        ("name", "Mới"),
        ("role", "admin"),
        ("booth", &other),
        ("secret", "9375"),
        ("active", "1"),
    ];
    assert_eq!(it.post("/booth/people/new", &fields).await.to, "/booth/people");
    let mut db = it.app.shop.read().await.unwrap();
    let uid: uuid::Uuid = uid.parse().unwrap();
    let row = chophien::staff::store::person(&mut db, uid.as_bytes()).await.unwrap().unwrap();
    assert_eq!((row.role.as_str(), row.booth_code.as_deref()), ("seller", Some("A01")));
}

#[tokio::test]
async fn an_auditor_reads_everything_and_changes_nothing() {
    let mut it = two_booths().await;
    let auditor = it.person("auditor", "", "kiem-tra", "mat-khau-dai").await;
    it.enter(&auditor).await;
    assert_eq!(it.get("/").await.to, "/board");
    for page in [
        "/fairs",
        "/fairs/HE/settings",
        "/fairs/HE/booths",
        "/fairs/HE/gates",
        "/fairs/HE/booths/A01/goods",
        "/fairs/HE/booths/A01/shifts",
        "/products",
        "/fairs/HE/sales",
        "/transfers?fair=HE",
    ] {
        assert_eq!(it.get(page).await.status, StatusCode::OK, "{page}");
    }
    assert!(!it.get("/fairs/HE/settings").await.text.contains("/fairs/HE/edit"));
    for page in [
        "/fairs/new",
        "/fairs/HE/edit",
        "/fairs/HE/gates",
        "/fairs/HE/days",
        "/fairs/HE/labels",
        "/fairs/HE/booths/A01/goods/new",
        "/fairs/HE/booths/A01/codes",
        "/fairs/HE/booths/new",
        "/fairs/HE/booths/A01/edit",
        "/fairs/HE/booths/A01/range",
        "/fairs/HE/booths/A01/price",
        "/fairs/HE/booths/A01/stock/delivery",
        "/products/new",
        "/people/new",
        "/devices/pair",
        "/transfers",
        "/setup/fair",
    ] {
        assert_eq!(it.post(page, &[]).await.status, FORBIDDEN, "{page}");
    }
    assert_eq!(it.upload("products", "a.csv", "x", "1").await.status, FORBIDDEN);
}

#[tokio::test]
async fn a_reset_password_ends_sessions_and_forgives_wrong_tries() {
    let mut it = two_booths().await;
    let person = it.person("organiser", "", "minh", "mat-khau-cu").await;
    let mut minh = it.other();
    minh.enter(&person).await;
    for _ in 0..5 {
        it.other().post("/login", &[("login", "minh"), ("password", "sai")]).await;
    }
    let path = format!("/people/{person}");
    let fields = [
        ("name", "Minh"),
        ("role", "organiser"),
        ("login", "minh"),
        ("active", "1"),
        ("secret", "cho-som-mai"),
    ];
    assert_eq!(it.post(&path, &fields).await.to, "/people");
    assert_eq!(minh.get("/fairs").await.to, "/login");
    let right = [("login", "minh"), ("password", "cho-som-mai")];
    assert_eq!(minh.post("/login", &right).await.to, "/");
    let admin = minh.get("/people").await;
    assert_eq!(admin.status, StatusCode::OK);
    let raise = [("name", "Minh"), ("role", "admin"), ("login", "minh"), ("active", "1")];
    minh.post(&path, &raise).await;
    assert!(minh.get("/fairs").await.text.contains("Ban tổ chức"), "nobody raises oneself");
}

#[tokio::test]
async fn a_pin_does_not_become_a_password_by_a_change_of_role() {
    let mut it = two_booths().await;
    let booth = it.booth_uid("A01").await;
    let person = it.person("seller", &booth, "", "3816").await;
    let path = format!("/people/{person}");
    let fields = [("name", "Hoa"), ("role", "organiser"), ("login", "hoa"), ("active", "1")];
    let page = it.post(&path, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("Mật khẩu cần ít nhất 8 ký tự"));
}

#[tokio::test]
async fn the_first_steps_dethrone_nobody() {
    let mut it = two_booths().await;
    let organiser = it.person("organiser", "", "hoa", "mat-khau-dai").await;
    let mut hoa = it.other();
    hoa.enter(&organiser).await;
    let people = it.get("/people").await.text;
    let mut uids = people
        .match_indices("href=\"/people/")
        .map(|(at, found)| people[at + found.len()..].split(['"', '/']).next().unwrap().to_owned());
    let admin = uids.find(|uid| *uid != organiser && uid.len() > 30).unwrap();
    let blank = hoa.get("/setup/booth?fair=HE").await;
    let fields = [
        ("uid", blank.value("uid")),
        ("person", admin),
        ("code", "A09".to_owned()),
        ("name", "Gian mới".to_owned()),
        ("zone", "local".to_owned()),
        ("keeper", "Kẻ gian".to_owned()),
        ("pin", "2749".to_owned()),
    ];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let page = hoa.post("/setup/booth?fair=HE", &fields).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text);
    assert_eq!(it.get("/people").await.status, StatusCode::OK);
    assert!(!it.get("/people").await.text.contains("Kẻ gian"));
}

#[tokio::test]
async fn the_back_button_renames_no_booth() {
    let mut it = two_booths().await;
    let uid = it.get("/fairs/HE/booths/new").await.value("uid");
    let path = "/fairs/HE/booths/new";
    let fields =
        |code| [("uid", uid.as_str()), ("code", code), ("name", "HTX Hải Lạng"), ("zone", "local")];
    assert_eq!(it.post(path, &fields("A03")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(it.post(path, &fields("A03")).await.status, StatusCode::SEE_OTHER);
    let page = it.post(path, &fields("A04")).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text.contains("Mẫu này đã được lưu trước đó"), "{}", page.text);
    let booths = it.get("/fairs/HE/booths").await.text;
    assert!(booths.contains("A03") && !booths.contains("A04"));
}

#[tokio::test]
async fn a_field_that_a_form_does_not_send_stays_as_it_is() {
    let mut it = two_booths().await;
    let path = "/fairs/HE/booths/A01/edit";
    let bank = [
        ("code", "A01"),
        ("name", "HTX"),
        ("zone", "local"),
        ("bank_bin", "970436"),
        ("account", "0123456789"),
    ];
    assert_eq!(it.post(path, &bank).await.status, StatusCode::SEE_OTHER);
    let page = it.post(path, &[("name", "HTX Đình Trung 2")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let form = it.get(path).await;
    assert_eq!(form.value("name"), "HTX Đình Trung 2");
    assert_eq!(form.value("account"), "0123456789");
    let page = it.post(path, &[("account", ""), ("bank_bin", "")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert_eq!(it.get(path).await.value("account"), "");
}

#[tokio::test]
async fn an_auditor_reads_a_product_and_is_shown_no_form() {
    let mut it = two_booths().await;
    let uid = it.get("/products/new").await.value("uid");
    let fields = [
        ("uid", uid.as_str()),
        ("name", "Mật ong Tiên Yên"),
        ("unit", "hũ"),
        ("price", "185.000"),
        ("producer", "HTX Tiên Yên"),
        ("subject_type", "cooperative"),
        ("ocop_group", "1"),
        ("active", "1"),
    ];
    it.post("/products/new", &fields).await;
    let auditor = it.person("auditor", "", "kiem", "mat-khau-dai").await;
    let mut auditor_browser = it.other();
    auditor_browser.enter(&auditor).await;
    let page = auditor_browser.get(&format!("/products/{uid}")).await.text;
    assert!(page.contains("Mật ong Tiên Yên") && page.contains("185.000"), "{page}");
    assert!(!page.contains("Sửa sản phẩm") && !page.contains("action=\"/products"), "{page}");
    assert!(it.get(&format!("/products/{uid}")).await.text.contains("Sửa sản phẩm"));
}
