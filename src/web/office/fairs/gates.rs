//! The gates of a fair, and when it opens.

use crate::{
    base::{
        clock::stored_date_text,
        id::{FairId, GateId, hex_uid},
        lang::{Lang, Say},
    },
    desk::command::Command,
    fair::{
        Change, Gate, OpeningDay,
        shelf::store::{OpeningRow, opening_days},
        store::{self, FairRow, GateRow},
    },
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::fairs::settings::find,
        ui::{
            answer::{Shown, again, change, create, part, saved, shown},
            form::{Ask, Form, Kind},
            page, place,
        },
    },
};
use axum::{
    Router,
    extract::{Path, State},
};
use maud::{Markup, html};

/// Routes of gates and opening days.
pub fn router() -> Router<App> {
    Router::new()
        .route("/fairs/{code}/gates", get(gates).merge(post(gate)))
        .route("/fairs/{code}/days", post(open))
}

/// A fair with its gates and days.
struct Hours {
    fair: FairRow,
    gates: Vec<GateRow>,
    days: Vec<OpeningRow>,
}

impl Hours {
    fn path(&self) -> String {
        format!("/fairs/{}/gates", part(&self.fair.code))
    }

    /// Whether a form is of a gate that is here already.
    fn knows(&self, form: &Form) -> bool {
        form.has("known") && self.gates.iter().any(|it| hex_uid(&it.uid) == form.get("uid"))
    }
}

async fn load(app: &App, caller: &Caller, code: &str) -> Result<Hours, Problem> {
    let fair = find(app, caller, code).await?;
    let mut db = app.shop.read().await.spoken(caller.lang)?;
    let gates = store::gates(&mut db, fair.id).await.spoken(caller.lang)?;
    let days = opening_days(&mut db, fair.id).await.spoken(caller.lang)?;
    Ok(Hours { fair, gates, days })
}

async fn gates(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Shown {
    let hours = load(&app, &caller, &code).await?;
    shown(draw(&caller, &hours, &blank(&app), &blank(&app)))
}

/// Gates and days begin with an id of their own, so that a double tap makes one of them.
fn blank(app: &App) -> Form {
    let uid = app.shop.chance.uid(app.shop.clock.now());
    Form::of([("uid", uid.to_string()), ("opens", "08:00".into()), ("closes", "21:30".into())])
}

/// The page; `gate` and `day` are the forms of new ones, or what was refused of a known one.
fn draw(caller: &Caller, hours: &Hours, gate: &Form, day: &Form) -> Markup {
    let lang = caller.lang;
    let changes = caller.organiser().is_ok();
    let body = html! {
        (place::fair(caller, &hours.fair, "gates", html! {}))
        div class="cards" {
            (gates_card(hours, changes, Ask(gate, lang)))
            (days_card(hours, changes, Ask(day, lang)))
        }
    };
    page::page(caller, &hours.path(), &hours.fair.name, body)
}

fn gates_card(hours: &Hours, changes: bool, ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        section class="card" {
            h2 { (lang.say("Cổng đếm khách", "Gates")) }
            ul class="facts" {
                @for gate in &hours.gates {
                    li {
                        span { (gate.name) } b { (gate.code) }
                        @if changes { (edit_gate(hours, gate, ask)) }
                    }
                }
                @if hours.gates.is_empty() {
                    li { (lang.say("Chưa có cổng nào.", "No gates yet.")) }
                }
            }
            @if changes && !hours.knows(ask.0) {
                form class="form" method="post" action=(hours.path()) {
                    (ask.head())
                    (ask.hidden("uid"))
                    (gate_fields(ask))
                    div class="form-end" { button { (lang.say("Thêm cổng", "Add the gate")) } }
                }
            }
        }
    }
}

fn gate_fields(ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        div class="form-two" {
            (ask.field("code", lang.say("Mã cổng", "Code"), Kind::Text, ""))
            (ask.field("name", lang.say("Tên cổng", "Name"), Kind::Text, ""))
        }
    }
}

/// The form of a gate that stands, open where it was refused.
fn edit_gate(hours: &Hours, gate: &GateRow, ask: Ask) -> Markup {
    let lang = ask.1;
    let mine = hours.knows(ask.0) && ask.0.get("uid") == hex_uid(&gate.uid);
    let stands = Form::of([
        ("uid", hex_uid(&gate.uid)),
        ("known", "1".to_owned()),
        ("code", gate.code.clone()),
        ("name", gate.name.clone()),
    ]);
    let ask = if mine { ask } else { Ask(&stands, lang) };
    html! {
        details class="edit" open[mine] {
            summary class="button quiet" {
                (lang.say("Sửa", "Edit")) span class="hidden-words" { " " (gate.name) }
            }
            form class="form" method="post" action=(hours.path()) {
                (ask.head())
                (ask.hidden("uid"))
                (ask.hidden("known"))
                div class="form-two" {
                    (ask.named("code", lang.say("Mã cổng", "Code"), &gate.code))
                    (ask.named("name", lang.say("Tên cổng", "Name"), &gate.code))
                }
                div class="form-end" { button { (lang.say("Lưu cổng", "Save the gate")) } }
            }
        }
    }
}

fn days_card(hours: &Hours, changes: bool, ask: Ask) -> Markup {
    let lang = ask.1;
    html! {
        section class="card" {
            h2 { (lang.say("Ngày mở cửa", "Opening days")) }
            ul class="facts" {
                @for day in &hours.days {
                    li {
                        span { (stored_date_text(&day.0)) } b { (day.1) " – " (day.2) }
                        @if changes { (edit_day(hours, day, lang)) }
                    }
                }
                @if hours.days.is_empty() {
                    li { (lang.say("Mở mọi ngày của hội chợ.", "Open on every day of the fair.")) }
                }
            }
            @if changes {
                form class="form" method="post" action=(days_path(hours)) {
                    (ask.head())
                    div class="form-two" {
                        (ask.field("day", lang.say("Ngày", "Day"), Kind::Date, ""))
                        (ask.field("opens", lang.say("Mở", "Opens"), Kind::Time, ""))
                        (ask.field("closes", lang.say("Đóng", "Closes"), Kind::Time, ""))
                    }
                    div class="form-end" { button { (lang.say("Lưu ngày", "Save the day")) } }
                }
            }
        }
    }
}

fn days_path(hours: &Hours) -> String {
    format!("/fairs/{}/days", part(&hours.fair.code))
}

/// Other hours of a day that stands.
fn edit_day(hours: &Hours, (day, opens, closes): &OpeningRow, lang: Lang) -> Markup {
    let stands =
        Form::of([("day", day.clone()), ("opens", opens.clone()), ("closes", closes.clone())]);
    let ask = Ask(&stands, lang);
    html! {
        details class="edit" {
            summary class="button quiet" {
                (lang.say("Sửa", "Edit"))
                span class="hidden-words" { " " (stored_date_text(day)) }
            }
            form class="form" method="post" action=(days_path(hours)) {
                (ask.hidden("day"))
                div class="form-two" {
                    (ask.named("opens", lang.say("Mở", "Opens"), day))
                    (ask.named("closes", lang.say("Đóng", "Closes"), day))
                }
                div class="form-end" { button { (lang.say("Lưu giờ", "Save the hours")) } }
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
    let hours = load(&app, &caller, &code).await?;
    if let Some(gate) = read_gate(&mut form, &hours.fair) {
        let (uid, known) = (gate.uid.0, hours.knows(&form));
        let command = Command::Fair(Change::Gate(gate));
        let written = match known {
            true => change(&app, &caller, command).await,
            false => create(&app, &caller, uid, command).await,
        };
        if form.takes("code", written) {
            return saved(&hours.path());
        }
    }
    again(&form, draw(&caller, &hours, &form, &blank(&app)))
}

fn read_gate(form: &mut Form, fair: &FairRow) -> Option<Gate> {
    let (code, name) = (form.required("code", 12), form.text("name", 80));
    let uid = form.uid::<GateId>("uid").filter(|_| form.ok())?;
    let name = if name.is_empty() { code.clone() } else { name };
    Some(Gate { uid, fair: FairId::of_bytes(&fair.uid), code, name })
}

async fn open(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(code): Path<String>,
    mut form: Form,
) -> Shown {
    let hours = load(&app, &caller, &code).await?;
    if let Some(day) = opening(&mut form, &hours.fair) {
        let day = Command::Fair(Change::OpeningDay(day));
        match change(&app, &caller, day).await {
            Ok(_) => return saved(&hours.path()),
            Err(refusal) => form.refuse("day", &refusal),
        }
    }
    again(&form, draw(&caller, &hours, &blank(&app), &form))
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
