//! Products, their producers, certificates and prices.

pub mod counted_in;
pub mod kinds;
pub mod makers;
pub mod open;
pub mod pack;
pub mod papers;
pub mod photo;
pub mod price;
pub mod rewards;
pub mod sheet;
pub mod store;

use crate::base::{
    fold::{NAME, within},
    id::{CertificateId, ProducerId, ProductId},
    lang::Say,
};
use jiff::civil::Date;
use kinds::SubjectType;
use pack::Packs;
use papers::{Listing, OnlineSales, Quality};
pub use price::{Price, doubtful};
use rewards::{Paid, Rule};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A change of the catalogue; its contents are the journal entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Change {
    /// A producer as it now stands.
    Producer(Producer),
    /// A product as it now stands.
    Product(Product),
    /// A rating's certificate.
    Certificate(Certificate),
    /// A price that holds from now on.
    Price(Price),
    /// A photo, or that there is none any more.
    Photo(photo::Shown),
    /// A maker's quality certificate as it now stands.
    Quality(Quality),
    /// A product on a platform as it now stands.
    Listing(Listing),
    /// What a platform sold in a month.
    Online(OnlineSales),
    /// A rule of rewards as it now stands.
    Rule(Rule),
    /// What was paid by a rule.
    Paid(Paid),
}

impl Change {
    /// The uid of what is changed: of a rating, a price, a photo or a
    /// listing the product's, of a paper the maker's; of a month's sales the month.
    pub fn subject(&self) -> String {
        match self {
            Change::Producer(it) => it.uid.to_string(),
            Change::Product(it) => it.uid.to_string(),
            Change::Certificate(it) => it.product.to_string(),
            Change::Price(it) => it.product.to_string(),
            Change::Photo(it) => it.product.to_string(),
            Change::Quality(it) => it.producer.to_string(),
            Change::Listing(it) => it.product.to_string(),
            Change::Rule(it) => it.uid.to_string(),
            Change::Paid(it) => it.product.to_string(),
            Change::Online(it) => format!("{}/{}", it.month, it.platform.as_str()),
        }
    }

    /// The things that it names and that have to be there before it: not what it is itself.
    pub fn refers(&self) -> Vec<Uuid> {
        match self {
            Change::Producer(_) | Change::Online(_) | Change::Rule(_) => Vec::new(),
            Change::Paid(it) => vec![it.rule.0, it.product.0],
            Change::Quality(it) => vec![it.producer.0],
            Change::Listing(it) => vec![it.product.0],
            Change::Product(it) => vec![it.producer.0],
            Change::Certificate(it) => vec![it.product.0],
            Change::Photo(it) => vec![it.product.0],
            Change::Price(it) => {
                let place = it.booth.map(|it| it.0).into_iter().chain(it.fair.map(|it| it.0));
                place.chain([it.product.0]).collect()
            }
        }
    }
}

/// A producer (OCOP subject).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Producer {
    /// Which.
    pub uid: ProducerId,
    /// Its name, NFC.
    pub name: String,
    /// Its legal form.
    pub subject_type: SubjectType,
    /// Administrative unit code, or empty.
    pub unit_code: String,
    /// Commune, or empty.
    pub commune: String,
    /// Tax code (MST), or empty.
    pub tax_code: String,
    /// Phone, or empty.
    pub phone: String,
    /// Invented for a rehearsal: neither it nor its products stand in the catalogue.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rehearsal: bool,
}

/// A product.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Product {
    /// Which.
    pub uid: ProductId,
    /// Its name, NFC.
    pub name: String,
    /// The unit it is sold by: `kg`, `gói 500 g`.
    pub unit: String,
    /// Who makes it.
    pub producer: ProducerId,
    /// 3 to 5 stars as rated, or none. Whether they may be shown on a day, `valid_star` says.
    pub star: Option<u8>,
    /// OCOP group, 1 to 6.
    pub ocop_group: u8,
    /// Province before 1 July 2025.
    pub province_2024: String,
    /// Province now.
    pub province_now: String,
    /// Barcode, or empty.
    pub barcode: String,
    /// Item code, or empty.
    pub sku: String,
    /// VAT treatment, or empty.
    pub vat: String,
    /// Lot sold by default, or empty.
    pub lot: String,
    /// Where the facts come from, or empty.
    pub evidence: String,
    /// False: no longer sold.
    pub active: bool,
    /// True: its amount is typed at the till (a collection for charity, say).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub free_amount: bool,
    /// Names for so many of its unit, such as `thùng=24`.
    #[serde(default, skip_serializing_if = "Packs::is_empty")]
    pub packs: Packs,
}

/// A certificate of a rating. Valid for 36 months from its signature (Decision 148/QĐ-TTg and
/// Decision 26/2026/QĐ-TTg alike).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Certificate {
    /// Which.
    pub uid: CertificateId,
    /// Of which product.
    pub product: ProductId,
    /// Its number.
    pub number: String,
    /// 3 to 5.
    pub star: u8,
    /// Signed on this day.
    pub signed_on: Date,
    /// The first day on which it no longer holds.
    pub expires_on: Date,
}

/// 36 months after the signature.
pub fn expiry(signed_on: Date) -> Date {
    signed_on.saturating_add(jiff::Span::new().months(36))
}

/// The star that may be shown on `day`: of the certificate that holds then. A product whose
/// rating came without any certificate (an imported list) shows it as listed; one whose
/// certificates have all run out shows none.
pub fn valid_star(listed: Option<u8>, certificates: &[(u8, Date, Date)], day: Date) -> Option<u8> {
    if certificates.is_empty() {
        return listed;
    }
    certificates
        .iter()
        .filter(|(_, signed_on, expires_on)| *signed_on <= day && day < *expires_on)
        .map(|(star, _, _)| *star)
        .max()
}

/// The most letters of a unit.
pub const UNIT: usize = 60;
/// The most letters of a VAT rate, and of a commune's code: each line of a sale keeps both.
const CODE: usize = 20;

/// Checks a change by itself.
pub fn check(change: &Change) -> Result<(), Say> {
    match change {
        Change::Product(product) => {
            within(NAME, &[&product.name])?;
            within(UNIT, &[&product.unit])?;
            within(CODE, &[&product.vat])?;
            product.packs.check(&product.unit)?;
        }
        Change::Producer(producer) => {
            within(NAME, &[&producer.name])?;
            within(CODE, &[&producer.unit_code])?;
        }
        _ => {}
    }
    match change {
        Change::Product(product) if product.name.is_empty() => {
            Err(Say::new("Hãy nhập tên sản phẩm", "Enter the product's name"))
        }
        Change::Product(product) if product.unit.is_empty() => {
            Err(Say::new("Hãy nhập đơn vị tính", "Enter the unit"))
        }
        Change::Product(product) if !(1..=6).contains(&product.ocop_group) => {
            Err(Say::new("Nhóm OCOP phải từ 1 đến 6", "The OCOP group must be 1 to 6"))
        }
        Change::Product(product) if product.star.is_some_and(|star| !(3..=5).contains(&star)) => {
            Err(Say::new("Hạng sao phải từ 3 đến 5", "The star rating must be 3 to 5"))
        }
        Change::Producer(producer) if producer.name.is_empty() => {
            Err(Say::new("Hãy nhập tên chủ thể", "Enter the producer's name"))
        }
        Change::Price(price) => price.check(),
        Change::Photo(photo) => photo.check(),
        Change::Quality(paper) => paper.check(),
        Change::Listing(listing) => listing.check(),
        Change::Online(sales) => sales.check(),
        Change::Rule(rule) => rule.check(),
        Change::Paid(paid) => paid.check(),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_star_is_shown_only_while_its_certificate_holds() {
        let signed = date(2023, 2, 28);
        let rated = [(4, signed, expiry(signed))];
        assert_eq!(expiry(signed), date(2026, 2, 28));
        assert_eq!(valid_star(Some(4), &rated, date(2026, 2, 27)), Some(4));
        assert_eq!(valid_star(Some(4), &rated, date(2026, 2, 28)), None);
        assert_eq!(valid_star(Some(4), &rated, date(2023, 2, 27)), None);
        assert_eq!(valid_star(Some(3), &[], date(2026, 2, 28)), Some(3));
    }
}
