//! The places of all connections, of both ports: who sits where, who is sent away, and how many
//! there were of each.

use crate::web::http::listener::{
    room::{Budget, Found, Glance, Holder, place_of, stranger_to_go},
    seat::{Seat, Times},
};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// Classes of connections, in the order in which they are counted.
pub const CLASSES: [&str; 3] = ["stranger", "viewer", "device"];
const STRANGERS: usize = 0;
const VIEWERS: usize = 1;
const DEVICES: usize = 2;

/// How long the server waits for each class, in the order of [`CLASSES`], and at its end.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For one connection.
    pub times: [Times; 3],
    /// For answers under way when the program ends: streams have no end of their own.
    pub end: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        let times = |read, idle, stuck| {
            let [read, idle, stuck] = [read, idle, stuck].map(Duration::from_secs);
            Times { read, idle, stuck }
        };
        // The gate answers a slow request of someone known in a minute, before it is cut off here.
        let times = [times(5, 5, 10), times(65, 15, 30), times(65, 30, 30)];
        Patience { times, end: Duration::from_secs(5) }
    }
}

/// What happened so far, by class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Connections at this moment.
    pub here: [usize; 3],
    /// Sent away because another came.
    pub displaced: [u64; 3],
    /// Sent away because they were waited for too long.
    pub late: [u64; 3],
    /// Recognised callers for whom no place of their class was left; they stay with strangers.
    pub refused: [u64; 3],
    /// Connections that could not be taken on: the process was out of handles.
    pub failed: u64,
}

/// All connections of the server.
#[derive(Debug, Clone)]
pub struct Places(Arc<Hall>);

#[derive(Debug)]
struct Hall {
    budget: Budget,
    patience: Patience,
    start: Instant,
    room: Mutex<Room>,
}

#[derive(Debug, Default)]
struct Room {
    next: u64,
    classes: [HashMap<u64, Sitting>; 3],
    figures: Figures,
}

#[derive(Debug)]
struct Sitting {
    seat: Arc<Seat>,
    holder: Option<Holder>,
}

/// One connection's place, given back when it is dropped. Requests carry it, so that whoever
/// recognises the caller can say so.
#[derive(Debug)]
pub struct Place {
    places: Places,
    id: u64,
    /// What the connection does.
    pub seat: Arc<Seat>,
}

impl Default for Places {
    fn default() -> Places {
        Places::new(Budget::default(), Patience::default())
    }
}

impl Places {
    /// Empty places.
    pub fn new(budget: Budget, patience: Patience) -> Places {
        let (start, room) = (Instant::now(), Mutex::default());
        Places(Arc::new(Hall { budget, patience, start, room }))
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        self.0.room.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.0.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// How long is waited.
    pub fn patience(&self) -> &Patience {
        &self.0.patience
    }

    /// How many there were.
    pub fn figures(&self) -> Figures {
        let room = self.room();
        let here = [STRANGERS, VIEWERS, DEVICES].map(|class| room.classes[class].len());
        Figures { here, ..room.figures }
    }

    /// A place for a connection that has just come. It is a stranger's, and always found: whoever
    /// was silent longest leaves for it.
    pub fn enter(&self, from: IpAddr) -> Arc<Place> {
        let now = self.now();
        let seat = Arc::new(Seat::new(from.to_canonical(), self.0.start));
        let mut room = self.room();
        room.next += 1;
        let id = room.next;
        room.seat_stranger(id, seat.clone(), self.0.budget.strangers, now);
        Arc::new(Place { places: self.clone(), id, seat })
    }

    /// The process could not take a connection on: the stranger who was silent longest leaves.
    /// Answers how often that was so.
    pub fn cannot_accept(&self) -> u64 {
        let (now, mut room) = (self.now(), self.room());
        room.figures.failed += 1;
        let all = room.glances(STRANGERS);
        if let Some(id) = stranger_to_go(&all, all.len(), now) {
            room.displace(STRANGERS, id);
        }
        room.figures.failed
    }

    /// Sends away whoever is late, for as long as it is awaited.
    pub async fn watch(&self) {
        let all = self.0.patience.times.iter().flat_map(|it| [it.read, it.idle, it.stuck]);
        let shortest = all.min().unwrap_or_default() / 4;
        let every = shortest.clamp(Duration::from_millis(10), Duration::from_secs(1));
        let mut turns = tokio::time::interval(every);
        loop {
            turns.tick().await;
            self.send_late_away();
        }
    }

    fn send_late_away(&self) {
        let (now, mut room) = (self.now(), self.room());
        for (class, times) in self.0.patience.times.iter().enumerate() {
            let late = room.classes[class].iter().filter(|(_, it)| it.seat.late(now, times));
            let late: Vec<u64> = late.map(|(id, _)| *id).collect();
            for id in late {
                if let Some(sitting) = room.classes[class].remove(&id) {
                    sitting.seat.dismiss();
                    room.figures.late[class] += 1;
                }
            }
        }
    }
}

impl Room {
    fn glances(&self, class: usize) -> Vec<Glance> {
        let glance = |(id, it): (&u64, &Sitting)| {
            let (phase, since) = it.seat.doing();
            Glance { id: *id, from: it.seat.from, holder: it.holder, phase, since }
        };
        self.classes[class].iter().map(glance).collect()
    }

    fn displace(&mut self, class: usize, id: u64) {
        if let Some(sitting) = self.classes[class].remove(&id) {
            sitting.seat.dismiss();
            self.figures.displaced[class] += 1;
        }
    }

    fn seat_stranger(&mut self, id: u64, seat: Arc<Seat>, limit: usize, now: u64) {
        if self.classes[STRANGERS].len() >= limit
            && let Some(gone) = stranger_to_go(&self.glances(STRANGERS), limit, now)
        {
            self.displace(STRANGERS, gone);
        }
        self.classes[STRANGERS].insert(id, Sitting { seat, holder: None });
    }

    /// Takes the connection from where it sits; none when it was sent away.
    fn stand_up(&mut self, id: u64) -> Option<Sitting> {
        self.classes.iter_mut().find_map(|class| class.remove(&id))
    }
}

impl Place {
    /// The caller was recognised: the connection moves to the places of his or her class.
    pub fn prove(&self, holder: Holder) {
        let (now, budget, mut room) = (self.places.now(), self.places.0.budget, self.places.room());
        let (class, limit, each) = match holder {
            Holder::Device(_) => (DEVICES, budget.devices, budget.each),
            Holder::Person(_) => (VIEWERS, budget.viewers, usize::MAX),
        };
        if room.classes[class].get(&self.id).is_some_and(|it| it.holder == Some(holder)) {
            return;
        }
        let Some(Sitting { seat, .. }) = room.stand_up(self.id) else { return };
        match place_of(holder, &room.glances(class), limit, each) {
            Found::Free => {}
            Found::Instead(gone) => room.displace(class, gone),
            Found::Full => {
                room.figures.refused[class] += 1;
                return room.seat_stranger(self.id, seat, budget.strangers, now);
            }
        }
        room.classes[class].insert(self.id, Sitting { seat, holder: Some(holder) });
    }

    /// What the caller showed is worth nothing (any more): the connection is a stranger's.
    pub fn doubt(&self) {
        let (now, limit) = (self.places.now(), self.places.0.budget.strangers);
        let mut room = self.places.room();
        if room.classes[STRANGERS].contains_key(&self.id) {
            return;
        }
        if let Some(Sitting { seat, .. }) = room.stand_up(self.id) {
            room.seat_stranger(self.id, seat, limit, now);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.room().stand_up(self.id);
    }
}
