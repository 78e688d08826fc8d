//! Stock at booths: lots, movements, levels.

pub mod draw;
pub mod sheet;
pub mod store;

use crate::base::{
    fold::within,
    id::{BoothId, CommandId, ProducerId, ProductId},
    lang::Say,
    quantity::Quantity,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Goods that arrive at a booth: opening stock or a later delivery.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receive {
    /// The message's own id.
    pub uid: CommandId,
    /// To which booth.
    pub booth: BoothId,
    /// Which goods, at most 500 lines.
    pub lines: Vec<Line>,
}

/// Goods of one product and lot.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Line {
    /// Which product.
    pub product: ProductId,
    /// Thousandths; negative corrects an earlier receipt.
    pub quantity: Quantity,
    /// Lot, or empty.
    pub lot: String,
    /// Best before.
    pub expires_on: Option<Date>,
}

/// What a booth holds of one product in one lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Lot, or empty.
    pub lot: String,
    /// Best before.
    pub expires_on: Option<Date>,
    /// Thousandths, may be negative.
    pub quantity: Quantity,
    /// Thousandths ever received; zero means that stock is not kept here.
    pub received: Quantity,
}

/// The level of a lot among those of a product at a booth; an empty one is added where there is
/// none.
pub fn of_lot<'a>(levels: &'a mut Vec<Level>, lot: &str) -> &'a mut Level {
    let at = levels.iter().position(|level| level.lot == lot).unwrap_or_else(|| {
        let (quantity, received) = (Quantity::ZERO, Quantity::ZERO);
        levels.push(Level { lot: lot.to_owned(), expires_on: None, quantity, received });
        levels.len() - 1
    });
    &mut levels[at]
}

/// A quantity taken from (or, negative, given back to) one lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// Lot, or empty.
    pub lot: String,
    /// The lot's best before, as it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// Whose goods they are, as it stood: the product's producer.
    pub owner: ProducerId,
    /// Thousandths that leave the booth; negative when they come back.
    pub quantity: Quantity,
}

/// The most letters of a lot's name.
pub const LOT: usize = 40;

/// Checks a receipt by itself.
pub fn check(receive: &Receive) -> Result<(), Say> {
    if receive.lines.is_empty() || receive.lines.len() > 500 {
        return Err(Say::new("Mỗi lần nhập từ 1 đến 500 dòng", "Enter 1 to 500 lines at a time"));
    }
    receive.lines.iter().try_for_each(|line| within(LOT, &[&line.lot]))?;
    let small = |line: &Line| line.quantity.0.unsigned_abs() <= Quantity::LIMIT.0.unsigned_abs();
    if !receive.lines.iter().all(small) {
        return Err(Say::new("Số lượng quá lớn", "The quantity is too large"));
    }
    Ok(())
}
