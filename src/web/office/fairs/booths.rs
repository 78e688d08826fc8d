//! The booths of a fair.

use crate::{
    base::{fold::fold, lang::Lang},
    fair::{
        kinds::Zone,
        store::{self, BoothRow, FairRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::Spoken,
            route::get,
        },
        office::{attention::Seen, fairs::settings::find},
        ui::{
            answer::{Shown, part, shown},
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

/// The route of the booths.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/booths", get(booths))
}

async fn booths(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Shown {
    let lang = caller.lang;
    let fair = find(&app, &caller, &code).await?;
    let mut db = app.shop.read().await.spoken(lang)?;
    let booths = store::booths(&mut db, fair.id).await.spoken(lang)?;
    drop(db);
    let seen = Seen::fair(&app, &caller, &fair).await?.and_printers(&app);
    let base = format!("/fairs/{}", part(&fair.code));
    let body = html! {
        (place::fair(&caller, &fair, "booths", acts(&caller, &base, &fair)))
        (seen.card())
        @if booths.is_empty() {
            p class="empty" {
                (lang.say("Chưa có gian hàng. Hãy thêm gian đầu tiên.",
                    "No booths yet. Add the first one."))
            }
        } @else { (listed(&base, &asked, &booths, lang)) }
    };
    shown(page::page(&caller, &format!("{base}/booths"), &fair.name, body))
}

fn acts(caller: &Caller, base: &str, fair: &FairRow) -> Markup {
    let lang = caller.lang;
    html! {
        @if caller.organiser().is_ok() {
            a class="button" href="/import" { (lang.say("Nhập từ tệp", "Import a file")) }
            a class="button filled" href={ (base) "/booths/new" } {
                (lang.say("Thêm gian hàng", "New booth"))
            }
            (place::rare_of_fair(caller, fair))
        }
    }
}

/// Booths of the fair at `base`, each leading to its goods.
fn listed(base: &str, asked: &Asked, booths: &[BoothRow], lang: Lang) -> Markup {
    let path = &format!("{base}/booths");
    let name = |it: &BoothRow| {
        html! {
            a href={ (base) "/booths/" (part(&it.code)) "/goods" } { (it.code) " · " (it.name) }
        }
    };
    let mut list = List::<BoothRow>::new(path, asked, lang.say("Gian hàng", "Booths"), lang)
        .searched(
            lang.say("Tìm gian, người bán, xã…", "Find a booth, seller, commune…"),
            |it| format!("{} {} {} {} {}", it.code, it.name, it.seller, it.origin_unit, it.phone),
        )
        .column(Column::new("code", lang.say("Gian", "Booth"), name).by(|it| it.code.clone()))
        .column(
            Column::new("seller", lang.say("Người bán", "Seller"), |it: &BoothRow| {
                html! { (it.seller) }
            })
            .by(|it| fold(&it.seller)),
        )
        .column(
            Column::new("zone", lang.say("Khu", "Zone"), |it| html! { (zone(it, lang)) })
                .by(|it: &BoothRow| it.zone.clone()),
        )
        .column(
            Column::new("unit", lang.say("Đơn vị", "Locality"), |it: &BoothRow| {
                html! { (it.origin_unit) }
            })
            .by(|it| fold(&it.origin_unit)),
        )
        .actions(|it| ways(it, base, lang))
        .off(|it| it.closed == 1)
        .away("closed", lang.say("Đã đóng", "Closed"), |it| it.closed == 1);
    for held in Zone::ALL {
        list = list.chip(held.as_str(), held.label(lang), |it: &BoothRow| it.zone == held.as_str());
    }
    list.chip("cash", lang.say("Chưa nhận chuyển khoản", "No transfers yet"), |it| {
        it.account.is_empty()
    })
    .draw(booths)
}

/// A booth's zone as people read it.
pub fn zone(booth: &BoothRow, lang: Lang) -> &'static str {
    booth.zone.parse::<Zone>().map(|it| it.label(lang)).unwrap_or_default()
}

fn ways(it: &BoothRow, base: &str, lang: Lang) -> Markup {
    let at = format!("{base}/booths/{}", part(&it.code));
    let of = || html! { span class="hidden-words" { " " (it.code) } };
    html! {
        a class="quiet" href=(at) { (lang.say("Đã bán", "Sold")) (of()) }
        a class="quiet" href={ (at) "/shifts" } { (lang.say("Ca", "Shifts")) (of()) }
    }
}
