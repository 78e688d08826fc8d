//! Labels and signs on A4, each as large as it is cut: 24 labels of 70 × 37 mm, or 8 signs of
//! 105 × 74 mm. The page is drawn in millimetres, bars and codes as shapes, so that a printer sets
//! them as sharp as it can.

use super::{Range, load};
use crate::{
    base::lang::Lang,
    print::{
        ean,
        label::{Goods, Kind},
    },
    web::{
        http::{app::App, problem::Spoken, route::get},
        office::booths::form::{InCharge, Place},
        ui::{
            answer::{Shown, shown},
            form::Form,
            page, qr,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{DOCTYPE, Markup, html};
use std::fmt::Write;

/// Routes of sheets.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/booths/{booth}/labels/sheet", get(sheet))
        .route("/booth/labels/sheet", get(sheet))
}

/// Labels of one sheet file: twenty pages.
const MOST: usize = 480;

async fn sheet(
    InCharge(at): InCharge,
    State(app): State<App>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Shown {
    let range = load(&app, &at).await.spoken(at.caller.lang)?;
    let mut form = Form::default();
    for (name, value) in asked {
        form.set(&name, value);
    }
    shown(draw(&at, &range, &form))
}

fn draw(at: &Place, range: &Range, form: &Form) -> Markup {
    let lang = at.caller.lang;
    let kind: Kind = form.get("kind").parse().unwrap_or(Kind::Label);
    let chosen = range.chosen(form);
    let all = chosen
        .iter()
        .flat_map(|(row, count)| std::iter::repeat_n(range.goods(row, "", lang), *count as usize));
    let all: Vec<Goods> = all.take(MOST).collect();
    let (class, of_page) = match kind {
        Kind::Label => ("labels", 24),
        Kind::Sign => ("signs", 8),
    };
    let title = format!("{} · {}", kind.label(lang), at.booth.code);
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (page::head_with(&title, &["tokens", "base", "labels"], Some("js/page.js")))
            body data-page="sheet" {
                main id="main" {
                    (above(at, kind, lang))
                    @for page in all.chunks(of_page) {
                        section class={ "sheet-a4 " (class) } {
                            @for goods in page {
                                @match kind {
                                    Kind::Label => (label(goods)),
                                    Kind::Sign => (sign(goods)),
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What stays off the paper.
fn above(at: &Place, kind: Kind, lang: Lang) -> Markup {
    html! {
        header class="off-paper" {
            a class="button" href={ (at.base) "/labels" } { (lang.say("Chọn lại", "Choose again")) }
            h1 { (kind.label(lang)) }
            button class="main" type="button" data-print { (lang.say("In", "Print")) }
            p class="hint" {
                (lang.say("Khi in chọn khổ A4, tỉ lệ 100%, không lề.",
                    "Print on A4 at 100%, without margins."))
            }
        }
    }
}

fn label(it: &Goods) -> Markup {
    html! {
        article class="one" {
            b class="name" { (it.name) }
            p class="about" { (it.producer) }
            p class="price" { span { (it.unit) } b { (it.price) } }
            (barcode(&it.barcode))
        }
    }
}

fn sign(it: &Goods) -> Markup {
    html! {
        article class="one" {
            b class="name" { (it.name) }
            p class="price" { b { (it.price) } span { "/ " (it.unit) } }
            div class="foot" {
                div {
                    @if !it.stars.is_empty() { p class="stars" { (it.stars) } }
                    p { (it.producer) }
                    @if !it.place.is_empty() { p { (it.place) } }
                }
                @if !it.page.is_empty() { (qr::svg(&it.page)) }
            }
        }
    }
}

/// An EAN-13 as bars 0.33 mm a module, as the standard has it; another code as letters.
fn barcode(code: &str) -> Markup {
    let Some(bars) = ean::bars(code) else {
        return html! { p class="digits" { (code) } };
    };
    let mut path = String::new();
    for (x, _) in bars.iter().enumerate().filter(|(_, black)| **black) {
        // Writing to a String cannot fail.
        let _ = write!(path, "M{x} 0h1v40h-1z");
    }
    let (before, behind) = ean::QUIET;
    let view = format!("-{before} 0 {} 40", ean::MODULES + before + behind);
    html! {
        svg class="bars" viewBox=(view) role="img" aria-label=(code) preserveAspectRatio="none"
            shape-rendering="crispEdges" { path d=(path) fill="#000" {} }
        p class="digits" { (code) }
    }
}
