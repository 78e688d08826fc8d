//! The catalogue of a place as the programme counts it: products whose rating holds, their makers,
//! and what was rated or ran out within a period.

use super::store::IndicatorRow;
use crate::catalog::valid_star;
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
    /// Makers by their form's word.
    by_form: BTreeMap<String, i64>,
    /// Products of which a certificate was signed within the period.
    pub signed: i64,
    /// Products whose last certificate ran out within the period.
    pub expired: i64,
}

impl Rated {
    /// Makers of a form.
    pub fn makers_of(&self, form: &str) -> i64 {
        self.by_form.get(form).copied().unwrap_or(0)
    }
}

/// Counts the products of `area` (the province of today or of before July 2025; empty: all).
pub fn rated(all: &[IndicatorRow], area: &str, (from, to): (Date, Date)) -> Rated {
    let mut counted = Rated::default();
    let mut makers: BTreeSet<(i64, &str)> = BTreeSet::new();
    let here =
        |it: &&IndicatorRow| area.is_empty() || it.province_now == area || it.province_2024 == area;
    for it in all.iter().filter(here) {
        let certificates: Vec<(u8, Date, Date)> =
            serde_json::from_str(&it.certificates).unwrap_or_default();
        let within = |day: Date| from <= day && day <= to;
        counted.signed += i64::from(certificates.iter().any(|(_, signed, _)| within(*signed)));
        let last = certificates.iter().filter(|(_, signed, _)| *signed <= to);
        let last = last.map(|(_, _, expires)| *expires).max();
        counted.expired += i64::from(last.is_some_and(within));
        let listed = it.star.and_then(|star| u8::try_from(star).ok());
        let Some(star @ 3..=5) = valid_star(listed, &certificates, to) else { continue };
        counted.products += 1;
        counted.by_star[usize::from(star - 3)] += 1;
        counted.coded += i64::from(it.coded);
        makers.insert((it.producer, it.producer_type.as_str()));
    }
    counted.makers = makers.len() as i64;
    for (_, form) in makers {
        *counted.by_form.entry(form.to_owned()).or_default() += 1;
    }
    counted
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
        // One was signed on 2 May; one ran out on 1 March.
        assert_eq!((here.signed, here.expired), (1, 1));
        assert_eq!(rated(&all, "", half).products, 3);
        assert_eq!(rated(&all, "Hưng Yên", half).products, 3);
        assert_eq!(rated(&all, "Lào", half), Rated::default());
    }
}
