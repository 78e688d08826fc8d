//! Laptops that follow this one live: inviting one, how each keeps up, taking one off the list; and
//! what they send.

mod api;
mod invite;
mod list;

pub use list::{piece, section};

use crate::web::http::app::App;
use axum::Router;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().merge(api::router()).merge(invite::router()).merge(list::router())
}
