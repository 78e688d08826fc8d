//! The readers of the book: connections that cannot write, in lanes of their own, so that a long
//! report waits for reports and never keeps a booth from selling.
//!
//! Architecture invariant: a reader is taken and given back inside one function that awaits only
//! the database; streams and followers' waits never own one (`tests/tidy/readers.rs`).

use super::{FILE, OpenError, opened, options};
use sqlx::{Sqlite, SqlitePool, pool::PoolConnection, sqlite::SqlitePoolOptions};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// A reader that is not free by then is not waited for: whoever asks is told to try again.
const PATIENCE: Duration = Duration::from_secs(1);

/// A start tries so often, as long each time: a laptop that has much to do opens its readers
/// slowly, and a server that gives up over it sells nothing at all.
const STARTS: usize = 60;

/// KiB of the book that each reader may keep; the system's own cache stands behind.
const KEPT: u32 = 4096;

/// What readers are taken for; each lane has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// What devices ask while they sell, and which device it is.
    Selling,
    /// Pages and reports, and whose browser it is.
    Pages,
    /// What follows the journal: the board, the tills' news, who may still listen.
    Following,
}

impl Lane {
    /// All of them.
    pub const ALL: [Lane; 3] = [Lane::Selling, Lane::Pages, Lane::Following];

    /// The lane's word in the counters.
    pub fn as_str(self) -> &'static str {
        match self {
            Lane::Selling => "selling",
            Lane::Pages => "pages",
            Lane::Following => "following",
        }
    }

    /// Readers at once: a laptop has few cores, and queries are short.
    fn size(self) -> u32 {
        match self {
            Lane::Selling | Lane::Pages => 4,
            Lane::Following => 2,
        }
    }
}

/// How often readers of a lane were taken since the program began, and how often none was free in
/// time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Readers taken.
    pub taken: u64,
    /// Readers asked for in vain.
    pub timeouts: u64,
}

#[derive(Debug, Default)]
struct Counts {
    taken: AtomicU64,
    timeouts: AtomicU64,
}

/// The readers of one book; clones share them.
#[derive(Debug, Clone)]
pub struct Readers {
    pools: [SqlitePool; 3],
    counts: Arc<[Counts; 3]>,
}

impl Readers {
    /// Readers of the book in `folder`; no lane has more than `most` of them, where that is said.
    pub async fn open(folder: &Path, most: Option<u32>) -> Result<Readers, OpenError> {
        let [selling, pages, following] = Lane::ALL.map(|lane| pool(folder, lane, most));
        let pools = [selling.await?, pages.await?, following.await?];
        Ok(Readers { pools, counts: Arc::default() })
    }

    /// A reader of a lane. `PoolTimedOut` when none is free within a second.
    pub async fn take(&self, lane: Lane) -> sqlx::Result<PoolConnection<Sqlite>> {
        let at = lane as usize;
        let taken = self.pools[at].acquire().await;
        let counts = &self.counts[at];
        match &taken {
            Ok(_) => counts.taken.fetch_add(1, Ordering::Relaxed),
            Err(sqlx::Error::PoolTimedOut) => counts.timeouts.fetch_add(1, Ordering::Relaxed),
            Err(_) => 0,
        };
        taken
    }

    /// Closes them all, when those that are taken have been given back.
    pub async fn close(&self) {
        for pool in &self.pools {
            pool.close().await;
        }
    }

    /// What was counted of a lane.
    pub fn taken(&self, lane: Lane) -> Taken {
        let counts = &self.counts[lane as usize];
        Taken {
            taken: counts.taken.load(Ordering::Relaxed),
            timeouts: counts.timeouts.load(Ordering::Relaxed),
        }
    }
}

async fn pool(folder: &Path, lane: Lane, most: Option<u32>) -> sqlx::Result<SqlitePool> {
    let most = most.map_or(lane.size(), |most| most.min(lane.size()));
    let options = options(&folder.join(FILE)).read_only(true);
    let options = options.pragma("cache_size", format!("-{KEPT}"));
    let pool = SqlitePoolOptions::new()
        .max_connections(most)
        .acquire_timeout(PATIENCE)
        // A connection to a file does not go stale; one that was given up might not be had again
        // when the machine has no file handle left.
        .min_connections(most)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(|db, _| Box::pin(opened(db)));
    for _ in 1..STARTS {
        match pool.clone().connect_with(options.clone()).await {
            Err(sqlx::Error::PoolTimedOut) => {}
            done => return done,
        }
    }
    pool.connect_with(options).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db, folder::lock::Lock};
    use sqlx::{Connection, SqliteConnection, sqlite::SqliteLockingMode};

    #[tokio::test]
    async fn a_start_waits_longer_for_its_readers_than_a_page_does() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Lock::take(folder.path()).unwrap();
        db::writer(&lock).await.unwrap().close().await.unwrap();
        // Somebody is in the way for longer than a page waits.
        let alone = options(&folder.path().join(FILE)).locking_mode(SqliteLockingMode::Exclusive);
        let mut held = SqliteConnection::connect_with(&alone).await.unwrap();
        db::copy_log(&mut held).await.unwrap();
        let goes = tokio::spawn(async move {
            tokio::time::sleep(3 * PATIENCE).await;
            held.close().await.unwrap();
        });
        let readers = Readers::open(folder.path(), Some(1)).await.unwrap();
        assert!(readers.take(Lane::Pages).await.is_ok());
        goes.await.unwrap();
    }
}
