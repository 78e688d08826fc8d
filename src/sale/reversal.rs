//! Voiding a whole sale: a new sale of negative lines. Nothing is edited.

use super::{Line, Reversed, Sold, Tender, checkout::receipt_no, state::State};
use crate::{
    base::{
        clock::{DAY, Ms},
        id::{DeviceId, SaleId},
        lang::Say,
        refusal::Refusal,
    },
    stock::{Draw, Level},
};
use serde::Serialize;

/// A void as asked for. Who asks, and with which rights, is not part of the command's hash: sent
/// again after another sign-in it is the same void.
#[derive(Debug, Clone, Serialize)]
pub struct Void {
    /// The reversal's own id, minted by the device.
    pub id: SaleId,
    /// The sale to be voided.
    pub sale: SaleId,
    /// Why, in the person's own words.
    pub reason: String,
    /// Who voids, as printed.
    #[serde(skip_serializing)]
    pub seller: String,
    /// On which device.
    pub device: Option<DeviceId>,
    /// The device's own count.
    pub device_seq: Option<i64>,
    /// When, by the device's clock, if it said so.
    pub at: Option<Ms>,
    /// True for a seller, who may void only his or her own sale of the same business day.
    #[serde(skip_serializing)]
    pub own_only: bool,
}

/// Decides a void received at `now`: once for each sale, stock back to the lots it came from.
pub fn decide(ask: &Void, state: &mut State, now: Ms) -> Result<Sold, Refusal> {
    let reason = ask.reason.trim();
    if reason.is_empty() || reason.len() > 500 {
        return Err(Refusal::malformed("reason", "Hãy ghi lý do hủy", "Give a reason"));
    }
    let Some(original) = state.originals.get(&ask.sale).cloned() else {
        return Err(Refusal::NotFound(Say::new("Không tìm thấy phiếu", "No such sale")));
    };
    if original.reverses.is_some() {
        return Err(Refusal::Conflict(Say::new(
            "Phiếu hủy không thể hủy lần nữa",
            "A reversal cannot itself be voided",
        )));
    }
    if !state.reversed.insert(ask.sale) {
        return Err(Refusal::Conflict(Say::new("Phiếu này đã hủy", "This sale is voided already")));
    }
    let at = ask.at.and_then(|at| at.plausible(now)).unwrap_or(now);
    if ask.own_only && !own(ask, &original, at) {
        state.reversed.remove(&ask.sale);
        return Err(Refusal::Forbidden(Say::new(
            "Chỉ người bán tự hủy phiếu trong ngày; phiếu này cần chủ gian hàng",
            "A seller voids only own sales of the day; this one needs the booth's manager",
        )));
    }
    let Some(booth) = state.booths.get_mut(&original.booth.uid) else {
        return Err(Refusal::NotFound(Say::new("Không có gian hàng này", "No such booth")));
    };
    booth.last_number += 1;
    let number = booth.last_number;
    give_back(&original, state);
    Ok(negative(ask, original, number, at, reason))
}

fn own(ask: &Void, original: &Sold, at: Ms) -> bool {
    let same_hands = original.seller == ask.seller && original.device == ask.device;
    same_hands && original.day == at.date() && at.0 - original.paid_at.0 < DAY
}

fn give_back(original: &Sold, state: &mut State) {
    for line in &original.lines {
        let levels = state.levels.entry((original.booth.uid, line.product)).or_default();
        for draw in &line.draws {
            match levels.iter_mut().find(|level| level.lot == draw.lot) {
                Some(level) => level.quantity += draw.quantity,
                None => levels.push(Level {
                    lot: draw.lot.clone(),
                    expires_on: None,
                    quantity: draw.quantity,
                    received: Default::default(),
                }),
            }
        }
    }
}

fn negative(ask: &Void, original: Sold, number: i64, at: Ms, reason: &str) -> Sold {
    let draws = |draws: Vec<Draw>| {
        let back = |draw: Draw| Draw { quantity: -draw.quantity, ..draw };
        draws.into_iter().map(back).collect()
    };
    let line = |line: Line| Line {
        quantity: -line.quantity,
        amount: -line.amount,
        draws: draws(line.draws),
        ..line
    };
    let tender = |tender: Tender| Tender { amount: -tender.amount, given: None, ..tender };
    Sold {
        id: ask.id,
        number,
        receipt_no: receipt_no(&original.booth.code, number),
        provisional_no: None,
        device: ask.device,
        device_seq: ask.device_seq,
        seller: ask.seller.clone(),
        paid_at: at,
        day: at.date(),
        hour: at.hour(),
        lines: original.lines.into_iter().map(line).collect(),
        total: -original.total,
        rounding: -original.rounding,
        payments: original.payments.into_iter().map(tender).collect(),
        transfers: Vec::new(),
        flags: Vec::new(),
        difference: -original.difference,
        print: true,
        reverses: Some(Reversed {
            sale: original.id,
            receipt_no: original.receipt_no,
            reason: reason.to_owned(),
        }),
        fair: original.fair,
        booth: original.booth,
    }
}
