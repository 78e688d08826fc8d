//! The walks over every page: who may open it, what it writes, and what a stranger learns.

use super::{CALLERS, PAGES, address, said, sent};
use crate::{
    day::{Day, Page},
    shift_day::day,
    shop::Who,
};
use axum::http::StatusCode;
use chophien::staff::Role;

/// What an answer is, by a letter. Who has to sign in is led there; where something was `typed`,
/// the page to sign in is the answer itself, and carries that on.
fn letter(page: &Page, typed: bool) -> char {
    let carries = page.text.contains("action=\"/login\"") && page.text.contains("name=\"kept\"");
    match page.status {
        StatusCode::OK => 'k',
        StatusCode::SEE_OTHER if page.to == "/login" && !typed => 'L',
        StatusCode::UNAUTHORIZED if carries && typed => 'L',
        StatusCode::SEE_OTHER => '>',
        StatusCode::FORBIDDEN => 'F',
        StatusCode::NOT_FOUND => '0',
        StatusCode::UNPROCESSABLE_ENTITY => 'w',
        _ => '!',
    }
}

/// Whether a form has something filled in.
fn typed(method: &str, (kind, body): (&str, &str)) -> bool {
    let filled = |pair: &str| pair.split_once('=').is_some_and(|(_, value)| !value.is_empty());
    method == "POST" && kind.ends_with("x-www-form-urlencoded") && body.split('&').any(filled)
}

async fn open(day: &Day, who: &Who, (method, path): (&str, &str), body: (&str, &str)) -> Page {
    match method {
        "GET" => day.get(who, "en", path).await,
        _ => day.post(who, "en", path, body.0, body.1).await,
    }
}

fn caller(day: &Day, n: usize) -> (&'static str, Who) {
    // The device itself, with nobody signed in.
    let device = Who { cookie: None, ..day.ours.who.clone() };
    let all: [(&str, &Who); CALLERS] = [
        ("nobody", &day.nobody),
        ("our device", &device),
        ("our seller", &day.seller),
        ("our manager", &day.manager),
        ("another's seller", &day.other_seller),
        ("another's manager", &day.other_manager),
        ("a counter", &day.counter),
        ("an auditor", &day.auditor),
        ("an organiser", &day.organiser),
        ("the administrator", &day.admin),
    ];
    let (name, who) = all[n];
    (name, who.clone())
}

/// All that a page can write: entries of the journal, and rows of this laptop.
const WRITTEN: &str = "select (select count(*) from journal) + (select count(*) from printer) \
                       + (select count(*) from booth_printer) + (select count(*) from pairing) \
                       + (select count(*) from secret) + (select count(*) from token) \
                       + (select count(*) from print_job where state <> 'failed')";

#[tokio::test]
async fn every_page_opens_for_those_it_concerns_and_for_nobody_else() {
    let mut breaches = Vec::new();
    for n in 0..CALLERS {
        let day = day().await;
        let (name, who) = caller(&day, n);
        for (method, route, behind, expected) in PAGES {
            let expected = expected.chars().nth(n).unwrap();
            let path = address(&day, route, behind).await;
            let (kind, body) = sent(&day, route).await;
            let before = day.shop.figure(WRITTEN).await;
            let page = open(&day, &who, (method, &path), (kind, &body)).await;
            let typed = typed(method, (kind, &body));
            let (found, after) = (letter(&page, typed), day.shop.figure(WRITTEN).await);
            if found != expected {
                let (status, text) = (page.status, said(&page));
                breaches.push(format!("{name}: {method} {path}: {found} ({status}) {text}"));
            }
            if "LF0".contains(expected) && before != after {
                breaches.push(format!("{name}: {method} {path} wrote"));
            }
            let shows = ["A03", "Lan", "Hòa"].iter().any(|ours| page.text.contains(ours));
            // Goods may go to any booth of the fair.
            let public = route.starts_with("/r/") || *route == "/booth/stock/transfer";
            if shows && !public && (4..=6).contains(&n) {
                breaches.push(format!("{name}: {method} {path} shows ours"));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[tokio::test]
async fn whoever_may_not_is_refused_before_what_was_sent_is_looked_at() {
    let mut breaches = Vec::new();
    for n in 0..CALLERS {
        let day = day().await;
        let (name, who) = caller(&day, n);
        for (method, route, behind, expected) in PAGES {
            let expected = expected.chars().nth(n).unwrap();
            if *method == "GET" || !"LF".contains(expected) {
                continue;
            }
            let path = address(&day, route, behind).await;
            let kind = sent(&day, route).await.0;
            let page = day.post(&who, "en", &path, kind, "").await;
            if letter(&page, false) != expected {
                let (status, text) = (page.status, said(&page));
                breaches.push(format!("{name}: {method} {path}: {status} {text}"));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// A stranger on the Wi-Fi cannot find out by trying which fairs, booths and sales there are.
#[tokio::test]
async fn a_stranger_is_sent_to_sign_in_whether_or_not_the_thing_is_there() {
    let day = day().await;
    let mut breaches = Vec::new();
    for (method, route, behind, expected) in PAGES {
        if !expected.starts_with('L') {
            continue;
        }
        let none = [("{code}", "NONE"), ("{booth}", "Z99")];
        let missing = none.iter().fold((*route).to_owned(), |at, (part, to)| at.replace(part, to));
        let unknown = day.shop.uid().to_string();
        let missing = missing.replace("{uid}", &unknown).replace("{printer}", &unknown);
        let booth = if route.starts_with("/printers") { &unknown } else { "Z99" };
        let missing = missing.replace("Z99", booth).replace("{job}", &unknown);
        let behind = behind.replace("HL26", "NONE").replace("{ours}", &unknown);
        let path = format!("{missing}{}", behind.replace("A03", "Z99"));
        let (kind, body) = sent(&day, route).await;
        let page = open(&day, &day.nobody, (method, &path), (kind, &body)).await;
        if letter(&page, typed(method, (kind, &body))) != 'L' {
            breaches.push(format!("{method} {path}: {}", page.status));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[tokio::test]
async fn whoever_has_left_or_lost_the_device_is_a_stranger() {
    let mut breaches = Vec::new();
    let day = day().await;
    for (name, who) in [("left", &day.manager), ("on a lost device", &day.seller)] {
        match name {
            "left" => day.leaves("Hòa", Role::Manager).await,
            _ => day.revoke(day.ours.device).await,
        }
        for (method, route, behind, expected) in PAGES {
            let path = address(&day, route, behind).await;
            let (kind, body) = sent(&day, route).await;
            let page = open(&day, who, (method, &path), (kind, &body)).await;
            if !expected.starts_with(letter(&page, typed(method, (kind, &body)))) {
                breaches.push(format!("{name}: {method} {path}: {}", page.status));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// A link such as `/lang/en?back=/\evil.example` must not lead out of the shop: browsers read a
/// backslash as a slash and leave out tabs, so that both make a foreign host of what follows.
#[tokio::test]
async fn the_choice_of_language_leads_nowhere_else() {
    let day = day().await;
    for (back, to) in [
        ("/fairs/HL26?day=1", "/fairs/HL26?day=1"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/%5Cevil.example", "/"),
        ("/%09/evil.example", "/"),
        ("/%0D%0Aset-cookie:%20sid=1", "/"),
    ] {
        let page = day.get(&day.nobody, "vi", &format!("/lang/en?back={back}")).await;
        assert_eq!((page.status, page.to.as_str()), (StatusCode::SEE_OTHER, to), "{back}");
    }
}
