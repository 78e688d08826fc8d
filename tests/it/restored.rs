//! A laptop dies at a fair, and a copy of its book goes on on another one.

use crate::shop::{Booth, Clocked, TestShop};
use axum::http::StatusCode;
use chophien::{
    base::{
        clock::{Clock, MINUTE, Ms},
        id::{BoothId, Chance, NodeId, ProductId},
        series::sign,
    },
    db,
    desk::{command::Command, succession},
    fair,
    node::{Event, TookOver},
    staff::Role,
};
use serde_json::{Value, json};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use std::path::Path;
use tempfile::TempDir;

const CREATED: StatusCode = StatusCode::CREATED;
const OK: StatusCode = StatusCode::OK;

async fn raw(folder: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(folder.join(db::FILE)).connect().await.unwrap()
}

/// A copy of a shop's book as it stands, which goes on as another node.
pub async fn copied(shop: &TestShop, seed: u64) -> (TempDir, NodeId) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(db::FILE);
    let mut book = shop.shop().read().await.unwrap();
    sqlx::query("vacuum into ?").bind(file.to_str()).execute(&mut *book).await.unwrap();
    let (now, chance) = (shop.now(), Chance::seeded(seed));
    let mut book = raw(folder.path()).await;
    let began = succession::begin(&mut book, &Clock::by(move || Ms(now)), &chance).await.unwrap();
    (folder, began.node)
}

/// The copy, opened. Its ids are not those that the old laptop made from the same chance.
pub async fn opened(folder: &TempDir) -> TestShop {
    let shop = TestShop::opened(folder.path(), Clocked::Steered).await;
    shop.shop().chance.fill(&mut vec![0; 1 << 20]);
    shop
}

pub async fn take_over(shop: &TestShop, node: NodeId) {
    let at = Ms(shop.now());
    shop.put(Command::Node(Event::TookOver(TookOver { node, at }))).await;
}

/// A row as a till sends it again, with what it was answered.
fn resent(row: &Value, answer: &Value) -> Value {
    let number = answer.get("receipt_no").or(answer.get("z_no"));
    let mut row = row.clone();
    row["acknowledged"] = json!({"node": answer["node"], "receipt_no": number});
    row
}

/// Sells a jar; what was sent, and what was answered.
pub async fn sell(shop: &TestShop, booth: &Booth, honey: ProductId, n: i64) -> (Value, Value) {
    let mut sale = shop.sale(&[(honey, "1")], 185_000);
    sale["device_seq"] = json!(n);
    let reply = shop.post_sale(&booth.who, &sale).await;
    assert_eq!(reply.status, CREATED, "{}", reply.body);
    (sale, reply.body)
}

const NUMBERS: &str = "select receipt_no from sale order by id";

#[tokio::test]
async fn no_number_is_given_twice_and_what_was_printed_keeps_its_number() {
    let (old, booth, honey) = TestShop::with_honey(20).await;
    for n in 1..=3 {
        sell(&old, &booth, honey, n).await;
    }
    let (folder, node) = copied(&old, 41).await;
    // What the old laptop still sold is on the phone and on paper, and not in the copy.
    let (four, said_four) = sell(&old, &booth, honey, 4).await;
    let (five, said_five) = sell(&old, &booth, honey, 5).await;
    assert_eq!(said_five["receipt_no"], "A03-0005");
    let new = opened(&folder).await;
    take_over(&new, node).await;
    let (_, fresh) = sell(&new, &booth, honey, 6).await;
    let sign = sign(node);
    assert_eq!(fresh["receipt_no"], format!("A03{sign}-0001"), "its own series, under its sign");
    assert_eq!(fresh["node"], json!(node));
    for (row, said) in [(&five, &said_five), (&four, &said_four)] {
        let again = new.post_sale(&booth.who, &resent(row, said)).await;
        assert_eq!((again.status, &again.body["receipt_no"]), (CREATED, &said["receipt_no"]));
        assert_eq!(again.body["node"], said["node"], "the node whose number it is");
        let replay = new.post_sale(&booth.who, row).await;
        assert_eq!((replay.status, &replay.body), (OK, &again.body), "with or without its number");
    }
    let (_, next) = sell(&new, &booth, honey, 7).await;
    assert_eq!(next["receipt_no"], format!("A03{sign}-0002"), "no gap in its own series");
    let numbers = new.words(NUMBERS).await;
    let plain = |n: i64| format!("A03-{n:04}");
    let signed = |n: i64| format!("A03{sign}-{n:04}");
    let should = [plain(1), plain(2), plain(3), signed(1), plain(5), plain(4), signed(2)];
    assert_eq!(numbers, should);
    // The paper of what was printed elsewhere is out already.
    assert_eq!(new.figure("select count(*) from print_job").await, 0);
    new.verify().await;
}

#[tokio::test]
async fn refunds_and_z_reports_keep_their_numbers_too() {
    let (old, booth, honey) = TestShop::with_honey(20).await;
    let hoa = old.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let hoa = hoa.on(&booth.who);
    let (sale, _) = sell(&old, &booth, honey, 1).await;
    let shift = json!({"id": old.uid(), "at_ms": old.now(), "float": []});
    assert_eq!(old.post(&booth.who, "/api/v1/shifts", &shift).await.status, CREATED);
    let (folder, node) = copied(&old, 42).await;
    let refunds = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let back = json!({"id": old.uid(), "reason": "Nhầm", "at_ms": old.now()});
    let said_back = old.post(&hoa, &refunds, &back).await.body;
    let closings = format!("/api/v1/shifts/{}/closings", shift["id"].as_str().unwrap());
    let close = json!({"id": old.uid(), "at_ms": old.now() + MINUTE, "count": []});
    old.set_now(old.now() + MINUTE);
    let said_z = old.post(&booth.who, &closings, &close).await.body;
    assert_eq!(
        (&said_back["receipt_no"], &said_z["z_no"]),
        (&json!("A03-0002"), &json!("A03-Z0001"))
    );
    let new = opened(&folder).await;
    new.set_now(old.now());
    take_over(&new, node).await;
    let again = new.post(&hoa, &refunds, &resent(&back, &said_back)).await;
    assert_eq!((again.status, &again.body["receipt_no"]), (CREATED, &said_back["receipt_no"]));
    let again = new.post(&booth.who, &closings, &resent(&close, &said_z)).await;
    assert_eq!((again.status, &again.body["z_no"]), (CREATED, &said_z["z_no"]));
    let next = json!({"id": new.uid(), "at_ms": new.now(), "float": []});
    assert_eq!(new.post(&booth.who, "/api/v1/shifts", &next).await.status, CREATED);
    let closings = format!("/api/v1/shifts/{}/closings", next["id"].as_str().unwrap());
    let close = json!({"id": new.uid(), "at_ms": new.now(), "count": []});
    let z = new.post(&booth.who, &closings, &close).await.body;
    assert_eq!(z["z_no"], format!("A03{}-Z0001", sign(node)));
    new.verify().await;
}

#[tokio::test]
async fn a_restored_laptop_shows_and_takes_nothing_on_until_somebody_says_the_old_one_is_gone() {
    let (old, booth, honey) = TestShop::with_honey(20).await;
    let (sale, said) = sell(&old, &booth, honey, 1).await;
    let boss = old.person("Ban", Role::Organiser, None, None).await;
    let (folder, node) = copied(&old, 43).await;
    let new = opened(&folder).await;
    let next = new.sale(&[(honey, "1")], 185_000);
    let visit = json!({"id": new.uid(), "gate": old.gate, "count": 1, "at_ms": new.now()});
    let refunds = format!("/api/v1/sales/{}/refunds", sale["id"].as_str().unwrap());
    let back = json!({"id": new.uid(), "reason": "Nhầm", "at_ms": new.now()});
    let shift = json!({"id": new.uid(), "at_ms": new.now(), "float": []});
    let calls = [
        (&booth.who, "/api/v1/sales", &next),
        (&booth.who, refunds.as_str(), &back),
        (&booth.who, "/api/v1/shifts", &shift),
        (&boss, "/api/v1/visits", &visit),
    ];
    for (who, path, body) in calls {
        let reply = new.post(who, path, body).await;
        let words = reply.body["message"].as_str().unwrap().to_owned();
        // The outbox keeps and sends again what is answered so.
        assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {words}");
        assert_eq!(reply.body["error"], "not_taken_over", "{path}");
        assert!(words.contains("restored from a copy"), "{words}");
    }
    assert_eq!(new.get_json(&booth.who, "/api/v1/till").await.status, OK, "it shows");
    let known = new.post_sale(&booth.who, &sale).await;
    assert_eq!((known.status, &known.body), (OK, &said), "what stands is acknowledged");
    take_over(&new, node).await;
    for (who, path, body) in calls {
        let reply = new.post(who, path, body).await;
        assert_eq!(reply.status, CREATED, "{path}: {}", reply.body);
    }
    new.verify().await;
}

#[tokio::test]
async fn two_restored_copies_are_two_nodes_and_no_booth_is_named_like_a_sign() {
    let (old, booth, honey) = TestShop::with_honey(20).await;
    sell(&old, &booth, honey, 1).await;
    let (one, node) = copied(&old, 44).await;
    let (_, other) = copied(&old, 45).await;
    assert!(node != other && sign(node) != sign(other));
    let new = opened(&one).await;
    take_over(&new, node).await;
    let (_, third) = copied(&new, 46).await;
    assert!(sign(third) != sign(node));
    let code = format!("a03{}", sign(node).to_lowercase());
    let before = "select count(*) from booth";
    let stood = new.figure(before).await;
    let refused = new.submit(named(&old, &code)).await.unwrap_err();
    assert!(refused.say().en.contains("cannot end in"), "{refused:?}");
    assert_eq!(new.figure(before).await, stood);
}

/// A booth with this code.
fn named(shop: &TestShop, code: &str) -> Command {
    Command::Fair(fair::Change::Booth(fair::Booth {
        uid: BoothId(shop.uid()),
        fair: shop.fair,
        code: code.into(),
        name: "Gian".into(),
        zone: fair::kinds::Zone::Local,
        origin_unit: String::new(),
        seller: String::new(),
        address: String::new(),
        phone: String::new(),
        tax_code: String::new(),
        bank_bin: String::new(),
        account: String::new(),
        limits: Default::default(),
        methods: Default::default(),
        pictures: false,
        closed: false,
    }))
}
