//! The book of a laptop that is lost with its backups, out of the hub's: all that it had sent. It
//! is restored like any copy, and goes on in the laptop's place. What never leaves a laptop (PINs,
//! passwords, paired devices, printers) is not in it: its people are let in anew.

use super::Trouble;
use crate::{
    base::{id::NodeId, lang::Say, refusal::Refusal},
    db::{self, halt::Halt},
    desk::chains::excerpt::excerpt,
    journal,
    node::{self, family::Family},
    sync::{
        hub::{down, store},
        upward,
    },
};
use sqlx::Connection;
use std::{collections::BTreeSet, path::Path};

/// Writes the book of `node`, as far as the hub in `data` has it, into `file`, which is empty.
pub async fn fill(data: &Path, file: &Path, node: NodeId, halt: &Halt) -> Result<(), Trouble> {
    let mut hub = db::reader(data).await?;
    halt.ends(&mut hub).await?;
    let own = super::store::origin(&mut hub).await?;
    if journal::store::head(&mut hub, node).await?.seq == 0 {
        return Err(Trouble::Refused(nothing()));
    }
    let line: BTreeSet<NodeId> = store::line_of(&mut hub, node).await?.into_iter().collect();
    // What its hub gave it: of what else came from there it had nothing.
    let mut above = down::store::own_line(&mut hub, own).await?;
    above.extend(down::store::drawn(&mut hub).await?);
    let births = node::store::births(&mut hub).await?;
    let family = Family::of(births, node::store::took_over(&mut hub).await?);
    if family.heir(node).is_some() {
        return Err(Trouble::Refused(followed()));
    }
    let carried = store::carried(&mut hub, node).await?;
    if carried.iter().any(|it| !line.contains(it)) {
        return Err(Trouble::Refused(collects()));
    }
    let keys = node::key::all(&mut hub).await?;
    let mut copy = db::copied(file).await?;
    halt.ends(&mut copy).await?;
    db::migrate(&mut copy).await?;
    let chains: BTreeSet<NodeId> = line.iter().chain(&above).copied().collect();
    excerpt(&mut hub, &mut copy, (node, &chains)).await?;
    upward::store::note_drawn(&mut copy, &above).await?;
    // What the lost laptop signed can be checked where its book goes on.
    for (signer, public) in keys.iter().filter(|it| line.contains(&it.0)) {
        node::key::known(&mut copy, *signer, public).await?;
    }
    hub.close().await?;
    Ok(copy.close().await?)
}

fn nothing() -> Refusal {
    Refusal::NotFound(Say::new(
        "Ở đây chưa có mục nào của máy này",
        "There is no entry of this laptop here",
    ))
}

fn collects() -> Refusal {
    Refusal::Conflict(Say::new(
        "Máy này là máy tổng hợp: hãy khôi phục bản sao lưu của nó, hoặc mở máy tổng hợp mới rồi \
         mời lại các máy",
        "This is a hub: restore its backup, or begin a new one and invite its laptops again",
    ))
}

fn followed() -> Refusal {
    Refusal::Conflict(Say::new(
        "Đã có máy khác thay máy này: hãy lấy sổ của máy đó",
        "Another machine took this one’s place: take the book of that one",
    ))
}
