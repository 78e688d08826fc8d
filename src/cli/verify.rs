//! `verify`: walks the chain, rebuilds the book from the journal, compares every figure.

#[cfg(test)]
mod tests;

use super::{bar, plain, reader};
use crate::{
    base::lang::{Lang, Say},
    desk::rebuild::{self, Report},
    journal,
};
use std::path::Path;

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
    let count = report.differences.len();
    Err(Say::new(
        format!("Sổ sai khác ở {count} chỗ"),
        format!("The book differs in {count} places"),
    ))
}

/// Checks the book in a folder through a connection that cannot write; a server may be running.
pub async fn check(data: &Path, lang: Lang) -> Result<Report, Say> {
    let mut book = reader(data, lang).await?;
    let all = journal::store::last_pos(&mut book).await.map_err(plain)?;
    let bar = bar(all.unsigned_abs(), lang.say("Kiểm tra", "Verifying"));
    let progress = |done: i64| bar.set_position(done.unsigned_abs());
    let report = rebuild::verify(&mut book, progress).await.map_err(plain);
    bar.finish_and_clear();
    report
}
