//! Stories of the slip to pay.

use super::{
    all,
    fair::{Laptop, printer},
    fake::Fake,
};
use crate::{
    base::{
        clock::Ms,
        id::{CommandId, RequestId},
        money::Money,
    },
    desk::command::{Command, Envelope},
    payment::event::{Method, State as Transfer, Step},
    print::{
        job::{Purpose, State, Trouble},
        spool::ToPay,
    },
    sale::{Checkout, Tender},
};

const REFERENCE: &str = "OC7K3M9QX";

/// The sale of a booth, paid by a transfer, and the request for it.
async fn ask(laptop: &Laptop) -> (Envelope, ToPay) {
    let mut envelope = laptop.checkout(0, false);
    let Command::Checkout(checkout) = &mut envelope.command else { panic!("not a sale") };
    checkout.payments = vec![Tender {
        method: Method::VietQr,
        amount: Money(343_000),
        given: None,
        reference: Some(REFERENCE.into()),
    }];
    let checkout: Checkout = checkout.clone();
    let request = RequestId(laptop.shop.chance.uid(Ms(0)));
    let step = Step {
        uid: CommandId(request.0),
        request,
        booth: checkout.booth,
        state: Transfer::Requested,
        reference: REFERENCE.into(),
        amount: Money(343_000),
        at: checkout.paid_at,
    };
    laptop.shop.submit("Lan", Command::Payment(step)).await.unwrap();
    let (reference, account) = (REFERENCE.to_owned(), "970436/0123456789".to_owned());
    (envelope, ToPay { request, reference, account, checkout })
}

#[tokio::test]
async fn a_slip_that_waited_for_its_printer_until_it_was_paid_is_not_printed() {
    let (laptop, mut fake) = (Laptop::open().await, Fake::on().await);
    fake.off();
    let spool = laptop.spool();
    let uid = printer(&spool, &fake.target()).await;
    spool.map_booth(laptop.booths[0], Some(uid)).await.unwrap();
    let (sale, to_pay) = ask(&laptop).await;
    assert_eq!(spool.print_to_pay(to_pay).await, Ok(0));
    let jobs = laptop.until(|jobs| all(jobs, State::Queued)).await;
    assert_eq!((jobs[0].purpose, jobs[0].title.as_str()), (Purpose::Unpaid, REFERENCE));
    laptop.submit(sale).await;
    let jobs = laptop.until(|jobs| all(jobs, State::Failed)).await;
    assert_eq!(jobs[0].trouble, Some(Trouble::Settled));
    // Not by asking once more for the job either.
    fake.switch_on().await;
    spool.retry(jobs[0].uid).await.unwrap();
    laptop.until(|jobs| all(jobs, State::Failed)).await;
    assert!(fake.printed().is_empty() && fake.torn() == 0);
}
