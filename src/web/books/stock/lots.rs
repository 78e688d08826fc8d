//! The lots of a fair on the laptop, what is recalled first; each leads to all of it.

use crate::{
    base::{clock::stored_date_text, fold::fold, lang::Lang, quantity::Quantity},
    fair::store::FairRow,
    report::{
        stock::lot::store::{FairLot, of_fair},
        trace::encode,
    },
    web::{
        books::report::routes::fair_row,
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::Spoken,
            route::get,
        },
        ui::{
            answer::{Shown, shown},
            figures::much,
            list::{Asked, Column, List},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
};
use maud::{Markup, html};

/// The route of a fair's lots.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/lots", get(lots))
}

async fn lots(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Shown {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let fair = fair_row(&mut db, &code).await.spoken(lang)?;
    let all = of_fair(&mut db, &fair.code).await.spoken(lang)?;
    drop(db);
    let today = app.shop.clock.now().date().to_string();
    shown(draw(&caller, &fair, &all, (&asked, &today)))
}

fn draw(
    caller: &Caller,
    fair: &FairRow,
    all: &[FairLot],
    (asked, today): (&Asked, &str),
) -> Markup {
    let (lang, title) = (caller.lang, caller.lang.say("Lô hàng", "Lots"));
    let body = html! {
        (place::around_fair(caller, fair, "stock"))
        div class="page-head" {
            div { h1 { (title) } p class="sub" { (fair.name) } }
            div class="actions" {
                a class="button" href={ "/fairs/" (encode(&fair.code)) "/stock" } {
                    (lang.say("Tồn kho", "Stock"))
                }
            }
        }
        @if all.is_empty() {
            p class="empty" {
                (lang.say("Chưa có lô nào. Ghi mã lô khi nhập hàng để tìm lại được hàng đã bán.",
                    "No lots yet. Give the lot’s code with a delivery, so that what was sold of it \
                    can be found again."))
            }
        } @else { (listed(all, &fair.code, (asked, today), lang)) }
    };
    page::page(caller, "/fairs", title, body)
}

fn listed(all: &[FairLot], fair: &str, (asked, today): (&Asked, &str), lang: Lang) -> Markup {
    let path = format!("/fairs/{}/lots", encode(fair));
    let past = move |it: &FairLot| it.expires_on.as_deref().is_some_and(|day| day < today);
    List::<FairLot>::new(&path, asked, lang.say("Lô hàng", "Lots"), lang)
        .searched(
            lang.say("Tìm mã lô, sản phẩm, nơi…", "Find a lot, product, place…"),
            |it| format!("{} {} {}", it.lot, it.name, it.places.as_deref().unwrap_or_default()),
        )
        .column(
            Column::new("lot", lang.say("Lô", "Lot"), |it| named(it, lang))
                .by(|it: &FairLot| fold(&it.lot)),
        )
        .column(
            Column::new(
                "name",
                lang.say("Sản phẩm", "Product"),
                |it: &FairLot| html! { (it.name) },
            )
            .by(|it| fold(&it.name)),
        )
        .column(
            Column::new("day", lang.say("Hạn dùng", "Last day"), move |it: &FairLot| {
                html! {
                    @if let Some(day) = &it.expires_on { (stored_date_text(day)) }
                    @if past(it) { " " span class="tag stop" { (lang.say("quá hạn", "past")) } }
                }
            })
            .by(|it| (it.expires_on.is_none(), it.expires_on.clone())),
        )
        .column(
            Column::new("left", lang.say("Còn", "Left"), |it: &FairLot| {
                much(Quantity(it.left), &it.unit, &it.packs)
            })
            .figures()
            .by(|it| it.left),
        )
        .column(Column::new("where", lang.say("Ở đâu", "Where"), |it: &FairLot| {
            html! { (it.places.as_deref().unwrap_or_default()) }
        }))
        .column(
            Column::new("sold", lang.say("Đã bán", "Sold"), |it: &FairLot| {
                html! { (it.packs.shown(Quantity(it.sold), &it.unit)) }
            })
            .figures()
            .by(|it| it.sold),
        )
        .chip("recalled", lang.say("Thu hồi", "Recalled"), |it| it.blocked)
        .chip("left", lang.say("Còn hàng", "Some left"), |it| it.left > 0)
        .chip("past", lang.say("Quá hạn", "Past the last day"), past)
        .draw(all)
}

fn named(it: &FairLot, lang: Lang) -> Markup {
    html! {
        a href=(place::lot(it.product, &it.lot)) { (it.lot) }
        @if it.blocked { " " span class="tag stop" { (lang.say("thu hồi", "recalled")) } }
    }
}
