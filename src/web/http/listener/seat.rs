//! What one connection is doing, and since when: written by the connection itself while it reads
//! and writes, read by whoever decides who stays.

use hyper::body::{Body, Frame, SizeHint};
use std::{
    io,
    net::IpAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::Notify,
    time::Instant,
};

/// Where a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The last request was answered and the next has not begun.
    Idle,
    /// The peer is waited for: a request must come now, or the rest of its head or body.
    Reading,
    /// The server is waited for, or the peer takes its answer.
    Answering,
}

/// How long the server waits for one class of connections.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// For the head of a request; for its body, from when that is asked for.
    pub read: Duration,
    /// For the next request on a connection that is kept open.
    pub idle: Duration,
    /// For a peer that does not take what is sent to it.
    pub stuck: Duration,
}

/// One connection as it says of itself. Times are milliseconds since `start`.
#[derive(Debug)]
pub struct Seat {
    /// Whose address.
    pub from: IpAddr,
    start: Instant,
    /// The phase in the two lowest bits, above them since when.
    doing: AtomicU64,
    /// Since when the present request's body is awaited, plus one; nought until it is.
    body: AtomicU64,
    /// Since when a write waits, plus one; nought while none does.
    stuck: AtomicU64,
    leave: Notify,
}

impl Seat {
    /// A connection that has just come; its first request must follow.
    pub fn new(from: IpAddr, start: Instant) -> Seat {
        let [doing, body, stuck] = [(); 3].map(|()| AtomicU64::new(0));
        let seat = Seat { from, start, doing, body, stuck, leave: Notify::new() };
        seat.expected();
        seat
    }

    /// What it does, and since when.
    pub fn doing(&self) -> (Phase, u64) {
        let doing = self.doing.load(Ordering::Relaxed);
        let phase = match doing & 3 {
            0 => Phase::Idle,
            1 => Phase::Reading,
            _ => Phase::Answering,
        };
        (phase, doing >> 2)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX >> 2)
    }

    fn set(&self, phase: Phase, since: u64) {
        self.doing.store(since << 2 | phase as u64, Ordering::Relaxed);
    }

    /// A request must come now.
    pub fn expected(&self) {
        self.set(Phase::Reading, self.now());
    }

    /// The head of a request is here: until its body is asked for, the server is waited for.
    pub fn asked(&self) {
        self.body.store(0, Ordering::Relaxed);
        self.set(Phase::Answering, self.now());
    }

    /// More of the body must come. It counts from when the first of it was awaited, so that
    /// nobody gains time by sending it drop by drop.
    fn wants_more(&self) {
        let now = self.now() + 1;
        let awaited = self.body.compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed);
        self.set(Phase::Reading, awaited.err().unwrap_or(now) - 1);
    }

    /// All that was awaited is here.
    fn heard(&self) {
        if self.doing().0 == Phase::Reading {
            self.set(Phase::Answering, self.now());
        }
    }

    /// It was answered.
    fn answered(&self) {
        self.set(Phase::Idle, self.now());
    }

    fn has_read(&self) {
        if self.doing().0 == Phase::Idle {
            self.expected();
        }
    }

    /// Of a short answer the body is gone before its last byte is sent.
    fn has_written(&self) {
        self.stuck.store(0, Ordering::Relaxed);
        if self.doing().0 == Phase::Idle {
            self.answered();
        }
    }

    fn cannot_write(&self) {
        let now = self.now() + 1;
        let _ = self.stuck.compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Whether it was waited for longer than `times` allow.
    pub fn late(&self, now: u64, times: &Times) -> bool {
        let over =
            |since: u64, limit: Duration| u128::from(now.saturating_sub(since)) > limit.as_millis();
        match (self.stuck.load(Ordering::Relaxed), self.doing()) {
            (0, (Phase::Idle, since)) => over(since, times.idle),
            (0, (Phase::Reading, since)) => over(since, times.read),
            (0, (Phase::Answering, _)) => false,
            (stuck, _) => over(stuck - 1, times.stuck),
        }
    }

    /// Sends it away.
    pub fn dismiss(&self) {
        self.leave.notify_one();
    }

    /// Done when it is sent away.
    pub async fn dismissed(&self) {
        self.leave.notified().await;
    }
}

/// The two directions of a connection, watched.
pub struct Watched<S> {
    /// The connection.
    pub io: S,
    /// What it does.
    pub seat: Arc<Seat>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let polled = Pin::new(&mut self.io).poll_read(context, into);
        if into.filled().len() > before {
            self.seat.has_read();
        }
        polled
    }
}

impl<S> Watched<S> {
    fn noted<T>(&self, polled: Poll<T>) -> Poll<T> {
        match polled {
            Poll::Pending => self.seat.cannot_write(),
            Poll::Ready(_) => self.seat.has_written(),
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.io).poll_write(context, bytes);
        self.noted(polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.io).poll_write_vectored(context, bytes);
        self.noted(polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.io).poll_flush(context);
        match polled {
            Poll::Pending => self.seat.cannot_write(),
            // There may have been nothing to send: that is no sign of life.
            Poll::Ready(_) => self.seat.stuck.store(0, Ordering::Relaxed),
        }
        polled
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}

/// A body that tells its connection's seat how it goes.
pub struct Marked<B> {
    body: B,
    seat: Arc<Seat>,
    of: Of,
    over: bool,
}

/// What a body is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// It comes from the peer.
    Request,
    /// It goes to the peer.
    Answer,
}

impl<B> Marked<B> {
    /// This body of one connection.
    pub fn new(body: B, seat: Arc<Seat>, of: Of) -> Marked<B> {
        Marked { body, seat, of, over: false }
    }

    fn end(&mut self) {
        if !std::mem::replace(&mut self.over, true) {
            match self.of {
                Of::Request => self.seat.heard(),
                Of::Answer => self.seat.answered(),
            }
        }
    }
}

impl<B> Drop for Marked<B> {
    fn drop(&mut self) {
        self.end();
    }
}

impl<B: Body + Unpin> Body for Marked<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        match &polled {
            Poll::Pending if self.of == Of::Request => self.seat.wants_more(),
            Poll::Ready(Some(_)) if self.of == Of::Request => self.seat.heard(),
            _ => {}
        }
        if matches!(polled, Poll::Ready(None)) || self.body.is_end_stream() {
            self.end();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
