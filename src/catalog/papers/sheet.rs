//! A sheet of online sales.

use super::{OnlineSales, Platform, month};
use crate::sheet::{
    File, FileKind, RowError, Table,
    cells::{self, Cells},
};

/// A row of an online sales file, with its number as a spreadsheet shows it.
pub type OnlineRow = (usize, OnlineSales);

/// Reads an online sales file. A platform's month stands once.
pub fn online(file: &File) -> Result<Table<OnlineRow>, Vec<RowError>> {
    cells::rows(FileKind::OnlineSales, file, row, |(_, it): &OnlineRow| {
        vec![("month", format!("{}\n{}", it.month, it.platform.as_str()))]
    })
}

fn row(cells: &mut Cells) -> Option<OnlineRow> {
    let month = cells.read("month", month);
    let platform = cells.read("platform", str::parse::<Platform>);
    let revenue = cells.read("revenue", cells::money);
    let orders = cells.read("orders", cells::count).unwrap_or_default();
    let source = cells.text("source").unwrap_or_default();
    let sales = OnlineSales { month: month?, platform: platform?, revenue, orders, source };
    revenue.map(|_| (cells.number(), sales))
}
