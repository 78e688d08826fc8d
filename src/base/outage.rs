//! Why nothing can be written at the moment. Such a failure is nobody's own fault: it concerns
//! every command, and ends by itself when the disk or the machine is well again.

use super::lang::Say;

crate::words! {
    /// What keeps the book from being written.
    Outage {
        /// No room is left on the disk.
        Full = "disk_full", "hết chỗ trên đĩa", "disk full";
        /// The disk or the folder can only be read.
        ReadOnly = "read_only", "ổ đĩa chỉ cho đọc", "disk is read-only";
        /// The disk reports errors.
        Disk = "disk_error", "ổ đĩa báo lỗi", "disk error";
        /// The machine has no memory left.
        Memory = "out_of_memory", "máy hết bộ nhớ", "out of memory";
        /// Another program holds the book.
        Locked = "locked", "chương trình khác đang giữ sổ", "another program holds the book";
        /// The book's file cannot be opened.
        Missing = "missing", "không mở được tệp sổ", "the book's file cannot be opened";
        /// The book's file is damaged.
        Damaged = "damaged", "tệp sổ bị hỏng", "the book's file is damaged";
        /// Something else.
        Unknown = "unknown", "chưa rõ vì sao", "for an unknown reason";
    }
}

/// SQLITE_IOERR_SHMSIZE: the file beside the book that all its readers share cannot grow.
const NO_ROOM_TO_SHARE: i64 = 4874;
/// SQLITE_IOERR_SHORT_READ: a file ends before what was written into it, so somebody cut it.
const CUT: i64 = 522;
/// SQLITE_IOERR_NOMEM.
const NO_MEMORY_TO_READ: i64 = 3082;

impl Outage {
    /// What an error of the database says of disk and machine; none where it is the command's own
    /// fault, such as what a constraint refuses. (https://www.sqlite.org/rescode.html)
    pub fn of(error: &sqlx::Error) -> Option<Outage> {
        match error {
            sqlx::Error::Database(error) => Outage::of_code(error.code()?.parse().ok()?),
            sqlx::Error::Io(_) => Some(Outage::Disk),
            sqlx::Error::WorkerCrashed | sqlx::Error::Protocol(_) => Some(Outage::Unknown),
            _ => None,
        }
    }

    /// What a code of SQLite says, extended or not.
    pub fn of_code(code: i64) -> Option<Outage> {
        match code {
            NO_ROOM_TO_SHARE => return Some(Outage::Full),
            CUT => return Some(Outage::Damaged),
            NO_MEMORY_TO_READ => return Some(Outage::Memory),
            _ => {}
        }
        match code & 0xff {
            // SQLITE_PERM, SQLITE_READONLY
            3 | 8 => Some(Outage::ReadOnly),
            // SQLITE_ABORT, SQLITE_INTERRUPT, SQLITE_NOTFOUND, SQLITE_MISUSE
            4 | 9 | 12 | 21 => Some(Outage::Unknown),
            // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL
            5 | 6 | 15 => Some(Outage::Locked),
            7 => Some(Outage::Memory),
            // SQLITE_IOERR, SQLITE_NOLFS
            10 | 22 => Some(Outage::Disk),
            // SQLITE_CORRUPT, SQLITE_NOTADB
            11 | 26 => Some(Outage::Damaged),
            13 => Some(Outage::Full),
            14 => Some(Outage::Missing),
            _ => None,
        }
    }

    /// That nothing can be written, and why, in few words.
    pub fn say(self) -> Say {
        let (vi, en) = self.words();
        Say::new(format!("Không ghi được: {vi}"), format!("Cannot write: {en}"))
    }

    /// The reason in both languages.
    pub fn words(self) -> (&'static str, &'static str) {
        use super::lang::Lang;
        (self.label(Lang::Vi), self.label(Lang::En))
    }

    /// What the person at the laptop does about it.
    pub fn advice(self) -> Say {
        match self {
            Outage::Full => Say::new(
                "Hãy xóa bớt tệp trên ổ đĩa của máy chủ: ghi lại được khi trống 1 MB, nên để trống \
                 1 GB",
                "Make room on the laptop's disk: 1 MB must be free to write again, 1 GB is better",
            ),
            Outage::ReadOnly => Say::new(
                "Hãy cho phép ghi vào thư mục dữ liệu, hoặc kiểm tra ổ đĩa",
                "Let the data folder be written, or look at the disk",
            ),
            Outage::Disk => {
                Say::new("Hãy kiểm tra ổ đĩa và dây nối của nó", "Look at the disk and its cable")
            }
            Outage::Memory => {
                Say::new("Hãy đóng bớt chương trình trên máy chủ", "Close other programs")
            }
            Outage::Locked => Say::new(
                "Hãy đóng chương trình đang mở tệp sổ",
                "Close the program that has the book open",
            ),
            Outage::Missing => Say::new(
                "Hãy xem thư mục dữ liệu còn ở chỗ cũ không",
                "See whether the data folder is still in its place",
            ),
            Outage::Damaged => Say::new(
                "Hãy dừng chương trình, chép thư mục dữ liệu ra nơi khác rồi khôi phục từ bản sao",
                "Stop the program, copy the data folder elsewhere and restore a backup",
            ),
            Outage::Unknown => {
                Say::new("Hãy khởi động lại chương trình", "Start the program again")
            }
        }
    }
}

impl Outage {
    /// What a file that cannot be made or written says.
    pub fn of_file(error: &std::io::Error) -> Outage {
        use std::io::ErrorKind::{
            OutOfMemory, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
        };
        match error.kind() {
            StorageFull | QuotaExceeded => Outage::Full,
            PermissionDenied | ReadOnlyFilesystem => Outage::ReadOnly,
            OutOfMemory => Outage::Memory,
            _ => Outage::Disk,
        }
    }

    /// What the person does who wants to start the program.
    pub fn at_start(self) -> Say {
        match self {
            Outage::Full => Say::new(
                "Hãy xóa bớt tệp trên ổ đĩa này rồi chạy lại: cần trống 1 MB, nên để trống 1 GB",
                "Make room on this disk and run this again: 1 MB must be free, 1 GB is better",
            ),
            Outage::ReadOnly | Outage::Missing => Say::new(
                "Hãy chép cả thư mục đến nơi ghi được rồi chạy lại với --data",
                "Copy the whole folder to a place that can be written, and name it with --data",
            ),
            Outage::Locked => Say::new(
                "Hãy đóng chương trình đang mở tệp sổ rồi chạy lại",
                "Close the program that has the book open and run this again",
            ),
            other => other.advice(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_of_the_disk_and_the_machine_is_told_from_a_commands_own_fault() {
        for (code, outage) in [
            (13, Outage::Full),
            (4874, Outage::Full),
            (8, Outage::ReadOnly),
            (264, Outage::ReadOnly),  // READONLY_RECOVERY
            (1032, Outage::ReadOnly), // READONLY_DBMOVED
            (1544, Outage::ReadOnly), // READONLY_DIRECTORY
            (10, Outage::Disk),
            (778, Outage::Disk),  // IOERR_WRITE
            (1034, Outage::Disk), // IOERR_FSYNC
            (7, Outage::Memory),
            (3082, Outage::Memory), // IOERR_NOMEM
            (5, Outage::Locked),
            (261, Outage::Locked), // BUSY_RECOVERY
            (517, Outage::Locked), // BUSY_SNAPSHOT
            (14, Outage::Missing),
            (1038, Outage::Missing), // CANTOPEN_CONVPATH
            (11, Outage::Damaged),
            (267, Outage::Damaged), // CORRUPT_VTAB
            (26, Outage::Damaged),
            (522, Outage::Damaged), // IOERR_SHORT_READ
        ] {
            assert_eq!(Outage::of_code(code), Some(outage), "{code}");
        }
        // CONSTRAINT_UNIQUE, CONSTRAINT_TRIGGER, ERROR, TOOBIG, MISMATCH
        for code in [2067, 1811, 1, 18, 20] {
            assert_eq!(Outage::of_code(code), None, "{code}");
        }
        assert_eq!(Outage::of(&sqlx::Error::RowNotFound), None);
    }
}
