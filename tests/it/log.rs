//! What scrolls over the address to open, and what is kept for who looks after the machine.

use crate::{
    folder::{prepared, sell_some},
    program::Server,
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{fs, path::Path, time::Duration};
use tokio::runtime::Runtime;

/// Somebody else's reader, which stays at the book as it is now.
async fn reader(folder: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(folder.join("chophien.db")).read_only(true);
    let mut db = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("begin; select count(*) from sale").execute(&mut db).await.unwrap();
    db
}

#[test]
fn slow_statements_go_to_the_log_in_the_folder_without_names_and_amounts() {
    let (folder, who, goods) = prepared();
    let server = Server::start(folder.path());
    let runtime = Runtime::new().unwrap();
    // The last statement of the server empties the log of changes, and waits for who still reads
    // what stood there before the sale.
    let reader = runtime.block_on(async {
        let reader = reader(folder.path()).await;
        sell_some(server.port, &who[0], goods, 1).await;
        reader
    });
    let leaves = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(1500));
        runtime.block_on(reader.close()).unwrap();
    });
    let words = server.stop("TERM");
    leaves.join().unwrap();
    let kept = fs::read_to_string(folder.path().join("logs/chophien.log")).unwrap();
    assert!(kept.contains("slow statement"), "{kept}");
    for sql in ["select ", "insert ", "slow statement"] {
        assert!(!words.contains(sql), "{words}");
    }
    for private in ["Mật ong", "185000", "185_000", "A01"] {
        assert!(!kept.contains(private), "{kept}");
    }
}
