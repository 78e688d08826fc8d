//! Whether what happened to a drawer adds up: each count is the sum of its notes, and a Z report's
//! figures say the same.

use super::{Closed, Event, Notes, notes};
use crate::base::{
    clock::Ms,
    money::Money,
    sums::{Wrong, first, is_instant, is_money, sum},
};

impl Event {
    /// What of it does not add up.
    pub fn wrong(&self) -> Option<Wrong> {
        match self {
            Event::Opened(it) => counts(it.at, [(&it.notes, it.float)]),
            Event::Joined(it) => counts(it.at, [(&it.notes, it.counted)])
                .or(first(&[(is_money(it.float) && is_instant(it.opened_at), Wrong::Drawer)])),
            Event::Moved(it) => first(&[
                (is_money(it.amount) && !it.amount.is_zero(), Wrong::Amount),
                (it.supplement.is_none_or(|it| it.number > 0), Wrong::Number),
                (is_instant(it.at), Wrong::Day),
            ]),
            Event::HandedOver(it) => {
                let counted = it.counted.as_ref();
                counts(it.at, counted.map(|it| (&it.notes, it.counted)))
                    .or(first(&[(counted.is_none_or(|it| is_money(it.expected)), Wrong::Drawer)]))
            }
            Event::Recounted(it) => match (&it.notes, it.counted) {
                (Some(notes), Some(counted)) => counts(it.at, [(notes, counted)]),
                (None, None) => counts(it.at, []),
                _ => Some(Wrong::Drawer),
            },
            Event::Closed(it) => closed(it),
        }
    }
}

/// Whether counts are the sums of their notes, at an instant that there is.
fn counts<'a>(at: Ms, counts: impl IntoIterator<Item = (&'a Vec<Notes>, Money)>) -> Option<Wrong> {
    let mut counts = counts.into_iter();
    let agree = counts.all(|(them, said)| notes::check(them).is_ok() && notes::sum(them) == said);
    first(&[(agree, Wrong::Drawer), (is_instant(at), Wrong::Day)])
}

fn closed(it: &Closed) -> Option<Wrong> {
    let figures = &it.figures;
    let money = [figures.revenue, figures.rounding, figures.paid_in, figures.paid_out];
    let sums = figures.methods.iter().map(|sum| sum.amount);
    let drawer = [it.expected, it.after_count, it.difference];
    if !money.into_iter().chain(sums.clone()).chain(drawer).all(is_shift) {
        return Some(Wrong::Amount);
    }
    counts(it.closed_at, [(&it.float_notes, it.float), (&it.notes, it.counted)]).or(first(&[
        (sum(sums) == sum([figures.revenue, figures.rounding]), Wrong::Payments),
        (figures.expected(it.float) == it.expected + it.after_count, Wrong::Drawer),
        (it.difference == it.counted - it.expected, Wrong::Drawer),
        (it.number > 0, Wrong::Number),
        ([it.opened_at, it.counted_at].into_iter().all(is_instant), Wrong::Day),
        (it.taken_until.is_none_or(is_instant), Wrong::Day),
    ]))
}

/// Đồng beyond any shift: so many of the largest sales are no day's work.
fn is_shift(it: Money) -> bool {
    it.0.unsigned_abs() <= 10_000 * Money::LIMIT.0.unsigned_abs()
}
