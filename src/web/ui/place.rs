//! The frame of a place: where it stands, its name, the one thing one does most, and tabs to
//! everything that belongs to it. A fair is a place, and so is a booth.

use crate::{
    base::{
        clock::stored_date_text,
        id::{BoothId, ProductId},
        lang::Lang,
    },
    fair::{
        kinds::{Kind, Level},
        store::{BoothRow, FairRow},
    },
    web::{http::guard::Caller, ui::answer::part},
};
use maud::{Markup, html};

/// A tab: its name in the code, its address behind the place's own, its words in both languages,
/// and whether it is only for those who may change something there.
type Tab = (&'static str, &'static str, (&'static str, &'static str), bool);

/// The tabs of a fair, in order. `{}` is its code.
const FAIR: &[Tab] = &[
    ("today", "/board/{}", ("Hôm nay", "Today"), false),
    ("booths", "/fairs/{}/booths", ("Gian hàng", "Booths"), false),
    ("rooms", "/fairs/{}/rooms", ("Kho", "Store rooms"), false),
    ("prices", "/fairs/{}/prices", ("Hàng và giá", "Goods and prices"), false),
    ("promotions", "/fairs/{}/promotions", ("Khuyến mãi", "Promotions"), false),
    ("gates", "/fairs/{}/gates", ("Cổng và giờ mở cửa", "Gates and hours"), false),
    ("devices", "/fairs/{}/devices", ("Thiết bị", "Devices"), true),
    ("transfers", "/transfers?fair={}", ("Chuyển khoản", "Transfers"), false),
    ("sales", "/fairs/{}/sales", ("Phiếu bán", "Sales"), false),
    ("stock", "/fairs/{}/stock", ("Tồn kho", "Stock"), false),
    ("report", "/fairs/{}", ("Báo cáo", "Report"), false),
    ("settings", "/fairs/{}/settings", ("Thiết lập", "Settings"), false),
];

/// The tabs of a booth, in order. `{}` is its address under its fair.
const BOOTH: &[Tab] = &[
    ("goods", "{}/goods", ("Hàng bán", "Goods"), false),
    ("stock", "{}/stock", ("Kho", "Stock"), false),
    ("sold", "{}", ("Đã bán", "Sold"), false),
    ("account", "{}/account", ("Bảng kê hàng", "Goods account"), false),
    ("shifts", "{}/shifts", ("Ca", "Shifts"), false),
    ("numbers", "{}/numbers", ("Số phiếu của máy", "Device numbers"), false),
    ("edit", "{}/edit", ("Thiết lập", "Settings"), true),
];

/// The same for its manager, whose own booth stands under `/booth`.
const OWN: &[Tab] = &[
    ("goods", "/booth", ("Hàng bán", "Goods"), false),
    ("stock", "/booth/stock", ("Kho", "Stock"), false),
    ("sold", "{}", ("Đã bán", "Sold"), false),
    ("account", "{}/account", ("Bảng kê hàng", "Goods account"), false),
    ("shifts", "/booth/shifts", ("Ca", "Shifts"), false),
    ("transfers", "/transfers", ("Chuyển khoản", "Transfers"), false),
    ("promotions", "/booth/promotions", ("Khuyến mãi", "Promotions"), false),
    ("people", "/booth/people", ("Nhân viên", "People"), true),
    ("numbers", "/booth/numbers", ("Số phiếu của máy", "Device numbers"), false),
    ("edit", "/booth/edit", ("Thiết lập", "Settings"), true),
];

/// The frame of a fair under its tab `here`, with what one does most there.
pub fn fair(caller: &Caller, fair: &FairRow, here: &str, acts: Markup) -> Markup {
    let lang = caller.lang;
    let (level, kind, dates) = (level(fair, lang), kind(fair, lang), dates(fair, lang));
    let facts = [fair.code.as_str(), level, kind, dates.as_str(), fair.place.as_str()];
    let facts = facts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
    let head = html! {
        div { h1 { (fair.name) } p class="sub" { (facts) } }
        div class="actions" { (acts) }
    };
    frame(
        above_fair(lang),
        Some(head),
        html! {
            (fair_tabs(caller, fair, here)) (closed_fair(caller, fair))
        },
    )
}

/// What is rarely done with a fair, behind “…”: it is closed.
pub fn rare_of_fair(caller: &Caller, fair: &FairRow) -> Markup {
    let to = format!("/fairs/{}/close", part(&fair.code));
    let words = caller.lang.say("Đóng hội chợ…", "Close the fair…");
    rare(caller, fair.closed == 1, &to, words)
}

/// The same of a booth.
pub fn rare_of_booth(caller: &Caller, booth: &BoothRow) -> Markup {
    let to = format!("{}/close", at_fair(booth));
    let words = caller.lang.say("Đóng gian hàng…", "Close the booth…");
    rare(caller, booth.closed == 1, &to, words)
}

fn rare(caller: &Caller, closed: bool, to: &str, words: &str) -> Markup {
    html! {
        @if caller.organiser().is_ok() && !closed { (seldom(to, words, caller.lang)) }
    }
}

/// What is rarely done, and must not be pressed for something else: behind “…”.
pub fn seldom(to: &str, words: &str, lang: Lang) -> Markup {
    html! {
        details class="rare" {
            summary class="button" aria-label=(lang.say("Việc khác", "More")) { "…" }
            a class="button" href=(to) { (words) }
        }
    }
}

/// That a fair was closed, and the way back.
fn closed_fair(caller: &Caller, fair: &FairRow) -> Markup {
    let lang = caller.lang;
    html! {
        @if fair.closed == 1 {
            (closed(caller, &format!("/fairs/{}/close", part(&fair.code)), lang.say(
                "Hội chợ này đã đóng: danh sách và các ô chọn không hiện nữa. Phiếu bán gửi muộn \
                 vẫn được nhận, báo cáo và tồn kho vẫn tính đủ.",
                "This fair is closed: lists and choices do not offer it. Sales that come late are \
                 still taken, and reports and stock still count everything.",
            )))
        }
    }
}

/// That a booth was closed, by itself or with its fair, and the way back.
fn closed_booth(caller: &Caller, booth: &BoothRow) -> Markup {
    let lang = caller.lang;
    html! {
        @if booth.closed == 1 {
            (closed(caller, &format!("{}/close", at_fair(booth)), lang.say(
                "Gian hàng này đã đóng: danh sách và các ô chọn không hiện nữa. Phiếu bán gửi \
                 muộn vẫn được nhận, báo cáo và tồn kho vẫn tính đủ.",
                "This booth is closed: lists and choices do not offer it. Sales that come late \
                 are still taken, and reports and stock still count everything.",
            )))
        }
        @if booth.fair_closed == 1 {
            div class="notice gold" { p { (lang.say(
                "Cả hội chợ đã đóng.", "The whole fair is closed.",
            )) } }
        }
    }
}

fn closed(caller: &Caller, to: &str, words: &str) -> Markup {
    html! {
        div class="notice gold shut" {
            p { (words) }
            @if caller.organiser().is_ok() {
                form method="post" action=(to) {
                    input type="hidden" name="closed" value="0";
                    button { (caller.lang.say("Mở lại", "Open again")) }
                }
            }
        }
    }
}

fn at_fair(booth: &BoothRow) -> String {
    format!("/fairs/{}/booths/{}", part(&booth.fair_code), part(&booth.code))
}

/// The same around a page that has a head of its own.
pub fn around_fair(caller: &Caller, fair: &FairRow, here: &str) -> Markup {
    frame(
        above_fair(caller.lang),
        None,
        html! {
            (fair_tabs(caller, fair, here)) (closed_fair(caller, fair))
        },
    )
}

fn above_fair(lang: Lang) -> Markup {
    html! { a href="/fairs" { (lang.say("Hội chợ", "Fairs")) } " ›" }
}

fn fair_tabs(caller: &Caller, fair: &FairRow, here: &str) -> Markup {
    tabs(FAIR, &part(&fair.code), here, caller.organiser().is_ok(), caller.lang)
}

/// The frame of a booth under its tab `here`, with what one does most there.
pub fn booth(caller: &Caller, booth: &BoothRow, here: &str, acts: Markup) -> Markup {
    let facts = match caller.overseer().is_ok() {
        true => booth.seller.clone(),
        false => format!("{} · {}", booth.seller, booth.fair_name),
    };
    let head = html! {
        div { h1 { (booth.code) " · " (booth.name) } p class="sub" { (facts) } }
        div class="actions" { (acts) }
    };
    frame(
        above_booth(caller, booth),
        Some(head),
        html! {
            (booth_tabs(caller, booth, here)) (closed_booth(caller, booth))
        },
    )
}

/// The same around a page that has a head of its own.
pub fn around_booth(caller: &Caller, booth: &BoothRow, here: &str) -> Markup {
    frame(
        above_booth(caller, booth),
        None,
        html! {
            (booth_tabs(caller, booth, here)) (closed_booth(caller, booth))
        },
    )
}

fn above_booth(caller: &Caller, booth: &BoothRow) -> Markup {
    html! {
        @if caller.overseer().is_ok() {
            a href="/fairs" { (caller.lang.say("Hội chợ", "Fairs")) } " › "
            a href={ "/fairs/" (part(&booth.fair_code)) "/booths" } { (booth.fair_name) } " ›"
        }
    }
}

/// A seller reads what the booth sold, and nothing beside it.
fn booth_tabs(caller: &Caller, booth: &BoothRow, here: &str) -> Markup {
    let at = at_fair(booth);
    let changes = caller.manages(BoothId::of_bytes(&booth.uid)).is_ok();
    match (caller.overseer().is_ok(), changes) {
        (true, _) => tabs(BOOTH, &at, here, changes, caller.lang),
        (false, true) => tabs(OWN, &at, here, true, caller.lang),
        (false, false) => html! {},
    }
}

fn frame(above: Markup, head: Option<Markup>, tabs: Markup) -> Markup {
    html! {
        div class="place" {
            @if !above.0.is_empty() { p class="crumbs" { (above) } }
            @if let Some(head) = head { div class="page-head" { (head) } }
            (tabs)
        }
    }
}

fn tabs(all: &[Tab], of: &str, here: &str, changes: bool, lang: Lang) -> Markup {
    html! {
        nav class="tabs" aria-label=(lang.say("Các mục", "Sections")) {
            @for (name, to, (vi, en), change) in all {
                @if changes || !change {
                    a href=(to.replace("{}", of)) aria-current=[(*name == here).then_some("page")] {
                        (lang.say(vi, en))
                    }
                }
            }
        }
    }
}

/// The address of a lot; its code may hold whatever people write on a box.
pub fn lot(product: ProductId, code: &str) -> String {
    format!("/lots/{product}/{}", part(code))
}

/// A fair's level as people read it.
pub fn level(fair: &FairRow, lang: Lang) -> &'static str {
    fair.level.parse::<Level>().map(|it| it.label(lang)).unwrap_or_default()
}

/// A fair's kind as people read it.
pub fn kind(fair: &FairRow, lang: Lang) -> &'static str {
    fair.kind.parse::<Kind>().map(|it| it.label(lang)).unwrap_or_default()
}

/// A fair's days as people write them.
pub fn dates(fair: &FairRow, lang: Lang) -> String {
    let (from, end) =
        (stored_date_text(&fair.starts_on), fair.ends_on.as_deref().map(stored_date_text));
    match end {
        Some(end) => format!("{from} – {end}"),
        None => format!("{} {from}", lang.say("từ", "from")),
    }
}
