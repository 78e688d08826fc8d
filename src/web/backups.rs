//! Copies of the book, for the organiser: where they go, when the last good one was made, one now,
//! and one through the browser.

mod download;
mod page;

use super::{
    app::App,
    guard::Caller,
    problem::{Problem, Spoken},
    screen::{Shown, again, shown, to},
    ui::form::Form,
};
use crate::{
    backup::{
        Made, Trouble,
        keeper::{self, Choices, State as Now},
        same_disk,
    },
    base::{lang::Say, refusal::Refusal},
    folder,
};
use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Routes of copies.
pub fn router() -> Router<App> {
    Router::new()
        .route("/backups", get(one).post(choose))
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
}

async fn load(app: &App) -> Result<View, Refusal> {
    let mut db = app.shop.read().await?;
    let choices = keeper::choices(&mut db).await?;
    let last = keeper::last(&mut db).await?;
    drop(db);
    let now = app.keeper.state().borrow().clone();
    Ok(View { choices, last, now, sticks: sticks() })
}

/// Where systems put what is plugged in.
fn sticks() -> Vec<String> {
    let within = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
    };
    let users = ["/media", "/run/media"].map(Path::new).into_iter().flat_map(within);
    let mut found: Vec<PathBuf> = users.flat_map(|user| within(&user)).collect();
    found.extend(within(Path::new("/Volumes")));
    found.iter().take(8).map(|path| path.display().to_string()).collect()
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

async fn one(State(app): State<App>, caller: Caller) -> Shown {
    caller.organiser()?;
    let view = load(&app).await.spoken(caller.lang)?;
    shown(page::draw(&caller, &view, &form(&view.choices)))
}

async fn choose(State(app): State<App>, caller: Caller, mut typed: Form) -> Shown {
    caller.organiser()?;
    if let Some(choices) = parse(&app, &mut typed) {
        match keeper::choose(&app.shop, &choices).await {
            Ok(_) => return to("/backups"),
            Err(refusal) => typed.refuse("", &refusal),
        }
    }
    let view = load(&app).await.spoken(caller.lang)?;
    again(&typed, page::draw(&caller, &view, &typed))
}

fn parse(app: &App, form: &mut Form) -> Option<Choices> {
    let folder = form.text("folder", 400);
    let folder = (!folder.is_empty()).then(|| PathBuf::from(folder));
    if let Some(trouble) = folder.as_deref().and_then(|folder| unfit(app, folder).err()) {
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
    let elsewhere = folder.as_ref().is_some_and(|it| !same_disk(&app.shop.folder, it));
    let size = |count: i64| usize::try_from(count).unwrap_or_default();
    let (newest, days) = (size(newest), size(days));
    form.ok().then_some(Choices { folder, elsewhere, minutes, newest, days })
}

/// Whether copies can be written there: it is tried.
fn unfit(app: &App, folder: &Path) -> Result<(), Trouble> {
    if !folder.is_absolute() || !folder.is_dir() {
        return Err(Trouble::NoFolder(folder.to_owned()));
    }
    let own = app.shop.folder.canonicalize()?;
    if folder.canonicalize()?.starts_with(own) {
        return Err(Trouble::WithinBook);
    }
    let tried = folder.join(".chophien-backup");
    drop(folder::append(&tried)?);
    Ok(std::fs::remove_file(tried)?)
}

async fn now(State(app): State<App>, caller: Caller) -> Shown {
    caller.organiser()?;
    let view = load(&app).await.spoken(caller.lang)?;
    if view.choices.folder.is_none() {
        let mut form = form(&view.choices);
        let vi = "Hãy chọn nơi để bản sao trước";
        form.wrong("folder", Say::new(vi, "First choose where copies go"));
        return again(&form, page::draw(&caller, &view, &form));
    }
    app.keeper.copy();
    to("/backups")
}

async fn verify(State(app): State<App>, caller: Caller) -> Shown {
    caller.organiser()?;
    let view = load(&app).await.spoken(caller.lang)?;
    if view.last.is_none() {
        let mut form = form(&view.choices);
        form.wrong("", Say::new("Chưa có bản sao nào", "There is no copy yet"));
        return again(&form, page::draw(&caller, &view, &form));
    }
    app.keeper.verify();
    to("/backups")
}

/// How far the work is that is under way, for the page.
async fn progress(State(app): State<App>, caller: Caller) -> Result<Json<Value>, Problem> {
    caller.organiser()?;
    let now = app.keeper.state().borrow().clone();
    let percent = now.busy.as_ref().map(|busy| busy.percent());
    let failed = now.failed.map(|(_, say)| say.in_lang(caller.lang).to_owned());
    Ok(Json(json!({"busy": now.asked, "percent": percent, "failed": failed})))
}
