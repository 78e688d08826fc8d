//! A form that is sent after the session ended is not lost.

use crate::screens::{Browser, upkeep::one_booth};
use axum::http::StatusCode;

const BOOTH: &str = "/fairs/HE/booths/new";

async fn signed_out(it: &mut Browser) {
    it.post("/sign-out", &[]).await;
    it.cookie = None;
}

#[tokio::test]
async fn what_was_typed_when_the_session_had_ended_is_sent_on_after_signing_in() {
    let mut it = one_booth().await;
    let uid = it.get(BOOTH).await.value("uid");
    signed_out(&mut it).await;
    let typed = [
        ("uid", uid.as_str()),
        ("code", "A07"),
        ("name", "HTX \"Đình\" <Trung>"),
        ("zone", "local"),
        ("note", ""),
    ];
    let page = it.post(BOOTH, &typed).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{}", page.text);
    assert!(page.text.contains("action=\"/login\""), "{}", page.text);
    assert_eq!(page.value("kept-name"), "HTX &quot;Đình&quot; &lt;Trung&gt;");
    let entries = it.head().await;
    // A wrong password loses nothing either.
    let fields = |page: &crate::screens::Page, password: &str| {
        let kept = ["kept", "kept-uid", "kept-code", "kept-zone"]
            .map(|name| (name.to_owned(), page.value(name)));
        let name = ("kept-name".to_owned(), typed[2].1.to_owned());
        let own = [("login", "lan"), ("password", password)];
        let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
        own.into_iter().chain(kept).chain([name]).collect::<Vec<_>>()
    };
    let sent = |all: &[(String, String)]| -> Vec<(&'static str, &'static str)> {
        // The harness takes fields that last as long as the program.
        let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
        all.iter().map(|(name, value)| (leak(name), leak(value))).collect()
    };
    let page = it.post("/login", &sent(&fields(&page, "sai"))).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    let page = it.post("/login", &sent(&fields(&page, "mat-khau-dai"))).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(it.cookie.as_deref().is_some_and(|cookie| cookie.starts_with("sid=")));
    assert!(page.text.contains(&format!("action=\"{BOOTH}\"")), "{}", page.text);
    assert!(!page.text.contains("mat-khau-dai"));
    assert_eq!((page.value("uid"), page.value("code")), (uid.clone(), "A07".to_owned()));
    assert_eq!(it.head().await, entries, "nothing is sent on by itself");
    let saved = it.post(BOOTH, &typed).await;
    assert_eq!(saved.to, "/fairs/HE/booths/A07/goods", "{}", saved.text);
    assert!(it.get("/fairs/HE/booths").await.text.contains("HTX &quot;Đình&quot;"));
}

#[tokio::test]
async fn secrets_are_never_carried_and_are_asked_for_anew() {
    let mut it = one_booth().await;
    let uid = it.get("/people/new").await.value("uid");
    signed_out(&mut it).await;
    let typed = [("uid", &*uid), ("name", "Mai"), ("role", "organiser"), ("login", "mai")];
    let secret = [typed.as_slice(), &[("secret", "mat-khau-mai"), ("active", "1")]].concat();
    let page = it.post("/people/new", &secret).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{}", page.text);
    assert!(!page.text.contains("mat-khau-mai"), "{}", page.text);
    let carried = page.value("kept-secret");
    let kept = [("kept", "/people/new"), ("kept-uid", &uid), ("kept-name", "Mai")];
    let kept = [kept.as_slice(), &[("kept-secret", &carried), ("kept-role", "organiser")]].concat();
    let own = [("login", "lan"), ("password", "mat-khau-dai")];
    let page = it.post("/login", &[own.as_slice(), &kept].concat()).await;
    let (_, field) = page.text.split_once("name=\"secret\"").unwrap();
    let field = field.split_once('>').unwrap().0;
    assert!(field.contains("type=\"password\"") && field.contains("required"), "{field}");
}

#[tokio::test]
async fn what_is_kept_leads_nowhere_else_and_without_a_form_one_is_sent_to_sign_in() {
    let mut it = one_booth().await;
    signed_out(&mut it).await;
    assert_eq!(it.post("/fairs/HE/booths/A01/range", &[]).await.to, "/login");
    assert_eq!(it.get("/fairs").await.to, "/login");
    for kept in ["https://chophien.example/", "//chophien.example/", "/\\chophien.example", "x"] {
        let own = [("login", "lan"), ("password", "mat-khau-dai")];
        let fields = [own.as_slice(), &[("kept", kept), ("kept-name", "Mai")]].concat();
        assert_eq!(it.post("/login", &fields).await.to, "/", "{kept}");
    }
}
