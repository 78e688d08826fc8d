//! `import all`: the files of an export, edited or not, into the book.

use super::super::{plain, reader};
#[cfg(unix)]
use super::{
    super::handover::{self, Ask, Work},
    unanswered,
};
use super::{Report, SHOWN, counts, told};
#[cfg(unix)]
use crate::folder::lock::LockError;
use crate::{
    base::{
        clock::Clock,
        id::Chance,
        lang::{Lang, Say},
    },
    catalog::photo,
    config::ImportArgs,
    db,
    desk::{book::Shop, import::How},
    editable::{self, Done, LIMIT, Named, README, import, too_large},
    staff::actor::COMMAND_LINE,
};
use std::path::Path;

/// Imports a folder, or prints what its files are.
pub async fn run(data: &Path, args: ImportArgs, lang: Lang) -> Result<(), Say> {
    if args.columns {
        print!("{}", editable::readme().trim_start_matches('\u{feff}'));
        return Ok(());
    }
    let folder = args.file.unwrap_or_default();
    let files = read(&folder)?;
    let how = How { keep: !args.dry_run, again: None, sure: args.sure };
    told(imported(data, files, how, lang).await?)?;
    if args.dry_run {
        return Ok(());
    }
    // Last: what an entry names is swept by nobody. Cut off before it, the same import does it.
    let mut db = reader(data, lang).await?;
    let named = photo::store::named(&mut db).await.map_err(plain)?;
    photo::folder::bring(&folder, data, &named).map_err(plain)
}

/// The files of a folder but for the page that explains them. Hidden ones are nobody's: systems lay
/// them there.
fn read(folder: &Path) -> Result<Vec<Named>, Say> {
    let name = folder.display();
    let unreadable = |error: std::io::Error| {
        Say::new(format!("Không đọc được {name}: {error}"), format!("Cannot read {name}: {error}"))
    };
    let (mut files, mut size) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == README || name.starts_with('.') || name == photo::folder::FOLDER {
            continue;
        }
        size += entry.metadata().map_err(unreadable)?.len();
        if size > LIMIT as u64 {
            return Err(too_large());
        }
        files.push(Named { name, bytes: std::fs::read(entry.path()).map_err(unreadable)? });
    }
    if files.is_empty() {
        let (vi, en) = ("Thư mục không có tệp nào", "The folder holds no file");
        return Err(Say::new(format!("{vi}: {name}"), format!("{en}: {name}")));
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

/// What is told of the files, or a line for each thing that is wrong. The server that has the
/// folder open does it in our place.
async fn imported(
    data: &Path,
    files: Vec<Named>,
    how: How,
    lang: Lang,
) -> Result<Result<Report, Vec<String>>, Say> {
    let shop = match Shop::open(data, Clock::system(), Chance::system()).await {
        Ok(shop) => shop,
        #[cfg(unix)]
        Err(db::OpenError::Lock(held @ LockError::Held(_))) => {
            let bytes = editable::pack(&files).map_err(plain)?;
            let (kind, name) = ("all".to_owned(), String::new());
            let ask = Ask { kind, name, page: None, how, lang };
            let outcome = handover::hand_over(data, &Work::Import(ask), &bytes).await;
            return outcome.map_err(|error| unanswered(&error, how).unwrap_or(held.say(data)));
        }
        Err(error) => return Err(error.say(data)),
    };
    let done = import(&shop, COMMAND_LINE, files, how).await;
    shop.close().await;
    Ok(done.map(|done| report(&done, how, lang)).map_err(|failure| failure.lines(lang)))
}

/// Imports files that were handed over as one.
#[cfg(unix)]
pub async fn packed(
    shop: &Shop,
    bytes: &[u8],
    how: How,
    lang: Lang,
) -> Result<Report, Vec<String>> {
    let files = editable::unpack(bytes).map_err(|say| vec![say.in_lang(lang).to_owned()])?;
    let done = import(shop, COMMAND_LINE, files, how).await;
    done.map(|done| report(&done, how, lang)).map_err(|failure| failure.lines(lang))
}

/// What changes, how many rows of each file are new, changed and unchanged, and what is asked.
fn report(done: &Done, how: How, lang: Lang) -> Report {
    let word = lang.say("dòng", "row");
    let line = |(file, row, said): &(String, usize, Say)| {
        format!("{file}, {word} {row}: {}", said.in_lang(lang))
    };
    // Nobody means what he has not seen.
    let shown = SHOWN.max(done.asked);
    let mut lines: Vec<String> = done.changes.iter().take(shown).map(line).collect();
    let more = done.changes.len().saturating_sub(shown);
    if more > 0 {
        lines.push(format!("… {more}"));
    }
    let [new, changed, same] = lang
        .say("mới/thay đổi/như cũ", "new/changed/unchanged")
        .split('/')
        .collect::<Vec<_>>()
        .try_into()
        .unwrap_or([""; 3]);
    for (part, it) in &done.counts {
        let file = part.file();
        lines.push(format!(
            "{file}: {} {new}, {} {changed}, {} {same}",
            it.new, it.changed, it.same
        ));
    }
    let left = how.keep && !done.written;
    if left {
        lines.push(asked(done.asked).in_lang(lang).to_owned());
    } else {
        let rows = done.counts.iter().map(|(_, it)| it.new + it.changed + it.same).sum();
        lines.push(counts(!how.keep, rows, done.made).in_lang(lang).to_owned());
    }
    Report { lines, left }
}

/// Changes that are asked about first.
fn asked(changes: usize) -> Say {
    Say::new(
        format!(
            "Trong đó {changes} thay đổi đứng đầu danh sách (tài khoản nhận tiền, người dùng và \
             quyền của họ, tên hay chủ thể của sản phẩm, giá lạ): hãy xem lại"
        ),
        format!(
            "Among them, first in the list, {changes} of accounts, of people and their rights, of \
             names or producers of products, or of odd prices: look at them"
        ),
    )
}
