//! Fairs: their list; of a fair: its settings, prices, promotions, the labels of its scales.

pub mod booths;
pub mod charge;
pub mod closing;
pub mod gates;
pub mod list;
pub mod page;
pub mod prices;
pub mod promotions;
pub mod scale_label;
pub mod settings;

use crate::web::http::app::App;
use axum::Router;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .merge(booths::router())
        .merge(charge::router())
        .merge(closing::router())
        .merge(gates::router())
        .merge(list::router())
        .merge(page::router())
        .merge(prices::router())
        .merge(promotions::router())
        .merge(scale_label::router())
        .merge(settings::router())
}
