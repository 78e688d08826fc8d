//! A real disk that is full: the sales of the day go on as soon as there is room again.

use crate::{
    outage::{Commands, books_agree, health, page, refused, until_it_writes},
    shop::{Booth, Clocked, TestShop, Who},
    small_disk::SmallDisk,
};
use axum::http::StatusCode;
use chophien::{base::id::ProductId, staff::Role};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::Duration,
};

const WORDS: &str = "Cannot write: disk full";

/// A shop on a small disk, with a booth that has plenty of honey.
async fn on(disk: &SmallDisk, clocked: Clocked) -> (TestShop, Booth, ProductId) {
    let shop = TestShop::at(&disk.folder(), clocked).await;
    let booth = shop.booth("A03").await;
    let honey = shop.product("Mật ong Tiên Yên", "chai 500 ml", 185_000).await;
    shop.sells(&booth, &[honey]).await;
    shop.stock(&booth, honey, 900_000, "", None).await;
    (shop, booth, honey)
}

/// Sells until the disk takes no more: what was acknowledged, and the sale that was refused.
async fn sell_till_full(
    shop: &TestShop,
    booth: &Booth,
    honey: ProductId,
) -> (Vec<(Value, Value)>, Value) {
    let mut acknowledged = Vec::new();
    for _ in 0..5_000 {
        let sale = shop.sale(&[(honey, "1")], 185_000);
        let reply = shop.post_sale(&booth.who, &sale).await;
        if reply.status != StatusCode::CREATED {
            refused(&reply, "disk_full", WORDS);
            return (acknowledged, sale);
        }
        acknowledged.push((sale, reply.body));
    }
    panic!("the disk is never full");
}

#[tokio::test]
async fn on_a_full_disk_all_is_refused_in_words_people_sign_in_and_room_brings_the_sales_back() {
    let Some(disk) = SmallDisk::mount(12) else { return };
    let (shop, booth, honey) = on(&disk, Clocked::Steered).await;
    shop.printer(&booth).await;
    let boss = shop.person("Ban", Role::Organiser, None, None).await;
    shop.person("Hoa", Role::Manager, Some(booth.uid), Some(booth.device)).await;
    let hoa = shop.pin("Hoa", "1357").await;
    let commands = Commands::of(&shop, &booth, honey).await;
    disk.fill();
    let (acknowledged, refused_sale) = sell_till_full(&shop, &booth, honey).await;
    commands.are_refused(&shop, "disk_full", WORDS).await;
    let ill = health(&shop).await;
    assert_eq!(
        (ill.status, &ill.body["status"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!("cannot_write"))
    );
    assert!(
        page(&shop, &boss, "/board/HL26").await[0].contains("Không ghi được: hết chỗ trên đĩa")
    );
    let [vi, en] = page(&shop, &boss, "/board/HL26").await;
    assert!(vi.contains("nên để trống 1 GB") && en.contains("1 GB is better"), "{en}");
    let till = shop.post_sale(&booth.who, &refused_sale).await;
    assert_eq!(till.body["short"]["en"], "Cannot write: disk full, 1 MB must be free");
    // A PIN opens the till meanwhile; the fifth wrong one locks as ever.
    let device = Who { cookie: None, ..booth.who.clone() };
    let pin = |pin: &str| json!({"person": hoa, "pin": pin});
    let entered = shop.post(&device, "/api/v1/sessions", &pin("1357")).await;
    assert_eq!(entered.status, StatusCode::CREATED, "{}", entered.body);
    for wrong in 0..5 {
        let wanted = if wrong < 4 { StatusCode::UNAUTHORIZED } else { StatusCode::LOCKED };
        let reply = shop.post(&device, "/api/v1/sessions", &pin("2468")).await;
        assert_eq!(reply.status, wanted, "{}", reply.body);
    }
    disk.make_room();
    until_it_writes(&shop).await;
    let locked = shop.post(&device, "/api/v1/sessions", &pin("1357")).await;
    assert_eq!(locked.status, StatusCode::LOCKED, "room on the disk is no new try");
    for (sale, body) in &acknowledged {
        let again = shop.post_sale(&booth.who, sale).await;
        assert_eq!((again.status, &again.body), (StatusCode::OK, body));
    }
    let reply = shop.post_sale(&booth.who, &refused_sale).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.body);
    commands.are_done(&shop).await;
    books_agree(&shop).await;
}

/// The delivered program on a disk, and what it says to the person at the laptop.
struct Program {
    process: Child,
    port: u16,
    said: mpsc::Receiver<String>,
}

fn program(folder: &Path, lang: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chophien"));
    let serve = ["serve", "--listen", "127.0.0.1:0", "--tls-listen", "off"];
    program.arg("--data").arg(folder).args(["--lang", lang]).args(serve);
    program
}

impl Program {
    fn start(folder: &Path, lang: &str) -> Program {
        let mut process =
            program(folder, lang).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        let port = out
            .by_ref()
            .lines()
            .find_map(|line| line.unwrap().trim().strip_prefix("http://127.0.0.1:")?.parse().ok());
        let (tell, said) = mpsc::channel();
        let lines = BufReader::new(process.stderr.take().unwrap()).lines();
        std::thread::spawn(move || {
            let _out = out;
            lines.map_while(Result::ok).try_for_each(|line| tell.send(line))
        });
        Program { process, port: port.unwrap(), said }
    }

    /// Waits until it says so; everything that it said before that.
    fn says(&self, words: &str) -> Vec<String> {
        let mut said = Vec::new();
        while said.last().is_none_or(|line: &String| !line.contains(words)) {
            match self.said.recv_timeout(Duration::from_secs(30)) {
                Ok(line) => said.push(line),
                Err(error) => panic!("{words} is not said ({error}): {said:?}"),
            }
        }
        said
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Sends sales by a till's wire until one has this status.
async fn sell_until(port: u16, token: &str, sales: &[Value], status: u16) -> usize {
    let mut wire = crate::wire::Wire::open(port, token).await.unwrap();
    for (n, sale) in sales.iter().enumerate() {
        let (answered, body) = wire.call("POST", "/api/v1/sales", &sale.to_string()).await.unwrap();
        if answered == status {
            return n;
        }
        assert!([200, 201, 503].contains(&answered), "{}", String::from_utf8_lossy(&body));
        if status != 503 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
    panic!("no sale is answered with {status}");
}

#[test]
fn the_terminal_says_once_that_the_disk_is_full_and_once_that_it_no_longer_is() {
    let Some(disk) = SmallDisk::mount(12) else { return };
    let folder = disk.folder();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (token, sales): (String, Vec<Value>) = runtime.block_on(async {
        let (shop, booth, honey) = on(&disk, Clocked::Live).await;
        let sales = (0..3_000).map(|_| shop.sale(&[(honey, "1")], 185_000)).collect();
        (booth.who.token.unwrap(), sales)
    });
    drop(runtime);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (lang, begins, ends) in [
        ("vi", "Không ghi được: hết chỗ trên đĩa", "Ghi lại được rồi"),
        ("en", WORDS, "It can write again"),
    ] {
        let program = Program::start(&folder, lang);
        disk.fill();
        let full = runtime.block_on(sell_until(program.port, &token, &sales, 503));
        let mut said = program.says(begins);
        for _ in 0..3 {
            runtime.block_on(sell_until(program.port, &token, &sales[full..], 503));
        }
        disk.make_room();
        said.extend(program.says(ends));
        let times = |words: &str| said.iter().filter(|line| line.contains(words)).count();
        assert_eq!((times(begins), times("ERROR")), (1, 0), "{said:?}");
        runtime.block_on(sell_until(program.port, &token, &sales[full..full + 1], 201));
    }
    crate::program::verify(&folder);
}

#[test]
fn a_start_on_a_full_disk_or_one_that_can_only_be_read_says_what_to_do() {
    let Some(disk) = SmallDisk::mount(12) else { return };
    tokio::runtime::Runtime::new().unwrap().block_on(async { on(&disk, Clocked::Live).await });
    let said = |lang| {
        let ended = program(&disk.folder(), lang).output().unwrap();
        assert_eq!(ended.status.code(), Some(1));
        String::from_utf8(ended.stderr).unwrap()
    };
    disk.fill();
    for (lang, words, todo) in [
        ("vi", "hết chỗ trên đĩa", "Hãy xóa bớt tệp trên ổ đĩa này rồi chạy lại"),
        ("en", "disk full", "Make room on this disk and run this again"),
    ] {
        let said = said(lang);
        assert!(said.contains(words) && said.contains(todo), "{said}");
    }
    disk.make_room();
    disk.read_only();
    for (lang, words, todo) in [
        ("vi", "ổ đĩa chỉ cho đọc", "Hãy chép cả thư mục đến nơi ghi được"),
        ("en", "disk is read-only", "Copy the whole folder to a place that can be written"),
    ] {
        let said = said(lang);
        assert!(said.contains(words) && said.contains(todo), "{said}");
    }
}
