//! What two machines' entries of one happening have to agree in: what was asked for, and the money
//! and goods that came of it. What each printed on its paper, and from which lots it took, may
//! differ.

use super::Once;
use crate::{
    base::id::ProductId,
    desk::fact::Fact,
    journal::Entry,
    sale::{Sold, shift::Event},
    stock::Posted,
};
use std::collections::BTreeMap;

/// What an entry comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Essence {
    /// SHA-256 of the command.
    asked: Vec<u8>,
    /// Đồng paid, given back, counted or moved.
    money: i64,
    /// Thousandths of each product.
    goods: BTreeMap<ProductId, i64>,
}

impl Essence {
    /// What an entry comes to.
    pub fn of(entry: &Entry, fact: &Fact) -> Essence {
        let asked = entry.input_hash.clone();
        let (money, goods) = match fact {
            Fact::Sold(it) => (it.total.0 + it.rounding.0, sold(it)),
            Fact::Posted(it) => (0, posted(it)),
            Fact::Stepped(it) => (it.step.amount.0, BTreeMap::new()),
            Fact::Counted(it) => (it.count, BTreeMap::new()),
            Fact::Shift(it) => (counted(it), BTreeMap::new()),
            _ => (0, BTreeMap::new()),
        };
        Essence { asked, money, goods }
    }

    /// Whether two entries of one happening come to the same. A document is taken back by whoever
    /// asks; the rest is asked for once.
    pub fn agrees(&self, other: &Essence, once: Once) -> bool {
        let same = (self.money, &self.goods) == (other.money, &other.goods);
        same && (matches!(once, Once::TakenBack(_)) || self.asked == other.asked)
    }
}

fn sold(it: &Sold) -> BTreeMap<ProductId, i64> {
    let mut goods = BTreeMap::new();
    for line in &it.lines {
        *goods.entry(line.product).or_default() += line.quantity.0;
    }
    goods
}

fn posted(it: &Posted) -> BTreeMap<ProductId, i64> {
    let mut goods = BTreeMap::new();
    for line in &it.lines {
        *goods.entry(line.product).or_default() += line.quantity.0;
    }
    goods
}

/// What was counted. A device that opened a shift where another joined it counted the same.
fn counted(event: &Event) -> i64 {
    let money = match event {
        Event::Opened(it) => Some(it.float),
        Event::Joined(it) => Some(it.counted),
        Event::Moved(it) => Some(it.amount),
        Event::HandedOver(it) => it.counted.as_ref().map(|it| it.counted),
        Event::Recounted(it) => it.counted,
        Event::Closed(it) => Some(it.counted),
    };
    money.unwrap_or_default().0
}
