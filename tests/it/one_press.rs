//! What a press does: nothing that cannot be taken back is done by one alone, every save is
//! answered, and what is refused is said inside the page it was asked from.

use crate::{
    day::{Day, Page},
    pages::{FORM, PAGES, PARTS, address, sent},
    shift_day::day,
    shop::TestShop,
};
use axum::http::StatusCode;
use chophien::staff::Role;

/// Forms of one button that may act at once, and why.
const HARMLESS: [(&str, &str); 10] = [
    ("/prints", "a page of paper"),
    ("/sign-out", "one signs in again"),
    ("/backups/now", "one more copy"),
    ("/backups/verify", "it only looks"),
    ("/test", "a page of paper"),
    ("/calibration/page", "a page of paper"),
    ("/retry", "a paper that did not come out"),
    ("/retries", "papers that did not come out"),
    ("/devices/pair", "a code that nobody need use"),
    ("/printers/receipt-address", "it is set back as easily"),
];

/// What a page of its own asks: what would be lost, or stands open, is told there.
const ASKED_BY_PAGES: [&str; 3] =
    ["/devices/{uid}/revoke", "/fairs/{code}/close", "/fairs/{code}/booths/{booth}/close"];

/// The forms of a page that have a button and no field, outside what is asked first.
fn bare_forms(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices("<form") {
        let form = &html[at..at + html[at..].find("</form>").unwrap()];
        let fields = form.contains("<select")
            || form.contains("<textarea")
            || form.split("<input").skip(1).any(|it| !it.contains("type=\"hidden\""));
        let before = &html[..at];
        let opened = before.matches("<details class=\"asked\"").count();
        let rest = before.rfind("<details class=\"asked\"").map(|at| &before[at..]);
        let asked = opened > 0 && rest.is_some_and(|rest| !rest.contains("</details>"));
        if form.contains("method=\"post\"") && !fields && !asked {
            found.push(form.split("action=\"").nth(1).unwrap().split('"').next().unwrap());
        }
    }
    found
}

#[tokio::test]
async fn nothing_that_cannot_be_taken_back_is_done_by_one_press() {
    let day = day().await;
    let mut breaches = Vec::new();
    for (method, route, behind, _) in PAGES.iter().filter(|it| it.0 == "GET") {
        if ASKED_BY_PAGES.contains(route) {
            continue;
        }
        let path = address(&day, route, behind).await;
        for who in [&day.admin, &day.manager] {
            let page = day.get(who, "vi", &path).await;
            let harmless = |action: &&str| HARMLESS.iter().any(|(end, _)| action.ends_with(end));
            for action in bare_forms(&page.text).into_iter().filter(|it| !harmless(it)) {
                breaches.push(format!("{method} {path}: {action}"));
            }
        }
    }
    breaches.dedup();
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Forms that lead on without having saved anything, and why.
const NO_SAVE: [(&str, &str); 7] = [
    ("/login", "signing in"),
    ("/sign-out", "signing out"),
    ("/backups/now", "the page shows the copy being made"),
    ("/backups/verify", "the page shows it being checked"),
    ("/devices/pair", "the code is the answer"),
    ("/sync/now", "the page shows how it goes"),
    ("/codes", "back to the till that scanned it"),
];

#[tokio::test]
async fn every_save_says_that_it_is_saved() {
    let mut breaches = Vec::new();
    for (_, route, behind, expected) in PAGES.iter().filter(|it| it.0 == "POST") {
        let printing = ["/test", "/retry", "/retries", "/calibration/page", "/prints"]
            .iter()
            .any(|it| route.ends_with(it));
        if printing || NO_SAVE.iter().any(|(end, _)| route.ends_with(end)) {
            continue;
        }
        let day = day().await;
        // The administrator's answer is the last, our manager's the fourth.
        let who = match (expected.ends_with('>'), expected.chars().nth(3)) {
            (true, _) => &day.admin,
            (_, Some('>')) => &day.manager,
            _ => continue,
        };
        let path = address(&day, route, behind).await;
        let (kind, body) = sent(&day, route).await;
        // The walk moves the fair to September before it opens a day of it.
        let body = body.replace("day=2026-09-02", "day=2026-06-05");
        let answer = day.post(who, "vi", &path, kind, &body).await;
        let to = answer.to.split('#').next().filter(|to| !to.is_empty()).unwrap_or("/account");
        let page = day.get(who, "vi", to).await;
        if !page.text.contains(">Đã lưu<") {
            breaches.push(format!("{path}: {} {}", answer.status, answer.to));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[tokio::test]
async fn a_device_is_revoked_by_whoever_has_read_what_it_has_not_sent() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    // Its first two sales never came: they are on the phone alone.
    sale["device_seq"] = 3.into();
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    let path = format!("/devices/{}/revoke", booth.device);
    let list = Day::ask(&shop, &organiser, "vi", "/devices").await;
    assert!(list.text.contains(&format!("href=\"{path}\"")), "the list leads to the question");
    assert!(!list.text.contains(&format!("action=\"{path}\"")), "and does not act by itself");
    let asked = Day::ask(&shop, &organiser, "vi", &path).await;
    assert!(asked.text.contains("2 phiếu máy đã bán mà chưa về đây."), "{}", asked.text);
    assert!(asked.text.contains("lần cuối lúc 03/06/2026"), "{}", asked.text);
    for typed in ["", "3"] {
        let body = format!("missing={typed}");
        let page = Day::fill(&shop, &organiser, "en", &path, FORM, &body).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(page.text.contains("Type 2 if you are sure: they may be lost"));
    }
    assert_eq!(shop.figure("select count(*) from device where revoked = 1").await, 0);
    let done = Day::fill(&shop, &organiser, "en", &path, FORM, "missing=2").await;
    assert_eq!(done.to, "/devices?saved=1");
    assert_eq!(shop.figure("select count(*) from device where revoked = 1").await, 1);
}

/// Whether a page has the frame of the others: the way to the other pages, and no bare sentence.
fn framed(page: &Page) -> bool {
    page.text.contains("<nav") && page.text.contains("href=\"/fairs\"")
}

#[tokio::test]
async fn what_is_refused_is_said_inside_the_page() {
    let day = day().await;
    let organiser = &day.organiser;
    let backwards = "/reports/season?from=2026-06-30&to=01/06/2026";
    let page = day.get(organiser, "en", backwards).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(framed(&page) && page.text.contains("The period ends before it begins"));
    assert!(page.text.contains("value=\"30/06/2026\""), "what was typed stays: {}", page.text);
    let none = day.get(organiser, "en", "/reports/season?from=31/02/2026&to=01/06/2026").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(framed(&none) && none.text.contains("Not a date") && none.text.contains("31/02/2026"));
    let good = day.get(organiser, "en", "/reports/season?from=1/6/2026&to=30/06/2026").await;
    assert!(good.status.is_success() && good.text.contains("01/06/2026 – 30/06/2026"));
    // A thing that is not there, and what may not be done.
    assert!(framed(&day.get(organiser, "en", "/fairs/KHONG-CO").await));
    assert!(framed(&day.get(organiser, "en", "/nothing-here").await));
    let forbidden = day.get(&day.manager, "en", "/people").await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    assert!(forbidden.text.contains("href=\"/booth\""), "a manager's own ways: {}", forbidden.text);
    // More than a form may hold, and more than a sheet may.
    let long = format!("name={}", "a".repeat(2 << 20));
    let page = day.post(organiser, "en", "/people/new", FORM, &long).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(framed(&page) && page.text.contains("data-back"), "the form is one step back");
    let sheet = format!(
        "--x\r\ncontent-disposition: form-data; name=\"kind\"\r\n\r\nproducts\r\n--x\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{}\r\n--x--\r\n",
        "a".repeat(17 << 20)
    );
    let page = day.post(organiser, "en", "/import", PARTS, &sheet).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(framed(&page) && page.text.contains("The file is too large"), "at its own form");
    assert!(page.text.contains("action=\"/import\""));
}

#[tokio::test]
async fn one_of_a_thing_is_said_as_one() {
    let (shop, ..) = TestShop::with_honey(1).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let page = Day::ask(&shop, &organiser, "en", "/products").await;
    assert!(page.text.contains("data-list-body=\"1 row\""), "{}", page.text);
}
