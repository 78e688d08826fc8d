//! The banks and wallets whose accounts a VietQR can name, from the State Bank's list of BINs
//! (issued up to 31 December 2023) and the routing BINs that came after it.

use super::vietqr::{Malformed, VietQr};
use crate::base::{
    code,
    fold::{brief, fold},
    lang::Say,
};
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

/// An account as it was typed or stands in a sheet, in the one way it is written: people set apart
/// its groups by spaces, dots and hyphens.
pub fn account(text: &str) -> String {
    code::unwrap(text).chars().filter(|it| !matches!(it, ' ' | '.' | '-')).collect()
}

/// Whether money can reach an account: its bank is one of the list, and the VietQR of it is one
/// that this program reads. The one check, for form, sheet, desk and till; neither bank nor account
/// is right too. Gives the field that is wrong, `bank_bin` or `account`, and why.
pub fn check(bin: &str, account: &str) -> Result<(), (&'static str, Say)> {
    if bin.is_empty() && account.is_empty() {
        return Ok(());
    }
    if bin.is_empty() || account.is_empty() {
        let vi = "Nhập cả ngân hàng và số tài khoản, hoặc để trống cả hai";
        let en = "Enter both bank and account, or neither";
        return Err((if bin.is_empty() { "bank_bin" } else { "account" }, Say::new(vi, en)));
    }
    if by_bin(bin).is_none() {
        let vi = format!("Không có ngân hàng nào mang mã BIN “{}”", brief(bin));
        return Err(("bank_bin", Say::new(vi, format!("No bank has the BIN “{}”", brief(bin)))));
    }
    let drawn = VietQr::transfer(bin, account, None, "").encode();
    drawn.map(|_| ()).map_err(|wrong| {
        let vi = "Số tài khoản gồm tối đa 19 chữ số hoặc chữ cái không dấu";
        let form = || Say::new(vi, "An account has at most 19 digits or plain letters");
        ("account", if matches!(wrong, Malformed::Wallet(_)) { wrong.say() } else { form() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reaches_only_an_account_that_our_own_reader_takes() {
        assert_eq!(check("", ""), Ok(()));
        assert_eq!(check("970436", "1017595600"), Ok(()));
        let wrong = |bin: &str, account: &str| check(bin, account).map_err(|it| it.0);
        let wallet = check("971025", "0912345678").unwrap_err();
        assert!(wallet.1.vi.contains("99MM"), "{}", wallet.1.vi);
        assert_eq!(wrong("970436", ""), Err("account"));
        assert_eq!(wrong("", "1017595600"), Err("bank_bin"));
        assert_eq!(wrong("970000", "1017595600"), Err("bank_bin"));
        for account in ["#N/A", "9.70436681234568E+18", "12345678901234567890", "số 1", "1 2"] {
            assert_eq!(wrong("970436", account), Err("account"), "{account}");
        }
        assert_eq!(account(" 0451.000-123 456\u{200b}"), "0451000123456");
        assert_eq!(account("'0451000123456"), "0451000123456");
    }

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
