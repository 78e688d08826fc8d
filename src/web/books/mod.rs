//! What is read out of the books: the live board, reports, receipts, shifts, transfers, numbers.

pub mod board;
pub(super) mod cards_and_wallets;
mod check;
pub(super) mod device_numbers;
mod product_page;
mod product_photo;
pub mod receipt;
mod receipt_print;
pub mod report;
pub(super) mod sale;
pub(super) mod shifts;
mod stock;
pub(super) mod stream;
pub(super) mod transfers;

use super::http::app::App;
use axum::Router;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(stream::router())
        .merge(report::routes::router())
        .merge(check::router())
        .merge(product_page::router())
        .merge(product_photo::router())
        .merge(receipt::router())
        .merge(receipt_print::router())
        .merge(device_numbers::router())
        .merge(sale::router())
        .merge(shifts::router())
        .merge(stock::router())
        .merge(transfers::router())
}
