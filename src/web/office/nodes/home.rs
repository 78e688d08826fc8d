//! A hub's first page: the fairs that are open now with today's sums, the machines that send their
//! books, and what stands still.

use crate::{
    base::{
        clock::{DAY, HOUR, MINUTE, Ms},
        fold::fold,
        lang::{Lang, Say, plural},
        money::{Money, group},
        refusal::Refusal,
    },
    desk::chains::disputed,
    fair::kinds::Kind,
    sync::hub::{
        self, BEHIND, COPIED,
        store::{self, FairRow, JoinedRow, StoppedRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::{Problem, Spoken},
            route::get,
        },
        ui::{
            answer::{Shown, shown},
            figures::card,
            list::{Asked, Column, List},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{Markup, html};

/// Route of the page.
pub fn router() -> Router<App> {
    Router::new().route("/hub", get(home))
}

/// A machine is missed after this long without a contact, ms.
const MISSED: i64 = 5 * MINUTE;
/// A clock that differs by more is worth a look, ms.
const SKEWED: i64 = MINUTE;

/// A machine with its fairs and what stands still of what it brings.
struct Row {
    it: JoinedRow,
    fairs: Vec<FairRow>,
    stopped: bool,
}

struct View {
    rows: Vec<Row>,
    fairs: Vec<FairRow>,
    stopped: Vec<(StoppedRow, String)>,
    /// Happenings that two machines wrote down differently.
    differ: i64,
    at: Ms,
}

async fn load(app: &App) -> Result<View, Refusal> {
    let at = app.shop.clock.now();
    let mut db = app.shop.read().await?;
    let joined = store::all_joined(&mut db).await?;
    let fairs = store::fairs(&mut db, &at.date().to_string()).await?;
    let stopped = store::stopped(&mut db).await?;
    let differ = disputed::store::count(&mut db).await?;
    drop(db);
    let name = |row: &StoppedRow| {
        let by = joined.iter().find(|it| it.node == row.node);
        by.map_or_else(|| row.node.to_string(), called)
    };
    let stopped: Vec<_> = stopped.into_iter().map(|row| (row.clone(), name(&row))).collect();
    let row = |it: JoinedRow| Row {
        fairs: fairs.iter().filter(|fair| fair.node == Some(it.node)).cloned().collect(),
        stopped: stopped.iter().any(|(row, _)| row.node == it.node),
        it,
    };
    let rows = joined.iter().cloned().map(row).collect();
    Ok(View { rows, fairs, stopped, differ, at })
}

/// What a machine is called; its id where nobody gave it a name.
pub fn called(it: &JoinedRow) -> String {
    if it.name.is_empty() { it.node.to_string() } else { it.name.clone() }
}

/// These pages are a hub's alone.
pub fn only_hub(caller: &Caller) -> Result<(), Problem> {
    let none = || {
        let vi = "Máy này không phải máy tổng hợp";
        Refusal::NotFound(Say::new(vi, "This machine is no hub"))
    };
    if caller.collects { Ok(()) } else { Err(Problem(none(), caller.lang)) }
}

async fn home(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Shown {
    only_hub(&caller)?;
    let view = load(&app).await.spoken(caller.lang)?;
    shown(draw(&caller, &view, &asked))
}

fn draw(caller: &Caller, view: &View, asked: &Asked) -> Markup {
    let lang = caller.lang;
    let today = view.at.date().to_string();
    let runs = |it: &&FairRow| {
        let counts = it.closed == 0 || it.revenue != 0 || it.visits != 0;
        counts && it.starts_on <= today && it.ends_on.as_ref().is_none_or(|ends| *ends >= today)
    };
    // A province's hub and its laptop may both bring a chain; it is one fair.
    let mut open: Vec<&FairRow> = view.fairs.iter().filter(runs).collect();
    open.dedup_by_key(|it| it.id);
    let fairs = open.iter().filter(|it| !stays(it) && it.closed == 0).count();
    // A sales point is open every day: it is named when it sells.
    open.retain(|it| !stays(it) || it.revenue != 0);
    let title = match (fairs, lang) {
        (0, _) => lang.say("Hôm nay không có hội chợ mở", "No fair is open today").to_owned(),
        (n, Lang::Vi) => format!("{n} hội chợ đang mở"),
        (n, Lang::En) => format!("{n} {} open", plural(n as i64, "fair is", "fairs are")),
    };
    let body = html! {
        div class="page-head" {
            div {
                h1 { (title) }
                p class="sub" { (lang.say("Số liệu tới", "Figures until")) " " (view.at.text()) }
            }
            @if caller.organiser().is_ok() {
                form method="post" action="/hub/invitations" {
                    button class="filled" { (lang.say("Mời máy hội chợ", "Invite a laptop")) }
                }
            }
        }
        (figures(view, &open, lang))
        @for (row, name) in &view.stopped { (standing_still(row, name, lang)) }
        (differing(view.differ, lang))
        @if view.rows.is_empty() {
            p class="empty" { (lang.say(
                "Chưa có máy nào kết nối. Bấm “Mời máy hội chợ”, rồi nhập địa chỉ và mã ở trang \
                 Sao lưu → Gửi sổ lên máy tổng hợp của máy đó.",
                "No laptop has joined yet. Press “Invite a laptop”, then enter address and code on \
                 that laptop, at Backups → The book goes to a hub.",
            )) }
        } @else { (listed(view, asked, lang)) }
        (open_fairs(&open, lang))
    };
    page::page(caller, "/hub", &title, body)
}

/// A permanent sales point, which is no fair.
fn stays(it: &FairRow) -> bool {
    it.kind == Kind::SalesPoint.as_str()
}

fn figures(view: &View, open: &[&FairRow], lang: Lang) -> Markup {
    let revenue: i64 = open.iter().map(|it| it.revenue).sum();
    let visits: i64 = open.iter().map(|it| it.visits).sum();
    let rows: i64 = view.rows.iter().map(|it| it.it.rows_left).sum();
    let money: i64 = view.rows.iter().map(|it| it.it.money_left).sum();
    let looks = view.rows.iter().filter(|row| state(row, view.at, lang).0 != "tag good").count();
    let machines = view.rows.len() as i64;
    html! {
        div class="figures" {
            (card(lang.say("Doanh thu hôm nay, mọi hội chợ", "Revenue today, all fairs"),
                &Money(revenue).text(), html! {}, Some("/reports/season")))
            (card(lang.say("Lượt khách hôm nay", "Visits today"), &group(visits), html! {}, None))
            (card(lang.say("Chưa về tới đây", "Not here yet"),
                &format!("{} {}", group(rows), lang.say("mục", plural(rows, "entry", "entries"))),
                html! { (Money(money).text()) }, None))
            (card(lang.say("Cần xem", "To look at"), &group(looks as i64), html! {
                (lang.say("trong", "of")) " " (group(machines)) " "
                (lang.say("máy", plural(machines, "laptop", "laptops")))
            }, None))
        }
    }
}

fn standing_still(row: &StoppedRow, name: &str, lang: Lang) -> Markup {
    let say = hub::halted(row.clone()).say();
    html! {
        div class="notice stop" role="status" {
            p {
                b { (name) ", " (lang.say("mục", "entry")) " " (group(row.seq)) ". " }
                (say.in_lang(lang)) " "
                a href={ "/hub/chains/" (row.origin) } {
                    (lang.say("Xem mục này", "Look at the entry"))
                }
            }
        }
    }
}

/// The way to what two machines wrote down differently, where there is anything.
pub fn differing(count: i64, lang: Lang) -> Markup {
    html! {
        @if count > 0 {
            p class="notice gold" {
                (group(count)) " "
                (lang.say("việc hai máy ghi khác nhau.",
                    plural(count, "thing that two machines wrote down differently.",
                        "things that two machines wrote down differently.")))
                " " a href="/differences" { (lang.say("Xem hai bên", "Look at both sides")) }
            }
        }
    }
}

fn listed(view: &View, asked: &Asked, lang: Lang) -> Markup {
    let at = view.at;
    let name = |row: &Row| {
        html! {
            a href={ "/hub/machines/" (row.it.node) } { (called(&row.it)) }
            br; span class="hint" { (lang.say("bản", "version")) " " (row.it.version) }
        }
    };
    let fairs = |row: &Row| {
        let names: Vec<&str> = row.fairs.iter().take(2).map(|it| it.name.as_str()).collect();
        let more = row.fairs.len().saturating_sub(2);
        html! { (names.join(", ")) @if more > 0 { " + " (more) } }
    };
    let left = |row: &Row| match row.it.rows_left {
        0 => "0".to_owned(),
        rows => format!("{} · {}", group(rows), Money(row.it.money_left).text()),
    };
    let sums = |row: &Row| row.fairs.iter().map(|it| it.revenue).sum::<i64>();
    let title = lang.say("Máy của hội chợ", "Fair laptops");
    List::<Row>::new("/hub", asked, title, lang)
        .column(Column::new("name", lang.say("Máy", "Laptop"), name).by(|row| fold(&row.it.name)))
        .column(Column::new("fairs", lang.say("Hội chợ", "Fairs"), fairs))
        .column(
            Column::new("seen", lang.say("Liên lạc", "Contact"), move |row: &Row| {
                html! { (ago(at.0 - row.it.seen_ms, lang)) }
            })
            .by(|row| std::cmp::Reverse(row.it.seen_ms)),
        )
        .column(
            Column::new("left", lang.say("Chưa nhận", "Not here"), move |row: &Row| {
                html! { (left(row)) }
            })
            .figures()
            .by(|row: &Row| row.it.rows_left),
        )
        .column(
            Column::new("today", lang.say("Hôm nay (đ)", "Today (đ)"), move |row: &Row| {
                html! { (Money(sums(row)).digits()) }
            })
            .figures()
            .by(sums),
        )
        .column(
            Column::new("skew", lang.say("Lệch giờ", "Clock"), |row: &Row| {
                html! { (skew(row.it.skew_ms, lang)) }
            })
            .figures(),
        )
        .column(Column::new("state", lang.say("Tình trạng", "State"), move |row: &Row| {
            let (class, words) = state(row, at, lang);
            html! { span class=(class) { (words) } }
        }))
        .chip("look", lang.say("Cần xem", "To look at"), move |row: &Row| {
            state(row, at, lang).0 != "tag good"
        })
        .draw(&view.rows)
}

fn state(row: &Row, at: Ms, lang: Lang) -> (&'static str, &'static str) {
    match row {
        _ if row.it.trouble == COPIED => ("tag stop", lang.say("Bị chép", "Copied")),
        _ if row.it.trouble == BEHIND => ("tag stop", lang.say("Bản cũ", "Older copy")),
        _ if row.stopped => ("tag stop", lang.say("Dừng", "Stopped")),
        _ if at.0 - row.it.seen_ms > MISSED => ("tag gold", lang.say("Mất mạng", "No contact")),
        _ if row.it.skew_ms.abs() > SKEWED => ("tag gold", lang.say("Lệch giờ", "Clock differs")),
        _ if row.it.rows_left > 0 => ("tag good", lang.say("Đang gửi", "Sending")),
        _ => ("tag good", lang.say("Khớp", "All here")),
    }
}

/// `12 giây trước`, `1 giờ 42 phút trước`.
pub fn ago(ms: i64, lang: Lang) -> String {
    let ms = ms.max(0);
    let (vi, en) = match ms {
        ms if ms < MINUTE => (format!("{} giây", ms / 1000), format!("{} s", ms / 1000)),
        ms if ms < HOUR => (format!("{} phút", ms / MINUTE), format!("{} min", ms / MINUTE)),
        ms if ms < DAY => {
            let (hours, minutes) = (ms / HOUR, ms % HOUR / MINUTE);
            (format!("{hours} giờ {minutes} phút"), format!("{hours} h {minutes} min"))
        }
        ms => (format!("{} ngày", ms / DAY), format!("{} d", ms / DAY)),
    };
    lang.say(&format!("{vi} trước"), &format!("{en} ago")).to_owned()
}

/// A clock's difference in seconds, with its sign.
pub fn skew(ms: i64, lang: Lang) -> String {
    let tenths = (ms.abs() + 50) / 100;
    let sign = if ms < 0 && tenths > 0 { "−" } else { "" };
    let seconds = match tenths {
        tenths if tenths >= 100 => group(tenths / 10),
        tenths => format!("{}{}{}", tenths / 10, lang.say(",", "."), tenths % 10),
    };
    format!("{sign}{seconds} s")
}

fn open_fairs(open: &[&FairRow], lang: Lang) -> Markup {
    html! {
        @if !open.is_empty() {
            h2 { (lang.say("Hội chợ đang mở", "Open fairs")) }
            ul class="facts" {
                @for it in open {
                    li {
                        a href={ "/fairs/" (crate::web::ui::answer::part(&it.code)) } { (it.name) }
                        b class="money" { (Money(it.revenue).text()) }
                    }
                }
            }
        }
    }
}
