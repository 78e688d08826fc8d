//! The booths of a fair as a list.

use crate::{
    base::{fold::fold, lang::Lang},
    fair::{kinds::Zone, store::BoothRow},
    web::ui::{
        answer::part,
        list::{Asked, Column, List},
    },
};
use maud::{Markup, html};

/// Booths at `path`, each leading to its goods; `base` is the fair's address.
pub fn listed(path: &str, asked: &Asked, booths: &[BoothRow], base: &str, lang: Lang) -> Markup {
    let name = |it: &BoothRow| {
        html! {
            a href={ (base) "/booths/" (part(&it.code)) "/goods" } { (it.code) " · " (it.name) }
        }
    };
    let mut list = List::new(path, asked, lang.say("Gian hàng", "Booths"), lang)
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
        .actions(|it| ways(it, base, lang));
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
