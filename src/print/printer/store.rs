//! SQL of printers: local tables, written only through the desk.

use super::{Answers, Drawer, Head, NewPrinter, Pace, Printer, Raster, Target};
use crate::{
    base::id::{BoothId, PrinterId},
    print::{block::Width, store::unknown},
};
use sqlx::{FromRow, SqliteConnection};
use std::{collections::HashMap, str::FromStr};

#[derive(FromRow)]
struct PrinterRow {
    id: i64,
    uid: Vec<u8>,
    name: String,
    target: String,
    width: u32,
    margin: u32,
    raster: String,
    drawer: i64,
    band: u8,
    answers: String,
    pace: Option<u32>,
}

fn printer(row: PrinterRow) -> sqlx::Result<Printer> {
    Ok(Printer {
        id: row.id,
        uid: PrinterId::of_bytes(&row.uid),
        name: row.name,
        target: row.target.parse().map_err(unknown)?,
        head: Head {
            width: Width::of_dots(row.width).unwrap_or(Width::MM80),
            band: row.band,
            margin: row.margin,
            raster: Raster::from_str(&row.raster).map_err(unknown)?,
        },
        drawer: Drawer::of_pin(row.drawer),
        answers: Answers::from_str(&row.answers).map_err(unknown)?,
        pace: row.pace.map(Pace),
    })
}

/// All printers, by name.
pub async fn printers(db: &mut SqliteConnection) -> sqlx::Result<Vec<Printer>> {
    let rows: Vec<PrinterRow> =
        sqlx::query_as("select * from printer where gone = 0 order by name, id")
            .fetch_all(db)
            .await?;
    rows.into_iter().map(printer).collect()
}

/// The printers that were set up at one address: one machine, with more than one name.
pub async fn at(db: &mut SqliteConnection, target: &Target) -> sqlx::Result<Vec<Printer>> {
    let rows: Vec<PrinterRow> =
        sqlx::query_as("select * from printer where target = ? and gone = 0 order by id")
            .bind(target.to_string())
            .fetch_all(db)
            .await?;
    rows.into_iter().map(printer).collect()
}

/// Row ids of all printers that were ever set up at one address, those taken away with them: it is
/// one machine all the same.
pub async fn ever_at(db: &mut SqliteConnection, target: &Target) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar("select id from printer where target = ? order by id")
        .bind(target.to_string())
        .fetch_all(db)
        .await
}

/// A printer by its uid.
pub async fn by_uid(db: &mut SqliteConnection, uid: PrinterId) -> sqlx::Result<Option<Printer>> {
    let row: Option<PrinterRow> =
        sqlx::query_as("select * from printer where uid = ? and gone = 0")
            .bind(uid.bytes())
            .fetch_optional(db)
            .await?;
    row.map(printer).transpose()
}

/// The printer of a booth, if it has one.
pub async fn printer_of(
    db: &mut SqliteConnection,
    booth: BoothId,
) -> sqlx::Result<Option<Printer>> {
    let row: Option<PrinterRow> = sqlx::query_as(
        "select p.* from booth_printer b join printer p on p.id = b.printer where b.booth = ?",
    )
    .bind(booth.bytes())
    .fetch_optional(db)
    .await?;
    row.map(printer).transpose()
}

/// Which booths have which printer.
pub async fn maps(db: &mut SqliteConnection) -> sqlx::Result<HashMap<BoothId, PrinterId>> {
    let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "select b.booth, p.uid from booth_printer b join printer p on p.id = b.printer",
    )
    .fetch_all(db)
    .await?;
    let map =
        |(booth, uid): (Vec<u8>, Vec<u8>)| (BoothId::of_bytes(&booth), PrinterId::of_bytes(&uid));
    Ok(rows.into_iter().map(map).collect())
}

/// Adds a printer.
pub async fn add_printer(
    db: &mut SqliteConnection,
    uid: PrinterId,
    it: &NewPrinter,
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into printer (uid, name, target, width, margin, raster, drawer, band, answers, \
         gone) values (?, ?, ?, ?, ?, ?, ?, ?, 'unknown', 0)",
    )
    .bind(uid.bytes())
    .bind(it.name.trim())
    .bind(it.target.to_string())
    .bind(it.head.width.dots())
    .bind(it.head.margin)
    .bind(it.head.raster.as_str())
    .bind(it.drawer.map_or(0, Drawer::pin))
    .bind(it.head.band)
    .execute(db)
    .await?;
    Ok(())
}

/// Sets a printer up anew; what it tells and how fast it is must be learnt again. False: no such
/// printer.
pub async fn change_printer(
    db: &mut SqliteConnection,
    uid: PrinterId,
    it: &NewPrinter,
) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "update printer set name = ?, target = ?, width = ?, margin = ?, raster = ?, drawer = ?, \
         band = ?, answers = 'unknown', pace = null where uid = ? and gone = 0",
    )
    .bind(it.name.trim())
    .bind(it.target.to_string())
    .bind(it.head.width.dots())
    .bind(it.head.margin)
    .bind(it.head.raster.as_str())
    .bind(it.drawer.map_or(0, Drawer::pin))
    .bind(it.head.band)
    .bind(uid.bytes())
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Remembers what was learnt about a printer.
pub async fn learn(
    db: &mut SqliteConnection,
    printer: i64,
    answers: Answers,
    pace: Option<Pace>,
) -> sqlx::Result<()> {
    sqlx::query("update printer set answers = ?, pace = ? where id = ?")
        .bind(answers.as_str())
        .bind(pace.map(|pace| pace.0))
        .bind(printer)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives a booth a printer. False: no such printer.
pub async fn map_booth(
    db: &mut SqliteConnection,
    booth: BoothId,
    printer: PrinterId,
) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "insert into booth_printer (booth, printer) select ?, id from printer \
         where uid = ? and gone = 0 on conflict (booth) do update set printer = excluded.printer",
    )
    .bind(booth.bytes())
    .bind(printer.bytes())
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a booth's printer away.
pub async fn unmap_booth(db: &mut SqliteConnection, booth: BoothId) -> sqlx::Result<()> {
    sqlx::query("delete from booth_printer where booth = ?")
        .bind(booth.bytes())
        .execute(db)
        .await?;
    Ok(())
}

/// Takes a printer out of every list. Its row stays for the jobs that it did.
pub async fn remove_printer(db: &mut SqliteConnection, printer: i64) -> sqlx::Result<()> {
    sqlx::query("update printer set gone = 1 where id = ?").bind(printer).execute(db).await?;
    Ok(())
}

/// Takes a printer away from all its booths.
pub async fn unmap_printer(db: &mut SqliteConnection, printer: i64) -> sqlx::Result<()> {
    sqlx::query("delete from booth_printer where printer = ?").bind(printer).execute(db).await?;
    Ok(())
}
