//! It follows.

use super::{World, figure, post};
use crate::program::{Server, program, said, verify};
use chophien::base::id::Chance;
use std::time::Duration;

const COUNT: &str = "select count(*) from sale";

#[test]
fn a_standby_has_each_sale_a_moment_later_and_sells_nothing() {
    let mut world = World::new();
    let first = world.first();
    world.sell(first.port, 3);
    let second = world.standby(&first);
    assert_eq!(figure(&world.runtime, &world.second, COUNT), 6, "the copy");
    world.sell(first.port, 5);
    world.even();
    assert_eq!(figure(&world.runtime, &world.second, COUNT), 16);
    // What it lacks is kept by the phone, what it has it acknowledges.
    let phone = &mut world.phones[0];
    let fresh = phone.sale();
    let known = phone.kept[0].clone();
    world.runtime.block_on(async {
        let mut wire = phone.wire(second.port).await.unwrap();
        let (status, body) = post(&mut wire, &fresh).await.unwrap();
        assert_eq!((status, &body["error"]), (503, &"not_taken_over".into()));
        let (status, body) = post(&mut wire, &known.0).await.unwrap();
        assert_eq!((status, &body["receipt_no"]), (200, &known.1["receipt_no"]));
    });
    let page = world.page(first.port, "GET", "/backups", "");
    assert!(page.contains("Standby Máy hai: keeps up, last at "), "{page}");
    let page = world.page(second.port, "GET", "/backups", "");
    assert!(page.contains("This is a standby"), "{page}");
    first.stop("TERM");
    second.stop("TERM");
    verify(&world.first);
    verify(&world.second);
}

#[test]
fn whichever_side_is_killed_it_goes_on_where_the_journal_ends() {
    let (mut world, chance) = (World::new(), Chance::system());
    let mut first = world.first();
    let mut second = world.standby(&first);
    for round in 0..6 {
        world.sell(first.port, 20);
        std::thread::sleep(Duration::from_millis(chance.below(400)));
        if round % 2 == 0 {
            second.kill();
            second = Server::start(&world.second);
        } else {
            first.kill();
            first = world.first();
        }
    }
    world.even();
    assert_eq!(figure(&world.runtime, &world.second, COUNT), 240);
    // A copy of the standby's book is a copy of the first laptop's, and goes on from that.
    let copy = world.second.with_file_name("copy.db");
    let done = program(&world.second).arg("backup").arg(&copy).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    let third = world.second.with_file_name("third");
    let done = program(&third).arg("restore").arg(&copy).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    verify(&third);
    let parent = "select count(*) from node n join journal j on j.origin = n.parent \
                  and j.seq = n.parent_seq and j.hash = n.parent_hash";
    assert_eq!(figure(&world.runtime, &third, parent), 1);
    first.stop("TERM");
    second.stop("TERM");
    verify(&world.second);
}
