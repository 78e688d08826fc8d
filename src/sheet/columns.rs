//! The columns of each import file, and how a header finds its column.

use super::value::Holds;
use crate::base::{fold::fold, lang::Lang};

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
        /// What platforms sold, month by month.
        OnlineSales = "online_sales", "Bán trực tuyến", "Online sales";
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
            FileKind::OnlineSales => ONLINE_SALES,
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
    /// What its cells can be.
    pub holds: Holds,
    /// A cell as people fill it in.
    pub example: &'static str,
}

const fn need(name: &'static str, vi: &'static str, holds: Holds, example: &'static str) -> Column {
    Column { name, vi, required: true, holds, example }
}

const fn may(name: &'static str, vi: &'static str, holds: Holds, example: &'static str) -> Column {
    Column { name, vi, required: false, holds, example }
}

const PRODUCTS: &[Column] = &[
    need("name_vi", "Tên sản phẩm", Holds::Text, "Trà sen Hồ Tây"),
    need("unit", "Đơn vị tính", Holds::Text, "hộp 100 g"),
    need("price_vnd", "Giá bán", Holds::Number, "150.000"),
    need("producer", "Chủ thể", Holds::Text, "HTX Trà sen"),
    need("subject_type", "Loại hình chủ thể", Holds::Number, "Hợp tác xã"),
    may("star", "Hạng sao", Holds::Number, "4"),
    need("ocop_group", "Nhóm sản phẩm", Holds::Number, "Đồ uống"),
    may("province_2024", "Tỉnh thành năm 2024", Holds::Text, "Hà Nội"),
    may("province_now", "Tỉnh thành hiện nay", Holds::Text, "Hà Nội"),
    may("barcode", "Mã vạch", Holds::Barcode, "8938505974194"),
    may("sku", "Mã hàng", Holds::Code, "TS01"),
    may("certificate_no", "Số giấy chứng nhận", Holds::Code, "12/QĐ-UBND"),
    may("certificate_signed_on", "Ngày ký giấy chứng nhận", Holds::Date, "02/06/2025"),
    may("vat", "Thuế GTGT", Holds::Text, "8%"),
    may("lot", "Lô hàng", Holds::Code, "L01"),
    may("evidence", "Nguồn", Holds::Text, "Quyết định công nhận"),
    may("packs", "Quy cách", Holds::Text, "thùng=24; lốc=6"),
    may("uid", "Mã hệ thống", Holds::Text, ""),
];

const PRODUCERS: &[Column] = &[
    need("name", "Tên chủ thể", Holds::Text, "HTX Trà sen"),
    need("subject_type", "Loại hình chủ thể", Holds::Number, "Hợp tác xã"),
    may("unit_code", "Mã đơn vị hành chính", Holds::Code, "00103"),
    may("commune", "Xã phường", Holds::Text, "Phường Tây Hồ"),
    may("tax_code", "Mã số thuế", Holds::Tax, "0101234567"),
    may("phone", "Điện thoại", Holds::Phone, "0912345678"),
];

const FAIRS: &[Column] = &[
    need("code", "Mã hội chợ", Holds::Code, "HN26-01"),
    need("name", "Tên hội chợ", Holds::Text, "Hội chợ OCOP Hà Nội"),
    need("level", "Cấp tổ chức", Holds::Number, "Cấp tỉnh"),
    need("kind", "Loại hình", Holds::Number, "Hội chợ"),
    need("starts_on", "Ngày khai mạc", Holds::Date, "25/04/2026"),
    may("ends_on", "Ngày bế mạc", Holds::Date, "01/05/2026"),
    may("place", "Địa điểm", Holds::Text, "Công viên Thống Nhất"),
    may("published_visits", "Lượt khách đã công bố", Holds::Number, ""),
    may("published_revenue", "Doanh thu đã công bố", Holds::Number, ""),
    may("published_revenue_local_zone", "Doanh thu trong tỉnh đã công bố", Holds::Number, ""),
];

const BOOTHS: &[Column] = &[
    need("fair", "Mã hội chợ", Holds::Code, "HN26-01"),
    need("code", "Mã gian hàng", Holds::Code, "A01"),
    need("name", "Tên gian hàng", Holds::Text, "Trà sen Hồ Tây"),
    need("zone", "Khu", Holds::Number, "Trong tỉnh"),
    need("seller", "Người bán", Holds::Text, "HTX Trà sen"),
    may("origin_unit", "Địa phương", Holds::Text, "Hà Nội"),
    may("tax_code", "Mã số thuế", Holds::Tax, "0101234567"),
    may("bank_bin", "Mã ngân hàng (BIN)", Holds::Code, "970436"),
    may("account", "Số tài khoản", Holds::Account, "0451000123456"),
];

const STOCK: &[Column] = &[
    need("fair", "Mã hội chợ", Holds::Code, "HN26-01"),
    need("booth", "Mã gian hàng", Holds::Code, "A01"),
    need("product", "Sản phẩm", Holds::Code, "TS01"),
    need("quantity", "Số lượng", Holds::Number, "20"),
    may("lot", "Lô hàng", Holds::Code, "L01"),
    may("expires_on", "Hạn sử dụng", Holds::Date, "31/12/2026"),
];

const ONLINE_SALES: &[Column] = &[
    need("month", "Tháng", Holds::Date, "06/2026"),
    need("platform", "Sàn", Holds::Number, "Voso"),
    need("revenue", "Doanh thu", Holds::Number, "125.000.000"),
    may("orders", "Số đơn", Holds::Number, "310"),
    may("source", "Nguồn", Holds::Text, "Báo cáo của sàn"),
];

/// What `--columns` prints, a line a column: both headers and whether it is required.
pub fn columns(kind: FileKind, lang: Lang) -> Vec<String> {
    let line = |column: &Column| {
        let must = if column.required { lang.say("bắt buộc", "required") } else { "" };
        format!("{:<30} {:<34} {must}", column.name, column.vi).trim_end().to_owned()
    };
    kind.columns().iter().map(line).collect()
}

/// Case, marks, underscores and an asterisk for "required" do not matter in a header.
pub(super) fn is_named(column: &Column, header: &str) -> bool {
    let header = plain(header);
    // `Giá bán (đồng)` is `Giá bán`.
    let bare = header.split(" (").next().unwrap_or_default().to_owned();
    // The demonstration catalogue says by its header that its prices are not real.
    let demo = column.name == "price_vnd" && header == "price vnd demo";
    let short = column.name == "unit" && header == "dvt";
    let said = [column.name, column.vi].map(plain);
    demo || short || said.iter().any(|name| *name == header || *name == bare)
}

/// Headers of columns that stand in many lists and say nothing of the goods.
const BESIDE: [&str; 14] = [
    "stt",
    "so tt",
    "tt",
    "so thu tu",
    "thu tu",
    "no",
    "no.",
    "nr",
    "#",
    "ghi chu",
    "chu thich",
    "note",
    "notes",
    "remarks",
];

/// Whether a header names a column that is passed over: a running number, or remarks.
pub(super) fn is_beside(header: &str) -> bool {
    BESIDE.contains(&plain(header).as_str())
}

fn plain(header: &str) -> String {
    fold(&header.replace(['_', '*'], " "))
}
