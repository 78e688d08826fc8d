//! Money: whole đồng, never a float.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use std::{
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub},
};

/// An amount in whole đồng. Negative in reversals.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);
    /// The largest amount one sale may carry, so that sums of a season cannot overflow.
    pub const LIMIT: Money = Money(100_000_000_000);

    /// Whether it is nothing; what is nothing is left out of entries.
    pub fn is_zero(&self) -> bool {
        *self == Money::ZERO
    }

    /// `1.250.000 đ`: dots between thousands, a no-break space before the sign.
    pub fn text(self) -> String {
        format!("{}\u{a0}đ", self.digits())
    }

    /// `1.250.000`: dots between thousands, no sign of currency.
    pub fn digits(self) -> String {
        group(self.0)
    }

    /// Parses what people type: `55000`, `55.000`, `55,000`, `55 000đ`.
    pub fn parse(text: &str) -> Option<Money> {
        let bare = text.trim().trim_end_matches(['đ', 'Đ', '₫', '\u{a0}', ' ']);
        let (sign, bare) = match bare.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, bare),
        };
        let parts: Vec<&str> = bare.split(['.', ',', ' ', '\u{a0}']).collect();
        let grouped = parts.len() == 1
            || (parts[0].len() <= 3
                && !parts[0].is_empty()
                && parts[1..].iter().all(|part| part.len() == 3));
        let digits = parts.concat();
        if !grouped || digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.parse::<i64>().ok().map(|value| Money(sign * value))
    }

    /// Rounds to whole đồng, halves away from zero (the everyday rule of Vietnamese tills).
    /// `None` when the value does not fit.
    pub fn round(value: Decimal) -> Option<Money> {
        value.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64().map(Money)
    }

    /// Rounds to the nearest multiple of `step` đồng (500 or 1,000), halves up.
    /// A step of 0 or 1 changes nothing.
    pub fn to_step(self, step: i64) -> Money {
        if step <= 1 {
            return self;
        }
        Money((self.0 + step / 2).div_euclid(step) * step)
    }

    /// Splits this amount over `weights` to the last đồng: the parts add up to the whole. What
    /// rounding leaves goes to the largest remainders, the earlier line first.
    pub fn allocate(self, weights: &[Money]) -> Vec<Money> {
        let total: i128 = weights.iter().map(|weight| i128::from(weight.0)).sum();
        if weights.is_empty() {
            return Vec::new();
        }
        if total == 0 {
            let mut parts = vec![Money::ZERO; weights.len()];
            parts[0] = self;
            return parts;
        }
        let share = |weight: &Money| i128::from(self.0) * i128::from(weight.0);
        let mut parts: Vec<i128> =
            weights.iter().map(|weight| share(weight).div_euclid(total)).collect();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|&n| std::cmp::Reverse(share(&weights[n]).rem_euclid(total.abs())));
        let left = i128::from(self.0) - parts.iter().sum::<i128>();
        for &n in order.iter().take(left.unsigned_abs() as usize) {
            parts[n] += left.signum();
        }
        parts.into_iter().map(|part| Money(part as i64)).collect()
    }
}

/// Dots between groups of three digits.
pub fn group(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        out.push('-');
    }
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}
impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}
impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}
impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}
impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        Money(amounts.map(|amount| amount.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_is_written_with_dots_and_read_back() {
        assert_eq!(Money(1_250_000).text(), "1.250.000\u{a0}đ");
        assert_eq!(Money(-500).text(), "-500\u{a0}đ");
        assert_eq!(Money::parse("1.250.000 đ"), Some(Money(1_250_000)));
        assert_eq!(Money::parse("55,000"), Some(Money(55_000)));
        assert_eq!(Money::parse("55000"), Some(Money(55_000)));
        assert_eq!(Money::parse("55.00"), None);
        assert_eq!(Money::parse("năm mươi"), None);
        assert_eq!(Money::parse(""), None);
    }

    #[test]
    fn cash_rounds_to_the_nearest_note() {
        assert_eq!(Money(453_499).to_step(1000), Money(453_000));
        assert_eq!(Money(453_500).to_step(1000), Money(454_000));
        assert_eq!(Money(453_200).to_step(500), Money(453_000));
        assert_eq!(Money(453_250).to_step(500), Money(453_500));
        assert_eq!(Money(453_333).to_step(0), Money(453_333));
    }

    proptest! {
        #[test]
        fn allocated_parts_add_up_to_the_whole(
            whole in -10_000_000i64..10_000_000,
            weights in proptest::collection::vec(0i64..5_000_000, 1..20),
        ) {
            let weights: Vec<Money> = weights.into_iter().map(Money).collect();
            let parts = Money(whole).allocate(&weights);
            prop_assert_eq!(parts.iter().copied().sum::<Money>(), Money(whole));
        }

        #[test]
        fn grouped_digits_are_read_back(value in -1_000_000_000_000i64..1_000_000_000_000) {
            prop_assert_eq!(Money::parse(&Money(value).text()), Some(Money(value)));
        }
    }
}
