//! The entrance by itself: raw sockets before a small server.

use crate::{base::id::DeviceId, web::http::listener::*};
use axum::{Extension, routing::get};
use std::net::IpAddr;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::oneshot,
};

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(60);

fn patience(read: Duration, idle: Duration) -> Patience {
    let strangers = Times { read, idle, stuck: SHORT };
    let known = Times { read: LONG, idle: LONG, stuck: SHORT };
    Patience { times: [strangers, known, known], end: SHORT }
}

fn budget(strangers: usize) -> Budget {
    Budget { devices: 2, viewers: 1, strangers, each: 1 }
}

/// `/` tells the caller's address, `/late` reads what was sent after a while, `/large` answers more
/// than sockets hold, `/device` takes the caller for a device.
async fn serving(places: &Places) -> (SocketAddr, oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let who = |ConnectInfo(from): ConnectInfo<SocketAddr>| async move { from.ip().to_string() };
    let large = || async { vec![b'x'; 64 << 20] };
    let device = |Extension(place): Extension<Arc<Place>>| async move {
        place.prove(Holder::Device(DeviceId(uuid::Uuid::from_u128(1))));
    };
    let router = Router::new().route("/", get(who).post(|body: String| async { body }));
    let late = |body: Body| async move {
        tokio::time::sleep(SHORT * 3).await;
        axum::body::to_bytes(body, 9).await.unwrap()
    };
    let router = router.route("/large", get(large)).route("/device", get(device));
    let router = router.route("/late", axum::routing::post(late));
    let (stop, stopped) = oneshot::channel::<()>();
    let (places, until) = (places.clone(), async move { drop(stopped.await) });
    tokio::spawn(async move {
        let open = |stream| std::future::ready(Ok(stream));
        tokio::select! {
            () = serve(listener, open, router, &places, until) => {}
            () = places.watch() => {}
        }
    });
    (address, stop)
}

async fn say(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// Waits until the places are as said.
async fn until(places: &Places, are: impl Fn(&Figures) -> bool) {
    let waited = async {
        while !are(&places.figures()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(20), waited).await;
    assert!(waited.is_ok(), "{:?}", places.figures());
}

async fn answer(address: SocketAddr) -> String {
    let ask = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let mut text = String::new();
    let _ = say(address, ask).await.read_to_string(&mut text).await;
    text
}

async fn closed(stream: &mut TcpStream) -> bool {
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut [0; 1])).await;
    matches!(read, Ok(Ok(0) | Err(_)))
}

#[tokio::test]
async fn half_a_request_keeps_nobody_out() {
    let places = Places::new(budget(4), patience(LONG, LONG));
    let (address, _stop) = serving(&places).await;
    let mut idle = Vec::new();
    for n in 1..=4 {
        idle.push(say(address, "GET / HTTP/1.1\r\nx-a: ").await);
        until(&places, |it| it.here[0] == n).await;
    }
    for _ in 0..4 {
        let answered = answer(address).await;
        assert!(answered.starts_with("HTTP/1.1 200"), "{answered}");
        assert!(answered.ends_with("127.0.0.1"), "{answered}");
    }
    assert!(closed(&mut idle[0]).await, "the first of them left");
    assert!(places.figures().displaced[0] >= 1);
}

#[tokio::test]
async fn who_says_nothing_or_says_it_drop_by_drop_is_not_waited_for() {
    let places = Places::new(budget(9), patience(SHORT, LONG));
    let (address, _stop) = serving(&places).await;
    let post = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\nab";
    let mut slow = Vec::new();
    for text in ["", "GET / HT", post] {
        slow.push(say(address, text).await);
    }
    until(&places, |it| it.late[0] == 3).await;
    for stream in &mut slow {
        assert!(closed(stream).await);
    }
    // A connection that has asked once may rest; its next request has to come whole as well.
    let mut kept = say(address, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
    assert!(kept.read(&mut [0; 999]).await.unwrap() > 0);
    tokio::time::sleep(SHORT * 2).await;
    kept.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
    until(&places, |it| it.late[0] == 4).await;
}

#[tokio::test]
async fn while_the_server_is_slow_nobody_is_sent_away_for_it() {
    let places = Places::new(budget(1), patience(SHORT, LONG));
    let (address, _stop) = serving(&places).await;
    let post = "POST /late HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\nab";
    let mut whole = say(address, post).await;
    let mut read = [0; 999];
    let got = whole.read(&mut read).await.unwrap();
    assert!(String::from_utf8_lossy(&read[..got]).ends_with("\r\n\r\nab"));
    // Drop by drop it has to be here in time, from when it was asked for.
    let mut drops = say(address, &post[..post.len() - 2]).await;
    until(&places, |it| it.late[0] == 1).await;
    assert!(closed(&mut drops).await);
}

#[tokio::test]
async fn a_device_is_waited_for_longer_than_a_stranger() {
    let places = Places::new(budget(9), patience(SHORT, SHORT));
    let (address, _stop) = serving(&places).await;
    let mut device = say(address, "GET /device HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
    let mut stranger = say(address, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
    until(&places, |it| it.here == [1, 0, 1]).await;
    assert!(stranger.read(&mut [0; 999]).await.unwrap() > 0);
    assert!(closed(&mut stranger).await);
    assert!(device.read(&mut [0; 999]).await.unwrap() > 0);
    device.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    assert!(device.read(&mut [0; 999]).await.unwrap() > 0, "its connection stands");
    assert_eq!(places.figures().here, [0, 0, 1]);
}

#[tokio::test]
async fn who_takes_no_answer_does_not_keep_a_place() {
    let places = Places::new(budget(9), patience(LONG, LONG));
    let (address, _stop) = serving(&places).await;
    let stranger = say(address, "GET /large HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
    until(&places, |it| it.late[0] == 1).await;
    assert_eq!(places.figures().here, [0; 3]);
    drop(stranger);
}

#[tokio::test]
async fn who_shows_too_much_of_one_device_loses_the_older_connection() {
    let places = Places::new(budget(9), patience(LONG, LONG));
    let (address, _stop) = serving(&places).await;
    let ask = "GET /device HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let mut first = say(address, ask).await;
    until(&places, |it| it.here == [0, 0, 1]).await;
    assert!(first.read(&mut [0; 999]).await.unwrap() > 0);
    let mut second = say(address, ask).await;
    assert!(second.read(&mut [0; 999]).await.unwrap() > 0);
    assert!(closed(&mut first).await);
    assert_eq!(places.figures().here, [0, 0, 1]);
    assert_eq!(places.figures().displaced, [0, 0, 1]);
}

#[tokio::test]
async fn what_proves_nothing_any_more_is_a_stranger_again() {
    let places = Places::new(budget(1), Patience::default());
    let from: IpAddr = [192, 168, 1, 7].into();
    let device = places.enter(from);
    device.prove(Holder::Device(DeviceId(uuid::Uuid::from_u128(1))));
    assert_eq!(places.figures().here, [0, 0, 1]);
    device.doubt();
    assert_eq!(places.figures().here, [1, 0, 0]);
    let next = places.enter(from);
    assert_eq!(places.figures().here, [1, 0, 0], "and leaves as one");
    // Who was sent away proves nothing.
    device.prove(Holder::Device(DeviceId(uuid::Uuid::from_u128(1))));
    assert_eq!(places.figures().here, [1, 0, 0]);
    drop((device, next));
    assert_eq!(places.figures().here, [0; 3]);
}
