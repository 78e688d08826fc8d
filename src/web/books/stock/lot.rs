//! A lot on a page and on paper: where it is, what was sold of it, and whether it may be sold.

use crate::{
    base::{
        clock::{Ms, stored_date_text},
        id::ProductId,
        lang::Lang,
        quantity::Quantity,
        refusal::Refusal,
    },
    report::{
        document::Document,
        file::Format,
        sentence,
        stock::lot::{self, Day, Lot, store::PlaceRow},
        trace::encode,
    },
    stock::block::store::WordRow,
    web::{
        books::report::{journal_state, routes::answer},
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::{Problem, Spoken},
            route::get,
        },
        ui::{place, refusal},
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
};
use maud::{Markup, html};
use serde::Deserialize;

/// The route of a lot.
pub fn router() -> Router<App> {
    Router::new().route("/lots/{product}/{lot}", get(show))
}

/// A page unless a file is asked for.
#[derive(Deserialize)]
struct Asked {
    format: Option<String>,
}

async fn show(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path((product, code)): Path<(ProductId, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    show_of(&app, &caller, (product, &code), &asked).await.unwrap_or_else(refusal::page)
}

async fn show_of(
    app: &App,
    caller: &Caller,
    (product, code): (ProductId, &str),
    asked: &Asked,
) -> Result<Response, Problem> {
    let it = find(app, caller, (product, code)).await?;
    let title = title(&it, caller.lang);
    let path = place::lot(product, code);
    let document = |lang| Document::lot(&it, lang);
    let head = (app, caller, path.as_str(), title.as_str());
    answer(head, asked.format.as_deref(), &it, document, || draw(caller, &it)).await
}

/// A lot that somebody asks about.
pub async fn find(
    app: &App,
    caller: &Caller,
    (product, code): (ProductId, &str),
) -> Result<Lot, Problem> {
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let found = lot::lot(&mut db, product, code).await.spoken(caller.lang)?;
    found.ok_or_else(Refusal::no_product).spoken(caller.lang)
}

/// `Chả mực · lô 2611A`.
pub fn title(it: &Lot, lang: Lang) -> String {
    format!("{} · {} {}", it.named.name, lang.say("lô", "lot"), it.code)
}

fn draw(caller: &Caller, it: &Lot) -> Markup {
    let lang = caller.lang;
    html! {
        div class="page-head" {
            div {
                h1 { (title(it, lang)) }
                p class="sub" {
                    (it.named.producer) " · " (it.named.unit) " · "
                    (journal_state(it.journal_pos, &it.journal_head, lang))
                }
            }
            div class="actions" { (acts(caller, it)) }
        }
        @if let Some(word) = it.words.first().filter(|it| it.blocked) { (recalled(word, lang)) }
        p class="sentence" { (sentence::lot(it, lang).text()) }
        (places(it, lang))
        @if !it.sales.is_empty() { (days(it, lang)) }
        @if !it.words.is_empty() { (history(&it.words, lang)) }
    }
}

fn acts(caller: &Caller, it: &Lot) -> Markup {
    let (lang, path) = (caller.lang, place::lot(it.product, &it.code));
    html! {
        @if caller.organiser().is_ok() {
            @if it.blocked() {
                a class="button" href={ (path) "/release" } {
                    (lang.say("Cho bán lại…", "Let it be sold again…"))
                }
            } @else {
                a class="button" href={ (path) "/recall" } {
                    (lang.say("Thu hồi lô…", "Recall the lot…"))
                }
            }
        }
        @for format in [Format::Xlsx, Format::Csv] {
            a class="button" href={ "?format=" (format.as_str()) } download {
                (format.label(lang))
            }
        }
        button type="button" data-print { (lang.say("In A4", "Print on A4")) }
    }
}

fn recalled(word: &WordRow, lang: Lang) -> Markup {
    html! {
        div class="notice stop" role="alert" { div {
            h2 { (lang.say("Lô này bị thu hồi", "This lot is recalled")) }
            p { (word.reason) " · " (word.by) " · " (Ms(word.at_ms).text()) }
            p {
                (lang.say("Máy bán hàng hỏi lấy lô khác trước khi thu tiền. Phiếu đã bán lô này \
                    vẫn còn và được đánh dấu.",
                    "The tills ask for another lot before the payment. What is sold of it all the \
                    same stands and is flagged."))
            }
        } }
    }
}

fn places(it: &Lot, lang: Lang) -> Markup {
    let heads = [
        ("Vào", "In"),
        ("Đã bán", "Sold"),
        ("Cho · hao hụt", "Given · lost"),
        ("Chuyển · trả", "Sent · returned"),
        ("Kiểm kê ±", "Count ±"),
        ("Còn", "Left"),
    ];
    html! {
        section class="card flush" {
            h2 { (lang.say("Ở đâu", "Where it is")) }
            @if it.places.is_empty() {
                p class="empty" {
                    (lang.say("Chưa nơi nào nhận hay bán lô này.", "No place has had this lot."))
                }
            } @else {
                div class="table-wrap open" { table class="table report" {
                    thead { tr {
                        th scope="col" { (lang.say("Nơi", "Place")) }
                        @for (vi, en) in heads { th scope="col" class="num" { (lang.say(vi, en)) } }
                    } }
                    tbody { @for place in &it.places { (row(it, place, &heads, lang)) } }
                } }
            }
        }
    }
}

fn row(it: &Lot, place: &PlaceRow, heads: &[(&str, &str); 6], lang: Lang) -> Markup {
    let gone = [place.came, place.sold, place.gone, place.left_for];
    let figures = gone.into_iter().chain([place.adjusted, place.quantity]);
    html! {
        tr {
            th scope="row" {
                a href=(moves(it, place)) { (place_name(place, lang)) }
                br;
                span class="hint" {
                    (place.fair_name) " · " (place.owner_name)
                    @if let Some(day) = &place.expires_on {
                        " · " (lang.say("HSD", "until")) " " (stored_date_text(day))
                    }
                }
            }
            @for ((vi, en), figure) in heads.iter().zip(figures) {
                td class={ "num" @if figure == 0 { " zero" } } data-label=(lang.say(vi, en)) {
                    (it.shown(Quantity(figure)))
                }
            }
        }
    }
}

fn place_name(place: &PlaceRow, lang: Lang) -> String {
    match place.kind.as_str() {
        "transit" => format!("{} {}", lang.say("Đang chuyển", "On the way"), place.code),
        _ => place.code.clone(),
    }
}

/// The movements of these goods at a place.
fn moves(it: &Lot, place: &PlaceRow) -> String {
    let under = if place.kind == "booth" { "booths" } else { "places" };
    let (fair, at) = (encode(&place.fair), encode(&place.code));
    format!(
        "/fairs/{fair}/{under}/{at}/moves/{}/{}/all?q={}",
        it.product,
        place.owner,
        encode(&it.code)
    )
}

/// What was sold by day and booth; each day leads to its sales.
fn days(it: &Lot, lang: Lang) -> Markup {
    let all = format!("{}/sales", place::lot(it.product, &it.code));
    let heads = [("Số phiếu", "Receipts"), ("Đã bán", "Sold"), ("Khách trả", "Brought back")];
    html! {
        section class="card flush" {
            h2 {
                (lang.say("Đã bán ngày nào, ở đâu", "Sold when and where")) " "
                a href=(all) { (lang.say("Mọi phiếu", "All sales")) }
            }
            div class="table-wrap" { table class="table report" {
                thead { tr {
                    th scope="col" { (lang.say("Ngày", "Day")) }
                    th scope="col" { (lang.say("Gian", "Booth")) }
                    @for (vi, en) in heads { th scope="col" class="num" { (lang.say(vi, en)) } }
                } }
                tbody { @for day in it.days() {
                    tr {
                        th scope="row" {
                            a href={ (all) "?q=" (encode(&sought(&day))) } {
                                (stored_date_text(&day.day))
                            }
                        }
                        td data-label=(lang.say("Gian", "Booth")) {
                            (day.booth) " · " (day.fair_name)
                        }
                        td class="num" data-label=(lang.say("Số phiếu", "Receipts")) {
                            (day.receipts)
                        }
                        td class="num" data-label=(lang.say("Đã bán", "Sold")) {
                            (it.shown(day.sold))
                        }
                        td class="num" data-label=(lang.say("Khách trả", "Brought back")) {
                            (it.shown(day.back))
                        }
                    }
                } }
            } }
        }
    }
}

/// What finds a day's sales at a booth among those of a lot.
fn sought(day: &Day) -> String {
    format!("{} {}", stored_date_text(&day.day), day.booth)
}

fn history(words: &[WordRow], lang: Lang) -> Markup {
    let said = |it: &WordRow| match it.blocked {
        true => lang.say("Thu hồi", "Recalled"),
        false => lang.say("Cho bán lại", "May be sold again"),
    };
    html! {
        section class="card" {
            h2 { (lang.say("Đã ghi về lô này", "What was said of it")) }
            ul class="facts" {
                @for word in words {
                    li {
                        span { b { (said(word)) } " · " (word.reason) }
                        span class="hint" { (word.by) " · " (Ms(word.at_ms).text()) }
                    }
                }
            }
        }
    }
}
