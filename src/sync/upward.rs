//! The sender's side: a machine that joined a hub sends it every chain of its book, in the order in
//! which they arrived here. Where to begin is the hub's word alone, so that it does not matter who
//! was killed, restored or sent twice.

mod draw;
mod follow;
mod pass;
pub mod store;

pub use draw::Drawn;
pub use follow::{State, Upward};
pub use pass::{Pace, Sum, pass};

use super::{
    address::HubAddress,
    hub, machine,
    talk::{self, Halted, Joining, Welcome},
    wire::{Broken, Sent, Wire},
};
use crate::{
    base::{id::NodeId, lang::Say, refusal::Refusal},
    desk::book::Shop,
    node::key::{self, NodeKey},
    staff::access,
};
use serde::Deserialize;
use std::{io, sync::Arc};
use store::HubRow;

/// Why nothing more could be sent.
#[derive(Debug, Clone)]
pub enum Trouble {
    /// No hub was joined.
    Alone,
    /// No answer.
    Broken(Broken),
    /// The hub refuses: its word, and the sentence that it says.
    Refused(String, String),
    /// The hub has more of this machine's own chain than this folder: it is an older copy.
    Behind,
    /// This machine's chain is another than the one that the hub has, from this entry on.
    Forked(i64),
    /// The hub does not go on with this machine's chain.
    Halted(Halted),
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

impl Trouble {
    /// What it is, and what to do.
    pub fn say(&self) -> Say {
        match self {
            Trouble::Alone => Say::new(
                "Máy này chưa kết nối với máy tổng hợp: chophien join ĐỊA_CHỈ MÃ",
                "This machine has joined no hub: chophien join URL CODE",
            ),
            Trouble::Broken(broken) => broken.say(),
            Trouble::Refused(word, said) => {
                let say = known(word).unwrap_or_else(|| Say::new(said, said));
                Say::new(
                    format!("Máy tổng hợp không nhận: {}", say.vi),
                    format!("The hub refuses: {}", say.en),
                )
            }
            Trouble::Behind => Say::new(
                "Máy tổng hợp có nhiều mục của máy này hơn chính nó: thư mục này là bản cũ. Đừng \
                 bán tiếp ở đây; khôi phục bản sao lưu mới nhất thành máy mới (chophien restore \
                 --take-over)",
                "The hub has more of this machine’s book than the machine itself: this folder is \
                 an older copy. Do not sell on here; restore the newest backup as a new machine \
                 (chophien restore --take-over)",
            ),
            Trouble::Forked(seq) => {
                let it =
                    Halted::of(NodeId::default(), *seq, &crate::desk::chains::receive::Why::Fork);
                let say = it.say();
                Say::new(
                    format!("Từ mục {seq}: {}", say.vi),
                    format!("From entry {seq}: {}", say.en),
                )
            }
            Trouble::Halted(it) => {
                let (say, seq) = (it.say(), it.seq);
                Say::new(
                    format!("Máy tổng hợp dừng ở mục {seq} của máy này: {}", say.vi),
                    format!("The hub stopped at entry {seq} of this machine: {}", say.en),
                )
            }
            Trouble::Here(refusal) => refusal.say(),
        }
    }
}

/// What a hub's word means, in both languages; it says its own sentence in one.
fn known(word: &str) -> Option<Say> {
    let refusal = match word {
        "invite_code" => hub::no_code(),
        "sign_in" => hub::unknown(),
        hub::COPIED => hub::copied(),
        _ => return None,
    };
    Some(refusal.say())
}

/// This machine as it stands before its hub.
pub struct Me {
    key: Arc<NodeKey>,
    /// The computer it runs on.
    machine: String,
}

impl Me {
    /// This folder on this computer.
    pub async fn of(shop: &Shop) -> io::Result<Me> {
        let key = shop.key().await?;
        let machine = tokio::task::spawn_blocking(machine::id);
        Ok(Me { key, machine: machine.await.map_err(io::Error::other)? })
    }

    /// The same folder on another computer, for stories.
    pub fn on(self, machine: &str) -> Me {
        Me { machine: machine.to_owned(), ..self }
    }
}

/// The hub that this machine joined.
pub async fn joined(shop: &Shop) -> Result<Option<HubRow>, Refusal> {
    Ok(store::hub(&mut *shop.read().await?, shop.desk.origin()).await?)
}

/// Joins a hub by an invitation's code, under a name that its people give this machine; empty: the
/// computer's.
pub async fn join(
    shop: &Shop,
    me: &Me,
    at: &HubAddress,
    (code, name): (&str, &str),
) -> Result<HubRow, Trouble> {
    let mut asks = Joining {
        code: access::pairing_code(code),
        node: shop.desk.origin(),
        name: if name.is_empty() { machine::name() } else { name.to_owned() },
        key: me.key.public(),
        machine: me.machine.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        proof: String::new(),
    };
    asks.proof = hex::encode(me.key.sign(asks.signed().as_bytes()));
    let body = serde_json::to_vec(&asks).map_err(io::Error::from)?;
    let sent = Sent { path: "/api/v1/nodes", kind: "application/json", body, head: &[] };
    let answer = Wire::new(at.clone()).post(sent).await?;
    let welcome: Welcome = understood(&answer)?;
    let now = shop.clock.now().0;
    let row = HubRow {
        node: shop.desk.origin(),
        address: at.text(),
        token: welcome.token,
        hub: welcome.hub,
        name: welcome.name,
        joined_ms: now,
        seen_ms: now,
    };
    let (kept, public) = (row.clone(), welcome.key);
    let kept = shop.desk.local(move |db| {
        Box::pin(async move {
            // Whoever joins says whose hub it is from now on.
            key::forget(&mut *db, kept.hub).await?;
            key::known(&mut *db, kept.hub, &public).await?;
            store::set_hub(db, &kept).await
        })
    });
    kept.await?;
    Ok(row)
}

/// What the hub said, or why it refused.
fn understood<T: for<'de> Deserialize<'de>>(answer: &(u16, Vec<u8>)) -> Result<T, Trouble> {
    talk::understood(answer).map_err(|(word, said)| Trouble::Refused(word, said))
}

/// The head of a batch: who sends it, signed, and what is left after it (entries, đồng).
pub fn head(me: &Me, hub: &HubRow, packed: &[u8], left: (i64, i64)) -> [(&'static str, String); 4] {
    let said = hub::signed(hub.node, &me.machine, packed);
    [
        ("authorization", format!("Bearer {}", hub.token)),
        ("chophien-machine", me.machine.clone()),
        ("chophien-signature", hex::encode(me.key.sign(said.as_bytes()))),
        ("chophien-left", format!("{} {}", left.0, left.1)),
    ]
}
