//! What the door lets in: host names, origins, sizes.

use crate::shop::TestShop;
use axum::{
    body::Body,
    http::{Request, StatusCode, header, request::Builder},
};
use chophien::staff::Role;

fn post(path: &str) -> Builder {
    Request::post(path).header(header::CONTENT_TYPE, "application/json")
}

#[tokio::test]
async fn a_request_for_another_host_is_refused() {
    let shop = TestShop::open().await;
    for (host, status) in [
        ("localhost", StatusCode::OK),
        ("localhost:8080", StatusCode::OK),
        ("127.0.0.1:8080", StatusCode::OK),
        ("evil.example", StatusCode::MISDIRECTED_REQUEST),
        ("localhost.evil.example", StatusCode::MISDIRECTED_REQUEST),
        ("", StatusCode::MISDIRECTED_REQUEST),
    ] {
        let request = Request::get("/healthz").header(header::HOST, host);
        let reply = shop.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, status, "{host}");
    }
}

#[tokio::test]
async fn a_post_by_cookie_needs_to_come_from_our_own_page() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let on = Some(booth.device);
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), on).await.cookie.unwrap();
    let send = |extra: &[(&'static str, &'static str)]| {
        let mut request = post("/api/v1/sales")
            .header(header::HOST, "localhost")
            .header(header::COOKIE, lan.as_str());
        for (name, value) in extra {
            request = request.header(*name, *value);
        }
        let sale = shop.sale(&[(honey, "1")], 185_000).to_string();
        shop.send(request.body(Body::from(sale)).unwrap())
    };
    for refused in [
        &[] as &[_],
        &[("origin", "http://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", "http://localhost")],
    ] {
        assert_eq!(send(refused).await.status, StatusCode::FORBIDDEN, "{refused:?}");
    }
    assert_eq!(shop.figure("select count(*) from sale").await, 0);
    assert_eq!(send(&[("origin", "http://localhost")]).await.status, StatusCode::CREATED);
    assert_eq!(send(&[("sec-fetch-site", "same-origin")]).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_token_that_nobody_has_is_told_to_screens_and_leads_people_to_sign_in() {
    use tower::ServiceExt;
    let shop = TestShop::open().await;
    for (path, status) in
        [("/api/v1/till", StatusCode::UNAUTHORIZED), ("/fairs", StatusCode::SEE_OTHER)]
    {
        let request = Request::get(path).header(header::HOST, "localhost");
        let request = request.header(header::AUTHORIZATION, "Bearer nobody's");
        let request = request.body(Body::empty()).unwrap();
        let response = shop.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), status, "{path}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["provisional_no"] = "x".repeat(2 << 20).into();
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert!(reply.status.is_client_error(), "{}", reply.status);
    assert_eq!(shop.figure("select count(*) from sale").await, 0);
}

#[tokio::test]
async fn no_page_may_be_framed_or_sniffed() {
    use tower::ServiceExt;
    let shop = TestShop::open().await;
    for page in ["/till", "/customer", "/gate", "/join/abc"] {
        let request = Request::get(page).header(header::HOST, "localhost");
        let request = request.body(Body::empty()).unwrap();
        let response = shop.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{page}");
        let said = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(said("x-content-type-options"), "nosniff");
        assert!(said("content-security-policy").contains("frame-ancestors 'none'"));
    }
}

#[tokio::test]
async fn the_language_is_a_cookie_and_leads_back_only_to_our_own_pages() {
    use tower::ServiceExt;
    let shop = TestShop::open().await;
    for (back, location) in [
        ("/till", "/till"),
        ("/report/fair?fair=HL26%26day=1", "/report/fair?fair=HL26&day=1"),
        ("//evil.example", "/"),
        ("http://e.vn", "/"),
        ("/%5Cevil.example/x", "/"),
        ("/%09/evil.example/x", "/"),
        ("/ok%0d%0aX-Y:1", "/"),
        ("", "/"),
    ] {
        let path = format!("/lang/en?back={back}");
        let request = Request::get(path).header(header::HOST, "localhost");
        let request = request.body(Body::empty()).unwrap();
        let response = shop.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()["location"], location);
        assert!(response.headers()["set-cookie"].to_str().unwrap().starts_with("lang=en;"));
    }
}

#[tokio::test]
async fn what_nobody_knows_is_said_in_words_and_in_both_languages() {
    use tower::ServiceExt;
    let shop = TestShop::open().await;
    for (method, path, status, vi, en) in [
        ("GET", "/nonexist", 404, "Không có trang này", "There is no such page"),
        ("DELETE", "/login", 405, "Không có trang này", "There is no such page"),
        ("GET", "/r/abc", 400, "Địa chỉ hoặc dữ liệu", "The address or what was sent"),
        ("GET", "/api/v1/nonexist", 404, "Không có trang này", "There is no such page"),
        ("POST", "/api/v1/devices", 422, "Dữ liệu gửi lên thiếu hoặc sai ở “name”", "Not valid"),
    ] {
        for (lang, words) in [("vi", vi), ("en", en)] {
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header(header::HOST, "localhost")
                .header("sec-fetch-site", "same-origin")
                .header(header::ACCEPT_LANGUAGE, lang)
                .header(header::CONTENT_TYPE, "application/json");
            let request = request.body(Body::from("{\"code\": \"x\"}")).unwrap();
            let response = shop.router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status().as_u16(), status, "{method} {path}");
            let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
            assert_eq!(kind.contains("json"), path.starts_with("/api/"), "{path}: {kind}");
            let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(text.contains(words), "{path}: {text}");
        }
    }
}
