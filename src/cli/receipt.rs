//! `receipt`: the paper of a sale, as it would be printed.

use crate::{
    base::{
        id::SaleId,
        lang::{Lang, Say},
    },
    cli::{deliver, plain, reader},
    config::{PaperFormat, ReceiptArgs},
    print::{block::Width, paper, printer},
    sale::store,
    web,
};
use sqlx::SqliteConnection;
use std::{path::Path, str::FromStr};

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// No sale has this number or uid.
    #[error("không có phiếu này / no such sale: {0}")]
    None(String),
    /// Several sales of different fairs have this number.
    #[error("nhiều phiếu cùng số, hãy dùng uid / several sales have this number, use a uid: {0}")]
    Several(String),
    /// The book could not be read.
    #[error("{0}")]
    Sql(#[from] sqlx::Error),
    /// The paper could not be drawn.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Runs the command.
pub async fn run(data: &Path, args: ReceiptArgs, lang: Lang) -> Result<(), Say> {
    let mut db = reader(data, lang).await?;
    let none = || Say::new("Khổ giấy là 384 hoặc 576 điểm", "The width is 384 or 576 dots");
    let width = Width::of_dots(args.width).ok_or_else(none)?;
    let bytes = receipt(&mut db, &args.name, args.format, width, lang).await.map_err(plain)?;
    deliver(&bytes, args.out.as_deref())
}

/// The paper of the sale with this receipt number or uid.
async fn receipt(
    db: &mut SqliteConnection,
    name: &str,
    format: PaperFormat,
    width: Width,
    lang: Lang,
) -> Result<Vec<u8>, ReceiptError> {
    let (pos, sale) = find(db, name).await?;
    let none = || ReceiptError::None(name.to_owned());
    let paper = paper::document(db, pos, lang, width, 0).await?.ok_or_else(none)?;
    Ok(match format {
        PaperFormat::Escpos => paper.bytes(printer::BAND)?,
        PaperFormat::Png => paper.png()?,
        PaperFormat::Html => {
            let looked = web::books::receipt::look(db, pos, sale, lang).await?.ok_or_else(none)?;
            web::books::receipt::body(&looked, lang).into_string().into_bytes()
        }
        PaperFormat::Txt => paper.text().into_bytes(),
    })
}

async fn find(db: &mut SqliteConnection, name: &str) -> Result<(i64, SaleId), ReceiptError> {
    let none = || ReceiptError::None(name.to_owned());
    if let Ok(sale) = SaleId::from_str(name) {
        let pos = store::pos_of(db, &sale.bytes()).await?.ok_or_else(none)?;
        return Ok((pos, sale));
    }
    let found = store::by_number(db, name).await?;
    match found.as_slice() {
        [] => Err(none()),
        [(pos, uid)] => Ok((*pos, SaleId::of_bytes(uid))),
        several => {
            let uids = several.iter().map(|(_, uid)| SaleId::of_bytes(uid).to_string());
            Err(ReceiptError::Several(uids.take(5).collect::<Vec<_>>().join(", ")))
        }
    }
}
