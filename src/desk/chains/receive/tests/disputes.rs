//! What two machines wrote down of one happening and do not agree in: one stands, the other is kept
//! beside it and shown to a person.

use super::{
    take, verified,
    world::{Machine, Stall, close, open},
};
use crate::{
    base::{money::Money, quantity::Quantity},
    desk::chains::disputed::{self, Disputed},
    sale::shift::{self, notes::Notes},
};
use uuid::Uuid;

async fn disputed(hub: &mut Machine) -> Vec<Disputed> {
    let all = disputed::list(&mut hub.db, i64::MAX, 10).await.unwrap();
    assert_eq!(disputed::store::count(&mut hub.db).await.unwrap(), all.len() as i64);
    all
}

/// A laptop, one that took over from it after this entry, and what they sell.
async fn two() -> (Machine, Machine, Stall, usize) {
    let mut laptop = Machine::new(1).await;
    let stall = laptop.fair("HE", 20_000).await;
    let copy_at = laptop.head().await;
    let heir = laptop.copied(2, copy_at).await;
    (laptop, heir, stall, usize::try_from(copy_at).unwrap())
}

/// The books that a hub has when either laptop's late entries come first.
async fn both_ways(laptop: &mut Machine, heir: &mut Machine, copy_at: usize) -> [Machine; 2] {
    let (theirs, heirs) = (laptop.chain().await, heir.chain().await);
    let (mut one, mut two) = (Machine::new(77).await, Machine::new(78).await);
    for (hub, order) in [(&mut one, [&theirs, &heirs]), (&mut two, [&heirs, &theirs])] {
        take(hub, &theirs[..copy_at]).await;
        for chain in order {
            assert_eq!(take(hub, chain).await.stopped, []);
        }
        verified(hub).await;
    }
    [one, two]
}

#[tokio::test]
async fn a_sale_that_two_machines_hold_with_other_goods_is_counted_once_and_shown_to_a_person() {
    let (mut laptop, mut heir, stall, copy_at) = two().await;
    let agreed = laptop.sell(&stall, 1).await;
    let mut sale = laptop.sell(&stall, 3).await;
    heir.resend(&agreed).await;
    // The phone sends the same sale with four, as no phone does.
    sale.lines[0].quantity = Quantity::units(4);
    sale.payments[0].amount = Money(80_000);
    sale.expected_total = Some(Money(80_000));
    heir.resend(&sale).await;
    for mut hub in both_ways(&mut laptop, &mut heir, copy_at).await {
        assert_eq!(hub.revenue().await, (2, 80_000), "20,000 and, as the first says, 60,000");
        assert_eq!(hub.twins().await, 1, "what agrees is no dispute");
        let all = disputed(&mut hub).await;
        let [it] = &all[..] else { panic!("{all:?}") };
        let side = |it: &disputed::Side| (it.node, it.money, it.goods[0].2);
        assert_eq!(side(&it.stands), (laptop.node, Some(Money(60_000)), Quantity::units(3)));
        assert_eq!(side(&it.left_out), (heir.node, Some(Money(80_000)), Quantity::units(4)));
        assert_eq!(it.stands.number, "A01-0002");
        assert!(it.left_out.number.ends_with("-0002") && it.left_out.number != it.stands.number);
    }
}

fn counting(stall: &Stall, ids: (Uuid, Uuid), machine: &Machine, notes: i64) -> shift::Ask {
    let mut ask = close(stall, ids, machine.at);
    if let shift::Ask::Close(it) = &mut ask {
        it.count = vec![Notes { note: 100_000, count: notes }];
    }
    ask
}

#[tokio::test]
async fn of_two_z_reports_of_one_shift_one_holds_and_what_the_other_counted_stands_beside_it() {
    let mut laptop = Machine::new(1).await;
    let stall = laptop.fair("HE", 20_000).await;
    let shift = Uuid::from_u128(101);
    laptop.shift(open(&stall, shift), shift).await;
    let copy_at = laptop.head().await;
    let mut heir = laptop.copied(2, copy_at).await;
    // At five the first laptop's drawer is counted; the other sells on and is counted at eight.
    laptop
        .shift(counting(&stall, (shift, Uuid::from_u128(102)), &laptop, 10), Uuid::from_u128(102))
        .await;
    heir.at = laptop.at;
    heir.sell(&stall, 5).await;
    heir.shift(counting(&stall, (shift, Uuid::from_u128(103)), &heir, 23), Uuid::from_u128(103))
        .await;
    let copy_at = usize::try_from(copy_at).unwrap();
    for mut hub in both_ways(&mut laptop, &mut heir, copy_at).await {
        let z: (String, i64) = sqlx::query_as("select z_no, counted from shift_closing")
            .fetch_one(&mut hub.db)
            .await
            .unwrap();
        assert_eq!(z, ("A01-Z0001".to_owned(), 1_000_000));
        let beside: (String, i64, i64) = sqlx::query_as(
            "select reason, counted, expected from shift_event where kind = 'recounted'",
        )
        .fetch_one(&mut hub.db)
        .await
        .unwrap();
        assert_eq!((beside.1, beside.2), (2_300_000, 100_000), "5 × 20,000 đ were sold on");
        let all = disputed(&mut hub).await;
        let [it] = &all[..] else { panic!("{all:?}") };
        assert_eq!((it.stands.money, &*it.stands.number), (Some(Money(1_000_000)), "A01-Z0001"));
        assert_eq!((it.left_out.money, &it.left_out.number), (Some(Money(2_300_000)), &beside.0));
        assert_eq!((it.stands.node, it.left_out.node), (laptop.node, heir.node));
    }
}

#[tokio::test]
async fn a_document_that_two_machines_took_back_is_no_dispute() {
    let mut laptop = Machine::new(1).await;
    let stall = laptop.fair("HE", 20_000).await;
    let brought = laptop.deliver(&stall, 40, "2024-05-01").await;
    let copy_at = laptop.head().await;
    let mut heir = laptop.copied(2, copy_at).await;
    for (machine, uid) in [(&mut laptop, 7), (&mut heir, 8)] {
        machine.take_back(&stall, &brought, Uuid::from_u128(uid)).await;
    }
    for mut hub in both_ways(&mut laptop, &mut heir, usize::try_from(copy_at).unwrap()).await {
        assert_eq!((hub.twins().await, disputed(&mut hub).await), (1, Vec::new()));
        let left: i64 = sqlx::query_scalar("select sum(quantity) from level")
            .fetch_one(&mut hub.db)
            .await
            .unwrap();
        assert_eq!(left, 0, "forty came and forty went back, once");
    }
}
