//! Which lots goods are taken from: first expired, first out. Pure.

use super::{Draw, Level, of_lot, shelf::Drawn};
use crate::base::{id::ProducerId, quantity::Quantity};
use jiff::civil::Date;

/// Lots that one line of a sale names at most: its entry has room for no more, and nobody keeps so
/// many open.
const LOTS: usize = 12;

/// What is to be taken.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// Thousandths, above zero.
    pub quantity: Quantity,
    /// On which day: what is past its last day then goes last.
    pub day: Date,
    /// Whose goods are short where no lot has them: the product's producer's.
    pub usual: ProducerId,
    /// Only goods of this owner.
    pub owner: Option<ProducerId>,
    /// Only this lot, whatever is there of it.
    pub lot: Option<&'a str>,
    /// How many lots at most.
    pub lots: usize,
}

impl Wish<'_> {
    /// So much of whatever expires first.
    pub fn any(quantity: Quantity, day: Date, usual: ProducerId) -> Wish<'static> {
        Wish { quantity, day, usual, owner: None, lot: None, lots: LOTS }
    }

    fn fits(&self, level: &Level) -> bool {
        self.owner.is_none_or(|owner| owner == level.owner)
            && self.lot.is_none_or(|lot| lot == level.lot)
    }
}

/// The lots that goods are drawn from: by their last day, then by when they came, then by name;
/// what is past the day by which it is to be used comes after that, and what is blocked last.
/// Levels are drawn down in place. What no lot holds, or is left after so many, is taken from the
/// nameless lot of the usual owner, never from another's; of a lot that was named, from that lot,
/// though it goes below zero. How much is short is counted against the sum of all lots, since what
/// was sold before its lot was entered stands below zero beside it.
pub fn draw(levels: &mut Vec<Level>, wish: &Wish<'_>) -> Drawn {
    in_order(levels, wish.day);
    let fitting = || levels.iter().filter(|level| wish.fits(level));
    let held: Quantity = fitting().map(|level| level.quantity).sum();
    let short = wish.quantity - held.clamp(Quantity::ZERO, wish.quantity);
    // A lot with a name is that lot, whoever owns it; goods without one may be anybody's.
    let usual = wish.owner.unwrap_or(wish.usual);
    let named = wish.lot.map(|lot| {
        let of_lot = || fitting().filter(|level| level.lot == lot && !lot.is_empty());
        let mine = of_lot().find(|level| level.owner == usual);
        (mine.or(of_lot().next()).map_or(usual, |level| level.owner), lot)
    });
    let (mut left, mut draws, mut expired) = (wish.quantity, Vec::new(), false);
    let full = |level: &&mut Level| wish.fits(level) && level.quantity > Quantity::ZERO;
    for level in levels.iter_mut().filter(full).take(wish.lots) {
        if left == Quantity::ZERO {
            break;
        }
        let part = left.min(level.quantity);
        level.quantity = level.quantity - part;
        left = left - part;
        expired |= past(level, wish.day);
        draws.push(take(level, part));
    }
    if left > Quantity::ZERO {
        let (owner, lot) = named.unwrap_or((usual, ""));
        take_short(levels, &mut draws, left, (owner, lot));
    }
    Drawn { draws, short, expired, blocked: false }
}

/// Whether it is past the day by which it is to be used. The last day counts in full.
pub fn past(level: &Level, day: Date) -> bool {
    !level.soft && level.expires_on.is_some_and(|last| last < day)
}

/// Puts lots in the order in which they are drawn.
pub fn in_order(levels: &mut [Level], day: Date) {
    levels.sort_by_key(|level| order(level, day));
}

fn order(level: &Level, day: Date) -> impl Ord + use<> {
    (
        level.blocked,
        past(level, day),
        level.expires_on.is_none(),
        level.expires_on,
        level.since.is_none(),
        level.since,
        level.lot.clone(),
        level.owner,
    )
}

fn take(level: &Level, quantity: Quantity) -> Draw {
    let (lot, expires_on, owner) = (level.lot.clone(), level.expires_on, level.owner);
    Draw { lot, expires_on, owner, quantity, late: None }
}

fn take_short(
    levels: &mut Vec<Level>,
    draws: &mut Vec<Draw>,
    short: Quantity,
    (owner, lot): (ProducerId, &str),
) {
    let level = of_lot(levels, owner, lot);
    level.quantity = level.quantity - short;
    match draws.iter_mut().find(|draw| level.is(draw.owner, &draw.lot)) {
        Some(draw) => draw.quantity += short,
        None => draws.push(take(level, short)),
    }
}

#[cfg(test)]
mod tests;
