//! What places hold, as far as a batch needs it: moved on by each decision. What happened before a
//! count and comes after it is weighed against the count here.

#[cfg(test)]
mod tests;

use super::{
    Draw, Level, Supplement,
    block::Said,
    draw::{Wish, draw},
    of_lot,
    place::Place,
};
use crate::base::{
    clock::Ms,
    code::lot_key,
    id::{DocumentId, ProducerId, ProductId},
    quantity::Quantity,
};
use std::{cell::LazyCell, collections::HashMap};

/// A product at a place.
pub type Goods = (Place, ProductId);

/// What a place gained of a lot (below zero: lost) at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gain {
    /// Whose goods.
    pub owner: ProducerId,
    /// Lot, or empty.
    pub lot: String,
    /// When.
    pub at: Ms,
    /// Thousandths.
    pub quantity: Quantity,
}

/// An instant that what happened before it and comes later leaves as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The lot that a posted count counted, by owner and name; none: every lot, for stock of the
    /// product began to be kept then.
    pub lot: Option<(ProducerId, String)>,
    /// When.
    pub at: Ms,
    /// The document.
    pub count: DocumentId,
}

impl Mark {
    fn is_of(&self, owner: ProducerId, lot: &str) -> bool {
        self.lot.as_ref().is_none_or(|it| it.0 == owner && it.1 == lot)
    }
}

/// Levels, with what moved and was counted since the earliest instant that the batch is about.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// Levels as they are now.
    pub levels: HashMap<Goods, Vec<Level>>,
    /// What moved after that instant.
    pub gains: HashMap<Goods, Vec<Gain>>,
    /// What was counted after it.
    pub marks: HashMap<Goods, Vec<Mark>>,
    /// How many supplements each count has.
    pub supplements: HashMap<DocumentId, i64>,
    /// What was said of lots of these products.
    pub said: HashMap<ProductId, Vec<Said>>,
}

/// What was drawn.
#[derive(Debug, PartialEq, Eq)]
pub struct Drawn {
    /// From which lots.
    pub draws: Vec<Draw>,
    /// How much was short, zero where stock is not kept.
    pub short: Quantity,
    /// Some of it was past the day by which it is to be used.
    pub expired: bool,
    /// Some of it was of a blocked lot.
    pub blocked: bool,
}

/// Tells of other texts whether they mean this lot; goods without a lot are of none. Its key is
/// worked out once, for a place may hold thousands of lots of a product.
fn means(lot: &str) -> impl Fn(&str) -> bool {
    let key = LazyCell::new(move || lot_key(lot));
    move |other| other == lot || (!other.is_empty() && !lot.is_empty() && lot_key(other) == *key)
}

impl Shelf {
    /// Whether stock is kept of a product at a place.
    pub fn tracked(&self, goods: Goods) -> bool {
        self.levels.get(&goods).is_some_and(|levels| levels.iter().any(|level| level.tracked))
    }

    /// Whether a lot was blocked at an instant: what was said last until then holds. Who blocks it
    /// and who receives it may write it in two ways.
    pub fn blocked(&self, product: ProductId, lot: &str, at: Ms) -> bool {
        let said = self.said.get(&product).map_or(&[][..], Vec::as_slice);
        let until = said.iter().filter(|it| it.at <= at);
        let is_one = means(lot);
        let last = until.filter(|it| is_one(&it.lot)).max_by_key(|it| (it.at, it.uid));
        last.is_some_and(|it| it.blocked)
    }

    /// A lot as it is written at a place, or where it was spoken of; as it was said where nobody
    /// there knows it. A scanner reads `b77` where a person had typed `B77`.
    pub fn known_as<'a>(&'a self, goods: Goods, lot: &'a str) -> &'a str {
        let here = self.levels.get(&goods).into_iter().flatten().map(|it| it.lot.as_str());
        let said = self.said.get(&goods.1).into_iter().flatten().map(|it| it.lot.as_str());
        let all: Vec<&str> = here.chain(said).collect();
        if lot.is_empty() || all.contains(&lot) {
            return lot;
        }
        let is_one = means(lot);
        all.into_iter().find(|known| is_one(known)).unwrap_or(lot)
    }

    /// What a place held of a lot at an instant, what moved at that instant included.
    pub fn held(&self, goods: Goods, owner: ProducerId, lot: &str, at: Ms) -> Quantity {
        let levels = self.levels.get(&goods).map_or(&[][..], Vec::as_slice);
        let now = levels.iter().find(|level| level.is(owner, lot)).map(|level| level.quantity);
        let gains = self.gains.get(&goods).map_or(&[][..], Vec::as_slice).iter();
        let since = gains.filter(|it| it.owner == owner && it.lot == lot && it.at > at);
        now.unwrap_or_default() - since.map(|it| it.quantity).sum()
    }

    /// The first posted count of a lot after an instant, or the beginning of its stock.
    fn mark(&self, goods: Goods, owner: ProducerId, lot: &str, at: Ms) -> Option<&Mark> {
        let marks = self.marks.get(&goods)?.iter();
        let later = marks.filter(|it| it.is_of(owner, lot) && it.at > at);
        later.min_by_key(|it| (it.at, it.count))
    }

    /// What can be taken of each lot at an instant: what was left of it just before it was counted
    /// after that, or is left now. What others took since is theirs, so it makes no difference in
    /// which order sales arrive; and what was sold before it was entered is taken from what was.
    pub fn free(&self, goods: Goods, at: Ms) -> Vec<Level> {
        let mut levels = self.levels.get(&goods).cloned().unwrap_or_default();
        let all = self.gains.get(&goods).map_or(&[][..], Vec::as_slice);
        for level in &mut levels {
            let until = self.mark(goods, level.owner, &level.lot, at).map(|mark| mark.at);
            let (owner, lot) = (level.owner, level.lot.clone());
            let mine = |it: &&Gain| it.owner == owner && it.lot == lot;
            let counted = |it: &&Gain| until.is_some_and(|until| it.at >= until);
            let since: Quantity =
                all.iter().filter(mine).filter(counted).map(|it| it.quantity).sum();
            level.quantity = level.quantity - since;
            level.blocked = self.blocked(goods.1, &lot, at);
        }
        levels
    }

    /// The lots that goods are taken from at an instant.
    pub fn pick(&self, goods: Goods, wish: &Wish<'_>, at: Ms) -> Drawn {
        let lot = wish.lot.map(|lot| self.known_as(goods, lot));
        let mut drawn = draw(&mut self.free(goods, at), &Wish { lot, ..*wish });
        let marks = self.marks.get(&goods).into_iter().flatten();
        let before = marks.filter(|it| it.lot.is_none()).any(|it| it.at > at);
        if before || !self.tracked(goods) {
            drawn.short = Quantity::ZERO;
        }
        drawn.blocked = drawn.draws.iter().any(|it| self.blocked(goods.1, &it.lot, at));
        drawn
    }

    /// Takes goods from a place at an instant, and moves on.
    pub fn take(&mut self, goods: Goods, wish: &Wish<'_>, at: Ms) -> Drawn {
        let mut drawn = self.pick(goods, wish, at);
        for it in &mut drawn.draws {
            it.late = self.gain(goods, (it.owner, &it.lot), -it.quantity, at);
        }
        drawn
    }

    /// A place gains goods at an instant. Where a later count was posted already, its difference
    /// changes by as much: what was counted stays. Gives that supplement.
    pub fn gain(
        &mut self,
        goods: Goods,
        (owner, lot): (ProducerId, &str),
        quantity: Quantity,
        at: Ms,
    ) -> Option<Supplement> {
        let gain = |at, quantity| Gain { owner, lot: lot.to_owned(), at, quantity };
        let late = self.mark(goods, owner, lot, at).map(|mark| (mark.count, mark.at));
        let gains = self.gains.entry(goods).or_default();
        gains.push(gain(at, quantity));
        let Some((count, counted)) = late else {
            of_lot(self.levels.entry(goods).or_default(), owner, lot).quantity += quantity;
            return None;
        };
        gains.push(gain(counted, -quantity));
        of_lot(self.levels.entry(goods).or_default(), owner, lot);
        let n = self.supplements.entry(count).or_default();
        *n += 1;
        Some(Supplement { count, n: *n, at: counted })
    }

    /// A count is taken back: nothing is weighed against it any more.
    pub fn end(&mut self, count: DocumentId) {
        let stays = |mark: &Mark| mark.count != count || mark.lot.is_none();
        self.marks.values_mut().for_each(|marks| marks.retain(stays));
    }
}
