//! Which lot a sale takes from: first expired, first out. Pure.

use super::{Draw, Level};
use crate::base::{id::ProducerId, quantity::Quantity};

/// Lots that one line names at most: its entry has room for no more, and nobody keeps so many open.
const LOTS: usize = 16;

/// The lots of `owner` that `quantity` is drawn from, soonest expiry first, then by name. Levels
/// are drawn down in place, so the next line of the batch sees what is left. What no lot holds, or
/// is left after so many, is taken from the last one (it goes negative). The returned quantity is
/// how much was short, zero where stock is not kept: it is counted against the sum of all lots,
/// since what was sold before its lot was entered stands below zero beside it.
pub fn draw(
    levels: &mut Vec<Level>,
    quantity: Quantity,
    owner: ProducerId,
) -> (Vec<Draw>, Quantity) {
    levels.sort_by(|a, b| {
        let key = |level: &Level| (level.expires_on.is_none(), level.expires_on, level.lot.clone());
        key(a).cmp(&key(b))
    });
    let kept = levels.iter().any(|level| level.received > Quantity::ZERO);
    let held: Quantity = levels.iter().map(|level| level.quantity).sum();
    let short = quantity - held.clamp(Quantity::ZERO, quantity);
    let mut left = quantity;
    let mut draws = Vec::new();
    for level in levels.iter_mut().filter(|it| it.quantity > Quantity::ZERO).take(LOTS) {
        if left == Quantity::ZERO {
            break;
        }
        let part = left.min(level.quantity);
        level.quantity = level.quantity - part;
        left = left - part;
        draws.push(take(level, owner, part));
    }
    if left > Quantity::ZERO {
        take_short(levels, &mut draws, left, owner);
    }
    (draws, if kept { short } else { Quantity::ZERO })
}

fn take(level: &Level, owner: ProducerId, quantity: Quantity) -> Draw {
    Draw { lot: level.lot.clone(), expires_on: level.expires_on, owner, quantity }
}

/// Takes what no lot holds from the last lot, or from the nameless one.
fn take_short(levels: &mut Vec<Level>, draws: &mut Vec<Draw>, short: Quantity, owner: ProducerId) {
    if levels.is_empty() {
        levels.push(Level {
            lot: String::new(),
            expires_on: None,
            quantity: Quantity::ZERO,
            received: Quantity::ZERO,
        });
    }
    let Some(level) = levels.last_mut() else { return };
    level.quantity = level.quantity - short;
    match draws.iter_mut().find(|draw| draw.lot == level.lot) {
        Some(draw) => draw.quantity += short,
        None => draws.push(take(level, owner, short)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const OWNER: ProducerId = ProducerId(uuid::Uuid::from_u128(7));

    fn take(lot: &str, quantity: Quantity) -> Draw {
        Draw { lot: lot.into(), expires_on: None, owner: OWNER, quantity }
    }

    fn lot(name: &str, day: Option<i8>, units: i64) -> Level {
        Level {
            lot: name.into(),
            expires_on: day.map(|day| date(2026, 12, day)),
            quantity: Quantity::units(units),
            received: Quantity::units(units),
        }
    }

    #[test]
    fn the_lot_that_expires_first_is_sold_first() {
        let mut levels = vec![lot("B", Some(20), 5), lot("A", Some(10), 2), lot("C", None, 9)];
        let (draws, short) = draw(&mut levels, Quantity::units(3), OWNER);
        assert_eq!(draws.len(), 2);
        assert_eq!((draws[0].lot.as_str(), draws[0].quantity), ("A", Quantity::units(2)));
        assert_eq!((draws[1].lot.as_str(), draws[1].quantity), ("B", Quantity::units(1)));
        assert_eq!((draws[1].expires_on, draws[1].owner), (Some(date(2026, 12, 20)), OWNER));
        assert_eq!(short, Quantity::ZERO);
    }

    #[test]
    fn selling_more_than_there_is_says_how_much_was_short() {
        let mut levels = vec![lot("A", None, 2)];
        let (draws, short) = draw(&mut levels, Quantity::units(3), OWNER);
        assert_eq!(short, Quantity::units(1));
        assert_eq!(draws, vec![take("A", Quantity::units(3))]);
        assert_eq!(levels[0].quantity, Quantity::units(-1));
    }

    #[test]
    fn what_was_sold_before_it_was_entered_counts_against_what_was_entered() {
        let mut levels = Vec::new();
        draw(&mut levels, Quantity::units(3), OWNER);
        levels.push(lot("L1", None, 5));
        let (draws, short) = draw(&mut levels, Quantity::units(2), OWNER);
        assert_eq!((draws[0].lot.as_str(), short), ("L1", Quantity::ZERO));
        let (_, short) = draw(&mut levels, Quantity::units(1), OWNER);
        assert_eq!(short, Quantity::units(1), "the shelf held two");
    }

    #[test]
    fn a_booth_that_keeps_no_stock_is_never_short() {
        let mut levels = Vec::new();
        let (draws, short) = draw(&mut levels, Quantity(350), OWNER);
        assert_eq!(short, Quantity::ZERO);
        assert_eq!(draws, vec![take("", Quantity(350))]);
    }

    proptest! {
        #[test]
        fn what_is_drawn_is_what_was_asked_for(
            held in proptest::collection::vec(-3i64..20, 0..5), asked in 1i64..60,
        ) {
            let mut levels: Vec<Level> = held
                .iter()
                .enumerate()
                .map(|(n, units)| lot(&format!("L{n}"), Some(n as i8 + 1), *units))
                .collect();
            let before: Quantity = levels.iter().map(|level| level.quantity).sum();
            let (draws, _) = draw(&mut levels, Quantity::units(asked), OWNER);
            let drawn: Quantity = draws.iter().map(|draw| draw.quantity).sum();
            let after: Quantity = levels.iter().map(|level| level.quantity).sum();
            prop_assert_eq!(drawn, Quantity::units(asked));
            prop_assert_eq!(before - after, drawn);
        }
    }
}
