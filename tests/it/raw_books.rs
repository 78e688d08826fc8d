//! A book's own file, restored as a copy would be: nothing acknowledged is missing.

use crate::{
    folder::{prepared, sales, sell_some},
    program::{Server, program, said},
};
use chophien::db;
use std::{fs, path::Path, process::Output};
use tokio::runtime::Runtime;

fn run(folder: &Path, words: &[&str]) -> Output {
    program(folder).args(words).output().unwrap()
}

#[test]
fn the_folder_of_a_laptop_that_lost_its_power_is_restored_with_every_acknowledged_sale() {
    let (old, who, goods) = prepared();
    let server = Server::start(old.path());
    Runtime::new().unwrap().block_on(sell_some(server.port, &who[0], goods, 25));
    server.kill();
    let at = |ending: &str| old.path().join(format!("{}{ending}", db::FILE));
    let before = (fs::read(at("")).unwrap(), fs::read(at("-wal")).unwrap());
    assert!(!before.1.is_empty(), "what was sold last stands in the log alone");
    let away = tempfile::tempdir().unwrap();
    let new = away.path().join("new");
    let restored = run(&new, &["restore", at("").to_str().unwrap()]);
    assert!(restored.status.success(), "{}", said(&restored));
    let after = (fs::read(at("")).unwrap(), fs::read(at("-wal")).unwrap());
    assert!(before == after, "the source stays as it was");
    let found = Runtime::new().unwrap().block_on(sales(&new.join(db::FILE)));
    assert_eq!(found.len(), 25);
    let kept = Runtime::new().unwrap().block_on(sales(&at("")));
    assert_eq!(found, kept);
}
