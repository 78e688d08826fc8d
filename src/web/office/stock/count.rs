//! A store room is counted: blind, lot by lot. What stays empty is not counted; 0 is. At a booth,
//! where selling goes on meanwhile, the till counts (`static/js/stock/count.js`).

use crate::{
    base::lang::Lang,
    stock::{Act, Ask as Document, ask::LINES},
    web::{
        http::{
            app::App,
            problem::Spoken,
            route::{get, post},
        },
        office::stock::{
            lines::{self, document},
            place::{At, InCharge},
            shelf::{self, Shelf},
        },
        ui::{
            answer::{Shown, again, saved, shown},
            form::{Ask, Form, Kind},
            page,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// The route of counting a store room.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/rooms/{room}/count", get(fresh).merge(post(make)))
}

async fn fresh(InCharge(at): InCharge, State(app): State<App>) -> Shown {
    let form = lines::drawn(&app).await.spoken(at.caller.lang)?;
    let shelf = shelf::blind(&app, &at, &form).await.spoken(at.caller.lang)?;
    shown(draw(&at, &shelf, &form))
}

async fn make(InCharge(at): InCharge, State(app): State<App>, mut form: Form) -> Shown {
    let shelf = shelf::blind(&app, &at, &form).await.spoken(at.caller.lang)?;
    if let Some(ask) = read(&mut form, &at, &shelf)
        && let Some(path) = lines::post(&app, &at.caller, ask, &mut form).await
    {
        return saved(&path);
    }
    again(&form, draw(&at, &shelf, &form))
}

fn read(form: &mut Form, at: &At, shelf: &Shelf) -> Option<Document> {
    let lines = shelf::lines(form, shelf);
    let ask = document(form, at.place(), Act::Count, lines)?;
    form.ok().then_some(ask)
}

fn draw(at: &At, shelf: &Shelf, form: &Form) -> Markup {
    let (lang, ask) = (at.caller.lang, Ask(form, at.caller.lang));
    let title = lang.say("Kiểm kho", "Stocktake");
    let body = html! {
        (at.frame())
        div class="narrow" {
            h2 { (title) }
            @if shelf.rows.is_empty() {
                p class="empty" {
                    (lang.say("Kho này chưa có hàng nào.", "This store room holds nothing yet."))
                }
            } @else {
                p class="hint" { (how(lang)) }
                @if shelf.rows.len() > LINES { p class="hint" { (parts(shelf.rows.len(), lang)) } }
                form class="form" method="post" action={ (at.base) "/count" } {
                    (ask.head())
                    (ask.hidden("uid"))
                    (ask.hidden("drawn"))
                    (shelf::draw(&shelf.rows, ask, ""))
                    (ask.maybe("reason", lang.say("Ghi chú", "Note"), Kind::Text, ""))
                    div class="form-end" {
                        button class="main" { (lang.say("Lưu phiếu kiểm", "Save the count")) }
                    }
                }
            }
        }
    };
    page::page(&at.caller, &at.base, title, body)
}

/// That a count of so many lots takes several documents.
fn parts(lots: usize, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!(
            "Kho có {lots} lô, mỗi phiếu tối đa {LINES} dòng: đếm một phần, lưu, rồi đếm tiếp."
        ),
        Lang::En => format!(
            "There are {lots} lots, and a document has at most {LINES} lines: count a part, save, \
             then count on."
        ),
    }
}

fn how(lang: Lang) -> &'static str {
    lang.say(
        "Đếm rồi ghi số. Hết hàng thì ghi 0; để trống là chưa đếm. Chênh lệch hiện sau khi lưu.",
        "Count, and give the number: 0 where none is left, nothing where it was not counted. What \
         differs shows once it is saved.",
    )
}
