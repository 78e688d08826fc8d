//! The till and the server give the same money back for the same goods, to the last đồng: random
//! sales, roundings, ways of paying and orders in which the goods come back.

use chophien::{
    base::{
        clock::Ms,
        id::{BoothId, Chance, FairId, ProducerId, ProductId, SaleId},
        money::Money,
        quantity::Quantity,
    },
    catalog::kinds::SubjectType,
    fair::{Limits, kinds::Zone},
    payment::event::Method,
    sale::{
        BoothThen, Checkout, FairThen, LineOrder, Sold, Tender, checkout,
        refund::{self, Part, Refund, Right},
        state::{BoothState, Original, Place, ProductState, State},
    },
};
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// Sales compared in a run.
const SALES: usize = 1_500;
const NOW: Ms = Ms(1_780_473_120_000);

/// A sale with the order in which its goods come back, and the money for each as the book has it.
struct Case {
    sale: Value,
    steps: Vec<Value>,
    due: Vec<Value>,
}

#[test]
fn till_and_server_give_the_same_money_back_whatever_comes_back_first() {
    let chance = Chance::seeded(0x0C0A);
    let cases: Vec<Case> = (0..SALES).map(|_| case(&chance)).collect();
    let ask = |it: &Case| json!({"sale": it.sale, "steps": it.steps});
    let asked: Value = cases.iter().map(ask).collect();
    let answers = crate::agree::device("refund.mjs", &asked);
    assert_eq!(answers.len(), SALES);
    for (case, answer) in cases.iter().zip(&answers) {
        assert_eq!(&json!(case.due), answer, "{}", ask(case));
    }
    // Sales of every kind, or the agreement would say little.
    let rounded = cases.iter().filter(|it| it.sale["rounding"] != 0).count();
    let steps: usize = cases.iter().map(|it| it.steps.len()).sum();
    assert!(rounded > SALES / 10 && steps > 2 * SALES, "{rounded} rounded, {steps} steps");
}

#[test]
fn each_way_of_a_split_sale_gives_back_its_own_share_and_in_the_end_all_of_it() {
    let chance = Chance::seeded(0x0C0B);
    for _ in 0..SALES {
        let mut state = state(&chance);
        let sold = sell(&chance, &mut state);
        let paid: i64 = sold.payments.iter().map(|it| it.amount.0).sum();
        let mut back = vec![0; sold.payments.len()];
        while let Some(parts) = goods(&chance, &state, sold.id) {
            let ask = Refund { lines: Some(parts), ..asked(&chance, sold.id) };
            let refund = refund::decide(&ask, &mut state, NOW).unwrap();
            for (sum, tender) in back.iter_mut().zip(&refund.payments) {
                assert!(tender.amount <= Money::ZERO, "{:?}", refund.payments);
                *sum -= tender.amount.0;
            }
            let given: i64 = back.iter().sum();
            assert_eq!(-(refund.total + refund.rounding).0, money(&refund), "tenders are the sum");
            for (sum, tender) in back.iter().zip(&sold.payments) {
                let away = i128::from(*sum) * i128::from(paid)
                    - i128::from(tender.amount.0) * i128::from(given);
                // Two roundings to the đồng, where three ways meet what they leave, and the notes.
                let notes = i128::from(sold.cash_step);
                let most = (2 + 2 * notes) * i128::from(paid);
                assert!(away.abs() <= most, "{back:?} of {:?}", sold.payments);
            }
            // What the notes leave, the other ways give back as long as they have it.
            let odd = |amount: i64| amount % sold.cash_step.max(1) != 0;
            let cash = |tender: &Tender| tender.method == Method::Cash;
            let paid_odd = sold.payments.iter().any(|it| cash(it) && odd(it.amount.0));
            let mut others = back.iter().zip(&sold.payments).filter(|(_, it)| !cash(it));
            if !paid_odd && others.any(|(sum, it)| *sum < it.amount.0) {
                let gave = refund.payments.iter().find(|it| cash(it) && odd(it.amount.0));
                assert!(gave.is_none(), "{:?}", refund.payments);
            }
        }
        let each: Vec<i64> = sold.payments.iter().map(|it| it.amount.0).collect();
        assert_eq!(back, each);
    }
}

fn money(refund: &Sold) -> i64 {
    -refund.payments.iter().map(|it| it.amount.0).sum::<i64>()
}

fn case(chance: &Chance) -> Case {
    let mut state = state(chance);
    let sold = sell(chance, &mut state);
    // The organiser may change the fair's rounding before anything comes back.
    let booth = state.booths.get_mut(&sold.booth.uid).unwrap();
    booth.cash_rounding = step(chance);
    let mut methods: Vec<Method> = sold.payments.iter().map(|it| it.method).collect();
    methods.dedup();
    let line = |(n, it): (usize, &chophien::sale::Line)| {
        json!({
            "n": n, "quantity": it.quantity.plain(), "amount": it.amount, "returned": "0",
            "given_back": 0,
        })
    };
    let sale = json!({
        "id": sold.id, "total": sold.total, "rounding": sold.rounding, "given_back": 0,
        "alone": 0, "ways": sold.payments, "methods": methods, "cash_step": sold.cash_step,
        "lines": sold.lines.iter().enumerate().map(line).collect::<Vec<_>>(),
    });
    let (mut steps, mut due) = (Vec::new(), Vec::new());
    let mut left = (sold.total + sold.rounding).0;
    while let Some(parts) = goods(chance, &state, sold.id) {
        let back = match chance.below(4) {
            0 => Some(Method::Cash),
            1 => Some(Method::VietQr),
            _ => None,
        };
        // Now and then another phone gave back something else.
        let other = chance.below(6) == 0;
        let said = other.then(|| Money(chance.below(left.unsigned_abs() + 1) as i64));
        let part = |it: &Part| json!({"n": it.n, "quantity": it.quantity.plain()});
        let exact = |it: &Part| it.quantity.0.to_string();
        steps.push(json!({
            "lines": parts.iter().map(part).collect::<Vec<_>>(),
            "thousandths": parts.iter().map(exact).collect::<Vec<_>>(),
            "back": back, "said": said,
        }));
        let ask =
            Refund { lines: Some(parts), back, expected_back: said, ..asked(chance, sold.id) };
        let refund = refund::decide(&ask, &mut state, NOW).unwrap();
        let each = refund.payments.iter().map(|it| -it.amount.0).collect::<Vec<_>>();
        let ways = (back.is_none() && said.is_none()).then_some(each);
        due.push(json!({"sum": money(&refund) + refund.difference.0, "ways": ways}));
        left -= money(&refund);
        // Cash for what was paid otherwise is rounded, up as well as down.
        assert!(left >= -500, "no more goes back than was paid");
        left = left.max(0);
    }
    Case { sale, steps, due }
}

fn asked(chance: &Chance, sale: SaleId) -> Refund {
    let id = SaleId(chance.uid(NOW));
    Refund { id, sale, reason: "Trả".into(), right: Right::Manager, ..Refund::default() }
}

/// Some of what is left of some lines; none when nothing is.
fn goods(chance: &Chance, state: &State, sale: SaleId) -> Option<Vec<Part>> {
    let original = &state.originals[&sale];
    let back = |n: usize| -> i64 {
        let lines = original.back.iter().flat_map(|it| &it.lines);
        let of = lines.filter(|line| line.of.as_ref().is_some_and(|of| of.n == n));
        of.map(|line| -line.quantity.0).sum()
    };
    let lines = original.sold.lines.iter().enumerate();
    let open: Vec<(usize, i64)> = lines
        .map(|(n, line)| (n, line.quantity.0 - back(n)))
        .filter(|(_, left)| *left > 0)
        .collect();
    let first = chance.below(open.len().max(1) as u64) as usize;
    let some = open.iter().enumerate().filter(|(at, _)| *at == first || chance.below(3) == 0);
    let part = |(_, &(n, left)): (usize, &(usize, i64))| {
        let whole = chance.below(3) == 0;
        let quantity = if whole { left } else { 1 + chance.below(left.unsigned_abs()) as i64 };
        Part { n, quantity: Quantity(quantity.max(left / 4)), loss: false }
    };
    let parts: Vec<Part> = some.map(part).collect();
    (!parts.is_empty()).then_some(parts)
}

fn step(chance: &Chance) -> i64 {
    [0, 500, 1000][chance.below(3) as usize]
}

/// A sale of one to four lines, in one to three payments.
fn sell(chance: &Chance, state: &mut State) -> Sold {
    let booth = BoothId::default();
    let lines: Vec<LineOrder> = (1..=1 + chance.below(4))
        .map(|n| {
            let odd = chance.below(2) == 0;
            let quantity = if odd { 1 + chance.below(4_000) as i64 } else { 3_000 };
            LineOrder::plain(ProductId(Uuid::from_u128(u128::from(n))), Quantity(quantity))
        })
        .collect();
    let price = |line: &LineOrder| state.products[&line.product].prices[0].2.unwrap();
    let total: Money = lines.iter().map(|line| line.quantity.at(price(line)).unwrap()).sum();
    let step = state.booths[&booth].cash_rounding;
    let payments = payments(chance, total, step);
    let ask = Checkout {
        id: SaleId(chance.uid(NOW)),
        booth,
        paid_at: NOW,
        lines,
        payments,
        expected_total: Some(total),
        ..Checkout::default()
    };
    let sold = checkout::decide(&ask, state, NOW).unwrap();
    state.originals.insert(sold.id, Original { sold: sold.clone(), back: Vec::new() });
    sold
}

fn payments(chance: &Chance, total: Money, step: i64) -> Vec<Tender> {
    let tender =
        |method, amount| Tender { method, amount: Money(amount), given: None, reference: None };
    // A split may have cash that no notes can pay.
    let odd = chance.below(4) == 0;
    let size = if odd { 1 } else { step.max(1) };
    let part = |of: i64| chance.below(of.unsigned_abs() + 1) as i64 / size * size;
    match chance.below(4) {
        0 => vec![tender(Method::VietQr, total.0)],
        1 => {
            let cash = part(total.0);
            vec![tender(Method::Cash, cash), tender(Method::VietQr, total.0 - cash)]
        }
        2 => {
            let cash = part(total.0);
            let card = part(total.0 - cash);
            vec![
                tender(Method::Cash, cash),
                tender(Method::Card, card),
                tender(Method::VietQr, total.0 - cash - card),
            ]
        }
        _ => vec![tender(Method::Cash, total.to_step(step).0)],
    }
}

fn state(chance: &Chance) -> State {
    let fair = FairThen {
        uid: FairId::default(),
        code: "HL26".into(),
        name: "Hội chợ".into(),
        place: String::new(),
        starts_on: jiff::civil::date(2026, 6, 1),
        ends_on: None,
    };
    let booth = BoothThen {
        uid: BoothId::default(),
        code: "A03".into(),
        name: "Gian A03".into(),
        zone: Zone::Local,
        origin_unit: String::new(),
        seller: String::new(),
        address: String::new(),
        phone: String::new(),
        tax_code: String::new(),
        account: String::new(),
    };
    let product = |n: u64| {
        let product = ProductState {
            name: format!("Hàng {n}"),
            unit: "kg".into(),
            ocop_group: 1,
            producer_uid: ProducerId::default(),
            producer: String::new(),
            producer_type: SubjectType::Cooperative,
            unit_code: String::new(),
            vat: String::new(),
            listed_star: None,
            certificates: Vec::new(),
            active: true,
            free_amount: false,
            prices: vec![(0, Place::Everywhere, Some(Money(1 + chance.below(400_000) as i64)))],
        };
        (ProductId(Uuid::from_u128(u128::from(n))), product)
    };
    let (cash_rounding, limits) = (step(chance), Limits::default());
    let booth = BoothState { fair, cash_rounding, booth, limits, last_number: 0 };
    State {
        booths: HashMap::from([(BoothId::default(), booth)]),
        products: (1..=4).map(product).collect(),
        ..State::default()
    }
}
