//! What of an entry's figures is wrong. What this program decides adds up; an entry of another
//! machine is believed only where its own figures say the same.

use super::{clock::Ms, money::Money, quantity::Quantity};

crate::words! {
    /// A figure that does not add up, or that nothing at a fair can be.
    Wrong {
        /// The lines are not the total.
        Total = "total", "tổng tiền", "total";
        /// The payments are not the total with its rounding.
        Payments = "payments", "tiền trả", "payments";
        /// An amount of money is none.
        Amount = "amount", "số tiền", "amount";
        /// A quantity is none, or its lots are another.
        Quantity = "quantity", "số lượng", "quantity";
        /// The drawer's money is not what was counted, or what should lie there.
        Drawer = "drawer", "tiền trong két", "drawer";
        /// A number is none of a series.
        Number = "number", "số phiếu", "number";
        /// The day or the hour is not that of the instant.
        Day = "day", "ngày giờ", "day and hour";
    }
}

/// Đồng beyond anything at a fair; the sum of a million such still fits.
const MOST: i64 = 10 * Money::LIMIT.0;
/// Thousandths beyond anything that moves at once.
const GOODS: i64 = 1_000 * Quantity::LIMIT.0;
/// The end of the year 9999, epoch ms.
const LAST: i64 = 253_402_300_799_999;

/// Whether there is such an amount, in either direction.
pub fn is_money(it: Money) -> bool {
    (-MOST..=MOST).contains(&it.0)
}

/// Whether there is such a quantity, in either direction.
pub fn is_quantity(it: Quantity) -> bool {
    (-GOODS..=GOODS).contains(&it.0)
}

/// Whether there is such an instant.
pub fn is_instant(it: Ms) -> bool {
    (0..=LAST).contains(&it.0)
}

/// The sum of amounts, each of which [`is_money`].
pub fn sum(all: impl IntoIterator<Item = Money>) -> i128 {
    all.into_iter().map(|it| i128::from(it.0)).sum()
}

/// The first rule that does not hold.
pub fn first(rules: &[(bool, Wrong)]) -> Option<Wrong> {
    rules.iter().find(|(holds, _)| !holds).map(|(_, wrong)| *wrong)
}
