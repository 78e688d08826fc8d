//! The numbers of a booth's devices: which came, and which are missing. A missing number is a
//! sale that was made on a device and never reached this laptop. Below, what was refused and put
//! aside by a manager.

use crate::{
    base::{
        clock::Ms,
        lang::Lang,
        money::{Money, group},
    },
    sale::{
        numbers::store::{Counted, Gap, Twice, counted, gaps, twice},
        set_aside::store::{AsideRow, asides},
    },
    web::{
        http::{app::App, problem::Spoken, route::get},
        office::booths::form::Place,
        ui::{
            answer::{Shown, shown},
            page, place,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// Routes of the numbers.
pub fn router() -> Router<App> {
    Router::new()
        .route("/booth/numbers", get(numbers))
        .route("/fairs/{code}/booths/{booth}/numbers", get(numbers))
}

/// Gaps of one device that are written out; the rest is counted.
const SHOWN: usize = 20;
/// Rows put aside that are listed.
const ASIDES: i64 = 200;

async fn numbers(place: Place, State(app): State<App>) -> Shown {
    let lang = place.caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let devices = counted(&mut db, place.booth.id).await.spoken(lang)?;
    let gaps = gaps(&mut db, place.booth.id).await.spoken(lang)?;
    let twice = twice(&mut db, place.booth.id).await.spoken(lang)?;
    let aside = asides(&mut db, place.booth.id, ASIDES).await.spoken(lang)?;
    let title = lang.say("Số phiếu của từng máy", "Numbers of each device");
    let body =
        draw_page(&place, title, table(&devices, (&gaps, &twice), lang), put_aside(&aside, lang));
    shown(page::page(&place.caller, &format!("{}/numbers", place.base), title, body))
}

fn draw_page(place: &Place, title: &str, numbers: Markup, aside: Markup) -> Markup {
    let lang = place.caller.lang;
    html! {
        (place::booth(&place.caller, &place.booth, "numbers", html! {
            a class="button" href="/unsent" {
                (lang.say("Nhập phiếu chưa gửi", "Bring in unsent sales"))
            }
        }))
        h2 { (title) }
        p { (lang.say(
            "Mỗi máy tự đánh số phiếu 1, 2, 3… Số thiếu là phiếu đã bán trên máy mà chưa về đây: \
             mở máy đó cho nó gửi, hoặc nhập tệp của nó. Số máy đã đánh sau phiếu cuối cùng là do \
             máy tự báo lần cuối nó nối được. Số trùng nghĩa là máy đã bị sao chép hoặc khôi phục \
             về lúc trước; sau nó có thể còn khuất một phiếu thiếu.",
            "Each device numbers its own sales 1, 2, 3… A missing number is a sale that was made \
             there and has not come here: open that device so that it sends, or bring in its \
             file. Numbers after the last that came are as the device told them when it was last \
             heard. A number given twice means that a device was copied or put back to an earlier \
             day; a missing sale may hide behind it."))
        }
        (numbers)
        (aside)
    }
}

fn table(devices: &[Counted], (gaps, twice): (&[Gap], &[Twice]), lang: Lang) -> Markup {
    if devices.is_empty() {
        let none = lang.say("Gian chưa có máy nào.", "This booth has no device yet.");
        return html! { p class="empty" { (none) } };
    }
    html! {
        div class="table-wrap" {
            table class="table" {
                thead { tr {
                    th { (lang.say("Máy", "Device")) }
                    th { (lang.say("Ký hiệu", "Letter")) }
                    th class="num" { (lang.say("Đã về", "Came")) }
                    th class="num" { (lang.say("Số cuối", "Last number")) }
                    th { (lang.say("Về lần cuối", "Last came")) }
                    th { (lang.say("Máy nối lần cuối", "Last heard")) }
                    th { (lang.say("Số thiếu", "Missing")) }
                } }
                tbody {
                    @for it in devices {
                        tr class=[(it.revoked == 1).then_some("off")] {
                            th { (it.name) }
                            td { (it.letter) }
                            td class="num" { (group(it.came)) }
                            td class="num" { (group(it.last)) }
                            td { @if let Some(at) = it.last_ms { (moment(at)) } }
                            td { @if let Some(at) = it.heard_ms { (moment(at)) } }
                            td { (missing(it, gaps, lang)) (repeated(it, twice, lang)) }
                        }
                    }
                }
            }
        }
    }
}

fn moment(at: i64) -> String {
    Ms(at).civil().strftime("%d/%m %H:%M").to_string()
}

fn missing(it: &Counted, gaps: &[Gap], lang: Lang) -> Markup {
    let after = Gap {
        device: it.device.clone(),
        first: it.last + 1,
        last: it.next.unwrap_or_default() - 1,
    };
    let among = gaps.iter().filter(|gap| gap.device == it.device);
    let own: Vec<&Gap> = among.chain((after.last >= after.first).then_some(&after)).collect();
    if own.is_empty() {
        return match it.came {
            0 => html! { span class="hint" { (lang.say("chưa có phiếu", "no sales yet")) } },
            _ => html! { span class="tag good" { (lang.say("đủ", "none")) } },
        };
    }
    let count: i64 = own.iter().map(|gap| gap.last - gap.first + 1).sum();
    let span = |gap: &&Gap| match gap.first == gap.last {
        true => format!("{}-{:04}", it.letter, gap.first),
        false => format!("{0}-{1:04}…{0}-{2:04}", it.letter, gap.first, gap.last),
    };
    let words: Vec<String> = own.iter().take(SHOWN).map(span).collect();
    html! {
        span class="tag stop" { (group(count)) " " (lang.say("số thiếu", "missing")) } " "
        (words.join(", "))
        @if own.len() > SHOWN { " …" }
    }
}

/// Numbers that stand on more than one receipt, with these receipts.
fn repeated(it: &Counted, twice: &[Twice], lang: Lang) -> Markup {
    let own: Vec<&Twice> = twice.iter().filter(|twice| twice.device == it.device).collect();
    let words = own.iter().take(SHOWN).map(|twice| {
        let (letter, number) = (&it.letter, twice.number);
        format!("{letter}-{number:04}: {}", twice.receipts)
    });
    html! {
        @if !own.is_empty() {
            " " span class="tag gold" {
                (group(own.len() as i64)) " " (lang.say("số trùng", "given twice"))
            }
            " " (words.collect::<Vec<_>>().join("; "))
            @if own.len() > SHOWN { " …" }
        }
    }
}

/// What the laptop refused and a manager put aside: no sale, but perhaps money.
fn put_aside(rows: &[AsideRow], lang: Lang) -> Markup {
    html! {
        @if !rows.is_empty() {
            h2 { (lang.say("Không nhận, đã xem và cất đi", "Refused, seen and put aside")) }
            div class="table-wrap" {
                table class="table" {
                    thead { tr {
                        th { (lang.say("Phiếu", "Row")) }
                        th { (lang.say("Lúc", "Time")) }
                        th class="num" { (lang.say("Số tiền", "Amount")) }
                        th { (lang.say("Vì sao không nhận", "Why refused")) }
                        th { (lang.say("Lý do cất đi", "Why put aside")) }
                        th { (lang.say("Ai cất", "By")) }
                    } }
                    tbody { @for it in rows { tr {
                        th { (kind(&it.kind, lang)) " " (it.number) }
                        td { (moment(it.made_ms)) }
                        td class="num" { @if let Some(it) = it.amount { (Money(it).text()) } }
                        td { (it.refusal) }
                        td { (it.reason) }
                        td { (it.actor) " · " (moment(it.at_ms)) }
                    } } }
                }
            }
        }
    }
}

/// What a row of a device is, in words.
fn kind(word: &str, lang: Lang) -> &str {
    match word {
        "sale" => lang.say("Bán", "Sale"),
        "refund" => lang.say("Trả lại", "Refund"),
        "request" => lang.say("Yêu cầu chuyển khoản", "Transfer request"),
        "withdrawal" => lang.say("Đổi cách trả", "Withdrawn request"),
        "visit" => lang.say("Lượt khách", "Visits"),
        "shift" => lang.say("Ca bán hàng", "Shift"),
        other => other,
    }
}
