//! What a sale takes from which lot.

use super::*;
use crate::base::clock::Ms;
use jiff::civil::date;
use proptest::prelude::*;

const OWNER: ProducerId = ProducerId(uuid::Uuid::from_u128(7));
const OTHER: ProducerId = ProducerId(uuid::Uuid::from_u128(8));
const TODAY: Date = date(2026, 12, 5);

fn drawn(lot: &str, quantity: Quantity) -> Draw {
    Draw { lot: lot.into(), expires_on: None, owner: OWNER, quantity, late: None }
}

fn lot(name: &str, day: Option<i8>, units: i64) -> Level {
    Level {
        expires_on: day.map(|day| date(2026, 12, day)),
        quantity: Quantity::units(units),
        since: Some(Ms(1)),
        tracked: true,
        ..Level::empty(OWNER, name)
    }
}

fn units(quantity: i64) -> Wish<'static> {
    Wish::any(Quantity::units(quantity), TODAY, OWNER)
}

fn names(drawn: &Drawn) -> Vec<(&str, i64)> {
    drawn.draws.iter().map(|it| (it.lot.as_str(), it.quantity.0 / 1000)).collect()
}

#[test]
fn the_lot_that_expires_first_is_sold_first() {
    let mut levels = vec![lot("B", Some(20), 5), lot("A", Some(10), 2), lot("C", None, 9)];
    let it = draw(&mut levels, &units(3));
    assert_eq!(names(&it), [("A", 2), ("B", 1)]);
    assert_eq!((it.draws[1].expires_on, it.draws[1].owner), (Some(date(2026, 12, 20)), OWNER));
    assert_eq!((it.short, it.expired), (Quantity::ZERO, false));
}

#[test]
fn of_two_lots_of_one_day_the_one_that_came_first_is_sold_first() {
    let mut later = lot("A", Some(10), 5);
    later.since = Some(Ms(2));
    let it = draw(&mut vec![later, lot("B", Some(10), 1)], &units(2));
    assert_eq!(names(&it), [("B", 1), ("A", 1)]);
}

#[test]
fn what_is_past_its_use_by_day_is_sold_last_and_flagged_but_best_before_is_not() {
    let mut levels = vec![lot("OLD", Some(4), 5), lot("TODAY", Some(5), 1), lot("NEW", None, 1)];
    let it = draw(&mut levels.clone(), &units(2));
    assert_eq!((names(&it), it.expired), (vec![("TODAY", 1), ("NEW", 1)], false));
    let it = draw(&mut levels.clone(), &units(3));
    assert_eq!((names(&it), it.expired), (vec![("TODAY", 1), ("NEW", 1), ("OLD", 1)], true));
    levels[0].soft = true;
    let it = draw(&mut levels, &units(1));
    assert_eq!((names(&it), it.expired), (vec![("OLD", 1)], false));
}

#[test]
fn what_is_blocked_is_sold_last_of_all_though_it_expires_first() {
    let blocked = Level { blocked: true, ..lot("BAD", Some(6), 5) };
    let mut levels = vec![blocked, lot("OLD", Some(4), 1), lot("NEW", Some(20), 2)];
    let it = draw(&mut levels, &units(5));
    assert_eq!(names(&it), [("NEW", 2), ("OLD", 1), ("BAD", 2)]);
}

#[test]
fn selling_more_than_there_is_says_how_much_was_short_and_takes_it_from_no_lot() {
    let mut levels = vec![lot("A", None, 2)];
    let it = draw(&mut levels, &units(3));
    assert_eq!(it.short, Quantity::units(1));
    assert_eq!(it.draws, vec![drawn("A", Quantity::units(2)), drawn("", Quantity::units(1))]);
    assert_eq!(levels[1].quantity, Quantity::units(-1));
}

#[test]
fn what_is_short_is_never_taken_from_another_owners_lot() {
    let mut levels = vec![Level { owner: OTHER, ..lot("A", None, 2) }];
    let it = draw(&mut levels, &units(5));
    let owners: Vec<_> = it.draws.iter().map(|it| (it.owner, it.quantity.0 / 1000)).collect();
    assert_eq!(owners, [(OTHER, 2), (OWNER, 3)]);
}

/// A trader's goods and a member's lie here without lots, both sold out: what is short is the
/// usual owner's, also where the seller said that the goods have no lot. A lot with a name is
/// whoever's it is.
#[test]
fn goods_that_have_no_lot_are_short_at_their_usual_owner_and_a_named_lot_at_its_own() {
    let theirs = |name: &str| Level { owner: OTHER, ..lot(name, None, 0) };
    let named = |name: &'static str| Wish { lot: Some(name), ..units(1) };
    let owner = |levels: &[Level], name| draw(&mut levels.to_vec(), &named(name)).draws[0].owner;
    assert_eq!(owner(&[theirs("")], ""), OWNER);
    assert_eq!(owner(&[theirs("L1")], "L1"), OTHER);
    assert_eq!(owner(&[theirs("L1"), lot("L1", None, 0)], "L1"), OWNER);
}

#[test]
fn a_lot_that_was_named_is_taken_though_it_goes_below_zero() {
    let mut levels = vec![lot("A", Some(10), 2), lot("B", Some(20), 1)];
    let it = draw(&mut levels, &Wish { lot: Some("B"), ..units(3) });
    assert_eq!((names(&it), it.short), (vec![("B", 3)], Quantity::units(2)));
    let it = draw(&mut levels, &Wish { lot: Some("C"), ..units(1) });
    assert_eq!(names(&it), [("C", 1)]);
}

#[test]
fn what_was_sold_before_it_was_entered_counts_against_what_was_entered() {
    let mut levels = Vec::new();
    draw(&mut levels, &units(3));
    levels.push(lot("L1", None, 5));
    let it = draw(&mut levels, &units(2));
    assert_eq!((names(&it), it.short), (vec![("L1", 2)], Quantity::ZERO));
    assert_eq!(draw(&mut levels, &units(1)).short, Quantity::units(1), "the shelf held two");
}

proptest! {
    #[test]
    fn what_is_drawn_is_what_was_asked_for_and_no_later_lot_while_an_earlier_one_lasts(
        held in proptest::collection::vec((-3i64..20, 1i8..28), 0..8), asked in 1i64..60,
    ) {
        let mut levels: Vec<Level> = held
            .iter()
            .enumerate()
            .map(|(n, (units, day))| lot(&format!("L{n}"), Some(*day), *units))
            .collect();
        let before: Quantity = levels.iter().map(|level| level.quantity).sum();
        let it = draw(&mut levels, &units(asked));
        let drawn: Quantity = it.draws.iter().map(|draw| draw.quantity).sum();
        let after: Quantity = levels.iter().map(|level| level.quantity).sum();
        prop_assert_eq!(drawn, Quantity::units(asked));
        prop_assert_eq!(before - after, drawn);
        // Whoever still has something expires no earlier than whatever was taken while good.
        let good = |day: Date| day >= TODAY;
        let left = levels.iter().filter(|it| it.quantity > Quantity::ZERO);
        let left: Vec<Date> = left.filter_map(|it| it.expires_on).filter(|it| good(*it)).collect();
        for taken in it.draws.iter().filter_map(|it| it.expires_on) {
            prop_assert!(left.iter().all(|day| good(taken) && *day >= taken));
        }
    }
}
