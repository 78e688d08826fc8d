//! `demo`: fills an empty folder with a season of fairs as Quảng Ninh published it, and beside it
//! one fair that is open today. Everything goes through the same decisions and projections as a
//! live sale, so a verified demonstration is a test of the whole book.

mod closing;
mod fair;
mod figures;
mod fill;
mod goods;
mod names;
mod open_fair;
mod open_stock;
mod plan;
mod sales;
mod secrets;
#[cfg(test)]
mod tests;

use super::{bar, of_book, plain};
use crate::{
    base::{
        clock::{Clock, Ms},
        id::Chance,
        lang::{Lang, Say},
    },
    db,
    desk::book,
    folder::lock::Lock,
};
use fill::Filler;
use plan::FairPlan;
use sqlx::Connection;
use std::{net::SocketAddr, path::Path};

/// The seed of everything in the season: two runs give the same chain.
const SEED: u64 = 2024;

/// Fills `data`, which must hold nothing yet, with the season's first `fairs` fairs (all of them if
/// none) and the open one, and writes `access.json` into it.
pub async fn run(
    data: &Path,
    fairs: Option<usize>,
    listen: SocketAddr,
    lang: Lang,
) -> Result<(), Say> {
    refuse_data(data)?;
    let now = Clock::system().now();
    let mut plans = plan::fairs();
    plans.truncate(fairs.unwrap_or(plans.len()));
    let head = fill(data, &plans, now, lang).await?;
    println!("{}: {head}", lang.say("Mã đầu chuỗi", "Head of the chain"));
    note_address(data, listen)?;
    let access = data.join(secrets::FILE);
    let what = lang.say("Mã PIN, mật khẩu và mã thiết bị", "PINs, passwords and device tokens");
    println!("{what}: {}", access.display());
    Ok(())
}

/// Notes in a demonstration's `access.json` where it is served; nothing in any other folder.
pub fn note_address(data: &Path, listen: SocketAddr) -> Result<(), Say> {
    let access = data.join(secrets::FILE);
    if access.exists() { secrets::set_url(&access, listen) } else { Ok(()) }
}

fn refuse_data(data: &Path) -> Result<(), Say> {
    let holds = match std::fs::read_dir(data) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(plain(error)),
    };
    if !holds {
        return Ok(());
    }
    let folder = data.display();
    Err(Say::new(
        format!("Thư mục {folder} đã có dữ liệu; hãy chọn thư mục trống bằng --data"),
        format!("{folder} holds data already; choose an empty folder with --data"),
    ))
}

/// Fills the folder as of `now`; the head of the chain, hexadecimal.
async fn fill(data: &Path, plans: &[FairPlan], now: Ms, lang: Lang) -> Result<String, Say> {
    let lock = Lock::take(data).map_err(|error| error.say(data))?;
    let mut db = db::writer(&lock).await.map_err(|error| error.say(data))?;
    let chance = Chance::seeded(SEED);
    let birth = Clock::by(|| fill::BIRTH);
    let origin = book::node(&mut db, &birth, &chance).await.map_err(of_book)?;
    db::hurry(&mut db).await.map_err(of_book)?;
    let total: i64 = plans.iter().map(|fair| fair.revenue).sum();
    let bar = bar(total.unsigned_abs(), lang.say("Tạo mùa hội chợ mẫu", "Filling the season"));
    let mut filler = Filler { db: &mut db, origin, bar: &bar };
    let goods = filler.catalogue(&chance).await?;
    for (n, plan) in plans.iter().enumerate() {
        filler.fair(n, plan, &goods).await?;
    }
    filler.published(&chance).await?;
    let open = open_fair::plan(&chance, now, &goods);
    filler.open_fair(&chance, &open, &goods).await?;
    secrets::write(&mut db, data, &open, now).await?;
    bar.finish_and_clear();
    db::settle(&mut db, data).await.map_err(|error| error.say(data))?;
    let head = crate::journal::store::head(&mut db, origin).await.map_err(of_book)?;
    db.close().await.map_err(of_book)?;
    Ok(hex::encode(head.hash))
}
