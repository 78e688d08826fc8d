//! What tills show their customers, for a second screen of the same booth. It is kept in memory
//! alone: it is no part of the book, and a restart forgets it until a till shows it again.

use crate::base::{clock::Ms, id::BoothId, rate::Rate};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::watch;
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};

/// Scenes a booth may show in one second; a till shows one for each tap.
const A_SECOND: u32 = 20;
/// Tills of one booth whose scenes are kept.
const TILLS: usize = 16;

/// What the customer sees. Only these fields are kept, so nothing else of a till can be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Scene {
    /// Nobody is served.
    #[default]
    Idle,
    /// The goods so far, or what is left to pay of them.
    Cart {
        /// Lines as the till shows them.
        lines: Vec<Shown>,
        /// Đồng to pay.
        total: i64,
        /// Đồng already paid of it.
        #[serde(default)]
        paid: i64,
        /// Đồng left to pay as the till reckons it: what cash rounds off is not left.
        #[serde(skip_serializing_if = "Option::is_none")]
        left: Option<i64>,
        /// Đồng of transfers that are on their way.
        #[serde(skip_serializing_if = "Option::is_none")]
        awaited: Option<i64>,
        /// Đồng left to pay if all of it is paid in cash, where notes make that another sum.
        #[serde(skip_serializing_if = "Option::is_none")]
        cash: Option<i64>,
    },
    /// A VietQR to be scanned.
    Qr {
        /// Đồng.
        amount: i64,
        /// What the code says.
        payload: String,
        /// The transfer's reference.
        reference: String,
        /// Bank and account, and whose it is.
        account: String,
        /// Whose account it is.
        holder: String,
    },
    /// It is paid.
    Thanks {
        /// Đồng paid.
        total: i64,
        /// Đồng given back.
        change: i64,
    },
}

/// A line of goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    name: String,
    quantity: String,
    amount: i64,
}

/// The last scene of each till of a booth, by the till's letter: when it was shown, and what.
pub type Scenes = BTreeMap<String, (Ms, Scene)>;

struct Booth {
    scenes: watch::Sender<Scenes>,
    /// How many screens came since the program began; its tills hear of each.
    came: watch::Sender<u64>,
    rate: Rate,
}

/// The scenes of every booth that shows any.
#[derive(Clone, Default)]
pub struct Displays(Arc<Mutex<HashMap<BoothId, Booth>>>);

impl Displays {
    /// Works on a booth's scenes under the lock.
    fn with<T>(&self, booth: BoothId, work: impl FnOnce(&mut Booth) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Booth {
            scenes: watch::Sender::default(),
            came: watch::Sender::default(),
            rate: Rate::default(),
        };
        work(all.entry(booth).or_insert_with(new))
    }

    /// Shows a scene and counts the screens that follow; none when the booth showed too many within
    /// this second.
    pub fn show(&self, booth: BoothId, till: &str, scene: Scene, now: Ms) -> Option<usize> {
        self.with(booth, |booth| {
            if !booth.rate.take(now, A_SECOND) {
                return None;
            }
            booth.scenes.send_modify(|scenes| keep(scenes, till, (now, scene)));
            Some(booth.scenes.receiver_count())
        })
    }

    /// A booth's scenes as they change.
    pub fn watch(&self, booth: BoothId) -> watch::Receiver<Scenes> {
        self.with(booth, |booth| booth.scenes.subscribe())
    }

    /// A screen follows from now on: a till that nobody watched has been quiet.
    pub fn come(&self, booth: BoothId) {
        self.with(booth, |booth| booth.came.send_modify(|came| *came += 1));
    }

    /// A sign whenever a screen came to a booth, and at once if any did before; none at a gate.
    pub fn arrivals(&self, booth: Option<BoothId>) -> impl Stream<Item = ()> + use<> {
        let none = || watch::channel(0).1;
        let came = booth.map(|booth| self.with(booth, |booth| booth.came.subscribe()));
        let came = came.unwrap_or_else(none);
        WatchStream::new(came).filter(|came| *came > 0).map(|_| ())
    }
}

fn keep(scenes: &mut Scenes, till: &str, shown: (Ms, Scene)) {
    scenes.insert(till.to_owned(), shown);
    if scenes.len() > TILLS {
        let oldest = scenes.iter().min_by_key(|(_, (at, _))| *at).map(|(till, _)| till.clone());
        oldest.and_then(|till| scenes.remove(&till));
    }
}
