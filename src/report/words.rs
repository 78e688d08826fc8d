//! Large amounts as people say them: `25,21 tỷ đồng`.

use crate::base::{lang::Lang, money::Money};
use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};

/// An amount in words of its size, two decimals at most: `25,21 tỷ đồng`, `12 triệu đồng`,
/// `25.21 billion đồng`. Below a million đồng the whole amount.
pub fn short(amount: Money, lang: Lang) -> String {
    let (unit, size) = match amount.0.unsigned_abs() {
        // From 999.995 million the two decimals would say "1,000 million".
        999_995_000.. => (lang.say("tỷ", "billion"), 1_000_000_000),
        1_000_000.. => (lang.say("triệu", "million"), 1_000_000),
        _ => return format!("{}\u{a0}đồng", amount.digits()),
    };
    let value = Decimal::from(amount.0) / Decimal::from(size);
    let value = value.round_dp_with_strategy(2, MidpointAwayFromZero).normalize().to_string();
    let value = match lang {
        Lang::Vi => vietnamese(&value),
        Lang::En => value,
    };
    format!("{value}\u{a0}{unit}\u{a0}đồng")
}

/// A comma before decimals, dots between thousands.
fn vietnamese(value: &str) -> String {
    let (whole, rest) = value.split_once('.').unwrap_or((value, ""));
    let whole = whole.parse().map(crate::base::money::group).unwrap_or_else(|_| whole.to_owned());
    let sign = if value.starts_with("-0") { "-" } else { "" };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole},{rest}") }
}

/// `★★★★`, or that there is none.
pub fn stars(star: i64, lang: Lang) -> String {
    match star {
        1..=5 => "★".repeat(star as usize),
        _ => lang.say("Chưa xếp hạng hoặc hết hạn", "Not rated or expired").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_sums_are_said_in_billions_and_millions() {
        let said = |amount, lang| short(Money(amount), lang).replace('\u{a0}', " ");
        assert_eq!(said(25_214_380_000, Lang::Vi), "25,21 tỷ đồng");
        assert_eq!(said(25_214_380_000, Lang::En), "25.21 billion đồng");
        assert_eq!(said(12_060_000_000, Lang::Vi), "12,06 tỷ đồng");
        assert_eq!(said(25_000_000_000, Lang::Vi), "25 tỷ đồng");
        assert_eq!(said(486_250_000, Lang::Vi), "486,25 triệu đồng");
        assert_eq!(said(999_999_999, Lang::Vi), "1 tỷ đồng");
        assert_eq!(said(1_500_000_000_000, Lang::Vi), "1.500 tỷ đồng");
        assert_eq!(said(55_000, Lang::Vi), "55.000 đồng");
        assert_eq!(said(-2_500_000, Lang::Vi), "-2,5 triệu đồng");
        assert_eq!(said(-999_996_000, Lang::Vi), "-1 tỷ đồng");
    }
}
