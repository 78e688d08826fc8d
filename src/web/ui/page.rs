//! The page around a screen: head, navigation by role, language.

use crate::{
    base::lang::Lang,
    staff::Role,
    web::{
        http::{
            assets::url,
            guard::Caller,
            notices::draw_for,
            outage::{ID, notices},
        },
        ui::{clock::warning, help},
    },
};
use maud::{DOCTYPE, Markup, html};

/// A page for a signed-in person. `here` is its path, for navigation and for coming back after a
/// change of language.
pub fn page(caller: &Caller, here: &str, title: &str, body: Markup) -> Markup {
    let lang = caller.lang;
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (head(title))
            body data-page="page" {
                a class="skip" href="#main" { (lang.say("Tới nội dung", "Skip to content")) }
                (top(caller, here))
                main id="main" class="page" {
                    (kept(caller))
                    (draw_notices(caller)) (warning(caller)) (draw_for(caller)) (body)
                }
                script type="module" src=(url("js/page.js")) {}
            }
        }
    }
}

/// A page whose pieces come anew over the stream at `stream`.
pub fn live_page(caller: &Caller, here: &str, title: &str, stream: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(caller.lang.tag()) {
            (head(title))
            body data-page="board" data-live-url=(stream) {
                (top(caller, here))
                main id="main" class="page full" {
                    // Filled anew when it changes (web/http/outage.rs).
                    div id=(ID) { (draw_notices(caller)) }
                    (kept(caller)) (warning(caller)) (draw_for(caller))
                    (body)
                }
                script type="module" src=(url("js/board.js")) {}
            }
        }
    }
}

/// The answer to a save, over whatever page it leads to.
fn kept(caller: &Caller) -> Markup {
    html! {
        @if caller.saved {
            p class="notice good saved" role="status" { (caller.lang.say("Đã lưu", "Saved")) }
        }
    }
}

/// That nothing can be written, or that the disk is nearly full.
fn draw_notices(caller: &Caller) -> Markup {
    notices(caller.stop.as_ref(), caller.low, caller.lang)
}

/// The styles of every page, in order.
const SHEETS: [&str; 10] =
    ["tokens", "base", "page", "form", "table", "office", "chart", "help", "report", "print"];

/// The head of every page.
pub fn head(title: &str) -> Markup {
    head_with(title, &SHEETS, None)
}

/// The head of a page that has styles of its own, and perhaps a script before anything is drawn.
pub fn head_with(title: &str, sheets: &[&str], script: Option<&str>) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title) " · Chợ Phiên" }
            link rel="icon" href=(url("icon/chophien.svg"));
            script src=(url("js/theme.js")) {}
            @if let Some(script) = script { script type="module" src=(url(script)) {} }
            @for sheet in sheets {
                link rel="stylesheet" href=(url(&format!("css/{sheet}.css")));
            }
        }
    }
}

fn top(caller: &Caller, here: &str) -> Markup {
    let lang = caller.lang;
    html! {
        header class="top" {
            a class="brand" href="/" { "Chợ Phiên" }
            nav class="nav" aria-label=(lang.say("Điều hướng", "Navigation")) {
                @for (path, label) in links(caller) {
                    a href=(path) aria-current=[is_in(path, here).then_some("page")] {
                        (label)
                    }
                }
            }
            div class="top-end" {
                @if let Some(person) = &caller.person {
                    a class="quiet who" href="/account" {
                        (person.name) span class="role" { " · " (person.role.label(lang)) }
                    }
                    // On a till the seller changes where it is asked what is unsent.
                    @if caller.device.as_ref().is_none_or(|device| device.booth.is_none()) {
                        form method="post" action="/sign-out" {
                            button class="quiet" { (lang.say("Đăng xuất", "Sign out")) }
                        }
                    }
                }
                (help::link(caller))
                (colours(lang))
                (other_language(lang, here))
            }
        }
    }
}

/// The choice of colours; theme.js shows it, as it does nothing without.
fn colours(lang: Lang) -> Markup {
    let themes = [
        ("", lang.say("◐ Màu theo máy", "◐ Colours as the device")),
        ("light", lang.say("○ Sáng", "○ Light")),
        ("dark", lang.say("● Tối", "● Dark")),
        ("sunlight", lang.say("☀ Ngoài nắng", "☀ Sunlight")),
    ];
    html! {
        span hidden {
            select class="field" data-theme-choice aria-label=(lang.say("Giao diện", "Colours")) {
                @for (value, words) in themes { option value=(value) { (words) } }
            }
        }
    }
}

/// The way to the other language and back to this page.
pub fn other_language(lang: Lang, here: &str) -> Markup {
    let (tag, name) = match lang {
        Lang::Vi => ("en", "English"),
        Lang::En => ("vi", "Tiếng Việt"),
    };
    html! { a class="quiet" lang=(tag) href={ "/lang/" (tag) "?back=" (here) } { (name) } }
}

/// The page of settings and what it leads to.
const SETTINGS: [&str; 6] = ["/settings", "/devices", "/printers", "/backups", "/sync", "/import"];

/// Whether a page belongs to where a link of the navigation leads.
fn is_in(link: &str, here: &str) -> bool {
    match link {
        "/settings" => SETTINGS.iter().any(|path| here.starts_with(path)),
        "/reports/season" => here.starts_with("/reports"),
        link => here.starts_with(link),
    }
}

/// Navigation by role: nobody sees what he or she may not do.
fn links(caller: &Caller) -> Vec<(&'static str, &'static str)> {
    let lang = caller.lang;
    let Some(person) = &caller.person else { return Vec::new() };
    let mut links = Vec::new();
    if person.role.oversees() {
        links.push(match caller.collects {
            true => ("/hub", lang.say("Tổng hợp", "All fairs")),
            false => ("/board", lang.say("Trực tiếp", "Live board")),
        });
        links.push(("/fairs", lang.say("Hội chợ", "Fairs")));
        links.push(("/products", lang.say("Sản phẩm", "Products")));
        links.push(("/reports/season", lang.say("Báo cáo", "Reports")));
    }
    if person.role.organises() {
        links.push(("/people", lang.say("Nhân sự", "People")));
        links.push(("/settings", lang.say("Cài đặt", "Settings")));
    }
    if matches!(person.role, Role::Seller | Role::Manager) {
        links.push(("/till", lang.say("Bán hàng", "Till")));
    }
    if person.role == Role::Manager {
        links.push(("/booth", lang.say("Gian hàng", "Booth")));
    }
    links
}

/// A document of its own, such as a report in a file: its styles stand inside it.
pub fn standalone(lang: Lang, body: Markup) -> String {
    let sheets = ["tokens", "base", "page", "table", "chart", "report", "print"];
    let styles = sheets.map(|sheet| crate::web::http::assets::text(&format!("css/{sheet}.css")));
    let document = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Chợ Phiên" }
                style { (maud::PreEscaped(styles.concat())) }
            }
            body data-page="page" { main id="main" class="page" { (body) } }
        }
    };
    document.into_string()
}
