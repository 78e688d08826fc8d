//! The outcome does not depend on how commands fall into batches.

use crate::{
    shop::{Booth, TestShop},
    together::in_one_batch,
};
use chophien::{
    base::{
        clock::Ms,
        id::{BoothId, DocumentId, ProductId, SaleId},
        money::Money,
        quantity::Quantity,
        refusal::Refusal,
    },
    catalog::{self, Price},
    desk::command::{Answer, Command},
    fair,
    payment::event::Method,
    sale::{
        Checkout, Flag, LineOrder, Sold, Tender,
        refund::{Refund, Right},
    },
    stock,
};
use jiff::civil::{Date, date};

/// So many jars, paid in cash.
pub fn jars(shop: &TestShop, booth: &Booth, honey: ProductId, count: i64, each: i64) -> Checkout {
    let amount = Money(count * each);
    Checkout {
        id: SaleId(shop.uid()),
        booth: booth.uid,
        device: Some(booth.device),
        paid_at: Ms(shop.now()),
        lines: vec![LineOrder::plain(honey, Quantity::units(count))],
        payments: vec![Tender { method: Method::Cash, amount, given: None, reference: None }],
        expected_total: Some(amount),
        ..Checkout::default()
    }
}

/// So many jars of a lot arrive.
fn arrive(
    shop: &TestShop,
    booth: &Booth,
    honey: ProductId,
    count: i64,
    (lot, expires_on): (&str, Option<Date>),
) -> Command {
    let quantity = Quantity::units(count);
    let lot = Some(lot.into());
    let line = stock::Line { product: honey, quantity, lot, expires_on, ..Default::default() };
    let uid = DocumentId(shop.uid());
    Command::Stock(Box::new(stock::Ask::delivery(uid, booth.uid, vec![line])))
}

/// The sale of an answer.
pub fn sold(answer: &Result<Answer, Refusal>) -> &Sold {
    match answer {
        Ok(Answer::Sold { sold, .. }) => sold,
        other => panic!("no sale: {other:?}"),
    }
}

#[tokio::test]
async fn a_sale_in_the_batch_of_its_delivery_is_drawn_from_the_lot_delivered() {
    let (shop, booth, honey) = TestShop::with_honey(0).await;
    let delivery = arrive(&shop, &booth, honey, 5, ("L1", None));
    let sale = Command::Checkout(jars(&shop, &booth, honey, 2, 185_000));
    let answers = in_one_batch(&shop, vec![delivery, sale]).await;
    assert!(answers[0].is_ok());
    assert_eq!(sold(&answers[1]).flags, []);
    assert_eq!(shop.words("select lot || ' ' || quantity from level").await, ["L1 3000"]);
    shop.verify().await;
}

/// Deliveries, sales and a refund that each depend on the one before.
fn day(shop: &TestShop, booth: &Booth, honey: ProductId) -> Vec<Command> {
    let (soon, late) = (Some(date(2026, 7, 1)), Some(date(2026, 9, 1)));
    let first = jars(shop, booth, honey, 4, 185_000);
    let back = Refund {
        id: SaleId(shop.uid()),
        sale: first.id,
        reason: "Nhầm".into(),
        seller: "Hoa".into(),
        right: Right::Manager,
        ..Refund::default()
    };
    vec![
        arrive(shop, booth, honey, 3, ("L1", late)),
        Command::Checkout(first),
        arrive(shop, booth, honey, 2, ("L2", soon)),
        arrive(shop, booth, honey, 1, ("L1", None)),
        Command::Checkout(jars(shop, booth, honey, 3, 185_000)),
        Command::Refund(back),
        Command::Checkout(jars(shop, booth, honey, 2, 185_000)),
        arrive(shop, booth, honey, 7, ("L2", late)),
        Command::Checkout(jars(shop, booth, honey, 5, 185_000)),
    ]
}

#[tokio::test]
async fn a_day_in_one_batch_is_the_day_command_by_command() {
    let mut days = Vec::new();
    for whole in [true, false] {
        let (shop, booth, honey) = TestShop::with_honey(0).await;
        let commands = day(&shop, &booth, honey);
        let answers = match whole {
            true => in_one_batch(&shop, commands).await,
            false => {
                let mut answers = Vec::new();
                for command in commands {
                    answers.extend(in_one_batch(&shop, vec![command]).await);
                }
                answers
            }
        };
        let flags: Vec<Vec<Flag>> = answers
            .iter()
            .filter_map(|answer| match answer.as_ref().unwrap() {
                Answer::Sold { sold, .. } => Some(sold.flags.clone()),
                _ => None,
            })
            .collect();
        let moved = "select n || ' ' || lot || ' ' || quantity || ' ' || cause from movement \
                     order by entry, n";
        let stands = "select lot || ' ' || coalesce(expires_on, '') || ' ' || quantity || ' ' || \
                      brought from level order by lot";
        days.push((flags, shop.words(moved).await, shop.words(stands).await));
        shop.verify().await;
    }
    assert_eq!(days[0], days[1]);
    assert!(days[0].0.iter().any(|flags| flags.contains(&Flag::StockShort)), "{days:?}");
}

#[tokio::test]
async fn a_price_set_in_the_batch_of_a_sale_holds_for_it() {
    let (shop, booth, honey) = TestShop::with_honey(5).await;
    let price = Price { product: honey, booth: None, fair: None, amount: Some(Money(200_000)) };
    let price = Command::Catalog(catalog::Change::Price(price));
    let sale = Checkout { expected_total: None, ..jars(&shop, &booth, honey, 1, 200_000) };
    let answers = in_one_batch(&shop, vec![price, Command::Checkout(sale)]).await;
    assert!(answers[0].is_ok());
    assert_eq!(sold(&answers[1]).total, Money(200_000));
    shop.verify().await;
}

#[tokio::test]
async fn a_product_is_no_booth_and_a_booth_stays_at_its_fair() {
    let (shop, _, honey) = TestShop::with_honey(5).await;
    let product = BoothId(honey.0);
    let range = fair::Range { booth: product, products: vec![honey], active: true };
    let refused = shop.submit(Command::Fair(fair::Change::Range(range))).await;
    assert!(matches!(refused, Err(Refusal::NotFound(_))), "{refused:?}");
    let gate = |fair, code: &str| {
        let (uid, code) = (shop.gate, code.to_owned());
        Command::Fair(fair::Change::Gate(fair::Gate { uid, fair, code, name: "Cổng".into() }))
    };
    shop.put(gate(shop.fair, "G2")).await;
    let other = chophien::base::id::FairId(shop.uid());
    shop.fair_with(|fair| (fair.uid, fair.code) = (other, "HL27".into())).await;
    let refused = shop.submit(gate(other, "G2")).await;
    assert!(matches!(refused, Err(Refusal::Malformed { code: "other_fair", .. })), "{refused:?}");
    shop.verify().await;
}

#[tokio::test]
async fn a_code_that_a_gate_gives_up_is_the_next_ones_in_the_same_batch() {
    let (shop, _, _) = TestShop::with_honey(0).await;
    let gate = |uid, code: &str| {
        let (fair, code) = (shop.fair, code.to_owned());
        Command::Fair(fair::Change::Gate(fair::Gate { uid, fair, code, name: "Cổng".into() }))
    };
    let (first, second) = (shop.gate, chophien::base::id::GateId(shop.uid()));
    shop.put(gate(first, "G1")).await;
    let commands = vec![gate(first, "G2"), gate(second, "G1"), gate(second, "G2")];
    let answers = in_one_batch(&shop, commands).await;
    assert!(answers[0].is_ok() && answers[1].is_ok(), "{answers:?}");
    assert!(matches!(answers[2], Err(Refusal::Malformed { .. })), "{answers:?}");
    assert_eq!(shop.words("select code from gate order by id").await, ["G2", "G1"]);
    shop.verify().await;
}
