//! A disk that gives back other bytes than were written: the check notices, and nobody sells on.

use crate::{
    folder::{prepared, sell, sell_some},
    program::{Server, program, said, spoken},
    wire::Wire,
};
use chophien::{
    base::{clock::Clock, id::Chance},
    db,
    folder::lock::Lock,
};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

const PAGE: usize = 4096;
/// What a disk loses at once.
const SECTOR: usize = 512;
const DAMAGES: usize = 24;

async fn opened(file: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

/// Every value of every table, local ones too, as it stands in the file.
async fn content(file: &Path) -> Vec<(String, Option<String>)> {
    let mut db = opened(file).await;
    let selects: Vec<String> = sqlx::query_scalar(
        "select 'select hex(group_concat(' || group_concat('quote(' || c.name || ')', ' || ') || \
         ')) from ' || t.name from sqlite_schema t join pragma_table_info(t.name) c \
         where t.type = 'table' group by t.name",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    let mut content = Vec::new();
    for select in selects {
        let values: Option<String> =
            sqlx::query_scalar(AssertSqlSafe(select.clone())).fetch_one(&mut db).await.unwrap();
        content.push((select, values));
    }
    content
}

/// Where the table's first page begins in the file.
async fn root(file: &Path, table: &str) -> usize {
    let page: i64 = sqlx::query_scalar("select rootpage from sqlite_schema where name = ?")
        .bind(table)
        .fetch_one(&mut opened(file).await)
        .await
        .unwrap();
    (page as usize - 1) * PAGE
}

/// A book with some sales, as its file's bytes.
fn book() -> Vec<u8> {
    let (folder, who, goods) = prepared();
    let server = Server::start(folder.path());
    Runtime::new().unwrap().block_on(sell_some(server.port, &who[0], goods, 40));
    server.stop("TERM");
    fs::read(folder.path().join(db::FILE)).unwrap()
}

#[test]
fn each_of_24_damaged_pages_is_noticed_by_the_check_or_nothing_stood_there() {
    let (runtime, whole) = (Runtime::new().unwrap(), book());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(db::FILE);
    fs::write(&file, &whole).unwrap();
    let before = runtime.block_on(content(&file));
    let pages = whole.len() / PAGE;
    let (mut noticed, mut empty) = (0, 0);
    for n in 0..DAMAGES {
        // A page begins with what it is, and its rows stand at its end.
        let sector = if n % 2 == 0 { 0 } else { PAGE - SECTOR };
        let at = n * pages / DAMAGES * PAGE + sector;
        let mut bytes = whole.clone();
        bytes[at..at + SECTOR].iter_mut().for_each(|byte| *byte = !*byte);
        fs::write(&file, &bytes).unwrap();
        let checked = program(folder.path()).arg("verify").output().unwrap();
        let words = said(&checked);
        match checked.status.code() {
            Some(0) => {
                let now = runtime.block_on(content(&file));
                let changed = now.iter().zip(&before).find(|(now, before)| now != before);
                assert!(changed.is_none(), "byte {at}: {words} {:?}", changed.map(|it| &it.0.0));
                empty += 1;
            }
            Some(1) => noticed += 1,
            other => panic!("byte {at}: {other:?} {words}"),
        }
    }
    assert!(noticed >= DAMAGES / 2, "{noticed} noticed, {empty} empty of {pages} pages");
    println!("{noticed} noticed, {empty} where nothing stood, of {pages} pages");
}

#[test]
fn a_book_whose_journal_is_damaged_is_not_served_and_the_terminal_says_what_to_do() {
    let (runtime, mut bytes) = (Runtime::new().unwrap(), book());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(db::FILE);
    fs::write(&file, &bytes).unwrap();
    let at = runtime.block_on(root(&file, "journal"));
    bytes[at..at + SECTOR].fill(0xff);
    fs::write(&file, &bytes).unwrap();
    for (lang, word) in [("vi", "bị hỏng"), ("en", "is damaged")] {
        let commands: [&[&str]; 2] = [&["serve", "--listen", "127.0.0.1:0"], &["verify"]];
        for args in commands {
            let refused = spoken(folder.path(), lang).args(args).output().unwrap();
            assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
            let words = said(&refused);
            assert!(words.contains(word) && words.contains("chophien restore"), "{words}");
        }
        // While it is served a copy is checked, which cannot be made of it.
        let _held = Lock::take(folder.path()).unwrap();
        let words = said(&spoken(folder.path(), lang).arg("verify").output().unwrap());
        assert!(words.contains(word) && words.contains("chophien restore"), "{words}");
    }
}

/// Sells until a sale is refused because nothing can be written, and on: the answers from the first
/// one that was no receipt, and what the server says of its health.
fn sell_while(happens: fn(&Path)) -> (Vec<u16>, (u16, String)) {
    let (folder, who, goods) = prepared();
    let older = fs::read(folder.path().join(db::FILE)).unwrap();
    fs::write(folder.path().join("older.db"), older).unwrap();
    let yesterday = Server::start(folder.path());
    Runtime::new().unwrap().block_on(sell_some(yesterday.port, &who[0], goods, 40));
    yesterday.stop("TERM");
    let server = Server::start(folder.path());
    let (after, health) = Runtime::new().unwrap().block_on(async {
        let mut wire = Wire::open(server.port, who[0].token.as_deref().unwrap()).await.unwrap();
        let mut statuses = Vec::new();
        let began = Instant::now();
        for n in 1.. {
            let id = Chance::system().uid(Clock::system().now()).to_string();
            statuses.push(sell(&mut wire, &id, n, goods).await.unwrap().0);
            if n == 20 {
                // What happens in the moment of a commit, such as that of a device that was heard,
                // is seen by the next reader alone.
                tokio::time::sleep(Duration::from_secs(1)).await;
                happens(folder.path());
            }
            let refused = statuses.iter().position(|status| *status == 503);
            if refused.is_some_and(|first| statuses.len() > first + 20) {
                break;
            }
            assert!(began.elapsed() < Duration::from_secs(60), "it sells on: {n} sales");
        }
        let first = statuses.iter().position(|status| *status != 201).unwrap();
        assert_eq!(first, 20, "the first sale after that is not acknowledged");
        let (status, health) = wire.call("GET", "/healthz", "").await.unwrap();
        (statuses.split_off(first), (status, String::from_utf8(health).unwrap()))
    });
    server.stop("TERM");
    (after, health)
}

/// What somebody does to the book's files who destroys nothing: a new time, a row of his own by
/// SQLite's rules, the log copied into the book.
async fn harmless(folder: &Path, n: usize) {
    let file = folder.join(db::FILE);
    if n == 0 {
        let book = fs::File::options().append(true).open(&file).unwrap();
        let later = book.metadata().unwrap().modified().unwrap() + Duration::from_secs(1);
        return book.set_modified(later).unwrap();
    }
    let sql =
        ["insert or replace into setting (name, value) values ('x', 'y')", "pragma wal_checkpoint"];
    let other = SqliteConnectOptions::new().filename(&file);
    let mut other = SqliteConnection::connect_with(&other).await.unwrap();
    sqlx::query(sql[n - 1]).execute(&mut other).await.unwrap();
    other.close().await.unwrap();
}

#[test]
fn what_destroys_nothing_stops_no_sale() {
    let (folder, who, goods) = prepared();
    let server = Server::start(folder.path());
    Runtime::new().unwrap().block_on(async {
        let mut wire = Wire::open(server.port, who[0].token.as_deref().unwrap()).await.unwrap();
        for n in 0..12 {
            harmless(folder.path(), n % 3).await;
            let id = Chance::system().uid(Clock::system().now()).to_string();
            let (status, words) = sell(&mut wire, &id, n + 1, goods).await.unwrap();
            assert_eq!(status, 201, "{n}: {words:?}");
        }
        assert_eq!(wire.call("GET", "/healthz", "").await.unwrap().0, 200);
    });
    server.stop("TERM");
    let checked = program(folder.path()).arg("verify").output().unwrap();
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn a_book_that_another_program_writes_over_is_sold_into_no_more_and_everybody_is_told() {
    let over: fn(&Path) = |folder| {
        let older = fs::read(folder.join("older.db")).unwrap();
        // Into the very file: a watch on files sees no other one.
        fs::write(folder.join(db::FILE), older).unwrap();
    };
    let cut: fn(&Path) = |folder| {
        let book = fs::File::options().write(true).open(folder.join(db::FILE)).unwrap();
        book.set_len(2 * PAGE as u64).unwrap();
    };
    let no_log: fn(&Path) = |folder| {
        let log = folder.join(format!("{}-wal", db::FILE));
        fs::File::options().write(true).open(log).unwrap().set_len(0).unwrap();
    };
    for happens in [over, cut, no_log] {
        let (after, (health, words)) = sell_while(happens);
        assert_eq!(after, vec![503; after.len()], "{words}");
        assert_eq!(health, 503, "{words}");
        assert!(words.contains("damaged"), "{words}");
    }
}

/// An index whose row was changed lies to the desk: an id seems free that it then cannot write. A
/// quick look at the start does not compare an index with its table, and no file changes later.
#[test]
fn an_index_that_lies_stops_the_desk_at_the_first_sale_that_the_book_refuses() {
    let (folder, who, goods) = prepared();
    let (runtime, server) = (Runtime::new().unwrap(), Server::start(folder.path()));
    runtime.block_on(sell_some(server.port, &who[0], goods, 1));
    server.stop("TERM");
    let file = folder.path().join(db::FILE);
    let mut bytes = fs::read(&file).unwrap();
    let at = runtime.block_on(root(&file, "sqlite_autoindex_sale_1"));
    let last: Vec<u8> = runtime.block_on(async {
        let sql = "select uid from sale";
        sqlx::query_scalar(sql).fetch_one(&mut opened(&file).await).await.unwrap()
    });
    let page = &mut bytes[at..at + PAGE];
    let uid = page.windows(16).position(|bytes| bytes == last).unwrap();
    page[uid + 15] ^= 1;
    let false_id: String = page[uid..uid + 16].iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(&file, &bytes).unwrap();
    let server = Server::start(folder.path());
    runtime.block_on(async {
        let mut wire = Wire::open(server.port, who[0].token.as_deref().unwrap()).await.unwrap();
        let id = Chance::system().uid(Clock::system().now()).to_string();
        assert_eq!(sell(&mut wire, &id, 2, goods).await.unwrap().0, 201);
        let (status, _) = sell(&mut wire, &false_id, 3, goods).await.unwrap();
        assert_eq!(status, 503, "it is refused because the book is damaged");
        let id = Chance::system().uid(Clock::system().now()).to_string();
        assert_eq!(sell(&mut wire, &id, 4, goods).await.unwrap().0, 503);
        let (status, words) = wire.call("GET", "/healthz", "").await.unwrap();
        let words = String::from_utf8(words).unwrap();
        assert!(status == 503 && words.contains("damaged"), "{status} {words}");
    });
    server.stop("TERM");
}
