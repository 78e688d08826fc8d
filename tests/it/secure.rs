//! HTTPS beside plain HTTP: the same shop behind another door, and how a device comes to it.

use crate::shop::{TestShop, Who};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use chophien::{
    staff::Role,
    tls::{Authority, Live},
    web::{self, http::app::Trust},
};
use serde_json::{Value, json};
use tower::ServiceExt;

/// A request as a browser sends it, and the answer's head and text.
async fn send(door: &Router, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let answer = door.clone().oneshot(request).await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = axum::body::to_bytes(answer.into_body(), 1 << 22).await.unwrap();
    (status, headers, body.to_vec())
}

async fn get(door: &Router, path: &str) -> (StatusCode, HeaderMap, String) {
    let request = Request::get(path).header(header::HOST, "localhost").body(Body::empty()).unwrap();
    let (status, headers, body) = send(door, request).await;
    (status, headers, String::from_utf8_lossy(&body).into_owned())
}

/// The plain door of this shop with HTTPS beside it on port 8443.
fn trusting(shop: &TestShop) -> (Router, Trust) {
    let book = shop.shop();
    let authority = Authority::open(&book.folder, book.clock.now(), &book.chance).unwrap();
    let hosts = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let live = Live::start(authority, hosts, book.clock.clone(), book.chance.clone()).unwrap();
    let trust = Trust::new(8443, live).unwrap();
    (web::router(shop.app.clone().trusting(Some(trust.clone()))), trust)
}

async fn handover(shop: &TestShop, who: &Who) -> Value {
    let reply = shop.post(who, "/api/v1/devices/handovers", &Value::Null).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    reply.body
}

async fn redeem(shop: &TestShop, handed: &Value) -> (StatusCode, Value) {
    let ask = json!({"code": handed["code"], "name": ""});
    let reply = shop.post(&Who::default(), "/api/v1/devices", &ask).await;
    (reply.status, reply.body)
}

#[tokio::test]
async fn a_device_moves_to_https_as_itself_and_its_old_token_ends() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    shop.post_sale(&booth.who, &sale).await;
    let seller = shop.person("Hoa", Role::Seller, Some(booth.uid), Some(booth.device)).await;
    let devices = shop.figure("select count(*) from device").await;
    let entries = shop.figure("select count(*) from journal").await;

    let handed = handover(&shop, &booth.who).await;
    assert_eq!(shop.get_json(&booth.who, "/api/v1/till").await.status, StatusCode::OK);
    let (status, moved) = redeem(&shop, &handed).await;
    assert_eq!(status, StatusCode::CREATED, "{moved}");
    let same = json!({"id": booth.device, "letter": "A", "name": "Điện thoại quầy"});
    assert_eq!(moved["device"], same);
    assert_eq!(moved["booth"]["code"], "A03");

    let who = Who { token: moved["token"].as_str().map(str::to_owned), cookie: None };
    let till = shop.get_json(&who, "/api/v1/till").await;
    assert_eq!(till.body["device"]["next_seq"], 2, "its sales are numbered on from the last");
    let gone = StatusCode::UNAUTHORIZED;
    assert_eq!(shop.get_json(&booth.who, "/api/v1/till").await.status, gone);
    assert_eq!(shop.get_json(&seller, "/api/v1/till").await.status, gone);
    assert_eq!(redeem(&shop, &handed).await.1["error"], "pairing_code", "a code is used once");
    assert_eq!(shop.figure("select count(*) from device").await, devices);
    assert_eq!(shop.figure("select count(*) from journal").await, entries);
}

#[tokio::test]
async fn a_hand_over_code_holds_ten_minutes_and_only_the_last_one() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let first = handover(&shop, &booth.who).await;
    let second = handover(&shop, &booth.who).await;
    assert_eq!(redeem(&shop, &first).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    shop.set_now(shop.now() + 10 * 60_000);
    assert_eq!(redeem(&shop, &second).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let third = handover(&shop, &booth.who).await;
    assert_eq!(redeem(&shop, &third).await.0, StatusCode::CREATED);
}

#[tokio::test]
async fn a_device_revoked_meanwhile_does_not_move() {
    let (shop, booth, _) = TestShop::with_honey(1).await;
    let handed = handover(&shop, &booth.who).await;
    let device = chophien::staff::Device {
        uid: booth.device,
        name: "Điện thoại Lan".into(),
        letter: "A".into(),
        booth: Some(booth.uid),
        gate: None,
        revoked: true,
    };
    let change = chophien::staff::Change::Device(device);
    shop.put(chophien::desk::command::Command::Staff(change)).await;
    assert_eq!(redeem(&shop, &handed).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn each_port_has_a_session_and_an_origin_of_its_own() {
    let (shop, booth, _) = TestShop::with_honey(9).await;
    let seller = shop.person("Hoa", Role::Seller, Some(booth.uid), Some(booth.device)).await;
    let plain = seller.cookie.unwrap();
    let secure = format!("__Host-{plain}");
    let (http, https) = (web::router(shop.app.clone()), web::secure_router(shop.app.clone()));
    let till = |door: &Router, cookie: &str| {
        let request = Request::get("/api/v1/till")
            .header(header::HOST, "localhost")
            .header(header::COOKIE, cookie);
        let (door, request) = (door.clone(), request.body(Body::empty()).unwrap());
        async move { send(&door, request).await.0 }
    };
    assert_eq!(till(&http, &plain).await, StatusCode::OK);
    assert_eq!(till(&https, &format!("lang=vi; {secure}")).await, StatusCode::OK);
    assert_eq!(till(&https, &plain).await, StatusCode::UNAUTHORIZED);
    assert_eq!(till(&http, &secure).await, StatusCode::UNAUTHORIZED);

    let leave = |door: &Router, cookie: &str, origin: &str| {
        let request = Request::delete("/api/v1/sessions")
            .header(header::HOST, "localhost")
            .header(header::ORIGIN, origin)
            .header(header::COOKIE, cookie);
        let (door, request) = (door.clone(), request.body(Body::empty()).unwrap());
        async move { send(&door, request).await }
    };
    for (door, origin) in [(&https, "http://localhost"), (&http, "https://localhost")] {
        assert_eq!(leave(door, &plain, origin).await.0, StatusCode::FORBIDDEN, "{origin}");
    }
    let (status, headers, _) = leave(&https, &secure, "https://localhost").await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let cookie = headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-sid=; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    assert!(cookie.ends_with("; Secure") && !cookie.contains("Domain"), "{cookie}");
    assert_eq!(till(&http, &plain).await, StatusCode::UNAUTHORIZED, "the session has ended");
}

#[tokio::test]
async fn anyone_reads_how_to_install_the_certificate_and_nobody_is_forced() {
    let shop = TestShop::open().await;
    let (door, trust) = trusting(&shop);
    let (status, headers, page) = get(&door, "/trust").await;
    assert_eq!(status, StatusCode::OK);
    let spelled: String = page.replace("<wbr>", "");
    assert!(spelled.contains(&trust.live.authority().fingerprint()), "to compare with the console");
    for words in ["Android", "iPhone", "Windows", "/trust/chophien-ca.crt", "class=\"qr\""] {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("data-https=\"https://localhost:8443\""));
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("connect-src 'self' https://localhost:8443;"), "{policy}");

    let request = Request::get("/trust/chophien-ca.crt").header(header::HOST, "localhost");
    let (_, headers, body) = send(&door, request.body(Body::empty()).unwrap()).await;
    assert_eq!(headers[header::CONTENT_TYPE], "application/x-x509-ca-cert");
    assert_eq!(body, trust.live.authority().certificate());

    let https = web::secure_router(shop.app.clone().trusting(Some(trust)));
    for (door, path) in [(&door, "/till"), (&https, "/till"), (&https, "/trust")] {
        let (status, headers, _) = get(door, path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!headers.contains_key("strict-transport-security"), "plain HTTP must stay open");
    }
    let (_, _, page) = get(&shop.router, "/trust").await;
    assert!(page.contains("--tls-listen") && !page.contains("chophien-ca.crt"), "HTTPS is off");
    let off = get(&shop.router, "/trust/chophien-ca.crt").await.0;
    assert_eq!(off, StatusCode::NOT_FOUND);
}

/// The addresses between two marks of a text.
fn between(text: &str, open: &str, close: &str) -> Vec<String> {
    let rests = text.split(open).skip(1);
    rests.filter_map(|rest| rest.split_once(close)).map(|(it, _)| it.to_owned()).collect()
}

#[tokio::test]
async fn a_shell_is_the_same_for_everyone_and_names_every_module_it_may_need() {
    let shop = TestShop::open().await;
    for page in ["/till", "/gate", "/customer"] {
        let (_, headers, shell) = get(&shop.router, page).await;
        assert_eq!(headers[header::CACHE_CONTROL], "private, max-age=604800");
        let vary: Vec<_> = headers.get_all(header::VARY).iter().collect();
        assert!(
            vary.iter().all(|it| *it == "accept-encoding"),
            "lost at the first sign-in: {vary:?}"
        );
        let later = between(&shell, "data-later=\"", "\"").join(" ");
        let reads = page != "/customer";
        for file in ["/js/scan/decoder.js", "/js/decoder_worker.js", "/zxing/share.js", ".wasm"] {
            assert_eq!(later.contains(file), reads, "{file}: fetched after the opening");
            let opening = between(&shell, "href=\"", "\"");
            assert!(!opening.iter().any(|it| it.ends_with(file)), "{file}: not at the opening");
        }
        let modules = between(&shell, "modulepreload\" href=\"", "\"");
        assert!(modules.len() > 8, "{modules:?}");
        for module in &modules {
            let (status, headers, code) = get(&shop.router, module).await;
            assert_eq!(status, StatusCode::OK, "{module}");
            assert!(headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
            for name in between(&code, "from './", "'") {
                let ending = format!("/{name}");
                assert!(modules.iter().any(|it| it.ends_with(&ending)), "{name} of {module}");
            }
        }
    }
}

#[tokio::test]
async fn the_worker_keeps_files_and_shells_that_exist_and_no_answer_of_the_api() {
    let shop = TestShop::open().await;
    let (status, headers, worker) = get(&shop.router, "/sw.js").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers[header::CACHE_CONTROL], "no-cache", "an upgrade must be noticed");
    assert!(headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/javascript"));
    let kept = between(&worker, "const KEPT = ", ";\n").remove(0);
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(kept["shells"], json!(["/till", "/gate", "/customer"]));
    let files: Vec<&str> =
        kept["files"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for page in ["/till", "/gate", "/customer"] {
        let (_, _, shell) = get(&shop.router, page).await;
        for address in between(&shell, "href=\"", "\"") {
            assert!(files.contains(&address.as_str()), "{address} of {page}");
        }
    }
    for file in &files {
        assert!(file.starts_with("/static/"), "{file}");
        assert_eq!(get(&shop.router, file).await.0, StatusCode::OK, "{file}");
    }
    assert!(!worker.contains("/api/"));
}
