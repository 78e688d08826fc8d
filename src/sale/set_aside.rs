//! A row of a device that this laptop refused and that a manager has looked at: it is no sale and
//! changes no figure, but what was sent, why it was refused and what the manager said stand in the
//! book, for it may be about money.

pub mod store;

use crate::base::{
    clock::Ms,
    id::{BoothId, CommandId, DeviceId},
    money::Money,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// Bytes of a row's text that are kept: a sale of a hundred lines is half of it.
pub const TEXT: usize = 24_000;

/// A refused row, put aside. Asked for as it stands in its entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Aside {
    /// The message's own id: sent twice, it is one entry.
    pub uid: CommandId,
    /// Of which booth the row is.
    pub booth: BoothId,
    /// The device that made the row.
    pub device: Option<DeviceId>,
    /// The row's id.
    pub row: CommandId,
    /// What it was: sale, refund, request …
    pub kind: String,
    /// Where it was sent.
    pub path: String,
    /// The number that the device gave it; empty where it has none.
    pub number: String,
    /// Đồng; negative where money was given back; none where the row moves no money.
    pub amount: Option<Money>,
    /// When it was made, by the device's clock.
    pub made: Ms,
    /// The row as it was sent, shortened to [`TEXT`].
    pub text: String,
    /// What this laptop had said.
    pub refusal: String,
    /// Why nothing more is to be done.
    pub reason: String,
    /// The manager who said so.
    pub by: String,
}

/// Refuses what cannot stand in the book.
pub fn check(it: &Aside) -> Result<(), Refusal> {
    if it.reason.is_empty() {
        return Err(Refusal::malformed("reason", "Ghi lý do cất đi", "Say why it is put aside"));
    }
    let sane = |amount: Money| (-Money::LIMIT.0..=Money::LIMIT.0).contains(&amount.0);
    if !it.amount.is_none_or(sane) {
        return Err(Refusal::malformed("amount", "Số tiền không hợp lệ", "Not a valid amount"));
    }
    Ok(())
}

/// A text without blanks at its ends, of at most this many bytes.
pub fn shortened(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.len() <= most {
        return text.to_owned();
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    format!("{}…", &text[..end])
}
