//! The service worker, for HTTPS: with it a reload works while the server is away. Its text names
//! the files of this program, so another program's worker is another text, and browsers replace it.

use crate::{
    base::lang::Lang,
    web::{
        device::app_shell,
        http::{
            app::App,
            assets::{self, url},
            guard::Open,
            route::get,
        },
    },
};
use axum::{Router, http::header, response::IntoResponse};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// The worker's route. It stands at the root: a worker rules only the paths below its own.
pub fn router() -> Router<App> {
    Router::new().route("/sw.js", get(worker))
}

async fn worker(_: Open) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        // Asked for anew every time: this is how an upgrade comes.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, TEXT.as_str())
}

/// What the worker keeps, and then the worker itself.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    let shells = app_shell::KEPT.map(|page| format!("/{page}"));
    let files: Vec<String> = kept().map(|path| url(&path)).collect();
    let kept = json!({"version": version(), "shells": shells, "files": files});
    format!("const KEPT = {kept};\n{}", assets::text("js/sw.js"))
});

/// Files that a till needs; the pictures of help are fetched by those who read it.
fn kept() -> impl Iterator<Item = String> {
    assets::paths().into_iter().filter(|path| !path.starts_with("help/"))
}

/// A digest over the files and the shells: it changes when any of them does.
fn version() -> String {
    let mut sum = Sha256::new();
    sum.update(assets::version());
    for page in app_shell::KEPT {
        sum.update(app_shell::body(Lang::Vi, page).into_string());
    }
    hex::encode(&sum.finalize()[..6])
}
