//! Quantities: whole thousandths of the product's unit (0.35 kg is 350).

use crate::base::money::Money;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use std::{
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub},
    str::FromStr,
};

/// A quantity in thousandths of a unit. Negative in reversals.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Quantity(pub i64);

impl Quantity {
    /// Nothing.
    pub const ZERO: Quantity = Quantity(0);
    /// The most one line may carry: a million units.
    pub const LIMIT: Quantity = Quantity(1_000_000_000);

    /// Whole units.
    pub const fn units(units: i64) -> Quantity {
        Quantity(units * 1000)
    }

    /// Parses decimal text with at most three decimals, point or comma: `2`, `0.35`, `0,350`.
    pub fn parse(text: &str) -> Option<Quantity> {
        let text = text.trim().replace(',', ".");
        let value = Decimal::from_str(&text).ok()?.checked_mul(Decimal::from(1000))?.normalize();
        (value.scale() == 0).then(|| value.to_i64().map(Quantity))?
    }

    /// As people write it: `2`, `0,35`, `1.250`.
    pub fn text(self) -> String {
        let whole = crate::base::money::group(self.0 / 1000);
        let rest = self.0.unsigned_abs() % 1000;
        let sign = if self.0 < 0 && self.0 > -1000 { "-" } else { "" };
        if rest == 0 {
            return whole;
        }
        format!("{sign}{whole},{}", format!("{rest:03}").trim_end_matches('0'))
    }

    /// Decimal text for JSON and CSV: `2`, `0.35`.
    pub fn plain(self) -> String {
        Decimal::new(self.0, 3).normalize().to_string()
    }

    /// The amount for this quantity at `price` đồng a unit, rounded to whole đồng, halves away
    /// from zero. `None` when it does not fit.
    pub fn at(self, price: Money) -> Option<Money> {
        Money::round(Decimal::from(price.0).checked_mul(Decimal::new(self.0, 3))?)
    }
}

impl Add for Quantity {
    type Output = Quantity;
    fn add(self, other: Quantity) -> Quantity {
        Quantity(self.0 + other.0)
    }
}
impl AddAssign for Quantity {
    fn add_assign(&mut self, other: Quantity) {
        self.0 += other.0;
    }
}
impl Sub for Quantity {
    type Output = Quantity;
    fn sub(self, other: Quantity) -> Quantity {
        Quantity(self.0 - other.0)
    }
}
impl Neg for Quantity {
    type Output = Quantity;
    fn neg(self) -> Quantity {
        Quantity(-self.0)
    }
}
impl Sum for Quantity {
    fn sum<I: Iterator<Item = Quantity>>(parts: I) -> Quantity {
        Quantity(parts.map(|part| part.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_and_written_as_the_shop_writes_them() {
        assert_eq!(Quantity::parse("0,35"), Some(Quantity(350)));
        assert_eq!(Quantity::parse("0.350"), Some(Quantity(350)));
        assert_eq!(Quantity::parse("2"), Some(Quantity(2000)));
        assert_eq!(Quantity::parse("0.3505"), None);
        assert_eq!(Quantity::parse("hai"), None);
        assert_eq!(Quantity(350).text(), "0,35");
        assert_eq!(Quantity(-350).text(), "-0,35");
        assert_eq!(Quantity(1_250_000).text(), "1.250");
        assert_eq!(Quantity(350).plain(), "0.35");
        assert_eq!(Quantity(2000).plain(), "2");
    }

    #[test]
    fn a_weighed_line_is_rounded_to_whole_dong() {
        assert_eq!(Quantity(350).at(Money(980_000)), Some(Money(343_000)));
        assert_eq!(Quantity(333).at(Money(55_001)), Some(Money(18_315)));
        assert_eq!(Quantity(500).at(Money(3)), Some(Money(2)));
        assert_eq!(Quantity(-500).at(Money(3)), Some(Money(-2)));
    }
}
