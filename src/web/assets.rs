//! Static files, embedded in the binary.

use super::app::App;
use axum::{
    Router,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

#[derive(rust_embed::RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/static/"]
#[exclude = "data/*"]
#[exclude = "*.ttf"]
struct Files;

/// The route of static files.
pub fn router() -> Router<App> {
    Router::new().route("/static/{*path}", get(file))
}

/// A day in a phone's cache: a new navigation works while the server is away.
const CACHE: &str = "public, max-age=86400";

async fn file(Path(path): Path<String>) -> Response {
    let Some(file) = Files::get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = mime_guess::from_path(&path).first_or_octet_stream();
    let headers = [(header::CONTENT_TYPE, kind.as_ref()), (header::CACHE_CONTROL, CACHE)];
    (headers, file.data).into_response()
}
