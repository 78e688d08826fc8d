//! Live totals: a whole snapshot at a journal position, never a delta, so that a viewer who missed
//! some loses nothing. It follows the journal's head; a sale knows nothing of it.

pub mod attention;
pub mod display;
pub mod leaving;
pub mod news;
pub mod snapshot;
pub mod store;
#[cfg(test)]
mod tests;

use crate::{
    base::{
        clock::{DAY, HOUR, Ms},
        id::FairId,
        money::Money,
        quantity::Quantity,
        refusal::Refusal,
        share::{Share, per},
    },
    desk::book::Shop,
    fair::store::FairRow,
    journal,
};
use serde::Serialize;
use snapshot::Snapshot;
use sqlx::{Connection, SqliteConnection};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::watch;

/// How often the clock is looked at, for the full hour; it may be put right, or have slept.
const LOOK: Duration = Duration::from_secs(2);
/// Snapshots of one fair come no closer than this: a person sees no more, and each is sent to every
/// board that is open.
const PAUSE: Duration = Duration::from_millis(600);
/// A viewer whose turn to read the first totals does not come by then is told to ask again.
const TURN: Duration = Duration::from_secs(10);
/// Booths and products on the board.
const BEST: i64 = 6;

/// A fair's totals at a journal position.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Totals {
    /// The journal's position.
    pub pos: i64,
    /// When they were read, epoch ms.
    pub at: Ms,
    /// The fair's code.
    pub fair: String,
    /// The fair's name.
    pub fair_name: String,
    /// Which day of the fair this is, counted from 1; none outside its days.
    pub day_no: Option<i64>,
    /// How many days it has; none for a permanent sales point.
    pub days: Option<i64>,
    /// Booths.
    pub booths: i64,
    /// Booths that sold something today.
    pub booths_selling: i64,
    /// Today.
    pub today: Figures,
    /// All days.
    pub overall: Figures,
    /// Yesterday's full hours until now: what today is compared with.
    pub yesterday: Figures,
    /// Today's full hours, to be compared with yesterday's.
    pub full_hours: Figures,
    /// Today's hours.
    pub by_hour: Vec<Hour>,
    /// Today's zones.
    pub by_zone: Vec<Zone>,
    /// Today's best booths.
    pub best_booths: Vec<Booth>,
    /// Today's best products.
    pub best_products: Vec<Product>,
    /// Transfers that the bank has not confirmed.
    pub waiting: i64,
    /// Đồng of those.
    pub waiting_amount: Money,
    /// Today's sales that someone should look at.
    pub flagged: i64,
    /// When the newest entry was written.
    pub newest: Ms,
}

impl Totals {
    /// What tells one snapshot from another: the same book has other figures of today after
    /// midnight, and others to compare with after each full hour. The event id of the stream.
    pub fn mark(&self) -> String {
        format!("{}.{}", self.pos, hour_of(self.at))
    }
}

fn hour_of(at: Ms) -> i64 {
    at.0.div_euclid(HOUR)
}

/// Figures of some days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Đồng.
    pub revenue: Money,
    /// Sales less voids.
    pub sales: i64,
    /// Visits.
    pub visits: i64,
    /// Đồng for each visit.
    pub spend_per_visit: Money,
    /// Otherwise than in cash, of all payments.
    pub cashless_share: Share,
    /// Sales for each visit.
    pub conversion: Share,
}

impl From<store::Sums> for Figures {
    fn from(sums: store::Sums) -> Figures {
        Figures {
            revenue: Money(sums.revenue),
            sales: sums.sales,
            visits: sums.visits,
            spend_per_visit: Money(per(sums.revenue, sums.visits)),
            cashless_share: Share::of(sums.cashless, sums.tendered),
            conversion: Share::of(sums.sales, sums.visits),
        }
    }
}

/// An hour of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hour {
    /// 0–23.
    pub hour: i64,
    /// Đồng.
    pub revenue: Money,
    /// Visits.
    pub visits: i64,
}

/// A zone's part of today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Zone {
    /// Zone word.
    pub zone: String,
    /// Đồng.
    pub revenue: Money,
    /// Of today's revenue.
    pub share: Share,
}

/// A booth's part of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Booth {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Sales less voids.
    pub sales: i64,
    /// Đồng.
    pub revenue: Money,
}

/// A product's part of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Product {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Thousandths.
    pub quantity: Quantity,
    /// Đồng.
    pub revenue: Money,
}

/// Reads a fair's totals at `now`, in one read transaction.
pub async fn totals(db: &mut SqliteConnection, fair: &FairRow, now: Ms) -> sqlx::Result<Totals> {
    let mut reading = db.begin().await?;
    let db = &mut *reading;
    let (today, before) = (now.date().to_string(), Ms(now.0 - DAY).date().to_string());
    let (id, hour) = (fair.id, now.hour());
    let sums = store::sums(db, id, (&today, &today, 24)).await?;
    let (waiting, waiting_amount) = store::waiting(db, id).await?;
    let (booths, booths_selling) = store::open_booths(db, id, &today).await?;
    let (day_no, days) = days(fair, now);
    let totals = Totals {
        pos: journal::store::last_pos(db).await?,
        at: now,
        fair: fair.code.clone(),
        fair_name: fair.name.clone(),
        day_no,
        days,
        booths,
        booths_selling,
        today: sums.into(),
        overall: store::sums(db, id, ("0000-01-01", "9999-12-31", 24)).await?.into(),
        yesterday: store::sums(db, id, (&before, &before, hour)).await?.into(),
        full_hours: store::sums(db, id, (&today, &today, hour)).await?.into(),
        by_hour: store::hours(db, id, &today).await?.into_iter().map(as_hour).collect(),
        by_zone: zones(store::zones(db, id, &today).await?, sums.revenue),
        best_booths: store::booths(db, id, &today, BEST).await?.into_iter().map(as_booth).collect(),
        best_products: store::products(db, id, &today, BEST)
            .await?
            .into_iter()
            .map(as_product)
            .collect(),
        waiting,
        waiting_amount: Money(waiting_amount),
        flagged: store::flagged(db, (id, None), &today).await?,
        newest: journal::store::newest(db).await?,
    };
    reading.commit().await?;
    Ok(totals)
}

fn as_hour((hour, revenue, visits): (i64, i64, i64)) -> Hour {
    Hour { hour, revenue: Money(revenue), visits }
}

fn as_booth((code, name, sales, revenue): (String, String, i64, i64)) -> Booth {
    Booth { code, name, sales, revenue: Money(revenue) }
}

fn as_product((name, unit, quantity, revenue): (String, String, i64, i64)) -> Product {
    Product { name, unit, quantity: Quantity(quantity), revenue: Money(revenue) }
}

fn zones(rows: Vec<(String, i64)>, whole: i64) -> Vec<Zone> {
    let zone =
        |(zone, revenue)| Zone { zone, revenue: Money(revenue), share: Share::of(revenue, whole) };
    rows.into_iter().map(zone).collect()
}

/// Which day of the fair `now` is, and how many it has.
fn days(fair: &FairRow, now: Ms) -> (Option<i64>, Option<i64>) {
    let start = fair.starts_on.parse().map(Ms::start_of);
    let end = fair.ends_on.as_deref().and_then(|end| end.parse().ok()).map(Ms::start_of);
    let (Ok(start), Some(end)) = (start, end) else { return (None, None) };
    let all = (end.0 - start.0) / DAY + 1;
    let day = (now.0 - start.0).div_euclid(DAY) + 1;
    ((1..=all).contains(&day).then_some(day), Some(all))
}

/// Hands out the streams of totals: one task for each fair that someone watches.
#[derive(Clone)]
pub struct Live {
    shop: Shop,
    watched: Arc<Mutex<HashMap<FairId, watch::Sender<Arc<Snapshot>>>>>,
    /// Whose turn it is to read the first totals of a fair.
    first: Arc<tokio::sync::Mutex<()>>,
}

impl Live {
    /// Nobody watches yet.
    pub fn new(shop: Shop) -> Live {
        Live { shop, watched: Arc::default(), first: Arc::default() }
    }

    /// The totals of a fair, now and whenever the book changes. The first ones are there at once:
    /// of many boards that come back together one reads them, and the others join it.
    pub async fn watch(&self, fair: FairId) -> Result<watch::Receiver<Arc<Snapshot>>, Refusal> {
        if let Some(known) = self.join(fair) {
            return Ok(known);
        }
        let turn = tokio::time::timeout(TURN, self.first.lock()).await;
        let _turn = turn.map_err(|_| Refusal::Busy)?;
        if let Some(known) = self.join(fair) {
            return Ok(known);
        }
        let mut head = self.shop.desk.head();
        // Seen before the first totals are read: what is committed after this line wakes the task.
        head.mark_unchanged();
        let first = self.read(fair).await?;
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let (sender, receiver) = watch::channel(first);
        watched.insert(fair, sender.clone());
        tokio::spawn(self.clone().follow(fair, sender, head));
        Ok(receiver)
    }

    /// How many fairs are watched.
    #[cfg(test)]
    fn fairs_watched(&self) -> usize {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn join(&self, fair: FairId) -> Option<watch::Receiver<Arc<Snapshot>>> {
        let watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        watched.get(&fair).map(watch::Sender::subscribe)
    }

    /// The totals of a fair as its viewers see them; read anew where nobody watches.
    pub async fn now(&self, fair: FairId) -> Result<Arc<Snapshot>, Refusal> {
        match self.join(fair) {
            Some(known) => Ok(known.borrow().clone()),
            None => self.read(fair).await,
        }
    }

    async fn read(&self, fair: FairId) -> Result<Arc<Snapshot>, Refusal> {
        let mut db = self.shop.read_to_follow().await?;
        let Some(row) = crate::fair::store::fair(&mut db, &fair.bytes()).await? else {
            return Err(Refusal::no_fair());
        };
        let totals = totals(&mut db, &row, self.shop.clock.now()).await?;
        Ok(Arc::new(Snapshot::new(totals)))
    }

    /// Sends new totals after each change of the book and at each full hour, until nobody watches.
    async fn follow(
        self,
        fair: FairId,
        sender: watch::Sender<Arc<Snapshot>>,
        mut head: watch::Receiver<i64>,
    ) {
        loop {
            tokio::select! {
                () = sender.closed() => {
                    if self.leave(fair, &sender) {
                        return;
                    }
                }
                changed = head.changed() => {
                    if changed.is_err() {
                        // The desk is gone; viewers see their stream end.
                        self.watched.lock().unwrap_or_else(PoisonError::into_inner).remove(&fair);
                        return;
                    }
                    if !self.send(fair, &sender).await {
                        head.mark_changed();
                    }
                }
                () = tokio::time::sleep(self.until_the_hour()) => {
                    let told = hour_of(sender.borrow().at);
                    if told != hour_of(self.shop.clock.now()) {
                        self.send(fair, &sender).await;
                    }
                }
            }
        }
    }

    /// Sends what stands now, and pauses; whether it could be read.
    async fn send(&self, fair: FairId, sender: &watch::Sender<Arc<Snapshot>>) -> bool {
        let read = self.read(fair).await;
        let sent = match read {
            Ok(totals) => {
                sender.send_replace(totals);
                true
            }
            Err(refusal) => {
                tracing::warn!(?refusal, "live totals were not read");
                false
            }
        };
        tokio::time::sleep(PAUSE).await;
        sent
    }

    fn until_the_hour(&self) -> Duration {
        let left = HOUR - self.shop.clock.now().0.rem_euclid(HOUR);
        LOOK.min(Duration::from_millis(left.unsigned_abs()))
    }

    /// Ends the stream of a fair, unless someone came in the last moment.
    fn leave(&self, fair: FairId, sender: &watch::Sender<Arc<Snapshot>>) -> bool {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let nobody = sender.receiver_count() == 0;
        if nobody {
            watched.remove(&fair);
        }
        nobody
    }
}
