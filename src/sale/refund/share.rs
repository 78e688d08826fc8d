//! What a refund gives back: pieces, lots and money. Every part is a cumulative, rounded share less
//! what was already given back, so that the parts of a sale always add up to the whole of it.

use super::{Of, Refund};
use crate::{
    base::{id::ProducerId, lang::Say, money::Money, quantity::Quantity, refusal::Refusal},
    payment::event::Method,
    sale::{Line, Sold, Tender, cart::Off, state::Original},
    stock::Draw,
};
use std::collections::{BTreeMap, BTreeSet};

/// What of an original line came back already: thousandths, đồng, and thousandths of each lot.
#[derive(Debug, Default)]
struct Before {
    quantity: Quantity,
    amount: Money,
    lots: BTreeMap<(ProducerId, String), Quantity>,
}

fn before(original: &Original, n: usize) -> Before {
    let mut before = Before::default();
    for refund in &original.back {
        for line in refund.lines.iter().filter(|line| line.of.as_ref().is_some_and(|of| of.n == n))
        {
            before.quantity += -line.quantity;
            before.amount += -line.amount;
            for draw in &line.draws {
                let lot = (draw.owner, draw.lot.clone());
                *before.lots.entry(lot).or_default() += -draw.quantity;
            }
        }
    }
    before
}

/// The negative lines of a refund.
pub fn lines(ask: &Refund, original: &Original) -> Result<Vec<Line>, Refusal> {
    let sold = &original.sold;
    let parts: Vec<(usize, Quantity, bool)> = match &ask.lines {
        Some(parts) => parts.iter().map(|part| (part.n, part.quantity, part.loss)).collect(),
        None => {
            let left = |(n, line): (usize, &Line)| {
                (n, line.quantity - before(original, n).quantity, false)
            };
            let some = |part: &(usize, Quantity, bool)| part.1 > Quantity::ZERO;
            sold.lines.iter().enumerate().map(left).filter(some).collect()
        }
    };
    if parts.is_empty() {
        return Err(match ask.lines {
            Some(_) => Refusal::malformed("lines", "Hãy chọn hàng trả lại", "Choose the goods"),
            None => nothing_left(),
        });
    }
    let mut named = BTreeSet::new();
    let mut lines = Vec::with_capacity(parts.len());
    for (n, quantity, loss) in parts {
        let line = sold.lines.get(n).filter(|_| quantity > Quantity::ZERO && named.insert(n));
        let Some(line) = line else {
            return Err(Refusal::malformed(
                "lines",
                "Dòng hàng trả lại không hợp lệ",
                "A line that comes back is not valid",
            ));
        };
        lines.push(part_of(original, (n, line), quantity, loss)?);
    }
    Ok(lines)
}

fn nothing_left() -> Refusal {
    Refusal::Conflict(Say::new("Phiếu này đã trả hết", "This sale was taken back already"))
}

fn part_of(
    original: &Original,
    (n, line): (usize, &Line),
    quantity: Quantity,
    loss: bool,
) -> Result<Line, Refusal> {
    let before = before(original, n);
    let left = line.quantity - before.quantity;
    if quantity > left {
        if left == Quantity::ZERO {
            return Err(nothing_left());
        }
        let (name, left) = (&line.name, left.text());
        return Err(Refusal::Conflict(Say::new(
            format!("{name}: chỉ còn {left} {} chưa trả lại", line.unit),
            format!("{name}: only {left} {} are left to take back", line.unit),
        )));
    }
    let share = share(line.amount, (before.quantity + quantity).0, line.quantity.0);
    Ok(Line {
        quantity: -quantity,
        amount: before.amount - share,
        draws: draws(line, &before, quantity),
        of: Some(Of { n, sold: line.quantity, loss }),
        // What was charged comes back; what was taken off was never paid.
        off: Off::default(),
        discount: None,
        ..line.clone()
    })
}

/// `amount × part ÷ whole`, rounded half up; the whole of it for the whole.
fn share(amount: Money, part: i64, whole: i64) -> Money {
    if part == whole {
        return amount;
    }
    let (amount, part, whole) = (i128::from(amount.0), i128::from(part), i128::from(whole));
    let rounded = (2 * amount * part + whole) / (2 * whole);
    Money(i64::try_from(rounded).unwrap_or(i64::MAX))
}

/// The lots that goods go back to: those drawn last come back first, none more than was drawn.
fn draws(line: &Line, before: &Before, quantity: Quantity) -> Vec<Draw> {
    let mut left = quantity;
    let mut back = Vec::new();
    for draw in line.draws.iter().rev() {
        let lot = (draw.owner, draw.lot.clone());
        let gone = before.lots.get(&lot).copied().unwrap_or_default();
        let part = left.min(draw.quantity - gone);
        if part > Quantity::ZERO {
            left = left - part;
            back.push(Draw { quantity: -part, late: None, ..draw.clone() });
        }
    }
    back
}

/// Whether nothing of the sale is left when these lines have come back too.
pub fn everything(original: &Original, lines: &[Line]) -> bool {
    let now = |n: usize| -> Quantity {
        let of_it = |line: &&Line| line.of.as_ref().is_some_and(|of| of.n == n);
        lines.iter().filter(of_it).map(|line| -line.quantity).sum()
    };
    let gone = |(n, line): (usize, &Line)| before(original, n).quantity + now(n) == line.quantity;
    original.sold.lines.iter().enumerate().all(gone)
}

/// Đồng to give back. Cash goes back in what there are notes for, also of a sale that was paid
/// otherwise; with the last piece, all that is left of what was paid goes back.
pub fn money_back(
    original: &Original,
    lines: &[Line],
    back: Option<Method>,
    cash_step: i64,
) -> Money {
    let sold = &original.sold;
    let (paid, given) = (paid(sold), already_back(original));
    let goods: Money = original.back.iter().map(|it| -it.total).sum();
    let goods = goods - lines.iter().map(|line| line.amount).sum();
    let cash = match back {
        Some(method) => method == Method::Cash,
        None => sold.payments.iter().all(|tender| tender.method == Method::Cash),
    };
    let step = if cash { cash_step } else { 0 };
    let due = if goods == sold.total { paid } else { goods.min(paid) };
    (due - given).to_step(step).max(Money::ZERO)
}

fn paid(sold: &Sold) -> Money {
    sold.total + sold.rounding
}

/// Đồng that went back already.
fn already_back(original: &Original) -> Money {
    original.back.iter().map(|it| -(it.total + it.rounding)).sum()
}

/// Đồng of what was paid that did not go back yet.
pub fn money_left(original: &Original) -> Money {
    paid(&original.sold) - already_back(original)
}

/// How the money goes back: by the chosen method, else as it was paid (`by_ways`).
pub fn payments(
    original: &Original,
    back: Option<Method>,
    money: Money,
    cash_step: i64,
) -> Vec<Tender> {
    let tender = |method, amount: Money, reference: Option<String>| Tender {
        method,
        amount: -amount,
        given: None,
        reference,
    };
    if let Some(method) = back {
        return vec![tender(method, money, None)];
    }
    let each = original.sold.payments.iter().zip(by_ways(original, money, cash_step));
    each.map(|(it, part)| tender(it.method, part, it.reference.clone())).collect()
}

/// What of `money` goes back by each way that the sale was paid by. Each has its own cumulative
/// share of all that went back, less what went back by it already, so that in the end each gives
/// back what was paid by it. Meanwhile the cash is what there are notes for, as when it was taken,
/// and the other ways give back what that leaves.
fn by_ways(original: &Original, money: Money, cash_step: i64) -> Vec<Money> {
    let (ways, gone) = (&original.sold.payments, gone(original));
    let upto = upto(ways, already_back(original) + money);
    let room: Vec<Money> = ways.iter().zip(&gone).map(|(it, gone)| it.amount - *gone).collect();
    let wants: Vec<Money> =
        upto.iter().zip(&gone).map(|(upto, gone)| (*upto - *gone).max(Money::ZERO)).collect();
    let is_cash = |n: usize| ways[n].method == Method::Cash;
    let sum = |of: &[Money], cash: bool| -> Money {
        of.iter().enumerate().filter(|it| is_cash(it.0) == cash).map(|it| *it.1).sum()
    };
    let others = sum(&room, false);
    if cash_step <= 1 || sum(&room, true).is_zero() || others.is_zero() {
        return money.allocate(&wants);
    }
    let target = sum(&upto, true).to_step(cash_step) - sum(&gone, true);
    let cash = in_notes(target, (money - others, money, sum(&room, true)), cash_step);
    let rest = money - cash;
    let of = |cash: bool, from: &[Money]| -> Vec<Money> {
        let own = |(n, it): (usize, &Money)| if is_cash(n) == cash { *it } else { Money::ZERO };
        from.iter().enumerate().map(own).collect()
    };
    let parts = [(cash, true), (rest, false)]
        .map(|(money, cash)| filled(money, &of(cash, &wants), &of(cash, &room)));
    parts[0].iter().zip(&parts[1]).map(|(cash, other)| *cash + *other).collect()
}

/// The share of each way of what went back in all, `all` đồng.
fn upto(ways: &[Tender], all: Money) -> Vec<Money> {
    let whole: Money = ways.iter().map(|it| it.amount).sum();
    let (mut before, mut sum) = (Money::ZERO, Money::ZERO);
    let share = |way: &Tender| {
        sum += way.amount;
        let upto = share(sum, all.0, whole.0);
        let own = upto - before;
        before = upto;
        own
    };
    ways.iter().map(share).collect()
}

/// Cash near `target` that there are notes for: at least `low`, since the other ways have room for
/// no more, and at most all the money, or all that was paid in cash. Where no notes fit in between
/// (the last of it, or a sale whose own cash was odd), as little beside them as can be.
fn in_notes(target: Money, (low, money, room): (Money, Money, Money), step: i64) -> Money {
    let down = |it: Money| Money(it.0.div_euclid(step) * step);
    let up = |it: Money| Money(-(-it.0).div_euclid(step) * step);
    let (low, high) = (low.max(Money::ZERO), money.min(room));
    let cash = target.max(up(low)).min(down(high));
    if room <= low { room } else { cash.max(low).min(high) }
}

/// `money` over ways that want so much of it and have room for so much.
fn filled(money: Money, wants: &[Money], room: &[Money]) -> Vec<Money> {
    let wanted: Money = wants.iter().copied().sum();
    if money <= wanted {
        return money.allocate(wants);
    }
    let mut more = money - wanted;
    let fill = |(want, room): (&Money, &Money)| {
        let part = more.min(*room - *want);
        more = more - part;
        *want + part
    };
    wants.iter().zip(room).map(fill).collect()
}

/// How a sale was paid: the method, đồng, and how many of them went back by it.
pub fn ways(original: &Original) -> Vec<(Method, Money, Money)> {
    let gone = gone(original);
    let ways = original.sold.payments.iter().zip(gone);
    ways.map(|(way, gone)| (way.method, way.amount, gone)).collect()
}

/// What went back by each way that the sale was paid by. Money that went back by another way than
/// any of them counts for none.
fn gone(original: &Original) -> Vec<Money> {
    let ways = &original.sold.payments;
    let mut gone = vec![Money::ZERO; ways.len()];
    for tender in original.back.iter().flat_map(|it| &it.payments) {
        let mut left = -tender.amount;
        let named = tender.reference.is_some();
        let same = |way: &Tender| {
            way.method == tender.method && (!named || way.reference == tender.reference)
        };
        for (way, gone) in ways.iter().zip(&mut gone).filter(|(way, _)| same(way)) {
            let part = left.min(way.amount - *gone);
            *gone += part;
            left = left - part;
        }
    }
    gone
}
