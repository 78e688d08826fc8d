//! Taking a document back: asked on a page of its own, which says what would move back.

use crate::{
    base::lang::Lang,
    stock::{Act, Kind as Sort},
    web::{
        http::{
            app::App,
            guard::{Guard, Refused},
            route::{get, post},
        },
        office::stock::{
            document::Named,
            lines::{self, document},
            place::manages,
        },
        ui::{
            answer::{Shown, again, saved, shown, to},
            form::{Ask, Form, Kind},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{FromRequestParts, State},
    http::request::Parts,
};
use maud::{Markup, html};

/// The routes of taking back.
pub fn router() -> Router<App> {
    Router::new().route("/documents/{uid}/reversal", get(ask).merge(post(take_back)))
}

/// A document in the hands of someone who may change its place's stock.
pub struct Own(pub Named);

impl Guard for Own {}

impl FromRequestParts<App> for Own {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Own, Refused> {
        let named = Named::from_request_parts(parts, app).await?;
        if manages(&named.caller, named.posted.place.place) {
            return Ok(Own(named));
        }
        Err(named.caller.refuse().into())
    }
}

async fn ask(Own(named): Own, State(app): State<App>) -> Shown {
    if !named.may_end() {
        return to(&named.path());
    }
    shown(draw(&named, &lines::blank(&app)))
}

async fn take_back(Own(named): Own, State(app): State<App>, mut form: Form) -> Shown {
    let (place, uid) = (named.posted.place.place, named.posted.uid);
    form.required("reason", 500);
    if let Some(ask) = document(&mut form, place, Act::Reversal(uid), Vec::new())
        && form.ok()
        && let Some(path) = lines::post(&app, &named.caller, ask, &mut form).await
    {
        return saved(&path);
    }
    again(&form, draw(&named, &form))
}

fn draw(named: &Named, form: &Form) -> Markup {
    let (lang, ask, it) = (named.caller.lang, Ask(form, named.caller.lang), &named.posted);
    let title = format!("{} {}?", lang.say("Hủy phiếu", "Take back"), it.doc_no);
    let body = html! {
        div class="narrow" {
            h1 { (title) }
            p class="sub" { (it.kind.label(lang)) " · " (it.at.text()) " · " (it.by) }
            div class="notice gold" role="alert" { div { p { (lost(it.kind, lang)) } } }
            ul class="facts" { @for line in &it.lines { li {
                span { (line.name) " " (line.lot) } b { (line.quantity.text()) " " (line.unit) }
            } } }
            form class="form" method="post" action={ (named.path()) "/reversal" } {
                (ask.head())
                (ask.hidden("uid"))
                (ask.field("reason", lang.say("Lý do hủy", "Why"), Kind::Text, ""))
                div class="form-end" {
                    a class="button big" href=(named.path()) { (lang.say("Giữ phiếu", "Keep it")) }
                    button class="big danger" { (lang.say("Hủy phiếu", "Take it back")) }
                }
            }
        }
    };
    page::page(&named.caller, &named.path(), &title, body)
}

/// What taking back means.
fn lost(kind: Sort, lang: Lang) -> &'static str {
    match kind {
        Sort::Count => lang.say(
            "Số đã đếm không còn hiệu lực: tồn kho trở lại như chưa kiểm kê, kể cả phần bổ sung do \
             phiếu bán gửi muộn.",
            "What was counted no longer holds: stock is as if it had not been counted, with what \
             late sales had changed in it.",
        ),
        _ => lang.say(
            "Hàng dưới đây trở lại như chưa có phiếu này. Phiếu cũ và phiếu hủy đều còn trong sổ.",
            "These goods go back as if the document had not been. It and the one that takes it \
             back both stay in the book.",
        ),
    }
}
