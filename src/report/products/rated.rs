//! The catalogue of a place as the programme counts it: products whose rating holds, their makers,
//! and what was rated or ran out within a period.

use super::store::IndicatorRow;
use crate::{
    base::fold::fold,
    catalog::{papers::Platform, valid_star},
    locality::{Level, search::Here, settle::find},
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Counts of a place and a period. What stands is counted on the last day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rated {
    /// Products with three to five valid stars.
    pub products: i64,
    /// Of them three, four, five stars.
    pub by_star: [i64; 3],
    /// Of them with a barcode.
    pub coded: i64,
    /// Who makes these products.
    pub makers: i64,
    /// Of these products those on each platform.
    listed: BTreeMap<Platform, i64>,
    /// Makers by their form's word.
    by_form: BTreeMap<String, i64>,
    /// Products of which a certificate was signed within the period.
    pub signed: i64,
    /// Of them those that had none before it.
    pub new: i64,
    /// Of the new ones three, four, five stars, as they were rated.
    pub new_by_star: [i64; 3],
    /// Products whose last certificate ran out within the period.
    pub expired: i64,
    /// Products of which some certificate ran out within the period.
    pub due: i64,
    /// Of them those with a later certificate by its end.
    pub anew: i64,
}

/// The province that a figure is of, as it is called in short; empty: the whole country. None where
/// the text is no province, of today or of before July 2025.
pub fn province(area: &str) -> Option<String> {
    if area.trim().is_empty() {
        return Some(String::new());
    }
    let unit = find(area, Here::TODAY)?;
    (unit.level == Level::Province).then(|| unit.name.clone())
}

impl Rated {
    /// Products on a platform.
    pub fn on(&self, platform: Platform) -> i64 {
        self.listed.get(&platform).copied().unwrap_or(0)
    }

    /// Makers of a form.
    pub fn makers_of(&self, form: &str) -> i64 {
        self.by_form.get(form).copied().unwrap_or(0)
    }
}

/// Counts the products of `area` (a [`province`], of today or of before July 2025; empty: all).
pub fn rated(all: &[IndicatorRow], area: &str, (from, to): (Date, Date)) -> Rated {
    let mut counted = Rated::default();
    let mut makers: BTreeSet<(i64, &str)> = BTreeSet::new();
    let area = fold(area);
    let here = |it: &&IndicatorRow| {
        area.is_empty() || fold(&it.province_now) == area || fold(&it.province_2024) == area
    };
    for it in all.iter().filter(here) {
        let certificates: Vec<(u8, Date, Date)> =
            serde_json::from_str(&it.certificates).unwrap_or_default();
        let within = |day: Date| from <= day && day <= to;
        first_rated(&certificates, (from, to), &mut counted);
        let due = certificates.iter().filter(|(_, _, expires)| within(*expires));
        if let Some(due) = due.map(|(_, signed, _)| *signed).max() {
            let later = |it: &&(u8, Date, Date)| due < it.1 && it.1 <= to;
            counted.due += 1;
            counted.anew += i64::from(certificates.iter().any(|it| later(&it)));
        }
        let last = certificates.iter().filter(|(_, signed, _)| *signed <= to);
        let last = last.map(|(_, _, expires)| *expires).max();
        counted.expired += i64::from(last.is_some_and(within));
        let listed = it.star.and_then(|star| u8::try_from(star).ok());
        let Some(star @ 3..=5) = valid_star(listed, &certificates, to) else { continue };
        counted.products += 1;
        counted.by_star[usize::from(star - 3)] += 1;
        counted.coded += i64::from(it.coded);
        makers.insert((it.producer, it.producer_type.as_str()));
        for platform in Platform::ALL.iter().filter(|one| it.is_on(**one, to)) {
            *counted.listed.entry(*platform).or_default() += 1;
        }
    }
    counted.makers = makers.len() as i64;
    for (_, form) in makers {
        *counted.by_form.entry(form.to_owned()).or_default() += 1;
    }
    counted
}

/// What was signed within a period of one product: whether for the first time, and with how many
/// stars, by the last of several.
fn first_rated(certificates: &[(u8, Date, Date)], (from, to): (Date, Date), it: &mut Rated) {
    let within = certificates.iter().filter(|(_, signed, _)| from <= *signed && *signed <= to);
    let Some((star, ..)) = within.max_by_key(|(_, signed, _)| *signed) else { return };
    it.signed += 1;
    if certificates.iter().all(|(_, signed, _)| from <= *signed) {
        it.new += 1;
        if let Some(count) =
            star.checked_sub(3).and_then(|n| it.new_by_star.get_mut(usize::from(n)))
        {
            *count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn row(producer: i64, form: &str, province: &str, certificates: &str) -> IndicatorRow {
        IndicatorRow {
            uid: vec![0; 16],
            name: "Miến dong".into(),
            star: Some(4),
            ocop_group: 1,
            producer,
            producer_name: "HTX".into(),
            producer_type: form.into(),
            coded: producer == 1,
            certificates: certificates.into(),
            listings: r#"[["postmart","2024-03-01",null]]"#.into(),
            province_2024: province.into(),
            province_now: "Hưng Yên".into(),
        }
    }

    #[test]
    fn only_what_holds_on_the_last_day_counts_and_a_place_is_known_by_its_old_name() {
        let all = [
            row(1, "cooperative", "Thái Bình", r#"[[4,"2023-01-10","2026-01-10"]]"#),
            row(1, "cooperative", "Thái Bình", r#"[[3,"2024-05-02","2027-05-02"]]"#),
            row(2, "enterprise", "Thái Bình", r#"[[4,"2021-03-01","2024-03-01"]]"#),
            row(3, "enterprise", "Quảng Ninh", r#"[[5,"2023-01-10","2026-01-10"]]"#),
        ];
        let half = (date(2024, 1, 1), date(2024, 6, 30));
        let here = rated(&all, "Thái Bình", half);
        assert_eq!((here.products, here.by_star, here.coded), (2, [1, 1, 0], 2));
        assert_eq!((here.makers, here.makers_of("cooperative")), (1, 1));
        // One was signed on 2 May, for the first time; one ran out on 1 March and was not renewed.
        assert_eq!((here.signed, here.new, here.new_by_star), (1, 1, [1, 0, 0]));
        assert_eq!((here.expired, here.due, here.anew), (1, 1, 0));
        assert_eq!((here.on(Platform::Postmart), here.on(Platform::Voso)), (2, 0));
        let winter = rated(&all, "Thái Bình", (date(2024, 1, 1), date(2024, 2, 1)));
        assert_eq!(winter.on(Platform::Postmart), 0, "they were listed on 1 March");
        assert_eq!(rated(&all, "", half).products, 3);
        assert_eq!(rated(&all, "Hưng Yên", half).products, 3);
        assert_eq!(rated(&all, "Lào", half), Rated::default());
    }

    #[test]
    fn what_is_rated_again_is_not_new_and_counts_where_its_certificate_had_run_out() {
        let all = [
            row(1, "cooperative", "Đồng Tháp", r#"[[3,"2022-05-01","2025-05-01"]]"#),
            row(
                2,
                "cooperative",
                "Đồng Tháp",
                r#"[[3,"2022-06-01","2025-06-01"],[4,"2025-05-20","2028-05-20"]]"#,
            ),
            row(3, "enterprise", "Đồng Tháp", r#"[[4,"2025-02-10","2028-02-10"]]"#),
            row(3, "enterprise", "Đồng Tháp", r#"[[3,"2025-03-10","2028-03-10"]]"#),
        ];
        let it = rated(&all, "Đồng Tháp", (date(2025, 1, 1), date(2025, 12, 31)));
        assert_eq!((it.signed, it.new, it.new_by_star), (3, 2, [1, 1, 0]));
        assert_eq!((it.due, it.anew), (2, 1));
        // Three and four stars stand on two products each of those whose certificate holds.
        assert_eq!((it.products, it.by_star), (3, [1, 2, 0]));
    }

    #[test]
    fn a_place_is_known_however_it_is_written_and_what_is_none_is_said_to_be_none() {
        for text in ["Quảng Ninh", "tỉnh Quảng Ninh", "Quang Ninh", "TỈNH QUẢNG NINH"] {
            assert_eq!(province(text).as_deref(), Some("Quảng Ninh"), "{text}");
        }
        assert_eq!(province("Thái Bình").as_deref(), Some("Thái Bình"), "of before July 2025");
        assert_eq!(province("").as_deref(), Some(""));
        assert_eq!(province("Lào"), None);
    }
}
