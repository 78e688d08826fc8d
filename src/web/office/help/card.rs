//! The seller's card: one sheet to lie at the booth, with the way to the till and how to sell. Both
//! languages stand on it, whoever prints it.

use crate::{
    base::lang::Lang,
    web::{
        device::pairing::reached,
        http::{app::App, guard::Anyone, route::get},
        office::{booths::form::Place, help::marked},
        ui::{
            answer::{Shown, part, shown},
            page, qr,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use super::Text;

/// Routes of the card: anybody's, and a booth's own.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/help/card", get(any))
        .route("/fairs/{code}/booths/{booth}/card", get(of_booth))
        .route("/booth/card", get(of_booth))
}

/// The way to the card that is no booth's.
pub(super) fn link(lang: Lang) -> Markup {
    html! { a class="button" href="/help/card" { (lang.say("Thẻ người bán", "Seller’s card")) } }
}

/// What to do, in order; more would not be read while customers wait.
const STEPS: [Text; 5] = [
    (
        "Vào Wi-Fi của hội chợ, quét mã ở trên. Chạm tên mình, bấm mã PIN.",
        "Join the fair's Wi-Fi and scan the code above. Touch your name, type your PIN.",
    ),
    ("Chạm từng món khách mua, rồi *Thanh toán*.", "Touch what the customer buys, then *Pay*."),
    (
        "Tiền mặt: bấm số khách đưa, trả *Tiền thừa trả khách*, bấm *Đã nhận tiền*.",
        "Cash: press what is given, hand back the *Change*, press *Money received*.",
    ),
    (
        "VietQR: khách quét mã. Chỉ bấm *Đã nhận tiền…* khi thấy tiền vào tài khoản.",
        "VietQR: the customer scans. Press *Money received…* only once the money is there.",
    ),
    (
        "Mất Wi-Fi cứ bán, máy tự gửi sau. Cuối buổi bấm *Chốt ca* và đếm két.",
        "No Wi-Fi: go on selling. At the end press *Close the shift* and count the drawer.",
    ),
];

/// By which of the machine's addresses the till is opened.
#[derive(Deserialize)]
struct Asked {
    address: Option<String>,
}

async fn any(Anyone(caller): Anyone, State(app): State<App>, Query(asked): Query<Asked>) -> Shown {
    let till = reached(&app, asked.address.as_ref());
    shown(draw((caller.lang, app.hosts.port), None, ("/help/card", "/help"), till))
}

async fn of_booth(at: Place, State(app): State<App>, Query(asked): Query<Asked>) -> Shown {
    let to = (format!("{}/card", at.base), at.goods());
    let till = reached(&app, asked.address.as_ref());
    shown(draw((at.caller.lang, app.hosts.port), Some(&at), (&to.0, &to.1), till))
}

/// The card at a path of its own, and the page to go back to; the till's address, and others.
fn draw(
    (lang, port): (Lang, u16),
    at: Option<&Place>,
    (path, back): (&str, &str),
    (till, others): (String, Vec<String>),
) -> Markup {
    let title = lang.say("Thẻ người bán", "Seller’s card");
    let url = format!("http://{till}:{port}/till");
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (page::head_with(title, &["tokens", "base", "card"], Some("js/page.js")))
            body data-page="sheet" {
                main id="main" {
                    header class="off-paper" {
                        a class="button" href=(back) { (lang.say("Về trang trước", "Back")) }
                        h1 { (title) }
                        button class="main" type="button" data-print { (lang.say("In", "Print")) }
                        (choice(lang, path, &till, &others))
                    }
                    article class="seller-card" {
                        header {
                            div { (heading(at)) }
                            figure { (qr::svg(&url)) }
                            p class="till" { (url) }
                        }
                        ol { @for step in STEPS { (drawn(step)) } }
                        (foot())
                    }
                }
            }
        }
    }
}

/// The other addresses under which phones may reach this laptop.
fn choice(lang: Lang, path: &str, till: &str, others: &[String]) -> Markup {
    html! {
        @if others.len() > 1 {
            p { (lang.say("Không mở được? Địa chỉ khác:", "Or another address:")) }
            div class="chips wrap" {
                @for other in others {
                    a class="button chip" href={ (path) "?address=" (part(other)) }
                        aria-current=[(other == till).then_some("true")] {
                        (other)
                    }
                }
            }
        }
    }
}

fn heading(at: Option<&Place>) -> Markup {
    html! {
        @match at {
            Some(at) => {
                p { (at.booth.fair_name) }
                h2 { (at.booth.code) " · " (at.booth.name) }
            }
            None => h2 { "Chợ Phiên" }
        }
        p lang="vi" { b { "Cách bán hàng" } }
        p lang="en" { "How to sell" }
    }
}

fn drawn((vi, en): Text) -> Markup {
    html! {
        li {
            p lang="vi" { (marked(vi)) }
            p class="second" lang="en" { (marked(en)) }
        }
    }
}

fn foot() -> Markup {
    html! {
        footer {
            p lang="vi" { "Trả hàng, bấm nhầm, máy báo lạ: gọi chủ gian." }
            p class="second" lang="en" { "Refunds, mistakes, strange words: call the manager." }
            p class="call" { "Cần giúp, gọi · For help, call: " span {} }
        }
    }
}
