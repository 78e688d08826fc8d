//! What tills and gates say and are told: sales, refunds, shifts, payments, visits.

pub mod approvals;
pub(super) mod checkout;
pub mod display;
pub(super) mod drawer;
pub(super) mod payments;
pub(super) mod prints;
pub(super) mod provenance;
pub(super) mod refunds;
pub(super) mod sales;
pub(super) mod set_aside;
pub(super) mod shifts;
pub(super) mod state;
pub(super) mod stock;
pub(super) mod visits;

use super::http::app::App;
use axum::Router;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(approvals::router())
        .merge(set_aside::router())
        .merge(state::router())
        .merge(stock::router())
        .merge(display::router())
        .merge(checkout::router())
        .merge(sales::router())
        .merge(refunds::router())
        .merge(shifts::router())
        .merge(payments::router())
        .merge(prints::router())
        .merge(drawer::router())
        .merge(visits::router())
}
