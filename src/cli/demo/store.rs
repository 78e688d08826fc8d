//! SQL of the demonstration's printer.

use sqlx::SqliteConnection;

/// Adds a printer: where its bytes go, its width in dots and the rows of a band.
pub async fn add_printer(
    db: &mut SqliteConnection,
    uid: &[u8],
    target: &str,
    (width, band): (i64, i64),
) -> sqlx::Result<()> {
    sqlx::query("insert into printer (uid, name, target, width, band) values (?, ?, ?, ?, ?)")
        .bind(uid)
        .bind("Máy in mẫu")
        .bind(target)
        .bind(width)
        .bind(band)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives a booth its printer.
pub async fn set_booth_printer(
    db: &mut SqliteConnection,
    booth: &[u8],
    printer: &[u8],
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into booth_printer (booth, printer) \
         values (?, (select id from printer where uid = ?))",
    )
    .bind(booth)
    .bind(printer)
    .execute(db)
    .await?;
    Ok(())
}
