//! The receipt as a page and as a picture: what the printer would draw, readable without
//! signing in by whoever has its address.

use super::{
    app::App,
    assets::url,
    guard,
    problem::{Problem, Spoken},
};
use crate::{
    base::{
        id::SaleId,
        lang::{Lang, Say},
        refusal::Refusal,
    },
    print::{
        block::{Block, Width},
        paper::{self, Paper},
        receipt,
    },
    sale::store,
};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

/// Routes of receipts.
pub fn router() -> Router<App> {
    Router::new().route("/r/{sale}", get(page)).route("/r/{sale}/receipt.png", get(picture))
}

#[derive(Deserialize)]
struct Asked {
    width: Option<u32>,
}

async fn page(
    State(app): State<App>,
    headers: HeaderMap,
    Path(sale): Path<SaleId>,
) -> Result<Markup, Problem> {
    let lang = guard::lang(&headers);
    let paper = load(&app, sale, lang, Width::Mm80).await.spoken(lang)?;
    Ok(body(&paper, sale, lang))
}

async fn picture(
    State(app): State<App>,
    headers: HeaderMap,
    Path(sale): Path<SaleId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let lang = guard::lang(&headers);
    let width = asked.width.and_then(Width::of_dots).unwrap_or(Width::Mm80);
    let paper = load(&app, sale, lang, width).await.spoken(lang)?;
    let failed = |error: std::io::Error| Refusal::Failed(error.to_string());
    let png = paper.png().map_err(failed).spoken(lang)?;
    Ok(([(header::CONTENT_TYPE, "image/png")], png).into_response())
}

async fn load(app: &App, sale: SaleId, lang: Lang, width: Width) -> Result<Paper, Refusal> {
    let none = || Refusal::NotFound(Say::new("Không tìm thấy phiếu", "No such receipt"));
    let mut db = app.shop.read().await?;
    let pos = store::pos_of(&mut db, &sale.bytes()).await?.ok_or_else(none)?;
    paper::document(&mut db, pos, lang, width, 0).await?.ok_or_else(none)
}

/// The page of a paper. `sale` names it.
pub fn body(paper: &Paper, sale: SaleId, lang: Lang) -> Markup {
    let title = lang.say("Phiếu bán hàng", "Sale slip");
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " " (paper.receipt.receipt_no) " · Chợ Phiên" }
                link rel="icon" href=(url("icon/chophien.svg"));
                @for sheet in ["base", "receipt"] {
                    link rel="stylesheet" href=(url(&format!("css/{sheet}.css")));
                }
            }
            body data-page="receipt" {
                main id="main" {
                    h1 class="hidden" { (title) " " (paper.receipt.receipt_no) }
                    (slip(&receipt::layout(&paper.receipt, paper.width)))
                    p class="ways" {
                        a href={ "/r/" (sale) "/receipt.png" } {
                            (lang.say("Xem như bản in", "As printed"))
                        }
                        (super::ui::page::other_language(lang, &format!("/r/{sale}")))
                    }
                }
            }
        }
    }
}

/// The blocks of a document as HTML.
fn slip(blocks: &[Block]) -> Markup {
    html! {
        article class="slip" {
            @for block in blocks {
                @match block {
                    Block::Rule => { hr; }
                    Block::Gap(_) => { div class="gap" {} }
                    Block::Row { left, right, bold, .. } => {
                        p class="row" data-bold=[bold.then_some("")] {
                            span { (left) } span class="num" { (right) }
                        }
                    }
                    Block::Sum { left, right } => {
                        p class="row sum" { span { (left) } b class="num" { (right) } }
                    }
                    Block::Centre { text, bold, .. } => {
                        p class="centre" data-bold=[bold.then_some("")] { (text) }
                    }
                    Block::Qr { payload, .. } => { (super::ui::qr::svg(payload)) }
                }
            }
        }
    }
}
