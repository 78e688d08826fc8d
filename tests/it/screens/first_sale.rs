//! From an empty folder to the first phone, and signing in.

use crate::screens::Browser;
use axum::http::StatusCode;

#[tokio::test]
async fn an_empty_folder_leads_from_the_organiser_to_the_first_phone() {
    let mut it = Browser::open().await;
    it.organiser().await;
    assert_eq!(it.get("/").await.to, "/setup/fair", "who comes back goes on where it was left");
    let fair = it.get("/setup/fair").await;
    assert!(fair.text.contains("2/5"), "{}", fair.text);
    let page = it
        .post(
            "/setup/fair",
            &[
                ("uid", &fair.value("uid")),
                ("name", "Hội chợ OCOP Hè"),
                ("level", "local"),
                ("kind", "fair"),
                ("starts_on", "2026-06-03"),
                ("ends_on", "2026-06-05"),
                ("cash_rounding", "1000"),
            ],
        )
        .await;
    assert_eq!(page.to, "/setup/booth?fair=HCOH-26", "{}", page.text);
    assert_eq!(it.get("/").await.to, page.to, "the fair is there, the booth is asked next");
    let booth = it.get(&page.to).await;
    assert_eq!(booth.value("code"), "A01");
    let page = it
        .post(
            &page.to,
            &[
                ("uid", &booth.value("uid")),
                ("person", &booth.value("person")),
                ("code", "A01"),
                ("name", "HTX Đình Trung"),
                ("zone", "local"),
                ("bank_bin", "970436"),
                ("account", "0123 456 789"),
                ("keeper", "Hoa"),
                ("pin", "2749"),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let goods = it.get(&page.to).await;
    let page = it
        .post(
            &page.to,
            &[
                ("producer", &goods.value("producer")),
                ("uid.0", &goods.value("uid.0")),
                ("name.0", "Miến dong Bình Liêu"),
                ("unit.0", "gói 500 g"),
                ("price.0", "55.000"),
            ],
        )
        .await;
    let (path, code) = page.to.split_once("?code=").unwrap();
    assert_eq!(path, "/setup/device");
    let last = it.get(&page.to).await;
    assert!(last.text.contains("<svg class=\"qr\"") && last.text.contains(code));
    let here = format!("href=\"/join/{code}\"");
    assert_eq!(last.text.matches(&here).count(), 2, "beside the code, and to sell on this machine");
    joins_once(&mut it, code).await;
    a_used_code_leads_nowhere(&mut it, &page.to, code).await;
    let shelf = it.get("/fairs/HCOH-26/booths/A01/goods").await;
    assert!(shelf.text.contains("Miến dong Bình Liêu") && shelf.text.contains("55.000"));
    assert!(it.get("/devices").await.text.contains("Điện thoại của Hoa"));
}

/// Once a phone came by the code the last step says so, and leads to no code that was used.
async fn a_used_code_leads_nowhere(it: &mut Browser, path: &str, code: &str) {
    let last = it.get(path).await;
    assert!(last.text.contains("Đã ghép xong") && last.text.contains("Điện thoại của Hoa"));
    assert!(!last.text.contains(&format!("/join/{code}")), "{}", last.text);
    let place = last.value("place");
    let here = [("place", place.as_str()), ("back", "/join")];
    assert!(last.text.contains("name=\"back\" value=\"/join\""), "{}", last.text);
    let to = it.post("/devices/pair", &here).await.to;
    let fresh = to.strip_prefix("/join/").unwrap();
    assert!(fresh != code && fresh.len() >= 10, "{to}");
    assert_eq!(it.get(&to).await.status, StatusCode::OK);
}

/// A code pairs one phone and no second one.
async fn joins_once(it: &mut Browser, code: &str) {
    let body = serde_json::json!({"code": code, "name": "Điện thoại của Hoa"}).to_string();
    let request =
        axum::http::Request::post("/api/v1/devices").header("content-type", "application/json");
    let paired = it.send(request, body.clone().into()).await;
    assert_eq!(paired.status, StatusCode::CREATED, "{}", paired.text);
    assert!(paired.text.contains("A01"));
    let request =
        axum::http::Request::post("/api/v1/devices").header("content-type", "application/json");
    assert_eq!(it.send(request, body.into()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_empty_folder_opens_at_the_first_step() {
    let mut it = Browser::open().await;
    assert_eq!(it.get("/").await.to, "/setup");
}

#[tokio::test]
async fn setting_up_again_is_refused() {
    let mut it = Browser::open().await;
    it.organiser().await;
    let mut stranger = it.other();
    assert_eq!(stranger.get("/setup").await.status, StatusCode::FORBIDDEN);
    let fields = [("name", "Kẻ lạ"), ("login", "la"), ("password", "mat-khau-khac")];
    assert_eq!(stranger.post("/setup", &fields).await.status, StatusCode::FORBIDDEN);
    assert_eq!(stranger.get("/").await.to, "/login");
    assert_eq!(stranger.get("/fairs").await.to, "/login");
}

#[tokio::test]
async fn a_wrong_password_says_how_many_tries_are_left_and_keeps_the_name() {
    let mut it = Browser::open().await;
    it.organiser().await;
    let mut browser = it.other();
    let page = browser.post("/login", &[("login", "lan"), ("password", "sai")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("Còn 4 lần thử"), "{}", page.text);
    assert_eq!(page.value("login"), "lan");
    assert!(!page.text.contains("value=\"sai\""), "a password is never shown again");
    let page = browser.post("/login", &[("login", "lan"), ("password", "mat-khau-dai")]).await;
    assert_eq!(page.to, "/");
    assert_eq!(browser.get("/").await.to, "/setup/fair");
    assert_eq!(browser.post("/sign-out", &[]).await.to, "/login");
    assert_eq!(browser.get("/").await.to, "/login");
}

#[tokio::test]
async fn the_fifth_wrong_password_locks_out_and_a_name_that_nobody_has_does_the_same() {
    let mut it = Browser::open().await;
    it.organiser().await;
    let mut browser = it.other();
    for login in ["lan", "khong-co"] {
        for left in [4, 3, 2, 1] {
            let page = browser.post("/login", &[("login", login), ("password", "sai")]).await;
            assert!(page.text.contains(&format!("Còn {left} lần thử")), "{}", page.text);
        }
        let page = browser.post("/login", &[("login", login), ("password", "sai")]).await;
        assert!(page.text.contains("Nhập sai quá nhiều lần"), "{}", page.text);
        let right = [("login", login), ("password", "mat-khau-dai")];
        assert_eq!(browser.post("/login", &right).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_weak_password_is_refused_at_its_field_and_the_names_stay() {
    let mut it = Browser::open().await;
    let uid = it.get("/setup").await.value("uid");
    let fields = [("uid", uid.as_str()), ("name", "Lan"), ("login", "lan"), ("password", "1234")];
    let page = it.post("/setup", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((page.value("name"), page.value("login")), ("Lan".into(), "lan".into()));
    assert!(page.text.contains("Mật khẩu cần ít nhất 8 ký tự"));
    it.cookie = Some("lang=en".into());
    let page = it.post("/setup", &fields).await;
    assert!(page.text.contains("A password has at least 8 characters"));
}
