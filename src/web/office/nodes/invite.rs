//! An invitation: the code, the hub's addresses, and both as a QR that can be sent on.

use crate::{
    base::lang::Lang,
    sync::hub::{self, INVITED},
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::Spoken,
            route::post,
        },
        office::nodes::home::only_hub,
        ui::{
            answer::{Shown, shown},
            page, qr,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// Route of invitations.
pub fn router() -> Router<App> {
    Router::new().route("/hub/invitations", post(invite))
}

/// Each press makes a code; it is shown once and stands in no address.
async fn invite(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    only_hub(&caller)?;
    let code = hub::invite(&app.shop).await.spoken(caller.lang)?;
    shown(draw(&caller, &code, &addresses(&app)))
}

/// The hub's addresses: by HTTPS with the fingerprint of its authority first.
fn addresses(app: &App) -> Vec<String> {
    let hosts = app.hosts.reachable();
    let pinned = |host: &String| {
        let trust = app.trust.as_ref()?;
        Some(format!("{}/#{}", trust.url(host)?, trust.live.authority().pin()))
    };
    let plain = hosts.iter().map(|host| format!("http://{host}:{}", app.hosts.port));
    hosts.iter().filter_map(pinned).chain(plain).collect()
}

fn draw(caller: &Caller, code: &str, at: &[String]) -> Markup {
    let lang = caller.lang;
    let title = lang.say("Mời một máy hội chợ", "Invite a fair’s laptop");
    let (first, rest) = code.split_at(code.len() / 2);
    let url = at.first().map(String::as_str).unwrap_or_default();
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            p { (steps(lang)) }
            section class="card" {
                div style="max-width:280px" { (qr::svg(&format!("{url} {code}"))) }
                p class="lead" { (lang.say("Mã mời", "Invitation")) ": " b { (first) " " (rest) } }
                p class="hint" { (lang.say("Dùng một lần, trong", "Once, within")) " "
                    (INVITED / 60_000) " " (lang.say("phút", "minutes")) }
                p { (lang.say("Địa chỉ", "Address")) ":" }
                ul { @for url in at { li { code { (url) } } } }
            }
            form method="post" action="/hub/invitations" {
                button class="big" { (lang.say("Mời máy khác", "Invite another")) }
            }
            p { a href="/hub" { (lang.say("← Tổng hợp", "← All fairs")) } }
        }
    };
    page::page(caller, "/hub", title, body)
}

fn steps(lang: Lang) -> &'static str {
    lang.say(
        "Ở máy của hội chợ: mở trang Sao lưu → Gửi sổ lên máy tổng hợp, nhập địa chỉ và mã dưới \
         đây. Mã QR chứa cả hai, để gửi ảnh qua Zalo.",
        "On the fair’s laptop: open Backups → The book goes to a hub, and enter the address and \
         the code below. The QR holds both, to be sent as a picture.",
    )
}
