//! The columns of each import file, and how a header finds its column.

use super::{RowError, Sheet};
use crate::base::{
    fold::{brief, fold, tidy},
    lang::{Lang, Say},
};

crate::words! {
    /// A file that can be imported, in the order in which they are imported.
    FileKind {
        /// Their producers.
        Producers = "producers", "Chủ thể", "Producers";
        /// Products of the catalogue.
        Products = "products", "Sản phẩm", "Products";
        /// Fairs, product weeks and sales points.
        Fairs = "fairs", "Hội chợ", "Fairs";
        /// Booths of fairs.
        Booths = "booths", "Gian hàng", "Booths";
        /// Stock brought to booths.
        Stock = "stock", "Nhập hàng", "Stock";
    }
}

impl FileKind {
    /// The file's columns, in the order people are shown.
    pub fn columns(self) -> &'static [Column] {
        match self {
            FileKind::Products => PRODUCTS,
            FileKind::Producers => PRODUCERS,
            FileKind::Fairs => FAIRS,
            FileKind::Booths => BOOTHS,
            FileKind::Stock => STOCK,
        }
    }
}

/// A column of an import file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The English header, by which the program knows it.
    pub name: &'static str,
    /// The Vietnamese header.
    pub vi: &'static str,
    /// Whether the column must be there and none of its cells empty.
    pub required: bool,
}

const fn need(name: &'static str, vi: &'static str) -> Column {
    Column { name, vi, required: true }
}

const fn may(name: &'static str, vi: &'static str) -> Column {
    Column { name, vi, required: false }
}

const PRODUCTS: &[Column] = &[
    need("name_vi", "Tên sản phẩm"),
    need("unit", "Đơn vị tính"),
    need("price_vnd", "Giá bán"),
    need("producer", "Chủ thể"),
    need("subject_type", "Loại hình chủ thể"),
    may("star", "Hạng sao"),
    need("ocop_group", "Nhóm sản phẩm"),
    may("province_2024", "Tỉnh thành năm 2024"),
    may("province_now", "Tỉnh thành hiện nay"),
    may("barcode", "Mã vạch"),
    may("sku", "Mã hàng"),
    may("certificate_no", "Số giấy chứng nhận"),
    may("certificate_signed_on", "Ngày ký giấy chứng nhận"),
    may("vat", "Thuế GTGT"),
    may("lot", "Lô hàng"),
    may("evidence", "Nguồn"),
];

const PRODUCERS: &[Column] = &[
    need("name", "Tên chủ thể"),
    need("subject_type", "Loại hình chủ thể"),
    may("unit_code", "Mã đơn vị hành chính"),
    may("commune", "Xã phường"),
    may("tax_code", "Mã số thuế"),
    may("phone", "Điện thoại"),
];

const FAIRS: &[Column] = &[
    need("code", "Mã hội chợ"),
    need("name", "Tên hội chợ"),
    need("level", "Cấp tổ chức"),
    need("kind", "Loại hình"),
    need("starts_on", "Ngày khai mạc"),
    may("ends_on", "Ngày bế mạc"),
    may("place", "Địa điểm"),
    may("published_visits", "Lượt khách đã công bố"),
    may("published_revenue", "Doanh thu đã công bố"),
    may("published_revenue_local_zone", "Doanh thu trong tỉnh đã công bố"),
];

const BOOTHS: &[Column] = &[
    need("fair", "Mã hội chợ"),
    need("code", "Mã gian hàng"),
    need("name", "Tên gian hàng"),
    need("zone", "Khu"),
    need("seller", "Người bán"),
    may("origin_unit", "Địa phương"),
    may("tax_code", "Mã số thuế"),
    may("bank_bin", "Mã ngân hàng (BIN)"),
    may("account", "Số tài khoản"),
];

const STOCK: &[Column] = &[
    need("fair", "Mã hội chợ"),
    need("booth", "Mã gian hàng"),
    need("product", "Sản phẩm"),
    need("quantity", "Số lượng"),
    may("lot", "Lô hàng"),
    may("expires_on", "Hạn sử dụng"),
];

/// What `--columns` prints, a line a column: both headers and whether it is required.
pub fn columns(kind: FileKind, lang: Lang) -> Vec<String> {
    let line = |column: &Column| {
        let must = if column.required { lang.say("bắt buộc", "required") } else { "" };
        format!("{:<30} {:<34} {must}", column.name, column.vi).trim_end().to_owned()
    };
    kind.columns().iter().map(line).collect()
}

/// For each header of the sheet, the column it names. Every unknown, doubled and missing column
/// is told at once.
pub fn find(kind: FileKind, sheet: &Sheet) -> Result<Vec<&'static Column>, Vec<RowError>> {
    let mut errors = Vec::new();
    let mut found: Vec<&'static Column> = Vec::new();
    let mut wrong = |column: &str, vi: String, en: String| {
        errors.push(RowError {
            row: sheet.header_row,
            column: column.to_owned(),
            say: Say::new(vi, en),
        });
    };
    for header in &sheet.columns {
        match kind.columns().iter().find(|column| is_named(column, header)) {
            None => wrong(
                header,
                format!("Không biết cột “{}”", brief(header)),
                format!("Unknown column “{}”", brief(header)),
            ),
            Some(column) if found.contains(&column) => wrong(
                header,
                format!("Cột “{}” ({}) có hai lần", brief(header), column.name),
                format!("Column “{}” ({}) stands twice", brief(header), column.name),
            ),
            Some(column) => found.push(column),
        }
    }
    for column in kind.columns().iter().filter(|column| column.required) {
        if !found.contains(&column) {
            wrong(
                column.name,
                format!("Thiếu cột “{}” ({})", column.name, column.vi),
                format!("Column “{}” ({}) is missing", column.name, column.vi),
            );
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// Case, marks, underscores and an asterisk for "required" do not matter in a header.
fn is_named(column: &Column, header: &str) -> bool {
    let plain = |text: &str| fold(&tidy(&text.replace(['_', '*'], " ")));
    let header = plain(header);
    // The demonstration catalogue says by its header that its prices are not real.
    let demo = column.name == "price_vnd" && header == "price vnd demo";
    demo || [column.name, column.vi].iter().any(|name| plain(name) == header)
}
