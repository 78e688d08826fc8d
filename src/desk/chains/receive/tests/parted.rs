//! A data folder was copied and both laptops sold under one name: one keeps it, the other parts
//! from it and writes its branch down again. Nothing that either sold is missing or counted twice.

use super::{
    dump, take, verified,
    world::{Machine, NOW, Stall, close, open},
};
use crate::{
    base::{clock::Clock, id::SaleId},
    desk::chains::branch::{self, came_from},
    node::family::Place,
};
use uuid::Uuid;

/// A laptop, its copy under the same name, and the last entry that both have.
struct Copied {
    laptop: Machine,
    copy: Machine,
    stall: Stall,
    at: i64,
}

const SHIFT: Uuid = Uuid::from_u128(101);

impl Copied {
    async fn new() -> Copied {
        let mut laptop = Machine::new(1).await;
        let stall = laptop.fair("HE", 20_000).await;
        laptop.shift(open(&stall, SHIFT), SHIFT).await;
        laptop.deliver(&stall, 50, "2026-01-05").await;
        laptop.sell(&stall, 1).await;
        let at = laptop.head().await;
        let copy = laptop.twin(5).await;
        Copied { laptop, copy, stall, at }
    }

    /// The copy goes on under a new name after `at`.
    async fn part(&mut self, at: i64) -> i64 {
        part(&mut self.copy, (self.laptop.node, at)).await
    }

    /// Every book that takes in both: hubs, in any order.
    async fn hubs(&mut self) -> Vec<Machine> {
        let (theirs, copys) = (self.laptop.chain().await, self.copy.chain().await);
        let common = &theirs[..usize::try_from(self.at).unwrap()];
        let mut hubs = Vec::new();
        for (n, order) in [[&theirs[..], &copys[..]], [common, &copys[..]]].iter().enumerate() {
            let mut hub = Machine::new(70 + n as u64).await;
            for chain in order {
                assert_eq!(take(&mut hub, chain).await.stopped, []);
            }
            assert_eq!(take(&mut hub, &theirs).await.stopped, []);
            verified(&mut hub).await;
            hubs.push(hub);
        }
        assert_eq!(dump(&mut hubs[0].db).await, dump(&mut hubs[1].db).await);
        hubs
    }
}

#[tokio::test]
async fn what_two_laptops_sold_under_one_name_is_all_in_the_books_once_one_has_parted() {
    let mut it = Copied::new().await;
    for units in [1, 2] {
        it.laptop.sell(&it.stall, units).await;
    }
    let (mut sales, stall) = (Vec::new(), it.stall.clone());
    for units in [4, 5, 6] {
        sales.push(it.copy.sell(&stall, units).await);
    }
    it.copy.refund(Uuid::from_u128(9), sales[0].id).await;
    it.copy.price(&stall, 25_000).await;
    let before = it.copy.revenue().await;
    assert_eq!(it.part(it.at).await, 5, "three sales, a refund and a price");
    assert_eq!(it.copy.revenue().await, before);
    verified(&mut it.copy).await;
    let numbers = "select group_concat(receipt_no, ' ') from (select receipt_no from sale \
                   where void = 0 order by id)";
    let numbers: String = sqlx::query_scalar(numbers).fetch_one(&mut it.copy.db).await.unwrap();
    assert_eq!(numbers, "A01-0001 A01-0002 A01-0003 A01-0004");
    // A phone that had no answer sends again, and the next customer gets a number of the new name.
    it.copy.resend(&sales[2]).await;
    let next = it.copy.sell(&stall, 1).await;
    let sign = crate::base::series::sign(it.copy.node);
    assert_eq!(number(&mut it.copy, next.id).await, format!("A01{sign}-0001"));
    for mut hub in it.hubs().await {
        // 1, then 1 and 2 there, 5 and 6 here, 1 at the new price.
        assert_eq!(hub.revenue().await, (7, 20_000 * 15 + 25_000), "one of them void");
        let twice = "select count(*) from sale where receipt_no = 'A01-0002'";
        assert_eq!(hub.one(twice).await, 2, "two customers hold this number");
        assert_eq!(number(&mut hub, sales[2].id).await, "A01-0004");
    }
}

#[tokio::test]
async fn what_both_wrote_before_they_parted_counts_once_wherever_the_point_is_taken() {
    let mut it = Copied::new().await;
    it.laptop.sell(&it.stall, 1).await;
    let stall = it.stall.clone();
    it.copy.sell(&stall, 4).await;
    let at = it.at - 2;
    assert_eq!(it.part(at).await, 3, "a delivery and a sale of both, and its own sale");
    verified(&mut it.copy).await;
    for mut hub in it.hubs().await {
        assert_eq!(hub.revenue().await, (3, 120_000));
        assert_eq!(hub.twins().await, 2);
        assert_eq!(hub.one("select sum(brought) from level").await, 50_000);
    }
}

#[tokio::test]
async fn a_laptop_that_went_on_wrongly_from_its_branch_parts_with_all_that_it_wrote_since() {
    let mut it = Copied::new().await;
    it.laptop.sell(&it.stall, 1).await;
    let stall = it.stall.clone();
    it.copy.sell(&stall, 4).await;
    it.copy.deliver(&stall, 10, "2026-01-05").await;
    let end = it.copy.head().await;
    // A backup was restored as a new machine: it goes on from what the hub will never have.
    it.copy = it.copy.copied(6, end).await;
    it.copy.sell(&stall, 8).await;
    // Both halves of the branch have a second delivery.
    it.copy.deliver(&stall, 10, "2026-01-05").await;
    it.copy.deliver(&stall, 10, "2026-01-05").await;
    let closing = Uuid::from_u128(103);
    let at = it.copy.at;
    it.copy.shift(close(&stall, (SHIFT, closing), at), closing).await;
    assert_eq!(it.part(it.at).await, 6, "a sale and a delivery, a sale, two more and a Z");
    verified(&mut it.copy).await;
    for mut hub in it.hubs().await {
        assert_eq!(hub.revenue().await, (4, 20_000 * 14));
        assert_eq!(hub.one("select count(*) from node").await, 1);
        assert_eq!(hub.one("select sum(brought) from level").await, 80_000);
    }
}

#[tokio::test]
async fn what_an_older_laptop_wrote_late_stays_its_own() {
    let mut first = Machine::new(1).await;
    let stall = first.fair("HE", 20_000).await;
    let at = first.head().await;
    let mut heir = first.copied(2, at).await;
    heir.sell(&stall, 1).await;
    let point = (heir.node, heir.head().await);
    let mut copy = heir.twin(5).await;
    // The first laptop sold, and changed a price, before it knew that it was followed.
    let late = first.sell(&stall, 2).await;
    first.price(&stall, 99_000).await;
    copy.sell(&stall, 4).await;
    copy.resend(&late).await;
    assert_eq!(take(&mut copy, &first.chain().await).await.stopped, []);
    assert_eq!(part(&mut copy, point).await, 2, "its sale, and the one that was sent again");
    verified(&mut copy).await;
    assert_eq!(copy.revenue().await, (3, 7 * 20_000));
    let dear = "select count(*) from price where amount = 99000";
    assert_eq!(copy.one(dear).await, 0, "it was no longer that laptop's to change");
}

#[tokio::test]
async fn each_row_of_a_branch_says_where_it_stood() {
    let mut it = Copied::new().await;
    let stall = it.stall.clone();
    it.copy.sell(&stall, 4).await;
    let was = it.copy.chain().await.pop().unwrap();
    it.part(it.at).await;
    let now = it.copy.chain().await.pop().unwrap();
    let from = came_from(&now).unwrap();
    assert_eq!((from.node, from.seq, from.hash), (it.laptop.node, was.seq, hex::encode(was.hash)));
    assert_eq!((now.uid, now.at_ms, now.input_hash), (was.uid, was.at_ms, was.input_hash));
    assert_eq!(now.seq, 3, "after the entries by which its chain begins");
}

async fn part(copy: &mut Machine, point: Place) -> i64 {
    let (clock, chance) = (Clock::by(|| NOW), copy.chance.clone());
    let parted = branch::part(&mut copy.db, (&clock, &chance), point).await.unwrap();
    copy.node = parted.node;
    parted.again
}

async fn number(machine: &mut Machine, sale: SaleId) -> String {
    sqlx::query_scalar("select receipt_no from sale where uid = ?")
        .bind(sale.bytes())
        .fetch_one(&mut machine.db)
        .await
        .unwrap()
}
