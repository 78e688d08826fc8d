//! The warning on the organiser's pages that the clock is behind the book, and the word of an
//! organiser that it is right: then it was ahead when the newest entries were written.

use crate::{
    journal,
    web::{
        http::{
            app::App,
            guard::Caller,
            problem::{Problem, Spoken},
            routing::post,
        },
        ui::page::refused,
    },
};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

/// Route of the organiser's word.
pub fn router() -> Router<App> {
    Router::new().route("/clock", post(trust))
}

async fn trust(State(app): State<App>, caller: Caller) -> Response {
    match keep(&app, &caller).await {
        Ok(()) => Redirect::to("/").into_response(),
        Err(problem) => refused(problem),
    }
}

async fn keep(app: &App, caller: &Caller) -> Result<(), Problem> {
    caller.organiser()?;
    let kept = app.shop.desk.local(|db| Box::pin(journal::store::trust_clock(db)));
    kept.await.spoken(caller.lang)
}

/// The warning; nothing where the clock is right, or for who does not oversee the fair.
pub fn warning(caller: &Caller) -> Markup {
    let lang = caller.lang;
    let may = caller.organiser().is_ok();
    html! {
        @if let Some(behind) = caller.behind {
            div class="notice stop" role="alert" {
                div {
                    p { (behind.say().in_lang(lang)) }
                    @if may {
                        form method="post" action="/clock" {
                            (lang.say(
                                "Nếu giờ bây giờ đã đúng thì trước đó đồng hồ bị chạy nhanh: ",
                                "If it is right now, it was ahead before: ",
                            ))
                            button class="button" {
                                (lang.say("Giờ của máy đã đúng", "The clock is right"))
                            }
                        }
                    }
                }
            }
        }
    }
}
