//! Online sales month by month beside what the fairs sold for, and the form that takes a month.

use super::{head, journal_state, routes::answer, said};
use crate::{
    base::{
        lang::{Lang, Say},
        refusal::Refusal,
    },
    catalog::{
        Change,
        papers::{OnlineSales, Platform, month, month_text},
    },
    desk::command::Command,
    report::{
        self,
        document::Document,
        online::{Online, words},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, change, saved},
            figures::table,
            form::{Ask, Form, Kind, options, submit},
            page::page,
            refusal,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
};
use jiff::civil::{Date, date};
use maud::{Markup, html};
use serde::Deserialize;

/// Where online sales stand.
pub const PATH: &str = "/reports/online";

/// The routes of online sales.
pub fn router() -> Router<App> {
    Router::new().route("/reports/online", get(online).merge(post(keep)))
}

#[derive(Default, Deserialize)]
struct Asked {
    from: Option<String>,
    to: Option<String>,
    format: Option<String>,
}

async fn online(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Response {
    online_of(&app, &caller, &asked).await.unwrap_or_else(refusal::page)
}

async fn online_of(app: &App, caller: &Caller, asked: &Asked) -> Result<Response, Problem> {
    let lang = caller.lang;
    let it = read(app, caller, asked).await?;
    let form = caller.organiser().is_ok().then(Form::default);
    let body = || online_page(&it, form.as_ref(), lang);
    let head = (app, caller, PATH, title(lang));
    answer(head, asked.format.as_deref(), &it, |lang| Document::online(&it, lang), body).await
}

/// The months asked for; else the latest year of which any was entered.
async fn read(app: &App, caller: &Caller, asked: &Asked) -> Result<Online, Problem> {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let this = app.shop.clock.now().date().year();
    let year = report::online::last_year(&mut db).await.spoken(lang)?.unwrap_or(this);
    let (from, to) = (asked_month(&asked.from), asked_month(&asked.to));
    let from = from.spoken(lang)?.unwrap_or(date(year, 1, 1));
    let to = to.spoken(lang)?.unwrap_or(date(year, 12, 31)).max(from);
    // Every month is a row; nobody reads more than ten years of them.
    let last = from.saturating_add(jiff::Span::new().years(10));
    report::online::online(&mut db, from, to.min(last)).await.spoken(lang)
}

fn asked_month(text: &Option<String>) -> Result<Option<Date>, Refusal> {
    let text = text.as_deref().filter(|it| !it.trim().is_empty());
    text.map(month).transpose().map_err(Refusal::from)
}

async fn keep(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    if let Some(sales) = read_form(&mut form) {
        let year = sales.month.year();
        let command = Command::Catalog(Change::Online(sales));
        if form.takes("", change(&app, &caller, command).await) {
            return saved(&format!("{PATH}?from={year}-01&to={year}-12"));
        }
    }
    let it = read(&app, &caller, &Asked::default()).await?;
    let body = online_page(&it, Some(&form), caller.lang);
    again(&form, page(&caller, PATH, title(caller.lang), body))
}

/// What was typed; none where something of it is wrong.
fn read_form(form: &mut Form) -> Option<OnlineSales> {
    let platform = form.word::<Platform>("platform");
    let first = month(form.get("month")).map_err(|say| form.wrong("month", say)).ok();
    let gone = form.get("withdrawn") == "1";
    let revenue = if gone { None } else { form.money("revenue") };
    if !gone && revenue.is_none() && form.get("revenue").trim().is_empty() {
        form.wrong("revenue", Say::new("Hãy nhập doanh thu", "Enter the revenue"));
    }
    let orders = form.count("orders").unwrap_or_default();
    let source = form.text("source", 500);
    let sales = OnlineSales { month: first?, platform: platform?, revenue, orders, source };
    form.ok().then_some(sales)
}

fn title(lang: Lang) -> &'static str {
    lang.say("Bán trực tuyến", "Online sales")
}

/// The page; with the form for whoever may enter a month.
pub fn online_page(it: &Online, form: Option<&Form>, lang: Lang) -> Markup {
    let book = journal_state(it.journal_pos, &it.journal_head, lang);
    let (from, to) = (month_text(it.from), month_text(it.to));
    let sub = format!("{from} – {to} · {book}");
    let query = format!("from={}&to={}", it.from, it.to);
    let ways = html! {
        a.button href="/reports/season" { (lang.say("Mùa hội chợ", "The season")) }
        @if form.is_some() {
            a.button href="/import" { (lang.say("Nhập từ tệp", "Import a file")) }
        }
    };
    let asked = Form::of([("from", from), ("to", to)]);
    let ask = Ask(&asked, lang);
    html! {
        (head(title(lang), &sub, &query, ways, lang))
        form.form-inline.no-print method="get" action=(PATH) {
            (ask.field("from", lang.say("Từ tháng", "From month"), Kind::Text, ""))
            (ask.field("to", lang.say("Đến tháng", "To month"), Kind::Text, ""))
            button { (lang.say("Xem kỳ này", "Show this period")) }
        }
        (said(&words::sentence(it, lang)))
        @if it.by_month.is_empty() {
            p.empty {
                (lang.say("Chưa có số liệu nào trong kỳ này. Nhập từng tháng bên dưới, hoặc nhập \
                     từ tệp.",
                    "Nothing in this period yet. Enter a month below, or import a file."))
            }
        } @else {
            // Each as wide as the page: sums of months do not fit beside another table.
            @for one in words::tables(it, lang) { (table(&one, lang)) }
        }
        @if let Some(form) = form { (entering(form, lang)) }
    }
}

fn entering(form: &Form, lang: Lang) -> Markup {
    let ask = Ask(form, lang);
    html! {
        section.card.no-print id="enter" {
            h2 { (lang.say("Nhập một tháng", "Enter a month")) }
            p.hint {
                (lang.say(
                    "Doanh thu cả tháng của một sàn. Nhập lại cùng tháng, cùng sàn thì số mới thay \
                     số cũ.",
                    "A platform’s revenue of a whole month. The same month and platform entered \
                     again takes the old one’s place."))
            }
            form.form method="post" action=(PATH) {
                (ask.head())
                div.form-two {
                    (ask.field("month", lang.say("Tháng", "Month"), Kind::Text,
                        lang.say("Ví dụ 06/2024", "Such as 06/2024")))
                    (ask.select("platform", lang.say("Sàn", "Platform"),
                        &options(Platform::ALL, Platform::as_str, |it| it.label(lang))))
                }
                div.form-two {
                    (ask.field("revenue", lang.say("Doanh thu (đ)", "Revenue (đ)"), Kind::Number,
                        ""))
                    (ask.maybe("orders", lang.say("Số đơn", "Orders"), Kind::Number, ""))
                }
                (ask.maybe("source", lang.say("Nguồn", "Source"), Kind::Text,
                    lang.say("Báo cáo của sàn, của chủ thể", "The platform’s or maker’s report")))
                (ask.tick("withdrawn", lang.say("Rút lại số này", "Take this figure back")))
                (submit(lang.say("Lưu tháng này", "Save this month")))
            }
        }
    }
}
