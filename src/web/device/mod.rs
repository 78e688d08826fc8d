//! What a device or a browser needs before anything else: signing in, pairing, the shells of the
//! app that works offline.

pub(super) mod account;
pub(super) mod api;
pub(super) mod app_shell;
pub(super) mod login;
pub(super) mod page;
pub(super) mod pairing;
mod revoke;
pub mod server_proof;
pub(super) mod service_worker;
pub mod sign_in;
pub(super) mod trust;
pub(super) mod unsent_page;

use super::http::app::App;
use axum::Router;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(app_shell::router())
        .merge(sign_in::router())
        .merge(account::router())
        .merge(api::router())
        .merge(server_proof::router())
        .merge(page::router())
        .merge(revoke::router())
        .merge(login::router())
        .merge(trust::router())
        .merge(unsent_page::router())
        .merge(service_worker::router())
}
