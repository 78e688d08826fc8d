//! A code by which a laptop becomes a standby: with the address and the command, and as a QR.

use crate::{
    base::lang::Lang,
    standby::leader::{self, HOLDS},
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::Spoken,
            route::post,
        },
        ui::{
            answer::{Shown, shown},
            form::Form,
            page, qr,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// Route of codes.
pub fn router() -> Router<App> {
    Router::new().route("/standbys/codes", post(invite))
}

/// Each press makes a code; it is shown once and stands in no address.
async fn invite(Organiser(caller): Organiser, State(app): State<App>, form: Form) -> Shown {
    let plain = form.get("plain") == "1";
    let code = leader::invite(&app.shop, plain).await.spoken(caller.lang)?;
    shown(draw(&caller, &code, &addresses(&app, plain), plain))
}

/// Where the second laptop finds this one: by HTTPS with the fingerprint of its authority, and
/// without encryption only where that was allowed.
fn addresses(app: &App, plain: bool) -> Vec<String> {
    let hosts = app.hosts.reachable();
    let pinned = |host: &String| {
        let trust = app.trust.as_ref()?;
        Some(format!("{}/#{}", trust.url(host)?, trust.live.authority().pin()))
    };
    let open = hosts.iter().filter(|_| plain);
    let open = open.map(|host| format!("http://{host}:{}", app.hosts.port));
    hosts.iter().filter_map(pinned).chain(open).collect()
}

fn draw(caller: &Caller, code: &str, at: &[String], plain: bool) -> Markup {
    let lang = caller.lang;
    let title = lang.say("Thêm máy dự phòng", "Add a standby");
    let (first, rest) = code.split_at(code.len() / 2);
    let url = at.first().map(String::as_str).unwrap_or_default();
    let bare = if plain && at.len() == 1 { " --without-encryption" } else { "" };
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            p { (lang.say(
                "Ở máy thứ hai đã cài Chợ Phiên, mở cửa sổ lệnh và chạy:",
                "On the second laptop, on which Chợ Phiên is installed, open a terminal and run:",
            )) }
            section class="card" {
                p style="overflow-wrap:anywhere" { code {
                    "chophien standby " (url) " " (code) " --data du-phong" (bare)
                } }
                p { (lang.say("rồi", "then")) " " code { "chophien serve --data du-phong" } }
                div style="max-width:280px" { (qr::svg(&format!("{url} {code}"))) }
                p class="lead" { (lang.say("Mã", "Code")) ": " b { (first) " " (rest) } }
                p class="hint" { (lang.say("Dùng một lần, trong", "Once, within")) " "
                    (HOLDS / 60_000) " " (lang.say("phút", "minutes")) }
                @if at.len() > 1 {
                    p { (lang.say("Nếu địa chỉ trên không tới được", "Where that is not reached"))
                        ":" }
                    ul { @for url in &at[1..] {
                        li style="overflow-wrap:anywhere" { code { (url) } }
                    } }
                }
                @if at.is_empty() { (no_https(lang)) }
            }
            p { a href="/backups" { (lang.say("← Sao lưu", "← Backups")) } }
        }
    };
    page::page(caller, "/backups", title, body)
}

fn no_https(lang: Lang) -> Markup {
    html! {
        p class="notice stop" { (lang.say(
            "HTTPS của máy này đang tắt, mà bản sao có bí mật. Hãy chạy lại chophien serve với \
             cổng HTTPS còn trống: --tls-listen ĐỊA_CHỈ:CỔNG",
            "HTTPS is off on this laptop, and the copy holds secrets. Run chophien serve again \
             with a free port for HTTPS: --tls-listen ADDRESS:PORT",
        )) }
    }
}
