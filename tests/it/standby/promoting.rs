//! It takes over, and the old laptop comes back.

use super::{PRICE, World, ask, enrol, eventually, figure, post};
use crate::program::{Server, program, said, verify};
use chophien::base::id::NodeId;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

fn promote(world: &World) {
    let done = program(&world.second).args(["promote", "--fair", "HL26"]).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
}

/// Numbers of each series that a folder's journal holds: they begin at 1 and have no gap. Of a sale
/// that both laptops numbered the older one's stands, and the other's is kept as its twin.
fn gapless(world: &World, folder: &std::path::Path) {
    let numbers: Vec<String> = ask(
        &world.runtime,
        folder,
        "select distinct body ->> '$.receipt_no' from journal where kind = 'sale.made'",
    );
    let mut series: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for number in numbers {
        let (name, n) = number.rsplit_once('-').unwrap();
        series.entry(name.to_owned()).or_default().push(n.parse().unwrap());
    }
    for (name, mut numbers) in series {
        numbers.sort();
        let should: Vec<i64> = (1..=numbers.len() as i64).collect();
        assert_eq!(numbers, should, "{name}");
    }
}

/// Every sale of every phone stands in the folder's book once.
fn once(world: &World, folder: &std::path::Path) {
    let stands: Vec<Vec<u8>> = ask(&world.runtime, folder, "select uid from sale");
    let all: Vec<uuid::Uuid> = world
        .phones
        .iter()
        .flat_map(|phone| phone.kept.iter().map(|(sale, _)| sale["id"].as_str().unwrap()))
        .map(|id| id.parse().unwrap())
        .collect();
    let missing = all.iter().filter(|id| !stands.contains(&id.as_bytes().to_vec())).count();
    assert_eq!((missing, stands.len()), (0, all.len()));
    let revenue = "select coalesce(sum(revenue), 0) from rollup_booth";
    assert_eq!(figure(&world.runtime, folder, revenue), all.len() as i64 * PRICE);
}

#[test]
fn the_first_laptop_is_killed_under_load_and_every_acknowledged_sale_stands_once() {
    let mut world = World::new();
    let first = world.first();
    let port = first.port;
    let second = world.standby(&first);
    // Load on both phones until the laptop is gone.
    let mut phones = std::mem::take(&mut world.phones);
    let threads: Vec<_> = phones
        .drain(..)
        .map(|mut phone| {
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Runtime::new().unwrap();
                runtime.block_on(phone.sell_on(port));
                phone
            })
        })
        .collect();
    std::thread::sleep(Duration::from_secs(3));
    let began = Instant::now();
    first.kill();
    world.phones = threads.into_iter().map(|it| it.join().unwrap()).collect();
    let sold: usize = world.phones.iter().map(|it| it.kept.len()).sum();
    assert!(sold > 50, "{sold}");
    // Nobody sells at the standby before a person says so.
    let fresh = world.phones[0].sale();
    world.runtime.block_on(async {
        let mut wire = world.phones[0].wire(second.port).await.unwrap();
        assert_eq!(post(&mut wire, &fresh).await.unwrap().0, 503);
    });
    promote(&world);
    let World { runtime, phones, .. } = &mut world;
    runtime.block_on(phones[0].sell(second.port, 1));
    println!("{sold} sales; from the kill to the first sale {:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(60));
    let number = world.phones[0].kept.last().unwrap().1["receipt_no"].as_str().unwrap().to_owned();
    assert_ne!(&number[..4], "A03-", "it has a sign of its own: {number}");
    // Phones notice the other book, and send again what they have.
    for phone in &mut world.phones {
        world.runtime.block_on(phone.resend(second.port));
    }
    once(&world, &world.second);
    gapless(&world, &world.second);
    // The old laptop comes back where it was: it is told, and stops.
    let old = world.first();
    returned(&mut world, &old, &second);
    old.stop("TERM");
    second.stop("TERM");
    once(&world, &world.second);
    gapless(&world, &world.second);
    verify(&world.first);
    verify(&world.second);
}

/// The old laptop refuses what is sold, and what it wrote last is at the new one.
fn returned(world: &mut World, old: &Server, second: &Server) {
    let World { runtime, phones, .. } = &mut *world;
    let phone = &mut phones[1];
    let refused = eventually(|| {
        let sale = phone.sale();
        let (_, body) = runtime.block_on(async {
            let mut wire = phone.wire(old.port).await.unwrap();
            post(&mut wire, &sale).await.unwrap()
        });
        let refused = body["error"] == "followed";
        // Before it hears, it sells as ever; what it refuses the phone keeps.
        phone.kept.push((sale, if refused { Value::Null } else { body }));
        refused
    });
    assert!(refused, "the old laptop still sells");
    let World { runtime, phones, .. } = &mut *world;
    runtime.block_on(phones[1].resend(second.port));
    let settled = "select count(*) from leader where settled_ms is not null";
    assert!(eventually(|| figure(&world.runtime, &world.second, settled) == 1), "not settled");
    let waits = "select count(*) from verdict where verdict = 'waits'";
    assert!(eventually(|| figure(&world.runtime, &world.second, waits) == 0), "it still waits");
    let nodes: Vec<Vec<u8>> = ask(&world.runtime, &world.first, "select origin from takeover");
    assert_eq!(nodes.len(), 1);
    let own = NodeId::of_bytes(&nodes[0]);
    let late = "select count(*) from journal where origin = (select node from leader)";
    let all = "select count(*) from journal where origin = (select parent from node)";
    let (here, there) =
        (figure(&world.runtime, &world.second, late), figure(&world.runtime, &world.first, all));
    assert_eq!(here, there, "all that the old laptop wrote before {own} is here");
    let page = world.page(old.port, "GET", "/backups", "");
    assert!(page.contains("The fair has moved to another machine"), "{page}");
}

/// The new laptop does not know where the old one is; the old one finds it.
#[test]
fn an_old_laptop_that_comes_back_under_another_address_asks_and_stops() {
    let mut world = World::new();
    let first = world.first();
    let second = world.standby(&first);
    world.sell(first.port, 4);
    world.even();
    first.kill();
    promote(&world);
    let old = Server::start(&world.first);
    returned(&mut world, &old, &second);
    for phone in &mut world.phones {
        world.runtime.block_on(phone.resend(second.port));
    }
    old.stop("TERM");
    second.stop("TERM");
    once(&world, &world.second);
    verify(&world.first);
    verify(&world.second);
}

#[test]
fn a_phone_that_was_paired_while_it_followed_sells_at_the_new_laptop_without_a_word() {
    let mut world = World::new();
    let first = world.first();
    let second = world.standby(&first);
    world.pair(first.port);
    world.sell(first.port, 2);
    world.even();
    let tokens = "select count(*) from token";
    assert!(eventually(|| figure(&world.runtime, &world.second, tokens) == 3));
    first.kill();
    promote(&world);
    world.sell(second.port, 2);
    second.stop("TERM");
    once(&world, &world.second);
    gapless(&world, &world.second);
    // What the standby became is a book like any other: a copy of it is restored.
    let copy = world.second.with_file_name("copy.db");
    let done = program(&world.second).arg("backup").arg(&copy).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    let third = world.second.with_file_name("third");
    let done = program(&third).arg("restore").arg(&copy).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    verify(&third);
}

/// Two laptops follow the first; one takes over, and no second one may beside it.
#[test]
fn of_two_standbys_one_takes_over_and_the_other_is_not_promoted_behind_it() {
    let mut world = World::new();
    let first = world.first();
    let second = world.standby(&first);
    let other = world.first.with_file_name("third");
    let command = world.invited(first.port, "");
    let done = enrol(&other, &command[0], &command[1], &[]);
    assert!(done.status.success(), "{}", said(&done));
    let third = Server::start(&other);
    world.sell(first.port, 2);
    world.even();
    let entries = "select count(*) from journal";
    let all = figure(&world.runtime, &world.first, entries);
    assert!(eventually(|| figure(&world.runtime, &other, entries) == all));
    first.kill();
    promote(&world);
    world.sell(second.port, 1);
    // The first laptop comes back, hears it, and tells it to the one that still follows.
    let old = world.first();
    let took_over = "select count(*) from journal where kind = 'node.took_over'";
    assert!(eventually(|| figure(&world.runtime, &other, took_over) == 1));
    let asked = program(&other).args(["promote", "--fair", "HL26"]).output().unwrap();
    assert_eq!(asked.status.code(), Some(1), "{}", said(&asked));
    let words = "Another machine took over from the first laptop";
    assert!(said(&asked).contains(words), "{}", said(&asked));
    assert_eq!(figure(&world.runtime, &other, took_over), 1, "its own chain did not begin");
    let page = world.page(third.port, "GET", "/backups", "");
    assert!(page.contains(words), "{page}");
    for server in [old, second, third] {
        server.stop("TERM");
    }
    once(&world, &world.second);
    verify(&world.second);
}

/// Takes the standby off the first laptop's list, by its page.
fn taken_off(world: &World, port: u16) {
    let page = world.page(port, "GET", "/backups", "");
    let (before, _) = page.split_once("/end\"").expect(&page);
    let (_, node) = before.rsplit_once("/standbys/").unwrap();
    world.page(port, "POST", &format!("/standbys/{node}/end"), "");
    let page = world.page(port, "GET", "/backups", "");
    assert!(!page.contains(&format!("/standbys/{node}/end")), "{page}");
}

/// The two do not hear each other, and somebody removes the "silent" one, which sells already.
#[test]
fn a_standby_that_was_taken_off_the_list_after_it_took_over_is_heard_all_the_same() {
    let mut world = World::new();
    let first = world.first();
    let second = world.standby(&first);
    world.sell(first.port, 2);
    world.even();
    first.kill();
    promote(&world);
    world.sell(second.port, 1);
    second.kill();
    let old = world.first();
    world.sell(old.port, 1);
    taken_off(&world, old.port);
    let second = Server::start(&world.second);
    returned(&mut world, &old, &second);
    for phone in &mut world.phones {
        world.runtime.block_on(phone.resend(second.port));
    }
    old.stop("TERM");
    second.stop("TERM");
    once(&world, &world.second);
    gapless(&world, &world.second);
    verify(&world.first);
    verify(&world.second);
}

/// A laptop that was stolen, and taken off the list, stops nobody.
#[test]
fn a_standby_that_takes_over_long_after_it_was_taken_off_the_list_stops_nobody() {
    let mut world = World::new();
    let first = world.first();
    let second = world.standby(&first);
    world.sell(first.port, 2);
    world.even();
    taken_off(&world, first.port);
    // An hour ago by the book of the first laptop, so that a take-over now is no matter of clocks.
    first.stop("TERM");
    world.write("update standby set gone_ms = gone_ms - 3600000");
    let first = world.first();
    promote(&world);
    std::thread::sleep(Duration::from_secs(3));
    world.sell(first.port, 1);
    let took_over = "select count(*) from takeover";
    assert_eq!(figure(&world.runtime, &world.first, took_over), 0);
    first.stop("TERM");
    second.stop("TERM");
    verify(&world.first);
}
