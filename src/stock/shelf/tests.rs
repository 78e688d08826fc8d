//! The same shelf, whatever comes when.

use super::*;
use crate::base::{
    clock::Ms,
    id::{BoothId, CommandId},
};
use jiff::civil::date;
use proptest::prelude::*;

const OWNER: ProducerId = ProducerId(uuid::Uuid::from_u128(7));

fn goods() -> Goods {
    (Place::Booth(BoothId::default()), ProductId::default())
}

/// Something that happens at an instant: a sale of so many, or a count of all lots.
#[derive(Debug, Clone)]
enum Event {
    Sale(i64),
    Count(Vec<i64>),
}

fn start(lots: &[i64]) -> Shelf {
    let mut shelf = Shelf::default();
    let level = |(n, units): (usize, &i64)| Level {
        quantity: Quantity(*units),
        expires_on: Some(date(2026, 12, n as i8 + 1)),
        since: Some(Ms(0)),
        tracked: true,
        ..Level::empty(OWNER, &format!("L{n}"))
    };
    shelf.levels.insert(goods(), lots.iter().enumerate().map(level).collect());
    shelf
}

#[test]
fn a_lot_that_is_named_in_another_way_is_the_one_that_lies_here() {
    let mut shelf = start(&[5_000, 7_000]);
    let named = Wish { lot: Some("l1"), ..Wish::any(Quantity(2_000), date(2026, 11, 1), OWNER) };
    let drawn = shelf.take(goods(), &named, Ms(10));
    let drawn: Vec<_> = drawn.draws.iter().map(|it| (it.lot.as_str(), it.quantity.0)).collect();
    assert_eq!(drawn, [("L1", 2_000)], "no lot l1 below zero beside it");
    let word =
        |lot: &str| Said { uid: Default::default(), lot: lot.into(), blocked: true, at: Ms(20) };
    shelf.said.insert(goods().1, vec![word("Lô L-0")]);
    assert!(shelf.blocked(goods().1, "L0", Ms(30)), "who recalls it writes it so");
    assert!(!shelf.blocked(goods().1, "L1", Ms(30)) && !shelf.blocked(goods().1, "", Ms(30)));
    assert_eq!(shelf.known_as(goods(), "X9"), "X9");
}

fn happen(shelf: &mut Shelf, at: Ms, event: &Event) {
    match event {
        Event::Sale(units) => {
            let wish = Wish::any(Quantity(*units), date(2026, 11, 1), OWNER);
            shelf.take(goods(), &wish, at);
        }
        Event::Count(lots) => {
            // Whoever counts a product counts all its lots, and what has no lot.
            let named = lots.iter().enumerate().map(|(n, counted)| (format!("L{n}"), *counted));
            for (lot, counted) in named.chain([(String::new(), 0)]) {
                let book = shelf.held(goods(), OWNER, &lot, at);
                shelf.gain(goods(), (OWNER, &lot), Quantity(counted) - book, at);
                let count = DocumentId(uuid::Uuid::from_u128(at.0 as u128));
                let mark = Mark { lot: Some((OWNER, lot)), at, count };
                shelf.marks.entry(goods()).or_default().push(mark);
            }
        }
    }
}

/// What is left by lot when the events come in this order; each with its instant.
fn left(lots: &[i64], events: &[(i64, Event)]) -> Vec<(String, i64)> {
    let mut shelf = start(lots);
    events.iter().for_each(|(at, event)| happen(&mut shelf, Ms(*at), event));
    let levels = shelf.levels.remove(&goods()).unwrap();
    let mut left: Vec<_> = levels.into_iter().map(|it| (it.lot, it.quantity.0)).collect();
    left.retain(|it| !(it.0.is_empty() && it.1 == 0));
    left.sort();
    left
}

fn sum(left: &[(String, i64)]) -> i64 {
    left.iter().map(|it| it.1).sum()
}

fn history() -> impl Strategy<Value = (Vec<i64>, Vec<(i64, Event)>)> {
    prop::collection::vec(0i64..9, 1..4).prop_flat_map(|lots| {
        let count = prop::collection::vec(0i64..9, lots.len());
        let event =
            prop_oneof![4 => (1i64..5).prop_map(Event::Sale), 1 => count.prop_map(Event::Count)];
        let events = prop::collection::vec(event, 1..14);
        let timed = events.prop_map(|all| (1i64..).map(|n| n * 10).zip(all).collect::<Vec<_>>());
        (Just(lots), timed)
    })
}

proptest! {
    /// Late sales among new ones and counts: lot by lot the same as if each had come in time.
    #[test]
    fn a_late_sale_leaves_the_shelf_that_it_would_have_left_in_time(
        (lots, events) in history(),
        late in prop::collection::vec(any::<prop::sample::Index>(), 1..5),
        to in prop::collection::vec(any::<prop::sample::Index>(), 5),
    ) {
        let in_time = left(&lots, &events);
        let mut mixed = events.clone();
        for (from, to) in late.iter().zip(&to) {
            let at = from.index(mixed.len());
            if matches!(mixed[at].1, Event::Sale(_)) {
                let it = mixed.remove(at);
                let room = mixed.len() + 1 - at;
                mixed.insert(at + to.index(room), it);
            }
        }
        prop_assert_eq!(left(&lots, &mixed), in_time);
    }

    /// In whatever order sales and counts come: as many are left as the last count says, less what
    /// was sold after it.
    #[test]
    fn the_last_count_less_what_was_sold_after_it_is_what_is_left(
        (lots, events) in history(), seed in any::<u64>(),
    ) {
        let mut mixed = events.clone();
        mixed.sort_by_key(|it| (it.0 as u64).wrapping_mul(seed | 1));
        prop_assert_eq!(sum(&left(&lots, &mixed)), sum(&left(&lots, &events)));
    }
}

#[test]
fn a_sale_before_a_count_that_comes_after_it_changes_the_difference_once() {
    let mut shelf = start(&[10]);
    happen(&mut shelf, Ms(100), &Event::Count(vec![7]));
    happen(&mut shelf, Ms(200), &Event::Count(vec![6]));
    let wish = Wish::any(Quantity(2), date(2026, 11, 1), OWNER);
    let late = shelf.take(goods(), &wish, Ms(50)).draws[0].late.unwrap();
    assert_eq!((late.at, late.n), (Ms(100), 1), "the earliest count after it, as its first");
    let late = shelf.take(goods(), &wish, Ms(150)).draws[0].late.unwrap();
    assert_eq!((late.at, late.n), (Ms(200), 1));
    assert_eq!(shelf.held(goods(), OWNER, "L0", Ms(300)), Quantity(6));
    assert!(shelf.take(goods(), &wish, Ms(250)).draws[0].late.is_none());
    assert_eq!(shelf.held(goods(), OWNER, "L0", Ms(300)), Quantity(4));
}

#[test]
fn a_lot_is_blocked_from_the_instant_on_and_of_two_words_the_later_holds() {
    let mut shelf = start(&[5, 5]);
    let product = goods().1;
    let said = |id, at, blocked| Said {
        uid: CommandId(uuid::Uuid::from_u128(id)),
        lot: "L0".into(),
        blocked,
        at: Ms(at),
    };
    // In whatever order chains bring them; of one instant the greater id is the later.
    let words = vec![said(1, 300, false), said(3, 100, true), said(2, 100, false)];
    shelf.said.insert(product, words);
    let at = |at| shelf.blocked(product, "L0", Ms(at));
    assert_eq!([at(99), at(100), at(299), at(300)], [false, true, true, false]);
    assert!(!shelf.blocked(product, "L1", Ms(100)), "another lot");
    let wish = Wish::any(Quantity(6), date(2026, 11, 1), OWNER);
    let names = |drawn: Drawn| -> Vec<(String, i64)> {
        drawn.draws.into_iter().map(|it| (it.lot, it.quantity.0)).collect()
    };
    let before = shelf.pick(goods(), &wish, Ms(99));
    assert!(!before.blocked);
    assert_eq!(names(before), [("L0".into(), 5), ("L1".into(), 1)]);
    let after = shelf.pick(goods(), &wish, Ms(200));
    assert!(after.blocked);
    assert_eq!(names(after), [("L1".into(), 5), ("L0".into(), 1)]);
}
