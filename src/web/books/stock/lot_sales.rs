//! Every sale that carried a lot.

use super::lot::{find, title};
use crate::{
    base::{
        clock::{Ms, stored_date_text},
        id::ProductId,
        lang::{Lang, plural},
        money::group,
        quantity::Quantity,
    },
    report::stock::lot::{Lot, store::SaleRow},
    web::{
        http::{app::App, guard::Overseer, route::get},
        ui::{
            answer::{Shown, shown},
            figures::much,
            list::{self, Asked, List},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
};
use maud::{Markup, html};

/// The route of a lot's sales.
pub fn router() -> Router<App> {
    Router::new().route("/lots/{product}/{lot}/sales", get(sales))
}

async fn sales(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path((product, code)): Path<(ProductId, String)>,
    Query(asked): Query<Asked>,
) -> Shown {
    let (lang, up) = (caller.lang, place::lot(product, &code));
    let it = find(&app, &caller, (product, &code)).await?;
    let path = format!("{up}/sales");
    let body = html! {
        div class="page-head" {
            div {
                h1 { (title(&it, lang)) }
                p class="sub" { (summed(&it, lang)) }
            }
            div class="actions" {
                a class="button" href=(up) { (lang.say("Cả lô", "The whole lot")) }
            }
        }
        @if it.sales.is_empty() {
            p class="empty" { (lang.say("Chưa bán lô này.", "None of it was sold.")) }
        } @else { (listed(&it, &path, &asked, lang)) }
    };
    shown(page::page(&caller, &path, &title(&it, lang), body))
}

/// `12 phiếu, khách lấy 30 chai, trả lại 2`.
fn summed(it: &Lot, lang: Lang) -> String {
    let (sold, back) = it.carried();
    let rows = it.sales.len() as i64;
    let (sold, back) = (it.named.packs.amount(sold, &it.named.unit), it.shown(back));
    match lang {
        Lang::Vi => format!("{} phiếu: khách lấy {sold}, trả lại {back}", group(rows)),
        Lang::En => format!(
            "{} {}: {sold} taken, {back} brought back",
            group(rows),
            plural(rows, "receipt", "receipts")
        ),
    }
}

fn listed(it: &Lot, path: &str, asked: &Asked, lang: Lang) -> Markup {
    List::<SaleRow>::new(path, asked, lang.say("Phiếu có lô này", "Sales that carried it"), lang)
        .searched(
            lang.say("Tìm số phiếu, ngày, gian…", "Find a number, day, booth…"),
            |row| {
                let day = stored_date_text(&row.day);
                format!("{} {day} {} {}", row.receipt_no, row.booth, row.fair_name)
            },
        )
        .column(
            list::Column::new("receipt", lang.say("Phiếu", "Receipt"), |row: &SaleRow| {
                html! {
                    a href={ "/sales/" (row.sale) } { (row.receipt_no) }
                    @if row.back { " " span class="tag" { (lang.say("trả hàng", "refund")) } }
                }
            })
            .by(|row| row.receipt_no.clone()),
        )
        .column(
            list::Column::new("at", lang.say("Lúc", "When"), |row: &SaleRow| {
                html! { (Ms(row.paid_ms).text()) }
            })
            .by(|row| row.paid_ms),
        )
        .column(
            list::Column::new("booth", lang.say("Gian", "Booth"), |row: &SaleRow| {
                html! { (row.booth) " · " (row.fair_name) }
            })
            .by(|row| (row.fair.clone(), row.booth.clone())),
        )
        .column(
            list::Column::new("quantity", lang.say("Khách lấy", "Taken"), |row: &SaleRow| {
                much(Quantity(row.quantity), &it.named.unit, &it.named.packs)
            })
            .figures()
            .by(|row| row.quantity),
        )
        .chip("back", lang.say("Khách trả", "Brought back"), |row| row.back)
        .draw(&it.sales)
}
