//! What promotions save. An offer takes quantities, not lines: however a product's pieces are
//! spread over lines, they cost the same. And a fuller cart never costs less: what a further piece
//! would be given for is given already, so of "buy 3, get 2" the fourth piece is free, and a set
//! that is cheaper than what of it is in the cart is charged instead.
//!
//! Each way of putting offers on products (a single one each, or sets) costs no less with more
//! pieces, and the cheapest of a fixed list of ways is taken; so the price has that property too.

use super::{Item, Priced, covers, percent_of};
use crate::{
    base::{id::ProductId, money::Money},
    fair::promotion::{Deal, Promotion},
};

/// The most sets of one kind in a cart; what is beyond them is priced without.
const TIMES: i64 = 1000;
/// The most kinds of sets that are weighed against each other in a cart, the earlier first.
const KINDS: usize = 12;

/// Puts what promotions save, and their names, on the lines.
pub fn promote(items: &[Item], promotions: &[&Promotion], priced: &mut [Priced]) {
    let goods = goods(items, promotions, priced);
    let mut saved: Vec<(Money, Vec<&str>)> = vec![(Money::ZERO, Vec::new()); goods.len()];
    let mut parts: Vec<i64> = vec![0; goods.len()];
    for set in chosen(&sets(&goods, promotions)) {
        for (&n, share) in set.members.iter().zip(set.shares(&goods)) {
            parts[n] = set.times;
            saved[n] = (share, vec![set.name]);
        }
    }
    for (n, good) in goods.iter().enumerate() {
        let rest = good.without(parts[n]);
        let (off, name) = rest.single(&good.offers);
        saved[n].0 += off;
        saved[n].1.extend(name);
        put(good, &saved[n], priced);
    }
}

/// Shares what is saved of a product over its lines.
fn put(good: &Good, (saved, names): &(Money, Vec<&str>), priced: &mut [Priced]) {
    let weights: Vec<Money> = good.lines.iter().map(|&n| priced[n].gross).collect();
    for (&n, share) in good.lines.iter().zip(saved.allocate(&weights)) {
        if share > Money::ZERO {
            priced[n].off.promotion = share;
            priced[n].off.name = names.join(" + ");
        }
    }
}

/// A product of the cart, in all its lines that promotions touch.
struct Good<'a> {
    product: ProductId,
    lines: Vec<usize>,
    pieces: Pieces,
    /// The promotions that give something off a single product.
    offers: Vec<&'a Promotion>,
}

/// A price in đồng, and thousandths at it.
type Piece = (i64, i64);

/// So much of a product: thousandths at each price, the dearest first, and what they come to.
struct Pieces {
    at: Vec<Piece>,
    gross: Money,
}

/// The goods that some promotion covers, in the order of the cart.
fn goods<'a>(items: &[Item], promotions: &[&'a Promotion], priced: &[Priced]) -> Vec<Good<'a>> {
    let mut goods: Vec<Good> = Vec::new();
    for (n, item) in items.iter().enumerate() {
        let of: Vec<&Promotion> =
            promotions.iter().copied().filter(|it| covers(it, item)).collect();
        if of.is_empty() {
            continue;
        }
        let known = goods.iter().position(|good| good.product == item.product);
        let at = known.unwrap_or_else(|| {
            let offers = of.into_iter().filter(|it| !matches!(it.deal, Deal::Bundle(_))).collect();
            let pieces = Pieces { at: Vec::new(), gross: Money::ZERO };
            goods.push(Good { product: item.product, lines: Vec::new(), pieces, offers });
            goods.len() - 1
        });
        goods[at].lines.push(n);
        goods[at].pieces.gross += priced[n].gross;
        goods[at].pieces.at.push((item.price.0, item.quantity.0));
    }
    for good in &mut goods {
        good.pieces.at.sort_by_key(|piece| std::cmp::Reverse(piece.0));
    }
    goods
}

impl Good<'_> {
    /// What is left when the dearest `units` are taken.
    fn without(&self, units: i64) -> Pieces {
        let all = &self.pieces;
        if units <= 0 {
            return Pieces { at: all.at.clone(), gross: all.gross };
        }
        let (taken, at) = split(&all.at, units * 1000);
        let gross = match at.is_empty() {
            true => Money::ZERO,
            false => (all.gross - value(&taken)).max(Money::ZERO),
        };
        Pieces { at, gross }
    }

    /// Đồng of what is left when the dearest `units` are taken, the best offer taken off.
    fn left(&self, units: i64) -> Money {
        let rest = self.without(units);
        rest.gross - rest.single(&self.offers).0
    }
}

impl Pieces {
    /// Đồng that the best of these offers saves, the earlier of equals, and its name.
    fn single<'a>(&self, offers: &[&'a Promotion]) -> (Money, Option<&'a str>) {
        let mut best = (Money::ZERO, None);
        for offer in offers {
            let saved = self.gross - self.under(offer.deal).min(self.gross);
            if saved > best.0 {
                best = (saved, Some(offer.name.as_str()));
            }
        }
        best
    }

    /// Đồng of these pieces under one offer.
    fn under(&self, deal: Deal) -> Money {
        match deal {
            Deal::Percent(percent) => self.gross - percent_of(self.gross, percent),
            Deal::Amount(off) => {
                let less = |(price, many): &Piece| ((price - off.0).max(0), *many);
                value(&self.at.iter().map(less).collect::<Vec<_>>())
            }
            // The cheapest are the gift.
            Deal::BuyGet { buy, get } => {
                let many = self.at.iter().map(|piece| piece.1).sum();
                value(&split(&self.at, many - free(many, buy * 1000, get * 1000)).0)
            }
            Deal::Bundle(_) => self.gross,
        }
    }
}

/// How many of `many` are free where `get` are given with `buy`, all in thousandths: of each whole
/// block, and of one that is begun whatever is beyond what is paid for.
fn free(many: i64, buy: i64, get: i64) -> i64 {
    let block = buy + get;
    many / block * get + (many % block - buy).max(0)
}

/// The first `many` thousandths, and the rest.
fn split(pieces: &[Piece], many: i64) -> (Vec<Piece>, Vec<Piece>) {
    let (mut left, mut taken, mut rest) = (many, Vec::new(), Vec::new());
    for &(price, here) in pieces {
        let part = here.min(left);
        left -= part;
        taken.extend((part > 0).then_some((price, part)));
        rest.extend((here > part).then_some((price, here - part)));
    }
    (taken, rest)
}

/// Đồng of pieces, halves away from zero.
fn value(pieces: &[Piece]) -> Money {
    let thousandths: i128 =
        pieces.iter().map(|(price, many)| i128::from(*price) * i128::from(*many)).sum();
    Money(((thousandths + 500) / 1000) as i64)
}

/// A set that saves something, as often as it saves most.
struct Set<'a> {
    name: &'a str,
    /// Its products in the cart.
    members: Vec<usize>,
    /// Đồng of one set.
    price: Money,
    times: i64,
    /// Đồng that it saves beyond what its products save by themselves.
    gain: Money,
}

impl Set<'_> {
    /// Đồng that it takes off each of its products.
    fn shares(&self, goods: &[Good]) -> Vec<Money> {
        let taken = |&n: &usize| goods[n].pieces.gross - goods[n].without(self.times).gross;
        let weights: Vec<Money> = self.members.iter().map(taken).collect();
        let apart: Money = weights.iter().copied().sum();
        (apart - Money(self.price.0 * self.times)).max(Money::ZERO).allocate(&weights)
    }
}

/// The sets of which something is in the cart and that save something there.
fn sets<'a>(goods: &[Good], promotions: &[&'a Promotion]) -> Vec<Set<'a>> {
    let touched = promotions.iter().filter_map(|it| {
        let Deal::Bundle(price) = it.deal else { return None };
        let member = |n: &usize| it.products.contains(&goods[*n].product);
        let members: Vec<usize> = (0..goods.len()).filter(member).collect();
        (!members.is_empty()).then_some((it.name.as_str(), members, price))
    });
    touched
        .take(KINDS)
        .filter_map(|(name, members, price)| best(goods, name, members, price))
        .collect()
}

/// How often a set saves most, the fewest of equals.
fn best<'a>(goods: &[Good], name: &'a str, members: Vec<usize>, price: Money) -> Option<Set<'a>> {
    let left = |times: i64| -> Money { members.iter().map(|&n| goods[n].left(times)).sum() };
    let units = |&n: &usize| goods[n].pieces.at.iter().map(|piece| piece.1).sum::<i64>();
    let most = (members.iter().map(units).max()? + 999) / 1000;
    let apart = left(0);
    let (mut times, mut gain) = (0, Money::ZERO);
    for some in 1..=most.min(TIMES) {
        let saved = apart - left(some) - Money(price.0 * some);
        if saved > gain {
            (times, gain) = (some, saved);
        }
    }
    (times > 0).then_some(Set { name, members, price, times, gain })
}

/// The sets that together save most, no product in two of them; the earlier of equals.
fn chosen<'s, 'a>(sets: &'s [Set<'a>]) -> Vec<&'s Set<'a>> {
    fn from<'s, 'a>(sets: &'s [Set<'a>], held: &[usize]) -> (Money, Vec<&'s Set<'a>>) {
        let Some((first, rest)) = sets.split_first() else { return (Money::ZERO, Vec::new()) };
        let without = from(rest, held);
        if first.members.iter().any(|n| held.contains(n)) {
            return without;
        }
        let mut with = from(rest, &[held, &first.members].concat());
        with.0 += first.gain;
        with.1.insert(0, first);
        if with.0 >= without.0 { with } else { without }
    }
    from(sets, &[]).1
}
