//! The page that checks a receipt's code, open to all: a customer's phone comes here from the
//! paper, with what was signed behind `#`. The machine that printed it need not be there.

use crate::{
    base::{
        lang::{Lang, Say},
        money::Money,
        refusal::Refusal,
    },
    print::{
        address::{self, PageAddress},
        signed::{
            Code, Said,
            check::{Standing, Verdict, check},
        },
    },
    sync::hub::store::joined,
    web::{
        http::{
            app::App,
            guard::Open,
            problem::Spoken,
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, shown},
            form::Form,
            page::{self, other_language},
            qr,
        },
    },
};
use axum::{Router, extract::State};
use maud::{DOCTYPE, Markup, html};

/// The longest text that is looked at, bytes.
const LONGEST: usize = 1_000;

/// Routes of the check, and of the key by which others check what this machine signed.
pub fn router() -> Router<App> {
    Router::new().route("/c", get(page).merge(post(look))).route("/key", get(public))
}

/// What a code says, and what is known of it here.
struct Found {
    said: Said,
    verdict: Verdict,
    /// What the machine is called here.
    machine: Say,
}

async fn page(Open(lang): Open) -> Shown {
    shown(body(&Form::default(), None, lang))
}

async fn look(Open(lang): Open, State(app): State<App>, mut form: Form) -> Shown {
    let typed = form.get("code");
    let code = Some(typed).filter(|text| text.len() <= LONGEST).and_then(Code::read);
    let Some(code) = code else {
        form.wrong(
            "code",
            Say::new(
                "Đây không phải mã trên phiếu của Chợ Phiên, hoặc mã bị thiếu",
                "This is no code of a Chợ Phiên receipt, or a part of it is missing",
            ),
        );
        return again(&form, body(&form, None, lang));
    };
    let found = find(&app, code).await.spoken(lang)?;
    shown(body(&form, Some(&found), lang))
}

async fn find(app: &App, code: Code) -> Result<Found, Refusal> {
    let own = app.shop.key().await.ok();
    let mut db = app.shop.read().await?;
    let verdict = check(&mut db, &code, own.as_deref()).await?;
    let machine = match &verdict {
        Verdict::Holds(node, _) if *node == app.shop.desk.origin() => {
            Say::new("Máy này", "This machine")
        }
        Verdict::Holds(node, _) => {
            let named = joined(&mut db, *node).await?.map(|row| row.name);
            let name = named.filter(|name| !name.is_empty());
            // Unnamed it is told apart by how its id ends.
            let name = name.unwrap_or_else(|| format!("…{}", &node.hex()[24..]));
            Say::new(name.clone(), name)
        }
        Verdict::Unknown | Verdict::Forged => Say::new("", ""),
    };
    Ok(Found { said: code.said, verdict, machine })
}

fn frame(title: &str, script: Option<&str>, lang: Lang, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (page::head_with(title, &["tokens", "base", "form", "receipt"], script))
            body data-page="check" { main id="main" { (body) } }
        }
    }
}

fn body(form: &Form, found: Option<&Found>, lang: Lang) -> Markup {
    let title = lang.say("Kiểm tra phiếu", "Check a receipt");
    frame(
        title,
        Some("js/check.js"),
        lang,
        html! {
            h1 { (title) }
            @if let Some(found) = found { (result(found, lang)) } @else { (entry(form, lang)) }
            p class="ways" {
                @if found.is_some() {
                    a href="/c" { (lang.say("Kiểm tra phiếu khác", "Check another receipt")) }
                }
                (other_language(lang, "/c"))
            }
        },
    )
}

fn entry(form: &Form, lang: Lang) -> Markup {
    html! {
        form class="form" id="check" method="post" action="/c" {
            label class={ "form-row" @if form.is_wrong("code") { " wrong" } } {
                span class="label" { (lang.say("Mã dưới phiếu", "The receipt’s code")) }
                textarea class="field" name="code" rows="5" maxlength="1000" required
                    autocapitalize="characters" autocomplete="off" spellcheck="false" {
                    (form.get("code"))
                }
                (form.error("code", lang))
                span class="hint" { (lang.say(
                    "Quét mã QR trên phiếu bằng điện thoại, hoặc dán đường dẫn quét được vào đây.",
                    "Scan the receipt’s QR with a phone, or paste here what was scanned.",
                )) }
            }
            button class="button main" { (lang.say("Kiểm tra", "Check")) }
        }
    }
}

fn result(found: &Found, lang: Lang) -> Markup {
    let (class, why) = words(&found.verdict);
    let said = &found.said;
    html! {
        section class={ "seal " (class) } role="status" {
            h2 { (found.verdict.say().in_lang(lang)) }
            p { (why.in_lang(lang)) }
        }
        @if let Verdict::Holds(_, standing) = &found.verdict {
            article class="slip" {
                (row(lang.say("Phiếu", "Receipt"), &said.number))
                @if said.due < Money::ZERO {
                    (row(lang.say("Trả lại khách", "Given back"), &(-said.due).text()))
                } @else {
                    (row(lang.say("Số tiền", "Sum"), &said.due.text()))
                }
                (row(lang.say("Lúc", "Paid at"), &said.paid().text()))
                (row(lang.say("Máy đã ghi", "Written by"), found.machine.in_lang(lang)))
            }
            @if let Standing::Here(sale, _) = standing {
                p class="ways" {
                    a href={ "/r/" (sale) } { (lang.say("Xem cả phiếu", "See the whole receipt")) }
                }
            }
        }
    }
}

fn row(label: &str, value: &str) -> Markup {
    html! { p class="row" { span { (label) } b class="num" { (value) } } }
}

/// The class of what is found, and what it means.
fn words(verdict: &Verdict) -> (&'static str, Say) {
    match verdict {
        Verdict::Unknown => (
            "gold",
            Say::new(
                "Sổ này chưa gặp khóa của máy đã in phiếu, nên không nói được là thật hay giả.",
                "This book has not met the key of the machine that printed it, so it cannot tell \
                 whether it is genuine.",
            ),
        ),
        Verdict::Forged => (
            "stop",
            Say::new(
                "Chữ ký không khớp. Hãy quét lại mã; nếu vẫn vậy thì phiếu đã bị sửa, hãy báo ban \
                 tổ chức.",
                "The signature does not hold. Scan it again; if it stays so, the receipt was \
                 altered: please tell the organiser.",
            ),
        ),
        Verdict::Holds(_, Standing::Here(_, back)) if back.is_empty() => (
            "good",
            Say::new(
                "Hãy so số phiếu, số tiền và giờ dưới đây với tờ giấy.",
                "Compare number, sum and time below with the paper.",
            ),
        ),
        Verdict::Holds(_, Standing::Here(_, back)) => {
            let by = back.join(", ");
            let vi = format!("Đã trả hàng, toàn bộ hay một phần, bởi phiếu {by}.");
            ("gold", Say::new(vi, format!("Taken back, whole or in part, by receipt {by}.")))
        }
        Verdict::Holds(_, Standing::Aside) => (
            "gold",
            Say::new(
                "Giao dịch này chưa được tính vào số liệu: ban tổ chức đang xem, hoặc nó đến hai \
                 lần.",
                "This sale counts in no figure: somebody looks at it, or it came twice.",
            ),
        ),
        Verdict::Holds(_, Standing::NotYet) => (
            "gold",
            Say::new(
                "Máy bán hàng chưa gửi giao dịch này tới đây. Hãy kiểm tra lại sau.",
                "The machine has not sent this sale here. Check again later.",
            ),
        ),
        Verdict::Holds(_, Standing::Differs) => (
            "stop",
            Say::new(
                "Ở chỗ của giao dịch này, sổ ghi khác hoặc không ghi gì. Hãy báo ban tổ chức.",
                "The book has something else, or nothing, in the place of this sale. Please tell \
                 the organiser.",
            ),
        ),
    }
}

/// The sign for the gate: by this key everybody can check what this machine's receipts say.
async fn public(Open(lang): Open, State(app): State<App>) -> Shown {
    let mut db = app.shop.read().await.spoken(lang)?;
    let address = address::load(&mut db).await.spoken(lang)?;
    let signed = address::signed(&mut db).await.spoken(lang)?;
    drop(db);
    let address = address.filter(|_| signed).ok_or_else(unsigned).spoken(lang)?;
    let key = app.shop.key().await.map_err(|error| Refusal::Failed(error.to_string()));
    shown(sign(&key.spoken(lang)?.public(), &address, lang))
}

fn unsigned() -> Refusal {
    Refusal::NotFound(Say::new(
        "Phiếu của máy này không mang chữ ký",
        "Receipts of this machine are not signed",
    ))
}

fn sign(key: &str, address: &PageAddress, lang: Lang) -> Markup {
    let title = lang.say("Khóa kiểm tra phiếu", "The key that checks receipts");
    frame(
        title,
        None,
        lang,
        html! {
            article class="slip" {
                h1 { (title) }
                p { (lang.say(
                    "Phiếu của máy này mang chữ ký. Ai có khóa dưới đây đều kiểm tra được phiếu, \
                     kể cả khi máy đã tắt.",
                    "Receipts of this machine are signed. Whoever has the key below can check \
                     them, even when the machine is off.",
                )) }
                (qr::svg(key))
                p class="centre sum" { b { (key.get(..8).unwrap_or(key)) } }
                p class="centre key" { (key) }
                p class="centre" {
                        (lang.say("Trang kiểm tra: ", "Where to check: ")) (address.as_str()) "/c"
                    }
                p class="centre" { code { "chophien check --key …" } }
            }
            p class="ways" { (other_language(lang, "/key")) }
        },
    )
}
