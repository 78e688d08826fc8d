//! A booth: its form, whose it is, what it sells.

pub mod form;
pub mod goods;
pub mod limits;
pub mod on_sale;

use crate::web::http::app::App;
use axum::Router;

/// The routes.
pub fn router() -> Router<App> {
    Router::new().merge(form::router()).merge(goods::router()).merge(on_sale::router())
}
