//! What a machine and its hub say to each other, as JSON. Fields are only ever added.

use crate::{
    base::{clock::Ms, id::NodeId, lang::Say},
    desk::chains::receive::Why,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the other said; else the word by which it refused, and its sentence.
pub fn understood<T: for<'de> Deserialize<'de>>(
    answer: &(u16, Vec<u8>),
) -> Result<T, (String, String)> {
    serde_json::from_slice(&answer.1).map_err(|_| refusal(answer))
}

/// The word of a refusal, and its sentence.
pub fn refusal((status, body): &(u16, Vec<u8>)) -> (String, String) {
    #[derive(Deserialize)]
    struct Problem {
        error: String,
        message: String,
    }
    match serde_json::from_slice::<Problem>(body) {
        Ok(it) => (it.error, it.message),
        Err(_) => ("status".into(), format!("HTTP {status}")),
    }
}

/// A machine asks to join.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Joining {
    /// The invitation's code.
    pub code: String,
    /// Who it is.
    pub node: NodeId,
    /// What its people call it.
    pub name: String,
    /// Its public key, hexadecimal.
    pub key: String,
    /// The computer it runs on.
    pub machine: String,
    /// The version of its program.
    pub version: String,
    /// Its signature over [`Joining::signed`], hexadecimal: the key is its own.
    pub proof: String,
}

impl Joining {
    /// What is signed.
    pub fn signed(&self) -> String {
        format!("chophien join {} {} {}", self.code, self.node, self.machine)
    }
}

/// It has joined.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Welcome {
    /// By which it is known from now on.
    pub token: String,
    /// The hub's id.
    pub hub: NodeId,
    /// The hub's name.
    pub name: String,
    /// The hub's public key, hexadecimal: it signs what it gives down.
    #[serde(default)]
    pub key: String,
}

/// A machine is in contact, and tells what it holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Contact {
    /// The computer it runs on.
    pub machine: String,
    /// The version of its program.
    pub version: String,
    /// Its clock.
    pub at_ms: Ms,
    /// The chains it holds, and how far.
    pub chains: BTreeMap<NodeId, i64>,
}

/// What the hub holds of these chains.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Holding {
    /// The hub's clock.
    pub at_ms: Ms,
    /// The end of each chain of which it has something.
    pub chains: BTreeMap<NodeId, End>,
    /// Those that stopped.
    pub stopped: Vec<Halted>,
    /// The chains that it gives down.
    #[serde(default)]
    pub down: Vec<NodeId>,
}

/// A machine asks for what follows in chains that its hub gives down.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Wanting {
    /// How far it has each of them.
    pub chains: BTreeMap<NodeId, i64>,
}

/// A machine asks whether an entry that it has is the one that its hub has in that place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// In whose chain.
    pub chain: NodeId,
    /// Its sequence.
    pub seq: i64,
    /// Its hash, hexadecimal.
    pub hash: String,
}

/// What the hub says to that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// The entry is the same here.
    pub same: bool,
    /// How far the hub has that chain; 0: it is not the same.
    pub end: i64,
}

/// The end of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Its last sequence.
    pub seq: i64,
    /// That entry's hash, hexadecimal.
    pub hash: String,
}

/// What came of a batch.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Taken {
    /// How far each of its chains stands at the hub now.
    pub acked_through: BTreeMap<NodeId, i64>,
    /// Entries that were new.
    pub added: i64,
    /// Chains that stopped, each at the first entry that could not be taken.
    pub stopped: Vec<Halted>,
}

/// A chain that stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Halted {
    /// Whose chain.
    pub node: NodeId,
    /// At which sequence.
    pub seq: i64,
    /// Why, in a word.
    pub why: String,
    /// More for a person, or empty.
    #[serde(default)]
    pub detail: String,
    /// In a gap, the sequence that is expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<i64>,
}

/// The word of a gap, after which the sender begins again at what is expected.
pub const GAP: &str = "gap";
/// The word of a fork: two entries under one sequence.
pub const FORK: &str = "fork";

impl Halted {
    /// Of a chain that the desk stopped.
    pub fn of(node: NodeId, seq: i64, why: &Why) -> Halted {
        let (why, detail, expected) = match why {
            Why::Gap { expected } => (GAP, String::new(), Some(*expected)),
            Why::Fork => (FORK, String::new(), None),
            Why::Altered => ("altered", String::new(), None),
            Why::Unknown => ("unknown", String::new(), None),
            Why::Parent => ("parent", String::new(), None),
            Why::Own => ("own", String::new(), None),
            Why::Elsewhere(other) => ("elsewhere", other.to_string(), None),
            other => {
                let say = other.say();
                ("refused", format!("{} · {}", say.vi, say.en), None)
            }
        };
        Halted { node, seq, why: why.to_owned(), detail, expected }
    }

    /// Of a chain that the hub does not take from the machine that sends it.
    pub fn by(node: NodeId, seq: i64, why: &str) -> Halted {
        Halted { node, seq, why: why.to_owned(), detail: String::new(), expected: None }
    }

    /// What it is and what to do, on either side.
    pub fn say(&self) -> Say {
        let (vi, en) = match self.why.as_str() {
            GAP => (
                "thiếu các mục trước đó; máy sẽ tự gửi lại".to_owned(),
                "entries before it are missing; the machine sends them by itself".to_owned(),
            ),
            FORK => two_books(),
            "altered" => (
                "mục này đã bị sửa sau khi ghi. Kiểm tra máy gửi: chophien verify".to_owned(),
                "the entry was altered after it was written. Check the sender: chophien verify"
                    .to_owned(),
            ),
            "unknown" => (
                "phiên bản mới hơn đã ghi mục này. Cập nhật máy tổng hợp".to_owned(),
                "a newer program wrote this entry. Update the hub".to_owned(),
            ),
            "parent" => no_parent(),
            "own" => (
                "đây là sổ của chính máy tổng hợp, dài hơn bản nó đang có: thư mục của nó là bản \
                 cũ. Khôi phục bản sao lưu mới nhất của nó thành máy mới"
                    .to_owned(),
                "it is the hub’s own book, longer than what the hub has: its folder is an older \
                 copy. Restore its newest backup as a new machine"
                    .to_owned(),
            ),
            "heir" => (
                "sổ này nói là đi tiếp từ sổ của máy tổng hợp. Máy nối lên không làm việc đó: máy \
                 thay máy tổng hợp được nâng từ bản sao của nó"
                    .to_owned(),
                "it says that it goes on from a hub’s own book. No machine of a hub does: what \
                 takes a hub’s place is made from its copy"
                    .to_owned(),
            ),
            "from_above" => (
                "đây là sổ của máy tổng hợp cấp trên; nó chỉ đi xuống".to_owned(),
                "it is the book of the hub above, which only comes down".to_owned(),
            ),
            "too_many" => (
                "một máy mang quá nhiều sổ. Cho các máy kia kết nối trực tiếp".to_owned(),
                "one machine brings too many books. Let the others join by themselves".to_owned(),
            ),
            "elsewhere" => (
                format!("máy {} không liên quan cũng đã ghi mục này", self.detail),
                format!("machine {}, which is no relation, wrote the same", self.detail),
            ),
            _ => (
                format!("sổ ở đây không nhận mục này ({})", self.detail),
                format!("the book here refuses the entry ({})", self.detail),
            ),
        };
        Say::new(vi, en)
    }
}

/// How one of two machines with one name goes on without losing what it sold.
pub(super) fn parts() -> Say {
    Say::new(
        "Dừng một trong hai máy, rồi ở máy đó, khi có mạng tới máy tổng hợp: chophien restore \
         THƯ_MỤC/chophien.db --data THƯ_MỤC_MỚI --take-over. Máy đó bán tiếp dưới tên mới, không \
         mất phiếu nào",
        "Stop one of the two; there, with the hub in reach: chophien restore FOLDER/chophien.db \
         --data NEW_FOLDER --take-over. It sells on under a new name, and no sale is lost",
    )
}

fn two_books() -> (String, String) {
    let parts = parts();
    (
        format!(
            "máy này có hai bản sổ: thư mục dữ liệu có thể đã bị chép sang máy thứ hai. {}",
            parts.vi
        ),
        format!(
            "this machine has two books: its data folder may have been copied to a second one. {}",
            parts.en
        ),
    )
}

fn no_parent() -> (String, String) {
    let parts = parts();
    (
        format!(
            "máy này tiếp tục sổ của một máy khác mà ở đây chưa có. Gửi sổ của máy cũ trước. Nếu \
             thư mục của máy cũ từng bị chép và cả hai máy đã bán: {}",
            parts.vi
        ),
        format!(
            "it goes on from another machine’s book, which is not here. Send that one first. If \
             that one’s folder was copied and both sold: {}",
            parts.en
        ),
    )
}
