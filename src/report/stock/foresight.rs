//! What becomes of goods if they go on selling as they did today: when they run out, what is left
//! when the fair ends, what passes its last day unsold. Pure.

#[cfg(test)]
mod tests;

use crate::base::{
    clock::{DAY, HOUR, MINUTE, Ms},
    quantity::Quantity,
};
use jiff::civil::{Date, Time};

/// A fair that has been open today for less than this says nothing of its rate yet.
const EARLY: i64 = 30 * MINUTE;

/// The hours in which a fair sells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours {
    /// Milliseconds that it has been open today.
    pub so_far: i64,
    /// When it opens and closes from now on, in order; the first begins now where it is open.
    pub ahead: Vec<(Ms, Ms)>,
}

impl Hours {
    /// Of a fair with these opening days (day, opens, closes, as stored). A day whose hours cannot
    /// be read is passed over.
    pub fn of(days: &[(String, String, String)], now: Ms) -> Hours {
        let mut hours = Hours::default();
        for (day, opens, closes) in days {
            let Some((from, to)) = stretch(day, opens, closes) else { continue };
            if from.0 < now.0 && from.date() == now.date() {
                hours.so_far += now.0.min(to.0) - from.0;
            }
            if to.0 > now.0 {
                hours.ahead.push((Ms(from.0.max(now.0)), to));
            }
        }
        hours.ahead.sort();
        hours
    }

    /// Milliseconds that it will be open until an instant.
    fn until(&self, end: Ms) -> i64 {
        self.ahead.iter().map(|(from, to)| (to.0.min(end.0) - from.0).max(0)).sum()
    }

    /// The instant at which it will have been open for so many milliseconds more.
    fn after(&self, mut open: i64) -> Option<Ms> {
        for (from, to) in &self.ahead {
            if open <= to.0 - from.0 {
                return Some(Ms(from.0 + open));
            }
            open -= to.0 - from.0;
        }
        None
    }

    /// When it next closes; none: nothing is ahead.
    pub fn closes(&self) -> Option<Ms> {
        self.ahead.first().map(|it| it.1)
    }

    fn end(&self) -> Option<Ms> {
        self.ahead.last().map(|it| it.1)
    }
}

fn stretch(day: &str, opens: &str, closes: &str) -> Option<(Ms, Ms)> {
    let midnight = Ms::start_of(day.parse().ok()?).0;
    let at = |text: &str| {
        let time: Time = text.parse().ok()?;
        Some(midnight + i64::from(time.hour()) * HOUR + i64::from(time.minute()) * MINUTE)
    };
    let (from, to) = (at(opens)?, at(closes)?);
    (from < to).then_some((Ms(from), Ms(to)))
}

/// A lot of which something is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    /// Its last day.
    pub expires_on: Date,
    /// Thousandths.
    pub quantity: Quantity,
}

/// What becomes of a product at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// Thousandths sold in an hour that it was open today.
    pub per_hour: Quantity,
    /// When nothing is left; none: it lasts until the fair ends.
    pub empty_at: Option<Ms>,
    /// Thousandths left when the fair ends.
    pub left: Quantity,
    /// Thousandths that pass their last day before the fair ends.
    pub unsold: Quantity,
    /// Thousandths that it sells until it next closes, today or, in the evening, on the next day.
    pub needs: Quantity,
}

/// What becomes of what is `held`, of which these `lots` have a last day, if it goes on selling as
/// today, what expires first before the rest. None where the day has said too little yet.
pub fn outlook(hours: &Hours, sold: Quantity, held: Quantity, lots: &[Lot]) -> Option<Outlook> {
    if hours.so_far < EARLY {
        return None;
    }
    let (held, sold) = (held.0.max(0), sold.0.max(0));
    let sells = |open: i64| times(sold, open, hours.so_far);
    let all = hours.end().map_or(0, |end| hours.until(end));
    let next = hours.ahead.first().map_or(0, |(from, to)| to.0 - from.0);
    let empty = (sold > 0).then(|| ceiling(held, hours.so_far, sold));
    Some(Outlook {
        per_hour: Quantity(times(sold, HOUR, hours.so_far)),
        empty_at: empty.and_then(|open| hours.after(open)),
        left: Quantity((held - sells(all)).max(0)),
        unsold: Quantity(unsold(hours, sells, lots)),
        needs: Quantity(ceiling(sold, next, hours.so_far)),
    })
}

fn unsold(hours: &Hours, sells: impl Fn(i64) -> i64, lots: &[Lot]) -> i64 {
    let Some(last) = hours.end() else { return 0 };
    let mut lots: Vec<&Lot> = lots.iter().filter(|it| it.quantity > Quantity::ZERO).collect();
    lots.sort_by_key(|it| it.expires_on);
    let (mut gone, mut unsold) = (0, 0);
    for lot in lots.into_iter().take_while(|it| it.expires_on < last.date()) {
        let end = Ms(Ms::start_of(lot.expires_on).0 + DAY);
        let can = (sells(hours.until(end)) - gone).clamp(0, lot.quantity.0);
        gone += can;
        unsold += lot.quantity.0 - can;
    }
    unsold
}

/// a × b ÷ c, rounded down; c above zero.
fn times(a: i64, b: i64, c: i64) -> i64 {
    let whole = i128::from(a) * i128::from(b) / i128::from(c);
    i64::try_from(whole).unwrap_or(i64::MAX)
}

/// The same, rounded up.
fn ceiling(a: i64, b: i64, c: i64) -> i64 {
    let whole = (i128::from(a) * i128::from(b) + i128::from(c) - 1) / i128::from(c);
    i64::try_from(whole).unwrap_or(i64::MAX)
}
