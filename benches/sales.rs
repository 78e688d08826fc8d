//! Sales through HTTP beside two floors in the same run: the delivered program on loopback with a
//! book on disk, clients that keep their connections; and bare servers that get the same requests
//! and write the same rows (`sales/floor.rs`). The three take turns, round after round.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement stops at the first surprise"
)]

use chophien::db;
use std::{path::Path, sync::Arc, time::Duration};
use tokio::runtime::Runtime;

#[path = "sales/floor.rs"]
mod floor;
#[path = "../tests/it/program.rs"]
#[allow(dead_code, reason = "the stories use more of it")]
mod program;
#[path = "sales/record.rs"]
mod record;
#[path = "../tests/it/shop.rs"]
#[allow(dead_code, reason = "the stories use more of it")]
mod shop;
#[path = "sales/till.rs"]
#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod till;
#[path = "../tests/it/wire.rs"]
#[allow(dead_code, reason = "the stories use more of it")]
mod wire;

use floor::Writer;
use program::Server;
use record::Record;
use shop::Clocked;
use till::{Fair, Load, middle};

/// How much is measured.
struct Plan {
    clients: &'static [usize],
    rounds: usize,
    /// How long each load lasts.
    last: Duration,
    /// How long sales are recorded for the floors.
    recorded: Duration,
}

const WHOLE: Plan = Plan {
    clients: &[1, 16, 64, 300],
    rounds: 3,
    last: Duration::from_secs(3),
    recorded: Duration::from_secs(10),
};

/// `cargo test` tries the smallest load for a moment, so that the floors keep up with the schema.
const TRIAL: Plan = Plan {
    clients: &[1],
    rounds: 1,
    last: Duration::from_millis(100),
    recorded: Duration::from_millis(100),
};

fn main() {
    let measured = std::env::args().any(|arg| arg == "--bench");
    let plan = if measured { &WHOLE } else { &TRIAL };
    Runtime::new().unwrap().block_on(measure(plan));
}

async fn measure(plan: &Plan) {
    let folder = new_folder();
    let (fair, record) = record(folder.path(), plan).await;
    println!("each floor writes the rows of {} recorded sales", record.sales.len());
    println!("clients |  who | sales/s of each round | p50 ms | p99 ms | ours is");
    for &clients in plan.clients {
        let mut loads: [Vec<Load>; 3] = Default::default();
        for _ in 0..plan.rounds {
            loads[0].push(ours(clients, plan.last).await);
            for (n, writer) in [(1, Writer::Sqlx), (2, Writer::Raw)] {
                let own = new_folder();
                let port = floor::serve(own.path(), folder.path(), &record, writer).await;
                loads[n].push(fair.sell(port, clients, plan.last).await);
            }
        }
        let rates = loads.each_ref().map(|loads| middle(loads.iter().map(|load| load.rate)));
        for (n, who) in ["ours", "sqlx", "raw"].into_iter().enumerate() {
            print(clients, who, &loads[n], rates[0] / rates[n]);
        }
    }
}

fn print(clients: usize, who: &str, loads: &[Load], ratio: f64) {
    let rates: Vec<String> = loads.iter().map(|load| format!("{:.0}", load.rate)).collect();
    let within = |share| middle(loads.iter().map(|load| load.within(share)));
    println!(
        "{clients:7} | {who:>4} | {:21} | {:6.1} | {:6.1} | {ratio:.2} of it",
        rates.join(" "),
        within(0.5),
        within(0.99),
    );
}

fn new_folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// Sells for a while and reads what that wrote.
async fn record(folder: &Path, plan: &Plan) -> (Fair, Arc<Record>) {
    let fair = Fair::set_up(folder, Clocked::Live).await;
    let book = folder.join(db::FILE);
    let before = record::counts(&book);
    let server = Server::start(folder);
    fair.sell(server.port, *plan.clients.last().unwrap(), plan.recorded).await;
    server.stop("TERM");
    (fair, Arc::new(Record::read(&book, &before)))
}

/// The program, on a book of its own.
async fn ours(clients: usize, last: Duration) -> Load {
    let folder = new_folder();
    let fair = Fair::set_up(folder.path(), Clocked::Live).await;
    let server = Server::start(folder.path());
    let load = fair.sell(server.port, clients, last).await;
    server.kill();
    load
}
