//! Stories of printing, told with a printer in this process.

mod fair;
mod fake;
mod moved;
mod rogue;
mod rogues;
mod shifts;
mod topay;

use super::{NAME, printer::store as printers, store};
use crate::{
    base::{clock::Ms, id::JobId, lang::Lang},
    journal,
    print::{
        block::Width,
        job::{self, Job, NewJob, Purpose, State, Trouble},
        paper::{self, Subject},
        printer::Answers,
    },
};
use fair::{Laptop, pause, printer};
use fake::Fake;

fn all(jobs: &[Job], state: State) -> bool {
    !jobs.is_empty() && jobs.iter().all(|job| job.state == state)
}

/// The bytes that a job of a sale must have.
async fn expected(laptop: &Laptop, job: &Job) -> Vec<u8> {
    let mut db = laptop.shop.read().await.unwrap();
    let pos = crate::sale::store::pos_of(&mut db, job.subject.as_bytes()).await.unwrap().unwrap();
    let entry = journal::store::at(&mut db, pos).await.unwrap().unwrap();
    let printers = printers::printers(&mut db).await.unwrap();
    let subject = Subject::of(&entry, Default::default()).unwrap();
    subject.job(&printers[0], job.uid, job.copy, job.created, None).await.unwrap().bytes
}

#[tokio::test]
async fn a_sale_is_printed_once_however_often_it_is_sent() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    let envelope = laptop.checkout(0, true);
    laptop.submit(envelope.clone()).await;
    laptop.submit(envelope).await;
    laptop.submit(laptop.checkout(0, false)).await;
    let jobs = laptop.until(|jobs| all(jobs, State::Confirmed)).await;
    assert_eq!((jobs.len(), jobs[0].title.as_str(), jobs[0].copy), (1, "A01-0001", 0));
    drop(spool);
    // The whole journal is read once more, as after a lost cursor.
    let desk = &laptop.shop.desk;
    desk.local(|db| Box::pin(journal::store::follow_to(db, NAME, 0))).await.unwrap();
    let _spool = laptop.spool();
    laptop.submit(laptop.checkout(0, false)).await;
    pause(150).await;
    assert_eq!(laptop.jobs().await.len(), 1);
    assert_eq!(fake.printed(), [expected(&laptop, &jobs[0]).await]);
}

#[tokio::test]
async fn an_old_sale_waits_for_a_person_and_its_first_paper_is_no_copy() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    drop(spool);
    let sold = laptop.sell(0).await;
    laptop.wait_minutes(11);
    let spool = laptop.spool();
    pause(150).await;
    assert!(laptop.jobs().await.is_empty());
    assert_eq!(spool.reprint(laptop.pos(&sold).await, None).await, Ok(0));
    laptop.until(|jobs| all(jobs, State::Confirmed)).await;
    assert_eq!(fake.printed().len(), 1);
}

#[tokio::test]
async fn a_booth_without_a_printer_makes_no_paper() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    laptop.sell(1).await;
    laptop.sell(0).await;
    let jobs = laptop.until(|jobs| all(jobs, State::Confirmed)).await;
    assert_eq!((jobs.len(), jobs[0].title.as_str()), (1, "A01-0001"));
    spool.map_booth(laptop.booths[0], None).await.unwrap();
    let sold = laptop.sell(0).await;
    let refused = spool.reprint(laptop.pos(&sold).await, None).await.unwrap_err();
    assert_eq!(refused.say().vi, "Gian hàng chưa có máy in");
}

#[tokio::test]
async fn a_printer_that_was_off_prints_everything_once_when_it_comes_back() {
    let (laptop, mut fake) = (Laptop::open().await, Fake::on().await);
    fake.off();
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    laptop.sell(0).await;
    laptop.sell(0).await;
    let off = Some(Trouble::Unreachable);
    let jobs = laptop.until(|jobs| jobs.len() == 2 && jobs[0].trouble == off).await;
    assert!(all(&jobs, State::Queued) && jobs[0].tries == 0);
    fake.switch_on().await;
    let jobs = laptop.until(|jobs| all(jobs, State::Confirmed)).await;
    pause(100).await;
    assert_eq!((fake.printed().len(), fake.torn(), jobs[0].trouble), (2, 0, None));
}

#[tokio::test]
async fn after_two_minutes_a_job_has_failed_and_a_person_may_try_again() {
    let (laptop, mut fake) = (Laptop::open().await, Fake::on().await);
    fake.off();
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    let sold = laptop.sell(0).await;
    laptop.until(|jobs| jobs.first().is_some_and(|job| job.trouble.is_some())).await;
    laptop.wait_minutes(2);
    let jobs = laptop.until(|jobs| all(jobs, State::Failed)).await;
    assert!(jobs[0].status(Lang::Vi).starts_with("Không in được – Không kết nối được máy in"));
    spool.retry(jobs[0].uid).await.unwrap();
    laptop.until(|jobs| all(jobs, State::Queued)).await;
    laptop.wait_minutes(2);
    laptop.until(|jobs| all(jobs, State::Failed)).await;
    fake.switch_on().await;
    // The button on the receipt does the same as the one on the job.
    assert_eq!(spool.reprint(laptop.pos(&sold).await, None).await, Ok(0));
    let jobs = laptop.until(|jobs| all(jobs, State::Confirmed)).await;
    assert_eq!((jobs.len(), fake.printed().len()), (1, 1));
    assert!(spool.retry(jobs[0].uid).await.is_err());
}

#[tokio::test]
async fn a_receipt_torn_off_midway_is_never_sent_again_by_itself() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    fake.inside().breaks_after = Some(3000);
    laptop.sell(0).await;
    let jobs = laptop.until(|jobs| all(jobs, State::Uncertain)).await;
    let uncertain = jobs[0].uid;
    assert_eq!((jobs[0].trouble, jobs[0].tries), (Some(Trouble::Lost), 1));
    pause(150).await;
    assert_eq!((fake.printed().len(), fake.torn()), (0, 1));
    // The next one begins with a band of white, should the printer be within a picture.
    laptop.sell(0).await;
    let jobs = laptop.until(|jobs| jobs.len() == 2 && jobs[1].state == State::Confirmed).await;
    assert_eq!(jobs[0].state, State::Uncertain);
    let second = expected(&laptop, &jobs[1]).await;
    assert_eq!(fake.printed(), [[vec![0; 128 * 48], second].concat()]);
    // A person looks at the paper and asks for another, which says that it is a copy.
    spool.retry(uncertain).await.unwrap();
    let jobs = laptop.until(|jobs| jobs.len() == 3 && jobs[2].state == State::Confirmed).await;
    assert_eq!((jobs[2].copy, jobs[2].subject), (1, jobs[0].subject));
    assert_eq!(fake.printed()[1], expected(&laptop, &jobs[2]).await);
}

#[tokio::test]
async fn a_receipt_waits_for_paper_while_other_printers_go_on() {
    let (laptop, fake, other) = (Laptop::open().await, Fake::on().await, Fake::on().await);
    let spool = laptop.spool();
    for (booth, fake) in [(0, &fake), (1, &other)] {
        let uid = printer(&spool, &fake.target()).await;
        spool.map_booth(laptop.booths[booth], Some(uid)).await.unwrap();
    }
    fake.inside().paper = false;
    laptop.sell(0).await;
    let jobs = laptop.until(|jobs| jobs.first().is_some_and(|job| job.trouble.is_some())).await;
    assert_eq!((jobs[0].state, jobs[0].trouble), (State::Queued, Some(Trouble::PaperOut)));
    laptop.sell(1).await;
    laptop.until(|jobs| jobs.len() == 2 && jobs[1].state == State::Confirmed).await;
    laptop.wait_minutes(30);
    pause(50).await;
    assert_eq!(laptop.jobs().await[0].state, State::Queued);
    fake.inside().paper = true;
    laptop.until(|jobs| all(jobs, State::Confirmed)).await;
    assert_eq!((fake.printed().len(), other.printed().len()), (1, 1));
}

#[tokio::test]
async fn two_booths_share_a_printer_in_the_order_of_their_sales() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    for booth in laptop.booths {
        spool.map_booth(booth, Some(uid)).await.unwrap();
    }
    for n in 0..6 {
        laptop.sell(n % 2).await;
    }
    let jobs = laptop.until(|jobs| jobs.len() == 6 && all(jobs, State::Confirmed)).await;
    let titles: Vec<&str> = jobs.iter().map(|job| job.title.as_str()).collect();
    let order = ["A01-0001", "A02-0001", "A01-0002", "A02-0002", "A01-0003", "A02-0003"];
    assert_eq!(titles, order);
    let mut papers = Vec::new();
    for job in &jobs {
        papers.push(expected(&laptop, job).await);
    }
    assert_eq!(fake.printed(), papers);
    let mut db = laptop.shop.read().await.unwrap();
    let own = store::jobs_of(&mut db, laptop.booths[1], 100).await.unwrap();
    assert_eq!(own.len(), 3);
}

#[tokio::test]
async fn what_was_being_sent_when_the_laptop_stopped_is_uncertain() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    drop(spool);
    let job = NewJob {
        uid: JobId(laptop.shop.chance.uid(Ms(0))),
        printer: 1,
        booth: None,
        subject: uid.0,
        title: "A01-0001".into(),
        purpose: Purpose::Receipt,
        copy: 0,
        at: Ms(0),
        bytes: vec![0x1b, b'@'],
        picture: 128 * 48,
    };
    let begun = laptop.shop.desk.local(move |db| {
        Box::pin(async move {
            store::add_job(&mut *db, &job).await?;
            job::store::begin(db, 1, 1, Ms(1)).await.map(drop)
        })
    });
    begun.await.unwrap();
    let _spool = laptop.spool();
    let jobs = laptop.until(|jobs| all(jobs, State::Uncertain)).await;
    assert_eq!(jobs[0].trouble, Some(Trouble::Restarted));
    pause(100).await;
    assert!(fake.printed().is_empty() && fake.torn() == 0);
}

#[tokio::test]
async fn every_further_paper_says_that_it_is_a_copy() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    let sold = laptop.sell(0).await;
    let pos = laptop.pos(&sold).await;
    for copy in 1..=2 {
        laptop.until(|jobs| jobs.len() == copy && all(jobs, State::Confirmed)).await;
        assert_eq!(spool.reprint(pos, None).await, Ok(copy as u32));
    }
    let jobs = laptop.until(|jobs| jobs.len() == 3 && all(jobs, State::Confirmed)).await;
    for (job, printed) in jobs.iter().zip(fake.printed()) {
        assert_eq!(printed, expected(&laptop, job).await);
    }
    let mut db = laptop.shop.read().await.unwrap();
    for (copy, said) in [(0, false), (2, true)] {
        let paper = paper::document(&mut db, pos, Lang::Vi, Width::MM80, copy, None).await.unwrap();
        assert_eq!(paper.unwrap().text().contains("BẢN SAO 2"), said);
    }
    assert!(paper::document(&mut db, 1, Lang::Vi, Width::MM80, 0, None).await.unwrap().is_none());
}

#[tokio::test]
async fn a_cheap_printer_that_never_answers_is_remembered_as_such() {
    let (laptop, fake) = (Laptop::open().await, Fake::on().await);
    fake.inside().answers = false;
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    let answers = async || {
        let mut db = laptop.shop.read().await.unwrap();
        printers::by_uid(&mut db, uid).await.unwrap().unwrap().answers
    };
    assert_eq!(answers().await, Answers::Unknown);
    spool.test_page(uid).await.unwrap();
    let jobs = laptop.until(|jobs| all(jobs, State::Sent)).await;
    assert_eq!((answers().await, jobs[0].purpose), (Answers::Never, Purpose::Test));
    fake.inside().answers = true;
    spool.test_page(uid).await.unwrap();
    laptop.until(|jobs| jobs.len() == 2 && jobs[1].state == State::Confirmed).await;
    assert_eq!((answers().await, fake.printed().len()), (Answers::Full, 2));
}

#[tokio::test]
async fn a_printer_may_be_a_plain_file() {
    let laptop = Laptop::open().await;
    let spool = laptop.spool();
    let uid = printer(&spool, "file:paper/thu.bin").await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    laptop.sell(0).await;
    laptop.sell(0).await;
    let jobs = laptop.until(|jobs| jobs.len() == 2 && all(jobs, State::Sent)).await;
    let papers = [expected(&laptop, &jobs[0]).await, expected(&laptop, &jobs[1]).await];
    let file = laptop.shop.folder.join("paper/thu.bin");
    assert_eq!(std::fs::read(file).unwrap(), papers.concat());
}
