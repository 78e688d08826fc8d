//! A laptop is gone with its backups: the hub has its book as far as it was sent, and another
//! laptop goes on from that.

use super::{
    Hub, Laptop,
    down::{Planned, sell, sums, till},
    free, join, push,
};
use crate::{
    program::{program, said, typed, verify},
    shop::{Clocked, TestShop, request},
};
use axum::body::to_bytes;
use chophien::{
    staff::Role,
    sync::{hub as hubs, upward::Me},
};
use tower::ServiceExt;

/// Invites a machine and joins it, sends its book, and says that nothing stopped.
async fn joins(it: &TestShop, hub: &Hub) {
    let code = hubs::invite(hub.it.shop()).await.unwrap();
    let me = async || Me::of(it.shop()).await.unwrap();
    join(it, hub, &code, me().await).await.unwrap();
    let sum = push(it, me().await).await.unwrap();
    assert_eq!(sum.halted, [], "{:?}", sum.halted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_laptop_goes_on_from_the_book_that_its_hub_has() {
    let planned = Planned::new().await;
    let (laptop, hub) = (Laptop::new().await, &planned.hub);
    laptop.join(hub).await;
    laptop.push().await.unwrap();
    planned.give(laptop.node()).await.unwrap();
    laptop.push().await.unwrap();
    let lent = till(&laptop.it, planned.booth).await;
    assert_eq!(sell(&laptop.it, &lent, planned.honey, 2, 100_000).await, 201);
    laptop.sell(3).await;
    laptop.push().await.unwrap();
    // What it sold after its last contact is on a phone alone.
    let unsent = laptop.it.sale(&[(laptop.honey, "1")], 185_000);
    let answer = laptop.it.post_sale(&laptop.booth.who, &unsent).await;
    let (node, own_fair) = (laptop.node(), laptop.it.fair);
    laptop.it.shop().close().await;
    // At the hub, which serves on.
    let away = tempfile::tempdir().unwrap();
    let (file, into) = (away.path().join("so.db"), away.path().join("máy mới"));
    let written = program(planned.folder.path())
        .args(["hub", "book", &node.to_string(), file.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(written.status.success(), "{}", said(&written));
    assert!(said(&written).contains("holds no PINs"), "{}", said(&written));
    let restored = typed(&into, &["restore", file.to_str().unwrap(), "--take-over"], "hl26\n");
    assert!(restored.status.success(), "{}", said(&restored));
    // It is in charge of its own fair and of the one that it was given, and sells at both.
    let new = TestShop::opened(&into, Clocked::Live).await;
    assert_eq!(new.figure("select count(*) from secret").await, 0);
    joins(&new, hub).await;
    let (here, there) = (till(&new, laptop.booth.uid).await, till(&new, planned.booth).await);
    assert_eq!(sell(&new, &here, laptop.honey, 1, 185_000).await, 201);
    assert_eq!(sell(&new, &there, planned.honey, 1, 100_000).await, 201);
    let mut again = unsent.clone();
    again["acknowledged"] = serde_json::json!({
        "node": answer.body["node"], "receipt_no": answer.body["receipt_no"],
    });
    let kept = new.post_sale(&here.who, &again).await;
    assert_eq!(kept.body["receipt_no"], answer.body["receipt_no"], "{:?}", kept.body);
    push(&new, Me::of(new.shop()).await.unwrap()).await.unwrap();
    assert_eq!(sums(&hub.it, planned.fair).await, 3 * 100_000);
    assert_eq!(sums(&hub.it, own_fair).await, 5 * 185_000);
    new.shop().close().await;
    drop(new);
    free(&into).await;
    verify(&into);
    planned.hub.close().await;
    free(planned.folder.path()).await;
    verify(planned.folder.path());
}

#[tokio::test]
async fn an_organiser_of_the_hub_downloads_it_once_something_was_sent() {
    let planned = Planned::new().await;
    let (laptop, hub) = (Laptop::new().await, &planned.hub);
    laptop.join(hub).await;
    let boss = hub.it.person("Phó giám đốc", Role::Organiser, None, None).await;
    let page = format!("/hub/machines/{}/book", laptop.node());
    let asked = async || {
        let asked = request("POST", &boss, &page, None);
        let answer = hub.it.router.clone().oneshot(asked).await.unwrap();
        let status = answer.status().as_u16();
        (status, to_bytes(answer.into_body(), 64 << 20).await.unwrap())
    };
    assert_eq!(asked().await.0, 404, "nothing was sent yet");
    laptop.sell(1).await;
    laptop.push().await.unwrap();
    let (status, body) = asked().await;
    assert_eq!((status, &body[..15]), (200, &b"SQLite format 3"[..]));
    planned.hub.close().await;
}
