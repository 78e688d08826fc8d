//! Visits counted at gates. A visit ("lượt khách") is not a person.

pub mod store;

use crate::base::{
    clock::Ms,
    id::{CommandId, FairId, GateId},
    sums::{Wrong, first, is_instant},
};
use serde::{Deserialize, Serialize};

/// The most one message may count: taps are summed on the device before they are sent.
pub const LIMIT: i64 = 10_000;

/// What a gate sends.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Count {
    /// The message's own id: sent twice, it counts once.
    pub uid: CommandId,
    /// At which gate.
    pub gate: GateId,
    /// How many came in; negative corrects.
    pub count: i64,
    /// When, by the device's corrected clock.
    pub at: Ms,
}

/// A gate as the desk loads it.
#[derive(Debug, Clone)]
pub struct GateState {
    /// Of which fair.
    pub fair: FairId,
    /// Its name, as it stands.
    pub name: String,
}

/// The journal entry of a count.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Counted {
    /// The message's id.
    pub uid: CommandId,
    /// Of which fair.
    pub fair: FairId,
    /// At which gate.
    pub gate: GateId,
    /// The gate's name as it stood.
    pub gate_name: String,
    /// Visits; negative corrects.
    pub count: i64,
    /// When.
    pub at: Ms,
    /// Business date.
    pub day: jiff::civil::Date,
    /// Hour of the day, 0–23.
    pub hour: i64,
}

impl Counted {
    /// What of it cannot be.
    pub fn wrong(&self) -> Option<Wrong> {
        let size = self.count.unsigned_abs();
        first(&[
            ((1..=LIMIT.unsigned_abs()).contains(&size), Wrong::Quantity),
            (is_instant(self.at), Wrong::Day),
            ((self.day, self.hour) == (self.at.date(), self.at.hour()), Wrong::Day),
        ])
    }
}

/// Decides a count received at `now`. An implausible device time gives way to `now`.
pub fn decide(count: &Count, gate: &GateState, now: Ms) -> Counted {
    let at = count.at.plausible(now).unwrap_or(now);
    Counted {
        uid: count.uid,
        fair: gate.fair,
        gate: count.gate,
        gate_name: gate.name.clone(),
        count: count.count,
        at,
        day: at.date(),
        hour: at.hour(),
    }
}
