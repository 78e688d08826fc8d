//! What an organiser or a manager sets up: fairs, booths, goods, people, printers, copies.

pub(super) mod attention;
pub(super) mod backups;
pub(super) mod booths;
pub(super) mod clock;
pub(super) mod fairs;
mod help;
pub(super) mod imports;
pub(super) mod labels;
mod letterhead;
mod localities;
pub(super) mod nodes;
pub(super) mod people;
pub(super) mod printers;
pub(super) mod products;
pub(super) mod receipt_address;
pub(super) mod rehearsals;
mod settings;
pub(super) mod setup;
pub(crate) mod standbys;
pub(super) mod stock;
pub(super) mod sync;
pub(super) mod takeover;

use super::http::app::App;
use axum::Router;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(attention::router())
        .merge(backups::router())
        .merge(takeover::router())
        .merge(rehearsals::router())
        .merge(printers::router())
        .merge(standbys::router())
        .merge(stock::router())
        .merge(sync::router())
        .merge(clock::router())
        .merge(receipt_address::router())
        .merge(booths::router())
        .merge(fairs::router())
        .merge(help::router())
        .merge(imports::router())
        .merge(labels::router())
        .merge(localities::router())
        .merge(nodes::router())
        .merge(people::router())
        .merge(products::router())
        .merge(settings::router())
        .merge(letterhead::router())
        .merge(setup::router())
}
