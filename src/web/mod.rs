//! All HTTP and HTML. Handlers are a paragraph: guard, parse, one call, answer.

pub mod app;
pub mod assets;
pub mod board;
pub mod guard;
pub mod problem;
pub mod sign_in;

mod devices;
mod gates;
mod health;
mod live;
mod payments;
mod printers;
pub mod receipts;
pub mod report;
mod sales;
mod shells;
mod till;
pub mod ui;

use app::App;
use axum::{Router, middleware};

/// Every route of the program.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(shells::router())
        .merge(sign_in::router())
        .merge(devices::router())
        .merge(till::router())
        .merge(sales::router())
        .merge(payments::router())
        .merge(gates::router())
        .merge(printers::router())
        .merge(live::router())
        .merge(report::routes::router())
        .merge(receipts::router())
        .merge(health::router())
        .merge(assets::router())
        .layer(middleware::from_fn_with_state(app.clone(), guard::gatekeeper))
        .layer(axum::extract::DefaultBodyLimit::max(1 << 20))
        .layer(tower_http::compression::CompressionLayer::new())
        .with_state(app)
}
