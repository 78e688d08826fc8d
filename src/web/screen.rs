//! What every screen needs: answers as pages, changes under a fresh id, addresses.

use super::{app::App, guard::Caller, problem::Problem, sales::submit, ui::page};
use crate::{
    base::{id::CommandId, refusal::Refusal},
    desk::command::{Answer, Command},
};
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::Markup;

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
        page::refused(self.0)
    }
}

/// What a handler of a page answers.
pub type Shown = Result<Response, Unshown>;

/// The page.
pub fn shown(markup: Markup) -> Shown {
    Ok(Html(markup.into_string()).into_response())
}

/// The same form again, with what is wrong at its field.
pub fn again(markup: Markup) -> Shown {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(markup.into_string())).into_response())
}

/// On to another page, by GET (303).
pub fn to(path: &str) -> Shown {
    Ok(Redirect::to(path).into_response())
}

/// Hands a caller's command to the desk under a fresh id.
pub async fn change(app: &App, caller: &Caller, command: Command) -> Result<Answer, Refusal> {
    let uid = CommandId(app.shop.chance.uid(app.shop.clock.now()));
    submit(app, caller, uid, command).await
}

/// A text as one part of an address: codes may hold spaces and Vietnamese letters.
pub fn part(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let each = |byte: u8| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(each).collect()
}
