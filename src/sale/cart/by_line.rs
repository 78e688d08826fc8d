//! How promotions were reckoned until November 2026, line by line. A sale that an older script rang
//! up out of reach is understood by it, so that its lines say what the customer was told.

use super::{Item, Priced, covers, percent_of};
use crate::{
    base::{id::ProductId, money::Money},
    fair::promotion::{Deal, Promotion},
};
use std::collections::HashSet;

/// Gives each line the promotion that saves it most; then a set takes its lines over where it
/// saves more than they do by themselves. A line is in one set at most.
pub fn promote(items: &[Item], promotions: &[&Promotion], priced: &mut [Priced]) {
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
