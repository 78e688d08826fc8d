//! Papers beside a rating's certificate: quality certificates of makers, listings of products on
//! sales platforms, and what platforms sold in a month.

pub mod sheet;
pub mod store;

use crate::base::{
    fold::{NAME, within},
    id::{CertificateId, ProducerId, ProductId},
    lang::Say,
    money::Money,
    quantity::Quantity,
    sums::{is_money, is_quantity},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::words! {
    /// What a maker's paper certifies.
    QualityKind {
        /// Good practice of growing.
        VietGap = "vietgap", "VietGAP", "VietGAP";
        /// Good practice of keeping animals.
        VietGahp = "vietgahp", "VietGAHP", "VietGAHP";
        /// The same by the world's rules.
        GlobalGap = "globalgap", "GlobalGAP", "GlobalGAP";
        /// Organic.
        Organic = "organic", "Hữu cơ", "Organic";
        /// A growing area with a code.
        AreaCode = "area_code", "Mã số vùng trồng", "Growing-area code";
        /// A packing house with a code.
        PackingHouse = "packing_house", "Mã số cơ sở đóng gói", "Packing-house code";
        /// Dangers of food are known and kept in check.
        Haccp = "haccp", "HACCP", "HACCP";
        /// The same, with its management.
        Iso22000 = "iso22000", "ISO 22000", "ISO 22000";
        /// Fit to make food, by the state.
        FoodSafety = "food_safety", "Đủ điều kiện an toàn thực phẩm", "Food safety";
        /// Halal.
        Halal = "halal", "Halal", "Halal";
        /// A trademark or a geographical indication.
        Mark = "mark", "Nhãn hiệu, chỉ dẫn địa lý", "Trademark or origin";
        /// Another.
        Other = "other", "Giấy khác", "Another paper";
    }
}

crate::words! {
    /// Where goods are sold online.
    Platform {
        /// Of Viettel Post.
        Voso = "voso", "Voso", "Voso";
        /// Of Vietnam Post.
        Postmart = "postmart", "Postmart", "Postmart";
        /// The province's own.
        Provincial = "provincial", "Sàn của tỉnh", "The province’s platform";
        /// Shopee.
        Shopee = "shopee", "Shopee", "Shopee";
        /// Lazada.
        Lazada = "lazada", "Lazada", "Lazada";
        /// Tiki.
        Tiki = "tiki", "Tiki", "Tiki";
        /// TikTok Shop.
        TikTok = "tiktok", "TikTok Shop", "TikTok Shop";
        /// Facebook, Zalo and the like.
        Social = "social", "Mạng xã hội", "Social networks", "Facebook", "Zalo";
        /// The maker's own site.
        Own = "own", "Trang của chủ thể", "The producer’s site";
        /// Another.
        Other = "other", "Sàn khác", "Another platform";
    }
}

/// A maker's quality certificate, or the code of one of its areas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// Which.
    pub uid: CertificateId,
    /// Whose.
    pub producer: ProducerId,
    /// What it certifies.
    pub kind: QualityKind,
    /// Its number, or empty.
    pub number: String,
    /// The code of the growing area or packing house, or empty.
    pub area_code: String,
    /// Thousandths of a hectare; none where it is of no land.
    pub hectares: Option<Quantity>,
    /// Who issued it, or empty.
    pub issued_by: String,
    /// The first day on which it holds.
    pub holds_from: Date,
    /// The first day on which it no longer holds; none: it does not run out.
    pub expires_on: Option<Date>,
    /// True: it was entered by mistake, or taken back by who issued it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// A product on a platform. A later one of the same product, platform and first day goes before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Which product.
    pub product: ProductId,
    /// Where.
    pub platform: Platform,
    /// The first day on which it is there.
    pub since: Date,
    /// The first day on which it no longer is; none: it still is.
    pub until: Option<Date>,
    /// Its page, or empty.
    pub link: String,
    /// True: it was entered by mistake.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// What a platform sold in a month. A later one of the same month and platform goes before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineSales {
    /// The month's first day.
    pub month: Date,
    /// Where.
    pub platform: Platform,
    /// Đồng; none when the figure was taken back.
    pub revenue: Option<Money>,
    /// How many orders.
    pub orders: i64,
    /// Where it stands, as a reader finds it, or empty.
    pub source: String,
}

/// The most letters of a link or a source.
const LONG: usize = 500;
/// Orders beyond anything in a month.
const ORDERS: i64 = 1_000_000_000;
/// The most letters of a number or a code.
const SHORT: usize = 80;

impl Quality {
    /// Why it cannot be kept.
    pub fn check(&self) -> Result<(), Say> {
        within(SHORT, &[&self.number, &self.area_code])?;
        within(NAME, &[&self.issued_by])?;
        if self.expires_on.is_some_and(|end| end <= self.holds_from) {
            return Err(ends_first());
        }
        if !self.has_land() {
            return Err(Say::new(
                "Diện tích phải trên 0 ha, và không quá 1.000.000.000 ha",
                "The area is above 0 ha, and not above 1,000,000,000 ha",
            ));
        }
        let coded = matches!(self.kind, QualityKind::AreaCode | QualityKind::PackingHouse);
        if coded && self.area_code.is_empty() {
            return Err(Say::new("Hãy nhập mã số vùng hoặc cơ sở", "Enter the code"));
        }
        Ok(())
    }

    /// Whether its area, where it names one, is one.
    pub fn has_land(&self) -> bool {
        self.hectares.is_none_or(|it| it > Quantity::ZERO && is_quantity(it))
    }

    /// Whether it holds on a day.
    pub fn holds(&self, day: Date) -> bool {
        !self.withdrawn && self.holds_from <= day && self.expires_on.is_none_or(|end| day < end)
    }
}

impl Listing {
    /// Why it cannot be kept.
    pub fn check(&self) -> Result<(), Say> {
        within(LONG, &[&self.link])?;
        if self.until.is_some_and(|end| end <= self.since) {
            return Err(ends_first());
        }
        let web = ["https://", "http://"].iter().any(|it| self.link.starts_with(it));
        if !self.link.is_empty() && !web {
            let vi = "Liên kết phải bắt đầu bằng https:// hoặc http://";
            return Err(Say::new(vi, "A link begins with https:// or http://"));
        }
        Ok(())
    }
}

impl OnlineSales {
    /// Why it cannot be kept.
    pub fn check(&self) -> Result<(), Say> {
        within(LONG, &[&self.source])?;
        if self.month.day() != 1 {
            return Err(Say::new("Tháng phải là ngày đầu tháng", "A month is its first day"));
        }
        if !self.has_sums() {
            return Err(Say::new("Số tiền hoặc số đơn không hợp lệ", "Not an amount or a count"));
        }
        Ok(())
    }

    /// Whether its money and its orders are such as there may be.
    pub fn has_sums(&self) -> bool {
        let fits = |it: Money| is_money(it) && it >= Money::ZERO;
        (0..=ORDERS).contains(&self.orders) && self.revenue.is_none_or(fits)
    }
}

fn ends_first() -> Say {
    Say::new("Ngày hết phải sau ngày bắt đầu", "The end must be after the beginning")
}

/// A month as people write it: `06/2024`, `2024-06`, `T6/2024`, or any day of it; its first day.
pub fn month(text: &str) -> Result<Date, Say> {
    let bare = text.trim().trim_start_matches(['T', 't']);
    let parts: Vec<&str> = bare.split(['/', '-']).collect();
    let number = |text: &str| text.parse::<i16>().ok();
    let (year, month) = match parts[..] {
        [year, month] | [year, month, _] if year.len() == 4 => (number(year), number(month)),
        [month, year] | [_, month, year] if year.len() == 4 => (number(year), number(month)),
        _ => (None, None),
    };
    let month = month.and_then(|it| i8::try_from(it).ok());
    let first = year.zip(month).and_then(|(year, month)| Date::new(year, month, 1).ok());
    first.ok_or_else(|| {
        let brief = crate::base::fold::brief(text);
        Say::new(
            format!("“{brief}” không phải tháng; viết tháng/năm, ví dụ 06/2024"),
            format!("“{brief}” is no month; write month/year, such as 06/2024"),
        )
    })
}

/// `06/2024` of a month's first day.
pub fn month_text(month: Date) -> String {
    format!("{:02}/{}", month.month(), month.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_is_read_however_people_write_it() {
        for text in ["06/2024", "6/2024", "2024-06", "T6/2024", "2024-06-01", "15/06/2024"] {
            assert_eq!(month(text), Ok(date(2024, 6, 1)), "{text}");
        }
        for text in ["", "2024", "13/2024", "06/24", "tháng sáu"] {
            assert!(month(text).is_err(), "{text}");
        }
        assert_eq!(month_text(date(2024, 6, 1)), "06/2024");
    }

    #[test]
    fn a_paper_holds_from_its_first_day_to_the_eve_of_its_end() {
        let paper = Quality {
            uid: CertificateId::default(),
            producer: ProducerId::default(),
            kind: QualityKind::VietGap,
            number: String::new(),
            area_code: String::new(),
            hectares: Some(Quantity(12_350)),
            issued_by: String::new(),
            holds_from: date(2024, 1, 10),
            expires_on: Some(date(2026, 1, 10)),
            withdrawn: false,
        };
        assert!(paper.check().is_ok() && paper.holds(date(2026, 1, 9)));
        assert!(!paper.holds(date(2026, 1, 10)) && !paper.holds(date(2024, 1, 9)));
        let coded = Quality { kind: QualityKind::AreaCode, ..paper.clone() };
        assert!(coded.check().is_err(), "an area's code is the paper's whole sense");
        let ended = Quality { expires_on: Some(date(2024, 1, 10)), ..paper };
        assert!(ended.check().is_err());
    }
}
