//! The papers of a shift.

use super::{
    super::Spool,
    all,
    fair::{Laptop, printer},
    fake::Fake,
};
use crate::{
    base::{
        id::{CommandId, ShiftId},
        lang::Lang,
    },
    desk::command::Command,
    print::job::{Purpose, State},
    sale::{
        Sold,
        shift::{Ask, Close, Open, notes::Notes},
    },
};

async fn ask(laptop: &Laptop, ask: Ask) {
    laptop.shop.submit("Lan", Command::Shift(ask)).await.unwrap();
}

async fn open(laptop: &Laptop) -> ShiftId {
    let at = laptop.shop.clock.now();
    let (id, booth) = (ShiftId(laptop.shop.chance.uid(at)), laptop.booths[0]);
    let float = vec![Notes { note: 100_000, count: 5 }];
    ask(
        laptop,
        Ask::Open(Open { id, booth, device: None, at, float, offline: false, by: "Lan".into() }),
    )
    .await;
    id
}

async fn close(laptop: &Laptop, shift: ShiftId) {
    let at = laptop.shop.clock.now();
    let (id, booth) = (CommandId(laptop.shop.chance.uid(at)), laptop.booths[0]);
    let count = vec![Notes { note: 1_000, count: 843 }];
    ask(
        laptop,
        Ask::Close(Close {
            id,
            booth,
            shift,
            at,
            count,
            offline: false,
            by: "Minh".into(),
            acknowledged: None,
        }),
    )
    .await;
}

/// A sale that was paid in the shift and comes now.
async fn late(laptop: &Laptop, shift: ShiftId) -> Sold {
    let mut envelope = laptop.checkout(0, false);
    if let Command::Checkout(ask) = &mut envelope.command {
        ask.shift = Some(shift);
    }
    laptop.submit(envelope).await
}

async fn on(laptop: &Laptop, fake: &Fake) -> Spool {
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    spool
}

#[tokio::test]
async fn the_z_prints_itself_once_and_its_copy_names_what_came_late() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = on(&laptop, &fake).await;
    let shift = open(&laptop).await;
    laptop.submit(laptop.checkout(0, false)).await;
    close(&laptop, shift).await;
    let jobs = laptop.until(|jobs| all(jobs, State::Confirmed)).await;
    assert_eq!((jobs.len(), jobs[0].title.as_str()), (1, "A01-Z0001"));
    assert_eq!((jobs[0].purpose, jobs[0].copy), (Purpose::Shift, 0));
    let supplement = late(&laptop, shift).await.shift.unwrap().supplement.unwrap();
    assert_eq!((supplement.z_number, supplement.number), (1, 1));
    assert_eq!(spool.shift(shift, false, Lang::Vi).await, Ok(1));
    let jobs = laptop.until(|jobs| jobs.len() == 2 && all(jobs, State::Confirmed)).await;
    assert_eq!((jobs[1].title.as_str(), jobs[1].copy), ("A01-Z0001", 1));
    let printed = fake.printed();
    assert!(printed[1].len() > printed[0].len(), "BẢN SAO and the supplement make it longer");
}

#[tokio::test]
async fn an_x_is_printed_when_it_is_asked_for_and_closes_nothing() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = on(&laptop, &fake).await;
    let shift = open(&laptop).await;
    for copy in 1..=2 {
        assert_eq!(spool.shift(shift, copy == 2, Lang::Vi).await, Ok(0));
        laptop.until(|jobs| jobs.len() == copy && all(jobs, State::Confirmed)).await;
    }
    let jobs = laptop.jobs().await;
    assert!(jobs.iter().all(|job| job.title == "X A01" && job.purpose == Purpose::Sheet));
    close(&laptop, shift).await;
    laptop.until(|jobs| jobs.len() == 3 && jobs[2].title == "A01-Z0001").await;
}

#[tokio::test]
async fn an_old_closing_waits_for_a_person() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let shift = open(&laptop).await;
    close(&laptop, shift).await;
    laptop.wait_minutes(11);
    let spool = on(&laptop, &fake).await;
    super::pause(150).await;
    assert!(laptop.jobs().await.is_empty());
    assert_eq!(spool.shift(shift, false, Lang::Vi).await, Ok(0));
    laptop.until(|jobs| all(jobs, State::Confirmed)).await;
}
