//! What every screen needs: answers as pages, changes under a fresh id, addresses.

use crate::{
    base::{code::percent, id::CommandId, lang::Say, refusal::Refusal},
    desk::command::{Answer, Command},
    web::{
        http::{
            app::App,
            guard::{Caller, SAVED},
            problem::{Problem, say_when},
            submit::{submit, submit_all},
        },
        ui::{form::Form, refusal},
    },
};
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::Markup;
use uuid::Uuid;

/// A refusal that is answered with a page instead of JSON.
#[derive(Debug)]
pub struct Unshown(Problem);

impl From<Problem> for Unshown {
    fn from(problem: Problem) -> Unshown {
        Unshown(problem)
    }
}

impl IntoResponse for Unshown {
    fn into_response(self) -> Response {
        refusal::page(self.0)
    }
}

/// What a handler of a page answers.
pub type Shown = Result<Response, Unshown>;

/// The page.
pub fn shown(markup: Markup) -> Shown {
    Ok(Html(markup.into_string()).into_response())
}

/// The same form again, with what is wrong at its field. What refused it gives the status; a wrong
/// PIN or password is wrong as any other field is.
pub fn again(form: &Form, markup: Markup) -> Shown {
    let typed = |refusal: &&Refusal| matches!(refusal, Refusal::SignIn(_) | Refusal::Locked(_));
    let refused = form.refused().filter(|refusal| !typed(refusal));
    let status = refused.map_or(StatusCode::UNPROCESSABLE_ENTITY, Problem::status);
    let mut answer = (status, Html(markup.into_string())).into_response();
    if let Some(refusal) = refused {
        say_when(refusal, &mut answer);
    }
    Ok(answer)
}

/// On to another page, by GET (303).
pub fn to(path: &str) -> Shown {
    Ok(Redirect::to(path).into_response())
}

/// On to another page, which says that what was sent is kept.
pub fn saved(path: &str) -> Shown {
    to(&marked(path))
}

/// The address of a page with the word that something was saved; a page's script takes it out of
/// the address again.
pub fn marked(path: &str) -> String {
    let (page, part) = path.split_once('#').map_or((path, None), |(page, part)| (page, Some(part)));
    let more = if page.contains('?') { '&' } else { '?' };
    let part = part.map(|part| format!("#{part}")).unwrap_or_default();
    format!("{page}{more}{SAVED}{part}")
}

/// Hands a caller's command to the desk under a fresh id.
pub async fn change(app: &App, caller: &Caller, command: Command) -> Result<Answer, Refusal> {
    submit(app, caller, fresh(app), command).await
}

/// Hands a caller's commands to the desk under fresh ids: all are carried out, or none.
pub async fn change_all(
    app: &App,
    caller: &Caller,
    commands: impl IntoIterator<Item = Command>,
) -> Result<(), Refusal> {
    let commands = commands.into_iter().map(|command| (fresh(app), command));
    submit_all(app, caller, commands.collect()).await
}

/// An id for a command that nobody sends twice.
pub fn fresh(app: &App) -> CommandId {
    CommandId(app.shop.chance.uid(app.shop.clock.now()))
}

/// Hands the command that makes a new thing to the desk, under the thing's own uid: the same form
/// sent twice makes one thing, and what a form that comes back by the browser's Back button says
/// otherwise is refused instead of changing what it made.
pub async fn create(
    app: &App,
    caller: &Caller,
    uid: Uuid,
    command: Command,
) -> Result<Answer, Refusal> {
    submit(app, caller, CommandId(uid), command).await.map_err(already)
}

/// How a form hears that its id stands for something else already.
pub fn already(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Conflict(_) => saved_already(),
        other => other,
    }
}

/// The refusal of a form that made its thing already.
pub fn saved_already() -> Refusal {
    Refusal::Conflict(Say::new(
        "Mẫu này đã được lưu trước đó. Hãy mở mẫu mới để thêm nữa.",
        "This form was saved before. Open a new one to add another.",
    ))
}

/// A text as one part of an address.
pub fn part(text: &str) -> String {
    percent(text)
}
