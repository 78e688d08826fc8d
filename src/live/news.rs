//! What moved for the tills. One task reads what the journal's head brought; every till's stream
//! hears of it here and reads nothing itself.

use crate::{
    base::{id::BoothId, outage::Outage, refusal::Refusal},
    desk::book::Shop,
    fair::news::store::moved,
};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{sync::watch, task::AbortHandle};

/// The journal is read no more often than this.
const PAUSE: Duration = Duration::from_secs(1);

/// How far the journal is known, and where the last news of each booth stands in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heads {
    /// Everything up to this position is known here.
    pub pos: i64,
    /// What came before this position was never read here: it may hold news.
    from: i64,
    all: i64,
    booths: Arc<HashMap<BoothId, i64>>,
}

impl Heads {
    /// Everything up to `pos` may be news.
    fn at(pos: i64) -> Heads {
        Heads { pos, from: pos, ..Heads::default() }
    }

    /// Whether the tills of a booth that know everything up to `since` should ask what changed.
    pub fn news(&self, booth: BoothId, since: i64) -> bool {
        let own = self.booths.get(&booth).copied().unwrap_or_default();
        since < self.from || since < self.all.max(own)
    }

    /// The position of the last news that concern every booth: goods, fairs, people, devices.
    pub fn of_all(&self) -> i64 {
        self.all
    }

    /// After the entries up to `upto` were read: where the news among them stand, and whose they
    /// are (nobody's: everyone's).
    fn take(&mut self, upto: i64, rows: Vec<(Option<Vec<u8>>, i64)>) {
        self.pos = upto;
        for (booth, pos) in rows {
            self.pos = self.pos.max(pos);
            let known = match booth {
                None => &mut self.all,
                Some(booth) => {
                    let booths = Arc::make_mut(&mut self.booths);
                    booths.entry(BoothId::of_bytes(&booth)).or_default()
                }
            };
            *known = pos.max(*known);
        }
    }
}

/// The tills' news; clones share them. Their task ends with the last of them.
#[derive(Clone)]
pub struct News {
    heads: watch::Receiver<Heads>,
    _following: Arc<Following>,
}

/// Stops the task when it is dropped.
struct Following(AbortHandle);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl News {
    /// Follows the journal from its present head.
    pub fn start(shop: Shop) -> News {
        let head = shop.desk.head();
        let (told, heads) = watch::channel(Heads::at(*head.borrow()));
        let following = tokio::spawn(follow(shop, head, told)).abort_handle();
        News { heads, _following: Arc::new(Following(following)) }
    }

    /// How far the journal is known, now and whenever it is known further.
    pub fn heads(&self) -> watch::Receiver<Heads> {
        self.heads.clone()
    }
}

async fn follow(shop: Shop, mut head: watch::Receiver<i64>, told: watch::Sender<Heads>) {
    loop {
        let (known, upto) = (told.borrow().pos, *head.borrow_and_update());
        let read = match known < upto {
            true => read(&shop, known).await.map(|rows| told.send_modify(|it| it.take(upto, rows))),
            false => Ok(()),
        };
        if matches!(read, Err(Refusal::CannotWrite(Outage::Damaged))) {
            // This is the first who reads what was written: a book that was written over by another
            // program takes new entries for a while.
            shop.desk.damaged().await;
            return std::future::pending().await;
        }
        if let Err(refusal) = &read {
            tracing::warn!(?refusal, "the tills' news were not read");
        }
        tokio::time::sleep(PAUSE).await;
        // What was not read is read after the pause, whether or not more has come.
        if read.is_ok() && head.changed().await.is_err() {
            return;
        }
    }
}

async fn read(shop: &Shop, since: i64) -> Result<Vec<(Option<Vec<u8>>, i64)>, Refusal> {
    let mut db = shop.read_to_follow().await?;
    Ok(moved(&mut db, since).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn booth(n: u128) -> BoothId {
        BoothId(Uuid::from_u128(n))
    }

    #[test]
    fn a_till_hears_of_news_once_and_of_none_that_it_knows() {
        let (mine, other) = (booth(1), booth(2));
        let mut heads = Heads::at(10);
        assert!(heads.news(mine, 9), "what came before the program began may be news");
        assert!(!heads.news(mine, 10));
        heads.take(14, vec![(Some(mine.bytes()), 12)]);
        assert!(heads.news(mine, 11) && !heads.news(mine, 12) && !heads.news(other, 11));
        heads.take(20, vec![(None, 17), (Some(mine.bytes()), 15)]);
        assert!(heads.news(mine, 16) && heads.news(other, 16) && !heads.news(other, 17));
        // An entry that came while it was read is known too.
        heads.take(20, vec![(Some(other.bytes()), 21)]);
        assert_eq!(heads.pos, 21);
    }
}
