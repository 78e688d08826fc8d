//! Whether a document's figures can be: nothing moves that is none, or more than there is.

use super::document::{Move, Posted, PostedLine};
use crate::base::{
    quantity::Quantity,
    sums::{Wrong, first, is_instant, is_quantity},
};

impl Posted {
    /// What of it cannot be.
    pub fn wrong(&self) -> Option<Wrong> {
        let moves = |it: &Move| is_quantity(it.quantity) && it.quantity > Quantity::ZERO;
        let line = |it: &PostedLine| {
            let counted = it.count.as_ref();
            let said = [Some(it.quantity), it.expected, counted.map(|it| it.book)];
            said.into_iter().chain([counted.and_then(|it| it.first)]).flatten().all(is_quantity)
        };
        let instants = [self.at].into_iter().chain(self.moves.iter().map(|it| it.at));
        let counted = self.lines.iter().filter_map(|it| it.count.as_ref()).map(|it| it.at);
        let mut instants = instants.chain(counted).chain(self.opened.iter().map(|it| it.at));
        first(&[
            (self.moves.iter().all(moves) && self.lines.iter().all(line), Wrong::Quantity),
            (self.number > 0, Wrong::Number),
            (instants.all(is_instant) && self.day == self.at.date(), Wrong::Day),
        ])
    }
}
