//! `check`: whether a receipt's code is genuine, by a public key alone or by what a book knows.

use super::{of_book, plain, reader};
use crate::{
    base::lang::{Lang, Say},
    config::CheckArgs,
    desk::book,
    node::key::NodeKey,
    print::signed::{
        Code,
        check::{Standing, Verdict, check},
    },
};
use std::path::Path;

/// Runs the command; what is not genuine is the error.
pub async fn run(data: &Path, args: CheckArgs, lang: Lang) -> Result<(), Say> {
    let code = Code::read(&args.code).ok_or_else(unread)?;
    let words = match &args.key {
        Some(key) if code.is_signed(&key.trim().to_ascii_lowercase()) => genuine(),
        Some(_) => return Err(forged()),
        None => by_book(data, &code, lang).await?,
    };
    let said = &code.said;
    println!("{}", words.in_lang(lang));
    println!("{} · {} · {}", said.number, said.due.text(), said.paid().text());
    Ok(())
}

async fn by_book(data: &Path, code: &Code, lang: Lang) -> Result<Say, Say> {
    let mut db = reader(data, lang).await?;
    let own = match book::own(&mut db).await.map_err(of_book)? {
        Some(node) => NodeKey::find(data, node).map_err(plain)?,
        None => None,
    };
    match check(&mut db, code, own.as_ref()).await.map_err(plain)? {
        Verdict::Holds(_, Standing::Here(_)) => {
            Ok(Say::new("Phiếu đúng, có trong sổ", "Genuine, and in the book"))
        }
        Verdict::Holds(_, Standing::NotYet) => Ok(genuine()),
        Verdict::Holds(_, Standing::Differs) => Err(Say::new(
            "Chữ ký đúng, nhưng sổ ghi một mục khác ở chỗ đó",
            "The signature holds, but the book has another entry in that place",
        )),
        Verdict::Forged => Err(forged()),
        Verdict::Unknown => Err(Say::new(
            "Sổ này không biết khóa của máy đã in phiếu (hãy thêm --key)",
            "This book does not know the key of the machine that printed it (add --key)",
        )),
    }
}

fn genuine() -> Say {
    Say::new("Phiếu đúng", "Genuine")
}

fn forged() -> Say {
    Say::new("Phiếu KHÔNG đúng: chữ ký không khớp", "NOT genuine: the signature does not hold")
}

fn unread() -> Say {
    Say::new("Đây không phải mã trên phiếu", "This is no code of a receipt")
}
