//! The first laptop's side: codes, who follows, what there is for them, and hearing that one of
//! them took over.

use super::{
    store::{self, StandbyRow},
    tables::Tables,
    talk::{Asking, Enrolled, Enrolling, Told},
};
use crate::{
    base::{
        clock::{MINUTE, Ms},
        fold::tidy,
        id::NodeId,
        lang::Say,
        rate::Rate,
        refusal::Refusal,
        series::sign,
    },
    desk::{book::Shop, chains::receive::Receipt, succession},
    journal::{self, Entry},
    node::{self, key},
    staff::access,
    sync::{batch, hub, machine, outgoing},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::time::{Instant, sleep, timeout_at};

/// Letters of a code: forty bits, for ten minutes, at a few tries a second.
const LETTERS: usize = 8;
/// A code holds this long, ms.
pub const HOLDS: i64 = 10 * MINUTE;
/// Tries within a second that are looked at, of all machines together.
const TRIES: u32 = 5;
/// Letters of a name.
const NAME: usize = 60;
/// Addresses of a standby that phones are told, and letters of one.
const ADDRESSES: usize = 12;
const ADDRESS: usize = 100;
/// A standby that has everything is answered after this long at the latest.
const PATIENCE: Duration = Duration::from_secs(8);
/// So long after an entry it goes out, with whatever came meanwhile.
const GATHER: Duration = Duration::from_millis(150);
/// A contact is written down this often, ms.
const NOTED: i64 = MINUTE;
/// A standby that was silent for this long is somebody's matter, ms.
pub const SILENT: i64 = MINUTE;

/// Two laptops' clocks differ by this at most, ms.
const SKEW: i64 = 5 * MINUTE;
/// One that was heard within this time follows still, ms.
const LATELY: i64 = MINUTE / 4;

/// What is known of the standbys while the program runs; clones share it.
#[derive(Clone, Default)]
pub struct Standbys {
    /// Tries of all machines together.
    pub(super) tries: Rate,
    heard: Arc<Mutex<BTreeMap<NodeId, Heard>>>,
}

/// What a standby said last.
#[derive(Debug, Clone)]
struct Heard {
    at: Ms,
    ends: BTreeMap<NodeId, i64>,
}

/// How a standby stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Which.
    pub row: StandbyRow,
    /// Last contact; none: it never came.
    pub seen: Option<Ms>,
    /// Entries that it has not; none: it was not heard since this program began.
    pub left: Option<i64>,
}

impl Standing {
    /// Whether it was silent too long.
    pub fn is_silent(&self, now: Ms) -> bool {
        let since = self.seen.unwrap_or(Ms(self.row.enrolled_ms));
        now.0 - since.0 >= SILENT
    }
}

impl Standbys {
    fn hear(&self, node: NodeId, heard: Heard) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).insert(node, heard);
    }

    fn heard(&self, node: NodeId) -> Option<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).get(&node).cloned()
    }

    /// Whether one was not heard lately. While it follows it did not take over.
    pub(super) fn is_silent(&self, node: NodeId, now: Ms) -> bool {
        self.heard(node).is_none_or(|it| now.0 - it.at.0 >= LATELY)
    }

    /// How each standby stands.
    pub async fn standing_in(
        &self,
        db: &mut sqlx::SqliteConnection,
    ) -> sqlx::Result<Vec<Standing>> {
        let rows = store::all(&mut *db).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let heads = journal::store::heads(db).await?;
        let standing = |row: StandbyRow| {
            let heard = self.heard(row.node);
            let noted = Some(Ms(row.seen_ms)).filter(|at| at.0 > 0);
            let behind = |it: &Heard| {
                let left = heads.iter().map(|(node, seq, _)| seq - it.ends.get(node).unwrap_or(&0));
                left.map(|left| left.max(0)).sum()
            };
            let (seen, left) =
                (heard.as_ref().map(|it| it.at).or(noted), heard.as_ref().map(behind));
            Standing { row, seen, left }
        };
        Ok(rows.into_iter().map(standing).collect())
    }
}

/// Makes a code, of one use; `plain`: somebody allows that the copy and all that follows come
/// without encryption.
pub async fn invite(shop: &Shop, plain: bool) -> Result<String, Refusal> {
    leads(shop).await?;
    let (code, now) = (access::spell(&shop.chance, LETTERS), shop.clock.now());
    let digest = access::digest(&code);
    let kept = shop.desk.local(move |db| {
        Box::pin(async move {
            store::prune_codes(&mut *db, now).await?;
            store::add_code(db, &digest, plain, Ms(now.0 + HOLDS)).await
        })
    });
    kept.await?;
    Ok(code)
}

/// Whether this is a machine that others may follow: one that sells.
async fn leads(shop: &Shop) -> Result<(), Refusal> {
    let mut db = shop.read().await?;
    let standing = node::store::standing(&mut db, shop.desk.origin()).await?;
    match standing.waits() || standing.followed || standing.collects {
        true => Err(Refusal::Conflict(Say::new(
            "Máy này không bán nên không có máy dự phòng",
            "This machine does not sell, so none can follow it",
        ))),
        false => Ok(()),
    }
}

/// A laptop becomes a standby by a code; `secure`: it came by HTTPS.
pub async fn enrol(
    shop: &Shop,
    standbys: &Standbys,
    (it, secure): (Enrolling, bool),
) -> Result<Enrolled, Refusal> {
    let (now, own) = (shop.clock.now(), shop.desk.origin());
    if !standbys.tries.take(now, TRIES) {
        return Err(Refusal::too_many(1));
    }
    let digest = access::digest(&access::pairing_code(&it.code));
    // A wrong code costs a look, and never the writer's time.
    let plain = store::code(&mut *shop.read().await?, &digest, now).await?.ok_or_else(no_code)?;
    if !secure && !plain {
        return Err(encrypted_only());
    }
    leads(shop).await?;
    let node = succession::free(&mut *shop.read().await?, &shop.clock, &shop.chance).await?;
    let (name, token) = (tidy(&it.name).chars().take(NAME).collect(), shop.chance.token());
    let row = StandbyRow {
        node,
        name,
        sign: sign(node),
        plain,
        addresses: "[]".to_owned(),
        enrolled_ms: now.0,
        seen_ms: 0,
        gone_ms: 0,
    };
    let (hashed, public) = (access::digest(&token), it.key);
    let added = shop.desk.local(move |db| {
        Box::pin(async move {
            let held = store::use_code(&mut *db, &digest, now).await?;
            if held && key::known(&mut *db, node, &public).await? {
                store::add(db, (&row, own), &hashed).await?;
            }
            Ok(held)
        })
    });
    match added.await? {
        true => Ok(Enrolled { node, leader: own, token, name: machine::name() }),
        false => Err(no_code()),
    }
}

/// A standby, by its token's digest, also one that was taken off the list; `secure`: it came by
/// HTTPS.
pub async fn enter(shop: &Shop, token: &[u8], secure: bool) -> Result<StandbyRow, Refusal> {
    let row = store::of_token(&mut *shop.read_to_follow().await?, token).await?;
    let row = row.ok_or_else(unknown)?;
    if secure || row.plain { Ok(row) } else { Err(encrypted_only()) }
}

/// Tells a standby what there is after what it has; where there is nothing and it wants to wait,
/// once there is, or in some seconds.
pub async fn tell(
    shop: &Shop,
    standbys: &Standbys,
    (row, it): (&StandbyRow, Asking),
) -> Result<Told, Refusal> {
    let (now, ends) = (shop.clock.now(), ends(&it));
    standbys.hear(row.node, Heard { at: now, ends: ends.clone() });
    note(shop, row, (now, &it.addresses)).await?;
    let (mut head, until) = (shop.desk.head(), Instant::now() + PATIENCE);
    loop {
        head.mark_unchanged();
        let told = look(shop, &it, &ends).await?;
        let idle = told.batch.is_empty() && told.tables.is_none();
        if !idle || !it.wait || Instant::now() >= until || shop.halt.is_given() {
            return Ok(told);
        }
        // The local tables move without an entry: they are looked at once more at the end.
        if timeout_at(until, head.changed()).await.is_ok() {
            sleep(GATHER).await;
        }
    }
}

fn ends(it: &Asking) -> BTreeMap<NodeId, i64> {
    it.chains.iter().map(|(node, end)| (*node, end.seq.max(0))).collect()
}

/// What there is now.
async fn look(shop: &Shop, it: &Asking, ends: &BTreeMap<NodeId, i64>) -> Result<Told, Refusal> {
    let own = shop.desk.origin();
    let mut db = shop.read_to_follow().await?;
    if let Some(end) = it.chains.get(&own).filter(|end| end.seq > 0) {
        let stands = journal::store::hash_at(&mut db, &own.bytes(), end.seq).await?;
        if stands.map(hex::encode).as_ref() != Some(&end.hash) {
            return Err(other());
        }
    }
    let followed = node::store::standing(&mut db, own).await?.followed;
    let next = outgoing::next(&mut db, (ends, &BTreeSet::new()), batch::ROWS).await?;
    // Whoever took over has tables of its own.
    let tables = match followed {
        true => None,
        false => Some(Tables::read(&mut db).await?).filter(|now| now.digest() != it.taken),
    };
    drop(db);
    let (batch, left) = match next {
        None => (String::new(), 0),
        Some(next) => pack(next).await?,
    };
    Ok(Told { node: own, at_ms: shop.clock.now(), batch, left, tables, followed })
}

/// A batch of these, and how many are left after it.
async fn pack(next: outgoing::Next) -> Result<(String, i64), Refusal> {
    let packed = tokio::task::spawn_blocking(move || {
        let packed = batch::pack(&next.entries)?;
        let left = next.left - i64::try_from(packed.count).unwrap_or_default();
        Ok::<_, std::io::Error>((hex::encode(packed.bytes), left))
    });
    let failed = |error: &dyn std::fmt::Display| Refusal::Failed(error.to_string());
    packed.await.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
}

/// Notes a contact now and then, and where phones would reach the standby.
async fn note(
    shop: &Shop,
    row: &StandbyRow,
    (now, addresses): (Ms, &[String]),
) -> Result<(), Refusal> {
    let fits = |it: &&String| it.len() <= ADDRESS && it.starts_with("http");
    let addresses: Vec<&String> = addresses.iter().filter(fits).take(ADDRESSES).collect();
    // Whoever takes over asks once more, and says nothing of them.
    let told = (!addresses.is_empty()).then(|| serde_json::to_string(&addresses).ok()).flatten();
    let addresses = told.unwrap_or_else(|| row.addresses.clone());
    if addresses == row.addresses && (0..NOTED).contains(&(now.0 - row.seen_ms)) {
        return Ok(());
    }
    let node = row.node;
    let noted = shop
        .desk
        .local(move |db| Box::pin(async move { store::seen(db, node, (now, &addresses)).await }));
    match noted.await {
        // Following goes on while nothing can be written here: now it counts most.
        Err(Refusal::CannotWrite(_)) => Ok(()),
        noted => noted,
    }
}

/// The origins at which phones would reach the standbys, of this scheme (`https://`).
pub async fn addresses(shop: &Shop, scheme: &str) -> Result<Vec<String>, Refusal> {
    let rows = store::all(&mut *shop.read_to_sell().await?).await?;
    let told =
        |row: &StandbyRow| serde_json::from_str::<Vec<String>>(&row.addresses).unwrap_or_default();
    let mut all: Vec<String> = rows.iter().flat_map(told).collect();
    all.retain(|it| it.starts_with(scheme));
    Ok(all)
}

/// A standby says that it took over, by the first entries of its own chain, signed with its key:
/// from then on this machine takes nothing on.
pub async fn step_down(
    shop: &Shop,
    row: &StandbyRow,
    (signature, packed): (&str, &[u8]),
) -> Result<Receipt, Refusal> {
    let public = key::of(&mut *shop.read().await?, row.node).await?.unwrap_or_default();
    let said = hub::signed(row.node, "", packed);
    if !key::holds(&public, said.as_bytes(), &hex::decode(signature).unwrap_or_default()) {
        return Err(unsigned());
    }
    let entries = batch::unpack(packed).map_err(|_| no_batch())?;
    if entries.iter().any(|it| NodeId::of_bytes(&it.origin) != row.node) {
        return Err(no_batch());
    }
    let late = |it: &Entry| it.at_ms > row.gone_ms + SKEW;
    if row.gone_ms > 0 && entries.iter().any(late) {
        return Err(unknown());
    }
    let receipt = shop.desk.receive(entries).await?;
    // It gets what it lacks of this machine's chain, though it was taken off the list since.
    if row.gone_ms > 0 && receipt.stopped.is_empty() {
        set_gone(shop, row.node, Ms(0)).await?;
    }
    Ok(receipt)
}

/// Takes a standby off the list: it is told nothing any more, and stops this machine no more. Had
/// it taken over before, which nobody here may have known, it is heard all the same.
pub async fn let_go(shop: &Shop, node: NodeId) -> Result<(), Refusal> {
    set_gone(shop, node, shop.clock.now()).await
}

async fn set_gone(shop: &Shop, node: NodeId, at: Ms) -> Result<(), Refusal> {
    shop.desk.local(move |db| Box::pin(store::set_gone(db, node, at))).await
}

pub(super) fn no_code() -> Refusal {
    Refusal::malformed(
        "standby_code",
        "Mã đã dùng, sai hoặc hết hạn (mười phút). Hãy tạo mã mới ở máy chính",
        "This code was used, is wrong or has expired (ten minutes). Make a new one on the first \
         laptop",
    )
}

/// It is none of this machine's standbys.
pub fn unknown() -> Refusal {
    Refusal::SignIn(Say::new(
        "Máy chính không biết máy dự phòng này, hoặc đã gỡ nó. Tạo mã mới ở máy chính và thêm lại",
        "The first laptop does not know this standby, or took it off its list. Make a new code \
         there and add it again",
    ))
}

pub(super) fn encrypted_only() -> Refusal {
    Refusal::Settled {
        code: "encrypted_only",
        say: Say::new(
            "Mã này chỉ dùng qua https. Bản sao có bí mật; muốn gửi không mã hoá phải tích vào ô \
             đó khi tạo mã",
            "This code is for https alone. The copy holds secrets; to have it sent without \
             encryption, tick that when the code is made",
        ),
    }
}

fn other() -> Refusal {
    Refusal::Settled {
        code: "other_book",
        say: Say::new("Sổ ở đây không phải sổ mà máy đó theo", "It follows another book than this"),
    }
}

fn unsigned() -> Refusal {
    Refusal::Forbidden(Say::new(
        "Chữ ký không phải của máy dự phòng này",
        "The signature is not that of this standby",
    ))
}

fn no_batch() -> Refusal {
    Refusal::malformed("not_a_batch", "Không phải lô mục sổ", "No batch")
}
