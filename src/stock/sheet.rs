//! Sheets of goods that booths bring.

use crate::{
    base::quantity::Quantity,
    sheet::{
        File, FileKind, RowError, Table,
        cells::{self, Cells},
    },
};
use jiff::civil::Date;

/// A row of a stock file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockRow {
    /// The row's number as a spreadsheet shows it.
    pub row: usize,
    /// The fair's code.
    pub fair: String,
    /// The booth's code.
    pub booth: String,
    /// The product: its name, SKU or barcode.
    pub product: String,
    /// How much was brought, in thousandths of the product's unit; more than nothing.
    pub quantity: Quantity,
    /// The lot.
    pub lot: Option<String>,
    /// The last day on which it may be sold.
    pub expires_on: Option<Date>,
}

/// Reads a stock file. The same product may come twice: in other lots, or simply again.
pub fn stock(file: &File) -> Result<Table<StockRow>, Vec<RowError>> {
    cells::rows(FileKind::Stock, file, stock_row, |_| Vec::new())
}

// Every cell is read before the first `?`, so that one row tells all its errors.

fn stock_row(cells: &mut Cells) -> Option<StockRow> {
    let fair = cells.read("fair", cells::item);
    let booth = cells.read("booth", cells::item);
    let product = cells.read("product", cells::item);
    let quantity = cells.read("quantity", cells::quantity);
    let lot = cells.read("lot", cells::item);
    let expires_on = cells.read("expires_on", cells::date);
    Some(StockRow {
        row: cells.number(),
        fair: fair?,
        booth: booth?,
        product: product?,
        quantity: quantity?,
        lot,
        expires_on,
    })
}
