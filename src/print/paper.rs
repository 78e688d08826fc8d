//! A paper in every form: the printer's commands, a picture, plain text.

use super::{
    address::{self, PageAddress},
    block::{Block, Size, Width},
    escpos, job,
    printer::Printer,
    raster::{self, Bitmap},
    receipt::{self, Receipt},
    slip,
};
use crate::{
    base::{clock::Ms, id::JobId, lang::Lang, refusal::Refusal},
    desk::fact::Fact,
    journal::{self, Entry},
    sale::Sold,
};
use sqlx::SqliteConnection;
use std::io;

/// The receipt of a sale on a paper of one width.
#[derive(Debug, Clone)]
pub struct Paper {
    /// What it says.
    pub receipt: Receipt,
    /// The paper.
    pub width: Width,
}

impl Paper {
    /// The commands that print and cut it; `band` rows in a picture command.
    pub fn bytes(&self, band: u8) -> io::Result<Vec<u8>> {
        escpos::job(&self.bitmap()?, band)
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

/// The paper of the sale at a journal position, as it would be printed; `copy` 0 is the original.
/// None when no sale stands there.
pub async fn document(
    db: &mut SqliteConnection,
    pos: i64,
    lang: Lang,
    width: Width,
    copy: u32,
) -> sqlx::Result<Option<Paper>> {
    let entry = journal::store::at(db, pos).await?;
    let pages = address::load(db).await?;
    let receipt = |sold: Box<Sold>| slip::receipt(&sold, lang, copy, "", pages.as_ref());
    let paper = |sold: Box<Sold>| Paper { receipt: receipt(sold), width };
    Ok(entry.as_ref().and_then(sold).map(paper))
}

/// The bytes of a sale's receipt for a printer. Drawing takes milliseconds of one core, so it is
/// done away from the threads that serve the booths. `pages` is where customers reach its page.
pub async fn draw(
    sold: Box<Sold>,
    printer: &Printer,
    uid: JobId,
    copy: u32,
    pages: Option<PageAddress>,
) -> io::Result<Vec<u8>> {
    let (width, band) = (printer.width, printer.band);
    let drawing = move || {
        let tag = job::tag(uid, copy, Lang::Vi);
        let receipt = slip::receipt(&sold, Lang::Vi, copy, &tag, pages.as_ref());
        Paper { receipt, width }.bytes(band)
    };
    tokio::task::spawn_blocking(drawing).await.map_err(io::Error::other)?
}

/// The bytes of the slip of a sale that is still to be paid.
pub async fn draw_unpaid(
    asked: &Sold,
    reference: &str,
    printer: &Printer,
    uid: JobId,
    copy: u32,
) -> Result<Vec<u8>, Refusal> {
    let (width, band) = (printer.width, printer.band);
    let tag = job::tag(uid, copy, Lang::Vi);
    let receipt = slip::unpaid(asked, reference, Lang::Vi, copy, &tag)?;
    let drawing = move || Paper { receipt, width }.bytes(band);
    let drawn = tokio::task::spawn_blocking(drawing).await.map_err(io::Error::other);
    drawn.flatten().map_err(|error| Refusal::Failed(error.to_string()))
}

/// A page that shows what a printer makes of letters, lines, money and codes.
pub fn test_page(printer: &Printer, at: Ms) -> Vec<Block> {
    let about = format!("{} · {}", printer.name, printer.target);
    let set = format!("{} điểm · dải {} hàng", printer.width.dots(), printer.band);
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
