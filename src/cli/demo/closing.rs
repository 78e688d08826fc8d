//! What a fair's booths do with their goods when it has closed: they count the shelf, and take home
//! what is left of it. Pure.

use super::fair::{Stall, Timed};
use crate::{
    base::{
        clock::{HOUR, MINUTE, Ms},
        id::{BoothId, Chance, ProductId},
        quantity::Quantity,
    },
    desk::command::Command,
    stock::{Act, Ask, Line, Place},
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How much of each product left each booth for good.
pub type Sum = BTreeMap<(BoothId, ProductId), Quantity>;

/// The shelf is counted so long after midnight, when the last sale and its void are over.
const COUNTED: i64 = 21 * HOUR + 30 * MINUTE;
/// Goods leave so long after midnight.
const LEFT: i64 = 22 * HOUR;
/// One product in so many has a piece less than the book says.
const MISSING: u64 = 12;
/// Where fewer pieces are left than this, some may have been sold beyond what was entered.
const FEW: Quantity = Quantity::units(10);
const PIECE: Quantity = Quantity::units(1);

/// A count and a return of every booth that keeps stock, on the fair's last day.
pub fn documents(
    chance: &Chance,
    last: Date,
    stalls: &[Stall],
    (brought, gone): (&[Ask], &Sum),
) -> Vec<Timed> {
    let midnight = Ms::start_of(last).0;
    let mut timed = Vec::new();
    for stall in stalls {
        let (booth, by) = (stall.booth.uid, &stall.sellers[0]);
        let mine = |ask: &&Ask| ask.place == Place::Booth(booth);
        let Some(ask) = brought.iter().find(mine) else { continue };
        let (mut counted, mut home) = (Vec::new(), Vec::new());
        for good in &stall.range {
            let lots: Vec<&Line> = ask.lines.iter().filter(|it| it.product == good.uid).collect();
            let sold = gone.get(&(booth, good.uid)).copied().unwrap_or_default();
            let shelf = shelf(chance, &lots, sold);
            let left: Quantity = shelf.iter().map(|line| line.quantity).sum();
            if left > Quantity::ZERO {
                home.push(Line { product: good.uid, quantity: left, ..Line::default() });
            }
            counted.extend(shelf);
        }
        for (at, act, lines) in [(COUNTED, Act::Count, counted), (LEFT, Act::Return, home)] {
            let at = Ms(midnight + at);
            let ask = Ask::new(chance.uid(at).into(), Place::Booth(booth), act, lines);
            let command = Command::Stock(Box::new(Ask { by: by.clone(), ..ask }));
            timed.push(Timed { at, uid: chance.uid(at).into(), command });
        }
    }
    timed.sort_by_key(|timed| timed.at);
    timed
}

/// What is counted of each lot of a product, which were sold one after another. What was sold
/// beyond them stands below zero in the nameless lot until somebody counts that none is there.
fn shelf(chance: &Chance, lots: &[&Line], mut sold: Quantity) -> Vec<Line> {
    let mut lines = Vec::with_capacity(lots.len() + 1);
    for lot in lots {
        let taken = sold.min(lot.quantity);
        sold = sold - taken;
        let (lot, quantity) = (lot.lot.clone(), lot.quantity - taken);
        lines.push(Line { product: lots[0].product, quantity, lot, ..Line::default() });
    }
    let left: Quantity = lines.iter().map(|line| line.quantity).sum();
    if left < FEW {
        let product = lots.first().map(|lot| lot.product);
        lines.extend(product.map(|product| Line { product, ..Line::default() }));
    }
    if let Some(full) = lines.iter_mut().find(|line| line.quantity > PIECE)
        && chance.below(MISSING) == 0
    {
        full.quantity = full.quantity - PIECE;
    }
    lines
}
