//! Bringing in the file of a device that can no longer send by itself. The page's own script
//! reads the file and sends its rows through the same calls that the device would have used, one
//! by one; so what came already is known by its id, and nothing is counted twice.

use crate::{
    base::lang::Lang,
    staff::Role,
    web::{
        http::{
            app::App,
            assets::url,
            guard::{Caller, Guard, Refused, SignedIn},
            route::get,
        },
        ui::{
            answer::{Shown, shown},
            page,
        },
    },
};
use axum::{Router, extract::FromRequestParts, http::request::Parts};
use maud::{Markup, html};

/// Route of the page.
pub fn router() -> Router<App> {
    Router::new().route("/unsent", get(ask))
}

/// Someone who may bring a file in: a booth's manager, or an organiser.
struct Importer(Caller);

impl Guard for Importer {}

impl FromRequestParts<App> for Importer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Importer, Refused> {
        let SignedIn { caller, person } = SignedIn::from_request_parts(parts, app).await?;
        if person.role != Role::Manager {
            caller.organiser()?;
        }
        Ok(Importer(caller))
    }
}

async fn ask(Importer(caller): Importer) -> Shown {
    let lang = caller.lang;
    let title = lang.say("Nhập phiếu chưa gửi", "Bring in unsent sales");
    let body = draw_page(title, lang);
    shown(page::page(&caller, "/unsent", title, body))
}

fn draw_page(title: &str, lang: Lang) -> Markup {
    html! {
        h1 { (title) }
        p { (lang.say(
            "Máy nào không gửi được nữa thì bấm “Lưu ra tệp” trên máy đó, đem tệp về đây (Zalo, \
             USB) và chọn ở dưới. Phiếu giữ nguyên số máy và giờ bán; chọn hai lần cũng chỉ ghi \
             một lần.",
            "On a device that can no longer send, press “Save to a file”, bring the file here and \
             choose it below. Sales keep their device’s number and their time; choosing a file \
             twice records it once."))
        }
        div class="form" {
            div class="form-row" {
                label class="label" for="unsent-file" {
                    (lang.say("Tệp của máy (chua-gui-….json)",
                        "The device’s file (chua-gui-….json)"))
                }
                input class="field" id="unsent-file" type="file" accept=".json,application/json";
            }
        }
        div id="unsent-rows" {}
        script type="module" src=(url("js/import_unsent.js")) {}
    }
}
