//! All HTTP and HTML. Handlers are a paragraph: guard, parse, one call, answer.

pub mod app;
pub mod approvals;
pub mod assets;
pub mod board;
pub mod display;
pub mod entrance;
pub mod guard;
pub mod problem;
pub mod sign_in;

mod account;
mod asides;
mod backups;
mod booth_goods;
mod booths;
mod cards_and_wallets;
mod clock;
mod command;
mod devices;
mod devices_page;
mod fair_page;
mod fair_prices;
mod fairs;
mod foreign;
mod frozen;
mod gates;
mod health;
pub mod hosts;
mod imports;
mod kept;
pub mod laptop;
mod live;
mod login;
pub mod meanwhile;
mod metrics;
mod new_goods;
mod notices;
mod numbers;
mod payments;
mod people;
mod printers;
mod products;
mod promotions;
mod receipt_address;
pub mod receipts;
mod refund_form;
mod refunds;
mod rehearsals;
pub mod report;
mod routing;
mod sale_page;
mod sales;
mod scale_labels;
mod screen;
pub mod secure;
mod sell;
mod setup;
mod shells;
mod shift_pages;
mod shifts;
pub mod streams;
mod takeover;
#[cfg(test)]
mod tests;
mod till;
mod transfers;
mod trust;
pub mod turns;
pub mod ui;
mod unsent;
mod worker;
mod writing;

use app::App;
use axum::{Router, middleware};
use secure::TlsListener;

/// Every route of the program.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(shells::router())
        .merge(sign_in::router())
        .merge(approvals::router())
        .merge(account::router())
        .merge(asides::router())
        .merge(backups::router())
        .merge(takeover::router())
        .merge(devices::router())
        .merge(laptop::router())
        .merge(till::router())
        .merge(display::router())
        .merge(sell::router())
        .merge(sales::router())
        .merge(refunds::router())
        .merge(rehearsals::router())
        .merge(shifts::router())
        .merge(payments::router())
        .merge(gates::router())
        .merge(printers::router())
        .merge(live::router())
        .merge(clock::router())
        .merge(report::routes::router())
        .merge(receipts::router())
        .merge(receipt_address::router())
        .merge(health::router())
        .merge(metrics::router())
        .merge(booth_goods::router())
        .merge(booths::router())
        .merge(devices_page::router())
        .merge(fair_page::router())
        .merge(fair_prices::router())
        .merge(fairs::router())
        .merge(imports::router())
        .merge(login::router())
        .merge(new_goods::router())
        .merge(numbers::router())
        .merge(people::router())
        .merge(products::router())
        .merge(promotions::router())
        .merge(sale_page::router())
        .merge(scale_labels::router())
        .merge(shift_pages::router())
        .merge(setup::router())
        .merge(transfers::router())
        .merge(trust::router())
        .merge(unsent::router())
        .merge(worker::router())
        .merge(assets::router())
        .layer(middleware::from_fn_with_state(app.clone(), guard::gatekeeper))
        .layer(axum::extract::DefaultBodyLimit::max(1 << 20))
        .layer(tower_http::compression::CompressionLayer::new())
        .with_state(app)
}

/// The same routes as they answer on the HTTPS port.
pub fn secure_router(app: App) -> Router {
    router(app).layer(axum::Extension(secure::Scheme::Tls))
}

/// Serves until `stop` is done: plain HTTP on `listener`, HTTPS on `tls` where there is any.
/// Requests under way are answered first.
pub async fn serve(
    listener: tokio::net::TcpListener,
    tls: Option<TlsListener>,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (tell, told) = tokio::sync::watch::channel(false);
    tokio::spawn(async move {
        stop.await;
        let _ = tell.send(true);
    });
    let stopped = |mut told: tokio::sync::watch::Receiver<bool>| async move {
        let _ = told.wait_for(|stopped| *stopped).await;
    };
    let places = app.places.clone();
    let open = |stream| std::future::ready(Ok(stream));
    let plain = router(app.clone());
    let plain = entrance::serve(listener, open, plain, &places, stopped(told.clone()));
    let served = async {
        let Some(tls) = tls else { return plain.await };
        let (shakes, router) = (tls.shakes(), secure_router(app));
        let secure = entrance::serve(tls.listener, shakes, router, &places, stopped(told));
        tokio::join!(plain, secure);
    };
    tokio::select! {
        () = served => {}
        () = places.watch() => {}
    }
    Ok(())
}
