//! Commands that write, while a server holds the folder: it does their work, or they say whom to
//! wait for.

use crate::{
    folder::{prepare, prepared, sales},
    program::{Server, program, said, verify},
};
use chophien::{db, folder::lock::Lock};
use std::{fs, path::Path, process::Output};
use tokio::runtime::Runtime;

const RIGHT: &str = "name,subject_type\nHTX Ba Chẽ,cooperative\nHTX Tiên Yên,cooperative\n";
const WRONG: &str = "name,subject_type\nHTX Ba Chẽ,nonsense\n,cooperative\n";

fn import(folder: &Path, sheet: &str, more: &[&str]) -> Output {
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("producers.csv");
    fs::write(&file, sheet).unwrap();
    let file = file.to_str().unwrap();
    program(folder).args(["import", "producers", file]).args(more).output().unwrap()
}

#[test]
fn an_import_is_done_by_the_server_that_has_the_folder_open_with_the_same_words() {
    let top = tempfile::tempdir().unwrap();
    // The name of a socket may have a hundred bytes; this folder's has more.
    let folder = top.path().join("Hội chợ OCOP khu vực phía Bắc – Quảng Ninh".repeat(3));
    Runtime::new().unwrap().block_on(prepare(&folder));
    let alone = [import(&folder, WRONG, &[]), import(&folder, RIGHT, &["--dry-run"])];
    let server = Server::start(&folder);
    let served = [import(&folder, WRONG, &[]), import(&folder, RIGHT, &["--dry-run"])];
    for (alone, served) in alone.iter().zip(&served) {
        let words = [alone, served].map(said);
        assert_eq!(alone.status.code(), served.status.code());
        assert_eq!(words[0], words[1]);
    }
    assert_eq!(served[0].status.code(), Some(1));
    assert!(said(&served[0]).contains("errors; nothing was imported"), "{}", said(&served[0]));
    assert!(said(&served[1]).contains("2 changes would be made"), "{}", said(&served[1]));

    let before = entries(&verify(&folder));
    let done = import(&folder, RIGHT, &[]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(said(&done).contains("2 rows imported, 2 changes"), "{}", said(&done));
    assert_eq!(entries(&verify(&folder)), before + 2);
    let again = import(&folder, RIGHT, &[]);
    assert!(said(&again).contains("2 rows, nothing new"), "{}", said(&again));
    server.stop("TERM");
    assert!(!folder.join("chophien.sock").exists());
    assert_eq!(entries(&verify(&folder)), before + 2);
}

/// How many entries the check counted.
fn entries(said: &str) -> i64 {
    let line = said.lines().find_map(|line| line.strip_prefix("Entries checked: "));
    line.unwrap().parse().unwrap()
}

#[test]
fn an_import_leaves_everything_in_the_books_own_file() {
    let (folder, ..) = prepared();
    assert!(import(folder.path(), RIGHT, &[]).status.success());
    let alone = tempfile::tempdir().unwrap();
    fs::copy(folder.path().join(db::FILE), alone.path().join(db::FILE)).unwrap();
    assert_eq!(entries(&verify(alone.path())), entries(&verify(folder.path())));
    assert!(Runtime::new().unwrap().block_on(sales(&alone.path().join(db::FILE))).is_empty());
}

#[test]
fn a_folder_that_another_command_writes_into_is_waited_for_by_a_person() {
    let (folder, ..) = prepared();
    let lock = Lock::take(folder.path()).unwrap();
    let refused = import(folder.path(), RIGHT, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("Another command"), "{}", said(&refused));
    assert!(said(&refused).contains(&std::process::id().to_string()), "{}", said(&refused));
    verify(folder.path());
    drop(lock);
    assert!(import(folder.path(), RIGHT, &[]).status.success());
}
