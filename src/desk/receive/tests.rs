//! The same chains, in whatever order they arrive, give the same book.

mod dump;
mod world;

use super::*;
use crate::{
    desk::rebuild::{self, Place},
    disk::Disk,
    node::owner::{Handed, Share, Taken},
};
use dump::dump;
use proptest::prelude::*;
use world::{Machine, World};

/// Hands chains over in an order drawn from `picks`, some rows twice, and comes back to what could
/// not be taken yet. Gives the hub's book.
async fn hub(chains: &[Vec<Entry>], picks: &[u8]) -> Machine {
    let mut hub = Machine::new(77).await;
    let mut sent = vec![0usize; chains.len()];
    let mut picks = picks.iter().cycle();
    for turn in 0..10_000 {
        if sent.iter().zip(chains).all(|(sent, chain)| *sent == chain.len()) {
            return hub;
        }
        let (pick, size) = (*picks.next().unwrap(), *picks.next().unwrap());
        let which = (usize::from(pick) + turn / 31) % chains.len();
        if sent[which] == chains[which].len() && pick % 3 == 0 {
            continue;
        }
        let from = sent[which].saturating_sub(usize::from(pick % 3));
        let until = chains[which].len().min(from + 1 + usize::from(size % 7));
        let (receipt, _) =
            receive(&mut hub.db, hub.node, &chains[which][from..until]).await.unwrap();
        let known = receipt.stopped.iter().all(|it| it.why == Why::Parent);
        assert!(known, "{:?}", receipt.stopped.iter().map(|it| &it.why).collect::<Vec<_>>());
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Two laptops, two copies made from the first at different times, sales that came twice,
    /// handovers, and changes by those who no longer own: the order of arrival is nothing.
    #[test]
    fn the_same_chains_in_any_order_give_the_same_book(
        seed in any::<u64>(),
        orders in prop::collection::vec(prop::collection::vec(any::<u8>(), 64), 3),
    ) {
        run(async {
            let chains = World::played(seed).await.chains().await;
            let mut first = None;
            for picks in &orders {
                let mut hub = hub(&chains, picks).await;
                verified(&mut hub).await;
                let book = dump(&mut hub.db).await;
                match &first {
                    None => first = Some(book),
                    Some(first) => assert_eq!(first, &book),
                }
            }
        });
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
        receive(&mut hub.db, hub.node, &theirs[..copy_at as usize]).await.unwrap();
        for chain in order {
            receive(&mut hub.db, hub.node, chain).await.unwrap();
        }
        assert_eq!(hub.revenue().await, (1, 60_000), "as the first laptop reckoned: 3 × 20,000 đ");
        assert_eq!(hub.twins().await, 1);
        verified(&mut hub).await;
    }
}

#[tokio::test]
async fn what_cannot_be_taken_stops_its_own_chain_alone_and_says_why() {
    let (mut one, mut two) = (Machine::new(1).await, Machine::new(2).await);
    one.fair("HE", 20_000).await;
    two.fair("THU", 30_000).await;
    let (ones, mut twos) = (one.chain().await, two.chain().await);
    let mut hub = Machine::new(77).await;
    let all: Vec<Entry> = [&ones[1..2], &twos[..]].concat();
    let (receipt, pos) = receive(&mut hub.db, hub.node, &all).await.unwrap();
    assert_eq!(receipt.stopped[0].why, Why::Gap { expected: 1 });
    assert_eq!((receipt.stopped.len(), receipt.added, pos), (1, twos.len() as i64, pos));
    // The same again changes nothing.
    let (receipt, again) = receive(&mut hub.db, hub.node, &twos).await.unwrap();
    assert_eq!((receipt.added, receipt.stopped.len(), again), (0, 0, pos));
    // Another row under a known sequence.
    let mut forked = twos[1].clone();
    forked.at_ms += 1;
    forked.hash = chain::hash(&forked);
    let (receipt, _) = receive(&mut hub.db, hub.node, &[forked]).await.unwrap();
    assert_eq!(receipt.stopped[0].why, Why::Fork);
    // A byte that was altered on the way, and a kind that only a newer program knows.
    let mut altered = ones.clone();
    altered[1].body.push(' ');
    let (receipt, _) = receive(&mut hub.db, hub.node, &altered).await.unwrap();
    assert_eq!((receipt.added, &receipt.stopped[0].why), (1, &Why::Altered));
    let mut newer = ones[1].clone();
    newer.kind = "fair.moved_to_the_moon".to_owned();
    newer.hash = chain::hash(&newer);
    let (receipt, _) = receive(&mut hub.db, hub.node, &[newer]).await.unwrap();
    assert_eq!(receipt.stopped[0].why, Why::Unknown);
    // This machine's own chain, which it does not have: an older copy of itself.
    twos[0].origin = hub.node.bytes();
    let (receipt, _) = receive(&mut hub.db, hub.node, &twos[..1]).await.unwrap();
    assert_eq!(receipt.stopped[0].why, Why::Own);
    let (receipt, _) = receive(&mut hub.db, hub.node, &ones).await.unwrap();
    assert_eq!(receipt.through[&one.node], ones.len() as i64, "and the right rows follow");
    verified(&mut hub).await;
}

#[tokio::test]
async fn a_change_holds_only_by_its_owner_and_from_where_it_was_taken() {
    let (mut laptop, mut hub) = (Machine::new(1).await, Machine::new(77).await);
    let stall = laptop.fair("HE", 20_000).await;
    laptop.node(crate::node::Event::Handed(Handed { share: Share::Catalog, to: hub.node })).await;
    let handed = laptop.head().await;
    laptop.rename(&stall, "Tên của máy").await;
    receive(&mut hub.db, hub.node, &laptop.chain().await).await.unwrap();
    assert_eq!(hub.product_name(&stall).await, "Miến dong", "the laptop gave it away before");
    hub.node(crate::node::Event::Taken(Taken { from: laptop.node, seq: handed })).await;
    hub.rename(&stall, "Miến dong Bình Liêu").await;
    assert_eq!(laptop.product_name(&stall).await, "Tên của máy", "where it was made it holds");
    verified(&mut hub).await;
    let mut nation = Machine::new(88).await;
    for chain in [hub.chain().await, laptop.chain().await, hub.chain().await] {
        receive(&mut nation.db, nation.node, &chain).await.unwrap();
    }
    assert_eq!(nation.product_name(&stall).await, "Miến dong Bình Liêu");
    verified(&mut nation).await;
}
