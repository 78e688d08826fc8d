//! Why a copy was not made or not restored, in words that say what to do.

use crate::{
    base::{lang::Say, outage::Outage, refusal::Refusal},
    db::OpenError,
    desk::rebuild::RebuildError,
};
use std::{io, path::PathBuf};

/// What stood in the way.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The folder for the copy is not there: a stick that was taken out.
    #[error("no folder {0}")]
    NoFolder(PathBuf),
    /// The folder lies on the laptop's own disk now, and was on another when it was chosen.
    #[error("{0} is not on its own disk any more")]
    Unplugged(PathBuf),
    /// A copy in the book's own folder is none.
    #[error("the copy would lie in the data folder")]
    WithinBook,
    /// A copy on the book's own disk would take the room that selling needs.
    #[error("too little room beside the book")]
    NoRoomHere,
    /// There is such a file already.
    #[error("{0} is there already")]
    Taken(PathBuf),
    /// The folder to restore into holds something.
    #[error("{0} is not empty")]
    NotEmpty(PathBuf),
    /// It is no copy of a book, or only a part of one.
    #[error("not a copy of a book: {0}")]
    NotACopy(String),
    /// SQLite finds damaged pages.
    #[error("damaged: {0}")]
    Damaged(String),
    /// The copy's last entry is not the book's.
    #[error("entry {0} of the copy is not the book's")]
    OtherHead(i64),
    /// The journal and the figures do not agree.
    #[error("{0:?}")]
    Differs(Vec<String>),
    /// A disk does not answer.
    #[error("{0} does not answer")]
    Silent(PathBuf),
    /// The book refused.
    #[error("{0:?}")]
    Refused(Refusal),
    /// A good copy was made, and could not be noted in the book.
    #[error("a good copy was not noted: {0:?}")]
    Unnoted(Refusal),
    /// SQLite failed.
    #[error("{0}")]
    Sql(#[from] sqlx::Error),
    /// The disk has no room to check it.
    #[error("{}", .0.en)]
    NoRoom(Say),
    /// The disk failed.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The folder could not be opened.
    #[error("{0}")]
    Open(#[from] OpenError),
}

impl From<RebuildError> for Trouble {
    fn from(error: RebuildError) -> Trouble {
        match error {
            RebuildError::Sql(error) => Trouble::Sql(error),
            RebuildError::Open(error) => Trouble::Open(error),
            error @ RebuildError::NoRoom { .. } => Trouble::NoRoom(error.say()),
        }
    }
}

impl Trouble {
    /// Whether the disk has no room for it.
    pub fn full(&self) -> bool {
        self.outage() == Some(Outage::Full)
    }

    /// What the disk has to do with it.
    fn outage(&self) -> Option<Outage> {
        match self {
            // A file may have 4 GB on FAT.
            Trouble::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => Some(Outage::Full),
            Trouble::Io(error) => Some(Outage::of_file(error)),
            Trouble::NoRoom(_) => Some(Outage::Full),
            Trouble::Sql(error) => Outage::of(error),
            _ => None,
        }
    }

    /// The sentence for people.
    pub fn say(&self) -> Say {
        match self {
            Trouble::NoFolder(folder) => no_folder(folder),
            Trouble::Unplugged(folder) => unplugged(folder),
            Trouble::WithinBook => Say::new(
                "Không để bản sao trong chính thư mục dữ liệu: máy hỏng thì mất cả hai. Hãy chọn \
                 thư mục khác, như USB",
                "A copy in the data folder itself would be lost with it. Choose another folder, \
                 such as a USB stick",
            ),
            Trouble::NoRoomHere => Say::new(
                "Ổ của máy này còn quá ít chỗ để tạo bản sao mà vẫn bán được. Hãy xoá bớt tệp ở \
                 đây, hoặc sao lưu ra USB",
                "There is too little room on this machine to make a copy and go on selling. \
                 Delete something here, or have copies made on a stick",
            ),
            Trouble::Taken(file) => Say::new(
                format!("Đã có tệp {}; hãy chọn tên khác", file.display()),
                format!("{} is there already: choose another name", file.display()),
            ),
            Trouble::NotEmpty(folder) => Say::new(
                format!("Thư mục {} không trống; hãy khôi phục vào thư mục mới", folder.display()),
                format!("{} is not empty: restore into a new folder", folder.display()),
            ),
            Trouble::NotACopy(why) => Say::new(
                format!("Tệp này không phải bản sao, hoặc bị cắt mất một phần ({why})"),
                format!("This is not a copy of a book, or a part of it is cut off ({why})"),
            ),
            Trouble::Damaged(why) => Say::new(
                format!("Bản sao bị hỏng, không dùng được: {why}"),
                format!("The copy is damaged and cannot be used: {why}"),
            ),
            Trouble::OtherHead(seq) => Say::new(
                format!("Bản sao sai: mục {seq} không giống trong sổ. Hãy sao lưu lại"),
                format!("The copy is wrong: entry {seq} is not the book's. Make another"),
            ),
            Trouble::Differs(found) => differs(found),
            Trouble::Silent(folder) => Say::new(
                format!("Ổ đĩa của {} không trả lời. Hãy rút ra cắm lại", folder.display()),
                format!("The disk of {} does not answer: plug it in again", folder.display()),
            ),
            Trouble::Refused(refusal) => refusal.say(),
            Trouble::NoRoom(say) => say.clone(),
            Trouble::Unnoted(refusal) => unnoted(&refusal.say()),
            Trouble::Open(error) => error.say(std::path::Path::new(".")),
            Trouble::Sql(_) | Trouble::Io(_) => self.disk_says(),
        }
    }

    fn disk_says(&self) -> Say {
        match self.outage() {
            Some(Outage::Full) => Say::new(
                "Nơi để bản sao hết chỗ. Hãy xoá bớt tệp ở đó hoặc dùng USB khác",
                "There is no room for the copy. Delete something there, or use another stick",
            ),
            Some(Outage::ReadOnly | Outage::Missing) => Say::new(
                format!("Không ghi được vào nơi để bản sao (chỉ đọc hoặc bị khoá): {self}"),
                format!("The place for the copy cannot be written (read-only or locked): {self}"),
            ),
            _ => Say::new(
                format!("Không đọc hoặc ghi được bản sao: {self}"),
                format!("The copy could not be read or written: {self}"),
            ),
        }
    }
}

fn no_folder(folder: &std::path::Path) -> Say {
    let folder = folder.display();
    Say::new(
        format!("Không thấy thư mục {folder}. Nếu là USB thì hãy cắm lại"),
        format!("There is no folder {folder}. If it is a USB stick, plug it in again"),
    )
}

fn unplugged(folder: &std::path::Path) -> Say {
    let folder = folder.display();
    Say::new(
        format!(
            "USB chưa cắm: {folder} lúc này nằm trên ổ của chính máy này. Hãy cắm lại, hoặc chọn \
             lại thư mục"
        ),
        format!(
            "The stick is not plugged in: {folder} is on this machine's own disk now. Plug it in, \
             or choose the folder again"
        ),
    )
}

fn unnoted(why: &Say) -> Say {
    Say::new(
        format!("Đã có bản sao tốt, nhưng chưa ghi nhận được vào sổ. {}", why.vi),
        format!("A good copy was made, but the book could not note it. {}", why.en),
    )
}

fn differs(found: &[String]) -> Say {
    let (count, first) = (found.len(), found.first().cloned().unwrap_or_default());
    let places = if count == 1 { "place" } else { "places" };
    Say::new(
        format!("Sổ trong bản sao sai khác ở {count} chỗ, trước hết: {first}"),
        format!("The book in the copy differs in {count} {places}, first: {first}"),
    )
}
