//! The list of fairs: what is open first, then what comes, what has no end, and the past by year.

use crate::{
    base::{fold::fold, id::FairId, lang::Lang},
    desk::charge::{Charge, charges},
    fair::{
        kinds::Kind,
        store::{self, FairRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::Spoken,
            route::get,
        },
        office::fairs::charge,
        ui::{
            answer::{Shown, part, shown},
            list::{Asked, Column, List, kinds},
            page,
            place::{dates, kind, level},
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{Markup, html};
use std::{cmp::Reverse, collections::HashMap};

/// The route of the list.
pub fn router() -> Router<App> {
    Router::new().route("/fairs", get(list))
}

async fn list(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Shown {
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let mut fairs = store::fairs(&mut db).await.spoken(caller.lang)?;
    let rehearsals = store::rehearsals(&mut db).await.spoken(caller.lang)?;
    let own = app.shop.desk.origin();
    let uids = fairs.iter().map(|it| FairId::of_bytes(&it.uid));
    let charges = charges(&mut db, own, uids).await.spoken(caller.lang)?;
    drop(db);
    let today = app.shop.clock.now().date().to_string();
    // Within each heading the latest stays first, as the book gives them.
    fairs.sort_by(|one, other| order(one, &today).cmp(&order(other, &today)));
    fairs.extend(rehearsals);
    shown(draw(&caller, &asked, (&fairs, &charges), &today))
}

/// Where a fair stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Open,
    Coming,
    Endless,
    Past,
    Closed,
    Rehearsal,
}

fn standing(fair: &FairRow, today: &str) -> Standing {
    match fair {
        it if it.kind == Kind::Rehearsal.as_str() => Standing::Rehearsal,
        it if it.closed == 1 => Standing::Closed,
        it if it.starts_on.as_str() > today => Standing::Coming,
        it if it.ends_on.is_none() => Standing::Endless,
        it if it.runs_on(today) => Standing::Open,
        _ => Standing::Past,
    }
}

fn year(fair: &FairRow) -> &str {
    fair.starts_on.get(..4).unwrap_or_default()
}

fn order<'a>(fair: &'a FairRow, today: &str) -> (Standing, Reverse<&'a str>) {
    (standing(fair, today), Reverse(year(fair)))
}

fn words(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::Open => lang.say("Đang mở", "Open now"),
        Standing::Coming => lang.say("Sắp mở", "Coming"),
        Standing::Endless => lang.say("Điểm bán thường xuyên", "Sales points"),
        Standing::Past => lang.say("Đã qua", "Past"),
        Standing::Closed => lang.say("Đã đóng", "Closed"),
        Standing::Rehearsal => {
            lang.say("Diễn tập, không báo cáo nào tính", "Rehearsals, which no report counts")
        }
    }
}

/// In whose charge fairs are.
type Charges = HashMap<FairId, Charge>;

fn draw(
    caller: &Caller,
    asked: &Asked,
    (fairs, charges): (&[FairRow], &Charges),
    today: &str,
) -> Markup {
    let lang = caller.lang;
    let title = lang.say("Hội chợ", "Fairs");
    let body = html! {
        div class="page-head" {
            h1 { (title) }
            @if caller.organiser().is_ok() {
                div class="actions" {
                    a class="button" href="/import" { (lang.say("Nhập từ tệp", "Import a file")) }
                    a class="button filled" href="/fairs/new" {
                        (lang.say("Thêm hội chợ", "New fair"))
                    }
                }
            }
        }
        @if fairs.is_empty() {
            p class="empty" {
                (lang.say(
                    "Chưa có hội chợ nào. Bấm “Thêm hội chợ” để bắt đầu.",
                    "No fairs yet. Press “New fair” to begin.",
                ))
            }
        } @else { (listed(asked, (fairs, charges), today, lang)) }
    };
    page::page(caller, "/fairs", title, body)
}

fn listed(
    asked: &Asked,
    (fairs, charges): (&[FairRow], &Charges),
    today: &str,
    lang: Lang,
) -> Markup {
    let of = |it: &FairRow| standing(it, today);
    let heading = |it: &FairRow| match of(it) {
        Standing::Past => format!("{} · {}", words(Standing::Past, lang), year(it)),
        other => words(other, lang).to_owned(),
    };
    let mut list = List::<FairRow>::new("/fairs", asked, lang.say("Hội chợ", "Fairs"), lang)
        .searched(
            lang.say("Tìm hội chợ, mã, địa điểm…", "Find a fair, code, place…"),
            |it| format!("{} {} {}", it.name, it.code, it.place),
        )
        .column(
            Column::new("name", lang.say("Hội chợ", "Fair"), |it: &FairRow| {
                name(it, charges.get(&FairId::of_bytes(&it.uid)), today, lang)
            })
            .by(|it: &FairRow| fold(&it.name)),
        )
        .column(Column::new("code", lang.say("Mã", "Code"), |it: &FairRow| html! { (it.code) }))
        .column(Column::new("level", lang.say("Cấp", "Level"), |it| html! { (level(it, lang)) }))
        .column(Column::new("kind", lang.say("Loại", "Kind"), |it| html! { (kind(it, lang)) }))
        .column(
            Column::new("dates", lang.say("Thời gian", "Dates"), |it: &FairRow| {
                html! { (dates(it, lang)) }
            })
            .by(|it: &FairRow| it.starts_on.clone()),
        )
        .column(
            Column::new(
                "place",
                lang.say("Địa điểm", "Place"),
                |it: &FairRow| html! { (it.place) },
            )
            .by(|it: &FairRow| fold(&it.place)),
        )
        .grouped(heading)
        .off(move |it| matches!(of(it), Standing::Rehearsal | Standing::Closed))
        .away("closed", words(Standing::Closed, lang), move |it| of(it) == Standing::Closed);
    for (word, held) in
        [("open", Standing::Open), ("coming", Standing::Coming), ("points", Standing::Endless)]
    {
        list = list.chip(word, words(held, lang), move |it| of(it) == held);
    }
    let past = |it: &FairRow| (of(it) == Standing::Past).then(|| year(it).to_owned());
    for chosen in kinds(fairs, past).into_iter().rev() {
        let label = chosen.clone();
        list = list
            .chip(chosen.clone(), label, move |it| of(it) == Standing::Past && year(it) == chosen);
    }
    list.draw(fairs)
}

/// A fair's name leads to what one looks for there: today where it is open, else its report. Below
/// it who is in charge, where that is another machine.
fn name(fair: &FairRow, charge: Option<&Charge>, today: &str, lang: Lang) -> Markup {
    let code = part(&fair.code);
    let to = match fair.closed == 0 && fair.runs_on(today) {
        true => format!("/board/{code}"),
        false => format!("/fairs/{code}"),
    };
    html! {
        a href=(to) { (fair.name) }
        @if charge.is_some_and(|it| !it.ours) {
            br;
            span class="hint" {
                (lang.say("Phụ trách:", "In charge:")) " " (charge::holder(charge, lang))
            }
        }
    }
}
