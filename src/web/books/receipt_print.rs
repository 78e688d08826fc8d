//! A receipt printed from whatever device looks at it: by the browser on 58 or 80 mm paper, by a
//! printing app of the phone, or straight to a printer at its USB port. No printer of the fair is
//! asked, and the book does not hear of it.

use super::receipt::{draw_paper, load};
use crate::{
    base::{
        id::SaleId,
        lang::{Lang, Say},
    },
    print::{block::Width, printer::Head},
    web::{
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

/// Routes of printing from a phone.
pub fn router() -> Router<App> {
    Router::new().route("/r/{sale}/print", get(page)).route("/r/{sale}/receipt.bin", get(commands))
}

#[derive(Deserialize)]
struct PaperQuery {
    width: Option<u32>,
}

impl PaperQuery {
    /// Phones mostly have a small printer beside them.
    fn width(&self) -> Width {
        self.width.and_then(Width::of_dots).unwrap_or(Width::MM58)
    }
}

async fn page(
    Open(lang): Open,
    State(app): State<App>,
    Path(sale): Path<SaleId>,
    Query(asked): Query<PaperQuery>,
) -> Shown {
    let width = asked.width();
    let paper = load(&app, sale, lang, width).await.spoken(lang)?;
    shown(draw(sale, &paper.receipt.receipt_no, width, lang))
}

/// The commands of an ESC/POS printer, for a printing app or a printer at the USB port.
async fn commands(
    Open(lang): Open,
    State(app): State<App>,
    Path(sale): Path<SaleId>,
    Query(asked): Query<PaperQuery>,
) -> Shown {
    let width = asked.width();
    let paper = load(&app, sale, lang, width).await.spoken(lang)?;
    let bytes = draw_paper(&app, move || paper.bytes(&Head::plain(width))).await;
    let bytes: Vec<u8> = bytes.spoken(lang)?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

fn draw(sale: SaleId, number: &str, width: Width, lang: Lang) -> Markup {
    let title = format!("{} {number}", lang.say("In phiếu", "Print receipt"));
    let dots = width.dots();
    let picture = format!("/r/{sale}/receipt.png?width={dots}");
    let papers = [(Width::MM58, "58 mm"), (Width::MM80, "80 mm")];
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            (page::head_with(&title, &["tokens", "base", "receipt", "paper"], Some("js/paper.js")))
            body data-page="paper" data-bytes={ "/r/" (sale) "/receipt.bin?width=" (dots) }
                data-number=(number) {
                main id="main" {
                    div class="off-paper" {
                        h1 { (title) }
                        p class="widths" { @for (paper, name) in papers {
                            a class="button" href={ "/r/" (sale) "/print?width=" (paper.dots()) }
                                aria-current=[(paper == width).then_some("true")] { (name) }
                        } }
                        (ways(lang))
                    }
                    img class="paper" data-dots=(dots) src=(picture)
                        alt=(lang.say("Phiếu như in ra giấy", "The receipt as it is printed"));
                }
            }
        }
    }
}

/// What can be done with it. The script shows what this device can do.
fn ways(lang: Lang) -> Markup {
    let failed = Say::new(
        "Chưa gửi được tới máy in. Xem máy in đã bật và cắm chưa rồi bấm lại.",
        "It did not reach the printer. See that it is on and plugged in, and press again.",
    );
    html! {
        p { button class="main" type="button" data-way="print" {
            (lang.say("In bằng trình duyệt", "Print with the browser"))
        } }
        p class="others" {
            button class="button" type="button" data-way="share" hidden {
                (lang.say("Chia sẻ ảnh phiếu", "Share the picture"))
            }
            button class="button" type="button" data-way="rawbt" hidden {
                (lang.say("In bằng ứng dụng RawBT", "Print with RawBT"))
            }
            button class="button" type="button" data-way="usb" hidden {
                (lang.say("In qua cổng USB", "Print over USB"))
            }
        }
        p class="hint" data-hint="rawbt" hidden { (lang.say(
            "RawBT là ứng dụng Android in ra máy in Bluetooth hoặc USB của điện thoại.",
            "RawBT is an Android app that prints on the phone’s Bluetooth or USB printer.",
        )) }
        p class="error" role="alert" data-failed=(failed.in_lang(lang)) {}
    }
}
