//! A fair that its owner gives to another machine: that one changes it from its taking on, what it
//! sells there are facts, and the order in which the two chains arrive is nothing.

use super::{
    any_order, run, take, verified,
    world::{Lent, Machine},
};
use crate::{base::refusal::Refusal, desk::chains::anew};
use proptest::prelude::*;
use sqlx::Connection;

fn is_conflict(answer: Result<(), Refusal>) -> bool {
    matches!(answer, Err(Refusal::Conflict(_)))
}

#[tokio::test]
async fn who_gave_a_fair_changes_nothing_of_it_until_it_is_given_back() {
    let (mut hub, mut laptop) = (Machine::new(9).await, Machine::new(5).await);
    laptop.fair("RIENG", 15_000).await;
    let stall = hub.fair("TINH", 20_000).await;
    laptop.draw(&hub.chain().await).await;
    assert!(is_conflict(laptop.tried_booth(&stall, "Của tôi").await), "not given yet");
    assert!(is_conflict(laptop.tried_sale(&stall).await), "nothing is sold there either");
    hub.give(&stall, laptop.node).await.unwrap();
    assert!(is_conflict(hub.give(&stall, laptop.node).await), "it is given once");
    assert!(is_conflict(hub.tried_booth(&stall, "Tỉnh sửa").await), "as soon as it is given");
    laptop.draw(&hub.chain().await).await;
    assert!(is_conflict(laptop.tried_booth(&stall, "Của tôi").await), "given and not taken");
    laptop.take_fair(&stall).await;
    laptop.booth(&stall, "Gian máy đổi").await;
    laptop.price(&stall, 25_000).await;
    laptop.sell(&stall, 2).await;
    take(&mut hub, &laptop.chain().await).await;
    assert_eq!(hub.booth_name(&stall).await, "Gian máy đổi");
    assert_eq!(hub.revenue().await, (1, 50_000));
    assert!(is_conflict(hub.tried_booth(&stall, "Tỉnh sửa").await));
    laptop.give(&stall, hub.node).await.unwrap();
    assert!(is_conflict(laptop.tried_booth(&stall, "Sửa nữa").await));
    take(&mut hub, &laptop.chain().await).await;
    hub.take_fair(&stall).await;
    hub.booth(&stall, "Gian tỉnh").await;
    assert!(is_conflict(hub.give(&stall, Machine::new(6).await.node).await), "it lacks the booths");
    for machine in [&mut hub, &mut laptop] {
        verified(machine).await;
    }
}

#[tokio::test]
async fn a_stranger_neither_gives_nor_takes_a_fair() {
    let (mut hub, mut laptop) = (Machine::new(9).await, Machine::new(5).await);
    let mut stranger = Machine::new(6).await;
    stranger.fair("LA", 15_000).await;
    laptop.fair("RIENG", 15_000).await;
    let stall = hub.fair("TINH", 20_000).await;
    hub.give(&stall, laptop.node).await.unwrap();
    stranger.draw(&hub.chain().await).await;
    assert!(is_conflict(stranger.give(&stall, laptop.node).await));
    assert!(is_conflict(stranger.tried_taking(&stall).await), "it is the laptop's to take");
    verified(&mut stranger).await;
}

#[tokio::test]
async fn what_came_down_and_names_what_only_another_machine_has_is_kept_and_its_chain_goes_on() {
    let (mut hub, mut laptop) = (Machine::new(9).await, Machine::new(5).await);
    let mut other = Machine::new(6).await;
    laptop.fair("RIENG", 15_000).await;
    let theirs = other.fair("KHAC", 15_000).await;
    let stall = hub.fair("TINH", 20_000).await;
    take(&mut hub, &other.chain().await).await;
    let with_theirs = super::world::Stall { product: theirs.product, ..stall.clone() };
    hub.price(&with_theirs, 40_000).await;
    hub.rename(&stall, "Miến mới").await;
    laptop.draw(&hub.chain().await).await;
    assert_eq!(laptop.beyond().await, 1, "a price of what is not here");
    assert_eq!(laptop.product_name(&stall).await, "Miến mới");
    verified(&mut laptop).await;
    let mut whole = laptop.db.begin().await.unwrap();
    anew::project(&mut whole, laptop.node).await.unwrap();
    whole.commit().await.unwrap();
    assert_eq!(laptop.beyond().await, 1);
    verified(&mut laptop).await;
    // Once it is here the price holds too.
    laptop.draw(&other.chain().await).await;
    assert_eq!(laptop.beyond().await, 0);
    let price = "select count(*) from price where amount = 40000";
    let prices: i64 = sqlx::query_scalar(price).fetch_one(&mut laptop.db).await.unwrap();
    assert_eq!(prices, 1);
    verified(&mut laptop).await;
}

#[test]
fn a_fair_that_was_lent_and_given_back_is_the_same_book_in_any_order() {
    let orders = [vec![0, 16], vec![3, 16, 2, 16], vec![1, 16, 0, 3, 2, 5], vec![2, 0, 3, 0, 0, 0]];
    run(async {
        let (mut foreign, mut often) = (0, 0);
        for seed in 1..=12 {
            let chains = Lent::played(seed).await;
            let (anew, book) = any_order((seed, chains), &orders).await;
            often += anew;
            let holds = |what: &str| book.iter().filter(|row| row.contains(what)).count();
            assert!(holds("fair_taking {") > 0);
            foreign += holds(r#""verdict":"foreign""#);
        }
        assert!(foreign > 5 && often > 0, "{foreign} changes by those not in charge, {often} anew");
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// A province, a laptop, one that took over from it: gifts, takings, gifts back, and changes
    /// before and after by all of them.
    #[test]
    fn gifts_in_any_order_give_the_same_book(
        seed in any::<u64>(),
        orders in prop::collection::vec(prop::collection::vec(any::<u8>(), 64), 3),
    ) {
        run(async { any_order((seed, Lent::played(seed).await), &orders).await });
    }
}
