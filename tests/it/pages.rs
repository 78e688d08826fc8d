//! Nobody opens or sends a page that is not his or hers: one walk over every page there is.

use crate::day::Day;
pub use sent::{SEEN, said, sent};

mod sent;
mod walks;

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
    ("GET", "/p/{product}", "", "kkkkkkkkkk"),
    ("GET", "/p/{product}/{lot}", "", "kkkkkkkkkk"),
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
    ("GET", "/fairs/{code}/stock", "", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}/account", "", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}/account", "?format=xlsx", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}/places/{place}/account", "", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}/booths/{booth}/account", "", "LFFkFFFkkk"),
    ("GET", "/fairs/{code}/places/{place}/moves/{product}/{owner}/{column}", "", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}/booths/{booth}/moves/{product}/{owner}/{column}", "", "LFFkFFFkkk"),
    ("GET", "/fairs/{code}/lots", "", "LFFFFFFkkk"),
    ("GET", "/lots/{product}/{lot}", "", "LFFFFFFkkk"),
    ("GET", "/lots/{product}/{lot}", "?format=pdf", "LFFFFFFkkk"),
    ("GET", "/lots/{product}/{lot}/sales", "", "LFFFFFFkkk"),
    ("GET", "/lots/{product}/{lot}/recall", "", "LFFFFFFFkk"),
    ("POST", "/lots/{product}/{lot}/recall", "", "LFFFFFFF>>"),
    ("GET", "/lots/{product}/{lot}/release", "", "LFFFFFFFkk"),
    ("POST", "/lots/{product}/{lot}/release", "", "LFFFFFFF>>"),
    ("GET", "/products/{uid}/recall", "", "LFFFFFFFkk"),
    ("POST", "/products/{uid}/recall", "", "LFFFFFFF>>"),
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
    ("GET", "/fairs/{code}/booths/{booth}/labels", "", "LFFkFFFFkk"),
    ("GET", "/fairs/{code}/booths/{booth}/labels/sheet", "", "LFFkFFFFkk"),
    ("GET", "/fairs/{code}/booths/{booth}/labels/{product}", "", "LFFkFFFFkk"),
    ("POST", "/fairs/{code}/booths/{booth}/labels/numbers", "", "LFF>FFFF>>"),
    // Our booth has no printer on that day.
    ("POST", "/fairs/{code}/booths/{booth}/labels/prints", "", "LFF0FFFF00"),
    ("GET", "/fairs/{code}/booths/{booth}/range", "", "LFFkFFFFkk"),
    ("POST", "/fairs/{code}/booths/{booth}/range", "", "LFF>FFFF>>"),
    ("POST", "/fairs/{code}/booths/{booth}/price", "", "LFF>FFFF>>"),
    ("GET", "/fairs/{code}/booths/{booth}/stock", "", "LFFkFFFkkk"),
    ("GET", "/fairs/{code}/booths/{booth}/stock/delivery", "", "LFFkFFFFkk"),
    ("POST", "/fairs/{code}/booths/{booth}/stock/delivery", "", "LFF>FFFF>>"),
    ("GET", "/fairs/{code}/booths/{booth}/stock/loss", "", "LFFkFFFFkk"),
    ("POST", "/fairs/{code}/booths/{booth}/stock/loss", "", "LFF>FFFF>>"),
    ("GET", "/fairs/{code}/booths/{booth}/stock/return", "", "LFFkFFFFkk"),
    ("POST", "/fairs/{code}/booths/{booth}/stock/return", "", "LFF>FFFF>>"),
    ("GET", "/fairs/{code}/booths/{booth}/stock/transfer", "", "LFFkFFFFkk"),
    ("POST", "/fairs/{code}/booths/{booth}/stock/transfer", "", "LFF>FFFF>>"),
    ("GET", "/fairs/{code}/rooms", "", "LFFFFFFkkk"),
    ("POST", "/fairs/{code}/rooms", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/rooms/{room}", "", "LFFFFFFkkk"),
    ("GET", "/fairs/{code}/rooms/{room}/delivery", "", "LFFFFFFFkk"),
    ("POST", "/fairs/{code}/rooms/{room}/delivery", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/rooms/{room}/loss", "", "LFFFFFFFkk"),
    ("POST", "/fairs/{code}/rooms/{room}/loss", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/rooms/{room}/return", "", "LFFFFFFFkk"),
    ("POST", "/fairs/{code}/rooms/{room}/return", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/rooms/{room}/transfer", "", "LFFFFFFFkk"),
    ("POST", "/fairs/{code}/rooms/{room}/transfer", "", "LFFFFFFF>>"),
    ("GET", "/fairs/{code}/rooms/{room}/count", "", "LFFFFFFFkk"),
    ("POST", "/fairs/{code}/rooms/{room}/count", "", "LFFFFFFF>>"),
    ("GET", "/documents/{uid}/paper.png", "", "LFFkFFFkkk"),
    // Our booth has no printer on that day.
    ("POST", "/documents/{uid}/prints", "", "LFF0FFFF00"),
    ("GET", "/documents/{uid}/receipt", "", "LFFkFFFFkk"),
    ("POST", "/documents/{uid}/receipt", "", "LFF>FFFF>>"),
    ("GET", "/documents/{uid}/ending", "", "LFFkFFFFkk"),
    ("POST", "/documents/{uid}/ending", "", "LFF>FFFF>>"),
    ("GET", "/documents/{uid}", "", "LFFkFFFkkk"),
    ("GET", "/documents/{uid}/reversal", "", "LFFkFFFFkk"),
    ("POST", "/documents/{uid}/reversal", "", "LFF>FFFF>>"),
    // One's own booth, whichever that is.
    ("GET", "/booth", "", "LFFkFk0000"),
    ("GET", "/booth/numbers", "", "LFFkFk0000"),
    ("GET", "/booth/shifts", "", "LFFkFk0000"),
    ("GET", "/booth/edit", "", "LFFkFk0000"),
    ("POST", "/booth/edit", "", "LFF>F>0000"),
    ("GET", "/booth/new", "?barcode=8938505974194", "LFFkFk0000"),
    ("POST", "/booth/new", "", "LFFwFw0000"),
    ("POST", "/booth/codes", "", "LFFwFw0000"),
    ("GET", "/booth/labels", "", "LFFkFk0000"),
    ("GET", "/booth/labels/sheet", "?kind=sign", "LFFkFk0000"),
    ("GET", "/booth/labels/{product}", "", "LFFkF00000"),
    ("POST", "/booth/labels/numbers", "", "LFF>F>0000"),
    ("POST", "/booth/labels/prints", "", "LFF0F>0000"),
    ("GET", "/booth/range", "", "LFFkFk0000"),
    ("POST", "/booth/range", "", "LFF>F>0000"),
    ("POST", "/booth/price", "", "LFF>F>0000"),
    ("GET", "/booth/stock", "", "LFFkFk0000"),
    ("GET", "/booth/stock/delivery", "", "LFFkFk0000"),
    ("POST", "/booth/stock/delivery", "", "LFF>Fw0000"),
    ("GET", "/booth/stock/loss", "", "LFFkFk0000"),
    ("POST", "/booth/stock/loss", "", "LFF>Fw0000"),
    ("GET", "/booth/stock/transfer", "", "LFFkFk0000"),
    ("POST", "/booth/stock/transfer", "", "LFF>Fw0000"),
    ("GET", "/booth/stock/return", "", "LFFkFk0000"),
    ("POST", "/booth/stock/return", "", "LFF>Fw0000"),
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

/// The transfer that is on its way to our booth.
const TRANSFER: &str = "select lower(hex(uid)) from document where kind = 'transfer' order by id";

/// The address of a route on that day: what is ours, named by its parts.
pub async fn address(day: &Day, route: &str, behind: &str) -> String {
    let uid = match route.split('/').nth(1) {
        _ if route.contains("/promotions/") => day.promotion.clone(),
        Some("products") => day.honey.to_string(),
        Some("producers") => {
            day.shop.words("select lower(hex(uid)) from producer").await[0].clone()
        }
        Some("sales") => day.sold["id"].as_str().unwrap().to_owned(),
        Some("documents") if route.ends_with("/receipt") || route.ends_with("/ending") => {
            day.shop.words(TRANSFER).await.remove(0)
        }
        Some("documents") => {
            day.shop.words("select lower(hex(uid)) from document order by id").await[0].clone()
        }
        Some("devices") => day.ours.device.to_string(),
        Some("shifts") => day.shop.words("select lower(hex(uid)) from shift").await[0].clone(),
        _ => day.person("Lan").await,
    };
    let ours = day.ours.uid.to_string();
    let owner = "select lower(hex(producer.uid)) from product join producer \
                 on producer.id = product.producer order by product.id limit 1";
    let owner = day.shop.words(owner).await[0].clone();
    let honey = day.honey.to_string();
    let booth = if route.starts_with("/printers") { &ours } else { "A03" };
    let named = [
        ("{code}", "HL26"),
        ("{booth}", booth),
        ("{room}", "K1"),
        ("{place}", "A03"),
        ("{product}", &honey),
        ("{owner}", &owner),
        ("{column}", "sold"),
        ("{lot}", "L2605"),
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
