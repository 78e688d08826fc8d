//! What every request passes and every answer is made of: connections, callers, refusals, static
//! files.

pub mod app;
pub mod assets;
pub(super) mod command;
pub mod entrance;
pub(super) mod foreign;
pub mod guard;
pub(super) mod health;
pub mod hosts;
pub(super) mod kept;
pub mod meanwhile;
pub(super) mod metrics;
pub(super) mod notices;
pub mod problem;
pub(super) mod routing;
pub mod secure;
pub mod streams;
pub mod turns;
pub(super) mod writing;

use app::App;
use axum::Router;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().merge(health::router()).merge(metrics::router()).merge(assets::router())
}
