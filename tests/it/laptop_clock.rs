//! A laptop whose clock is behind its own book says so, and nothing is put on an earlier day in
//! silence.

use crate::{
    shifts::{jar, open, page_of, sell},
    shop::{Clocked, OPENING, TestShop, Who, request},
};
use axum::http::{StatusCode, header};
use chophien::{
    base::clock::{DAY, MINUTE},
    staff::Role,
};
use serde_json::{Value, json};

const HOUR: i64 = 60 * MINUTE;
const PAGES: [&str; 3] = ["/board/HL26", "/fairs/HL26", "/fairs"];

async fn clock(shop: &TestShop) -> Value {
    shop.get_json(&Who::default(), "/healthz").await.body["clock"].clone()
}

/// Whether every page of an organiser warns.
async fn warned(shop: &TestShop, organiser: &Who) -> Vec<bool> {
    let mut warned = Vec::new();
    for page in PAGES {
        warned.push(page_of(shop, organiser, page).await.contains("clock is behind its own book"));
    }
    warned
}

#[tokio::test]
async fn a_laptop_a_day_behind_its_book_says_so_and_flags_what_is_sold_until_it_is_put_right() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    let boss = shop.person("Ban", Role::Organiser, None, None).await;
    let hoa = shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let hoa = hoa.on(&booth.who);
    let shift = open(&shop, &booth.who).await;
    let at = |minutes: i64| OPENING + minutes * MINUTE;
    let paid = |at| jar(&shop, honey, at, Some(&shift));
    assert_eq!(sell(&shop, &booth.who, &paid(at(0))).await["flags"], json!([]));
    assert_eq!(clock(&shop).await["behind"], false);
    assert_eq!(warned(&shop, &boss).await, [false; 3]);
    shop.set_now(at(0) - 26 * HOUR);
    let stands = json!({"behind": true, "now_ms": shop.now(), "newest_ms": at(0)});
    assert_eq!(clock(&shop).await, stands, "before anything is sold");
    assert_eq!(warned(&shop, &boss).await, [true; 3]);
    for minutes in [0, 10] {
        shop.set_now(at(minutes) - 26 * HOUR);
        let sale = paid(shop.now());
        assert_eq!(sell(&shop, &booth.who, &sale).await["flags"], json!(["laptop_clock"]));
        let path = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
        let void = json!({"id": shop.uid(), "reason": "Nhầm", "at_ms": shop.now()});
        let back = shop.post(&hoa, &path, &void).await.body;
        assert_eq!(back["flags"], json!(["laptop_clock"]), "{back}");
    }
    assert_eq!(clock(&shop).await["behind"], true, "what was written meanwhile proves nothing");
    // The clock is put right; a phone that was away still goes by the wrong one.
    shop.set_now(at(60));
    assert_eq!(clock(&shop).await["behind"], false);
    assert_eq!(warned(&shop, &boss).await, [false; 3]);
    let away = paid(at(50) - 26 * HOUR);
    assert_eq!(sell(&shop, &booth.who, &away).await["flags"], json!(["clock_wrong"]));
    assert_eq!(sell(&shop, &booth.who, &paid(at(60))).await["flags"], json!([]));
    let days = "select distinct day from sale where flags = '[]' or flags like '%clock_wrong%'";
    assert_eq!(shop.words(days).await, ["2026-06-03"]);
    shop.verify().await;
}

#[tokio::test]
async fn a_laptop_that_was_ahead_and_is_right_again_sells_unflagged_once_somebody_says_so() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    shop.set_now(OPENING + DAY);
    sell(&shop, &booth.who, &jar(&shop, honey, shop.now(), None)).await;
    shop.set_now(OPENING + HOUR);
    let boss = shop.person("Ban", Role::Organiser, None, None).await;
    let sold = |now| jar(&shop, honey, now, None);
    assert_eq!(sell(&shop, &booth.who, &sold(shop.now())).await["flags"], json!(["laptop_clock"]));
    assert!(page_of(&shop, &boss, "/fairs").await.contains("action=\"/clock\""));
    assert_eq!(shop.post(&boss, "/clock", &json!({})).await.status, StatusCode::SEE_OTHER);
    assert_eq!(clock(&shop).await["behind"], false);
    assert_eq!(warned(&shop, &boss).await, [false; 3]);
    assert_eq!(sell(&shop, &booth.who, &sold(shop.now())).await["flags"], json!([]));
    shop.set_now(OPENING - HOUR);
    assert_eq!(clock(&shop).await["behind"], true, "it may fall back again");
    shop.verify().await;
}

#[tokio::test]
async fn a_clock_that_is_put_back_by_minutes_alarms_nobody() {
    let (shop, booth, honey) = TestShop::with_honey(9).await;
    sell(&shop, &booth.who, &jar(&shop, honey, OPENING, None)).await;
    shop.set_now(OPENING - 4 * MINUTE);
    let sale = jar(&shop, honey, shop.now(), None);
    assert_eq!(sell(&shop, &booth.who, &sale).await["flags"], json!([]));
    assert_eq!(clock(&shop).await["behind"], false);
}

#[tokio::test]
async fn the_warning_is_in_the_readers_language_and_an_auditor_cannot_wave_it_away() {
    let (shop, _, _) = TestShop::with_honey(9).await;
    shop.set_now(OPENING - DAY);
    let auditor = shop.person("Kiểm", Role::Auditor, None, None).await;
    let page = page_of(&shop, &auditor, "/board/HL26").await;
    assert!(page.contains("02/06/2026 14:32") && page.contains("03/06/2026 14:32"), "{page}");
    assert!(!page.contains("action=\"/clock\""));
    assert_eq!(shop.post(&auditor, "/clock", &json!({})).await.status, StatusCode::FORBIDDEN);
    let mut asked = request("GET", &auditor, "/fairs", None);
    asked.headers_mut().insert(header::ACCEPT_LANGUAGE, "vi".parse().unwrap());
    let page = crate::looks::text(&shop, asked).await;
    assert!(page.contains("Đồng hồ máy chủ chạy chậm hơn sổ"), "{page}");
}

#[cfg(unix)]
#[test]
fn the_terminal_says_at_start_that_the_clock_is_behind() {
    use std::{
        io::{BufRead, BufReader},
        process::{Command, Stdio},
        sync::mpsc,
        time::Duration,
    };
    let folder = tempfile::tempdir().unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let ahead = chophien::base::clock::Clock::system().now().0 + DAY;
        let shop = TestShop::at(folder.path(), Clocked::Steered).await;
        shop.set_now(ahead);
        shop.product("Mật ong Tiên Yên", "chai", 185_000).await;
    });
    for (lang, words) in [("en", "clock is behind its own book"), ("vi", "chậm hơn sổ")] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_chophien"))
            .arg("--data")
            .arg(folder.path())
            .args(["--lang", lang, "serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(program.stderr.take().unwrap()).lines();
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || tell.send(said.any(|line| line.unwrap().contains(words))));
        let found = told.recv_timeout(Duration::from_secs(20)).unwrap_or(false);
        program.kill().unwrap();
        program.wait().unwrap();
        assert!(found, "{lang}");
    }
}
