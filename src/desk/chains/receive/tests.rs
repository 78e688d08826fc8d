//! The same chains, in whatever order they arrive, give the same book.

mod beyond;
mod disputes;
mod dump;
mod ends;
mod foreign;
mod gifts;
mod late;
mod parted;
mod refers;
mod refused;
mod settling;
mod truth;
mod world;

use super::*;
use crate::{
    desk::rebuild::{self, Place},
    disk::Disk,
    journal::chain,
};
use dump::dump;
use proptest::prelude::*;
use truth::Truth;
use world::{Machine, World};

/// Receives as the desk does, in one transaction.
async fn take(machine: &mut Machine, entries: &[Entry]) -> Receipt {
    let mut transaction = machine.db.begin().await.unwrap();
    let receipt = receive(&mut transaction, machine.node, entries).await.unwrap();
    transaction.commit().await.unwrap();
    receipt
}

/// Hands chains over in an order drawn from `picks`, some rows twice, and comes back to what could
/// not be taken yet. Gives the hub's book, and how often it was projected anew.
async fn hub(chains: &[Vec<Entry>], picks: &[u8]) -> (Machine, usize) {
    let (mut hub, mut anew) = (Machine::new(77).await, 0);
    let mut sent = vec![0usize; chains.len()];
    let mut picks = picks.iter().cycle();
    for turn in 0..10_000 {
        if sent.iter().zip(chains).all(|(sent, chain)| *sent == chain.len()) {
            return (hub, anew);
        }
        let (pick, size) = (*picks.next().unwrap(), *picks.next().unwrap());
        let which = (usize::from(pick) + turn / 31) % chains.len();
        if sent[which] == chains[which].len() && pick % 3 == 0 {
            continue;
        }
        let from = sent[which].saturating_sub(usize::from(pick % 3));
        let until = chains[which].len().min(from + 1 + usize::from(size % 17));
        let receipt = take(&mut hub, &chains[which][from..until]).await;
        let waits = |why: &Why| matches!(why, Why::Parent | Why::Refused(_));
        assert!(receipt.stopped.iter().all(|it| waits(&it.why)), "{:?}", receipt.stopped);
        if receipt.anew && anew == 0 {
            verified(&mut hub).await;
        }
        anew += usize::from(receipt.anew);
        let origin = NodeId::of_bytes(&chains[which][0].origin);
        sent[which] = usize::try_from(receipt.through[&origin]).unwrap();
    }
    panic!("chains wait for each other for ever: {sent:?}");
}

async fn verified(machine: &mut Machine) {
    let place = Place { folder: machine.folder.path(), disk: &Disk::system(), spare: 0 };
    let report = rebuild::verify(&mut machine.db, place, |_| {}).await.unwrap();
    assert_eq!(report.differences, Vec::<String>::new());
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// Hands the chains of what a seed played over in these orders, and compares whole books. Gives how
/// often a book was projected anew, and one of them.
async fn any_order(
    (seed, chains): (u64, Vec<Vec<Entry>>),
    orders: &[Vec<u8>],
) -> (usize, Vec<String>) {
    let truth = Truth::of(&chains);
    let (mut first, mut often) = (None, 0);
    for picks in orders {
        let (mut hub, anew) = hub(&chains, picks).await;
        often += anew;
        verified(&mut hub).await;
        assert_eq!(Truth::by(&mut hub.db).await, truth, "seed {seed}, {picks:?}");
        let book = dump(&mut hub.db).await;
        match &first {
            None => first = Some(book),
            Some(first) => {
                for (one, other) in first.iter().zip(&book) {
                    assert_eq!(one, other, "seed {seed}, {picks:?}");
                }
                assert_eq!(first.len(), book.len());
            }
        }
    }
    (often, first.unwrap_or_default())
}

#[test]
fn a_season_whose_chains_come_one_after_another_or_mixed_is_the_same_book() {
    // Each chain whole, in three orders that differ in who comes first; and row by row.
    let orders = [vec![0, 16], vec![3, 16, 2, 16], vec![1, 16, 0, 3, 2, 5], vec![2, 0, 3, 0, 0, 0]];
    run(async {
        for seed in [1, 2, 3] {
            let chains = World::played(seed).await.chains().await;
            let (anew, book) = any_order((seed, chains), &orders).await;
            assert!(
                anew > 0,
                "some came in an order that makes earlier entries mean another thing"
            );
            let holds = |what: &str| book.iter().any(|row| row.contains(what));
            assert!(holds(r#""verdict":"twin""#) && holds(r#""verdict":"foreign""#));
            assert!(holds("supplement {") && holds("shift_closing {") && holds("returned {"));
            assert!(
                holds(r#""verdict":"differs""#)
                    && holds("promotion_version {")
                    && holds("holder [")
            );
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Two laptops, two copies made from the first at different times, sales, documents and shifts
    /// that came twice, and changes by those who no longer own: the order of arrival is nothing.
    #[test]
    fn the_same_chains_in_any_order_give_the_same_book(
        seed in any::<u64>(),
        orders in prop::collection::vec(prop::collection::vec(any::<u8>(), 64), 3),
    ) {
        run(async { any_order((seed, World::played(seed).await.chains().await), &orders).await });
    }
}

#[tokio::test]
async fn a_sale_that_two_machines_wrote_down_is_counted_once_whichever_comes_first() {
    let mut laptop = Machine::new(1).await;
    let stall = laptop.fair("HE", 20_000).await;
    let copy_at = laptop.head().await;
    let sale = laptop.sell(&stall, 3).await;
    let mut heir = laptop.copied(2, copy_at).await;
    heir.price(&stall, 25_000).await;
    heir.resend(&sale).await;
    let (theirs, heirs) = (laptop.chain().await, heir.chain().await);
    for order in [[&theirs, &heirs], [&heirs, &theirs]] {
        let mut hub = Machine::new(77).await;
        take(&mut hub, &theirs[..copy_at as usize]).await;
        for chain in order {
            take(&mut hub, chain).await;
        }
        assert_eq!(hub.revenue().await, (1, 60_000), "as the first laptop reckoned: 3 × 20,000 đ");
        assert_eq!(hub.twins().await, 1);
        verified(&mut hub).await;
    }
}

#[tokio::test]
async fn what_cannot_be_taken_stops_its_own_chain_alone_and_says_why() {
    let (mut one, mut two) = (Machine::new(1).await, Machine::new(2).await);
    let stall = one.fair("HE", 20_000).await;
    two.fair("THU", 30_000).await;
    one.sell(&stall, 1).await;
    let (ones, mut twos) = (one.chain().await, two.chain().await);
    let mut hub = Machine::new(77).await;
    let why = |receipt: Receipt| receipt.stopped.into_iter().map(|it| it.why).collect::<Vec<_>>();
    let all: Vec<Entry> = [&ones[1..2], &twos[..]].concat();
    let receipt = take(&mut hub, &all).await;
    assert_eq!(receipt.added, twos.len() as i64, "the other chain flows on");
    assert_eq!(receipt.stopped[0].why, Why::Gap { expected: 1 });
    // The same again changes nothing.
    let receipt = take(&mut hub, &twos).await;
    assert_eq!((receipt.added, receipt.stopped.len()), (0, 0));
    // Another row under a known sequence.
    let mut forked = twos[1].clone();
    forked.at_ms += 1;
    forked.hash = chain::hash(&forked);
    assert_eq!(why(take(&mut hub, &[forked]).await), [Why::Fork]);
    // A byte that was altered on the way, and a kind that only a newer program knows.
    let mut altered = ones.clone();
    altered[1].body.push(' ');
    let receipt = take(&mut hub, &altered).await;
    assert_eq!((receipt.added, &receipt.stopped[0].why), (1, &Why::Altered));
    let mut newer = ones[1].clone();
    newer.kind = "fair.moved_to_the_moon".to_owned();
    newer.hash = chain::hash(&newer);
    assert_eq!(why(take(&mut hub, &[newer]).await), [Why::Unknown]);
    // This machine's own chain, which it does not have: an older copy of itself.
    twos[0].origin = hub.node.bytes();
    assert_eq!(why(take(&mut hub, &twos[..1]).await), [Why::Own]);
    let receipt = take(&mut hub, &ones).await;
    assert_eq!(receipt.through[&one.node], ones.len() as i64, "and the right rows follow");
    assert_eq!(hub.revenue().await, (1, 20_000));
    verified(&mut hub).await;
}

#[tokio::test]
async fn a_chain_waits_for_the_one_that_it_goes_on_from() {
    let mut laptop = Machine::new(1).await;
    let stall = laptop.fair("HE", 20_000).await;
    let copy_at = laptop.head().await;
    let mut heir = laptop.copied(2, copy_at).await;
    heir.sell(&stall, 2).await;
    let mut hub = Machine::new(77).await;
    let receipt = take(&mut hub, &heir.chain().await).await;
    assert_eq!((receipt.added, &receipt.stopped[0].why), (0, &Why::Parent));
    take(&mut hub, &laptop.chain().await).await;
    let receipt = take(&mut hub, &heir.chain().await).await;
    assert_eq!((receipt.stopped.len(), receipt.anew), (0, false));
    assert_eq!(hub.revenue().await, (1, 40_000));
    verified(&mut hub).await;
}

#[tokio::test]
async fn what_another_machine_owns_is_changed_there_and_a_laptop_that_was_followed_takes_nothing() {
    let (mut laptop, mut hub) = (Machine::new(1).await, Machine::new(77).await);
    let stall = laptop.fair("HE", 20_000).await;
    let copy_at = laptop.head().await;
    let mut heir = laptop.copied(2, copy_at).await;
    heir.rename(&stall, "Miến dong Bình Liêu").await;
    laptop.rename(&stall, "Tên của máy cũ").await;
    for chain in [laptop.chain().await, heir.chain().await] {
        take(&mut hub, &chain).await;
    }
    assert_eq!(hub.product_name(&stall).await, "Miến dong Bình Liêu", "the heir owns it");
    assert!(hub.renamed(&stall, "Tên của tỉnh").await.is_err());
    // The old laptop hears of its heir.
    take(&mut laptop, &heir.chain().await).await;
    assert_eq!(laptop.product_name(&stall).await, "Miến dong Bình Liêu");
    assert_eq!(laptop.renamed(&stall, "Lại tên cũ").await, Err(Refusal::Followed));
    verified(&mut laptop).await;
    verified(&mut hub).await;
}
