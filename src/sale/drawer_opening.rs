//! The cash drawer was opened by hand, without a sale: it moves no money and changes no figure, but
//! who opened it, when and why stands in the book, for the drawer is counted.

pub mod store;

use crate::base::{
    clock::Ms,
    id::{BoothId, CommandId, DeviceId},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// Bytes of a reason.
pub const REASON: usize = 300;

/// The drawer was opened by hand. Asked for as it stands in its entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DrawerOpening {
    /// The message's own id: sent twice, it is one entry, and one pulse.
    pub uid: CommandId,
    /// At which booth.
    pub booth: BoothId,
    /// On which device it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// When.
    pub at: Ms,
    /// By whom, as printed.
    pub by: String,
    /// What for.
    pub reason: String,
}

/// Refuses what cannot stand in the book.
pub fn check(it: &DrawerOpening) -> Result<(), Refusal> {
    if it.reason.is_empty() || it.reason.len() > REASON {
        return Err(Refusal::malformed(
            "reason",
            "Ghi lý do mở két (ngắn gọn)",
            "Say briefly why the drawer is opened",
        ));
    }
    Ok(())
}
