//! The settings of one fair: its booths, gates and opening days.

use crate::{
    base::{
        clock::stored_date_text,
        id::{FairId, GateId},
        lang::{Lang, Say},
    },
    desk::command::Command,
    fair::{
        Change, Gate, OpeningDay,
        label::store::{LabelRow, labels},
        shelf::store::{OpeningRow, opening_days},
        store::{self, BoothRow, FairRow, GateRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::fairs::{
            booths, scale_label,
            settings::{dates, find, kind, level},
        },
        ui::{
            answer::{Shown, again, change, create, part, saved, shown},
            form::{Ask, Form, Kind},
            list::Asked,
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
};
use maud::{Markup, html};

/// Routes of a fair's page.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/settings", get(fair))
        .route("/fairs/{code}/gates", post(gate))
        .route("/fairs/{code}/days", post(open))
}

/// A fair's page: what it shows.
pub struct Whole {
    /// The fair.
    pub fair: FairRow,
    booths: Vec<BoothRow>,
    /// Which booths are looked for.
    pub asked: Asked,
    gates: Vec<GateRow>,
    days: Vec<OpeningRow>,
    /// How labels of scales are read here.
    pub labels: Vec<LabelRow>,
}

/// Loads the page of a fair.
pub async fn load(app: &App, caller: &Caller, code: &str) -> Result<Whole, Problem> {
    let fair = find(app, caller, code).await?;
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let booths = store::booths(&mut db, fair.id).await.spoken(caller.lang)?;
    let gates = store::gates(&mut db, fair.id).await.spoken(caller.lang)?;
    let days = opening_days(&mut db, fair.id).await.spoken(caller.lang)?;
    let labels = labels(&mut db, &fair.uid).await.spoken(caller.lang)?;
    Ok(Whole { fair, booths, asked: Asked::default(), gates, days, labels })
}

async fn fair(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Shown {
    let whole = Whole { asked, ..load(&app, &caller, &code).await? };
    shown(draw(&caller, &whole, &blank(&app), &blank(&app), &scale_label::blank()))
}

/// The page, with `label` in the form of scales' labels.
pub fn with_label(app: &App, caller: &Caller, whole: &Whole, label: &Form) -> Markup {
    draw(caller, whole, &blank(app), &blank(app), label)
}

/// Gates and days begin with an id of their own, so that a double tap makes one of them.
fn blank(app: &App) -> Form {
    let uid = app.shop.chance.uid(app.shop.clock.now());
    Form::of([("uid", uid.to_string()), ("opens", "08:00".into()), ("closes", "21:30".into())])
}

fn draw(caller: &Caller, whole: &Whole, gate: &Form, day: &Form, label: &Form) -> Markup {
    let (lang, fair) = (caller.lang, &whole.fair);
    let base = format!("/fairs/{}", part(&fair.code));
    let changes = caller.organiser().is_ok();
    let body = html! {
        div class="page-head" {
            div {
                h1 { (fair.name) }
                p class="sub" {
                    (level(fair, lang)) " · " (kind(fair, lang)) " · " (dates(fair, lang))
                    @if !fair.place.is_empty() { " · " (fair.place) }
                }
            }
            div class="actions" {
                a class="button" href=(base) {
                    (lang.say("Báo cáo", "Report"))
                }
                a class="button" href={ (base) "/sales" } { (lang.say("Phiếu bán", "Sales")) }
                a class="button" href={ (base) "/prices" } { (lang.say("Giá", "Prices")) }
                a class="button" href={ (base) "/promotions" } {
                    (lang.say("Khuyến mãi", "Promotions"))
                }
                a class="button" href={ "/transfers?fair=" (part(&fair.code)) } {
                    (lang.say("Chuyển khoản", "Transfers"))
                }
                @if changes {
                    a class="button" href={ (base) "/edit" } { (lang.say("Sửa", "Edit")) }
                }
            }
        }
        div class="page-head" {
            h2 { (lang.say("Gian hàng", "Booths")) }
            @if changes {
                a class="button filled" href={ (base) "/booths/new" } {
                    (lang.say("Thêm gian hàng", "New booth"))
                }
            }
        }
        @if whole.booths.is_empty() {
            p class="empty" {
                (lang.say("Chưa có gian hàng. Hãy thêm gian đầu tiên.",
                    "No booths yet. Add the first one."))
            }
        } @else {
            (booths::listed(&format!("{base}/settings"), &whole.asked, &whole.booths, &base, lang))
        }
        div class="cards" {
            (gates(&whole.gates, &base, changes, Ask(gate, lang)))
            (days(&whole.days, &base, changes, Ask(day, lang)))
            (scale_label::card(&whole.labels, &base, changes, Ask(label, lang)))
        }
    };
    page::page(caller, &base, &fair.name, body)
}

fn gates(gates: &[GateRow], base: &str, changes: bool, ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        section class="card" {
            h2 { (lang.say("Cổng đếm khách", "Gates")) }
            ul class="facts" {
                @for gate in gates { li { span { (gate.name) } b { (gate.code) } } }
                @if gates.is_empty() {
                    li { (lang.say("Chưa có cổng nào.", "No gates yet.")) }
                }
            }
            @if changes {
                form class="form" method="post" action={ (base) "/gates" } {
                    (ask.head())
                    (ask.hidden("uid"))
                    div class="form-two" {
                        (ask.field("code", lang.say("Mã cổng", "Code"), Kind::Text, ""))
                        (ask.field("name", lang.say("Tên cổng", "Name"), Kind::Text, ""))
                    }
                    div class="form-end" {
                        button { (lang.say("Thêm cổng", "Add the gate")) }
                    }
                }
            }
        }
    }
}

fn days(days: &[OpeningRow], base: &str, changes: bool, ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        section class="card" {
            h2 { (lang.say("Ngày mở cửa", "Opening days")) }
            ul class="facts" {
                @for (date, opens, closes) in days {
                    li { span { (stored_date_text(date)) } b { (opens) " – " (closes) } }
                }
                @if days.is_empty() {
                    li { (lang.say("Mở mọi ngày của hội chợ.", "Open on every day of the fair.")) }
                }
            }
            @if changes {
                form class="form" method="post" action={ (base) "/days" } {
                    (ask.head())
                    div class="form-two" {
                        (ask.field("day", lang.say("Ngày", "Day"), Kind::Date, ""))
                        (ask.field("opens", lang.say("Mở", "Opens"), Kind::Time, ""))
                        (ask.field("closes", lang.say("Đóng", "Closes"), Kind::Time, ""))
                    }
                    div class="form-end" { button { (lang.say("Thêm ngày", "Add the day")) } }
                }
            }
        }
    }
}

async fn gate(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    mut form: Form,
) -> Shown {
    let whole = load(&app, &caller, &code).await?;
    let fair = FairId::of_bytes(&whole.fair.uid);
    let (code, name) = (form.required("code", 12), form.text("name", 80));
    if let Some(uid) = form.uid::<GateId>("uid").filter(|_| form.ok()) {
        let name = if name.is_empty() { code.clone() } else { name };
        let gate = Change::Gate(Gate { uid, fair, code, name });
        match create(&app, &caller, uid.0, Command::Fair(gate)).await {
            Ok(_) => return saved(&format!("/fairs/{}/settings", part(&whole.fair.code))),
            Err(refusal) => form.refuse("code", &refusal),
        }
    }
    again(&form, draw(&caller, &whole, &form, &blank(&app), &scale_label::blank()))
}

async fn open(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    mut form: Form,
) -> Shown {
    let whole = load(&app, &caller, &code).await?;
    if let Some(day) = opening(&mut form, &whole.fair) {
        let day = Command::Fair(Change::OpeningDay(day));
        match change(&app, &caller, day).await {
            Ok(_) => return saved(&format!("/fairs/{}/settings", part(&whole.fair.code))),
            Err(refusal) => form.refuse("day", &refusal),
        }
    }
    again(&form, draw(&caller, &whole, &blank(&app), &form, &scale_label::blank()))
}

fn opening(form: &mut Form, fair: &FairRow) -> Option<OpeningDay> {
    form.required("day", 10);
    let day = form.date("day")?;
    if !fair.runs_on(&day.to_string()) {
        let vi = "Ngoài những ngày hội chợ diễn ra";
        form.wrong("day", Say::new(vi, "Not a day on which the fair takes place"));
        return None;
    }
    for name in ["opens", "closes"] {
        form.required(name, 8);
    }
    let (opens, closes) = (form.time("opens")?, form.time("closes")?);
    if opens >= closes {
        form.wrong("closes", Say::new("Giờ đóng phải sau giờ mở", "It must close after it opens"));
        return None;
    }
    let text = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    let (opens, closes) = (text(opens), text(closes));
    Some(OpeningDay { fair: FairId::of_bytes(&fair.uid), day, opens, closes })
}
