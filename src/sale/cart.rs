//! The price of a cart: promotions, then what the seller takes off a line, then off the whole.
//! Pure, in whole đồng, halves away from zero. The till mirrors it in `static/js/model/price.js`; a
//! property test holds the two together to the last đồng.

use crate::{
    base::{id::ProductId, money::Money, quantity::Quantity},
    fair::promotion::{Deal, Promotion},
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

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
    /// The promotion's name, or empty.
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

/// Prices a cart under the promotions that hold, in the order given: of two that save the same,
/// the earlier is taken. None when an amount is beyond what a sale may carry.
pub fn price(
    items: &[Item],
    promotions: &[&Promotion],
    discount: Option<Discount>,
) -> Option<Vec<Priced>> {
    let mut priced = items.iter().map(gross).collect::<Option<Vec<_>>>()?;
    promote(items, promotions, &mut priced);
    for (item, line) in items.iter().zip(&mut priced) {
        let base = line.net();
        line.off.line = item.discount.map_or(Money::ZERO, |discount| discount.off(base));
    }
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

/// Gives each line the promotion that saves it most; then a set takes its lines over where it
/// saves more than they do by themselves. A line is in one set at most.
fn promote(items: &[Item], promotions: &[&Promotion], priced: &mut [Priced]) {
    for (item, line) in items.iter().zip(priced.iter_mut()) {
        for promotion in promotions.iter().filter(|it| covers(it, item)) {
            let saved = alone(promotion.deal, item, line.gross);
            if saved > line.off.promotion {
                line.off.promotion = saved;
                line.off.name = promotion.name.clone();
            }
        }
    }
    let mut held = HashSet::new();
    for promotion in promotions {
        let Deal::Bundle(together) = promotion.deal else { continue };
        let Some(lines) = set(items, promotion, &held) else { continue };
        let Some((saved, weights)) = saving(items, &lines, together) else { continue };
        let alone: Money = lines.iter().map(|&n| priced[n].off.promotion).sum();
        if saved <= alone {
            continue;
        }
        for (&n, share) in lines.iter().zip(saved.allocate(&weights)) {
            priced[n].off.promotion = share;
            priced[n].off.name = promotion.name.clone();
            held.insert(n);
        }
    }
}

fn covers(promotion: &Promotion, item: &Item) -> bool {
    !item.sample && !item.free && promotion.products.contains(&item.product)
}

/// What a promotion saves a line by itself; a set saves nothing so.
fn alone(deal: Deal, item: &Item, gross: Money) -> Money {
    match deal {
        Deal::Percent(percent) => percent_of(gross, percent),
        Deal::Amount(amount) => item.quantity.at(amount).unwrap_or(gross).min(gross),
        Deal::BuyGet { buy, get } => {
            let free = item.quantity.0 / 1000 / (buy + get) * get;
            Money(item.price.0 * free)
        }
        Deal::Bundle(_) => Money::ZERO,
    }
}

/// The first free line of each product of a set; none when one is not in the cart.
fn set(items: &[Item], promotion: &Promotion, held: &HashSet<usize>) -> Option<Vec<usize>> {
    let of = |product: &ProductId| {
        let fits = |n: &usize| {
            let item = &items[*n];
            covers(promotion, item) && item.product == *product && !held.contains(n)
        };
        (0..items.len()).find(fits)
    };
    promotion.products.iter().map(of).collect()
}

/// What whole sets of these lines save at `together` đồng a set, and by which weights the lines
/// share it. None when there is no whole set, or it is no cheaper.
fn saving(items: &[Item], lines: &[usize], together: Money) -> Option<(Money, Vec<Money>)> {
    let sets = lines.iter().map(|&n| items[n].quantity.0 / 1000).min()?;
    let weights: Vec<Money> = lines.iter().map(|&n| Money(items[n].price.0 * sets)).collect();
    let apart: Money = weights.iter().copied().sum();
    let saved = apart - Money(together.0 * sets);
    (saved > Money::ZERO).then_some((saved, weights))
}

/// Whether what the seller took off stays within a limit in whole per cents: of each line, and
/// of the whole. Half a đồng a line is left to rounding.
pub fn within(priced: &[Priced], limit: i64) -> bool {
    let base = |line: &Priced| line.gross - line.off.promotion;
    let line = |line: &Priced| line.off.line <= percent_of(base(line), limit);
    let given: i128 = priced.iter().map(|it| i128::from((it.off.line + it.off.cart).0)).sum();
    let whole: i128 = priced.iter().map(|it| i128::from(base(it).0)).sum();
    let rounding = 50 * (priced.len() as i128 + 1);
    priced.iter().all(line) && given * 100 <= whole * i128::from(limit) + rounding
}

#[cfg(test)]
mod tests;
