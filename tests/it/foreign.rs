//! The laptop came back under another address: a device's page still stands at the old one, and
//! calls from there by its token alone.

use crate::shop::{Booth, TestShop, Who};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use chophien::{
    base::id::DeviceId,
    staff::{Role, access},
    web,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tower::ServiceExt;

/// Where the page was opened before the laptop moved.
const OLD: &str = "http://192.168.1.5:8080";

struct Heard {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Heard {
    /// Whether a browser gives the answer to a page of another origin.
    fn readable(&self) -> bool {
        assert!(!self.headers.contains_key("access-control-allow-credentials"));
        self.headers.get("access-control-allow-origin").is_some_and(|it| it == "*")
    }
}

/// A call as a browser sends it from a page of another origin.
async fn from_afar(
    door: &Router,
    (method, path): (&str, &str),
    who: &Who,
    more: &[(&str, &str)],
    body: Option<&Value>,
) -> Heard {
    let mut request = Request::builder().method(method).uri(path).header("host", "localhost");
    request = request.header(header::CONTENT_TYPE, "application/json");
    if let Some(token) = &who.token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if let Some(cookie) = &who.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let answer = door.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 22).await.unwrap();
    Heard { status, headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
}

/// The device of a booth with nobody's cookie.
fn bare(booth: &Booth) -> Who {
    Who { cookie: None, ..booth.who.clone() }
}

#[tokio::test]
async fn a_page_of_the_old_address_sells_on_by_the_devices_token_and_names_its_seller() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let lan = shop.pin("Mai A03", "2749").await;
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["seller"] = json!(lan);
    let origin = [("origin", OLD)];
    let post = ("POST", "/api/v1/sales");
    for status in [StatusCode::CREATED, StatusCode::OK] {
        let heard = from_afar(&shop.router, post, &bare(&booth), &origin, Some(&sale)).await;
        assert_eq!(heard.status, status, "{}", heard.body);
        assert_eq!(heard.body["id"], sale["id"]);
        assert!(heard.readable());
    }
    assert_eq!(shop.words("select seller from sale").await, ["Mai A03"]);
    let get = ("GET", "/api/v1/till");
    let till = from_afar(&shop.router, get, &bare(&booth), &origin, None).await;
    assert!(till.readable() && till.body["booth"]["code"] == "A03", "{}", till.body);
    // A refusal can be read too: the phone must know that it was one.
    let wrong = Who { token: Some("không phải".into()), cookie: None };
    let refused = from_afar(&shop.router, get, &wrong, &origin, None).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(refused.readable());
    shop.verify().await;
}

#[tokio::test]
async fn a_cookie_never_counts_where_another_origins_page_sends_it() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let on = Some(booth.device);
    let manager = shop.person("Hoa", Role::Manager, Some(booth.uid), on).await.on(&booth.who);
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let signs = [
        vec![("origin", OLD)],
        vec![("origin", "https://localhost")],
        vec![("origin", "null")],
        vec![("origin", "http://localhost:9090"), ("sec-fetch-site", "same-site")],
        vec![("sec-fetch-site", "cross-site")],
    ];
    for sign in &signs {
        let till = ("GET", "/api/v1/till");
        let heard = from_afar(&shop.router, till, &manager, sign, None).await;
        assert_eq!(heard.status, StatusCode::OK);
        assert_eq!(heard.body["person"], Value::Null, "{sign:?}: the token alone");
        let alone = Who { token: None, cookie: manager.cookie.clone() };
        for who in [&alone, &organiser] {
            let live = from_afar(&shop.router, till, who, sign, None).await;
            assert_eq!(live.status, StatusCode::UNAUTHORIZED, "{sign:?}");
            assert!(!live.readable());
            let sale = shop.sale(&[(honey, "1")], 185_000);
            let post = ("POST", "/api/v1/sales");
            let refused = from_afar(&shop.router, post, who, sign, Some(&sale)).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{sign:?}");
            assert!(!refused.readable());
        }
    }
    // A manager's cookie beside the token gives a refund no manager's right.
    let sale = shop.sale(&[(honey, "6")], 1_110_000);
    shop.post_sale(&booth.who, &sale).await;
    let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let hoa = shop.pin("Hoa", "2749").await;
    let refund = json!({"id": shop.uid(), "reason": "Khách trả", "seller": hoa});
    for sign in &signs {
        let heard = from_afar(&shop.router, ("POST", &path), &manager, sign, Some(&refund)).await;
        assert_eq!(heard.status, StatusCode::FORBIDDEN, "{sign:?}: {}", heard.body);
    }
    let own = [("origin", "http://localhost")];
    let heard = from_afar(&shop.router, ("POST", &path), &manager, &own, Some(&refund)).await;
    assert_eq!(heard.status, StatusCode::CREATED, "{}", heard.body);
    assert!(!heard.readable(), "the laptop's own page needs no leave");
}

#[tokio::test]
async fn a_browser_that_asks_first_is_let_make_calls_and_nothing_else() {
    let shop = TestShop::open().await;
    let asks = [
        ("origin", OLD),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization,content-type"),
    ];
    let nobody = Who::default();
    for path in ["/api/v1/sales", "/api/v1/till", "/api/v1/devices/handovers"] {
        let heard = from_afar(&shop.router, ("OPTIONS", path), &nobody, &asks, None).await;
        assert_eq!(heard.status, StatusCode::NO_CONTENT, "{path}");
        assert!(heard.readable());
        let said = |name: &str| heard.headers[name].to_str().unwrap().to_owned();
        assert_eq!(said("access-control-allow-methods"), "GET, POST, PUT, DELETE");
        assert_eq!(said("access-control-allow-headers"), "Authorization, Content-Type, Accept");
    }
    for path in ["/", "/till", "/board", "/booth", "/login", "/healthz", "/api/openapi.json"] {
        let heard = from_afar(&shop.router, ("OPTIONS", path), &nobody, &asks, None).await;
        assert!(!heard.readable() && heard.status != StatusCode::NO_CONTENT, "{path}");
    }
    // The door still opens for its own names alone.
    let request = Request::options("/api/v1/sales")
        .header(header::HOST, "evil.example")
        .header(header::ORIGIN, OLD)
        .header("access-control-request-method", "POST");
    let answer = shop.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn no_page_and_no_file_is_given_to_another_origin() {
    let (shop, booth, _) = TestShop::with_honey(9).await;
    let organiser = shop.person("Ban", Role::Organiser, None, None).await;
    let both = organiser.on(&booth.who);
    for path in ["/", "/till", "/gate", "/board", "/booths", "/people", "/healthz", "/trust"] {
        for who in [&both, &organiser, &bare(&booth)] {
            let heard = from_afar(&shop.router, ("GET", path), who, &[("origin", OLD)], None).await;
            assert!(!heard.readable(), "{path}");
        }
    }
    // A link from elsewhere leads in as before: browsers send no origin with it.
    let link = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
    let heard = from_afar(&shop.router, ("GET", "/people"), &organiser, &link, None).await;
    assert_eq!(heard.status, StatusCode::OK);
}

/// What the laptop answers this device, asked at `host` behind this door.
async fn asked(door: &Router, device: DeviceId, nonce: &str, host: &str) -> Heard {
    let path = format!("/api/v1/devices/{device}/proof?nonce={nonce}");
    let request = Request::get(path).header(header::HOST, host).header(header::ORIGIN, OLD);
    let answer = door.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 16).await.unwrap();
    Heard { status, headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
}

const NONCE: &str = "00112233445566778899aabbccddeeff";

#[tokio::test]
async fn a_device_knows_its_laptop_by_a_proof_that_holds_for_one_address_alone() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let token = booth.who.token.clone().unwrap();
    let digest = hex::encode(access::digest(&token));
    let wanted = |origin: &str| {
        let text = format!("{NONCE} {origin} {digest}");
        json!({"proof": hex::encode(Sha256::digest(text))})
    };
    let http = &shop.router;
    let heard = asked(http, booth.device, NONCE, "localhost:8080").await;
    assert_eq!(heard.status, StatusCode::OK);
    assert!(heard.readable(), "it is asked before the token is told");
    assert_eq!(heard.body, wanted("http://localhost:8080"));
    let https = web::secure_router(shop.app.clone());
    let heard = asked(&https, booth.device, NONCE, "127.0.0.1:8443").await;
    assert_eq!(heard.body, wanted("https://127.0.0.1:8443"));
    // Somebody else's address: he would pass the laptop's answer on as his own.
    let relayed = asked(http, booth.device, NONCE, "10.66.6.6:8080").await;
    assert_eq!(relayed.status, StatusCode::MISDIRECTED_REQUEST);
    // Another fair's laptop, and this one once the device went on elsewhere.
    let other = TestShop::open().await;
    let heard = asked(&other.router, booth.device, NONCE, "localhost:8080").await;
    assert_eq!(heard.status, StatusCode::NOT_FOUND);
    assert_eq!(heard.body["error"], "not_found");
    assert!(heard.readable());
    let handed = shop.post(&booth.who, "/api/v1/devices/handovers", &Value::Null).await.body;
    let ask = json!({"code": handed["code"], "name": ""});
    let moved = shop.post(&Who::default(), "/api/v1/devices", &ask).await;
    assert_eq!(moved.status, StatusCode::CREATED);
    let heard = asked(http, booth.device, NONCE, "localhost:8080").await;
    assert_ne!(heard.body, wanted("http://localhost:8080"), "the old token is worth nothing");
}

#[tokio::test]
async fn a_laptop_is_not_asked_for_proofs_without_end() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    for nonce in ["", "12", "zz112233445566778899aabbccddeeff", &"a".repeat(65)] {
        let heard = asked(&shop.router, booth.device, nonce, "localhost").await;
        assert_eq!(heard.status, StatusCode::UNPROCESSABLE_ENTITY, "{nonce}");
    }
    for _ in 0..96 {
        let heard = asked(&shop.router, booth.device, NONCE, "localhost").await;
        assert_eq!(heard.status, StatusCode::OK);
    }
    let heard = asked(&shop.router, booth.device, NONCE, "localhost").await;
    assert_eq!(heard.status, StatusCode::TOO_MANY_REQUESTS);
    shop.set_now(shop.now() + 1000);
    let heard = asked(&shop.router, booth.device, NONCE, "localhost").await;
    assert_eq!(heard.status, StatusCode::OK);
}

#[tokio::test]
async fn a_till_and_a_gate_are_told_where_their_scheme_finds_the_laptop() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let (device, gate) = shop.device(None, Some(shop.gate)).await;
    for (who, path) in [(&booth.who, "/api/v1/till"), (&gate, "/api/v1/gate")] {
        let said = shop.get_json(who, path).await.body["addresses"].clone();
        let said: Vec<String> = serde_json::from_value(said).unwrap();
        assert!(!said.is_empty() && said.len() <= 8, "{said:?}");
        assert!(said.iter().all(|it| it.starts_with("http://") && it.ends_with(":80")), "{said:?}");
    }
    let said = shop.get_json(&gate, "/api/v1/gate").await.body;
    assert_eq!(said["device"]["id"], json!(device));
    // Over HTTPS, where there is none, nothing is promised.
    let https = web::secure_router(shop.app.clone());
    let till = from_afar(&https, ("GET", "/api/v1/till"), &bare(&booth), &[], None).await;
    assert_eq!(till.body["addresses"], json!([]));
    // The pages of devices may speak to them, and no other page may.
    for (door, path, reach) in [
        (&shop.router, "/till", "connect-src 'self' http:;"),
        (&shop.router, "/gate", "connect-src 'self' http:;"),
        (&https, "/till", "connect-src 'self' https:;"),
    ] {
        let heard = from_afar(door, ("GET", path), &Who::default(), &[], None).await;
        let policy = heard.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains(reach), "{path}: {policy}");
    }
    for path in ["/customer", "/join", "/login"] {
        let heard = from_afar(&shop.router, ("GET", path), &Who::default(), &[], None).await;
        let policy = heard.headers["content-security-policy"].to_str().unwrap();
        assert!(!policy.contains("connect-src"), "{path}: {policy}");
    }
}
