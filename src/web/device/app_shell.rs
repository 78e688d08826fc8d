//! The shells of the device's pages: the same for everyone, so that a phone may keep them. All
//! that is someone's own comes as JSON. The language is set by the page itself from its cookie
//! (`words.js`): a shell that varied by cookies would be lost to its phone at the first sign-in.

use crate::{
    base::lang::Lang,
    web::http::{
        app::App,
        assets::{self, url},
        guard::Open,
        https::{self, Scheme},
        route::get,
    },
};
use axum::{
    Extension, Router,
    extract::Query,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};

/// Routes of the till, the gate, joining, and the choice of language.
pub fn router() -> Router<App> {
    Router::new()
        .route("/till", get(till))
        .route("/customer", get(customer))
        .route("/gate", get(gate))
        .route("/join", get(join))
        .route("/join/{code}", get(join))
        .route("/lang/{tag}", get(language))
}

/// The shells that open while the server is away.
pub const KEPT: [&str; 3] = ["till", "gate", "customer"];

async fn till(Open(lang): Open, scheme: Option<Extension<Scheme>>) -> Response {
    reaching(scheme, shell(lang, "till"))
}

/// The second screen, for the customer: no button of the seller's, nothing of the booth's own.
async fn customer(Open(lang): Open) -> Response {
    shell(lang, "customer")
}

async fn gate(Open(lang): Open, scheme: Option<Extension<Scheme>>) -> Response {
    reaching(scheme, shell(lang, "gate"))
}

async fn join(Open(lang): Open) -> Response {
    shell(lang, "join")
}

/// The title of each shell, Vietnamese and English.
fn title(page: &str) -> (&'static str, &'static str) {
    match page {
        "till" => ("Bán hàng", "Till"),
        "gate" => ("Đếm khách", "Gate"),
        "customer" => ("Màn hình khách", "Customer’s screen"),
        _ => ("Ghép thiết bị", "Pair this device"),
    }
}

/// A week in the phone's cache, longer than a fair. Every opening asks for a newer one for the next
/// (`offline_shell.js`), so an upgrade takes one opening more; `stale-while-revalidate` would do
/// the same, but Chromium does not heed it when a person opens a page.
const CACHE: &str = "private, max-age=604800";

fn shell(lang: Lang, page: &str) -> Response {
    let kept = KEPT.contains(&page);
    let cache = if kept { CACHE } else { "private, no-cache" };
    ([(header::CACHE_CONTROL, cache)], body(lang, page)).into_response()
}

/// A till and a gate may speak to other addresses of their own scheme: the laptop may come back
/// under one that nobody can foresee (`static/js/net/failover.js`).
fn reaching(scheme: Option<Extension<Scheme>>, mut shell: Response) -> Response {
    let more = match scheme.map(|Extension(scheme)| scheme).unwrap_or_default() {
        Scheme::Plain => "http:",
        Scheme::Tls => "https:",
    };
    shell.headers_mut().insert(header::CONTENT_SECURITY_POLICY, https::reaching(more));
    shell
}

/// The style sheets of each shell.
fn sheets(page: &str) -> &'static [&'static str] {
    match page {
        "till" => &[assets::TILL_SHEETS],
        "customer" => &["css/tokens.css", "css/base.css", "css/customer.css"],
        "gate" => &["css/tokens.css", "css/base.css", "css/sheet.css", "css/gate.css"],
        _ => &["css/tokens.css", "css/base.css", "css/signin.css"],
    }
}

/// Those that its first screen does without (`lazy_load.js`).
fn later_sheets(page: &str) -> &'static [&'static str] {
    match page {
        "till" => &["cart", "sheet", "pay", "list", "shift", "side", "stock"],
        _ => &[],
    }
}

/// What comes right behind the first screen, on every connection, because selling needs it.
fn behind(page: &str) -> Vec<String> {
    match page {
        "till" => assets::modules("js/screens.js"),
        _ => Vec::new(),
    }
}

/// What the browser fetches at once, so that modules do not wait for each other to be read; and
/// what it fetches as soon as the first screen stands (`lazy_load.js`).
fn modules(page: &str, behind: &[String]) -> Markup {
    let first = assets::modules(&format!("js/{page}.js"));
    html! {
        @for module in &first { link rel="modulepreload" href=(url(module)); }
        @for sheet in later_sheets(page) {
            link data-later="stylesheet" href=(url(&format!("css/{sheet}.css")));
        }
        @for module in behind.iter().filter(|module| !first.contains(module)) {
            link data-later="modulepreload" href=(url(module));
        }
    }
}

/// A shell's document.
pub fn body(lang: Lang, page: &str) -> Markup {
    let (vi, en) = title(page);
    let script = format!("js/{page}.js");
    let behind = behind(page);
    let later = assets::later(&script).into_iter().filter(|module| !behind.contains(module));
    let later: Vec<String> = later.map(|path| url(&path)).collect();
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title data-vi=(vi) data-en=(en) { (lang.say(vi, en)) " · Chợ Phiên" }
                link rel="icon" href=(url("icon/chophien.svg"));
                script src=(url("js/theme.js")) {}
                @for sheet in sheets(page) {
                    link rel="stylesheet" href=(url(sheet));
                }
                (modules(page, &behind))
            }
            // What is needed on first use alone is fetched when the opening is long over
            // (`offline_shell.js`): on plain HTTP the browser's cache is all there is when the
            // server is away.
            body data-page=(page) data-later=[(!later.is_empty()).then(|| later.join(" "))] {
                main id="app" {}
                script type="module" src=(url(&script)) {}
            }
        }
    }
}

#[derive(serde::Deserialize)]
struct Back {
    back: Option<String>,
}

async fn language(
    _: Open,
    axum::extract::Path(tag): axum::extract::Path<String>,
    Query(query): Query<Back>,
) -> Response {
    let cookie =
        format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", Lang::of_tag(&tag).tag());
    let back = query.back.filter(|path| local(path)).unwrap_or_else(|| "/".to_owned());
    (StatusCode::SEE_OTHER, [(header::SET_COOKIE, cookie), (header::LOCATION, back)])
        .into_response()
}

/// Whether a browser takes this for a page of our own. It reads `\` as `/` and skips control
/// characters, so that `/\host` and `/<tab>/host` lead elsewhere.
fn local(path: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_graphic() && letter != '\\';
    path.starts_with('/') && !path.starts_with("//") && path.chars().all(plain)
}
