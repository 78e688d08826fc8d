//! A book's own file and a copy's, each taken for the other: nothing acknowledged is missing, and
//! no second laptop sells under the first one's name.

use crate::{
    folder::{prepared, sales, sell_some},
    program::{Server, program, said},
};
use chophien::{
    base::{clock::Clock, id::Chance},
    db,
    desk::book::Shop,
};
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

#[test]
fn a_copy_put_into_a_folder_by_hand_sells_only_after_it_was_restored() {
    let (old, _, _) = prepared();
    let away = tempfile::tempdir().unwrap();
    let copy = away.path().join("copy.db");
    let made = run(old.path(), &["backup", copy.to_str().unwrap(), "--verify"]);
    assert!(made.status.success(), "{}", said(&made));
    let by_hand = away.path().join("hand");
    fs::create_dir(&by_hand).unwrap();
    fs::copy(&copy, by_hand.join(db::FILE)).unwrap();
    let opened = Runtime::new().unwrap().block_on(async {
        Shop::open(&by_hand, Clock::system(), Chance::system()).await.map(drop)
    });
    let words = opened.expect_err("it is the old laptop's").say(&by_hand);
    assert!(words.en.contains("chophien restore"), "{}", words.en);
    assert!(words.vi.contains("chophien restore"), "{}", words.vi);
    let looked = run(&by_hand, &["verify"]);
    assert!(looked.status.success(), "it may be read: {}", said(&looked));
    let new = away.path().join("new");
    let restored = run(&new, &["restore", by_hand.join(db::FILE).to_str().unwrap()]);
    assert!(restored.status.success(), "{}", said(&restored));
    Server::start(&new).stop("TERM");
}
