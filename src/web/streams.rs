//! Streams that last: each ends when whoever opened it may not hear it any more.

use super::{
    app::App,
    guard::{self, Caller},
};
use axum::{http::HeaderMap, response::sse::Event};
use std::{convert::Infallible, time::Duration};
use tokio_stream::{Stream, StreamExt};

/// How often a silent stream asks whether its listener still may.
const ASKED: Duration = Duration::from_secs(20);

/// The stream for as long as `may` holds of who sent these headers: it ends with the session or
/// with the device's pairing. Asked before each message, and while there are none.
pub fn while_allowed<S>(
    events: S,
    (app, headers): (App, HeaderMap),
    may: fn(&Caller) -> bool,
) -> impl Stream<Item = S::Item>
where
    S: Stream<Item = Result<Event, Infallible>>,
{
    let asked = events.timeout_repeating(tokio::time::interval(ASKED)).then(move |event| {
        let (app, headers) = (app.clone(), headers.clone());
        async move { guard::still(&headers, &app, may).await.then_some(event) }
    });
    asked.take_while(Option::is_some).filter_map(|event| event?.ok())
}
