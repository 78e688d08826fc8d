//! The stock of a fair on the laptop: each product over all places, what is short and what is past
//! or near its last day first, and what runs out when.

use crate::{
    base::{
        clock::{Ms, date_text},
        fold::fold,
        lang::Lang,
        quantity::Quantity,
    },
    report::{
        stock::held::{Held, Spot, held},
        trace::encode,
    },
    stock::read::store::{RoomRow, rooms},
    web::{
        books::report::routes::fair_row,
        http::{app::App, guard::Overseer, problem::Spoken, route::get},
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

/// The route of a fair's stock.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/stock", get(stock))
}

/// Store rooms whose lists stand on the page; those of others are on their own.
const ROOMS: usize = 3;
/// Places of a product that its row names.
const NAMED: usize = 4;

async fn stock(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Shown {
    let (lang, now) = (caller.lang, app.shop.clock.now());
    let mut db = app.shop.read().await.spoken(lang)?;
    let fair = fair_row(&mut db, &code).await.spoken(lang)?;
    let all = held(&mut db, &fair, now).await.spoken(lang)?;
    let rooms = rooms(&mut db, fair.id).await.spoken(lang)?;
    drop(db);
    let acts = acts(&fair.code, &rooms, lang);
    let body = html! {
        (place::fair(&caller, &fair, "stock", acts))
        @if all.is_empty() {
            p class="empty" {
                (lang.say("Chưa có hàng. Nhập hàng ở trang Kho của gian hay ở tab Kho.",
                    "No goods yet. Deliveries are entered on a booth’s stock page or under \
                    Store rooms."))
            }
        } @else { (listed(&all, &fair.code, (&asked, now), lang)) }
    };
    shown(page::page(&caller, "/fairs", lang.say("Tồn kho", "Stock"), body))
}

/// What store rooms should bring, the lots, and the account.
fn acts(fair: &str, rooms: &[RoomRow], lang: Lang) -> Markup {
    let account = format!("/fairs/{}/account", encode(fair));
    let lots = format!("/fairs/{}/lots", encode(fair));
    html! {
        @for room in rooms.iter().filter(|it| it.active == 1).take(ROOMS) {
            a class="button" href={ "/fairs/" (encode(fair)) "/rooms/" (encode(&room.code))
                "/refill" } {
                (lang.say("Cần mang từ ", "To bring from ")) (room.code)
            }
        }
        a class="button" href=(lots) { (lang.say("Lô hàng", "Lots")) }
        a class="button" href=(account) { (lang.say("Bảng kê hàng hóa", "Goods account")) }
    }
}

fn listed(all: &[Held], fair: &str, (asked, now): (&Asked, Ms), lang: Lang) -> Markup {
    let path = format!("/fairs/{}/stock", encode(fair));
    List::<Held>::new(&path, asked, lang.say("Tồn kho", "Stock"), lang)
        .searched(
            lang.say("Tìm sản phẩm, gian, kho…", "Find a product, booth, store…"),
            |it| {
                let codes =
                    it.spots.iter().map(|it| it.code.as_str()).collect::<Vec<_>>().join(" ");
                format!("{} {codes}", it.name)
            },
        )
        .column(
            Column::new("name", lang.say("Sản phẩm", "Product"), |it: &Held| html! { (it.name) })
                .by(|it| fold(&it.name)),
        )
        .column(
            Column::new("left", lang.say("Còn", "Left"), move |it: &Held| left(it, lang))
                .figures()
                .by(Held::left),
        )
        .column(Column::new("where", lang.say("Ở đâu", "Where"), move |it| spots(it, fair)))
        .column(
            Column::new("day", lang.say("Hạn dùng", "Last day"), move |it| days(it, lang))
                .by(|it: &Held| (it.nearest.is_none(), it.nearest)),
        )
        .column(
            Column::new("rate", lang.say("Bán mỗi giờ", "Sold an hour"), |it: &Held| {
                html! { @if it.per_hour() > Quantity::ZERO { (it.shown(it.per_hour())) } }
            })
            .figures()
            .by(Held::per_hour),
        )
        .column(
            Column::new("out", lang.say("Hết khoảng", "Runs out about"), move |it| {
                runs_out(it, now, lang)
            })
            .by(|it: &Held| it.runs_out().map_or(Ms(i64::MAX), |it| it.1)),
        )
        .chip("short", lang.say("Có gian hết hàng", "A booth has none"), Held::short)
        .chip("soon", lang.say("Sắp hết", "Running out"), |it| it.runs_out().is_some())
        .chip("past", lang.say("Quá hạn", "Past the last day"), |it| it.past > Quantity::ZERO)
        .chip("near", lang.say("Sắp quá hạn", "Near the last day"), |it| {
            it.near > Quantity::ZERO
        })
        .draw(all)
}

fn left(it: &Held, lang: Lang) -> Markup {
    html! {
        @if it.kept().next().is_none() {
            span class="hint" { (lang.say("không theo dõi", "not kept")) }
        } @else { (much(it.left(), &it.unit, &it.packs)) }
    }
}

/// `A05 20 · KA 40 · +3`, each leading to the goods account of that place.
fn spots(it: &Held, fair: &str) -> Markup {
    let at = |spot: &Spot| {
        let under = if spot.kind == "booth" { "booths" } else { "places" };
        format!("/fairs/{}/{under}/{}/account", encode(fair), encode(&spot.code))
    };
    let kept: Vec<&Spot> = it.kept().collect();
    html! {
        @for (n, spot) in kept.iter().take(NAMED).enumerate() {
            @if n > 0 { " · " }
            a href=(at(spot)) { (spot.code) } " "
            @if spot.short() { span class="tag stop" { (it.shown(spot.quantity)) } }
            @else { (it.shown(spot.quantity)) }
        }
        @if kept.len() > NAMED { " · +" (kept.len() - NAMED) }
    }
}

fn days(it: &Held, lang: Lang) -> Markup {
    html! {
        @if let Some(day) = it.nearest { (date_text(day)) }
        @if it.past > Quantity::ZERO {
            " " span class="tag stop" { (it.shown(it.past)) " " (lang.say("quá hạn", "past")) }
        }
        @if it.near > Quantity::ZERO {
            " " span class="tag gold" { (it.shown(it.near)) " " (lang.say("sắp hết hạn", "near")) }
        }
        @if it.unsold() > it.past {
            " " span class="hint" {
                (lang.say("dự kiến không kịp bán ", "unsold by then ")) (it.shown(it.unsold()))
            }
        }
    }
}

/// `A05 14:20 · KA còn 40`: which booth runs out first, and where there is more.
fn runs_out(it: &Held, now: Ms, lang: Lang) -> Markup {
    let more = |than: &Spot| Held::most(it.spots.iter().filter(|spot| spot.code != than.code));
    let at = |at: Ms| {
        let day = if at.date() == now.date() { "%H:%M" } else { "%H:%M %d/%m" };
        at.civil().strftime(day).to_string()
    };
    html! {
        @if let Some((spot, when)) = it.runs_out() {
            (spot.code) " " b { (at(when)) }
            @if let Some(other) = more(spot) {
                " · " span class="hint" {
                    (other.code) " " (lang.say("còn", "has")) " " (it.shown(other.quantity))
                }
            }
        } @else if it.per_hour() > Quantity::ZERO {
            span class="hint" { (lang.say("đủ tới hết chợ", "lasts to the end")) }
        }
    }
}
