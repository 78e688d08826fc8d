use super::*;
use jiff::civil::date;
use proptest::prelude::*;

/// A fair of three days, open from 8 to 20 o'clock; it is 12 o'clock on the first.
fn noon() -> Hours {
    let day = |n: i8| (format!("2026-06-0{n}"), "08:00".to_owned(), "20:00".to_owned());
    Hours::of(&[day(3), day(4), day(5)], at(3, 12))
}

fn at(day: i8, hour: i64) -> Ms {
    Ms(Ms::start_of(date(2026, 6, day)).0 + hour * HOUR)
}

fn lot(day: i8, units: i64) -> Lot {
    Lot { expires_on: date(2026, 6, day), quantity: Quantity::units(units) }
}

#[test]
fn four_an_hour_since_morning_says_when_forty_are_gone_and_what_is_left_of_two_hundred() {
    let hours = noon();
    assert_eq!((hours.so_far, hours.ahead.len()), (4 * HOUR, 3));
    // Sixteen in four hours. Eight hours are left today: 32; of forty eight are left for two hours
    // of tomorrow. Until the end there are 32 hours: 128.
    let forty = outlook(&hours, Quantity::units(16), Quantity::units(40), &[]).unwrap();
    assert_eq!(forty.per_hour, Quantity::units(4));
    assert_eq!(forty.empty_at, Some(at(4, 10)));
    assert_eq!(forty.left, Quantity::ZERO);
    // Eight hours until it closes, and twelve of the next day once it has.
    assert_eq!((forty.needs, hours.closes()), (Quantity::units(32), Some(at(3, 20))));
    let day = |n: i8| (format!("2026-06-0{n}"), "08:00".to_owned(), "20:00".to_owned());
    let evening = Hours::of(&[day(3), day(4)], at(3, 21));
    let tomorrow = outlook(&evening, Quantity::units(25), Quantity::units(40), &[]).unwrap();
    assert_eq!((tomorrow.needs, evening.closes()), (Quantity::units(25), Some(at(4, 20))));
    let many = outlook(&hours, Quantity::units(16), Quantity::units(200), &[]).unwrap();
    assert_eq!((many.empty_at, many.left), (None, Quantity::units(72)));
    // 32 can be sold today and 80 until tomorrow ends: of 50 that end today 18 stay, then 48 can
    // be sold of 60 more. What ends on the fair's last day is only left.
    let lots = [lot(4, 60), lot(3, 50), lot(5, 90), lot(2, 7)];
    let ends = outlook(&hours, Quantity::units(16), Quantity::units(207), &lots).unwrap();
    assert_eq!(ends.unsold, Quantity::units(7 + 18 + 12));
}

#[test]
fn what_does_not_sell_lasts_and_a_day_that_has_just_begun_says_nothing() {
    let still = outlook(&noon(), Quantity::ZERO, Quantity::units(5), &[lot(3, 5)]).unwrap();
    assert_eq!((still.per_hour, still.empty_at), (Quantity::ZERO, None));
    assert_eq!((still.left, still.unsold), (Quantity::units(5), Quantity::units(5)));
    let short = outlook(&noon(), Quantity::units(4), Quantity::units(-3), &[]).unwrap();
    assert_eq!((short.empty_at, short.left), (Some(at(3, 12)), Quantity::ZERO));
    let day = [("2026-06-03".to_owned(), "08:00".to_owned(), "20:00".to_owned())];
    let early = Hours::of(&day, Ms(at(3, 8).0 + 20 * MINUTE));
    assert_eq!(outlook(&early, Quantity::units(4), Quantity::units(5), &[]), None);
    assert_eq!(Hours::of(&[("x".into(), "8".into(), "20:00".into())], at(3, 9)), Hours::default());
    // After closing on the last day nothing is ahead.
    let late = outlook(&Hours::of(&day, at(3, 21)), Quantity::units(4), Quantity::units(5), &[]);
    assert_eq!(late.unwrap().left, Quantity::units(5));
}

proptest! {
    /// It runs out exactly where nothing is left at the end; more goods last no shorter and leave
    /// no less; nothing is created.
    #[test]
    fn what_is_left_and_when_it_runs_out_agree(
        sold in 0i64..500_000,
        held in 0i64..500_000,
        more in 0i64..500_000,
        ends in proptest::collection::vec((2i8..7, 0i64..200_000), 0..5),
    ) {
        let lot = |(day, quantity): &(i8, i64)| Lot {
            expires_on: date(2026, 6, *day),
            quantity: Quantity(*quantity),
        };
        let lots: Vec<Lot> = ends.iter().map(lot).collect();
        let of = |held: i64| outlook(&noon(), Quantity(sold), Quantity(held), &lots).unwrap();
        let (one, two) = (of(held), of(held + more));
        prop_assert!(one.empty_at.is_none() || one.left == Quantity::ZERO);
        prop_assert!(one.empty_at.is_some() || one.left > Quantity::ZERO || sold == 0);
        prop_assert!(one.left.0 <= held && one.left <= two.left);
        prop_assert!(two.empty_at.is_none() || one.empty_at <= two.empty_at);
        let all: i64 = lots.iter().map(|it| it.quantity.0).sum();
        prop_assert!((0..=all).contains(&one.unsold.0));
    }
}
