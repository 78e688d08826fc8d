//! A hub whose folder of yesterday was put back under its own name.

use super::{
    Hub, Laptop, copy,
    down::{Planned, sell, till},
    free, join, push,
};
use crate::{looks::text, program::verify, shop::request};
use chophien::{
    staff::Role,
    sync::{
        hub as hubs,
        upward::{Me, Trouble},
    },
};

/// It gave a fair since then, which the laptop took and sold at.
#[tokio::test]
async fn a_hub_that_lost_a_gift_gets_the_laptops_sales_and_is_told_what_to_do() {
    let Planned { hub, folder, fair, booth, honey } = Planned::new().await;
    let (laptop, port) = (Laptop::new().await, hub.port);
    laptop.join(&hub).await;
    laptop.push().await.unwrap();
    hub.close().await;
    free(folder.path()).await;
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

/// A province whose folder of yesterday was put back: its own book waits until a person restores it
/// as a new machine, and what its laptops sell reaches the nation all the same.
#[tokio::test]
async fn an_older_copy_of_a_province_sends_its_laptops_books_all_the_same() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let nation = Hub::at(folders[0].path(), 0).await;
    let province = Hub::at(folders[1].path(), 0).await;
    let (laptop, port) = (Laptop::new().await, province.port);
    laptop.join(&province).await;
    province.it.person("Sở", Role::Organiser, None, None).await;
    let code = hubs::invite(nation.it.shop()).await.unwrap();
    let me = Me::of(province.it.shop()).await.unwrap();
    join(&province.it, &nation, &code, me).await.unwrap();
    laptop.sell(1).await;
    laptop.push().await.unwrap();
    province.close().await;
    free(folders[1].path()).await;
    let yesterday = tempfile::tempdir().unwrap();
    copy(folders[1].path(), yesterday.path());
    let province = Hub::at(folders[1].path(), port).await;
    province.it.person("Phó", Role::Organiser, None, None).await;
    push(&province.it, Me::of(province.it.shop()).await.unwrap()).await.unwrap();
    assert_eq!(nation.revenue().await, 185_000);
    province.close().await;
    let province = Hub::at(yesterday.path(), port).await;
    laptop.sell(2).await;
    laptop.push().await.unwrap();
    let me = Me::of(province.it.shop()).await.unwrap();
    let told = push(&province.it, me).await;
    assert!(matches!(told, Err(Trouble::Behind)), "{told:?}");
    assert_eq!(nation.revenue().await, 3 * 185_000);
    province.close().await;
    nation.close().await;
    verify(yesterday.path());
    verify(folders[0].path());
}
