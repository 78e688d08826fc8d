//! A fair that travels in a file.

use super::*;
use crate::{
    base::{
        clock::{Clock, Ms},
        id::DocumentId,
    },
    desk::{chains::receive::Why, command::Command, rebuild},
    disk::Disk,
    report::{self, testbook::Book},
    stock::Ask,
    sync::bundle::Trouble,
};
use std::path::PathBuf;
use tempfile::TempDir;
use uuid::Uuid;

/// Writes a bundle of a book into a folder, which keeps its node's key.
async fn bundled(book: &Book, folder: &TempDir, name: &str) -> (PathBuf, Summary) {
    let node = book.shop.desk.origin();
    let key = NodeKey::open(folder.path(), node).unwrap();
    let file = folder.path().join(name);
    let mut db = book.shop.read().await.unwrap();
    let made = bundle::export(&mut db, (node, &key), "he-2024", (&file, Ms(7))).await.unwrap();
    (file, made)
}

/// The report of the summer fair as JSON, without where the journal of this machine stands.
async fn summer(shop: &Shop) -> serde_json::Value {
    let mut db = shop.read().await.unwrap();
    let fair = crate::fair::store::fair_by_code(&mut db, "he-2024").await.unwrap().unwrap();
    let mut report =
        serde_json::to_value(report::fair::fair(&mut db, &fair).await.unwrap()).unwrap();
    report["journal_pos"] = 0.into();
    report["journal_head"] = "".into();
    report
}

async fn receiver() -> (TempDir, Shop) {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path(), Clock::by(|| Ms(9)), Chance::seeded(9)).await.unwrap();
    (folder, shop)
}

#[tokio::test]
async fn a_fair_that_was_taken_in_reports_what_the_sender_reports_and_twice_changes_nothing() {
    let (book, kept) = (Book::filled().await, tempfile::tempdir().unwrap());
    let (file, made) = bundled(&book, &kept, "he.goi").await;
    // 500,000 + 100,000 + 650,000 đ; a sale that was taken back is a sale and its void.
    assert_eq!((made.days, made.revenue), (2, 1_250_000));
    let (folder, shop) = receiver().await;
    for (turn, new) in [(1, made.rows), (2, 0)] {
        let sealed = Sealed::open(&file).unwrap();
        assert_eq!(sealed.summary, made);
        let receipt = bundle::import(&shop.desk, sealed).await.unwrap();
        assert_eq!((receipt.added, receipt.anew), (new, false), "turn {turn}");
        assert_eq!(summer(&shop).await, summer(&book.shop).await);
    }
    let mut db = shop.read().await.unwrap();
    let place = rebuild::Place { folder: folder.path(), disk: &Disk::system(), spare: 0 };
    let report = rebuild::verify(&mut db, place, |_| {}).await.unwrap();
    assert_eq!((report.differences, report.entries), (Vec::new(), made.rows));
    drop(db);
    shop.close().await;
    drop(shop);
    let again = Shop::open(folder.path(), Clock::by(|| Ms(9)), Chance::seeded(10)).await;
    assert!(again.is_ok(), "a book that only received is opened again");
}

#[tokio::test]
async fn a_bundle_with_one_altered_byte_is_refused() {
    let (book, kept) = (Book::filled().await, tempfile::tempdir().unwrap());
    let (file, _) = bundled(&book, &kept, "he.goi").await;
    let right = std::fs::read(&file).unwrap();
    let other = kept.path().join("other.goi");
    let digit = right.windows(9).position(|it| it == b"\"sales\": ").unwrap() + 9;
    for at in [digit, right.len() / 2, right.len() - 97, right.len() - 90] {
        let mut wrong = right.clone();
        wrong[at] ^= 1;
        std::fs::write(&other, &wrong).unwrap();
        assert!(matches!(Sealed::open(&other), Err(Trouble::Altered)), "byte {at}");
    }
    let mut wrong = right.clone();
    *wrong.last_mut().unwrap() ^= 1;
    std::fs::write(&other, &wrong).unwrap();
    assert!(matches!(Sealed::open(&other), Err(Trouble::Signature)));
    std::fs::write(&other, &right[..right.len() - 1]).unwrap();
    assert!(matches!(Sealed::open(&other), Err(Trouble::Altered)), "a part is missing");
    std::fs::write(&other, b"%PDF-1.7 ...").unwrap();
    assert!(matches!(Sealed::open(&other), Err(Trouble::NotABundle)));
}

#[tokio::test]
async fn another_key_and_another_end_of_a_known_chain_are_refused_whole() {
    let (book, kept) = (Book::filled().await, tempfile::tempdir().unwrap());
    let (_folder, shop) = receiver().await;
    book.count(3, Ms(1_717_400_000_000)).await;
    let (file, _) = bundled(&book, &kept, "he.goi").await;
    bundle::import(&shop.desk, Sealed::open(&file).unwrap()).await.unwrap();
    let before = summer(&shop).await;
    // A copy of the folder that was opened beside it, and went on in another way.
    let twin = Book::filled().await;
    assert_eq!(twin.shop.desk.origin(), book.shop.desk.origin());
    twin.count(4, Ms(1_717_400_000_000)).await;
    let (forked, _) = bundled(&twin, &kept, "hai.goi").await;
    let refused = bundle::import(&shop.desk, Sealed::open(&forked).unwrap()).await;
    let Err(Trouble::Stopped(stopped)) = refused else { panic!("{refused:?}") };
    assert_eq!((stopped.len(), &stopped[0].why), (1, &Why::Fork));
    let elsewhere = tempfile::tempdir().unwrap();
    let (stranger, made) = bundled(&book, &elsewhere, "khac.goi").await;
    let refused = bundle::import(&shop.desk, Sealed::open(&stranger).unwrap()).await;
    assert!(matches!(refused, Err(Trouble::OtherKey(node)) if node == made.node));
    assert_eq!(summer(&shop).await, before);
}

#[tokio::test]
async fn a_laptop_that_sells_takes_in_no_other_book_and_a_book_that_takes_in_sells_nothing() {
    let (book, kept) = (Book::filled().await, tempfile::tempdir().unwrap());
    let (file, _) = bundled(&book, &kept, "he.goi").await;
    let other = Book::new().await;
    let refused = bundle::import(&other.shop.desk, Sealed::open(&file).unwrap()).await;
    assert!(matches!(refused, Err(Trouble::Sells)), "{refused:?}");
    let (_folder, shop) = receiver().await;
    bundle::import(&shop.desk, Sealed::open(&file).unwrap()).await.unwrap();
    let before = summer(&shop).await;
    let slip = Ask::delivery(DocumentId(Uuid::from_u128(77)), book.booths[0], Vec::new());
    let refused = shop.submit("thử", Command::Stock(Box::new(slip))).await.unwrap_err();
    assert!(refused.say().en.contains("at the fair’s own laptop"), "{refused:?}");
    assert_eq!(summer(&shop).await, before);
}
