//! What a device or a browser needs before anything else: signing in, pairing, the shells of the
//! app that works offline.

pub(super) mod account;
pub(super) mod devices;
pub(super) mod devices_page;
pub mod laptop;
pub(super) mod login;
pub(super) mod shells;
pub mod sign_in;
pub(super) mod trust;
pub(super) mod unsent;
pub(super) mod worker;

use super::http::app::App;
use axum::Router;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(shells::router())
        .merge(sign_in::router())
        .merge(account::router())
        .merge(devices::router())
        .merge(laptop::router())
        .merge(devices_page::router())
        .merge(login::router())
        .merge(trust::router())
        .merge(unsent::router())
        .merge(worker::router())
}
