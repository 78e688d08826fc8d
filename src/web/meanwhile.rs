//! What sign-in needs while the desk cannot write: sessions that were opened or ended, when they
//! were used. It is kept in memory and written as soon as it can be; a restart before that forgets
//! it, and who signed in meanwhile does so again.

use crate::{
    base::{clock::Ms, refusal::Refusal},
    desk::{condition::writable, shop::Shop},
    staff::access::store::{self, Session},
};
use std::{
    borrow::Borrow,
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::task::AbortHandle;

/// At most this many of each are kept; whoever comes after them waits for the disk.
const MOST: usize = 5_000;

/// What is to be written.
#[derive(Default, Clone)]
struct Kept {
    opened: HashMap<Vec<u8>, Session>,
    used: HashMap<Vec<u8>, Ms>,
    ended: HashSet<Vec<u8>>,
}

/// What is kept in memory. Clones share it; its task ends with the last of them.
#[derive(Clone)]
pub struct Meanwhile {
    kept: Arc<Mutex<Kept>>,
    _running: Arc<Running>,
}

/// Stops the task when it is dropped.
struct Running(AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn locked(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Meanwhile {
    /// Nothing is kept yet.
    pub fn start(shop: Shop) -> Meanwhile {
        let kept = Arc::<Mutex<Kept>>::default();
        let running = tokio::spawn(follow(shop, kept.clone())).abort_handle();
        Meanwhile { kept, _running: Arc::new(Running(running)) }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut locked(&self.kept))
    }

    /// Opens a session.
    pub fn open(&self, digest: &[u8], session: Session, refusal: Refusal) -> Result<(), Refusal> {
        self.with(|kept| {
            room(&kept.opened, digest, refusal)?;
            kept.opened.insert(digest.to_vec(), session);
            Ok(())
        })
    }

    /// Ends a session.
    pub fn end(&self, digest: &[u8], refusal: Refusal) -> Result<(), Refusal> {
        self.with(|kept| {
            if kept.opened.remove(digest).is_none() {
                if kept.ended.len() >= MOST {
                    return Err(refusal);
                }
                kept.ended.insert(digest.to_vec());
            }
            Ok(())
        })
    }

    /// Notes that a session was used.
    pub fn touch(&self, digest: &[u8], now: Ms) {
        self.with(|kept| {
            if kept.used.len() < MOST || kept.used.contains_key(digest) {
                kept.used.insert(digest.to_vec(), now);
            }
        });
    }

    /// A session as it stands by the book and by what is kept here.
    pub fn session(&self, digest: &[u8], book: Option<Session>) -> Option<Session> {
        self.with(|kept| {
            let known = book.or_else(|| kept.opened.get(digest).cloned());
            let (person, device, opened, seen) = known.filter(|_| !kept.ended.contains(digest))?;
            let used = kept.used.get(digest).map_or(seen, |used| used.0.max(seen));
            Some((person, device, opened, used))
        })
    }
}

impl Kept {
    /// Forgets what was written.
    fn written(&mut self, done: &Kept) {
        self.used.retain(|digest, at| done.used.get(digest) != Some(at));
        self.opened.retain(|digest, _| !done.opened.contains_key(digest));
        self.ended.retain(|digest| !done.ended.contains(digest));
    }
}

fn room<K, Q, V>(map: &HashMap<K, V>, key: &Q, refusal: Refusal) -> Result<(), Refusal>
where
    K: Hash + Eq + Borrow<Q>,
    Q: Hash + Eq + ?Sized,
{
    if map.len() >= MOST && !map.contains_key(key) { Err(refusal) } else { Ok(()) }
}

/// Writes what is kept whenever the desk can write again.
async fn follow(shop: Shop, kept: Arc<Mutex<Kept>>) {
    let mut condition = shop.desk.condition();
    while condition.changed().await.is_ok() {
        writable(condition.clone()).await;
        condition.mark_unchanged();
        let rows = locked(&kept).clone();
        let done = rows.clone();
        match write(&shop, rows).await {
            Ok(()) => locked(&kept).written(&done),
            // It stays in memory for the next time.
            Err(refusal) => tracing::info!(?refusal, "sign-ins are still kept in memory"),
        }
    }
}

async fn write(shop: &Shop, rows: Kept) -> Result<(), Refusal> {
    let work = shop.desk.revoke(move |db| {
        Box::pin(async move {
            for (digest, (person, device, opened, _)) in &rows.opened {
                store::add_session(db, digest, person, device.as_deref(), Ms(*opened)).await?;
            }
            for (digest, at) in &rows.used {
                store::touch_session(db, digest, *at).await?;
            }
            for digest in &rows.ended {
                store::drop_session(db, digest).await?;
            }
            Ok(())
        })
    });
    work.await
}
