//! Taking up what waits: entries that go before what stands are kept, and what they overtake stands
//! until the whole book is projected anew. That is done for all of them at once, when their sender
//! has had time to send the rest, and never takes more than a small part of the time.

use super::{admit, anew};
use crate::{base::refusal::Refusal, db, desk::Desk, disk::Disk};
use std::{
    path::PathBuf,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::Duration,
};
use tokio::time::{Instant, sleep};

/// So long a sender has time to send more of the same.
const PATIENCE: Duration = Duration::from_secs(15);
/// Of twenty seconds, one.
const SHARE: u32 = 20;
/// After a failure it is tried again so much later.
const AGAIN: Duration = Duration::from_secs(60);

/// Bytes that stay free beside it.
const SPARE: u64 = 64 << 20;

/// When what waits is taken up.
pub struct Settling {
    planned: AtomicBool,
    /// Milliseconds that it took last.
    took: AtomicU64,
    disk: Disk,
    folder: PathBuf,
}

impl Settling {
    /// For the book in a folder.
    pub fn new(disk: Disk, folder: PathBuf) -> Settling {
        Settling { planned: AtomicBool::default(), took: AtomicU64::default(), disk, folder }
    }
}

impl Desk {
    /// Takes up what waits, now. How many entries that were.
    pub async fn settle(&self) -> Result<i64, Refusal> {
        let (own, settling) = (self.origin, self.settling.clone());
        let began = Instant::now();
        let taken = self.local(move |db| {
            Box::pin(async move {
                let waiting = admit::store::waiting(&mut *db).await?;
                // The log of changes may grow to the size of the book.
                let need = db::size(&mut *db).await?.saturating_add(SPARE);
                match settling.disk.free(&settling.folder) {
                    _ if waiting == 0 => {}
                    Some(free) if free < need => return Ok(Err(need)),
                    _ => anew::project(db, own).await?,
                }
                Ok(Ok(waiting))
            })
        });
        let taken = taken.await?;
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.settling.took.store(took, Ordering::Relaxed);
        taken.map_err(|need| {
            let need = need >> 20;
            Refusal::Failed(format!("{need} MB must be free to project the book anew"))
        })
    }

    /// What was entered here may have been named by what is beyond, which waits now.
    pub(in crate::desk) async fn settle_revived(&self) {
        let waiting = self.local(|db| Box::pin(admit::store::waiting(db))).await;
        if waiting.is_ok_and(|it| it > 0) {
            self.settle_soon();
        }
    }

    /// Takes up what waits, soon.
    pub(in crate::desk) fn settle_soon(&self) {
        let took = Duration::from_millis(self.settling.took.load(Ordering::Relaxed));
        self.settle_after(PATIENCE.max(took.saturating_mul(SHARE)));
    }

    fn settle_after(&self, pause: Duration) {
        if self.settling.planned.swap(true, Ordering::Relaxed) {
            return;
        }
        let desk = self.clone();
        tokio::spawn(async move {
            sleep(pause).await;
            // What comes from now on plans for itself.
            desk.settling.planned.store(false, Ordering::Relaxed);
            match desk.settle().await {
                Ok(_) => {}
                // The desk is closed, or has much to do.
                Err(Refusal::Busy) if desk.jobs.is_closed() => {}
                Err(refusal) => {
                    tracing::error!(?refusal, "what waits could not be taken up");
                    desk.settle_after(AGAIN);
                }
            }
        });
    }
}
