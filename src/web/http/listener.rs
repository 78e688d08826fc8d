//! The entrance: takes connections on, knows what each of them does, and sends away who keeps the
//! server waiting.
//!
//! The file handles of a laptop are few, and a phone that opens connections and sends half a
//! request must not keep the booths out. So there are places for devices, for people who signed
//! in, and for everybody else (`room.rs`). A connection begins as a stranger's and moves when the
//! guard has recognised its caller; nobody new is refused, the idlest stranger leaves.

mod places;
mod room;
mod seat;
#[cfg(test)]
mod tests;

pub use places::{CLASSES, Figures, Patience, Place, Places};
pub use room::{Budget, Holder};
pub use seat::Times;

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::TokioIo,
    server::graceful::{GracefulShutdown, Watcher},
};
use seat::{Marked, Of, Seat, Watched};
use std::{
    convert::Infallible,
    io::{self, ErrorKind},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
};
use tower::ServiceExt;

/// How long no connection is taken on when the process is out of handles.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves connections of a listener until `stop` is done; requests under way are answered first.
/// `open` makes of a connection what HTTP goes over: itself, or TLS.
pub async fn serve<S, F>(
    listener: TcpListener,
    open: impl Fn(TcpStream) -> F,
    router: Router,
    places: &Places,
    stop: impl Future<Output = ()>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    F: Future<Output = io::Result<S>> + Send + 'static,
{
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = &mut stop => break,
        };
        let (stream, from) = match taken {
            Ok(taken) => taken,
            Err(error) => {
                failed(&error, places).await;
                continue;
            }
        };
        let place = places.enter(from.ip());
        let (opened, router, watcher) = (open(stream), router.clone(), graceful.watcher());
        tokio::spawn(async move {
            let seat = place.seat.clone();
            let attended = async {
                // A phone that does not trust the authority hangs up here; that is its right.
                if let Ok(io) = opened.await {
                    place.seat.expected();
                    attend(io, from, place, router, watcher).await;
                }
            };
            tokio::select! {
                () = attended => {}
                () = seat.dismissed() => {}
            }
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(places.patience().end, graceful.shutdown()).await;
}

/// A connection could not be taken on. Some break off before that; everything else means that the
/// process or the machine is out of handles or memory, and trying again at once would only spin.
async fn failed(error: &io::Error, places: &Places) {
    let broken =
        [ErrorKind::ConnectionAborted, ErrorKind::ConnectionReset, ErrorKind::ConnectionRefused];
    if broken.contains(&error.kind()) {
        return;
    }
    // This may come twenty times a second: once in a while is enough to read.
    if places.cannot_accept() % 1000 == 1 {
        tracing::warn!(%error, "cannot take a connection on");
    }
    tokio::time::sleep(PAUSE).await;
}

/// Answers the requests of one connection.
async fn attend<S>(io: S, from: SocketAddr, place: Arc<Place>, router: Router, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let seat = place.seat.clone();
    let io = TokioIo::new(Watched { io, seat: seat.clone() });
    let answer = move |request: Request<Incoming>| {
        seat.asked();
        let mut request = request.map(|body| heard(body, &seat));
        request.extensions_mut().insert(ConnectInfo(from));
        request.extensions_mut().insert(place.clone());
        let (router, seat) = (router.clone(), seat.clone());
        async move {
            let answer = router.oneshot(request).await?;
            let told = |body| Marked::new(body, seat, Of::Answer);
            Ok::<Response<Marked<Body>>, Infallible>(answer.map(told))
        }
    };
    // Times are kept by the places, not by the connection: it does not know whose it is.
    let connection = http1::Builder::new().serve_connection(io, service_fn(answer));
    // A connection that breaks off is the phone's affair.
    let _ = watcher.watch(connection).await;
}

/// The body of a request.
fn heard(body: Incoming, seat: &Arc<Seat>) -> Body {
    Body::new(Marked::new(body, seat.clone(), Of::Request))
}
