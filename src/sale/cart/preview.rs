//! What a promotion would take off three carts, before it is saved: one piece, what the offer asks
//! for, and more. Priced as the desk prices a sale.

use super::{Item, price};
use crate::{
    base::{id::ProductId, money::Money, quantity::Quantity},
    fair::promotion::{Deal, Promotion},
};

/// A cart of whole pieces with its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Products, and how many units of each.
    pub pieces: Vec<(ProductId, i64)>,
    /// Đồng before anything is taken off.
    pub before: Money,
    /// Đồng that promotions take off.
    pub off: Money,
    /// Which promotions take it off, by name.
    pub names: Vec<String>,
}

impl Tried {
    /// Đồng to pay.
    pub fn to_pay(&self) -> Money {
        self.before - self.off
    }
}

/// Three carts of `goods` (what the promotion covers, with the price of a unit) under it and the
/// `others` that hold then; fewer where an amount is beyond a sale, none without goods.
pub fn three(
    promotion: &Promotion,
    others: &[Promotion],
    goods: &[(ProductId, Money)],
) -> Vec<Tried> {
    let mut all: Vec<&Promotion> = others.iter().chain([promotion]).collect();
    // As the desk has them: the uid decides between two that save the same.
    all.sort_by_key(|it| it.uid);
    carts(promotion.deal, goods.len()).iter().filter_map(|cart| tried(cart, &all, goods)).collect()
}

/// Which of the goods lie in the carts, and how many of each.
fn carts(deal: Deal, goods: usize) -> Vec<Vec<(usize, i64)>> {
    if goods == 0 {
        return Vec::new();
    }
    let each = |most: usize| (0..goods.min(most)).map(|n| (n, 1)).collect::<Vec<_>>();
    let one = vec![(0, 1)];
    match deal {
        Deal::Percent(_) | Deal::Amount(_) if goods == 1 => vec![one, vec![(0, 3)], vec![(0, 10)]],
        Deal::Percent(_) | Deal::Amount(_) => vec![one, vec![(0, 3)], each(3)],
        Deal::BuyGet { buy, get } => vec![one, vec![(0, buy + get)], vec![(0, buy + get + 1)]],
        Deal::Bundle(_) => {
            let mut more = each(goods);
            more[0].1 += 1;
            vec![one, each(goods), more]
        }
    }
}

fn tried(
    cart: &[(usize, i64)],
    promotions: &[&Promotion],
    goods: &[(ProductId, Money)],
) -> Option<Tried> {
    let item = |&(n, units): &(usize, i64)| Item {
        product: goods[n].0,
        quantity: Quantity(units * 1000),
        price: goods[n].1,
        discount: None,
        sample: false,
        free: false,
    };
    let items: Vec<Item> = cart.iter().map(item).collect();
    let priced = price(&items, promotions, None)?;
    let mut names: Vec<String> = Vec::new();
    for line in priced.iter().filter(|it| it.off.promotion > Money::ZERO) {
        if !names.contains(&line.off.name) {
            names.push(line.off.name.clone());
        }
    }
    Some(Tried {
        pieces: cart.iter().map(|&(n, units)| (goods[n].0, units)).collect(),
        before: priced.iter().map(|it| it.gross).sum(),
        off: priced.iter().map(|it| it.off.promotion).sum(),
        names,
    })
}
