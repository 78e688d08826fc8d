//! The organiser's setting of the address under which customers reach the pages of receipts.

use crate::{
    base::{
        lang::{Lang, Say},
        refusal::Refusal,
    },
    print::address::{self, PageAddress},
    sync::upward::store::hub,
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::{Problem, Spoken},
            route::post,
        },
        office::printers,
        ui::{
            answer::{Shown, saved},
            refusal,
        },
    },
};
use axum::{
    Form, Router,
    extract::State,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

/// Routes of the setting; its forms stand among the printers.
pub fn router() -> Router<App> {
    Router::new()
        .route("/printers/receipt-address", post(set))
        .route("/printers/receipt-proof", post(prove))
}

#[derive(Debug, Deserialize)]
struct AddressForm {
    // Whoever may not is refused before what was sent is looked at.
    #[serde(default)]
    address: String,
}

async fn set(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Form(typed): Form<AddressForm>,
) -> Response {
    match keep(&app, &caller, &typed).await {
        Ok(()) => saved("/printers#receipt-address").into_response(),
        Err(Problem(refusal @ Refusal::Malformed { .. }, lang)) => {
            let say = refusal.say();
            let wrong = Wrong { address: typed.address, why: say.in_lang(lang).to_owned() };
            printers::with_wrong_address(&app, &caller, wrong).await.into_response()
        }
        Err(problem) => refusal::page(problem),
    }
}

async fn keep(app: &App, caller: &Caller, typed: &AddressForm) -> Result<(), Problem> {
    let address = PageAddress::parse(&typed.address).spoken(caller.lang)?;
    let kept = app.shop.desk.local(move |db| Box::pin(address::keep(db, address)));
    kept.await.spoken(caller.lang)
}

#[derive(Debug, Deserialize)]
struct ProofForm {
    #[serde(default)]
    signed: String,
}

async fn prove(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Form(typed): Form<ProofForm>,
) -> Shown {
    let signed = typed.signed == "1";
    let shown = load(&app, None).await.spoken(caller.lang)?;
    if signed && !shown.joined {
        return Err(Problem(unmet(), caller.lang).into());
    }
    let kept = app.shop.desk.local(move |db| Box::pin(address::keep_signed(db, signed)));
    kept.await.spoken(caller.lang)?;
    Ok(saved("/printers#receipt-address").into_response())
}

/// What no hub could check is not signed: a code that opens nothing is worse than none.
fn unmet() -> Refusal {
    Refusal::Conflict(Say::new(
        "Hãy kết nối với máy tổng hợp trước: chưa máy nào kiểm tra được chữ ký này",
        "Join the hub first: nobody could check this signature yet",
    ))
}

/// An address that could not be taken, and why.
pub struct Wrong {
    /// As typed.
    pub address: String,
    /// In the caller's language.
    pub why: String,
}

/// What the form shows.
pub struct Setting {
    set: Option<PageAddress>,
    signed: bool,
    /// A hub knows this machine's key.
    joined: bool,
    offers: Vec<String>,
    wrong: Option<Wrong>,
}

/// What is set, and this machine's own addresses to choose from.
pub async fn load(app: &App, wrong: Option<Wrong>) -> Result<Setting, Refusal> {
    let mut db = app.shop.read().await?;
    let (set, signed) = (address::load(&mut db).await?, address::signed(&mut db).await?);
    let joined = hub(&mut db, app.shop.desk.origin()).await?.is_some();
    drop(db);
    let port = app.hosts.port;
    let own = app.hosts.reachable().into_iter().map(|host| format!("http://{host}:{port}"));
    let offers = own.filter(|it| PageAddress::parse(it).is_ok_and(|it| it.is_some() && it != set));
    Ok(Setting { offers: offers.collect(), set, signed, joined, wrong })
}

/// The form.
pub fn card(shown: &Setting, lang: Lang) -> Markup {
    let set = shown.set.as_ref().map_or("", PageAddress::as_str);
    let value = shown.wrong.as_ref().map_or(set, |wrong| wrong.address.as_str());
    html! {
        section class="card" id="receipt-address" {
            h2 { (lang.say("Địa chỉ khách xem được phiếu", "Where customers can see a receipt")) }
            p class="hint" { (lang.say(
                "Phiếu in thêm mã QR để khách xem và kiểm tra phiếu. Chỉ đặt khi điện thoại của \
                 khách tới được địa chỉ này; để trống thì phiếu không có mã.",
                "Receipts then carry a QR by which customers see and check them. Set it only when \
                 customers’ phones can reach this address; when empty, receipts carry no code.",
            )) }
            form class="form-inline" method="post" action="/printers/receipt-address" {
                label class={ "form-row" @if shown.wrong.is_some() { " wrong" } } {
                    span class="label" { (lang.say("Địa chỉ", "Address")) }
                    input class="field" name="address" value=(value) inputmode="url"
                        autocomplete="off" placeholder="https://";
                    @if let Some(wrong) = &shown.wrong {
                        p class="error" role="alert" { (wrong.why) }
                    }
                }
                button class="button" { (lang.say("Lưu", "Save")) }
            }
            (offers(&shown.offers, lang))
            @if shown.set.is_some() { (proof(shown, lang)) }
        }
    }
}

/// Whether receipts prove themselves; that is of use where the address is a hub's.
fn proof(shown: &Setting, lang: Lang) -> Markup {
    let signed = shown.signed;
    let words = if signed {
        Say::new("Thôi ký trên phiếu", "Stop signing receipts")
    } else {
        Say::new("Ký trên phiếu", "Sign receipts")
    };
    html! {
        p class="hint" {
            (lang.say(
                "Nếu đây là địa chỉ của máy tổng hợp, phiếu có thể mang chữ ký của máy này: khách \
                 kiểm tra được ngay cả khi máy này đã tắt hay mất mạng.",
                "If this is the hub’s address, receipts can carry this machine’s signature: \
                 customers can check them even when this machine is off or out of reach.",
            ))
            " "
            @if signed {
                a href="/key" {
                    (lang.say("Khóa kiểm tra, để dán ở cổng", "The key, for the gate"))
                }
            }
            @if !signed && !shown.joined {
                b { (lang.say(
                    "Hãy kết nối với máy tổng hợp trước.", "Join the hub first.",
                )) }
            }
        }
        @if signed || shown.joined {
            form class="form-inline" method="post" action="/printers/receipt-proof" {
                button class="button" name="signed" value=(if signed { "0" } else { "1" }) {
                    (words.in_lang(lang))
                }
            }
        }
    }
}

/// One tap sets an address of this machine's own.
fn offers(offers: &[String], lang: Lang) -> Markup {
    if offers.is_empty() {
        return html! {};
    }
    html! {
        p class="hint" { (lang.say("Địa chỉ của máy này:", "Addresses of this machine:")) }
        form class="form-inline" method="post" action="/printers/receipt-address" {
            @for offer in offers {
                button class="button" name="address" value=(offer) { (offer) }
            }
        }
    }
}
