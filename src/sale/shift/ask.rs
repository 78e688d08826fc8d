//! What is asked of a shift, as it reaches the desk.

use super::notes::Notes;
use crate::{
    base::{
        clock::{MINUTE, Ms},
        id::{BoothId, CommandId, DeviceId, PersonId, ShiftId},
        money::Money,
    },
    sale::numbering::Acknowledged,
};
use serde::Serialize;

/// What a device asks of a shift. Each has an id of its own: sent twice, it is done once. Who
/// asks, as printed, is not part of the command's hash: sent again after another sign-in it is
/// the same command.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "ask", content = "shift", rename_all = "snake_case")]
pub enum Ask {
    /// Opens the booth's shift.
    Open(Open),
    /// Puts money into the drawer or takes some out.
    Move(Move),
    /// Hands the drawer to someone else.
    HandOver(HandOver),
    /// Closes the shift.
    Close(Close),
}

impl Ask {
    /// What the device was answered before, if that was a number.
    pub fn acknowledged(&self) -> Option<&Acknowledged> {
        match self {
            Ask::Close(it) => it.acknowledged.as_ref(),
            _ => None,
        }
    }

    /// The booth whose drawer it is.
    pub fn booth(&self) -> BoothId {
        match self {
            Ask::Open(it) => it.booth,
            Ask::Move(it) => it.booth,
            Ask::HandOver(it) => it.booth,
            Ask::Close(it) => it.booth,
        }
    }

    /// The shift that it names.
    pub fn shift(&self) -> ShiftId {
        match self {
            Ask::Open(it) => it.id,
            Ask::Move(it) => it.shift,
            Ask::HandOver(it) => it.shift,
            Ask::Close(it) => it.shift,
        }
    }

    /// When money was put in or taken out, which says of which shift it is.
    pub fn moved_at(&self, now: Ms) -> Option<Ms> {
        match self {
            Ask::Move(it) => Some(done_at(it.at, now)),
            _ => None,
        }
    }

    /// When the drawer was counted, if deciding it needs what was sold in the shift.
    pub fn counted_at(&self, now: Ms) -> Option<Ms> {
        match self {
            Ask::HandOver(it) if it.counted.is_some() => Some(counted_at(it.at, it.offline, now)),
            Ask::Close(it) => Some(counted_at(it.at, it.offline, now)),
            _ => None,
        }
    }
}

/// Opens a booth's shift.
#[derive(Debug, Clone, Serialize)]
pub struct Open {
    /// The shift's id, minted by the device.
    pub id: ShiftId,
    /// The booth of the drawer.
    pub booth: BoothId,
    /// On which device; not part of the hash, as in a sale.
    #[serde(skip_serializing)]
    pub device: Option<DeviceId>,
    /// When, by the device's corrected clock.
    pub at: Ms,
    /// The counted float.
    pub float: Vec<Notes>,
    /// The device could not reach the laptop when it was counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub offline: bool,
    /// Who opens, as printed.
    #[serde(skip_serializing)]
    pub by: String,
}

/// Money goes into the drawer or out of it, not by a sale.
#[derive(Debug, Clone, Serialize)]
pub struct Move {
    /// Its own id.
    pub id: CommandId,
    /// The booth of the drawer.
    pub booth: BoothId,
    /// Which shift.
    pub shift: ShiftId,
    /// When, by the device's corrected clock.
    pub at: Ms,
    /// Đồng put in; below zero: taken out.
    pub amount: Money,
    /// What for, in the person's own words.
    pub reason: String,
    /// Who, as printed.
    #[serde(skip_serializing)]
    pub by: String,
}

/// The drawer goes into someone else's hands.
#[derive(Debug, Clone, Serialize)]
pub struct HandOver {
    /// Its own id.
    pub id: CommandId,
    /// The booth of the drawer.
    pub booth: BoothId,
    /// Which shift.
    pub shift: ShiftId,
    /// When, by the device's corrected clock.
    pub at: Ms,
    /// Who takes it.
    pub to: PersonId,
    /// That person's name, as printed.
    #[serde(skip_serializing)]
    pub to_name: String,
    /// What was counted, if it was.
    pub counted: Option<Vec<Notes>>,
    /// The device could not reach the laptop when it was counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub offline: bool,
    /// Who hands over, as printed.
    #[serde(skip_serializing)]
    pub by: String,
}

/// Closes the shift with what was counted, before anyone was told what should be there.
#[derive(Debug, Clone, Serialize)]
pub struct Close {
    /// Its own id.
    pub id: CommandId,
    /// The booth of the drawer.
    pub booth: BoothId,
    /// Which shift.
    pub shift: ShiftId,
    /// When it was counted, by the device's corrected clock.
    pub at: Ms,
    /// What lay in the drawer.
    pub count: Vec<Notes>,
    /// The device could not reach the laptop when it was counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub offline: bool,
    /// Who closes, as printed.
    #[serde(skip_serializing)]
    pub by: String,
    /// What the device was answered before, perhaps by another node.
    #[serde(skip_serializing)]
    pub acknowledged: Option<Acknowledged>,
}

/// When something was done, by a device's clock: never after `now`.
pub fn done_at(at: Ms, now: Ms) -> Ms {
    at.plausible(now).unwrap_or(now).min(now)
}

/// When a drawer was counted. A count that is answered at once is of now, whatever the device's
/// clock says: else what the other device sold in these minutes would be beside it.
pub fn counted_at(at: Ms, offline: bool, now: Ms) -> Ms {
    let at = done_at(at, now);
    if !offline && now.0 - at.0 <= 5 * MINUTE { now } else { at }
}
