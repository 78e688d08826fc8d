//! An opened data folder: the desk, the readers, and where time and chance come from. What every
//! follower, page and command of the program is handed.

use super::{
    Desk,
    command::{Answer, Command, Envelope},
};
use crate::{
    base::{
        clock::Clock,
        id::{Chance, CommandId, NodeId},
        refusal::Refusal,
    },
    db, journal,
};
use sqlx::{Sqlite, SqlitePool, pool::PoolConnection};
use std::path::{Path, PathBuf};

const NODE: &str = "node";

/// The opened book. Clones share it.
#[derive(Clone)]
pub struct Shop {
    /// The one writer.
    pub desk: Desk,
    /// Where the present comes from.
    pub clock: Clock,
    /// Where chance comes from.
    pub chance: Chance,
    /// The data folder.
    pub folder: PathBuf,
    readers: SqlitePool,
}

impl Shop {
    /// Opens (or makes) the book in `folder` and starts the desk. A new folder gets a node id.
    pub async fn open(folder: &Path, clock: Clock, chance: Chance) -> Result<Shop, db::OpenError> {
        let mut writer = db::writer(folder).await?;
        let origin = node(&mut writer, &clock, &chance).await?;
        let head = journal::store::last_pos(&mut writer).await?;
        let readers = db::readers(folder).await?;
        let desk = Desk::open(writer, origin, head);
        Ok(Shop { desk, clock, chance, folder: folder.to_owned(), readers })
    }

    /// A connection that can only read.
    pub async fn read(&self) -> Result<PoolConnection<Sqlite>, Refusal> {
        Ok(self.readers.acquire().await?)
    }

    /// Submits a command made on this machine, under a fresh id.
    pub async fn submit(&self, actor: &str, command: Command) -> Result<Answer, Refusal> {
        let at = self.clock.now();
        let uid = CommandId(self.chance.uid(at));
        let (actor, device) = (actor.to_owned(), String::new());
        self.desk.submit(Envelope { uid, at, actor, device, command }).await
    }
}

/// This node's id, made on the first opening of the folder.
pub async fn node(
    db: &mut sqlx::SqliteConnection,
    clock: &Clock,
    chance: &Chance,
) -> sqlx::Result<NodeId> {
    if let Some(known) = journal::store::setting(db, NODE).await? {
        return known.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)));
    }
    let node = NodeId(chance.uid(clock.now()));
    journal::store::set_setting(db, NODE, &node.to_string()).await?;
    Ok(node)
}
