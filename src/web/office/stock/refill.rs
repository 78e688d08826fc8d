//! What a store room should bring to each booth, as a page and on A4 with room to sign. Each booth
//! leads to a transfer that is filled in with it.

use crate::{
    base::{
        clock::{Ms, date_text},
        lang::Lang,
        quantity::Quantity,
        refusal::Refusal,
    },
    report::stock::refill::{Bring, Line, Part, Refill, refill},
    stock::read::store::{PlaceRow, places},
    web::{
        http::{app::App, problem::Spoken, route::get},
        office::stock::{
            lines::lot_words,
            place::{At, Here},
            shelf,
        },
        ui::{
            answer::{Shown, part, shown},
            form::Form,
            page,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// The route of a store room's list.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/rooms/{room}/refill", get(list))
}

async fn list(at: At, State(app): State<App>) -> Shown {
    let known = load(&app, &at).await.spoken(at.caller.lang)?;
    shown(draw(&at, &known, app.shop.clock.now()))
}

/// The list, and what the booths are called.
struct Known {
    refill: Refill,
    places: Vec<PlaceRow>,
}

async fn load(app: &App, at: &At) -> Result<Known, Refusal> {
    let Here::Room(it) = &at.here else { return Err(Refusal::no_fair()) };
    let mut db = app.shop.read().await?;
    let refill = refill(&mut db, (&it.0, &it.1), app.shop.clock.now()).await?;
    let places = places(&mut db, at.fair()).await?;
    Ok(Known { refill, places })
}

/// Fills a transfer's form out of a store room with what a booth of this code should be brought.
pub async fn fill(app: &App, at: &At, booth: &str, form: &mut Form) -> Result<(), Refusal> {
    if matches!(at.here, Here::Booth(_)) {
        return Ok(());
    }
    let known = load(app, at).await?;
    for line in known.refill.booths.get(booth).into_iter().flatten() {
        for Part { owner, code, quantity } in &line.bring.parts {
            let field = shelf::field(line.product, *owner, code);
            form.set(&field, line.packs.typed(*quantity, &line.unit));
        }
    }
    Ok(())
}

fn draw(at: &At, known: &Known, now: Ms) -> Markup {
    let lang = at.caller.lang;
    let title = lang.say("Hàng cần mang tới gian", "What to bring to the booths");
    let body = html! {
        (at.frame())
        div class="page-head" {
            div {
                h2 { (title) }
                p class="sub" {
                    (until(known.refill.until, now, lang)) " · " (date_text(now.date()))
                }
            }
            div class="actions" {
                a class="button" href=(at.base) { (lang.say("Kho", "Stock")) " " (at.code()) }
                @if !known.refill.booths.is_empty() {
                    button type="button" data-print { (lang.say("In để ký", "Print to sign")) }
                }
            }
        }
        @if known.refill.booths.is_empty() {
            p class="empty" {
                (lang.say("Chưa gian nào cần thêm hàng của kho này.",
                    "No booth needs more of what this store room keeps."))
            }
        } @else { (table(at, known, now)) (signatures(lang)) }
    };
    page::page(&at.caller, &at.base, title, body)
}

/// What is reckoned, and until when it should last.
fn until(until: Option<Ms>, now: Ms, lang: Lang) -> String {
    match until {
        Some(at) => format!(
            "{} {}",
            lang.say(
                "Nếu bán tiếp như hôm nay, đủ đến",
                "If selling goes on as today, to last until"
            ),
            at_text(at, now)
        ),
        None => lang
            .say(
                "Hội chợ chưa ghi giờ mở cửa: chỉ thấy gian đã hết hàng",
                "The fair has no opening hours: only empty shelves are known",
            )
            .to_owned(),
    }
}

fn at_text(at: Ms, now: Ms) -> String {
    let time = at.civil().strftime("%H:%M").to_string();
    if at.date() == now.date() { time } else { format!("{time} {}", date_text(at.date())) }
}

fn table(at: &At, known: &Known, now: Ms) -> Markup {
    let lang = at.caller.lang;
    let heads = heads(lang);
    html! {
        section class="list refill" { div class="table-wrap" { table class="table list-table" {
            thead { tr {
                @for (n, head) in heads.iter().enumerate() {
                    th class=[(n == 1 || n == 3).then_some("num")] { (head) }
                }
            } }
            @for (code, lines) in &known.refill.booths {
                tbody {
                    (booth(at, known, code))
                    @for line in lines { (row(line, &heads, (now, lang))) }
                    tr class="on-paper" { td colspan="5" {
                        (lang.say("Gian nhận (ký, ghi rõ họ tên):", "Received (name, signature):"))
                    } }
                }
            }
        } } }
    }
}

fn heads(lang: Lang) -> [&'static str; 5] {
    [
        lang.say("Sản phẩm", "Product"),
        lang.say("Gian còn", "Booth has"),
        lang.say("Hết khoảng", "Runs out about"),
        lang.say("Mang tới", "Bring"),
        lang.say("Lấy lô", "Out of lot"),
    ]
}

/// A booth's name above its rows, and the transfer that brings them.
fn booth(at: &At, known: &Known, code: &str) -> Markup {
    let lang = at.caller.lang;
    let name = known.places.iter().find(|it| it.0 == "booth" && it.2 == code);
    let some = known.refill.booths.get(code).into_iter().flatten();
    let brings = some.map(|it| it.bring.quantity()).sum::<Quantity>() > Quantity::ZERO;
    html! {
        tr class="group" { th colspan="5" {
            (code) @if let Some(it) = name { " · " (it.3) }
            @if brings && at.changes() {
                " " a class="button no-print" href={ (at.base) "/transfer?refill=" (part(code)) } {
                    (lang.say("Lập phiếu chuyển", "Make the transfer"))
                    span class="hidden-words" { " " (code) }
                }
            }
        } }
    }
}

fn row(line: &Line, heads: &[&str; 5], (now, lang): (Ms, Lang)) -> Markup {
    let it = &line.bring;
    let shown = |quantity| line.packs.amount(quantity, &line.unit);
    html! {
        tr {
            th { (line.name) }
            td class="num" data-label=(heads[1]) {
                span {
                    (shown(it.held))
                    @if it.coming > Quantity::ZERO {
                        p class="hint" {
                            (lang.say("đang chuyển ", "on the way ")) (shown(it.coming))
                        }
                    }
                }
            }
            td data-label=(heads[2]) { (when(it, now, lang)) }
            td class="num" data-label=(heads[3]) {
                span {
                    @if it.quantity() > Quantity::ZERO { b { (shown(it.quantity())) } }
                    @else { span class="tag stop" { (lang.say("kho hết", "none here")) } }
                    @if it.missing > Quantity::ZERO { (missing(line, lang)) }
                }
            }
            td data-label=(heads[4]) { (lots(line, lang)) }
        }
    }
}

fn when(it: &Bring, now: Ms, lang: Lang) -> Markup {
    html! {
        @if it.held <= Quantity::ZERO {
            span class="tag stop" { (lang.say("đã hết", "out")) }
        } @else if let Some(at) = it.empty_at { (at_text(at, now)) }
    }
}

/// What this room has too little of, and where there is more.
fn missing(line: &Line, lang: Lang) -> Markup {
    html! {
        p class="hint" {
            (lang.say("còn thiếu ", "lacking "))
            (line.packs.amount(line.bring.missing, &line.unit))
            @if let Some((code, quantity)) = &line.elsewhere {
                " · " (code) " " (lang.say("còn", "has")) " "
                (line.packs.shown(*quantity, &line.unit))
            }
        }
    }
}

/// `lô L1`; of several each with how much of it.
fn lots(line: &Line, lang: Lang) -> Markup {
    let parts = &line.bring.parts;
    let much = |part: &Part| line.packs.shown(part.quantity, &line.unit);
    html! {
        span {
            @for (n, it) in parts.iter().enumerate() {
                @if n > 0 { br; }
                (lot_words(&it.code, lang))
                @if parts.len() > 1 { ": " (much(it)) }
            }
        }
    }
}

/// Room for signatures, on paper alone.
fn signatures(lang: Lang) -> Markup {
    let who = [lang.say("Thủ kho", "Store keeper"), lang.say("Người giao", "Handed over by")];
    html! {
        div class="signatures" {
            @for who in who {
                div { b { (who) } p { (lang.say("(ký, ghi rõ họ tên)", "(name and signature)")) } }
            }
        }
    }
}
