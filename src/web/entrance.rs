//! The entrance: takes connections on, not too many, and sends away who says nothing.
//!
//! A phone that opens connections and sends half a request must not keep the booths out: the file
//! handles of a laptop are few.

use axum::{Router, body::Body, extract::ConnectInfo, serve::Listener};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tower::ServiceExt;

/// How many connections are held, and how long the server waits for a word.
#[derive(Debug, Clone)]
pub struct Patience {
    /// Connections in all: fewer than the 1,024 files that a process usually may open.
    pub all: usize,
    /// Connections of one address. Many phones may stand behind one router.
    pub each: usize,
    /// For the head of a request, and for the next request on the same connection.
    pub head: Duration,
    /// For answers under way when the program ends: streams have no end of their own.
    pub end: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        let (head, end) = (Duration::from_secs(10), Duration::from_secs(5));
        Patience { all: 800, each: 200, head, end }
    }
}

/// Serves connections of a listener until `stop` is done; requests under way are answered first.
pub async fn serve<L>(listener: L, router: Router, stop: impl Future<Output = ()>)
where
    L: Listener<Addr = SocketAddr>,
{
    serve_with(listener, router, stop, Patience::default()).await;
}

/// Serves with other patience.
pub async fn serve_with<L>(
    mut listener: L,
    router: Router,
    stop: impl Future<Output = ()>,
    patience: Patience,
) where
    L: Listener<Addr = SocketAddr>,
{
    let crowd = Arc::new(Crowd::default());
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let (io, from) = tokio::select! {
            taken = listener.accept() => taken,
            () = &mut stop => break,
        };
        // Dropping the connection closes it: who is refused learns so at once.
        let Some(place) = crowd.enter(from.ip().to_canonical(), &patience) else { continue };
        let router = router.clone();
        let answer = move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(from));
            router.clone().oneshot(request.map(Body::new))
        };
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience.head)
            .serve_connection(TokioIo::new(io), service_fn(answer));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks off is the phone's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(patience.end, graceful.shutdown()).await;
}

/// Who is connected, by address.
#[derive(Debug, Default)]
struct Crowd(Mutex<HashMap<IpAddr, usize>>);

/// One connection's place, given back when it is dropped.
#[derive(Debug)]
struct Place(Arc<Crowd>, IpAddr);

impl Crowd {
    /// A place for one more connection; none when there are enough. The laptop itself may have
    /// as many as there are.
    fn enter(self: &Arc<Crowd>, from: IpAddr, patience: &Patience) -> Option<Place> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = held.values().sum();
        let mine = held.get(&from).copied().unwrap_or_default();
        if all >= patience.all || (mine >= patience.each && !from.is_loopback()) {
            tracing::warn!(%from, all, mine, "too many connections");
            return None;
        }
        held.insert(from, mine + 1);
        Some(Place(self.clone(), from))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = held.get(&self.1).copied().unwrap_or_default().saturating_sub(1);
        match left {
            0 => drop(held.remove(&self.1)),
            left => drop(held.insert(self.1, left)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::{TcpListener, TcpStream},
        sync::oneshot,
    };

    const HEAD: Duration = Duration::from_millis(300);

    async fn serving(all: usize) -> (SocketAddr, oneshot::Sender<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let who = |ConnectInfo(from): ConnectInfo<SocketAddr>| async move { from.ip().to_string() };
        let router = Router::new().route("/", get(who));
        let (stop, stopped) = oneshot::channel::<()>();
        let patience = Patience { all, each: 1, head: HEAD, end: HEAD };
        let until = async move { drop(stopped.await) };
        tokio::spawn(serve_with(listener, router, until, patience));
        (address, stop)
    }

    async fn answer(address: SocketAddr) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let ask = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(ask).await.unwrap();
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text).await;
        text
    }

    #[tokio::test]
    async fn half_a_request_is_not_waited_for_and_keeps_nobody_out() {
        let (address, _stop) = serving(4).await;
        let mut idle = Vec::new();
        for _ in 0..4 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nx-a: ").await.unwrap();
            idle.push(stream);
        }
        tokio::time::sleep(HEAD / 3).await;
        assert_eq!(answer(address).await, "", "there is no place for a fifth");
        tokio::time::sleep(HEAD * 2).await;
        let answered = answer(address).await;
        assert!(answered.starts_with("HTTP/1.1 200"), "{answered}");
        assert!(answered.ends_with("127.0.0.1"), "{answered}");
    }

    #[tokio::test]
    async fn a_silent_connection_is_closed() {
        let (address, _stop) = serving(4).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let closed = tokio::time::timeout(HEAD * 4, stream.read(&mut [0; 1])).await;
        assert!(matches!(closed, Ok(Ok(0) | Err(_))), "{closed:?}");
    }

    #[test]
    fn one_address_cannot_take_every_place() {
        let (crowd, patience) = (Arc::new(Crowd::default()), Patience::default());
        let guest: IpAddr = [192, 168, 1, 66].into();
        let taken: Vec<Option<Place>> = (0..1000).map(|_| crowd.enter(guest, &patience)).collect();
        assert_eq!(taken.iter().flatten().count(), 200);
        assert!(crowd.enter([192, 168, 1, 7].into(), &patience).is_some());
        drop(taken);
        assert!(crowd.enter(guest, &patience).is_some());
        assert_eq!(crowd.0.lock().unwrap().len(), 0);
    }
}
