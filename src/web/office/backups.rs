//! Copies of the book, for the organiser: where they go, when the last good one was made, one now,
//! and one through the browser.

mod download;
mod page;

pub(super) use download::copy;

use crate::{
    backup::{
        Made,
        keeper::State as Now,
        notes::{self, Choices},
        places,
    },
    base::{
        lang::{Lang, Say},
        refusal::Refusal,
    },
    catalog::photo,
    web::{
        http::{
            app::App,
            guard::Organiser,
            problem::{Problem, Spoken},
            route::{get, post},
        },
        office::standbys,
        ui::{
            answer::{Shown, again, saved, shown, to},
            form::Form,
        },
    },
};
use axum::{Json, Router, extract::State};
use maud::Markup;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Routes of copies.
pub fn router() -> Router<App> {
    Router::new()
        .route("/backups", get(one).merge(post(choose)))
        .route("/backups/now", post(now))
        .route("/backups/verify", post(verify))
        .route("/backups/download", post(download::download))
        .route("/api/v1/backups", get(progress))
}

/// The most minutes between two copies, and the most that are kept.
const MINUTES: i64 = 24 * 60;
const KEPT: i64 = 400;

/// What the page shows.
struct View {
    choices: Choices,
    last: Option<Made>,
    now: Now,
    /// Folders of sticks that are plugged in.
    sticks: Vec<String>,
    /// How its standbys keep up.
    standbys: Markup,
    /// Products whose photo is not here.
    unpictured: Vec<String>,
}

async fn load(app: &App, lang: Lang) -> Result<View, Refusal> {
    let standbys = standbys::section(app, lang).await?;
    let mut db = app.shop.read().await?;
    let choices = notes::choices(&mut db).await?;
    let last = notes::last(&mut db).await?;
    let photos = photo::store::named(&mut db).await?;
    drop(db);
    let unpictured = app.shop.photos.absent(photos).await;
    let now = app.keeper.state().borrow().clone();
    let last = now.unnoted.clone().or(last);
    let sticks = places::sticks().await;
    Ok(View { choices, last, now, sticks, standbys, unpictured })
}

/// The form as it stands.
fn form(choices: &Choices) -> Form {
    let folder = choices.folder.as_ref().map(|folder| folder.display().to_string());
    Form::of([
        ("folder", folder.unwrap_or_default()),
        ("minutes", choices.minutes.to_string()),
        ("newest", choices.newest.to_string()),
        ("days", choices.days.to_string()),
    ])
}

async fn one(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    let view = load(&app, caller.lang).await.spoken(caller.lang)?;
    shown(page::draw(&caller, &view, &form(&view.choices)))
}

async fn choose(Organiser(caller): Organiser, State(app): State<App>, mut typed: Form) -> Shown {
    if let Some(choices) = parse(&app, &mut typed).await {
        match notes::choose(&app.shop, &choices).await {
            Ok(_) => return saved("/backups"),
            Err(refusal) => typed.refuse("", &refusal),
        }
    }
    let view = load(&app, caller.lang).await.spoken(caller.lang)?;
    again(&typed, page::draw(&caller, &view, &typed))
}

async fn parse(app: &App, form: &mut Form) -> Option<Choices> {
    let folder = form.text("folder", 400);
    let folder = (!folder.is_empty()).then(|| PathBuf::from(folder));
    let elsewhere = match &folder {
        Some(folder) => places::fit(&app.shop.folder, folder).await,
        None => Ok(false),
    };
    if let Err(trouble) = &elsewhere {
        form.wrong("folder", trouble.say());
    }
    let mut within = |name: &str, most: i64| {
        let count = form.count(name).unwrap_or_default();
        if !(1..=most).contains(&count) {
            let (vi, en) = (format!("Nhập số từ 1 đến {most}"), format!("From 1 to {most}"));
            form.wrong(name, Say::new(vi, en));
        }
        count
    };
    let (minutes, newest, days) =
        (within("minutes", MINUTES), within("newest", KEPT), within("days", KEPT));
    let elsewhere = elsewhere.unwrap_or_default();
    let size = |count: i64| usize::try_from(count).unwrap_or_default();
    let (newest, days) = (size(newest), size(days));
    form.ok().then_some(Choices { folder, elsewhere, minutes, newest, days })
}

async fn now(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    let view = load(&app, caller.lang).await.spoken(caller.lang)?;
    if view.choices.folder.is_none() {
        let mut form = form(&view.choices);
        let vi = "Hãy chọn nơi để bản sao trước";
        form.wrong("folder", Say::new(vi, "First choose where copies go"));
        return again(&form, page::draw(&caller, &view, &form));
    }
    app.keeper.copy();
    to("/backups")
}

async fn verify(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    let view = load(&app, caller.lang).await.spoken(caller.lang)?;
    if view.last.is_none() {
        let mut form = form(&view.choices);
        form.wrong("", Say::new("Chưa có bản sao nào", "There is no copy yet"));
        return again(&form, page::draw(&caller, &view, &form));
    }
    app.keeper.verify();
    to("/backups")
}

/// How far the work is that is under way, for the page.
async fn progress(
    Organiser(caller): Organiser,
    State(app): State<App>,
) -> Result<Json<Value>, Problem> {
    let now = app.keeper.state().borrow().clone();
    let percent = now.busy.as_ref().map(|busy| busy.percent());
    let failed = now.failed.map(|(_, say)| say.in_lang(caller.lang).to_owned());
    Ok(Json(json!({"busy": now.asked, "percent": percent, "failed": failed})))
}
