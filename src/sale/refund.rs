//! Refunds, whole or by line: a new sale of negative lines. Nothing is edited, and nothing comes
//! back twice. Where goods and money go is worked out in `share.rs`.

mod share;

use super::{
    BoothThen, Flag, Line, Of, Reversed, Sold, Tender,
    checkout::receipt_no,
    shift::drawer::{self, Drawers},
    state::{Original, State},
};
use crate::{
    base::{
        clock::{DAY, Ms},
        id::{DeviceId, SaleId},
        lang::Say,
        money::Money,
        quantity::Quantity,
        refusal::Refusal,
    },
    fair::Limits,
    payment::event::Method,
    stock::{Draw, Level},
};
use serde::Serialize;

/// A refund as asked for. Who asks, and with which rights, is not part of the command's hash: sent
/// again after another sign-in it is the same refund. What it has beyond a whole void is left out
/// of the hash where it is not used, so that a void made by an older till is still known.
#[derive(Debug, Clone, Serialize)]
pub struct Refund {
    /// The refund's own id, minted by the device.
    pub id: SaleId,
    /// The sale that is taken back.
    pub sale: SaleId,
    /// Why, in the person's own words.
    pub reason: String,
    /// Who gives back, as printed.
    #[serde(skip_serializing)]
    pub seller: String,
    /// On which device.
    pub device: Option<DeviceId>,
    /// The device's own count.
    pub device_seq: Option<i64>,
    /// When, by the device's clock, if it said so.
    pub at: Option<Ms>,
    /// What comes back; none: everything that is left, and a sale with nothing left is a conflict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<Part>>,
    /// How money is given back; none: as it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<Method>,
    /// The device gave the money back while it could not reach the laptop.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub offline: bool,
    /// With which right.
    #[serde(skip_serializing)]
    pub right: Right,
}

/// A part of a line that comes back.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// Which line of the original, from 0.
    pub n: usize,
    /// Thousandths, above zero.
    pub quantity: Quantity,
    /// True: not fit to be sold again.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub loss: bool,
}

/// With which right a refund is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Right {
    /// A seller: own sales of the day, within the booth's limits.
    Own,
    /// A seller with the PIN of this manager.
    Approved(String),
    /// The booth's manager or an organiser.
    Manager,
}

/// Decides a refund received at `now`; the state learns of it, so the same batch cannot give the
/// last piece back twice.
pub fn decide(ask: &Refund, state: &mut State, now: Ms) -> Result<Sold, Refusal> {
    let reason = ask.reason.trim();
    if reason.is_empty() || reason.len() > 500 {
        return Err(Refusal::malformed("reason", "Hãy ghi lý do", "Give a reason"));
    }
    let Some(original) = state.originals.get(&ask.sale).cloned() else {
        return Err(Refusal::NotFound(Say::new("Không tìm thấy phiếu", "No such sale")));
    };
    if original.sold.reverses.is_some() {
        return Err(Refusal::Conflict(Say::new(
            "Phiếu trả hàng không thể trả lần nữa",
            "A refund cannot itself be refunded",
        )));
    }
    let lines = share::lines(ask, &original)?;
    let at = ask.at.and_then(|at| at.plausible(now)).unwrap_or(now);
    // Goods come back after they were sold, whatever a clock says.
    let at = at.max(original.sold.paid_at);
    let Some(booth) = state.booths.get(&original.sold.booth.uid) else {
        return Err(Refusal::NotFound(Say::new("Không có gian hàng này", "No such booth")));
    };
    let back = share::money_back(&original, &lines, ask.back, booth.cash_rounding);
    if ask.right == Right::Own {
        let when = if ask.offline { at } else { now };
        own(ask, &original.sold, when, &state.drawers)?;
        within(back, booth.limits, ask.offline)?;
    }
    let number = booth.last_number + 1;
    let payments = share::payments(&original, &lines, ask.back, back);
    let mut sold = reversal(ask, &original, (lines, payments), (number, at, reason), back);
    sold.shift = drawer::assign(&mut state.drawers, sold.booth.uid, None, at);
    if sold.shift.is_some_and(|shift| shift.supplement.is_some()) {
        sold.flags.push(Flag::ShiftClosed);
    }
    learn(&sold, state);
    Ok(sold)
}

/// What a seller may do alone: own sales of the shift that is open; where the booth works without
/// shifts, own sales of the same business day.
fn own(ask: &Refund, original: &Sold, at: Ms, drawers: &Drawers) -> Result<(), Refusal> {
    let same_hands = match ask.seller.is_empty() {
        true => original.seller.is_empty() && original.device == ask.device,
        false => original.seller == ask.seller,
    };
    let open = drawers.get(&original.booth.uid).and_then(|drawer| drawer.at(None, at));
    let in_time = match &original.shift {
        Some(shift) => open.is_some_and(|open| open.id == shift.uid),
        None => original.day == at.date() && at.0 - original.paid_at.0 < DAY,
    };
    if same_hands && in_time {
        return Ok(());
    }
    Err(Refusal::Forbidden(match original.shift {
        Some(_) => Say::new(
            "Người bán chỉ tự trả hàng của phiếu mình bán trong ca đang mở; phiếu này cần chủ gian",
            "A seller takes back only own sales of the open shift; this needs the booth's manager",
        ),
        None => Say::new(
            "Người bán chỉ tự trả hàng của phiếu mình bán trong ngày; phiếu này cần chủ gian hàng",
            "A seller takes back only own sales of the day; this one needs the booth's manager",
        ),
    }))
}

/// How much a seller may give back alone. While the laptop is out of reach the limit is smaller,
/// and each use is flagged.
fn within(back: Money, limits: Limits, offline: bool) -> Result<(), Refusal> {
    let limit = if offline { limits.offline_refund } else { limits.refund };
    if back <= limit {
        return Ok(());
    }
    let (back, limit) = (back.text(), limit.text());
    Err(Refusal::Forbidden(Say::new(
        format!("Trả lại {back} vượt mức {limit} của người bán; cần chủ gian hàng"),
        format!("{back} is beyond the seller's {limit}; this needs the booth's manager"),
    )))
}

fn reversal(
    ask: &Refund,
    original: &Original,
    (lines, payments): (Vec<Line>, Vec<Tender>),
    (number, at, reason): (i64, Ms, &str),
    back: Money,
) -> Sold {
    let sold = &original.sold;
    let total: Money = lines.iter().map(|line| line.amount).sum();
    let whole = original.back.is_empty() && share::everything(sold, &lines);
    let approved_by = match &ask.right {
        Right::Approved(name) => Some(name.clone()),
        _ => None,
    };
    let booth: &BoothThen = &sold.booth;
    Sold {
        id: ask.id,
        number,
        receipt_no: receipt_no(&booth.code, number),
        provisional_no: None,
        device: ask.device,
        device_seq: ask.device_seq,
        seller: ask.seller.clone(),
        paid_at: at,
        day: at.date(),
        hour: at.hour(),
        lines,
        total,
        discount: None,
        approved_by: None,
        rounding: -back - total,
        payments,
        transfers: Vec::new(),
        flags: if ask.offline { vec![Flag::RefundOffline] } else { Vec::new() },
        difference: if whole { -sold.difference } else { Money::ZERO },
        print: true,
        reverses: Some(Reversed {
            sale: sold.id,
            receipt_no: sold.receipt_no.clone(),
            reason: reason.to_owned(),
            whole,
            approved_by,
        }),
        shift: None,
        fair: sold.fair.clone(),
        booth: booth.clone(),
    }
}

/// Moves the state on: the booth's number, the goods, and what came back of the original.
fn learn(sold: &Sold, state: &mut State) {
    if let Some(booth) = state.booths.get_mut(&sold.booth.uid) {
        booth.last_number = sold.number;
    }
    for line in sold.lines.iter().filter(|line| !line.lost()) {
        let levels = state.levels.entry((sold.booth.uid, line.product)).or_default();
        for draw in &line.draws {
            put_back(levels, draw);
        }
    }
    let reversed = sold.reverses.as_ref().map(|reversed| reversed.sale);
    if let Some(original) = reversed.and_then(|sale| state.originals.get_mut(&sale)) {
        original.back.push(sold.clone());
    }
}

fn put_back(levels: &mut Vec<Level>, draw: &Draw) {
    match levels.iter_mut().find(|level| level.lot == draw.lot) {
        Some(level) => level.quantity = level.quantity - draw.quantity,
        None => levels.push(Level {
            lot: draw.lot.clone(),
            expires_on: None,
            quantity: -draw.quantity,
            received: Quantity::ZERO,
        }),
    }
}

/// The part of an original line that a line of a refund takes back. Refunds written before lines
/// could come back alone name none: they are whole, in the same order.
pub fn of_line(n: usize, line: &Line) -> Of {
    line.of.clone().unwrap_or(Of { n, sold: -line.quantity, loss: false })
}
