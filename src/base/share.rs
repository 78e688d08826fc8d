//! A share of a whole, exact to four decimals.

use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero, prelude::ToPrimitive};
use serde::{Serialize, Serializer};

/// A share: 0 to 1 in ordinary books, four decimals. The share of nothing is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(Decimal);

impl Share {
    /// `part` of `whole`; zero when there is no whole.
    pub fn of(part: i64, whole: i64) -> Share {
        let share = Decimal::from(part).checked_div(Decimal::from(whole)).unwrap_or_default();
        Share(share.round_dp_with_strategy(4, MidpointAwayFromZero).normalize())
    }

    /// `48 %`: whole per cents, a no-break space before the sign.
    pub fn text(self) -> String {
        let cents = self.0 * Decimal::ONE_HUNDRED;
        format!("{}\u{a0}%", cents.round_dp_with_strategy(0, MidpointAwayFromZero).normalize())
    }

    /// Decimal text for CSV: `0.4814`.
    pub fn plain(self) -> String {
        self.0.to_string()
    }

    /// As a number for drawing and for sheets.
    pub fn number(self) -> f64 {
        self.0.to_f64().unwrap_or_default()
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_f64(self.number())
    }
}

/// `part` divided by `whole`, whole đồng, halves away from zero; zero when there is no whole.
/// Spend per visit, say.
pub fn per(part: i64, whole: i64) -> i64 {
    let each = Decimal::from(part).checked_div(Decimal::from(whole)).unwrap_or_default();
    each.round_dp_with_strategy(0, MidpointAwayFromZero).to_i64().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_of_twenty_five_billion_is_forty_eight_per_cent() {
        let share = Share::of(12_000_000_000, 25_000_000_000);
        assert_eq!(share.text(), "48\u{a0}%");
        assert_eq!(serde_json::to_string(&share).unwrap(), "0.48");
        assert_eq!(Share::of(1, 3).plain(), "0.3333");
        assert_eq!(Share::of(2, 3).plain(), "0.6667");
    }

    #[test]
    fn the_share_of_nothing_is_zero_and_not_a_number_that_is_none() {
        assert_eq!(serde_json::to_string(&Share::of(0, 0)).unwrap(), "0.0");
        assert_eq!(per(0, 0), 0);
        assert_eq!(per(25_214_380_000, 120_438), 209_356);
    }
}
