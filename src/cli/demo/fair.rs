//! One fair of the season as commands in order of time. Pure: the same seed, the same commands.

use super::{
    closing::{self, Sum},
    goods::Good,
    names::{self, LOCALITIES, MARK, PROVINCES},
    plan::FairPlan,
    sales,
};
use crate::{
    base::{
        clock::{DAY, HOUR, MINUTE, Ms},
        id::{BoothId, Chance, CommandId, FairId, GateId},
        quantity::Quantity,
    },
    desk::command::{Command, Envelope},
    fair::{Booth, Change, Fair, Gate, OpeningDay, Range, kinds::Zone},
    staff::actor::DEMONSTRATION,
    stock::{Ask, Line},
    visitor::Count,
};
use jiff::{Span, civil::Date};

/// Cash is rounded to this many đồng.
pub const CASH_ROUNDING: i64 = 1000;
const OPENS: i64 = 8;
const CLOSES: i64 = 21;
/// How busy each hour from 8 to 20 is.
const HOURS: [u64; 13] = [3, 6, 9, 9, 5, 3, 5, 7, 8, 9, 11, 12, 9];

/// A booth with what the generator knows of it.
pub struct Stall<'a> {
    /// As the book knows it.
    pub booth: Booth,
    /// What it sells.
    pub range: Vec<&'a Good>,
    /// Who sells there.
    pub sellers: [String; 2],
    /// How popular it is.
    pub weight: u64,
}

/// A command with its time, before it is put into order.
pub struct Timed {
    /// When it reached the laptop.
    pub at: Ms,
    /// Its id.
    pub uid: CommandId,
    /// What.
    pub command: Command,
}

/// The commands of a fair: how it is set up, and what then happens there, in order. They go in
/// batches of their own, since a sale is decided against what stood before its batch.
pub fn commands(
    chance: &Chance,
    code: &str,
    plan: &FairPlan,
    goods: &[Good],
) -> [Vec<Envelope>; 2] {
    let eve = Ms(Ms::start_of(plan.starts_on).0 - DAY + 9 * HOUR);
    let fair: FairId = chance.uid(eve).into();
    let stalls = stalls(chance, eve, fair, plan, goods);
    let gates: Vec<GateId> = (0..plan.gates()).map(|_| chance.uid(eve).into()).collect();
    let sold = sales::sales(chance, plan, &stalls);
    let mut timed = Vec::new();
    let mut add = |command| timed.push(Timed { at: eve, uid: chance.uid(eve).into(), command });
    add(Command::Fair(Change::Fair(fair_of(fair, code, plan))));
    for (n, uid) in gates.iter().enumerate() {
        let (code, name) = (format!("C{}", n + 1), format!("Cổng {}", n + 1));
        add(Command::Fair(Change::Gate(Gate { uid: *uid, fair, code, name })));
    }
    for day in 0..plan.days {
        let day = day_of(plan, day);
        let (opens, closes) = (format!("{OPENS:02}:00"), format!("{CLOSES}:30"));
        add(Command::Fair(Change::OpeningDay(OpeningDay { fair, day, opens, closes })));
    }
    for stall in &stalls {
        add(Command::Fair(Change::Booth(stall.booth.clone())));
        let products = stall.range.iter().map(|good| good.uid).collect();
        let booth = stall.booth.uid;
        add(Command::Fair(Change::Range(Range { booth, products, active: true })));
    }
    let mut gone = Sum::new();
    for (booth, product, quantity) in sold.iter().flat_map(|sale| &sale.goods) {
        *gone.entry((*booth, *product)).or_default() += *quantity;
    }
    let brought = opening_stock(chance, eve, plan, &stalls, &gone);
    brought.iter().for_each(|ask| add(Command::Stock(Box::new(ask.clone()))));
    let mut later = visits(chance, plan, &gates);
    later.extend(sold.into_iter().flat_map(|sold| sold.timed));
    later.sort_by_key(|timed| timed.at);
    // Last, so that no draw before it changes.
    later.extend(closing::documents(
        chance,
        day_of(plan, plan.days - 1),
        &stalls,
        (&brought, &gone),
    ));
    [timed, later].map(|timed| timed.into_iter().map(envelope).collect())
}

/// A command in the envelope that the season's people send.
pub fn envelope(timed: Timed) -> Envelope {
    Envelope {
        uid: timed.uid,
        at: timed.at,
        actor: DEMONSTRATION.to_owned(),
        device: String::new(),
        command: timed.command,
    }
}

fn fair_of(uid: FairId, code: &str, plan: &FairPlan) -> Fair {
    Fair {
        uid,
        code: code.to_owned(),
        name: format!("{} {MARK}", plan.name),
        level: plan.level,
        kind: plan.kind,
        starts_on: plan.starts_on,
        ends_on: Some(day_of(plan, plan.days - 1)),
        place: plan.place.to_owned(),
        cash_rounding: CASH_ROUNDING,
        published_visits: None,
        published_revenue: None,
        published_revenue_local_zone: None,
        closed: false,
    }
}

fn day_of(plan: &FairPlan, day: i8) -> Date {
    plan.starts_on.saturating_add(Span::new().days(day))
}

/// How busy a day is: openings and weekends draw most.
fn day_weight(plan: &FairPlan, day: i8) -> u64 {
    let weekend = day_of(plan, day).weekday().to_monday_one_offset() >= 6;
    10 + if day == 0 { 4 } else { 0 } + if weekend { 6 } else { 0 }
}

/// An instant of the fair, on busy days and in busy hours more often.
pub fn moment(chance: &Chance, plan: &FairPlan) -> Ms {
    let weights: Vec<u64> = (0..plan.days).map(|day| day_weight(plan, day)).collect();
    let day = day_of(plan, weighted(chance, &weights) as i8);
    let hour = OPENS + weighted(chance, &HOURS) as i64;
    let within = chance.below(HOUR.unsigned_abs()) as i64;
    Ms(Ms::start_of(day).0 + hour * HOUR + within)
}

/// An index, by weight.
pub fn weighted(chance: &Chance, weights: &[u64]) -> usize {
    let mut left = chance.below(weights.iter().sum());
    for (n, weight) in weights.iter().enumerate() {
        if left < *weight {
            return n;
        }
        left -= weight;
    }
    0
}

fn stalls<'a>(
    chance: &Chance,
    at: Ms,
    fair: FairId,
    plan: &FairPlan,
    goods: &'a [Good],
) -> Vec<Stall<'a>> {
    let all = plan.booths();
    let local = (all as i64 * plan.local / plan.revenue).clamp(1, all as i64 - 2) as usize;
    let others = (all - local) / 4;
    let stall = |n: usize| {
        let (zone, letter, k, unit) = match n {
            n if n < local => (Zone::Local, 'A', n, LOCALITIES[n % LOCALITIES.len()]),
            n if n < all - others => {
                let k = n - local;
                (Zone::OtherProvince, 'B', k, PROVINCES[k % PROVINCES.len()])
            }
            n => (Zone::Other, 'C', n + others - all, "Doanh nghiệp khác"),
        };
        let from = |good: &&Good| match zone {
            Zone::Local => good.province == "Quảng Ninh",
            Zone::OtherProvince => good.province == unit,
            Zone::Other => true,
        };
        let code = format!("{letter}{:02}", k + 1);
        let range = range(chance, goods.iter().filter(from).collect());
        Stall {
            booth: booth(chance.uid(at).into(), fair, (&code, unit), zone),
            range,
            sellers: [names::person(chance), names::person(chance)],
            weight: 6 + chance.below(10),
        }
    };
    (0..all).map(stall).collect()
}

/// A booth whose account no bank would have: what the demonstration shows must not be payable.
pub fn booth(uid: BoothId, fair: FairId, (code, unit): (&str, &str), zone: Zone) -> Booth {
    Booth {
        uid,
        fair,
        code: code.to_owned(),
        name: format!("Gian OCOP {unit}"),
        zone,
        origin_unit: unit.to_owned(),
        seller: format!("Đơn vị {code}, {unit} {MARK}"),
        address: unit.to_owned(),
        phone: String::new(),
        tax_code: String::new(),
        bank_bin: "970436".to_owned(),
        limits: Default::default(),
        methods: Default::default(),
        pictures: false,
        closed: false,
        account: format!("MAU{code}"),
    }
}

/// Eight to twelve goods of those there are.
pub fn range<'a>(chance: &Chance, mut from: Vec<&'a Good>) -> Vec<&'a Good> {
    let count = (8 + chance.below(5) as usize).min(from.len());
    let mut range = Vec::with_capacity(count);
    while range.len() < count {
        range.push(from.swap_remove(chance.below(from.len() as u64) as usize));
    }
    range
}

/// What was brought: a little more than will be sold, in two lots; one booth in six keeps no
/// stock, and a few goods run short.
fn opening_stock(
    chance: &Chance,
    at: Ms,
    plan: &FairPlan,
    stalls: &[Stall],
    gone: &Sum,
) -> Vec<Ask> {
    let ends = day_of(plan, plan.days - 1);
    let mut receipts = Vec::new();
    for stall in stalls.iter().filter(|_| chance.below(6) > 0) {
        let booth = stall.booth.uid;
        let mut lines = Vec::new();
        for good in &stall.range {
            let sold = gone.get(&(booth, good.uid)).copied().unwrap_or_default().0;
            let percent = if chance.below(50) == 0 { 98 } else { 104 + chance.below(12) as i64 };
            let units = sold * percent / 100 / 1000 + 5;
            let first = units * 2 / 5;
            for (n, units) in [first, units - first].into_iter().enumerate() {
                let months = 2 + 3 * n as i64 + chance.below(4) as i64;
                lines.push(Line {
                    product: good.uid,
                    quantity: Quantity::units(units),
                    lot: Some(format!("L{}", n + 1)),
                    expires_on: Some(ends.saturating_add(Span::new().months(months))),
                    ..Line::default()
                });
            }
        }
        let by = DEMONSTRATION.to_owned();
        receipts.push(Ask { by, ..Ask::delivery(chance.uid(at).into(), booth, lines) });
    }
    receipts
}

/// Taps of the gates, summed by the device over some minutes; the parts add up to the plan.
fn visits(chance: &Chance, plan: &FairPlan, gates: &[GateId]) -> Vec<Timed> {
    let mut left = plan.visits;
    let mut counts = Vec::new();
    while left > 0 {
        let count = (4 + chance.below(25) as i64).min(left);
        left -= count;
        let at = Ms(moment(chance, plan).0 / MINUTE * MINUTE);
        let gate = gates[chance.below(gates.len() as u64) as usize];
        let uid: CommandId = chance.uid(at).into();
        counts.push(Timed { at, uid, command: Command::Count(Count { uid, gate, count, at }) });
    }
    counts
}
