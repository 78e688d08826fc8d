//! Stock: every quantity moves from a place to a place because of one document or sale, and what a
//! place holds of a lot is the sum of its movements.

pub mod ask;
pub mod block;
pub mod decide;
pub mod document;
pub mod draw;
pub mod load;
pub mod place;
pub mod read;
pub mod relabel;
pub mod sheet;
pub mod shelf;
pub mod store;
mod sums;

pub use ask::{Act, Ask, Kind, Line};
pub use block::Word;
pub use document::{Posted, Supplement};
pub use place::{Place, Room};

use crate::base::{
    clock::{MINUTE, Ms},
    fold::within,
    id::ProducerId,
    lang::Say,
    quantity::Quantity,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a place holds of one product in one lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Whose goods.
    pub owner: ProducerId,
    /// Lot, or empty.
    pub lot: String,
    /// Its last day.
    pub expires_on: Option<Date>,
    /// True: best before that day; false: use by it.
    pub soft: bool,
    /// When the first of it came here; none: nothing ever did.
    pub since: Option<Ms>,
    /// Thousandths, may be negative.
    pub quantity: Quantity,
    /// Whether it was brought, received or counted here.
    pub tracked: bool,
    /// Whether it is not to be sold any more.
    pub blocked: bool,
}

impl Level {
    /// A lot of which nothing ever came here.
    pub fn empty(owner: ProducerId, lot: &str) -> Level {
        Level {
            owner,
            lot: lot.to_owned(),
            expires_on: None,
            soft: false,
            since: None,
            quantity: Quantity::ZERO,
            tracked: false,
            blocked: false,
        }
    }

    /// Whether it is this lot.
    pub fn is(&self, owner: ProducerId, lot: &str) -> bool {
        self.owner == owner && self.lot == lot
    }
}

/// The level of a lot among those of a product at a place; an empty one is added where there is
/// none.
pub fn of_lot<'a>(levels: &'a mut Vec<Level>, owner: ProducerId, lot: &str) -> &'a mut Level {
    let at = levels.iter().position(|level| level.is(owner, lot)).unwrap_or_else(|| {
        levels.push(Level::empty(owner, lot));
        levels.len() - 1
    });
    &mut levels[at]
}

/// A quantity taken from (or, negative, given back to) one lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// Lot, or empty.
    pub lot: String,
    /// The lot's last day, as it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// Whose goods they are.
    pub owner: ProducerId,
    /// Thousandths that leave the booth; negative when they come back.
    pub quantity: Quantity,
    /// It happened before a count that was posted already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Supplement>,
}

/// The most letters of a lot's name.
pub const LOT: usize = 40;

/// The instant of a movement, as counts see it. What reached the laptop within a minute happened
/// when it was received: the laptop saw it in that order. Only what came later is placed by the
/// time that its device says.
pub fn instant(said: Ms, received: Ms) -> Ms {
    if received.0 - said.0 <= MINUTE { received } else { said }
}

/// Checks a store room by itself.
pub fn check_room(room: &Room) -> Result<(), Say> {
    let code = room.code.trim();
    if code.is_empty() || room.name.trim().is_empty() {
        return Err(Say::new("Hãy ghi mã kho và tên kho", "Give the store room a code and a name"));
    }
    within(12, &[code])?;
    within(120, &[room.name.trim()])
}
