//! Rewards and support that decisions promise for rated products, as dated rules; and what of them
//! was paid.

pub mod store;

use crate::{
    base::{
        fold::{NAME, within},
        id::{ProductId, RuleId},
        lang::Say,
        money::Money,
        sums::is_money,
    },
    catalog::kinds::SubjectType,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::words! {
    /// For what a rule pays.
    Occasion {
        /// A certificate is signed.
        Rated = "rated", "Được xếp hạng", "Rated";
        /// It is the product's first one.
        FirstRated = "first_rated", "Xếp hạng lần đầu", "Rated first time";
        /// The product had one before.
        RatedAnew = "rated_anew", "Đánh giá lại", "Rated anew";
        /// It has more stars than the one before.
        Raised = "raised", "Nâng hạng sao", "More stars than before";
    }
}

crate::words! {
    /// Who receives what a rule pays.
    Receiver {
        /// Who makes the product.
        Maker = "maker", "Chủ thể", "Producer";
        /// The maker's commune.
        Commune = "commune", "Xã, phường", "Commune";
        /// The maker's village.
        Village = "village", "Thôn, làng", "Village";
    }
}

/// A rule of a decision, as it now stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Which.
    pub uid: RuleId,
    /// What people call it.
    pub name: String,
    /// The decision that says so: its number and day.
    pub decision: String,
    /// The province or locality where it holds; empty: everywhere in the book.
    pub area: String,
    /// For what it pays.
    pub occasion: Occasion,
    /// 3 to 5; none: any.
    pub star: Option<u8>,
    /// Only makers of this form; none: any.
    pub form: Option<SubjectType>,
    /// Who receives it.
    pub receiver: Receiver,
    /// Đồng for each product.
    pub amount: Money,
    /// For how many products one receiver is paid at most; none: all.
    pub most: Option<i64>,
    /// The first day of certificates it pays for.
    pub starts_on: Date,
    /// The last day of certificates it pays for; none: it goes on.
    pub ends_on: Option<Date>,
    /// True: it was entered by mistake.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// What was paid by a rule for a rating, in all. A later one of the same rating goes before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// By which rule.
    pub rule: RuleId,
    /// For the rating of which product.
    pub product: ProductId,
    /// The day on which that rating was signed.
    pub signed_on: Date,
    /// Đồng in all; none when the note was taken back.
    pub amount: Option<Money>,
    /// On which day the last of it was paid.
    pub paid_on: Date,
    /// By which paper, or empty.
    pub document: String,
}

/// The most letters of a decision or a paper.
const LONG: usize = 200;
/// The most products that a receiver may be paid for.
const MOST: i64 = 10_000;

impl Rule {
    /// Why it cannot be kept.
    pub fn check(&self) -> Result<(), Say> {
        within(NAME, &[&self.name, &self.area])?;
        within(LONG, &[&self.decision])?;
        if self.name.is_empty() || self.decision.is_empty() {
            let vi = "Hãy nhập tên và số quyết định";
            return Err(Say::new(vi, "Enter a name and the number of the decision"));
        }
        if !is_money(self.amount) || self.amount <= Money::ZERO {
            return Err(Say::new("Số tiền phải trên 0 đồng", "The amount is above 0 đồng"));
        }
        if self.star.is_some_and(|star| !(3..=5).contains(&star)) {
            return Err(Say::new("Hạng sao phải từ 3 đến 5", "The star rating must be 3 to 5"));
        }
        if self.most.is_some_and(|most| !(1..=MOST).contains(&most)) {
            let vi = "Số sản phẩm nhiều nhất phải từ 1 đến 10.000";
            return Err(Say::new(vi, "The most products are 1 to 10,000"));
        }
        if self.ends_on.is_some_and(|end| end < self.starts_on) {
            return Err(Say::new(
                "Ngày hết hiệu lực phải sau ngày bắt đầu",
                "A rule must not end before it begins",
            ));
        }
        Ok(())
    }

    /// Whether it pays for a certificate signed on a day.
    pub fn holds(&self, day: Date) -> bool {
        !self.withdrawn && self.starts_on <= day && self.ends_on.is_none_or(|end| day <= end)
    }
}

impl Paid {
    /// Why it cannot be kept.
    pub fn check(&self) -> Result<(), Say> {
        within(LONG, &[&self.document])?;
        let fits = |it: Money| is_money(it) && it >= Money::ZERO;
        if !self.amount.is_none_or(fits) {
            return Err(Say::new("Số tiền không hợp lệ", "Not an amount"));
        }
        Ok(())
    }
}
