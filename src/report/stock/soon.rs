//! What runs out at a fair today, booth by booth, and where there is more of it. Pure.

#[cfg(test)]
mod tests;

use super::held::{Held, Spot};
use crate::base::clock::Ms;

/// A product that a booth has none of, or will have none of before the day ends.
#[derive(Debug, Clone, Copy)]
pub struct Soon<'a> {
    /// The product.
    pub held: &'a Held,
    /// The booth.
    pub spot: &'a Spot,
    /// When nothing is left; none: it is so already.
    pub when: Option<Ms>,
    /// Another place that has most of it, store rooms before booths.
    pub more: Option<&'a Spot>,
}

/// What is out, then what runs out until the end of today, the soonest first.
pub fn soon(all: &[Held], now: Ms) -> Vec<Soon<'_>> {
    let mut found: Vec<Soon> = Vec::new();
    for held in all {
        for spot in held.kept().filter(|it| it.kind == "booth") {
            let when = spot.outlook.and_then(|it| it.empty_at).filter(|_| !spot.short());
            if spot.short() || when.is_some_and(|when| when.date() == now.date()) {
                let others = held.spots.iter().filter(|it| it.code != spot.code);
                found.push(Soon { held, spot, when, more: Held::most(others) });
            }
        }
    }
    // What can be brought from somewhere is worth a walk.
    found.sort_by(|one, other| {
        let order = |it: &Soon| (it.when, it.more.is_none(), it.held.name.clone());
        order(one).cmp(&order(other))
    });
    found
}
