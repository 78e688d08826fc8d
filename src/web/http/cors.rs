//! Calls from pages of another origin. What a browser keeps belongs to scheme, host and port: when
//! the laptop comes back under another address, a phone's till still stands at the old one, with
//! its sales, and sends them from there. It does so by the device's token alone.

use crate::web::http::https::Scheme;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header},
    response::{IntoResponse, Response},
};

/// The calls of devices. Pages and files are never given to another origin.
const CALLS: &str = "/api/v1/";
/// How long a browser need not ask again, in seconds: a till sends each sale by a call of its own.
const ASKED: &str = "600";

/// Marks a call that a page of another origin made: nobody is signed in there.
#[derive(Debug, Clone, Copy)]
pub struct Foreign;

/// Whether a browser says that a page of another origin sent this. Browsers share cookies between
/// the ports of a host, so that a cookie says nothing about the page. Links from elsewhere to a
/// page carry no `Origin`, and lead in as they always did; to a call they lead as nobody.
pub fn comes<B>(request: &Request<B>, scheme: Scheme, host: &str) -> bool {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some("same-origin" | "none"), _) | (None, None) => false,
        (Some(_), None) => request.uri().path().starts_with(CALLS),
        (Some(_), Some(_)) => true,
        (None, Some(origin)) => origin.strip_prefix(scheme.prefix()) != Some(host),
    }
}

/// Whether the answer may be read by a page of another origin: a call with a device's token, or
/// the question who this laptop is, which is asked before the token is told.
pub fn may_hear<B>(request: &Request<B>) -> bool {
    let path = request.uri().path();
    let asks_who = *request.method() == Method::GET && path.ends_with("/proof");
    path.starts_with(CALLS) && (request.headers().contains_key(header::AUTHORIZATION) || asks_who)
}

/// The answer to a browser that asks whether a page of another origin may make a call; none for
/// every other request.
pub fn preflight(request: &Request<Body>) -> Option<Response> {
    let asks = *request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
        && request.uri().path().starts_with(CALLS);
    asks.then(|| {
        let said = [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE"),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, Accept"),
            (header::ACCESS_CONTROL_MAX_AGE, ASKED),
        ];
        let mut answer = (StatusCode::NO_CONTENT, said).into_response();
        allow(answer.headers_mut());
        answer
    })
}

/// Lets a page of any origin read an answer: no cookie had a part in it, and whoever holds a
/// device's token needs no page to use it.
pub fn allow(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
}
