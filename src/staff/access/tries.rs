//! Wrong tries of PINs and passwords. They are counted in memory: a try costs no write, and a lock
//! is measured by a clock that nobody sets, so that it lasts its own length and no longer. They are
//! forgotten at a restart, and whoever can restart the laptop has its folder anyway.

use crate::base::{
    clock::{DAY, HOUR, MINUTE, Tick},
    id::{DeviceId, PersonId},
    lang::{Say, plural},
    refusal::Refusal,
};
use std::{
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Wrong tries of one person in a row, at one place, before he or she is locked out there.
pub const TRIES: u32 = 5;
/// Wrong tries in a row at one place, over all names, before it has to wait.
pub const AT_PLACE: u32 = 20;
/// How long the first lock-out lasts, the second, and so on, in milliseconds; the last is repeated.
pub const LOCKED: [i64; 4] = [5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR];
/// How long a place waits, in milliseconds, the first time, the second, and so on.
pub const WAITS: [i64; 3] = [MINUTE, 5 * MINUTE, 15 * MINUTE];
/// A person's tries are forgotten this long after the last one.
const FORGOTTEN: i64 = DAY;
/// A place's tries are forgotten this long after the last one.
const QUIET: i64 = HOUR;
/// Rows that are kept; names that were only tried must not fill the memory.
const KEPT: usize = 10_000;

/// Where somebody tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// On a paired device, whatever its address: a fair behind one router has a single one.
    Device(DeviceId),
    /// In a browser in which this person is signed in.
    Person(PersonId),
    /// In a browser that nobody paired, at this address.
    Address(IpAddr),
    /// In a browser of the laptop itself, which is never locked out.
    Laptop,
}

impl Place {
    /// The place of a browser at this address. One host may have any address of an IPv6 network,
    /// so that the network stands for it.
    pub fn of(address: IpAddr) -> Place {
        match address.to_canonical() {
            address if address.is_loopback() => Place::Laptop,
            IpAddr::V6(address) => {
                let network = u128::from(address) >> 64 << 64;
                Place::Address(IpAddr::V6(Ipv6Addr::from(network)))
            }
            address => Place::Address(address),
        }
    }
}

/// Wrong tries in a row, and how often they led to a lock.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    wrong: u32,
    locks: usize,
    until: Tick,
    last: Tick,
}

impl Row {
    /// After one more wrong try; the `limit`-th in a row locks. Until when, if this one did.
    fn wrong(&mut self, now: Tick, limit: u32, lengths: &[i64]) -> Option<Tick> {
        (self.wrong, self.last) = (self.wrong + 1, now);
        if self.wrong < limit {
            return None;
        }
        let length = lengths.get(self.locks).or(lengths.last()).copied().unwrap_or_default();
        (self.wrong, self.until) = (0, Tick(now.0 + length));
        self.locks += 1;
        Some(self.until)
    }

    /// As before one of its tries, which had locked it until `set`, or not.
    fn back(&mut self, limit: u32, set: Option<Tick>) {
        if set == Some(self.until) {
            (self.wrong, self.until) = (limit - 1, Tick::default());
            self.locks = self.locks.saturating_sub(1);
        } else {
            self.wrong = self.wrong.saturating_sub(1);
        }
    }

    /// Milliseconds that are left of a lock, or 0.
    fn wait_ms(&self, now: Tick) -> i64 {
        (self.until.0 - now.0).max(0)
    }
}

#[derive(Debug, Default)]
struct Rows {
    people: HashMap<(Vec<u8>, Place), Row>,
    places: HashMap<Place, Row>,
}

/// A try that was counted as wrong until the secret is found to be right.
#[derive(Debug, Clone)]
pub struct Try {
    person: Vec<u8>,
    place: Place,
    left: u32,
    locked: i64,
    /// Until when this very try locked the person out here.
    lock: Option<Tick>,
    /// Until when this very try makes the place wait.
    wait: Option<Tick>,
}

impl Try {
    /// The refusal of a wrong secret: how many tries are left, or for how long nobody may try.
    pub fn refusal(&self) -> Refusal {
        if self.locked > 0 {
            return locked(self.locked);
        }
        Refusal::SignIn(Say::new(
            format!("Sai mã. Còn {} lần thử", self.left),
            format!("Wrong. {} {} left", self.left, plural(self.left.into(), "try", "tries")),
        ))
    }
}

/// Everybody's wrong tries. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Tries(Arc<Mutex<Rows>>);

impl Tries {
    /// Counts one try before the secret is looked at, so that of many at once each is counted;
    /// refused while this person is locked out here, or while this place has to wait.
    pub fn count(&self, person: &[u8], place: Place, now: Tick) -> Result<Try, Refusal> {
        let person = person.to_vec();
        if place == Place::Laptop {
            return Ok(Try { person, place, left: TRIES, locked: 0, lock: None, wait: None });
        }
        let mut rows = self.rows();
        room(&mut rows.people, now, FORGOTTEN);
        room(&mut rows.places, now, QUIET);
        let at = rows.places.entry(place).or_default();
        if at.wait_ms(now) > 0 {
            return Err(Refusal::too_many((at.wait_ms(now) + 999) / 1000));
        }
        let here = rows.people.entry((person.clone(), place)).or_default();
        if here.wait_ms(now) > 0 {
            return Err(locked(here.wait_ms(now)));
        }
        let lock = here.wrong(now, TRIES, &LOCKED);
        let (left, locked) = (TRIES - here.wrong, here.wait_ms(now));
        let wait = rows.places.entry(place).or_default().wrong(now, AT_PLACE, &WAITS);
        Ok(Try { person, place, left, locked, lock, wait })
    }

    /// The secret was right: this person's tries here are forgotten, and the place is as it was
    /// before. A device's are forgotten too, since its own people use it.
    pub fn right(&self, counted: Try) {
        let (mut rows, place) = (self.rows(), counted.place);
        rows.people.remove(&(counted.person, place));
        match (place, rows.places.get_mut(&place)) {
            (Place::Address(_), Some(at)) => at.back(AT_PLACE, counted.wait),
            (_, Some(_)) => drop(rows.places.remove(&place)),
            (_, None) => {}
        }
    }

    /// The secret was not looked at, as nobody had time for it: nothing was tried.
    pub fn unseen(&self, counted: Try) {
        let (mut rows, place) = (self.rows(), counted.place);
        if let Some(here) = rows.people.get_mut(&(counted.person, place)) {
            here.back(TRIES, counted.lock);
        }
        if let Some(at) = rows.places.get_mut(&place) {
            at.back(AT_PLACE, counted.wait);
        }
    }

    /// Forgets a person's tries everywhere, as after a reset.
    pub fn forgive(&self, person: &[u8]) {
        self.rows().people.retain(|(who, _), _| who != person);
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets what is long past when there is no room for another row; then, if need be, the row that
/// has been quiet the longest.
fn room<K: Clone + Eq + Hash>(rows: &mut HashMap<K, Row>, now: Tick, forgotten: i64) {
    rows.retain(|_, row| now.0 - row.last.0 < forgotten.max(row.until.0 - row.last.0));
    if rows.len() < KEPT {
        return;
    }
    let quiet = rows.iter().min_by_key(|(_, row)| (row.until.max(row.last), row.last));
    if let Some(key) = quiet.map(|(key, _)| key.clone()) {
        rows.remove(&key);
    }
}

fn locked(left: i64) -> Refusal {
    let minutes = (left + MINUTE - 1) / MINUTE;
    Refusal::Locked(Say::new(
        format!("Nhập sai quá nhiều lần. Thử lại sau {minutes} phút, hoặc nhờ đặt lại mã"),
        format!("Too many wrong tries. Try again in {minutes} min, or ask for a reset"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: Place = Place::Device(DeviceId(uuid::Uuid::nil()));

    /// Wrong tries until the lock; for how many minutes it says that it lasts.
    fn lock(tries: &Tries, now: i64) -> i64 {
        for _ in 0..TRIES {
            tries.count(b"Hoa", PHONE, Tick(now)).unwrap();
        }
        let refused = tries.count(b"Hoa", PHONE, Tick(now)).unwrap_err();
        assert!(matches!(refused, Refusal::Locked(_)), "{refused:?}");
        refused.say().en.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
    }

    #[test]
    fn each_lock_is_longer_than_the_one_before_until_somebody_signs_in() {
        let tries = Tries::default();
        let mut now = 0;
        for minutes in [5, 15, 60, 240, 240] {
            assert_eq!(lock(&tries, now), minutes);
            let early = tries.count(b"Hoa", PHONE, Tick(now + minutes * MINUTE - 1));
            assert!(matches!(early, Err(Refusal::Locked(_))));
            now += minutes * MINUTE;
        }
        let right = tries.count(b"Hoa", PHONE, Tick(now)).unwrap();
        tries.right(right);
        assert_eq!(lock(&tries, now), 5);
    }

    #[test]
    fn tries_are_forgotten_after_a_day_and_after_a_reset() {
        let tries = Tries::default();
        lock(&tries, 0);
        assert_eq!(lock(&tries, 2 * DAY), 5, "and not 15");
        for _ in 0..TRIES {
            let _ = tries.count(b"Hoa", PHONE, Tick(3 * DAY));
        }
        tries.forgive(b"Hoa");
        assert!(tries.count(b"Hoa", PHONE, Tick(3 * DAY)).is_ok());
    }

    #[test]
    fn a_place_waits_whatever_names_it_tries_and_others_do_not() {
        let (tries, address) = (Tries::default(), |text: &str| Place::of(text.parse().unwrap()));
        let guest = address("192.168.1.66");
        let name = |n: u32| n.to_string().into_bytes();
        for n in 0..AT_PLACE {
            tries.count(&name(n), guest, Tick(0)).unwrap();
        }
        let refused = tries.count(b"another", guest, Tick(1)).unwrap_err();
        assert!(matches!(refused, Refusal::TooMany { wait: 60, .. }), "{refused:?}");
        assert!(tries.count(b"another", address("192.168.1.67"), Tick(1)).is_ok());
        assert!(tries.count(b"another", PHONE, Tick(1)).is_ok());
        assert!(tries.count(b"another", guest, Tick(MINUTE)).is_ok());
    }

    #[test]
    fn a_right_try_takes_back_the_wait_that_it_set_itself_and_no_other() {
        let (tries, guest) = (Tries::default(), Place::of([192, 168, 1, 66].into()));
        for n in 1..AT_PLACE {
            tries.count(&n.to_be_bytes(), guest, Tick(0)).unwrap();
        }
        let right = tries.count(b"Hoa", guest, Tick(0)).unwrap();
        tries.right(right);
        // As many wrong ones as before: the next is the twentieth, and its wait the first.
        let late = tries.count(b"Mai", guest, Tick(1)).unwrap();
        let refused = tries.count(b"Chi", guest, Tick(1)).unwrap_err();
        assert!(matches!(refused, Refusal::TooMany { wait: 60, .. }), "{refused:?}");
        tries.right(late.clone());
        let last = tries.count(b"Mai", guest, Tick(2)).unwrap();
        tries.right(late);
        assert!(tries.count(b"Chi", guest, Tick(2)).is_err(), "the wait is another try's");
        tries.unseen(last);
        assert!(tries.count(b"Chi", guest, Tick(2)).is_ok());
    }

    #[test]
    fn a_try_that_was_not_looked_at_takes_back_the_lock_that_it_set() {
        let tries = Tries::default();
        for _ in 1..TRIES {
            tries.count(b"Hoa", PHONE, Tick(0)).unwrap();
        }
        for _ in 0..3 {
            let unseen = tries.count(b"Hoa", PHONE, Tick(0)).unwrap();
            assert!(matches!(unseen.refusal(), Refusal::Locked(_)));
            tries.unseen(unseen);
        }
        tries.count(b"Hoa", PHONE, Tick(0)).unwrap();
        let refused = tries.count(b"Hoa", PHONE, Tick(0)).unwrap_err();
        assert!(refused.say().en.contains("in 5 min"), "the first lock: {refused:?}");
    }

    #[test]
    fn any_address_of_an_ipv6_network_is_one_place_and_the_laptop_is_never_locked_out() {
        let place = |text: &str| Place::of(text.parse().unwrap());
        assert_eq!(place("2001:db8:1:2::7"), place("2001:db8:1:2:ffff::9"));
        assert_ne!(place("2001:db8:1:2::7"), place("2001:db8:1:3::7"));
        assert_eq!(place("::ffff:192.168.1.66"), place("192.168.1.66"));
        for laptop in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(place(laptop), Place::Laptop);
        }
        let tries = Tries::default();
        assert!((0..100).all(|_| tries.count(b"Hoa", Place::Laptop, Tick(0)).is_ok()));
    }

    #[test]
    fn names_that_were_only_tried_do_not_fill_the_memory() {
        let tries = Tries::default();
        for n in 0..KEPT as u32 + 500 {
            let place = Place::of(IpAddr::V4((n / 10).into()));
            let _ = tries.count(&n.to_be_bytes(), place, Tick(i64::from(n)));
        }
        assert!(tries.rows().people.len() <= KEPT);
    }
}
