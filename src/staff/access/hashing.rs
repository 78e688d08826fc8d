//! The work of hashing secrets, kept within bounds: one at a time in each of two lanes, in memory
//! that is taken once, with a short queue. Passwords, which anybody on the Wi-Fi may try, never
//! stand in the way of PINs.

use super::{Kind, tries::Place};
use crate::base::{id::Chance, refusal::Refusal};
use argon2::{
    ARGON2ID_IDENT, Argon2, Block, Params, Version,
    password_hash::{self, Output, ParamsString, PasswordHash, Salt, SaltString},
};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// PINs that may wait: more than a fair has devices that sign in at the same second.
const PINS: usize = 256;
/// Passwords that may wait; each takes some tens of milliseconds.
const PASSWORDS: usize = 16;
/// Secrets of one place that may wait.
const OF_PLACE: usize = 8;
/// Seconds after which a caller who found the queue full may come again.
const AGAIN: i64 = 5;

/// Both lanes. Clones share them.
#[derive(Clone)]
pub struct Hashing {
    pins: Arc<Lane>,
    passwords: Arc<Lane>,
}

struct Lane {
    /// What a hash is made in; taken at the first one, and never twice.
    memory: Arc<tokio::sync::Mutex<Vec<Block>>>,
    /// How many wait or are at work, by place.
    waiting: Mutex<HashMap<Place, usize>>,
    limit: usize,
    made: AtomicU64,
}

impl Default for Hashing {
    fn default() -> Hashing {
        let lane = |limit| {
            let (memory, waiting) = (Arc::default(), Mutex::default());
            Arc::new(Lane { memory, waiting, limit, made: AtomicU64::new(0) })
        };
        Hashing { pins: lane(PINS), passwords: lane(PASSWORDS) }
    }
}

impl Hashing {
    fn lane(&self, kind: Kind) -> &Arc<Lane> {
        match kind {
            Kind::Pin => &self.pins,
            Kind::Password => &self.passwords,
        }
    }

    /// Whether the secret is the one that was hashed. Where there is none to fit, the same work is
    /// done, so that nobody learns names by how long an answer takes. Refused when too many wait.
    pub async fn fits(
        &self,
        kind: Kind,
        place: Place,
        secret: &str,
        hash: Option<String>,
    ) -> Result<bool, Refusal> {
        let secret = secret.to_owned();
        let work = move |memory: &mut Vec<Block>| Ok(verify(&secret, hash.as_deref(), memory));
        self.lane(kind).run(place, work).await
    }

    /// Argon2id of a new PIN or password. Refused when too many wait.
    pub async fn hash(
        &self,
        kind: Kind,
        secret: String,
        chance: &Chance,
    ) -> Result<String, Refusal> {
        let chance = chance.clone();
        let work = move |memory: &mut Vec<Block>| make(&secret, &chance, memory);
        self.lane(kind).run(Place::Laptop, work).await
    }

    /// Takes every place of a lane: until they are dropped, whoever comes is refused.
    #[cfg(test)]
    pub fn full(&self, kind: Kind) -> Vec<impl Sized + use<>> {
        let place = |n: u32| Place::of(std::net::IpAddr::V4(n.into()));
        (0..u32::MAX).map_while(|n| self.lane(kind).enter(place(n)).ok()).collect()
    }

    /// How many secrets of a kind were hashed since the program began.
    pub fn made(&self, kind: Kind) -> u64 {
        self.lane(kind).made.load(Ordering::Relaxed)
    }
}

impl Lane {
    /// Waits for the lane and does the work off the async threads. A caller who goes away while it
    /// is done leaves the lane when it is done.
    async fn run<T: Send + 'static>(
        self: &Arc<Lane>,
        place: Place,
        work: impl FnOnce(&mut Vec<Block>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let waiting = self.enter(place)?;
        let mut memory = self.memory.clone().lock_owned().await;
        self.made.fetch_add(1, Ordering::Relaxed);
        let done = tokio::task::spawn_blocking(move || {
            let _waiting = waiting;
            work(&mut memory)
        });
        done.await.map_err(|error| Refusal::Failed(error.to_string()))?
    }

    /// A place in the queue; the laptop itself always finds one.
    fn enter(self: &Arc<Lane>, place: Place) -> Result<Turn, Refusal> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let here = waiting.get(&place).copied().unwrap_or_default();
        let full = waiting.values().sum::<usize>() >= self.limit || here >= OF_PLACE;
        if full && place != Place::Laptop {
            return Err(Refusal::too_many(AGAIN));
        }
        waiting.insert(place, here + 1);
        Ok(Turn { lane: self.clone(), place })
    }
}

/// One place in a lane's queue, given back at its end.
struct Turn {
    lane: Arc<Lane>,
    place: Place,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut waiting = self.lane.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.get(&self.place).copied().unwrap_or_default() {
            0 | 1 => drop(waiting.remove(&self.place)),
            more => drop(waiting.insert(self.place, more - 1)),
        }
    }
}

/// Argon2id of a PIN or password, in memory of its own. Takes tens of milliseconds.
pub fn hash_secret(secret: &str, chance: &Chance) -> Result<String, Refusal> {
    make(secret, chance, &mut Vec::new())
}

fn make(secret: &str, chance: &Chance, memory: &mut Vec<Block>) -> Result<String, Refusal> {
    let mut random = [0u8; 16];
    chance.fill(&mut random);
    let failed = |error: password_hash::Error| Refusal::Failed(error.to_string());
    let salt = SaltString::encode_b64(&random).map_err(failed)?;
    let output = output(secret, salt.as_salt(), memory).map_err(failed)?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::default().into()),
        params: ParamsString::try_from(&Params::default()).map_err(failed)?,
        salt: Some(salt.as_salt()),
        hash: Some(output),
    };
    Ok(hash.to_string())
}

/// A secret that nobody has, for names that nobody has: 16 bytes of salt, and some hash.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn verify(secret: &str, hash: Option<&str>, memory: &mut Vec<Block>) -> bool {
    let Ok(stored) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    // Whatever else it says is none of ours, and might ask for any amount of memory.
    let ours = Params::try_from(&stored).is_ok_and(|said| {
        (said.m_cost(), said.t_cost(), said.p_cost())
            == (Params::DEFAULT_M_COST, Params::DEFAULT_T_COST, Params::DEFAULT_P_COST)
    });
    let (true, Some(salt), Some(expected)) = (ours, stored.salt, stored.hash) else { return false };
    output(secret, salt, memory).is_ok_and(|made| made == expected) && hash.is_some()
}

fn output(secret: &str, salt: Salt, memory: &mut Vec<Block>) -> password_hash::Result<Output> {
    let argon = Argon2::default();
    memory.resize(argon.params().block_count(), Block::new());
    let mut bytes = [0u8; Salt::MAX_LENGTH];
    let salt = salt.decode_b64(&mut bytes)?;
    Output::init_with(Params::DEFAULT_OUTPUT_LEN, |out| {
        Ok(argon.hash_password_into_with_memory(secret.as_bytes(), salt, out, memory)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::PasswordVerifier;

    #[test]
    fn only_the_right_pin_fits_and_any_argon2_reads_the_hash() {
        let mut memory = Vec::new();
        let hash = make("2749", &Chance::seeded(1), &mut memory).unwrap();
        assert!(verify("2749", Some(&hash), &mut memory));
        assert!(!verify("2748", Some(&hash), &mut memory));
        let read = PasswordHash::new(&hash).unwrap();
        assert!(Argon2::default().verify_password(b"2749", &read).is_ok());
    }

    #[test]
    fn a_name_that_nobody_has_costs_a_hash_and_fits_nothing() {
        let mut memory = Vec::new();
        assert!(!verify("2749", None, &mut memory));
        assert_eq!(memory.len(), Params::default().block_count());
        let mut memory = Vec::new();
        let greedy = NOBODY.replace("m=19456", "m=4000000");
        assert!(!verify("2749", Some(&greedy), &mut memory));
        assert!(memory.is_empty());
    }

    #[tokio::test]
    async fn a_full_queue_of_passwords_refuses_the_next_and_never_a_pin() {
        let hashing = Hashing::default();
        let place = |n: u32| Place::of(std::net::IpAddr::V4(n.into()));
        let queue: Vec<_> =
            (0..PASSWORDS as u32).map(|n| hashing.passwords.enter(place(n)).unwrap()).collect();
        let guest = hashing.fits(Kind::Password, place(99), "sai", None).await;
        assert_eq!(guest, Err(Refusal::too_many(AGAIN)));
        assert_eq!(hashing.made(Kind::Password), 0);
        assert_eq!(hashing.fits(Kind::Password, Place::Laptop, "sai", None).await, Ok(false));
        assert_eq!(hashing.fits(Kind::Pin, place(99), "2749", None).await, Ok(false));
        drop(queue);
        assert_eq!(hashing.fits(Kind::Password, place(99), "sai", None).await, Ok(false));
        assert!(hashing.passwords.waiting.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn one_place_takes_a_part_of_the_queue_only() {
        let hashing = Hashing::default();
        let guest = Place::of([192, 168, 1, 66].into());
        let some: Vec<_> = (0..OF_PLACE).map(|_| hashing.passwords.enter(guest).unwrap()).collect();
        assert!(hashing.passwords.enter(guest).is_err());
        assert!(hashing.passwords.enter(Place::of([192, 168, 1, 67].into())).is_ok());
        drop(some);
    }
}
