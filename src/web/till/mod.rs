//! What tills and gates say and are told: sales, refunds, shifts, payments, visits.

pub mod approvals;
pub(super) mod asides;
pub mod display;
pub(super) mod frozen;
pub(super) mod gates;
pub(super) mod payments;
pub(super) mod refunds;
pub(super) mod sales;
pub(super) mod sell;
pub(super) mod shifts;
pub(super) mod state;

use super::http::app::App;
use axum::Router;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(approvals::router())
        .merge(asides::router())
        .merge(state::router())
        .merge(display::router())
        .merge(sell::router())
        .merge(sales::router())
        .merge(refunds::router())
        .merge(shifts::router())
        .merge(payments::router())
        .merge(gates::router())
}
