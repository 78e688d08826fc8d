//! The hub's side: a folder that takes in the books of machines which joined it. What it knows of
//! them is local; what they wrote goes to the desk as it stands.
//!
//! Architecture invariant: nobody's batch is unpacked before it is known whose it is, and one batch
//! at a time is.

pub mod down;
pub mod store;
mod take;

pub use take::{Beside, above, signed, take};

use super::{
    machine, row,
    talk::{Contact, End, Halted, Holding, Joining, Shared, Sharing, Welcome, parts},
};
use crate::{
    base::{
        clock::{MINUTE, Ms},
        fold::tidy,
        id::NodeId,
        lang::Say,
        rate::Rate,
        refusal::Refusal,
    },
    desk::book::{RECEIVES, Shop},
    journal,
    node::{self, key},
    staff::access,
};
use sqlx::SqliteConnection;
use std::sync::Arc;
use store::{JoinedRow, Seen, StoppedRow};
use tokio::sync::Semaphore;

/// Letters of an invitation: forty bits, for ten minutes, at a few tries a second.
const LETTERS: usize = 8;
/// An invitation holds this long.
pub const INVITED: i64 = 10 * MINUTE;
/// A contact that says nothing new is noted again after this long, ms.
const NOTED: i64 = MINUTE / 2;
/// Tries to join within a second that are looked at, of all machines together.
const TRIES: u32 = 5;
/// Letters of a machine's name.
const NAME: usize = 60;

/// The word of a folder that came from another computer.
pub const COPIED: &str = "copied";
/// The word of a folder whose own chain is shorter than what is here of it: an older copy, or one
/// of two.
pub const BEHIND: &str = "behind";
/// More than any chain has of entries, any book of đồng, and any clock of ms: what a machine says
/// of itself is cut off there.
const MOST: i64 = 1 << 50;
/// The setting that holds the hub's name.
const NAMED: &str = "hub name";

/// What the hub's calls share; clones share it.
#[derive(Clone)]
pub struct Doors {
    tries: Rate,
    unpacking: Arc<Semaphore>,
}

impl Default for Doors {
    fn default() -> Doors {
        Doors { tries: Rate::default(), unpacking: Arc::new(Semaphore::new(1)) }
    }
}

/// Makes a folder in which nothing was written a hub's; one that is a hub's already stays it.
pub async fn begin(shop: &Shop) -> Result<(), Refusal> {
    let own = shop.desk.origin();
    let begun = shop.desk.local(move |db| {
        Box::pin(async move {
            let standing = node::store::standing(&mut *db, own).await?;
            if standing.collects {
                return Ok(true);
            }
            if journal::store::last_pos(&mut *db).await? > 0 {
                return Ok(false);
            }
            journal::store::set_setting(db, RECEIVES, &own.to_string()).await?;
            Ok(true)
        })
    });
    if begun.await? { Ok(()) } else { Err(sells()) }
}

fn sells() -> Refusal {
    Refusal::Conflict(Say::new(
        "Thư mục này là sổ của một máy bán hàng. Máy tổng hợp cần một thư mục riêng: chophien hub \
         serve --data THƯ_MỤC_MỚI",
        "This is the book of a laptop that sells. A hub has a folder of its own: chophien hub \
         serve --data NEW_FOLDER",
    ))
}

/// Whether this folder is a hub's; refused in words where it is not.
pub async fn is_hub(shop: &Shop) -> Result<(), Refusal> {
    let mut db = shop.read().await?;
    let standing = node::store::standing(&mut db, shop.desk.origin()).await?;
    if standing.collects { Ok(()) } else { Err(sells()) }
}

/// Makes an invitation, of one use.
pub async fn invite(shop: &Shop) -> Result<String, Refusal> {
    is_hub(shop).await?;
    let (code, now) = (access::spell(&shop.chance, LETTERS), shop.clock.now());
    let digest = access::digest(&code);
    let kept = shop.desk.local(move |db| {
        Box::pin(async move {
            store::prune_invites(&mut *db, now).await?;
            store::add_invite(db, &digest, Ms(now.0 + INVITED)).await
        })
    });
    kept.await?;
    Ok(code)
}

/// What the hub calls itself.
async fn name(db: &mut SqliteConnection) -> sqlx::Result<String> {
    Ok(journal::store::setting(db, NAMED).await?.unwrap_or_else(machine::name))
}

/// A machine joins by an invitation's code; joining anew, it gets another token.
pub async fn join(shop: &Shop, doors: &Doors, mut it: Joining) -> Result<Welcome, Refusal> {
    is_hub(shop).await?;
    let (now, own) = (shop.clock.now(), shop.desk.origin());
    if !doors.tries.take(now, TRIES) {
        return Err(Refusal::too_many(1));
    }
    let proof = hex::decode(&it.proof).unwrap_or_default();
    if !key::holds(&it.key, it.signed().as_bytes(), &proof) {
        return Err(unsigned());
    }
    let digest = access::digest(&access::pairing_code(&it.code));
    // A wrong code costs a look, and never the writer's time.
    let invited = store::invites(&mut *shop.read().await?, &digest, now).await?;
    if !invited {
        return Err(no_code());
    }
    it.name = tidy(&it.name).chars().take(NAME).collect();
    it.version = it.version.chars().take(NAME).collect();
    let token = shop.chance.token();
    let told = token.clone();
    let joined = shop.desk.local(move |db| {
        Box::pin(async move {
            if let Err(refusal) = fits(&mut *db, &it, own).await? {
                return Ok(Err(refusal));
            }
            if !store::use_invite(&mut *db, &digest, now).await? {
                return Ok(Err(no_code()));
            }
            let (digest, named) = (access::digest(&told), (&*it.name, &*it.machine, &*it.version));
            store::join(&mut *db, it.node, named, (&digest, now)).await?;
            Ok(Ok(name(db).await?))
        })
    });
    let name = joined.await??;
    Ok(Welcome { token, hub: own, name, key: public(shop).await? })
}

/// The key by which this hub signs what it gives down.
async fn public(shop: &Shop) -> Result<String, Refusal> {
    let key = shop.key().await.map_err(|error| Refusal::Failed(error.to_string()))?;
    Ok(key.public())
}

/// Whether a machine may join: it is not this one, not a copy of one that did, and has its key.
async fn fits(
    db: &mut SqliteConnection,
    it: &Joining,
    own: NodeId,
) -> sqlx::Result<Result<(), Refusal>> {
    if it.node == own {
        return Ok(Err(Refusal::Conflict(Say::new(
            "Đây chính là sổ của máy tổng hợp này",
            "This is the hub’s own book",
        ))));
    }
    if !key::known(&mut *db, it.node, &it.key).await? {
        return Ok(Err(unsigned()));
    }
    let known = store::joined(&mut *db, it.node).await?;
    if known.is_some_and(|known| !same(&known.machine, &it.machine)) {
        store::refuse(db, it.node, COPIED).await?;
        return Ok(Err(copied()));
    }
    Ok(Ok(()))
}

/// Whether a machine comes from the computer that is known.
fn same(known: &str, comes: &str) -> bool {
    known.is_empty() || known == comes
}

/// A machine that joined, by its token's digest; refused where it comes from another computer.
pub async fn enter(shop: &Shop, token: &[u8]) -> Result<JoinedRow, Refusal> {
    let row = store::of_token(&mut *shop.read().await?, token).await?;
    row.ok_or_else(unknown)
}

/// The refusal of a machine that did not join, or was let go.
pub(super) fn unknown() -> Refusal {
    Refusal::SignIn(Say::new(
        "Máy này chưa kết nối với máy tổng hợp, hoặc đã bị ngắt. Xin mã mời mới rồi kết nối lại",
        "This machine has not joined the hub, or was let go. Ask for an invitation and join again",
    ))
}

/// Refuses a machine that comes from another computer than the one that joined, and notes it. One
/// that may come from another is taken from this one alone from now on.
pub async fn check(shop: &Shop, joined: &JoinedRow, comes: &str) -> Result<(), Refusal> {
    let node = joined.node;
    if joined.machine.is_empty() {
        let comes = comes.to_owned();
        let bound =
            shop.desk.local(move |db| Box::pin(async move { store::bind(db, node, &comes).await }));
        return bound.await;
    }
    if same(&joined.machine, comes) {
        return Ok(());
    }
    if joined.trouble != COPIED {
        let noted = shop.desk.local(move |db| Box::pin(store::refuse(db, node, COPIED)));
        noted.await?;
    }
    Err(copied())
}

/// A machine is in contact: what of its chains is here.
pub async fn contact(shop: &Shop, joined: &JoinedRow, mut it: Contact) -> Result<Holding, Refusal> {
    it.chains.values_mut().for_each(|seq| *seq = (*seq).clamp(0, MOST));
    it.at_ms = Ms(it.at_ms.0.clamp(0, MOST));
    check(shop, joined, &it.machine).await?;
    let (now, mut holding) = (shop.clock.now(), holding(shop, joined.node, &it).await?);
    holding.at_ms = now;
    let here = |node: &NodeId| holding.chains.get(node).map_or(0, |end| end.seq);
    // What was given down is nothing to be sent.
    let up = it.chains.iter().filter(|(node, _)| !holding.down.contains(node));
    let left = up.map(|(node, seq)| (seq - here(node)).max(0)).sum();
    let rows = (it.chains.values().sum(), left);
    let skew = it.at_ms.0 - now.0;
    let node = joined.node;
    if it.chains.get(&node).copied().unwrap_or(0) < here(&node) {
        shop.desk.local(move |db| Box::pin(store::refuse(db, node, BEHIND))).await?;
        return Ok(holding);
    }
    let version = it.version.chars().take(NAME).collect();
    // Laptops that sell are in contact every few seconds; not each time is worth a write.
    if now.0 - joined.seen_ms < NOTED && joined.trouble.is_empty() && left == joined.rows_left {
        return Ok(holding);
    }
    let seen = Seen { node: joined.node, at: now, skew, version, rows };
    shop.desk.local(move |db| Box::pin(async move { store::seen(db, &seen).await })).await?;
    Ok(holding)
}

/// Whether an entry that a machine has is here too, and how far its chain goes on: by it a folder
/// that was copied finds where its book parted from the one that is here. Who has no entry of a
/// chain is told nothing of it.
pub async fn shared(shop: &Shop, it: &Sharing) -> Result<Shared, Refusal> {
    let mut db = shop.read().await?;
    let here = journal::store::hash_at(&mut db, &it.chain.bytes(), it.seq).await?;
    if here.is_none_or(|hash| hex::encode(hash) != it.hash) {
        return Ok(Shared { same: false, end: 0 });
    }
    Ok(Shared { same: true, end: journal::store::head(&mut db, it.chain).await?.seq })
}

/// What is here of a machine's own chain and of those that it brought: to go on from a chain takes
/// the hash of its end, which is nobody else's to know.
async fn holding(shop: &Shop, node: NodeId, it: &Contact) -> Result<Holding, Refusal> {
    let mut db = shop.read().await?;
    let mut chains = store::carried(&mut db, node).await?;
    // Its own line it has as a copy.
    chains.extend(store::line_of(&mut db, node).await?);
    // What this machine drew of the hub's own line and lost here it may bring back.
    chains.extend(down::store::own_line(&mut db, shop.desk.origin()).await?);
    chains.sort();
    chains.dedup();
    chains.retain(|chain| it.chains.contains_key(chain));
    let ends = store::ends(&mut db, &chains).await?;
    let stopped = store::stopped_of(&mut db, node, &chains).await?;
    let end = |(node, seq, hash): store::EndRow| (node, End { seq, hash: hex::encode(hash) });
    Ok(Holding {
        at_ms: Ms(0),
        chains: ends.into_iter().map(end).collect(),
        stopped: stopped.into_iter().map(halted).collect(),
        down: down::store::downward(&mut db, shop.desk.origin()).await?,
    })
}

/// The entry at which a chain stopped, as it came.
pub fn entry(row: &StoppedRow) -> Option<journal::Entry> {
    row::read(&row.line)
}

/// A row as it is told.
pub fn halted(row: StoppedRow) -> Halted {
    Halted { node: row.origin, seq: row.seq, why: row.why, detail: row.detail, expected: None }
}

pub(super) fn no_code() -> Refusal {
    Refusal::malformed(
        "invite_code",
        "Mã mời đã dùng, sai hoặc hết hạn (mười phút). Hãy xin mã mới",
        "This invitation was used, is wrong or has expired (ten minutes). Ask for a new one",
    )
}

pub(super) fn unsigned() -> Refusal {
    Refusal::Forbidden(Say::new(
        "Chữ ký không phải của máy đã kết nối",
        "The signature is not that of the machine that joined",
    ))
}

pub(super) fn copied() -> Refusal {
    let way_out = parts();
    Refusal::Settled {
        code: COPIED,
        say: Say::new(
            format!(
                "Thư mục dữ liệu này đã kết nối từ một máy tính khác: có lẽ nó bị chép sang đây. \
                 Chỉ một máy được bán tiếp dưới tên này. Nếu chỉ chuyển thư mục sang máy này: ở \
                 máy tổng hợp, mở trang Máy chủ hội chợ, bấm “Nhận từ máy tính khác”. \
                 Nếu không: {}",
                way_out.vi
            ),
            format!(
                "This data folder joined from another computer: it seems to have been copied here. \
                 Only one may sell on under this name. If the folder was only moved here: at the \
                 hub, on the page of fair laptops, press “Take from another computer”. Else: {}",
                way_out.en
            ),
        ),
    }
}
