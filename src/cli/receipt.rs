//! `receipt`: the paper of a sale, as it would be printed.

use crate::{
    base::{
        clock::Ms,
        id::SaleId,
        lang::{Lang, Say},
        money::Money,
    },
    cli::{deliver, of_book, plain, reader},
    config::{PaperFormat, ReceiptArgs},
    desk::book,
    node::key::NodeKey,
    print::{address::Pages, block::Width, paper, printer::Head},
    sale::store,
    web,
};
use sqlx::SqliteConnection;
use std::{path::Path, str::FromStr};

/// Runs the command.
pub async fn run(data: &Path, args: ReceiptArgs, lang: Lang) -> Result<(), Say> {
    let mut db = reader(data, lang).await?;
    let node = book::own(&mut db).await.map_err(of_book)?;
    // A key that cannot be read keeps nobody from a paper with the short link.
    let key = node.and_then(|node| NodeKey::find(data, node).ok().flatten());
    let pages = Pages::beside(&mut db, key).await.map_err(plain)?;
    let none = || Say::new("Khổ giấy từ 256 đến 832 điểm", "The width is 256 to 832 dots");
    let width = Width::of_dots(args.width).ok_or_else(none)?;
    let bytes = receipt(&mut db, &args, (width, pages), lang).await?;
    deliver(&bytes, args.out.as_deref())
}

/// The paper of the sale with this receipt number or uid.
async fn receipt(
    db: &mut SqliteConnection,
    args: &ReceiptArgs,
    (width, pages): (Width, Option<Pages>),
    lang: Lang,
) -> Result<Vec<u8>, Say> {
    let (pos, sale) = find(db, &args.name, args.fair.as_deref()).await?;
    let gone = || none(&args.name, args.fair.as_deref());
    let paper = paper::document(db, pos, lang, width, 0, pages.as_ref()).await.map_err(plain)?;
    let paper = paper.ok_or_else(gone)?;
    Ok(match args.format {
        PaperFormat::Escpos => paper.bytes(&Head::plain(width)).map_err(plain)?,
        PaperFormat::Png => paper.png().map_err(plain)?,
        PaperFormat::Html => {
            let looked = web::books::receipt::look(db, pos, sale, lang).await.map_err(plain)?;
            let looked = looked.ok_or_else(gone)?;
            web::books::receipt::body(&looked, lang).into_string().into_bytes()
        }
        PaperFormat::Txt => paper.text().into_bytes(),
    })
}

async fn find(
    db: &mut SqliteConnection,
    name: &str,
    fair: Option<&str>,
) -> Result<(i64, SaleId), Say> {
    if let Ok(sale) = SaleId::from_str(name) {
        let pos = store::pos_of(db, &sale.bytes()).await.map_err(plain)?;
        return Ok((pos.ok_or_else(|| none(name, fair))?, sale));
    }
    let found = store::by_number(db, name, fair).await.map_err(plain)?;
    match found.as_slice() {
        [] => Err(none(name, fair)),
        [one] => Ok((one.pos, SaleId::of_bytes(&one.uid))),
        several => Err(ambiguous(name, several)),
    }
}

fn none(name: &str, fair: Option<&str>) -> Say {
    let at = |word: &str| fair.map(|fair| format!(" {word} {fair}")).unwrap_or_default();
    Say::new(
        format!("Không có phiếu {name}{}", at("ở hội chợ")),
        format!("There is no sale {name}{}", at("at fair")),
    )
}

/// The sales of one number, so that the right one can be named: by its fair, or where a fair has
/// the number twice (another laptop took over) by its uid.
fn ambiguous(name: &str, several: &[store::NumberRow]) -> Say {
    let line = |row: &store::NumberRow| {
        let (at, sum) = (Ms(row.paid_ms).text(), Money(row.total).text());
        let uid = SaleId::of_bytes(&row.uid);
        format!(
            "\n  --fair {} · {} · {} · {at} · {sum} · {uid}",
            row.fair, row.fair_name, row.booth
        )
    };
    let list: String = several.iter().map(line).collect();
    let many = several.len();
    Say::new(
        format!("{many} phiếu có số {name}; hãy thêm --fair MÃ, hoặc dùng uid:{list}"),
        format!("{many} sales have the number {name}; add --fair CODE, or use the uid:{list}"),
    )
}
