//! What is not taken: it stops its own chain, is named, and nothing of it stands.

use super::{
    take, verified,
    world::{Machine, Stall, forge},
};
use crate::{
    base::{clock::Ms, id::NodeId, money::Money, quantity::Quantity, series::sign, sums::Wrong},
    catalog::{self, Price},
    desk::{
        chains::receive::{Receipt, Why},
        fact::Fact,
    },
    journal::{self, Entry},
    node::{self, Began, TookOver},
};
use uuid::Uuid;

fn why(receipt: &Receipt) -> Vec<(NodeId, i64, Why)> {
    receipt.stopped.iter().map(|it| (it.node, it.seq, it.why.clone())).collect()
}

/// The drawer of a booth that nobody named is opened: the book refuses it.
pub fn poison() -> Fact {
    let opening = serde_json::json!({
        "uid": Uuid::from_u128(405), "booth": Uuid::from_u128(404), "at": 1_714_100_000_000_i64,
        "by": "Người bán", "reason": "Đổi tiền lẻ",
    });
    Fact::DrawerOpened(serde_json::from_value(opening).unwrap())
}

fn began(node: NodeId, (parent, seq, hash): (NodeId, i64, &[u8])) -> Fact {
    let (hash, sign) = (hex::encode(hash), sign(node));
    Fact::Node(node::Event::Began(Began { node, parent, seq, hash, sign }))
}

fn took_over(node: NodeId) -> Fact {
    Fact::Node(node::Event::TookOver(TookOver { node, at: Ms(1_714_100_000_000) }))
}

/// A node that nobody made, with what it says.
fn chain(n: u128, facts: Vec<Fact>) -> (NodeId, Vec<Entry>) {
    let (node, mut chain) = (NodeId(Uuid::from_u128(n)), Vec::new());
    for fact in facts {
        chain.push(forge(node, &chain, &fact));
    }
    (node, chain)
}

/// A hub that has a laptop's book, and that book.
async fn hub() -> (Machine, Machine, Stall) {
    let (mut hub, mut laptop) = (Machine::new(77).await, Machine::new(1).await);
    let stall = laptop.fair("HE", 20_000).await;
    laptop.sell(&stall, 2).await;
    take(&mut hub, &laptop.chain().await).await;
    (hub, laptop, stall)
}

async fn stands(hub: &mut Machine, node: NodeId) -> i64 {
    journal::store::head(&mut hub.db, node).await.unwrap().seq
}

#[tokio::test]
async fn a_chain_is_said_to_stand_as_far_as_it_was_written_down() {
    let (mut hub, mut laptop, stall) = hub().await;
    let before = laptop.head().await;
    for _ in 0..6 {
        laptop.sell(&stall, 1).await;
    }
    let all = laptop.chain().await;
    // Four follow, one is missing, and another chain brings what the book refuses.
    let at = usize::try_from(before).unwrap();
    let (_, bad) = chain(9, vec![poison()]);
    let batch = [&all[at..at + 4], &all[at + 5..], &bad[..]].concat();
    let receipt = take(&mut hub, &batch).await;
    assert_eq!(receipt.added, 4, "what the refused row has nothing to do with stands");
    assert_eq!(receipt.through[&laptop.node], stands(&mut hub, laptop.node).await);
    assert_eq!(receipt.through[&laptop.node], before + 4);
    assert_eq!(hub.revenue().await, (5, 6 * 20_000));
    let stopped = why(&receipt);
    assert!(stopped.contains(&(laptop.node, before + 6, Why::Gap { expected: before + 5 })));
    assert_eq!(stopped.len(), 2, "{stopped:?}");
    verified(&mut hub).await;
}

#[tokio::test]
async fn a_chain_does_not_begin_after_an_entry_that_was_refused_in_the_same_batch() {
    let (mut hub, mut laptop, _) = hub().await;
    let mut all = laptop.chain().await;
    let before = laptop.head().await;
    all.push(forge(laptop.node, &all, &poison()));
    let last = all.last().unwrap();
    let heir = NodeId(Uuid::from_u128(9));
    let (_, heirs) =
        chain(9, vec![began(heir, (laptop.node, last.seq, &last.hash)), took_over(heir)]);
    let receipt = take(&mut hub, &[&all[..], &heirs[..]].concat()).await;
    assert_eq!((receipt.added, receipt.through[&heir]), (0, 0));
    let stopped = why(&receipt);
    assert!(matches!(&stopped[0], (node, seq, Why::Refused(_))
        if (*node, *seq) == (laptop.node, before + 1)));
    assert_eq!(stopped[1], (heir, 1, Why::Parent));
    verified(&mut hub).await;
}

#[tokio::test]
async fn what_has_not_the_form_of_an_entry_is_not_kept() {
    let (mut hub, laptop, _) = hub().await;
    let (_, good) = chain(9, vec![Fact::Catalog(producer("HTX Bình Liêu"))]);
    let spoilt = |spoil: fn(&mut Entry)| {
        let mut entry = good[0].clone();
        spoil(&mut entry);
        entry.hash = journal::chain::hash(&entry);
        entry
    };
    let each: [fn(&mut Entry); 7] = [
        |it| it.origin.truncate(1),
        |it| it.origin = vec![0; 16],
        |it| it.uid.truncate(5),
        |it| it.input_hash.clear(),
        |it| it.actor = "x".repeat(5_000),
        |it| it.at_ms = i64::MAX,
        |it| it.subject = Uuid::from_u128(1).to_string(),
    ];
    for (n, spoil) in each.into_iter().enumerate() {
        let receipt = take(&mut hub, &[spoilt(spoil)]).await;
        assert_eq!((receipt.added, &receipt.stopped[0].why), (0, &Why::Malformed), "{n}");
    }
    let (_, long) = chain(9, vec![Fact::Catalog(producer(&"x".repeat(journal::BODY)))]);
    assert_eq!(take(&mut hub, &long).await.stopped[0].why, Why::Malformed);
    assert_eq!(take(&mut hub, &good).await.added, 1, "and as it should be it is");
    let heads = journal::store::heads(&mut hub.db).await.unwrap();
    assert_eq!(heads.iter().filter(|it| it.0 == laptop.node).count(), 1);
    verified(&mut hub).await;
}

fn producer(name: &str) -> catalog::Change {
    let producer = serde_json::json!({
        "uid": Uuid::from_u128(31), "name": name, "subject_type": "cooperative",
        "unit_code": "", "commune": "", "tax_code": "", "phone": "",
    });
    catalog::Change::Producer(serde_json::from_value(producer).unwrap())
}

#[tokio::test]
async fn a_node_takes_over_for_itself_once_and_writes_nothing_before() {
    let (mut hub, mut laptop, stall) = hub().await;
    let copy_at = laptop.head().await;
    let last = laptop.chain().await.pop().unwrap();
    let copy = (laptop.node, copy_at, &last.hash[..]);
    let waiting = NodeId(Uuid::from_u128(8));
    let (spare, other) = (NodeId(Uuid::from_u128(9)), || Fact::Catalog(producer("HTX")));
    let of_another = chain(9, vec![began(spare, copy), took_over(waiting)]);
    let twice = chain(9, vec![began(spare, copy), took_over(spare), took_over(spare)]);
    let early = chain(9, vec![began(spare, copy), other(), took_over(spare)]);
    let from_nothing = chain(9, vec![took_over(spare)]);
    let late = chain(9, vec![other(), began(spare, copy)]);
    let mut signed = began(spare, copy);
    if let Fact::Node(node::Event::Began(it)) = &mut signed {
        it.sign = "ZZ".into();
    }
    for ((node, chain), stands) in [
        (of_another, 1),
        (twice, 2),
        (early, 1),
        (from_nothing, 0),
        (late, 1),
        (chain(9, vec![signed]), 0),
    ] {
        let (mut copy, _, _) = self::hub().await;
        let receipt = take(&mut copy, &chain).await;
        assert_eq!(why(&receipt), [(node, stands + 1, Why::Misplaced)]);
        assert_eq!(receipt.through[&node], stands);
        verified(&mut copy).await;
    }
    // As it should be.
    let mut heir = laptop.copied(2, copy_at).await;
    heir.sell(&stall, 1).await;
    assert_eq!(why(&take(&mut hub, &heir.chain().await).await), []);
}

#[tokio::test]
async fn a_copy_of_an_empty_book_inherits_nothing_and_is_nobodys_kin() {
    let (mut hub, mut laptop, stall) = hub().await;
    let (stranger, product) = (NodeId(Uuid::from_u128(9)), stall.product);
    let cheap = Price { product, booth: None, fair: None, amount: Some(Money(1)) };
    let of_product = |it: &Entry| it.body.contains(r#""what":"product""#);
    let named = laptop.chain().await.into_iter().find(of_product).unwrap();
    let named = Fact::parse(&named.kind, named.body_version, &named.body).unwrap();
    let (_, chain) = chain(
        9,
        vec![
            began(stranger, (laptop.node, 0, &[0; 32])),
            took_over(stranger),
            Fact::Catalog(catalog::Change::Price(cheap)),
        ],
    );
    // What it says of another machine's product is kept, and changes nothing.
    assert_eq!(take(&mut hub, &chain).await.stopped, []);
    let verdicts = "select verdict from verdict";
    let verdicts: Vec<String> = sqlx::query_scalar(verdicts).fetch_all(&mut hub.db).await.unwrap();
    assert_eq!(verdicts, ["foreign"]);
    // What it names as that machine did before stops it.
    let again = forge(stranger, &chain, &named);
    assert_eq!(why(&take(&mut hub, &[again]).await), [(stranger, 4, Why::Elsewhere(laptop.node))]);
    // The laptop that it names goes on selling, also when it hears of it.
    take(&mut laptop, &chain[..2]).await;
    laptop.sell(&stall, 1).await;
    verified(&mut hub).await;
    verified(&mut laptop).await;
}

/// What somebody makes of a sale.
type Spoil = fn(&mut crate::sale::Sold);

#[tokio::test]
async fn figures_that_do_not_add_up_stop_their_chain_and_are_named() {
    let (_, mut laptop, _) = hub().await;
    let all = laptop.chain().await;
    let (last, before) = all.split_last().unwrap();
    let sold = |spoil: Spoil| {
        let mut fact = Fact::parse(&last.kind, last.body_version, &last.body).unwrap();
        let Fact::Sold(it) = &mut fact else { panic!("the last thing that happened is a sale") };
        spoil(it);
        fact
    };
    let each: [(Spoil, Wrong); 9] = [
        (|it| it.total = Money(it.total.0 + 1), Wrong::Total),
        (|it| it.lines[0].amount = Money(39_999), Wrong::Total),
        (|it| it.payments[0].amount = Money(50_000), Wrong::Payments),
        (|it| it.rounding = Money(500), Wrong::Payments),
        (|it| it.lines[0].quantity = Quantity(0), Wrong::Quantity),
        (|it| it.lines[0].draws[0].quantity = Quantity(1), Wrong::Quantity),
        (|it| it.number = 0, Wrong::Number),
        (|it| it.hour = 99, Wrong::Day),
        (
            |it| {
                it.total = Money(i64::MAX / 2 + 1);
                it.lines[0].amount = it.total;
                it.payments[0].amount = it.total;
            },
            Wrong::Amount,
        ),
    ];
    for (spoil, wrong) in each {
        let mut hub = Machine::new(77).await;
        let bad = forge(laptop.node, before, &sold(spoil));
        let receipt = take(&mut hub, &[before, &[bad]].concat()).await;
        assert_eq!(why(&receipt), [(laptop.node, last.seq, Why::Sums(wrong))]);
        assert_eq!(receipt.through[&laptop.node], last.seq - 1);
        verified(&mut hub).await;
    }
}
