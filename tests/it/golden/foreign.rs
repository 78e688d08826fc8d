//! Whether an English page still says something in Vietnamese.

use chophien::{payment::bank, sheet::FileKind};

/// What the day's people wrote themselves: it stands on English pages as they wrote it. And the
/// currency's name, the other language's, and examples of products and places.
const OWN: [&str; 35] = [
    "Kho chính",
    "Ngày vàng",
    "Chợ Phiên",
    "Tiếng Việt",
    "Ngôn ngữ · Language",
    "đồng",
    "Miến dong",
    "Hội chợ OCOP Hạ Long",
    "HỘI CHỢ OCOP HẠ LONG",
    "Quảng trường 30/10",
    "Cổng chính",
    "HTX Bình Liêu (minh họa)",
    "Bình Liêu",
    "Mật ong Tiên Yên",
    "Tôm khô Vân Đồn",
    "Chè hoa vàng Ba Chẽ",
    "hộp 100 g",
    "Chủ thể ",
    "(minh họa)",
    "QĐ 2156/QĐ-UBND",
    "Khách đổi ý",
    "Điện thoại Lan",
    "Điện thoại quầy",
    "Máy in cổng",
    "Trang in thử",
    "Tỉnh Quảng Ninh",
    "Quảng Ninh",
    "Hồng Gai",
    "chín mươi",
    "Quản",
    "quản",
    "Kiểm",
    "kiểm",
    "Đức",
    "Thắng",
];

/// Whether something is left in Vietnamese letters (but for đ, the currency's sign) beside what
/// people wrote, the banks' names and the headers by which a sheet may call its columns.
pub fn foreign(text: &str) -> bool {
    let own = OWN.iter().copied();
    let banks = bank::all().iter().map(|bank| bank.name_vi.as_str());
    let headers = FileKind::ALL.iter().flat_map(|kind| kind.columns()).map(|it| it.vi);
    let mut known: Vec<&str> = own.chain(headers).chain(banks).collect();
    known.retain(|known| !known.is_empty());
    // The longest first: some names begin with another's.
    known.sort_by_key(|known| std::cmp::Reverse(known.len()));
    let rest = known.iter().fold(text.to_owned(), |rest, known| rest.replace(known, ""));
    let toned = |letter| matches!(letter, '\u{1EA0}'..='\u{1EF9}');
    rest.chars().any(|letter| toned(letter) || "ăâêôơưĂÂÊÔƠƯĐ".contains(letter))
}
