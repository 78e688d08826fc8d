//! What booths want, shared out of the lots of a store room. Pure.

use crate::base::{clock::Ms, id::ProducerId, quantity::Quantity};

/// What a booth has of a product, and what it will need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want {
    /// The booth's code.
    pub booth: String,
    /// Thousandths that it has; below zero where more was sold than came.
    pub held: Quantity,
    /// Thousandths that are on the way to it.
    pub coming: Quantity,
    /// Thousandths that it will sell until the fair next closes.
    pub needs: Quantity,
    /// When nothing is left there, where that is before the fair ends.
    pub empty_at: Option<Ms>,
}

/// A lot that may be handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// Whose goods.
    pub owner: ProducerId,
    /// Its code, or empty.
    pub code: String,
    /// Thousandths.
    pub quantity: Quantity,
}

/// Part of a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Whose goods.
    pub owner: ProducerId,
    /// The lot's code, or empty.
    pub code: String,
    /// Thousandths of it.
    pub quantity: Quantity,
}

/// What a booth should be brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bring {
    /// The booth's code.
    pub booth: String,
    /// Thousandths that it has.
    pub held: Quantity,
    /// Thousandths that are on the way to it.
    pub coming: Quantity,
    /// When nothing is left there.
    pub empty_at: Option<Ms>,
    /// The lots it comes from, what is to be sold first before the rest.
    pub parts: Vec<Part>,
    /// Thousandths that it needs and that the room has not.
    pub missing: Quantity,
}

impl Bring {
    /// Thousandths to bring.
    pub fn quantity(&self) -> Quantity {
        self.parts.iter().map(|part| part.quantity).sum()
    }

    /// What comes first: an empty shelf, then what runs out soonest.
    pub fn urgency(&self) -> impl Ord + use<> {
        urgency(self.held, self.empty_at)
    }
}

fn urgency(held: Quantity, empty_at: Option<Ms>) -> (bool, bool, Option<Ms>) {
    (held > Quantity::ZERO, empty_at.is_none(), empty_at)
}

impl Want {
    /// Thousandths that are lacking: what it will sell beyond what it has and what comes already,
    /// and one unit at the least where there is none, since nobody knows what an empty shelf would
    /// sell.
    pub fn lacking(&self) -> Quantity {
        let has = self.held.max(Quantity::ZERO) + self.coming;
        let least = if has > Quantity::ZERO { Quantity::ZERO } else { Quantity::units(1) };
        (self.needs - has).max(least)
    }
}

/// Shares lots, in their order, among booths: an empty shelf first, each in whole steps (what is
/// carried at the least) as long as there are. Booths that lack nothing are not named.
pub fn share(wants: &[Want], lots: &[Lot], step: Quantity) -> Vec<Bring> {
    let mut lots = lots.to_vec();
    let mut wants: Vec<&Want> = wants.iter().filter(|it| it.lacking() > Quantity::ZERO).collect();
    wants.sort_by(|one, other| {
        let order = |it: &Want| (urgency(it.held, it.empty_at), it.booth.clone());
        order(one).cmp(&order(other))
    });
    let bring = |want: &Want| {
        let lacking = want.lacking();
        let parts = take(&mut lots, stepped(lacking, step));
        let brought: Quantity = parts.iter().map(|part| part.quantity).sum();
        let missing = (lacking - brought).max(Quantity::ZERO);
        let Want { booth, held, coming, empty_at, .. } = want.clone();
        Bring { booth, held, coming, empty_at, parts, missing }
    };
    wants.into_iter().map(bring).collect()
}

/// The same rounded up to whole steps.
fn stepped(quantity: Quantity, step: Quantity) -> Quantity {
    let step = step.0.max(1);
    Quantity(quantity.0.saturating_add(step - 1) / step * step)
}

fn take(lots: &mut [Lot], wanted: Quantity) -> Vec<Part> {
    let (mut left, mut parts) = (wanted, Vec::new());
    for lot in lots.iter_mut() {
        let quantity = lot.quantity.min(left);
        if quantity > Quantity::ZERO {
            parts.push(Part { owner: lot.owner, code: lot.code.clone(), quantity });
            lot.quantity = lot.quantity - quantity;
            left = left - quantity;
        }
    }
    parts
}
