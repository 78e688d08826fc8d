//! The word of an organiser that the clock, which is behind the book, is right: then it was ahead
//! when the newest entries were written.

use crate::{
    journal,
    web::{
        http::{app::App, guard::Organiser, problem::Spoken, route::post},
        ui::answer::{Shown, saved},
    },
};
use axum::{Router, extract::State};

/// Route of the organiser's word.
pub fn router() -> Router<App> {
    Router::new().route("/clock", post(trust))
}

async fn trust(Organiser(caller): Organiser, State(app): State<App>) -> Shown {
    let kept = app.shop.desk.local(|db| Box::pin(journal::store::trust_clock(db)));
    kept.await.spoken(caller.lang)?;
    saved("/fairs")
}
