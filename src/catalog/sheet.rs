//! Sheets of products and of producers.

use crate::{
    base::{code, id::ProductId, lang::Say, money::Money},
    catalog::{
        kinds::{SubjectType, group},
        pack::Packs,
    },
    locality::{
        Unit,
        search::Here,
        settle::{believed, find},
    },
    sheet::{
        File, FileKind, RowError, Table,
        cells::{self, Cells},
    },
};
use jiff::civil::Date;

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
    /// The barcode as codes are written, its check digit right.
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
    /// Its packs.
    pub packs: Option<Packs>,
    /// The product that is meant, whatever it is called now.
    pub uid: Option<ProductId>,
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

/// Reads a products file. A product stands once: its name, producer and unit together; so does each
/// code.
pub fn products(file: &File) -> Result<Table<ProductRow>, Vec<RowError>> {
    cells::rows(FileKind::Products, file, product, |row: &ProductRow| {
        let name = format!("{}\n{}\n{}", row.name_vi, row.producer, row.unit);
        let item = row.sku.as_ref().map(|it| format!("{}\n{}", code::key(it), row.producer));
        let barcode = row.barcode.clone().map(|it| ("barcode", it));
        let keys = [item.map(|it| ("sku", it)), barcode];
        [("name_vi", name)].into_iter().chain(keys.into_iter().flatten()).collect()
    })
}

/// Reads a producers file. A producer's name stands once.
pub fn producers(file: &File) -> Result<Table<ProducerRow>, Vec<RowError>> {
    cells::rows(FileKind::Producers, file, producer, |row: &ProducerRow| {
        vec![("name", row.name.clone())]
    })
}

fn uid(text: &str) -> Result<ProductId, Say> {
    text.parse().map_err(|_| {
        let vi = "Mã hệ thống không đúng; để trống ô này nếu không có";
        Say::new(vi, "This is no uid; leave the cell empty if there is none")
    })
}

// Every cell is read before the first `?`, so that one row tells all its errors.

fn product(cells: &mut Cells) -> Option<ProductRow> {
    let name_vi = cells.text("name_vi");
    let unit = cells.text("unit");
    let price = cells.read("price_vnd", cells::money);
    let producer = cells.text("producer");
    let subject_type = cells.read("subject_type", str::parse);
    let star = cells.read("star", |text| cells::small(text, 3, 5));
    let ocop_group = cells.read("ocop_group", group);
    let province_2024 = cells.text("province_2024");
    let province_now = cells.text("province_now");
    let barcode = cells.read("barcode", code::barcode);
    let sku = cells.read("sku", cells::item);
    let certificate_no = cells.text("certificate_no");
    let certificate_signed_on = cells.read("certificate_signed_on", cells::date);
    let vat = cells.text("vat");
    let lot = cells.text("lot");
    let evidence = cells.text("evidence");
    let sold_by = unit.clone().unwrap_or_default();
    let packs = cells.read("packs", |text| Packs::parse(text, &sold_by));
    let uid = cells.read("uid", uid);
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
        packs,
        uid,
    })
}

fn producer(cells: &mut Cells) -> Option<ProducerRow> {
    let name = cells.text("name");
    let subject_type = cells.read("subject_type", str::parse);
    let commune = cells.text("commune");
    let unit_code = unit_key(cells.text("unit_code"), commune.as_deref().unwrap_or_default());
    let tax_code = cells.text("tax_code");
    let phone = cells.text("phone");
    let (row, name, subject_type) = (cells.number(), name?, subject_type?);
    Some(ProducerRow { row, name, subject_type, unit_code, commune, tax_code, phone })
}

/// The key of the unit that a row names: by its code, which may be one of the former list if the
/// name says so, else by the name where that means one unit only. A code that nobody knows stays.
fn unit_key(code: Option<String>, commune: &str) -> Option<String> {
    match code {
        Some(code) => Some(believed(commune, &code).map_or(code, Unit::key)),
        None => find(commune, Here::TODAY).map(Unit::key),
    }
}
