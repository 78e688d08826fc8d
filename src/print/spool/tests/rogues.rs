//! Stories of printers that do not behave.

use super::{
    fair::{Laptop, pause, printer},
    fake::Fake,
    printers,
    rogue::{Rogue, Ways},
    {all, expected},
};
use crate::{
    base::id::PrinterId,
    print::{
        block::{Block, Size, Width},
        job::{Job, State, Trouble},
        printer::{Answers, Head, NewPrinter, Pace},
        spool::Spool,
    },
};
use std::time::Duration;

const WELL: Ways = Ways {
    automatic: None,
    greeting: "",
    late: Duration::ZERO,
    tells: true,
    confirms: true,
    deaf: false,
    pace: None,
};

async fn set_up(laptop: &Laptop, rogue: &Rogue) -> (Spool, PrinterId) {
    let spool = laptop.spool();
    let uid = printer(&spool, &rogue.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    (spool, uid)
}

async fn known(laptop: &Laptop, uid: PrinterId) -> (Answers, Option<Pace>) {
    let mut db = laptop.shop.read().await.unwrap();
    let printer = printers::by_uid(&mut db, uid).await.unwrap().unwrap();
    (printer.answers, printer.pace)
}

fn done(count: usize, state: State) -> impl Fn(&[Job]) -> bool {
    move |jobs| jobs.len() == count && all(jobs, state)
}

/// A paper of many lines, on a booth's printer: some 100 kB.
async fn long_paper(spool: &Spool, laptop: &Laptop) {
    let line = |n| Block::bold(&format!("Mực khô Cô Tô loại {n}"), "1.250.000", Size::Total);
    let blocks = (0..60).map(line).collect();
    spool.sheet(laptop.booths[0], "X A01", |_| blocks).await.unwrap();
}

#[tokio::test]
async fn automatic_status_is_not_taken_for_the_word_that_a_paper_is_out() {
    let laptop = Laptop::open().await;
    let rogue = Rogue::on(Ways { automatic: Some(500), confirms: false, ..WELL });
    let (_spool, uid) = set_up(&laptop, &rogue).await;
    laptop.sell(0).await;
    let jobs = laptop.until(done(1, State::Sent)).await;
    assert_eq!(known(&laptop, uid).await.0, Answers::Status);
    // Nobody waits for the answer again: it was asked once.
    laptop.sell(0).await;
    let jobs = [jobs, laptop.until(done(2, State::Sent)).await].concat();
    assert_eq!(rogue.seen(|it| (it.asked.0, it.resets)), (1, 0));
    let papers = [expected(&laptop, &jobs[0]).await, expected(&laptop, &jobs[2]).await];
    assert_eq!(rogue.papers(), papers);
}

#[tokio::test]
async fn a_printer_that_talks_all_the_time_prints_whole_papers_and_says_so() {
    let laptop = Laptop::open().await;
    let rogue = Rogue::on(Ways { automatic: Some(100), ..WELL });
    let (_spool, uid) = set_up(&laptop, &rogue).await;
    for _ in 0..3 {
        laptop.sell(0).await;
    }
    laptop.until(done(3, State::Confirmed)).await;
    pause(150).await;
    assert_eq!(known(&laptop, uid).await.0, Answers::Full);
    // What nobody read would have reset the line, and the paper would be lost.
    assert_eq!((rogue.papers().len(), rogue.seen(|it| it.resets)), (3, 0));
}

#[tokio::test]
async fn a_greeting_in_text_is_no_trouble() {
    for greeting in ["r\x7f2 JetDirect 0r\r\n", "Print server \"rrr\" ready\n", "> "] {
        let laptop = Laptop::open().await;
        let rogue = Rogue::on(Ways { greeting, ..WELL });
        let (_spool, _) = set_up(&laptop, &rogue).await;
        laptop.sell(0).await;
        let jobs = laptop.until(|jobs| all(jobs, State::Confirmed)).await;
        assert_eq!(jobs[0].trouble, None, "{greeting}");
    }
}

#[tokio::test]
async fn a_printer_that_thinks_before_it_answers_is_not_busy() {
    let laptop = Laptop::open().await;
    let rogue = Rogue::on(Ways { late: Duration::from_millis(100), ..WELL });
    let (_spool, _) = set_up(&laptop, &rogue).await;
    for count in 1..=2 {
        laptop.sell(0).await;
        laptop.until(done(count, State::Confirmed)).await;
    }
    assert_eq!(rogue.papers().len(), 2);
}

#[tokio::test]
async fn a_printer_that_reads_nothing_has_got_nothing_for_sure() {
    let laptop = Laptop::open().await;
    let rogue = Rogue::on(Ways { deaf: true, ..WELL });
    let (spool, _) = set_up(&laptop, &rogue).await;
    long_paper(&spool, &laptop).await;
    let jobs = laptop.until(|jobs| all(jobs, State::Uncertain)).await;
    assert_eq!(jobs[0].trouble, Some(Trouble::Stalled));
}

#[tokio::test]
async fn the_next_paper_waits_until_a_slow_and_silent_printer_has_the_one_before() {
    let laptop = Laptop::open().await;
    let ways = Ways { tells: false, confirms: false, pace: Some(40_000), ..WELL };
    let rogue = Rogue::on(ways);
    let (_spool, uid) = set_up(&laptop, &rogue).await;
    laptop.sell(0).await;
    laptop.sell(0).await;
    let jobs = laptop.until(done(2, State::Sent)).await;
    pause(400).await;
    assert_eq!(known(&laptop, uid).await.0, Answers::Never);
    assert_eq!(rogue.seen(|it| (it.open.1, it.resets)), (1, 0));
    let papers = [expected(&laptop, &jobs[0]).await, expected(&laptop, &jobs[1]).await];
    assert_eq!(rogue.papers(), papers);
}

#[tokio::test]
async fn a_long_paper_on_a_slow_printer_is_no_failure_and_its_speed_is_learnt() {
    let laptop = Laptop::open().await;
    let rogue = Rogue::on(Ways { pace: Some(60_000), ..WELL });
    let (spool, uid) = set_up(&laptop, &rogue).await;
    long_paper(&spool, &laptop).await;
    laptop.until(|jobs| all(jobs, State::Confirmed)).await;
    pause(50).await;
    let (answers, pace) = known(&laptop, uid).await;
    let pace = pace.unwrap().0;
    assert!((20_000..=70_000).contains(&pace), "{pace} bytes a second");
    assert_eq!(answers, Answers::Full);
}

#[tokio::test]
async fn two_printers_at_one_address_are_one_machine() {
    let laptop = Laptop::open().await;
    let rogue = Rogue::on(Ways { pace: Some(100_000), ..WELL });
    let (spool, _) = set_up(&laptop, &rogue).await;
    let target = rogue.target().parse().unwrap();
    let wide = NewPrinter {
        name: "Khổ to".into(),
        target,
        head: Head { band: 24, ..Head::plain(Width::MM80) },
        drawer: None,
    };
    let wide = spool.add_printer(wide).await.unwrap();
    spool.map_booth(laptop.booths[1], Some(wide)).await.unwrap();
    for booth in [0, 1, 0, 1] {
        laptop.sell(booth).await;
    }
    let jobs = laptop.until(done(4, State::Confirmed)).await;
    let titles: Vec<&str> = jobs.iter().map(|job| job.title.as_str()).collect();
    assert_eq!(titles, ["A01-0001", "A02-0001", "A01-0002", "A02-0002"]);
    assert_eq!((rogue.seen(|it| it.open.1), rogue.papers().len()), (1, 4));
}

#[tokio::test]
async fn a_torn_paper_is_ended_as_it_was_begun_whatever_the_printer_is_set_to_since() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    fake.inside().breaks_after = Some(3000);
    laptop.sell(0).await;
    laptop.until(|jobs| all(jobs, State::Uncertain)).await;
    let target = fake.target().parse().unwrap();
    let small = NewPrinter {
        name: "Máy in".into(),
        target,
        head: Head { band: 24, ..Head::plain(Width::MM58) },
        drawer: None,
    };
    spool.change_printer(uid, small).await.unwrap();
    laptop.sell(0).await;
    let jobs = laptop.until(|jobs| jobs.len() == 2 && jobs[1].state == State::Confirmed).await;
    let second = expected(&laptop, &jobs[1]).await;
    // 128 rows of 48 bytes, not 24.
    assert_eq!(fake.printed(), [[vec![0; 128 * 48], second].concat()]);
}

#[tokio::test]
async fn all_that_failed_is_printed_at_one_press_and_what_is_uncertain_waits_for_a_look() {
    let (laptop, mut fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    for booth in laptop.booths {
        spool.map_booth(booth, Some(uid)).await.unwrap();
    }
    fake.inside().breaks_after = Some(3000);
    laptop.sell(0).await;
    laptop.until(|jobs| all(jobs, State::Uncertain)).await;
    fake.off();
    for booth in [0, 0, 1] {
        laptop.sell(booth).await;
    }
    laptop.until(|jobs| jobs.len() == 4 && jobs[1].trouble.is_some()).await;
    laptop.wait_minutes(3);
    laptop.until(|jobs| jobs[1..].iter().all(|job| job.state == State::Failed)).await;
    let mut stuck = spool.stuck();
    let told = stuck.wait_for(|all| all.iter().any(|it| it.failed == 3)).await.unwrap().clone();
    let told = &told[0];
    assert_eq!((told.name.as_str(), told.waiting, told.uncertain), ("Máy in", 0, 1));
    assert_eq!((told.fairs.len(), told.trouble), (1, Trouble::Unreachable));
    fake.switch_on().await;
    assert_eq!(spool.retry_failed(Some(laptop.booths[0]), false).await, Ok(2));
    assert_eq!(spool.retry_failed(None, true).await, Ok(1));
    let jobs = laptop.until(|jobs| all(&jobs[1..], State::Confirmed)).await;
    assert_eq!((jobs[0].state, fake.printed().len()), (State::Uncertain, 3));
    // A copy of the uncertain one settles it; then nothing is stuck.
    spool.retry(jobs[0].uid).await.unwrap();
    stuck.wait_for(|all| all.is_empty()).await.unwrap();
}

#[tokio::test]
async fn a_printer_taken_for_silent_that_says_it_has_no_paper_is_not_printed_on_blindly() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    fake.inside().answers = false;
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    laptop.sell(0).await;
    laptop.until(done(1, State::Sent)).await;
    pause(150).await;
    assert_eq!(known(&laptop, uid).await.0, Answers::Never);
    drop(spool);
    fake.inside().answers = true;
    fake.inside().paper = false;
    let _spool = laptop.spool();
    laptop.sell(0).await;
    let out = Some(Trouble::PaperOut);
    laptop.until(|jobs| jobs.len() == 2 && jobs[1].trouble == out).await;
    // Several looks later it still waits for the roll.
    pause(200).await;
    let jobs = laptop.jobs().await;
    assert_eq!((jobs[1].state, jobs[1].trouble, jobs[1].tries), (State::Queued, out, 0));
    fake.inside().paper = true;
    laptop.until(|jobs| jobs[1].state == State::Confirmed).await;
}
