//! Where a copy of a book parted from the book that its hub has: the last entry that both have.
//! Asked when a copy is restored, so that a machine whose data folder was copied does not go on
//! from an entry which the hub will never have (`desk/chains/branch.rs`).

use super::{
    talk::{Shared, Sharing, understood},
    upward::store::{self, HubRow},
    wire::{Sent, Wire},
};
use crate::{
    journal,
    node::{self, family::Place},
};
use sqlx::SqliteConnection;

/// What the hub says of a copy's own line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parting {
    /// The copy's machine has joined no hub.
    Alone,
    /// The hub did not answer so that it could be told.
    Unknown(String),
    /// What the hub has of it is the same.
    Same,
    /// The two differ after this entry.
    After(Place),
}

/// Asks the hub whose address the copy in `book` has.
pub async fn of(book: &mut SqliteConnection) -> sqlx::Result<Parting> {
    let Some(hub) = store::any_hub(&mut *book).await? else { return Ok(Parting::Alone) };
    let Ok(at) = hub.address.parse() else {
        return Ok(Parting::Unknown(hub.address));
    };
    let mut asker = Asker { hub, wire: Wire::new(at) };
    for (chain, until) in node::store::own_line(&mut *book).await? {
        match asker.parted(&mut *book, (chain, until)).await? {
            Ok(Some(point)) => return Ok(Parting::After(point)),
            Ok(None) => {}
            Err(why) => return Ok(Parting::Unknown(why)),
        }
    }
    Ok(Parting::Same)
}

struct Asker {
    hub: HubRow,
    wire: Wire,
}

impl Asker {
    /// The last entry of a chain that the hub has as it stands here, where the two differ after it;
    /// none: as far as the hub has it, it is the same. Once two books differ they differ for good:
    /// each entry holds the hash of the one before it.
    async fn parted(
        &mut self,
        book: &mut SqliteConnection,
        (chain, until): Place,
    ) -> sqlx::Result<Result<Option<Place>, String>> {
        let last = journal::store::head(&mut *book, chain).await?.seq.min(until);
        let (mut same, mut seq, mut other) = (0, 1, last + 1);
        let mut end = last;
        while other - same > 1 {
            let hash = journal::store::hash_at(&mut *book, &chain.bytes(), seq).await?;
            match self.ask((chain, seq), hash.map(hex::encode).unwrap_or_default()).await {
                Ok(Shared { same: true, end: there }) => {
                    (same, end) = (seq, there);
                    // What the hub has not yet says nothing.
                    other = other.min(there + 1);
                }
                Ok(_) => other = seq,
                Err(why) => return Ok(Err(why)),
            }
            seq = i64::midpoint(same, other);
        }
        let parted = same > 0 && same < end.min(last);
        Ok(Ok(parted.then_some((chain, same))))
    }

    async fn ask(&mut self, (chain, seq): Place, hash: String) -> Result<Shared, String> {
        let body = serde_json::to_vec(&Sharing { chain, seq, hash });
        let body = body.map_err(|error| error.to_string())?;
        let head = [("authorization", format!("Bearer {}", self.hub.token))];
        let path = format!("/api/v1/journal/{}/shared", self.hub.node);
        let sent = Sent { path: &path, kind: "application/json", body, head: &head };
        let answer = self.wire.post(sent).await.map_err(|broken| broken.say().en)?;
        understood(&answer).map_err(|(_, said)| said)
    }
}
