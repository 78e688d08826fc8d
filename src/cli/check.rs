//! `check`: whether a receipt's code is genuine, by a public key alone or by what a book knows.

use super::{of_book, plain, reader};
use crate::{
    base::lang::{Lang, Say},
    config::CheckArgs,
    desk::book,
    node::key::NodeKey,
    print::signed::{
        Code,
        check::{Verdict, check},
    },
};
use std::path::Path;

/// Runs the command; what is not genuine is the error.
pub async fn run(data: &Path, args: CheckArgs, lang: Lang) -> Result<(), Say> {
    let code = Code::read(&args.code).ok_or_else(unread)?;
    let words = match &args.key {
        Some(key) => by_key(&code, &key.trim().to_ascii_lowercase())?,
        None => by_book(data, &code, lang).await?,
    };
    let said = &code.said;
    println!("{}", words.in_lang(lang));
    println!("{} · {} · {}", said.number, said.due.text(), said.paid().text());
    Ok(())
}

fn by_key(code: &Code, key: &str) -> Result<Say, Say> {
    if hex::decode(key).map_or(0, |bytes| bytes.len()) != 32 {
        let vi = "Khóa phải là 64 chữ số thập lục phân, như ở trang /key";
        return Err(Say::new(vi, "The key has 64 hexadecimal letters, as on the page /key"));
    }
    if !code.names(key) {
        let vi = "Đây là khóa của máy khác: phiếu do máy khác in";
        return Err(Say::new(vi, "This is another machine’s key: another one printed the receipt"));
    }
    let signed = Say::new("Chữ ký đúng", "Signed by this key");
    if code.is_signed(key) { Ok(signed) } else { Err(Verdict::Forged.say()) }
}

async fn by_book(data: &Path, code: &Code, lang: Lang) -> Result<Say, Say> {
    let mut db = reader(data, lang).await?;
    let own = match book::own(&mut db).await.map_err(of_book)? {
        Some(node) => NodeKey::find(data, node).map_err(plain)?,
        None => None,
    };
    let verdict = check(&mut db, code, own.as_ref()).await.map_err(plain)?;
    if verdict.holds() { Ok(verdict.say()) } else { Err(verdict.say()) }
}

fn unread() -> Say {
    Say::new("Đây không phải mã trên phiếu", "This is no code of a receipt")
}
