//! Addresses of reports: as a page, as CSV, as JSON, all from the same figures.

use crate::{
    base::{
        clock::Ms,
        id::{BoothId, SaleId},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    fair::{
        source_figures,
        store::{self as fairs, BoothRow, FairRow},
    },
    report::{
        self,
        document::Document,
        file::{self, Format},
        season::Season,
        tables,
        trace::Filter,
    },
    web::{
        books::{
            receipt::in_turn,
            report::{
                SalesList, booth_page, fair_page, products_page, sales_page, season_asked_again,
                season_rows, season_screen, season_table_page,
            },
        },
        http::{
            app::App,
            guard::{Caller, Guard, Insider, Overseer, Refused},
            problem::{Problem, Spoken},
            route::get,
        },
        ui::{form::Form, page::page, place, refusal},
    },
};
use axum::{
    Json, Router,
    extract::{FromRequestParts, Path, Query, State},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

/// Sales on one page of the list behind a figure.
const PAGE: i64 = 200;

/// Routes of reports.
pub fn router() -> Router<App> {
    Router::new()
        .route("/reports/season", get(season))
        .route("/reports/season/{table}", get(season_table))
        .route("/reports/products", get(products))
        .merge(super::figures::router())
        .merge(super::papers::router())
        .merge(super::online::router())
        .merge(super::pivot::router())
        .merge(super::rewards::router())
        .route("/fairs/{code}", get(fair))
        .route("/fairs/{code}/booths/{booth}", get(booth))
        .route("/fairs/{code}/sales", get(sales))
}

#[derive(Deserialize)]
struct ReportQuery {
    from: Option<String>,
    to: Option<String>,
    on: Option<String>,
    format: Option<String>,
    /// `14`: the draft of that form, as a file.
    draft: Option<String>,
    /// How far the journal reached on the page that asks for the rows of a table.
    pos: Option<i64>,
}

/// A report in the form that was asked for: a page unless `format` says otherwise.
pub(in crate::web::books) async fn answer(
    (app, caller, here, title): (&App, &Caller, &str, &str),
    format: Option<&str>,
    report: &impl Serialize,
    document: impl FnOnce(Lang) -> Document,
    body: impl FnOnce() -> Markup,
) -> Result<Response, Problem> {
    match format {
        Some("json") => Ok(Json(report).into_response()),
        asked => match asked.and_then(|word| word.parse().ok()) {
            Some(format) => as_file(app, document(caller.lang), format).await.spoken(caller.lang),
            None => Ok(page(caller, here, title, body()).into_response()),
        },
    }
}

/// A report as a file. Long ones take a while to be set, and the tills need their core.
async fn as_file(app: &App, document: Document, format: Format) -> Result<Response, Refusal> {
    let name = format!("{}.{}", document.stamp.query.file_name(), format.as_str());
    let letterhead = report::letterhead::store::load(&mut *app.shop.read().await?).await?;
    let document = Document { letterhead, ..document };
    let bytes = in_turn(&app.files, move || file::write(&document, format)).await?;
    let name = format!("attachment; filename=\"{name}\"");
    let kind = (header::CONTENT_TYPE, format.content_type().to_owned());
    Ok(([kind, (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn season(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(asked): Query<ReportQuery>,
) -> Response {
    season_of(&app, &caller, &asked).await.unwrap_or_else(refusal::page)
}

async fn season_of(app: &App, caller: &Caller, asked: &ReportQuery) -> Result<Response, Problem> {
    let lang = caller.lang;
    let title = lang.say("Báo cáo mùa hội chợ", "Season report");
    let head = (app, caller, "/reports/season", title);
    let mut form = period_of(asked);
    if asked.format.is_none() && chosen_period(&mut form).is_none() && !form.ok() {
        let markup = page(head.1, head.2, head.3, season_asked_again(&form, lang));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, markup).into_response());
    }
    let it = read_season(app, asked, lang).await?;
    let body = || season_screen(&it, lang);
    answer(head, asked.format.as_deref(), &it, |lang| Document::season(&it, lang), body).await
}

async fn read_season(app: &App, asked: &ReportQuery, lang: Lang) -> Result<Season, Problem> {
    let mut db = app.shop.read().await.spoken(lang)?;
    let (from, to) = period(&mut db, asked, app.shop.clock.now()).await.spoken(lang)?;
    report::season::season(&mut db, from, to).await.spoken(lang)
}

async fn season_table(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<ReportQuery>,
) -> Response {
    season_table_of(&app, &caller, &id, &asked).await.unwrap_or_else(refusal::page)
}

/// One table of the season: a page, or with `format=rows` only what the report puts in its place.
async fn season_table_of(
    app: &App,
    caller: &Caller,
    id: &str,
    asked: &ReportQuery,
) -> Result<Response, Problem> {
    let lang = caller.lang;
    let it = read_season(app, asked, lang).await?;
    let table = tables::season(&it, lang).into_iter().find(|table| table.id == id);
    let none = || Refusal::NotFound(Say::new("Không có bảng này", "No such table"));
    let table = table.ok_or_else(none).spoken(lang)?;
    if asked.format.as_deref() == Some("rows") {
        let rows = season_rows(&it, &table, asked.pos, lang);
        return Ok(rows.into_response());
    }
    let title = table.title.clone();
    let body = season_table_page(&it, table, lang);
    Ok(page(caller, "/reports/season", &title, body).into_response())
}

/// The period asked for; else the half year of the latest season that has published figures or
/// sales, else the year so far.
async fn period(
    db: &mut SqliteConnection,
    asked: &ReportQuery,
    now: Ms,
) -> Result<(Date, Date), Refusal> {
    let mut form = period_of(asked);
    if let Some(period) = chosen_period(&mut form) {
        return Ok(period);
    }
    if let Some(say) = form.first_error() {
        return Err(Refusal::malformed("period", say.vi.clone(), say.en.clone()));
    }
    if let Some(known) = source_figures::store::last_published(db).await? {
        let day = |text: &str| text.parse::<Date>().ok();
        if let (Some(from), Some(to)) = (day(&known.0), day(&known.1)) {
            return Ok((from, to));
        }
    }
    let today = now.date();
    Ok((jiff::civil::date(today.year(), 1, 1), today))
}

/// The period as its form has it.
fn period_of(asked: &ReportQuery) -> Form {
    let text = |day: &Option<String>| day.clone().unwrap_or_default();
    Form::of([("from", text(&asked.from)), ("to", text(&asked.to))])
}

/// The period that is asked for; none where none is, or where it is wrong, as the form then says.
fn chosen_period(form: &mut Form) -> Option<(Date, Date)> {
    let (from, to) = (form.date("from"), form.date("to"));
    let (from, to) = from.zip(to)?;
    if from > to {
        let vi = "Kỳ báo cáo ngược ngày: ngày cuối phải sau ngày đầu";
        form.wrong("to", Say::new(vi, "The period ends before it begins"));
        return None;
    }
    Some((from, to))
}

async fn products(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(asked): Query<ReportQuery>,
) -> Response {
    products_of(&app, &caller, &asked).await.unwrap_or_else(refusal::page)
}

async fn products_of(app: &App, caller: &Caller, asked: &ReportQuery) -> Result<Response, Problem> {
    let lang = caller.lang;
    let mut form = Form::of([("on", asked.on.clone().unwrap_or_default())]);
    let on = form.date("on").unwrap_or_else(|| app.shop.clock.now().date());
    if let Some(say) = form.first_error() {
        return Err(Problem(Refusal::from(say.clone()), lang));
    }
    let mut db = app.shop.read().await.spoken(lang)?;
    let it = report::products::products(&mut db, on).await.spoken(lang)?;
    drop(db);
    let head = (app, caller, "/reports/products", lang.say("Danh mục sản phẩm", "Catalogue"));
    let body = || products_page(&it, lang);
    answer(head, asked.format.as_deref(), &it, |lang| Document::products(&it, lang), body).await
}

/// The fair of a code.
pub async fn fair_row(db: &mut SqliteConnection, code: &str) -> Result<FairRow, Refusal> {
    let none = || Refusal::NotFound(Say::new("Không có hội chợ này", "No such fair"));
    fairs::fair_by_code(db, code).await?.ok_or_else(none)
}

async fn fair(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<ReportQuery>,
) -> Response {
    fair_of(&app, &caller, &code, &asked).await.unwrap_or_else(refusal::page)
}

async fn fair_of(
    app: &App,
    caller: &Caller,
    code: &str,
    asked: &ReportQuery,
) -> Result<Response, Problem> {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let row = fair_row(&mut db, code).await.spoken(lang)?;
    let it = report::fair::fair(&mut db, &row).await.spoken(lang)?;
    drop(db);
    let body = || {
        html! {
            (place::around_fair(caller, &row, "report"))
            (fair_page(&it, super::fair::form_14(lang), lang))
        }
    };
    let head = (app, caller, "/fairs", row.name.as_str());
    let made = match asked.draft.as_deref() {
        Some("14") => Document::draft,
        _ => Document::fair,
    };
    answer(head, asked.format.as_deref(), &it, |lang| made(&it, lang), body).await
}

/// Someone who may read the booth that the address names by codes.
struct BoothReader {
    caller: Caller,
    fair: FairRow,
    booth: BoothRow,
}

impl Guard for BoothReader {}

impl FromRequestParts<App> for BoothReader {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<BoothReader, Refused> {
        let Insider(caller) = Insider::from_request_parts(parts, app).await?;
        let Path((code, booth)) = Path::<(String, String)>::from_request_parts(parts, app).await?;
        let mut db = app.shop.read().await.spoken(caller.lang)?;
        let fair = fair_row(&mut db, &code).await.spoken(caller.lang)?;
        let booth = booth_row(&mut db, &fair, &booth).await.spoken(caller.lang)?;
        caller.reads(BoothId::of_bytes(&booth.uid))?;
        Ok(BoothReader { caller, fair, booth })
    }
}

async fn booth(
    at: BoothReader,
    State(app): State<App>,
    Query(asked): Query<ReportQuery>,
) -> Response {
    booth_of(&app, &at, &asked).await.unwrap_or_else(refusal::page)
}

async fn booth_of(app: &App, at: &BoothReader, asked: &ReportQuery) -> Result<Response, Problem> {
    let BoothReader { caller, fair, booth: row } = at;
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let it = report::booth::booth(&mut db, fair.id, row).await.spoken(lang)?;
    drop(db);
    let body = || {
        html! {
            (place::around_booth(caller, row, "sold"))
            (booth_page(&it, html! {}, lang))
        }
    };
    let head = (app, caller, "/fairs", row.name.as_str());
    answer(head, asked.format.as_deref(), &it, |lang| Document::booth(&it, lang), body).await
}

/// The booth of a code at a fair.
pub async fn booth_row(
    db: &mut SqliteConnection,
    fair: &FairRow,
    code: &str,
) -> Result<BoothRow, Refusal> {
    let none = || Refusal::NotFound(Say::new("Không có gian hàng này", "No such booth"));
    let booths = fairs::booths(db, fair.id).await?;
    booths.into_iter().find(|row| row.code == code).ok_or_else(none)
}

#[derive(Deserialize)]
struct Before {
    before: Option<i64>,
}

async fn sales(
    Insider(caller): Insider,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(filter): Query<Filter>,
    Query(before): Query<Before>,
) -> Response {
    let before = before.before.unwrap_or(i64::MAX);
    sales_of(&app, &caller, &code, &filter, before).await.unwrap_or_else(refusal::page)
}

async fn sales_of(
    app: &App,
    caller: &Caller,
    code: &str,
    filter: &Filter,
    before: i64,
) -> Result<Response, Problem> {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let fair = fair_row(&mut db, code).await.spoken(lang)?;
    match &filter.booth {
        // A booth sees its own sales, and nobody else's.
        Some(booth) if caller.overseer().is_err() => {
            let row = booth_row(&mut db, &fair, booth).await.spoken(lang)?;
            caller.manages(BoothId::of_bytes(&row.uid))?;
        }
        _ => drop(caller.overseer()?),
    }
    let store = report::trace::store::rows(&mut db, fair.id, filter, before, PAGE + 1).await;
    let mut rows = store.spoken(lang)?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let sums = report::trace::store::sums(&mut db, fair.id, filter).await.spoken(lang)?;
    let it = SalesList {
        fair: &fair.code,
        fair_name: &fair.name,
        filter,
        rows: &rows,
        sums,
        next: rows.last().filter(|_| more).map(|row| row.pos),
    };
    let title = lang.say("Các phiếu", "Sales");
    let body = html! {
        @if caller.overseer().is_ok() { (place::around_fair(caller, &fair, "sales")) }
        (sales_page(&it, lang))
    };
    Ok(page(caller, "/fairs", title, body).into_response())
}

/// The address of a sale's receipt page.
pub fn receipt_path(uid: &[u8]) -> String {
    format!("/r/{}", SaleId::of_bytes(uid))
}

/// The address of a sale as its entry tells it.
pub fn sale_path(uid: &[u8]) -> String {
    format!("/sales/{}", SaleId::of_bytes(uid))
}
