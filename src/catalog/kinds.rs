//! The catalogue's closed vocabularies.

use crate::base::{
    fold::{brief, fold},
    lang::{Lang, Say},
};

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

/// Whether goods of this unit are measured out (`kg`, `lít`), so that a part of one makes sense.
/// All others are counted in whole pieces.
pub fn measured(unit: &str) -> bool {
    let units =
        ["kg", "g", "gam", "gram", "lang", "yen", "ta", "tan", "l", "lit", "ml", "m", "met"];
    units.contains(&fold(unit.trim()).as_str())
}

/// The group that a sheet names: by its number (`2`, `Nhóm 2`) or by its name in either language.
pub fn group(text: &str) -> Result<u8, Say> {
    let folded = fold(text);
    let bare = folded.trim_start_matches("nhom").trim_start_matches("group");
    // `II. Đồ uống` and `2. Đồ uống` stand in the official list.
    let words: &str = bare.trim_start_matches(|it: char| !it.is_alphabetic());
    let named = |group: &u8| {
        [Lang::Vi, Lang::En].iter().any(|lang| {
            let name = fold(group_name(i64::from(*group), *lang));
            name == words || name == bare.trim()
        })
    };
    let number = bare.trim().parse::<u8>().ok().filter(|it| (1..=6).contains(it));
    number.or_else(|| (1..=6).find(named)).ok_or_else(|| {
        let list = |lang| {
            let name = |group: i64| format!("{group} ({})", group_name(group, lang));
            (1..=6).map(name).collect::<Vec<_>>().join(", ")
        };
        Say::new(
            format!("“{}” không phải nhóm sản phẩm: {}", brief(text), list(Lang::Vi)),
            format!("“{}” is not a product group: {}", brief(text), list(Lang::En)),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_named_by_number_or_by_name() {
        for text in ["2", " 2 ", "Nhóm 2", "Đồ uống", "ĐỒ UỐNG", "2. Đồ uống", "beverages"]
        {
            assert_eq!(group(text), Ok(2), "{text}");
        }
        assert_eq!(group("Thực phẩm"), Ok(1));
        assert!(group("7").unwrap_err().vi.contains("2 (Đồ uống)"));
        assert!(group("Đồ").is_err());
    }
}
