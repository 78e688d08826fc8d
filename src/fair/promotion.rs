//! Promotions: what a fair, or one booth of it, takes off the price for a while.

pub mod store;

use crate::base::{
    clock::Ms,
    id::{BoothId, FairId, ProductId, PromotionId},
    lang::{Lang, Say},
    money::Money,
};
use serde::{Deserialize, Serialize};

/// The most products one promotion may cover.
pub const PRODUCTS: usize = 200;

/// A promotion as it now stands. A later version under the same uid takes its place; one that is
/// withdrawn gets an earlier end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    /// Which.
    pub uid: PromotionId,
    /// At which fair.
    pub fair: FairId,
    /// At which booth; none: at every booth of the fair.
    pub booth: Option<BoothId>,
    /// As printed on receipts.
    pub name: String,
    /// The products it covers.
    pub products: Vec<ProductId>,
    /// What it gives.
    pub deal: Deal,
    /// Epoch ms from which it holds.
    pub starts: Ms,
    /// The first moment at which it no longer holds, epoch ms.
    pub ends: Ms,
}

/// What a promotion gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deal {
    /// Whole per cents off each product, 1 to 100.
    Percent(i64),
    /// Đồng off each unit, never more than its price.
    Amount(Money),
    /// Of each `buy + get` whole units of one product, `get` are free.
    BuyGet {
        /// Units paid for.
        buy: i64,
        /// Units free.
        get: i64,
    },
    /// One unit of each product covered, together for this many đồng.
    Bundle(Money),
}

impl Promotion {
    /// Whether it holds at this moment.
    pub fn holds(&self, at: Ms) -> bool {
        self.starts <= at && at < self.ends
    }

    /// What it gives, in words.
    pub fn words(&self, lang: Lang) -> String {
        match self.deal {
            Deal::Percent(percent) => format!("{} {percent}%", lang.say("Giảm", "Off")),
            Deal::Amount(amount) => {
                let unit = lang.say("mỗi đơn vị", "a unit");
                format!("{} {} {unit}", lang.say("Giảm", "Off"), amount.text())
            }
            Deal::BuyGet { buy, get } => match lang {
                Lang::Vi => format!("Mua {buy} tặng {get}"),
                Lang::En => format!("Buy {buy}, get {get} free"),
            },
            Deal::Bundle(price) => {
                format!("{} {}", lang.say("Cả bộ", "The set for"), price.text())
            }
        }
    }
}

/// Checks a promotion by itself.
pub fn check(it: &Promotion) -> Result<(), Say> {
    if it.name.is_empty() || it.name.chars().count() > 60 {
        return Err(Say::new("Tên từ 1 đến 60 ký tự", "A name has 1 to 60 letters"));
    }
    if it.ends < it.starts {
        return Err(Say::new("Kết thúc phải sau bắt đầu", "It must not end before it starts"));
    }
    if it.products.is_empty() || it.products.len() > PRODUCTS {
        return Err(Say::new("Hãy chọn từ 1 đến 200 sản phẩm", "Choose 1 to 200 products"));
    }
    let fits = match it.deal {
        Deal::Percent(percent) => (1..=100).contains(&percent),
        Deal::Amount(amount) => amount > Money::ZERO && amount <= Money::LIMIT,
        Deal::BuyGet { buy, get } => (1..=1000).contains(&buy) && (1..=1000).contains(&get),
        Deal::Bundle(price) => (Money::ZERO..=Money::LIMIT).contains(&price),
    };
    if !fits {
        return Err(Say::new("Mức khuyến mãi không hợp lệ", "These terms are not valid"));
    }
    let mut known = it.products.clone();
    known.sort();
    known.dedup();
    if matches!(it.deal, Deal::Bundle(_)) && (known.len() < 2 || known.len() != it.products.len()) {
        return Err(Say::new("Một bộ gồm ít nhất 2 sản phẩm", "A set has at least 2 products"));
    }
    Ok(())
}
