//! `verify`: walks the chain, rebuilds the book from the journal, compares every figure.

#[cfg(test)]
mod tests;

use super::{bar, plain, reader};
use crate::{
    base::lang::{Lang, Say},
    db::{self, halt::Halt, scratch},
    desk::rebuild::{self, RebuildError, Report},
    disk::Disk,
    folder::lock,
    journal,
    print::job,
};
use sqlx::SqliteConnection;
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
        format!("The book differs in {count} places"),
    ))
}

/// Checks the book in a folder through a connection that cannot write; a server may be running.
pub async fn check(data: &Path, lang: Lang) -> Result<Report, Say> {
    let mut book = reader(data, lang).await?;
    let damage = damage(&mut book).await.unwrap_or_else(|error| vec![error.to_string()]);
    let served = lock::is_held(data);
    let place = place(data, if served { 2 } else { 1 });
    let report = match (place, served) {
        (Ok(place), true) => compared(&place, &mut copied(data, &place).await?, lang).await,
        (Ok(place), false) => compared(&place, &mut book, lang).await,
        (Err(say), _) => Err(say),
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

/// Where there is room for as many books as are made: the data folder, else the machine's folder
/// for what passes, as when the check follows a full disk.
fn place(data: &Path, books: u64) -> Result<PathBuf, Say> {
    let size = std::fs::metadata(data.join(db::FILE)).map_err(plain)?.len();
    let (need, disk) = (size.saturating_mul(books), Disk::system());
    let free = |folder: &Path| disk.free(folder).unwrap_or(u64::MAX);
    let fits = |folder: &PathBuf| free(folder) >= need && scratch::file(folder).is_ok();
    let places = [data.to_owned(), std::env::temp_dir()];
    let none = RebuildError::NoRoom { need, free: free(data) };
    places.into_iter().find(fits).ok_or_else(|| none.say())
}

/// The book of a folder that is served, copied to `place`: whoever reads the book itself for
/// minutes keeps its log of changes from being cut. Once it is open the copy has no name, and it
/// goes with the connection.
async fn copied(data: &Path, place: &Path) -> Result<SqliteConnection, Say> {
    let file = scratch::file(place).map_err(plain)?;
    db::copy(data, file.path(), &Halt::default()).await.map_err(plain)?;
    db::copied(file.path()).await.map_err(plain)
}

async fn compared(place: &Path, book: &mut SqliteConnection, lang: Lang) -> Result<Report, Say> {
    let all = journal::store::last_pos(book).await.map_err(plain)?;
    let bar = bar(all.unsigned_abs(), lang.say("Kiểm tra", "Verifying"));
    let progress = |done: i64| bar.set_position(done.unsigned_abs());
    let report = rebuild::verify(book, (place, &Disk::system()), progress).await;
    let report = report.map_err(|error| error.say());
    bar.finish_and_clear();
    report
}
