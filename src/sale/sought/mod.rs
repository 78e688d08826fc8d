//! Looking for a sale as one types: by the end of its number, its amount, its goods.

pub mod store;

use crate::base::fold::fold;
use store::Trace;

/// The highest count that is looked up.
const MOST: i64 = 10_000_000;

/// What somebody types to find a sale: every word must fit.
#[derive(Debug, Clone)]
pub struct Sought(Vec<String>);

impl Sought {
    /// Reads what was typed; nothing fits every sale.
    pub fn of(text: &str) -> Sought {
        Sought(fold(text).split_whitespace().map(str::to_owned).collect())
    }

    /// The counts of a booth's receipts that a word may be the end of: those below are few enough
    /// to be looked up, however old they are.
    pub fn counts(&self) -> Vec<i64> {
        let ends = |word: &String| {
            let digits = word.rsplit('-').next().unwrap_or_default();
            digits.parse().ok().filter(|count| (1..=MOST).contains(count))
        };
        self.0.iter().filter_map(ends).collect()
    }

    /// Whether this may be the sale.
    pub fn fits(&self, sale: &Trace) -> bool {
        self.0.iter().all(|word| fits(word, sale))
    }
}

/// A number is the end of a receipt's number or the beginning of its amount; anything else stands
/// in its number or among its goods.
fn fits(word: &str, sale: &Trace) -> bool {
    let numbers = [Some(&sale.receipt_no), sale.provisional_no.as_ref()];
    let mut numbers = numbers.into_iter().flatten().map(|number| fold(number));
    let digits: String = word.chars().filter(|letter| !"., đd".contains(*letter)).collect();
    let goods = || fold(sale.goods.as_deref().unwrap_or_default());
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let amount = sale.total.abs().to_string().starts_with(&digits);
        return amount || numbers.any(|number| number.ends_with(&digits)) || goods().contains(word);
    }
    numbers.any(|number| number.contains(word)) || goods().contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sale_is_found_by_the_end_of_its_number_its_amount_and_its_goods() {
        let sale = Trace {
            id: 7,
            receipt_no: "HL26-A03-000142".into(),
            provisional_no: Some("A03-B-0031".into()),
            total: 370_000,
            goods: Some("Mật ong rừng Miến dong 500 g".into()),
        };
        for found in [
            "142",
            "0142",
            "0031",
            "370",
            "370.000",
            "370000đ",
            "mat ong",
            "MIẾN 142",
            "a03-000142",
            "",
            "500",
        ] {
            assert!(Sought::of(found).fits(&sale), "{found}");
        }
        assert_eq!(Sought::of("0142 A03-0007 mat 370.000 0").counts(), [142, 7]);
        for other in ["141", "14", "70.000", "chè", "mat ong 141", "000"] {
            assert!(!Sought::of(other).fits(&sale), "{other}");
        }
    }
}
