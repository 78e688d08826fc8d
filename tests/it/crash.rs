//! `kill -9` while four phones and a gate work: what was acknowledged is there unchanged, and the
//! books agree. The system keeps what the program wrote; a power cut, which keeps only what was
//! synced, is another trial (`tests/power`).

use crate::program::{Server, verify};
use chophien::{base::id::Chance, db, folder::lock::Lock};
use mix::{Device, prepare, resend, sound, unknown, work};
use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

mod mix;

/// How often the program is killed; `CHOPHIEN_KILL_ROUNDS` asks for more.
const ROUNDS: u64 = 20;
/// Kills of one book: each is followed by a check of all of it, which takes longer as it grows.
const EACH: u64 = 50;

#[test]
fn everything_acknowledged_survives_twenty_kills_unchanged() {
    let rounds = std::env::var("CHOPHIEN_KILL_ROUNDS").ok().and_then(|it| it.parse().ok());
    let (mut left, mut acknowledged) = (rounds.unwrap_or(ROUNDS), 0);
    while left > 0 {
        let each = left.min(EACH);
        acknowledged += killed(each);
        left -= each;
        println!("{left} rounds left; {acknowledged} commands were acknowledged, and are there");
    }
}

/// A new book whose program is killed so often; how many commands it acknowledged.
fn killed(rounds: u64) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let devices = Runtime::new().unwrap().block_on(prepare(folder.path()));
    let devices: Vec<_> = devices.into_iter().map(|it| Arc::new(Mutex::new(it))).collect();
    let count = |device: &Arc<Mutex<Device>>| device.lock().unwrap().acknowledged.len();
    let all = || devices.iter().map(count).sum::<usize>();
    let chance = Chance::system();
    let mut known: Vec<usize> = devices.iter().map(|_| 0).collect();
    for round in 0..rounds {
        let (before, server) = (all(), Server::start(folder.path()));
        let (port, runtime) = (server.port, Runtime::new().unwrap());
        // What the last round was told stands, word for word.
        for (device, from) in devices.iter().zip(&known) {
            runtime.block_on(resend(device.clone(), port, *from));
        }
        sound(&devices, round);
        known = devices.iter().map(count).collect();
        devices.iter().for_each(|device| drop(runtime.spawn(work(device.clone(), port))));
        let (began, some) = (Instant::now(), 1 + chance.below(120) as usize);
        while all() < before + some {
            sound(&devices, round);
            assert!(began.elapsed() < Duration::from_secs(20), "round {round}: nothing is done");
            std::thread::sleep(Duration::from_millis(chance.below(4)));
        }
        server.kill();
        drop(runtime);
        sound(&devices, round);
        verify(folder.path());
        Runtime::new().unwrap().block_on(check(folder.path(), &devices, round));
    }
    all()
}

/// What the killed program left: everything acknowledged, visits as many as were acknowledged or
/// one more, and numbers without a gap.
async fn check(folder: &Path, devices: &[Arc<Mutex<Device>>], round: u64) {
    assert_eq!(unknown(folder, devices, round).await, Vec::<String>::new());
    let visits: i64 = devices.iter().map(|device| device.lock().unwrap().visits).sum();
    let lock = Lock::take(folder).unwrap();
    let mut book = db::writer(&lock).await.unwrap();
    let counted: i64 = sqlx::query_scalar("select coalesce(sum(visits), 0) from rollup_visit")
        .fetch_one(&mut book)
        .await
        .unwrap();
    assert!((visits..=visits + 1).contains(&counted), "round {round}: {counted}, not {visits}");
    let gaps: i64 = sqlx::query_scalar(
        "select count(*) from (select max(number) - count(*) as gap from sale group by booth) \
         where gap <> 0",
    )
    .fetch_one(&mut book)
    .await
    .unwrap();
    assert_eq!(gaps, 0);
}
