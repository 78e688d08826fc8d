//! The slip of a sale that is still to be paid. Only a person asks for it, only while its transfer
//! is waited for; a slip whose transfer was paid meanwhile is not printed any more, because a
//! payable code for a paid sale would be paid twice.

use super::{Spool, orders::no_printer_here};
use crate::{
    base::{
        id::{JobId, RequestId},
        lang::Say,
        refusal::Refusal,
    },
    payment::{self, event},
    print::{
        job::{NewJob, Purpose, State},
        paper,
        printer::store::printer_of,
        store,
    },
    sale::{Checkout, Flag, Sold, checkout, load},
};
use sqlx::SqliteConnection;

/// A paper to pay by: the sale as the device would record it now, and the request it waits for.
pub struct ToPay {
    /// The payment request.
    pub request: RequestId,
    /// Its reference, nine characters.
    pub reference: String,
    /// The account it asks for: bank BIN, a slash, the number.
    pub account: String,
    /// What the customer buys, paid by that transfer.
    pub checkout: Checkout,
}

impl Spool {
    /// Prints the slip to pay, as the next copy, and says which; 0 is the first paper.
    pub async fn print_to_pay(&self, ask: ToPay) -> Result<u32, Refusal> {
        let mut db = self.shop.read_to_sell().await?;
        if !awaited(&mut db, &ask.request.bytes()).await? {
            return Err(Refusal::Conflict(Say::new(
                "Khoản này không còn chờ trả",
                "This payment is not waited for any more",
            )));
        }
        let made = store::papers(&mut db, ask.request.0, Purpose::Unpaid).await?;
        if let Some(failed) = made.iter().find(|job| job.state == State::Failed) {
            drop(db);
            self.requeue(failed.uid, failed.booth).await?;
            return Ok(failed.copy);
        }
        if made.iter().any(|job| matches!(job.state, State::Queued | State::Sending)) {
            return Err(Refusal::Conflict(Say::new(
                "Phiếu chờ trả này đang chờ in",
                "This slip is waiting to be printed",
            )));
        }
        let booth = ask.checkout.booth;
        let printer = printer_of(&mut db, booth).await?.ok_or_else(no_printer_here)?;
        let asked = self.foresee(&mut db, &ask).await?;
        drop(db);
        let copy = made.first().map_or(0, |last| last.copy + 1);
        let at = self.shop.clock.now();
        let uid = JobId(self.shop.chance.uid(at));
        let bytes = paper::draw_unpaid(&asked, &ask.reference, &printer, uid, copy).await?;
        let job = NewJob {
            uid,
            printer: printer.id,
            booth: Some(booth),
            subject: ask.request.0,
            title: ask.reference,
            purpose: Purpose::Unpaid,
            copy,
            at,
            bytes,
            picture: printer.head.picture(),
        };
        self.add(job).await?;
        Ok(copy)
    }

    /// The sale as the desk would decide it now; nothing of it is written.
    async fn foresee(&self, db: &mut SqliteConnection, ask: &ToPay) -> Result<Sold, Refusal> {
        let mut need = load::Need::default();
        let now = self.shop.clock.now();
        need.checkout(&ask.checkout, now);
        let mut state = load::load(db, &need, self.shop.desk.origin()).await?;
        let mut sold = checkout::decide(&ask.checkout, &mut state, now)?;
        if sold.flags.contains(&Flag::TotalDiffers) {
            return Err(Refusal::malformed(
                "lines",
                "Hàng trên phiếu không khớp số tiền của mã QR",
                "The goods do not come to the sum that the QR asks for",
            ));
        }
        sold.booth.account.clone_from(&ask.account);
        Ok(sold)
    }
}

/// Whether a request's transfer is still waited for.
pub async fn awaited(db: &mut SqliteConnection, request: &[u8]) -> sqlx::Result<bool> {
    let state = payment::store::standing(db, request).await?;
    Ok(state.as_deref() == Some(event::State::Requested.as_str()))
}
