//! A table that somebody chooses: by what, filtered by what, beside what; and tables that were
//! saved under a name.

use super::{cut, head, journal_state, routes::answer, said};
use crate::{
    base::{
        lang::{Lang, Say},
        refusal::Refusal,
    },
    desk::command::Command,
    fair::{
        Change,
        kinds::{Kind, Level, Zone},
        store::{FairRow, fairs},
        view::{self, View},
    },
    payment::event::Method,
    report::{
        document::Document,
        pivot::{self, Ask, Dim, Failure, Pivot, ask::label, words},
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
            form::{Ask as Fields, Form, Kind as Field, options},
            page::page,
            refusal,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

pub use pivot::words::PATH;

/// The routes of chosen tables.
pub fn router() -> Router<App> {
    Router::new().route("/reports/table", get(chosen).merge(post(keep)))
}

type Parts = Vec<(String, String)>;

async fn chosen(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(parts): Query<Parts>,
) -> Response {
    chosen_of(&app, &caller, parts).await.unwrap_or_else(refusal::page)
}

async fn chosen_of(app: &App, caller: &Caller, parts: Parts) -> Result<Response, Problem> {
    let lang = caller.lang;
    let format = parts.iter().find(|it| it.0 == "format").map(|it| it.1.clone());
    let head = (app, caller, PATH, title(lang));
    let parts = begun(app, parts);
    let screen = match read(app, &parts).await {
        Err(Refusal::Malformed { say, .. }) if format.is_none() => {
            return asked_again(app, caller, &parts, say).await;
        }
        read => read.spoken(lang)?,
    };
    let it = &screen.it;
    let body = || draw(&screen, &Form::default(), caller);
    answer(head, format.as_deref(), it, |lang| Document::pivot(it, lang), body).await
}

/// What a page shows.
struct Screen {
    it: Pivot,
    fairs: Vec<FairRow>,
    views: Vec<(String, String)>,
}

/// What was asked, over this year's fairs where nothing was.
fn begun(app: &App, parts: Parts) -> Parts {
    let today = app.shop.clock.now().date();
    let begun = [
        ("from".to_owned(), today.first_of_year().to_string()),
        ("to".to_owned(), today.to_string()),
        ("by".to_owned(), Dim::Fair.as_str().to_owned()),
    ];
    let asked = parts.into_iter().filter(|it| !it.1.trim().is_empty());
    begun.into_iter().chain(asked).collect()
}

async fn read(app: &App, parts: &Parts) -> Result<Screen, Refusal> {
    let wrong =
        || Say::new("Hãy chọn lại bảng và các ngày", "Please choose the table and its days again");
    let ask = Ask::of_parts(parts).ok_or_else(wrong)?;
    let mut db = app.shop.read().await?;
    let it = pivot::pivot(&mut db, &ask).await.map_err(refused)?;
    let (fairs, views) = (fairs(&mut db).await?, view::store::views(&mut db).await?);
    Ok(Screen { it, fairs, views })
}

/// What stands in the table's place when there is none of what was asked: the form as it was
/// filled in, and why.
async fn asked_again(
    app: &App,
    caller: &Caller,
    parts: &Parts,
    say: Say,
) -> Result<Response, Problem> {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let fairs = fairs(&mut db).await.spoken(lang)?;
    let mut form = filled(parts);
    form.wrong("", say);
    let body = html! {
        div.page-head { h1 { (title(lang)) } }
        (choosing(&form, &fairs, lang))
    };
    let markup = page(caller, PATH, title(lang), body);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, markup).into_response())
}

fn filled(parts: &[(String, String)]) -> Form {
    let mut form = Form::default();
    for (name, value) in parts {
        form.replace(name, value.clone());
    }
    form
}

fn refused(failure: Failure) -> Refusal {
    match failure {
        Failure::Untold(say) => say.into(),
        Failure::Store(error) => error.into(),
    }
}

async fn keep(Organiser(caller): Organiser, State(app): State<App>, mut form: Form) -> Shown {
    let asked = form.get("query").to_owned();
    let parts = Ask::parts_of(&asked);
    let gone = form.get("withdrawn") == "1";
    let name = form.required("name", view::NAME);
    if form.ok() {
        let query = if gone { String::new() } else { asked.clone() };
        let command = Command::Fair(Change::View(View { name, query }));
        if form.takes("name", change(&app, &caller, command).await) {
            return saved(&format!("{PATH}?{asked}"));
        }
    }
    let screen = read(&app, &begun(&app, parts)).await.spoken(caller.lang)?;
    again(&form, page(&caller, PATH, title(caller.lang), draw(&screen, &form, &caller)))
}

fn title(lang: Lang) -> &'static str {
    lang.say("Bảng tự chọn", "Choose a table")
}

fn above(it: &Pivot, ways: Markup, lang: Lang) -> Markup {
    let book = journal_state(it.journal_pos, &it.journal_head, lang);
    let sub = format!("{} · {book}", words::subject(it, lang));
    head(&words::title(it, lang), &sub, &it.ask.query(), ways, lang)
}

/// The table with all its rows, as in a file.
pub fn pivot_page(it: &Pivot, lang: Lang) -> Markup {
    html! {
        (above(it, html! {}, lang))
        (said(&words::sentence(it, lang)))
        (table(&words::table(it, lang), lang))
    }
}

fn draw(screen: &Screen, form: &Form, caller: &Caller) -> Markup {
    let (it, lang) = (&screen.it, caller.lang);
    let ways = html! {
        a.button href="/reports/season" { (lang.say("Mùa hội chợ", "The season")) }
    };
    html! {
        (above(it, ways, lang))
        (saved_views(screen, caller))
        (choosing(&filled(&it.ask.parts()), &screen.fairs, lang))
        (chips(it, lang))
        (said(&words::sentence(it, lang)))
        @if it.rows.is_empty() {
            p.empty {
                (lang.say("Không có gì trong kỳ và điều kiện này. Bỏ bớt điều kiện, hoặc đổi kỳ.",
                    "Nothing in these days under these filters. Leave one out, or change days."))
            }
        } @else { (cut(words::table(it, lang), lang)) }
        @if caller.organiser().is_ok() { (saving(it, form, lang)) }
    }
}

fn saved_views(screen: &Screen, caller: &Caller) -> Markup {
    let lang = caller.lang;
    html! {
        @if !screen.views.is_empty() {
            nav.chips.no-print aria-label=(lang.say("Bảng đã lưu", "Saved tables")) {
                @for (name, query) in &screen.views {
                    a.button.chip href={ (PATH) "?" (query) }
                        aria-current=[(*query == screen.it.ask.query()).then_some("true")] {
                        (name)
                    }
                }
            }
        }
    }
}

/// Filters that hold, each with a way to drop it.
fn chips(it: &Pivot, lang: Lang) -> Markup {
    html! {
        @if !it.filters.is_empty() {
            nav.chips.no-print aria-label=(lang.say("Điều kiện lọc", "Filters")) {
                @for (dim, named) in &it.filters {
                    @let code = it.ask.filters.get(dim).map_or("", String::as_str);
                    a.button.chip href={ (PATH) "?" (it.ask.without(*dim).query()) } {
                        (dim.label(lang)) ": " (words::name(*dim, code, named, lang))
                        span aria-hidden="true" { " ×" }
                        span.hidden-words { (lang.say("bỏ", "leave out")) }
                    }
                }
            }
        }
    }
}

/// Dimensions of few words, which a form offers; the others are chosen by pressing a row.
const OFFERED: [Dim; 7] =
    [Dim::Level, Dim::Kind, Dim::Zone, Dim::Group, Dim::Star, Dim::Form, Dim::Tender];

fn words_of(dim: Dim) -> Vec<String> {
    use crate::catalog::kinds::SubjectType;
    let own = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    match dim {
        Dim::Level => own(Level::ALL.iter().map(|it| it.as_str()).collect()),
        Dim::Kind => own(Kind::REAL.iter().map(|it| it.as_str()).collect()),
        Dim::Zone => own(Zone::ALL.iter().map(|it| it.as_str()).collect()),
        Dim::Group => (1..=6).map(|it: i32| it.to_string()).collect(),
        Dim::Star => own(vec!["5", "4", "3", "0"]),
        Dim::Form => own(SubjectType::ALL.iter().map(|it| it.as_str()).collect()),
        Dim::Tender => own(Method::ALL.iter().map(|it| it.as_str()).collect()),
        _ => Vec::new(),
    }
}

fn choosing(form: &Form, fairs: &[FairRow], lang: Lang) -> Markup {
    let fields = Fields(form, lang);
    let all = || (String::new(), lang.say("Tất cả", "All").to_owned());
    let codes = |dim: Dim| {
        let named = words_of(dim).into_iter().map(|code| (code.clone(), label(dim, &code, lang)));
        [all()].into_iter().chain(named).collect::<Vec<_>>()
    };
    let fair = |it: &FairRow| (it.code.clone(), format!("{} · {}", it.code, it.name));
    let fairs: Vec<_> = [all()].into_iter().chain(fairs.iter().map(fair)).collect();
    let mut beside = fairs.clone();
    beside[0].1 = lang.say("Không", "None").to_owned();
    html! {
        form.form.card.no-print method="get" action=(PATH) {
            (form.error("", lang))
            div.form-two {
                (fields.select("by", lang.say("Theo", "By"),
                    &options(Dim::ALL, Dim::as_str, |it| it.label(lang))))
                (fields.select("fair", lang.say("Hội chợ", "Fair"), &fairs))
                (fields.field("from", lang.say("Từ ngày", "From"), Field::Date, ""))
                (fields.field("to", lang.say("Đến ngày", "To"), Field::Date, ""))
            }
            details open[!form.ok()] {
                summary { (lang.say("Lọc và so sánh", "Filter and compare")) }
                div.form-two {
                    @for dim in OFFERED {
                        (fields.select(dim.as_str(), dim.label(lang), &codes(dim)))
                    }
                    (fields.select("vs_fair", lang.say("So với hội chợ", "Against the fair"),
                        &beside))
                    (fields.field("vs_from", lang.say("So với kỳ từ", "Against days from"),
                        Field::Date, ""))
                    (fields.field("vs_to", lang.say("So với kỳ đến", "Against days to"),
                        Field::Date, ""))
                }
                p.hint {
                    (lang.say("Gian, địa phương, chủ thể, sản phẩm, ngày: bấm vào dòng của bảng \
                         để xem riêng dòng đó.",
                        "Booths, localities, producers, products, days: press a row to look into \
                         it."))
                }
            }
            // What is chosen by pressing rows stays chosen.
            @for dim in Dim::ALL.iter().filter(|it| !OFFERED.contains(it) && **it != Dim::Fair) {
                @if form.has(dim.as_str()) {
                    input type="hidden" name=(dim.as_str()) value=(form.get(dim.as_str()));
                }
            }
            div.form-end { button { (lang.say("Xem bảng", "Show the table")) } }
        }
    }
}

fn saving(it: &Pivot, form: &Form, lang: Lang) -> Markup {
    let fields = Fields(form, lang);
    let own = it.ask.query();
    // A form that comes back asks what it asked.
    let query = if form.has("query") { form.get("query") } else { &own };
    html! {
        section.card.no-print id="save" {
            h2 { (lang.say("Lưu bảng này", "Save this table")) }
            form.form method="post" action=(PATH) {
                (fields.head())
                input type="hidden" name="query" value=(query);
                (fields.field("name", lang.say("Tên bảng", "Name"), Field::Text,
                    lang.say("Ví dụ: Khu trong tỉnh, quý II. Cùng tên thì bảng mới thay bảng cũ.",
                        "Such as: Local zone, second quarter. The same name replaces the old.")))
                (fields.tick("withdrawn", lang.say("Bỏ bảng mang tên này",
                    "The table of this name goes")))
                div.form-end { button.main { (lang.say("Lưu bảng", "Save the table")) } }
            }
        }
    }
}
