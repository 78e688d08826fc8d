//! `import`: a sheet into the book, all or nothing.

use crate::{
    base::{
        clock::Clock,
        id::Chance,
        lang::{Lang, Say},
    },
    catalog::sheet::{FILE_LIMIT, columns},
    config::ImportArgs,
    desk::{
        import::{File, import},
        shop::Shop,
    },
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
    let path = args.file.unwrap_or_default();
    let bytes = read(&path)?;
    let shop = Shop::open(data, Clock::system(), Chance::system()).await;
    let shop = shop.map_err(|error| error.say(data))?;
    let file = File::new(path.to_string_lossy(), bytes);
    match import(&shop, args.kind, COMMAND_LINE, file, !args.dry_run).await {
        Ok(done) => {
            let (rows, entries) = (done.rows, done.entries);
            println!("{}", report(args.dry_run, rows, entries).in_lang(lang));
            Ok(())
        }
        Err(failure) => {
            let lines = failure.lines(lang);
            lines.iter().take(SHOWN).for_each(|line| eprintln!("{line}"));
            let wrong = lines.len();
            Err(Say::new(
                format!("Có {wrong} lỗi; không nhập dòng nào"),
                format!("{wrong} errors; nothing was imported"),
            ))
        }
    }
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
