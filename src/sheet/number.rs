//! A number in a cell, and what its format shows of it.

use super::value::{Holds, account_lost_zero};
use crate::base::{code::rounded, fold::brief, lang::Say};
use rust_decimal::{Decimal, prelude::FromPrimitive};

/// A number of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Plain digits with a point, without the dust of binary fractions (spreadsheets keep fifteen
    /// digits). Three decimals get a fourth, so that `1.25` thousand is never read as `1.250`.
    pub text: String,
    /// As the cell's format shows it, where that is more than grouping: with leading zeros, `8%`.
    pub shown: String,
    /// Its format shows zeros before it.
    padded: bool,
    percent: bool,
    fraction: bool,
    /// It has more digits than a spreadsheet keeps.
    rounded: bool,
}

/// From here on a spreadsheet rounds: it keeps fifteen digits.
const EXACT: f64 = 1e15;

impl Number {
    /// The number of a cell whose format is this code (`General`, `0000`, `0%`).
    pub fn new(value: f64, format: &str) -> Number {
        let (zeros, percent) = (zeros(format), is_percent(format));
        let Some(exact) = Decimal::from_f64(value) else {
            let text = value.to_string();
            let shown = text.clone();
            return Number { text, shown, padded: false, percent, fraction: true, rounded: true };
        };
        let exact = exact.normalize();
        let (fraction, plain) = (exact.scale() > 0, exact.to_string());
        let mut read = exact;
        if read.scale() == 3 {
            read.rescale(4);
        }
        let shown = match percent {
            true => format!("{}%", (exact * Decimal::ONE_HUNDRED).normalize()),
            false if !fraction && value >= 0.0 => format!("{plain:0>zeros$}"),
            false => plain,
        };
        let padded = zeros > 1 && shown.starts_with('0');
        let rounded = value.abs() >= EXACT;
        Number { text: read.to_string(), shown, padded, percent, fraction, rounded }
    }

    /// The number as a column reads it, or why it cannot be what the column means.
    pub fn text(&self, holds: Holds) -> Result<String, Say> {
        let digits = self.shown.len();
        let begins = |text: &str| self.shown.starts_with(text);
        let lost = match holds {
            Holds::Barcode => matches!(digits, 7 | 11),
            Holds::Phone => !begins("0") && !begins("84"),
            Holds::Tax => matches!(digits, 9 | 11 | 12),
            Holds::Account => account_lost_zero(&self.shown),
            _ => false,
        };
        match holds {
            Holds::Number if self.percent => Err(percent(&self.shown)),
            Holds::Number => Ok(self.text.clone()),
            _ if self.rounded => Err(rounded(&self.shown)),
            Holds::Text => Ok(self.shown.clone()),
            Holds::Date => Err(no_date(&self.shown)),
            _ if self.fraction => Err(fraction(&self.shown)),
            _ if lost && !self.padded => Err(no_zero(&self.shown)),
            _ => Ok(self.shown.clone()),
        }
    }
}

fn percent(shown: &str) -> Say {
    let vi = format!("“{shown}” là phần trăm, không phải số của cột này");
    Say::new(vi, format!("“{shown}” is a percentage, not a number of this column"))
}

fn fraction(shown: &str) -> Say {
    Say::new(
        format!("“{}” có phần lẻ nên không phải mã; hãy định dạng cột là văn bản", brief(shown)),
        format!("“{}” has decimals and is no code; make the column text", brief(shown)),
    )
}

fn no_date(shown: &str) -> Say {
    Say::new(
        format!("“{}” không phải ngày; viết 02/06/2024 hoặc 2024-06-02", brief(shown)),
        format!("“{}” is not a date; write 02/06/2024 or 2024-06-02", brief(shown)),
    )
}

fn no_zero(shown: &str) -> Say {
    Say::new(
        format!(
            "“{}” có lẽ đã mất số 0 ở đầu; hãy định dạng cột là văn bản rồi ghi đủ số",
            brief(shown)
        ),
        format!(
            "“{}” has perhaps lost the 0 before it; make the column text and write all digits",
            brief(shown)
        ),
    )
}

/// What of a format holds for numbers above zero, without what it writes literally.
fn section(format: &str) -> String {
    let (mut out, mut quoted, mut bracket) = (String::new(), false, false);
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => bracket = true,
            ']' => bracket = false,
            _ if bracket => {}
            ';' => break,
            _ => out.push(letter),
        }
    }
    out
}

/// How many digits a format shows at least; none where it groups them.
fn zeros(format: &str) -> usize {
    let section = section(format);
    let whole = section.split('.').next().unwrap_or_default();
    if whole.contains([',', '#']) { 0 } else { whole.matches('0').count() }
}

fn is_percent(format: &str) -> bool {
    section(format).contains('%')
}

/// Whether a format shows days or times.
pub(super) fn is_date(format: &str) -> bool {
    let section = section(format).to_lowercase();
    section != "general" && section.contains(['d', 'm', 'y', 'h', 's'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_that_a_format_shows_are_digits_of_a_code() {
        let shown = |value: f64, format: &str| Number::new(value, format).shown;
        assert_eq!(shown(36_000_291_452.0, "0000000000000"), "0036000291452");
        assert_eq!(shown(42.0, "00000"), "00042");
        assert_eq!(shown(42.0, "General"), "42");
        assert_eq!(shown(1200.0, "#,##0"), "1200");
        assert_eq!(shown(42.0, "0\" kg\""), "42");
        assert_eq!(shown(0.08, "0%"), "8%");
        assert_eq!(Number::new(1.125, "0.000").text, "1.1250");
        assert_eq!(Number::new(0.1 + 0.2, "General").text, "0.3");
    }

    #[test]
    fn a_zero_that_was_lost_is_asked_for() {
        let read = |value: f64, holds| Number::new(value, "General").text(holds).is_ok();
        assert!(!read(36_000_291_452.0, Holds::Barcode));
        assert!(read(8_938_505_974_194.0, Holds::Barcode));
        assert!(!read(912_345_678.0, Holds::Phone));
        assert!(!read(101_234_567.0, Holds::Tax));
        assert!(read(5_700_123_456.0, Holds::Tax));
        assert!(!read(1.5, Holds::Code) && read(42.0, Holds::Code));
        assert!(!read(1e18, Holds::Code) && !read(1e18, Holds::Text));
    }

    #[test]
    fn formats_of_days_are_told_from_formats_of_numbers() {
        for format in ["dd/mm/yyyy", "[$-42A]d mmmm yyyy", "h:mm"] {
            assert!(is_date(format), "{format}");
        }
        for format in ["General", "0\" sdt\"", "#,##0\\d", "0000"] {
            assert!(!is_date(format), "{format}");
        }
    }
}
