//! What comes down: a pass that has sent everything asks its hub for what follows the ends of the
//! hub's chains here. Where to go on is the word of this machine's own journal, so that it does not
//! matter who was killed, or what came twice.

use super::{HubRow, Me, Trouble, store, understood};
use crate::{
    base::id::NodeId,
    desk::book::Shop,
    journal::{self, Entry},
    node::key::{self, SIGNATURE},
    sync::{
        batch, charge,
        hub::down,
        talk::{Halted, Wanting},
        wire::{Sent, Wire},
    },
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

/// What came down.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// Entries that are new here.
    pub came: i64,
    /// Fairs that were given to this machine, and which it took.
    pub fairs: usize,
    /// Bytes that travelled.
    pub bytes: usize,
    /// Chains of the hub that cannot be gone on with here.
    pub stopped: Vec<Halted>,
}

/// Takes in what the hub gives down of these chains. A machine that wrote nothing yet asks for
/// nothing: a book begins with its own people.
pub async fn draw(
    shop: &Shop,
    (me, hub): (&Me, &HubRow),
    wire: &mut Wire,
    chains: &[NodeId],
) -> Result<Drawn, Trouble> {
    let (mut drawn, own) = (Drawn::default(), shop.desk.origin());
    let mut db = shop.read_to_follow().await?;
    let line = down::store::own_line(&mut db, own).await?;
    let begun = journal::store::head(&mut db, own).await?.seq > 0;
    drop(db);
    let mut open: Vec<NodeId> = chains.iter().copied().filter(|it| !line.contains(it)).collect();
    while begun && !open.is_empty() {
        let Some(entries) = ask(shop, (me, hub), wire, &open, &mut drawn).await? else { break };
        note(shop, &entries).await?;
        let receipt = shop.desk.receive_down(entries).await?;
        drawn.came += receipt.added;
        // Before the line breaks: this machine stands at the fair, with or without a network.
        drawn.fairs += charge::take_up(shop).await?;
        for it in &receipt.stopped {
            open.retain(|chain| *chain != it.node);
            drawn.stopped.push(Halted::of(it.node, it.seq, &it.why));
        }
        if receipt.added == 0 && receipt.stopped.is_empty() {
            break;
        }
    }
    Ok(drawn)
}

/// Notes that the chains of a batch come from the hub, where that is not known yet. The hub signed
/// the batch: what it only named may be somebody else's word.
async fn note(shop: &Shop, entries: &[Entry]) -> Result<(), Trouble> {
    let known = down::store::drawn(&mut *shop.read_to_follow().await?).await?;
    let chains = entries.iter().map(|it| NodeId::of_bytes(&it.origin));
    let new: BTreeSet<NodeId> = chains.filter(|it| !known.contains(it)).collect();
    let new: Vec<NodeId> = new.into_iter().collect();
    if !new.is_empty() {
        let noted =
            shop.desk.local(move |db| Box::pin(async move { store::note_drawn(db, &new).await }));
        noted.await?;
    }
    Ok(())
}

/// The next batch of these chains; none: there is nothing more.
async fn ask(
    shop: &Shop,
    (me, hub): (&Me, &HubRow),
    wire: &mut Wire,
    open: &[NodeId],
    drawn: &mut Drawn,
) -> Result<Option<Vec<Entry>>, Trouble> {
    let (mut chains, public) = (BTreeMap::new(), {
        let mut db = shop.read_to_follow().await?;
        key::of(&mut db, hub.hub).await?.unwrap_or_default()
    });
    for chain in open {
        let mut db = shop.read_to_follow().await?;
        chains.insert(*chain, journal::store::head(&mut db, *chain).await?.seq);
    }
    let body = serde_json::to_vec(&Wanting { chains }).map_err(io::Error::from)?;
    let said = down::asked(hub.node, &me.machine, &body);
    let head = [
        ("authorization", format!("Bearer {}", hub.token)),
        ("chophien-machine", me.machine.clone()),
        ("chophien-signature", hex::encode(me.key.sign(said.as_bytes()))),
    ];
    let path = format!("/api/v1/journal/{}/down", hub.node);
    let sent = Sent { path: &path, kind: "application/json", body, head: &head };
    let answer = wire.post(sent).await?;
    drawn.bytes += answer.1.len();
    match answer.0 {
        204 => return Ok(None),
        200 => {}
        _ => return Err(understood::<Value>(&answer).err().unwrap_or_else(strange)),
    }
    let Some((signature, packed)) = answer.1.split_at_checked(SIGNATURE) else {
        return Err(strange());
    };
    if !key::holds(&public, down::signed(hub.hub, hub.node, packed).as_bytes(), signature) {
        return Err(strange());
    }
    let packed = packed.to_vec();
    let read = tokio::task::spawn_blocking(move || batch::unpack(&packed));
    let entries = read.await.map_err(io::Error::other)?.map_err(|_| strange())?;
    let of_hub = |it: &Entry| open.contains(&NodeId::of_bytes(&it.origin));
    if entries.iter().all(of_hub) { Ok(Some(entries)) } else { Err(strange()) }
}

/// What came is not what the hub that was joined would say.
fn strange() -> Trouble {
    let said = "Trả lời không mang chữ ký của máy tổng hợp đã kết nối · The answer does not bear \
                the signature of the hub that was joined";
    Trouble::Refused("unsigned".into(), said.into())
}
