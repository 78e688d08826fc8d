//! `report`: the same figures as on the pages, for files and scripts.

use crate::{
    base::{
        clock::Clock,
        lang::{Lang, Say},
    },
    cli::{deliver, plain, reader},
    config::{Out, ReportCommand},
    fair::store as fairs,
    report::{
        booth, csv,
        document::Document,
        fair, file, letterhead,
        letterhead::Letterhead,
        online, papers,
        pivot::{self, Ask, Failure},
        products, rewards, season, stock, tables,
    },
    web::{books::report as pages, ui::page::standalone},
};
use serde::Serialize;
use sqlx::SqliteConnection;
use std::path::Path;

/// Runs the command.
pub async fn run(data: &Path, command: ReportCommand, lang: Lang) -> Result<(), Say> {
    let mut db = reader(data, lang).await?;
    let letterhead = letterhead::store::load(&mut db).await.map_err(plain)?;
    match command {
        ReportCommand::Season { from, to, out } => {
            season::check(from, to)?;
            let it = season::season(&mut db, from, to).await.map_err(plain)?;
            write(
                &out,
                &it,
                Document { letterhead, ..Document::season(&it, lang) },
                standalone(lang, pages::season_page(&it, lang)),
            )
        }
        ReportCommand::Fair { code, out } => {
            let row = fair_row(&mut db, &code).await?;
            let it = fair::fair(&mut db, &row).await.map_err(plain)?;
            write(
                &out,
                &it,
                Document { letterhead, ..Document::fair(&it, lang) },
                standalone(lang, pages::fair_page(&it, Default::default(), lang)),
            )
        }
        ReportCommand::Booth { code, fair, out } => {
            let (fair, row) = booth_row(&mut db, &code, fair.as_deref()).await?;
            let it = booth::booth(&mut db, fair.id, &row).await.map_err(plain)?;
            write(
                &out,
                &it,
                Document { letterhead, ..Document::booth(&it, lang) },
                standalone(lang, pages::booth_page(&it, Default::default(), lang)),
            )
        }
        ReportCommand::Stock { fair, booth, on, format, out } => {
            if let Some(fair) = &fair {
                fair_row(&mut db, fair).await?;
            }
            let of = stock::Of { fair: fair.as_deref(), booth: booth.as_deref() };
            let on = on.unwrap_or_else(|| Clock::system().now().date());
            let it = stock::stock(&mut db, of, on).await.map_err(plain)?;
            let bytes = match format.as_str() {
                "csv" => csv::write(&tables::stock_account(&it, lang), lang).map_err(plain)?,
                "html" => standalone(lang, pages::stock_page(&it, lang)).into_bytes(),
                _ => json(&it)?,
            };
            deliver(&bytes, out.as_deref())
        }
        other => catalogue(&mut db, other, letterhead, lang).await,
    }
}

/// Reports of what stands beside the fairs.
async fn catalogue(
    db: &mut SqliteConnection,
    command: ReportCommand,
    letterhead: Letterhead,
    lang: Lang,
) -> Result<(), Say> {
    let today = Clock::system().now().date();
    match command {
        ReportCommand::Papers { on, out } => {
            let it = papers::papers(db, on.unwrap_or(today)).await.map_err(plain)?;
            write(
                &out,
                &it,
                Document { letterhead, ..Document::papers(&it, lang) },
                standalone(lang, pages::papers_page(&it, lang)),
            )
        }
        ReportCommand::Table { query, out } => {
            let parts = Ask::parts_of(&query);
            let none = || {
                let vi = "Bảng cần from=, to= và by=";
                Say::new(vi, "A table needs from=, to= and by=")
            };
            let ask = Ask::of_parts(&parts).ok_or_else(none)?;
            let it = pivot::pivot(db, &ask).await.map_err(untold)?;
            write(
                &out,
                &it,
                Document { letterhead, ..Document::pivot(&it, lang) },
                standalone(lang, pages::pivot_page(&it, lang)),
            )
        }
        ReportCommand::Rewards { from, to, out } => {
            season::check(from, to)?;
            let it = rewards::rewards(db, from, to).await.map_err(plain)?;
            write(
                &out,
                &it,
                Document { letterhead, ..Document::rewards(&it, lang) },
                standalone(lang, pages::rewards_page(&it, None, lang)),
            )
        }
        ReportCommand::Online { from, to, out } => {
            season::check(from, to)?;
            let it = online::online(db, from, to).await.map_err(plain)?;
            write(
                &out,
                &it,
                Document { letterhead, ..Document::online(&it, lang) },
                standalone(lang, pages::online_page(&it, None, lang)),
            )
        }
        ReportCommand::Products { on, out } => {
            let it = products::products(db, on.unwrap_or(today)).await.map_err(plain)?;
            write(
                &out,
                &it,
                Document { letterhead, ..Document::products(&it, lang) },
                standalone(lang, pages::products_page(&it, lang)),
            )
        }
        _ => Ok(()),
    }
}

fn untold(failure: Failure) -> Say {
    match failure {
        Failure::Untold(say) => say,
        Failure::Store(error) => plain(error),
    }
}

fn write(out: &Out, report: &impl Serialize, document: Document, page: String) -> Result<(), Say> {
    let bytes = match (out.format.as_str(), out.format.parse()) {
        (_, Ok(format)) => file::write(&document, format).map_err(plain)?,
        ("html", _) => page.into_bytes(),
        _ => json(report)?,
    };
    deliver(&bytes, out.out.as_deref())
}

fn json(report: &impl Serialize) -> Result<Vec<u8>, Say> {
    let mut json = serde_json::to_vec_pretty(report).map_err(plain)?;
    json.push(b'\n');
    Ok(json)
}

async fn fair_row(db: &mut SqliteConnection, code: &str) -> Result<fairs::FairRow, Say> {
    let none = || {
        Say::new(
            format!("Không có hội chợ mã {code}"),
            format!("There is no fair with code {code}"),
        )
    };
    fairs::fair_by_code(db, code).await.map_err(plain)?.ok_or_else(none)
}

/// The booth of a code: at the fair that is named, else at the only fair that has it.
async fn booth_row(
    db: &mut SqliteConnection,
    code: &str,
    fair: Option<&str>,
) -> Result<(fairs::FairRow, fairs::BoothRow), Say> {
    let among = match fair {
        Some(fair) => vec![fair_row(db, fair).await?],
        None => fairs::fairs(db).await.map_err(plain)?,
    };
    let mut found = Vec::new();
    for fair in among {
        let booths = fairs::booths(db, fair.id).await.map_err(plain)?;
        found.extend(booths.into_iter().find(|row| row.code == code).map(|row| (fair, row)));
    }
    match found.len() {
        0 => Err(Say::new(
            format!("Không có gian hàng mã {code}"),
            format!("There is no booth with code {code}"),
        )),
        1 => Ok(found.remove(0)),
        many => Err(Say::new(
            format!("{many} hội chợ có gian {code}; hãy thêm --fair MÃ"),
            format!("{many} fairs have a booth {code}; name one with --fair CODE"),
        )),
    }
}
