//! `verify`: walks the chain, rebuilds the book from the journal, compares every figure.

pub mod report;
#[cfg(test)]
mod tests;

use super::{bar, plain, reader};
use crate::{
    base::lang::{Lang, Say},
    catalog::photo,
    db::{self, halt::Halt, scratch},
    desk::{
        rebuild::{self, RebuildError, Report},
        space,
    },
    disk::Disk,
    folder::lock,
    journal,
    print::job,
};
use sqlx::{Connection, SqliteConnection};
use std::path::{Path, PathBuf};

/// Prints the entries checked, the head and every difference; an error when there is one.
pub async fn run(data: &Path, lang: Lang) -> Result<(), Say> {
    let report = check(data, lang).await?;
    let (entries, head) = (report.entries, &report.head);
    println!("{}: {entries}", lang.say("Số mục đã kiểm tra", "Entries checked"));
    if report.chains > 1 {
        println!("{}: {}", lang.say("Số chuỗi (máy)", "Chains (machines)"), report.chains);
    }
    println!("{}: {head}", lang.say("Mã đầu chuỗi", "Head of the chain"));
    photos(data, lang).await?;
    if report.differences.is_empty() {
        println!("{}", lang.say("Mọi con số đều khớp", "Every figure agrees"));
        return Ok(());
    }
    report.differences.iter().for_each(|difference| println!("{difference}"));
    if let Some(first) = &report.damage {
        return Err(db::damaged(data, first));
    }
    let count = report.differences.len();
    Err(Say::new(
        format!("Sổ sai khác ở {count} chỗ"),
        format!("The book differs in {count} {}", if count == 1 { "place" } else { "places" }),
    ))
}

/// Says of which products the photo is not here. No figure hangs on it, so it is no difference.
async fn photos(data: &Path, lang: Lang) -> Result<(), Say> {
    let mut book = reader(data, lang).await?;
    let named = photo::store::named(&mut book).await.map_err(plain)?;
    for name in photo::folder::missing(data, &named) {
        println!("{}: {name}", lang.say("Thiếu tệp ảnh của", "The photo is not here of"));
    }
    Ok(())
}

/// Checks the book in a folder through a connection that cannot write; a server may be running.
pub async fn check(data: &Path, lang: Lang) -> Result<Report, Say> {
    let mut book = reader(data, lang).await?;
    let damage = damage(&mut book).await.unwrap_or_else(|error| vec![error.to_string()]);
    let report = match place(data) {
        Ok(place) if lock::is_held(data) => compared_copy(data, &place, lang).await,
        Ok(place) => compared(&place, &mut book, 0, lang).await,
        Err(say) => Err(say),
    };
    let Some(first) = damage.first().cloned() else { return report };
    // What can still be read of a damaged book is compared all the same.
    let mut report = report.unwrap_or_else(|said| Report {
        differences: vec![said.in_lang(lang).to_owned()],
        ..Report::default()
    });
    report.differences.splice(0..0, damage);
    Ok(Report { damage: Some(first), ..report })
}

/// What is wrong with the file, those parts too that no journal tells.
async fn damage(book: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    let mut found = db::damage(book).await?;
    found.extend(job::damage(book).await?);
    Ok(found)
}

/// Where there is room: the data folder, else the machine's folder for what passes, as when the
/// check follows a full disk. A book that is served is copied before it is rebuilt, and room stays
/// beside it for selling.
fn place(data: &Path) -> Result<PathBuf, Say> {
    let places = [data.to_owned(), std::env::temp_dir()];
    places.iter().for_each(|folder| scratch::sweep(folder));
    let spare = spare(data);
    let size = |name: &str| std::fs::metadata(data.join(name)).map_or(0, |it| it.len());
    let book = size(db::FILE).saturating_add(size(&format!("{}-wal", db::FILE)));
    let books = if spare > 0 { 2 } else { 1 };
    let (need, disk) = (book.saturating_mul(books).saturating_add(spare), Disk::system());
    let free = |folder: &Path| disk.free(folder).unwrap_or(u64::MAX);
    let fits = |folder: &PathBuf| free(folder) >= need && scratch::file(folder).is_ok();
    let none = RebuildError::NoRoom { need, free: free(data) };
    places.into_iter().find(fits).ok_or_else(|| none.say())
}

/// Bytes that a check leaves free: those that selling needs, where the folder is served.
pub fn spare(data: &Path) -> u64 {
    if lock::is_held(data) { space::LEAST } else { 0 }
}

/// Compares a copy of the book, for a folder that is served: whoever reads the book itself for
/// minutes keeps its log of changes from being cut. Once it is open the copy has no name, and it
/// goes with the connection.
async fn compared_copy(data: &Path, place: &Path, lang: Lang) -> Result<Report, Say> {
    let mut copy = copied(data, place).await?;
    let report = compared(place, &mut copy, space::LEAST, lang).await;
    copy.close().await.map_err(plain)?;
    report
}

/// A copy of the book that is served, open; it has no name, and goes with its connection.
async fn copied(data: &Path, place: &Path) -> Result<SqliteConnection, Say> {
    let file = scratch::file(place).map_err(plain)?;
    db::copy(data, file.path(), &Halt::default()).await.map_err(plain)?;
    let copy = db::copied(file.path()).await.map_err(plain)?;
    file.lose();
    Ok(copy)
}

async fn compared(
    folder: &Path,
    book: &mut SqliteConnection,
    spare: u64,
    lang: Lang,
) -> Result<Report, Say> {
    let all = journal::store::last_pos(book).await.map_err(plain)?;
    let bar = bar(all.unsigned_abs(), lang.say("Kiểm tra", "Verifying"));
    let progress = |done: i64| bar.set_position(done.unsigned_abs());
    let place = rebuild::Place { folder, disk: &Disk::system(), spare };
    let report = rebuild::verify(book, place, progress).await;
    let report = report.map_err(|error| error.say());
    bar.finish_and_clear();
    report
}
