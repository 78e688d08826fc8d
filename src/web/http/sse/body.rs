//! A stream's bytes as they go out: server-sent events, signs of life, and the end.

use crate::{
    base::lang::Lang,
    web::http::sse::{Ended, Opened, Place},
};
use axum::{
    body::Bytes,
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::json;
use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    sync::oneshot,
    time::{Interval, MissedTickBehavior, interval},
};
use tokio_stream::Stream;

/// A comment, which browsers pass over.
const ALIVE: Bytes = Bytes::from_static(b":\n\n");

/// One server-sent event; empty fields are left out. No field holds a line break: data is JSON.
pub fn message(event: &str, id: &str, data: &str) -> String {
    let mut text = String::with_capacity(event.len() + id.len() + data.len() + 32);
    for (field, value) in [("event", event), ("id", id), ("data", data)] {
        if !value.is_empty() {
            text.extend([field, ": ", value, "\n"]);
        }
    }
    text.push('\n');
    text
}

/// The body of a stream. It holds nothing of the database.
pub struct Body {
    events: Pin<Box<dyn Stream<Item = Bytes> + Send>>,
    ends: oneshot::Receiver<Ended>,
    alive: Interval,
    over: bool,
    lang: Lang,
    _place: Place,
}

impl Body {
    /// The events of an opened stream.
    pub fn new<S>(opened: Opened, events: S, alive: Duration) -> Body
    where
        S: Stream<Item = Bytes> + Send + 'static,
    {
        let Opened { place, ends, lang } = opened;
        let mut alive = interval(alive);
        alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
        alive.reset();
        Body { events: Box::pin(events), ends, alive, over: false, lang, _place: place }
    }

    /// What is said last, if anything: a screen that shows it need not come back by itself.
    fn last(&self, ended: Ended) -> Option<Bytes> {
        let words = self.lang.say(
            "Máy này đã mở quá nhiều màn hình; màn hình cũ nhất dừng lại",
            "Too many screens are open on this device; the oldest has stopped",
        );
        let data = json!({"reason": "replaced", "message": words}).to_string();
        (ended == Ended::Replaced).then(|| message("ended", "", &data).into())
    }
}

impl Stream for Body {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.over {
            return Poll::Ready(None);
        }
        // The end comes before whatever else waits to be said.
        if let Poll::Ready(ended) = Pin::new(&mut self.ends).poll(cx) {
            self.over = true;
            return Poll::Ready(self.last(ended.unwrap_or(Ended::Forbidden)).map(Ok));
        }
        if let Poll::Ready(event) = self.events.as_mut().poll_next(cx) {
            self.alive.reset();
            self.over = event.is_none();
            return Poll::Ready(event.map(Ok));
        }
        self.alive.poll_tick(cx).map(|_| Some(Ok(ALIVE)))
    }
}

impl IntoResponse for Body {
    fn into_response(self) -> Response {
        let kind =
            [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
        (kind, axum::body::Body::from_stream(self)).into_response()
    }
}
