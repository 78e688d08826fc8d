//! A booth: its form, whose it is, what it sells.

pub mod form;
pub mod goods;
pub mod limits;

use crate::web::http::app::App;
use axum::Router;

/// The routes.
pub fn router() -> Router<App> {
    Router::new().merge(form::router()).merge(goods::router())
}
