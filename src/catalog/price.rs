//! Prices: of everywhere, of a fair, of a booth.

pub mod store;

use crate::base::{
    id::{BoothId, FairId, ProductId},
    lang::Say,
    money::Money,
};
use serde::{Deserialize, Serialize};

/// A price in đồng for one unit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Price {
    /// Of which product.
    pub product: ProductId,
    /// At which booth; none: at the fair, or everywhere.
    pub booth: Option<BoothId>,
    /// At which fair, where no booth is named; none: everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fair: Option<FairId>,
    /// Đồng for one unit; none takes a booth's or a fair's price back, and the wider one holds.
    pub amount: Option<Money>,
}

impl Price {
    /// Refuses what is no price.
    pub fn check(&self) -> Result<(), Say> {
        match self.amount {
            Some(amount) if !(Money(0)..=Money::LIMIT).contains(&amount) => {
                Err(Say::new("Giá phải từ 0 đồng trở lên", "The price must be 0 đồng or more"))
            }
            None if self.booth.is_none() && self.fair.is_none() => {
                Err(Say::new("Giá chung không thể bỏ", "The price of everywhere cannot be removed"))
            }
            _ => Ok(()),
        }
    }
}

/// Below this nobody sells anything, and a price is more likely a slip: 55 for 55.000.
const LEAST: Money = Money(1_000);
/// From here on a price is more likely a slip: three noughts too many.
const MOST: Money = Money(100_000_000);

/// What is odd about a price that may be a slip of the finger; whoever means it says so.
pub fn doubtful(price: Money) -> Option<Say> {
    if (LEAST..MOST).contains(&price) {
        return None;
    }
    let text = price.text();
    let vi = format!("giá {text} có đúng không?");
    Some(Say::new(vi, format!("is the price of {text} right?")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_that_nobody_charges_is_asked_about() {
        assert!(doubtful(Money(55)).is_some());
        assert!(doubtful(Money(3_000_000_000)).is_some());
        assert!(doubtful(Money(1_000)).is_none());
        assert!(doubtful(Money(8_500_000)).is_none());
    }
}
