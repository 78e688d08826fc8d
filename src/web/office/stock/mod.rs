//! Stock: what a booth or a store room holds, and the documents that move it.

pub mod arrival;
pub mod block;
pub mod count;
pub mod delivery;
pub mod document;
pub mod documents;
pub mod leaving;
pub mod lines;
pub mod page;
pub mod paper;
pub mod place;
pub mod refill;
pub mod reversal;
pub mod rooms;
pub mod shelf;
pub mod since;
pub mod transfer;

use crate::web::http::app::App;
use axum::Router;

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .merge(page::router())
        .merge(delivery::router())
        .merge(leaving::router())
        .merge(document::router())
        .merge(documents::router())
        .merge(reversal::router())
        .merge(block::router())
        .merge(transfer::router())
        .merge(arrival::router())
        .merge(refill::router())
        .merge(rooms::router())
        .merge(count::router())
        .merge(paper::router())
}
