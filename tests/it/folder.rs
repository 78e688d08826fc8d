//! The data folder around the delivered program: who may look into it, who writes into it, what its
//! files hold after a stop, and what happens when they go away.

use crate::{
    program::{Server, program, said, spoken, verify},
    shop::{Clocked, TestShop, Who},
    wire::Wire,
};
use chophien::{
    base::{
        clock::Clock,
        id::{Chance, ProductId},
    },
    db,
};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    collections::BTreeMap,
    fs,
    fs::Permissions,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Two booths with a device each, in a folder that the program then opens.
pub async fn prepare(folder: &Path) -> (Vec<Who>, ProductId) {
    let shop = TestShop::at(folder, Clocked::Live).await;
    let goods = shop.product("Mật ong Tiên Yên", "chai 500 ml", 185_000).await;
    let mut who = Vec::new();
    for code in ["A01", "A02"] {
        let booth = shop.booth(code).await;
        shop.sells(&booth, &[goods]).await;
        shop.stock(&booth, goods, 50_000, "", None).await;
        shop.printer(&booth).await;
        who.push(booth.who);
    }
    (who, goods)
}

/// A folder with two booths, closed again.
pub fn prepared() -> (TempDir, Vec<Who>, ProductId) {
    let folder = tempfile::tempdir().unwrap();
    let (who, goods) = Runtime::new().unwrap().block_on(prepare(folder.path()));
    (folder, who, goods)
}

/// Sells one of the goods; the status, and the receipt number where there is one.
pub async fn sell(
    wire: &mut Wire,
    id: &str,
    n: usize,
    goods: ProductId,
) -> std::io::Result<(u16, String)> {
    let sale = json!({
        "id": id, "device_seq": n, "paid_at_ms": Clock::system().now(), "print": true,
        "lines": [{"product": goods, "quantity": "1"}],
        "payments": [{"method": "cash", "amount": 185_000}],
    });
    let (status, body) = wire.call("POST", "/api/v1/sales", &sale.to_string()).await?;
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    Ok((status, body["receipt_no"].as_str().unwrap_or_default().to_owned()))
}

/// So many sales, each acknowledged.
pub async fn sell_some(port: u16, who: &Who, goods: ProductId, some: usize) {
    let mut wire = Wire::open(port, who.token.as_deref().unwrap()).await.unwrap();
    for n in 1..=some {
        let id = Chance::system().uid(Clock::system().now()).to_string();
        assert_eq!(sell(&mut wire, &id, n, goods).await.unwrap().0, 201);
    }
}

/// The sales of a book's file: receipt numbers by id.
pub async fn sales(file: &Path) -> BTreeMap<String, String> {
    read_sales(file).await.unwrap()
}

async fn read_sales(file: &Path) -> sqlx::Result<BTreeMap<String, String>> {
    let options = SqliteConnectOptions::new().filename(file);
    let mut book = SqliteConnection::connect_with(&options).await?;
    let sales: Vec<(String, String)> =
        sqlx::query_as("select lower(hex(uid)), receipt_no from sale").fetch_all(&mut book).await?;
    book.close().await?;
    Ok(sales.into_iter().collect())
}

/// Whether these tests were not started by `nohup`, which the program would take for its own.
fn hears_hangup() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.is_none_or(|mask| u64::from_str_radix(mask.trim(), 16).unwrap() & 1 == 0)
}

#[test]
fn after_each_way_of_stopping_the_books_file_alone_holds_every_sale() {
    for signal in ["TERM", "INT", "HUP"].into_iter().filter(|it| *it != "HUP" || hears_hangup()) {
        let (folder, who, goods) = prepared();
        let server = Server::start(folder.path());
        Runtime::new().unwrap().block_on(sell_some(server.port, &who[0], goods, 60));
        server.stop(signal);
        let alone = tempfile::tempdir().unwrap();
        fs::copy(folder.path().join(db::FILE), alone.path().join(db::FILE)).unwrap();
        verify(alone.path());
        let found = Runtime::new().unwrap().block_on(sales(&alone.path().join(db::FILE)));
        assert_eq!(found.len(), 60, "after {signal}");
    }
}

#[test]
fn in_a_quiet_moment_the_books_file_holds_every_sale_while_it_is_served() {
    let (folder, who, goods) = prepared();
    let server = Server::start(folder.path());
    Runtime::new().unwrap().block_on(sell_some(server.port, &who[0], goods, 20));
    let copied = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        let alone = tempfile::tempdir().unwrap();
        let copy = alone.path().join(db::FILE);
        fs::copy(folder.path().join(db::FILE), &copy).unwrap();
        // One that was copied while its pages were written is not whole.
        let found = Runtime::new().unwrap().block_on(read_sales(&copy));
        found.is_ok_and(|sales| sales.len() == 20)
    });
    assert!(copied, "ten seconds after the last sale the file alone still lacks some");
    server.stop("TERM");
}

/// Every path beneath a folder that its group or others have any right to.
fn open_to_others(folder: &Path) -> Vec<PathBuf> {
    let mut open = Vec::new();
    let mut paths = vec![folder.to_owned()];
    while let Some(path) = paths.pop() {
        let it = path.symlink_metadata().unwrap();
        if it.permissions().mode() & 0o077 != 0 {
            open.push(path.clone());
        }
        if it.is_dir() {
            paths.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    open
}

#[test]
fn nobody_else_on_the_machine_can_look_into_a_used_folder() {
    let (folder, who, goods) = prepared();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("access.json"), "{}").unwrap();
    for (path, mode) in [(at(""), 0o755), (at("access.json"), 0o644), (at(db::FILE), 0o666)] {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
    let serve = r#"umask 000; exec "$0" --data "$1" --lang en serve --listen 127.0.0.1:0"#;
    let mut program = Command::new("sh");
    program.args(["-c", serve, env!("CARGO_BIN_EXE_chophien")]).arg(folder.path());
    let server = Server::run(&mut program);
    Runtime::new().unwrap().block_on(sell_some(server.port, &who[0], goods, 5));
    let printed = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        at("paper/paper.bin").exists()
    });
    assert!(printed, "no receipt came within ten seconds");
    for made in [
        "tls/ca.key",
        "chophien.db-wal",
        "chophien.db-shm",
        "chophien.lock",
        "chophien.sock",
        "logs/chophien.log",
    ] {
        assert!(at(made).exists(), "{made} is not there");
    }
    assert_eq!(open_to_others(folder.path()), Vec::<PathBuf>::new(), "while it is served");
    server.stop("TERM");
    assert_eq!(open_to_others(folder.path()), Vec::<PathBuf>::new(), "after it");
}

#[test]
fn a_second_server_says_where_the_first_one_is_in_both_languages() {
    let (folder, ..) = prepared();
    let first = Server::start(folder.path());
    let address = format!("http://127.0.0.1:{}", first.port);
    for (lang, sentence) in [("vi", "đang mở ở máy chủ"), ("en", "is open in the server at")]
    {
        let args = ["serve", "--listen", "127.0.0.1:0"];
        let second = spoken(folder.path(), lang).args(args).output().unwrap();
        let said = said(&second);
        assert_eq!(second.status.code(), Some(1), "{said}");
        assert!(said.contains(sentence) && said.contains(&address), "{said}");
    }
    verify(folder.path());
    first.stop("TERM");
    Server::start(folder.path()).stop("TERM");
}

/// What the tills of a fair knew when the server was gone.
#[derive(Default)]
struct Heard {
    /// Sales that were acknowledged: their receipt number by id.
    acknowledged: Mutex<BTreeMap<String, String>>,
    /// Set when the file is gone.
    gone: AtomicBool,
    /// Sales that were sent after that and acknowledged all the same.
    late: Mutex<Vec<String>>,
}

async fn till(port: u16, who: Who, goods: ProductId, heard: Arc<Heard>) {
    let Ok(mut wire) = Wire::open(port, &who.token.unwrap_or_default()).await else { return };
    for n in 1.. {
        let id = Chance::system().uid(Clock::system().now()).to_string();
        let late = heard.gone.load(Ordering::SeqCst);
        let Ok((status, number)) = sell(&mut wire, &id, n, goods).await else { return };
        match status {
            201 if late => heard.late.lock().unwrap().push(number),
            201 => drop(heard.acknowledged.lock().unwrap().insert(id.replace('-', ""), number)),
            503 => {}
            other => panic!("{other}"),
        }
    }
}

/// Four tills sell while `happens` is done to the folder. The server must then end by itself with
/// exit code 1, and what was acknowledged must stand in the file `left`, which its last words name.
fn while_selling(happens: fn(&Path), left: &str, word: &str) {
    let (folder, who, goods) = prepared();
    let server = Server::start(folder.path());
    let (port, heard, runtime) = (server.port, Arc::new(Heard::default()), Runtime::new().unwrap());
    for n in 0..4 {
        runtime.spawn(till(port, who[n % 2].clone(), goods, heard.clone()));
    }
    while heard.acknowledged.lock().unwrap().len() < 40 {
        std::thread::sleep(Duration::from_millis(2));
    }
    happens(folder.path());
    heard.gone.store(true, Ordering::SeqCst);
    let (ended, words) = server.end();
    drop(runtime);
    assert_eq!(ended.code(), Some(1), "{words}");
    assert!(words.contains("!!!") && words.contains(word), "{words}");
    assert!(words.contains(left), "{words}");
    assert_eq!(*heard.late.lock().unwrap(), Vec::<String>::new(), "{words}");

    // Whatever book lies there now, and be it the lost one put back: nobody goes on without the
    // last sales.
    if left != db::FILE {
        let lost = folder.path().join(db::FILE);
        if !lost.exists() {
            fs::copy(folder.path().join(left), &lost).unwrap();
        }
        for lang in ["vi", "en"] {
            let mut serve = spoken(folder.path(), lang);
            let refused = serve.args(["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
            assert_eq!(refused.status.code(), Some(1));
            assert!(said(&refused).contains(left), "{}", said(&refused));
        }
    }

    // The person does what the terminal says.
    let (book, elsewhere) = (folder.path().join(db::FILE), tempfile::tempdir().unwrap());
    if left != db::FILE {
        for ending in ["", "-wal", "-shm"] {
            let name = format!("{}{ending}", db::FILE);
            let _ = fs::rename(folder.path().join(&name), elsewhere.path().join(&name));
        }
        fs::rename(folder.path().join(left), &book).unwrap();
    }
    verify(folder.path());
    let found = Runtime::new().unwrap().block_on(sales(&book));
    for (id, number) in heard.acknowledged.lock().unwrap().iter() {
        assert_eq!(found.get(id), Some(number), "{number} was acknowledged");
    }
    Server::start(folder.path()).stop("TERM");
}

#[test]
fn a_book_that_is_removed_while_selling_stops_the_server_and_every_acknowledged_sale_is_saved() {
    let remove = |folder: &Path| fs::remove_file(folder.join(db::FILE)).unwrap();
    while_selling(remove, "chophien-rescued-1.db", "was removed");
}

#[test]
fn a_book_that_is_replaced_while_selling_stops_the_server_and_every_acknowledged_sale_is_saved() {
    let replace = |folder: &Path| {
        let new = folder.join("older.db");
        fs::copy(folder.join(db::FILE), &new).unwrap();
        fs::rename(new, folder.join(db::FILE)).unwrap();
    };
    while_selling(replace, "chophien-rescued-1.db", "was replaced");
}

#[test]
fn a_log_that_is_removed_while_selling_stops_the_server_and_the_book_holds_what_was_in_it() {
    let remove = |folder: &Path| fs::remove_file(folder.join("chophien.db-wal")).unwrap();
    while_selling(remove, db::FILE, "was removed");
}

#[test]
fn a_server_whose_book_went_away_while_nobody_sold_stops_by_itself_and_does_not_begin_a_new_one() {
    let (folder, ..) = prepared();
    let server = Server::start(folder.path());
    fs::remove_file(folder.path().join(db::FILE)).unwrap();
    let (ended, words) = server.end();
    assert_eq!(ended.code(), Some(1), "{words}");
    let rescued = "chophien-rescued-1.db";
    for word in [rescued, "but no book"] {
        let mut serve = program(folder.path());
        let again = serve.args(["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
        assert_eq!(again.status.code(), Some(1));
        assert!(said(&again).contains(word), "{}", said(&again));
        assert!(!folder.path().join(db::FILE).exists());
        // The second time the saved book is gone too.
        let _ = fs::remove_file(folder.path().join(rescued));
    }
}
