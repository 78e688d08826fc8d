//! The demonstration's catalogue: real product names with invented prices, producers, codes and
//! certificates, so that no company finds invented sales under its own name.

use super::names::MARK;
use crate::{
    base::{
        clock::Ms,
        id::{CertificateId, Chance, ProducerId, ProductId},
        lang::{Lang, Say},
        money::Money,
    },
    catalog::{
        Certificate, Change, Price, Producer, Product, expiry,
        kinds::SubjectType,
        sheet::{self, ProductRow},
    },
    sheet::File,
};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

const SHEET: &[u8] = include_bytes!("../../../static/data/ocop_products.csv");

/// A product as the fairs sell it.
pub struct Good {
    /// Which.
    pub uid: ProductId,
    /// Đồng for one unit.
    pub price: Money,
    /// Province in 2024.
    pub province: String,
    /// Whether it is weighed out.
    pub weighed: bool,
    star: u8,
    evidence: String,
}

/// The goods, and the changes that put them into the catalogue.
pub fn goods(chance: &Chance, at: Ms) -> Result<(Vec<Good>, Vec<Change>), Say> {
    let rows = sheet::products(&File::new("ocop_products.csv", SHEET)).map_err(|errors| {
        let line = |lang| errors.first().map(|error| error.line(lang)).unwrap_or_default();
        Say::new(line(Lang::Vi), line(Lang::En))
    })?;
    let mut changes = Vec::new();
    let mut goods = Vec::new();
    let mut producers = BTreeMap::new();
    for (n, row) in rows.iter().enumerate() {
        let count = producers.len() + 1;
        let producer =
            *producers.entry((row.producer.clone(), row.subject_type)).or_insert_with(|| {
                let uid: ProducerId = chance.uid(at).into();
                changes.push(Change::Producer(producer(uid, row, count)));
                uid
            });
        let product = product(chance.uid(at).into(), row, producer, n);
        let price =
            Price { product: product.uid, booth: None, fair: None, amount: Some(row.price) };
        let good = good(row, product.uid);
        changes.extend([Change::Product(product), Change::Price(price)]);
        changes.push(rating(chance, at, &good, first_signed(&good, n)));
        goods.push(good);
    }
    Ok((goods, changes))
}

fn good(row: &ProductRow, uid: ProductId) -> Good {
    Good {
        uid,
        price: row.price,
        province: row.province_2024.clone().unwrap_or_default(),
        weighed: row.unit == "kg",
        star: row.star.unwrap_or(3),
        evidence: row.evidence.clone().unwrap_or_default(),
    }
}

fn producer(uid: ProducerId, row: &ProductRow, n: usize) -> Producer {
    let form = match row.subject_type {
        SubjectType::Enterprise => "Doanh nghiệp",
        SubjectType::Cooperative => "Hợp tác xã",
        SubjectType::CooperativeGroup => "Tổ hợp tác",
        SubjectType::BusinessHousehold => "Hộ kinh doanh",
    };
    let province = row.province_2024.as_deref().unwrap_or_default();
    Producer {
        uid,
        name: format!("{form} {n:02}, {province} {MARK}"),
        subject_type: row.subject_type,
        unit_code: String::new(),
        commune: String::new(),
        tax_code: String::new(),
        phone: String::new(),
        rehearsal: false,
    }
}

fn product(uid: ProductId, row: &ProductRow, producer: ProducerId, n: usize) -> Product {
    Product {
        uid,
        name: row.name_vi.clone(),
        unit: row.unit.clone(),
        producer,
        star: row.star,
        ocop_group: row.ocop_group,
        province_2024: row.province_2024.clone().unwrap_or_default(),
        province_now: row.province_now.clone().unwrap_or_default(),
        barcode: barcode(n),
        sku: format!("SP{:03}", n + 1),
        vat: String::new(),
        lot: String::new(),
        evidence: format!(
            "Tên sản phẩm: {}; giá, chủ thể, chứng nhận: dữ liệu mẫu",
            row.evidence.as_deref().unwrap_or("mẫu")
        ),
        active: true,
        free_amount: false,
        packs: Default::default(),
    }
}

/// An EAN-13 of the range for use within a shop (20), never one that belongs to a company.
fn barcode(n: usize) -> String {
    let digits = format!("20000100{:04}", n + 1);
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(n, digit)| u32::from(digit - b'0') * if n % 2 == 0 { 1 } else { 3 })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// When the rating was signed. The lists of February 2024 and the article of 2019 are real; the
/// others are spread so that some run out during the season.
fn first_signed(good: &Good, n: usize) -> Date {
    match good.evidence.get(..3).unwrap_or(&good.evidence) {
        "S2" | "S3" => date(2024, 2, 2),
        "S11" => date(2019, 12, 20),
        _ => [date(2021, 4, 15), date(2022, 9, 30), date(2023, 6, 20)][n % 3],
    }
}

/// A later rating, for goods whose first one has run out by now; every fifth was not renewed.
pub fn renewals(chance: &Chance, at: Ms, goods: &[Good]) -> Vec<Change> {
    let lapsed =
        |(n, good): &(usize, &Good)| expiry(first_signed(good, *n)) <= at.date() && n % 5 != 0;
    let renewed = at.date().saturating_sub(jiff::Span::new().months(8));
    let rating = |(_, good): (usize, &Good)| rating(chance, at, good, renewed);
    goods.iter().enumerate().filter(lapsed).map(rating).collect()
}

fn rating(chance: &Chance, at: Ms, good: &Good, signed_on: Date) -> Change {
    let uid: CertificateId = chance.uid(at).into();
    let number = format!("MẪU-{}/{}", signed_on.year(), chance.below(9000) + 1000);
    let expires_on = expiry(signed_on);
    let (product, star) = (good.uid, good.star);
    Change::Certificate(Certificate { uid, product, number, star, signed_on, expires_on })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_codes_are_valid_and_belong_to_nobody() {
        assert_eq!(barcode(0), "2000010000012");
        let (goods, changes) = goods(&Chance::seeded(1), Ms(0)).unwrap();
        assert_eq!(goods.len(), 65);
        for change in &changes {
            match change {
                Change::Producer(it) => assert!(it.name.ends_with(MARK)),
                Change::Product(it) => assert!(it.barcode.starts_with("20")),
                _ => {}
            }
        }
    }
}
