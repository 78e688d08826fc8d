//! Words of the demonstration: localities are real, people and sellers are invented and say so.

use crate::base::id::Chance;

/// What marks every invented person and seller.
pub const MARK: &str = "(dữ liệu mẫu)";

/// The province's units in 2024, before the districts were dissolved on 1 July 2025.
pub const LOCALITIES: &[&str] = &[
    "Hạ Long",
    "Móng Cái",
    "Cẩm Phả",
    "Uông Bí",
    "Đông Triều",
    "Quảng Yên",
    "Vân Đồn",
    "Cô Tô",
    "Tiên Yên",
    "Bình Liêu",
    "Đầm Hà",
    "Hải Hà",
    "Ba Chẽ",
];

/// Provinces of the catalogue's other products, as they were called in 2024.
pub const PROVINCES: &[&str] = &["Thái Bình", "Sóc Trăng", "Đồng Tháp"];

const FAMILIES: &[&str] = &["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ"];
const MIDDLES: &[&str] = &["Thị", "Văn", "Thu", "Minh", "Ngọc", "Đức", "Thanh", "Hải"];
const GIVEN: &[&str] = &[
    "Hoa",
    "Lan",
    "Mai",
    "Hương",
    "Tuấn",
    "Dũng",
    "Hà",
    "Linh",
    "Nam",
    "Thảo",
    "Yến",
    "Quang",
    "Trang",
    "Sơn",
    "Phượng",
    "Bình",
];

/// Reasons that people give for voiding a sale.
pub const REASONS: &[&str] =
    &["Khách đổi ý", "Bấm nhầm số lượng", "Khách trả lại hàng", "Nhầm sản phẩm"];

/// One of a list.
pub fn pick<'a>(chance: &Chance, list: &[&'a str]) -> &'a str {
    list[chance.below(list.len() as u64) as usize]
}

/// An invented person, without the mark: the seller on a receipt.
pub fn person(chance: &Chance) -> String {
    let (family, middle) = (pick(chance, FAMILIES), pick(chance, MIDDLES));
    format!("{family} {middle} {}", pick(chance, GIVEN))
}
