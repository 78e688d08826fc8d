//! Money: whole đồng, never a float.

use super::{
    fold::{brief, tidy},
    lang::Say,
};
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

    /// Parses what people type: `55000`, `55.000`, `55,000`, `55 000đ`, `90.000 đồng`.
    pub fn parse(text: &str) -> Option<Money> {
        Money::parse_typed(text).ok()
    }

    /// The same, with the reason where it is no amount. Two kinds of separators are two readings
    /// (`1.200,000` is 1,200 here and 1,200,000 elsewhere), and nobody notices a thousandfold.
    pub fn parse_typed(text: &str) -> Result<Money, Say> {
        let none = || {
            Say::new(
                format!("“{}” không phải số tiền (đồng, không có phần lẻ)", brief(text)),
                format!("“{}” is not an amount in whole đồng", brief(text)),
            )
        };
        let tidied = tidy(text).to_lowercase();
        let bare = without_currency(&tidied);
        let (sign, bare) = match bare.strip_prefix('-') {
            Some(rest) => (-1, rest.trim_start()),
            None => (1, bare),
        };
        let parts: Vec<&str> = bare.split(SEPARATORS).collect();
        let grouped = parts.len() == 1
            || (parts[0].len() <= 3
                && !parts[0].is_empty()
                && parts[1..].iter().all(|part| part.len() == 3));
        let digits = parts.concat();
        if !grouped || digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(none());
        }
        let kinds = SEPARATORS.iter().filter(|it| bare.contains(**it)).count();
        if kinds > 1 {
            let whole = parts[..parts.len() - 1].concat();
            return Err(Say::new(
                format!("“{}” có thể hiểu hai cách; hãy viết {digits} hoặc {whole}", brief(text)),
                format!("“{}” can mean two things; write {digits} or {whole}", brief(text)),
            ));
        }
        digits.parse::<i64>().map(|value| Money(sign * value)).map_err(|_| none())
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

/// What stands between groups of digits.
const SEPARATORS: [char; 3] = ['.', ',', ' '];
/// What people write for đồng, in lower case; the longer ones first.
const CURRENCY: [&str; 7] = ["đồng", "dong", "vnđ", "vnd", "đ", "₫", "d"];

/// An amount without the currency before or after it.
fn without_currency(text: &str) -> &str {
    let text = text.trim();
    let after = CURRENCY.iter().find_map(|word| text.strip_suffix(word));
    let text = after.unwrap_or(text).trim_end();
    let before = CURRENCY.iter().find_map(|word| text.strip_prefix(word));
    before.unwrap_or(text).trim_start()
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
    fn currency_is_read_in_every_spelling_and_two_kinds_of_separators_in_none() {
        for text in [
            "90.000 đồng",
            "90.000 VNĐ",
            "90.000vnđ",
            "90,000 VND",
            "₫90.000",
            "90 000 d",
            "90000₫",
        ] {
            assert_eq!(Money::parse(text), Some(Money(90_000)), "{text}");
        }
        for (text, said) in [
            ("1.200,000", "write 1200000 or 1200"),
            ("1,200.000", "write 1200000 or 1200"),
            ("12 000.000", "write 12000000 or 12000"),
        ] {
            let refused = Money::parse_typed(text).unwrap_err();
            assert!(refused.en.ends_with(said), "{}", refused.en);
        }
        assert_eq!(Money::parse("1.200,50"), None);
        assert_eq!(Money::parse("50k"), None);
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
