//! After a take-over: the old machine comes back, hears that the fair has moved, and what it wrote
//! last comes here. What both wrote down of one sale stands once (`desk/chains/admit.rs`).

use super::{
    Trouble,
    follow::{ask, bearer, take},
};
use crate::{
    desk::{book::Shop, succession::store::LeaderRow},
    journal,
    sync::{
        batch, hub,
        talk::{self, Taken},
        wire::{Sent, Wire},
    },
};

/// The entries by which a chain begins and takes over.
const FIRST: i64 = 2;

/// Tells the old machine, and takes in what it has; what is left there.
pub async fn succeed(shop: &Shop, (old, wire): (&LeaderRow, &mut Wire)) -> Result<i64, Trouble> {
    tell(shop, (old, wire)).await?;
    loop {
        let told = ask(shop, wire, old, None).await?;
        // It knows by now; should it not, it is told again.
        let followed = told.followed;
        let left = take(shop, old, told).await?;
        if left == 0 {
            return Ok(i64::from(!followed));
        }
    }
}

/// The entries by which this machine took over, packed, and its signature of them: on a line
/// without encryption others may read its token, and cannot stop a machine with it.
pub(super) async fn first_entries(shop: &Shop) -> Result<(Vec<u8>, String), Trouble> {
    let own = shop.desk.origin();
    let first = journal::store::chain(&mut *shop.read_to_follow().await?, own, 0, FIRST).await?;
    let packed = batch::pack(&first)?.bytes;
    let key = shop.key().await?;
    let signature = hex::encode(key.sign(hub::signed(own, "", &packed).as_bytes()));
    Ok((packed, signature))
}

/// Says that this machine took over.
async fn tell(shop: &Shop, (old, wire): (&LeaderRow, &mut Wire)) -> Result<(), Trouble> {
    let (packed, signature) = first_entries(shop).await?;
    let head = [bearer(old), ("chophien-signature", signature)];
    let path = format!("/api/v1/standbys/{}/takeover", old.own);
    let sent = Sent { path: &path, kind: "application/gzip", body: packed, head: &head };
    let taken: Taken = talk::understood(&wire.post(sent).await?)?;
    match taken.stopped.into_iter().next() {
        Some(it) => Err(Trouble::Halted(it)),
        None => Ok(()),
    }
}
