//! Products and who makes them: their pages, and new ones that a booth brings.

mod certificates;
mod elsewhere;
pub mod list;
mod listings;
pub mod new;
pub mod page;
mod papers;
mod photo;
pub mod producers;
pub mod save;

use crate::web::http::app::App;
use axum::Router;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .merge(list::router())
        .merge(producers::router())
        .merge(new::router())
        .merge(page::router())
        .merge(papers::router())
        .merge(listings::router())
}
