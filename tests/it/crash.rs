//! The power goes while eight tills sell: what was acknowledged is there, and the books agree.

use crate::{
    program::{Server, prepare, verify},
    shop::Who,
    wire::Wire,
};
use chophien::{
    base::id::{Chance, ProductId},
    db,
    folder::lock::Lock,
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

const ROUNDS: u64 = 20;
const CLIENTS: usize = 8;

/// Sales that were acknowledged: their receipt number by id.
type Acknowledged = Arc<Mutex<BTreeMap<String, String>>>;

#[test]
fn every_acknowledged_sale_survives_twenty_kills() {
    let folder = tempfile::tempdir().unwrap();
    let (who, goods) = Runtime::new().unwrap().block_on(prepare(folder.path()));
    let (acknowledged, chance) = (Acknowledged::default(), Chance::system());
    for round in 0..ROUNDS {
        let before = acknowledged.lock().unwrap().len();
        let server = Server::start(folder.path());
        let port = server.port;
        let runtime = Runtime::new().unwrap();
        for client in 0..CLIENTS {
            let (known, chance) = (acknowledged.clone(), chance.clone());
            let who = who[client % who.len()].clone();
            runtime.spawn(async move { sell(port, who, goods, known, chance).await });
        }
        let began = Instant::now();
        let some = 1 + chance.below(60) as usize;
        while acknowledged.lock().unwrap().len() < before + some {
            assert!(began.elapsed() < Duration::from_secs(10), "round {round}: nothing is sold");
            std::thread::sleep(Duration::from_millis(chance.below(4)));
        }
        server.kill();
        drop(runtime);
        let known = acknowledged.lock().unwrap().clone();
        assert!(known.len() >= before + some);
        verify(folder.path());
        Runtime::new().unwrap().block_on(check(folder.path(), &known, round));
    }
}

/// Sells until the server is gone; each sale is sent twice, as a till does that heard nothing.
async fn sell(port: u16, who: Who, goods: ProductId, known: Acknowledged, chance: Chance) {
    let Ok(mut wire) = Wire::open(port, &who.token.unwrap_or_default()).await else { return };
    let clock = chophien::base::clock::Clock::system();
    for n in 1.. {
        let id = chance.uid(clock.now()).to_string();
        let sale = json!({
            "id": id, "device_seq": n, "paid_at_ms": clock.now(),
            "lines": [{"product": goods, "quantity": "1"}],
            "payments": [{"method": "cash", "amount": 185_000}],
        });
        for expected in [201, 200] {
            let answer = wire.call("POST", "/api/v1/sales", &sale.to_string()).await;
            let Ok((status, body)) = answer else { return };
            assert_eq!(status, expected);
            let body: Value = serde_json::from_slice(&body).unwrap();
            let number = body["receipt_no"].as_str().unwrap().to_owned();
            let before = known.lock().unwrap().insert(id.clone(), number.clone());
            assert!(before.is_none_or(|before| before == number));
        }
    }
}

/// Opens what the killed program left: every acknowledged sale stands under its number, and
/// numbers have no gap.
async fn check(folder: &Path, known: &BTreeMap<String, String>, round: u64) {
    let lock = Lock::take(folder).unwrap();
    let mut book = db::writer(&lock).await.unwrap();
    let stands: Vec<(String, String)> =
        sqlx::query_as("select lower(hex(uid)), receipt_no from sale")
            .fetch_all(&mut book)
            .await
            .unwrap();
    let stands: BTreeMap<String, String> = stands.into_iter().collect();
    for (id, number) in known {
        let found = stands.get(&id.replace('-', ""));
        assert_eq!(found, Some(number), "round {round}: {id} was acknowledged as {number}");
    }
    let gaps: i64 = sqlx::query_scalar(
        "select count(*) from (select max(number) - count(*) as gap from sale group by booth) \
         where gap <> 0",
    )
    .fetch_one(&mut book)
    .await
    .unwrap();
    assert_eq!(gaps, 0);
}
