//! `import`: a sheet into the book, all or nothing.

#[cfg(unix)]
use super::handover::{self, Ask};
#[cfg(unix)]
use crate::folder::lock::LockError;
use crate::{
    base::{
        clock::Clock,
        id::Chance,
        lang::{Lang, Say},
    },
    config::ImportArgs,
    db,
    desk::{
        book::Shop,
        import::{File, Imported, import},
    },
    sheet::{FILE_LIMIT, columns},
    staff::actor::COMMAND_LINE,
};
use std::path::Path;

/// Errors printed before the rest is only counted.
const SHOWN: usize = 50;

/// Imports, or prints the columns. Wrong rows are printed a line each.
pub async fn run(data: &Path, args: ImportArgs, lang: Lang) -> Result<(), Say> {
    if args.columns {
        columns(args.kind, lang).iter().for_each(|line| println!("{line}"));
        return Ok(());
    }
    let path = args.file.clone().unwrap_or_default();
    let bytes = read(&path)?;
    match imported(data, &args, &path, bytes, lang).await? {
        Ok(done) => {
            let (rows, entries) = (done.rows, done.entries);
            println!("{}", report(args.dry_run, rows, entries).in_lang(lang));
            Ok(())
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

/// What was imported, or a line for each thing that is wrong. The server that has the folder open
/// does it in our place.
async fn imported(
    data: &Path,
    args: &ImportArgs,
    path: &Path,
    bytes: Vec<u8>,
    lang: Lang,
) -> Result<Result<Imported, Vec<String>>, Say> {
    let file = File::new(path.to_string_lossy(), bytes);
    let shop = match Shop::open(data, Clock::system(), Chance::system()).await {
        Ok(shop) => shop,
        #[cfg(unix)]
        Err(db::OpenError::Lock(held @ LockError::Held(_))) => {
            let (kind, name) = (args.kind.as_str().to_owned(), file.name.clone());
            let ask = Ask { kind, name, keep: !args.dry_run, lang };
            let outcome = handover::hand_over(data, &ask, &file.bytes).await;
            return outcome.map_err(|error| unanswered(&error).unwrap_or(held.say(data)));
        }
        Err(error) => return Err(error.say(data)),
    };
    let done = import(&shop, args.kind, COMMAND_LINE, file, !args.dry_run).await;
    shop.close().await;
    Ok(done.map_err(|failure| failure.lines(lang)))
}

/// The server took the file and did not answer. None where there was no server to take it: the
/// folder is another command's.
#[cfg(unix)]
fn unanswered(error: &std::io::Error) -> Option<Say> {
    use std::io::ErrorKind::{ConnectionRefused, NotFound};
    let taken = !matches!(error.kind(), ConnectionRefused | NotFound);
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

fn report(dry: bool, rows: usize, entries: usize) -> Say {
    match (dry, entries) {
        (_, 0) => {
            Say::new(format!("{rows} dòng, không có gì mới"), format!("{rows} rows, nothing new"))
        }
        (true, _) => Say::new(
            format!("{rows} dòng đều đúng; sẽ có {entries} thay đổi (chưa ghi gì)"),
            format!("{rows} rows are right; {entries} changes would be made (nothing written)"),
        ),
        (false, _) => Say::new(
            format!("Đã nhập {rows} dòng, {entries} thay đổi"),
            format!("{rows} rows imported, {entries} changes"),
        ),
    }
}
