//! Every page in both languages, letter for letter, as it stood when someone last looked at it: the
//! Vietnamese one whole, of the English one the lines that differ from it.
//! `UPDATE_GOLDEN=1 cargo test --test it golden` writes the pages anew; look at the difference.

use crate::{
    day::{Day, Page},
    pages::{FORM, PAGES, PARTS, address},
    shift_day,
    shop::{TestShop, Who},
};
use std::{fs, path::PathBuf};

mod foreign;
mod lines;

/// A page: its file, who opens it, its route, and the address where that is not the route's own.
type Golden = (&'static str, fn(&Day) -> &Who, &'static str, &'static str);

const GOLDEN: &[Golden] = &[
    ("login", |it| &it.nobody, "/login", ""),
    ("till", |it| &it.nobody, "/till", ""),
    ("customer", |it| &it.nobody, "/customer", ""),
    ("gate", |it| &it.nobody, "/gate", ""),
    ("trust", |it| &it.nobody, "/trust", ""),
    ("help", |it| &it.nobody, "/help", ""),
    ("seller-card", |it| &it.nobody, "/help/card", "/help/card?address=127.0.0.1"),
    (
        "booth-card",
        |it| &it.organiser,
        "/fairs/{code}/booths/{booth}/card",
        "/fairs/HL26/booths/A03/card?address=127.0.0.1",
    ),
    ("help-sell", |it| &it.seller, "/help/{screen}", ""),
    ("join-by-hand", |it| &it.nobody, "/join", ""),
    ("join", |it| &it.nobody, "/join/{code}", ""),
    ("receipt", |it| &it.nobody, "/r/{sale}", ""),
    ("receipt-print", |it| &it.nobody, "/r/{sale}/print", ""),
    ("receipt-void", |it| &it.nobody, "/r/{sale}", "/r/{void}"),
    ("receipt-transfer", |it| &it.nobody, "/r/{sale}", "/r/{claimed}"),
    ("product-open", |it| &it.nobody, "/p/{product}", ""),
    ("check", |it| &it.nobody, "/c", ""),
    ("product-lot", |it| &it.nobody, "/p/{product}/{lot}", ""),
    ("own-labels", |it| &it.manager, "/booth/labels", ""),
    ("own-labels-sheet", |it| &it.manager, "/booth/labels/sheet", "/booth/labels/sheet?kind=sign"),
    ("booth-labels", |it| &it.organiser, "/fairs/{code}/booths/{booth}/labels", ""),
    ("booth-labels-sheet", |it| &it.organiser, "/fairs/{code}/booths/{booth}/labels/sheet", ""),
    ("setup-fair", |it| &it.admin, "/setup/fair", ""),
    ("setup-booth", |it| &it.admin, "/setup/booth", "/setup/booth?fair=HL26"),
    ("setup-goods", |it| &it.admin, "/setup/goods", "/setup/goods?booth={ours}"),
    ("setup-device", |it| &it.admin, "/setup/device", "/setup/device?code=AB12&address=127.0.0.1"),
    ("board", |it| &it.organiser, "/board/{code}", ""),
    ("report-season", |it| &it.organiser, "/reports/season", ""),
    ("report-season-table", |it| &it.organiser, "/reports/season/{table}", ""),
    ("report-figures", |it| &it.organiser, "/reports/figures", ""),
    ("report-products", |it| &it.organiser, "/reports/products", ""),
    ("report-fair", |it| &it.organiser, "/fairs/{code}", ""),
    ("report-booth", |it| &it.organiser, "/fairs/{code}/booths/{booth}", ""),
    ("report-booth-seller", |it| &it.seller, "/fairs/{code}/booths/{booth}", ""),
    ("fair-sales", |it| &it.organiser, "/fairs/{code}/sales", ""),
    ("fair-stock", |it| &it.organiser, "/fairs/{code}/stock", ""),
    ("fair-lots", |it| &it.organiser, "/fairs/{code}/lots", ""),
    ("lot-sales", |it| &it.organiser, "/lots/{product}/{lot}/sales", ""),
    ("lot", |it| &it.organiser, "/lots/{product}/{lot}", ""),
    ("lot-recall", |it| &it.organiser, "/lots/{product}/{lot}/recall", ""),
    ("lot-release", |it| &it.admin, "/lots/{product}/{lot}/release", ""),
    ("product-recall", |it| &it.organiser, "/products/{uid}/recall", ""),
    ("goods-account", |it| &it.organiser, "/fairs/{code}/account", ""),
    ("goods-account-place", |it| &it.auditor, "/fairs/{code}/places/{place}/account", ""),
    ("goods-account-owner", |it| &it.auditor, "/fairs/{code}/owners/{owner}/account", ""),
    ("goods-account-booth", |it| &it.manager, "/fairs/{code}/booths/{booth}/account", ""),
    (
        "goods-moves-place",
        |it| &it.organiser,
        "/fairs/{code}/places/{place}/moves/{product}/{owner}/{column}",
        "",
    ),
    (
        "goods-moves",
        |it| &it.manager,
        "/fairs/{code}/booths/{booth}/moves/{product}/{owner}/{column}",
        "",
    ),
    ("fairs", |it| &it.organiser, "/fairs", ""),
    ("fairs-auditor", |it| &it.auditor, "/fairs", ""),
    ("fair-new", |it| &it.organiser, "/fairs/new", ""),
    ("fair-edit", |it| &it.organiser, "/fairs/{code}/edit", ""),
    ("fair-settings", |it| &it.organiser, "/fairs/{code}/settings", ""),
    ("fair-settings-auditor", |it| &it.auditor, "/fairs/{code}/settings", ""),
    ("fair-charge", |it| &it.organiser, "/fairs/{code}/charge", ""),
    ("fair-close", |it| &it.organiser, "/fairs/{code}/close", ""),
    ("booth-close", |it| &it.organiser, "/fairs/{code}/booths/{booth}/close", ""),
    ("fair-booths", |it| &it.organiser, "/fairs/{code}/booths", ""),
    ("fair-booths-auditor", |it| &it.auditor, "/fairs/{code}/booths", ""),
    ("fair-gates", |it| &it.organiser, "/fairs/{code}/gates", ""),
    ("fair-devices", |it| &it.organiser, "/fairs/{code}/devices", ""),
    ("fair-prices", |it| &it.organiser, "/fairs/{code}/prices", ""),
    ("fair-promotions", |it| &it.organiser, "/fairs/{code}/promotions", ""),
    ("promotion-new", |it| &it.organiser, "/fairs/{code}/promotions/new", ""),
    ("promotion", |it| &it.organiser, "/fairs/{code}/promotions/{uid}", ""),
    ("own-promotions", |it| &it.manager, "/booth/promotions", ""),
    ("own-promotion", |it| &it.manager, "/booth/promotions/{uid}", ""),
    ("own-promotion-new", |it| &it.manager, "/booth/promotions/new", ""),
    ("booth-new", |it| &it.organiser, "/fairs/{code}/booths/new", ""),
    ("booth-edit", |it| &it.organiser, "/fairs/{code}/booths/{booth}/edit", ""),
    ("booth-goods", |it| &it.organiser, "/fairs/{code}/booths/{booth}/goods", ""),
    ("booth-goods-auditor", |it| &it.auditor, "/fairs/{code}/booths/{booth}/goods", ""),
    ("booth-goods-new", |it| &it.organiser, "/fairs/{code}/booths/{booth}/goods/new", ""),
    ("booth-numbers", |it| &it.organiser, "/fairs/{code}/booths/{booth}/numbers", ""),
    ("booth-range", |it| &it.organiser, "/fairs/{code}/booths/{booth}/range", ""),
    ("booth-stock", |it| &it.organiser, "/fairs/{code}/booths/{booth}/stock", ""),
    ("booth-documents", |it| &it.organiser, "/fairs/{code}/booths/{booth}/stock/documents", ""),
    ("booth-delivery", |it| &it.organiser, "/fairs/{code}/booths/{booth}/stock/delivery", ""),
    ("booth-loss", |it| &it.organiser, "/fairs/{code}/booths/{booth}/stock/loss", ""),
    ("booth-return", |it| &it.organiser, "/fairs/{code}/booths/{booth}/stock/return", ""),
    ("own-stock", |it| &it.manager, "/booth/stock", ""),
    ("own-documents", |it| &it.manager, "/booth/stock/documents", ""),
    ("own-delivery", |it| &it.manager, "/booth/stock/delivery", ""),
    ("own-loss", |it| &it.manager, "/booth/stock/loss", ""),
    ("own-return", |it| &it.manager, "/booth/stock/return", ""),
    ("booth-transfer", |it| &it.organiser, "/fairs/{code}/booths/{booth}/stock/transfer", ""),
    ("own-transfer", |it| &it.manager, "/booth/stock/transfer", ""),
    ("rooms", |it| &it.organiser, "/fairs/{code}/rooms", ""),
    ("room", |it| &it.organiser, "/fairs/{code}/rooms/{room}", ""),
    ("room-documents", |it| &it.organiser, "/fairs/{code}/rooms/{room}/documents", ""),
    ("room-delivery", |it| &it.organiser, "/fairs/{code}/rooms/{room}/delivery", ""),
    ("room-loss", |it| &it.organiser, "/fairs/{code}/rooms/{room}/loss", ""),
    ("room-refill", |it| &it.organiser, "/fairs/{code}/rooms/{room}/refill", ""),
    ("room-count", |it| &it.organiser, "/fairs/{code}/rooms/{room}/count", ""),
    ("room-return", |it| &it.organiser, "/fairs/{code}/rooms/{room}/return", ""),
    ("room-transfer", |it| &it.organiser, "/fairs/{code}/rooms/{room}/transfer", ""),
    ("transfer-receipt", |it| &it.manager, "/documents/{uid}/receipt", ""),
    ("transfer-ending", |it| &it.manager, "/documents/{uid}/ending", ""),
    ("document", |it| &it.organiser, "/documents/{uid}", ""),
    ("document-reversal", |it| &it.manager, "/documents/{uid}/reversal", ""),
    ("own-booth", |it| &it.manager, "/booth", ""),
    ("own-numbers", |it| &it.manager, "/booth/numbers", ""),
    ("own-edit", |it| &it.manager, "/booth/edit", ""),
    ("own-goods-new", |it| &it.manager, "/booth/new", "/booth/new?barcode=8938505974194"),
    ("own-range", |it| &it.manager, "/booth/range", ""),
    ("own-people", |it| &it.manager, "/booth/people", ""),
    ("own-person-new", |it| &it.manager, "/booth/people/new", ""),
    ("own-person", |it| &it.manager, "/booth/people/{uid}", ""),
    ("products", |it| &it.organiser, "/products", ""),
    ("products-none", |it| &it.organiser, "/products", "/products?q=khong-co"),
    ("product-new", |it| &it.organiser, "/products/new", ""),
    ("product", |it| &it.organiser, "/products/{uid}", ""),
    ("producers", |it| &it.organiser, "/producers", ""),
    ("producer", |it| &it.organiser, "/producers/{uid}", ""),
    ("producer-papers", |it| &it.organiser, "/producers/{uid}/papers", ""),
    ("product-listings", |it| &it.organiser, "/products/{uid}/listings", ""),
    ("report-rewards", |it| &it.auditor, "/reports/rewards", ""),
    ("reward-rules", |it| &it.organiser, "/reports/rewards/rules", ""),
    ("report-table", |it| &it.organiser, "/reports/table", "/reports/table?by=zone&star=4"),
    ("report-papers", |it| &it.auditor, "/reports/papers", ""),
    ("report-online", |it| &it.organiser, "/reports/online", ""),
    ("import", |it| &it.organiser, "/import", ""),
    ("transfers", |it| &it.organiser, "/transfers", "/transfers?fair=HL26"),
    ("transfers-manager", |it| &it.manager, "/transfers", ""),
    ("sale", |it| &it.manager, "/sales/{uid}", ""),
    ("sale-void", |it| &it.auditor, "/sales/{uid}", "/sales/{void}"),
    ("sale-transfer", |it| &it.seller, "/sales/{uid}", "/sales/{claimed}"),
    ("people", |it| &it.admin, "/people", ""),
    ("person-new", |it| &it.admin, "/people/new", ""),
    ("person", |it| &it.admin, "/people/{uid}", ""),
    ("printers", |it| &it.organiser, "/printers", ""),
    ("backups", |it| &it.organiser, "/backups", ""),
    ("sync", |it| &it.organiser, "/sync", ""),
    ("letterhead", |it| &it.organiser, "/letterhead", ""),
    ("differences", |it| &it.organiser, "/differences", ""),
    ("unsent", |it| &it.organiser, "/unsent", ""),
    ("printer", |it| &it.organiser, "/printers/{printer}", ""),
    ("printer-calibration", |it| &it.organiser, "/printers/{printer}/calibration", ""),
    ("devices", |it| &it.organiser, "/devices", ""),
    ("device-pair", |it| &it.organiser, "/devices/pair", ""),
    ("device-revoke", |it| &it.organiser, "/devices/{uid}/revoke", ""),
    (
        "device-code",
        |it| &it.organiser,
        "/devices/code",
        "/devices/code?code=AB12&address=127.0.0.1",
    ),
    ("account", |it| &it.organiser, "/account", ""),
    ("own-account", |it| &it.seller, "/account", ""),
    ("refused", |it| &it.seller, "/people", ""),
    ("missing", |it| &it.organiser, "/fairs/{code}", "/fairs/KHONG-CO"),
];

/// Pages of the same day once our booth has closed a shift.
const SHIFTS: &[Golden] = &[
    ("shifts", |it| &it.organiser, "/fairs/{code}/booths/{booth}/shifts", ""),
    ("own-shifts", |it| &it.manager, "/booth/shifts", ""),
    ("shift", |it| &it.auditor, "/shifts/{uid}", ""),
];

/// A form that comes back with what is wrong: its file, who sends it, its address, kind and body.
type Wrong = (&'static str, fn(&Day) -> &Who, &'static str, &'static str, &'static str);

const WRONG: &[Wrong] = &[
    ("login-wrong", |it| &it.nobody, "/login", FORM, "login=&password="),
    ("fair-new-wrong", |it| &it.admin, "/fairs/new", FORM, "name=&starts_on=3+June&level=local"),
    ("product-new-wrong", |it| &it.admin, "/products/new", FORM, "name=Chè&price=-1&active=1"),
    ("promotion-wrong", |it| &it.admin, "/fairs/HL26/promotions/new", FORM, "name=&sort=amount"),
    ("person-new-wrong", |it| &it.admin, "/people/new", FORM, "name=Bi&role=seller&secret=12"),
    (
        "printer-wrong",
        |it| &it.admin,
        "/printers",
        FORM,
        "name=Hai&target=usb&width=576&margin=0&raster=rows&drawer=0&band=128",
    ),
    ("import-wrong", |it| &it.admin, "/import", PARTS, SHEET),
];

/// A sheet whose only row lacks its producer and has a price that is none.
const SHEET: &str = "--x\r\ncontent-disposition: form-data; name=\"kind\"\r\n\r\nproducts\r\n\
                     --x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\
                     \r\nname_vi,unit,price_vnd,producer,subject_type,ocop_group\n\
                     Ruốc hàu,hũ,chín mươi,,cooperative,1\n\r\n--x--\r\n";

/// Routes of a GET that answer machines, with a picture, or not on that day.
const NO_PAGES: [&str; 25] = [
    // The sheet of a booth, for its manager.
    "/booth/card",
    // It tells this machine's own folder and addresses (`settings.rs`).
    "/settings",
    "/booth/labels/{product}",
    "/fairs/{code}/booths/{booth}/labels/{product}",
    "/documents/{uid}/paper.png",
    // Lines of the board, asked for again; they stand in its page.
    "/fairs/{code}/attention",
    "/fairs/{code}/stock/soon",
    "/fairs/{code}/booths/{booth}/attention",
    "/booth/attention",
    "/healthz",
    // Only where a copy was restored.
    "/takeover",
    // Only at a hub (`hub/screens.rs`), and a part of a page.
    "/hub",
    "/hub/machines/{uid}",
    "/hub/chains/{uid}",
    "/sync/state",
    "/standbys/state",
    "/metrics",
    "/sw.js",
    "/api/openapi.json",
    "/static/{version}/{*path}",
    "/r/{sale}/receipt.png",
    "/r/{sale}/receipt.bin",
    "/photos/{file}",
    "/shifts/{uid}/paper.png",
    // A workbook to fill in.
    "/import/template",
];

const LANGUAGES: [&str; 2] = ["vi", "en"];

fn file(lang: &str, name: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/golden/pages");
    PathBuf::from(folder).join(lang).join(format!("{name}.html"))
}

/// The page as lines. Two things of it no test can hold still: the version of the static files,
/// which is a digest over all of them, and the addresses that this machine happens to have.
fn settled(page: &Page) -> String {
    let mut html = page.text.clone();
    if let Some(version) = html.split("/static/").nth(1).and_then(|rest| rest.split('/').next()) {
        html = html.replace(&format!("/static/{version}/"), "/static/VERSION/");
    }
    // The page offers addresses only when there are several; the one shown was asked for.
    let others = [
        ("<p>Không mở được? Địa chỉ khác:</p>", "</div>"),
        ("<p>Or another address:</p>", "</div>"),
        ("<p class=\"hint\">Địa chỉ của máy này:</p>", "</form>"),
        ("<p class=\"hint\">Addresses of this machine:</p>", "</form>"),
    ];
    for (head, end) in others {
        if let Some((before, after)) = html.split_once(head) {
            let after = after.split_once(end).unwrap().1;
            html = format!("{before}{after}");
        }
    }
    format!("<!-- {} -->\n{}", page.status, lines::lines(&html))
}

/// Cards that lie at a booth: both languages stand on them, whoever prints them.
const CARDS: [&str; 2] = ["seller-card", "booth-card"];

/// A page in Vietnamese and in English.
type Both = [Page; 2];

/// Compares a page with its files, or writes them.
fn compare(name: &str, [vi, en]: &Both, breaches: &mut Vec<String>) {
    let (whole, other) = (settled(vi), settled(en));
    if whole.lines().count() != other.lines().count() {
        breaches.push(format!("{name}: the two languages have not as many lines"));
    }
    let lines = other.lines().zip(whole.lines());
    let differing = lines.filter(|(en, vi)| en != vi).map(|(en, _)| format!("{}\n", en.trim()));
    against_file("vi", name, &whole, breaches);
    against_file("en", name, &differing.collect::<String>(), breaches);
    for (lang, page) in LANGUAGES.iter().zip([vi, en]) {
        if !page.text.contains(&format!("<html lang=\"{lang}\">")) {
            breaches.push(format!("{lang}/{name}: not marked as {lang}"));
        }
    }
    if CARDS.contains(&name) {
        return;
    }
    let own = lines::texts(&en.text).into_iter().filter(|text| foreign::foreign(text));
    breaches.extend(own.map(|text| format!("en/{name}: Vietnamese: {text}")));
}

fn against_file(lang: &str, name: &str, found: &str, breaches: &mut Vec<String>) {
    let path = file(lang, name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, found).unwrap();
    }
    let stood = fs::read_to_string(&path).unwrap_or_default();
    if found != stood {
        let differs = |(one, other): &(&str, &str)| one != other;
        let first = stood.lines().zip(found.lines()).enumerate().find(|(_, it)| differs(it));
        let first = first.map(|(n, (old, new))| format!("line {}\n  - {old}\n  + {new}", n + 1));
        let more = || format!("{} lines, now {}", stood.lines().count(), found.lines().count());
        breaches.push(format!("{lang}/{name}: {}", first.unwrap_or_else(more)));
    }
}

/// What somebody is shown in both languages.
async fn both(day: &Day, who: &Who, path: &str) -> Both {
    [day.get(who, LANGUAGES[0], path).await, day.get(who, LANGUAGES[1], path).await]
}

#[tokio::test]
async fn every_page_is_as_it_was_last_looked_at_in_both_languages() {
    let (day, mut breaches) = (Day::open().await, Vec::new());
    let (closed, empty) = (shift_day::day().await, TestShop::open().await);
    for (name, who, route, path) in GOLDEN {
        let path = if path.is_empty() { route } else { path };
        let path = address(&day, path, "").await;
        compare(name, &both(&day, who(&day), &path).await, &mut breaches);
    }
    for (name, who, route, _) in SHIFTS {
        let path = address(&closed, route, "").await;
        compare(name, &both(&closed, who(&closed), &path).await, &mut breaches);
    }
    for (name, who, path, kind, body) in WRONG {
        let vi = day.post(who(&day), LANGUAGES[0], path, kind, body).await;
        let en = day.post(who(&day), LANGUAGES[1], path, kind, body).await;
        compare(name, &[vi, en], &mut breaches);
    }
    let nobody = Who::default();
    let vi = Day::ask(&empty, &nobody, LANGUAGES[0], "/setup").await;
    let en = Day::ask(&empty, &nobody, LANGUAGES[1], "/setup").await;
    compare("setup", &[vi, en], &mut breaches);
    assert!(breaches.is_empty(), "pages differ; UPDATE_GOLDEN=1\n{}", breaches.join("\n"));
}

#[test]
fn every_page_has_its_golden_file_and_every_file_its_page() {
    let mut known: Vec<&str> = GOLDEN.iter().map(|it| it.0).collect();
    known.extend(WRONG.iter().map(|it| it.0));
    known.extend(SHIFTS.iter().map(|it| it.0));
    known.push("setup");
    for lang in LANGUAGES {
        let folder = file(lang, "any");
        for found in fs::read_dir(folder.parent().unwrap()).unwrap() {
            let path = found.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(known.contains(&name), "{} is nobody's page", path.display());
        }
    }
    for (method, route, _, answers) in PAGES {
        let page = *method == "GET" && answers.contains('k') && !NO_PAGES.contains(route);
        let there = GOLDEN.iter().chain(SHIFTS).any(|it| it.2 == *route);
        assert!(!page || there, "{route} has no golden file");
    }
}
