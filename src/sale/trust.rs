//! What a device says of itself when money changes hands: when, in which shift, under which number
//! of its own; and how far that can be believed.

use super::{Flag, numbers::possible, state::State};
use crate::{
    base::{
        clock::{MINUTE, Ms},
        id::{BoothId, DeviceId, ShiftId},
    },
    journal::clock_check::behind,
};

/// Two moments by clocks that were each believed may be this many milliseconds out of order.
pub const SLACK: i64 = 10 * MINUTE;

/// What a device says.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// At which booth.
    pub booth: BoothId,
    /// Which device says so.
    pub device: Option<DeviceId>,
    /// Its own number, whatever it is.
    pub number: Option<i64>,
    /// When, by its clock; none: it does not say.
    pub at: Option<Ms>,
    /// The shift that it knew to be open.
    pub shift: Option<ShiftId>,
}

/// What holds of it.
#[derive(Debug)]
pub struct Told {
    /// When: by the device's clock if that can be believed, else when it was received.
    pub at: Ms,
    /// The moment by which its shift is found.
    pub in_shift: Ms,
    /// Its own number, if it can be one.
    pub number: Option<i64>,
    /// What the booth's manager should look at.
    pub flags: Vec<Flag>,
}

/// What holds of a device's word that was received at `now`.
pub fn trust(word: &Word, state: &State, now: Ms) -> Told {
    let mut flags = Vec::new();
    let said = word.at.unwrap_or(now);
    let believed = said.plausible(now).filter(|at| in_order(word, *at, state, now));
    if believed.is_none() {
        flags.push(Flag::ClockWrong);
    }
    let number = possible(word.number);
    if number != word.number {
        flags.push(Flag::NumberDropped);
    }
    let mut numbered = word.device.zip(number).into_iter();
    if numbered.any(|(device, number)| state.numbers.taken(device, number)) {
        flags.push(Flag::NumberTwice);
    }
    if behind(now, state.newest).is_some() {
        flags.push(Flag::LaptopClock);
    }
    let at = believed.unwrap_or(now);
    Told { number, at, in_shift: in_shift(word, at, believed.is_some(), state), flags }
}

/// Whether it came after what must have come before it: the opening of the shift that it names, and
/// what the same device sold under a smaller number. A moment that has yet to come by the laptop's
/// own clock proves nothing against a device.
fn in_order(word: &Word, at: Ms, state: &State, now: Ms) -> bool {
    let drawer = state.drawers.get(&word.booth);
    let opened = drawer.zip(word.shift).and_then(|(drawer, shift)| drawer.begun(shift));
    let numbered = word.device.zip(possible(word.number));
    let before = numbered.and_then(|(device, number)| state.numbers.before(device, number));
    let follows = |first: Ms| at.0 >= first.0 - SLACK || first.0 > now.0 + SLACK;
    [opened, before].into_iter().flatten().all(follows)
}

/// By a clock that fell back nobody can tell whether the named shift was closed already, so it is
/// taken at its word.
fn in_shift(word: &Word, at: Ms, believed: bool, state: &State) -> Ms {
    let fell = !believed && word.at.is_some_and(|said| said < at);
    let drawer = state.drawers.get(&word.booth).filter(|_| fell);
    let named = drawer.zip(word.shift).and_then(|(drawer, shift)| drawer.shift(shift));
    named.map_or(at, |shift| shift.opened_at)
}
