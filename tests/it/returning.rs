//! Phones that come back together. Every shop of these stories has one reader of each kind: nobody
//! waits for anybody's stream, and sales go on.

use crate::{
    day::Day,
    pages::FORM,
    shop::{Booth, TestShop, Who, request},
};
use axum::{body::BodyDataStream, http::StatusCode};
use chophien::{
    base::id::{PersonId, ProductId},
    db::readers::{Lane, Taken},
    desk::command::Command,
    staff::{self, Role},
    web::http::sse::Kind,
};
use std::{sync::Arc, time::Duration};
use tokio::task::JoinSet;
use tokio_stream::StreamExt;
use tower::ServiceExt;

const STREAM: &str = "/api/v1/till/stream";
const BOARD: &str = "/api/v1/fairs/HL26/live";
const SALES: usize = 20;

/// Opens a stream.
async fn open(shop: &TestShop, who: &Who, path: &str) -> BodyDataStream {
    let answer = shop.router.clone().oneshot(request("GET", who, path, None)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.into_body().into_data_stream()
}

/// What a stream says until it says `word`, or ends; none when it does neither.
async fn until(stream: &mut BodyDataStream, word: &str) -> Option<String> {
    let mut said = String::new();
    let listening = async {
        while let Some(Ok(bytes)) = stream.next().await {
            said += &String::from_utf8_lossy(&bytes);
            if said.contains(word) {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(15), listening).await.ok()?;
    Some(said)
}

/// Whether a stream ends though nothing more happens.
async fn ends(mut stream: BodyDataStream) -> bool {
    until(&mut stream, "never said").await.is_some()
}

async fn sell(shop: &TestShop, booth: &Booth, goods: ProductId) -> Vec<StatusCode> {
    let mut answers = Vec::new();
    for _ in 0..SALES {
        let sale = shop.sale(&[(goods, "1")], 185_000);
        answers.push(shop.post_sale(&booth.who, &sale).await.status);
    }
    answers
}

/// Readers taken since `before`; none was waited for in vain.
fn taken(shop: &TestShop, lane: Lane, before: Taken) -> u64 {
    let now = shop.shop().readers().taken(lane);
    assert_eq!(now.timeouts, 0, "readers were not free");
    now.taken - before.taken
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_phones_return_while_sales_go_on() {
    let (shop, booth, honey) = TestShop::with_honey(100).await;
    let shop = Arc::new(shop);
    let mut phones = JoinSet::new();
    for _ in 0..60 {
        let phone = shop.device(Some(booth.uid), None).await.1;
        let shop = shop.clone();
        phones.spawn(async move {
            let till = shop.get_json(&phone, "/api/v1/till").await.status;
            let mut stream = open(&shop, &phone, &format!("{STREAM}?since=0")).await;
            (till, until(&mut stream, "event: news").await.is_some())
        });
    }
    let sold = sell(&shop, &booth, honey).await;
    assert_eq!(sold, vec![StatusCode::CREATED; SALES]);
    for (till, heard) in phones.join_all().await {
        assert_eq!((till, heard), (StatusCode::OK, true));
    }
    for lane in Lane::ALL {
        taken(&shop, lane, Taken::default());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_streams_read_nothing_while_sales_go_on_and_all_hear_the_news() {
    let (shop, booth, honey) = TestShop::with_honey(100).await;
    let shop = Arc::new(shop);
    let mut phones = Vec::new();
    for _ in 0..100 {
        phones.push(shop.device(Some(booth.uid), None).await.1);
    }
    let head = *shop.shop().desk.head().borrow();
    let path = format!("{STREAM}?since={head}");
    let mut streams = Vec::new();
    for phone in phones.iter().flat_map(|phone| [phone; 3]) {
        streams.push(open(&shop, phone, &path).await);
    }
    assert_eq!(shop.app.streams.count(Kind::Till), 300);
    // Whoever opened the last of them is looked at once more.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = Lane::ALL.map(|lane| shop.shop().readers().taken(lane));
    let mut hearing = JoinSet::new();
    for mut stream in streams {
        hearing.spawn(async move { until(&mut stream, "event: news").await.unwrap() });
    }
    let sold = sell(&shop, &booth, honey).await;
    assert_eq!(sold, vec![StatusCode::CREATED; SALES]);
    shop.price(honey, 190_000).await;
    for said in hearing.join_all().await {
        assert!(said.contains("event: news\n"), "{said}");
    }
    let [selling, pages, following] = [0, 1, 2].map(|n| taken(&shop, Lane::ALL[n], before[n]));
    let moves = SALES as u64 + 1;
    // The news are read once for each move at most, and listeners looked at for the price.
    assert!(following <= moves + 3, "{following} reads for {moves} moves");
    assert!(selling <= 3 * moves, "{selling} reads for {moves} sales");
    assert_eq!(pages, 0);
}

#[tokio::test]
async fn seven_hundred_streams_of_one_phone_leave_its_newest_four() {
    let (shop, booth, honey) = TestShop::with_honey(100).await;
    let phone = shop.device(Some(booth.uid), None).await.1;
    let mut streams = Vec::new();
    for _ in 0..700 {
        streams.push(open(&shop, &phone, STREAM).await);
    }
    assert_eq!(shop.app.streams.count(Kind::Till), 4);
    let newest = streams.split_off(696);
    for mut stream in streams {
        let said = until(&mut stream, "never said").await.expect("the oldest end");
        assert!(said.contains("event: ended\ndata: {\"reason\":\"replaced\""), "{said}");
    }
    let sold = sell(&shop, &booth, honey).await;
    assert_eq!(sold, vec![StatusCode::CREATED; SALES]);
    shop.price(honey, 190_000).await;
    for mut stream in newest {
        assert!(until(&mut stream, "event: news").await.is_some(), "the newest go on");
    }
    assert_eq!(shop.app.streams.count(Kind::Till), 0, "whoever goes gives the place back");
    taken(&shop, Lane::Selling, Taken::default());
}

#[tokio::test]
async fn a_silent_stream_ends_with_its_phone_and_another_phones_goes_on() {
    let (shop, booth, _) = TestShop::with_honey(5).await;
    let office = shop.person("Ban", Role::Organiser, None, None).await;
    let other = shop.device(Some(booth.uid), None).await.1;
    let stream = open(&shop, &booth.who, STREAM).await;
    let mut others = open(&shop, &other, STREAM).await;
    let revoke = format!("/devices/{}/revoke", booth.device);
    let revoked = Day::fill(&shop, &office, "vi", &revoke, FORM, "").await;
    assert!(revoked.status.is_redirection());
    assert!(ends(stream).await);
    assert_eq!(shop.app.streams.count(Kind::Till), 1);
    assert!(until(&mut others, "data: ").await.is_some());
}

#[tokio::test]
async fn a_silent_board_ends_when_its_organiser_signs_out_or_leaves() {
    let shop = TestShop::open().await;
    let chu = shop.person("Chu", Role::Organiser, None, None).await;
    let board = open(&shop, &chu, BOARD).await;
    shop.call("DELETE", &chu, "/api/v1/sessions", None).await;
    assert!(ends(board).await);
    let mai = shop.person("Mai", Role::Organiser, None, None).await;
    let board = open(&shop, &mai, BOARD).await;
    let uid: PersonId = shop.pin("Mai", "2468").await;
    let left = staff::Person {
        uid,
        name: "Mai".into(),
        login: "mai".into(),
        role: Role::Organiser,
        booth: None,
        active: false,
    };
    shop.put(Command::Staff(staff::Change::Person(left))).await;
    assert!(ends(board).await);
}

#[tokio::test]
async fn who_finds_no_reader_free_is_told_to_ask_again() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let office = shop.person("Ban", Role::Organiser, None, None).await;
    let pages = shop.shop().read().await.unwrap();
    let report = request("GET", &office, "/fairs", None);
    let answer = shop.router.clone().oneshot(report).await.unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()["retry-after"], "1");
    // A report takes no till's reader.
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    assert_eq!(shop.get_json(&booth.who, "/api/v1/till").await.status, StatusCode::OK);
    drop(open(&shop, &booth.who, STREAM).await);
    drop(pages);
    let selling = shop.shop().read_to_sell().await.unwrap();
    let sale = shop.sale(&[(honey, "1")], 185_000);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(
        (reply.status, &reply.body["error"]),
        (StatusCode::SERVICE_UNAVAILABLE, &"busy".into())
    );
    drop(selling);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, StatusCode::CREATED);
    let metrics = shop.router.clone();
    let metrics = metrics.oneshot(request("GET", &Who::default(), "/metrics", None)).await.unwrap();
    let text = axum::body::to_bytes(metrics.into_body(), 1 << 20).await.unwrap();
    let text = String::from_utf8(text.to_vec()).unwrap();
    for line in [
        "chophien_reader_timeouts_total{lane=\"selling\"} 1",
        "chophien_reader_timeouts_total{lane=\"pages\"} 1",
        "chophien_reader_timeouts_total{lane=\"following\"} 0",
        "chophien_streams_open{kind=\"board\"} 0",
    ] {
        assert!(text.contains(&format!("{line}\n")), "{line} in {text}");
    }
}
