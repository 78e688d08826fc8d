//! Places for those who sell: a real listener, raw sockets, and few places.

use crate::{
    shop::{Booth, TestShop, Who},
    wire::Wire,
};
use chophien::{
    base::id::ProductId,
    staff::Role,
    tls::{Authority, Live},
    web::{
        self,
        http::{
            app::{App, Trust},
            https::TlsListener,
            listener::{Budget, Figures, Patience, Places},
        },
    },
};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const FEW: Budget = Budget { devices: 8, viewers: 2, strangers: 6, each: 4 };
/// Half a request; a body that does not come; a device's token that nobody gave out.
const SLOW: [&str; 3] = [
    "GET /till HTTP/1.1\r\nHost: localhost\r\nX-A: ",
    "POST /login HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\
     Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\nlogin=",
    "POST /api/v1/sales HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer 00\r\n\
     Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{",
];

/// A shop that serves, with one booth that sells honey.
struct Fair {
    shop: TestShop,
    booth: Booth,
    honey: ProductId,
    port: u16,
    places: Places,
}

impl Fair {
    async fn open(budget: Budget) -> Fair {
        let (shop, booth, honey) = TestShop::with_honey(999).await;
        let places = Places::new(budget, Patience::default());
        let app = shop.app.clone().with_places(places.clone());
        let port = serving(app, None).await;
        Fair { shop, booth, honey, port, places }
    }

    async fn say(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        // Who is sent away while speaking has no more to say.
        let _ = stream.write_all(text.as_bytes()).await;
        stream
    }

    /// One phone of the booth.
    async fn phone(&self) -> String {
        self.shop.device(Some(self.booth.uid), None).await.1.token.unwrap()
    }

    async fn sell(&self, wire: &mut Wire) -> u16 {
        let sale = self.shop.sale(&[(self.honey, "1")], 185_000).to_string();
        wire.call("POST", "/api/v1/sales", &sale).await.map_or(0, |(status, _)| status)
    }

    /// Opens the stream of a phone and reads its beginning.
    async fn stream(&self, token: &str) -> TcpStream {
        let ask = format!(
            "GET /api/v1/till/stream HTTP/1.1\r\nHost: localhost\r\n\
             Authorization: Bearer {token}\r\n\r\n"
        );
        let mut stream = self.say(&ask).await;
        let mut start = [0; 15];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
        stream
    }

    async fn until(&self, are: impl Fn(&Figures) -> bool) {
        let waited = async {
            while !are(&self.places.figures()) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(20), waited).await;
        assert!(waited.is_ok(), "{:?}", self.places.figures());
    }

    /// The first line that answers a request.
    async fn ask(&self, head: &str) -> String {
        let mut stream = self.say(&format!("{head}Connection: close\r\n\r\n")).await;
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text).await;
        text.lines().next().unwrap_or_default().to_owned()
    }
}

async fn serving(app: App, tls: Option<TlsListener>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(web::serve(listener, tls, app, std::future::pending()));
    port
}

#[tokio::test]
async fn slow_strangers_by_the_dozen_keep_no_till_from_selling() {
    let fair = Fair::open(FEW).await;
    let tokens = [fair.phone().await, fair.phone().await, fair.phone().await];
    let (mut crowd, mut streams) = (Vec::new(), Vec::new());
    for round in 0..10 {
        for slow in SLOW {
            crowd.push(fair.say(slow).await);
        }
        for token in &tokens {
            if round == 0 {
                streams.push(fair.stream(token).await);
            }
            // A connection of its own for each sale: none of them was known before.
            let mut wire = Wire::open(fair.port, token).await.unwrap();
            assert_eq!(fair.sell(&mut wire).await, 201, "{:?}", fair.places.figures());
        }
    }
    assert_eq!(fair.shop.figure("select count(*) from sale").await, 30);
    let figures = fair.places.figures();
    assert!(figures.here[0] <= FEW.strangers && figures.here[2] <= FEW.devices, "{figures:?}");
    assert!(figures.displaced[0] >= 10, "strangers left for others: {figures:?}");
    assert_eq!((figures.refused, figures.failed), ([0; 3], 0));
    for stream in &mut streams {
        assert!(stream.read(&mut [0; 9]).await.unwrap() > 0, "the streams were not touched");
    }
}

#[tokio::test]
async fn a_connection_has_the_place_of_whom_it_was_proved_to_come_from() {
    let fair = Fair::open(FEW).await;
    let token = fair.phone().await;
    let mut wire = Wire::open(fair.port, &token).await.unwrap();
    fair.until(|it| it.here == [1, 0, 0]).await;
    assert_eq!(wire.call("GET", "/healthz", "").await.unwrap().0, 200);
    assert_eq!(fair.places.figures().here, [1, 0, 0], "this asks for nobody");
    assert_eq!(wire.call("GET", "/api/v1/till", "").await.unwrap().0, 200);
    assert_eq!(fair.places.figures().here, [0, 0, 1]);

    let admin = fair.shop.person("Hòa", Role::Admin, None, None).await.cookie.unwrap();
    let _viewer = fair
        .say(&format!("GET /people HTTP/1.1\r\nHost: localhost\r\nCookie: {admin}\r\n\r\n"))
        .await;
    fair.until(|it| it.here == [0, 1, 1]).await;
    let seller = fair.booth.who.cookie.clone().unwrap();
    let ask = format!("GET /api/v1/till HTTP/1.1\r\nHost: localhost\r\nCookie: {seller}\r\n\r\n");
    let _session = fair.say(&ask).await;
    fair.until(|it| it.here == [0, 1, 2]).await;

    fair.shop.put(revoked(&fair.booth)).await;
    let own = fair.booth.who.token.clone().unwrap();
    let mut wire = Wire::open(fair.port, &own).await.unwrap();
    assert_eq!(wire.call("GET", "/api/v1/till", "").await.unwrap().0, 401);
    assert_eq!(fair.places.figures().here, [1, 1, 2], "a revoked token proves nothing");
}

fn revoked(booth: &Booth) -> chophien::desk::command::Command {
    let device = chophien::staff::Device {
        uid: booth.device,
        name: "Điện thoại Lan".into(),
        letter: "A".into(),
        booth: Some(booth.uid),
        gate: None,
        revoked: true,
    };
    chophien::desk::command::Command::Staff(chophien::staff::Change::Device(device))
}

#[tokio::test]
async fn one_token_takes_its_share_and_no_more() {
    let fair = Fair::open(FEW).await;
    let (greedy, honest) = (fair.phone().await, fair.phone().await);
    let mut streams = Vec::new();
    for _ in 0..30 {
        streams.push(fair.stream(&greedy).await);
    }
    fair.until(|it| it.here == [0, 0, 4]).await;
    let mut wire = Wire::open(fair.port, &honest).await.unwrap();
    for _ in 0..3 {
        assert_eq!(fair.sell(&mut wire).await, 201);
    }
    assert_eq!(fair.places.figures().displaced, [0, 0, 26]);
    // The device itself still sells, and loses another stream for it.
    let mut own = Wire::open(fair.port, &greedy).await.unwrap();
    assert_eq!(fair.sell(&mut own).await, 201);
    assert_eq!(fair.places.figures().here, [0, 0, 5]);
}

#[tokio::test]
async fn a_whole_fair_behind_one_router_sells() {
    let fair = Fair::open(Budget { devices: 48, ..FEW }).await;
    let mut wires = Vec::new();
    for _ in 0..24 {
        let token = fair.phone().await;
        let stream = fair.stream(&token).await;
        wires.push((Wire::open(fair.port, &token).await.unwrap(), stream));
        let (wire, _) = wires.last_mut().unwrap();
        assert_eq!(fair.sell(wire).await, 201);
    }
    for (wire, _) in &mut wires {
        assert_eq!(fair.sell(wire).await, 201);
    }
    assert_eq!(fair.places.figures().here, [0, 0, 48], "all of them from one address");
    assert_eq!(fair.places.figures().displaced, [0; 3]);
}

#[tokio::test]
async fn phones_that_only_open_connections_keep_nobody_out_of_https() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let book = shop.shop();
    let authority = Authority::open(&book.folder, book.clock.now(), &book.chance).unwrap();
    let hosts = vec!["localhost".to_owned()];
    let live = Live::start(authority, hosts, book.clock.clone(), book.chance.clone()).unwrap();
    let trust = Trust::new(8443, live).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let secure = listener.local_addr().unwrap().port();
    let places = Places::new(FEW, Patience::default());
    let app = shop.app.clone().with_places(places.clone());
    let port = serving(app, Some(TlsListener::new(listener, &trust))).await;
    let mut silent = Vec::new();
    for _ in 0..40 {
        silent.push(TcpStream::connect(("127.0.0.1", secure)).await.unwrap());
    }
    let token = booth.who.token.clone().unwrap();
    let mut wire = Wire::open(port, &token).await.unwrap();
    let sale = shop.sale(&[(honey, "1")], 185_000).to_string();
    assert_eq!(wire.call("POST", "/api/v1/sales", &sale).await.unwrap().0, 201);
    let figures = places.figures();
    assert_eq!(figures.here[1..], [0, 1], "{figures:?}");
    assert!(figures.here[0] <= FEW.strangers, "both ports share the places: {figures:?}");
    let mut first = silent.remove(0);
    assert_eq!(first.read(&mut [0; 1]).await.unwrap_or(0), 0, "the first one was sent away");
}

#[tokio::test]
async fn a_request_names_one_host_and_no_other() {
    let fair = Fair::open(FEW).await;
    for (head, status) in [
        ("GET /healthz HTTP/1.1\r\nHost: localhost\r\n", 200),
        ("GET /healthz HTTP/1.1\r\nHost: evil.example\r\n", 421),
        ("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n", 400),
        ("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n", 400),
        ("GET /healthz HTTP/1.1\r\n", 400),
        ("GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\n", 200),
        ("GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n", 400),
        ("GET http://localhost/healthz HTTP/1.1\r\nHost: evil.example\r\n", 400),
        ("GET http://evil.example/healthz HTTP/1.1\r\nHost: evil.example\r\n", 421),
        ("GET http://localhost@evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n", 400),
    ] {
        let said = fair.ask(head).await;
        assert!(said.starts_with(&format!("HTTP/1.1 {status}")), "{head}: {said}");
    }
}

#[tokio::test]
async fn connections_are_counted_for_whoever_watches_the_machine() {
    let fair = Fair::open(FEW).await;
    let token = fair.phone().await;
    let _stream = fair.stream(&token).await;
    let who = Who { token: Some(token), cookie: None };
    let mut wire = Wire::open(fair.port, &who.token.unwrap()).await.unwrap();
    let (status, text) = wire.call("GET", "/metrics", "").await.unwrap();
    let text = String::from_utf8(text).unwrap();
    assert_eq!(status, 200);
    for line in [
        "chophien_connections{class=\"stranger\"} 1\n",
        "chophien_connections{class=\"device\"} 1\n",
        "chophien_connections_displaced_total{class=\"stranger\"} 0\n",
        "chophien_connections_late_total{class=\"viewer\"} 0\n",
        "chophien_connections_refused_total{class=\"device\"} 0\n",
        "chophien_accept_failed_total 0\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}
