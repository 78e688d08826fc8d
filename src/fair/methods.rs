//! How customers pay, and which of it a booth takes, so that nobody sees what is not used.

use crate::base::lang::Say;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

crate::words! {
    /// How a customer pays.
    Method {
        /// Notes.
        Cash = "cash", "Tiền mặt", "Cash";
        /// A transfer by VietQR.
        VietQr = "vietqr", "VietQR", "VietQR";
        /// A card on a bank's own machine; this program only notes it.
        Card = "card", "Thẻ ngân hàng", "Card", "Thẻ";
        /// The MoMo wallet, noted by the seller.
        Momo = "momo", "MoMo", "MoMo";
        /// The ZaloPay wallet, noted by the seller.
        ZaloPay = "zalopay", "ZaloPay", "ZaloPay";
        /// The VNPAY gateway, noted by the seller.
        VnPay = "vnpay", "VNPAY", "VNPAY";
    }
}

/// The methods a booth takes, in the order of the vocabulary, each once. Cash always is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Method>")]
pub struct Methods(Vec<Method>);

impl Methods {
    /// These, and cash.
    pub fn of(taken: impl IntoIterator<Item = Method>) -> Methods {
        let mut taken: Vec<Method> = taken.into_iter().chain([Method::Cash]).collect();
        taken.sort();
        taken.dedup();
        Methods(taken)
    }

    /// Whether the booth takes it.
    pub fn has(&self, method: Method) -> bool {
        self.0.contains(&method)
    }

    /// Whether it is cash and VietQR, as of every booth that chose nothing.
    pub fn usual(&self) -> bool {
        *self == Methods::default()
    }

    /// Each of them, cash first.
    pub fn iter(&self) -> impl Iterator<Item = Method> {
        self.0.iter().copied()
    }

    /// `cash,vietqr`, as the book keeps them.
    pub fn text(&self) -> String {
        self.0.iter().map(|method| method.as_str()).collect::<Vec<_>>().join(",")
    }
}

impl Default for Methods {
    fn default() -> Methods {
        Methods(vec![Method::Cash, Method::VietQr])
    }
}

impl From<Vec<Method>> for Methods {
    fn from(taken: Vec<Method>) -> Methods {
        Methods::of(taken)
    }
}

impl FromStr for Methods {
    type Err = Say;

    fn from_str(text: &str) -> Result<Methods, Say> {
        let words = text.split(',').filter(|word| !word.trim().is_empty());
        Ok(Methods::of(words.map(Method::from_str).collect::<Result<Vec<_>, _>>()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_booth_takes_each_method_once_and_cash_always() {
        let methods: Methods = "vnpay,card,card".parse().unwrap();
        assert_eq!(methods.text(), "cash,card,vnpay");
        assert!(methods.has(Method::Card) && !methods.has(Method::VietQr));
        assert_eq!(Methods::default().text(), "cash,vietqr");
        assert!("cash,đô la".parse::<Methods>().is_err());
    }
}
