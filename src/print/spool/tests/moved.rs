//! Paper that comes too late, and paper that goes to another printer.

use super::{
    all,
    fair::{Laptop, pause, printer},
    fake::Fake,
    printers,
};
use crate::{
    base::clock::Ms,
    desk::command::Command,
    print::{
        block::Width,
        job::State,
        job::Trouble,
        paper::Subject,
        printer::{Head, NewPrinter},
    },
};
use std::time::Duration;
use tokio::time::timeout;
use tokio_stream::StreamExt;

#[tokio::test]
async fn a_sale_paid_hours_ago_on_a_phone_without_network_prints_nothing_by_itself() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    let mut late = laptop.checkout(0, true);
    let Command::Checkout(sale) = &mut late.command else { panic!() };
    sale.paid_at = Ms(sale.paid_at.0 - 3 * 3_600_000);
    let sold = laptop.submit(late).await;
    laptop.sell(0).await;
    let jobs = laptop.until(|jobs| jobs.iter().any(|job| job.state == State::Confirmed)).await;
    assert_eq!((jobs.len(), jobs[0].title.as_str()), (1, "A01-0002"));
    assert_eq!(spool.reprint(laptop.pos(&sold).await, None).await, Ok(0));
}

#[tokio::test]
async fn what_was_queued_yesterday_waits_for_a_person() {
    let (laptop, mut fake) = (Laptop::open().await, Fake::on().await);
    fake.off();
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    laptop.sell(0).await;
    laptop.until(|jobs| jobs.len() == 1).await;
    drop(spool);
    laptop.wait_minutes(11);
    fake.switch_on().await;
    let spool = laptop.spool();
    let jobs = laptop.until(|jobs| jobs[0].state == State::Failed).await;
    assert_eq!(jobs[0].trouble, Some(Trouble::Old));
    pause(100).await;
    assert!(fake.printed().is_empty());
    spool.retry(jobs[0].uid).await.unwrap();
    laptop.until(|jobs| jobs[0].state == State::Confirmed).await;
    assert_eq!(fake.printed().len(), 1);
}

#[tokio::test]
async fn a_booth_given_another_printer_takes_its_unsent_receipts_along() {
    let (laptop, mut dead, fake) = (Laptop::open().await, Fake::on().await, Fake::on().await);
    dead.off();
    let spool = laptop.spool();
    let old = printer(&spool, &dead.target()).await;
    spool.map_booth(laptop.booths[0], Some(old)).await.unwrap();
    laptop.sell(0).await;
    laptop.until(|jobs| jobs.first().is_some_and(|job| job.trouble.is_some())).await;
    laptop.wait_minutes(2);
    let failed = laptop.until(|jobs| jobs[0].state == State::Failed).await[0].uid;
    laptop.sell(0).await;
    laptop.until(|jobs| jobs.len() == 2).await;
    let wide = NewPrinter {
        name: "Máy mới".into(),
        target: fake.target().parse().unwrap(),
        head: Head { band: 64, ..Head::plain(Width::MM80) },
        drawer: None,
    };
    let new = spool.add_printer(wide).await.unwrap();
    spool.map_booth(laptop.booths[0], Some(new)).await.unwrap();
    let done = |jobs: &[crate::print::job::Job]| jobs[1].state == State::Confirmed;
    let jobs = laptop.until(done).await;
    assert_eq!((jobs[0].state, jobs[0].printer.as_str()), (State::Failed, "Máy mới"));
    spool.retry(failed).await.unwrap();
    laptop.until(|jobs| jobs.iter().all(|job| job.state == State::Confirmed)).await;
    assert_eq!(fake.printed().len(), 2);
    // Drawn anew for the wider paper.
    let mut db = laptop.shop.read().await.unwrap();
    let pos = crate::sale::store::pos_of(&mut db, jobs[0].subject.as_bytes()).await.unwrap();
    let entry = crate::journal::store::at(&mut db, pos.unwrap()).await.unwrap().unwrap();
    let printer = crate::print::printer::store::by_uid(&mut db, new).await.unwrap().unwrap();
    let subject = Subject::of(&entry, Default::default()).unwrap();
    let bytes = subject.job(&printer, jobs[0].uid, 0, Ms(0), None).await.unwrap().bytes;
    assert_eq!(fake.printed()[1], bytes);
}

#[tokio::test]
async fn a_removed_printer_leaves_its_receipts_for_the_next_one() {
    let (laptop, mut dead, fake) = (Laptop::open().await, Fake::on().await, Fake::on().await);
    dead.off();
    let spool = laptop.spool();
    let old = printer(&spool, &dead.target()).await;
    spool.map_booth(laptop.booths[0], Some(old)).await.unwrap();
    let sold = laptop.sell(0).await;
    laptop.until(|jobs| jobs.first().is_some_and(|job| job.trouble.is_some())).await;
    spool.remove_printer(old).await.unwrap();
    laptop.until(|jobs| jobs[0].state == State::Failed).await;
    let new = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(new)).await.unwrap();
    assert_eq!(spool.reprint(laptop.pos(&sold).await, None).await, Ok(0));
    laptop.until(|jobs| jobs[0].state == State::Confirmed).await;
    assert_eq!(fake.printed().len(), 1);
}

#[tokio::test]
async fn a_press_that_is_sent_twice_prints_once() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    let sold = laptop.sell(0).await;
    laptop.until(|jobs| jobs.len() == 1 && jobs[0].state == State::Confirmed).await;
    let pos = laptop.pos(&sold).await;
    let press = Some(crate::base::id::JobId(laptop.shop.chance.uid(Ms(1))));
    assert_eq!(spool.reprint(pos, press).await, Ok(1));
    assert_eq!(spool.reprint(pos, press).await, Ok(1));
    let done = |jobs: &[crate::print::job::Job]| jobs[1].state == State::Confirmed;
    laptop.until(|jobs| jobs.len() == 2 && done(jobs)).await;
    assert_eq!(spool.reprint(pos, press).await, Ok(1));
    assert_eq!(fake.printed().len(), 2);
}

#[tokio::test]
async fn a_press_is_of_one_receipt() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    let sold = [laptop.sell(0).await, laptop.sell(0).await];
    let done = |job: &crate::print::job::Job| job.state == State::Confirmed;
    laptop.until(|jobs| jobs.len() == 2 && jobs.iter().all(done)).await;
    let press = Some(crate::base::id::JobId(laptop.shop.chance.uid(Ms(1))));
    let [first, second] = [laptop.pos(&sold[0]).await, laptop.pos(&sold[1]).await];
    assert_eq!(spool.reprint(first, press).await, Ok(1));
    let other = spool.reprint(second, press).await.unwrap_err();
    assert_eq!(other, crate::base::refusal::Refusal::other_content());
}

#[tokio::test]
async fn every_booth_at_a_shared_printer_is_told_why_its_papers_wait() {
    let (laptop, mut fake) = (Laptop::open().await, Fake::on().await);
    fake.off();
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    for booth in laptop.booths {
        spool.map_booth(booth, Some(uid)).await.unwrap();
    }
    laptop.sell(0).await;
    laptop.sell(1).await;
    let off = Some(Trouble::Unreachable);
    let jobs = laptop.until(|jobs| jobs.len() == 2 && jobs[0].trouble == off).await;
    assert_eq!(jobs[1].trouble, None, "only the oldest was tried");
    let mut db = laptop.shop.read().await.unwrap();
    let it = printers::printer_of(&mut db, laptop.booths[1]).await.unwrap().unwrap();
    drop(db);
    assert_eq!(spool.reason(&it).await, Ok(off));
    let mut signs = std::pin::pin!(spool.moves(Some(laptop.booths[1])));
    let soon = Duration::from_secs(2);
    // Whoever begins to listen looks once, as papers may have moved on before.
    assert_eq!(timeout(soon, signs.next()).await, Ok(Some(())));
    pause(100).await;
    while timeout(Duration::from_millis(50), signs.next()).await.is_ok() {}
    fake.inside().paper = false;
    fake.switch_on().await;
    assert_eq!(timeout(soon, signs.next()).await, Ok(Some(())));
    let out = Some(Trouble::PaperOut);
    laptop.until(|jobs| jobs[0].trouble == out).await;
    assert_eq!(spool.reason(&it).await, Ok(out));
    fake.inside().paper = true;
    laptop.until(|jobs| all(jobs, State::Confirmed)).await;
    assert_eq!(spool.reason(&it).await, Ok(None));
}

#[tokio::test]
async fn a_paper_of_a_printer_that_was_removed_is_refused_in_words_and_a_torn_one_is_still_ended() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    fake.inside().breaks_after = Some(3000);
    laptop.sell(0).await;
    laptop.until(|jobs| all(jobs, State::Uncertain)).await;
    fake.inside().paper = false;
    laptop.sell(0).await;
    laptop.until(|jobs| jobs.len() == 2 && jobs[1].trouble.is_some()).await;
    spool.remove_printer(uid).await.unwrap();
    let jobs = laptop.until(|jobs| jobs[1].state == State::Failed).await;
    let refused = spool.retry(jobs[1].uid).await.unwrap_err();
    assert!(refused.say().en.starts_with("The printer of this paper was removed"));
    // Set up again at its address, it is the same machine, in the middle of a picture.
    fake.inside().paper = true;
    let again = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(again)).await.unwrap();
    spool.retry(jobs[1].uid).await.unwrap();
    laptop.until(|jobs| jobs[1].state == State::Confirmed).await;
    assert!(fake.printed()[0].starts_with(&[0; 128 * 48]));
}

#[tokio::test]
async fn the_backlog_of_a_restored_folder_is_not_printed_with_what_failed_lately() {
    let (laptop, mut fake) = (Laptop::open().await, Fake::on().await);
    fake.off();
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    laptop.sell(0).await;
    laptop.until(|jobs| jobs.len() == 1 && jobs[0].trouble.is_some()).await;
    drop(spool);
    // Its tasks end at their next step, before the hours pass.
    pause(100).await;
    laptop.wait_minutes(13 * 60);
    let spool = laptop.spool();
    laptop.until(|jobs| all(jobs, State::Failed) && jobs[0].trouble == Some(Trouble::Old)).await;
    assert_eq!(spool.retry_failed(None, true).await, Ok(0));
}
