//! A folder was copied to a second computer, and both sold under one name.

use super::{Hub, Laptop, copy, free, join, push};
use crate::{
    program::{said, typed, verify},
    shop::{Clocked, TestShop},
};
use chophien::{
    desk::fact::Fact,
    journal,
    print::signed::{Code, Said, check::check},
    sync::{
        hub as hubs,
        upward::{Me, Trouble},
    },
};
use std::fs;
use tempfile::TempDir;

/// The laptop's folder as it is copied to the second computer while the first one rests.
async fn copied(laptop: Laptop) -> (Laptop, TempDir) {
    let Laptop { it, booth, honey, folder } = laptop;
    it.shop().close().await;
    drop(it);
    free(folder.path()).await;
    let second = tempfile::tempdir().unwrap();
    copy(folder.path(), second.path());
    let it = TestShop::opened(folder.path(), Clocked::Live).await;
    (Laptop { it, booth, honey, folder }, second)
}

async fn sells(it: &TestShop, laptop: &Laptop, jars: i64) {
    for _ in 0..jars {
        let sale = it.sale(&[(laptop.honey, "1")], 185_000);
        assert_eq!(it.post_sale(&laptop.booth.who, &sale).await.status.as_u16(), 201);
    }
}

/// The code on the receipt of the last sale.
async fn signed(it: &TestShop) -> String {
    let mut db = it.shop().read().await.unwrap();
    let pos = journal::store::last_pos(&mut db).await.unwrap();
    let entry = journal::store::at(&mut db, pos).await.unwrap().unwrap();
    let Some(Fact::Sold(sold)) = Fact::parse(&entry.kind, entry.body_version, &entry.body) else {
        panic!("{}", entry.kind)
    };
    Said::of(&entry, &sold).sign(&it.shop().key().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_copied_folder_sold_reaches_the_hub_once_it_goes_on_under_a_new_name() {
    let at = tempfile::tempdir().unwrap();
    let hub = Hub::at(at.path(), 0).await;
    let laptop = Laptop::new().await;
    laptop.join(&hub).await;
    laptop.sell(1).await;
    laptop.push().await.unwrap();
    let (laptop, folder) = copied(laptop).await;
    laptop.sell(2).await;
    laptop.push().await.unwrap();
    // The second one sells on what it has, and is refused.
    let second = TestShop::opened(folder.path(), Clocked::Live).await;
    sells(&second, &laptop, 3).await;
    let me = Me::of(second.shop()).await.unwrap().on("another computer");
    let Err(Trouble::Refused(word, way_out)) = push(&second, me).await else {
        panic!("a copied folder was taken")
    };
    assert_eq!(word, "copied");
    assert!(way_out.contains("chophien restore") && way_out.contains("chophien.db"), "{way_out}");
    let printed = signed(&second).await;
    second.shop().close().await;
    drop(second);
    free(folder.path()).await;
    // The way out: its own book under a new name. Nothing is left where that was not said.
    fs::create_dir_all(folder.path().join("tls")).unwrap();
    fs::write(folder.path().join("tls/authority"), "what phones trust").unwrap();
    let (book, new) = (folder.path().join("chophien.db"), tempfile::tempdir().unwrap());
    let into = new.path().join("máy hai");
    let book = book.to_str().unwrap();
    let unsaid = typed(&into, &["restore", book], "");
    assert_eq!(unsaid.status.code(), Some(1), "{}", said(&unsaid));
    assert!(said(&unsaid).contains("another book under this machine’s name"), "{}", said(&unsaid));
    let mistyped = typed(&into, &["restore", book, "--take-over"], "HL27\n");
    assert_eq!(mistyped.status.code(), Some(1), "{}", said(&mistyped));
    assert!(!into.join("chophien.db").exists());
    let parted = typed(&into, &["restore", book, "--take-over"], "hl26\n");
    assert!(parted.status.success(), "{}", said(&parted));
    assert!(said(&parted).contains("Entries written again: 3"), "{}", said(&parted));
    assert_eq!(fs::read(into.join("tls/authority")).unwrap(), b"what phones trust");
    let second = TestShop::opened(&into, Clocked::Live).await;
    let code = hubs::invite(hub.it.shop()).await.unwrap();
    let me = async || Me::of(second.shop()).await.unwrap().on("another computer");
    join(&second, &hub, &code, me().await).await.unwrap();
    sells(&second, &laptop, 1).await;
    let sum = push(&second, me().await).await.unwrap();
    assert_eq!(sum.halted, [], "{:?}", sum.halted);
    laptop.push().await.unwrap();
    assert_eq!(hub.revenue().await, (1 + 2 + 3 + 1) * 185_000);
    assert_eq!(second.figure("select sum(revenue) from rollup_booth").await, (1 + 3 + 1) * 185_000);
    // A receipt that was signed under the old name is the hub's too.
    let code = Code::read(&printed).unwrap();
    let mut db = hub.it.shop().read().await.unwrap();
    let checked = check(&mut db, &code, None).await.unwrap();
    assert!(checked.holds(), "{checked:?}");
    drop(db);
    second.shop().close().await;
    hub.close().await;
    drop(second);
    free(&into).await;
    free(at.path()).await;
    verify(&into);
    verify(at.path());
}
