//! Time as a parameter. Instants are epoch milliseconds (UTC); the business date is the civil
//! date in Vietnam (UTC+7, no daylight saving since 1975).

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Instant};

/// An instant: milliseconds since 1970-01-01 UTC.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Ms(pub i64);

/// One minute in milliseconds.
pub const MINUTE: i64 = 60_000;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day in milliseconds.
pub const DAY: i64 = 24 * HOUR;
const VIETNAM: i64 = 7 * HOUR;

impl Ms {
    /// The wall clock in Vietnam.
    pub fn civil(self) -> DateTime {
        let local = self.0.clamp(-60_000_000_000_000, 250_000_000_000_000) + VIETNAM;
        jiff::Timestamp::from_millisecond(local)
            .map(|at| jiff::tz::Offset::UTC.to_datetime(at))
            .unwrap_or_default()
    }

    /// The business date.
    pub fn date(self) -> Date {
        self.civil().date()
    }

    /// The hour of the business day, 0–23.
    pub fn hour(self) -> i64 {
        i64::from(self.civil().hour())
    }

    /// This device's time when it can be believed at the server's `now`: at most five minutes
    /// ahead and thirty days behind. Otherwise none, and the received time stands.
    pub fn plausible(self, now: Ms) -> Option<Ms> {
        (self.0 <= now.0 + 5 * MINUTE && self.0 >= now.0 - 30 * DAY).then_some(self)
    }

    /// `03/06/2026 14:32`.
    pub fn text(self) -> String {
        self.civil().strftime("%d/%m/%Y %H:%M").to_string()
    }

    /// The instant at which `date` begins in Vietnam.
    pub fn start_of(date: Date) -> Ms {
        let midnight =
            jiff::tz::Offset::UTC.to_timestamp(date.to_datetime(jiff::civil::time(0, 0, 0, 0)));
        Ms(midnight.map(|at| at.as_millisecond()).unwrap_or_default() - VIETNAM)
    }
}

/// `03/06/2026`.
pub fn date_text(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// A stored date (`2026-06-03`) as people write it; what is none stays as it is.
pub fn stored_date_text(text: &str) -> String {
    text.parse().map(date_text).unwrap_or_else(|_| text.to_owned())
}

/// Milliseconds on a clock that nobody sets: it never jumps, and says nothing of the day. What must
/// last its own length, such as a lock-out, is measured by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tick(pub i64);

/// Where the present comes from: the machine's clock, or a fixed one in tests.
#[derive(Clone)]
pub struct Clock {
    now: Arc<dyn Fn() -> Ms + Send + Sync>,
    tick: Arc<dyn Fn() -> Tick + Send + Sync>,
}

impl Clock {
    /// The machine's clock.
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn system() -> Clock {
        let began = Instant::now();
        let tick = move || Tick(i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX));
        let now = || Ms(jiff::Timestamp::now().as_millisecond());
        Clock { now: Arc::new(now), tick: Arc::new(tick) }
    }

    /// A clock that tests steer; what is measured by it goes with it.
    pub fn by(read: impl Fn() -> Ms + Send + Sync + 'static) -> Clock {
        let now = Arc::new(read);
        let tick = now.clone();
        Clock { now, tick: Arc::new(move || Tick(tick().0)) }
    }

    /// The same clock, with lengths measured by another one.
    pub fn measured_by(self, tick: impl Fn() -> Tick + Send + Sync + 'static) -> Clock {
        Clock { tick: Arc::new(tick), ..self }
    }

    /// Now.
    pub fn now(&self) -> Ms {
        (self.now)()
    }

    /// How far the clock that nobody sets has come.
    pub fn tick(&self) -> Tick {
        (self.tick)()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_business_day_begins_at_midnight_in_vietnam() {
        let late = Ms(1_717_347_599_000); // 2024-06-02 23:59:59 +07
        assert_eq!(late.date().to_string(), "2024-06-02");
        assert_eq!(late.hour(), 23);
        assert_eq!(Ms(late.0 + 1000).date().to_string(), "2024-06-03");
        assert_eq!(Ms::start_of(Ms(late.0 + 1000).date()), Ms(late.0 + 1000));
        assert_eq!(late.text(), "02/06/2024 23:59");
    }
}
