//! The list against what is known of the country, and names as people type them.

use super::{
    Kind, LAST, Level, Unit, all, by_key, list, of_code,
    search::{FOUND, Here, search},
    settle::{advice, believed, find, province_of},
};
use crate::base::fold::fold;
use flate2::read::GzDecoder;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::{collections::HashSet, io::Read};

const TODAY: Date = date(2026, 11, 30);

fn here() -> Here<'static> {
    Here { day: TODAY, near: None }
}

fn near(province: &'static str) -> Here<'static> {
    Here { day: TODAY, near: Some(province) }
}

fn titles(units: &[&Unit]) -> Vec<String> {
    units.iter().map(|unit| unit.full()).collect()
}

fn found(text: &str) -> Option<String> {
    find(text, here()).map(Unit::full)
}

fn count(level: Level, former: bool) -> usize {
    all().iter().filter(|unit| unit.level == level && unit.former == former).count()
}

#[test]
fn the_packed_list_is_the_one_that_people_read() {
    let mut text = String::new();
    GzDecoder::new(list::PACKED).read_to_string(&mut text).unwrap();
    assert!(text == include_str!("units.tsv"), "pack it: gzip -9nkf units.tsv");
    assert_eq!(text.lines().count() - 1, all().len(), "a row is not read");
    let keys: HashSet<String> = all().iter().map(Unit::key).collect();
    assert_eq!(keys.len(), all().len(), "two units have one key");
}

#[test]
fn the_country_has_34_provinces_and_3321_units_in_them() {
    assert_eq!(count(Level::Province, false), 34);
    assert_eq!(count(Level::Commune, false), 3321);
    let of = |kind| {
        let today = all().iter().filter(|it| it.level == Level::Commune && !it.former);
        today.filter(|it| it.kind == kind).count()
    };
    assert_eq!((of(Kind::Commune), of(Kind::Ward), of(Kind::Zone)), (2621, 687, 13));
    assert!(all().iter().all(|it| it.level == Level::Province || it.within().is_some()));
}

#[test]
fn it_had_63_provinces_696_districts_and_10040_units_below() {
    assert_eq!(count(Level::Province, true), 63);
    assert_eq!(count(Level::District, true), 696);
    let alone =
        all().iter().filter(|it| it.level == Level::District && list::parts(it).count() == 0);
    let islands: Vec<String> = alone.map(|it| it.name.clone()).collect();
    assert_eq!(islands, ["Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo"]);
    assert_eq!(count(Level::Commune, true) + islands.len(), 10_040);
}

/// `t` is short for a province, and there is a former commune called Thanh.
#[test]
fn a_letter_at_the_end_goes_on_with_the_name() {
    for text in ["Thanh T", "Thanh t", "Thanh X"] {
        let begins = |unit: &&&Unit| fold(&unit.name).starts_with(&fold(text));
        assert!(search(text, here()).first().filter(begins).is_some(), "{text}");
    }
}

#[test]
fn whatever_ended_has_successors_and_a_divided_commune_several() {
    assert!(all().iter().all(|it| !it.now().is_empty() && it.now().iter().all(|now| !now.former)));
    let divided = all().iter().filter(|it| it.level == Level::Commune && it.now().len() > 1);
    assert_eq!(divided.map(|it| it.now().len()).sum::<usize>(), 1033);
    let heirs = all().iter().filter(|it| it.former).flat_map(Unit::now);
    let communes = heirs.filter(|it| it.level == Level::Commune).map(Unit::key);
    assert_eq!(communes.collect::<HashSet<_>>().len(), 3321, "every unit of today comes of one");
}

#[test]
fn districts_of_the_sources_became_what_the_law_says() {
    for (district, rows, now, province) in [
        ("Hưng Hà, Thái Bình", 33, 8, "Hưng Yên"),
        ("Thái Thụy, Thái Bình", 36, 11, "Hưng Yên"),
        ("Tiền Hải, Thái Bình", 28, 8, "Hưng Yên"),
        ("Thành phố Đông Triều", 20, 5, "Quảng Ninh"),
        ("Huyện Vân Đồn", 12, 1, "Quảng Ninh"),
        ("Huyện Cô Tô", 3, 1, "Quảng Ninh"),
        ("Tiên Yên, Quảng Ninh", 16, 6, "Quảng Ninh"),
    ] {
        let all = search(district, here());
        let unit = all.iter().find(|it| it.level == Level::District).unwrap();
        let successors = list::parts(unit).map(|it| it.now().len()).sum::<usize>();
        assert_eq!((successors, unit.now().len()), (rows, now), "{district}");
        assert_eq!(unit.province().unwrap().name, province, "{district}");
    }
}

#[test]
fn a_name_is_found_without_marks_and_with_what_it_lies_in() {
    let first = |text| search(text, here())[0].full();
    for text in ["Thụy Xuân, Thái Thụy, Thái Bình", "xã thụy xuân", "THUY XUAN thai bin"]
    {
        assert_eq!(first(text), "Xã Thụy Xuân, Thái Thụy, Thái Bình", "{text}");
    }
    let alike = search("thuy xuan", here());
    assert_eq!(
        titles(&alike[..2]),
        ["Phường Thủy Xuân, Huế", "Xã Thụy Xuân, Thái Thụy, Thái Bình"]
    );
    assert_eq!(first("thuy xuan hung yen"), "Xã Thụy Xuân, Thái Thụy, Thái Bình");
    assert_eq!(first("hung yen"), "Tỉnh Hưng Yên");
    assert_eq!(first("tp dong nai"), "Thành phố Đồng Nai");
    assert_eq!(first("ea hleo"), first("Ea H'Leo"));
    assert_eq!(first("Thôn 3, xã Thụy Xuân"), "Xã Thụy Xuân, Thái Thụy, Thái Bình");
    assert_eq!(search("xyz không có", here()), Vec::<&Unit>::new());
    assert_eq!(search(" , ", here()), Vec::<&Unit>::new());
}

#[test]
fn an_old_name_says_what_it_is_now() {
    let said = |text: &str| search(text, here())[0].became().map(|it| (it.vi, it.en));
    let one = said("thụy xuân").unwrap();
    assert_eq!(one.0, "Nay là xã Đông Thụy Anh, tỉnh Hưng Yên");
    assert_eq!(one.1, "Now xã Đông Thụy Anh, tỉnh Hưng Yên");
    let town = said("thành phố đông triều").unwrap().0;
    assert!(town.starts_with("Nay thuộc 5 đơn vị: phường "), "{town}");
    assert!(town.ends_with("phường Đông Triều; phường Hoàng Quế, tỉnh Quảng Ninh"), "{town}");
    let divided = said("phường Cống Vị, Ba Đình").unwrap().0;
    let now = "Đã chia cho 2 đơn vị: phường Ngọc Hà; phường Giảng Võ, thành phố Hà Nội";
    assert_eq!(divided, now);
    assert_eq!(said("tỉnh Thái Bình").unwrap().0, "Nay là tỉnh Hưng Yên");
    assert_eq!(said("phường Đông Triều, Quảng Ninh"), None);
}

#[test]
fn the_fairs_own_province_and_what_stands_on_the_day_come_first() {
    let text = "tân thành";
    let own = |province| search(text, near(province))[0].province().unwrap().code.clone();
    assert_eq!((own("96").as_str(), own("19").as_str()), ("96", "19"));
    let then = search("đông triều", Here { day: LAST, near: Some("22") });
    assert_eq!(
        titles(&then[..2]),
        ["Thành phố Đông Triều, Quảng Ninh", "Phường Đông Triều, Quảng Ninh"]
    );
    let now = search("đông triều", near("22"));
    assert_eq!(
        titles(&now[..2]),
        ["Phường Đông Triều, Quảng Ninh", "Thành phố Đông Triều, Quảng Ninh"]
    );
}

#[test]
fn a_text_is_settled_where_it_means_one_place_only() {
    assert_eq!(found("Quảng Ninh").unwrap(), "Tỉnh Quảng Ninh");
    assert_eq!(found("Phường Tây Hồ").unwrap(), "Phường Tây Hồ, Hà Nội");
    assert_eq!(
        found("Vân Đồn").unwrap(),
        "Đặc khu Vân Đồn, Quảng Ninh",
        "now and before: one place"
    );
    assert_eq!(
        found("xã Thụy Xuân, huyện Thái Thụy, tỉnh Thái Bình").unwrap(),
        "Xã Thụy Xuân, Thái Thụy, Thái Bình"
    );
    assert_eq!(found("Đông Triều"), None, "a ward of today, and the town that was five");
    assert_eq!(found("thành phố Đông Triều").unwrap(), "Thành phố Đông Triều, Quảng Ninh");
    assert_eq!(found("Tân Thành"), None, "there are many");
    assert_eq!(found("Thụy"), None, "only a beginning");
    assert_eq!(found("HTX Đông Triều"), None);
}

#[test]
fn what_is_not_in_the_list_is_said_and_so_is_what_is_several() {
    let said = |text: &str| advice(text, here()).map(|it| it.vi);
    assert_eq!(said(""), None);
    assert_eq!(said("phường Tây Hồ, Hà Nội"), None);
    assert_eq!(said("tỉnh Sóc Trăng").unwrap(), "Nay là thành phố Cần Thơ");
    assert!(said("Đông Triều").unwrap().starts_with("Nhiều nơi có tên này"));
    assert!(said("HTX Hoa Ban").unwrap().starts_with("Không có trong danh mục"));
}

#[test]
fn a_venue_tells_its_province() {
    let of = |place: &str| province_of(place);
    assert_eq!(of("Quảng trường 30/10, phường Hồng Gai, Quảng Ninh").as_deref(), Some("22"));
    assert_eq!(of("Nhà thi đấu - Thái Bình").as_deref(), Some("33"), "Hưng Yên today");
    assert_eq!(of("Quảng trường 30/10"), None);
    assert_eq!(of(""), None);
}

#[test]
fn a_code_is_believed_where_its_name_agrees() {
    let said = |text, key| believed(text, key).or_else(|| find(text, here())).map(Unit::key);
    assert_eq!(
        of_code("00004").map(|it| it.title()).collect::<Vec<_>>(),
        ["Phường Ba Đình", "Phường Trúc Bạch"]
    );
    assert_eq!(said("Phường Ba Đình", "00004").unwrap(), "00004");
    assert_eq!(said("phường Trúc Bạch", "00004").unwrap(), "00004c", "an old sheet");
    assert_eq!(said("", "00004").unwrap(), "00004");
    assert_eq!(said("", "205c").unwrap(), "205c");
    assert_eq!(said("Đông Triều", "205c").unwrap(), "205c", "chosen, then shortened");
    assert_eq!(said("Hạ Long, Quảng Ninh", "205c"), None, "typed over: two places had that name");
    assert_eq!(said("Vân Đồn", "205c").unwrap(), "06994", "typed over");
    assert_eq!(said("chợ quê", "99999"), None);
}

#[test]
fn dong_nai_was_a_province_until_it_became_a_city() {
    let unit = by_key("75").unwrap();
    assert_eq!(unit.title_on(date(2026, 4, 29)), "Tỉnh Đồng Nai");
    assert_eq!(unit.title_on(date(2026, 4, 30)), "Thành phố Đồng Nai");
    assert_eq!(unit.title(), "Thành phố Đồng Nai");
    let cities = all().iter().filter(|it| it.level == Level::Province && !it.former);
    assert_eq!(cities.filter(|it| it.kind == Kind::City).count(), 7);
}

#[test]
fn a_full_name_is_one_unit_of_its_day() {
    for unit in all() {
        let here = Here { day: if unit.former { LAST } else { TODAY }, near: None };
        assert_eq!(find(&unit.full(), here), Some(unit));
    }
}

#[test]
fn every_unit_is_found_by_its_full_name() {
    for unit in all().iter().step_by(61) {
        let full = unit.full();
        assert!(search(&full, here()).contains(&unit), "{full}");
        let folded = search(&fold(&full), here());
        assert!(folded.contains(&unit), "{full} without marks: {:?}", titles(&folded));
        let meant = find(&full, here()).unwrap_or_else(|| panic!("{full} means nothing"));
        assert_eq!(meant.now(), unit.now(), "{full}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_typed_at_most_ten_are_found_each_once_and_in_the_same_order(
        text in "[a-zA-ZđĐàáạươ ,.']{0,24}",
    ) {
        let first = search(&text, near("22"));
        prop_assert!(first.len() <= FOUND);
        let keys: HashSet<String> = first.iter().map(|it| it.key()).collect();
        prop_assert_eq!(keys.len(), first.len());
        prop_assert_eq!(titles(&first), titles(&search(&text, near("22"))));
    }

    #[test]
    fn the_beginning_of_a_name_finds_something_that_begins_so(
        at in 0..3_355_usize,
        letters in 2..9_usize,
    ) {
        let name: String = all()[at].name.chars().take(letters).collect();
        let first = search(&name, here());
        prop_assert!(!first.is_empty());
        let begins = fold(&first[0].name).starts_with(&fold(name.trim()));
        prop_assert!(begins, "{} for {name}", first[0].name);
    }
}
