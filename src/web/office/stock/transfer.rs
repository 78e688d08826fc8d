//! Transfers: goods leave for another place of the fair, and arrive there in as many parts as it
//! takes.

use crate::{
    base::{
        id::{BoothId, RoomId},
        lang::{Lang, Say},
        refusal::Refusal,
    },
    stock::{
        Act, Ask as Document, Place,
        read::store::{PlaceRow, places},
    },
    web::{
        http::{
            app::App,
            problem::Spoken,
            route::{get, post},
        },
        office::stock::{
            lines::{self, document},
            place::{At, InCharge},
            refill,
            shelf::{self, Shelf},
        },
        ui::{
            answer::{Shown, again, saved, shown},
            form::{Ask, Form, Kind},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Query, State},
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

/// Routes of sending.
pub fn router() -> Router<App> {
    Router::new()
        .route("/booth/stock/transfer", get(fresh).merge(post(send)))
        .route("/fairs/{code}/booths/{booth}/stock/transfer", get(fresh).merge(post(send)))
        .route("/fairs/{code}/rooms/{room}/transfer", get(fresh).merge(post(send)))
}

/// What is here, and where it may go.
struct Known {
    shelf: Shelf,
    places: Vec<(String, String)>,
}

async fn load(app: &App, at: &At, form: &Form) -> Result<Known, Refusal> {
    let mut db = app.shop.read().await?;
    let all = places(&mut db, at.fair()).await?;
    drop(db);
    let here = at.place().uid();
    let others = all.into_iter().filter(|it| it.1 != here.as_bytes());
    let option = |(kind, uid, code, name): PlaceRow| {
        let uid = Uuid::from_slice(&uid).unwrap_or_default();
        (format!("{kind} {uid}"), format!("{code} · {name}"))
    };
    let shelf = shelf::here(app, at, form).await?;
    Ok(Known { shelf, places: others.map(option).collect() })
}

/// What a store room should bring to a booth may be filled in already.
#[derive(Deserialize)]
struct Wanted {
    /// The booth's code.
    refill: Option<String>,
}

async fn fresh(
    InCharge(at): InCharge,
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
) -> Shown {
    let mut form = lines::drawn(&app).await.spoken(at.caller.lang)?;
    let known = load(&app, &at, &form).await.spoken(at.caller.lang)?;
    if let Some(booth) = wanted.refill {
        let begins = format!("{booth} · ");
        let to = known.places.iter().find(|(_, label)| label.starts_with(&begins));
        form.set("to", to.map_or("", |it| it.0.as_str()));
        refill::fill(&app, &at, &booth, &mut form).await.spoken(at.caller.lang)?;
    }
    shown(draw(&at, &known, &form))
}

async fn send(InCharge(at): InCharge, State(app): State<App>, mut form: Form) -> Shown {
    let known = load(&app, &at, &form).await.spoken(at.caller.lang)?;
    if let Some(ask) = read(&mut form, &at, &known)
        && let Some(path) = lines::post(&app, &at.caller, ask, &mut form).await
    {
        return saved(&path);
    }
    again(&form, draw(&at, &known, &form))
}

fn read(form: &mut Form, at: &At, known: &Known) -> Option<Document> {
    let lines = shelf::lines(form, &known.shelf);
    let to = goal(form.get("to"));
    if to.is_none() {
        form.wrong("to", Say::new("Hãy chọn nơi nhận", "Choose where it goes"));
    }
    let ask = document(form, at.place(), Act::Transfer(to?), lines)?;
    form.ok().then_some(ask)
}

/// The place of a choice.
fn goal(chosen: &str) -> Option<Place> {
    let (kind, uid) = chosen.split_once(' ')?;
    let uid: Uuid = uid.parse().ok()?;
    match kind {
        "booth" => Some(Place::Booth(BoothId(uid))),
        "store" => Some(Place::Store(RoomId(uid))),
        _ => None,
    }
}

fn draw(at: &At, known: &Known, form: &Form) -> Markup {
    let (lang, ask) = (at.caller.lang, Ask(form, at.caller.lang));
    let title = lang.say("Chuyển hàng", "Transfer");
    let body = html! {
        (at.frame())
        div class="narrow" {
            h2 { (title) }
            @if known.shelf.rows.is_empty() || known.places.is_empty() { (nothing(known, lang)) }
            @else {
                form class="form" method="post" action={ (at.base) "/transfer" } {
                    (ask.head())
                    (ask.hidden("uid"))
                    (ask.hidden("drawn"))
                    (ask.hidden("sure"))
                    (ask.select("to", lang.say("Chuyển tới", "To"), &goals(known, lang)))
                    (shelf::draw(&known.shelf.rows, ask, lang.say("Còn", "Left")))
                    (ask.maybe("reason", lang.say("Ghi chú", "Note"), Kind::Text, ""))
                    div class="form-end" {
                        button class="main" { (lang.say("Lưu phiếu chuyển", "Save the transfer")) }
                    }
                }
            }
        }
    };
    page::page(&at.caller, &at.base, title, body)
}

fn goals(known: &Known, lang: Lang) -> Vec<(String, String)> {
    let choose = (String::new(), lang.say("– chọn nơi nhận –", "– choose –").to_owned());
    std::iter::once(choose).chain(known.places.iter().cloned()).collect()
}

fn nothing(known: &Known, lang: Lang) -> Markup {
    html! {
        p class="empty" {
            @if known.places.is_empty() {
                (lang.say("Hội chợ chưa có gian hay kho nào khác.",
                    "The fair has no other booth or store room."))
            } @else { (lang.say("Không có hàng nào ở đây.", "Nothing lies here.")) }
        }
    }
}
