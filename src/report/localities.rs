//! What localities are today. A roll-up keeps a booth's locality as it was written at the sale; a
//! name that ended in 2025 is counted here where it lies now. What is not an administrative unit,
//! or may be several, stays a group of its own.

use crate::{
    base::lang::Lang,
    locality::{
        Unit, by_key,
        search::Here,
        settle::{find, province_in},
    },
};

/// The group of a locality among units of today: a key, or the words as they were written.
pub fn unit_today(written: &str) -> String {
    let Some(unit) = unit(written) else { return written.to_owned() };
    match unit.now().as_slice() {
        [one] => one.key(),
        // No figure says which part of a divided unit somebody is from.
        _ => unit.key(),
    }
}

/// The group of a locality among the provinces of today: a key, or the words as they were written.
pub fn province_today(written: &str) -> String {
    let province = unit(written).and_then(Unit::province).or_else(|| province_in(written));
    province.map_or_else(|| written.to_owned(), Unit::key)
}

/// What a group of either is called.
pub fn label(code: &str, lang: Lang) -> String {
    match by_key(code) {
        Some(unit) if unit.former => {
            let count = unit.now().len();
            let now = match lang {
                Lang::Vi => format!("cũ, nay thuộc {count} đơn vị"),
                Lang::En => format!("former, now {count} units"),
            };
            format!("{} ({now})", unit.full())
        }
        Some(unit) => unit.full(),
        None if code.is_empty() => lang.say("Không ghi", "Not stated").to_owned(),
        None => code.to_owned(),
    }
}

/// The unit of a text, or of an official code that was written in its place.
fn unit(written: &str) -> Option<&'static Unit> {
    find(written, Here::TODAY).or_else(|| by_key(written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_place_are_one_group_and_what_is_none_stays_by_itself() {
        let new = "Xã Đông Thụy Anh, Hưng Yên";
        for written in ["xã Thụy Xuân, Thái Thụy, Thái Bình", "Thụy Trường, Thái Thụy", new]
        {
            assert_eq!(unit_today(written), "12862", "{written}");
            assert_eq!(province_today(written), "33", "{written}");
        }
        assert_eq!(label("12862", Lang::Vi), new);
        assert_eq!(unit_today("Làng Hoa Ban"), "Làng Hoa Ban");
        assert_eq!(province_today("Làng Hoa Ban"), "Làng Hoa Ban");
        assert_eq!(label("", Lang::En), "Not stated");
    }

    #[test]
    fn what_was_divided_is_a_group_of_its_own_within_its_province() {
        let town = unit_today("thành phố Đông Triều");
        assert_eq!(town, "205c");
        let said = "Thành phố Đông Triều, Quảng Ninh (cũ, nay thuộc 5 đơn vị)";
        assert_eq!(label(&town, Lang::Vi), said);
        assert_eq!(province_today("thành phố Đông Triều"), "22");
        assert_eq!(unit_today("Đông Triều"), "Đông Triều", "the ward, or the town");
        assert_eq!(province_today("Đông Triều"), "22", "either way");
        assert_eq!(province_today("Tân Thành"), "Tân Thành", "in several provinces");
    }
}
