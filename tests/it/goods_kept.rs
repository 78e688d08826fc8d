//! What keeps goods right where documents meet: places, lots and counts that are taken back.

use crate::{
    goods::{ACCOUNT, ask, lot, posted, room, sell, units},
    shop::{OPENING, TestShop},
};
use chophien::{
    base::{
        clock::HOUR,
        id::{DocumentId, RoomId},
        refusal::Refusal,
    },
    desk::command::Command,
    stock::{Act, Ask, Line, Place, Room},
};
use jiff::civil::date;

#[tokio::test]
async fn a_place_of_goods_is_never_taken_for_another_one() {
    let (shop, booth, jar) = TestShop::with_honey(9).await;
    let (here, store) = (Place::Booth(booth.uid), room(&shop).await);
    // A transfer under the booth's id would send goods to where they already are.
    let mut sent = ask(&shop, here, Act::Transfer(store), vec![units(jar, 1)]);
    sent.uid = DocumentId(booth.uid.0);
    let refused = posted(&shop, sent).await;
    assert!(matches!(refused, Err(Refusal::Conflict(_))), "{refused:?}");
    // A store room under the booth's id, and one under that of the customers.
    for uid in [booth.uid.0, Place::Customer.uid()] {
        let (uid, fair) = (RoomId(uid), shop.fair);
        let room = Room { uid, fair, code: "K2".into(), name: "Kho".into(), active: true };
        let refused = shop.submit(Command::Room(room)).await;
        assert!(matches!(refused, Err(Refusal::Conflict(_))), "{refused:?}");
    }
    shop.verify().await;
}

#[tokio::test]
async fn what_leaves_by_a_document_names_every_lot_that_it_is_taken_from() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let here = Place::Booth(booth.uid);
    let lots = (1..=20).map(|n| lot(units(jar, 1), &format!("L{n:02}"), None)).collect();
    posted(&shop, ask(&shop, here, Act::Delivery, lots)).await.unwrap();
    let home = posted(&shop, ask(&shop, here, Act::Return, vec![units(jar, 20)])).await.unwrap();
    assert_eq!(home.moves.len(), 20);
    assert_eq!(shop.figure("select count(*) from level where quantity <> 0").await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn a_count_with_many_late_sales_is_taken_back_by_one_movement_of_each_lot() {
    let (shop, booth, jar) = TestShop::with_honey(50).await;
    let here = Place::Booth(booth.uid);
    shop.set_now(OPENING + HOUR);
    let count = ask(&shop, here, Act::Count, vec![units(jar, 45)]);
    let count = posted(&shop, count).await.unwrap();
    shop.set_now(OPENING + 2 * HOUR);
    for n in 0..7 {
        sell(&shop, &booth, jar, 1, OPENING + HOUR / 2 + n).await;
    }
    let held = "select sum(quantity) / 1000 from level";
    assert_eq!(shop.figure(held).await, 45, "what was counted stays");
    // Five were missing; of seven sold before the count two were too many.
    let back = posted(&shop, ask(&shop, here, Act::Reversal(count.uid), vec![])).await.unwrap();
    let moves: Vec<i64> = back.moves.iter().map(|it| it.quantity.0 / 1000).collect();
    assert_eq!(moves, [5, 7]);
    assert_eq!(shop.figure(held).await, 43);
    shop.verify().await;
}

#[tokio::test]
async fn a_count_says_how_much_there_is_and_nothing_of_a_lots_last_day() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let here = Place::Booth(booth.uid);
    let tea = Line { soft: true, ..lot(units(jar, 9), "L1", Some(date(2026, 6, 5))) };
    posted(&shop, ask(&shop, here, Act::Delivery, vec![tea])).await.unwrap();
    // A device that kept another day of it, and a person of a long name.
    let by = "HTX Nông nghiệp Bình Liêu – Nguyễn Thị Minh Khai".to_owned();
    let seen = Line { by, ..lot(units(jar, 8), "L1", Some(date(2026, 5, 5))) };
    let count = posted(&shop, ask(&shop, here, Act::Count, vec![seen])).await.unwrap();
    assert_eq!((count.lines[0].expires_on, count.lines[0].soft), (Some(date(2026, 6, 5)), true));
    let kept = "select count(*) from level where expires_on = '2026-06-05' and soft = 1 \
        and quantity = 8000";
    assert_eq!(shop.figure(kept).await, 1);
    shop.verify().await;
}

/// Two phones save what arrived within one another's request: the second is refused. That more came
/// than was sent has to be said.
#[tokio::test]
async fn what_arrived_is_received_once_unless_somebody_says_that_more_came() {
    let (shop, booth, jar) = TestShop::with_honey(0).await;
    let (store, here) = (room(&shop).await, Place::Booth(booth.uid));
    posted(&shop, ask(&shop, store, Act::Delivery, vec![units(jar, 20)])).await.unwrap();
    let sent = posted(&shop, ask(&shop, store, Act::Transfer(here), vec![units(jar, 12)])).await;
    let sent = sent.unwrap().uid;
    let receipt = |count| ask(&shop, here, Act::Receipt(sent), vec![units(jar, count)]);
    posted(&shop, receipt(12)).await.unwrap();
    let refused = posted(&shop, receipt(12)).await.unwrap_err().say();
    assert!(refused.en.contains("has not so much left on the way"), "{refused:?}");
    let rows = ["A03 : 0+12+0-0-0-0-0-0=12", "K1 : 20+0+0-0-0-0-12-0=8"];
    assert_eq!(shop.words(ACCOUNT).await[..2], rows);
    posted(&shop, Ask { over: true, ..receipt(1) }).await.unwrap();
    let rows = shop.words(ACCOUNT).await;
    assert_eq!(rows[0], "A03 : 0+13+0-0-0-0-0-0=13");
    assert_eq!(rows[2], "đường : 0+12+0-0-0-0-13-0=-1", "the surplus is seen until it is owned");
    shop.verify().await;
}
