//! The shells of the device's pages: the same for everyone, so that a phone may keep them. All
//! that is someone's own comes as JSON.

use super::{app::App, assets::url, guard};
use crate::base::lang::Lang;
use axum::{
    Router,
    extract::Query,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
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

async fn till(headers: HeaderMap) -> Response {
    let lang = guard::lang(&headers);
    shell(lang, "till", lang.say("Bán hàng", "Till"))
}

/// The second screen, for the customer: no button of the seller's, nothing of the booth's own.
async fn customer(headers: HeaderMap) -> Response {
    let lang = guard::lang(&headers);
    shell(lang, "customer", lang.say("Màn hình khách", "Customer’s screen"))
}

async fn gate(headers: HeaderMap) -> Response {
    let lang = guard::lang(&headers);
    shell(lang, "gate", lang.say("Đếm khách", "Gate"))
}

async fn join(headers: HeaderMap) -> Response {
    let lang = guard::lang(&headers);
    shell(lang, "join", lang.say("Ghép thiết bị", "Pair this device"))
}

fn shell(lang: Lang, page: &str, title: &str) -> Response {
    let headers = [
        (header::CACHE_CONTROL, "private, max-age=86400"),
        (header::VARY, "cookie, accept-language"),
    ];
    (headers, body(lang, page, title)).into_response()
}

/// The style sheets of each shell.
fn sheets(page: &str) -> &'static [&'static str] {
    match page {
        "till" => &["base", "sheet", "till", "cart", "pay", "list", "signin", "shift"],
        "customer" => &["base", "customer"],
        "gate" => &["base", "gate"],
        _ => &["base", "signin"],
    }
}

fn body(lang: Lang, page: &str, title: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Chợ Phiên" }
                link rel="icon" href=(url("icon/chophien.svg"));
                @for sheet in sheets(page) {
                    link rel="stylesheet" href=(url(&format!("css/{sheet}.css")));
                }
            }
            body data-page=(page) {
                main id="app" {}
                script type="module" src=(url(&format!("js/{page}.js"))) {}
            }
        }
    }
}

#[derive(serde::Deserialize)]
struct Back {
    back: Option<String>,
}

async fn language(
    axum::extract::Path(tag): axum::extract::Path<String>,
    Query(query): Query<Back>,
) -> Response {
    let cookie =
        format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", Lang::of_tag(&tag).tag());
    // Browsers read a backslash as a slash and leave out tabs: both would make a foreign host.
    let plain = |path: &str| !path.contains(|letter: char| letter == '\\' || letter.is_control());
    let local = |path: &String| path.starts_with('/') && !path.starts_with("//") && plain(path);
    let back = query.back.filter(local).unwrap_or_else(|| "/".to_owned());
    (StatusCode::SEE_OTHER, [(header::SET_COOKIE, cookie), (header::LOCATION, back)])
        .into_response()
}
