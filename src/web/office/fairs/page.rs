//! The settings of one fair: what it is, and how labels of its scales are read.

use crate::{
    base::{
        lang::Lang,
        money::{Money, group},
    },
    desk::charge::Charge,
    fair::{
        label::store::{LabelRow, labels},
        store::FairRow,
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Overseer},
            problem::{Problem, Spoken},
            route::get,
        },
        office::fairs::{charge, scale_label, settings::find},
        ui::{
            answer::{Shown, part, shown},
            form::{Ask, Form},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// The route of a fair's settings.
pub fn router() -> Router<App> {
    Router::new().route("/fairs/{code}/settings", get(settings))
}

/// A fair's settings as they stand.
pub struct Settings {
    /// The fair.
    pub fair: FairRow,
    /// How labels of scales are read here.
    pub labels: Vec<LabelRow>,
    /// In whose charge it is, where that is worth a word.
    pub charge: Option<Charge>,
}

/// Loads the settings of a fair.
pub async fn load(app: &App, caller: &Caller, code: &str) -> Result<Settings, Problem> {
    let fair = find(app, caller, code).await?;
    let charge = charge::of(app, caller, &fair).await.spoken(caller.lang)?;
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let labels = labels(&mut db, &fair.uid).await.spoken(caller.lang)?;
    Ok(Settings { fair, labels, charge })
}

async fn settings(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let settings = load(&app, &caller, &code).await?;
    shown(draw(&caller, &settings, &scale_label::blank()))
}

/// The page, with `label` in the form of scales' labels.
pub fn draw(caller: &Caller, settings: &Settings, label: &Form) -> Markup {
    let (lang, fair) = (caller.lang, &settings.fair);
    let base = format!("/fairs/{}", part(&fair.code));
    let ours = settings.charge.as_ref().is_none_or(|it| it.ours);
    let changes = caller.organiser().is_ok() && ours;
    let act = html! {
        @if changes {
            a class="button filled" href={ (base) "/edit" } { (lang.say("Sửa", "Edit")) }
            (place::rare_of_fair(caller, fair))
        }
    };
    let body = html! {
        (place::fair(caller, fair, "settings", act))
        div class="cards" {
            (facts(fair, lang))
            @if let Some(it) = &settings.charge { (charged(caller, it, &base)) }
            (scale_label::card(&settings.labels, &base, changes, Ask(label, lang)))
        }
    };
    page::page(caller, &format!("{base}/settings"), &fair.name, body)
}

/// Which machine is in charge; whoever may moves it on a page of its own.
fn charged(caller: &Caller, it: &Charge, base: &str) -> Markup {
    let lang = caller.lang;
    html! {
        section class="card" {
            h2 { (lang.say("Máy phụ trách", "The machine in charge")) }
            p { (charge::words(Some(it), lang)) }
            @if caller.organiser().is_ok() && it.ours && (caller.collects || it.from.is_some()) {
                a class="button" href={ (base) "/charge" } {
                    @match it.from {
                        Some(_) => (lang.say("Trả phiên lại…", "Give the fair back…")),
                        None => (lang.say("Giao cho máy…", "Give it to a laptop…")),
                    }
                }
            }
        }
    }
}

fn facts(fair: &FairRow, lang: Lang) -> Markup {
    let money = |sum: Option<i64>| sum.map(|sum| Money(sum).text()).unwrap_or_default();
    let rounding = match fair.cash_rounding {
        0 => lang.say("không làm tròn", "none").to_owned(),
        some => Money(some).text(),
    };
    let facts = [
        (lang.say("Mã", "Code"), fair.code.clone()),
        (lang.say("Cấp", "Level"), place::level(fair, lang).to_owned()),
        (lang.say("Loại", "Kind"), place::kind(fair, lang).to_owned()),
        (lang.say("Thời gian", "Dates"), place::dates(fair, lang)),
        (lang.say("Địa điểm", "Place"), fair.place.clone()),
        (lang.say("Làm tròn tiền mặt", "Cash rounding"), rounding),
        (
            lang.say("Lượt khách đã công bố", "Published visits"),
            fair.published_visits.map(group).unwrap_or_default(),
        ),
        (lang.say("Doanh thu đã công bố", "Published revenue"), money(fair.published_revenue)),
        (
            lang.say("Trong đó khu trong tỉnh", "Of it the local zone"),
            money(fair.published_revenue_local_zone),
        ),
    ];
    html! {
        section class="card" {
            h2 { (lang.say("Về hội chợ", "About the fair")) }
            ul class="facts" {
                @for (label, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
                    li { span { (label) } b { (value) } }
                }
            }
        }
    }
}
