//! A lot on a page: where it is, and whether it may be sold.

use crate::{
    base::{
        clock::{Ms, stored_date_text},
        id::ProductId,
        lang::Lang,
        quantity::Quantity,
        refusal::Refusal,
    },
    report::{
        lot::{self, Lot, store::PlaceRow},
        trace::encode,
    },
    stock::block::store::WordRow,
    web::{
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::Spoken,
            route::get,
        },
        ui::{
            answer::{Shown, shown},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// The route of a lot.
pub fn router() -> Router<App> {
    Router::new().route("/lots/{product}/{lot}", get(show))
}

async fn show(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path((product, code)): Path<(ProductId, String)>,
) -> Shown {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let found = lot::lot(&mut db, product, &code).await.spoken(lang)?;
    drop(db);
    let it = found.ok_or_else(Refusal::no_product).spoken(lang)?;
    shown(draw(&caller, &it))
}

fn draw(caller: &Caller, it: &Lot) -> Markup {
    let lang = caller.lang;
    let title = format!("{} · {} {}", it.named.name, lang.say("lô", "lot"), it.code);
    let body = html! {
        div class="page-head" {
            div {
                h1 { (title) }
                p class="sub" { (it.named.producer) " · " (it.named.unit) }
            }
            div class="actions" { (acts(caller, it)) }
        }
        @if let Some(word) = it.words.first().filter(|it| it.blocked) { (recalled(word, lang)) }
        p class="sentence" { (sentence(it, lang)) }
        (places(it, lang))
        @if !it.words.is_empty() { (history(&it.words, lang)) }
    };
    page::page(caller, &place::lot(it.product, &it.code), &title, body)
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

/// `Còn 12 chai ở 2 nơi, đã bán 30.`
fn sentence(it: &Lot, lang: Lang) -> String {
    let spots = it.places.iter().filter(|it| it.quantity > 0).count();
    let (left, sold, unit) = (it.left().text(), it.sold().text(), &it.named.unit);
    match (lang, spots) {
        (Lang::Vi, 0) => format!("Không nơi nào còn lô này; đã bán {sold} {unit}."),
        (Lang::Vi, _) => format!("Còn {left} {unit} ở {spots} nơi; đã bán {sold}."),
        (Lang::En, 0) => format!("No place has any of it left; {sold} {unit} sold."),
        (Lang::En, 1) => format!("{left} {unit} left in 1 place; {sold} sold."),
        (Lang::En, _) => format!("{left} {unit} left in {spots} places; {sold} sold."),
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
                    (Quantity(figure).text())
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
