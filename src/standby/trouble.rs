//! Why a standby does not become one, or does not follow.

use crate::{
    backup,
    base::{lang::Say, refusal::Refusal},
    sync::{talk::Halted, wire::Broken},
};
use std::io;

/// Why nothing more could be had of the first laptop.
#[derive(Debug)]
pub enum Trouble {
    /// An address without encryption, and nobody allowed it.
    Plain,
    /// What was given is no address.
    Address,
    /// No answer.
    Broken(Broken),
    /// The first laptop refuses: its word, and the sentence that it says.
    Refused(String, String),
    /// Another book answers there, or an older copy of the one that is followed.
    Other,
    /// An entry of it cannot be taken.
    Halted(Halted),
    /// The copy is not good, or the folder cannot take it.
    Copy(backup::Trouble),
    /// The book could not be read or written here.
    Here(Refusal),
}

impl From<Broken> for Trouble {
    fn from(broken: Broken) -> Trouble {
        Trouble::Broken(broken)
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Trouble {
        Trouble::Here(refusal)
    }
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Trouble {
        Trouble::Here(error.into())
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Here(Refusal::Failed(error.to_string()))
    }
}

impl From<backup::Trouble> for Trouble {
    fn from(trouble: backup::Trouble) -> Trouble {
        Trouble::Copy(trouble)
    }
}

impl From<(String, String)> for Trouble {
    fn from((word, said): (String, String)) -> Trouble {
        Trouble::Refused(word, said)
    }
}

impl Trouble {
    /// What it is, and what to do.
    pub fn say(&self) -> Say {
        match self {
            Trouble::Plain => Say::new(
                "Địa chỉ này không mã hoá, mà bản sao có mã PIN đã băm, quyền của thiết bị và khoá \
                 HTTPS: ai ở cùng Wi-Fi cũng đọc được. Hãy dùng địa chỉ https://…/#… mà máy chính \
                 hiện. Chỉ khi hai máy nối thẳng bằng dây: tích “cho phép không mã hoá” khi tạo \
                 mã, rồi chạy lại với --without-encryption",
                "This address is not encrypted, and the copy holds hashed PINs, the rights of \
                 devices and the key of HTTPS: everybody on the Wi-Fi could read them. Use the \
                 address https://…/#… that the first laptop shows. Only where a cable joins the \
                 two: tick “allow without encryption” when the code is made, and run this again \
                 with --without-encryption",
            ),
            Trouble::Address => Say::new(
                "Địa chỉ máy chính phải như https://192.168.1.5:8443/#… kèm dấu vân tay mà máy đó \
                 hiện",
                "The first laptop’s address is like https://192.168.1.5:8443/#… with the \
                 fingerprint that it shows",
            ),
            Trouble::Broken(broken) => say_broken(broken),
            Trouble::Refused(word, said) => {
                let say = known(word).unwrap_or_else(|| Say::new(said, said));
                let (vi, en) = (say.vi, say.en);
                Say::new(
                    format!("Máy chính không nhận: {vi}"),
                    format!("The first laptop refuses: {en}"),
                )
            }
            Trouble::Other => Say::new(
                "Nơi trả lời là sổ khác, hoặc bản cũ của sổ mà máy này theo. Nếu máy chính đã được \
                 khôi phục: tạo mã mới ở đó và thêm lại máy dự phòng vào thư mục trống",
                "Another book answers there, or an older copy of the one that this machine \
                 follows. If the first laptop was restored: make a new code there, and add a \
                 standby anew in an empty folder",
            ),
            Trouble::Halted(it) => {
                let (say, seq) = (it.say(), it.seq);
                Say::new(
                    format!("Dừng ở mục {seq} của máy {}: {}", it.node, say.vi),
                    format!("Stopped at entry {seq} of machine {}: {}", it.node, say.en),
                )
            }
            Trouble::Copy(trouble) => trouble.say(),
            Trouble::Here(refusal) => refusal.say(),
        }
    }
}

fn say_broken(broken: &Broken) -> Say {
    match broken {
        Broken::Unreachable(error) => Say::new(
            format!("Không tới được máy chính ({error}). Kiểm tra mạng và địa chỉ"),
            format!("The first laptop cannot be reached ({error}). Check network and address"),
        ),
        Broken::NotTheHub(error) => Say::new(
            format!("Nơi trả lời không phải máy chính có dấu vân tay này ({error})"),
            format!("What answers there is not the laptop of this fingerprint ({error})"),
        ),
        Broken::Closed => Say::new("Kết nối bị ngắt giữa chừng", "The connection broke off"),
        Broken::Late => Say::new(
            "Máy chính không trả lời kịp: mạng rất chậm",
            "The first laptop did not answer in time: the network is very slow",
        ),
    }
}

/// What the first laptop's word means, in both languages; it says its own sentence in one.
fn known(word: &str) -> Option<Say> {
    let refusal = match word {
        "standby_code" => super::leader::no_code(),
        "sign_in" => super::leader::unknown(),
        "encrypted_only" => super::leader::encrypted_only(),
        _ => return None,
    };
    Some(refusal.say())
}
