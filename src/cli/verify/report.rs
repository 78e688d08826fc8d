//! `verify --report FILE`: whether a report's file says what the book said when it was made.

#[cfg(test)]
mod tests;

use super::{copied, place};
use crate::{
    base::lang::{Lang, Say},
    cli::{bar, plain, reader},
    db::scratch::Scratch,
    desk::rebuild,
    folder::lock,
    journal,
    report::{
        document::Document,
        file::{Format, proof},
        stamp::Stamp,
    },
};
use sqlx::{Connection, SqliteConnection};
use std::path::Path;

/// Says what is proved, or refutes the file with every difference.
pub async fn run(data: &Path, file: &Path, lang: Lang) -> Result<(), Say> {
    let bytes = read(file)?;
    let none = || {
        Say::new(
            "Tệp này không mang dấu của một báo cáo Chợ Phiên (xlsx, docx, pdf)",
            "This file does not carry the stamp of a report of Chợ Phiên (xlsx, docx, pdf)",
        )
    };
    let (format, stamp) = proof::stamp(&bytes).ok_or_else(none)?;
    println!("{}", Stamp { lang, ..stamp.clone() }.said());
    let (report, made) = remade(data, &stamp, lang).await?;
    report.iter().for_each(|wrong| println!("{wrong}"));
    let found = proof::differences(&bytes, format, &made).map_err(plain)?;
    found.iter().for_each(|difference| println!("{}", difference.in_lang(lang)));
    if found.is_empty() && report.is_empty() {
        println!("{}", proved(format, lang));
        return Ok(());
    }
    let (this, that) = (env!("CARGO_PKG_VERSION"), &stamp.version);
    if this != that {
        let said =
            lang.say("Tệp do bản khác của chương trình lập", "Another version made the file");
        println!("{said}: {that}, {this}");
    }
    Err(Say::new("Tệp báo cáo không khớp với sổ", "The report’s file does not agree with the book"))
}

/// What exactly is proved: no more than was compared.
fn proved(format: Format, lang: Lang) -> &'static str {
    match format {
        Format::Pdf | Format::Csv => lang.say(
            "Đúng: từng byte của tệp giống bản lập lại từ sổ cái tại dòng ấy",
            "Proved: every byte of the file is as made again from the journal to that entry",
        ),
        Format::Xlsx => lang.say(
            "Đúng: mọi ô của mọi trang khớp với sổ cái tại dòng ấy",
            "Proved: every cell of every sheet agrees with the journal to that entry",
        ),
        Format::Docx => lang.say(
            "Đúng: mọi bảng và câu tổng hợp khớp với sổ cái tại dòng ấy; lời khác không kiểm tra",
            "Proved: every table and the sentence agree with the journal to that entry; other \
             words are not checked",
        ),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Say> {
    let size = std::fs::metadata(file).map_err(plain)?.len();
    if size > proof::LARGEST {
        return Err(Say::new("Tệp quá lớn", "The file is too large"));
    }
    std::fs::read(file).map_err(plain)
}

/// The report of the stamp, made again from the journal alone as it stood; and what is wrong with
/// the chains until there.
async fn remade(data: &Path, stamp: &Stamp, lang: Lang) -> Result<(Vec<String>, Document), Say> {
    let place = place(data)?;
    let mut book = match lock::is_held(data) {
        true => copied(data, &place).await?,
        false => reader(data, lang).await?,
    };
    named(&mut book, stamp).await?;
    let mut scratch = Scratch::beside(&mut book, &place).await.map_err(plain)?;
    let bar = bar(stamp.pos.unsigned_abs(), lang.say("Lập lại", "Making it again"));
    let progress = |done: i64| bar.set_position(done.unsigned_abs());
    let walked = rebuild::as_of(&mut book, &mut scratch.db, stamp.pos, progress).await;
    bar.finish_and_clear();
    let made = Document::read(&mut scratch.db, &stamp.query, stamp.lang).await;
    scratch.detach(&mut book).await.map_err(plain)?;
    book.close().await.map_err(plain)?;
    let walked = walked.map_err(|error| error.say())?;
    let gone = || {
        Say::new(
            "Tại dòng ấy sổ không có hội chợ hay gian hàng này",
            "At that entry the book has no such fair or booth",
        )
    };
    let made = made.map_err(plain)?.ok_or_else(gone)?;
    Ok((walked.differences, Document { stamp: stamp.clone(), ..made }))
}

/// Refuses a stamp that this book's journal does not know.
async fn named(book: &mut SqliteConnection, stamp: &Stamp) -> Result<(), Say> {
    let entry = journal::store::stored_at(book, stamp.pos).await.map_err(plain)?;
    let head = entry.map(|entry| hex::encode(entry.hash)).unwrap_or_default();
    if head == stamp.head {
        return Ok(());
    }
    let pos = stamp.pos;
    Err(Say::new(
        format!("Sổ này không có mã đầu chuỗi ấy tại dòng {pos}: tệp của sổ khác, hoặc đã bị sửa"),
        format!(
            "This book has no such head at entry {pos}: the file is of another book, or altered"
        ),
    ))
}
