//! What a browser may keep of our answers: nothing, so that Back shows nothing once somebody has
//! signed out. What is the same for everyone stands here by its route, and says itself how long
//! it may be kept; the till opens by that while the laptop is away.

use axum::http::{HeaderMap, HeaderValue, header};

/// Routes whose answers are nobody's own.
const PUBLIC: &[&str] = &[
    "/till",
    "/gate",
    "/customer",
    "/join",
    "/join/{code}",
    "/sw.js",
    "/static/{version}/{*path}",
    "/r/{sale}",
    "/r/{sale}/receipt.png",
    "/trust/chophien-ca.crt",
    "/photos/{file}",
];

/// Says in an answer's head that it may not be kept, unless its route is public. Streams would
/// otherwise say less of themselves.
pub fn settle(route: Option<&str>, head: &mut HeaderMap) {
    if !route.is_some_and(|route| PUBLIC.contains(&route)) {
        head.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
