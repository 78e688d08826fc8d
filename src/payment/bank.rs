//! The banks and wallets whose accounts a VietQR can name, from the State Bank's list of BINs
//! (issued up to 31 December 2023) and the routing BINs that came after it.

use crate::base::fold::fold;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A bank or wallet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    /// The six digits by which NAPAS routes a transfer.
    pub bin: String,
    /// The bank's short code, `VCB`.
    pub code: String,
    /// The name people know, `Vietcombank`.
    pub short_name: String,
    /// The SWIFT code; empty when it has none.
    pub swift: String,
    /// The registered name in Vietnamese, without "Ngân hàng" for most; may be empty.
    pub name_vi: String,
    /// A later name, `digital`, `wallet` or `receive only`; mostly empty.
    pub note: String,
}

static BANKS: LazyLock<Vec<Bank>> = LazyLock::new(|| {
    let mut reader =
        csv::Reader::from_reader(include_bytes!("../../static/data/banks.csv") as &[u8]);
    // The file is part of the program; a test reads every row of it.
    let mut banks: Vec<Bank> = reader.deserialize().filter_map(Result::ok).collect();
    banks.sort_by_cached_key(|bank| (fold(&bank.short_name), bank.bin.clone()));
    banks
});

/// All banks, by short name.
pub fn all() -> &'static [Bank] {
    &BANKS
}

/// The bank with this BIN.
pub fn by_bin(bin: &str) -> Option<&'static Bank> {
    BANKS.iter().find(|bank| bank.bin == bin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bank_of_the_list_is_known_by_its_bin() {
        assert_eq!(all().len(), 66);
        assert_eq!(by_bin("970436").map(|bank| bank.short_name.as_str()), Some("Vietcombank"));
        assert_eq!(by_bin("970405").map(|bank| bank.code.as_str()), Some("VBA"));
        assert_eq!(by_bin("000000"), None);
        assert!(all().iter().all(|bank| {
            bank.bin.len() == 6 && bank.bin.bytes().all(|digit| digit.is_ascii_digit())
        }));
    }

    #[test]
    fn banks_are_listed_by_short_name_whatever_the_case() {
        let names: Vec<String> = all().iter().map(|bank| fold(&bank.short_name)).collect();
        assert!(names.is_sorted());
        assert_eq!(all()[0].short_name, "ABBank");
    }
}
