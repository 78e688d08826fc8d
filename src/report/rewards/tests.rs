//! Rewards reckoned by hand, by the rules of Hưng Hà and Thái Thụy.

use super::*;
use crate::{
    base::lang::Lang,
    catalog::{self, Change, kinds::SubjectType},
    report::{table::Cell, testbook::Book},
};

const MILLION: i64 = 1_000_000;

async fn rated(book: &Book, n: u128, product: usize, star: u8, signed_on: Date) {
    let it = catalog::Certificate {
        uid: CertificateId(uuid::Uuid::from_u128(n)),
        product: book.products[product],
        number: format!("{n}/QĐ"),
        star,
        signed_on,
        expires_on: catalog::expiry(signed_on),
    };
    book.catalog(Change::Certificate(it)).await;
}

fn rule(n: u128, receiver: Receiver, star: Option<u8>, millions: i64) -> Rule {
    Rule {
        uid: RuleId(uuid::Uuid::from_u128(100 + n)),
        name: "Thưởng sao".into(),
        decision: "12/2023/QĐ-UBND".into(),
        area: "Quảng Ninh".into(),
        occasion: Occasion::Rated,
        star,
        form: None,
        receiver,
        amount: Money(millions * MILLION),
        most: None,
        starts_on: date(2024, 1, 1),
        ends_on: Some(date(2024, 12, 31)),
        withdrawn: false,
    }
}

#[tokio::test]
async fn each_rule_pays_for_what_it_means_and_what_was_paid_is_taken_off() {
    let book = Book::new().await;
    // The first product: three stars before the rule, four within it. The second: three, its first.
    rated(&book, 1, 0, 3, date(2021, 3, 1)).await;
    rated(&book, 2, 0, 4, date(2024, 3, 1)).await;
    rated(&book, 3, 1, 3, date(2024, 12, 31)).await;
    rated(&book, 4, 1, 4, date(2025, 1, 1)).await;
    let all = [
        rule(1, Receiver::Maker, Some(3), 30),
        rule(2, Receiver::Maker, Some(4), 40),
        rule(3, Receiver::Commune, Some(4), 15),
        Rule { occasion: Occasion::Raised, ..rule(4, Receiver::Village, None, 8) },
        Rule { occasion: Occasion::FirstRated, ..rule(5, Receiver::Maker, None, 90) },
        Rule { form: Some(SubjectType::Enterprise), ..rule(6, Receiver::Maker, None, 60) },
        Rule { area: "Hưng Hà".into(), ..rule(7, Receiver::Maker, None, 1) },
        Rule { withdrawn: true, ..rule(8, Receiver::Maker, None, 1) },
    ];
    for rule in &all {
        book.catalog(Change::Rule(rule.clone())).await;
    }
    let pay = |amount: Option<i64>| {
        Change::Paid(Paid {
            rule: all[1].uid,
            product: book.products[0],
            signed_on: date(2024, 3, 1),
            amount: amount.map(Money),
            paid_on: date(2024, 5, 2),
            document: "UNC 15".into(),
        })
    };
    book.catalog(pay(Some(10 * MILLION))).await;
    book.catalog(pay(Some(25 * MILLION))).await;
    let mut db = book.shop.read().await.unwrap();
    let it = rewards(&mut db, date(2024, 1, 1), date(2024, 12, 31)).await.unwrap();
    let by_rule = it.by_rule.iter().map(|it| (it.owed.count, it.owed.due.0 / MILLION));
    let by_rule: Vec<_> = by_rule.collect();
    assert_eq!(by_rule, [(1, 30), (1, 40), (1, 15), (1, 8), (1, 90), (0, 0), (0, 0)]);
    let whole = Owed {
        count: 5,
        due: Money(183 * MILLION),
        paid: Money(25 * MILLION),
        left: Money(158 * MILLION),
    };
    assert_eq!(it.whole, whole);
    // Parts add up to the whole, whichever way.
    for part in [
        it.by_rule.iter().map(|it| it.owed.left).sum::<Money>(),
        it.by_receiver.iter().map(|it| it.owed.left).sum(),
        it.dues.iter().map(|it| it.due - it.paid).sum(),
    ] {
        assert_eq!(part, whole.left);
    }
    let tables = words::tables(&it, Lang::Vi);
    assert!(tables.iter().all(|table| table.columns.len() <= 7));
    let dues = tables.iter().find(|it| it.id == "dues").unwrap();
    let paid = dues.rows.iter().find(|row| row.cells[4] == Cell::Money(Money(25 * MILLION)));
    assert_eq!(paid.unwrap().cells[6], Cell::text("chi ngày 02/05/2024, UNC 15"));
    // The next year has another rating, for which no rule holds any more.
    let next = rewards(&mut db, date(2025, 1, 1), date(2025, 12, 31)).await.unwrap();
    assert_eq!((next.whole, next.dues.len()), (Owed::default(), 0));
    drop(db);
    // The star is put right: nothing is due for four of them, and what was paid is paid.
    let withdrawn = Rule { withdrawn: true, ..all[1].clone() };
    book.catalog(Change::Rule(withdrawn)).await;
    let mut db = book.shop.read().await.unwrap();
    let now = rewards(&mut db, date(2024, 1, 1), date(2024, 12, 31)).await.unwrap();
    assert_eq!((now.whole.due, now.whole.paid), (Money(143 * MILLION), Money(25 * MILLION)));
    let undue = now.dues.iter().find(|it| it.paid > Money::ZERO).unwrap();
    assert_eq!((undue.due, undue.rule), (Money::ZERO, all[1].uid));
    drop(db);
    book.catalog(Change::Rule(all[1].clone())).await;
    book.catalog(pay(None)).await;
    let mut db = book.shop.read().await.unwrap();
    let back = rewards(&mut db, date(2024, 1, 1), date(2024, 12, 31)).await.unwrap();
    assert_eq!((back.whole.paid, back.whole.left), (Money::ZERO, back.whole.due));
}

#[tokio::test]
async fn a_receiver_is_paid_for_its_most_and_the_rest_says_so() {
    let book = Book::new().await;
    for (n, day) in [(1, 1), (2, 2), (3, 3)] {
        rated(&book, n, 0, 3, date(2024, 5, day)).await;
    }
    let most = Rule { most: Some(2), ..rule(1, Receiver::Maker, None, 60) };
    book.catalog(Change::Rule(most)).await;
    let mut db = book.shop.read().await.unwrap();
    // Asked for the last day alone, the two before count all the same.
    let it = rewards(&mut db, date(2024, 5, 3), date(2024, 5, 3)).await.unwrap();
    assert_eq!((it.dues.len(), it.dues[0].over, it.dues[0].due), (1, true, Money::ZERO));
    let all = rewards(&mut db, date(2024, 5, 1), date(2024, 5, 3)).await.unwrap();
    assert_eq!((all.whole.count, all.whole.due), (2, Money(120 * MILLION)));
}
