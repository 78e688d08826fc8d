//! The price of a cart: promotions, then what the seller takes off a line, then off the whole.
//! Pure, in whole đồng, halves away from zero. What promotions save stands in `offers.rs`.
//! The till mirrors it in `static/js/model/price.js`; a property test holds the two together to the
//! last đồng.

mod by_line;
mod offers;
pub mod preview;

use crate::{
    base::{id::ProductId, money::Money, quantity::Quantity},
    fair::promotion::Promotion,
};
use serde::{Deserialize, Serialize};

/// What a seller takes off, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discount {
    /// Whole per cents, 0 to 100.
    Percent(i64),
    /// Đồng; never more than what it is taken off.
    Amount(Money),
}

impl Discount {
    /// Đồng off `base`.
    fn off(self, base: Money) -> Money {
        match self {
            Discount::Percent(percent) => percent_of(base, percent),
            Discount::Amount(amount) => amount.min(base),
        }
    }

    /// Whether it is a discount at all: per cents of 0 to 100, đồng from 0 up.
    pub fn sane(self) -> bool {
        match self {
            Discount::Percent(percent) => (0..=100).contains(&percent),
            Discount::Amount(amount) => (Money::ZERO..=Money::LIMIT).contains(&amount),
        }
    }
}

/// A line of a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which product.
    pub product: ProductId,
    /// Thousandths.
    pub quantity: Quantity,
    /// Đồng for one unit; what was typed for a free amount.
    pub price: Money,
    /// What the seller takes off this line.
    pub discount: Option<Discount>,
    /// Whether it is given away.
    pub sample: bool,
    /// Whether its amount was typed. Promotions do not touch it.
    pub free: bool,
}

/// What was taken off a line, and by what; đồng, negative in a reversal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Off {
    /// By a promotion.
    #[serde(default, skip_serializing_if = "Money::is_zero")]
    pub promotion: Money,
    /// The promotion's name, or empty; several are joined by ` + `.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// By the seller, off this line.
    #[serde(default, skip_serializing_if = "Money::is_zero")]
    pub line: Money,
    /// This line's share of what the seller took off the whole.
    #[serde(default, skip_serializing_if = "Money::is_zero")]
    pub cart: Money,
}

impl Off {
    /// Everything that was taken off.
    pub fn total(&self) -> Money {
        self.promotion + self.line + self.cart
    }

    /// Whether nothing was.
    pub fn is_none(&self) -> bool {
        *self == Off::default()
    }
}

/// A line with its price.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Priced {
    /// Quantity at the price, đồng; nothing for a sample.
    pub gross: Money,
    /// What is taken off.
    pub off: Off,
}

impl Priced {
    /// Đồng charged.
    pub fn net(&self) -> Money {
        self.gross - self.off.total()
    }
}

/// A percentage of an amount from 0 up, rounded to whole đồng, halves up.
fn percent_of(base: Money, percent: i64) -> Money {
    Money(((i128::from(base.0) * i128::from(percent) + 50) / 100) as i64)
}

/// By which rules a cart is priced. A phone that was out of reach may still have reckoned by an
/// older script; what it took then is explained by the rules of that script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Today's: an offer takes quantities, and more pieces never cost less.
    ByQuantity,
    /// Until November 2026: an offer took lines, and a gift came in whole blocks only.
    ByLine,
}

/// Prices a cart under the promotions that hold, in the order given: of two that save the same,
/// the earlier is taken. None when an amount is beyond what a sale may carry.
pub fn price(
    items: &[Item],
    promotions: &[&Promotion],
    discount: Option<Discount>,
) -> Option<Vec<Priced>> {
    price_by(Rules::ByQuantity, items, promotions, discount)
}

/// Prices a cart by the rules of a time.
pub fn price_by(
    rules: Rules,
    items: &[Item],
    promotions: &[&Promotion],
    discount: Option<Discount>,
) -> Option<Vec<Priced>> {
    let mut priced = items.iter().map(gross).collect::<Option<Vec<_>>>()?;
    match rules {
        Rules::ByQuantity => offers::promote(items, promotions, &mut priced),
        Rules::ByLine => by_line::promote(items, promotions, &mut priced),
    }
    line_discounts(rules, items, &mut priced);
    let nets: Vec<Money> = priced.iter().map(Priced::net).collect();
    let cut = discount.map_or(Money::ZERO, |discount| discount.off(nets.iter().copied().sum()));
    if cut > Money::ZERO {
        for (line, share) in priced.iter_mut().zip(cut.allocate(&nets)) {
            line.off.cart = share;
        }
    }
    Some(priced)
}

fn gross(item: &Item) -> Option<Priced> {
    let gross = if item.sample { Money::ZERO } else { item.quantity.at(item.price)? };
    (gross <= Money::LIMIT).then(|| Priced { gross, off: Off::default() })
}

/// What the seller takes off the lines. The same per cents off two lines of one product are
/// reckoned over both, so that it does not matter how they were rung up.
fn line_discounts(rules: Rules, items: &[Item], priced: &mut [Priced]) {
    let mut done = vec![false; items.len()];
    for n in 0..items.len() {
        let Some(discount) = items[n].discount.filter(|_| !done[n]) else { continue };
        let same =
            |m: &usize| *m == n || rules == Rules::ByQuantity && alike(&items[n], &items[*m]);
        let lines: Vec<usize> = (n..items.len()).filter(same).collect();
        let bases: Vec<Money> = lines.iter().map(|&n| priced[n].net()).collect();
        let off = discount.off(bases.iter().copied().sum());
        for (&n, share) in lines.iter().zip(off.allocate(&bases)) {
            priced[n].off.line = share;
            done[n] = true;
        }
    }
}

/// Whether two lines could as well have been one, per cents included.
fn alike(one: &Item, other: &Item) -> bool {
    let whole = |it: &Item| !it.free && !it.sample;
    matches!(one.discount, Some(Discount::Percent(_)))
        && one.discount == other.discount
        && (one.product, one.price) == (other.product, other.price)
        && whole(one)
        && whole(other)
}

fn covers(promotion: &Promotion, item: &Item) -> bool {
    !item.sample && !item.free && promotion.products.contains(&item.product)
}

/// The đồng by which the share of a line may be above its own per cents.
const SHARED: Money = Money(1);

/// Whether what the seller took off stays within a limit in whole per cents: of each line, and
/// of the whole. Half a đồng a line is left to rounding, and of a line one more to sharing.
pub fn within(priced: &[Priced], limit: i64) -> bool {
    let base = |line: &Priced| line.gross - line.off.promotion;
    let line = |line: &Priced| line.off.line <= percent_of(base(line), limit) + SHARED;
    let given: i128 = priced.iter().map(|it| i128::from((it.off.line + it.off.cart).0)).sum();
    let whole: i128 = priced.iter().map(|it| i128::from(base(it).0)).sum();
    let rounding = 50 * (priced.len() as i128 + 1);
    priced.iter().all(line) && given * 100 <= whole * i128::from(limit) + rounding
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
