//! Whether this machine's clock is behind its own book. Nothing in a book can have been written
//! later than now: either the clock fell back, as with an empty battery, or it was ahead before.

use crate::base::{
    clock::{MINUTE, Ms},
    lang::Say,
};

/// A clock may be put right by this many milliseconds without being wrong.
const SLACK: i64 = 5 * MINUTE;

/// A clock that is behind its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    /// What the clock says.
    pub now: Ms,
    /// When the newest entry was written.
    pub newest: Ms,
}

/// Compares the clock with the newest entry.
pub fn behind(now: Ms, newest: Ms) -> Option<Behind> {
    (now.0 < newest.0 - SLACK).then_some(Behind { now, newest })
}

impl Behind {
    /// The two times, in few words.
    pub fn short(&self) -> Say {
        let (now, newest) = (self.now.text(), self.newest.text());
        Say::new(
            format!("Máy đang là {now}, sổ đã ghi đến {newest}"),
            format!("It says {now}; the book goes to {newest}"),
        )
    }

    /// The warning.
    pub fn say(&self) -> Say {
        let (now, newest) = (self.now.text(), self.newest.text());
        Say::new(
            format!(
                "Đồng hồ máy chủ chạy chậm hơn sổ: máy đang là {now}, mà dòng mới nhất trong sổ \
                 ghi lúc {newest}. Hãy chỉnh lại ngày giờ của máy. Phiếu bán trong lúc này được \
                 đánh dấu để xem lại, vì có thể vào nhầm ngày."
            ),
            format!(
                "The laptop's clock is behind its own book: it says {now}, and the newest entry \
                 is of {newest}. Set its date and time. What is sold meanwhile is flagged, as it \
                 may stand on the wrong day."
            ),
        )
    }
}
