//! Sales through HTTP beside raw SQLite writing the same rows, in the same run: a real server on
//! loopback, a real book on disk, clients that keep their connections.
//!
//! The floor takes the journal, sales, lines, payments, movements and roll-ups that the server
//! has just written and copies them into an empty book of the same schema, one statement per
//! table and one durable commit per batch: nothing that keeps the same rows can be faster.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement stops at the first surprise"
)]

use chophien::{
    base::{
        clock::Clock,
        id::{Chance, ProductId},
    },
    db,
    folder::lock::Lock,
};
use serde_json::json;
use sqlx::{Connection, SqliteConnection};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

#[path = "../tests/it/shop.rs"]
#[allow(dead_code, reason = "the stories use more of it")]
mod shop;
#[path = "../tests/it/wire.rs"]
#[allow(dead_code, reason = "the stories use more of it")]
mod wire;

use shop::{Clocked, TestShop};
use wire::Wire;

const CLIENTS: [usize; 4] = [1, 16, 64, 300];
const LAST: Duration = Duration::from_secs(3);
/// How long a load lasts where it is only tried out.
const TRIAL: Duration = Duration::from_millis(100);
/// The desk's largest batch.
const BATCH: usize = 256;

fn main() {
    // `cargo test` tries the smallest load for a moment, so that the floor keeps up with the
    // schema.
    let measured = std::env::args().any(|arg| arg == "--bench");
    let (clients, last) = if measured { (&CLIENTS[..], LAST) } else { (&CLIENTS[..1], TRIAL) };
    Runtime::new().unwrap().block_on(measure(clients, last));
}

async fn measure(all: &[usize], last: Duration) {
    println!("clients |  sales/s |   p50 ms |   p99 ms | floor sales/s | of the floor");
    for &clients in all {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let (per_second, latencies) = through_http(folder.path(), clients, last).await;
        let floor = floor(folder.path(), clients.min(BATCH), last).await;
        let at = |share: f64| latencies[(latencies.len() as f64 * share) as usize] * 1000.0;
        println!(
            "{clients:7} | {per_second:8.0} | {:8.2} | {:8.2} | {floor:13.0} | {:11.0}%",
            at(0.5),
            at(0.99),
            per_second / floor * 100.0
        );
        if clients == CLIENTS[3] {
            println!("memory after the last load: {} MiB", resident_kib() / 1024);
            opening(folder.path()).await;
        }
    }
}

/// Sells for so long; sales per second, and how long each took in seconds, sorted.
async fn through_http(folder: &Path, clients: usize, last: Duration) -> (f64, Vec<f64>) {
    let shop = TestShop::at(folder, Clocked::Live).await;
    let mut goods = Vec::new();
    for n in 0..20 {
        goods.push(shop.product(&format!("Sản phẩm {n}"), "gói 500 g", 55_000).await);
    }
    let mut tokens = Vec::new();
    for n in 0..clients.min(60) {
        let booth = shop.booth(&format!("A{n:02}")).await;
        shop.sells(&booth, &goods).await;
        tokens.push(booth.who.token.unwrap());
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move { axum::serve(listener, shop.router).await });
    let began = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|n| {
            let (token, goods) = (tokens[n % tokens.len()].clone(), goods.clone());
            tokio::spawn(sell(port, token, goods, began + last))
        })
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await.unwrap());
    }
    let took = began.elapsed().as_secs_f64();
    server.abort();
    latencies.sort_by(f64::total_cmp);
    (latencies.len() as f64 / took, latencies)
}

/// One till: a sale of two lines after the other, each with its own id.
async fn sell(port: u16, token: String, goods: Vec<ProductId>, until: Instant) -> Vec<f64> {
    let mut wire = Wire::open(port, &token).await.unwrap();
    let (chance, clock) = (Chance::system(), Clock::system());
    let mut latencies = Vec::new();
    while Instant::now() < until {
        let at = chance.below(19) as usize;
        let sale = json!({
            "id": chance.uid(clock.now()), "device_seq": 1, "paid_at_ms": clock.now(),
            "lines": [
                {"product": goods[at], "quantity": "1"},
                {"product": goods[at + 1], "quantity": "0.35"},
            ],
            "payments": [{"method": "cash", "amount": 74_250}],
            "expected_total": 74_250,
        });
        let began = Instant::now();
        let (status, _) = wire.call("POST", "/api/v1/sales", &sale.to_string()).await.unwrap();
        assert_eq!(status, 201);
        latencies.push(began.elapsed().as_secs_f64());
    }
    latencies
}

/// The tables that a sale writes, copied for the entries between two positions.
const COPIES: [&str; 12] = [
    "insert into journal select * from book.journal where pos > ?1 and pos <= ?2",
    "insert into sale select * from book.sale where id > ?1 and id <= ?2",
    "insert into sale_line select * from book.sale_line where sale > ?1 and sale <= ?2",
    "insert into tender select * from book.tender where sale > ?1 and sale <= ?2",
    "insert into movement select * from book.movement where entry > ?1 and entry <= ?2",
    "insert into level select place, product, owner, lot, null, null, null, null, 0, \
     sum(quantity), 0, 0, 0, -sum(quantity), 0, 0, 0, 0 from book.gain \
     where entry > ?1 and entry <= ?2 group by place, product, owner, lot \
     on conflict do update set quantity = quantity + excluded.quantity, \
     sold = sold + excluded.sold",
    "insert into rollup_line (fair, day, hour, booth, product, star, ocop_group, producer_type, \
     zone, origin_unit, quantity, amount, sampled, sample_value) \
     select s.fair, s.day, s.hour, s.booth, l.product, 4, 1, 'cooperative', 'local', '', \
     sum(l.quantity), sum(l.amount), 0, 0 from book.sale s \
     join book.sale_line l on l.sale = s.id where s.id > ?1 and s.id <= ?2 group by s.fair, \
     s.day, s.hour, s.booth, l.product on conflict do update set \
     quantity = quantity + excluded.quantity, amount = amount + excluded.amount",
    "insert into rollup_tender (fair, day, booth, method, zone, origin_unit, count, amount, taken) \
     select fair, day, booth, 'cash', 'local', '', count(*), sum(total), sum(total) \
     from book.sale where id > ?1 and id <= ?2 group by fair, day, booth \
     on conflict do update set count = count + excluded.count, \
     amount = amount + excluded.amount, taken = taken + excluded.taken",
    "insert into rollup_booth (fair, day, booth, zone, origin_unit, sales, voids, revenue, \
     rounding, taken, cashless) select fair, day, booth, 'local', '', count(*), 0, sum(total), \
     0, sum(total), 0 from book.sale where id > ?1 and id <= ?2 group by fair, day, booth \
     on conflict do update set sales = sales + excluded.sales, \
     revenue = revenue + excluded.revenue, taken = taken + excluded.taken",
    "insert into rollup_hour (fair, day, hour, sales, voids, revenue, taken, cashless) \
     select fair, day, hour, count(*), 0, sum(total), sum(total), 0 \
     from book.sale where id > ?1 and id <= ?2 group by fair, day, hour \
     on conflict do update set sales = sales + excluded.sales, \
     revenue = revenue + excluded.revenue, taken = taken + excluded.taken",
    "insert into rollup_product (fair, day, product, star, ocop_group, producer_type, quantity, \
     amount) select s.fair, s.day, l.product, 4, 1, 'cooperative', sum(l.quantity), \
     sum(l.amount) from book.sale s join book.sale_line l on l.sale = s.id \
     where s.id > ?1 and s.id <= ?2 group by s.fair, s.day, l.product on conflict do update set \
     quantity = quantity + excluded.quantity, amount = amount + excluded.amount",
    "insert into rollup_sale select fair, day, hour, booth, 'local', '', count(*), 0, \
     sum(total), 0 from book.sale where id > ?1 and id <= ?2 group by fair, day, hour, booth \
     on conflict do update set sales = sales + excluded.sales, \
     revenue = revenue + excluded.revenue",
];

/// Raw SQLite: the same rows in batches of this many sales, each durably committed, for so
/// long or until there are no more.
async fn floor(folder: &Path, batch: usize, lasting: Duration) -> f64 {
    let own = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let lock = Lock::take(own.path()).unwrap();
    let mut raw = db::writer(&lock).await.unwrap();
    let book = folder.join(db::FILE).to_string_lossy().into_owned();
    sqlx::query("attach ? as book").bind(book).execute(&mut raw).await.unwrap();
    for table in ["fair", "gate", "booth", "producer", "product"] {
        let copy = sqlx::AssertSqlSafe(format!("insert into {table} select * from book.{table}"));
        sqlx::query(copy).execute(&mut raw).await.unwrap();
    }
    // The ends of the world stand there already.
    let places = "insert into place select * from book.place where id > 0";
    sqlx::query(places).execute(&mut raw).await.unwrap();
    let (mut from, last): (i64, i64) = sqlx::query_as("select min(id) - 1, max(id) from book.sale")
        .fetch_one(&mut raw)
        .await
        .unwrap();
    let began = Instant::now();
    let mut copied = 0;
    while from < last && began.elapsed() < lasting {
        let to = last.min(from + batch as i64);
        copy(&mut raw, from, to).await;
        copied += to - from;
        from = to;
    }
    copied as f64 / began.elapsed().as_secs_f64()
}

async fn copy(raw: &mut SqliteConnection, from: i64, to: i64) {
    let mut transaction = raw.begin_with("begin immediate").await.unwrap();
    for statement in COPIES {
        let copy = sqlx::query(statement).bind(from).bind(to);
        copy.execute(&mut *transaction).await.unwrap();
    }
    transaction.commit().await.unwrap();
}

/// From an existing folder to the first answer.
async fn opening(folder: &Path) {
    let began = Instant::now();
    let shop = TestShop::opened(folder, Clocked::Live).await;
    let reply = shop.get_json(&shop::Who::default(), "/healthz").await;
    let took = began.elapsed();
    println!("opened with {} entries, first answer after {took:.0?}", reply.body["pos"]);
}

/// This process's memory, clients included.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}
