//! Refunds, whole or by line: a new sale of negative lines. Nothing is edited, and nothing comes
//! back twice. Where goods and money go is worked out in `share.rs`.

mod right;
mod share;

pub use right::Right;

use super::{
    BoothThen, Flag, Line, Of, Reversed, Sold, Tender,
    numbering::{Acknowledged, IssuedNumber},
    shift::drawer,
    state::{Original, State},
    trust::{Word, trust},
};
use crate::{
    base::{
        clock::Ms,
        id::{DeviceId, PersonId, SaleId, ShiftId},
        lang::Say,
        money::Money,
        quantity::Quantity,
        refusal::Refusal,
    },
    fair::Limits,
    payment::event::Method,
    stock::{Place, instant},
};
use serde::Serialize;

/// A refund as asked for. Who asks, and with which rights, is not part of the command's hash: sent
/// again after another sign-in it is the same refund.
#[derive(Debug, Clone, Default, Serialize)]
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
    /// The same person by id.
    #[serde(skip_serializing)]
    pub seller_id: Option<PersonId>,
    /// That person is not of this booth.
    #[serde(skip_serializing)]
    pub stranger: bool,
    /// That person was not signed in when it came: somebody else brings it.
    #[serde(skip_serializing)]
    pub by_other_hands: bool,
    /// On which device; not part of the hash, as in a sale.
    #[serde(skip_serializing)]
    pub device: Option<DeviceId>,
    /// The device's own count.
    pub device_seq: Option<i64>,
    /// The number that the device gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisional_no: Option<String>,
    /// When, by the device's clock, if it said so.
    pub at: Option<Ms>,
    /// The shift that the device knew to be open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift: Option<ShiftId>,
    /// What comes back; none: everything that is left, and a sale with nothing left is a conflict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<Part>>,
    /// How money is given back; none: as it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<Method>,
    /// Đồng that the device says were handed back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_back: Option<Money>,
    /// The device gave the money back while it could not reach the laptop.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub offline: bool,
    /// With which right.
    #[serde(skip_serializing)]
    pub right: Right,
    /// What the device was answered before, perhaps by another node.
    #[serde(skip_serializing)]
    pub acknowledged: Option<Acknowledged>,
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

/// After so many milliseconds without an answer a till has the money handed out, where it may go
/// back without the laptop (`refund.js`).
const SILENT: i64 = 8000;

/// The most letters of a reason.
const REASON: usize = 500;

/// Decides a refund received at `now`; the state learns of it, so the same batch cannot give the
/// last piece back twice.
pub fn decide(ask: &Refund, state: &mut State, now: Ms) -> Result<Sold, Refusal> {
    let reason = ask.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON {
        return Err(Refusal::malformed("reason", "Hãy ghi lý do", "Give a reason"));
    }
    let Some(original) = state.originals.get(&ask.sale).cloned() else {
        return Err(Refusal::no_sale());
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
    let after = |at: Ms| at.max(original.sold.paid_at);
    let told = trust(&word(ask, &original), state, now);
    let Some(booth) = state.booths.get(&original.sold.booth.uid) else {
        return Err(Refusal::no_booth());
    };
    // Cash goes back rounded as it was paid.
    let step = original.sold.cash_step;
    let due = share::money_back(&original, &lines, ask.back, step);
    let back = handed(ask, &original, due)?;
    let mut flags = flags(ask, due);
    flags.extend(told.flags);
    if ask.right != Right::Manager && ask.right.word(back).is_none() {
        let shop = (booth.limits, &state.drawers);
        let prompt = right::check(ask, &original, (after(at), now), back, shop)?;
        let waited = now.0 - told.at.0 > SILENT;
        if (!prompt || waited) && !ask.by_other_hands {
            flags.push(Flag::RefundOffline);
        }
    }
    let (at, in_shift) = (after(told.at), after(told.in_shift));
    let place = (original.sold.booth.uid, original.sold.booth.code.as_str());
    let given = state.series.receipt(place, booth.last_number, ask.acknowledged.as_ref());
    let payments = share::payments(&original, ask.back, back, step);
    let mut sold = reversal(ask, &original, (lines, payments), (given, at, reason), (back, due));
    sold.shift = drawer::assign(&mut state.drawers, sold.booth.uid, ask.shift, in_shift);
    if sold.shift.is_some_and(|shift| shift.supplement.is_some()) {
        flags.push(Flag::ShiftClosed);
    }
    flags.sort();
    flags.dedup();
    sold.flags = flags;
    sold.device_seq = told.number;
    learn(&mut sold, state, now);
    state.numbers.learn(&sold, now);
    Ok(sold)
}

fn word(ask: &Refund, original: &Original) -> Word {
    let booth = original.sold.booth.uid;
    Word { booth, device: ask.device, number: ask.device_seq, at: ask.at, shift: ask.shift }
}

/// What is handed back: the money that the device says, if that much is left of what was paid; it
/// left the drawer, whatever the book makes of it.
fn handed(ask: &Refund, original: &Original, due: Money) -> Result<Money, Refusal> {
    let Some(said) = ask.expected_back else { return Ok(due) };
    if !(Money::ZERO..=Money::LIMIT).contains(&said) {
        return Err(Refusal::malformed(
            "expected_back",
            "Số tiền trả lại không hợp lệ",
            "The money back is not valid",
        ));
    }
    Ok(if said <= share::money_left(original) { said } else { due })
}

fn flags(ask: &Refund, due: Money) -> Vec<Flag> {
    let each = [
        (ask.stranger, Flag::SellerElsewhere),
        (ask.offline, Flag::RefundOffline),
        (ask.by_other_hands, Flag::RefundByOtherHands),
        (ask.expected_back.is_some_and(|said| said != due), Flag::BackDiffers),
    ];
    each.into_iter().filter(|it| it.0).map(|it| it.1).collect()
}

/// What there is to know of a sale before goods of it are taken back.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Who sold, by id.
    pub seller_id: Option<PersonId>,
    /// A seller may take it back alone now: it is of the open shift, or of the day.
    pub in_time: bool,
    /// Đồng given back without a manager.
    pub alone: Money,
    /// Cash goes back rounded to this many đồng.
    pub cash_step: i64,
    /// How it was paid: the method, đồng, and how many of them went back by it.
    pub ways: Vec<(Method, Money, Money)>,
    /// What the booth's sellers may do alone.
    pub limits: Limits,
}

/// Where a sale stands at `now`; none for what is not known.
pub fn standing(sale: SaleId, state: &State, now: Ms) -> Option<Standing> {
    let original = state.originals.get(&sale)?;
    let booth = state.booths.get(&original.sold.booth.uid)?;
    Some(Standing {
        seller_id: original.sold.seller_id,
        in_time: right::in_time(&original.sold, None, now, &state.drawers),
        alone: right::alone(original),
        cash_step: original.sold.cash_step,
        ways: share::ways(original),
        limits: booth.limits,
    })
}

fn reversal(
    ask: &Refund,
    original: &Original,
    (lines, payments): (Vec<Line>, Vec<Tender>),
    (given, at, reason): (IssuedNumber, Ms, &str),
    (back, due): (Money, Money),
) -> Sold {
    let sold = &original.sold;
    let total: Money = lines.iter().map(|line| line.amount).sum();
    let everything = share::everything(original, &lines);
    let (whole, last) = match original.back.is_empty() {
        true => (everything, false),
        false => (false, everything),
    };
    let approved_by = ask.right.word(back).map(|word| word.by.clone());
    let difference = if everything { -sold.difference } else { Money::ZERO };
    let booth: &BoothThen = &sold.booth;
    Sold {
        id: ask.id,
        number: given.number,
        series: given.node,
        receipt_no: given.text,
        provisional_no: ask.provisional_no.clone(),
        device: ask.device,
        device_seq: ask.device_seq,
        seller: ask.seller.clone(),
        seller_id: ask.seller_id,
        paid_at: at,
        day: at.date(),
        hour: at.hour(),
        lines,
        total,
        discount: None,
        approved_by: None,
        rounding: -back - total,
        cash_step: sold.cash_step,
        payments,
        transfers: Vec::new(),
        flags: Vec::new(),
        difference: difference + due - ask.expected_back.unwrap_or(due),
        print: given.node.is_none(),
        reverses: Some(Reversed {
            sale: sold.id,
            receipt_no: sold.receipt_no.clone(),
            reason: reason.to_owned(),
            whole,
            last,
            approved_by,
            managed: ask.right == Right::Manager,
        }),
        shift: None,
        fair: sold.fair.clone(),
        booth: booth.clone(),
    }
}

/// Moves the state on: the booth's number, the goods, and what came back of the original.
fn learn(sold: &mut Sold, state: &mut State, now: Ms) {
    if let Some(booth) = state.booths.get_mut(&sold.booth.uid).filter(|_| sold.series.is_none()) {
        booth.last_number = sold.number;
    }
    let (booth, at) = (Place::Booth(sold.booth.uid), instant(sold.paid_at, now));
    for line in sold.lines.iter_mut().filter(|line| !line.lost()) {
        for draw in &mut line.draws {
            let goods = (booth, line.product);
            draw.late = state.shelf.gain(goods, (draw.owner, &draw.lot), -draw.quantity, at);
        }
    }
    let reversed = sold.reverses.as_ref().map(|reversed| reversed.sale);
    if let Some(original) = reversed.and_then(|sale| state.originals.get_mut(&sale)) {
        original.back.push(sold.clone());
    }
}
