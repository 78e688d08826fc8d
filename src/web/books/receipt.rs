//! The receipt as a page and as a picture: what the printer would draw, readable without
//! signing in by whoever has its address, and whether the sale stands in the journal unaltered.
//!
//! The address is the sale's uid. That is a UUIDv7 minted by the device (`static/js/model/ids.js`)
//! or here (`base/id.rs`): 48 bits of time, which a stranger can guess, and 74 bits of the
//! system's randomness (`getRandomValues`), which he cannot: at a million tries a second a known
//! millisecond takes more than a hundred million years. The uid stands in no public list.

use crate::{
    base::{
        id::SaleId,
        lang::{Lang, Say},
        refusal::Refusal,
    },
    desk::receipt_proof::{self, Broken, Seal},
    print::{
        address::Pages,
        block::{Block, Width},
        paper::{self, Paper},
        receipt::{self, Receipt},
    },
    sale::store,
    web::{
        books::report::routes::receipt_path,
        http::{app::App, guard::Open, problem::Spoken, route::get},
        ui::{
            answer::{Shown, shown},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::header,
    response::IntoResponse,
};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use sqlx::SqliteConnection;
use std::{sync::Arc, time::Duration};
use tokio::sync::Semaphore;

/// How long a picture waits for those before it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Routes of receipts.
pub fn router() -> Router<App> {
    Router::new().route("/r/{sale}", get(page)).route("/r/{sale}/receipt.png", get(picture))
}

#[derive(Deserialize)]
struct ReceiptQuery {
    width: Option<u32>,
}

async fn page(Open(lang): Open, State(app): State<App>, Path(sale): Path<SaleId>) -> Shown {
    let looked = async {
        let mut db = app.shop.read().await?;
        let pos = store::pos_of(&mut db, &sale.bytes()).await?.ok_or_else(none)?;
        look(&mut db, pos, sale, lang).await?.ok_or_else(none)
    };
    let looked: Result<ReceiptView, Refusal> = looked.await;
    shown(body(&looked.spoken(lang)?, lang))
}

async fn picture(
    Open(lang): Open,
    State(app): State<App>,
    Path(sale): Path<SaleId>,
    Query(asked): Query<ReceiptQuery>,
) -> Shown {
    let width = asked.width.and_then(Width::of_dots).unwrap_or(Width::MM80);
    let paper = load(&app, sale, lang, width).await.spoken(lang)?;
    let png = draw_paper(&app, move || paper.png()).await.spoken(lang)?;
    Ok(([(header::CONTENT_TYPE, "image/png")], png).into_response())
}

/// Draws a paper off the async threads, one at a time: whoever holds a single receipt may ask
/// for it as often as he likes, and the tills need their core.
pub(super) async fn draw_paper(
    app: &App,
    draw: impl FnOnce() -> std::io::Result<Vec<u8>> + Send + 'static,
) -> Result<Vec<u8>, Refusal> {
    in_turn(&app.pictures, draw).await
}

/// Does work that takes a core for a while: not on a thread that answers others, and one at a time.
pub(super) async fn in_turn<E: std::fmt::Display + Send + 'static>(
    turns: &Arc<Semaphore>,
    work: impl FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
) -> Result<Vec<u8>, Refusal> {
    let turn = tokio::time::timeout(PATIENCE, turns.clone().acquire_owned()).await;
    let turn = turn.ok().and_then(Result::ok).ok_or_else(|| Refusal::too_many(5))?;
    let work = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    let failed = |error: &dyn std::fmt::Display| Refusal::Failed(error.to_string());
    work.await.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
}

fn none() -> Refusal {
    Refusal::NotFound(Say::new("Không tìm thấy phiếu", "No such receipt"))
}

pub(super) async fn load(
    app: &App,
    sale: SaleId,
    lang: Lang,
    width: Width,
) -> Result<Paper, Refusal> {
    let pages = Pages::of(&app.shop).await?;
    let mut db = app.shop.read().await?;
    let pos = store::pos_of(&mut db, &sale.bytes()).await?.ok_or_else(none)?;
    paper::document(&mut db, pos, lang, width, 0, pages.as_ref()).await?.ok_or_else(none)
}

/// All that the page of a receipt shows.
pub struct ReceiptView {
    sale: SaleId,
    /// What the paper says; none when its entry can no longer be read.
    receipt: Option<Receipt>,
    seal: Seal,
    /// The sale it takes back.
    original: Option<SaleId>,
    /// The sales that took it back: uid and receipt number.
    refunds: Vec<(Vec<u8>, String)>,
}

/// Looks a sale up for its page; none when nothing stands at `pos`.
pub async fn look(
    db: &mut SqliteConnection,
    pos: i64,
    sale: SaleId,
    lang: Lang,
) -> sqlx::Result<Option<ReceiptView>> {
    let Some(seal) = receipt_proof::seal(db, pos).await? else { return Ok(None) };
    let paper = paper::document(db, pos, lang, Width::MM80, 0, None).await?;
    // The code on paper leads to this page; on the page itself it would lead nowhere else.
    let receipt = paper.map(|paper| Receipt { page_url: None, ..paper.receipt });
    let row = store::one(db, &sale.bytes()).await?;
    let original = row.and_then(|row| row.reverses_uid).map(|uid| SaleId::of_bytes(&uid));
    let refunds = store::refunds(db, &sale.bytes()).await?;
    Ok(Some(ReceiptView { sale, receipt, seal, original, refunds }))
}

/// The page of a receipt.
pub fn body(looked: &ReceiptView, lang: Lang) -> Markup {
    let sale = looked.sale;
    let number = looked.receipt.as_ref().map_or("", |receipt| &receipt.receipt_no);
    let title = format!("{} {number}", lang.say("Phiếu bán hàng", "Sale slip"));
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (page::head_with(&title, &["tokens", "base", "receipt"], None))
            body data-page="receipt" {
                main id="main" {
                    h1 class="hidden" { (title) }
                    (standing(looked, lang))
                    @if let Some(receipt) = &looked.receipt {
                        (slip(&receipt::layout(receipt, Width::MM80)))
                    }
                    (sealed(&looked.seal, lang))
                    p class="ways" {
                        @if looked.receipt.is_some() {
                            a href={ "/r/" (sale) "/receipt.png" } {
                                (lang.say("Xem như bản in", "As printed"))
                            }
                            a href={ "/r/" (sale) "/print" } {
                                (lang.say("In từ máy này", "Print from this device"))
                            }
                        }
                        (crate::web::ui::page::other_language(lang, &format!("/r/{sale}")))
                    }
                }
            }
        }
    }
}

/// What became of the sale since, and which sale it takes back.
fn standing(looked: &ReceiptView, lang: Lang) -> Markup {
    html! {
        @if !looked.refunds.is_empty() {
            p class="notice gold" { span {
                (lang.say("Đã trả hàng bởi phiếu ", "Taken back by receipt "))
                @for (n, (uid, number)) in looked.refunds.iter().enumerate() {
                    @if n > 0 { ", " }
                    a href=(receipt_path(uid)) { (number) }
                }
            } }
        }
        @if let Some(original) = looked.original {
            p class="notice gold" { span {
                (lang.say("Phiếu này trả lại hàng của ", "This takes back "))
                a href={ "/r/" (original) } { (lang.say("phiếu gốc", "the original receipt")) }
            } }
        }
    }
}

/// Whether the sale stands in the journal unaltered, in words, and where it stands.
fn sealed(seal: &Seal, lang: Lang) -> Markup {
    let (class, words) = match seal.broken {
        None => ("seal good", lang.say("Khớp với sổ", "Agrees with the journal")),
        Some(_) => ("seal stop", lang.say("KHÔNG khớp với sổ", "Does NOT agree with the journal")),
    };
    let why = seal.broken.map(|broken| match broken {
        Broken::Entry => lang.say(
            "Mục của phiếu này trong sổ đã bị sửa sau khi ghi.",
            "This sale’s entry in the journal was altered after it was written.",
        ),
        Broken::Chain => lang.say(
            "Mục của phiếu này không nối đúng vào mục ghi trước nó.",
            "This sale’s entry does not follow the entry written before it.",
        ),
        Broken::Rows => lang.say(
            "Số liệu đang dùng của phiếu này khác với mục đã ghi trong sổ.",
            "The figures in use for this sale differ from its entry in the journal.",
        ),
    });
    let short = seal.hash.get(..12).unwrap_or(&seal.hash);
    html! {
        section class=(class) {
            h2 { (words) }
            @if let Some(why) = why {
                p { (why) " " (lang.say("Hãy báo ban tổ chức.", "Please tell the organiser.")) }
            }
            p class="seal-at" {
                (lang.say("Mục số ", "Entry ")) (seal.seq)
                " · " (lang.say("mã ", "hash ")) code { (short) }
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
                    Block::Qr { payload, .. } => { (crate::web::ui::qr::svg(payload)) }
                }
            }
        }
    }
}
