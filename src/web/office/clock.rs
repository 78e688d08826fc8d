//! The word of an organiser that the clock, which is behind the book, is right: then it was ahead
//! when the newest entries were written.

use crate::{
    journal,
    web::{
        http::{
            app::App,
            guard::Caller,
            problem::{Problem, Spoken},
            route::post,
        },
        ui::refusal,
    },
};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

/// Route of the organiser's word.
pub fn router() -> Router<App> {
    Router::new().route("/clock", post(trust))
}

async fn trust(State(app): State<App>, caller: Caller) -> Response {
    match keep(&app, &caller).await {
        Ok(()) => Redirect::to("/").into_response(),
        Err(problem) => refusal::page(problem),
    }
}

async fn keep(app: &App, caller: &Caller) -> Result<(), Problem> {
    caller.organiser()?;
    let kept = app.shop.desk.local(|db| Box::pin(journal::store::trust_clock(db)));
    kept.await.spoken(caller.lang)
}
