//! All HTTP and HTML. Handlers are a paragraph: guard, parse, one call, answer.

pub mod app;
pub mod approvals;
pub mod assets;
pub mod board;
pub mod display;
pub mod guard;
pub mod problem;
pub mod sign_in;

mod booth_goods;
mod booths;
mod devices;
mod devices_page;
mod fair_page;
mod fair_prices;
mod fairs;
mod gates;
mod health;
mod imports;
mod live;
mod login;
mod new_goods;
mod payments;
mod people;
mod printers;
mod products;
mod promotions;
pub mod receipts;
mod refund_form;
mod refunds;
pub mod report;
mod sale_page;
mod sales;
mod scale_labels;
mod screen;
mod setup;
mod shells;
mod shift_pages;
mod shifts;
#[cfg(test)]
mod tests;
mod till;
mod transfers;
pub mod ui;

use app::App;
use axum::{Router, middleware};

/// Every route of the program.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(shells::router())
        .merge(sign_in::router())
        .merge(approvals::router())
        .merge(devices::router())
        .merge(till::router())
        .merge(display::router())
        .merge(sales::router())
        .merge(refunds::router())
        .merge(shifts::router())
        .merge(payments::router())
        .merge(gates::router())
        .merge(printers::router())
        .merge(live::router())
        .merge(report::routes::router())
        .merge(receipts::router())
        .merge(health::router())
        .merge(booth_goods::router())
        .merge(booths::router())
        .merge(devices_page::router())
        .merge(fair_page::router())
        .merge(fair_prices::router())
        .merge(fairs::router())
        .merge(imports::router())
        .merge(login::router())
        .merge(new_goods::router())
        .merge(people::router())
        .merge(products::router())
        .merge(promotions::router())
        .merge(sale_page::router())
        .merge(scale_labels::router())
        .merge(shift_pages::router())
        .merge(setup::router())
        .merge(transfers::router())
        .merge(assets::router())
        .layer(middleware::from_fn_with_state(app.clone(), guard::gatekeeper))
        .layer(axum::extract::DefaultBodyLimit::max(1 << 20))
        .layer(tower_http::compression::CompressionLayer::new())
        .with_state(app)
}

/// Serves on `listener` until `stop` is done; requests under way are answered first.
pub async fn serve(
    listener: tokio::net::TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(app)).with_graceful_shutdown(stop).await
}
