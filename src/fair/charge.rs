//! A fair that is given to another machine: who is in charge of it changes it, with its booths,
//! gates, rooms, ranges, prices, promotions and days, and nobody else does. Whose charge it is by
//! all of these entries together, `node/charge.rs` tells.

pub mod store;

use crate::base::id::{FairId, NodeId};
use serde::{Deserialize, Serialize};

crate::entries! {
    /// What happens to the charge of a fair.
    #[derive(Debug, Clone, Serialize, Deserialize)]
    #[serde(tag = "charge", content = "event", rename_all = "snake_case")]
    Event {
        /// The machine in charge gives the fair to another.
        Given(it: Given) = "fair.given", it.fair;
        /// That one has it from here on.
        Taken(it: Taken) = "fair.taken", it.fair;
    }
}

/// The machine in charge of a fair gives it to another. From its entry on it changes it no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Which fair.
    pub fair: FairId,
    /// To whom.
    pub to: NodeId,
}

/// Whoever a fair was given to has it from its entry on. It names the gift, so that what it changes
/// comes after what the giver changed, in whichever order the two chains arrive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Which fair.
    pub fair: FairId,
    /// Who gave it.
    pub from: NodeId,
    /// By which entry of its chain.
    pub seq: i64,
}

impl Taken {
    /// The place of the gift.
    pub fn gift(&self) -> (NodeId, i64) {
        (self.from, self.seq)
    }
}

impl Event {
    /// Which fair.
    pub fn fair(&self) -> FairId {
        match self {
            Event::Given(it) => it.fair,
            Event::Taken(it) => it.fair,
        }
    }
}
