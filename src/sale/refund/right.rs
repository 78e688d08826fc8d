//! With which right money is given back, and how far it reaches.

use super::Refund;
use crate::{
    base::{
        clock::{DAY, Ms},
        id::ShiftId,
        lang::Say,
        money::Money,
        refusal::Refusal,
    },
    fair::Limits,
    sale::{Approval, Sold, shift::drawer::Drawers, state::Original},
};

/// With which right a refund is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Right {
    /// A seller: own sales of the shift or the day, within the booth's limits.
    #[default]
    Own,
    /// A manager's PIN for this very refund, whoever brings it and whenever it comes.
    Approved(Approval),
    /// The booth's manager or an organiser.
    Manager,
}

impl Right {
    /// The manager's word, if it was given for so many đồng.
    pub fn word(&self, back: Money) -> Option<&Approval> {
        match self {
            Right::Approved(word) if word.covers(back) => Some(word),
            _ => None,
        }
    }
}

/// Đồng of a sale that were given back without a manager.
pub fn alone(original: &Original) -> Money {
    let own =
        |it: &&Sold| it.reverses.as_ref().is_some_and(|it| it.approved_by.is_none() && !it.managed);
    original.back.iter().filter(own).map(|it| -(it.total + it.rounding)).sum()
}

/// Whether a seller may give so much back alone, and whether that was judged at once. What the
/// laptop did not hear of at the time (given back out of its reach, sent too late, brought by other
/// hands) is judged at its own time and reaches as far as the small limit: that money is gone.
pub fn check(
    ask: &Refund,
    original: &Original,
    (at, now): (Ms, Ms),
    back: Money,
    (limits, drawers): (Limits, &Drawers),
) -> Result<bool, Refusal> {
    let sold = &original.sold;
    let heard = !ask.offline && !ask.by_other_hands;
    let prompt = heard && in_time(sold, None, now, drawers);
    if !same_hands(ask, sold) || !(prompt || in_time(sold, ask.shift, at, drawers)) {
        return Err(not_own(sold));
    }
    let limit = if prompt { limits.refund } else { limits.offline_refund };
    within(alone(original) + back, limit)?;
    Ok(prompt)
}

/// Whether the one who gives back is the one who sold. What a device sold on which nobody was
/// signed in is nobody's own.
fn same_hands(ask: &Refund, sold: &Sold) -> bool {
    ask.seller_id.is_some() && ask.seller_id == sold.seller_id
}

/// Whether a sale is of the shift that is open at `at`, or that a device knew to be open then;
/// where the booth works without shifts, of the same business day.
pub fn in_time(sold: &Sold, named: Option<ShiftId>, at: Ms, drawers: &Drawers) -> bool {
    let open = drawers.get(&sold.booth.uid).and_then(|drawer| drawer.at(named, at));
    match &sold.shift {
        Some(shift) => open.is_some_and(|open| open.id == shift.uid),
        None => sold.day == at.date() && at.0 - sold.paid_at.0 < DAY,
    }
}

fn not_own(sold: &Sold) -> Refusal {
    Refusal::Forbidden(match sold.shift {
        Some(_) => Say::new(
            "Người bán chỉ tự trả hàng của phiếu mình bán trong ca đang mở; phiếu này cần chủ gian",
            "A seller takes back only own sales of the open shift; this needs the booth's manager",
        ),
        None => Say::new(
            "Người bán chỉ tự trả hàng của phiếu mình bán trong ngày; phiếu này cần chủ gian hàng",
            "A seller takes back only own sales of the day; this one needs the booth's manager",
        ),
    })
}

fn within(sum: Money, limit: Money) -> Result<(), Refusal> {
    if sum <= limit {
        return Ok(());
    }
    let (sum, limit) = (sum.text(), limit.text());
    Err(Refusal::Forbidden(Say::new(
        format!("Phiếu này trả lại cả thảy {sum}, vượt mức {limit} của người bán; cần chủ gian"),
        format!("{sum} back of this sale is beyond the seller's {limit}; this needs the manager"),
    )))
}
