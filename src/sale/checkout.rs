//! Deciding a sale. Pure: the same request against the same state gives the same entry.

mod check;

pub use check::check;

use super::{
    Checkout, Claim, Flag, Line, LineOrder, Sold, Tender,
    cart::{self, Item, Rules},
    shift::drawer,
    state::{BoothState, ProductState, State},
    trust::{Word, trust},
};
use crate::{
    base::{
        clock::{DAY, Ms},
        fold::tidy,
        money::Money,
        quantity::Quantity,
        refusal::Refusal,
    },
    catalog::valid_star,
    fair::promotion::Promotion,
    payment::event::{Known, Method, State as Transfer},
    stock::{Place, draw::Wish, instant},
};
use jiff::civil::Date;

/// Decides a sale received at `now`, and moves `state` on: number, stock, references.
pub fn decide(ask: &Checkout, state: &mut State, now: Ms) -> Result<Sold, Refusal> {
    check(ask)?;
    let Some(at) = state.booths.get(&ask.booth).cloned() else {
        return Err(Refusal::no_booth());
    };
    let told = trust(&word(ask), state, now);
    let (paid_at, mut flags) = (told.at, told.flags);
    if ask.stranger {
        flags.push(Flag::SellerElsewhere);
    }
    let day = paid_at.date();
    if day < at.fair.starts_on || at.fair.ends_on.is_some_and(|end| day > end) {
        flags.push(Flag::OutsideFair);
    }
    let products = products(ask, state)?;
    let priced = price(ask, &products, &at, state, begun(ask, paid_at))?;
    flags.extend(priced.flag);
    let beyond = beyond(ask, &priced.lines, at.limits.discount_percent);
    let given = given_away(&priced.lines);
    let word = ask.approved_by.as_ref().filter(|word| beyond && word.covers(given));
    let approved_by = word.map(|word| word.by.clone());
    if beyond && approved_by.is_none() {
        flags.push(Flag::OverLimit);
    }
    let moment = (day, instant(paid_at, now));
    let lines = draw_lines(ask, &products, &priced.lines, moment, state, &mut flags);
    let place = (ask.booth, at.booth.code.as_str());
    let given = state.series.receipt(place, at.last_number, ask.acknowledged.as_ref());
    let payments = named(&ask.payments, &given.text);
    let transfers = claim(&payments, &at, state, &mut flags);
    let shift = drawer::assign(&mut state.drawers, ask.booth, ask.shift, told.in_shift);
    if shift.is_some_and(|shift| shift.supplement.is_some()) {
        flags.push(Flag::ShiftClosed);
    }
    if let Some(booth) = state.booths.get_mut(&ask.booth).filter(|_| given.node.is_none()) {
        booth.last_number = given.number;
    }
    flags.sort();
    flags.dedup();
    let sold = Sold {
        id: ask.id,
        number: given.number,
        series: given.node,
        receipt_no: given.text,
        fair: at.fair,
        booth: at.booth,
        provisional_no: ask.provisional_no.clone(),
        device: ask.device,
        device_seq: told.number,
        seller: ask.seller.clone(),
        seller_id: ask.seller_id,
        paid_at,
        day,
        hour: paid_at.hour(),
        lines,
        total: priced.total,
        discount: ask.discount,
        approved_by,
        rounding: priced.rounding,
        cash_step: priced.cash_step,
        payments,
        transfers,
        flags,
        difference: priced.difference,
        print: ask.print && given.node.is_none(),
        reverses: None,
        shift,
    };
    state.numbers.learn(&sold, now);
    Ok(sold)
}

fn word(ask: &Checkout) -> Word {
    Word {
        booth: ask.booth,
        device: ask.device,
        number: ask.device_seq,
        at: Some(ask.paid_at),
        shift: ask.shift,
    }
}

fn products(ask: &Checkout, state: &State) -> Result<Vec<ProductState>, Refusal> {
    let find = |line: &LineOrder| state.products.get(&line.product).cloned();
    ask.lines
        .iter()
        .map(|line| {
            find(line).ok_or_else(|| {
                let vi = format!("Không có sản phẩm {}", line.product);
                let en = format!("No product {}", line.product);
                Refusal::malformed("product", vi, en)
            })
        })
        .collect()
}

/// When the cart was begun, if the device said so and it is within a day of the payment; else
/// when it was paid. The promotions that held then are the customer's.
fn begun(ask: &Checkout, paid_at: Ms) -> Ms {
    let told = |begun: &Ms| *begun <= paid_at && begun.0 >= paid_at.0 - DAY;
    ask.priced_at.filter(told).unwrap_or(paid_at)
}

/// A line as it is charged.
struct Charged {
    price: Money,
    amount: Money,
    priced: cart::Priced,
}

/// Whether more was taken off than a seller may in whole per cents.
fn beyond(ask: &Checkout, lines: &[Charged], limit: i64) -> bool {
    if !ask.discounted() {
        return false;
    }
    let priced: Vec<cart::Priced> = lines.iter().map(|line| line.priced.clone()).collect();
    !cart::within(&priced, limit)
}

/// What the seller takes off, without promotions.
fn given_away(lines: &[Charged]) -> Money {
    lines.iter().map(|line| line.priced.off.line + line.priced.off.cart).sum()
}

/// Prices that were settled on: per line, in sum, and how they differ from the server's.
struct Priced {
    lines: Vec<Charged>,
    total: Money,
    rounding: Money,
    cash_step: i64,
    difference: Money,
    flag: Option<Flag>,
}

/// The server's prices decide; but money that was already taken stands, with the difference
/// flagged: first as an older price list or an older script's rules, else spread over the lines to
/// the last đồng.
fn price(
    ask: &Checkout,
    products: &[ProductState],
    at: &BoothState,
    state: &State,
    begun: Ms,
) -> Result<Priced, Refusal> {
    let taken: Money = ask.payments.iter().map(|tender| tender.amount).sum();
    let held = |pos| state.promotions(at, pos, begun);
    let now = lines_at(ask, products, at, (None, false), (Rules::ByQuantity, &held(None)))?;
    let total = sum(&now);
    let shown = ask.expected_total.unwrap_or(total);
    let cash = ask.payments.iter().all(|tender| tender.method == Method::Cash);
    // A total that the device declared may have been rounded by the rule that held then; without
    // one, only the fair's own rule counts.
    let told = ask.expected_total.is_some();
    let steps: &[i64] =
        if told { &[at.cash_rounding, 0, 500, 1000] } else { &[at.cash_rounding, 0] };
    let step = if cash {
        rounded_by(shown, taken, steps)
    } else {
        (taken == shown).then_some(at.cash_rounding)
    };
    let Some(cash_step) = step else {
        let vi = format!("Tiền trả {} không khớp tổng tiền {}", taken.text(), shown.text());
        let en = format!("Payments of {} do not add up to {}", taken.text(), shown.text());
        return Err(Refusal::malformed("payments_do_not_add_up", vi, en));
    };
    let (rounding, difference) = (taken - shown, shown - total);
    let settled =
        |lines, flag| Priced { lines, total: shown, rounding, cash_step, difference, flag };
    if shown == total {
        return Ok(settled(now, None));
    }
    let pos = ask.priced_at_pos;
    // An older list; then what a script that reckons by line made of either list.
    let lists = [
        ((pos, true), Rules::ByQuantity),
        ((None, false), Rules::ByLine),
        ((pos, true), Rules::ByLine),
    ];
    for (list, rules) in lists {
        let then = lines_at(ask, products, at, list, (rules, &held(list.0)))?;
        if sum(&then) == shown {
            return Ok(settled(then, Some(Flag::PriceChanged)));
        }
    }
    let weights: Vec<Money> = now.iter().map(|line| line.amount).collect();
    let parts = shown.allocate(&weights);
    let lines =
        now.into_iter().zip(parts).map(|(line, amount)| Charged { amount, ..line }).collect();
    Ok(settled(lines, Some(Flag::TotalDiffers)))
}

fn sum(lines: &[Charged]) -> Money {
    lines.iter().map(|line| line.amount).sum()
}

/// Price and amount of each line as they stood at a position, under these promotions; `told`: a
/// line's own price goes first if it ever held here, as lines of a cart may be of several days.
fn lines_at(
    ask: &Checkout,
    products: &[ProductState],
    at: &BoothState,
    list: (Option<i64>, bool),
    (rules, promotions): (Rules, &[&Promotion]),
) -> Result<Vec<Charged>, Refusal> {
    let too_much = || Refusal::malformed("amount", "Số tiền quá lớn", "The amount is too large");
    let items = ask.lines.iter().zip(products).map(|(line, product)| item(line, product, at, list));
    let items = items.collect::<Result<Vec<Item>, Refusal>>()?;
    let priced = cart::price_by(rules, &items, promotions, ask.discount);
    let priced = priced.ok_or_else(too_much)?;
    let charged = |(item, line): (&Item, cart::Priced)| Charged {
        price: item.price,
        amount: line.net(),
        priced: line,
    };
    Ok(items.iter().zip(priced).map(charged).collect())
}

/// A line of the cart at the price that stood at a position; a typed amount is its own price.
fn item(
    line: &LineOrder,
    product: &ProductState,
    at: &BoothState,
    (pos, told): (Option<i64>, bool),
) -> Result<Item, Refusal> {
    let own = line.price.filter(|price| told && product.ever(at, *price));
    let listed = || own.or(product.price(at, pos)).or(product.price(at, None));
    let Some(price) = line.amount.or_else(listed) else {
        let vi = format!("{} chưa có giá bán", product.name);
        let en = format!("{} has no price", product.name);
        return Err(Refusal::malformed("price", vi, en));
    };
    Ok(Item {
        product: line.product,
        quantity: line.quantity,
        price,
        discount: line.discount,
        sample: !line.sample.is_empty(),
        free: line.amount.is_some(),
    })
}

/// The first of these steps by which cash was rounded; none when the payments do not fit.
fn rounded_by(total: Money, taken: Money, steps: &[i64]) -> Option<i64> {
    steps.iter().copied().find(|step| total.to_step(*step) == taken)
}

fn draw_lines(
    ask: &Checkout,
    products: &[ProductState],
    priced: &[Charged],
    (day, at): (Date, Ms),
    state: &mut State,
    flags: &mut Vec<Flag>,
) -> Vec<Line> {
    let mut lines = Vec::with_capacity(ask.lines.len());
    for ((asked, product), charged) in ask.lines.iter().zip(products).zip(priced) {
        let place = (ask.booth, asked.product);
        if !state.range.contains(&place) {
            flags.push(Flag::NotInRange);
        }
        if !product.active {
            flags.push(Flag::Withdrawn);
        }
        if asked.unit.as_ref().is_some_and(|told| *told != tidy(&product.unit)) {
            flags.push(Flag::UnitChanged);
        }
        if asked.amount.is_some() && !product.free_amount {
            flags.push(Flag::FreeAmount);
        }
        let usual = Wish::any(asked.quantity, day, product.producer_uid);
        let wish = Wish { lot: asked.lot.as_deref(), ..usual };
        let drawn = state.shelf.take((Place::Booth(ask.booth), asked.product), &wish, at);
        if drawn.short > Quantity::ZERO {
            flags.push(Flag::StockShort);
        }
        if drawn.expired {
            flags.push(Flag::LotExpired);
        }
        if drawn.blocked {
            flags.push(Flag::LotBlocked);
        }
        lines.push(Line {
            product: asked.product,
            name: product.name.clone(),
            unit: asked.unit.as_ref().unwrap_or(&product.unit).clone(),
            ocop_group: product.ocop_group,
            star: valid_star(product.listed_star, &product.certificates, day),
            producer_uid: product.producer_uid,
            producer: product.producer.clone(),
            producer_type: product.producer_type,
            unit_code: product.unit_code.clone(),
            vat: product.vat.clone(),
            quantity: asked.quantity,
            price: charged.price,
            amount: charged.amount,
            off: charged.priced.off.clone(),
            discount: asked.discount,
            sample: asked.sample.clone(),
            draws: drawn.draws,
            note: asked.note.clone(),
            of: None,
        });
    }
    lines
}

/// The payments as the entry keeps them. Money that came by VietQR without a reference is taken
/// already, so the sale is not refused; but the bank's word about it needs a name to stand under,
/// else nobody would ever ask whether it came. It goes under the sale's own number, which nobody
/// mistakes for what a customer wrote: a person looks for the sum and the time.
fn named(payments: &[Tender], receipt_no: &str) -> Vec<Tender> {
    let name = |(n, tender): (usize, &Tender)| {
        let mut tender = tender.clone();
        if tender.method == Method::VietQr && tender.reference.is_none() {
            tender.reference = Some(match n {
                0 => receipt_no.to_owned(),
                n => format!("{receipt_no}/{}", n + 1),
            });
        }
        tender
    };
    payments.iter().enumerate().map(name).collect()
}

/// A transfer in a sale is claimed by the seller. What does not fit its request is flagged. One
/// that the bank has confirmed already stays confirmed.
fn claim(
    payments: &[Tender],
    at: &BoothState,
    state: &mut State,
    flags: &mut Vec<Flag>,
) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (reference, tender) in payments.iter().filter_map(|it| Some((it.transfer()?, it))) {
        let key = (at.booth.uid, reference.to_owned());
        let known = state.references.get(&key);
        let open = |known: &Known| match known.state {
            Transfer::Requested => true,
            Transfer::Confirmed => !known.claimed,
            _ => false,
        };
        let fits = known.is_none_or(|known| open(known) && known.amount == tender.amount);
        if !fits {
            flags.push(Flag::ReferenceDiffers);
        }
        let paid = known.is_some_and(|known| known.state == Transfer::Confirmed && fits);
        let claim = Claim {
            reference: reference.to_owned(),
            account: known.map_or(&at.booth.account, |known| &known.account).clone(),
            state: if paid { Transfer::Confirmed } else { Transfer::Claimed },
        };
        let now = Known {
            account: claim.account.clone(),
            claimed: true,
            request: known.and_then(|known| known.request),
            state: claim.state,
            amount: tender.amount,
        };
        state.references.insert(key, now);
        claims.push(claim);
    }
    claims
}
