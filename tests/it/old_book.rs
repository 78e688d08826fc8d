//! A book that an older version of the program made: every command brings it up to date by itself,
//! or says in one sentence why it cannot.

use crate::shop::{Clocked, TestShop};
use chophien::{db, folder::lock};
use serde_json::Value;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    path::Path,
    process::{Command, Output},
    time::Duration,
};
use tempfile::TempDir;

/// The last change of the schema.
const LAST: i64 = 14;

/// A book with one sale that lacks the last change of its schema (a local table), closed.
async fn old_book() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let shop = TestShop::at(folder.path(), Clocked::Steered).await;
    let booth = shop.booth("A03").await;
    let honey = shop.product("Mật ong Tiên Yên", "chai 500 ml", 185_000).await;
    shop.sells(&booth, &[honey]).await;
    let sale = shop.sale(&[(honey, "1")], 185_000);
    assert_eq!(shop.post_sale(&booth.who, &sale).await.status, 201);
    drop(shop);
    // Tasks that were told to stop hold the folder until they have.
    while lock::is_held(folder.path()) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut db = raw(folder.path()).await;
    let newest = "drop table invite; drop table joined; drop table carried; \
                  drop table drawn; \
                  drop table stopped_chain; drop table hub";
    sqlx::raw_sql(newest).execute(&mut db).await.unwrap();
    let last = "delete from _sqlx_migrations where version = (select max(version) from \
                _sqlx_migrations) returning version";
    assert_eq!(sqlx::query_scalar::<_, i64>(last).fetch_one(&mut db).await.unwrap(), LAST);
    db.close().await.unwrap();
    folder
}

/// The file as it is, without the program's ways of opening it.
async fn raw(folder: &Path) -> SqliteConnection {
    let file = SqliteConnectOptions::new().filename(folder.join(db::FILE));
    let file = file.foreign_keys(false);
    let file = file.journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
    SqliteConnection::connect_with(&file).await.unwrap()
}

/// The delivered program on this folder.
fn run(folder: &Path, lang: &str, args: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chophien"));
    program.arg("--data").arg(folder).args(["--lang", lang]).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[tokio::test]
async fn reports_receipts_and_the_check_read_a_book_of_an_older_version() {
    let report = old_book().await;
    let fair = run(report.path(), "vi", &["report", "fair", "HL26"]);
    assert!(fair.status.success(), "{}", said(&fair));
    let figures: Value = serde_json::from_slice(&fair.stdout).unwrap();
    assert_eq!(figures["revenue"], 185_000, "{figures}");

    let check = old_book().await;
    let verified = run(check.path(), "en", &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(said(&verified).contains("Every figure agrees"), "{}", said(&verified));

    let paper = old_book().await;
    let receipt = run(paper.path(), "vi", &["receipt", "A03-0001"]);
    assert!(said(&receipt).contains("Mật ong Tiên Yên"), "{}", said(&receipt));

    let sheet = old_book().await;
    let file = sheet.path().join("producers.csv");
    std::fs::write(&file, "name,subject_type\nHTX Ba Chẽ,cooperative\n").unwrap();
    let import = run(sheet.path(), "en", &["import", "producers", file.to_str().unwrap()]);
    assert!(import.status.success(), "{}", said(&import));
    assert!(run(sheet.path(), "en", &["verify"]).status.success());
}

#[tokio::test]
async fn an_old_book_that_another_program_has_open_is_left_alone() {
    let folder = old_book().await;
    let mut server = raw(folder.path()).await;
    sqlx::query("select count(*) from journal").execute(&mut server).await.unwrap();
    let file = folder.path().join("producers.csv");
    std::fs::write(&file, "name,subject_type\nHTX Ba Chẽ,cooperative\n").unwrap();
    let import: &[&str] = &["import", "producers", file.to_str().unwrap()];
    let commands: [&[&str]; 3] = [&["verify"], &["report", "fair", "HL26"], import];
    for args in commands {
        let refused = run(folder.path(), "vi", args);
        assert_eq!(refused.status.code(), Some(1), "{args:?}: {}", said(&refused));
        assert!(said(&refused).contains("đang mở"), "{args:?}: {}", said(&refused));
    }
    let left: i64 = sqlx::query_scalar("select max(version) from _sqlx_migrations")
        .fetch_one(&mut server)
        .await
        .unwrap();
    assert_eq!(left, LAST - 1);
    server.close().await.unwrap();
    assert!(run(folder.path(), "vi", &["verify"]).status.success());
}

#[tokio::test]
async fn a_book_whose_schema_is_not_known_is_told_from_a_broken_one() {
    let newer = "update _sqlx_migrations set version = 9999 where version = 3";
    let trial = "update _sqlx_migrations set checksum = x'00' where version = 3";
    for edit in [newer, trial] {
        let folder = old_book().await;
        let mut db = raw(folder.path()).await;
        sqlx::query(edit).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
        let refused = run(folder.path(), "en", &["verify"]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(said(&refused).contains("by another version"), "{}", said(&refused));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn an_old_book_that_cannot_be_written_says_so_in_the_readers_language() {
    use std::{fs::Permissions, os::unix::fs::PermissionsExt};
    let folder = old_book().await;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        std::fs::set_permissions(entry.unwrap().path(), Permissions::from_mode(0o444)).unwrap();
    }
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).unwrap();
    for (lang, sentence) in [("vi", "Không ghi được vào thư mục"), ("en", "Cannot write into")]
    {
        // The one who builds in a container is root, whom no permission stops.
        let refused = Command::new("setpriv")
            .args(["--bounding-set=-all", "--inh-caps=-all", env!("CARGO_BIN_EXE_chophien")])
            .arg("--data")
            .arg(folder.path())
            .args(["--lang", lang, "report", "fair", "HL26"])
            .output()
            .unwrap();
        assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
        assert!(said(&refused).contains(sentence), "{}", said(&refused));
    }
}
