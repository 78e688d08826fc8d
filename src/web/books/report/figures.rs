//! What sources published, what was aimed at and what people entered, beside what the books say;
//! and the form that takes another figure.

use super::{cut, head, journal_state, routes::answer, said};
use crate::{
    base::{
        clock::date_text,
        lang::{Lang, Say},
        money::group,
        quantity::Quantity,
    },
    desk::command::Command,
    fair::{
        Change,
        source_figures::{Bound, Measure, Sort, SourceFigure, Unit},
    },
    report::{self, document::Document, figures::Figures, sentence, tables},
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, change, saved},
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
use maud::{Markup, html};
use serde::Deserialize;

/// Where figures of sources stand.
pub const PATH: &str = "/reports/figures";

/// Routes of figures of sources.
pub fn router() -> Router<App> {
    Router::new().route("/reports/figures", get(figures).merge(post(keep)))
}

#[derive(Deserialize)]
struct Asked {
    format: Option<String>,
}

async fn figures(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Response {
    figures_of(&app, &caller, &asked).await.unwrap_or_else(refusal::page)
}

async fn figures_of(app: &App, caller: &Caller, asked: &Asked) -> Result<Response, Problem> {
    let lang = caller.lang;
    let it = read(app, caller).await?;
    let form = caller.organiser().is_ok().then(blank);
    let body = || figures_page(&it, form.as_ref(), lang);
    let head = (app, caller, PATH, title(lang));
    answer(head, asked.format.as_deref(), &it, |lang| Document::figures(&it, lang), body).await
}

async fn read(app: &App, caller: &Caller) -> Result<Figures, Problem> {
    let on = app.shop.clock.now().date();
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    report::figures::figures(&mut db, on).await.spoken(caller.lang)
}

async fn keep(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    if let Some(figure) = read_form(&mut form) {
        let command = Command::Fair(Change::Figure(figure));
        if form.takes("", change(&app, &caller, command).await) {
            return saved(PATH);
        }
    }
    let it = read(&app, &caller).await?;
    let body = figures_page(&it, Some(&form), caller.lang);
    again(&form, page(&caller, PATH, title(caller.lang), body))
}

/// The figure that was typed; none where something of it is wrong.
fn read_form(form: &mut Form) -> Option<SourceFigure> {
    let (sort, measure) = (form.word::<Sort>("sort"), form.word::<Measure>("measure"));
    let bound = form.word::<Bound>("bound");
    let (area, source) = (form.text("area", 200), form.required("source", 500));
    let (from, to) = (form.date("starts_on"), form.date("ends_on"));
    for (name, day) in [("starts_on", from), ("ends_on", to)] {
        if day.is_none() && form.get(name).trim().is_empty() {
            form.wrong(name, Say::new("Hãy nhập ngày", "Enter the day"));
        }
    }
    let gone = form.get("withdrawn") == "1";
    let value = if gone { None } else { value(form, measure?.unit()) };
    let figure = SourceFigure {
        sort: sort?,
        measure: measure?,
        area,
        starts_on: from?,
        ends_on: to?,
        value,
        bound: bound?,
        source,
    };
    form.ok().then_some(figure)
}

/// A value as it is typed, in its unit: things, đồng, per cent, hectares.
fn value(form: &mut Form, unit: Unit) -> Option<i64> {
    let value = match unit {
        Unit::Count => form.count("value"),
        Unit::Money => form.money("value").map(|it| it.0),
        Unit::Area => form.quantity("value").map(|Quantity(it)| it),
        Unit::Share => form.quantity("value").map(|Quantity(it)| it / 10),
    };
    if value.is_none() && form.get("value").trim().is_empty() {
        form.wrong("value", Say::new("Hãy nhập số", "Enter the number"));
    }
    value
}

fn title(lang: Lang) -> &'static str {
    lang.say("Công bố và chỉ tiêu", "Published figures and targets")
}

fn blank() -> Form {
    Form::of([
        ("sort", Sort::Published.as_str().into()),
        ("measure", Measure::Revenue.as_str().into()),
        ("bound", Bound::Exact.as_str().into()),
    ])
}

/// The page; with the form for whoever may enter figures.
pub fn figures_page(it: &Figures, form: Option<&Form>, lang: Lang) -> Markup {
    let book = journal_state(it.journal_pos, &it.journal_head, lang);
    let sub = format!("{} · {book}", date_text(it.on));
    let ways = html! {
        a.button href="/reports/season" { (lang.say("Mùa hội chợ", "The season")) }
        a.button href="/reports/products" { (lang.say("Danh mục", "Catalogue")) }
    };
    html! {
        (head(title(lang), &sub, "", ways, lang))
        (said(&sentence::figures(it, lang)))
        @for one in tables::figures(it, lang) { (cut(one, lang)) }
        @if it.left_out > 0 { p.hint { (not_read(it.left_out, lang)) } }
        @if let Some(form) = form { (entering(form, lang)) }
    }
}

/// That there are more figures than are read at all.
fn not_read(count: i64, lang: Lang) -> String {
    let count = group(count);
    match lang {
        Lang::Vi => format!("Còn {count} số liệu cũ hơn không đọc; lệnh xuất tệp có đủ."),
        Lang::En => format!("{count} earlier figures were not read; the export of files has all."),
    }
}

fn entering(form: &Form, lang: Lang) -> Markup {
    let ask = Ask(form, lang);
    html! {
        section.card.no-print id="enter" {
            h2 { (lang.say("Nhập một số liệu", "Enter a figure")) }
            p.hint {
                (lang.say(
                    "Số liệu đứng bên cạnh số của sổ, không thay số của sổ. Nhập lại cùng chỉ \
                     tiêu, địa bàn và kỳ thì số mới thay số cũ.",
                    "A figure stands beside what the books say and changes nothing of it. The same \
                     measure, place and period entered again takes the old one’s place."))
            }
            form.form method="post" action=(PATH) {
                (ask.head())
                div.form-two {
                    (ask.select("sort", lang.say("Loại", "Sort"),
                        &options(Sort::ALL, Sort::as_str, |it| it.label(lang))))
                    (ask.select("measure", lang.say("Chỉ tiêu", "Figure"),
                        &options(Measure::ALL, Measure::as_str, |it| it.label(lang))))
                }
                div.form-two {
                    (ask.field("starts_on", lang.say("Từ ngày", "From"), Kind::Date, ""))
                    (ask.field("ends_on", lang.say("Đến ngày", "To"), Kind::Date, ""))
                }
                (ask.field("area", lang.say("Địa bàn", "Place"), Kind::Text, lang.say(
                    "Tỉnh; để trống nếu là cả sổ", "The province; empty for all in the book")))
                div.form-two {
                    (ask.select("bound", lang.say("Nguồn nói", "The source says"),
                        &options(Bound::ALL, Bound::as_str, |it| it.label(lang))))
                    (ask.field("value", lang.say("Số", "Number"), Kind::Number, lang.say(
                        "Đồng, phần trăm hoặc hecta theo chỉ tiêu",
                        "In đồng, per cent or hectares, by the figure")))
                }
                (ask.field("source", lang.say("Nguồn", "Source"), Kind::Text, lang.say(
                    "Bài báo, kế hoạch, biên bản", "Article, plan, minutes")))
                (ask.tick("withdrawn", lang.say("Rút lại số này", "Take this figure back")))
                (submit(lang.say("Lưu số liệu", "Save the figure")))
            }
        }
    }
}
