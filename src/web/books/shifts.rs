//! The shifts of a booth as pages: the list, and one shift with its Z, what came after it, and
//! where it stands in the journal.

mod parts;

use crate::{
    base::{
        clock::Ms,
        id::{ShiftId, hex_uid},
        lang::{Lang, Say},
        money::Money,
        refusal::Refusal,
    },
    fair::store::{self as fairs, BoothRow},
    journal::{self, Entry},
    print::{block::Width, paper, raster, shift as slip},
    report::{
        csv,
        table::{Cell, Source, Table},
    },
    sale::drawer_opening::store::{OpeningRow, openings},
    sale::shift::{
        Closed,
        figures::Figures,
        read::store::{self, EventRow, JoinRow, LateRow, ShiftRow},
    },
    staff::actor::spoken,
    web::{
        http::{
            app::App,
            guard::{Caller, ReviewerOf},
            problem::Spoken,
            route::get,
        },
        office::booths::form::Place,
        till::shifts::{closed, figures, may_know_expected},
        ui::{
            answer::{Shown, part, shown},
            figures::{all, table},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

/// Routes of a booth's shifts: for those who oversee the fair, and for the booth's manager.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/booths/{booth}/shifts", get(list))
        .route("/booth/shifts", get(list))
        .route("/shifts/{uid}", get(one))
        .route("/shifts/{uid}/paper.png", get(picture))
}

/// Openings of a drawer that a page lists, the last of them.
const OPENINGS: i64 = 200;
/// Shifts on one page.
const PAGE: i64 = 100;

#[derive(Deserialize)]
struct ShiftsQuery {
    before: Option<i64>,
    format: Option<String>,
}

async fn list(place: Place, State(app): State<App>, Query(asked): Query<ShiftsQuery>) -> Shown {
    let (lang, booth) = (place.caller.lang, &place.booth);
    let before = asked.before.unwrap_or(i64::MAX);
    let mut db = app.shop.read().await.spoken(lang)?;
    let rows = store::of_booth(&mut db, booth.id, before, PAGE).await.spoken(lang)?;
    let listed = shift_table(&rows, lang);
    if asked.format.as_deref() == Some("csv") {
        return Ok(sheet(listed, &booth.code, lang).spoken(lang)?);
    }
    let more = rows.last().filter(|_| rows.len() as i64 == PAGE).map(|row| row.id);
    let ever = (0, i64::MAX);
    let opened = openings(&mut db, &booth.uid, ever, OPENINGS).await.spoken(lang)?;
    drop(db);
    let path = format!("{}/shifts", place.base);
    let title = lang.say("Ca bán hàng", "Shifts");
    let body = html! {
        (listing(&place, title, (&path, more), &listed))
        // A drawer is opened before a shift too, and between two.
        @if !opened.is_empty() { (table(&parts::openings(&opened, lang), lang)) }
    };
    shown(page::page(&place.caller, &path, title, body))
}

/// The list as a file.
fn sheet(listed: Table, booth: &str, lang: Lang) -> Result<Response, Refusal> {
    let failed = |error: ::csv::Error| Refusal::Failed(error.to_string());
    let bytes = csv::write(&[listed], lang).map_err(failed)?;
    let name = format!("attachment; filename=\"shifts-{}.csv\"", part(booth));
    let kind = "text/csv; charset=utf-8".to_owned();
    let heads = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    Ok((heads, bytes).into_response())
}

fn listing(
    place: &Place,
    title: &str,
    (path, more): (&str, Option<i64>),
    listed: &Table,
) -> Markup {
    let (lang, booth) = (place.caller.lang, &place.booth);
    html! {
        (place::booth(&place.caller, booth, "shifts", html! {
            a.button href={ (path) "?format=csv" } { (lang.say("Tải CSV", "CSV")) }
        }))
        h2 { (title) }
        @if listed.rows.is_empty() {
            p.empty {
                (lang.say("Gian chưa mở ca nào. Người bán mở ca ở màn hình bán hàng, nút “Ca”.",
                    "No shift was opened yet. Sellers open one at the till, button “Shift”."))
            }
        } @else { (table(listed, lang)) }
        @if let Some(before) = more {
            a.button href={ (path) "?before=" (before) } {
                (lang.say("Các ca trước đó", "Earlier shifts"))
            }
        }
    }
}

fn shift_table(rows: &[ShiftRow], lang: Lang) -> Table {
    let heads = [
        lang.say("Phiếu Z", "Z report"),
        lang.say("Mở ca", "Opened"),
        lang.say("Chốt ca", "Closed"),
        lang.say("Người giữ tiền", "Held by"),
        lang.say("#Phiếu bán", "#Sales"),
        lang.say("#Doanh thu (đ)", "#Revenue (đ)"),
        lang.say("#Phải có (đ)", "#Expected (đ)"),
        lang.say("#Đếm được (đ)", "#Counted (đ)"),
        lang.say("#Chênh lệch (đ)", "#Difference (đ)"),
        lang.say("#Bổ sung", "#Supplements"),
    ];
    let mut table = Table::new("shifts", lang.say("Các ca", "Shifts"), &heads);
    let money = |sum: Option<i64>| sum.map_or(Cell::Nothing, |sum| Cell::Money(Money(sum)));
    for row in rows {
        let name = match &row.z_no {
            Some(z_no) => z_no.clone(),
            None => lang.say("Đang mở", "Open").to_owned(),
        };
        let cells = vec![
            Cell::text(name),
            Cell::text(Ms(row.opened_ms).text()),
            Cell::text(row.closed_ms.map(|at| Ms(at).text()).unwrap_or_default()),
            Cell::text(spoken(&row.holder, lang)),
            row.sales.map_or(Cell::Nothing, Cell::Count),
            money(row.revenue),
            money(row.expected),
            money(row.counted),
            money(row.counted.zip(row.expected).map(|(is, was)| is - was)),
            Cell::Count(row.supplements),
        ];
        table.row(cells, Some(Source::Shift(hex_uid(&row.uid))));
    }
    table
}

/// A shift with everything that its page shows.
struct Whole {
    booth: BoothRow,
    row: ShiftRow,
    figures: Figures,
    z: Option<(Entry, Box<Closed>)>,
    opened: Option<Entry>,
    events: Vec<EventRow>,
    joins: Vec<JoinRow>,
    late: Vec<LateRow>,
    /// The drawer as it was opened by hand meanwhile.
    openings: Vec<OpeningRow>,
    /// Đồng that should lie in the drawer, for those who may know.
    expected: Option<Money>,
}

async fn load(app: &App, caller: &Caller, shift: ShiftId) -> Result<Whole, Refusal> {
    let none = || Refusal::NotFound(Say::new("Không tìm thấy ca này", "No such shift"));
    let mut db = app.shop.read().await?;
    let row = store::shift(&mut db, &shift.bytes()).await?.ok_or_else(none)?;
    let booth = fairs::booth(&mut db, &row.booth_uid).await?.ok_or_else(none)?;
    let figures = figures(&mut db, &row).await?;
    let uid = crate::base::id::BoothId::of_bytes(&row.booth_uid);
    let expected = row.expected.map_or(figures.expected(Money(row.float_amount)), Money);
    let span = (row.opened_ms, row.closed_ms.unwrap_or(i64::MAX));
    let expected = may_know_expected(caller, uid).then_some(expected);
    Ok(Whole {
        z: closed(&mut db, &row).await?,
        opened: journal::store::at(&mut db, row.id).await?,
        events: store::events(&mut db, row.id).await?,
        joins: store::joins(&mut db, row.id).await?,
        late: store::late(&mut db, row.id).await?,
        openings: openings(&mut db, &row.booth_uid, span, OPENINGS).await?,
        booth,
        figures,
        expected,
        row,
    })
}

async fn one(
    ReviewerOf { caller, id: shift }: ReviewerOf<ShiftId>,
    State(app): State<App>,
) -> Shown {
    let it = load(&app, &caller, shift).await.spoken(caller.lang)?;
    let lang = caller.lang;
    let path = format!("/shifts/{shift}");
    let title = match &it.row.z_no {
        Some(z_no) => z_no.clone(),
        None => lang.say("Ca đang mở", "Open shift").to_owned(),
    };
    let body = draw_page(&it, &path, &title, lang);
    shown(page::page(&caller, &path, &title, body))
}

fn draw_page(it: &Whole, path: &str, title: &str, lang: Lang) -> Markup {
    let (fair, booth) = (part(&it.booth.fair_code), part(&it.booth.code));
    html! {
        div.page-head {
            div {
                h1 { (title) }
                p.sub {
                    (it.booth.code) " · " (it.booth.name) " · " (it.booth.fair_name) " · "
                    (lang.say("người giữ tiền ", "held by ")) (spoken(&it.row.holder, lang))
                }
            }
            div.actions {
                a.button href={ (path) "/paper.png" } { (lang.say("Xem phiếu in", "The paper")) }
                a.button href={ "/fairs/" (fair) "/booths/" (booth) "/shifts" } {
                    (lang.say("Các ca của gian", "All shifts"))
                }
            }
        }
        (parts::cards(it, lang))
        (all(&parts::tables(it, lang), lang))
        @if !it.joins.is_empty() { (table(&parts::joins(it, lang), lang)) }
        @if !it.events.is_empty() { (table(&parts::events(it, lang), lang)) }
        @if !it.openings.is_empty() { (table(&parts::openings(&it.openings, lang), lang)) }
        @if it.row.supplements > 0 { (parts::supplements(it, lang)) }
        (parts::book(it, lang))
    }
}

async fn picture(
    ReviewerOf { caller, id: shift }: ReviewerOf<ShiftId>,
    State(app): State<App>,
) -> Shown {
    let lang = caller.lang;
    let it = load(&app, &caller, shift).await.spoken(lang)?;
    let paper = match &it.z {
        Some((entry, z)) => Some(slip::z(entry, z, lang, Default::default())),
        None => {
            let (at, origin) = (app.shop.clock.now(), app.shop.desk.origin());
            let mut db = app.shop.read().await.spoken(lang)?;
            let told = it.expected.is_some();
            paper::x(&mut db, &it.row, (origin, at), told, lang).await.spoken(lang)?
        }
    };
    let none = || Refusal::NotFound(Say::new("Không tìm thấy ca này", "No such shift"));
    let paper = paper.ok_or_else(none).spoken(lang)?;
    Ok(png(&paper).spoken(lang)?)
}

fn png(paper: &slip::ShiftPaper) -> Result<Response, Refusal> {
    let failed = |error: std::io::Error| Refusal::Failed(error.to_string());
    let bitmap = raster::paint(&slip::layout(paper, Width::MM80), Width::MM80).map_err(failed)?;
    let bytes = raster::png(&bitmap).map_err(failed)?;
    Ok(([(header::CONTENT_TYPE, "image/png")], bytes).into_response())
}
