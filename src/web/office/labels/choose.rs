//! Which goods get labels or signs, how many, and on what.

use super::{MOST, Range, load};
use crate::{
    base::{code::is_gtin, lang::Lang, money::Money},
    fair::shelf::store::SignRow,
    print::{
        label::{Kind, Roll},
        printer::store as printers,
    },
    web::{
        http::{app::App, problem::Spoken, route::get},
        office::booths::form::{InCharge, Place},
        ui::{
            answer::{Shown, shown},
            form::asked,
            page, place,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// Routes of the choice.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/booths/{booth}/labels", get(choose))
        .route("/booth/labels", get(choose))
}

async fn choose(InCharge(at): InCharge, State(app): State<App>) -> Shown {
    let lang = at.caller.lang;
    let range = load(&app, &at).await.spoken(lang)?;
    let mut db = app.shop.read().await.spoken(lang)?;
    let printer = printers::printer_of(&mut db, at.uid()).await.spoken(lang)?;
    drop(db);
    shown(draw(&at, &range, printer.is_some()))
}

fn draw(at: &Place, range: &Range, prints: bool) -> Markup {
    let (lang, base) = (at.caller.lang, format!("{}/labels", at.base));
    let title = lang.say("Tem và bảng giá", "Labels and price signs");
    let body = html! {
        (place::around_booth(&at.caller, &at.booth, "goods"))
        div class="page-head" {
            div { h1 { (title) } p class="sub" { (at.booth.code) " · " (at.booth.name) } }
        }
        @if range.rows.is_empty() {
            p class="empty" {
                (lang.say("Gian chưa bán hàng nào.", "Nothing is sold at this booth yet."))
            }
        } @else {
            (uncoded(range, &base, lang))
            @if range.address.is_none() {
                p class="hint" {
                    (lang.say("Bảng giá chưa có mã QR: ban tổ chức ghi địa chỉ cho khách ở trang \
                        Máy in.",
                        "Signs carry no QR yet: the organiser gives the customers’ address under \
                        Printers."))
                }
            }
            (form(range, &base, prints, lang))
        }
    };
    page::page(&at.caller, &base, title, body)
}

/// Goods without a barcode, and the way to numbers of one's own.
fn uncoded(range: &Range, base: &str, lang: Lang) -> Markup {
    let count = range.rows.iter().filter(|it| it.barcode.is_empty()).count();
    let label = html! {
        (lang.say("Cấp mã riêng cho", "Give own numbers to")) " " (count) " "
        (lang.say("món chưa có mã vạch…", "products without a barcode…"))
    };
    let means = html! {
        p {
            (lang.say("Mỗi món được một mã 13 số bắt đầu bằng 2, chỉ dùng trong cửa hàng. Máy bán \
                hàng quét được ngay. Món có mã vạch của nhà sản xuất thì ghi mã đó.",
                "Each gets a number of 13 digits that begins with 2, for use within shops. Tills \
                read it at once. Where the maker has a barcode, enter that instead."))
        }
    };
    let act = html! {
        form method="post" action={ (base) "/numbers" } {
            button { (lang.say("Cấp mã", "Give the numbers")) }
        }
    };
    html! { @if count > 0 { (asked(label, means, act)) } }
}

fn form(range: &Range, base: &str, prints: bool, lang: Lang) -> Markup {
    html! {
        form class="form" method="get" action={ (base) "/sheet" } {
            div class="form-two" {
                (radios("kind", Kind::ALL, Kind::as_str, |it| it.label(lang),
                    lang.say("In gì", "What")))
                @if prints {
                    (radios("roll", Roll::ALL, Roll::as_str, |it| it.label(lang),
                        lang.say("Cỡ tem cuộn", "Size on the roll")))
                }
            }
            (choices(range, lang))
            div class="form-end" {
                @if prints {
                    button class="big" formmethod="post" formaction={ (base) "/prints" } {
                        (lang.say("In ra máy in của gian", "Print on the booth’s printer"))
                    }
                }
                button class="main" { (lang.say("Xem tờ A4", "Show the A4 sheet")) }
            }
        }
    }
}

fn radios<T: Copy + PartialEq>(
    name: &str,
    all: &[T],
    word: fn(T) -> &'static str,
    label: impl Fn(T) -> &'static str,
    head: &str,
) -> Markup {
    html! {
        fieldset class="form-row taps" {
            legend class="label" { (head) }
            @for (n, it) in all.iter().enumerate() {
                label class="box" {
                    input type="radio" name=(name) value=(word(*it)) checked[n == 0];
                    span { (label(*it)) }
                }
            }
        }
    }
}

fn choices(range: &Range, lang: Lang) -> Markup {
    html! {
        section class="list" {
            div class="table-wrap" { table class="table list-table" {
                thead { tr {
                    th scope="col" { (lang.say("Sản phẩm", "Product")) }
                    th scope="col" class="num" { (lang.say("Giá", "Price")) }
                    th scope="col" { (lang.say("Mã vạch", "Barcode")) }
                    th scope="col" class="num" { (lang.say("Mấy tem", "How many")) }
                } }
                tbody { @for it in &range.rows { (choice(it, lang)) } }
            } }
        }
    }
}

fn choice(it: &SignRow, lang: Lang) -> Markup {
    let own = !it.barcode.is_empty() && !is_gtin(&it.barcode);
    let count = format!("count.{}", it.uid);
    html! {
        tr {
            th scope="row" {
                label class="box" {
                    input type="checkbox" name="product" value=(it.uid);
                    span { b { (it.name) } " " span class="hint" { (it.unit) } }
                }
            }
            td class="num" data-label=(lang.say("Giá", "Price")) {
                @if let Some(price) = it.price { (Money(price).text()) }
            }
            td data-label=(lang.say("Mã vạch", "Barcode")) {
                span {
                    (it.barcode)
                    @if own { " " span class="tag" { (lang.say("mã riêng", "own")) } }
                }
            }
            td class="num" data-label=(lang.say("Mấy tem", "How many")) {
                input class="field num" type="number" name=(count) value="1" min="1" max=(MOST)
                    aria-label={ (lang.say("Mấy tem", "How many")) " " (it.name) };
            }
        }
    }
}
