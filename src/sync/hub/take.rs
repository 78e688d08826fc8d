//! Taking in a batch: whose it is, whether it is one that a machine sends, and what is noted of it.

use super::{
    Doors, MOST, check, down, is_hub,
    store::{self, JoinedRow, StoppedRow},
    unsigned,
};
use crate::{
    base::{clock::Ms, id::NodeId, refusal::Refusal},
    desk::book::Shop,
    journal,
    node::{heir_of, key},
    sync::{
        batch::{self, Unfit},
        charge, row,
        talk::{Halted, Taken},
    },
};
use ring::digest::{SHA256, digest};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// So long a batch waits for those of others.
const PATIENCE: Duration = Duration::from_secs(20);
/// Chains that one machine may bring: a province's laptops.
const CHAINS: usize = 1_000;

/// What comes beside a batch.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// The computer that sends it.
    pub machine: String,
    /// The machine's signature over [`signed`], hexadecimal.
    pub signature: String,
    /// What it has to send after this: entries and đồng.
    pub left: (i64, i64),
}

/// What a machine signs of a batch: on plain HTTP others may read its token, and must not be able
/// to write with it.
pub fn signed(node: NodeId, machine: &str, packed: &[u8]) -> String {
    let sum = hex::encode(digest(&SHA256, packed));
    format!("chophien push {node} {machine} {sum}")
}

/// Takes in a batch.
pub async fn take(
    shop: &Shop,
    doors: &Doors,
    (joined, beside): (&JoinedRow, Beside),
    packed: impl AsRef<[u8]> + Clone + Send + 'static,
) -> Result<Taken, Refusal> {
    is_hub(shop).await?;
    check(shop, joined, &beside.machine).await?;
    let public = key::of(&mut *shop.read().await?, joined.node).await?.unwrap_or_default();
    let signature = hex::decode(&beside.signature).unwrap_or_default();
    let said = signed(joined.node, &beside.machine, packed.as_ref());
    if !key::holds(&public, said.as_bytes(), &signature) {
        return Err(unsigned());
    }
    // The sender waits some time longer than this, and comes again.
    let turn = tokio::time::timeout(PATIENCE, doors.unpacking.acquire()).await;
    let _turn = turn.ok().and_then(Result::ok).ok_or(Refusal::Busy)?;
    let bytes = packed.clone();
    let unpacked = tokio::task::spawn_blocking(move || batch::unpack(bytes.as_ref()));
    let entries = unpacked.await.map_err(|error| Refusal::Failed(error.to_string()))?;
    let entries = entries.map_err(unfit)?;
    let (entries, mut stopped) = bearable(shop, joined.node, entries).await?;
    let before = ends(shop, &entries).await?;
    let receipt = shop.desk.receive(entries).await?;
    stopped.extend(receipt.stopped.iter().map(|it| Halted::of(it.node, it.seq, &it.why)));
    let taken = Taken { acked_through: receipt.through, added: receipt.added, stopped };
    // Of a chain that was here already a machine is told nothing, unless it showed its end: it may
    // have but one old row of it.
    let brought = |(chain, seq): &(&NodeId, &i64)| {
        before.get(*chain).is_none_or(|(had, shown)| had < *seq || *shown)
    };
    let brought: Vec<NodeId> = taken.acked_through.iter().filter(brought).map(|it| *it.0).collect();
    note(shop, joined.node, (&taken, brought), (beside.left, packed.as_ref())).await?;
    // A fair that its laptop gave back. The batch is taken, whatever becomes of that.
    if let Err(refusal) = charge::take_up(shop).await {
        tracing::warn!(?refusal, "a fair that was given back waits");
    }
    Ok(taken)
}

/// What a machine of this hub may send, and the chains that it may not: each stops alone, at the
/// entry that no machine of a hub sends.
async fn bearable(
    shop: &Shop,
    node: NodeId,
    entries: Vec<journal::Entry>,
) -> Result<(Vec<journal::Entry>, Vec<Halted>), Refusal> {
    let mut db = shop.read().await?;
    let drawn = down::store::drawn(&mut db).await?;
    let own = down::store::own_line(&mut db, shop.desk.origin()).await?;
    let mut known = store::carried(&mut db, node).await?.into_iter().collect::<BTreeSet<_>>();
    drop(db);
    let mut stopped: Vec<Halted> = Vec::new();
    let mut borne = Vec::new();
    for entry in entries {
        let chain = NodeId::of_bytes(&entry.origin);
        if stopped.iter().any(|it| it.node == chain) {
            continue;
        }
        let room = known.contains(&chain) || known.len() < CHAINS;
        let why = if drawn.contains(&chain) {
            Some("from_above")
        } else if above(&entry, &own, &drawn) {
            Some("heir")
        } else {
            (!room).then_some("too_many")
        };
        match why {
            Some(why) => stopped.push(Halted::by(chain, entry.seq, why)),
            None => {
                known.insert(chain);
                borne.push(entry);
            }
        }
    }
    Ok((borne, stopped))
}

/// Whether an entry begins a chain that goes on from the hub's own line or from the hub above:
/// either would hold itself for followed.
pub fn above(entry: &journal::Entry, own: &[NodeId], drawn: &[NodeId]) -> bool {
    let above = |it: NodeId| own.contains(&it) || drawn.contains(&it);
    !own.contains(&NodeId::of_bytes(&entry.origin)) && heir_of(entry).is_some_and(above)
}

/// How far the chains of a batch stand here, and whether the batch holds that very entry.
async fn ends(
    shop: &Shop,
    entries: &[journal::Entry],
) -> Result<BTreeMap<NodeId, (i64, bool)>, Refusal> {
    let chains = entries.iter().map(|it| NodeId::of_bytes(&it.origin)).collect::<BTreeSet<_>>();
    let chains: Vec<NodeId> = chains.into_iter().collect();
    let ends = store::ends(&mut *shop.read().await?, &chains).await?;
    let shown = |node: NodeId, seq: i64, hash: &[u8]| {
        let same = |it: &&journal::Entry| (it.seq, it.hash.as_slice()) == (seq, hash);
        entries.iter().filter(same).any(|it| NodeId::of_bytes(&it.origin) == node)
    };
    let each = ends.iter().map(|(node, seq, hash)| (*node, (*seq, shown(*node, *seq, hash))));
    Ok(each.collect())
}

/// Notes what came of a batch: where chains stopped, with the entries, and what is left.
async fn note(
    shop: &Shop,
    node: NodeId,
    (taken, brought): (&Taken, Vec<NodeId>),
    (left, packed): ((i64, i64), &[u8]),
) -> Result<(), Refusal> {
    let now = shop.clock.now();
    let rows = stops(node, taken, packed, now);
    let stopped = |chain: &NodeId| taken.stopped.iter().any(|it| it.node == *chain);
    let chains = brought.into_iter().filter(|it| !stopped(it)).collect::<Vec<_>>();
    let noted = shop.desk.local(move |db| {
        Box::pin(async move {
            for row in &rows {
                store::stop(&mut *db, row).await?;
            }
            store::went_on(&mut *db).await?;
            store::carry(&mut *db, node, &chains).await?;
            let left = (left.0.clamp(0, MOST), left.1.clamp(0, MOST));
            store::left(db, (node, now), left).await
        })
    });
    noted.await
}

/// The entries at which chains stopped. A gap is no trouble: the sender begins again before it.
fn stops(node: NodeId, taken: &Taken, packed: &[u8], now: Ms) -> Vec<StoppedRow> {
    let stopped: Vec<&Halted> = taken.stopped.iter().filter(|it| it.expected.is_none()).collect();
    if stopped.is_empty() {
        return Vec::new();
    }
    let entries = batch::unpack(packed).unwrap_or_default();
    let line = |it: &Halted| {
        let at = |entry: &&journal::Entry| {
            (NodeId::of_bytes(&entry.origin), entry.seq) == (it.node, it.seq)
        };
        entries.iter().find(at).and_then(|entry| row::write(entry).ok()).unwrap_or_default()
    };
    let row = |it: &Halted| StoppedRow {
        origin: it.node,
        seq: it.seq,
        why: it.why.clone(),
        detail: it.detail.clone(),
        node,
        line: line(it),
        at_ms: now.0,
    };
    stopped.into_iter().map(row).collect()
}

fn unfit(why: Unfit) -> Refusal {
    match why {
        Unfit::Malformed => Refusal::malformed("not_a_batch", "Không phải lô mục sổ", "No batch"),
        Unfit::Empty => Refusal::malformed("empty", "Lô không có mục nào", "An empty batch"),
        Unfit::TooMuch => {
            Refusal::malformed("too_large", "Lô mục sổ quá lớn", "The batch is too large")
        }
    }
}
