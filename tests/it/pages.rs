//! Nobody opens or sends a page that is not his or hers: one walk over every page there is.

use crate::{
    day::{Day, Page},
    shift_day::day,
    shop::Who,
};
use axum::http::StatusCode;
use chophien::staff::Role;
use sent::said;
pub use sent::{SEEN, sent};

mod sent;

/// Who walks, in the order of the letters in [`PAGES`]: nobody, the bare device of booth `A03`,
/// its seller and its manager, the seller and the manager of booth `B01`, a gate's counter, an
/// auditor, an organiser, the administrator.
const CALLERS: usize = 10;

/// Every page and every form: method, route as the router writes it, what is put for its parts and
/// behind it, and each caller's answer: `k` the page, `>` sent on, `L` sent to sign in, `F`
/// refused, `0` nothing there for him or her, `w` the form again with what is wrong.
#[rustfmt::skip]
pub const PAGES: &[(&str, &str, &str, &str)] = &[
    // Public: shells that hold nobody's data, signs of life, and a receipt by its secret name.
    ("GET", "/login", "", "kkkkkkkkkk"),
    ("POST", "/login", "", "wwwwwwwwww"),
    ("GET", "/till", "", "kkkkkkkkkk"),
    ("GET", "/customer", "", "kkkkkkkkkk"),
    ("GET", "/gate", "", "kkkkkkkkkk"),
    ("GET", "/join", "", "kkkkkkkkkk"),
    ("GET", "/join/{code}", "", "kkkkkkkkkk"),
    ("GET", "/lang/{tag}", "", ">>>>>>>>>>"),
    ("GET", "/r/{sale}", "", "kkkkkkkkkk"),
    ("GET", "/r/{sale}/receipt.png", "", "kkkkkkkkkk"),
    ("GET", "/r/{sale}/print", "", "kkkkkkkkkk"),
    ("GET", "/r/{sale}/receipt.bin", "", "kkkkkkkkkk"),
    ("GET", "/healthz", "", "kkkkkkkkkk"),
    ("GET", "/sw.js", "", "kkkkkkkkkk"),
    // How to come to HTTPS; this shop has none, so there is no certificate.
    ("GET", "/trust", "", "kkkkkkkkkk"),
    ("GET", "/trust/chophien-ca.crt", "", "0000000000"),
    ("GET", "/metrics", "", "kkkkkkkkkk"),
    ("GET", "/api/openapi.json", "", "kkkkkkkkkk"),
    ("GET", "/static/{version}/{*path}", "", "kkkkkkkkkk"),
    // The front door; the first steps, once somebody is there.
    ("GET", "/", "", "LL>>>>>>>>"),
    ("GET", "/setup", "", "FFFFFFFFFF"),
    ("POST", "/setup", "", "FFFFFFFFFF"),
    ("GET", "/setup/fair", "", "LFFFFFFFkk"),
    ("POST", "/setup/fair", "", "LFFFFFFF>>"),
    ("GET", "/setup/booth", "?fair=HL26", "LFFFFFFFkk"),
    ("POST", "/setup/booth", "?fair=HL26", "LFFFFFFF>>"),
    ("GET", "/setup/goods", "?booth={ours}", "LFFFFFFFkk"),
    ("POST", "/setup/goods", "?booth={ours}", "LFFFFFFF>>"),
    ("GET", "/setup/device", "?code=ABC", "LFFFFFFFkk"),
    // Figures.
    ("GET", "/board", "", "LFFFFFF>>>"),
    ("GET", "/board/{code}", "", "LFFFFFFkkk"),
    ("GET", "/reports/season", "", "LFFFFFFkkk"),
    ("GET", "/reports/season", "?format=json", "LFFFFFFkkk"),
    ("GET", "/reports/season/{table}", "", "LFFFFFFkkk"),
    ("GET", "/reports/season/{table}", "?format=rows", "LFFFFFFkkk"),
    ("GET", "/reports/figures", "", "LFFFFFFkkk"),
    ("POST", "/reports/figures", "", "LFFFFFFF>>"),
    ("GET", "/reports/products", "", "LFFFFFFkkk"),
    ("GET", "/reports/products", "?format=xlsx", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}", "", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}", "?format=pdf", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}/booths/{booth}", "", "LkkkFFFkkk"),
    ("GET", "/fairs/{code}/booths/{booth}", "?format=docx", "LkkkFFFkkk"),
    ("GET", "/fairs/{code}/sales", "", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}/sales", "?booth=A03", "LFFkFFFkkk"),
    ("GET", "/fairs/{code}/attention", "", "LFFFFFFkkk"),
    ("POST", "/fairs/{code}/attention", "", "LFFFFFFF>>"),
    ("POST", "/fairs/{code}/attention/all", "", "LFFFFFFF>>"),
    // Fairs and booths.
    ("GET", "/fairs", "", "LFFFFFFkkk"),
    ("GET", "/fairs/new", "", "LFFFFFFFkk"),
    ("POST", "/fairs/new", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/edit", "", "LFFFFFFFkk"),
    ("POST", "/fairs/{code}/edit", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/settings", "", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}/booths", "", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}/devices", "", "LFFFFFFFkk"),
    ("GET", "/fairs/{code}/gates", "", "LFFFFFFkkk"),
    ("POST", "/fairs/{code}/gates", "", "LFFFFFFF>>"),
    ("POST", "/fairs/{code}/days", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/prices", "", "LFFFFFFkkk"),
    ("POST", "/fairs/{code}/prices", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/promotions", "", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}/promotions/new", "", "LFFFFFFFkk"),
    ("POST", "/fairs/{code}/promotions/new", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/promotions/{uid}", "", "LFFFFFFFkk"),
    ("POST", "/fairs/{code}/promotions/{uid}", "", "LFFFFFFF>>"),
    ("POST", "/fairs/{code}/promotions/{uid}/end", "", "LFFFFFFF>>"),
    ("GET", "/booth/promotions", "", "LFFkFk0000"),
    ("GET", "/booth/promotions/new", "", "LFFkFk0000"),
    ("POST", "/booth/promotions/new", "", "LFF>Fw0000"),
    ("GET", "/booth/promotions/{uid}", "", "LFFkF00000"),
    ("POST", "/booth/promotions/{uid}", "", "LFF>F00000"),
    ("POST", "/booth/promotions/{uid}/end", "", "LFF>F00000"),
    ("POST", "/fairs/{code}/labels", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/booths/new", "", "LFFFFFFFkk"),
    ("POST", "/fairs/{code}/booths/new", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/booths/{booth}/edit", "", "LFFkFFFFkk"),
    ("POST", "/fairs/{code}/booths/{booth}/edit", "", "LFF>FFFF>>"),
    ("GET", "/fairs/{code}/booths/{booth}/goods", "", "LFFkFFFkkk"),
    ("GET", "/fairs/{code}/booths/{booth}/numbers", "", "LFFkFFFkkk"),
    ("GET", "/fairs/{code}/booths/{booth}/goods/new", "", "LFFkFFFFkk"),
    ("POST", "/fairs/{code}/booths/{booth}/goods/new", "", "LFFwFFFFww"),
    ("POST", "/fairs/{code}/booths/{booth}/codes", "", "LFF>FFFF>>"),
    ("GET", "/fairs/{code}/booths/{booth}/range", "", "LFFkFFFFkk"),
    ("POST", "/fairs/{code}/booths/{booth}/range", "", "LFF>FFFF>>"),
    ("POST", "/fairs/{code}/booths/{booth}/price", "", "LFF>FFFF>>"),
    ("POST", "/fairs/{code}/booths/{booth}/stock", "", "LFF>FFFF>>"),
    // One's own booth, whichever that is.
    ("GET", "/booth", "", "LFFkFk0000"),
    ("GET", "/booth/numbers", "", "LFFkFk0000"),
    ("GET", "/booth/shifts", "", "LFFkFk0000"),
    ("GET", "/booth/edit", "", "LFFkFk0000"),
    ("POST", "/booth/edit", "", "LFF>F>0000"),
    ("GET", "/booth/new", "?barcode=8938505974194", "LFFkFk0000"),
    ("POST", "/booth/new", "", "LFFwFw0000"),
    ("POST", "/booth/codes", "", "LFFwFw0000"),
    ("GET", "/booth/range", "", "LFFkFk0000"),
    ("POST", "/booth/range", "", "LFF>F>0000"),
    ("POST", "/booth/price", "", "LFF>F>0000"),
    ("POST", "/booth/stock", "", "LFF>F>0000"),
    ("GET", "/fairs/{code}/booths/{booth}/shifts", "", "LFFkFFFkkk"),
    ("GET", "/fairs/{code}/booths/{booth}/shifts", "?format=csv", "LFFkFFFkkk"),
    ("GET", "/shifts/{uid}", "", "LFFkFFFkkk"),
    ("GET", "/shifts/{uid}/paper.png", "", "LFFkFFFkkk"),
    ("GET", "/booth/people", "", "LFFkFkFFFF"),
    ("GET", "/booth/people/new", "", "LFFkFkFFFF"),
    ("POST", "/booth/people/new", "", "LFF>F>FFFF"),
    ("GET", "/booth/people/{uid}", "", "LFFkFFFFFF"),
    ("POST", "/booth/people/{uid}", "", "LFF>FFFFFF"),
    // The catalogue, sheets, transfers, sales.
    ("GET", "/products", "", "LFFFFFFkkk"),
    ("GET", "/products/new", "", "LFFFFFFFkk"),
    ("POST", "/products/new", "", "LFFFFFFF>>"),
    ("GET", "/products/{uid}", "", "LFFFFFFkkk"),
    ("POST", "/products/{uid}", "", "LFFFFFFF>>"),
    ("GET", "/producers", "", "LFFFFFFkkk"),
    ("GET", "/producers/{uid}", "", "LFFFFFFFkk"),
    ("POST", "/producers/{uid}", "", "LFFFFFFF>>"),
    ("GET", "/import", "", "LFFFFFFFkk"),
    ("POST", "/import", "", "LFFFFFFFkk"),
    ("GET", "/import/template", "?kind=products", "LFFFFFFFkk"),
    ("GET", "/transfers", "?fair=HL26", "LFFkFkFkkk"),
    ("POST", "/transfers", "?fair=HL26", "LFF>FFFF>>"),
    // Nothing waits any more on that day.
    ("POST", "/transfers/all", "?fair=HL26", "LFFwFwFFww"),
    ("GET", "/sales/{uid}", "", "LFkkFFFkkk"),
    ("POST", "/sales/{uid}/refunds", "", "LFF>FFFF>>"),
    // The machine: its clock, people, devices, printers.
    ("POST", "/clock", "", "LFFFFFFF>>"),
    ("GET", "/backups", "", "LFFFFFFFkk"),
    ("POST", "/backups", "", "LFFFFFFF>>"),
    ("POST", "/backups/now", "", "LFFFFFFFww"),
    ("POST", "/backups/verify", "", "LFFFFFFF>>"),
    ("POST", "/backups/download", "", "LFFFFFFFww"),
    // Nothing waits to be taken over.
    ("GET", "/takeover", "", "LFFFFFFF>>"),
    ("POST", "/takeover", "", "LFFFFFFFww"),
    ("GET", "/people", "", "LFFFFFFFkk"),
    ("GET", "/people/new", "", "LFFFFFFFkk"),
    ("POST", "/people/new", "", "LFFFFFFF>>"),
    ("GET", "/people/{uid}", "", "LFFFFFFFkk"),
    ("POST", "/people/{uid}", "", "LFFFFFFF>>"),
    ("GET", "/printers", "", "LFFFFFFFkk"),
    ("POST", "/printers", "", "LFFFFFFF>>"),
    ("GET", "/printers/{printer}", "", "LFFFFFFFkk"),
    ("POST", "/printers/{printer}", "", "LFFFFFFF>>"),
    ("POST", "/printers/{printer}/test", "", "LFFFFFFF>>"),
    ("GET", "/printers/{printer}/calibration", "", "LFFFFFFFkk"),
    ("POST", "/printers/{printer}/calibration", "", "LFFFFFFF>>"),
    ("POST", "/printers/{printer}/calibration/page", "", "LFFFFFFF>>"),
    ("POST", "/printers/booths/{booth}", "", "LFFFFFFF>>"),
    ("POST", "/printers/jobs/{job}/retry", "", "LFFFFFFF>>"),
    ("POST", "/printers/jobs/retries", "", "LFFFFFFF>>"),
    ("GET", "/unsent", "", "LFFkFkFFkk"),
    ("POST", "/printers/{printer}/removal", "", "LFFFFFFF>>"),
    ("POST", "/printers/receipt-address", "", "LFFFFFFF>>"),
    ("GET", "/devices", "", "LFFFFFFFkk"),
    ("GET", "/devices/pair", "", "LFFFFFFFkk"),
    ("POST", "/devices/pair", "", "LFFFFFFF>>"),
    ("GET", "/devices/code", "?code=ABC", "LFFFFFFFkk"),
    ("GET", "/devices/{uid}/revoke", "", "LFFFFFFFkk"),
    ("POST", "/devices/{uid}/revoke", "", "LFFFFFFF>>"),
    // One's own place.
    ("GET", "/account", "", "LFkkkkkkkk"),
    ("POST", "/account", "", "LFwwwwwwww"),
    ("POST", "/account/sessions/end", "", "LF>>>>>>>>"),
    ("POST", "/sign-out", "", "LLLLLLLLLL"),
];

/// The kinds of body that forms send.
pub const FORM: &str = "application/x-www-form-urlencoded";
pub const PARTS: &str = "multipart/form-data; boundary=x";

/// The address of a route on that day: what is ours, named by its parts.
pub async fn address(day: &Day, route: &str, behind: &str) -> String {
    let uid = match route.split('/').nth(1) {
        _ if route.contains("/promotions/") => day.promotion.clone(),
        Some("products") => day.honey.to_string(),
        Some("producers") => {
            day.shop.words("select lower(hex(uid)) from producer").await[0].clone()
        }
        Some("sales") => day.sold["id"].as_str().unwrap().to_owned(),
        Some("devices") => day.ours.device.to_string(),
        Some("shifts") => day.shop.words("select lower(hex(uid)) from shift").await[0].clone(),
        _ => day.person("Lan").await,
    };
    let ours = day.ours.uid.to_string();
    let booth = if route.starts_with("/printers") { &ours } else { "A03" };
    let named = [
        ("{code}", "HL26"),
        ("{booth}", booth),
        ("{ours}", &ours),
        ("{uid}", &uid),
        ("{tag}", "en"),
        ("{table}", "by_booth"),
        ("{sale}", day.sold["id"].as_str().unwrap()),
        ("{void}", &day.void),
        ("{claimed}", day.claimed["id"].as_str().unwrap()),
        ("{printer}", &day.printer.to_string()),
        ("{job}", &day.job.to_string()),
        ("{version}/{*path}", "1/css/base.css"),
    ];
    let whole = format!("{route}{behind}");
    named.iter().fold(whole, |path, (part, value)| path.replace(part, value))
}

fn letter(page: &Page) -> char {
    match page.status {
        StatusCode::OK => 'k',
        StatusCode::SEE_OTHER if page.to == "/login" => 'L',
        StatusCode::SEE_OTHER => '>',
        StatusCode::FORBIDDEN => 'F',
        StatusCode::NOT_FOUND => '0',
        StatusCode::UNPROCESSABLE_ENTITY => 'w',
        _ => '!',
    }
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
            let (found, after) = (letter(&page), day.shop.figure(WRITTEN).await);
            if found != expected {
                let (status, text) = (page.status, said(&page));
                breaches.push(format!("{name}: {method} {path}: {found} ({status}) {text}"));
            }
            if "LF0".contains(expected) && before != after {
                breaches.push(format!("{name}: {method} {path} wrote"));
            }
            let shows = ["A03", "Lan", "Hòa"].iter().any(|ours| page.text.contains(ours));
            let public = route.starts_with("/r/");
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
            if letter(&page) != expected {
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
        if letter(&page) != 'L' {
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
            if !expected.starts_with(letter(&page)) {
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
