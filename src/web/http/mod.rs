//! What every request passes and every answer is made of: connections, callers, refusals, static
//! files.

pub mod app;
pub mod assets;
pub(super) mod cache_control;
pub(super) mod cors;
pub mod guard;
pub(super) mod health;
pub mod hosts;
pub mod https;
pub mod listener;
pub(super) mod metrics;
pub(super) mod notices;
pub(super) mod outage;
pub mod problem;
pub(super) mod route;
pub mod session_buffer;
pub mod sse;
pub(super) mod submit;
pub mod turns;
pub mod uploads;

use app::App;
use axum::Router;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().merge(health::router()).merge(metrics::router()).merge(assets::router())
}
