//! What sign-in needs while the desk cannot write: sessions that were opened or ended, when they
//! were used. It is kept in memory and written as soon as it can be; a restart before that forgets
//! it, and who signed in meanwhile does so again.

use crate::{
    base::{clock::Ms, refusal::Refusal},
    desk::{book::Shop, condition::writable},
    staff::access::store::{self, Session},
};
use std::{
    borrow::Borrow,
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{sync::Notify, task::AbortHandle, time::Duration};

/// At most this many of each are kept; whoever comes after them waits for the disk.
const MOST: usize = 5_000;

/// After a write that failed though the desk can write, it is tried again this much later.
const AGAIN: Duration = Duration::from_secs(1);

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
    /// Rung when something is kept: by then the desk may write again.
    more: Arc<Notify>,
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
        let (kept, more) = (Arc::<Mutex<Kept>>::default(), Arc::<Notify>::default());
        let running = tokio::spawn(follow(shop, kept.clone(), more.clone())).abort_handle();
        Meanwhile { kept, more, _running: Arc::new(Running(running)) }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut locked(&self.kept))
    }

    /// Keeps something, to be written as soon as it can be.
    fn keep<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        let done = self.with(work);
        self.more.notify_one();
        done
    }

    /// Opens a session.
    pub fn open(&self, digest: &[u8], session: Session, refusal: Refusal) -> Result<(), Refusal> {
        self.keep(|kept| {
            room(&kept.opened, digest, refusal)?;
            kept.opened.insert(digest.to_vec(), session);
            Ok(())
        })
    }

    /// Ends a session.
    pub fn end(&self, digest: &[u8], refusal: Refusal) -> Result<(), Refusal> {
        self.keep(|kept| {
            let opened = kept.opened.remove(digest).is_some();
            if !opened && kept.ended.len() >= MOST {
                return Err(refusal);
            }
            // One that was opened here may be on its way into the book at this moment.
            kept.ended.insert(digest.to_vec());
            Ok(())
        })
    }

    /// Notes that a session was used.
    pub fn touch(&self, digest: &[u8], now: Ms) {
        self.keep(|kept| {
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

/// Writes what is kept as soon as the desk can write.
async fn follow(shop: Shop, kept: Arc<Mutex<Kept>>, more: Arc<Notify>) {
    let condition = shop.desk.condition();
    loop {
        more.notified().await;
        writable(condition.clone()).await;
        if condition.has_changed().is_err() {
            return;
        }
        let rows = locked(&kept).clone();
        let done = rows.clone();
        match write(&shop, rows).await {
            Ok(()) => locked(&kept).written(&done),
            Err(refusal) => {
                tracing::info!(?refusal, "sign-ins are still kept in memory");
                tokio::time::sleep(AGAIN).await;
                more.notify_one();
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{clock::Clock, id::Chance};

    const NOW: i64 = 1_780_471_920_000;

    /// Waits until nothing is kept in memory.
    async fn written(meanwhile: &Meanwhile) {
        for _ in 0..200 {
            if meanwhile.with(|kept| kept.opened.len() + kept.used.len() + kept.ended.len()) == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("it stays in memory until the next outage");
    }

    #[tokio::test]
    async fn what_comes_after_the_disk_came_back_is_written_too() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::by(|| Ms(NOW));
        let shop = Shop::open(folder.path(), clock, Chance::seeded(11)).await.unwrap();
        let meanwhile = Meanwhile::start(shop.clone());
        let session = (vec![2; 16], None, NOW, NOW);
        let book = async || {
            let mut db = shop.read().await.unwrap();
            store::ask_session(&[1; 32]).fetch::<Session>(&mut db).await.unwrap().pop()
        };
        // Refused while the disk was full; by now the desk writes.
        meanwhile.open(&[1; 32], session.clone(), Refusal::Busy).unwrap();
        written(&meanwhile).await;
        assert_eq!(book().await, Some(session), "a reset of the PIN ends it with all others");
        meanwhile.end(&[1; 32], Refusal::Busy).unwrap();
        written(&meanwhile).await;
        assert_eq!(book().await, None, "a restart does not undo it");
    }
}
