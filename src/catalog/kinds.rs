//! The catalogue's closed vocabularies.

use crate::base::lang::Lang;

crate::words! {
    /// The legal form of a producer (OCOP subject, "chủ thể OCOP").
    SubjectType {
        /// Doanh nghiệp.
        Enterprise = "enterprise", "Doanh nghiệp", "Enterprise", "DN";
        /// Hợp tác xã.
        Cooperative = "cooperative", "Hợp tác xã", "Co-operative", "HTX";
        /// Tổ hợp tác.
        CooperativeGroup = "cooperative_group", "Tổ hợp tác", "Co-operative group", "THT";
        /// Hộ kinh doanh, hộ sản xuất.
        BusinessHousehold = "business_household", "Hộ kinh doanh", "Business household",
            "Hộ sản xuất", "HKD";
    }
}

/// The OCOP groups by name (Decision 148/QĐ-TTg, kept by Decision 26/2026/QĐ-TTg): 1 to 6.
pub fn group_name(group: i64, lang: Lang) -> &'static str {
    match group {
        1 => lang.say("Thực phẩm", "Food"),
        2 => lang.say("Đồ uống", "Beverages"),
        3 => lang.say("Dược liệu và sản phẩm từ dược liệu", "Medicinal herbs and their products"),
        4 => lang.say("Thủ công mỹ nghệ", "Handicrafts"),
        5 => lang.say("Sinh vật cảnh", "Ornamental plants and animals"),
        _ => lang.say(
            "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch",
            "Community tourism, eco-tourism and tourist-site services",
        ),
    }
}
