//! Blocking a lot, and taking that back: each on a page of its own, which says what it does and
//! wants a reason.

use crate::{
    base::{
        clock::Ms,
        fold::tidy,
        id::{CommandId, ProductId},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    desk::command::Command,
    report::stock::lot::{self, Lot, store::codes},
    stock::{LOT, block},
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser},
            problem::{Problem, Spoken},
            route::{get, post},
            submit::submit,
        },
        office::stock::lines::blank,
        ui::{
            answer::{Shown, again, saved, saved_already, shown},
            form::{Ask, Form, Kind},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// Routes of blocking.
pub fn router() -> Router<App> {
    Router::new()
        .route("/products/{uid}/recall", get(ask_any).merge(post(block_any)))
        .route("/lots/{product}/{lot}/recall", get(ask_block).merge(post(block)))
        .route("/lots/{product}/{lot}/release", get(ask_release).merge(post(release)))
}

/// So many lots are named where one was not found.
const SHOWN: usize = 8;

/// A lot as an address names it.
type Named = Path<(ProductId, String)>;

async fn ask_any(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(product): Path<ProductId>,
) -> Shown {
    first(&app, &caller, (product, ""), true).await
}

async fn block_any(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(product): Path<ProductId>,
    form: Form,
) -> Shown {
    said(&app, &caller, (product, ""), (form, true)).await
}

async fn ask_block(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path((product, lot)): Named,
) -> Shown {
    first(&app, &caller, (product, &lot), true).await
}

async fn block(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path((product, lot)): Named,
    form: Form,
) -> Shown {
    said(&app, &caller, (product, &lot), (form, true)).await
}

async fn ask_release(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path((product, lot)): Named,
) -> Shown {
    first(&app, &caller, (product, &lot), false).await
}

async fn release(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path((product, lot)): Named,
    form: Form,
) -> Shown {
    said(&app, &caller, (product, &lot), (form, false)).await
}

async fn load(app: &App, product: ProductId, code: &str, lang: Lang) -> Result<Lot, Problem> {
    let mut db = app.shop.read().await.spoken(lang)?;
    let found = lot::lot(&mut db, product, code).await.spoken(lang)?;
    found.ok_or_else(Refusal::no_product).spoken(lang)
}

async fn first(
    app: &App,
    caller: &Caller,
    (product, code): (ProductId, &str),
    blocks: bool,
) -> Shown {
    let it = load(app, product, code, caller.lang).await?;
    shown(draw(caller, &it, (&blank(app), blocks)))
}

/// `code` is the lot of the address; empty: the form names it.
async fn said(
    app: &App,
    caller: &Caller,
    (product, code): (ProductId, &str),
    (mut form, blocked): (Form, bool),
) -> Shown {
    let lot = if code.is_empty() { form.required("lot", LOT) } else { tidy(code) };
    let reason = form.required("reason", block::REASON);
    if code.is_empty() {
        doubt(app, caller.lang, (product, &lot), &mut form).await?;
    }
    if let Some(uid) = form.uid::<CommandId>("uid").filter(|_| form.ok()) {
        let by = caller.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
        let to = place::lot(product, &lot);
        let ask = block::Ask { uid, product, lot, blocked, reason, by };
        // Its id stands for another word: that one was saved.
        let done = submit(app, caller, uid, Command::Say(ask)).await.map_err(|refusal| {
            if refusal == Refusal::other_content() { saved_already() } else { refusal }
        });
        if form.takes("", done) {
            return saved(&to);
        }
    }
    let it = load(app, product, code, caller.lang).await?;
    again(&form, draw(caller, &it, (&form, blocked)))
}

/// A lot that nobody entered is asked about once: it may be a slip, and then no till would ask.
async fn doubt(
    app: &App,
    lang: Lang,
    (product, lot): (ProductId, &str),
    form: &mut Form,
) -> Result<(), Problem> {
    let mut db = app.shop.read().await.spoken(lang)?;
    let known = codes(&mut db, product).await.spoken(lang)?;
    drop(db);
    if !form.ok() || known.iter().any(|it| it == lot) || form.get("sure") == lot {
        return Ok(());
    }
    form.replace("sure", lot.to_owned());
    let some = known.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    let say = match known.is_empty() {
        true => Say::new(
            "Chưa nơi nào nhập lô có mã này. Nếu đúng, bấm lần nữa.",
            "Nobody entered a lot of this code. If it is right, press again.",
        ),
        false => Say::new(
            format!("Chưa nơi nào nhập lô này; đã nhập: {some}. Nếu đúng, bấm lần nữa."),
            format!("Nobody entered this lot; there are: {some}. If it is right, press again."),
        ),
    };
    form.wrong("lot", say);
    Ok(())
}

fn draw(caller: &Caller, it: &Lot, (form, blocks): (&Form, bool)) -> Markup {
    let (lang, ask) = (caller.lang, Ask(form, caller.lang));
    let (title, act, what) = match blocks {
        true => (lang.say("Thu hồi một lô", "Recall a lot"), "Thu hồi lô", "recall"),
        false => (lang.say("Cho bán lại lô", "Let a lot be sold again"), "Cho bán lại", "release"),
    };
    let act = if lang == Lang::Vi { act } else { title };
    let back = match it.code.as_str() {
        "" => format!("/products/{}", it.product),
        code => place::lot(it.product, code),
    };
    let path = format!("{back}/{what}");
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            p class="sub" { (it.named.name) " · " (it.named.producer) }
            div class="notice gold" role="alert" { div { (means(it, blocks, lang)) } }
            form class="form" method="post" action=(path) {
                (ask.head())
                (ask.hidden("uid"))
                (ask.hidden("sure"))
                @if it.code.is_empty() {
                    (ask.field("lot", lang.say("Mã lô", "Lot code"), Kind::Text,
                        lang.say("Ghi đúng như trên bao bì", "Just as it stands on the goods")))
                } @else {
                    p { (lang.say("Mã lô", "Lot code")) ": " b { (it.code) } }
                }
                (ask.field("reason", lang.say("Lý do", "Why"), Kind::Text, ""))
                div class="form-end" {
                    a class="button big" href=(back) { (lang.say("Thôi", "Leave it")) }
                    button class={ "big " @if blocks { "danger" } @else { "main" } } { (act) }
                }
            }
        }
    };
    page::page(caller, &path, title, body)
}

/// What it means, with what is in the book of it.
fn means(it: &Lot, blocks: bool, lang: Lang) -> Markup {
    let spots = it.places.iter().filter(|it| it.quantity > 0);
    let spots: Vec<&str> = spots.map(|it| it.code.as_str()).collect();
    html! {
        @if blocks {
            p {
                (lang.say("Trong vài giây mọi máy bán hàng sẽ hỏi lấy lô khác trước khi thu tiền. \
                    Máy đang mất mạng chỉ biết khi nối lại.",
                    "Within seconds every till asks for another lot before a payment. A till that \
                    is out of reach hears of it when it is back."))
            }
            @if !spots.is_empty() {
                p {
                    (lang.say("Đang còn", "Left")) " " b { (it.left().text()) " " (it.named.unit) }
                    " " (lang.say("ở", "at")) " " (spots.join(", ")) "."
                }
            }
        } @else {
            @if let Some(word) = it.words.first() {
                p {
                    (lang.say("Bị thu hồi vì", "Recalled because")) ": " (word.reason)
                    " · " (word.by) " · " (Ms(word.at_ms).text())
                }
            }
            p {
                (lang.say("Máy bán hàng sẽ không hỏi về lô này nữa.",
                    "The tills will no longer ask about this lot."))
            }
        }
    }
}
