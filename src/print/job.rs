//! A job of the spool: one paper for one printer, and where it stands.

pub mod store;

use crate::base::{
    clock::Ms,
    id::{BoothId, JobId},
    lang::Lang,
};
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use uuid::Uuid;

/// A line for each paper in the queue whose bytes are no longer those that were queued.
pub async fn damage(db: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    let unsent = store::papers(db).await?;
    let altered =
        unsent.iter().filter(|(_, bytes, digest)| Sha256::digest(bytes)[..] != digest[..]);
    Ok(altered.map(|(id, ..)| format!("print_job {id}: its bytes were altered")).collect())
}

crate::words! {
    /// Where a job stands. Written before the first byte leaves.
    State {
        /// Waits for its printer; no byte has left.
        Queued = "queued", "Đang chờ in", "Waiting to print";
        /// Bytes are leaving.
        Sending = "sending", "Đang in", "Printing";
        /// All bytes left and the printer was well; it cannot tell more.
        Sent = "sent", "Đã gửi máy in", "Sent to the printer";
        /// The printer said that it has worked off the whole job.
        Confirmed = "confirmed", "Đã in xong", "Printed";
        /// Some bytes left and nobody knows what stands on paper. Never sent again by itself.
        Uncertain = "uncertain", "Chưa chắc đã in", "May not have printed";
        /// No byte left, and the spool has given up.
        Failed = "failed", "Không in được", "Not printed";
    }
}

crate::words! {
    /// What is printed.
    Purpose {
        /// The slip of a sale or of its reversal.
        Receipt = "receipt", "Phiếu bán hàng", "Receipt";
        /// The report of a shift's closing.
        Shift = "shift", "Phiếu chốt ca", "Shift report";
        /// The slip of a sale that is still to be paid by transfer.
        Unpaid = "unpaid", "Phiếu chờ trả", "Slip to pay";
        /// A report or settlement sheet.
        Sheet = "sheet", "Bảng kê", "Sheet";
        /// The pulse that opens the cash drawer; nothing is printed, and it is never repeated.
        Drawer = "drawer", "Mở két", "Cash drawer";
        /// A page that shows whether a printer is set up well.
        Test = "test", "Trang in thử", "Test page";
    }
}

crate::words! {
    /// Why a job waits, failed or is uncertain, and what to do.
    Trouble {
        /// No connection, or no such device.
        Unreachable = "unreachable",
            "Không kết nối được máy in: kiểm tra nguồn điện và dây mạng",
            "Cannot reach the printer: check its power and network";
        /// Connected, but a printer that used to answer is silent.
        Mute = "mute", "Máy in không trả lời: có thể đang bận với máy khác",
            "The printer does not answer: another computer may hold it";
        /// No paper.
        PaperOut = "paper_out", "Máy in hết giấy: thay cuộn giấy, phiếu sẽ tự in",
            "Out of paper: change the roll and the slip prints by itself";
        /// The cover is open.
        CoverOpen = "cover_open", "Nắp máy in đang mở: đóng nắp, phiếu sẽ tự in",
            "The cover is open: close it and the slip prints by itself";
        /// The printer reports an error, or is switched to offline.
        Fault = "fault", "Máy in báo lỗi: tắt máy in rồi bật lại",
            "The printer reports an error: switch it off and on again";
        /// The printer says that it had no paper when it came to the end of the job.
        RanOut = "ran_out",
            "Hết giấy khi đang in: thay cuộn giấy, xem phiếu đã ra đủ chưa, cần thì in lại",
            "Out of paper while printing: change the roll, look at the paper, print again";
        /// The connection broke after bytes had left.
        Lost = "lost", "Mất kết nối khi đang in: xem giấy đã ra chưa, cần thì in lại",
            "The connection broke while printing: look at the paper, print again if needed";
        /// The printer took no more bytes, or never said that it was done.
        Stalled = "stalled", "Máy in dừng giữa chừng: xem giấy đã ra chưa, cần thì in lại",
            "The printer stopped midway: look at the paper, print again if needed";
        /// A drawer that opens minutes later opens before nobody.
        Late = "late", "Máy in chưa sẵn sàng nên két không mở: mở bằng chìa khóa",
            "The printer was not ready, so the drawer stayed shut: use its key";
        /// It waited in the queue of an earlier run.
        Old = "old", "Lệnh in cũ từ lần chạy trước: bấm In lại nếu còn cần",
            "Left over from an earlier run: print again if it is still needed";
        /// The transfer asked for on the slip was paid, or is paid in another way.
        Settled = "settled", "Khoản này không còn chờ trả nên không in phiếu chờ trả",
            "Nothing is to be paid any more, so this slip is not printed";
        /// The program ended while bytes were leaving.
        Restarted = "restarted",
            "Máy chủ tắt khi đang in: xem giấy đã ra chưa, cần thì in lại",
            "The server stopped while printing: look at the paper, print again if needed";
    }
}

/// A job to be put into the spool.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Its own id.
    pub uid: JobId,
    /// Row id of the printer.
    pub printer: i64,
    /// The booth it is for, if any.
    pub booth: Option<BoothId>,
    /// What is printed: the uid of the sale or of the payment request, or the job's own.
    pub subject: Uuid,
    /// What people call it: `A03-0142`, or a transfer's reference.
    pub title: String,
    /// What kind of paper.
    pub purpose: Purpose,
    /// 0 for the original, then the number of the copy.
    pub copy: u32,
    /// Epoch ms.
    pub at: Ms,
    /// The printer's commands.
    pub bytes: Vec<u8>,
    /// Bytes of its largest picture command (`Head::picture`).
    pub picture: usize,
}

/// The small mark at the foot of a paper: tells two papers of one sale apart.
pub fn tag(job: JobId, copy: u32, lang: Lang) -> String {
    let uid = job.hex().to_uppercase();
    format!("{} · {} {}", &uid[uid.len() - 10..], lang.say("lần in", "print"), copy + 1)
}

/// A job as lists show it.
#[derive(Debug, Clone)]
pub struct Job {
    /// Which.
    pub uid: JobId,
    /// The printer's name.
    pub printer: String,
    /// The booth it is for, if any.
    pub booth: Option<BoothId>,
    /// What people call it: the receipt number.
    pub title: String,
    /// What is printed: the sale's uid, or the job's own.
    pub subject: Uuid,
    /// What kind of paper.
    pub purpose: Purpose,
    /// 0 for the original, then the number of the copy.
    pub copy: u32,
    /// Where it stands.
    pub state: State,
    /// Why it is not on paper, if so.
    pub trouble: Option<Trouble>,
    /// How often sending began.
    pub tries: i64,
    /// When it was made.
    pub created: Ms,
    /// When it came to its state.
    pub changed: Ms,
}

impl Job {
    /// Whether the same paper may be sent again: no byte of it has left.
    pub fn unsent(&self) -> bool {
        matches!(self.state, State::Queued | State::Failed)
    }

    /// Its state in words, with what to do when something is wrong.
    pub fn status(&self, lang: Lang) -> String {
        match self.trouble {
            Some(trouble) => format!("{} – {}", self.state.label(lang), trouble.label(lang)),
            None => self.state.label(lang).to_owned(),
        }
    }
}
