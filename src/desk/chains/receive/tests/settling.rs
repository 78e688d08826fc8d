//! What goes before what stands is taken up once for many batches, and nothing that is refused
//! sinks what came with it.

use super::world::{Machine, Stall, forge};
use crate::{
    base::{
        clock::Clock,
        id::{Chance, NodeId, ProductId},
    },
    desk::{
        book::Shop,
        chains::receive::Why,
        fact::Fact,
        rebuild::{self, Place},
    },
    journal::Entry,
    node,
    sale::Checkout,
};
use uuid::Uuid;

/// A hub's shop.
async fn hub() -> (Shop, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let (clock, chance) = (Clock::by(|| crate::base::clock::Ms(0)), Chance::seeded(9));
    (Shop::open(folder.path(), clock, chance).await.unwrap(), folder)
}

/// A laptop that sold so many after a copy of it was made, and the one that took over, to which
/// its phones sent each of these again before it sold one of its own.
async fn twice(sales: usize) -> (Vec<Entry>, usize, Vec<Entry>) {
    let mut laptop = Machine::new(1).await;
    let stall: Stall = laptop.fair("HE", 20_000).await;
    let copy_at = laptop.head().await;
    let mut heir = laptop.copied(2, copy_at).await;
    let mut sold: Vec<Checkout> = Vec::new();
    for _ in 0..sales {
        sold.push(laptop.sell(&stall, 1).await);
    }
    for sale in &sold {
        heir.resend(sale).await;
    }
    heir.sell(&stall, 2).await;
    (laptop.chain().await, usize::try_from(copy_at).unwrap(), heir.chain().await)
}

async fn revenue(hub: &Shop) -> (i64, i64) {
    let mut db = hub.read().await.unwrap();
    sqlx::query_as("select sum(sales), sum(revenue) from rollup_booth")
        .fetch_one(&mut *db)
        .await
        .unwrap()
}

async fn differences(hub: &Shop) -> Vec<String> {
    let mut db = hub.read().await.unwrap();
    let place = Place { spare: 0, ..Place::beside(hub) };
    rebuild::verify(&mut db, place, |_| {}).await.unwrap().differences
}

#[tokio::test]
async fn an_old_laptop_that_comes_back_in_many_batches_has_the_book_projected_anew_once() {
    let (theirs, copy_at, heirs) = twice(12).await;
    let (hub, _folder) = hub().await;
    hub.desk.receive(theirs[..copy_at].to_vec()).await.unwrap();
    hub.desk.receive(heirs).await.unwrap();
    assert_eq!(revenue(&hub).await, (13, 14 * 20_000));
    for (n, batch) in theirs[copy_at..].chunks(2).enumerate() {
        let receipt = hub.desk.receive(batch.to_vec()).await.unwrap();
        assert_eq!((receipt.added, receipt.waiting), (2, 2 * (n as i64 + 1)));
        assert_eq!(receipt.stopped, []);
        assert!(!receipt.anew, "nobody waits for that while batches come");
        assert_eq!(revenue(&hub).await, (13, 14 * 20_000), "each is counted once all the while");
    }
    assert!(differences(&hub).await[0].starts_with("12 entries of other machines wait"));
    assert_eq!(hub.desk.settle().await, Ok(12));
    assert_eq!(revenue(&hub).await, (13, 14 * 20_000));
    assert_eq!(differences(&hub).await, Vec::<String>::new());
    assert_eq!(hub.desk.settle().await, Ok(0));
    let mut db = hub.read().await.unwrap();
    let numbers: i64 =
        sqlx::query_scalar("select count(*) from sale where receipt_no like 'A01-%'")
            .fetch_one(&mut *db)
            .await
            .unwrap();
    assert_eq!(numbers, 12, "the first laptop's numbers are the ones that stand");
}

#[tokio::test]
async fn what_came_second_and_stands_second_costs_nothing() {
    let (theirs, _, heirs) = twice(3).await;
    let (hub, _folder) = hub().await;
    hub.desk.receive(theirs).await.unwrap();
    let receipt = hub.desk.receive(heirs).await.unwrap();
    assert_eq!((receipt.waiting, receipt.anew, receipt.stopped.len()), (0, false, 0));
    assert_eq!(revenue(&hub).await, (4, 5 * 20_000));
    assert_eq!(differences(&hub).await, Vec::<String>::new());
}

fn poison(node: NodeId, chain: &[Entry]) -> Entry {
    forge(node, chain, &super::refused::poison())
}

#[tokio::test]
async fn a_row_that_is_refused_sinks_neither_what_overtakes_beside_it_nor_the_desk() {
    let (theirs, copy_at, heirs) = twice(4).await;
    let (hub, _folder) = hub().await;
    hub.desk.receive(theirs[..copy_at].to_vec()).await.unwrap();
    hub.desk.receive(heirs).await.unwrap();
    let stranger = NodeId(Uuid::from_u128(9));
    let laptop = NodeId::of_bytes(&theirs[0].origin);
    let bad = poison(laptop, &theirs);
    let batch =
        [&theirs[copy_at..copy_at + 2], &[poison(stranger, &[])], &theirs[copy_at + 2..], &[bad]];
    let receipt = hub.desk.receive(batch.concat()).await.unwrap();
    let stopped: Vec<_> = receipt.stopped.iter().map(|it| (it.node, it.seq)).collect();
    assert_eq!(stopped.len(), 2, "{:?}", receipt.stopped);
    assert!(stopped.contains(&(stranger, 1)));
    assert!(stopped.contains(&(laptop, theirs.len() as i64 + 1)));
    assert!(receipt.stopped.iter().all(|it| matches!(it.why, Why::Refused(_))));
    assert_eq!((receipt.through[&laptop], receipt.waiting), (theirs.len() as i64, 4));
    assert_eq!(hub.desk.stop(), None, "and the desk goes on");
    assert_eq!(hub.desk.settle().await, Ok(4));
    assert_eq!(revenue(&hub).await, (5, 6 * 20_000));
    assert_eq!(differences(&hub).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_better_twin_that_the_book_refuses_is_left_out_and_the_other_stands() {
    let (theirs, copy_at, heirs) = twice(2).await;
    let (hub, _folder) = hub().await;
    hub.desk.receive(theirs[..copy_at].to_vec()).await.unwrap();
    hub.desk.receive(heirs).await.unwrap();
    // The first laptop's entry of the second sale names a product that nobody knows.
    let (last, before) = theirs.split_last().unwrap();
    let mut fact = Fact::parse(&last.kind, last.body_version, &last.body).unwrap();
    if let Fact::Sold(it) = &mut fact {
        it.lines[0].product = ProductId(Uuid::from_u128(404));
    }
    let mut forged = forge(NodeId::of_bytes(&last.origin), before, &fact);
    forged.uid = last.uid.clone();
    forged.hash = crate::journal::chain::hash(&forged);
    hub.desk.receive([&before[copy_at..], &[forged]].concat()).await.unwrap();
    assert_eq!(hub.desk.settle().await, Ok(2));
    assert_eq!(revenue(&hub).await, (3, 4 * 20_000), "nothing that was sold is lost");
    assert_eq!(differences(&hub).await, Vec::<String>::new());
    let mut db = hub.read().await.unwrap();
    let refused: i64 = sqlx::query_scalar("select count(*) from verdict where verdict = 'refused'")
        .fetch_one(&mut *db)
        .await
        .unwrap();
    assert_eq!((refused, hub.desk.stop()), (1, None));
}

#[tokio::test]
async fn a_take_over_that_waits_ends_the_old_laptops_sales_at_once() {
    let mut laptop = Machine::new(1).await;
    let stall = laptop.fair("HE", 20_000).await;
    let copy_at = laptop.head().await;
    let mut heir = laptop.copied(2, copy_at).await;
    laptop.price(&stall, 25_000).await;
    let (hub, _folder) = hub().await;
    hub.desk.receive(laptop.chain().await).await.unwrap();
    let followed = async || {
        let mut db = hub.read().await.unwrap();
        node::store::standing(&mut db, laptop.node).await.unwrap().followed
    };
    assert!(!followed().await);
    let receipt = hub.desk.receive(heir.chain().await).await.unwrap();
    assert_eq!((receipt.waiting, receipt.anew), (1, false), "the price came after the copy");
    assert!(followed().await, "it takes nothing on, projected anew or not");
    hub.desk.settle().await.unwrap();
    assert!(followed().await);
}
