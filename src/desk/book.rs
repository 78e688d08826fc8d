//! An opened data folder: the desk, the readers, and where time and chance come from. What every
//! follower, page and command of the program is handed.

use super::{
    Desk,
    chains::admit,
    command::{Answer, Command, Envelope},
    writer::Place,
};
use crate::{
    base::{
        clock::Clock,
        id::{Chance, CommandId, NodeId},
        refusal::Refusal,
    },
    catalog::photo::{self, folder::Photos},
    db::{
        self,
        halt::Halt,
        readers::{Lane, Readers},
    },
    disk::Disk,
    folder::lock::Lock,
    journal,
    node::{self, key::NodeKey},
};
use sqlx::{Connection, Sqlite, pool::PoolConnection};
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::sync::{OnceCell, Semaphore};

/// The setting that holds this node's id.
pub(super) const NODE: &str = "node";

/// The setting that a book has which received other machines' entries before it wrote any: it
/// holds the node's id.
pub const RECEIVES: &str = "receives";

/// The setting that a copy of a book has and no book: who sold with it would go on as the node
/// whose copy it is, and give its numbers again.
pub const COPY: &str = "copy";

/// For readers at work when the shop closes.
const READERS_END: Duration = Duration::from_secs(2);

/// The opened book. Clones share it.
#[derive(Clone)]
pub struct Shop {
    /// The one writer.
    pub desk: Desk,
    /// Where the present comes from.
    pub clock: Clock,
    /// Where chance comes from.
    pub chance: Chance,
    /// How much room is left.
    pub disk: Disk,
    /// The data folder.
    pub folder: PathBuf,
    /// The data folder's lock, held until the last clone is gone.
    pub lock: Arc<Lock>,
    /// Given when the program stops: what reads the book for long ends.
    pub halt: Halt,
    /// One file is read at a time.
    pub imports: Arc<Semaphore>,
    /// The photos of goods.
    pub photos: Photos,
    readers: Readers,
    key: Arc<OnceCell<Arc<NodeKey>>>,
}

impl Shop {
    /// Opens (or makes) the book in `folder`, whose lock is taken, and starts the desk. A new
    /// folder gets a node id. A copy put there by hand is refused: it is to be restored.
    pub async fn open(folder: &Path, clock: Clock, chance: Chance) -> Result<Shop, db::OpenError> {
        Shop::open_with(folder, clock, chance, (Disk::system(), None)).await
    }

    /// The same on a disk whose free space somebody else tells, and with not more than so many
    /// readers of each kind.
    pub async fn open_with(
        folder: &Path,
        clock: Clock,
        chance: Chance,
        (disk, readers): (Disk, Option<u32>),
    ) -> Result<Shop, db::OpenError> {
        if let Some(file) = db::rescue::find(folder) {
            return Err(db::OpenError::Rescued(file));
        }
        let lock = Arc::new(Lock::take(folder)?);
        let mut writer = db::writer(&lock).await?;
        if journal::store::setting(&mut writer, COPY).await?.is_some() {
            writer.close().await?;
            return Err(db::OpenError::Copy);
        }
        let origin = node(&mut writer, &clock, &chance).await?;
        let head = journal::store::last_pos(&mut writer).await?;
        if head > 0 && !known(&mut writer, origin).await? {
            writer.close().await?;
            return Err(db::OpenError::Stranger(origin.to_string()));
        }
        let readers = Readers::open(folder, readers).await?;
        let (time, room) = (clock.clone(), disk.clone());
        let place = Place { lock: lock.clone(), origin, clock: time, disk: room };
        let waiting = admit::store::waiting(&mut writer).await?;
        let photos = Photos::of(folder);
        photos.sweep(photos.turn().await, photo::store::named(&mut writer).await?).await;
        let desk = Desk::open(writer, place, head);
        if waiting > 0 {
            desk.settle_soon();
        }
        let (folder, imports) = (folder.to_owned(), Arc::new(Semaphore::new(1)));
        let halt = Halt::default();
        let key = Arc::default();
        let own =
            Shop { desk, clock, chance, disk, folder, lock, halt, imports, photos, readers, key };
        Ok(own)
    }

    /// Ends the desk's work: what it was handed is done and answered, nothing more is taken on, and
    /// the book's file holds everything when this returns.
    pub async fn close(&self) {
        // A reader would keep the log of changes from being emptied.
        let _ = tokio::time::timeout(READERS_END, self.readers.close()).await;
        self.desk.close().await;
    }

    /// A reader for a page or a report. Given back before anything else is waited for; so are the
    /// other two. Refused as busy when none is free within a second.
    pub async fn read(&self) -> Result<PoolConnection<Sqlite>, Refusal> {
        Ok(self.readers.take(Lane::Pages).await?)
    }

    /// A reader for what a device asks while it sells.
    pub async fn read_to_sell(&self) -> Result<PoolConnection<Sqlite>, Refusal> {
        Ok(self.readers.take(Lane::Selling).await?)
    }

    /// A reader for a task that follows the journal.
    pub async fn read_to_follow(&self) -> Result<PoolConnection<Sqlite>, Refusal> {
        Ok(self.readers.take(Lane::Following).await?)
    }

    /// Removes the photos that no product shows any more.
    pub async fn sweep_photos(&self) -> Result<(), Refusal> {
        let turn = self.photos.turn().await;
        let mut db = self.read().await?;
        let named = photo::store::named(&mut db).await?;
        drop(db);
        self.photos.sweep(turn, named).await;
        Ok(())
    }

    /// This machine's key, made when it is first needed: a full disk, say, keeps nobody from
    /// selling.
    pub async fn key(&self) -> io::Result<Arc<NodeKey>> {
        self.key.get_or_try_init(|| self.open_key()).await.cloned()
    }

    async fn open_key(&self) -> io::Result<Arc<NodeKey>> {
        let key = NodeKey::open_aside(&self.folder, self.desk.origin()).await?;
        // Whoever restores a copy of this book can check what this machine signed. Where nothing
        // can be written now, the next start does it.
        let (node, public) = (key.node(), key.public());
        let noted = self.desk.local(move |db| {
            Box::pin(async move { node::key::known(db, node, &public).await.map(drop) })
        });
        let _ = noted.await;
        Ok(key)
    }

    /// The readers, for their counters.
    pub fn readers(&self) -> &Readers {
        &self.readers
    }

    /// Submits a command made on this machine, under a fresh id.
    pub async fn submit(&self, actor: &str, command: Command) -> Result<Answer, Refusal> {
        let at = self.clock.now();
        let uid = CommandId(self.chance.uid(at));
        let (actor, device) = (actor.to_owned(), String::new());
        self.desk.submit(Envelope { uid, at, actor, device, command }).await
    }
}

/// Whether a node is the one whose book it is: the book holds its chain, was begun by receiving
/// others for it, or is that of the machine which it follows.
pub(super) async fn known(db: &mut sqlx::SqliteConnection, node: NodeId) -> sqlx::Result<bool> {
    let receives = journal::store::setting(&mut *db, RECEIVES).await?;
    let begun = receives.is_some_and(|it| it == node.to_string());
    let follows = node::store::keeper(&mut *db, node).await? != node;
    Ok(begun || follows || journal::store::head(db, node).await?.seq > 0)
}

/// This node's id, where the book names one.
pub async fn own(db: &mut sqlx::SqliteConnection) -> sqlx::Result<Option<NodeId>> {
    let known = journal::store::setting(db, NODE).await?;
    Ok(known.and_then(|id| id.parse().ok()))
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
