//! Goods leave a place: lost, used, given away, or home to the producer. The form lists what lies
//! here, lot by lot.

use crate::{
    base::lang::Lang,
    stock::{Act, Ask as Document, Kind as Sort},
    web::{
        http::{
            app::App,
            problem::Spoken,
            route::{get, post},
        },
        office::stock::{
            lines::{self, document},
            place::{At, InCharge},
            shelf::{self, Row, Shelf},
        },
        ui::{
            answer::{Shown, again, saved, shown},
            form::{Ask, Form, Kind, options},
            page,
        },
    },
};
use axum::{Router, extract::State};
use maud::{Markup, html};

/// Routes of what leaves.
pub fn router() -> Router<App> {
    Router::new()
        .route("/booth/stock/loss", get(lose).merge(post(lost)))
        .route("/booth/stock/return", get(hand_back).merge(post(handed_back)))
        .route("/fairs/{code}/booths/{booth}/stock/loss", get(lose).merge(post(lost)))
        .route("/fairs/{code}/booths/{booth}/stock/return", get(hand_back).merge(post(handed_back)))
        .route("/fairs/{code}/rooms/{room}/loss", get(lose).merge(post(lost)))
        .route("/fairs/{code}/rooms/{room}/return", get(hand_back).merge(post(handed_back)))
}

/// Which of the two forms it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Loss,
    Return,
}

impl Way {
    fn path(self, at: &At) -> String {
        match self {
            Way::Loss => format!("{}/loss", at.base),
            Way::Return => format!("{}/return", at.base),
        }
    }

    fn title(self, lang: Lang) -> &'static str {
        match self {
            Way::Loss => lang.say("Hao hụt, dùng, tặng", "Loss, own use, gift"),
            Way::Return => lang.say("Trả nhà sản xuất", "Return to the producer"),
        }
    }
}

async fn lose(InCharge(at): InCharge, State(app): State<App>) -> Shown {
    fresh(&app, &at, Way::Loss).await
}

async fn hand_back(InCharge(at): InCharge, State(app): State<App>) -> Shown {
    fresh(&app, &at, Way::Return).await
}

async fn lost(InCharge(at): InCharge, State(app): State<App>, form: Form) -> Shown {
    make(&app, &at, Way::Loss, form).await
}

async fn handed_back(InCharge(at): InCharge, State(app): State<App>, form: Form) -> Shown {
    make(&app, &at, Way::Return, form).await
}

async fn fresh(app: &App, at: &At, way: Way) -> Shown {
    let form = lines::drawn(app).await.spoken(at.caller.lang)?;
    let shelf = shelf::here(app, at, &form).await.spoken(at.caller.lang)?;
    shown(draw(at, way, &shelf.rows, &form))
}

async fn make(app: &App, at: &At, way: Way, mut form: Form) -> Shown {
    let shelf = shelf::here(app, at, &form).await.spoken(at.caller.lang)?;
    if form.get("fill") == "1" {
        shelf::fill(&mut form, &shelf.rows);
        return shown(draw(at, way, &shelf.rows, &form));
    }
    if let Some(ask) = read(&mut form, at, way, &shelf)
        && let Some(path) = lines::post(app, &at.caller, ask, &mut form).await
    {
        return saved(&path);
    }
    again(&form, draw(at, way, &shelf.rows, &form))
}

fn read(form: &mut Form, at: &At, way: Way, shelf: &Shelf) -> Option<Document> {
    let lines = shelf::lines(form, shelf);
    let act = match way {
        Way::Return => Act::Return,
        Way::Loss => {
            form.required("reason", 500);
            match form.word::<Sort>("sort")? {
                Sort::OwnUse => Act::OwnUse,
                Sort::Gift => Act::Gift,
                _ => Act::Loss,
            }
        }
    };
    let ask = document(form, at.place(), act, lines)?;
    form.ok().then_some(ask)
}

fn draw(at: &At, way: Way, rows: &[Row], form: &Form) -> Markup {
    let (lang, ask) = (at.caller.lang, Ask(form, at.caller.lang));
    let body = html! {
        (at.frame())
        div class="narrow" {
            h2 { (way.title(lang)) }
            @if rows.is_empty() {
                p class="empty" { (lang.say("Không có hàng nào ở đây.", "Nothing lies here.")) }
            } @else {
                form class="form" method="post" action=(way.path(at)) {
                    (ask.head())
                    (ask.hidden("uid"))
                    (ask.hidden("drawn"))
                    (ask.hidden("sure"))
                    @if way == Way::Loss { (why(ask)) }
                    (shelf::full(form, rows, lang))
                    (shelf::draw(rows, ask, lang.say("Còn", "Left")))
                    @if way == Way::Return {
                        (ask.maybe("reason", lang.say("Ghi chú", "Note"), Kind::Text, ""))
                    }
                    div class="form-end" {
                        button class="main" { (lang.say("Lưu phiếu", "Save the document")) }
                        // At the end of a fair everything goes home.
                        @if way == Way::Return {
                            button class="big" name="fill" value="1" {
                                (lang.say("Điền hết số còn lại", "Fill in all that is left"))
                            }
                        }
                    }
                }
            }
        }
    };
    page::page(&at.caller, &at.base, way.title(lang), body)
}

/// What became of it, and why.
fn why(ask: Ask) -> Markup {
    let lang = ask.1;
    let sorts = options(&[Sort::Loss, Sort::OwnUse, Sort::Gift], Sort::as_str, |it| it.label(lang));
    html! {
        div class="form-two" {
            (ask.select("sort", lang.say("Việc gì", "What"), &sorts))
            (ask.field("reason", lang.say("Lý do", "Reason"), Kind::Text,
                lang.say("Ví dụ: vỡ khi xếp hàng, mời khách thử", "Such as: broken, tasted")))
        }
    }
}
