//! Products: their pages, and new ones that a booth brings.

mod certificates;
mod elsewhere;
pub mod new;
pub mod page;
pub mod save;

use crate::web::http::app::App;
use axum::Router;

/// The routes.
pub fn router() -> Router<App> {
    Router::new().merge(new::router()).merge(page::router())
}
