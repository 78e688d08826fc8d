//! The stock page of a place: what it holds, lots folded under their product, what is under way,
//! and its newest documents.

use crate::{
    base::{
        clock::{DAY, Ms, stored_date_text},
        fold::fold,
        lang::{Lang, plural},
        quantity::Quantity,
        refusal::Refusal,
    },
    catalog::pack::Packs,
    stock::{
        Kind, Place,
        read::{
            Held, by_product,
            store::{self, DocumentRow, LotRow, UnderWayRow},
        },
    },
    web::{
        http::{app::App, problem::Spoken, route::get},
        office::stock::place::At,
        ui::{
            answer::{Shown, shown},
            figures::much,
            list::{Asked, Column, List},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{Markup, html};

/// Routes of stock pages.
pub fn router() -> Router<App> {
    Router::new()
        .route("/booth/stock", get(stock))
        .route("/fairs/{code}/booths/{booth}/stock", get(stock))
        .route("/fairs/{code}/rooms/{room}", get(stock))
}

/// Documents on the page.
const NEWEST: i64 = 20;
/// A lot is near its last day when it has so many days left.
const NEAR: i64 = 7;

/// What stands on the page.
struct Stock {
    held: Vec<Held>,
    way: Vec<UnderWayRow>,
    documents: Vec<DocumentRow>,
    /// Today, and the day from which lots are near their last, as stored.
    days: (String, String),
}

impl Stock {
    /// Stock is kept of it, and nothing is left.
    fn out(it: &Held) -> bool {
        it.tracked && it.quantity <= 0
    }

    fn past(&self, day: &str) -> bool {
        day < self.days.0.as_str()
    }

    fn near(&self, day: &str) -> bool {
        !self.past(day) && day <= self.days.1.as_str()
    }
}

async fn load(app: &App, at: &At) -> Result<Stock, Refusal> {
    let now = app.shop.clock.now();
    let place = at.place().uid();
    let mut db = app.shop.read().await?;
    let held = by_product(store::lots(&mut db, place).await?);
    let way = store::under_way(&mut db, place).await?;
    let documents = store::documents(&mut db, place, None, NEWEST).await?;
    let days = (now.date().to_string(), Ms(now.0 + NEAR * DAY).date().to_string());
    Ok(Stock { held, way, documents, days })
}

async fn stock(at: At, State(app): State<App>, Query(asked): Query<Asked>) -> Shown {
    let stock = load(&app, &at).await.spoken(at.caller.lang)?;
    shown(draw(&at, &stock, &asked))
}

fn draw(at: &At, stock: &Stock, asked: &Asked) -> Markup {
    let lang = at.caller.lang;
    let title = format!("{} · {}", lang.say("Kho", "Stock"), at.code());
    let body = html! {
        (at.frame())
        @if at.changes() { (acts(at, lang)) }
        (under_way(at, stock, lang))
        @if stock.held.is_empty() {
            p class="empty" {
                @if matches!(at.place(), Place::Booth(_)) {
                    (lang.say("Chưa nhập hàng: vẫn bán được, không báo hết hàng. Bấm “Nhập hàng” \
                        để bắt đầu theo dõi.",
                        "No goods received: sales go on without warnings. Press “Delivery” to \
                        begin keeping stock."))
                } @else {
                    (lang.say("Kho đang trống. Bấm “Nhập hàng” khi hàng về.",
                        "The store room is empty. Press “Delivery” when goods arrive."))
                }
            }
        } @else { (listed(at, stock, asked)) }
        (newest(at, stock, lang))
    };
    page::page(&at.caller, &at.base, &title, body)
}

/// What one does here: goods come most often.
fn acts(at: &At, lang: Lang) -> Markup {
    let way = |to: &str| format!("{}/{to}", at.base);
    html! {
        nav class="stock-acts" aria-label=(lang.say("Lập phiếu", "New document")) {
            a class="button filled" href=(way("delivery")) { (lang.say("Nhập hàng", "Delivery")) }
            a class="button" href=(way("transfer")) { (lang.say("Chuyển hàng", "Transfer")) }
            // At a booth, where selling goes on meanwhile, the till counts.
            @if matches!(at.place(), Place::Store(_)) {
                a class="button" href=(way("count")) { (lang.say("Kiểm kho", "Stocktake")) }
                a class="button" href=(way("refill")) {
                    (lang.say("Cần mang tới gian", "To bring to booths"))
                }
            }
            a class="button" href=(way("loss")) {
                (lang.say("Hao hụt · Tặng", "Loss · Gift"))
            }
            a class="button" href=(way("return")) {
                (lang.say("Trả nhà sản xuất", "To the producer"))
            }
        }
    }
}

fn listed(at: &At, stock: &Stock, asked: &Asked) -> Markup {
    let lang = at.caller.lang;
    let left = move |it: &Held| {
        html! {
            span {
                @if it.tracked { (much(Quantity(it.quantity), &it.unit, &it.packs)) }
                @else { span class="hint" { (lang.say("không theo dõi", "not kept")) } }
                @if Stock::out(it) {
                    " " span class="tag stop" { (lang.say("hết", "out")) }
                }
            }
        }
    };
    let day = move |it: &Held| it.expires_on().map(|day| last_day(stock, day, lang));
    List::<Held>::new(&at.base, asked, lang.say("Tồn kho", "Stock"), lang)
        .searched(lang.say("Tìm sản phẩm, lô…", "Find a product, a lot…"), |it| {
            let lots = it.lots.iter().map(|lot| lot.lot.as_str()).collect::<Vec<_>>().join(" ");
            format!("{} {lots}", it.name)
        })
        .column(
            Column::new("name", lang.say("Sản phẩm", "Product"), move |it: &Held| {
                html! { (it.name) (lots(at, it, stock)) }
            })
            .by(|it| fold(&it.name)),
        )
        .column(
            Column::new("left", lang.say("Còn", "Left"), left)
                .figures()
                .by(|it: &Held| it.quantity),
        )
        .column(
            Column::new("day", lang.say("Hạn gần nhất", "Nearest last day"), move |it| {
                html! { @if let Some(day) = day(it) { (day) } }
            })
            .by(|it: &Held| it.expires_on().unwrap_or("9").to_owned()),
        )
        .chip("out", lang.say("Hết hàng", "Sold out"), Stock::out)
        .chip("near", lang.say("Sắp quá hạn", "Near the last day"), |it| {
            it.expires_on().is_some_and(|day| stock.near(day))
        })
        .chip("past", lang.say("Quá hạn", "Past the last day"), |it| {
            it.expires_on().is_some_and(|day| stock.past(day))
        })
        .draw(&stock.held)
}

fn last_day(stock: &Stock, day: &str, lang: Lang) -> Markup {
    html! {
        span {
            (stored_date_text(day))
            @if stock.past(day) {
                " " span class="tag stop" { (lang.say("quá hạn", "past")) }
            } @else if stock.near(day) {
                " " span class="tag gold" { (lang.say("sắp hết hạn", "near")) }
            }
        }
    }
}

/// The lots of a product; several are folded.
fn lots(at: &At, it: &Held, stock: &Stock) -> Markup {
    let lang = at.caller.lang;
    let all: Vec<&LotRow> = it.stocked().collect();
    let several = all.iter().any(|lot| all.iter().any(|other| other.owner != lot.owner));
    let lot = |lot: &LotRow| {
        html! {
            (named(at, lot, lang))
            " · " (it.packs.amount(Quantity(lot.quantity), &it.unit))
            @if let Some(day) = &lot.expires_on { " · " (last_day(stock, day, lang)) }
            @if several { " · " (lot.owner_name) }
        }
    };
    let count = all.len() as i64;
    html! {
        @match all.as_slice() {
            [] => {},
            [only] => {
                @if !only.lot.is_empty() {
                    p class="hint" { (lang.say("lô", "lot")) " " (named(at, only, lang)) }
                }
            },
            all => details class="lots" {
                summary { (count) " " (lang.say("lô", plural(count, "lot", "lots"))) }
                ul { @for it in all { li { (lot(it)) } } }
            },
        }
    }
}

/// A lot's code, which leads those who oversee the fair to all of it.
fn named(at: &At, lot: &LotRow, lang: Lang) -> Markup {
    let leads = !lot.lot.is_empty() && at.caller.overseer().is_ok();
    html! {
        @if lot.lot.is_empty() { (lang.say("không ghi lô", "no lot")) }
        @else if leads { a href=(place::lot(lot.product, &lot.lot)) { (lot.lot) } }
        @else { (lot.lot) }
        @if lot.blocked { " " span class="tag stop" { (lang.say("thu hồi", "recalled")) } }
    }
}

fn under_way(at: &At, stock: &Stock, lang: Lang) -> Markup {
    html! {
        @if !stock.way.is_empty() {
            section class="card" {
                h2 { (lang.say("Đang chuyển", "Under way")) }
                ul class="facts" { @for it in &stock.way { li {
                    span {
                        a href={ "/documents/" (it.uid) } { (it.doc_no) }
                        " · " (it.from_code) " → " (it.to_code) " · " (Ms(it.at_ms).text())
                        br; span class="hint" { (left(&it.left)) }
                    }
                    @if it.comes && at.changes() {
                        a class="button" href={ "/documents/" (it.uid) "/receipt" } {
                            (lang.say("Nhận", "Receive"))
                            span class="hidden-words" { " " (it.doc_no) }
                        }
                    }
                } } }
            }
        }
    }
}

/// What of a transfer is on the way, in words.
fn left(rows: &str) -> String {
    let words = |row: &str| {
        let mut parts = row.split('\t');
        let (name, quantity, unit) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        let packs = Packs::try_from(parts.next()?.to_owned()).ok()?;
        Some(format!("{name} {}", packs.amount(Quantity(quantity), unit)))
    };
    rows.lines().filter_map(words).collect::<Vec<_>>().join(", ")
}

fn newest(at: &At, stock: &Stock, lang: Lang) -> Markup {
    html! {
        @if !stock.documents.is_empty() {
            section class="card" {
                h2 { (lang.say("Phiếu gần đây", "Newest documents")) }
                ul class="facts" { @for it in &stock.documents { li {
                    span {
                        a href={ "/documents/" (it.uid) } { (it.doc_no) }
                        " · " (kind(&it.kind, lang)) " · " (it.lines) " "
                        (lang.say("dòng", plural(it.lines, "line", "lines")))
                        @if it.reversed {
                            " " span class="tag stop" { (lang.say("đã hủy", "taken back")) }
                        }
                        @if !it.reason.is_empty() { br; span class="hint" { (it.reason) } }
                    }
                    span { (Ms(it.at_ms).text()) " · " (it.by) }
                } } }
                @if stock.documents.len() as i64 == NEWEST {
                    a class="button" href={ (at.base) "/documents" } {
                        (lang.say("Tất cả phiếu kho", "All stock documents"))
                    }
                }
            }
        }
    }
}

/// A document's kind as people read it.
pub fn kind(word: &str, lang: Lang) -> &'static str {
    word.parse::<Kind>().map(|kind| kind.label(lang)).unwrap_or_default()
}
