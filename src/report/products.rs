//! The catalogue's indicators on a day: how many products of which star, group and maker, whose
//! certificates hold, and how many carry a barcode.

mod rated;
pub mod store;

pub use rated::{Rated, province, rated};

use super::words::stars;
use crate::base::share::Share;
use crate::{
    base::{id::ProductId, lang::Lang},
    catalog::{
        kinds::{SubjectType, group_name},
        papers::Platform,
        valid_star,
    },
};
use jiff::{ToSpan, civil::Date};
use serde::Serialize;
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use store::IndicatorRow;

/// A certificate that expires within so many days is to be renewed.
pub const RENEWAL: i64 = 90;

crate::words! {
    /// Where a product's certificates stand on a day.
    Status {
        /// One holds, and for more than ninety days.
        Valid = "valid", "Còn hạn", "Valid";
        /// The last one that holds expires within ninety days.
        Expiring = "expiring", "Sắp hết hạn", "Expiring soon";
        /// All have run out: to be rated anew.
        Expired = "expired", "Hết hạn", "Expired";
        /// Listed without a certificate, or with one that does not hold yet.
        None = "none", "Chưa có giấy", "No certificate";
    }
}

/// The indicators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Products {
    /// On this day.
    pub on: Date,
    /// Products that are sold.
    pub count: i64,
    /// Their makers.
    pub producers: i64,
    /// By the star that holds on the day; 0: none.
    pub by_star: Vec<Counted>,
    /// By OCOP group.
    pub by_product_group: Vec<Counted>,
    /// Products by their maker's form.
    pub by_producer_type: Vec<Counted>,
    /// Makers by their form.
    pub producers_by_type: Vec<Counted>,
    /// By the state of their certificates.
    pub by_certificate: Vec<Counted>,
    /// By sales platform; a product may be on several.
    pub by_platform: Vec<Counted>,
    /// With a barcode.
    pub with_barcode: i64,
    /// Of all products.
    pub barcode_share: Share,
    /// Those to be renewed or rated anew, the earliest first.
    pub to_renew: Vec<ToRenew>,
    /// The journal's position when this was read.
    pub journal_pos: i64,
    /// The hash at that position, hexadecimal.
    pub journal_head: String,
}

/// A count and its share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// Word or number that names it.
    pub code: String,
    /// In Vietnamese.
    pub name: String,
    /// How many.
    pub count: i64,
    /// Of all.
    pub share: Share,
}

/// A product whose certificate expires soon or has expired.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToRenew {
    /// Which.
    pub uid: ProductId,
    /// Name.
    pub name: String,
    /// Who makes it.
    pub producer: String,
    /// The first day on which no certificate holds.
    pub expires_on: Date,
    /// Where it stands.
    pub status: Status,
}

/// Reads the indicators on a day, in one read transaction.
pub async fn products(db: &mut SqliteConnection, on: Date) -> sqlx::Result<Products> {
    let mut reading = db.begin().await?;
    let head = super::store::head(&mut reading).await?;
    let rows = store::indicator_rows(&mut reading).await?;
    reading.commit().await?;
    let (journal_pos, hash) = head.unwrap_or_default();
    Ok(Products { journal_pos, journal_head: hex::encode(hash), ..count(&rows, on) })
}

fn count(all: &[IndicatorRow], on: Date) -> Products {
    let rated: Vec<Vec<(u8, Date, Date)>> =
        all.iter().map(|it| serde_json::from_str(&it.certificates).unwrap_or_default()).collect();
    let status = |n: usize| status(&rated[n], on);
    let star = |n: usize| {
        let listed = all[n].star.and_then(|star| u8::try_from(star).ok());
        i64::from(valid_star(listed, &rated[n], on).unwrap_or(0))
    };
    let each = 0..all.len();
    let makers: BTreeSet<(i64, &str)> =
        all.iter().map(|it| (it.producer, it.producer_type.as_str())).collect();
    let mut by_star = tally(each.clone().map(star), |it| stars(*it, Lang::Vi));
    by_star.reverse();
    let with_barcode = all.iter().filter(|it| it.coded).count() as i64;
    let mut to_renew: Vec<ToRenew> =
        each.clone().filter_map(|n| renewal(&all[n], &rated[n], on)).collect();
    to_renew.sort_by_key(|it| it.expires_on);
    Products {
        on,
        count: all.len() as i64,
        producers: makers.len() as i64,
        by_star,
        by_product_group: tally(all.iter().map(|it| it.ocop_group), |it| {
            group_name(*it, Lang::Vi).to_owned()
        }),
        by_producer_type: tally(all.iter().map(|it| it.producer_type.as_str()), form),
        producers_by_type: tally(makers.iter().map(|it| it.1), form),
        by_certificate: tally(each.map(|n| status(n).0.as_str()), |it| {
            it.parse().map_or(*it, |it: Status| it.label(Lang::Vi)).to_owned()
        }),
        by_platform: on_platforms(all, on),
        with_barcode,
        barcode_share: Share::of(with_barcode, all.len() as i64),
        to_renew,
        journal_pos: 0,
        journal_head: String::new(),
    }
}

/// Products on each platform on a day, platforms without any left out.
fn on_platforms(all: &[IndicatorRow], on: Date) -> Vec<Counted> {
    let part = |platform: &Platform| {
        let count = all.iter().filter(|it| it.is_on(*platform, on)).count() as i64;
        Counted {
            code: platform.as_str().to_owned(),
            name: platform.label(Lang::Vi).to_owned(),
            count,
            share: Share::of(count, all.len() as i64),
        }
    };
    Platform::ALL.iter().map(part).filter(|it| it.count > 0).collect()
}

fn form(word: &&str) -> String {
    word.parse().map_or(*word, |it: SubjectType| it.label(Lang::Vi)).to_owned()
}

/// Where certificates stand on a day, and when the last of them runs out.
fn status(certificates: &[(u8, Date, Date)], on: Date) -> (Status, Option<Date>) {
    let signed = certificates.iter().filter(|(_, signed_on, _)| *signed_on <= on);
    let Some(last) = signed.map(|(_, _, expires_on)| *expires_on).max() else {
        return (Status::None, None);
    };
    let status = match last {
        last if last <= on => Status::Expired,
        last if last <= on.saturating_add(RENEWAL.days()) => Status::Expiring,
        _ => Status::Valid,
    };
    (status, Some(last))
}

fn renewal(it: &IndicatorRow, certificates: &[(u8, Date, Date)], on: Date) -> Option<ToRenew> {
    let (status, expires_on) = status(certificates, on);
    let due = matches!(status, Status::Expiring | Status::Expired);
    Some(ToRenew {
        uid: ProductId::of_bytes(&it.uid),
        name: it.name.clone(),
        producer: it.producer_name.clone(),
        expires_on: expires_on.filter(|_| due)?,
        status,
    })
}

/// Counts equal keys; parts in order of the key.
fn tally<K: Ord + ToString>(
    keys: impl Iterator<Item = K>,
    name: impl Fn(&K) -> String,
) -> Vec<Counted> {
    let mut counts: BTreeMap<K, i64> = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    let whole = counts.values().sum();
    let part = |(key, count): (K, i64)| Counted {
        code: key.to_string(),
        name: name(&key),
        count,
        share: Share::of(count, whole),
    };
    counts.into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn indicator_row(star: i64, coded: bool, certificates: &str) -> IndicatorRow {
        IndicatorRow {
            uid: vec![0; 16],
            name: "Miến dong".into(),
            star: Some(star),
            ocop_group: 1,
            producer: 7,
            producer_name: "HTX Đình Trung".into(),
            producer_type: "cooperative".into(),
            coded,
            certificates: certificates.into(),
            listings: r#"[["voso","2024-01-01",null],["tiki","2024-01-01","2024-06-30"]]"#.into(),
            province_2024: "Quảng Ninh".into(),
            province_now: "Quảng Ninh".into(),
        }
    }

    #[test]
    fn certificates_are_counted_as_they_stand_on_the_day() {
        let all = [
            indicator_row(4, true, r#"[[4,"2022-01-10","2025-01-10"]]"#),
            indicator_row(3, true, r#"[[3,"2021-09-28","2024-09-28"]]"#),
            indicator_row(3, false, r#"[[3,"2021-06-30","2024-06-30"]]"#),
            indicator_row(3, true, "[]"),
        ];
        let report = count(&all, date(2024, 6, 30));
        let counts: Vec<_> = report.by_certificate.iter().map(|it| (&*it.code, it.count)).collect();
        assert_eq!(counts, [("expired", 1), ("expiring", 1), ("none", 1), ("valid", 1)]);
        let stars: Vec<_> = report.by_star.iter().map(|it| (&*it.code, it.count)).collect();
        assert_eq!(stars, [("4", 1), ("3", 2), ("0", 1)]);
        assert_eq!((report.with_barcode, report.barcode_share.text()), (3, "75\u{a0}%".into()));
        assert_eq!(report.producers, 1);
        let listed: Vec<_> = report.by_platform.iter().map(|it| (&*it.code, it.count)).collect();
        assert_eq!(listed, [("voso", 4)], "Tiki took them down on that day");
        let due: Vec<_> = report.to_renew.iter().map(|it| it.expires_on.to_string()).collect();
        assert_eq!(due, ["2024-06-30", "2024-09-28"]);
    }

    #[test]
    fn an_empty_catalogue_has_no_shares() {
        let report = count(&[], date(2024, 6, 30));
        assert_eq!((report.count, report.barcode_share), (0, Share::default()));
    }
}
