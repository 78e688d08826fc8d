//! Quantities: whole thousandths of the product's unit (0.35 kg is 350).

use crate::base::{fold::brief, lang::Say, money::Money};
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
    /// Digits only: `1e3` and `1_000` are slips of the finger.
    pub fn parse(text: &str) -> Option<Quantity> {
        let text = text.trim().replace(',', ".");
        let digits = text.strip_prefix('-').unwrap_or(&text);
        if !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return None;
        }
        let value = Decimal::from_str(&text).ok()?.checked_mul(Decimal::from(1000))?.normalize();
        (value.scale() == 0).then(|| value.to_i64().map(Quantity))?
    }

    /// Parses what people type or keep in sheets. `1.250` is refused: here it is how 1250 is
    /// written, elsewhere one and a quarter, and nobody notices goods a thousandfold. So is
    /// `1,250`; but `1,255` can only be meant as decimals, as nobody groups by commas here.
    pub fn parse_typed(text: &str) -> Result<Quantity, Say> {
        let text = text.trim();
        if let Some((whole, decimals)) = text.split_once(['.', ',']) {
            let dot = text.contains('.');
            let grouped = decimals.len() == 3 && (dot || decimals.ends_with('0'));
            if grouped && !whole.trim_start_matches(['-', '0']).is_empty() {
                let short = format!("{whole},{}", decimals.trim_end_matches('0'));
                let short = short.trim_end_matches(',');
                let all = format!("{whole}{decimals}");
                return Err(Say::new(
                    format!("“{}” có thể hiểu hai cách; hãy viết {all} hoặc {short}", brief(text)),
                    format!("“{}” can mean two things; write {all} or {short}", brief(text)),
                ));
            }
        }
        Quantity::parse(text).ok_or_else(|| {
            Say::new(
                format!("“{}” không phải số lượng (nhiều nhất ba chữ số thập phân)", brief(text)),
                format!("“{}” is not a quantity (three decimals at most)", brief(text)),
            )
        })
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

    /// As people type it: `2`, `0,35`, `1250`, without dots between thousands.
    pub fn digits(self) -> String {
        self.plain().replace('.', ",")
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
        for slip in ["hai", "1e3", "1_000", "", "-", "1.2.3", "+2"] {
            assert_eq!(Quantity::parse(slip), None, "{slip}");
        }
        assert_eq!(Quantity(350).text(), "0,35");
        assert_eq!(Quantity(-350).text(), "-0,35");
        assert_eq!(Quantity(1_250_000).text(), "1.250");
        assert_eq!(Quantity(1_250_500).digits(), "1250,5");
        assert_eq!(Quantity(350).plain(), "0.35");
        assert_eq!(Quantity(2000).plain(), "2");
    }

    #[test]
    fn what_may_mean_a_thousandfold_is_asked_again() {
        for (typed, said) in [
            ("1.250", "hãy viết 1250 hoặc 1,25"),
            ("1,250", "hãy viết 1250 hoặc 1,25"),
            ("1.255", "hãy viết 1255 hoặc 1,255"),
            ("-1.000", "hãy viết -1000 hoặc -1"),
        ] {
            let refused = Quantity::parse_typed(typed).unwrap_err();
            assert!(refused.vi.ends_with(said), "{}", refused.vi);
        }
        assert_eq!(Quantity::parse_typed("1,255"), Ok(Quantity(1255)));
        assert_eq!(Quantity::parse_typed("12,5"), Ok(Quantity(12_500)));
        assert_eq!(Quantity::parse_typed("0.350"), Ok(Quantity(350)));
        assert_eq!(Quantity::parse_typed("1250"), Ok(Quantity::units(1250)));
        assert!(Quantity::parse_typed("1e3").is_err());
    }

    #[test]
    fn a_weighed_line_is_rounded_to_whole_dong() {
        assert_eq!(Quantity(350).at(Money(980_000)), Some(Money(343_000)));
        assert_eq!(Quantity(333).at(Money(55_001)), Some(Money(18_315)));
        assert_eq!(Quantity(500).at(Money(3)), Some(Money(2)));
        assert_eq!(Quantity(-500).at(Money(3)), Some(Money(-2)));
    }
}
