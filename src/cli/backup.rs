//! `backup` and `restore`.

use super::{bar, plain, reader};
use crate::{
    backup::{
        self, Made, Trouble, Whose,
        restore::{self, Becomes},
    },
    base::{
        clock::Clock,
        id::Chance,
        lang::{Lang, Say},
        series::sign,
    },
    config::{BackupArgs, RestoreArgs},
    db::{self, halt::Halt},
    desk::rebuild,
    disk::Disk,
    journal,
    sync::parting::{self, Parting},
};
use sqlx::Connection;
use std::{
    convert::Infallible,
    io::{BufRead, Write},
    path::Path,
    time::Duration,
};

/// Makes a copy of the book; a server may be running.
pub async fn run((data, whose): (&Path, Whose), args: BackupArgs, lang: Lang) -> Result<(), Say> {
    // An older book is brought up to date first, and where there is none this says so.
    drop(reader(data, lang).await?);
    let size = std::fs::metadata(data.join(db::FILE)).map_err(plain)?.len();
    let bar = bar(size, lang.say("Sao lưu", "Copying"));
    let part = backup::part(&args.file);
    let grows = async || -> Infallible {
        loop {
            bar.set_position(part.metadata().map_or(0, |it| it.len()));
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let (now, halt) = (Clock::system().now(), Halt::default());
    let made = tokio::select! {
        made = backup::make((data, whose), &args.file, now, &halt) => made,
        never = grows() => match never {},
    };
    bar.finish_and_clear();
    let made = made.map_err(|trouble| trouble.say())?;
    say(&made, whose, lang);
    if args.verify { verify(data, &made, lang).await } else { Ok(()) }
}

/// What a person has to know of a copy.
fn say(made: &Made, whose: Whose, lang: Lang) {
    let (file, size) = (made.file.display(), made.size.div_ceil(1024));
    println!("{}: {file} ({size} KiB)", lang.say("Đã sao lưu", "Copied"));
    println!("{}: {} {}", lang.say("Mã đầu chuỗi", "Head of the chain"), made.seq, made.head);
    println!("{}", secrets(whose, lang));
    if !made.private {
        println!(
            "{}",
            lang.say(
                "Ổ này không giữ quyền của tệp (FAT, exFAT): ai cầm USB cũng đọc được",
                "This disk keeps no rights of files (FAT, exFAT): whoever holds the stick can \
                 read it",
            )
        );
    }
    if !made.elsewhere {
        println!(
            "{}",
            lang.say(
                "Bản sao nằm cùng ổ với sổ: ổ hỏng là mất cả hai",
                "The copy lies on the same disk as the book: if it breaks, both are lost",
            )
        );
    }
}

/// What of its people's secrets is in a copy.
fn secrets(whose: Whose, lang: Lang) -> &'static str {
    match whose {
        Whose::Own => lang.say(
            "Bản sao có mã PIN và mật khẩu đã băm, quyền của các thiết bị và khoá HTTPS: ai có tệp \
             này có thể dò mã PIN. Hãy giữ như giữ tiền",
            "The copy holds hashed PINs and passwords, the rights of devices and the key of HTTPS: \
             who has it can try PINs. Keep it like money",
        ),
        Whose::Lost(_) => lang.say(
            "Trong tệp không có mã PIN, mật khẩu và thiết bị đã ghép: đặt lại ở máy mới. Ai có tệp \
             này đọc được mọi phiếu bán. Hãy giữ như giữ tiền",
            "It holds no PINs, passwords or paired devices: set them anew on the new laptop. Who \
             has the file can read every sale. Keep it like money",
        ),
    }
}

async fn verify(data: &Path, made: &Made, lang: Lang) -> Result<(), Say> {
    let mut copy = db::copied(&made.file).await.map_err(plain)?;
    let all = journal::store::last_pos(&mut copy).await.map_err(plain)?;
    let bar = bar(all.unsigned_abs(), lang.say("Kiểm tra", "Verifying"));
    let progress = |done: i64| bar.set_position(done.unsigned_abs());
    let (disk, spare) = (Disk::system(), super::verify::spare(data));
    let place = rebuild::Place { folder: data, disk: &disk, spare };
    let report = rebuild::verify(&mut copy, place, progress).await;
    bar.finish_and_clear();
    let report = report.map_err(|error| error.say())?;
    copy.close().await.map_err(plain)?;
    if report.differences.is_empty() {
        println!("{}", lang.say("Mọi con số trong bản sao đều khớp", "Every figure in it agrees"));
        return Ok(());
    }
    report.differences.iter().for_each(|difference| println!("{difference}"));
    Err(Trouble::Differs(report.differences).say())
}

/// Restores a copy into an empty folder.
pub async fn restore(data: &Path, args: RestoreArgs, lang: Lang) -> Result<(), Say> {
    let (clock, chance) = (Clock::system(), Chance::system());
    let size = std::fs::metadata(&args.file).map_err(|error| Trouble::Io(error).say())?.len();
    let bar = bar(size, lang.say("Kiểm tra", "Verifying"));
    let progress = |done: i64| {
        bar.set_message(format!("{} {done}", lang.say("Kiểm tra mục", "Verifying entry")));
    };
    let opened = restore::open(&args.file, (data, Becomes::New), (&clock, &chance), progress).await;
    bar.finish_and_clear();
    let mut restored = opened.map_err(|trouble| trouble.say())?;
    println!("{}: {}", lang.say("Số mục đã kiểm tra", "Entries checked"), restored.entries);
    println!("{}", lang.say("Mọi con số đều khớp", "Every figure agrees"));
    let asked = args.take_over;
    let parting = parting::of(restored.book()).await.map_err(plain)?;
    let codes = restored.codes(clock.now()).await.map_err(|trouble| trouble.say())?;
    if let Parting::Unknown(why) = &parting {
        println!("{}: {why}", unasked().in_lang(lang));
    }
    let confirmed = match parting {
        Parting::After(_) if !asked => {
            restored.give_up().await.map_err(|trouble| trouble.say())?;
            return Err(two_books());
        }
        Parting::After(point) => {
            println!("{}", two_books().in_lang(lang));
            if !confirm(&codes, lang).map_err(plain)? {
                restored.give_up().await.map_err(|trouble| trouble.say())?;
                return Err(no_code());
            }
            let again = match restored.part((&clock, &chance), point).await {
                Ok(again) => again,
                Err(trouble) => {
                    restored.give_up().await.map_err(|trouble| trouble.say())?;
                    return Err(trouble.say());
                }
            };
            println!("{}: {again}", lang.say("Số mục được ghi lại", "Entries written again"));
            true
        }
        _ if asked && confirm(&codes, lang).map_err(plain)? => {
            restored.take_over(&clock, &chance).await.map_err(|trouble| trouble.say())?;
            true
        }
        _ => false,
    };
    let node = restored.finish().await.map_err(|trouble| trouble.say())?;
    let folder = data.display();
    println!("{}: {folder}", lang.say("Đã khôi phục vào", "Restored into"));
    println!("{}: {}", lang.say("Ký hiệu trên số phiếu mới", "Sign on new numbers"), sign(node));
    match (confirmed, asked) {
        (true, _) => println!("{}", lang.say("Máy này bán từ bây giờ", "This machine sells now")),
        (false, false) => println!(
            "{}",
            lang.say(
                "Máy này chưa bán được. Khi chắc máy cũ không còn dùng nữa, ban tổ chức đăng nhập \
                 và bấm “Máy cũ không còn dùng nữa”",
                "This machine does not sell yet. When the old one is surely gone, an organiser \
                 signs in and presses “The old machine is gone”",
            )
        ),
        (false, true) => {
            return Err(Say::new(
                "Đã khôi phục, nhưng mã hội chợ không đúng nên máy này chưa bán",
                "Restored; but that is no code of a fair, so this machine does not sell yet",
            ));
        }
    }
    Ok(())
}

/// The hub could not be asked. Where a folder was copied, its books may differ.
fn unasked() -> Say {
    Say::new(
        "Không hỏi được máy tổng hợp. Nếu thư mục này từng bị chép và cả hai máy đã bán, hãy khôi \
         phục lại khi có mạng",
        "The hub could not be asked. If this folder was copied and both machines sold, restore \
         again with the hub in reach",
    )
}

fn two_books() -> Say {
    Say::new(
        "Máy tổng hợp có một bản sổ khác dưới tên máy này: thư mục đã bị chép và cả hai máy đã \
         bán. Với --take-over, máy này bán tiếp dưới tên mới và ghi lại phần riêng của mình, số \
         phiếu giữ nguyên; máy kia không phụ trách hội chợ nữa, phần đã bán của nó vẫn được tính",
        "The hub has another book under this machine’s name: its folder was copied and both \
         machines sold. With --take-over this one sells on under a new name and writes its own \
         part down again, every number as it was; the other is not in charge of the fair any \
         more, and what it sold counts",
    )
}

fn no_code() -> Say {
    Say::new(
        "Mã hội chợ không đúng: chưa khôi phục gì",
        "That is no code of a fair: nothing was restored",
    )
}

/// Asks for a fair's code on the terminal: whoever types it means it.
pub(super) fn confirm(codes: &[String], lang: Lang) -> std::io::Result<bool> {
    if codes.is_empty() {
        return Ok(true);
    }
    let question = lang.say(
        "Máy cũ không còn dùng nữa? Hai máy cùng bán một hội chợ thì sổ bị tách đôi. Gõ mã hội chợ \
         để xác nhận",
        "Is the old machine gone? Two machines that sell at one fair split its book. Type the \
         fair's code to say so",
    );
    eprint!("{question} ({}): ", codes.join(", "));
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(names(codes, &line))
}

/// Whether what was typed is one of these codes, or there is none to type.
pub(super) fn names(codes: &[String], typed: &str) -> bool {
    codes.is_empty() || codes.iter().any(|code| code.to_lowercase() == typed.trim().to_lowercase())
}

/// Says on the terminal when a timed copy failed, and when one succeeded again.
pub async fn watch(mut state: tokio::sync::watch::Receiver<backup::keeper::State>, lang: Lang) {
    let mut said: Option<Say> = None;
    while state.changed().await.is_ok() {
        let now = state.borrow_and_update().clone();
        let failed = now.failed.map(|failed| failed.1);
        if now.busy.is_some() || failed == said {
            continue;
        }
        match &failed {
            Some(say) => eprintln!("\n!!! {}\n", say.in_lang(lang)),
            None => eprintln!("{}", lang.say("Đã sao lưu lại được.", "Copies are made again.")),
        }
        said = failed;
    }
}
