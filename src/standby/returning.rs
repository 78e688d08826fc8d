//! A first laptop that comes back, perhaps under another address, asks its standbys whether one of
//! them took over while it was away. The one that did answers by the first entries of its chain,
//! signed: with these the old laptop takes nothing on any more, whoever brought them.

use super::{
    Trouble, leader,
    leader::Standbys,
    store::{self, StandbyRow},
    succeed::first_entries,
    talk::{Heir, Returning},
};
use crate::{
    base::{
        clock::{DAY, Ms},
        id::NodeId,
        lang::Say,
        refusal::Refusal,
    },
    desk::{book::Shop, succession},
    node,
    staff::access,
    sync::{
        address::HubAddress,
        talk,
        wire::{Sent, Wire},
    },
};
use std::{io, time::Duration};
use tokio::time::{sleep, timeout};

/// How often standbys that are silent are asked.
const EVERY: Duration = Duration::from_secs(10);
/// An answer is awaited this long.
const PATIENCE: Duration = Duration::from_secs(4);
/// Tries within a second that are looked at.
const TRIES: u32 = 5;
/// One that was taken off the list is asked this long after its last contact, ms.
const GONE: i64 = 30 * DAY;

/// Where this laptop is found now, for machines; and the fingerprint of its authority, which is
/// that of its standbys too.
pub struct Here {
    /// Its addresses, those of HTTPS with the fingerprint.
    pub addresses: Box<dyn Fn() -> Vec<String> + Send + Sync>,
    /// The fingerprint.
    pub pin: Option<String>,
}

/// Asks for as long as the program runs and nobody took over.
pub async fn watch(shop: Shop, standbys: Standbys, here: Here) {
    loop {
        match look(&shop, &standbys, &here).await {
            Ok(true) => return,
            Ok(false) => {}
            Err(refusal) => tracing::warn!(?refusal, "the standbys could not be asked"),
        }
        tokio::select! {
            () = shop.halt.wait() => return,
            () = sleep(EVERY) => {}
        }
    }
}

/// Asks the standbys that are silent; whether this laptop takes nothing on any more.
async fn look(shop: &Shop, standbys: &Standbys, here: &Here) -> Result<bool, Refusal> {
    let own = shop.desk.origin();
    let mut db = shop.read_to_follow().await?;
    let followed = node::store::standing(&mut db, own).await?.followed;
    let now = shop.clock.now();
    let rows = store::with_digests(&mut db, Ms(now.0 - GONE)).await?;
    drop(db);
    if followed {
        return Ok(true);
    }
    let silent = rows.into_iter().filter(|(row, _)| standbys.is_silent(row.node, now));
    for (row, digest) in silent {
        for at in found(&row, here) {
            match timeout(PATIENCE, ask(shop, (&row, &digest), (at, here))).await {
                // It said so by its signature; whether its beginning could be taken in is told by
                // the book alone.
                Ok(Ok(())) if stepped_down(shop).await? => return Ok(true),
                Ok(Ok(())) => tracing::warn!("a take-over could not be taken in"),
                Ok(Err(trouble)) => tracing::debug!(?trouble, "a standby did not take over"),
                Err(_) => {}
            }
        }
    }
    Ok(false)
}

/// Whether the book holds that another machine took over from this one.
async fn stepped_down(shop: &Shop) -> Result<bool, Refusal> {
    let mut db = shop.read_to_follow().await?;
    Ok(node::store::standing(&mut db, shop.desk.origin()).await?.followed)
}

/// Where a standby was found last.
fn found(row: &StandbyRow, here: &Here) -> Vec<HubAddress> {
    let all: Vec<String> = serde_json::from_str(&row.addresses).unwrap_or_default();
    let address = |origin: &String| match (origin.starts_with("https://"), &here.pin) {
        (true, Some(pin)) => format!("{origin}/#{pin}").parse().ok(),
        (true, None) => None,
        (false, _) => origin.parse().ok(),
    };
    all.iter().filter_map(address).collect()
}

async fn ask(
    shop: &Shop,
    (row, digest): (&StandbyRow, &[u8]),
    (at, here): (HubAddress, &Here),
) -> Result<(), Trouble> {
    let (nonce, addresses) = (shop.chance.token(), (here.addresses)());
    let proof = access::proof(&nonce, &addresses.join(" "), digest);
    let asks = Returning { nonce, addresses, proof };
    let body = serde_json::to_vec(&asks).map_err(io::Error::from)?;
    let path = format!("/api/v1/standbys/{}/heir", row.node);
    let sent = Sent { path: &path, kind: "application/json", body, head: &[] };
    let heir: Heir = talk::understood(&Wire::new(at).post(sent).await?)?;
    let packed = hex::decode(&heir.batch).map_err(io::Error::other)?;
    leader::step_down(shop, row, (&heir.signature, &packed)).await?;
    Ok(())
}

/// A laptop from which this one took over is back, and proves by this machine's token that it is
/// the one that was followed. It hears that it was; its new address is kept.
pub async fn answer(
    shop: &Shop,
    standbys: &Standbys,
    (named, it): (NodeId, Returning),
) -> Result<Heir, Refusal> {
    let own = shop.desk.origin();
    let mut db = shop.read().await?;
    let leader = succession::store::leader(&mut db, own).await?;
    let leads = node::store::standing(&mut db, own).await?.took_over;
    drop(db);
    let leader = leader.filter(|_| leads && named == own).ok_or_else(no_heir)?;
    let digest = access::digest(&leader.token);
    if access::proof(&it.nonce, &it.addresses.join(" "), &digest) != it.proof {
        // Only who cannot prove it is counted: strangers keep no laptop from hearing.
        let few = standbys.tries.take(shop.clock.now(), TRIES);
        return Err(if few { no_heir() } else { Refusal::too_many(1) });
    }
    let plain = leader.address.starts_with("http:");
    let fits = |at: &&String| plain || at.starts_with("https:");
    let parsed = it.addresses.iter().filter(fits).filter_map(|at| at.parse::<HubAddress>().ok());
    let at = parsed.map(|at| at.text()).next().filter(|at| *at != leader.address);
    if let Some(at) = at {
        shop.desk
            .local(move |db| Box::pin(async move { succession::store::found(db, &at).await }))
            .await?;
    }
    let failed = |trouble: Trouble| Refusal::Failed(format!("{trouble:?}"));
    let (packed, signature) = first_entries(shop).await.map_err(failed)?;
    Ok(Heir { batch: hex::encode(packed), signature })
}

fn no_heir() -> Refusal {
    Refusal::NotFound(Say::new("Máy này không thay máy đó", "It did not take over from that one"))
}
