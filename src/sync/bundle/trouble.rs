//! Why a bundle was not written or not taken in.

use crate::{
    base::{id::NodeId, lang::Say, refusal::Refusal},
    desk::chains::receive::Stopped,
};
use std::{io, path::PathBuf};

/// Why there is no bundle, or nothing was taken in.
#[derive(Debug)]
pub enum Trouble {
    /// A file could not be read or written.
    File(io::Error),
    /// The book could not be read or written.
    Sql(sqlx::Error),
    /// The desk took nothing on.
    Refused(Refusal),
    /// There is such a file already.
    Taken(PathBuf),
    /// No fair has this code.
    NoFair(String),
    /// It is no bundle that this program knows.
    NotABundle,
    /// The sum of its bytes is another: it was altered, or a part is missing.
    Altered,
    /// The signature is not of the node that it names.
    Signature,
    /// This node signed by another key before.
    OtherKey(NodeId),
    /// The book is that of a laptop which sells.
    Sells,
    /// A machine in it says that it goes on from this one, or from the hub above.
    Heir(NodeId),
    /// These chains could not be taken.
    Stopped(Vec<Stopped>),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::File(error)
    }
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Trouble {
        Trouble::Sql(error)
    }
}

impl Trouble {
    /// What it is, and what to do.
    pub fn say(&self) -> Say {
        match self {
            Trouble::File(error) => Say::new(
                format!("Không đọc hoặc ghi được tệp: {error}"),
                format!("The file cannot be read or written: {error}"),
            ),
            Trouble::Sql(error) => Say::new(error.to_string(), error.to_string()),
            Trouble::Refused(refusal) => refusal.say(),
            Trouble::Taken(file) => Say::new(
                format!("{} đã có: hãy chọn tên khác", file.display()),
                format!("{} is there already: choose another name", file.display()),
            ),
            Trouble::NoFair(code) => {
                Say::new(format!("Không có hội chợ {code}"), format!("There is no fair {code}"))
            }
            Trouble::NotABundle => Say::new(
                "Tệp này không phải gói sổ, hoặc do phiên bản mới hơn ghi. Không nhận gì",
                "This file is no bundle, or a newer program wrote it. Nothing was taken in",
            ),
            Trouble::Altered => Say::new(
                "Gói sổ đã bị sửa hoặc thiếu một phần: mã kiểm tra không khớp. Không nhận gì; hãy \
                 xin lại gói",
                "The bundle was altered or a part of it is missing: its sum does not agree. \
                 Nothing was taken in; ask for it again",
            ),
            Trouble::Signature => Say::new(
                "Chữ ký của gói sổ không phải của máy ghi trong gói. Không nhận gì",
                "The bundle's signature is not of the machine that it names. Nothing was taken in",
            ),
            Trouble::OtherKey(node) => Say::new(
                format!("Máy {node} trước đây ký bằng khoá khác. Không nhận gì"),
                format!("Machine {node} signed by another key before. Nothing was taken in"),
            ),
            Trouble::Heir(node) => Say::new(
                format!(
                    "Gói có máy {node} nói là đi tiếp từ sổ của máy này hoặc máy tổng hợp cấp \
                     trên: không nhận"
                ),
                format!(
                    "Machine {node} in it says that it goes on from this machine’s own book, or \
                     that of the hub above: not taken"
                ),
            ),
            Trouble::Sells => Say::new(
                "Thư mục này là sổ của một máy bán hàng. Hãy nhận vào một thư mục riêng (--data)",
                "This is the book of a laptop that sells. Take it into another folder (--data)",
            ),
            Trouble::Stopped(stopped) => stopped_at(stopped),
        }
    }
}

fn stopped_at(stopped: &[Stopped]) -> Say {
    let each: Vec<Say> = stopped.iter().map(why).collect();
    let all = |of: fn(&Say) -> &str| each.iter().map(of).collect::<Vec<_>>().join("; ");
    Say::new(
        format!("Không nhận gì: {}", all(|say| &say.vi)),
        format!("Nothing was taken in: {}", all(|say| &say.en)),
    )
}

/// Why an entry was not taken.
fn why(it: &Stopped) -> Say {
    let (node, seq, Say { vi, en }) = (it.node, it.seq, it.why.say());
    Say::new(format!("máy {node}, mục {seq}: {vi}"), format!("machine {node}, entry {seq}: {en}"))
}
