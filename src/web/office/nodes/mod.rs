//! A hub's machines: their calls, and the pages about them.

mod api;
mod chain;
mod differences;
mod home;
mod invite;
mod machine;

pub use home::called;

use crate::web::http::app::App;
use axum::Router;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(api::router())
        .merge(home::router())
        .merge(invite::router())
        .merge(machine::router())
        .merge(chain::router())
        .merge(differences::router())
}
