//! What holds of every offer: more pieces never cost less, and how they are spread over lines does
//! not matter.

use super::*;
use crate::{
    base::{
        clock::Ms,
        id::{Chance, FairId, PromotionId},
    },
    fair::promotion::Deal,
};
use uuid::Uuid;

/// Carts of each kind of offer.
const CARTS: usize = 1_500;
/// Products of a cart.
const GOODS: u64 = 4;

type Offer = fn(&Chance) -> Deal;

const OFFERS: [(&str, Offer); 4] = [
    ("percent", |chance| Deal::Percent(1 + chance.below(100) as i64)),
    ("amount", |chance| Deal::Amount(Money(1 + chance.below(90_000) as i64))),
    ("buy_get", |chance| Deal::BuyGet {
        buy: 1 + chance.below(4) as i64,
        get: 1 + chance.below(3) as i64,
    }),
    ("bundle", |chance| Deal::Bundle(Money(1000 * chance.below(400) as i64))),
];

fn product(n: u64) -> ProductId {
    ProductId(Uuid::from_u128(1 + u128::from(n)))
}

fn promotion(chance: &Chance, deal: Deal, n: usize) -> Promotion {
    let mut products: Vec<ProductId> =
        (0..1 + chance.below(3)).map(|_| product(chance.below(GOODS))).collect();
    products.sort();
    products.dedup();
    Promotion {
        uid: PromotionId::default(),
        fair: FairId::default(),
        booth: None,
        name: format!("Khuyến mãi {n}"),
        products,
        deal,
        starts: Ms(0),
        ends: Ms(i64::MAX),
    }
}

/// One line for each product, each at its own price: whole pieces, or thousandths.
fn cart(chance: &Chance, weighed: bool) -> Vec<Item> {
    let line = |n: u64| {
        let pieces = 1000 * (1 + chance.below(7) as i64);
        let grams = 1 + chance.below(5_000) as i64;
        Item {
            product: product(n),
            quantity: Quantity(if weighed { grams } else { pieces }),
            price: Money(match chance.below(3) {
                0 => 1 + chance.below(400_000) as i64,
                _ => 500 * (1 + chance.below(400) as i64),
            }),
            discount: None,
            sample: false,
            free: false,
        }
    };
    (0..1 + chance.below(GOODS)).map(line).collect()
}

fn some(chance: &Chance, offers: &[(&str, Offer)]) -> Vec<Promotion> {
    let one = |n| {
        let (_, offer) = offers[chance.below(offers.len() as u64) as usize];
        promotion(chance, offer(chance), n)
    };
    (0..1 + chance.below(4) as usize).map(one).collect()
}

fn total(items: &[Item], promotions: &[Promotion], discount: Option<Discount>) -> Money {
    let promotions: Vec<&Promotion> = promotions.iter().collect();
    let lines = price(items, &promotions, discount).unwrap();
    assert!(lines.iter().all(|line| line.net() >= Money::ZERO), "{items:?} {promotions:?}");
    assert!(lines.iter().all(|line| line.off.name.is_empty() == line.off.promotion.is_zero()));
    lines.iter().map(Priced::net).sum()
}

/// Every kind of offer by itself, and all of them together.
fn each(seed: u64, check: impl Fn(&Chance, &str, &[Promotion])) {
    let chance = Chance::seeded(seed);
    for _ in 0..CARTS {
        for offer in OFFERS {
            check(&chance, offer.0, &some(&chance, &[offer]));
        }
        check(&chance, "together", &some(&chance, &OFFERS));
    }
}

#[test]
fn more_pieces_never_cost_less_whatever_is_offered() {
    each(11, |chance, kind, promotions| {
        let weighed = chance.below(3) == 0;
        let items = cart(chance, weighed);
        let discount = (chance.below(4) == 0).then(|| Discount::Percent(chance.below(101) as i64));
        let before = total(&items, promotions, discount);
        let mut more = items.clone();
        let line = chance.below(more.len() as u64) as usize;
        more[line].quantity += match weighed {
            true => Quantity(1 + chance.below(1_500) as i64),
            false => Quantity::units(1 + chance.below(3) as i64),
        };
        let after = total(&more, promotions, discount);
        assert!(after >= before, "{kind}: {items:?}, line {line} more: {promotions:?}");
        // A product that was not there before costs something, or nothing.
        let mut new = items.clone();
        new.push(Item { product: product(new.len() as u64), ..new[0].clone() });
        let after = total(&new, promotions, discount);
        assert!(after >= before, "{kind}: {items:?}, one product more: {promotions:?}");
    });
}

#[test]
fn splitting_a_line_never_changes_a_price() {
    each(12, |chance, kind, promotions| {
        let mut items = cart(chance, false);
        for item in &mut items {
            item.discount =
                (chance.below(3) == 0).then(|| Discount::Percent(chance.below(101) as i64));
        }
        let discount = (chance.below(3) == 0).then(|| Discount::Percent(chance.below(101) as i64));
        let whole = total(&items, promotions, discount);
        let mut split = Vec::new();
        for item in &items {
            let part = Quantity::units(chance.below(item.quantity.0 as u64 / 1000) as i64);
            let parts = [part, item.quantity - part];
            let some = |quantity: &Quantity| *quantity > Quantity::ZERO;
            split.extend(
                parts.into_iter().filter(some).map(|quantity| Item { quantity, ..item.clone() }),
            );
        }
        split.reverse();
        assert_eq!(total(&split, promotions, discount), whole, "{kind}: {items:?} {promotions:?}");
    });
}

#[test]
fn a_thousandth_more_of_weighed_goods_never_costs_less() {
    let chance = Chance::seeded(13);
    for _ in 0..40 {
        let promotions = some(&chance, &OFFERS);
        let price = Money(1 + chance.below(3_000) as i64);
        let line =
            |grams| Item { quantity: Quantity(grams), price, ..cart(&chance, true)[0].clone() };
        let mut before = Money::ZERO;
        for grams in 1..1_200 {
            let item = Item { product: product(0), ..line(grams) };
            let after = total(&[item], &promotions, None);
            assert!(after >= before, "{grams} at {price:?}: {promotions:?}");
            before = after;
        }
    }
}
