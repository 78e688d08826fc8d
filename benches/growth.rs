//! What a larger book costs: the delivered program on a book of ten thousand sales beside one of a
//! million (or as many as `CHOPHIEN_BENCH_SALES` says), which take turns.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement stops at the first surprise"
)]

use chophien::{
    base::{
        clock::Ms,
        id::{Chance, CommandId, SaleId},
        money::Money,
        quantity::Quantity,
    },
    db,
    desk::{
        batch,
        command::{Command, Envelope},
    },
    folder::lock::Lock,
    payment::event::Method,
    sale::{Checkout, LineOrder, Tender},
    staff::Role,
};
use sqlx::Connection;
use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

#[path = "../tests/it/program.rs"]
#[allow(dead_code, reason = "the stories use more of it")]
mod program;
#[path = "../tests/it/shop.rs"]
#[allow(dead_code, reason = "the stories use more of it")]
mod shop;
#[path = "sales/till.rs"]
#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod till;
#[path = "../tests/it/wire.rs"]
#[allow(dead_code, reason = "the stories use more of it")]
mod wire;

use program::Server;
use shop::{Clocked, OPENING, TestShop};
use till::{Fair, middle};
use wire::Wire;

/// How much is measured.
struct Plan {
    /// Sales of the two books.
    sales: [i64; 2],
    rounds: usize,
    /// How long tills sell in each round.
    last: Duration,
}

/// Tills that sell at once.
const TILLS: usize = 16;
/// Days over which a book's sales are spread.
const DAYS: i64 = 30;
const DAY: i64 = 86_400_000;
/// Hours of a day in which they are made.
const OPEN: i64 = 11 * 3_600_000;
/// Sales of one transaction while a book is filled.
const BATCH: i64 = 2_000;
const SEASON: &str = "/reports/season?from=2026-06-01&to=2026-07-31";

fn main() {
    let measured = std::env::args().any(|arg| arg == "--bench");
    let asked = std::env::var("CHOPHIEN_BENCH_SALES").ok().and_then(|it| it.parse().ok());
    let plan = match measured {
        true => Plan {
            sales: [10_000, asked.unwrap_or(1_000_000)],
            rounds: 5,
            last: Duration::from_secs(3),
        },
        // `cargo test` tries it for a moment.
        false => Plan { sales: [20, 40], rounds: 1, last: Duration::from_millis(100) },
    };
    Runtime::new().unwrap().block_on(measure(&plan));
}

/// A book, who sells in it, and who may read its reports.
struct Book {
    folder: tempfile::TempDir,
    fair: Fair,
    cookie: String,
}

/// What one round found.
#[derive(Default)]
struct Found {
    /// Seconds from the start of the program to its first answer.
    start: Vec<f64>,
    /// Milliseconds of a processor that a sale took of the server.
    processor: Vec<f64>,
    rate: Vec<f64>,
    /// Milliseconds until the season's page was there.
    season: Vec<f64>,
    /// MiB, at most, while it sold and reported.
    memory: Vec<f64>,
}

async fn measure(plan: &Plan) {
    let books = [grown(plan.sales[0]).await, grown(plan.sales[1]).await];
    let mut found: [Found; 2] = Default::default();
    for _ in 0..plan.rounds {
        for (book, found) in books.iter().zip(&mut found) {
            round(book, plan, found).await;
        }
    }
    println!(
        "what                            | {:>9} | {:>9} | ratio",
        plan.sales[0], plan.sales[1]
    );
    let line = |what: &str, of: fn(&Found) -> &Vec<f64>| {
        let [small, large] = found.each_ref().map(|found| middle(of(found).iter().copied()));
        println!("{what:31} | {small:9.2} | {large:9.2} | {:5.2}", large / small);
    };
    line("start to the first answer, s", |it| &it.start);
    line("processor for a sale, ms", |it| &it.processor);
    line("sales/s at 16 tills", |it| &it.rate);
    line("the season's page, ms", |it| &it.season);
    line("memory, MiB", |it| &it.memory);
    for book in &books {
        let (took, memory) = verified(book.folder.path());
        println!("verify: {took:.1} s, {memory:.0} MiB");
    }
}

/// A book with so many sales.
async fn grown(sales: i64) -> Book {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let fair = Fair::set_up(folder.path(), Clocked::Steered).await;
    fill(folder.path(), &fair, sales).await;
    let shop = TestShop::opened(folder.path(), Clocked::Live).await;
    let office = shop.person("Ban tổ chức", Role::Organiser, None, None).await;
    shop.shop().close().await;
    Book { folder, fair, cookie: office.cookie.unwrap() }
}

async fn fill(folder: &Path, fair: &Fair, sales: i64) {
    let lock = Lock::take(folder).unwrap();
    let mut db = db::writer(&lock).await.unwrap();
    db::hurry(&mut db).await.unwrap();
    let chance = Chance::seeded(11);
    let sale = |n: i64| {
        // As many each day, one after another.
        let (day, within) = (n * DAYS / sales, n * DAYS % sales);
        let at = Ms(OPENING + day * DAY + within * OPEN / sales);
        let (booth, good) = (chance.below(60) as usize, chance.below(19) as usize);
        let line = |good, quantity| LineOrder::plain(fair.goods[good], Quantity(quantity));
        let total = Money(till::TOTAL);
        let cash = Tender { method: Method::Cash, amount: total, given: None, reference: None };
        let it = Checkout {
            id: SaleId(chance.uid(at)),
            booth: fair.booths[booth].uid,
            paid_at: at,
            lines: vec![line(good, 1000), line(good + 1, 350)],
            payments: vec![cash],
            expected_total: Some(total),
            ..Checkout::default()
        };
        let (uid, actor) = (CommandId(it.id.0), "Ban tổ chức (organiser)".to_owned());
        Envelope { uid, at, actor, device: String::new(), command: Command::Checkout(it) }
    };
    for from in (0..sales).step_by(BATCH as usize) {
        let batch: Vec<Envelope> = (from..sales.min(from + BATCH)).map(sale).collect();
        let outcome = batch::run(&mut db, fair.origin, &batch).await.unwrap();
        outcome.answers.into_iter().for_each(|answer| assert!(answer.is_ok()));
    }
    db::settle(&mut db, folder).await.unwrap();
    db.close().await.unwrap();
}

async fn round(book: &Book, plan: &Plan, found: &mut Found) {
    let began = Instant::now();
    let server = Server::start(book.folder.path());
    let mut wire = Wire::open(server.port, "").await.unwrap().signed_in(&book.cookie);
    wire.call("GET", "/healthz", "").await.unwrap();
    found.start.push(began.elapsed().as_secs_f64());
    let before = processor_ms(server.id());
    let load = book.fair.sell(server.port, TILLS, plan.last).await;
    let sold = load.rate * plan.last.as_secs_f64();
    found.processor.push((processor_ms(server.id()) - before) / sold.max(1.0));
    found.rate.push(load.rate);
    for _ in 0..5 {
        let began = Instant::now();
        let (status, page) = wire.call("GET", SEASON, "").await.unwrap();
        assert_eq!(status, 200);
        assert!(String::from_utf8_lossy(&page).contains("HL26"));
        found.season.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    found.memory.push(memory(server.id()));
    server.stop("TERM");
}

/// How long the owner's check of a book takes, in seconds, and its memory in MiB.
fn verified(folder: &Path) -> (f64, f64) {
    let began = Instant::now();
    let mut check = program::program(folder);
    let mut check =
        check.arg("verify").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut most: f64 = 0.0;
    let ended = loop {
        most = most.max(memory(check.id()));
        match check.try_wait().unwrap() {
            Some(ended) => break ended,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(ended.success());
    (began.elapsed().as_secs_f64(), most)
}

/// The most memory that a process has had, in MiB; 0 once it has ended.
fn memory(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1024.0
}

/// What a process has used of the processors, in milliseconds; Linux counts hundredths of a second.
fn processor_ms(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let hundredths: f64 = [11, 12].iter().map(|at| fields[*at].parse::<f64>().unwrap()).sum();
    hundredths * 10.0
}
