//! Why a command was not carried out. Its HTTP status is chosen in `web::problem`, its words stand
//! here in both languages.

use crate::base::{
    lang::{Say, plural},
    outage::Outage,
};

/// A refusal. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The input cannot be understood or contradicts itself. The code is stable for scripts.
    Malformed {
        /// A stable word such as `payments_do_not_add_up`.
        code: &'static str,
        /// What to do.
        say: Say,
    },
    /// Something that is not (or no longer) there.
    NotFound(Say),
    /// The id is known with other content, or the thing was already done.
    Conflict(Say),
    /// It has come to an end already; the code says to which, so that a device knows whether
    /// somebody must look at it.
    Settled {
        /// A stable word such as `claimed`.
        code: &'static str,
        /// What to do.
        say: Say,
    },
    /// Not this person's or device's right.
    Forbidden(Say),
    /// Not the right of whoever is signed in: it waits until the booth's manager is.
    NeedsManager(Say),
    /// Nobody signed in, or a token that no longer holds.
    SignIn(Say),
    /// Too many wrong tries; until this instant (epoch ms).
    Locked(Say),
    /// More was asked in a short time than is answered; nothing was looked at.
    TooMany {
        /// Seconds after which asking again makes sense.
        wait: i64,
        /// What to do.
        say: Say,
    },
    /// This machine follows another one, or was restored from a copy, and nobody has said yet that
    /// it takes over.
    Waiting,
    /// Another machine took over from this one: what is sold now belongs into its book.
    Followed,
    /// The queue is full, or no reader was free in time: try again.
    Busy,
    /// Nothing can be written at the moment, whatever it is: try again.
    CannotWrite(Outage),
    /// The program failed at this; nothing was written.
    Failed(String),
}

impl Refusal {
    /// Malformed input.
    pub fn malformed(code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Refusal {
        Refusal::Malformed { code, say: Say::new(vi, en) }
    }

    /// The field that is wrong, where the code tells.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Refusal::Malformed { code: "barcode_taken", .. } => Some("barcode"),
            Refusal::Malformed { code: "sku_taken", .. } => Some("sku"),
            _ => None,
        }
    }

    /// No such fair.
    pub fn no_fair() -> Refusal {
        none("Không có hội chợ này", "No such fair")
    }

    /// No such booth.
    pub fn no_booth() -> Refusal {
        none("Không có gian hàng này", "No such booth")
    }

    /// No such gate.
    pub fn no_gate() -> Refusal {
        none("Không có cổng này", "No such gate")
    }

    /// No such producer.
    pub fn no_producer() -> Refusal {
        none("Không có chủ thể này", "No such producer")
    }

    /// No such rule of rewards.
    pub fn no_rule() -> Refusal {
        none("Không có chính sách này", "No such rule")
    }

    /// No such product.
    pub fn no_product() -> Refusal {
        none("Không có sản phẩm này", "No such product")
    }

    /// The id of a change, or of the press of a button, that stands in the book as another.
    pub fn other_content() -> Refusal {
        Refusal::Conflict(Say::new(
            "Mã này đã dùng cho nội dung khác",
            "This id is known with other content",
        ))
    }

    /// No such sale.
    pub fn no_sale() -> Refusal {
        none("Không tìm thấy phiếu", "No such sale")
    }

    /// No such shift.
    pub fn no_shift() -> Refusal {
        none("Không tìm thấy ca này", "No such shift")
    }

    /// Asked too often: again after `wait` seconds.
    pub fn too_many(wait: i64) -> Refusal {
        let seconds = plural(wait, "second", "seconds");
        let vi = format!("Quá nhiều yêu cầu cùng lúc. Hãy thử lại sau {wait} giây");
        let say = Say::new(vi, format!("Too many requests at once. Try again in {wait} {seconds}"));
        Refusal::TooMany { wait, say }
    }

    /// The sentence for people.
    pub fn say(&self) -> Say {
        match self {
            Refusal::Malformed { say, .. }
            | Refusal::Settled { say, .. }
            | Refusal::NotFound(say)
            | Refusal::Conflict(say)
            | Refusal::Forbidden(say)
            | Refusal::NeedsManager(say)
            | Refusal::SignIn(say)
            | Refusal::Locked(say)
            | Refusal::TooMany { say, .. } => say.clone(),
            Refusal::Waiting => Say::new(
                "Máy này là máy dự phòng hoặc khôi phục từ bản sao, và chưa nhận việc bán. Ban tổ \
                 chức cần xác nhận máy cũ không còn dùng nữa; phiếu được giữ lại và sẽ gửi sau",
                "This machine is a standby or was restored from a copy, and does not take sales \
                 yet: an organiser must say that the old one is gone. What you sell is kept and \
                 sent then",
            ),
            Refusal::Followed => Say::new(
                "Máy khác đã nhận việc bán thay máy này: hãy dùng máy đó. Phiếu được giữ lại và sẽ \
                 gửi sang đó",
                "Another machine took over from this one: use that one. What you sell is kept and \
                 sent there",
            ),
            Refusal::Busy => {
                Say::new("Máy chủ đang bận, hãy thử lại", "The server is busy, try again")
            }
            Refusal::CannotWrite(outage) => {
                let Say { vi, en } = outage.say();
                Say::new(
                    format!("{vi}. Chưa có gì thay đổi; hãy thử lại sau"),
                    format!("{en}. Nothing was changed; try again later"),
                )
            }
            Refusal::Failed(_) => Say::new(
                "Máy chủ gặp lỗi khi ghi; chưa có gì thay đổi",
                "The server failed to write; nothing was changed",
            ),
        }
    }
}

/// What is named is not there; one wording for each kind of thing.
fn none(vi: &str, en: &str) -> Refusal {
    Refusal::NotFound(Say::new(vi, en))
}

impl From<Say> for Refusal {
    fn from(say: Say) -> Refusal {
        Refusal::Malformed { code: "invalid", say }
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Refusal {
        match error {
            sqlx::Error::PoolTimedOut => Refusal::Busy,
            // Nobody's own fault, and no use in trying again: it has words of its own.
            error if Outage::of(&error) == Some(Outage::Damaged) => {
                Refusal::CannotWrite(Outage::Damaged)
            }
            error => Refusal::Failed(error.to_string()),
        }
    }
}
