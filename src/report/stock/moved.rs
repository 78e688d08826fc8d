//! The movements that a figure of the goods account is summed from.

use super::store::{KeptRow, MovedRow, kept, moved};
use crate::{
    base::{
        id::{ProducerId, ProductId},
        quantity::Quantity,
    },
    catalog::pack::Packs,
    stock::document::{Cause, Column},
};
use sqlx::{Connection, SqliteConnection};

/// Whose account at which place: codes of fair and place, product and owner.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The fair's code.
    pub fair: String,
    /// The code of a booth or store room, the number of a transfer.
    pub place: String,
    /// Which product.
    pub product: ProductId,
    /// Whose goods.
    pub owner: ProducerId,
    /// Which figure; none: all that moved.
    pub column: Option<Column>,
}

/// Movements with their sum.
#[derive(Debug, Clone)]
pub struct Moved {
    /// The product's name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its packs.
    pub packs: Packs,
    /// The owner's name.
    pub owner: String,
    /// Newest first; each with what it adds to the figure.
    pub rows: Vec<MovedRow>,
    /// The figure, in thousandths.
    pub sum: Quantity,
}

/// What a figure is summed from; none where no such goods ever were.
pub async fn behind(db: &mut SqliteConnection, asked: &Asked) -> sqlx::Result<Option<Moved>> {
    let mut reading = db.begin().await?;
    let (at, of) = ((asked.fair.as_str(), asked.place.as_str()), (asked.product, asked.owner));
    let Some(kept) = kept(&mut reading, at, of).await? else { return Ok(None) };
    let mut rows = moved(&mut reading, at, of).await?;
    reading.commit().await?;
    if let Some(column) = asked.column {
        let transit = kept.kind == "transit";
        rows.retain(|row| column_of(row, transit) == Some(column));
        if !column.gains() {
            rows.iter_mut().for_each(|row| row.quantity = -row.quantity);
        }
    }
    let sum = rows.iter().map(|row| Quantity(row.quantity)).sum();
    let KeptRow { name, unit, packs, owner, .. } = kept;
    Ok(Some(Moved { name, unit, packs, owner, rows, sum }))
}

fn column_of(row: &MovedRow, transit: bool) -> Option<Column> {
    let cause: Cause = row.cause.parse().ok()?;
    Some(cause.column_where(transit))
}
