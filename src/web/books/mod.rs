//! What is read out of the books: the live board, reports, receipts, shifts, transfers, numbers.

pub mod board;
pub(super) mod cards_and_wallets;
pub(super) mod live;
pub(super) mod numbers;
pub mod receipts;
pub(super) mod refund_form;
pub mod report;
pub(super) mod sale_page;
pub(super) mod shift_pages;
pub(super) mod transfers;

use super::http::app::App;
use axum::Router;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(live::router())
        .merge(report::routes::router())
        .merge(receipts::router())
        .merge(numbers::router())
        .merge(sale_page::router())
        .merge(shift_pages::router())
        .merge(transfers::router())
}
