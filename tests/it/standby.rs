//! A second laptop follows the first one live, and takes over: real processes over real lines.

use crate::{
    program::{Server, program, said},
    shop::{Clocked, TestShop, Who},
    wire::Wire,
};
use chophien::{
    base::{
        clock::Clock,
        id::{BoothId, Chance, ProductId},
    },
    db,
    staff::Role,
};
use serde_json::{Value, json};
use sqlx::{ConnectOptions, Sqlite, Type, sqlite::SqliteConnectOptions};
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::Output,
    time::Duration,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

mod enrolling;
mod following;
mod promoting;

/// What a jar costs, đồng.
pub const PRICE: i64 = 185_000;

/// A fair whose laptop is served as a process, with two phones at one booth, and an organiser in a
/// browser.
pub struct World {
    pub runtime: Runtime,
    pub first: PathBuf,
    pub second: PathBuf,
    pub phones: Vec<Phone>,
    pub boss: Who,
    booth: BoothId,
    ports: (u16, u16),
    _top: TempDir,
}

/// A phone, with what it was acknowledged: id and number of each sale.
pub struct Phone {
    pub who: Who,
    honey: ProductId,
    seq: i64,
    pub kept: Vec<(Value, Value)>,
}

impl World {
    pub fn new() -> World {
        let (top, runtime) = (tempfile::tempdir().unwrap(), Runtime::new().unwrap());
        let (first, second) = (top.path().join("first"), top.path().join("second"));
        std::fs::create_dir(&first).unwrap();
        let (phones, boss, booth) = runtime.block_on(async {
            let shop = TestShop::at(&first, Clocked::Live).await;
            let booth = shop.booth("A03").await;
            let honey = shop.product("Mật ong Tiên Yên", "chai 500 ml", PRICE).await;
            shop.sells(&booth, &[honey]).await;
            shop.stock(&booth, honey, 90_000_000, "", None).await;
            let (_, other) = shop.device(Some(booth.uid), None).await;
            let boss = shop.person("Ban", Role::Organiser, None, None).await;
            shop.shop().close().await;
            let phone = |who: &Who| Phone { who: who.clone(), honey, seq: 0, kept: Vec::new() };
            (vec![phone(&booth.who), phone(&other)], boss, booth.uid)
        });
        // Free a moment ago; the first laptop comes back where it was.
        let free = [(); 2].map(|()| TcpListener::bind(("127.0.0.1", 0)).unwrap());
        let [plain, secure] = free.map(|it| it.local_addr().unwrap().port());
        World { runtime, first, second, phones, boss, booth, ports: (plain, secure), _top: top }
    }

    /// Serves the first laptop, each time at the same ports.
    pub fn first(&self) -> Server {
        Server::start_at(&self.first, self.ports)
    }

    /// The organiser presses "Add a standby"; the command that the page shows.
    pub fn invited(&self, port: u16, form: &str) -> Vec<String> {
        let page = self.page(port, "POST", "/standbys/codes", form);
        let (_, rest) = page.split_once("<code>chophien standby ").expect(&page);
        let (command, _) = rest.split_once("</code>").unwrap();
        let words = command.replace("&#x2F;", "/").replace("&amp;", "&");
        words.split(' ').map(str::to_owned).collect()
    }

    /// A page of the organiser's.
    pub fn page(&self, port: u16, method: &str, path: &str, form: &str) -> String {
        self.runtime.block_on(async {
            let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            let head = format!(
                "{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n\
                 Sec-Fetch-Site: same-origin\r\nAccept-Language: en\r\nConnection: close\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n\
                 {form}",
                self.boss.cookie.as_deref().unwrap(),
                form.len(),
            );
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            stream.write_all(head.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            String::from_utf8_lossy(&answer).into_owned()
        })
    }

    /// The second laptop becomes a standby over HTTPS, and serves.
    pub fn standby(&self, first: &Server) -> Server {
        let command = self.invited(first.port, "");
        let done = enrol(&self.second, &command[0], &command[1], &[]);
        assert!(done.status.success(), "{}", said(&done));
        Server::start(&self.second)
    }

    /// A third phone is paired with the booth at this laptop.
    pub fn pair(&mut self, port: u16) {
        let form = format!("place=booth+{}", self.booth);
        let page = self.page(port, "POST", "/devices/pair", &form);
        let (_, code) = page.split_once("code=").expect(&page);
        let code: String = code.chars().take_while(char::is_ascii_alphanumeric).collect();
        let token = self.runtime.block_on(async {
            // As its page asks.
            let page = "none=\r\nSec-Fetch-Site: same-origin";
            let mut wire = Wire::open(port, "").await.unwrap().signed_in(page);
            let ask = json!({"code": code, "name": "Máy ba"}).to_string();
            let (status, body) = wire.call("POST", "/api/v1/devices", &ask).await.unwrap();
            assert_eq!(status, 201, "{}", String::from_utf8_lossy(&body));
            let body: Value = serde_json::from_slice(&body).unwrap();
            body["token"].as_str().unwrap().to_owned()
        });
        let who = Who { token: Some(token), cookie: None };
        let honey = self.phones[0].honey;
        self.phones.push(Phone { who, honey, seq: 0, kept: Vec::new() });
    }

    /// Sells on each phone so many jars at this laptop.
    pub fn sell(&mut self, port: u16, jars: usize) {
        for phone in &mut self.phones {
            self.runtime.block_on(phone.sell(port, jars));
        }
    }

    /// Changes a local row of the first laptop, which does not run.
    pub fn write(&self, sql: &'static str) {
        self.runtime.block_on(async {
            let options = SqliteConnectOptions::new().filename(self.first.join(db::FILE));
            let mut book = options.connect().await.unwrap();
            sqlx::query(sql).execute(&mut book).await.unwrap();
        });
    }

    /// Waits until the folder's journal has as many entries as the other's.
    pub fn even(&self) {
        let count = |folder: &Path| figure(&self.runtime, folder, "select count(*) from journal");
        let even = eventually(|| count(&self.first) == count(&self.second));
        assert!(even, "{} and {}", count(&self.first), count(&self.second));
    }
}

impl Phone {
    fn sale(&mut self) -> Value {
        self.seq += 1;
        let now = Clock::system().now();
        json!({
            "id": Chance::system().uid(now), "device_seq": self.seq, "paid_at_ms": now,
            "lines": [{"product": self.honey, "quantity": "1"}],
            "payments": [{"method": "cash", "amount": PRICE}],
        })
    }

    pub async fn wire(&self, port: u16) -> std::io::Result<Wire> {
        let wire = Wire::open(port, self.who.token.as_deref().unwrap()).await?;
        Ok(match &self.who.cookie {
            Some(cookie) => wire.signed_in(cookie),
            None => wire,
        })
    }

    /// Sells, and remembers what was acknowledged.
    pub async fn sell(&mut self, port: u16, jars: usize) {
        let mut wire = self.wire(port).await.unwrap();
        for _ in 0..jars {
            let sale = self.sale();
            let (status, body) = post(&mut wire, &sale).await.unwrap();
            assert_eq!(status, 201, "{body}");
            self.kept.push((sale, body));
        }
    }

    /// Sells until the laptop is gone.
    pub async fn sell_on(&mut self, port: u16) {
        let Ok(mut wire) = self.wire(port).await else { return };
        loop {
            let sale = self.sale();
            match post(&mut wire, &sale).await {
                Ok((201, body)) => self.kept.push((sale, body)),
                Ok((status, body)) => panic!("{status}: {body}"),
                // It was not acknowledged: the phone sends it to whoever answers.
                Err(_) => return self.kept.push((sale, Value::Null)),
            }
        }
    }

    /// Sends again all that it has, as a phone does that notices another book.
    pub async fn resend(&mut self, port: u16) {
        let mut wire = self.wire(port).await.unwrap();
        for (sale, answer) in &mut self.kept {
            let mut row = sale.clone();
            if !answer.is_null() {
                let number = &answer["receipt_no"];
                row["acknowledged"] = json!({"node": answer["node"], "receipt_no": number});
            }
            let (status, body) = post(&mut wire, &row).await.unwrap();
            assert!(matches!(status, 200 | 201), "{status}: {body}");
            if answer.is_null() {
                *answer = body;
            } else {
                assert_eq!(body["receipt_no"], answer["receipt_no"], "it was printed");
            }
        }
    }
}

pub async fn post(wire: &mut Wire, sale: &Value) -> std::io::Result<(u16, Value)> {
    let (status, body) = wire.call("POST", "/api/v1/sales", &sale.to_string()).await?;
    Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
}

/// `chophien standby` into this folder.
pub fn enrol(folder: &Path, url: &str, code: &str, more: &[&str]) -> Output {
    let mut program = program(folder);
    program.args(["standby", url, code, "--name", "Máy hai"]).args(more).output().unwrap()
}

/// What a folder's book says.
pub fn ask<T>(runtime: &Runtime, folder: &Path, sql: &'static str) -> Vec<T>
where
    T: for<'r> sqlx::Decode<'r, Sqlite> + Type<Sqlite> + Send + Unpin,
{
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(folder.join(db::FILE)).read_only(true);
        let mut book = options.connect().await.unwrap();
        sqlx::query_scalar(sql).fetch_all(&mut book).await.unwrap()
    })
}

pub fn figure(runtime: &Runtime, folder: &Path, sql: &'static str) -> i64 {
    ask::<i64>(runtime, folder, sql)[0]
}

/// Looks for some seconds whether it comes true.
pub fn eventually(mut is: impl FnMut() -> bool) -> bool {
    (0..300).any(|_| {
        let came = is();
        if !came {
            std::thread::sleep(Duration::from_millis(100));
        }
        came
    })
}
