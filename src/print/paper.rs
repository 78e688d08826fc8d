//! A paper in every form: the printer's commands, a picture, plain text.

use super::{
    address::Pages,
    block::{Block, Size, Width},
    escpos,
    job::{self, NewJob, Purpose},
    printer::{Head, Printer},
    raster::{self, Bitmap},
    receipt::{self, Receipt},
    shift::{self, ShiftPaper, Supplements},
    slip,
};
use crate::{
    base::{
        clock::Ms,
        id::{BoothId, JobId, NodeId, ShiftId},
        lang::Lang,
        refusal::Refusal,
    },
    desk::fact::Fact,
    journal::{self, Entry},
    sale::{
        Sold,
        shift::{Event, load, read::store::ShiftRow},
    },
};
use sqlx::SqliteConnection;
use std::io;
use uuid::Uuid;

/// The receipt of a sale on a paper of one width.
#[derive(Debug, Clone)]
pub struct Paper {
    /// What it says.
    pub receipt: Receipt,
    /// The paper.
    pub width: Width,
}

impl Paper {
    /// The commands that print and cut it.
    pub fn bytes(&self, head: &Head) -> io::Result<Vec<u8>> {
        escpos::job(&self.bitmap()?, head)
    }

    /// The same dots as a PNG.
    pub fn png(&self) -> io::Result<Vec<u8>> {
        raster::png(&self.bitmap()?)
    }

    /// Plain text, 32 or 48 letters across.
    pub fn text(&self) -> String {
        receipt::text(&self.receipt, self.width)
    }

    fn bitmap(&self) -> io::Result<Bitmap> {
        raster::paint(&receipt::layout(&self.receipt, self.width), self.width)
    }
}

/// The sale in an entry, if it is one.
pub fn sold(entry: &Entry) -> Option<Box<Sold>> {
    match Fact::parse(&entry.kind, entry.body_version, &entry.body) {
        Some(Fact::Sold(sold)) => Some(sold),
        _ => None,
    }
}

/// The paper of the sale at a journal position, as it would be printed; `copy` 0 is the original,
/// `pages` where its code leads. None when no sale stands there.
pub async fn document(
    db: &mut SqliteConnection,
    pos: i64,
    lang: Lang,
    width: Width,
    copy: u32,
    pages: Option<&Pages>,
) -> sqlx::Result<Option<Paper>> {
    let Some(entry) = journal::store::at(db, pos).await? else { return Ok(None) };
    let Some(sold) = sold(&entry) else { return Ok(None) };
    let link = pages.map(|pages| pages.link(&entry, &sold));
    Ok(Some(Paper { receipt: slip::receipt(&sold, lang, copy, "", link), width }))
}

/// What in the journal has a paper of its own.
#[derive(Debug, Clone)]
pub enum Subject {
    /// A sale or its reversal, and its entry.
    Sale(Box<Sold>, Box<Entry>),
    /// The closing of a shift.
    Shift(ShiftId, Box<ShiftPaper>),
}

impl Subject {
    /// What an entry prints; `late` are the supplements that a copy of a Z names.
    pub fn of(entry: &Entry, late: Supplements) -> Option<Subject> {
        match Fact::parse(&entry.kind, entry.body_version, &entry.body)? {
            Fact::Sold(sold) => Some(Subject::Sale(sold, Box::new(entry.clone()))),
            Fact::Shift(Event::Closed(it)) => {
                let paper = shift::z(entry, &it, Lang::Vi, late);
                Some(Subject::Shift(it.shift, Box::new(paper)))
            }
            _ => None,
        }
    }

    /// Whether paper was asked for. A closing always is: its paper is the anchor of the chain.
    pub fn wanted(&self) -> bool {
        match self {
            Subject::Sale(sold, _) => sold.print,
            Subject::Shift(..) => true,
        }
    }

    /// Whether its customer still waits: what was paid long ago on a phone without a network has
    /// left with him or her. A closing is for the house.
    pub fn fresh(&self, since: Ms) -> bool {
        match self {
            Subject::Sale(sold, _) => sold.paid_at >= since,
            Subject::Shift(..) => true,
        }
    }

    /// At which booth.
    pub fn booth(&self) -> BoothId {
        match self {
            Subject::Sale(sold, _) => sold.booth.uid,
            Subject::Shift(_, paper) => paper.booth.uid,
        }
    }

    /// Which paper.
    pub fn uid(&self) -> Uuid {
        match self {
            Subject::Sale(sold, _) => sold.id.0,
            Subject::Shift(shift, _) => shift.0,
        }
    }

    /// What kind of paper.
    pub fn purpose(&self) -> Purpose {
        match self {
            Subject::Sale(..) => Purpose::Receipt,
            Subject::Shift(..) => Purpose::Shift,
        }
    }

    /// The job that prints it. Drawing takes milliseconds of one core, so it is done away from the
    /// threads that serve the booths. `pages` is where the codes on receipts lead.
    pub async fn job(
        self,
        printer: &Printer,
        uid: JobId,
        copy: u32,
        at: Ms,
        pages: Option<Pages>,
    ) -> io::Result<NewJob> {
        let (head, id) = (printer.head, printer.id);
        let (width, picture) = (head.width, head.picture());
        let (subject, purpose, booth) = (self.uid(), self.purpose(), Some(self.booth()));
        let tag = job::tag(uid, copy, Lang::Vi);
        let drawing = move || match self {
            Subject::Sale(sold, entry) => {
                let link = pages.map(|pages| pages.link(&entry, &sold));
                let receipt = slip::receipt(&sold, Lang::Vi, copy, &tag, link);
                Ok((sold.receipt_no, Paper { receipt, width }.bytes(&head)?))
            }
            Subject::Shift(_, paper) => {
                let title = match &paper.kind {
                    shift::Kind::Z { z_no, .. } => z_no.clone(),
                    shift::Kind::X { .. } => "X".to_owned(),
                };
                let paper = ShiftPaper { copy, job_tag: tag, ..*paper };
                let bitmap = raster::paint(&shift::layout(&paper, width), width)?;
                Ok((title, escpos::job(&bitmap, &head)?))
            }
        };
        let drawn: io::Result<(String, Vec<u8>)> =
            tokio::task::spawn_blocking(drawing).await.map_err(io::Error::other)?;
        let (title, bytes) = drawn?;
        Ok(NewJob { uid, printer: id, booth, subject, title, purpose, copy, at, bytes, picture })
    }
}

/// The X of an open shift as it stands at an instant on a node; none when its entry is not there.
/// `told` says what should lie in the drawer.
pub async fn x(
    db: &mut SqliteConnection,
    row: &ShiftRow,
    (origin, at): (NodeId, Ms),
    told: bool,
    lang: Lang,
) -> sqlx::Result<Option<ShiftPaper>> {
    let of = (ShiftId::of_bytes(&row.uid), BoothId::of_bytes(&row.booth_uid));
    let figures = load::standing(db, of, Ms(row.opened_ms)).await?;
    let head = journal::store::head(db, origin).await?;
    let entry = journal::store::at(db, row.id).await?;
    let fact = entry.and_then(|it| Fact::parse(&it.kind, it.body_version, &it.body));
    let Some(Fact::Shift(Event::Opened(opened))) = fact else { return Ok(None) };
    let expected = told.then(|| figures.expected(opened.float));
    let kind = shift::Kind::X { at, holder: row.holder.clone(), expected };
    Ok(Some(shift::x(&opened, figures, kind, (head.seq, head.hash), lang)))
}

/// The bytes of the slip of a sale that is still to be paid.
pub async fn draw_unpaid(
    asked: &Sold,
    reference: &str,
    printer: &Printer,
    uid: JobId,
    copy: u32,
) -> Result<Vec<u8>, Refusal> {
    let head = printer.head;
    let tag = job::tag(uid, copy, Lang::Vi);
    let receipt = slip::unpaid(asked, reference, Lang::Vi, copy, &tag)?;
    let drawing = move || Paper { receipt, width: head.width }.bytes(&head);
    let drawn = tokio::task::spawn_blocking(drawing).await.map_err(io::Error::other);
    drawn.flatten().map_err(|error| Refusal::Failed(error.to_string()))
}

/// A page that shows what a printer makes of letters, lines, money and codes.
pub fn test_page(printer: &Printer, at: Ms) -> Vec<Block> {
    let about = format!("{} · {}", printer.name, printer.target);
    let set = format!("{} điểm · dải {} hàng", printer.head.width.dots(), printer.head.band);
    vec![
        Block::Gap(6),
        Block::title("TRANG IN THỬ"),
        Block::centre(&about, Size::Note),
        Block::centre(&set, Size::Note),
        Block::centre(&at.text(), Size::Note),
        Block::Rule,
        Block::row("ẮẰẲẴẶ ẾỀỂỄỆ ỐỒỔỖỘ ỨỪỬỮỰ", "", Size::Body),
        Block::row("ắằẳẵặ ếềểễệ ốồổỗộ ứừửữự đĐ", "", Size::Note),
        Block::bold("Miến dong Bình Liêu ★★★★", "", Size::Body),
        Block::row("2 gói × 55.000", "110.000", Size::Body),
        Block::sum("Khách cần trả", "110.000\u{a0}đ"),
        Block::Rule,
        Block::qr("CHO PHIEN", 6),
        Block::centre("Chữ rõ, hai mép đủ, giấy được cắt: máy in đã sẵn sàng", Size::Note),
    ]
}
