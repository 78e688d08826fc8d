//! The numbers that devices give to their own sales, 1, 2, 3 …: what is missing among them was
//! made on a device and never came here, and what has a higher number was not made earlier.

pub mod store;

use super::{Flag, Sold};
use crate::base::{clock::Ms, id::DeviceId};
use std::collections::HashMap;

/// The highest number that a device can have reached; what is beyond it was never counted.
pub const LAST: i64 = 2_147_483_647;

/// A number that a device can have given.
pub fn possible(number: Option<i64>) -> Option<i64> {
    number.filter(|number| (1..=LAST).contains(number))
}

/// A sale or refund that came under a number of a device.
#[derive(Debug, Clone, Copy)]
pub struct Came {
    /// The number.
    pub number: i64,
    /// When money changed hands; never after it was received.
    pub at: Ms,
    /// Whether the clock that says so was believed.
    pub believed: bool,
}

/// What came from the devices of a batch, as far as it needs that: moved on by each decision.
#[derive(Debug, Default)]
pub struct Numbers(HashMap<DeviceId, Vec<Came>>);

impl Numbers {
    /// Adds what came.
    pub fn add(&mut self, device: DeviceId, came: Came) {
        self.0.entry(device).or_default().push(came);
    }

    /// Adds what was decided at `now`.
    pub fn learn(&mut self, sold: &Sold, now: Ms) {
        if let (Some(device), Some(number)) = (sold.device, sold.device_seq) {
            let doubted = [Flag::ClockWrong, Flag::LaptopClock];
            let believed = !doubted.iter().any(|flag| sold.flags.contains(flag));
            self.add(device, Came { number, at: sold.paid_at.min(now), believed });
        }
    }

    /// Whether something came under this number already.
    pub fn taken(&self, device: DeviceId, number: i64) -> bool {
        self.0.get(&device).is_some_and(|came| came.iter().any(|came| came.number == number))
    }

    /// When a device made the last one before this number, by a clock that was believed.
    pub fn before(&self, device: DeviceId, number: i64) -> Option<Ms> {
        let came = self.0.get(&device)?.iter();
        let earlier = came.filter(|came| came.believed && came.number < number);
        earlier.max_by_key(|came| came.number).map(|came| came.at)
    }
}
