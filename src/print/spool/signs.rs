//! Who is told that a paper moved on: each booth's tills of their own, and whoever looks after all.

use crate::base::id::BoothId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::watch;
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};

/// Signs that papers moved on; clones share them.
#[derive(Clone, Default)]
pub struct Signs {
    booths: Arc<Mutex<HashMap<BoothId, watch::Sender<u64>>>>,
    any: watch::Sender<u64>,
}

impl Signs {
    /// A paper of a booth, or of none, moved on.
    pub fn moved(&self, booth: Option<BoothId>) {
        self.any.send_modify(|count| *count += 1);
        let booths = self.booths.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(told) = booth.and_then(|booth| booths.get(&booth)) {
            told.send_modify(|count| *count += 1);
        }
    }

    /// Papers of any booth may have moved on.
    pub fn all(&self) {
        self.any.send_modify(|count| *count += 1);
        let booths = self.booths.lock().unwrap_or_else(PoisonError::into_inner);
        booths.values().for_each(|told| told.send_modify(|count| *count += 1));
    }

    /// A sign at once, for what moved on before anybody listened, and whenever a paper of the booth
    /// moves on; none at a gate.
    pub fn at(&self, booth: Option<BoothId>) -> impl Stream<Item = ()> + use<> {
        let mut booths = self.booths.lock().unwrap_or_else(PoisonError::into_inner);
        let none = || WatchStream::from_changes(watch::channel(0).1);
        let told = booth.map(|it| WatchStream::new(booths.entry(it).or_default().subscribe()));
        told.unwrap_or_else(none).map(|_| ())
    }

    /// A sign whenever any paper moved on.
    pub fn any(&self) -> watch::Receiver<u64> {
        self.any.subscribe()
    }
}
