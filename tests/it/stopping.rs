//! The program is told to stop while the book is being read for long: it ends soon, and the book's
//! own file holds every acknowledged sale.

use crate::{
    folder::{sales, sell_some},
    program::Server,
    shop::{Clocked, TestShop, Who},
    wire::Wire,
};
use chophien::{backup::notes, base::id::ProductId, db, staff::Role};
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

/// Rows of three hundred bytes: a copy of so many takes seconds.
const ROWS: i64 = 500_000;
/// So long a stop may take.
const SOON: Duration = Duration::from_secs(5);

/// A large book that copies itself to `stick`; a booth's device, its goods, and an organiser's
/// cookie.
async fn prepare(folder: &Path, stick: &Path) -> (Who, ProductId, String) {
    let shop = TestShop::at(folder, Clocked::Live).await;
    let goods = shop.product("Mật ong Tiên Yên", "chai 500 ml", 185_000).await;
    let booth = shop.booth("A01").await;
    shop.sells(&booth, &[goods]).await;
    let boss = shop.person("Ban", Role::Organiser, None, None).await;
    let choices = notes::Choices { folder: Some(stick.to_owned()), ..Default::default() };
    notes::choose(shop.shop(), &choices).await.unwrap();
    let rows = "with recursive n(i) as (select 1 union all select i + 1 from n where i < ?) \
                insert into copied_file (path, bytes) \
                select printf('%09d', i), zeroblob(300) from n";
    let enlarged = shop.shop().desk.local(move |db| {
        Box::pin(async move { sqlx::query(rows).bind(ROWS).execute(db).await.map(|_| ()) })
    });
    enlarged.await.unwrap();
    shop.shop().close().await;
    (booth.who, goods, boss.cookie.unwrap())
}

/// Waits until a copy grows in the folder.
fn grows(stick: &Path) {
    let began = Instant::now();
    let size = || -> u64 {
        let files = fs::read_dir(stick).unwrap().flatten();
        files.map(|file| file.metadata().map_or(0, |it| it.len())).sum()
    };
    while size() == 0 {
        assert!(began.elapsed() < Duration::from_secs(30), "no copy is made");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Stops the server; its log is empty then, and so many sales stand in the book's file alone.
fn stops_whole(server: Server, folder: &Path, sold: usize) {
    let began = Instant::now();
    let words = server.stop("TERM");
    assert!(began.elapsed() < SOON, "{:?}: {words}", began.elapsed());
    let log = folder.join(format!("{}-wal", db::FILE));
    assert_eq!(log.metadata().map_or(0, |it| it.len()), 0, "{words}");
    let alone = tempfile::tempdir().unwrap();
    fs::copy(folder.join(db::FILE), alone.path().join(db::FILE)).unwrap();
    let found = Runtime::new().unwrap().block_on(sales(&alone.path().join(db::FILE)));
    assert_eq!(found.len(), sold);
}

#[test]
fn a_stop_waits_for_no_copy_and_no_look_at_the_book_and_nothing_stays_in_the_log() {
    let (folder, stick) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let prepared = Runtime::new().unwrap().block_on(prepare(folder.path(), stick.path()));
    let (who, goods, cookie) = prepared;
    // The look at the file when the program starts goes on beside the server.
    let server = Server::start(folder.path());
    Runtime::new().unwrap().block_on(sell_some(server.port, &who, goods, 3));
    stops_whole(server, folder.path(), 3);
    let (server, runtime) = (Server::start(folder.path()), Runtime::new().unwrap());
    let token = who.token.as_deref().unwrap();
    runtime.block_on(async {
        let mut wire = Wire::open(server.port, token).await.unwrap().signed_in(&cookie);
        let (status, _) = wire.call("POST", "/backups/now", "").await.unwrap();
        assert_eq!(status, 303);
    });
    grows(stick.path());
    runtime.block_on(sell_some(server.port, &who, goods, 5));
    stops_whole(server, folder.path(), 8);
    assert_eq!(fs::read_dir(stick.path()).unwrap().count(), 0, "nothing of it is left");
}
