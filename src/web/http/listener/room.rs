//! How many places there are, and who goes when somebody comes: decisions alone.

use crate::{
    base::id::{DeviceId, PersonId},
    web::http::listener::seat::Phase,
};
use std::{cmp::Reverse, collections::HashMap, net::IpAddr};

/// Places of each class when there are handles enough. 300 tills with a stream and a call each,
/// and as many again; 500 viewers with a board and a page each; strangers beside them.
const DEVICES: usize = 1500;
const VIEWERS: usize = 1500;
const STRANGERS: usize = 1000;
/// Handles that are no places: the book's, the printers', files'.
const OTHERS: usize = 128;
/// Connections of one device: twice what a browser opens, for those of a network that it has left
/// are not closed by anyone.
const EACH: usize = 12;
/// Milliseconds in which a request usually has come whole.
const PROMPT: u64 = 1000;

/// How many connections are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Connections of devices that proved themselves.
    pub devices: usize,
    /// Of people who signed in on no device of a booth.
    pub viewers: usize,
    /// Of everybody else, and of everyone until he or she is known.
    pub strangers: usize,
    /// Of one device.
    pub each: usize,
}

impl Budget {
    /// What a process may hold that may open so many handles. Devices come first: of few places
    /// they have three in four.
    pub fn of(handles: usize) -> Budget {
        let spare = handles.saturating_sub(OTHERS).max(4);
        let devices = DEVICES.min(spare / 4 * 3);
        let strangers = STRANGERS.min((spare - devices) / 2).max(1);
        let viewers = VIEWERS.min(spare - devices - strangers).max(1);
        Budget { devices, viewers, strangers, each: EACH }
    }
}

impl Default for Budget {
    /// For the 1,024 handles that a process usually has.
    fn default() -> Budget {
        Budget::of(1024)
    }
}

/// Who was recognised on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A paired device, by its token or a session opened on it.
    Device(DeviceId),
    /// A person who is signed in.
    Person(PersonId),
}

/// One connection as a decision sees it.
#[derive(Debug, Clone, Copy)]
pub struct Glance {
    /// Its number.
    pub id: u64,
    /// Its address.
    pub from: IpAddr,
    /// Whose it is; nobody's among strangers.
    pub holder: Option<Holder>,
    /// What it does.
    pub phase: Phase,
    /// Since when, in milliseconds.
    pub since: u64,
}

/// Where a connection of someone who is known finds its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// There is one.
    Free,
    /// In place of this one.
    Instead(u64),
    /// Nowhere: everyone there is served, and nobody has more than his share.
    Full,
}

/// Which stranger goes when another comes: none while there is room. Many phones stand behind one
/// router, so an address counts only where it holds more than half of all places: then one of its
/// own goes, and the other half stays free of it. Whoever is being answered may be a till whose
/// token is being looked up, and stays, unless these too are more than half. Of the others whoever
/// has been in the midst of a request for longer than requests take goes first, else the one who
/// has been silent longest.
pub fn stranger_to_go(strangers: &[Glance], limit: usize, now: u64) -> Option<u64> {
    if strangers.len() < limit {
        return None;
    }
    let mut held: HashMap<IpAddr, usize> = HashMap::new();
    for it in strangers {
        *held.entry(it.from).or_default() += 1;
    }
    let crowd = held.iter().find(|(_, count)| **count * 2 > limit).map(|(from, _)| *from);
    let asked = strangers.iter().filter(|it| crowd.is_none_or(|from| from == it.from));
    let answering = |it: &&Glance| it.phase == Phase::Answering;
    let many = asked.clone().filter(answering).count() * 2 > limit;
    let slow = |it: &Glance| it.phase == Phase::Reading && now.saturating_sub(it.since) > PROMPT;
    asked.min_by_key(|it| (answering(it) != many, !slow(it), it.since)).map(|it| it.id)
}

/// The place of another connection of `holder` among those who are `known`: `limit` in all, `each`
/// of one holder. Whoever has too many loses an own one. When all are taken, an idle one goes, of
/// whoever has most; a browser opens it again when it is needed. Is none idle, one goes of
/// whoever has most, if that leaves as many there as here.
pub fn place_of(holder: Holder, known: &[Glance], limit: usize, each: usize) -> Found {
    let longest = |it: &&Glance| (it.phase != Phase::Idle, it.since);
    let mut held: HashMap<Holder, usize> = HashMap::new();
    for it in known.iter().filter_map(|it| it.holder) {
        *held.entry(it).or_default() += 1;
    }
    let mine = held.get(&holder).copied().unwrap_or_default();
    let instead = |it: Option<&Glance>| it.map_or(Found::Full, |it| Found::Instead(it.id));
    if mine >= each {
        return instead(known.iter().filter(|it| it.holder == Some(holder)).min_by_key(longest));
    }
    if known.len() < limit {
        return Found::Free;
    }
    let has = |it: &Glance| it.holder.and_then(|it| held.get(&it).copied()).unwrap_or_default();
    let idle = known.iter().filter(|it| it.phase == Phase::Idle);
    if let Some(idle) = idle.min_by_key(|it| (Reverse(has(it)), it.since)) {
        return Found::Instead(idle.id);
    }
    let rich = known.iter().filter(|it| has(it) > mine + 1);
    instead(rich.min_by_key(|it| (Reverse(has(it)), it.since)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(id: u64, from: u8, phase: Phase, since: u64) -> Glance {
        Glance { id, from: [192, 168, 1, from].into(), holder: None, phase, since }
    }

    fn device(n: u128) -> Holder {
        Holder::Device(DeviceId(uuid::Uuid::from_u128(n)))
    }

    fn of(holder: Holder, it: Glance) -> Glance {
        Glance { holder: Some(holder), ..it }
    }

    #[test]
    fn nobody_goes_while_there_is_room() {
        let two = [at(1, 7, Phase::Reading, 0), at(2, 7, Phase::Idle, 0)];
        assert_eq!(stranger_to_go(&two, 3, 60_000), None);
        assert_eq!(stranger_to_go(&[], 1, 0), None);
    }

    #[test]
    fn half_a_request_that_is_old_goes_before_who_only_rests_and_a_fresh_one_stays() {
        let fresh = at(3, 9, Phase::Reading, 9_500);
        let all = [at(1, 7, Phase::Idle, 2_000), at(2, 8, Phase::Reading, 5_000), fresh];
        assert_eq!(stranger_to_go(&all, 3, 10_000), Some(2));
        // Whoever has just come is the last to go, though all others have asked whole requests.
        let all = [at(1, 7, Phase::Idle, 9_300), at(2, 8, Phase::Reading, 9_400), fresh];
        assert_eq!(stranger_to_go(&all, 3, 10_000), Some(1));
    }

    #[test]
    fn who_is_being_answered_stays_unless_that_is_how_places_are_taken() {
        let waits = |id: u64| at(id, id as u8, Phase::Answering, 1_000 + id);
        let comes = |id: u64| at(id, id as u8, Phase::Reading, 9_000 + id);
        let all = [waits(1), waits(2), comes(3), comes(4)];
        assert_eq!(stranger_to_go(&all, 4, 9_500), Some(3), "a till whose token is looked up");
        let all = [waits(1), waits(2), waits(3), comes(4)];
        assert_eq!(stranger_to_go(&all, 4, 9_500), Some(1), "many who take no answer");
        assert_eq!(stranger_to_go(&all[..1], 1, 9_500), Some(1));
        assert_eq!(stranger_to_go(&all[..2], 2, 9_500), Some(1), "somebody always leaves");
    }

    #[test]
    fn an_address_that_holds_more_than_half_gives_up_its_own() {
        let mut all: Vec<Glance> = (0..6).map(|n| at(n, 66, Phase::Reading, 9_900 + n)).collect();
        all.extend((6..10).map(|n| at(n, n as u8, Phase::Idle, 5_000)));
        assert_eq!(stranger_to_go(&all, 10, 10_000), Some(0));
        // With half of them it is one address among others.
        all[5].from = [192, 168, 1, 5].into();
        assert_eq!(stranger_to_go(&all, 10, 10_000), Some(6));
    }

    #[test]
    fn phones_behind_one_router_are_no_crowd_of_strangers_to_each_other() {
        let all: Vec<Glance> = (0..100).map(|n| at(n, 1, Phase::Reading, n)).collect();
        assert_eq!(stranger_to_go(&all, 100, 100), Some(0), "the oldest of them goes");
    }

    #[test]
    fn one_token_cannot_take_more_than_its_share_and_loses_its_idlest() {
        let (mine, other) = (device(1), device(2));
        let known = [
            of(mine, at(1, 7, Phase::Answering, 10)),
            of(mine, at(2, 7, Phase::Idle, 900)),
            of(mine, at(3, 7, Phase::Idle, 800)),
            of(other, at(4, 7, Phase::Idle, 1)),
        ];
        assert_eq!(place_of(mine, &known, 100, 3), Found::Instead(3));
        assert_eq!(place_of(other, &known, 100, 3), Found::Free);
        let streams = [1, 2, 3].map(|n| of(mine, at(n, 7, Phase::Answering, n)));
        assert_eq!(place_of(mine, &streams, 100, 3), Found::Instead(1), "the oldest stream");
    }

    #[test]
    fn a_device_finds_a_place_among_others_that_have_more() {
        let known = [
            of(device(1), at(1, 7, Phase::Answering, 10)),
            of(device(1), at(2, 7, Phase::Answering, 20)),
            of(device(2), at(3, 7, Phase::Answering, 5)),
            of(device(3), at(4, 7, Phase::Idle, 90)),
        ];
        let whom = |known: &[Glance], n| place_of(device(n), known, known.len(), 9);
        assert_eq!(whom(&known, 4), Found::Instead(4), "idle ones are lost least");
        assert_eq!(whom(&known[..3], 4), Found::Instead(1), "of whoever has two");
        assert_eq!(whom(&known[..3], 2), Found::Full, "that would only move the want");
        assert_eq!(whom(&known[1..3], 4), Found::Full);
    }

    #[test]
    fn places_follow_the_handles_and_devices_come_first() {
        let plenty = Budget::of(16_384);
        assert_eq!((plenty.devices, plenty.viewers, plenty.strangers), (1500, 1500, 1000));
        for handles in [0, 64, 256, 1024, 2048, 4096, 20_000] {
            let Budget { devices, viewers, strangers, each } = Budget::of(handles);
            let all = devices + viewers + strangers;
            assert!(handles < 132 || all + 100 <= handles, "{handles}: {all} places");
            assert!(strangers >= 1 && viewers >= 1 && each > 6, "{handles}");
            assert!(devices >= viewers && devices >= strangers, "{handles}: devices first");
        }
        assert!(Budget::of(1200).devices >= 700);
    }
}
