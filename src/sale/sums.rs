//! Whether a sale's own figures say the same: lines, payments and total, and that none is beyond
//! anything at a fair.

use super::{LINES, Line, PAYMENTS, Sold};
use crate::base::{
    money::Money,
    quantity::Quantity,
    sums::{Wrong, first, is_instant, is_money, sum},
};

impl Sold {
    /// What of it does not add up.
    pub fn wrong(&self) -> Option<Wrong> {
        let back = self.reverses.is_some();
        let forward = |it: i64| if back { it <= 0 } else { it >= 0 };
        let money = |it: Money| is_money(it) && forward(it.0);
        let paid = self.payments.iter().map(|tender| tender.amount);
        let supplement = self.shift.and_then(|shift| shift.supplement);
        first(&[
            ((1..=LINES).contains(&self.lines.len()), Wrong::Quantity),
            ((1..=PAYMENTS).contains(&self.payments.len()), Wrong::Payments),
            (self.lines.iter().all(|line| moves(line, back)), Wrong::Quantity),
            (self.lines.iter().all(|line| money(line.amount)), Wrong::Amount),
            (
                self.lines.iter().all(|line| is_money(line.price) && line.price.0 >= 0),
                Wrong::Amount,
            ),
            (paid.clone().all(money), Wrong::Payments),
            (is_money(self.total) && is_money(self.rounding), Wrong::Total),
            (
                sum(self.lines.iter().map(|line| line.amount)) == i128::from(self.total.0),
                Wrong::Total,
            ),
            (sum(paid) == sum([self.total, self.rounding]), Wrong::Payments),
            (self.number > 0, Wrong::Number),
            (supplement.is_none_or(|it| it.number > 0 && it.z_number > 0), Wrong::Number),
            (is_instant(self.paid_at), Wrong::Day),
            ((self.day, self.hour) == (self.paid_at.date(), self.paid_at.hour()), Wrong::Day),
        ])
    }
}

/// Whether so much can be sold, or come back, and comes from these lots.
fn moves(line: &Line, back: bool) -> bool {
    let forward = |it: Quantity| {
        let it = if back { it.0.checked_neg() } else { Some(it.0) };
        it.is_some_and(|it| (1..=Quantity::LIMIT.0).contains(&it))
    };
    let of = line.of.as_ref().is_none_or(|of| of.n < LINES && of.sold >= Quantity(1));
    let drawn: i128 = line.draws.iter().map(|draw| i128::from(draw.quantity.0)).sum();
    forward(line.quantity)
        && of
        && line.draws.iter().all(|draw| forward(draw.quantity))
        && drawn == i128::from(line.quantity.0)
}
