//! Papers reckoned by hand.

use super::*;
use crate::{
    base::{id::CertificateId, lang::Lang},
    catalog::{self, papers::Quality},
    report::{table::Cell, testbook::Book},
};
use jiff::civil::date;
use std::collections::BTreeSet;

async fn rated(book: &Book, product: usize, signed_on: Date, expires_on: Date) {
    let it = catalog::Certificate {
        uid: CertificateId(uuid::Uuid::from_u128(u128::from(signed_on.day_of_year() as u8))),
        product: book.products[product],
        number: format!("{signed_on}/QĐ"),
        star: 4,
        signed_on,
        expires_on,
    };
    book.catalog(catalog::Change::Certificate(it)).await;
}

async fn maker(book: &Book) -> ProducerId {
    let mut db = book.shop.read().await.unwrap();
    sqlx::query_scalar("select uid from producer order by id").fetch_one(&mut *db).await.unwrap()
}

async fn paper(book: &Book, n: u128, kind: QualityKind, end: Option<Date>) -> Quality {
    let coded = kind == QualityKind::AreaCode;
    Quality {
        uid: CertificateId(uuid::Uuid::from_u128(1_000 + n)),
        producer: maker(book).await,
        kind,
        number: format!("{n}/GCN"),
        area_code: if coded { format!("VN-QNI-{n}") } else { String::new() },
        hectares: Some(Quantity(12_350)),
        issued_by: "Sở Nông nghiệp".into(),
        holds_from: date(2023, 1, 1),
        expires_on: end,
        withdrawn: false,
    }
}

#[tokio::test]
async fn the_last_of_several_counts_and_each_stands_under_how_long_it_holds() {
    let book = Book::new().await;
    // Renewed: the old one is history. The other ran out on the very day.
    rated(&book, 0, date(2021, 3, 1), date(2024, 3, 1)).await;
    rated(&book, 0, date(2024, 2, 2), date(2027, 2, 2)).await;
    rated(&book, 1, date(2021, 6, 30), date(2024, 6, 30)).await;
    let ends = [
        (1, QualityKind::VietGap, Some(date(2024, 7, 30))),
        (2, QualityKind::Organic, Some(date(2024, 7, 31))),
        (3, QualityKind::Haccp, Some(date(2024, 12, 27))),
        (4, QualityKind::AreaCode, None),
        (5, QualityKind::AreaCode, Some(date(2024, 12, 28))),
    ];
    for (n, kind, end) in ends {
        book.catalog(catalog::Change::Quality(paper(&book, n, kind, end).await)).await;
    }
    let gone = paper(&book, 6, QualityKind::Halal, None).await;
    book.catalog(catalog::Change::Quality(gone.clone())).await;
    book.catalog(catalog::Change::Quality(Quality { withdrawn: true, ..gone })).await;
    let mut db = book.shop.read().await.unwrap();
    let it = papers(&mut db, date(2024, 6, 30)).await.unwrap();
    let states: Vec<_> = it.papers.iter().map(|it| (&*it.kind, it.state, it.days_left)).collect();
    let wanted = [
        (OCOP, State::Expired, Some(0)),
        ("vietgap", State::In30, Some(30)),
        ("organic", State::In90, Some(31)),
        ("haccp", State::In180, Some(180)),
        ("area_code", State::Longer, Some(181)),
        (OCOP, State::Longer, Some(947)),
        ("area_code", State::Longer, None),
    ];
    assert_eq!(states, wanted);
    let within = |days| it.papers.iter().filter(|it| it.within(days)).count();
    assert_eq!((within(30), within(90), within(180)), (1, 2, 3));
    let area = it.by_kind.iter().find(|it| it.code == "area_code").unwrap();
    assert_eq!((area.count, area.makers, area.hectares), (2, 1, Quantity(24_700)));
    // Kinds and states add up to the whole.
    let table = words::states(&it.by_kind, Lang::En);
    let total = table.total.clone().unwrap();
    assert_eq!(total[1..], [7, 1, 1, 1, 1, 3].map(Cell::Count));
    let said = words::sentence(&it, Lang::En).text();
    let head = "On 30/06/2024 there are 7 certificates: 1 expired; 1 to expire within 30 days, 2";
    assert!(said.starts_with(head), "{said}");
}

#[tokio::test]
async fn two_papers_of_a_kind_are_two_and_one_of_an_area_follows_the_other() {
    let book = Book::new().await;
    let end = Some(date(2026, 7, 30));
    for (n, hectares) in [(12, 10_000), (34, 1_250)] {
        let it = paper(&book, n, QualityKind::VietGap, end).await;
        let it = Quality { hectares: Some(Quantity(hectares)), ..it };
        book.catalog(catalog::Change::Quality(it)).await;
    }
    let area = paper(&book, 5, QualityKind::AreaCode, end).await;
    let renewed = Quality { number: "77/GCN".into(), expires_on: Some(date(2028, 1, 1)), ..area };
    let renewed = Quality { uid: CertificateId(uuid::Uuid::from_u128(9)), ..renewed };
    book.catalog(catalog::Change::Quality(paper(&book, 5, QualityKind::AreaCode, end).await)).await;
    book.catalog(catalog::Change::Quality(renewed)).await;
    let mut db = book.shop.read().await.unwrap();
    let it = papers(&mut db, date(2024, 7, 1)).await.unwrap();
    let numbers: BTreeSet<&str> = it.papers.iter().map(|it| it.number.as_str()).collect();
    assert_eq!(numbers, BTreeSet::from(["12/GCN", "34/GCN", "77/GCN"]));
}
