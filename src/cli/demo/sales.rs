//! The sales of one fair, made until each zone's planned revenue is reached.

use super::{
    fair::{CASH_ROUNDING, Stall, Timed, moment, weighted},
    goods::Good,
    names::{self, REASONS},
    plan::FairPlan,
};
use crate::{
    base::{
        clock::{MINUTE, Ms},
        id::{BoothId, Chance, CommandId, ProductId, SaleId},
        money::Money,
        quantity::Quantity,
    },
    desk::command::Command,
    fair::kinds::Zone,
    payment::{event::Method, reference::Reference},
    sale::{
        Checkout, LineOrder, Tender,
        refund::{Refund, Right},
    },
};

/// One sale in so many is voided minutes later.
const VOIDED: u64 = 400;
/// One sale in so many is paid by transfer and cash together.
const SPLIT: u64 = 80;
const MILLION: i64 = 1_000_000;
/// How far the last sale of a zone may go beyond its plan, in đồng; every booth has cheaper goods.
const OVERSHOOT: i64 = 400_000;

/// A sale, with its void if there is one, and the goods that stay sold.
pub struct Sale {
    /// Its commands.
    pub timed: Vec<Timed>,
    /// What left the booth for good.
    pub goods: Vec<(BoothId, ProductId, Quantity)>,
}

/// All sales of a fair.
pub fn sales(chance: &Chance, plan: &FairPlan, stalls: &[Stall]) -> Vec<Sale> {
    let mut sales = Vec::new();
    let other = plan.revenue - plan.local;
    for (local, target) in [(true, plan.local), (false, other)] {
        let zone = |stall: &&Stall| (stall.booth.zone == Zone::Local) == local;
        let stalls: Vec<&Stall> = stalls.iter().filter(zone).collect();
        let weights: Vec<u64> = stalls.iter().map(|stall| stall.weight).collect();
        let mut left = target * MILLION;
        while left > 0 {
            let stall = stalls[weighted(chance, &weights)];
            left -= sale(chance, plan, stall, (Money(left + OVERSHOOT), &mut sales));
        }
    }
    sales
}

/// Makes one sale of at most `most`; đồng that stay earned by it.
fn sale(
    chance: &Chance,
    plan: &FairPlan,
    stall: &Stall,
    (most, sales): (Money, &mut Vec<Sale>),
) -> i64 {
    let at = moment(chance, plan);
    let (mut lines, mut total) = basket(chance, stall);
    while total > most {
        (lines, total) = basket(chance, stall);
    }
    let id: SaleId = chance.uid(at).into();
    let seller = stall.sellers[chance.below(2) as usize].clone();
    let booth = stall.booth.uid;
    let mut goods = lines.iter().map(|line| (booth, line.product, line.quantity)).collect();
    let checkout = Checkout {
        id,
        booth,
        device: None,
        device_seq: None,
        paid_at: at,
        lines,
        payments: payments(chance, total),
        expected_total: Some(total),
        priced_at_pos: None,
        provisional_no: None,
        seller: seller.clone(),
        stranger: false,
        print: false,
        ..Checkout::default()
    };
    let received = Ms(at.0 + 200 + chance.below(3000) as i64);
    let uid = CommandId(id.0);
    let mut timed = vec![Timed { at: received, uid, command: Command::Checkout(checkout) }];
    let voided = chance.below(VOIDED) == 0;
    if voided {
        timed.push(void(chance, id, seller, at));
        goods = Vec::new();
    }
    sales.push(Sale { timed, goods });
    if voided { 0 } else { total.0 }
}

fn void(chance: &Chance, sale: SaleId, seller: String, paid_at: Ms) -> Timed {
    let at = Ms(paid_at.0 + 2 * MINUTE + chance.below(5 * MINUTE.unsigned_abs()) as i64);
    let id: SaleId = chance.uid(at).into();
    let reason = names::pick(chance, REASONS).to_owned();
    let right = Right::Manager;
    let ask = Refund { id, sale, reason, seller, at: Some(at), right, ..Refund::default() };
    Timed { at, uid: CommandId(id.0), command: Command::Refund(ask) }
}

/// One to three goods of the booth, cheap ones far more often than dear ones.
fn basket(chance: &Chance, stall: &Stall) -> (Vec<LineOrder>, Money) {
    let weights: Vec<u64> = stall.range.iter().map(|good| appeal(good)).collect();
    let count = 1 + weighted(chance, &[62, 28, 10]);
    let mut lines: Vec<LineOrder> = Vec::with_capacity(count);
    let mut total = Money::ZERO;
    for _ in 0..count {
        let good = stall.range[weighted(chance, &weights)];
        if lines.iter().any(|line| line.product == good.uid) {
            continue;
        }
        let quantity = quantity(chance, good);
        total += quantity.at(good.price).unwrap_or_default();
        lines.push(LineOrder::plain(good.uid, quantity));
    }
    (lines, total)
}

/// How often a good is chosen: nearly by the inverse of its price, nothing below 30,000 đồng
/// more than that.
fn appeal(good: &Good) -> u64 {
    let price = good.price.0.max(30_000) as u64;
    1_000_000_000 / price + 200
}

fn quantity(chance: &Chance, good: &Good) -> Quantity {
    if good.weighed {
        const GRAMS: [i64; 6] = [200, 300, 500, 700, 1000, 1500];
        return Quantity(GRAMS[weighted(chance, &[10, 15, 30, 10, 25, 10])]);
    }
    let few: &[u64] = if good.price.0 > 400_000 { &[95, 5] } else { &[50, 31, 11, 5, 3] };
    Quantity::units(1 + weighted(chance, few) as i64)
}

/// Larger sales are more often paid by transfer.
fn payments(chance: &Chance, total: Money) -> Vec<Tender> {
    let percent = match total.0 {
        ..50_000 => 40,
        50_000..200_000 => 54,
        _ => 60,
    };
    let transfer = |amount| Tender {
        method: Method::VietQr,
        amount,
        given: None,
        reference: Some(Reference::mint(chance).to_string()),
    };
    if total.0 >= 200_000 && total.0 % CASH_ROUNDING == 0 && chance.below(SPLIT) == 0 {
        let notes = Money(100_000);
        let cash = Tender { method: Method::Cash, amount: notes, given: None, reference: None };
        return vec![transfer(total - notes), cash];
    }
    if chance.below(100) < percent {
        return vec![transfer(total)];
    }
    let amount = total.to_step(CASH_ROUNDING);
    let note = [10_000, 50_000, 100_000, 500_000][chance.below(4) as usize];
    let given = Money((amount.0 + note - 1) / note * note);
    vec![Tender { method: Method::Cash, amount, given: Some(given), reference: None }]
}
