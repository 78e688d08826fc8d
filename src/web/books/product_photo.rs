//! The photos of products, under their own SHA-256: what an address shows never changes, so a till
//! keeps it. Whoever knows one may see it, as its product's public page shows it too.

use crate::{
    catalog::photo::Hash,
    web::http::{app::App, guard::Open, route::get},
};
use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// The route of photos.
pub fn router() -> Router<App> {
    Router::new().route("/photos/{file}", get(photo))
}

async fn photo(_: Open, State(app): State<App>, Path(file): Path<String>) -> Response {
    let hash = file.strip_suffix(".jpg").and_then(|it| it.parse::<Hash>().ok());
    let bytes = match hash {
        Some(hash) => app.shop.photos.read(hash).await,
        None => None,
    };
    // It may come yet, with a copy of the folder.
    let none = (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")]);
    let Some(bytes) = bytes else { return none.into_response() };
    let heads = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (heads, bytes).into_response()
}
