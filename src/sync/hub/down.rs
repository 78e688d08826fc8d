//! What a hub gives down: the chain of its own line, and those that came down to it from the hub
//! above. A hub sells nothing, so these hold catalogue, people and planned fairs. They travel whole
//! and are checked as any chain is.

pub mod store;

use super::{check, is_hub, store::JoinedRow, take::Beside, unsigned};
use crate::{
    base::{id::NodeId, refusal::Refusal},
    desk::book::Shop,
    journal::{self, Entry},
    node::key::{self, SIGNATURE},
    sync::{
        batch::{self, ROWS},
        talk::Wanting,
        upward,
    },
};
use ring::digest::{SHA256, digest};

/// Bytes of contents that are read for one batch.
const HELD: i64 = 6 << 20;

/// What a machine signs when it asks.
pub fn asked(node: NodeId, machine: &str, body: &[u8]) -> String {
    format!("chophien pull {node} {machine} {}", hex::encode(digest(&SHA256, body)))
}

/// What a hub signs of a batch that it gives.
pub fn signed(hub: NodeId, node: NodeId, packed: &[u8]) -> String {
    format!("chophien down {hub} {node} {}", hex::encode(digest(&SHA256, packed)))
}

/// What comes after what a machine has: the hub's signature, and behind it a batch as it is sent
/// upwards. Nothing: it has all.
pub async fn give(
    shop: &Shop,
    (joined, beside): (&JoinedRow, Beside),
    body: &[u8],
) -> Result<Vec<u8>, Refusal> {
    is_hub(shop).await?;
    check(shop, joined, &beside.machine).await?;
    let public = key::of(&mut *shop.read().await?, joined.node).await?.unwrap_or_default();
    let signature = hex::decode(&beside.signature).unwrap_or_default();
    if !key::holds(&public, asked(joined.node, &beside.machine, body).as_bytes(), &signature) {
        return Err(unsigned());
    }
    let wanting: Wanting = serde_json::from_slice(body).map_err(|_| {
        Refusal::malformed("not_a_wish", "Không đọc được yêu cầu", "No list of chains")
    })?;
    let entries = next(shop, &wanting).await?;
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let failed = |error: String| Refusal::Failed(error);
    let key = shop.key().await.map_err(|error| failed(error.to_string()))?;
    let (own, node) = (shop.desk.origin(), joined.node);
    let sealed = tokio::task::spawn_blocking(move || {
        let packed = batch::pack(&entries)?.bytes;
        let mut sealed = key.sign(signed(own, node, &packed).as_bytes());
        debug_assert_eq!(sealed.len(), SIGNATURE);
        sealed.extend(packed);
        Ok::<_, std::io::Error>(sealed)
    });
    sealed
        .await
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| failed(error.to_string()))
}

/// The entries that come next, in the order in which they arrived here, as many as a batch may
/// hold.
async fn next(shop: &Shop, wanting: &Wanting) -> Result<Vec<Entry>, Refusal> {
    let mut db = shop.read().await?;
    let mut found = Vec::new();
    for chain in store::downward(&mut db, shop.desk.origin()).await? {
        // One that cannot be gone on with there is not named.
        let Some(after) = wanting.chains.get(&chain).copied() else { continue };
        found.extend(upward::store::sizes(&mut db, chain, after, ROWS as i64).await?);
    }
    found.sort_by_key(|it| it.pos);
    let (mut positions, mut held) = (Vec::new(), 0);
    for it in found.into_iter().take(ROWS) {
        held += it.size;
        if held > HELD && !positions.is_empty() {
            break;
        }
        positions.push(it.pos);
    }
    Ok(journal::store::at_all(&mut db, &positions).await?)
}
