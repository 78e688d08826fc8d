//! What people ask of the spool.

use super::{LATELY, Spool};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, JobId, PrinterId, ShiftId},
        lang::{Lang, Say},
        money::Money,
        refusal::Refusal,
    },
    journal,
    print::{
        address::Pages,
        block::{Block, Width},
        calibration, escpos,
        job::{
            NewJob, Purpose, State,
            store::{self as walk, Unsent},
        },
        paper::{self, Subject},
        printer::{NewPrinter, Printer, store as printers},
        raster::{self, Bitmap},
        shift::{Late, Supplements, layout},
        store,
    },
    sale::shift::read::store as shifts,
};
use sqlx::SqliteConnection;

impl Spool {
    /// Sets up a printer.
    pub async fn add_printer(&self, new: NewPrinter) -> Result<PrinterId, Refusal> {
        new.check()?;
        let uid = PrinterId(self.shop.chance.uid(self.shop.clock.now()));
        let local = self
            .shop
            .desk
            .local(move |db| Box::pin(async move { printers::add_printer(db, uid, &new).await }));
        local.await?;
        self.wake.send_replace(());
        Ok(uid)
    }

    /// Sets up a printer anew, such as at another address. What waits goes there.
    pub async fn change_printer(&self, uid: PrinterId, new: NewPrinter) -> Result<(), Refusal> {
        new.check()?;
        let local = self.shop.desk.local(move |db| {
            Box::pin(async move { printers::change_printer(db, uid, &new).await })
        });
        local.await?.then_some(()).ok_or_else(no_printer)?;
        let printer = self.printer(uid).await?;
        let unsent =
            walk::unsent(&mut *self.shop.read_to_sell().await?, None, Some(printer.id)).await?;
        self.hand_over(unsent, &printer).await
    }

    /// Takes a printer away, from its booths too. What waits for it has failed, and goes on at
    /// the printer that its booth is given next.
    pub async fn remove_printer(&self, uid: PrinterId) -> Result<(), Refusal> {
        let (printer, now) = (self.printer(uid).await?.id, self.shop.clock.now());
        let local = self.shop.desk.local(move |db| {
            Box::pin(async move {
                printers::unmap_printer(db, printer).await?;
                walk::fail_all(db, printer, now).await?;
                printers::remove_printer(db, printer).await
            })
        });
        local.await?;
        self.signs.all();
        Ok(())
    }

    /// Gives a booth a printer, which it may share with others, or none. Its papers of which no
    /// byte has left go along.
    pub async fn map_booth(
        &self,
        booth: BoothId,
        printer: Option<PrinterId>,
    ) -> Result<(), Refusal> {
        let desk = &self.shop.desk;
        let Some(printer) = printer else {
            return desk.local(move |db| Box::pin(printers::unmap_booth(db, booth))).await;
        };
        let mapped =
            desk.local(move |db| Box::pin(printers::map_booth(db, booth, printer))).await?;
        mapped.then_some(()).ok_or_else(no_printer)?;
        let printer = self.printer(printer).await?;
        let unsent = walk::unsent(&mut *self.shop.read_to_sell().await?, Some(booth), None).await?;
        self.hand_over(unsent, &printer).await
    }

    /// Gives unsent papers to a printer, each drawn for its paper.
    async fn hand_over(&self, jobs: Vec<Unsent>, to: &Printer) -> Result<(), Refusal> {
        for job in jobs {
            let pages = Pages::of(&self.shop).await?;
            let mut db = self.shop.read_to_sell().await?;
            let pos = position(&mut db, &job.purpose, &job.subject).await?.unwrap_or_default();
            let (entry, late) =
                (journal::store::at(&mut db, pos).await?, late(&mut db, pos).await?);
            drop(db);
            let Some(subject) = entry.and_then(|entry| Subject::of(&entry, late)) else { continue };
            let (uid, now) = (JobId::of_bytes(&job.uid), self.shop.clock.now());
            let drawn = subject.job(to, uid, job.copy, now, pages).await.map_err(not_drawn)?;
            let (bytes, to) = (drawn.bytes, to.clone());
            let local = self.shop.desk.local(move |db| {
                Box::pin(async move { walk::hand_over(db, &job.uid, &to, &bytes, now).await })
            });
            local.await?;
        }
        self.wake.send_replace(());
        self.signs.all();
        Ok(())
    }

    /// Prints the receipt of the sale, or the Z report of the closing, at a journal position again,
    /// as the next copy, and says which. 0 is the original: of what has no paper yet, or whose
    /// paper failed. A copy of a Z names its supplements.
    /// `ask` is the press of a button: sent again after a lost answer, it is the same paper.
    pub async fn reprint(&self, pos: i64, ask: Option<JobId>) -> Result<u32, Refusal> {
        let pages = Pages::of(&self.shop).await?;
        let mut db = self.shop.read_to_sell().await?;
        let late = late(&mut db, pos).await?;
        let entry = journal::store::at(&mut db, pos).await?;
        let Some(subject) = entry.and_then(|entry| Subject::of(&entry, late)) else {
            return Err(Refusal::no_sale());
        };
        if let Some(ask) = ask
            && let Some(made) = store::job_by_uid(&mut db, ask).await?
        {
            let same = (made.subject, made.purpose) == (subject.uid(), subject.purpose());
            return if same { Ok(made.copy) } else { Err(Refusal::other_content()) };
        }
        let made = store::papers(&mut db, subject.uid(), subject.purpose()).await?;
        if let Some(failed) = made.iter().find(|job| job.state == State::Failed) {
            drop(db);
            self.requeue(failed.uid, failed.booth).await?;
            return Ok(failed.copy);
        }
        if made.iter().any(|job| matches!(job.state, State::Queued | State::Sending)) {
            return Err(Refusal::Conflict(Say::new(
                "Phiếu này đang chờ in",
                "This receipt is waiting to be printed",
            )));
        }
        let Some(printer) = printers::printer_of(&mut db, subject.booth()).await? else {
            return Err(no_printer_here());
        };
        drop(db);
        let copy = made.first().map_or(0, |last| last.copy + 1);
        let at = self.shop.clock.now();
        let uid = ask.unwrap_or_else(|| JobId(self.shop.chance.uid(at)));
        self.add(subject.job(&printer, uid, copy, at, pages).await.map_err(not_drawn)?).await?;
        Ok(copy)
    }

    /// Prints the paper of a shift and says which copy it is: its Z once it is closed, else an X,
    /// on which `told` prints what should lie in the drawer.
    pub async fn shift(&self, shift: ShiftId, told: bool, lang: Lang) -> Result<u32, Refusal> {
        let mut db = self.shop.read_to_sell().await?;
        let row = shifts::shift(&mut db, &shift.bytes()).await?;
        let row = row.ok_or_else(Refusal::no_shift)?;
        if let Some(closing) = row.closing {
            drop(db);
            return self.reprint(closing, None).await;
        }
        let (at, origin) = (self.shop.clock.now(), self.shop.desk.origin());
        let x = paper::x(&mut db, &row, (origin, at), told, lang).await?;
        let x = x.ok_or_else(Refusal::no_shift)?;
        drop(db);
        let title = format!("X {}", x.booth.code);
        self.sheet(x.booth.uid, &title, |width| layout(&x, width)).await?;
        Ok(0)
    }

    /// Prints a page that shows whether a printer is set up well, and learns anew whether it
    /// tells its status.
    pub async fn test_page(&self, uid: PrinterId) -> Result<JobId, Refusal> {
        let printer = self.printer(uid).await?;
        let again = NewPrinter {
            name: printer.name.clone(),
            target: printer.target.clone(),
            head: printer.head,
            drawer: printer.drawer,
        };
        self.change_printer(uid, again).await?;
        let blocks = paper::test_page(&printer, self.shop.clock.now());
        self.print(&printer, None, Purpose::Test, "Trang in thử", |_| blocks).await
    }

    /// Prints the page by which a person finds out how wide the printer's head is.
    pub async fn calibration(&self, uid: PrinterId) -> Result<JobId, Refusal> {
        let printer = self.printer(uid).await?;
        let at = self.shop.clock.now();
        let job = JobId(self.shop.chance.uid(at));
        self.add(NewJob {
            uid: job,
            printer: printer.id,
            booth: None,
            subject: job.0,
            title: "Canh khổ giấy".to_owned(),
            purpose: Purpose::Test,
            copy: 0,
            at,
            bytes: calibration::job().map_err(not_drawn)?,
            picture: 24 * 104,
        })
        .await?;
        Ok(job)
    }

    /// Prints a sheet, such as a shift's report, on a booth's printer. `layout` lays it out for
    /// the paper that the printer has; `title` is what lists call it.
    pub async fn sheet(
        &self,
        booth: BoothId,
        title: &str,
        layout: impl FnOnce(Width) -> Vec<Block>,
    ) -> Result<JobId, Refusal> {
        let printer = printers::printer_of(&mut *self.shop.read_to_sell().await?, booth).await?;
        let printer = printer.ok_or_else(no_printer)?;
        self.print(&printer, Some(booth), Purpose::Sheet, title, layout).await
    }

    /// Tries a paper again at a person's word: a failed job goes back into the queue; of an
    /// uncertain receipt a copy is printed, as nobody knows how much of it is on paper.
    pub async fn retry(&self, job: JobId) -> Result<(), Refusal> {
        let mut db = self.shop.read_to_sell().await?;
        let Some(known) = store::job_by_uid(&mut db, job).await? else {
            return Err(Refusal::NotFound(Say::new("Không có lệnh in này", "No such print job")));
        };
        let subject = known.subject.as_bytes();
        let pos = position(&mut db, known.purpose.as_str(), subject).await?;
        drop(db);
        match (known.state, known.purpose) {
            (_, Purpose::Drawer) => Err(Refusal::Conflict(Say::new(
                "Lệnh mở két không gửi lại: cần thì bấm Mở két",
                "A drawer is not opened again by that: press Open the drawer",
            ))),
            (State::Failed, _) => self.requeue(job, known.booth).await,
            (State::Uncertain, Purpose::Receipt | Purpose::Shift) => {
                self.reprint(pos.unwrap_or_default(), None).await.map(drop)
            }
            _ => Err(Refusal::Conflict(Say::new(
                "Chỉ in lại khi lệnh in bị lỗi hoặc chưa chắc đã in",
                "Only failed or uncertain jobs are tried again",
            ))),
        }
    }

    /// Refuses a sheet, such as the X of an open shift, to whom may not read what it says.
    pub async fn no_sheet(&self, job: JobId) -> Result<(), Refusal> {
        let known = store::job_by_uid(&mut *self.shop.read_to_sell().await?, job).await?;
        match known.is_some_and(|job| job.purpose == Purpose::Sheet) {
            true => Err(Refusal::Forbidden(Say::new(
                "Phiếu này chỉ người quản lý gian hàng in lại được: bấm In phiếu X để in phiếu mới",
                "Only the booth's manager prints this one again: press Print an X for a new one",
            ))),
            false => Ok(()),
        }
    }

    async fn printer(&self, uid: PrinterId) -> Result<Printer, Refusal> {
        printers::by_uid(&mut *self.shop.read_to_sell().await?, uid).await?.ok_or_else(no_printer)
    }

    /// Tries every paper again that failed lately, of a booth or of all, and says how many. What
    /// is uncertain is left to a person who looks at the paper. Sheets are printed only for whom
    /// may read what they say.
    pub async fn retry_failed(&self, booth: Option<BoothId>, sheets: bool) -> Result<u64, Refusal> {
        let now = self.shop.clock.now();
        let (desk, since) = (&self.shop.desk, Ms(now.0 - LATELY));
        let again =
            desk.local(move |db| Box::pin(walk::requeue_failed(db, booth, sheets, since, now)));
        let again = again.await?;
        self.wake.send_replace(());
        booth.map_or_else(|| self.signs.all(), |booth| self.signs.moved(Some(booth)));
        Ok(again)
    }

    pub(super) async fn requeue(&self, job: JobId, booth: Option<BoothId>) -> Result<(), Refusal> {
        let mut db = self.shop.read_to_sell().await?;
        let stranded = walk::is_stranded(&mut db, job).await?;
        drop(db);
        if stranded {
            return Err(Refusal::Conflict(Say::new(
                "Máy in của phiếu này đã bị gỡ: chọn máy in khác cho gian hàng rồi in lại",
                "The printer of this paper was removed: give the booth another, then print again",
            )));
        }
        let now = self.shop.clock.now();
        self.shop.desk.local(move |db| Box::pin(walk::requeue(db, job, now))).await?;
        self.wake.send_replace(());
        self.signs.moved(booth);
        Ok(())
    }

    async fn print(
        &self,
        printer: &Printer,
        booth: Option<BoothId>,
        purpose: Purpose,
        title: &str,
        layout: impl FnOnce(Width) -> Vec<Block>,
    ) -> Result<JobId, Refusal> {
        let width = printer.head.width;
        let bitmap = raster::paint(&layout(width), width).map_err(not_drawn)?;
        self.drawn(printer, booth, (purpose, title), &bitmap).await
    }

    pub(super) async fn drawn(
        &self,
        printer: &Printer,
        booth: Option<BoothId>,
        (purpose, title): (Purpose, &str),
        bitmap: &Bitmap,
    ) -> Result<JobId, Refusal> {
        let at = self.shop.clock.now();
        let uid = JobId(self.shop.chance.uid(at));
        let bytes = escpos::job(bitmap, &printer.head).map_err(not_drawn)?;
        let job = NewJob {
            uid,
            printer: printer.id,
            booth,
            subject: uid.0,
            title: title.to_owned(),
            purpose,
            copy: 0,
            at,
            bytes,
            picture: printer.head.picture(),
        };
        self.add(job).await?;
        Ok(uid)
    }

    pub(super) async fn add(&self, job: NewJob) -> Result<(), Refusal> {
        let booth = job.booth;
        let local =
            self.shop.desk.local(move |db| Box::pin(async move { store::add_job(db, &job).await }));
        let added = local.await?;
        self.wake.send_replace(());
        self.signs.moved(booth);
        added.then_some(()).ok_or_else(|| {
            Refusal::Conflict(Say::new(
                "Có người vừa in lại phiếu này",
                "Somebody has just printed this receipt again",
            ))
        })
    }
}

/// What came after the closing at a position; nothing for any other entry.
async fn late(db: &mut SqliteConnection, pos: i64) -> sqlx::Result<Supplements> {
    let rows = shifts::supplements(db, pos).await?;
    let all = rows.first().map_or(0, |row| row.3);
    let late = |(number, what, amount, _)| Late { number, what, amount: Money(amount) };
    let first: Vec<Late> = rows.into_iter().map(late).collect();
    Ok(Supplements { more: all - first.len() as i64, first })
}

/// Where the entry stands that a paper was drawn from.
async fn position(
    db: &mut SqliteConnection,
    purpose: &str,
    subject: &[u8],
) -> Result<Option<i64>, Refusal> {
    match purpose == Purpose::Shift.as_str() {
        true => Ok(shifts::shift(db, subject).await?.and_then(|it| it.closing)),
        false => Ok(crate::sale::store::pos_of(db, subject).await?),
    }
}

pub(super) fn no_printer() -> Refusal {
    Refusal::NotFound(Say::new("Không có máy in này", "No such printer"))
}

/// A booth for which nothing can be printed.
pub fn no_printer_here() -> Refusal {
    Refusal::NotFound(Say::new("Gian hàng chưa có máy in", "This booth has no printer"))
}

fn not_drawn(error: std::io::Error) -> Refusal {
    Refusal::Failed(error.to_string())
}
