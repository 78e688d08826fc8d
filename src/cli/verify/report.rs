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
        file::proof::{self, Verdict},
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
    if Stamp::version_now() != stamp.version {
        return Err(another_version(&stamp.version));
    }
    let (report, made) = remade(data, &stamp, lang).await?;
    println!("{}", made.subject);
    report.iter().for_each(|wrong| println!("{wrong}"));
    let verdict = proof::verdict(&bytes, format, &made).map_err(plain)?;
    if let Verdict::Refuted(found) = &verdict {
        found.iter().for_each(|difference| println!("{}", difference.in_lang(lang)));
    }
    match proved(&verdict) {
        Some(said) if report.is_empty() => {
            println!("{}", said.in_lang(lang));
            Ok(())
        }
        _ => Err(Say::new(
            "Tệp báo cáo không khớp với sổ",
            "The report’s file does not agree with the book",
        )),
    }
}

/// Another version may lay a report out otherwise: that its cells differ would prove nothing.
fn another_version(version: &str) -> Say {
    let now = Stamp::version_now();
    Say::new(
        format!("Bản {now} không chứng minh được tệp do bản {version} lập; dùng đúng bản ấy"),
        format!("Version {now} cannot prove a file made by version {version}; use that version"),
    )
}

/// What exactly is proved, no more than was compared; none of what is refuted.
fn proved(verdict: &Verdict) -> Option<Say> {
    match verdict {
        Verdict::Untouched => Some(Say::new(
            "Đúng: tệp nguyên như chương trình lập từ sổ cái tại dòng ấy",
            "Proved: the file is whole as the program made it from the journal to that entry",
        )),
        Verdict::Appended(more) => Some(Say::new(
            format!(
                "Phần đầu tệp nguyên như lập từ sổ cái tại dòng ấy; {more} byte thêm vào sau \
                 (như chữ ký số) không kiểm tra, và có thể làm đổi những gì nhìn thấy"
            ),
            format!(
                "The file begins whole as made from the journal to that entry; {more} bytes were \
                 added after it (as an electronic signature is), which are not checked and may \
                 change what is seen"
            ),
        )),
        Verdict::Values => Some(Say::new(
            "Số liệu đúng: giá trị mọi ô của các bảng, tiêu đề và câu tổng hợp khớp với sổ cái \
             tại dòng ấy. Tệp đã được chương trình khác lưu lại: định dạng, phần ẩn, hình vẽ, \
             đầu và chân trang, lời khác không kiểm tra",
            "The figures are proved: the values of all cells of the tables, the title and the \
             sentence agree with the journal to that entry. Another program saved the file: \
             formats, what is hidden, drawings, heads and feet of pages and other words are not \
             checked",
        )),
        Verdict::Refuted(_) => None,
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
    let entry = journal::store::at(book, stamp.pos).await.map_err(plain)?;
    let stands = match entry {
        Some(entry) => hex::encode(entry.hash) == stamp.head,
        // Only an empty book has no head, and only at its beginning.
        None => stamp.pos == 0 && stamp.head.is_empty(),
    };
    if stands {
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
