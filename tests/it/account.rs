//! One's own secret is changed by whoever knows the old one, to one that nobody guesses.

use crate::shop::{TestShop, Who};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use chophien::staff::{Role, access::tries};
use serde_json::json;
use tower::ServiceExt;

const FORM: &str = "application/x-www-form-urlencoded";

/// Sends a form, or opens a page where there is none; its status and its text.
async fn page(shop: &TestShop, who: &Who, path: &str, form: Option<&str>) -> (StatusCode, String) {
    let method = if form.is_some() { "POST" } else { "GET" };
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT_LANGUAGE, "en")
        .header(header::CONTENT_TYPE, FORM);
    if let Some(cookie) = &who.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    let body = Body::from(form.unwrap_or_default().to_owned());
    let answer = shop.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

async fn signs_in(shop: &TestShop, password: &str) -> bool {
    let form = format!("login=chu&password={password}");
    page(shop, &Who::default(), "/login", Some(&form)).await.0 == StatusCode::SEE_OTHER
}

/// An organiser with a password, signed in at two places.
async fn organiser() -> (TestShop, Who, String) {
    let shop = TestShop::open().await;
    let here = shop.person("Chu", Role::Organiser, None, None).await;
    let uid = shop.password("Chu", "mat-khau-dai").await;
    assert!(signs_in(&shop, "mat-khau-dai").await);
    (shop, here, uid.to_string())
}

#[tokio::test]
async fn the_old_password_is_asked_before_a_new_one_holds() {
    let (shop, here, uid) = organiser().await;
    let change = |old: &str| format!("old={old}&new=cho+som+mai+vui");
    for old in ["", "sai"] {
        let (status, text) = page(&shop, &here, "/account", Some(&change(old))).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(text.contains("tries left"), "{text}");
    }
    // The form of people is no way around it.
    let form = "name=Chu&role=organiser&login=chu&secret=cho-som-mai-vui&active=1";
    let (status, _) = page(&shop, &here, &format!("/people/{uid}"), Some(form)).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, text) = page(&shop, &here, &format!("/people/{uid}"), None).await;
    assert!(!text.contains("name=\"secret\"") && text.contains("href=\"/account\""), "{text}");
    assert!(signs_in(&shop, "mat-khau-dai").await);
    let (status, _) = page(&shop, &here, "/account", Some(&change("mat-khau-dai"))).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(shop.figure("select count(*) from session").await, 1, "elsewhere it has ended");
    assert_eq!(page(&shop, &here, "/account", None).await.0, StatusCode::OK);
    assert!(!signs_in(&shop, "mat-khau-dai").await);
    assert!(signs_in(&shop, "cho som mai vui").await);
}

#[tokio::test]
async fn who_found_a_browser_open_does_not_guess_the_old_password() {
    let (shop, here, _) = organiser().await;
    let guess = |n: u32| format!("old=sai{n}&new=cho+som+mai+vui");
    for n in 0..tries::TRIES {
        page(&shop, &here, "/account", Some(&guess(n))).await;
    }
    let right = "old=mat-khau-dai&new=cho+som+mai+vui";
    let (status, text) = page(&shop, &here, "/account", Some(right)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text.contains("Too many wrong tries"), "{text}");
    // The owner elsewhere is not locked out by it.
    assert!(signs_in(&shop, "mat-khau-dai").await);
}

#[tokio::test]
async fn a_password_that_others_try_first_is_set_nowhere() {
    let (shop, here, _) = organiser().await;
    for new in ["password", "aaaaaaaa", "12345678", "matkhau123", "anhyeuem", "chu12345"] {
        let form = format!("old=mat-khau-dai&new={new}");
        let (status, _) = page(&shop, &here, "/account", Some(&form)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        let form =
            format!("uid={}&name=Tu&role=auditor&login=tu&secret={new}&active=1", shop.uid());
        let (status, _) = page(&shop, &here, "/people/new", Some(&form)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
    }
    let booth = shop.booth("A03").await;
    for pin in ["1234", "0000", "123456", "1990", "1212", "password"] {
        let form = format!(
            "uid={}&name=Lan&role=seller&booth={}&secret={pin}&active=1",
            shop.uid(),
            booth.uid
        );
        let (status, _) = page(&shop, &here, "/people/new", Some(&form)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{pin}");
    }
    assert_eq!(shop.figure("select count(*) from secret").await, 1);
}

#[tokio::test]
async fn sessions_elsewhere_are_counted_and_ended_by_one_button() {
    let (shop, here, _) = organiser().await;
    assert!(signs_in(&shop, "mat-khau-dai").await);
    let other = shop.person("Tu", Role::Auditor, None, None).await;
    let (_, text) = page(&shop, &here, "/account", None).await;
    assert!(text.contains("signed in elsewhere: <b>2</b>"), "{text}");
    let ended = page(&shop, &here, "/account/sessions/end", Some("")).await;
    assert_eq!(ended.0, StatusCode::SEE_OTHER);
    let (_, text) = page(&shop, &here, "/account", None).await;
    assert!(text.contains("signed in here only"), "{text}");
    assert_eq!(page(&shop, &other, "/account", None).await.0, StatusCode::OK);
    assert_eq!(shop.figure("select count(*) from session").await, 2);
}

#[tokio::test]
async fn a_seller_changes_the_pin_on_the_till_by_the_old_one() {
    let shop = TestShop::open().await;
    let booth = shop.booth("A03").await;
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), Some(booth.device)).await;
    let here = Who { token: booth.who.token.clone(), ..lan };
    let uid = shop.pin("Lan", "2749").await;
    let change = |old: &str, new: &str| json!({"old": old, "new": new});
    let path = "/api/v1/account/pin";
    // What is easily guessed is refused before the old one is looked at, and is no wrong try.
    for guessed in ["1234", "0000", "1990", "12", "abcd"] {
        let refused = shop.call("PUT", &here, path, Some(&change("2749", guessed))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{guessed}");
    }
    let refused = shop.call("PUT", &here, path, Some(&change("9999", "3816"))).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    let done = shop.call("PUT", &here, path, Some(&change("2749", "3816"))).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT);
    let enter = |pin: &str| json!({"person": uid, "pin": pin});
    let old = shop.post(&booth.who, "/api/v1/sessions", &enter("2749")).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let new = shop.post(&booth.who, "/api/v1/sessions", &enter("3816")).await;
    assert_eq!(new.status, StatusCode::CREATED);
    // An organiser has a password, and changes it on a page.
    let (shop, chu, _) = organiser().await;
    let refused = shop.call("PUT", &chu, path, Some(&change("mat-khau-dai", "3816"))).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn wrong_old_pins_lock_as_wrong_pins_of_a_sign_in_do_and_are_counted_together() {
    let shop = TestShop::open().await;
    let booth = shop.booth("A03").await;
    let lan = shop.person("Lan", Role::Seller, Some(booth.uid), Some(booth.device)).await;
    let here = Who { token: booth.who.token.clone(), ..lan };
    let uid = shop.pin("Lan", "2749").await;
    let change = |old: &str| json!({"old": old, "new": "3816"});
    let enter = |pin: &str| json!({"person": uid, "pin": pin});
    let path = "/api/v1/account/pin";
    // Two at the door and two here are four; the fifth locks both.
    for _ in 0..2 {
        let refused = shop.post(&booth.who, "/api/v1/sessions", &enter("9999")).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.body);
    }
    for _ in 2..tries::TRIES - 1 {
        let refused = shop.call("PUT", &here, path, Some(&change("9999"))).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    }
    for old in ["9999", "2749"] {
        let refused = shop.call("PUT", &here, path, Some(&change(old))).await;
        assert_eq!(refused.status, StatusCode::LOCKED, "{old}: {}", refused.body);
    }
    let refused = shop.post(&booth.who, "/api/v1/sessions", &enter("2749")).await;
    assert_eq!(refused.status, StatusCode::LOCKED, "{}", refused.body);
    shop.set_now(shop.now() + tries::LOCKED[0]);
    let done = shop.call("PUT", &here, path, Some(&change("2749"))).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.body);
}

#[tokio::test]
async fn a_manager_changes_the_pin_on_a_page_of_the_office() {
    let shop = TestShop::open().await;
    let booth = shop.booth("A03").await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), None).await;
    let uid = shop.pin("Hoa", "2749").await;
    let (_, text) = page(&shop, &hoa, "/account", None).await;
    assert!(text.contains("Current PIN") && text.contains("New PIN"), "{text}");
    for new in ["1234", "2749a", "12"] {
        let form = format!("old=2749&new={new}");
        let (status, _) = page(&shop, &hoa, "/account", Some(&form)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
    }
    let (status, _) = page(&shop, &hoa, "/account", Some("old=2749&new=3816")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let enter = |pin: &str| json!({"person": uid, "pin": pin});
    let old = shop.post(&booth.who, "/api/v1/sessions", &enter("2749")).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let new = shop.post(&booth.who, "/api/v1/sessions", &enter("3816")).await;
    assert_eq!(new.status, StatusCode::CREATED, "{}", new.body);
}
