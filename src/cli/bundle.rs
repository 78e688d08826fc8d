//! `bundle`: a book's entries into one file, and out of it into another book.

#[cfg(test)]
mod tests;

use super::{of_book, plain, reader};
use crate::{
    base::{
        clock::Clock,
        id::{Chance, NodeId},
        lang::{Lang, Say},
        money::Money,
    },
    config::BundleCommand,
    desk::book::{self, Shop},
    folder,
    node::key::NodeKey,
    sync::{
        bundle::{self, Sealed, Summary},
        charge,
    },
};
use std::path::Path;

/// Writes or takes in a bundle.
pub async fn run(data: &Path, command: BundleCommand, lang: Lang) -> Result<(), Say> {
    match command {
        BundleCommand::Export { fair, file } => export(data, &fair, &file, lang).await,
        BundleCommand::Import { file } => import(data, &file, lang).await,
    }
}

async fn export(data: &Path, fair: &str, file: &Path, lang: Lang) -> Result<(), Say> {
    let mut db = reader(data, lang).await?;
    let node: Option<NodeId> = book::own(&mut db).await.map_err(of_book)?;
    let node = node.ok_or_else(|| plain("the book names no node"))?;
    let key = NodeKey::open(data, node).map_err(plain)?;
    let now = Clock::system().now();
    let made = bundle::export(&mut db, (node, &key), fair, (file, now)).await;
    tell(&made.map_err(|trouble| trouble.say())?, lang);
    println!("{}: {}", lang.say("Đã ghi", "Written"), file.display());
    Ok(())
}

async fn import(data: &Path, file: &Path, lang: Lang) -> Result<(), Say> {
    let sealed = Sealed::open(file).map_err(|trouble| trouble.say())?;
    tell(&sealed.summary, lang);
    folder::make(data).map_err(plain)?;
    let shop = Shop::open(data, Clock::system(), Chance::system()).await;
    let shop = shop.map_err(|error| error.say(data))?;
    let taken = bundle::import(&shop.desk, sealed).await;
    let took = match taken.is_ok() {
        true => charge::take_up(&shop).await,
        false => Ok(0),
    };
    shop.close().await;
    took.map_err(|refusal| refusal.say())?;
    let receipt = taken.map_err(|trouble| trouble.say())?;
    let said = match receipt.added {
        0 => {
            Say::new("Sổ đã có tất cả; không có gì thay đổi", "All of it was here; nothing changed")
        }
        new => Say::new(format!("Đã nhận {new} mục mới"), format!("{new} new entries taken in")),
    };
    println!("{}", said.in_lang(lang));
    Ok(())
}

/// What a bundle says of itself.
fn tell(it: &Summary, lang: Lang) {
    println!("{}: {} · {}", lang.say("Hội chợ", "Fair"), it.fair, it.name);
    println!("{}: {}", lang.say("Ngày có bán", "Days"), it.days);
    println!("{}: {}", lang.say("Số phiếu", "Sales"), it.sales);
    println!("{}: {}", lang.say("Doanh thu", "Revenue"), Money(it.revenue).text());
    println!("{}: {}", lang.say("Số mục", "Entries"), it.rows);
    println!("{}: {}", lang.say("Mã đầu chuỗi", "Head of the chain"), it.head);
    println!("{}: {} ({})", lang.say("Máy", "Machine"), it.node, &it.key[..16.min(it.key.len())]);
}
