//! A file against the book it came from, and against others.

use super::{super::tests::served, *};
use crate::{
    desk::{book::Shop, command::Command},
    report::{
        file::{self, Format},
        pivot::Ask,
        query::Query,
    },
};
use jiff::civil::date;

async fn written(shop: &Shop, query: &Query, format: Format) -> Vec<u8> {
    let mut db = shop.read().await.unwrap();
    let made = Document::read(&mut db, query, Lang::Vi).await.unwrap().unwrap();
    file::write(&made, format).unwrap()
}

fn all_queries() -> [Query; 8] {
    let day = date(2024, 4, 26);
    [
        Query::Season { from: date(2024, 1, 1), to: date(2024, 6, 30) },
        Query::Fair { code: "QN1".into() },
        Query::Booth { fair: "QN1".into(), code: "A01".into() },
        Query::Products { on: day },
        Query::Papers { on: day },
        Query::Rewards { from: date(2024, 1, 1), to: date(2024, 12, 31) },
        Query::Table(
            Ask::of_parts(&Ask::parts_of("from=2024-01-01&to=2024-12-31&by=unit&zone=local"))
                .unwrap(),
        ),
        Query::Online { from: date(2024, 1, 1), to: date(2024, 6, 30) },
    ]
}

#[tokio::test]
async fn a_report_is_proved_though_the_booth_sold_on_after_it() {
    let (folder, shop) = served().await;
    let at = folder.path().join("report.bin");
    for query in all_queries() {
        for format in [Format::Xlsx, Format::Docx, Format::Pdf] {
            let bytes = written(&shop, &query, format).await;
            std::fs::write(&at, &bytes).unwrap();
            let sale = super::super::tests::sale(&shop).await;
            shop.submit("HTX", Command::Checkout(sale)).await.unwrap();
            assert_ne!(written(&shop, &query, format).await, bytes);
            run(folder.path(), &at, Lang::Vi).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_file_of_another_book_or_of_none_is_refused_in_words() {
    let (folder, shop) = served().await;
    let at = folder.path().join("report.pdf");
    // The other book is the same until here.
    let (other, _open) = served().await;
    let sale = super::super::tests::sale(&shop).await;
    shop.submit("HTX", Command::Checkout(sale)).await.unwrap();
    let bytes = written(&shop, &all_queries()[0], Format::Pdf).await;
    std::fs::write(&at, &bytes).unwrap();
    let refused = run(other.path(), &at, Lang::Vi).await.unwrap_err();
    assert!(refused.en.starts_with("This book has no such head at entry"), "{refused:?}");
    std::fs::write(&at, b"%PDF-1.7").unwrap();
    let refused = run(folder.path(), &at, Lang::Vi).await.unwrap_err();
    assert!(refused.en.starts_with("This file does not carry the stamp"), "{refused:?}");
}
