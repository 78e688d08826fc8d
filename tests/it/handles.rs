//! The program as it is delivered runs out of file handles while strangers hold connections open:
//! whoever sells still sells, and nobody is told that the laptop is another one.

use crate::{folder::prepare, program::Server, wire::Wire};
use chophien::base::id::ProductId;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use serde_json::{Value, json};
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
};
use tokio::runtime::Runtime;

/// Handles that are left to the server once it runs, and strangers who want one each.
const LEFT: u64 = 8;
const STRANGERS: usize = 60;
const SALES: usize = 20;

/// Leaves the running server few handles more than it has open.
fn lower(server: &Server) {
    let id = server.id();
    let open = fs::read_dir(format!("/proc/{id}/fd")).unwrap().count() as u64;
    let limit = Rlimit { current: Some(open + LEFT), maximum: Some(open + LEFT) };
    let pid = Pid::from_raw(id as i32);
    prlimit(pid, Resource::Nofile, limit).unwrap();
}

fn answered(port: u16, host: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let ask = format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let mut text = String::new();
    let _ = stream.write_all(ask.as_bytes()).and_then(|()| stream.read_to_string(&mut text));
    text.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn without_a_file_handle_left_the_fair_sells_on() {
    let folder = tempfile::tempdir().unwrap();
    // What prepares the folder lets it go with its runtime.
    let (who, goods) = Runtime::new().unwrap().block_on(prepare(folder.path()));
    let token = who[0].token.clone().unwrap();
    let (server, runtime) = (Server::start(folder.path()), Runtime::new().unwrap());
    let port = server.port;
    let mut till = runtime.block_on(Wire::open(port, &token)).unwrap();
    let status = runtime.block_on(till.call("GET", "/api/v1/till", "")).unwrap().0;
    assert_eq!(status, 200);
    lower(&server);
    let mut crowd = Vec::new();
    for n in 0..STRANGERS {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let _ = stream.write_all(b"GET /till HTTP/1.1\r\nHost: localhost\r\nX-A: ");
        crowd.push(stream);
        if n % 3 == 0 {
            let sold = runtime.block_on(sell(&mut till, goods, n)).unwrap();
            assert_eq!(sold, 201, "on a connection that was there before");
        }
    }
    for n in 0..SALES {
        let sold = runtime.block_on(async {
            let mut wire = Wire::open(port, &token).await?;
            sell(&mut wire, goods, STRANGERS + n).await
        });
        assert_eq!(sold.unwrap(), 201, "on a connection of its own");
        let said = answered(port, "127.0.0.1");
        assert!(said.starts_with("HTTP/1.1 200"), "the laptop knows its address: {said}");
    }
    let (_, text) = runtime.block_on(till.call("GET", "/metrics", "")).unwrap();
    let text = String::from_utf8(text).unwrap();
    let failed = text.lines().find_map(|line| line.strip_prefix("chophien_accept_failed_total "));
    assert!(failed.unwrap().parse::<u64>().unwrap() > 0, "handles did run out: {text}");
    server.kill();
}

async fn sell(wire: &mut Wire, goods: ProductId, n: usize) -> std::io::Result<u16> {
    Ok(wire.call("POST", "/api/v1/sales", &sale(goods, n).to_string()).await?.0)
}

/// A sale of one jar that is new, the `n`th of its device.
fn sale(goods: ProductId, n: usize) -> Value {
    let clock = chophien::base::clock::Clock::system();
    let chance = chophien::base::id::Chance::system();
    json!({
        "id": chance.uid(clock.now()), "device_seq": n + 1, "paid_at_ms": clock.now(),
        "lines": [{"product": goods, "quantity": "1"}],
        "payments": [{"method": "cash", "amount": 185_000}],
    })
}
