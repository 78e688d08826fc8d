//! What a rehearsal saw: every receipt, and whatever did not go as it should.

use super::{histogram::Histogram, wire::Broken};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Figures that are told while it runs.
#[derive(Debug, Default)]
pub struct Progress {
    /// Sales that were due.
    pub due: AtomicU64,
    /// Sales that were acknowledged.
    pub sold: AtomicU64,
    /// Requests without an answer, or with a failure.
    pub errors: AtomicU64,
}

/// Kinds of errors with how often each came.
pub type Errors = BTreeMap<String, u64>;

/// What one booth sold, as its receipts say.
#[derive(Debug, Clone, Default)]
pub struct Booth {
    /// The numbers of its receipts.
    pub numbers: BTreeSet<i64>,
    /// Sales.
    pub sales: i64,
    /// Đồng.
    pub revenue: i64,
}

/// What happened.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Sales that were due.
    pub due: u64,
    /// Sales that were refused for good.
    pub refused: u64,
    /// Sales that had no answer to the end.
    pub unanswered: u64,
    /// Sales that were sent again after their answer, and answered the same.
    pub resent: u64,
    /// From when a sale was due to its receipt.
    pub sales: Histogram,
    /// From a phone's opening to its goods.
    pub opened: Histogram,
    /// The same for phones that came back while sales arrived.
    pub returned: Histogram,
    /// What broke or was refused, and was tried again where a till does so.
    pub errors: Errors,
    /// Answers that contradict what was sold.
    pub wrong: Vec<String>,
    /// By the booth's code.
    pub booths: BTreeMap<String, Booth>,
    /// Đồng by way of paying.
    pub tenders: BTreeMap<&'static str, i64>,
    /// Units by the product's uid.
    pub units: BTreeMap<String, i64>,
    /// Visits that were counted.
    pub visits: i64,
    /// Messages that tills and viewers heard.
    pub heard: u64,
    /// Connections of strangers that the server ended.
    pub sent_away: u64,
    progress: Arc<Progress>,
}

impl Tally {
    /// Nothing yet.
    pub fn new(progress: Arc<Progress>) -> Tally {
        Tally { progress, ..Tally::default() }
    }

    /// A sale is due.
    pub fn due(&mut self) {
        self.due += 1;
        self.progress.due.fetch_add(1, Ordering::Relaxed);
    }

    /// A sale has its receipt, this long after it was due.
    pub fn sold(&mut self, took: Duration) {
        self.sales.add(took);
        self.progress.sold.fetch_add(1, Ordering::Relaxed);
    }

    /// Something did not go as it should.
    pub fn error(&mut self, what: &str, why: impl Into<Why>) {
        let Why(why) = why.into();
        *self.errors.entry(format!("{what}: {why}")).or_default() += 1;
        self.progress.errors.fetch_add(1, Ordering::Relaxed);
    }

    /// An answer contradicts what was sold. The first hundred are kept.
    pub fn wrong(&mut self, what: String) {
        if self.wrong.len() < 100 {
            self.wrong.push(what);
        }
    }

    /// Adds what another saw.
    pub fn merge(&mut self, other: Tally) {
        self.due += other.due;
        self.refused += other.refused;
        self.unanswered += other.unanswered;
        self.resent += other.resent;
        self.visits += other.visits;
        self.heard += other.heard;
        self.sent_away += other.sent_away;
        self.sales.merge(&other.sales);
        self.opened.merge(&other.opened);
        self.returned.merge(&other.returned);
        other.wrong.into_iter().for_each(|wrong| self.wrong(wrong));
        for (what, count) in other.errors {
            *self.errors.entry(what).or_default() += count;
        }
        for (method, amount) in other.tenders {
            *self.tenders.entry(method).or_default() += amount;
        }
        for (product, units) in other.units {
            *self.units.entry(product).or_default() += units;
        }
        self.booths.extend(other.booths);
    }
}

/// Why something failed: a status, or a connection that broke.
pub struct Why(String);

impl From<Broken> for Why {
    fn from(broken: Broken) -> Why {
        Why(broken.name().to_owned())
    }
}

impl From<u16> for Why {
    fn from(status: u16) -> Why {
        Why(format!("HTTP {status}"))
    }
}
