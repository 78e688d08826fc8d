//! Certificates of products and makers by how long they still hold, each leading to where it is
//! renewed.

use super::{head, journal_state, routes::answer, said};
use crate::{
    base::{
        clock::date_text,
        fold::fold,
        lang::{Lang, Say},
        refusal::Refusal,
    },
    catalog::papers::QualityKind,
    report::{
        self,
        document::Document,
        papers::{OCOP, Paper, Papers, State, kind, words},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::{Problem, Spoken},
            route::get,
        },
        ui::{
            figures::{address, all, table},
            list::{Asked, Column, List},
            refusal,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State as Held},
    response::Response,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

/// Where papers stand.
pub const PATH: &str = "/reports/papers";

/// The route of papers.
pub fn router() -> Router<App> {
    Router::new().route("/reports/papers", get(papers))
}

#[derive(Deserialize)]
struct Which {
    on: Option<String>,
    format: Option<String>,
}

async fn papers(
    Overseer(caller): Overseer,
    Held(app): Held<App>,
    Query(which): Query<Which>,
    Query(asked): Query<Asked>,
) -> Response {
    papers_of(&app, &caller, &which, &asked).await.unwrap_or_else(refusal::page)
}

async fn papers_of(
    app: &App,
    caller: &Caller,
    which: &Which,
    asked: &Asked,
) -> Result<Response, Problem> {
    let lang = caller.lang;
    let on = day(which.on.as_deref(), app).spoken(lang)?;
    let mut db = app.shop.read().await.spoken(lang)?;
    let it = report::papers::papers(&mut db, on).await.spoken(lang)?;
    drop(db);
    let body = || papers_screen(&it, asked, lang);
    let head = (app, caller, PATH, title(lang));
    answer(head, which.format.as_deref(), &it, |lang| Document::papers(&it, lang), body).await
}

/// The day that is asked for, or today.
fn day(on: Option<&str>, app: &App) -> Result<Date, Refusal> {
    let wrong = |_| Refusal::from(Say::new("Ngày không hợp lệ", "Not a day"));
    match on.filter(|on| !on.is_empty()) {
        Some(on) => crate::sheet::cells::date(on).map_err(wrong),
        None => Ok(app.shop.clock.now().date()),
    }
}

fn title(lang: Lang) -> &'static str {
    lang.say("Giấy chứng nhận", "Certificates")
}

fn above(it: &Papers, lang: Lang) -> Markup {
    let book = journal_state(it.journal_pos, &it.journal_head, lang);
    let sub = format!("{} · {book}", date_text(it.on));
    let ways = html! {
        a.button href="/reports/rewards" { (lang.say("Thưởng, hỗ trợ", "Rewards")) }
        a.button href="/products" { (lang.say("Sản phẩm", "Products")) }
        a.button href="/producers" { (lang.say("Chủ thể", "Producers")) }
    };
    html! {
        (head(title(lang), &sub, &format!("on={}", it.on), ways, lang))
        (said(&words::sentence(it, lang)))
    }
}

/// The page with all that it lists, as in a file.
pub fn papers_page(it: &Papers, lang: Lang) -> Markup {
    let tables = words::tables(it, lang);
    html! { (above(it, lang)) (all(&tables, lang)) }
}

fn papers_screen(it: &Papers, asked: &Asked, lang: Lang) -> Markup {
    html! {
        (above(it, lang))
        @if it.papers.is_empty() {
            p.empty {
                (lang.say(
                    "Chưa có giấy nào. Mở một sản phẩm để ghi giấy OCOP, hoặc mở một chủ thể để \
                     ghi VietGAP, hữu cơ, mã số vùng trồng.",
                    "No papers yet. Open a product for its OCOP certificate, or a producer for \
                     VietGAP, organic, growing areas."))
            }
        } @else {
            (list(it, asked, lang))
            (table(&words::states(&it.by_kind, lang), lang))
        }
    }
}

fn list(it: &Papers, asked: &Asked, lang: Lang) -> Markup {
    let of = |it: &Paper| {
        let name = if it.product_name.is_empty() { &it.producer_name } else { &it.product_name };
        html! {
            a href=(address(&words::source(it))) { (name) }
            @if !it.product_name.is_empty() { p.hint { (it.producer_name) } }
        }
    };
    let left = |it: &Paper| html! { (tag(it.state, lang)) };
    let ends = |it: &Paper| html! { @if let Some(day) = it.expires_on { (date_text(day)) } };
    let mut list =
        List::<Paper>::new(PATH, asked, lang.say("Giấy chứng nhận", "Certificates"), lang)
            .searched(
                lang.say("Tìm sản phẩm, chủ thể, số giấy…", "Find a product, producer…"),
                |it| {
                    let (name, maker) = (&it.product_name, &it.producer_name);
                    format!("{name} {maker} {} {} {}", it.number, it.area_code, it.issued_by)
                },
            )
            .column(
                Column::new("of", lang.say("Sản phẩm, chủ thể", "Product, producer"), of)
                    .by(|it| fold(&words::of(it))),
            )
            .column(Column::new("paper", lang.say("Giấy", "Paper"), move |it: &Paper| {
                html! { (words::named(it, lang)) }
            }))
            .column(Column::new("by", lang.say("Nơi cấp", "Issued by"), |it: &Paper| {
                html! { (it.issued_by) }
            }))
            .column(
                Column::new("ends", lang.say("Hết hạn", "Expires"), ends)
                    .by(|it| it.expires_on.unwrap_or(Date::MAX)),
            )
            .column(Column::new("state", lang.say("Tình trạng", "State"), left))
            .chip("expired", State::Expired.label(lang), |it| it.state == State::Expired);
    for days in [30, 90, 180] {
        let label = match lang {
            Lang::Vi => format!("Hết hạn trong {days} ngày"),
            Lang::En => format!("Within {days} days"),
        };
        list = list.chip(format!("in{days}"), label, move |it: &Paper| it.within(days));
    }
    for code in [OCOP].into_iter().chain(QualityKind::ALL.iter().map(|it| it.as_str())) {
        list = list.chip(code, kind(code, lang), move |it: &Paper| it.kind == code);
    }
    list.draw(&it.papers)
}

/// How long a paper still holds, in words and colour.
pub(in crate::web) fn tag(state: State, lang: Lang) -> Markup {
    let class = match state {
        State::Expired => "tag stop",
        State::In30 | State::In90 => "tag gold",
        State::In180 => "tag wait",
        State::Longer => "tag good",
    };
    html! { span class=(class) { (state.label(lang)) } }
}
