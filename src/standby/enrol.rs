//! The second laptop's side of becoming a standby: it proves itself by the code, gets a copy, and
//! checks it as one that is restored.

use super::{
    Trouble,
    talk::{Enrolled, Enrolling},
};
use crate::{
    backup::restore::{self, Becomes, RECEIVED},
    base::{clock::Clock, id::Chance},
    desk::succession::Leader,
    folder,
    node::key::NodeKey,
    sync::{
        address::HubAddress,
        machine, talk,
        wire::{Sent, Wire},
    },
};
use std::{fs, io, path::Path, time::Duration};
use tokio::time::sleep;

/// The longest copy that is taken, in bytes.
const MOST: u64 = 64 << 30;
/// How often the copy is asked for when the line breaks, and after how long again.
const TRIES: u32 = 10;
const AGAIN: Duration = Duration::from_secs(2);

/// What a person asks for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The first laptop's address.
    pub url: String,
    /// The code that it shows.
    pub code: String,
    /// What this laptop is called; empty: as the system calls it.
    pub name: String,
    /// Secrets may come without encryption.
    pub plain: bool,
}

/// Becomes a standby, in an empty folder. Whom it follows from then on.
pub async fn enrol(
    data: &Path,
    it: &Ask,
    (clock, chance): (&Clock, &Chance),
    progress: impl FnMut(i64),
) -> Result<Leader, Trouble> {
    let at: HubAddress = it.url.parse().map_err(|_| {
        if it.url.trim().starts_with("https:") { Trouble::Address } else { Trouble::Plain }
    })?;
    if at.pin.is_none() && !it.plain {
        return Err(Trouble::Plain);
    }
    restore::empty(data)?;
    let stood = data.exists();
    folder::make(data)?;
    let received = data.join(RECEIVED);
    let done = follow(data, (it, at), (clock, chance), progress).await;
    let _ = fs::remove_file(received);
    if done.is_err() && !stood {
        let _ = fs::remove_dir_all(data);
    }
    done
}

async fn follow(
    data: &Path,
    (it, at): (&Ask, HubAddress),
    (clock, chance): (&Clock, &Chance),
    progress: impl FnMut(i64),
) -> Result<Leader, Trouble> {
    let (key, secret) = NodeKey::draw()?;
    let name = if it.name.is_empty() { machine::name() } else { it.name.clone() };
    let asks = Enrolling { code: it.code.clone(), name, key: key.public() };
    let body = serde_json::to_vec(&asks).map_err(io::Error::from)?;
    let mut wire = Wire::new(at.clone());
    let sent = Sent { path: "/api/v1/standbys", kind: "application/json", body, head: &[] };
    let enrolled: Enrolled = talk::understood(&wire.post(sent).await?)?;
    let Enrolled { node, leader, token, name } = enrolled;
    let leader = Leader { own: node, node: leader, address: at.text(), token, name };
    fetch(data, &mut wire, &leader).await?;
    let becomes = Becomes::Standby(leader.clone());
    let received = data.join(RECEIVED);
    let restored = restore::open(&received, (data, becomes), (clock, chance), progress).await?;
    NodeKey::keep(data, node, &secret)?;
    restored.finish().await?;
    Ok(leader)
}

/// Gets the copy into the folder; a line that breaks is tried again.
async fn fetch(data: &Path, wire: &mut Wire, leader: &Leader) -> Result<(), Trouble> {
    let path = format!("/api/v1/standbys/{}/copy", leader.own);
    let head = [("authorization", format!("Bearer {}", leader.token))];
    let file = data.join(RECEIVED);
    let mut tries = 0;
    loop {
        let _ = fs::remove_file(&file);
        let mut out = folder::create(&file)?;
        let body = b"{}".to_vec();
        let sent = Sent { path: &path, kind: "application/json", body, head: &head };
        tries += 1;
        match wire.save(sent, &mut out, MOST).await {
            Ok((200, _)) => return Ok(out.sync_all()?),
            // Another copy is under way, or it is busy.
            Ok((429 | 503, _)) | Err(_) if tries < TRIES => sleep(AGAIN).await,
            Ok(answer) => return Err(talk::refusal(&answer).into()),
            Err(broken) => return Err(broken.into()),
        }
    }
}
