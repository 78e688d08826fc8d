//! `standby` and `promote`: a second laptop that follows the first, and its take-over. While a
//! server holds the folder it does the work (`handover.rs`).

#[cfg(unix)]
use super::handover::{Work, hand_over};
use super::{
    backup::{confirm, names},
    bar,
    hub::{Opened, Told, closing, open, tell},
    reader,
};
use crate::{
    backup::store,
    base::{
        clock::Clock,
        id::{Chance, CommandId},
        lang::{Lang, Say},
    },
    config::{PromoteArgs, StandbyArgs},
    desk::{book::Shop, command::Envelope},
    staff::actor::COMMAND_LINE,
    standby::{
        Follower,
        enrol::{Ask, enrol},
    },
};
use std::path::Path;

/// Becomes a standby, in an empty folder.
pub async fn run(data: &Path, args: StandbyArgs, lang: Lang) -> Result<(), Say> {
    let (clock, chance) = (Clock::system(), Chance::system());
    let StandbyArgs { url, code, name, without_encryption: plain } = args;
    let bar = bar(0, lang.say("Nhận bản sao", "Getting the copy"));
    let progress = |done: i64| {
        bar.set_message(format!("{} {done}", lang.say("Kiểm tra mục", "Verifying entry")));
    };
    let ask = Ask { url, code, name: name.trim().to_owned(), plain };
    let enrolled = enrol(data, &ask, (&clock, &chance), progress).await;
    bar.finish_and_clear();
    let leader = enrolled.map_err(|trouble| trouble.say())?;
    let folder = data.display();
    println!("{}: {}", lang.say("Đã thành máy dự phòng của", "Standby of"), leader.name);
    println!("{}: chophien serve --data {folder}", lang.say("Bây giờ chạy", "Now run"));
    println!(
        "{}",
        lang.say(
            "Máy này giữ mã PIN đã băm và quyền của các thiết bị: hãy giữ như giữ tiền",
            "This machine holds hashed PINs and the rights of devices: keep it like money",
        )
    );
    Ok(())
}

/// The old machine is gone: this one sells from now on.
pub async fn promote(data: &Path, args: PromoteArgs, lang: Lang) -> Result<(), Say> {
    let codes = codes(data, lang).await?;
    let sure = match args.fair {
        Some(fair) => Ok(names(&codes, &fair)),
        None => confirm(&codes, lang),
    };
    if !sure.map_err(super::plain)? {
        return Err(Say::new(
            "Mã hội chợ không đúng: chưa có gì thay đổi",
            "That is no code of a fair: nothing was changed",
        ));
    }
    tell(match open(data).await? {
        Opened::Here(shop) => closing(&shop, promoted(&shop, None, lang).await).await,
        #[cfg(unix)]
        Opened::There(held) => {
            let answered: Result<Told, _> = hand_over(data, &Work::Promote { lang }, &[])
                .await
                .map(|told: Result<_, (String, String)>| told.map_err(|it| Say::new(it.0, it.1)));
            answered.map_err(|_| held.say(data))?
        }
    })
}

/// The codes of which one is typed: of the fairs that are open, else of all.
async fn codes(data: &Path, lang: Lang) -> Result<Vec<String>, Say> {
    let mut db = reader(data, lang).await?;
    let day = Clock::system().now().date();
    let open = store::open_fairs(&mut db, day).await.map_err(super::of_book)?;
    match open.is_empty() {
        true => store::fairs(&mut db).await.map_err(super::of_book),
        false => Ok(open),
    }
}

/// Takes over; a server has a `follower` that tells the old machine afterwards.
pub async fn promoted(shop: &Shop, follower: Option<&Follower>, lang: Lang) -> Told {
    let idle = Follower::idle(shop.clone());
    let follower = follower.unwrap_or(&idle);
    let (commands, turn) = follower.taking_over().await.map_err(|refusal| refusal.say())?;
    let at = shop.clock.now();
    let envelope = |command| Envelope {
        uid: CommandId(shop.chance.uid(at)),
        at,
        actor: COMMAND_LINE.to_owned(),
        device: String::new(),
        command,
    };
    let done = shop.desk.submit_all(commands.into_iter().map(envelope).collect()).await;
    done.map_err(|(_, refusal)| refusal.say())?;
    drop(turn);
    follower.wake();
    Ok(vec![lang.say("Máy này bán từ bây giờ", "This machine sells now").to_owned()])
}
