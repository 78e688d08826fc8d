//! Printers: where their bytes go, how wide their paper is, whether they answer.

pub mod store;
pub mod target;

use super::block::Width;
use crate::base::{id::PrinterId, lang::Say};

pub use super::escpos::BAND;
pub use target::{PAPER, Target};

/// The band heights that printers are set to: rows in one picture command.
pub const BANDS: [u8; 4] = [24, 64, 128, 255];

crate::words! {
    /// Whether a printer tells its status. Many cheap ones never do; that is learnt at the first
    /// job and at each test page.
    Answers {
        /// Not asked yet.
        Unknown = "unknown", "Chưa biết", "Not known yet";
        /// It answers.
        Full = "full", "Báo trạng thái", "Tells its status";
        /// It never answers.
        Never = "none", "Không báo trạng thái", "Tells no status";
    }
}

/// A printer as people set it up.
#[derive(Debug, Clone)]
pub struct NewPrinter {
    /// Its name in lists.
    pub name: String,
    /// Where its bytes go.
    pub target: Target,
    /// Its paper.
    pub width: Width,
    /// Rows in one picture command, one of `BANDS`.
    pub band: u8,
}

impl NewPrinter {
    /// Checks a printer by itself.
    pub fn check(&self) -> Result<(), Say> {
        if self.name.trim().is_empty() || self.name.len() > 100 {
            return Err(Say::new("Hãy đặt tên cho máy in", "Give the printer a name"));
        }
        if !BANDS.contains(&self.band) {
            return Err(Say::new(
                "Số hàng mỗi dải phải là 24, 64, 128 hoặc 255",
                "Rows in a band are 24, 64, 128 or 255",
            ));
        }
        Ok(())
    }
}

/// A printer that is set up.
#[derive(Debug, Clone)]
pub struct Printer {
    /// Row id.
    pub id: i64,
    /// Which.
    pub uid: PrinterId,
    /// Its name in lists.
    pub name: String,
    /// Where its bytes go.
    pub target: Target,
    /// Its paper.
    pub width: Width,
    /// Rows in one picture command.
    pub band: u8,
    /// Whether it tells its status.
    pub answers: Answers,
}
