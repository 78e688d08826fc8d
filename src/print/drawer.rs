//! The cash drawer, opened by a pulse of the booth's printer: where a sale or refund moves cash,
//! and by hand with a reason. A pulse is a job of its own that follows the journal as papers do; an
//! entry has one pulse, and what comes too late opens nothing.

use super::{
    escpos,
    job::{NewJob, Purpose},
    printer::Printer,
};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, JobId},
    },
    desk::fact::Fact,
    journal::Entry,
    payment::event::Method,
};
use uuid::Uuid;

/// After so long nobody stands before the drawer any more.
pub const PATIENCE: i64 = 20_000;

/// What opens a drawer.
#[derive(Debug, Clone)]
pub struct Pulse {
    /// At which booth.
    pub booth: BoothId,
    subject: Uuid,
    title: String,
}

impl Pulse {
    /// The pulse of an entry at an instant: of a sale or refund that moved cash just now, or of a
    /// drawer that was asked to open.
    pub fn of(entry: &Entry, now: Ms) -> Option<Pulse> {
        match Fact::parse(&entry.kind, entry.body_version, &entry.body)? {
            Fact::Sold(sold) => {
                let cash = sold.payments.iter().any(|it| it.method == Method::Cash);
                let just_now = now.0 - sold.paid_at.0 <= PATIENCE;
                let (booth, subject) = (sold.booth.uid, sold.id.0);
                let title = sold.receipt_no.clone();
                (cash && just_now).then_some(Pulse { booth, subject, title })
            }
            Fact::DrawerOpened(it) => {
                let (booth, subject) = (it.booth, it.uid.0);
                let just_now = now.0 - entry.at_ms <= PATIENCE;
                just_now.then_some(Pulse { booth, subject, title: it.reason })
            }
            _ => None,
        }
    }

    /// The job that sends it; none at a printer without a drawer.
    pub fn job(self, printer: &Printer, uid: JobId, at: Ms) -> Option<NewJob> {
        Some(NewJob {
            uid,
            printer: printer.id,
            booth: Some(self.booth),
            subject: self.subject,
            title: self.title,
            purpose: Purpose::Drawer,
            copy: 0,
            at,
            bytes: escpos::drawer_kick(printer.drawer?),
            picture: 0,
        })
    }
}
