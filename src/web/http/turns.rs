//! What takes turns, so that a hundred phones that come back together queue here and not before
//! the readers and the writer, where sales pass.

use crate::base::refusal::Refusal;
use std::{sync::Arc, time::Duration};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Tills that are loaded at once.
const TILLS: usize = 2;
/// A phone whose turn does not come by then is told to ask again.
const WAIT: Duration = Duration::from_secs(10);

/// The turns; clones share them.
#[derive(Debug, Clone)]
pub struct Turns {
    tills: Arc<Semaphore>,
    notes: Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Turns {
        Turns { tills: Arc::new(Semaphore::new(TILLS)), notes: Arc::new(Semaphore::new(1)) }
    }
}

impl Turns {
    /// A turn to load a till; `Busy` when it does not come.
    pub async fn till(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        let turn = tokio::time::timeout(WAIT, self.tills.acquire()).await;
        turn.map_err(|_| Refusal::Busy)?.map_err(|_| Refusal::Busy)
    }

    /// A turn to note that a session is used; none while another is noted, for the next request of
    /// the session can do it as well.
    pub fn note(&self) -> Option<SemaphorePermit<'_>> {
        self.notes.try_acquire().ok()
    }
}
