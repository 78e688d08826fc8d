//! All HTTP and HTML. Handlers are a paragraph: guard, parse, one call, answer.

pub mod books;
pub mod device;
pub mod http;
pub mod office;
pub mod till;
pub mod ui;

use axum::{Router, middleware};
use http::{app::App, guard, https, https::TlsListener, listener};
use ui::refusal;

/// Every route of the program.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(http::router())
        .merge(device::router())
        .merge(till::router())
        .merge(office::router())
        .merge(books::router())
        .layer(middleware::from_fn_with_state(app.clone(), refusal::worded))
        .layer(middleware::from_fn_with_state(app.clone(), guard::gatekeeper))
        .layer(axum::extract::DefaultBodyLimit::max(1 << 20))
        .layer(tower_http::compression::CompressionLayer::new())
        .with_state(app)
}

/// The same routes as they answer on the HTTPS port.
pub fn secure_router(app: App) -> Router {
    router(app).layer(axum::Extension(https::Scheme::Tls))
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
    let plain = listener::serve(listener, open, plain, &places, stopped(told.clone()));
    let served = async {
        let Some(tls) = tls else { return plain.await };
        let (shakes, router) = (tls.shakes(), secure_router(app));
        let secure = listener::serve(tls.listener, shakes, router, &places, stopped(told));
        tokio::join!(plain, secure);
    };
    tokio::select! {
        () = served => {}
        () = places.watch() => {}
    }
    Ok(())
}
