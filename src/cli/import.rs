//! `import`: a sheet, or all files of an export, into the book, all or nothing.

pub mod all;

#[cfg(unix)]
use super::handover::{self, Ask, Work};
#[cfg(unix)]
use crate::folder::lock::LockError;
use crate::{
    base::{
        clock::Clock,
        id::Chance,
        lang::{Lang, Say, plural},
    },
    config::ImportArgs,
    db,
    desk::{
        book::Shop,
        import::{Again, File, How, Imported, import},
    },
    sheet::{FILE_LIMIT, FileKind, columns},
    staff::actor::COMMAND_LINE,
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Errors printed before the rest is only counted.
const SHOWN: usize = 50;

/// What is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// One sheet.
    Sheet(FileKind),
    /// All files of an export.
    All,
}

impl What {
    /// Reads `all` or the kind of a sheet.
    pub fn read(text: &str) -> Result<What, Say> {
        if text == "all" { Ok(What::All) } else { text.parse().map(What::Sheet) }
    }
}

/// Imports, or prints the columns. Wrong rows are printed a line each.
pub async fn run(data: &Path, args: ImportArgs, lang: Lang) -> Result<(), Say> {
    let kind = match args.kind {
        What::All => return all::run(data, args, lang).await,
        What::Sheet(kind) => kind,
    };
    if args.columns {
        columns(kind, lang).iter().for_each(|line| println!("{line}"));
        return Ok(());
    }
    let path = args.file.clone().unwrap_or_default();
    let bytes = read(&path)?;
    told(imported(data, (kind, &args), &path, bytes, lang).await?)
}

/// Prints what came of it.
fn told(outcome: Result<Report, Vec<String>>) -> Result<(), Say> {
    match outcome {
        Ok(Report { lines, left }) => {
            lines.iter().for_each(|line| println!("{line}"));
            match left {
                true => Err(Say::new(
                    "Chưa nhập gì. Xem lại rồi chạy với --sure, hoặc với --again \
                     skip|difference|all nếu là hàng đã nhập",
                    "Nothing was imported. Look at it and run with --sure, or with --again \
                     skip|difference|all for goods received already",
                )),
                false => Ok(()),
            }
        }
        Err(lines) => {
            lines.iter().take(SHOWN).for_each(|line| eprintln!("{line}"));
            let wrong = lines.len();
            Err(Say::new(
                format!("Có {wrong} lỗi; không nhập dòng nào"),
                format!("{wrong} errors; nothing was imported"),
            ))
        }
    }
}

/// What is told of the file, or a line for each thing that is wrong. The server that has the folder
/// open does it in our place.
async fn imported(
    data: &Path,
    (kind, args): (FileKind, &ImportArgs),
    path: &Path,
    bytes: Vec<u8>,
    lang: Lang,
) -> Result<Result<Report, Vec<String>>, Say> {
    let how = How { keep: !args.dry_run, again: args.again, sure: args.sure };
    let page = args.page.clone();
    let file = File { page, ..File::new(path.to_string_lossy(), bytes) };
    let shop = match Shop::open(data, Clock::system(), Chance::system()).await {
        Ok(shop) => shop,
        #[cfg(unix)]
        Err(db::OpenError::Lock(held @ LockError::Held(_))) => {
            let (kind, name) = (kind.as_str().to_owned(), file.name.clone());
            let ask = Ask { kind, name, page: file.page.clone(), how, lang };
            let outcome = handover::hand_over(data, &Work::Import(ask), &file.bytes).await;
            return outcome.map_err(|error| unanswered(&error, how).unwrap_or(held.say(data)));
        }
        Err(error) => return Err(error.say(data)),
    };
    let done = import(&shop, kind, COMMAND_LINE, file, how).await;
    shop.close().await;
    Ok(done.map(|done| report(&done, how, lang)).map_err(|failure| failure.lines(lang)))
}

/// The server took the file and did not answer. None where there was no server to take it: the
/// folder is another command's.
#[cfg(unix)]
fn unanswered(error: &std::io::Error, how: How) -> Option<Say> {
    use std::io::ErrorKind::{ConnectionRefused, NotFound};
    let taken = !matches!(error.kind(), ConnectionRefused | NotFound);
    if taken && how.keep && how.again == Some(Again::All) {
        return Some(Say::new(
            format!(
                "Máy chủ không trả lời ({error}). Hãy xem tồn kho của gian trước khi chạy lại: với \
                 “all”, mỗi lần chạy nhập tất cả hàng một lần nữa"
            ),
            format!(
                "The server did not answer ({error}). Look at the booth's stock before you run \
                 this again: with \"all\", each run receives everything once more"
            ),
        ));
    }
    taken.then(|| {
        Say::new(
            format!(
                "Máy chủ không trả lời ({error}). Hãy chạy lại lệnh này: dòng nào đã có trong sổ \
                 thì không nhập lần nữa"
            ),
            format!(
                "The server did not answer ({error}). Run this again: rows that stand in the book \
                 are not imported twice"
            ),
        )
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Say> {
    let name = path.display();
    let unreadable = |error: std::io::Error| {
        Say::new(format!("Không đọc được {name}: {error}"), format!("Cannot read {name}: {error}"))
    };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > FILE_LIMIT as u64 {
        return Err(Say::new(format!("{name} quá lớn"), format!("{name} is too large")));
    }
    std::fs::read(path).map_err(unreadable)
}

/// What is told of a file that is right.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// Lines to print.
    pub lines: Vec<String>,
    /// Whether something is to be answered before it is written.
    pub left: bool,
}

/// What was passed over, what changes, what is asked, and how much it is.
pub fn report(done: &Imported, how: How, lang: Lang) -> Report {
    let mut lines: Vec<String> =
        done.notes.iter().map(|note| note.in_lang(lang).to_owned()).collect();
    let place = lang.say("Dòng", "Row");
    let changes = done.changes.iter().take(SHOWN);
    lines.extend(changes.map(|(row, said)| format!("{place} {row}: {}", said.in_lang(lang))));
    let more = done.changes.len().saturating_sub(SHOWN);
    if more > 0 {
        lines.push(format!("… {more}"));
    }
    lines.extend(done.asked.iter().map(|asked| asked.say().in_lang(lang).to_owned()));
    let left = how.keep && !done.written;
    if !left {
        lines.push(counts(!how.keep, done.rows, done.entries).in_lang(lang).to_owned());
    }
    Report { lines, left }
}

fn counts(dry: bool, rows: usize, entries: usize) -> Say {
    let row = plural(rows as i64, "row", "rows");
    let change = plural(entries as i64, "change", "changes");
    match (dry, entries) {
        (_, 0) => {
            Say::new(format!("{rows} dòng, không có gì mới"), format!("{rows} {row}, nothing new"))
        }
        (true, _) => Say::new(
            format!("{rows} dòng đều đúng; sẽ có {entries} thay đổi (chưa ghi gì)"),
            format!("{rows} {row} right; {entries} {change} would be made (nothing written)"),
        ),
        (false, _) => Say::new(
            format!("Đã nhập {rows} dòng, {entries} thay đổi"),
            format!("{rows} {row} imported, {entries} {change}"),
        ),
    }
}
