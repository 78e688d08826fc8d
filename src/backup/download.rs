//! A copy for whoever downloads it: made in the data folder, one at a time, and gone from there
//! when it was sent or given up. It lies on the book's own disk meanwhile, so it is made only where
//! selling has room enough beside it.

use super::{Made, Passing, Trouble, Whose, write};
use crate::{
    db::{self, halt::Halt},
    desk::{book::Shop, space},
    folder,
};
use std::{fs, io, path::Path};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, oneshot},
    task::spawn_blocking,
};

/// The folder within the data folder.
const FOLDER: &str = "copies";

/// A copy that was made; its file goes with it.
pub struct Download {
    /// What it is.
    pub made: Made,
    _file: Passing,
    _turn: OwnedSemaphorePermit,
}

/// Makes a copy in the data folder, under this name. It ends when nobody waits for it any more, or
/// the program stops. `turn` is given back when the file is gone.
pub async fn hand_out(
    shop: &Shop,
    (name, whose): (String, Whose),
    turn: OwnedSemaphorePermit,
) -> Result<Download, Trouble> {
    let (tell, told) = oneshot::channel();
    tokio::spawn(work(shop.clone(), (name, whose), turn, tell));
    told.await.unwrap_or_else(|error| Err(Trouble::Io(io::Error::other(error))))
}

/// A task of its own, since whoever waits may go away at any moment.
async fn work(
    shop: Shop,
    (name, whose): (String, Whose),
    turn: OwnedSemaphorePermit,
    mut tell: oneshot::Sender<Result<Download, Trouble>>,
) {
    let (halt, stops) = (Halt::default(), shop.halt.clone());
    let (runtime, ends) = (Handle::current(), halt.clone());
    let mut making =
        spawn_blocking(move || runtime.block_on(make(&shop, (&name, whose), turn, &ends)));
    let made = tokio::select! {
        made = &mut making => made,
        () = async { tokio::select! { () = tell.closed() => {} () = stops.wait() => {} } } => {
            halt.give();
            making.await
        }
    };
    // What nobody takes goes with its file.
    let _ = tell.send(made.unwrap_or_else(|error| Err(Trouble::Io(io::Error::other(error)))));
}

async fn make(
    shop: &Shop,
    (name, whose): (&str, Whose),
    turn: OwnedSemaphorePermit,
    halt: &Halt,
) -> Result<Download, Trouble> {
    roomy(shop)?;
    let folder = shop.folder.join(FOLDER);
    folder::make(&folder)?;
    let file = Passing(folder.join(name));
    let made = write((&shop.folder, whose, halt), &folder, &file.0, shop.clock.now()).await?;
    Ok(Download { made, _file: file, _turn: turn })
}

/// Whether a copy of the book leaves as much room as must stay for selling.
fn roomy(shop: &Shop) -> Result<(), Trouble> {
    let size = |file: &Path| file.metadata().map_or(0, |it| it.len());
    let book = shop.folder.join(db::FILE);
    let log = shop.folder.join(format!("{}-wal", db::FILE));
    let photos: u64 = super::travelling(&shop.folder, Whose::Own)?
        .iter()
        .map(|path| size(&shop.folder.join(path)))
        .sum();
    let needed = size(&book) + size(&log) + photos + space::LEAST;
    match shop.disk.free(&shop.folder) {
        Some(free) if free <= needed => Err(Trouble::NoRoomHere),
        _ => Ok(()),
    }
}

/// Removes copies that were being handed out when the program ended.
pub fn sweep(data: &Path) {
    let _ = fs::remove_dir_all(data.join(FOLDER));
}
