//! The shifts of a booth as pages: the list, and one shift with its Z, what came after it, and
//! where it stands in the journal.

use super::{
    app::App,
    booths::Place,
    guard::Caller,
    problem::{Problem, Spoken},
    report::routes::sale_path,
    screen::{Shown, part, shown},
    shifts::{booth_of, closed, figures, told},
    till::hex_uid,
    ui::{
        figures::{card, signed, table},
        page,
    },
};
use crate::{
    base::{
        clock::Ms,
        id::ShiftId,
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
        trace::Filter,
    },
    sale::shift::{
        Closed,
        figures::Figures,
        read::store::{self, EventRow, LateRow, ShiftRow},
        z_no,
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
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

/// Shifts on one page.
const PAGE: i64 = 100;

#[derive(Deserialize)]
struct Asked {
    before: Option<i64>,
    format: Option<String>,
}

async fn list(State(app): State<App>, place: Place, Query(asked): Query<Asked>) -> Shown {
    let (lang, booth) = (place.caller.lang, &place.booth);
    let before = asked.before.unwrap_or(i64::MAX);
    let mut db = app.shop.read().await.spoken(lang)?;
    let rows = store::of_booth(&mut db, booth.id, before, PAGE).await.spoken(lang)?;
    let listed = listed(&rows, &booth.code, lang);
    if asked.format.as_deref() == Some("csv") {
        let failed = |error: ::csv::Error| Refusal::Failed(error.to_string());
        let bytes = csv::write(&[listed]).map_err(failed).spoken(lang)?;
        let name = format!("attachment; filename=\"shifts-{}.csv\"", part(&booth.code));
        let kind = "text/csv; charset=utf-8".to_owned();
        let heads = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
        return Ok((heads, bytes).into_response());
    }
    let more = rows.last().filter(|_| rows.len() as i64 == PAGE).map(|row| row.id);
    let path = format!("{}/shifts", place.base);
    let title = lang.say("Ca bán hàng", "Shifts");
    let body = html! {
        div.page-head {
            div {
                h1 { (title) }
                p.sub { (booth.code) " · " (booth.name) " · " (booth.fair_name) }
            }
            div.actions {
                a.button href={ (path) "?format=csv" } { (lang.say("Tải CSV", "CSV")) }
                a.button href=(place.goods()) { (lang.say("Gian hàng", "The booth")) }
            }
        }
        @if rows.is_empty() {
            p.empty {
                (lang.say("Gian chưa mở ca nào. Người bán mở ca ở màn hình bán hàng, nút “Ca”.",
                    "No shift was opened yet. Sellers open one at the till, button “Shift”."))
            }
        } @else { (table(&listed, lang)) }
        @if let Some(before) = more {
            a.button href={ (path) "?before=" (before) } {
                (lang.say("Các ca trước đó", "Earlier shifts"))
            }
        }
    };
    shown(page::page(&place.caller, &path, title, body))
}

fn listed(rows: &[ShiftRow], booth: &str, lang: Lang) -> Table {
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
        let name = match row.number {
            Some(number) => z_no(booth, number),
            None => lang.say("Đang mở", "Open").to_owned(),
        };
        let cells = vec![
            Cell::text(name),
            Cell::text(Ms(row.opened_ms).text()),
            Cell::text(row.closed_ms.map(|at| Ms(at).text()).unwrap_or_default()),
            Cell::text(&row.holder),
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
    late: Vec<LateRow>,
    /// Đồng that should lie in the drawer, for those who may know.
    expected: Option<Money>,
}

/// A shift is for those who oversee the fair, and for the booth's manager.
async fn guarded(app: &App, caller: &Caller, shift: ShiftId) -> Result<(), Problem> {
    let booth = booth_of(app, shift).await.spoken(caller.lang)?;
    caller.signed_in()?;
    if caller.overseer().is_err() {
        caller.manages(booth)?;
    }
    Ok(())
}

async fn load(app: &App, caller: &Caller, shift: ShiftId) -> Result<Whole, Refusal> {
    let none = || Refusal::NotFound(Say::new("Không tìm thấy ca này", "No such shift"));
    let mut db = app.shop.read().await?;
    let row = store::shift(&mut db, &shift.bytes()).await?.ok_or_else(none)?;
    let booth = fairs::booth(&mut db, &row.booth_uid).await?.ok_or_else(none)?;
    let figures = figures(&mut db, &row).await?;
    let uid = crate::base::id::BoothId::of_bytes(&row.booth_uid);
    let expected = told(caller, uid).then(|| figures.expected(Money(row.float_amount)));
    Ok(Whole {
        z: closed(&mut db, &row).await?,
        opened: journal::store::at(&mut db, row.id).await?,
        events: store::events(&mut db, row.id).await?,
        late: store::late(&mut db, row.id).await?,
        booth,
        figures,
        expected,
        row,
    })
}

async fn one(State(app): State<App>, caller: Caller, Path(shift): Path<ShiftId>) -> Shown {
    guarded(&app, &caller, shift).await?;
    let it = load(&app, &caller, shift).await.spoken(caller.lang)?;
    let lang = caller.lang;
    let path = format!("/shifts/{shift}");
    let title = match it.row.number {
        Some(number) => z_no(&it.booth.code, number),
        None => lang.say("Ca đang mở", "Open shift").to_owned(),
    };
    let (fair, booth) = (part(&it.booth.fair_code), part(&it.booth.code));
    let body = html! {
        div.page-head {
            div {
                h1 { (title) }
                p.sub {
                    (it.booth.code) " · " (it.booth.name) " · " (it.booth.fair_name) " · "
                    (lang.say("người giữ tiền ", "held by ")) (it.row.holder)
                }
            }
            div.actions {
                a.button href={ (path) "/paper.png" } { (lang.say("Xem phiếu in", "The paper")) }
                a.button href={ "/fairs/" (fair) "/booths/" (booth) "/shifts" } {
                    (lang.say("Các ca của gian", "All shifts"))
                }
            }
        }
        (cards(&it, lang))
        (table(&payments(&it, lang), lang))
        (table(&drawer(&it, lang), lang))
        @if !it.events.is_empty() { (table(&events(&it, lang), lang)) }
        @if it.row.supplements > 0 { (supplements(&it, lang)) }
        (book(&it, lang))
    };
    shown(page::page(&caller, &path, &title, body))
}

/// The sales behind the figures of the Z, or behind its supplements.
fn sales(it: &Whole, late: bool, method: Option<String>) -> Source {
    let filter = Filter {
        booth: Some(it.booth.code.clone()),
        shift: Some(ShiftId::of_bytes(&it.row.uid)),
        late: Some(late),
        method,
        ..Filter::default()
    };
    Source::Sales(it.booth.fair_code.clone(), filter)
}

fn cards(it: &Whole, lang: Lang) -> Markup {
    let to = super::ui::figures::address(&sales(it, false, None));
    let sums = &it.figures;
    let made = html! {
        (sums.sales) (lang.say(" phiếu, ", " sales, ")) (sums.reversals)
        (lang.say(" phiếu hủy, ", " reversals, ")) (sums.flagged)
        (lang.say(" phiếu cần xem lại", " to look at"))
    };
    let counted = it.row.counted.map(Money);
    let gap = counted.zip(it.expected).map(|(is, was)| (is - was).0);
    let expected = it.expected.map(Money::text);
    let unknown = lang.say("đếm xong mới biết", "told after the count");
    html! {
        div.figures {
            (card(lang.say("Doanh thu", "Revenue"), &sums.revenue.text(), made, Some(&to)))
            (card(lang.say("Phải có trong két", "Expected"), expected.as_deref().unwrap_or("–"),
                html! { (lang.say("tiền lẻ đầu ca ", "float ")) (Money(it.row.float_amount).text()) },
                Some("#drawer")))
            (card(lang.say("Đếm được", "Counted"),
                &counted.map_or("–".to_owned(), Money::text),
                html! { @if counted.is_none() { (unknown) } }, Some("#drawer")))
            @if let Some(gap) = gap {
                (card(difference(gap, lang), &Money(gap.abs()).text(), html! {}, None))
            }
        }
    }
}

/// What is over or missing, in words.
fn difference(gap: i64, lang: Lang) -> &'static str {
    match gap {
        0 => lang.say("Đủ tiền", "Exact"),
        1.. => lang.say("Thừa", "Over"),
        _ => lang.say("Thiếu", "Short"),
    }
}

fn payments(it: &Whole, lang: Lang) -> Table {
    let heads = [
        lang.say("Cách trả", "Payment"),
        lang.say("#Số lần", "#Count"),
        lang.say("#Số tiền (đ)", "#Amount (đ)"),
    ];
    let title = lang.say("Theo cách trả", "By payment");
    let mut table = Table::new("payments", title, &heads);
    for sum in &it.figures.methods {
        let label = Cell::text(sum.method.label(lang));
        let source = sales(it, false, Some(sum.method.as_str().to_owned()));
        table.row(vec![label, Cell::Count(sum.count), Cell::Money(sum.amount)], Some(source));
    }
    table
}

fn drawer(it: &Whole, lang: Lang) -> Table {
    let heads = [lang.say("Trong két", "In the drawer"), lang.say("#Số tiền (đ)", "#Amount (đ)")];
    let mut table = Table::new("drawer", lang.say("Tiền trong két", "The drawer"), &heads);
    let sums = &it.figures;
    let cash = sales(it, false, Some("cash".to_owned()));
    let events = || Some(Source::Table("events"));
    for (label, amount, source) in [
        (lang.say("Tiền lẻ đầu ca", "Float"), Money(it.row.float_amount), None),
        (lang.say("Bán thu tiền mặt", "Cash from sales"), sums.cash(), Some(cash)),
        (lang.say("Thu thêm vào két", "Paid in"), sums.paid_in, events()),
        (lang.say("Chi ra từ két", "Paid out"), -sums.paid_out, events()),
    ] {
        table.row(vec![Cell::text(label), Cell::Money(amount)], source);
    }
    if let Some((_, z)) = &it.z {
        for notes in z.notes.iter().filter(|notes| notes.count > 0) {
            let label = format!(
                "{} {} × {}",
                lang.say("đếm được", "counted"),
                Money(notes.note).digits(),
                notes.count
            );
            table.row(vec![Cell::text(label), Cell::Money(Money(notes.note * notes.count))], None);
        }
    }
    match it.expected {
        Some(sum) => table.with_total(vec![
            Cell::text(lang.say("Phải có trong két", "Expected")),
            Cell::Money(sum),
        ]),
        None => table,
    }
}

fn events(it: &Whole, lang: Lang) -> Table {
    let heads = [
        lang.say("Lúc", "At"),
        lang.say("Người", "By"),
        lang.say("Việc", "What"),
        lang.say("#Số tiền (đ)", "#Amount (đ)"),
        lang.say("#Bổ sung số", "#Supplement"),
        lang.say("#Mục sổ cái", "#Journal entry"),
    ];
    let title = lang.say("Thu chi và bàn giao", "Money in and out, handovers");
    let mut table = Table::new("events", title, &heads);
    for event in &it.events {
        let what = match &event.holder {
            Some(holder) => {
                let gap = event.counted.zip(event.expected);
                let gap = gap.map(|(is, was)| format!(", {} đ", signed(is - was)));
                let to = lang.say("bàn giao cho", "handed over to");
                format!("{to} {holder}{}", gap.unwrap_or_default())
            }
            None => event.reason.clone(),
        };
        let amount = event.amount.or(event.counted);
        table.row(
            vec![
                Cell::text(Ms(event.at_ms).text()),
                Cell::text(&event.actor),
                Cell::text(what),
                amount.map_or(Cell::Nothing, |sum| Cell::Money(Money(sum))),
                event.supplement.map_or(Cell::Nothing, Cell::Count),
                Cell::Count(event.id),
            ],
            None,
        );
    }
    table
}

fn supplements(it: &Whole, lang: Lang) -> Markup {
    let all = super::ui::figures::address(&sales(it, true, None));
    html! {
        section.card.flush id="supplements" {
            h2 { (lang.say("Bổ sung sau khi chốt ca", "Supplements after the closing")) }
            p.hint {
                (lang.say("Phiếu đến sau khi chốt; bảng Z ở trên không đổi. ",
                    "Sales that came after the closing; the Z above is unchanged. "))
                a href=(all) { (lang.say("Các phiếu này", "These sales")) }
            }
            div.table-wrap {
                table.table {
                    thead { tr {
                        th.num scope="col" { (lang.say("Số", "No.")) }
                        th scope="col" { (lang.say("Phiếu", "Receipt")) }
                        th scope="col" { (lang.say("Trả tiền lúc", "Paid")) }
                        th scope="col" { (lang.say("Máy chủ nhận lúc", "Received")) }
                        th scope="col" { (lang.say("Người bán", "Seller")) }
                        th.num scope="col" { (lang.say("Tiền mặt (đ)", "Cash (đ)")) }
                        th.num scope="col" { (lang.say("Cả phiếu (đ)", "Whole sale (đ)")) }
                        th.num scope="col" { (lang.say("Mục sổ cái", "Journal entry")) }
                    } }
                    tbody {
                        @for late in &it.late {
                            tr {
                                td.num { (late.supplement) }
                                th scope="row" {
                                    a href=(sale_path(&late.uid)) { (late.receipt_no) }
                                }
                                td { (Ms(late.paid_ms).text()) }
                                td { (Ms(late.received_ms).text()) }
                                td { (late.seller) }
                                td.num { (Money(late.cash).digits()) }
                                td.num { (Money(late.total).digits()) }
                                td.num { (late.id) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where the shift stands in the journal, to be held against the paper.
fn book(it: &Whole, lang: Lang) -> Markup {
    let opened = it.opened.as_ref().map(|entry| (lang.say("Mở ca", "Opened"), entry));
    let closed = it.z.as_ref().map(|(entry, _)| (lang.say("Chốt ca", "Closed"), entry));
    html! {
        section.card {
            h2 { (lang.say("Trong sổ cái", "In the journal")) }
            dl.pairs {
                @for (label, entry) in opened.into_iter().chain(closed) {
                    dt { (label) " · " (lang.say("mục", "entry")) " " (entry.seq) }
                    dd style="overflow-wrap:anywhere" {
                        (Ms(entry.at_ms).text()) " · " (entry.actor) br;
                        (grouped(&hex::encode(&entry.hash)))
                    }
                }
            }
        }
    }
}

/// Hexadecimal digits in groups of four, as on paper.
fn grouped(hash: &str) -> String {
    let letters: Vec<char> = hash.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}

async fn picture(State(app): State<App>, caller: Caller, Path(shift): Path<ShiftId>) -> Shown {
    guarded(&app, &caller, shift).await?;
    let lang = caller.lang;
    let it = load(&app, &caller, shift).await.spoken(lang)?;
    let paper = match &it.z {
        Some((entry, z)) => Some(slip::z(entry, z, lang, Vec::new())),
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
    let bitmap = raster::paint(&slip::layout(paper, Width::Mm80), Width::Mm80).map_err(failed)?;
    let bytes = raster::png(&bitmap).map_err(failed)?;
    Ok(([(header::CONTENT_TYPE, "image/png")], bytes).into_response())
}
