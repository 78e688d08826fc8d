//! On which sales platforms a product stands, and the form that says so.

use crate::{
    base::{
        clock::date_text,
        id::ProductId,
        lang::{Lang, Say},
        refusal::Refusal,
    },
    catalog::{
        Change,
        papers::{Listing, Platform, store::listings},
        store::listed,
    },
    desk::command::Command,
    web::{
        http::{
            app::App,
            guard::{Caller, Organiser, Overseer},
            problem::{Problem, Spoken},
            route::{get, post},
        },
        ui::{
            answer::{Shown, again, change, saved, shown},
            form::{Ask, Form, Kind, options, submit},
            page,
        },
    },
};
use axum::{
    Router,
    extract::{Path, Query, State},
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

/// The routes of a product's listings.
pub fn router() -> Router<App> {
    Router::new().route("/products/{uid}/listings", get(listing).merge(post(keep)))
}

/// Which listing the form is to mend.
#[derive(Deserialize)]
struct Which {
    platform: Option<String>,
    since: Option<Date>,
}

/// A product with its listings.
struct Good {
    uid: Uuid,
    name: String,
    listings: Vec<Listing>,
    today: Date,
}

impl Good {
    fn path(&self) -> String {
        format!("/products/{}/listings", self.uid)
    }
}

async fn load(app: &App, caller: &Caller, uid: Uuid) -> Result<Good, Problem> {
    let lang = caller.lang;
    let mut db = app.shop.read().await.spoken(lang)?;
    let none = || Refusal::NotFound(Say::new("Không có sản phẩm này", "No such product"));
    let row = listed(&mut db, uid.as_bytes()).await.spoken(lang)?;
    let name = row.ok_or_else(none).spoken(lang)?.name;
    let listings = listings(&mut db, Some(uid.as_bytes())).await.spoken(lang)?;
    Ok(Good { uid, name, listings, today: app.shop.clock.now().date() })
}

async fn listing(
    Overseer(caller): Overseer,
    State(app): State<App>,
    Path(uid): Path<Uuid>,
    Query(which): Query<Which>,
) -> Shown {
    let good = load(&app, &caller, uid).await?;
    let meant = |it: &&Listing| {
        which.platform.as_deref() == Some(it.platform.as_str()) && which.since == Some(it.since)
    };
    let form = good.listings.iter().find(meant).map(filled).unwrap_or_default();
    shown(draw(&caller, &good, &form))
}

fn filled(it: &Listing) -> Form {
    Form::of([
        ("platform", it.platform.as_str().into()),
        ("since", it.since.to_string()),
        ("until", it.until.map(|it| it.to_string()).unwrap_or_default()),
        ("link", it.link.clone()),
        ("withdrawn", u8::from(it.withdrawn).to_string()),
    ])
}

async fn keep(
    Organiser(caller): Organiser,
    State(app): State<App>,
    Path(uid): Path<Uuid>,
    mut form: Form,
) -> Shown {
    let good = load(&app, &caller, uid).await?;
    if let Some(listing) = read(&mut form, ProductId(uid)) {
        let command = Command::Catalog(Change::Listing(listing));
        if form.takes("", change(&app, &caller, command).await) {
            return saved(&good.path());
        }
    }
    again(&form, draw(&caller, &good, &form))
}

/// The listing that was typed; none where something of it is wrong.
fn read(form: &mut Form, product: ProductId) -> Option<Listing> {
    let (platform, since) = (form.word::<Platform>("platform"), form.date("since"));
    if since.is_none() && form.get("since").trim().is_empty() {
        form.wrong("since", Say::new("Hãy nhập ngày", "Enter the day"));
    }
    let listing = Listing {
        until: form.date("until"),
        link: form.text("link", 500),
        withdrawn: form.get("withdrawn") == "1",
        platform: platform?,
        since: since?,
        product,
    };
    if let Err(say) = listing.check() {
        form.wrong("", say);
    }
    form.ok().then_some(listing)
}

fn draw(caller: &Caller, good: &Good, form: &Form) -> Markup {
    let (lang, writes) = (caller.lang, caller.organiser().is_ok());
    let title = lang.say("Trên sàn thương mại điện tử", "On sales platforms");
    let body = html! {
        div class="narrow" {
            p class="crumbs" {
                a href="/products" { (lang.say("Sản phẩm", "Products")) } " › "
                a href={ "/products/" (good.uid) } { (good.name) } " ›"
            }
            h1 { (title) }
            p class="sub" { (good.name) }
            @if good.listings.is_empty() {
                p class="empty" {
                    (lang.say("Chưa ghi sàn nào.", "On no platform yet."))
                }
            }
            @for listing in &good.listings { (card(good, listing, writes, lang)) }
            @if writes { (entering(good, form, lang)) }
        }
    };
    page::page(caller, "/products", title, body)
}

fn card(good: &Good, it: &Listing, writes: bool, lang: Lang) -> Markup {
    let there = it.since <= good.today && it.until.is_none_or(|until| good.today < until);
    let (class, state) = if it.withdrawn {
        ("tag stop", lang.say("Đã rút", "Taken back"))
    } else if there {
        ("tag good", lang.say("Đang bán", "On sale"))
    } else {
        ("tag", lang.say("Không bán", "Not on sale"))
    };
    let (platform, since) = (it.platform.as_str(), it.since);
    html! {
        section class="card" {
            h2 { (it.platform.label(lang)) " " span class=(class) { (state) } }
            p {
                (lang.say("Từ ngày ", "Since ")) (date_text(since))
                @if let Some(until) = it.until {
                    (lang.say(", gỡ ngày ", ", taken down on ")) (date_text(until))
                }
            }
            @if !it.link.is_empty() {
                p {
                    // Another machine may have written what this one would refuse.
                    @if it.check().is_ok() {
                        a href=(it.link) rel="noreferrer noopener" { (it.link) }
                    } @else { (it.link) }
                }
            }
            @if writes {
                a class="button quiet"
                    href={ (good.path()) "?platform=" (platform) "&since=" (since) "#enter" } {
                    (lang.say("Sửa", "Edit"))
                }
            }
        }
    }
}

fn entering(good: &Good, form: &Form, lang: Lang) -> Markup {
    let ask = Ask(form, lang);
    html! {
        section class="card" id="enter" {
            h2 { (lang.say("Ghi một sàn", "Another platform")) }
            p class="hint" {
                (lang.say("Ghi lại cùng sàn và cùng ngày bắt đầu thì dòng mới thay dòng cũ.",
                    "The same platform and first day again takes the old one’s place."))
            }
            form class="form" method="post" action=(good.path()) {
                (ask.head())
                (ask.select("platform", lang.say("Sàn", "Platform"),
                    &options(Platform::ALL, Platform::as_str, |it| it.label(lang))))
                (ask.maybe("link", lang.say("Liên kết", "Link"), Kind::Text, ""))
                div class="form-two" {
                    (ask.field("since", lang.say("Từ ngày", "Since"), Kind::Date, ""))
                    (ask.maybe("until", lang.say("Gỡ khỏi sàn ngày", "Taken down on"), Kind::Date,
                        ""))
                }
                (ask.tick("withdrawn", lang.say("Rút lại (ghi nhầm)", "Take back (a mistake)")))
                (submit(lang.say("Lưu", "Save")))
            }
        }
    }
}
