//! The shift of a booth's drawer: opened with a counted float, moved, handed over, counted blind
//! and closed with a Z report. All devices of a booth share the one drawer.
//!
//! A sale belongs to the shift that was open when it was paid. What comes after that shift was
//! closed is a numbered supplement to its Z; no Z is ever changed.

mod ask;
pub mod decide;
pub mod drawer;
pub mod figures;
pub mod load;
pub mod notes;
pub mod read;
pub mod store;
mod sums;

use super::{BoothThen, FairThen};
use crate::base::{
    clock::Ms,
    id::{BoothId, CommandId, DeviceId, NodeId, PersonId, ShiftId},
    money::Money,
};
pub use ask::{Ask, Close, HandOver, Move, Open, done_at};
use figures::Figures;
use notes::Notes;
use serde::{Deserialize, Serialize};

/// Which shift a sale belongs to, as it stands in the sale's entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftThen {
    /// The shift that was open when it was paid.
    pub uid: ShiftId,
    /// Its place under the shift's Z, when that was closed already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<Supplement>,
}

/// A numbered supplement to a Z report that was closed before it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// The number of the Z.
    pub z_number: i64,
    /// 1 and up under that Z, without gaps.
    pub number: i64,
}

crate::entries! {
    /// What happened to a shift: the contents of its journal entries.
    #[derive(Debug, Clone)]
    Event {
        /// It was opened.
        Opened(it: Box<Opened>) = "shift.opened", it.id;
        /// A device joined it.
        Joined(it: Box<Joined>) = "shift.joined", it.shift;
        /// Money was put in or taken out.
        Moved(it: Moved) = "shift.moved", it.shift;
        /// The drawer was handed over.
        HandedOver(it: HandedOver) = "shift.handed_over", it.shift;
        /// It was closed: the Z report.
        Closed(it: Box<Closed>) = "shift.closed", it.shift;
        /// It was counted once more.
        Recounted(it: Recounted) = "shift.recounted", it.shift;
    }
}

/// A shift was opened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Opened {
    /// Which.
    pub id: ShiftId,
    /// At which fair.
    pub fair: FairThen,
    /// At which booth.
    pub booth: BoothThen,
    /// On which device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// When.
    pub at: Ms,
    /// By whom, as printed.
    pub by: String,
    /// The float, counted.
    pub notes: Vec<Notes>,
    /// The float in đồng.
    pub float: Money,
}

/// A device opened a shift that was open already: it joined that one. The drawer is the same, so
/// what was counted is no second float, and the id that the device gave is another name of the
/// open shift: what names it goes there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Joined {
    /// The id by which the device knows the shift.
    pub id: ShiftId,
    /// The shift that was open.
    pub shift: ShiftId,
    /// At which booth.
    pub booth: BoothId,
    /// When that was opened.
    pub opened_at: Ms,
    /// By whom, as printed.
    pub opened_by: String,
    /// Who has the drawer.
    pub holder: String,
    /// Its float in đồng.
    pub float: Money,
    /// On which device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// When.
    pub at: Ms,
    /// Who joined, as printed.
    pub by: String,
    /// What was counted then.
    pub notes: Vec<Notes>,
    /// The same in đồng.
    pub counted: Money,
}

/// Money was put into the drawer or taken out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Moved {
    /// Its own id.
    pub id: CommandId,
    /// Which shift.
    pub shift: ShiftId,
    /// At which booth.
    pub booth: BoothId,
    /// When.
    pub at: Ms,
    /// By whom, as printed.
    pub by: String,
    /// Đồng put in; below zero: taken out.
    pub amount: Money,
    /// What for.
    pub reason: String,
    /// Its place under the Z, when the shift was closed already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<Supplement>,
}

/// The drawer went into someone else's hands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HandedOver {
    /// Its own id.
    pub id: CommandId,
    /// Which shift.
    pub shift: ShiftId,
    /// At which booth.
    pub booth: BoothId,
    /// When.
    pub at: Ms,
    /// Who had it, as printed.
    pub from: String,
    /// Who takes it.
    pub to: PersonId,
    /// That person's name, as printed.
    pub to_name: String,
    /// What was counted, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
}

/// A drawer counted while the shift goes on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Counted {
    /// What lay there.
    pub notes: Vec<Notes>,
    /// The same in đồng.
    pub counted: Money,
    /// What should have been there, đồng.
    pub expected: Money,
}

/// A shift was closed: the Z report with everything that it says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Closed {
    /// The closing's own id.
    pub id: CommandId,
    /// Which shift.
    pub shift: ShiftId,
    /// At which fair.
    pub fair: FairThen,
    /// At which booth.
    pub booth: BoothThen,
    /// Gapless for each booth and origin.
    pub number: i64,
    /// The node whose series the number is of, where another had given it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<NodeId>,
    /// As printed: `A03-Z0001`.
    pub z_no: String,
    /// When the shift was opened.
    pub opened_at: Ms,
    /// By whom, as printed.
    pub opened_by: String,
    /// When it ended: when it was counted, or when its last sale was paid if that is later.
    pub closed_at: Ms,
    /// When the drawer was counted.
    pub counted_at: Ms,
    /// Who closed it, as printed.
    pub by: String,
    /// The float, counted.
    pub float_notes: Vec<Notes>,
    /// The float in đồng.
    pub float: Money,
    /// What was sold and moved.
    pub figures: Figures,
    /// Đồng that should have lain in the drawer when it was counted.
    pub expected: Money,
    /// Đồng of cash that sales, refunds and movements brought after the count and before the laptop
    /// heard of it: in the figures, and not in `expected`.
    #[serde(default, skip_serializing_if = "Money::is_zero")]
    pub after_count: Money,
    /// Sales that name no shift and were taken in.
    pub taken_in: i64,
    /// Those paid before this moment were; none: those paid before the count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_until: Option<Ms>,
    /// What lay there.
    pub notes: Vec<Notes>,
    /// The same in đồng.
    pub counted: Money,
    /// Đồng counted less đồng expected: below zero, money is missing.
    pub difference: Money,
}

/// A closing or a handover that the laptop heard of only after another device had closed the shift.
/// What was counted stands beside the Z; no figure changes by it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Recounted {
    /// Its own id.
    pub id: CommandId,
    /// Which shift.
    pub shift: ShiftId,
    /// At which booth.
    pub booth: BoothId,
    /// The Z that was made before, as printed.
    pub z_no: String,
    /// When it was counted or handed over.
    pub at: Ms,
    /// By whom, as printed.
    pub by: String,
    /// Who was to have the drawer, as printed, if it was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_name: Option<String>,
    /// What lay there; none in a handover that was not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Vec<Notes>>,
    /// The same in đồng.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Money>,
}
