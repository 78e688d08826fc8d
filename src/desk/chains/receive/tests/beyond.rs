//! Planning that names what is not here holds back nothing, and takes its place once that comes.

use super::{
    any_order, run, take, verified,
    world::{Machine, Stall, forge},
};
use crate::{
    base::id::NodeId,
    desk::{chains::anew, chains::receive::Why, command::Command, fact::Fact},
    journal::Entry,
};
use sqlx::Connection;
use uuid::Uuid;

/// A province whose plan names a product of one laptop, and another laptop that sells what the
/// province planned after it. The chains of province, first and second laptop.
async fn planned() -> [Vec<Entry>; 3] {
    let (mut hub, mut laptop, mut other) =
        (Machine::new(9).await, Machine::new(5).await, Machine::new(6).await);
    let own = laptop.fair("RIENG", 15_000).await;
    let theirs = other.fair("KHAC", 15_000).await;
    let stall = hub.fair("TINH", 20_000).await;
    take(&mut hub, &other.chain().await).await;
    let with_theirs = Stall { product: theirs.product, ..stall.clone() };
    hub.range(&with_theirs, true).await;
    for amount in [40_000, 45_000] {
        hub.price(&with_theirs, amount).await;
    }
    hub.rename(&stall, "Miến mới").await;
    laptop.draw(&hub.chain().await).await;
    let sold = Stall { product: stall.product, ..own };
    laptop.range(&sold, true).await;
    laptop.price(&sold, 25_000).await;
    laptop.sell(&sold, 2).await;
    [hub.chain().await, laptop.chain().await, other.chain().await]
}

#[test]
fn what_was_beyond_for_a_while_is_the_same_book_in_any_order() {
    let orders = [vec![0, 16], vec![1, 16, 0, 3, 2, 5], vec![2, 16], vec![0, 0, 1, 0, 2, 0]];
    run(async {
        let (anew, book) = any_order((0, planned().await.to_vec()), &orders).await;
        assert!(anew > 0, "in some order the province's plan came first");
        let holds = |what: &str| book.iter().filter(|row| row.contains(what)).count();
        assert_eq!(holds(r#""verdict":"beyond""#), 0);
        assert_eq!((holds(r#""amount":40000"#), holds(r#""amount":45000"#)), (1, 1));
    });
}

#[test]
fn what_is_beyond_for_ever_holds_back_no_sale_in_any_order() {
    let orders = [vec![0, 16], vec![1, 16], vec![0, 0, 1, 0], vec![1, 0, 0, 3]];
    run(async {
        let [hub, laptop, _] = planned().await;
        let (_, book) = any_order((0, vec![hub, laptop]), &orders).await;
        let holds = |what: &str| book.iter().filter(|row| row.contains(what)).count();
        assert_eq!(holds(r#""verdict":"beyond""#), 3, "a range and two prices");
        assert_eq!(book.iter().filter(|row| row.starts_with("sale {")).count(), 1);
    });
}

#[tokio::test]
async fn a_sale_of_goods_that_are_not_here_stops_its_chain_though_their_price_does_not() {
    let [hubs, laptops, _] = planned().await;
    let mut nation = Machine::new(77).await;
    let receipt = take(&mut nation, &laptops).await;
    let last = laptops.last().unwrap();
    assert_eq!(last.kind, "sale.made");
    assert!(matches!(&receipt.stopped[..], [it] if it.seq == last.seq
        && matches!(it.why, Why::Refused(_))));
    assert_eq!((nation.beyond().await, nation.revenue().await), (2, (0, 0)));
    verified(&mut nation).await;
    take(&mut nation, &hubs).await;
    assert_eq!(take(&mut nation, &laptops).await.stopped, []);
    assert_eq!(nation.revenue().await, (1, 50_000));
    verified(&mut nation).await;
}

/// The province is put back to yesterday: it lost its gift, and the laptop that took it sells on at
/// its own fair and at the province's.
#[tokio::test]
async fn the_taking_of_a_gift_that_its_giver_lost_holds_back_no_sale_and_counts_once_it_is_back() {
    let (mut hub, mut laptop) = (Machine::new(9).await, Machine::new(5).await);
    let own = laptop.fair("RIENG", 15_000).await;
    let stall = hub.fair("TINH", 20_000).await;
    let yesterday = hub.chain().await;
    hub.give(&stall, laptop.node).await.unwrap();
    laptop.draw(&hub.chain().await).await;
    laptop.take_fair(&stall).await;
    laptop.price(&stall, 25_000).await;
    laptop.sell(&stall, 2).await;
    laptop.sell(&own, 1).await;
    let mut put_back = Machine::new(77).await;
    take(&mut put_back, &yesterday).await;
    let receipt = take(&mut put_back, &laptop.chain().await).await;
    assert_eq!(receipt.stopped, []);
    assert_eq!(put_back.beyond().await, 1, "the taking");
    assert_eq!(put_back.revenue().await, (1, 15_000), "what it sold of its own counts");
    verified(&mut put_back).await;
    let receipt = take(&mut put_back, &hub.chain().await).await;
    assert_eq!((receipt.stopped, receipt.anew), (Vec::new(), true));
    assert_eq!((put_back.beyond().await, put_back.revenue().await), (0, (2, 65_000)));
    verified(&mut put_back).await;
}

/// A stranger says that a booth of the province stands at a fair that nobody has. It is told by no
/// judge afterwards, in a projection either.
#[tokio::test]
async fn what_a_stranger_said_of_a_booth_and_stands_nowhere_changes_nothing_of_whose_it_is() {
    let (mut hub, mut laptop) = (Machine::new(9).await, Machine::new(5).await);
    laptop.fair("RIENG", 15_000).await;
    let stall = hub.fair("TINH", 20_000).await;
    hub.give(&stall, laptop.node).await.unwrap();
    laptop.draw(&hub.chain().await).await;
    laptop.take_fair(&stall).await;
    laptop.booth(&stall, "Gian máy đổi").await;
    let of_booth = |it: &&Entry| it.body.contains(r#""what":"booth""#);
    let named = hub.chain().await;
    let named = named.iter().find(of_booth).unwrap();
    let body = named.body.replace(&stall.fair.0.to_string(), &Uuid::from_u128(404).to_string());
    let elsewhere = Fact::parse(&named.kind, named.body_version, &body).unwrap();
    let mut nation = Machine::new(77).await;
    let stranger = [forge(NodeId(Uuid::from_u128(8)), &[], &elsewhere)];
    assert_eq!(take(&mut nation, &stranger).await.stopped, []);
    assert_eq!(nation.beyond().await, 1);
    take(&mut nation, &hub.chain().await).await;
    assert_eq!(take(&mut nation, &laptop.chain().await).await.stopped, []);
    assert_eq!(nation.booth_name(&stall).await, "Gian máy đổi");
    verified(&mut nation).await;
}

/// The province's own people bring in a product by the uid that a laptop's price named before.
#[tokio::test]
async fn what_this_machine_names_itself_lets_stand_what_named_it_before() {
    let [hubs, laptops, _] = planned().await;
    let mut nation = Machine::new(77).await;
    let stall = nation.fair("QG", 90_000).await;
    take(&mut nation, &laptops).await;
    assert_eq!(nation.beyond().await, 2, "range and price of the province's product");
    let first = |what: &str| hubs.iter().find(|it| it.body.contains(what)).unwrap();
    let named = first(r#""what":"product""#);
    let (theirs, ours) = (&first(r#""what":"producer""#).subject, stall.producer.0.to_string());
    let body = named.body.replace(theirs, &ours);
    match Fact::parse(&named.kind, named.body_version, &body).unwrap() {
        Fact::Catalog(change) => nation.change(Command::Catalog(change)).await,
        other => panic!("{other:?}"),
    }
    let waits = "select count(*) from verdict where verdict = 'waits'";
    let waits: i64 = sqlx::query_scalar(waits).fetch_one(&mut nation.db).await.unwrap();
    assert_eq!((waits, nation.beyond().await), (2, 0));
    let mut whole = nation.db.begin().await.unwrap();
    anew::project(&mut whole, nation.node).await.unwrap();
    whole.commit().await.unwrap();
    verified(&mut nation).await;
}
