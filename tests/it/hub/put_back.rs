//! A hub whose folder of yesterday was put back under its own name.

use super::{
    Hub, Laptop,
    down::{Planned, sell, till},
};
use crate::{looks::text, program::verify, shop::request};
use chophien::{folder::lock, staff::Role};
use std::{fs, path::Path, time::Duration};
use tokio::time::sleep;

/// Copies a closed folder's files; its folders are none of a book.
fn copy(from: &Path, to: &Path) {
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        if file.file_type().unwrap().is_file() {
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

/// It gave a fair since then, which the laptop took and sold at.
#[tokio::test]
async fn a_hub_that_lost_a_gift_gets_the_laptops_sales_and_is_told_what_to_do() {
    let Planned { hub, folder, fair, booth, honey } = Planned::new().await;
    let (laptop, port) = (Laptop::new().await, hub.port);
    laptop.join(&hub).await;
    laptop.push().await.unwrap();
    hub.close().await;
    while lock::is_held(folder.path()) {
        sleep(Duration::from_millis(5)).await;
    }
    let yesterday = tempfile::tempdir().unwrap();
    copy(folder.path(), yesterday.path());
    let planned = Planned { hub: Hub::at(folder.path(), port).await, folder, fair, booth, honey };
    planned.give(laptop.node()).await.unwrap();
    laptop.push().await.unwrap();
    let till = till(&laptop.it, booth).await;
    assert_eq!(sell(&laptop.it, &till, honey, 2, 100_000).await, 201);
    laptop.sell(1).await;
    laptop.push().await.unwrap();
    assert_eq!(planned.hub.revenue().await, 2 * 100_000 + 185_000);
    planned.hub.close().await;
    let hub = Hub::at(yesterday.path(), port).await;
    laptop.sell(1).await;
    let sum = laptop.push().await.unwrap();
    let own = |it: &chophien::sync::talk::Halted| it.why == "own";
    assert!(sum.halted.iter().all(own), "{:?}", sum.halted);
    assert_eq!(hub.revenue().await, 2 * 185_000, "its own fair's, for what was given is lost");
    let beyond = "select count(*) from verdict where verdict = 'beyond'";
    assert_eq!(hub.it.figure(beyond).await, 1);
    let boss = hub.it.person("Phó giám đốc", Role::Organiser, None, None).await;
    let page = text(&hub.it, request("GET", &boss, "/hub", None)).await;
    assert!(page.contains("its folder is an older copy"), "{page}");
    let machine = format!("/hub/machines/{}", laptop.node());
    let page = text(&hub.it, request("GET", &boss, &machine, None)).await;
    assert!(page.contains("in no figure yet: 1 (200.000"), "{page}");
    hub.close().await;
    verify(yesterday.path());
    laptop.it.shop().close().await;
    verify(laptop.folder.path());
}
