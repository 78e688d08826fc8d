//! Why a book could not be opened, and what to do about it.

use super::{FILE, damaged};
use crate::{
    base::{lang::Say, outage::Outage},
    folder::lock::LockError,
};
use std::path::{Path, PathBuf};

/// Why a data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be had for writing.
    #[error("{0}")]
    Lock(#[from] LockError),
    /// The book's file could not be made.
    #[error("cannot make the book: {0}")]
    File(#[from] std::io::Error),
    /// SQLite refused.
    #[error("cannot open the book: {0}")]
    Book(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("cannot bring the book up to date: {0}")]
    Schema(#[from] sqlx::migrate::MigrateError),
    /// An older version made it, and it is open in another program.
    #[error("the book was made by an older version and is open in another program")]
    Held,
    /// The file is not what SQLite wrote; what is first wrong with it.
    #[error("{0}")]
    Damaged(String),
    /// It is a copy of a book, which was not restored.
    #[error("the book is a copy that was not restored")]
    Copy,
    /// Its journal has no chain of the node that it says it belongs to.
    #[error("no chain of the journal belongs to node {0}")]
    Stranger(String),
    /// A book that was saved when the folder's own was taken away lies beside it.
    #[error("{0:?} lies in the folder and was not looked at")]
    Rescued(PathBuf),
    /// Its schema is not one that this program knows: a newer version made it, or a trial one.
    #[error("the book was made by another version of the program")]
    Unknown,
}

impl OpenError {
    /// What to do about it, for whoever asked for the book in the folder `at`.
    pub fn say(&self, at: &Path) -> Say {
        if let OpenError::Lock(error) = self {
            return error.say(at);
        }
        if self.is_damage() {
            return damaged(at, &self.to_string());
        }
        let at = at.display();
        match (self, self.outage()) {
            (OpenError::Held, _) => Say::new(
                format!(
                    "Sổ trong {at} do bản cũ hơn của chương trình tạo và đang mở ở chương trình \
                     khác. Hãy dừng chương trình đó rồi chạy lại"
                ),
                format!(
                    "The book in {at} was made by an older version and is open in another \
                     program. Stop that program and run this again"
                ),
            ),
            (OpenError::Copy, _) => Say::new(
                format!(
                    "Sổ trong {at} là bản sao chưa khôi phục: bán với nó thì số phiếu bị cấp hai \
                     lần. Hãy khôi phục vào một thư mục trống: chophien restore {at}/{FILE} \
                     --data THƯ_MỤC"
                ),
                format!(
                    "The book in {at} is a copy that was not restored: selling with it would give \
                     numbers twice. Restore it into an empty folder: chophien restore {at}/{FILE} \
                     --data FOLDER"
                ),
            ),
            (OpenError::Rescued(file), _) => {
                let file = file.display();
                Say::new(
                    format!(
                        "{file} có mọi phiếu đã xác nhận cho tới khi sổ trong {at} bị dời đi; bán \
                         với sổ khác thì số phiếu bị cấp hai lần. Hãy dời {FILE}, {FILE}-wal và \
                         {FILE}-shm sang thư mục khác (nếu còn), đổi tên {file} thành {FILE} rồi \
                         chạy lại"
                    ),
                    format!(
                        "{file} holds every acknowledged sale until the book in {at} was taken \
                         away; selling with another book would give numbers twice. Move {FILE}, \
                         {FILE}-wal and {FILE}-shm into another folder (if they are there), rename \
                         {file} to {FILE} and run this again"
                    ),
                )
            }
            (OpenError::Stranger(node), _) => stranger(&at.to_string(), node),
            (OpenError::Unknown, _) => Say::new(
                format!("Sổ trong {at} do bản khác của chương trình tạo; hãy dùng bản đó"),
                format!(
                    "The book in {at} was made by another version of the program: use that one"
                ),
            ),
            (_, Some(outage)) => {
                let ((vi, en), todo) = (outage.words(), outage.at_start());
                Say::new(
                    format!("Không ghi được vào thư mục {at}: {vi} ({self}). {}", todo.vi),
                    format!("Cannot write into {at}: {en} ({self}). {}", todo.en),
                )
            }
            _ => Say::new(self.to_string(), self.to_string()),
        }
    }

    /// Whether the file is no longer what SQLite wrote: SQLITE_CORRUPT, SQLITE_NOTADB.
    pub fn is_damage(&self) -> bool {
        matches!(self, OpenError::Damaged(_)) || self.outage() == Some(Outage::Damaged)
    }

    /// What disk and machine have to do with it.
    pub fn outage(&self) -> Option<Outage> {
        use sqlx::migrate::MigrateError::{Execute, ExecuteMigration};
        match self {
            OpenError::Book(error) => Outage::of(error),
            OpenError::Schema(Execute(error) | ExecuteMigration(error, _)) => Outage::of(error),
            OpenError::File(error) => Some(Outage::of_file(error)),
            _ => None,
        }
    }
}

fn stranger(at: &str, node: &str) -> Say {
    Say::new(
        format!(
            "Sổ trong {at} ghi là của máy {node}, nhưng trong sổ không có giao dịch nào \
             của máy ấy: bán tiếp thì số phiếu bị cấp hai lần. Hãy khôi phục bản sao lưu \
             vào một thư mục trống: chophien restore TỆP --data THƯ_MỤC"
        ),
        format!(
            "The book in {at} says that it is node {node}'s, of which its journal knows \
             nothing: selling with it would give numbers twice. Restore a backup into an \
             empty folder: chophien restore FILE --data FOLDER"
        ),
    )
}
