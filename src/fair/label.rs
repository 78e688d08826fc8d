//! How the labels of scales are read: barcodes that carry a weight or an amount.

pub mod store;

use crate::base::{id::FairId, lang::Say};
use serde::{Deserialize, Serialize};

crate::words! {
    /// What a label's value is.
    LabelKind {
        /// A weight, in thousandths of a kilogram.
        Weight = "weight", "Cân nặng", "Weight";
        /// What it costs, in đồng.
        Price = "price", "Số tiền", "Amount";
    }
}

/// The rule for labels that begin with a prefix, at one fair. An EAN-13 has the prefix, the item
/// code, the value and the check digit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ScaleLabel {
    /// At which fair.
    pub fair: FairId,
    /// The first two digits: GS1 keeps 02, 04 and 20 to 29 for use within a shop.
    pub prefix: String,
    /// What the value is.
    pub kind: LabelKind,
    /// Digits of the item code, 4 to 6; the value has what is left of ten.
    pub item_digits: u8,
    /// What one of the value is worth: thousandths of a kilogram (1: the label says grams), or
    /// đồng (1000: the label says thousands). 1, 10, 100 or 1000.
    pub step: i64,
    /// False: such labels are no longer read.
    pub active: bool,
    /// Between item code and value stands a digit that checks the value (GS1 General
    /// Specifications, 7.9); the value then has four or five digits.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub verifier: bool,
}

/// Checks a rule by itself; gives the field that is wrong, and why.
pub fn check(label: &ScaleLabel) -> Result<(), (&'static str, Say)> {
    let digits: Vec<u8> = label.prefix.bytes().collect();
    if !matches!(digits[..], [b'0', b'2' | b'4'] | [b'2', b'0'..=b'9']) {
        let say = Say::new(
            "Đầu mã dùng riêng trong cửa hàng là 02, 04 hoặc 20 đến 29",
            "Prefixes for use within a shop are 02, 04 and 20 to 29",
        );
        return Err(("prefix", say));
    }
    if !(4..=6).contains(&label.item_digits) {
        let say = Say::new("Mã hàng trên tem có 4 đến 6 số", "The item code has 4 to 6 digits");
        return Err(("item_digits", say));
    }
    if label.verifier && !(4..=5).contains(&label.item_digits) {
        let say = Say::new(
            "Tem có số kiểm tra số tiền thì mã hàng có 4 hoặc 5 số",
            "Where a digit checks the value, the item code has 4 or 5 digits",
        );
        return Err(("item_digits", say));
    }
    if ![1, 10, 100, 1000].contains(&label.step) {
        let say = Say::new("Chỉ nhận 1, 10, 100 hoặc 1.000", "Only 1, 10, 100 or 1,000");
        return Err(("step", say));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(prefix: &str, item_digits: u8, step: i64) -> ScaleLabel {
        let fair = FairId(uuid::Uuid::nil());
        let prefix = prefix.to_owned();
        let (kind, active, verifier) = (LabelKind::Weight, true, false);
        ScaleLabel { fair, prefix, kind, item_digits, step, active, verifier }
    }

    #[test]
    fn only_prefixes_that_no_maker_has_are_read_as_labels_of_scales() {
        let wrong = |it: &ScaleLabel| check(it).err().map(|(field, _)| field);
        for prefix in ["02", "04", "20", "29"] {
            assert_eq!(wrong(&label(prefix, 5, 1)), None, "{prefix}");
        }
        for prefix in ["89", "2", "210", "03", "2a", "", "+4"] {
            assert_eq!(wrong(&label(prefix, 5, 1)), Some("prefix"), "{prefix}");
        }
        assert_eq!(wrong(&label("21", 7, 1)), Some("item_digits"));
        assert_eq!(wrong(&label("21", 5, 50)), Some("step"));
        let checked = |item_digits| ScaleLabel { verifier: true, ..label("21", item_digits, 1) };
        assert_eq!(wrong(&checked(5)), None);
        assert_eq!(wrong(&checked(6)), Some("item_digits"), "three digits have no verifier");
    }
}
