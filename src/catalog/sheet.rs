//! Sheets people fill in: CSV or XLSX files of products, producers and stock, read strictly.
//! Every error is told by row and column, and nothing is returned unless all is well. Fairs and
//! booths are read by the same means in the fair's room.

#[cfg(test)]
mod bombs;
pub(crate) mod cells;
mod columns;
mod read;
#[cfg(test)]
mod tests;
mod unpack;

use crate::base::{
    lang::{Lang, Say},
    money::Money,
    quantity::Quantity,
};
use crate::catalog::kinds::SubjectType;
use cells::Cells;
use jiff::civil::Date;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

pub use columns::{Column, FileKind, columns};

/// The largest file, in bytes.
pub const FILE_LIMIT: usize = 16 * 1024 * 1024;
/// The most rows of a file, beside its header.
pub const ROW_LIMIT: usize = 20_000;

/// A file as it was handed over: its name tells CSV from XLSX.
#[derive(Debug, Clone)]
pub struct File {
    /// Name, or path.
    pub name: String,
    /// Contents.
    pub bytes: Vec<u8>,
    /// Whether reading it should end.
    pub stop: Stop,
}

impl File {
    /// A file by its name and contents.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> File {
        File { name: name.into(), bytes: bytes.into(), stop: Stop::default() }
    }
}

/// Asks whoever reads a file to end. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks to end.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Refuses once it was asked.
    fn check(&self) -> Result<(), RowError> {
        match self.0.load(Ordering::Relaxed) {
            true => Err(RowError { row: 1, column: String::new(), say: too_long() }),
            false => Ok(()),
        }
    }
}

/// Reading a file took too long.
pub fn too_long() -> Say {
    Say::new(
        "Đọc tệp lâu quá nên đã dừng; hãy chia thành nhiều tệp",
        "Reading the file took too long and was ended; split it",
    )
}

/// A file as text: every cell composed (NFC) and trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The row of the header as a spreadsheet shows it, mostly 1.
    pub header_row: usize,
    /// The headers as they stand.
    pub columns: Vec<String>,
    /// The rows that are not blank.
    pub rows: Vec<Row>,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row's number as a spreadsheet shows it.
    pub number: usize,
    /// As many cells as there are columns.
    pub cells: Vec<String>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The row as a spreadsheet shows it; the header is 1.
    pub row: usize,
    /// The header of the column in the file; empty when the whole row or file is meant.
    pub column: String,
    /// What is wrong.
    pub say: Say,
}

impl RowError {
    /// The error as one line: `Dòng 5, star: …`.
    pub fn line(&self, lang: Lang) -> String {
        let place = format!("{} {}", lang.say("Dòng", "Row"), self.row);
        let said = self.say.in_lang(lang);
        match self.column.as_str() {
            "" => format!("{place}: {said}"),
            column => format!("{place}, {column}: {said}"),
        }
    }
}

/// A row of a products file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRow {
    /// The row's number as a spreadsheet shows it.
    pub row: usize,
    /// The product's name.
    pub name_vi: String,
    /// The unit it is sold by: `gói 500 g`, `kg`.
    pub unit: String,
    /// The price of one unit in đồng, VAT included.
    pub price: Money,
    /// The producer's name.
    pub producer: String,
    /// The kind of producer.
    pub subject_type: SubjectType,
    /// Three to five stars, if rated.
    pub star: Option<u8>,
    /// The product group, 1 to 6.
    pub ocop_group: u8,
    /// The province before the merger of July 2025.
    pub province_2024: Option<String>,
    /// The province now.
    pub province_now: Option<String>,
    /// The barcode; an EAN-13 has been checked.
    pub barcode: Option<String>,
    /// The seller's own code.
    pub sku: Option<String>,
    /// The number of the certificate of the rating.
    pub certificate_no: Option<String>,
    /// The day the certificate was signed, from which its 36 months count.
    pub certificate_signed_on: Option<Date>,
    /// The VAT treatment, as written.
    pub vat: Option<String>,
    /// The lot.
    pub lot: Option<String>,
    /// Where the facts come from.
    pub evidence: Option<String>,
}

/// A row of a producers file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProducerRow {
    /// The row's number as a spreadsheet shows it.
    pub row: usize,
    /// The producer's name.
    pub name: String,
    /// The kind of producer.
    pub subject_type: SubjectType,
    /// The code of the commune or other administrative unit.
    pub unit_code: Option<String>,
    /// The commune's name.
    pub commune: Option<String>,
    /// The tax code, as written.
    pub tax_code: Option<String>,
    /// The telephone, as written.
    pub phone: Option<String>,
}

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

/// Reads a products file. A product stands once: its name, producer and unit together.
pub fn products(file: &File) -> Result<Vec<ProductRow>, Vec<RowError>> {
    cells::rows(FileKind::Products, file, product, "name_vi", |row: &ProductRow| {
        Some(format!("{}\n{}\n{}", row.name_vi, row.producer, row.unit))
    })
}

/// Reads a producers file. A producer's name stands once.
pub fn producers(file: &File) -> Result<Vec<ProducerRow>, Vec<RowError>> {
    cells::rows(FileKind::Producers, file, producer, "name", |row: &ProducerRow| {
        Some(row.name.clone())
    })
}

/// Reads a stock file. The same product may come twice: in other lots, or simply again.
pub fn stock(file: &File) -> Result<Vec<StockRow>, Vec<RowError>> {
    cells::rows(FileKind::Stock, file, stock_row, "", |_| None)
}

// Every cell is read before the first `?`, so that one row tells all its errors.

fn product(cells: &mut Cells) -> Option<ProductRow> {
    let name_vi = cells.text("name_vi");
    let unit = cells.text("unit");
    let price = cells.read("price_vnd", cells::money);
    let producer = cells.text("producer");
    let subject_type = cells.read("subject_type", str::parse);
    let star = cells.read("star", |text| cells::small(text, 3, 5));
    let ocop_group = cells.read("ocop_group", |text| cells::small(text, 1, 6));
    let province_2024 = cells.text("province_2024");
    let province_now = cells.text("province_now");
    let barcode = cells.read("barcode", cells::barcode);
    let sku = cells.text("sku");
    let certificate_no = cells.text("certificate_no");
    let certificate_signed_on = cells.read("certificate_signed_on", cells::date);
    let vat = cells.text("vat");
    let lot = cells.text("lot");
    let evidence = cells.text("evidence");
    Some(ProductRow {
        row: cells.number(),
        name_vi: name_vi?,
        unit: unit?,
        price: price?,
        producer: producer?,
        subject_type: subject_type?,
        star,
        ocop_group: ocop_group?,
        province_2024,
        province_now,
        barcode,
        sku,
        certificate_no,
        certificate_signed_on,
        vat,
        lot,
        evidence,
    })
}

fn producer(cells: &mut Cells) -> Option<ProducerRow> {
    let name = cells.text("name");
    let subject_type = cells.read("subject_type", str::parse);
    let unit_code = cells.text("unit_code");
    let commune = cells.text("commune");
    let tax_code = cells.text("tax_code");
    let phone = cells.text("phone");
    let (row, name, subject_type) = (cells.number(), name?, subject_type?);
    Some(ProducerRow { row, name, subject_type, unit_code, commune, tax_code, phone })
}

fn stock_row(cells: &mut Cells) -> Option<StockRow> {
    let fair = cells.text("fair");
    let booth = cells.text("booth");
    let product = cells.text("product");
    let quantity = cells.read("quantity", cells::quantity);
    let lot = cells.text("lot");
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
