//! The catalogue as a list.

use crate::{
    base::{fold::fold, id::hex_uid, lang::Lang, money::Money},
    catalog::{
        kinds::group_name,
        store::{self, Listing},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::Spoken,
            route::get,
        },
        ui::{
            answer::{Shown, shown},
            list::{Asked, Column, List},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{Markup, html};

/// The route of the list.
pub fn router() -> Router<App> {
    Router::new().route("/products", get(list))
}

/// More products than any catalogue of ours has.
const ALL: i64 = 100_000;

async fn list(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Shown {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let rows = store::search(&mut db, "", ALL).await.spoken(lang)?;
    drop(db);
    let title = lang.say("Sản phẩm", "Products");
    shown(page::page(&caller, "/products", title, draw(&caller, &asked, &rows)))
}

fn draw(caller: &Caller, asked: &Asked, rows: &[Listing]) -> Markup {
    let lang = caller.lang;
    html! {
        div class="page-head" {
            h1 { (lang.say("Sản phẩm", "Products")) }
            div class="actions" {
                a class="button" href="/producers" { (lang.say("Chủ thể", "Producers")) }
                a class="button" href="/reports/papers" {
                    (lang.say("Giấy chứng nhận", "Certificates"))
                }
                @if caller.organiser().is_ok() {
                    a class="button" href="/import" { (lang.say("Nhập từ tệp", "Import a file")) }
                    a class="button filled" href="/products/new" {
                        (lang.say("Thêm sản phẩm", "New product"))
                    }
                }
            }
        }
        @if rows.is_empty() {
            p class="empty" {
                (lang.say("Không có sản phẩm nào. Thêm bằng tay hoặc nhập từ tệp.",
                    "No products. Add them by hand or import a file."))
            }
        } @else { (listed(asked, rows, lang)) }
    }
}

fn listed(asked: &Asked, rows: &[Listing], lang: Lang) -> Markup {
    let sold = |it: &Listing| it.active == 1;
    let name = |it: &Listing| {
        html! {
            a class="pictured" href={ "/products/" (hex_uid(&it.uid)) } {
                @if let Some(tile) = &it.tile {
                    img class="thumb" src={ "/photos/" (tile) ".jpg" } alt="" loading="lazy"
                        width="40" height="40";
                }
                span { (it.name) }
            }
        }
    };
    let price = |it: &Listing| html! { @if let Some(price) = it.price { (Money(price).text()) } };
    let mut list = List::<Listing>::new("/products", asked, lang.say("Sản phẩm", "Products"), lang)
        .searched(
            lang.say("Tìm tên, chủ thể, mã vạch…", "Find a name, producer, barcode…"),
            |it| format!("{} {} {} {}", it.name, it.producer, it.barcode, it.province_now),
        )
        .column(Column::new("name", lang.say("Tên", "Name"), name).by(|it| fold(&it.name)))
        .column(Column::new("unit", lang.say("Đơn vị", "Unit"), |it: &Listing| html! { (it.unit) }))
        .column(
            Column::new("producer", lang.say("Chủ thể", "Producer"), |it: &Listing| {
                html! { (it.producer) }
            })
            .by(|it| fold(&it.producer)),
        )
        .column(
            Column::new("province", lang.say("Tỉnh", "Province"), |it: &Listing| {
                html! { (it.province_now) }
            })
            .by(|it| fold(&it.province_now)),
        )
        .column(
            Column::new("star", lang.say("Sao", "Stars"), |it: &Listing| stars(it.star, lang))
                .by(|it| it.star),
        )
        .column(Column::new("price", lang.say("Giá", "Price"), price).figures().by(|it| it.price))
        .off(move |it| !sold(it))
        .chip("unpriced", lang.say("Chưa có giá", "Without a price"), move |it| {
            sold(it) && it.price.is_none()
        });
    for group in 1..=6 {
        list = list.chip(format!("group{group}"), group_name(group, lang), move |it| {
            sold(it) && it.ocop_group == group
        });
    }
    list.chip("ended", lang.say("Thôi bán", "No longer sold"), move |it| !sold(it)).draw(rows)
}

fn stars(star: Option<i64>, lang: Lang) -> Markup {
    let count = usize::try_from(star.unwrap_or_default()).unwrap_or_default();
    let words = format!("{count} {}", lang.say("sao", "stars"));
    html! {
        @if count > 0 {
            span class="stars" role="img" aria-label=(words) { ("★".repeat(count)) }
        }
    }
}
