//! Photos go where the book goes: into copies and out of them, into exports and other books.

use crate::{
    photos::{HONEY, HONEY_TILE},
    program::{Server, program, said, verify},
    shop::{Clocked, TestShop},
};
use chophien::{
    catalog::{self, photo::Shown},
    desk::command::Command,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};
use tokio::runtime::Runtime;

fn run(folder: &Path, words: &[&str]) -> Output {
    let done = program(folder).args(words).output().unwrap();
    assert!(done.status.success(), "{words:?}: {}", said(&done));
    done
}

/// A book whose honey has a photo, and whose tea has none.
async fn prepare(folder: &Path) {
    let shop = TestShop::at(folder, Clocked::Live).await;
    let honey = shop.product("Mật ong Tiên Yên", "chai", 185_000).await;
    shop.product("Chè hoa vàng", "hộp", 420_000).await;
    let kept = shop.shop().photos.keep(HONEY.to_vec(), HONEY_TILE.to_vec()).await.unwrap();
    let shown = Shown { product: honey, photo: Some(kept.photo) };
    shop.put(Command::Catalog(catalog::Change::Photo(shown))).await;
    drop(kept);
    shop.shop().close().await;
}

/// The files of photos in a folder, by name, with their contents.
fn photos(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let all = fs::read_dir(folder.join("photos")).into_iter().flatten();
    let mut files: Vec<_> = all.map(|it| it.unwrap().path()).collect();
    files.sort();
    let named = |path: PathBuf| (path.file_name().unwrap().into(), fs::read(&path).unwrap());
    files.into_iter().map(named).collect()
}

#[test]
fn a_copy_takes_photos_along_and_a_restored_book_shows_them() {
    let top = tempfile::tempdir().unwrap();
    let [book, copy, other] = ["sổ", "copy.db", "máy mới"].map(|name| top.path().join(name));
    Runtime::new().unwrap().block_on(prepare(&book));
    let there = photos(&book);
    assert_eq!(there.len(), 2);
    let server = Server::start(&book);
    run(&book, &["backup", copy.to_str().unwrap(), "--verify"]);
    server.stop("TERM");
    run(&other, &["restore", copy.to_str().unwrap()]);
    assert_eq!(photos(&other), there);
    assert!(!said(&run(&other, &["verify"])).contains("photo is not here"));
}

#[test]
fn verify_says_of_which_product_the_photo_is_not_here_or_is_another() {
    let top = tempfile::tempdir().unwrap();
    let book = top.path().join("sổ");
    Runtime::new().unwrap().block_on(prepare(&book));
    let words = "The photo is not here of: Mật ong Tiên Yên";
    assert!(!said(&run(&book, &["verify"])).contains(words));
    let (name, bytes) = photos(&book).remove(0);
    fs::write(book.join("photos").join(&name), b"another").unwrap();
    let verified = run(&book, &["verify"]);
    assert_eq!(said(&verified).matches(words).count(), 1, "{}", said(&verified));
    assert!(said(&verified).contains("Every figure agrees"), "no figure hangs on it");
    fs::write(book.join("photos").join(&name), bytes).unwrap();
    assert!(!said(&run(&book, &["verify"])).contains(words));
}

#[test]
fn an_export_takes_photos_along_and_another_book_takes_them_in() {
    let top = tempfile::tempdir().unwrap();
    let [book, out, other] = ["sổ", "ra", "sổ mới"].map(|name| top.path().join(name));
    Runtime::new().unwrap().block_on(prepare(&book));
    let there = photos(&book);
    run(&book, &["export", "all", out.to_str().unwrap()]);
    assert_eq!(photos(&out), there);
    let rows = fs::read_to_string(out.join("photos.csv")).unwrap();
    assert_eq!(rows.lines().count(), 2, "the tea has no row: {rows}");
    // What is no photo, or not the one that its name says, stays out.
    fs::write(out.join("photos").join(format!("{}.jpg", "0".repeat(64))), b"odd").unwrap();
    let tried = run(&other, &["import", "all", "--dry-run", out.to_str().unwrap()]);
    assert!(said(&tried).contains("photos.csv: 1 new"), "{}", said(&tried));
    assert!(photos(&other).is_empty());
    run(&other, &["import", "all", out.to_str().unwrap()]);
    assert_eq!(photos(&other), there);
    verify(&other);
    let again = run(&other, &["import", "all", out.to_str().unwrap()]);
    assert!(said(&again).contains("nothing new"), "{}", said(&again));

    // Beside a server too; and one that was cut off before the files came is done again.
    fs::remove_dir_all(other.join("photos")).unwrap();
    let server = Server::start(&other);
    run(&other, &["import", "all", out.to_str().unwrap()]);
    server.stop("TERM");
    assert_eq!(photos(&other), there);
}

#[test]
fn a_file_of_an_export_that_was_changed_does_not_come_in() {
    let top = tempfile::tempdir().unwrap();
    let [book, out, other] = ["sổ", "ra", "sổ mới"].map(|name| top.path().join(name));
    Runtime::new().unwrap().block_on(prepare(&book));
    run(&book, &["export", "all", out.to_str().unwrap()]);
    for (name, bytes) in photos(&out) {
        fs::write(out.join("photos").join(name), &bytes[..bytes.len() - 9]).unwrap();
    }
    run(&other, &["import", "all", out.to_str().unwrap()]);
    assert!(photos(&other).is_empty());
    assert!(said(&run(&other, &["verify"])).contains("The photo is not here of: Mật ong"));
}
